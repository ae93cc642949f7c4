# SPDX-License-Identifier: GPL-3.0-or-later
"""test-list-actions.py: what is done with the list of sites: selection, keys, menus."""

from harness import main, wait
from resolver import Resolver
from sitelist import hosts, listed, open_three, row_of, rows, shrink


def menu_of(window):
    window.find('menu item', 'Copy Address')
    return {item.name: 'sensitive' in item.states for item in window.all('menu item')}


def test_selection(kp):
    'what is selected is counted, acted on together, and given back together'
    window = open_three(kp)
    window.actions.activate('select-site', 'x', 1)
    window.find('label', '1 selected')
    window.press('ctrl+a')
    window.find('label', '3 selected')
    window.click('push button', 'Clear')
    window.gone('label', '3 selected')
    window.actions.activate('select-site', 'x', 2)
    window.press('ctrl+a')
    window.find('label', '3 selected')
    window.press('Delete')
    wait(lambda: not kp.sites(), 'all removed')
    window.find('label', '3 sites removed')
    window.press('ctrl+z')
    wait(lambda: len(kp.sites()) == 3, 'all back')
    wait(lambda: len(listed(window)) == 3, 'and listed')
    assert {site['customer'] for site in kp.sites()} == {'Kite', 'Lake', 'Moss'}


def test_keys(kp):
    'the list is worked with keys: arrows, Return, Tab leaves it, Shift+F10 opens the menu'
    window = open_three(kp)
    first, second, _ = hosts(window)
    window.actions.activate('select-site', 'x', 1)
    window.press('Home', 'Down')
    window.press('shift+F10')
    menu = menu_of(window)
    for label in ('Secure Site…', 'Check Now', 'Open Site', 'Copy Address', 'Copy DNS Record',
                  'Copy Instructions', 'Save History…', 'Edit…', 'Retire Site…', 'Remove'):
        assert label in menu, menu
    assert 'Renew Certificate…' not in menu and 'Continue Job…' not in menu
    assert menu['Secure Site…'] and menu['Retire Site…'] and menu['Remove']
    window.press('Escape')
    window.gone('menu item', 'Copy Address')
    window.press('Return')
    window.find('push button', f'Actions for {second}')
    window.find('push button', 'Back')
    window.press('alt+Up')
    window.find('push button', f'Actions for {first}')
    window.press('alt+Left')
    window.gone('push button', 'Back')
    # One Tab is enough to get out of the list, another way round to get back.
    row = row_of(window, first)
    wait(lambda: 'focused' in row.states, f'the focus is on {first} again')
    window.press('Tab')
    wait(lambda: not any('focused' in r.states for r in rows(window)),
         'the focus has left the list')
    window.press('shift+Tab')
    wait(lambda: any('focused' in r.states for r in rows(window)),
         'the focus is in the list')


def test_tab(kp):
    'with nothing selected one Tab leaves the list as well, and Ctrl+A selects from anywhere'
    window = open_three(kp)
    window.actions.activate('select-site', 'x', 1)
    window.find('label', '1 selected')
    window.click('push button', 'Clear')
    window.gone('label', '1 selected')
    wait(lambda: any('focused' in r.states for r in rows(window)), 'the focus is in the list')
    window.press('Tab')
    wait(lambda: not any('focused' in r.states for r in rows(window)),
         'the focus has left the list')
    window.press('ctrl+a')
    window.find('label', '3 selected')


def test_small(kp):
    'at its smallest the window shows all of itself while sites are selected'
    with Resolver(kp):
        window = open_three(kp)
        window.gone('push button', 'Try Again')
    window.actions.activate('select-site', 'x', 1)
    window.press('ctrl+a')
    window.find('label', '3 selected')

    def fits():
        # What goes away while it shrinks may have made it larger again.
        shrink(window, 360, 294)
        places = [window.inside(tab) for tab in window.all('page tab')]
        return places and all(y > 200 and y + height <= 294 for _, y, _, height in places)
    wait(fits, 'the switcher is below, and all of it is seen')
    assert window.place(window.find('push button', 'Main Menu'))[1] >= 0


def test_context_menu(kp):
    'the secondary button selects the row under it and opens its menu'
    window = open_three(kp)
    row = row_of(window, 'cp.lake.example')
    window.point(row.find('label', 'cp.lake.example', rows=True), button=3)
    assert menu_of(window)['Remove']
    window.find('label', '1 selected')
    window.click('menu item', 'Remove')
    wait(lambda: sorted(s['site'] for s in kp.sites()) == ['cp.kite.example', 'cp.moss.example'],
         'only that one is removed')
    window.find('label', '“cp.lake.example” removed')


def test_actions_button(kp):
    'Actions of a row opens the menu for that row and leaves the selection alone'
    window = open_three(kp)
    window.actions.activate('select-site', 'x', 1)
    window.find('label', '1 selected')
    row = row_of(window, 'cp.moss.example')
    window.point(row.find('push button', 'Actions for cp.moss.example', rows=True))
    window.find('menu item', 'Remove', rows=True)
    window.click('menu item', 'Remove', rows=True)
    wait(lambda: 'cp.moss.example' not in hosts(window), 'that one is removed')
    assert sorted(s['site'] for s in kp.sites()) == ['cp.kite.example', 'cp.lake.example']


def test_double_click(kp):
    'a double click opens the site, its number keys stay filters'
    window = open_three(kp)
    row = row_of(window, 'cp.kite.example')
    window.point(row.find('label', 'cp.kite.example', rows=True), repeat=2)
    window.find('push button', 'Actions for cp.kite.example')
    window.find('push button', 'Back')


def test_check_keys(kp):
    'F5 and Ctrl+R check what is selected, and only that; Ctrl+Shift+R checks all'
    window = open_three(kp)
    for key, number, wanted in (('F5', 2, {'cp.lake.example'}), ('ctrl+r', 3, {'cp.moss.example'}),
                                ('ctrl+shift+r', 3, set(hosts(window)))):
        before = {site['site']: site['checked_at'] for site in kp.sites()}
        window.actions.activate('select-site', 'x', number)
        window.find('label', '1 selected')

        def again(before=before):
            now = {site['site']: site['checked_at'] for site in kp.sites()}
            return {host for host in now if now[host] != before[host]}
        # The time of a check has whole seconds.
        wait(lambda key=key, again=again, wanted=wanted: window.press(key) or again() == wanted,
             f'{wanted} checked again', 8)
        assert again() == wanted


main()
