# SPDX-License-Identifier: GPL-3.0-or-later
"""What tests of any window do: read it, fill it in, answer what it asks."""

import time

from harness import wait


LABELS = 'label', 'heading'


def says(node, text, **options):
    """The label that holds TEXT."""
    return node.find(LABELS, text=lambda t: text in (t or ''), rows=True, **options)


def says_not(node, text):
    node.gone(LABELS, text=lambda t: text in (t or ''), rows=True)


def says_lately(node, text):
    """The label that holds TEXT with “today” for its DAY, or what that has become at midnight."""
    wanted = [text.replace('DAY', day) for day in ('today', 'yesterday')]
    return node.find(LABELS, text=lambda t: any(one in (t or '') for one in wanted), rows=True)


def lately(layout):
    """How today is written by LAYOUT (strftime), and how the day some minutes ago."""
    return [time.strftime(layout, time.localtime(time.time() - ago)) for ago in (0, 600)]


def entry(window, title):
    return window.find(('text', 'password text'), title, rows=True)


def can(window, label, wanted=True):
    wait(lambda: ('sensitive' in window.find('push button', label, rows=True).states) == wanted,
         f'{label} is {"" if wanted else "in"}sensitive')


def choose(window, title, *keys):
    """Opens that drop-down and presses KEYS in its list: 'Home', 'Down', 'Return'."""
    box = window.find('combo box', title, rows=True)
    window.focus()
    box.find('push button', title).act()
    focus_lines(window, box)
    window.press(*keys)
    return box


def focus_lines(window, box):
    """The list of a drop-down that opens gets the focus; GTK after 4.8 waits for a key before."""
    def look():
        rows = box.find('list').row_list()
        return any('focused' in row.states for row in rows) or rows and window.press('Down')
    wait(look, 'a line of the list has the focus')


def lines_of(box):
    """Which line of the open list of a drop-down has the focus, None at first, and what each
    says."""
    rows = box.find('list').row_list()
    said = [[text for text in row.texts() if text] for row in rows]
    focused = [number for number, row in enumerate(rows) if 'focused' in row.states]
    return focused[0] if focused and all(said) else None, said


def choose_line(window, title, label):
    """Opens that drop-down and takes the line LABEL, as keys do. GTK after 4.8 has only those
    lines there that show."""
    box = choose(window, title, 'Home')
    at = said = left = None

    def moved():
        nonlocal at, said
        at, said = lines_of(box)
        return at is not None and (at == 0 if left is None else said[at] != left)

    wait(moved, 'the first line has the focus')
    while not any(label in (line[0], ' '.join(line)) for line in said):
        left = said[at]
        window.press('Page_Down')
        wait(moved, f'a line after {left}')
    step_onto(window, box, label)
    window.press('Return')
    return box


def step_onto(window, box, label):
    """Moves the focus to that line of an open list. A key that opened it may come late, so it is
    looked whether it got there."""
    def missing():
        at, said = lines_of(box)
        fits = [label in (line[0], ' '.join(line)) for line in said if line]
        return fits.index(True) - at if at is not None and True in fits else None

    end = time.monotonic() + 60
    while (steps := missing()) != 0:
        assert time.monotonic() < end, f'the line {label} does not get the focus'
        if steps is not None:
            window.press(*['Down' if steps > 0 else 'Up'] * abs(steps))
        late = time.monotonic() + 5
        wait(lambda late=late: missing() == 0 or time.monotonic() > late, 'it moves')


def step_to(window, steps):
    """Takes the line so many below the one that has the focus."""
    window.press(*['Down' if steps > 0 else 'Up'] * abs(steps), 'Return')


def question(kp, heading):
    """The question with that heading, if it is asked now."""
    return next((frame for frame in kp.frames() if frame.name == heading), None)


def answer(kp, heading, label, **texts):
    """Waits for that question, fills it in (a_title=text), and clicks its answer; returns what
    it said."""
    asked = wait(lambda: question(kp, heading), heading)
    said = ' '.join(text or '' for text in asked.texts())
    for title, text in texts.items():
        entry(asked, title.replace('_', ' ')).set_text(text)
    asked.click('push button', f'{label} {label}')
    wait(lambda: question(kp, heading) is None, f'“{heading}” is answered')
    return said


def closed(kp, left=1):
    """Waits until so many windows are left."""
    wait(lambda: len(kp.frames()) == left, 'the window is closed')


def name_file(chooser, path):
    """Tells the window of files which one. GTK after 4.8 completes what is typed, and quick hands
    type on in the middle of that."""
    chooser.type('/')
    chooser.find('text', text='/').set_text(path)
    chooser.press('Return')


def open_file(kp, window, path):
    window.click('push button', 'Open…', rows=True)
    choose_file(kp, path)


def choose_file(kp, path):
    """Goes through the window of files that is open."""
    chooser = kp.window('Open Files')
    name_file(chooser, path)
    # It would take the next click that is meant for the window below it.
    wait(lambda: 'Open Files' not in [frame.name for frame in kp.frames()],
         'the window of files is closed')


def save_as(kp, title, path):
    """Goes through the window of files; returns the name that it suggested."""
    chooser = kp.window(title)
    name = chooser.find('text', 'Name:')
    suggested = name.text
    chooser.press('ctrl+a')
    chooser.type(path)
    # GTK 4.8 calls it "_Save Save".
    chooser.click('push button', lambda n: n.endswith('Save'))
    return suggested
