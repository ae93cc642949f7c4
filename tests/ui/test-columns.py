# SPDX-License-Identifier: GPL-3.0-or-later
"""test-columns.py: the columns of the list are moved, made wider and hidden, and stay so."""

from harness import main, wait, xdotool
from sitelist import open_three

TITLES = 'Site', 'Status', 'Next Action', 'Customer', 'Provider', 'Expires', 'Checked'


def heads(window):
    """The head of each column that shows, by its title, from left to right."""
    row = window.find('tree table', 'Sites').children()[0]
    found = []
    for head in row.children():
        texts = head.texts()
        if texts and head.extents()[2] > 0:
            found.append((head.extents()[0], texts[0], head))
    return {title: head for _, title, head in sorted(found, key=lambda one: one[0])}


def order(window):
    return [title for title in heads(window) if title in TITLES]


def width(window, title):
    return heads(window)[title].extents()[2]


def drag(window, x, y, by):
    """The pointer takes what is there along, sideways, in steps as a hand does."""
    xdotool('mousemove', '--window', window.xid, str(x), str(y))
    xdotool('mousedown', '1')
    try:
        for step in range(1, 21):
            xdotool('mousemove', '--window', window.xid, str(x + by * step // 20), str(y))
    finally:
        xdotool('mouseup', '1')


def middle(window, title):
    return window.middle(heads(window)[title])


def hide(window, title):
    """By the menu of a column's head."""
    window.point(heads(window)['Status'], button=3)
    window.click('menu item', title, rows=True)


def test_columns(kp):
    'a column that was moved, one that was made wider and one that was hidden are so the next time'
    window = open_three(kp)
    window.resize(1200, 700)
    wait(lambda: order(window) == list(TITLES), 'all columns')
    # Whoever holds it at the place of another gets it there, or before that.
    x, y = middle(window, 'Checked')
    drag(window, x, y, middle(window, 'Expires')[0] - x - 40)
    wait(lambda: 0 < order(window).index('Checked') < len(TITLES) - 1, 'it was moved')
    moved = order(window)
    assert [title for title in moved if title != 'Checked'] == list(TITLES[:-1]), moved
    before = width(window, 'Site')
    # The line between two columns.
    drag(window, window.place(heads(window)['Status'])[0], y, 60)
    wait(lambda: width(window, 'Site') > before + 30, 'it is wider')
    wide = width(window, 'Site')
    hide(window, 'Expires')
    moved.remove('Expires')
    wait(lambda: order(window) == moved, 'it is hidden')
    kp.close()
    window = kp.start()
    wait(lambda: order(window) == moved, 'they stand as they did')
    wait(lambda: width(window, 'Site') == wide, 'as wide as it was')
    hide(window, 'Expires')
    wait(lambda: 'Expires' in order(window), 'it is back')


main()
