# SPDX-License-Identifier: GPL-3.0-or-later
"""customer add, list, show, set, remove."""

import json

import peer
from harness import ATTENTION, Words, main, parse

CUSTOMER = {'name': str, 'dns_administrator': str, 'email': str, 'language': str,
            'dns_host': str, 'changes_dns': Words('customer|you'), 'note': str}
CUSTOMERS = {'customers': [CUSTOMER]}
TARGET = 'pl-10.admin.emailsrvr.com'


def customers(ctl):
    return ctl('customer', 'list', '--json').json(CUSTOMERS)['customers']


def test_add(ctl):
    """a customer is kept with all that was said of it"""
    given = ['--dns-administrator', 'Ada Lovelace', '--email', 'dns@kite.example', '--language',
             'de', '--dns-host', 'Gandi', '--changes-dns', 'you', '--note', 'two\nlines']
    added = ctl('customer', 'add', 'Kite Travel', *given, '--json').json(CUSTOMER)
    assert added == {'name': 'Kite Travel', 'dns_administrator': 'Ada Lovelace',
                     'email': 'dns@kite.example', 'language': 'de', 'dns_host': 'Gandi',
                     'changes_dns': 'you', 'note': 'two\nlines'}
    ctl('customer', 'add', ' Bücher Beck ').has('Bücher Beck: added.')
    assert [one['name'] for one in customers(ctl)] == ['Bücher Beck', 'Kite Travel']
    assert customers(ctl)[0]['changes_dns'] == 'customer'
    assert ctl('customer', 'show', 'kite travel', '--json').json(CUSTOMER) == added
    ctl('customer', 'show', 'Kite Travel').has('Ada Lovelace', 'dns@kite.example', 'Gandi')
    lines = ctl('customer', 'list').lines
    assert len(lines) == 3 and lines[2].split('  ')[0] == 'Kite Travel'


def test_empty(ctl):
    """no customers are nothing wrong"""
    assert customers(ctl) == []
    ctl('customer', 'list').has('No customers yet.')


def test_wrong(ctl):
    """names and values that can't be are refused with the option's name"""
    ctl('customer', 'add', 'Kite Travel')
    ctl.fails('customer', 'add', code='missing-argument', argument='NAME')
    ctl.fails('customer', 'add', 'Kite', 'Travel', code='extra-argument', argument='Travel')
    for name in ('', '  ', 'x' * 201, 'Kite\nTravel', 'Kite\x1b[31m', b'K\xefte', 'x' * 120000):
        ctl.fails('customer', 'add', name, code='value', argument='NAME')
    for name in ('Kite Travel', 'KITE TRAVEL', ' kite travel'):
        ctl.fails('customer', 'add', name, code='exists')
    for option, value in (('--email', 'kite.example'), ('--email', 'a@b@c'), ('--email', '@b'),
                          ('--email', 'a@b.example, c@d.example'), ('--email', 'a@'),
                          ('--language', 'Deutsch, bitte'), ('--language', '1'),
                          ('--dns-host', 'x' * 201), ('--dns-administrator', 'a\tb'),
                          ('--note', 'x' * 2001), ('--note', 'x\x00'.rstrip('\x00') + '\x7f')):
        ctl.fails('customer', 'add', 'Globe', option, value, code='value', argument=option)
        ctl.fails('customer', 'set', 'Kite Travel', option, value, code='value', argument=option)
    ctl.fails('customer', 'add', 'Globe', '--changes-dns', 'nobody', code='option',
              argument='--changes-dns')
    ctl.fails('customer', 'add', 'Globe', '--name', 'x', code='unknown-option',
              argument='--name')
    assert [one['name'] for one in customers(ctl)] == ['Kite Travel']


def test_steers_nothing(ctl):
    """a name that turns the line round is told without that, and kept as it is"""
    name = 'Kite\u202eevarT\u2066'
    ctl('customer', 'add', name, '--note', 'a\u2028b').has('Kite?evarT?: added.')
    ctl('site', 'add', 'cp.kite.example', '--provider', 'pexip', '--customer', name)
    for command in (['customer', 'list'], ['customer', 'show', name], ['site', 'list'],
                    ['site', 'show', 'cp.kite.example'], ['customer', 'set', name, '--note', 'x']):
        shown = ctl(*command).has('Kite?evarT?' if command[-1] != 'x' else 'changed.').out
        assert not set('\u202e\u2066\u2028') & set(shown), shown
    for command in (['site', 'export'], ['site', 'export', '--json'],
                    ['customer', 'list', '--json']):
        assert name in ctl(*command).out
        shown = ctl.terminal(*command)
        assert not set('\u202e\u2066\u2028') & set(shown), shown
        if '--json' in command:
            assert name in json.dumps(parse(shown), ensure_ascii=False)
    assert customers(ctl)[0]['name'] == name
    ctl('customer', 'remove', name).has('Kite?evarT?: removed.')


def test_unknown(ctl):
    """an unknown customer is status 2"""
    for command in (['show'], ['set', '--note', 'x'], ['remove']):
        ctl.fails('customer', *command, 'Kite', code='unknown-customer', argument='Kite')
        ctl.fails('customer', *command, 'x' * 300, code='unknown-customer')
        ctl.fails('customer', *command, b'\xff', code='unknown-customer')


def test_set(ctl):
    """one thing changes, the others stay; its sites show the new name"""
    ctl('customer', 'add', 'Kite Travel', '--email', 'dns@kite.example')
    ctl('site', 'add', 'cp.kite.example', '--provider', 'pexip', '--customer', 'kite TRAVEL')
    assert len(customers(ctl)) == 1
    ctl('customer', 'set', 'Kite Travel', '--name', 'Kite Tours', '--language', 'fr-CA').has(
        'Kite Tours: changed.')
    found = ctl('customer', 'show', 'Kite Tours', '--json').json(CUSTOMER)
    assert (found['email'], found['language']) == ('dns@kite.example', 'fr-CA')
    assert [one['customer'] for one in ctl.sites()] == ['Kite Tours']
    ctl('customer', 'set', 'Kite Tours', '--email', '')
    assert customers(ctl)[0]['email'] == ''
    ctl.fails('customer', 'set', 'Kite Tours', code='missing-option')
    ctl.fails('customer', 'set', 'Kite Tours', '--name', ' ', code='value', argument='--name')
    ctl('customer', 'add', 'Globe')
    ctl.fails('customer', 'set', 'Globe', '--name', 'kite tours', code='exists')


def test_turn(ctl):
    """whose turn a DNS change is follows who changes it, at once"""
    zone = peer.Zone('kite.example')
    zone.set('cp.kite.example', ('CNAME', TARGET))
    zone.set(TARGET, ('A', '127.0.0.1'))
    ctl.resolver(zone)
    site = f'cp.kite.example:{ctl.serve("cp.kite.example").port}'
    ctl('site', 'add', site, '--provider', 'cloud-office', '--target', TARGET, '--customer',
        'Kite')
    ctl('check')
    # It was locked once: what is wrong now is for whoever changes the DNS.
    zone.set('cp.kite.example', ('A', '127.0.0.2'))
    ctl('check', status=ATTENTION)
    turns = {}
    for who in ('customer', 'you', 'customer'):
        ctl('customer', 'set', 'Kite', '--changes-dns', who)
        assert len(ctl.sites('--turn', who)) == 1, ctl.sites()
        turns[who] = ctl('site', 'list').lines[1]
    assert 'Customer: ' in turns['customer'] and 'You: ' in turns['you'], turns
    ctl('customer', 'remove', 'Kite')
    assert len(ctl.sites('--turn', 'you')) == 1


def test_remove(ctl):
    """a customer is removed, its sites stay"""
    ctl('site', 'add', 'cp.kite.example', '--provider', 'pexip', '--customer', 'Kite Travel')
    removed = ctl('customer', 'remove', 'Kite Travel', '--json')
    assert parse(removed.out) == {'removed': ['Kite Travel']}
    assert [(one['site'], one['customer']) for one in ctl.sites()] == [('cp.kite.example', None)]
    ctl('customer', 'add', 'Globe')
    ctl('customer', 'remove', 'Globe').has('Globe: removed.')
    assert customers(ctl) == []


main(globals())
