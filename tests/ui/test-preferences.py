# SPDX-License-Identifier: GPL-3.0-or-later
"""test-preferences.py: settings are shown, changed, saved at once and taken back."""

import json
import os
import sqlite3

from harness import main, wait


def setting(kp, name):
    return json.loads(kp.ctl('settings', 'get', name, '--json'))[name]


def saved(kp, name, value):
    wait(lambda: setting(kp, name) == value, f'{name} is saved as {value!r}')


def open_page(kp, page):
    window = kp.start()
    wait(lambda: window.actions.enabled('preferences-page'), 'the desk is open')
    window.actions.activate('preferences-page', 's', page)
    return window, kp.window('Preferences')


def spin(preferences, title):
    return preferences.find('spin button', title, rows=True)


def shows(node, text):
    wait(lambda: node.text == text, f'{node} shows {text}')


def toggle(preferences, title):
    return preferences.find('check box', title, rows=True)


class Text:
    """The part of a spin button that is typed into: its buttons are not in the tree."""

    def __init__(self, node):
        self.node = node

    def extents(self):
        x, y, _, height = self.node.extents()
        return x, y, 40, height


def focus(preferences, node):
    preferences.focus()
    preferences.point(Text(node))
    wait(lambda: 'focused' in node.states, f'{node} has the focus')


def is_sensitive(node, wanted=True):
    wait(lambda: ('sensitive' in node.states) == wanted,
         f'{node} is {"" if wanted else "in"}sensitive')


def test_numbers(kp):
    'numbers are turned and typed, keep within their bounds, and are saved'
    window, preferences = open_page(kp, 'general')
    days = spin(preferences, 'Time for the customer')
    shows(days, '7')
    focus(preferences, days)
    preferences.press('Up', 'Up')
    shows(days, '9')
    saved(kp, 'customer-days', '9')
    preferences.press('ctrl+a')
    preferences.type('9999')
    preferences.press('Return')
    shows(days, '365')
    saved(kp, 'customer-days', '365')
    preferences.press('ctrl+a')
    preferences.type('0')
    preferences.press('Return')
    shows(days, '1')
    saved(kp, 'customer-days', '1')
    # What is typed counts without Enter, too.
    preferences.press('ctrl+a')
    preferences.type('21')
    preferences.press('Escape')
    wait(lambda: len(kp.frames()) == 1, 'Escape closes the window')
    saved(kp, 'customer-days', '21')


def test_zero(kp):
    'off and automatic are switches, and give the number back'
    window, preferences = open_page(kp, 'general')
    port = spin(preferences, 'Port')
    is_sensitive(port)
    toggle(preferences, 'Look for the redirect').act()
    saved(kp, 'plain-port', '0')
    is_sensitive(port, False)
    kp.ctl('settings', 'set', 'plain-port', '8080')
    shows(port, '8080')
    wait(lambda: 'checked' in toggle(preferences, 'Look for the redirect').states, 'it is on')
    toggle(preferences, 'Look for the redirect').act()
    saved(kp, 'plain-port', '0')
    toggle(preferences, 'Look for the redirect').act()
    saved(kp, 'plain-port', '8080')
    sites = spin(preferences, 'Sites at once')
    is_sensitive(sites, False)
    toggle(preferences, 'Choose how many at once').act()
    is_sensitive(sites)
    saved(kp, 'jobs', '100')
    toggle(preferences, 'Choose how many at once').act()
    saved(kp, 'jobs', '0')


def test_reset(kp):
    'the defaults come back, and what was before them'
    kp.ctl('settings', 'set', 'timeout', '30')
    kp.ctl('settings', 'set', 'expiring-days', '14')
    resolvers = setting(kp, 'resolvers')
    window, preferences = open_page(kp, 'general')
    shows(spin(preferences, 'Wait for an answer'), '30')
    preferences.click('push button', 'Reset to Defaults', rows=True)
    shows(spin(preferences, 'Wait for an answer'), '10')
    shows(spin(preferences, 'Warn about certificates'), '30')
    saved(kp, 'expiring-days', '30')
    assert setting(kp, 'resolvers') == resolvers, 'only what stands on the page is reset'
    is_sensitive(preferences.find('push button', 'Reset to Defaults', rows=True), False)
    preferences.click('push button', 'Undo Undo')
    shows(spin(preferences, 'Wait for an answer'), '30')
    saved(kp, 'expiring-days', '14')


def test_failed(kp):
    'what could not be saved is told, and what is stored shows again'
    window, preferences = open_page(kp, 'general')
    days = spin(preferences, 'Time for the customer')
    store = sqlite3.connect(os.path.join(kp.data_dir, 'keyplate.db'), isolation_level=None)
    store.execute('BEGIN IMMEDIATE')
    try:
        focus(preferences, days)
        preferences.press('Up')
        shows(days, '8')
        preferences.find('label', text=lambda t: t.startswith('The setting was not saved: '))
        shows(days, '7')
    finally:
        store.execute('ROLLBACK')
        store.close()
    assert setting(kp, 'customer-days') == '7'


def test_demo(kp):
    'the demo shows its settings, but lets none be changed'
    kp.install_demo()
    window = kp.start()
    wait(lambda: window.actions.enabled('preferences-page'), 'the desk is open')
    window.actions.activate('show-demo')
    demo = kp.window('Keyplate Demo')
    wait(lambda: demo.actions.enabled('preferences-page'), 'the demo is open')
    demo.actions.activate('preferences-page', 's', 'general')
    preferences = kp.window('Preferences')
    preferences.find('label', text=lambda t: t.startswith('Preferences of the demo'))
    is_sensitive(spin(preferences, 'Time for the customer'), False)
    is_sensitive(toggle(preferences, 'Look for the redirect'), False)


main()
