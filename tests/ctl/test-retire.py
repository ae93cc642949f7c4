# SPDX-License-Identifier: GPL-3.0-or-later
"""site retire and restore."""

import base64
import json
import os
import sqlite3

from harness import COULD_NOT, Maybe, main
from jobs import DETAILS, HOST, JOBS, TARGET, begin, connect
from keyring import Bus, Keyring

RETIRED = {'retired': [str], 'record': Maybe(str), 'keys_destroyed': int, 'letter': Maybe(dict),
           'request': Maybe(dict)}


def test_retire(ctl):
    """a retired site is checked no more, its record is warned of, and it can come back"""
    site, zone = begin(ctl, *DETAILS, '--yes')
    ctl('job', 'next', site, '--done', '--target', TARGET)
    zone.set(HOST, ('CNAME', TARGET))
    ctl('check', site)
    # Nothing is changed by what can't be done.
    ctl.fails('site', 'retire', 'nobody.kite.example', code='unknown-site')
    warned = ctl('site', 'retire', site, '--tell-customer')
    warned.has('still leads to ' + TARGET, 'Please remove the DNS record', f'CNAME  {HOST}')
    assert ctl.sites() == []
    assert json.loads(ctl('check', '--json').out)['sites'] == []
    ctl.fails('site', 'retire', site, code='unknown-site')
    ctl.fails('site', 'restore', 'other.kite.example', code='unknown-site')
    ctl('site', 'restore', site).has('in use again')
    back = ctl.sites()[0]
    assert (back['lock'], back['job']) == ('locked', None)
    ctl.fails('site', 'restore', site, code='unknown-site')
    # A site on another port needs the record still.
    ctl('site', 'add', f'{HOST}:444', '--provider', 'cloud-office')
    kept = ctl('site', 'retire', site, '--tell-customer', '--json').json(RETIRED)
    assert kept['record'] is None


def test_retire_job(ctl):
    """the job of a retired site ends with it, the provider is asked, and its keys are destroyed"""
    site, _ = begin(ctl, *DETAILS, '--yes')
    # No keyring of whoever runs the test is asked: the keys are in a file.
    ctl.env['DBUS_SESSION_BUS_ADDRESS'] = 'unix:path=/nonexistent'
    desk = connect(ctl)
    vault = os.path.join(ctl.data, 'vault')
    before = os.path.getsize(vault)
    ctl('csr', 'create', HOST, '--out', ctl.path('site.csr'))
    assert os.path.getsize(vault) > before + 100
    ctl('site', 'retire', site, '--ask-provider', '--destroy-key').has(
        'retired', '1 key was destroyed', 'Sent, ticket 1')
    assert os.path.getsize(vault) == before
    assert 'no longer needed' in desk.tickets[0]['subject']
    assert ctl('job', 'list', '--json').json(JOBS)['jobs'] == []
    ctl('site', 'restore', site)
    again = ctl('site', 'retire', site, '--destroy-key', '--ask-provider', '--json').json(RETIRED)
    assert (again['keys_destroyed'], again['request']['state']) == (0, 'sent')
    # The provider is told under which number it knows the site.
    assert 'your number 1.' in base64.b64decode(desk.parts[-1]['Content']).decode()


def test_locked_key(ctl):
    """where the key can't be destroyed the site stays: the vault is opened before"""
    site, _ = begin(ctl)
    ctl.env['DBUS_SESSION_BUS_ADDRESS'] = 'unix:path=/nonexistent'
    passphrase = ['--passphrase-file', ctl.path('passphrase', 'correct horse')]
    ctl('csr', 'create', HOST, '--out', ctl.path('site.csr'), *passphrase)
    ctl.fails('site', 'retire', site, '--destroy-key', status=COULD_NOT, code='vault-locked')
    assert len(ctl.sites()) == 1
    ctl('site', 'retire', site, '--destroy-key', *passphrase).has('1 key was destroyed')


def test_locked_file_beside_keyring(ctl):
    """an open keyring is not enough where a key may be in a locked file too"""
    site, _ = begin(ctl)
    bus = Bus(ctl.folder)
    ctl.peers += [Keyring(bus.address), bus]
    ctl.env['DBUS_SESSION_BUS_ADDRESS'] = bus.address
    passphrase = ['--passphrase-file', ctl.path('passphrase', 'correct horse')]
    ctl('csr', 'create', HOST, '--out', ctl.path('file.csr'), *passphrase)
    ctl('csr', 'create', HOST, '--out', ctl.path('keyring.csr'))
    ctl.fails('site', 'retire', site, '--destroy-key', status=COULD_NOT, code='vault-locked')
    assert len(ctl.sites()) == 1
    # What was left by a retirement without the wish is destroyed afterwards.
    ctl('site', 'retire', site)
    ctl.fails('site', 'retire', site, '--destroy-key', status=COULD_NOT, code='vault-locked')
    ctl('site', 'retire', site, '--destroy-key', *passphrase).has('2 keys were destroyed')
    ctl.fails('site', 'retire', site, '--destroy-key', *passphrase, code='unknown-site')


def test_many_requests(ctl):
    """what is asked of the provider is sent at once, however much is in the outbox"""
    site, _ = begin(ctl, *DETAILS, '--yes')
    desk = connect(ctl)
    with sqlite3.connect(os.path.join(ctl.data, 'keyplate.db')) as database:
        database.executemany(
            'INSERT INTO request (site, provider, channel, state, priority, reference, subject,'
            " body, fields, created_at, state_at) VALUES ('cp.kite.example', 'pexip', 'form', 9,"
            " 0, ?, 'Certificate', 'Dear all', '{}', 1, 1)",
            [(f'KP-{number:04}-AAAA',) for number in range(5000)])
    database.close()
    told = ctl('site', 'retire', site, '--ask-provider', '--json').json(RETIRED)
    assert told['request']['state'] == 'sent' and len(desk.tickets) == 1


main(globals())
