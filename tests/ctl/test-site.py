# SPDX-License-Identifier: GPL-3.0-or-later
"""site add, list, show, set, remove: what they take, refuse, print and leave in the store."""

import os
import sqlite3
import time

import peer
from harness import ATTENTION, COULD_NOT, SITES, TIME, USAGE, main, parse

TARGET = 'pl-10.admin.emailsrvr.com'


def add(ctl, site, *arguments, provider='own-server', **options):
    return ctl('site', 'add', site, '--provider', provider, *arguments, **options)


def test_add(ctl):
    """a new site is listed with what was said of it, and was never checked"""
    add(ctl, 'cp.kite.example', '--customer', 'Kite Travel', '--target', TARGET + '.',
        '--note', 'asked in May', provider='cloud-office').has('cp.kite.example: added.')
    found = ctl.sites()
    assert len(found) == 1
    found = found[0]
    assert (found['site'], found['port'], found['provider']) == \
        ('cp.kite.example', 443, 'cloud-office')
    assert (found['customer'], found['note']) == ('Kite Travel', 'asked in May')
    assert (found['dns']['expected'], found['dns']['verdict']) == (TARGET, 'unknown')
    assert (found['checked_at'], found['lock'], found['findings']) == (None, 'unknown', [])
    assert found['next_action'] == {'who': 'you', 'text': 'check the site', 'since': None,
                                    'due': None, 'overdue': False}
    assert found['certificate']['subject_alt_names'] == []
    added = add(ctl, 'my.kite.example', '--json').json(SITES)['sites']
    assert [one['site'] for one in added] == ['my.kite.example']


def test_add_forms(ctl):
    """a name is taken in any case, with a final dot, as a URL, in Unicode"""
    for given, site, port, unicode in (
            ('CP.Kite.EXAMPLE.', 'cp.kite.example', 443, 'cp.kite.example'),
            ('https://my.kite.example:8443/login?a=b', 'my.kite.example', 8443,
             'my.kite.example'),
            ('cp.bücher.example', 'cp.xn--bcher-kva.example', 443, 'cp.bücher.example'),
            ('shop.example.com:443', 'shop.example.com', 443, 'shop.example.com')):
        found = add(ctl, given, '--json').json(SITES)['sites'][0]
        assert (found['site'], found['port'], found['unicode']) == (site, port, unicode)
        ctl('site', 'show', given)
    ctl('site', 'list').has('cp.bücher.example', 'my.kite.example:8443')


def test_add_cron(ctl):
    """texts are UTF-8 whatever the locale is, as in a cron job"""
    add(ctl, 'cp.bücher.example', '--customer', 'Bücher Beck', env={'LC_ALL': 'C'})
    found = ctl('site', 'list', '--json', env={'LC_ALL': 'C'}).json(SITES)['sites'][0]
    assert (found['unicode'], found['customer']) == ('cp.bücher.example', 'Bücher Beck')
    ctl('site', 'list', env={'LC_ALL': 'C'})


def test_add_refused(ctl):
    """a name that is refused is status 1 with the finding, and nothing is stored"""
    for name, provider, code in (
            ('kite.example', 'cloud-office', 'name.apex'),
            ('example.co.uk', 'cloud-office', 'name.apex'),
            ('cp.mymailsrvr.com', 'cloud-office', 'name.refused-domain'),
            ('a.b.mycpsrvr.com', 'cloud-office', 'name.refused-domain'),
            ('mymailsrvr.com', 'cloud-office', 'name.refused-domain'),
            ('cp_1.kite.example', 'cloud-office', 'name.invalid'),
            ('*.kite.example', 'own-server', 'name.invalid'),
            ('localhost', 'own-server', 'name.invalid'),
            ('192.0.2.1', 'own-server', 'name.invalid'),
            ('[2001:db8::1]', 'own-server', 'name.invalid'),
            ('cp.kite.example:0', 'own-server', 'name.invalid'),
            ('cp.kite.example:65536', 'own-server', 'name.invalid'),
            ('cp..kite.example', 'own-server', 'name.invalid'),
            ('-cp.kite.example', None, None),
            ('cp.kite.example/', 'own-server', None),
            ('pаypal.example', 'own-server', 'name.invalid'),
            ('a' * 300 + '.example', 'own-server', 'name.invalid'),
            ('a.' * 150 + 'example', 'own-server', 'name.invalid'),
            ('cp.kite\x01.example', 'own-server', 'name.invalid'),
            ('cp.kite\n.example', 'own-server', 'name.invalid'),
            (b'cp.k\xffte.example', 'own-server', 'name.invalid'),
            ('\x1b[31mcp.kite.example', 'own-server', 'name.invalid'),
            ('', 'own-server', 'name.invalid'), (' ', 'own-server', 'name.invalid')):
        if code is None:
            continue
        result = ctl.fails('site', 'add', name, '--provider', provider, status=ATTENTION,
                           code=code)
        assert '\033' not in result.err and len(result.err) < 1500, result
    assert ctl.sites() == []


def test_add_wrong(ctl):
    """a command that is wrong is status 2 and names the argument"""
    ctl.fails('site', 'add', code='missing-argument', argument='SITE')
    ctl.fails('site', 'add', 'cp.kite.example', code='missing-option', argument='--provider')
    ctl.fails('site', 'add', 'cp.kite.example', '--provider', 'nobody',
              code='unknown-provider', argument='--provider').says(
                  'nobody', 'cloud-office, own-server, pexip')
    ctl.fails('site', 'add', 'a.example.com', 'b.example.com', '--provider', 'pexip',
              code='extra-argument', argument='b.example.com')
    ctl.fails('site', 'add', 'cp.kite.example', '--provider', 'cloud-office', '--target',
              'elsewhere.example.com', code='target', argument='--target')
    ctl.fails('site', 'add', 'cp.kite.example', '--provider', 'cloud-office', '--target', '',
              argument='--target')
    ctl.fails('site', 'add', 'cp.kite.example', '--provider', 'pexip', '--customer',
              'x' * 201, code='value', argument='--customer')
    ctl.fails('site', 'add', 'cp.kite.example', '--provider', 'pexip', '--customer',
              'Kite\nTravel', code='value', argument='--customer')
    ctl.fails('site', 'add', 'cp.kite.example', '--provider', 'pexip', '--note',
              'x' * 120000, code='value', argument='--note')
    ctl.fails('site', 'add', 'cp.kite.example', '--provider', 'pexip', '--note', b'\xff\xfe',
              argument='--note')
    add(ctl, 'cp.kite.example')
    ctl.fails('site', 'add', 'CP.KITE.EXAMPLE:443', '--provider', 'pexip', code='exists')
    assert [one['provider'] for one in ctl.sites()] == ['own-server']


def test_list_filters(ctl):
    """a list can be of one lock, one party, or what is overdue; its status is always 0"""
    ctl('site', 'list').has('No sites yet.')
    assert ctl.sites() == []
    add(ctl, 'cp.kite.example')
    assert len(ctl.sites('--lock', 'unknown')) == len(ctl.sites('--turn=you')) == 1
    for option in (['--lock', 'locked'], ['--lock=pending'], ['--turn', 'customer'],
                   ['--turn', 'provider'], ['--turn', 'ca'], ['--overdue']):
        assert ctl.sites(*option) == []
        ctl('site', 'list', *option).has('No site is like that.')
    ctl.fails('site', 'list', '--lock', 'open', code='option', argument='--lock').says(
        'locked, pending, unlocked, unknown')
    ctl.fails('site', 'list', '--turn', 'me', code='option', argument='--turn')
    ctl.fails('site', 'list', '--turn', code='option', argument='--turn')
    ctl.fails('site', 'list', '--overdue=yes', code='option', argument='--overdue')
    ctl.fails('site', 'list', 'cp.kite.example', code='extra-argument')


def test_list_unlocked(ctl):
    """list and show end with 0 whatever they show"""
    zone = peer.Zone('kite.example')
    zone.set('cp.kite.example', ('A', '127.0.0.2'))
    ctl.resolver(zone)
    add(ctl, 'cp.kite.example', '--target', TARGET, provider='cloud-office')
    ctl('check', status=ATTENTION)
    ctl('site', 'list').has('unlocked', 'Not secured yet')
    ctl('site', 'show', 'cp.kite.example').has('unlocked', 'dns.a-record')
    assert [one['lock'] for one in ctl.sites('--lock', 'unlocked')] == ['unlocked']


def test_list_terminal(ctl):
    """on a terminal the list is coloured, fits the width, and steers nothing"""
    add(ctl, 'cp.kite.example', '--customer', 'A customer with a name that is very long indeed',
        '--note', 'x')
    add(ctl, 'a-very-long-host-name-for-a-table.department.kite.example', provider='pexip')
    wide = ctl.terminal('site', 'list', size=(24, 300))
    assert '\033[2munknown\033[0m' in wide and 'a name that is very long indeed' in wide
    for columns in (80, 60, 40):
        lines = ctl.terminal('site', 'list', size=(24, columns), env={'NO_COLOR': '1'})
        assert lines.splitlines()[0].startswith('LOCK     SITE'), lines
        assert all(len(line) <= columns for line in lines.splitlines()), lines
        assert '…' in lines and 'CHECKED' in lines, lines
    assert '…' not in ctl('site', 'list').out


def test_ports(ctl):
    """HOST means port 443, else the only site of that name, else a question"""
    add(ctl, 'cp.kite.example:8443')
    assert ctl('site', 'show', 'cp.kite.example', '--json').json(SITES)['sites'][0]['port'] == 8443
    add(ctl, 'cp.kite.example:9443')
    for command in (['site', 'show'], ['site', 'set', '--note', 'x'], ['site', 'remove'],
                    ['check']):
        ctl.fails(*command, 'cp.kite.example', code='several-sites',
                  argument='cp.kite.example').says('HOST:PORT')
    add(ctl, 'cp.kite.example')
    for given, port in (('cp.kite.example', 443), ('cp.kite.example:443', 443),
                        ('cp.kite.example:9443', 9443)):
        found = ctl('site', 'show', given, '--json').json(SITES)['sites']
        assert [one['port'] for one in found] == [port]
    ctl.fails('site', 'show', 'cp.kite.example:1', code='unknown-site',
              argument='cp.kite.example:1')


def test_unknown(ctl):
    """an unknown site is status 2"""
    for command in (['site', 'show'], ['site', 'set', '--note', 'x'], ['site', 'remove'],
                    ['check']):
        ctl.fails(*command, 'cp.kite.example', code='unknown-site', argument='cp.kite.example')
        ctl.fails(*command, 'a' * 300, status=USAGE, code='name.invalid')
        ctl.fails(*command, 'x\x07y.example', status=USAGE, code='name.invalid')


def test_set(ctl):
    """what is wanted of a site can be changed, one thing or all"""
    add(ctl, 'cp.kite.example', '--customer', 'Kite Travel')
    ctl('site', 'set', 'cp.kite.example', '--note', 'one\ntwo').has('changed.')
    found = ctl('site', 'set', 'cp.kite.example', '--target', 'Origin.Kite.Example.',
                '--customer', 'Globe', '--proxied', 'yes', '--json').json(SITES)['sites'][0]
    assert (found['dns']['expected'], found['customer'], found['proxied'], found['note']) == \
        ('origin.kite.example', 'Globe', True, 'one\ntwo')
    assert ctl.sites() == [found]
    found = ctl('site', 'set', 'cp.kite.example', '--target=', '--customer=', '--note=',
                '--proxied=no', '--json').json(SITES)['sites'][0]
    assert (found['dns']['expected'], found['customer'], found['proxied'], found['note']) == \
        (None, None, False, '')


def test_history(ctl):
    """what happened to a site, as a text for its customer and as JSON"""
    ctl('site', 'add', 'cp.kite.example', '--provider', 'cloud-office', '--customer', 'Kite')
    ctl('site', 'set', 'cp.kite.example', '--target', 'pl-10.admin.emailsrvr.com')
    told = ctl('site', 'show', 'cp.kite.example', '--history', '--json').json(
        {'site': str, 'port': int, 'history': [{'at': TIME, 'kind': str, 'text': str}]})
    kinds = [event['kind'] for event in told['history']]
    assert kinds[0] == 'added' and len(kinds) > 1, kinds
    text = ctl('site', 'show', 'cp.kite.example', '--history').has(
        'History of cp.kite.example', 'Customer: Kite', 'Provider: Cloud Office')
    for event in told['history']:
        assert f'  {event["text"]}\n' in text.out, text


def test_set_provider(ctl):
    """another provider is taken only where what the site keeps is right for it"""
    add(ctl, 'cp.kite.example', '--target', 'origin.kite.example')
    ctl('site', 'set', 'cp.kite.example', '--proxied', 'yes')
    ctl.fails('site', 'set', 'cp.kite.example', '--provider', 'cloud-office', code='target',
              argument='--target')
    ctl('site', 'set', 'cp.kite.example', '--provider', 'cloud-office', '--target', TARGET,
        '--proxied', 'no')
    assert [(one['provider'], one['dns']['expected']) for one in ctl.sites()] == \
        [('cloud-office', TARGET)]
    add(ctl, 'cp.mymailsrvr.com')
    ctl.fails('site', 'set', 'cp.mymailsrvr.com', '--provider', 'cloud-office',
              status=ATTENTION, code='name.refused-domain')
    ctl.fails('site', 'set', 'cp.kite.example', '--provider', 'x', code='unknown-provider')


def test_set_wrong(ctl):
    """nothing to set, or a value that can't be, changes nothing"""
    add(ctl, 'cp.kite.example')
    before = ctl.sites()
    ctl.fails('site', 'set', 'cp.kite.example', code='missing-option')
    ctl.fails('site', 'set', '--note', 'x', code='missing-argument', argument='SITE')
    ctl.fails('site', 'set', 'cp.kite.example', '--proxied', 'maybe', argument='--proxied')
    ctl.fails('site', 'set', 'cp.kite.example', '--target', 'a b', argument='--target')
    # A name can't lead to itself; a target needs no certificate, so it may be any name.
    ctl.fails('site', 'set', 'cp.kite.example', '--target', 'CP.kite.example.',
              argument='--target').says('the site itself')
    ctl.fails('site', 'add', 'my.kite.example', '--provider', 'own-server', '--target',
              'my.kite.example', argument='--target').says('the site itself')
    ctl.fails('site', 'set', 'cp.kite.example', '--note', 'good', '--customer', 'x' * 201,
              argument='--customer')
    ctl.fails('site', 'set', 'cp.kite.example', '--colour', 'red', code='unknown-option',
              argument='--colour')
    assert ctl.sites() == before
    found = ctl('site', 'add', 'my.kite.example', '--provider', 'own-server', '--target',
                '_edge.cdn.example', '--json').json(SITES)['sites'][0]
    assert found['dns']['expected'] == '_edge.cdn.example'


def test_set_judges(ctl):
    """once another target is wanted the list says at once what that means"""
    zone = peer.Zone('kite.example', 'emailsrvr.com')
    zone.set('cp.kite.example', ('CNAME', TARGET))
    zone.set(TARGET, ('A', '127.0.0.1'))
    ctl.resolver(zone)
    site = f'cp.kite.example:{ctl.serve("cp.kite.example").port}'
    add(ctl, site, '--target', TARGET, provider='cloud-office')
    ctl('check')
    ctl('site', 'list').has('locked')
    ctl('site', 'set', site, '--target', 'pl-11.admin.emailsrvr.com')
    assert ctl('site', 'list').lines[1].startswith('unlocked')
    assert ctl('site', 'show', site).has('dns.wrong-target').lines[0] == f'{site}: unlocked'


def test_remove(ctl):
    """sites are removed, all that are named or none"""
    for name in ('a', 'b', 'c'):
        add(ctl, f'{name}.kite.example')
    ctl.fails('site', 'remove', 'a.kite.example', 'x.kite.example', code='unknown-site')
    assert len(ctl.sites()) == 3
    ctl('site', 'remove', 'a.kite.example', 'A.kite.example.').has('a.kite.example: removed.')
    removed = parse(ctl('site', 'remove', 'b.kite.example', 'c.kite.example', '--json').out)
    assert removed == {'removed': ['b.kite.example', 'c.kite.example']}
    assert ctl.sites() == []
    ctl.fails('site', 'remove', code='missing-argument')
    add(ctl, 'a.kite.example')


def test_stale(ctl):
    """evidence that has grown too old shows no lock, by the setting as it is now"""
    zone = peer.Zone('kite.example')
    zone.set('cp.kite.example', ('A', '127.0.0.1'))
    ctl.resolver(zone)
    site = f'cp.kite.example:{ctl.serve("cp.kite.example").port}'
    add(ctl, site)
    ctl('check')
    with sqlite3.connect(os.path.join(ctl.data, 'keyplate.db')) as database:
        old = int(time.time()) - 3 * 3600
        database.execute(
            'UPDATE evidence SET checked_at = ?, observation = json_set (observation,'
            ' "$.checked-at", ?)', (old, old))
        database.execute('UPDATE site SET checked_at = ?', (old,))
    database.close()
    assert ctl('site', 'list').lines[1].split()[-2:] == ['3', 'h']
    ctl('settings', 'set', 'stale-after', '2')
    found = ctl.sites()[0]
    assert found['lock'] == 'unknown' and found['last_locked'] is not None
    assert [one['site'] for one in ctl.sites('--lock', 'unknown')] == ['cp.kite.example']
    ctl('settings', 'set', 'stale-after', '48')
    assert [one['lock'] for one in ctl.sites()] == ['locked']


def test_data_dir(ctl):
    """--data-dir wins over KEYPLATE_DATA_DIR, which wins over XDG_DATA_HOME"""
    add(ctl, 'env.kite.example')
    other = ctl.path('other')
    add(ctl, 'option.kite.example', '--data-dir', other)
    add(ctl, 'default.kite.example', env={'KEYPLATE_DATA_DIR': ''})
    names = {folder: [one['site'] for one in ctl.sites('--data-dir', folder)]
             for folder in (ctl.data, other, ctl.path('keyplate'))}
    assert names == {ctl.data: ['env.kite.example'], other: ['option.kite.example'],
                     ctl.path('keyplate'): ['default.kite.example']}
    assert [one['site'] for one in ctl.sites()] == ['env.kite.example']
    assert ctl('--data-dir=' + other, 'site', 'list').has('option.kite.example')
    ctl.fails('site', 'list', '--data-dir', '', argument='--data-dir')
    ctl('site', 'list', '--data-dir', 'beside', cwd=ctl.folder)
    assert os.path.exists(ctl.path('beside/keyplate.db'))
    assert os.stat(ctl.path('beside')).st_mode & 0o777 == 0o700


def test_store_broken(ctl):
    """a store that is damaged, newer or no store is left as it is: status 3"""
    add(ctl, 'cp.kite.example')
    path = os.path.join(ctl.data, 'keyplate.db')
    with open(path, 'rb') as file:
        good = file.read()
    newer = good[:60] + (99).to_bytes(4, 'big') + good[64:]
    for content, code in ((good[:5000], 'store-damaged'), (newer, 'store-newer'),
                          (b'no database at all\n' * 20, 'store-damaged'),
                          (b'', 'store-damaged'),
                          (good[:4096] + b'\xa5' * (len(good) - 4096), 'store-damaged')):
        with open(path, 'wb') as file:
            file.write(content)
        for command in (['site', 'list'], ['site', 'add', 'a.example.com', '--provider', 'pexip'],
                        ['check'], ['settings', 'get', 'jobs']):
            ctl.fails(*command, status=COULD_NOT, code=code, argument='store').says(path)
        with open(path, 'rb') as file:
            assert file.read() == content
        assert os.listdir(ctl.data) == ['keyplate.db']


def test_store_busy(ctl):
    """a store that another program holds is status 3, and is read meanwhile where it can be"""
    add(ctl, 'cp.kite.example')
    database = sqlite3.connect(os.path.join(ctl.data, 'keyplate.db'), isolation_level=None)
    database.execute('BEGIN IMMEDIATE')
    ctl('site', 'list').has('cp.kite.example')
    ctl.fails('site', 'set', 'cp.kite.example', '--note', 'x', status=COULD_NOT,
              code='store-busy')
    database.execute('ROLLBACK')
    database.close()
    ctl('site', 'set', 'cp.kite.example', '--note', 'x')


def test_store_elsewhere(ctl):
    """a place that can't be a store is status 3"""
    ctl.fails('site', 'list', '--data-dir', ctl.path('file', 'x'), status=COULD_NOT)
    ctl.fails('site', 'list', '--data-dir', '/proc/keyplate', status=COULD_NOT)
    ctl.fails('site', 'list', '--data-dir', '/dev/null/x', status=COULD_NOT)


def test_store_read_only(ctl):
    """what only looks works where nothing can be written; the rest is status 3"""
    add(ctl, 'cp.kite.example')
    ctl.make_read_only()
    assert [one['site'] for one in ctl.sites()] == ['cp.kite.example']
    for command in (['site', 'show', 'cp.kite.example'], ['site', 'export'],
                    ['customer', 'list'], ['settings', 'list'], ['provider', 'list']):
        ctl(*command)
    for command in (['site', 'add', 'a.example.com', '--provider', 'pexip'],
                    ['site', 'set', 'cp.kite.example', '--note', 'x'],
                    ['site', 'remove', 'cp.kite.example'], ['check'],
                    ['settings', 'set', 'jobs', '3'], ['customer', 'add', 'Kite']):
        ctl.fails(*command, status=COULD_NOT, code='store-read-only')
    ctl.fails('site', 'list', '--data-dir', os.path.join(ctl.data, 'absent'), status=COULD_NOT)


main(globals())
