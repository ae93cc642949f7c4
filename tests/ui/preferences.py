# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of the preferences have in common."""

import json

from harness import wait


def setting(kp, name):
    return json.loads(kp.ctl('settings', 'get', name, '--json'))[name]


def saved(kp, name, value):
    wait(lambda: setting(kp, name) == value, f'{name} is saved as {value!r}')


def open_page(kp, page):
    window = kp.start()
    wait(lambda: window.actions.enabled('preferences-page'), 'the desk is open')
    window.actions.activate('preferences-page', 's', page)
    return window, kp.window('Preferences')


def open_demo(kp, page):
    """A page of the preferences of the demo, which can only be looked at."""
    kp.install_demo()
    window = kp.start()
    wait(lambda: window.actions.enabled('preferences-page'), 'the desk is open')
    window.actions.activate('show-demo')
    demo = kp.window('Keyplate Demo')
    wait(lambda: demo.actions.enabled('preferences-page'), 'the demo is open')
    demo.actions.activate('preferences-page', 's', page)
    preferences = kp.window('Preferences')
    preferences.find('label', text=lambda t: t.startswith('Preferences of the demo'))
    return preferences


class Text:
    """The part of a spin button that is typed into: its buttons are not in the tree."""

    def __init__(self, node):
        self.node = node

    def extents(self):
        x, y, _, height = self.node.extents()
        return x, y, 40, height


def is_sensitive(node, wanted=True):
    wait(lambda: ('sensitive' in node.states) == wanted,
         f'{node} is {"" if wanted else "in"}sensitive')


def row(preferences, start):
    """The row whose name begins so."""
    return preferences.find('list item', name=lambda n: n.startswith(start))


def act(preferences, name, action):
    """Takes a line of the menu of that row."""
    preferences.click('push button', f'Actions for {name}', rows=True)
    preferences.click('menu item', action, rows=True)


def by_key(preferences, name, key, action):
    """Opens the menu of the row that has the focus, and takes a line of it."""
    preferences.press(key)
    button = preferences.find('push button', f'Actions for {name}', rows=True)
    button.click('menu item', action, rows=True)
