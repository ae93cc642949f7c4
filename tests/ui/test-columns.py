# SPDX-License-Identifier: GPL-3.0-or-later
"""test-columns.py: the columns of the list are moved, made wider and hidden, and stay so."""

from harness import main, wait, xdotool
from sitelist import open_three

TITLES = 'Site', 'Status', 'Next Action', 'Customer', 'Provider', 'Expires', 'Checked'


def heads(window):
    """The titles that show, as they stand from left to right, with where each begins and how wide
    its column is."""
    found = {}
    for title in TITLES:
        for label in window.all('label', title, rows=True):
            found[title] = label
    places = {title: (label.extents()[0], label) for title, label in found.items()}
    return dict(sorted(places.items(), key=lambda item: item[1][0]))


def order(window):
    return list(heads(window))


def gap(window, title, following):
    """Pixels from the beginning of one title to that of the next."""
    places = heads(window)
    return places[following][0] - places[title][0]


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
    return window.middle(heads(window)[title][1])


def hide(window, title):
    """By the menu of a column's head."""
    window.point(window.find('label', 'Status', rows=True), button=3)
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
    before = gap(window, 'Site', 'Status')
    # The line between two columns.
    left = window.place(heads(window)['Status'][1])[0] - 6
    drag(window, left, y, 60)
    wait(lambda: gap(window, 'Site', 'Status') > before + 30, 'it is wider')
    width = gap(window, 'Site', 'Status')
    hide(window, 'Expires')
    moved.remove('Expires')
    wait(lambda: order(window) == moved, 'it is hidden')
    kp.close()
    window = kp.start()
    wait(lambda: order(window) == moved, 'they stand as they did')
    wait(lambda: gap(window, 'Site', 'Status') == width, 'as wide as it was')
    hide(window, 'Expires')
    wait(lambda: 'Expires' in order(window), 'it is back')


main()
