# SPDX-License-Identifier: GPL-3.0-or-later
"""How a test drives the assistant that secures a site."""

from harness import wait


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
