# SPDX-License-Identifier: GPL-3.0-or-later
"""test-undo.py: whatever was removed can be brought back until the main window closes, also long
after the toast that offered it, and the window it was in, are gone."""

import json
import os
import sqlite3

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


def journal(kp):
    store = sqlite3.connect(os.path.join(kp.data_dir, 'keyplate.db'))
    try:
        return [kind for kind, in store.execute('SELECT kind FROM journal ORDER BY id')]
    finally:
        store.close()


def test_retired(kp):
    'a site that was retired is in use again with its job, and nobody is asked to remove it'
    kp.ctl('provider', 'connect', 'cloud-office', '--channel', 'email', '--to', 'help@co.example')
    kp.add(SITE)
    kp.ctl('secure', SITE, '--country', 'GB', '--state', 'Greater London', '--locality', 'London',
           '--organization', 'Kite Ltd', '--email', 'ops@kite.example', '--yes', '--json')
    job = json.loads(kp.ctl('job', 'show', SITE, '--json'))['step']
    window = kp.start()
    wait(lambda: len(rows(window)) == 1, 'the site is listed')
    window.actions.activate('retire-site', 'x', 1)
    retire = kp.window('Retire Site')
    retire.point(wait(lambda: next((node for node in retire.all('check box', rows=True)
                                    if node.name.startswith('Ask the provider')), None), 'it'))
    retire.find('text', 'Subject', rows=True)
    retire.click('push button', 'Retire')
    says(window, f'“{SITE}” retired')
    wait(lambda: kp.sites() == [], 'it is not in use')
    in_menu(window, f'Undo Retire “{SITE}”').act()
    wait(lambda: sites(kp) == [(SITE, None)], 'it is in use again')
    assert json.loads(kp.ctl('job', 'show', SITE, '--json'))['step'] == job
    assert journal(kp)[-2:] == ['retired', 'restored'], journal(kp)
    wait(lambda: not window.actions.enabled('undo'), 'nothing is left to undo')


def test_note(kp):
    'a note that was cleared comes back, also when its page is left'
    kp.add(SITE)
    kp.ctl('site', 'set', SITE, '--note', 'Ring first')
    window = kp.start()
    wait(lambda: len(rows(window)) == 1, 'the site is listed')
    window.actions.activate('show-site', 'x', 1)
    note = window.find('text', text='Ring first', rows=True)
    note.set_text('')
    window.actions.activate('back')
    wait(lambda: kp.sites()[0].get('note', '') == '' and window.actions.enabled('undo'), 'cleared')
    in_menu(window, f'Undo Clear Note of “{SITE}”').act()
    wait(lambda: 'Ring first' in kp.ctl('site', 'export'), 'the note is back')


main()
