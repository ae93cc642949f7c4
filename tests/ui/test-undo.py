# SPDX-License-Identifier: GPL-3.0-or-later
"""test-undo.py: whatever was removed can be brought back until the main window closes, also long
after the toast that offered it, and the window it was in, are gone."""

import json

from harness import main, wait
from preferences import open_page, saved, setting
from sitelist import rows
from verbs import closed, says

SITE = 'cp.kite.example'


def subjects(kp):
    return [one['name'] for one in json.loads(kp.ctl('subject', 'list', '--json'))['subjects']]


def customers(kp):
    return [one['name'] for one in json.loads(kp.ctl('customer', 'list', '--json'))['customers']]


def sites(kp):
    return [(site['site'], site['customer']) for site in kp.sites()]


def act(window, name, item):
    window.click('push button', lambda n: n.startswith(f'Actions for {name}'), rows=True)
    window.click('menu item', item, rows=True)


def shut(kp, window):
    window.press('ctrl+w')
    closed(kp)


def in_menu(window, label):
    """Opens the main menu, finds the item there, and leaves it open."""
    window.click('push button', 'Main Menu')
    return window.find('menu item', label)


def test_all(kp):
    'sites, customers, details, servers: Ctrl+Z brings each back, the latest first'
    kp.ctl('settings', 'set', 'resolvers',
           'https://127.0.0.1:9/dns-query', 'https://127.0.0.2:9/dns-query')
    kp.add(SITE, customer='Kite_Co')
    kp.add('cp.lake.example')
    kp.ctl('subject', 'add', 'Lake', '--organization', 'Lake Ltd', '--country', 'NO')
    servers = setting(kp, 'resolvers')
    window, preferences = open_page(kp, 'resolvers')
    act(preferences, '127.0.0.1', 'Remove')
    saved(kp, 'resolvers', 'https://127.0.0.2:9/dns-query')
    shut(kp, preferences)

    window.actions.activate('certificate-details')
    details = kp.window('Certificate Details')
    details.click('push button', 'Remove Lake', rows=True)
    wait(lambda: subjects(kp) == [], 'the details are gone')
    shut(kp, details)

    window.actions.activate('customers')
    found = kp.window('Customers')
    act(found, 'Kite_Co', 'Remove')
    wait(lambda: customers(kp) == [], 'the customer is gone')
    shut(kp, found)

    wait(lambda: len(rows(window)) == 2, 'two sites')
    window.actions.activate('remove-sites', 'ax', [2])
    wait(lambda: sites(kp) == [(SITE, None)], 'a site is gone')

    # The menu says what comes next.
    in_menu(window, 'Undo Remove “cp.lake.example”').act()
    wait(lambda: len(kp.sites()) == 2, 'the site is back')
    says(window, 'Undone: “cp.lake.example” removed')
    in_menu(window, 'Undo Remove “Kite_Co”')
    window.press('Escape')
    window.press('ctrl+z')
    wait(lambda: (SITE, 'Kite_Co') in sites(kp), 'the customer is back, and has its site')
    # In another window it is the same, and is said there.
    window.actions.activate('certificate-details')
    details = kp.window('Certificate Details')
    details.press('ctrl+z')
    wait(lambda: subjects(kp) == ['Lake'], 'the details are back')
    says(details, 'Undone: “Lake” removed.')
    shut(kp, details)
    window.press('ctrl+z')
    saved(kp, 'resolvers', servers)
    wait(lambda: not window.actions.enabled('undo'), 'nothing is left to undo')


def test_in_text(kp):
    'in an entry Ctrl+Z belongs to the text'
    kp.add(SITE)
    kp.ctl('customer', 'add', 'Kite')
    window = kp.start()
    wait(lambda: window.actions.enabled('customers'), 'the desk is open')
    window.actions.activate('customers')
    found = kp.window('Customers')
    act(found, 'Kite', 'Remove')
    wait(lambda: customers(kp) == [], 'the customer is gone')
    shut(kp, found)
    window.press('ctrl+f')
    window.type('zzz')
    window.press('ctrl+z')
    assert window.actions.enabled('undo') and customers(kp) == []


main()
