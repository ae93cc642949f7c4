# SPDX-License-Identifier: GPL-3.0-or-later
"""test-customers.py: customers are listed with their sites, added, changed, removed, restored."""

import json
import os
import sqlite3

from harness import main, wait
from resolver import Resolver
from verbs import choose_line


def open_customers(kp):
    window = kp.start()
    wait(lambda: window.actions.enabled('customers'), 'the desk is open')
    window.actions.activate('customers')
    return window, kp.window('Customers')


def customer(kp, name):
    return json.loads(kp.ctl('customer', 'show', name, '--json'))


def names(kp):
    return [c['name'] for c in json.loads(kp.ctl('customer', 'list', '--json'))['customers']]


def rows(customers):
    """What the rows say, as assistive technology reads it."""
    return [row.name for row in customers.find('list', 'Customers').row_list()]


def lists(customers, *wanted):
    wait(lambda: rows(customers) == list(wanted), f'the list is {wanted}')


def row(customers, start):
    return customers.find('list item', name=lambda n: n.startswith(start))


def act(customers, name, action):
    """Takes a line of the menu of that row."""
    found = row(customers, f'{name}, ')
    found.find('push button', f'Actions for {name}', rows=True).click('push button')
    found.click('menu item', action, rows=True)


def entry(form, title):
    return form.find('text', title, rows=True)


def says(node, text):
    return node.find('label', text=lambda t: text in t, rows=True)


def says_not(node, text):
    node.gone('label', text=lambda t: text in t, rows=True)


def can(form, button, wanted=True):
    wait(lambda: ('sensitive' in form.find('push button', button).states) == wanted,
         f'{button} is {"" if wanted else "in"}sensitive')


def closed(kp, n):
    wait(lambda: len(kp.frames()) == n, f'{n} windows are left')


def test_add(kp):
    'the first customer is added with all that is known of it'
    window, customers = open_customers(kp)
    customers.find('label', 'No Customers Yet')
    customers.click('push button', 'Add Customer…')
    form = kp.window('Add Customer')
    can(form, 'Add', False)
    form.type(' Kite Ltd')
    can(form, 'Add')
    entry(form, 'DNS administrator').set_text('Ada')
    entry(form, 'Email').set_text('dns@')
    says(form, 'Enter one email address')
    can(form, 'Add', False)
    entry(form, 'Email').set_text('dns@kite.example')
    says_not(form, 'Enter one email address')
    entry(form, 'DNS host').set_text('Example DNS')
    entry(form, 'Note').set_text('Ring\nfirst')
    choose_line(form, 'Who changes DNS', 'You')
    choose_line(form, 'Letter language', 'Norwegian')
    form.click('push button', 'Add')
    lists(customers, 'Kite Ltd, 0 sites, Ada · dns@kite.example · Example DNS · '
          'You change its DNS')
    assert customer(kp, 'Kite Ltd') == {
        'name': 'Kite Ltd', 'dns_administrator': 'Ada', 'email': 'dns@kite.example',
        'language': 'nb', 'dns_host': 'Example DNS', 'changes_dns': 'you',
        'note': 'Ring\nfirst'}
    wait(lambda: 'focused' in row(customers, 'Kite').states, 'it has the focus')
    customers.press('ctrl+n')
    kp.window('Add Customer').press('Escape')
    closed(kp, 2)


def test_bounds(kp):
    'a name is wanted and is nobody else’s; a text has its limit and is one line'
    kp.ctl('customer', 'add', 'Kite Ltd')
    window, customers = open_customers(kp)
    customers.click('push button', 'Add…')
    form = kp.window('Add Customer')
    name = entry(form, 'Name')
    name.set_text('KITE ltd ')
    says(form, 'There is a customer called “Kite Ltd” already.')
    can(form, 'Add', False)
    # Somebody else takes the name that stands there.
    name.set_text('Lake')
    can(form, 'Add')
    kp.ctl('customer', 'add', 'Lake')
    says(form, 'There is a customer called “Lake” already.')
    name.set_text('')
    says(form, 'Enter a name.')
    name.set_text('Sea\tand\nSons\n')
    can(form, 'Add')
    assert name.text == 'Sea and Sons', name.text
    name.set_text('x' * 300)
    assert name.text == 'x' * 200, len(name.text)
    note = entry(form, 'Note')
    note.set_text('y' * 1990 + 'a\x07b\n' + 'z' * 100)
    assert note.text == 'y' * 1990 + 'ab\n' + 'z' * 7, note.text
    form.click('push button', 'Add')
    wait(lambda: 'x' * 200 in names(kp), 'it is saved')
    assert customer(kp, 'x' * 200)['note'] == 'y' * 1990 + 'ab\n' + 'z' * 7


def test_edit(kp):
    'what is changed is saved, and what another process changed meanwhile stays'
    kp.ctl('customer', 'add', 'Kite', '--language', 'tlh', '--email', 'dns@kite.example')
    kp.add('cp.kite.example', customer='Kite')
    window, customers = open_customers(kp)
    row(customers, 'Kite, 1 site, dns@kite.example')
    act(customers, 'Kite', 'Edit…')
    form = kp.window('Edit Customer')
    wait(lambda: entry(form, 'Name').text == 'Kite', 'it is shown')
    says(form, 'tlh')
    can(form, 'Save', False)
    entry(form, 'Name').set_text('Kite Ltd')
    can(form, 'Save')
    kp.ctl('customer', 'set', 'Kite', '--dns-administrator', 'Ada', '--name', 'Kite AS',
           '--changes-dns', 'you')
    wait(lambda: entry(form, 'DNS administrator').text == 'Ada', 'the other change shows')
    assert entry(form, 'Name').text == 'Kite Ltd', 'what was typed stays'
    row(customers, 'Kite AS, 1 site, Ada')
    form.press('Return')
    row(customers, 'Kite Ltd, 1 site, Ada')
    found = customer(kp, 'Kite Ltd')
    assert (found['dns_administrator'], found['language']) == ('Ada', 'tlh'), found
    assert found['changes_dns'] == 'you', found
    assert kp.sites()[0]['customer'] == 'Kite Ltd', kp.sites()
    closed(kp, 2)


def test_turn(kp):
    'who changes DNS decides at once whose turn it is at the sites'
    with Resolver(kp) as dns:
        dns.add('my.kite.example', 'A', '127.0.0.9')
        kp.add('my.kite.example', 'pexip', customer='Kite')
        window, customers = open_customers(kp)
        says(window, 'Customer: change the DNS record')
        asked = len(dns.asked)
        act(customers, 'Kite', 'Edit…')
        form = kp.window('Edit Customer')
        choose_line(form, 'Who changes DNS', 'You')
        form.click('push button', 'Save')
        says(window, 'You: change the DNS record')
        act(customers, 'Kite', 'Edit…')
        form = kp.window('Edit Customer')
        choose_line(form, 'Who changes DNS', 'The customer')
        form.click('push button', 'Save')
        says(window, 'Customer: change the DNS record')
        # Who is gone changes nothing.
        act(customers, 'Kite', 'Remove')
        says(window, 'You: change the DNS record')
        customers.click('push button', 'Undo Undo')
        says(window, 'Customer: change the DNS record')
        assert len(dns.asked) == asked, 'nobody is asked for it'


def test_remove(kp):
    'a customer is removed, its sites stay, and undo gives it back to them'
    kp.ctl('customer', 'add', 'Kite', '--email', 'dns@kite.example')
    kp.add('cp.kite.example', customer='Kite')
    kp.add('cp2.kite.example', customer='Kite')
    kp.ctl('customer', 'add', 'Lake')
    window, customers = open_customers(kp)
    row(customers, 'Kite, 2 sites')
    act(customers, 'Kite', 'Remove')
    says(customers, '“Kite” removed. 2 sites are without a customer now.')
    lists(customers, 'Lake, 0 sites')
    assert [s['customer'] for s in kp.sites()] == [None, None], kp.sites()
    kp.ctl('site', 'set', 'cp2.kite.example', '--customer', 'Lake')
    row(customers, 'Lake, 1 site')
    customers.click('push button', 'Undo Undo')
    lists(customers, 'Kite, 1 site, dns@kite.example', 'Lake, 1 site')
    found = {s['site']: s['customer'] for s in kp.sites()}
    assert found == {'cp.kite.example': 'Kite', 'cp2.kite.example': 'Lake'}, found
    # By a key, and without sites; its name is taken before it is brought back.
    kp.ctl('customer', 'add', 'Sea')
    customers.point(row(customers, 'Sea, '))
    for key in ('Menu', 'shift+F10'):
        customers.press(key)
        row(customers, 'Sea, ').find('menu item', 'Remove', rows=True)
        customers.press('Escape')
        row(customers, 'Sea, ').gone('menu item', 'Remove', rows=True)
    customers.press('Delete')
    says(customers, '“Sea” removed')
    wait(lambda: names(kp) == ['Kite', 'Lake'], 'it is gone')
    kp.ctl('customer', 'add', 'SEA')
    row(customers, 'SEA, ')
    customers.click('push button', 'Undo Undo')
    says(customers, 'There is a customer called “Sea” already.')
    assert names(kp) == ['Kite', 'Lake', 'SEA'], names(kp)


def test_removed_elsewhere(kp):
    'one that another process removes can still be saved'
    kp.ctl('customer', 'add', 'Kite', '--email', 'dns@kite.example')
    window, customers = open_customers(kp)
    customers.point(row(customers, 'Kite, '))
    customers.press('Return')
    form = kp.window('Edit Customer')
    entry(form, 'DNS host').set_text('Example DNS')
    kp.ctl('customer', 'remove', 'Kite')
    says(form, 'This customer was removed elsewhere.')
    form.click('push button', 'Save')
    row(customers, 'Kite, 0 sites, dns@kite.example · Example DNS')


def test_failed(kp):
    'what can not be saved is told in the window, and nothing that was typed is lost'
    kp.ctl('customer', 'add', 'Kite')
    window, customers = open_customers(kp)
    act(customers, 'Kite', 'Edit…')
    form = kp.window('Edit Customer')
    entry(form, 'Note').set_text('typed with care')
    store = sqlite3.connect(os.path.join(kp.data_dir, 'keyplate.db'), isolation_level=None)
    store.execute('BEGIN IMMEDIATE')
    try:
        form.click('push button', 'Save')
        form.find('label', text=lambda t: 'keyplate.db' in t, limit=20)
        assert entry(form, 'Note').text == 'typed with care'
    finally:
        store.execute('ROLLBACK')
        store.close()
    form.click('push button', 'Save')
    wait(lambda: customer(kp, 'Kite')['note'] == 'typed with care', 'it is saved')
    closed(kp, 2)


def test_search(kp):
    'many customers are searched in all that is known of them'
    kp.add_many(300)
    kp.ctl('customer', 'set', 'Customer 0123', '--dns-administrator', 'Ångström',
           '--note', 'Ring twice')
    window, customers = open_customers(kp)
    row(customers, 'Customer 0000, 1 site')
    customers.press('ctrl+f')
    # No key has these letters here, and one that is lent to them comes too late at times.
    customers.find('entry', 'Search').set_text('ÅNGSTRÖM')
    lists(customers, 'Customer 0123, 1 site, Ångström')
    customers.press('ctrl+a')
    customers.type('ring tw')
    lists(customers, 'Customer 0123, 1 site, Ångström')
    customers.type('x')
    customers.find('label', 'No Results Found')
    customers.click('push button', 'Clear Search')
    row(customers, 'Customer 0000, 1 site')
    # Escape ends the search before it closes the window.
    customers.press('ctrl+f')
    customers.type('0299')
    lists(customers, 'Customer 0299, 1 site')
    customers.press('Escape')
    row(customers, 'Customer 0000, 1 site')
    customers.press('Escape')
    closed(kp, 1)


def test_once(kp):
    'it is opened once, and closes with the main window'
    window, customers = open_customers(kp)
    window.actions.activate('customers')
    customers.find('label', 'No Customers Yet')
    closed(kp, 2)
    assert customers.minimum()[0] == 360, customers.minimum()
    kp.close()


def test_demo(kp):
    'the customers of the demo can be looked at only'
    kp.install_demo()
    window = kp.start()
    wait(lambda: window.actions.enabled('customers'), 'the desk is open')
    window.actions.activate('show-demo')
    demo = kp.window('Keyplate Demo')
    wait(lambda: demo.actions.enabled('customers'), 'the demo is open')
    demo.actions.activate('customers')
    customers = kp.window('Customers')
    says(customers, 'Customers of the demo, to look at')
    can(customers, 'Add…', False)
    first = wait(lambda: rows(customers), 'they are listed')[0]
    customers.point(row(customers, first))
    customers.press('Delete', 'Return')
    form = kp.window('Customer')
    assert entry(form, 'Name').text == first.split(',')[0]
    assert 'sensitive' not in entry(form, 'Name').states
    form.gone('push button', 'Save')
    form.click('push button', 'Close')
    assert first in rows(customers)


main()
