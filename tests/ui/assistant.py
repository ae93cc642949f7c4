# SPDX-License-Identifier: GPL-3.0-or-later
"""How a test drives the assistant that secures a site."""

from harness import wait


def says(node, text, **options):
    return node.find(None, text=lambda t: text in (t or ''), rows=True, **options)


def entry(window, title):
    return window.find('text', title, rows=True)


def question(kp, heading):
    """The question with that heading, if it is asked now."""
    return next((frame for frame in kp.frames() if frame.name == heading), None)


def answer(kp, heading, label, **texts):
    """Waits for that question, fills it in (a_title=text), and clicks its answer."""
    asked = wait(lambda: question(kp, heading), heading)
    for title, text in texts.items():
        asked.find(None, title.replace('_', ' '), rows=True).set_text(text)
    asked.click('push button', f'{label} {label}')
    wait(lambda: question(kp, heading) is None, f'“{heading}” is answered')


def choose_country(secure, typed, label):
    box = secure.find('combo box', 'Country', rows=True)
    box.find('push button', 'Country').act()
    box.find('entry').set_text(typed)
    wait(lambda: len(box.find('list').row_list()) < 5, f'few countries are called {typed}')
    lines = [row.texts()[0] for row in box.find('list').row_list()]
    secure.press('Home', *['Down'] * lines.index(label), 'Return')
    box.find('label', label)


def open_assistant(kp, window, site, row=1):
    wait(lambda: window.actions.enabled('secure-site'), 'the desk is open')
    window.actions.activate('secure-site', 'x', row)
    return kp.window(f'Secure {site}')
