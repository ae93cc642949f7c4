# SPDX-License-Identifier: GPL-3.0-or-later
"""Goes through a window with the keyboard alone.

Libadwaita of the floor does not tell that an entry in a row has the focus: then nothing has it."""

import gi
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi  # noqa: E402

from accessible import PREFIX  # noqa: E402
from harness import Node, wait  # noqa: E402

FOCUSED = 1 << int(Atspi.StateType.FOCUSED)


def focused(window):
    """What has the focus; None of an entry in a row."""
    places = [node.at for node in window.walk(rows=True)]
    states = window.bus.ask_all(places, PREFIX + 'Accessible', 'GetState')
    return next((Node(window.bus, at) for at, bits in zip(places, states)
                 if bits and bits[0] & FOCUSED), None)


def place(node):
    return node.at if node is not None else None


def step(window, key='Tab'):
    """Presses KEY, and returns what has the focus then: something else than before."""
    before, seen = place(focused(window)), []
    window.press(key)

    def look():
        seen.append(focused(window))
        # While it moves nothing has it.
        return len(seen) > 1 and place(seen[-1]) == place(seen[-2]) != before
    wait(look, f'{key} moves the focus from {before}')
    return seen[-1]


def go_down(window):
    """Presses Down in a list. The first time newer GTK selects the row that has the focus."""
    row = focused(window)
    selects = 'selected' not in row.states and not window.bus.tells_inherited(window.at[0])
    window.press('Down')
    if selects:
        wait(lambda: 'selected' in row.states, f'{row} is selected')
        window.press('Down')


def tab_to(window, role, name=None, key='Tab', most=40):
    """Presses KEY until the focus is on what fits, and returns what it passed on the way."""
    passed = []
    while len(passed) < most:
        node = step(window, key)
        if node is not None and any(one.at == node.at
                                    for one in window.all(role, name, rows=True)):
            return passed
        passed.append(node)
    raise AssertionError(f'{key} does not come to a {role} {name!r}: {passed}')


def tab_into(window, node, most=40):
    """Presses Tab until the focus is on NODE or in it."""
    for _ in range(most):
        at = place(focused(window))
        if at in [one.at for one in node.walk(rows=True)]:
            return
        step(window)
    raise AssertionError(f'Tab does not come to {node}')


def tab_round(window, key='Tab', most=40):
    """What has the focus, one after the other, until it is where it was at first."""
    seen = [focused(window)]
    while len(seen) < most:
        node = step(window, key)
        if place(node) == place(seen[0]):
            return seen
        seen.append(node)
    raise AssertionError(f'{key} does not come round: {seen}')
