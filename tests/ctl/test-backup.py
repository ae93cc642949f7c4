# SPDX-License-Identifier: GPL-3.0-or-later
"""backup and restore: everything in one file, and whole or not at all."""

import contextlib
import fcntl
import hashlib
import io
import json
import os
import signal
import sqlite3
import stat
import sys
import tarfile
import time

from harness import COULD_NOT, TIME, Maybe, main

COUNTS = {'sites': int, 'customers': int, 'subjects': int, 'jobs': int, 'requests': int,
          'attachments': int, 'settings': int}
BACKUP = {'file': str, 'size': int, 'created_at': TIME, 'version': int, 'store_version': int,
          'counts': COUNTS, 'vault': bool, 'profiles': int, 'left_out': [str]}
RESTORED = {**BACKUP, 'saved': Maybe(str)}
LISTS = (('site', 'list'), ('site', 'export', '--format', 'json'), ('customer', 'list'),
         ('subject', 'list'), ('job', 'list'), ('request', 'list'), ('settings', 'list'),
         ('provider', 'list'))
DETAILS = ['--country', 'GB', '--state', 'Greater London', '--locality', 'London',
           '--organization', 'Kite Ltd', '--email', 'me@reseller.example']
PROFILE = os.path.join(os.path.dirname(os.path.abspath(sys.argv[0])),
                       '../../data/providers/own-server.json')


def fill(ctl):
    """A little of everything: a job with a request, a key in the vault's file, a profile."""
    ctl.options += ['--passphrase-file', ctl.path('passphrase', 'correct horse')]
    ctl('subject', 'add', 'Kite Travel', *DETAILS)
    ctl('settings', 'set', 'check-every', '720')
    ctl('site', 'add', 'cp.kite.example', '--provider', 'cloud-office', '--customer', 'Büro',
        '--target', 'pl-10.admin.emailsrvr.com', '--note', 'two\nlines')
    ctl('secure', 'cp.kite.example', '--subject', 'Kite Travel', '--yes')
    ctl('csr', 'create', 'www.globe.example', '--out', ctl.path('globe.csr'))
    os.mkdir(os.path.join(ctl.data, 'providers'))
    with open(PROFILE, encoding='utf-8') as file:
        profile = {**json.load(file), 'id': 'kite', 'name': 'Kite Hosting'}
    with open(os.path.join(ctl.data, 'providers', 'kite.json'), 'w', encoding='utf-8') as file:
        json.dump(profile, file)
    store = sqlite3.connect(os.path.join(ctl.data, 'keyplate.db'))
    with store:
        store.execute(
            'INSERT INTO request (site, provider, channel, state, priority, reference, subject,'
            " body, fields, created_at, state_at) VALUES ('cp.kite.example', 'cloud-office',"
            " 'form', 1, 0, 'KP-AAAA-3467', 'Certificate', 'Dear all', '{}', 1, 1)")
        store.execute('INSERT INTO attachment (request_id, name, type, size, sha256, content)'
                      " VALUES (last_insert_rowid (), 'a.csv', 'text/csv', 3, '00', x'010203')")
    store.close()


def lists(ctl, data):
    """What every list says of the store in DATA."""
    said = []
    for words in LISTS:
        document = ctl(*words, '--data-dir', data, '--json').out
        said.append(document.replace(data, 'DATA'))
    return said


def second(ctl):
    return ctl.path('second machine')


def test_second_machine(ctl):
    """what is restored on another machine is what was backed up, keys and profiles too"""
    fill(ctl)
    file = ctl.path('all of it.tar.gz')
    made = ctl('backup', file, '--json').json(BACKUP)
    assert made['counts'] == {'sites': 1, 'customers': 1, 'subjects': 1, 'jobs': 1,
                              'requests': 1, 'attachments': 1, 'settings': 1}, made
    assert made['vault'] and made['profiles'] == 1 and made['left_out'] == []
    assert stat.S_IMODE(os.stat(file).st_mode) == 0o600
    assert made['size'] == os.stat(file).st_size
    # Other programs can read it, and find no key and no passphrase in it.
    with tarfile.open(file) as archive:
        assert archive.getnames() == ['manifest.json', 'keyplate.db', 'vault',
                                      'providers/kite.json']
        for name in archive.getnames():
            octets = archive.extractfile(name).read()
            assert b'PRIVATE KEY' not in octets and b'correct horse' not in octets, name
    restored = ctl('restore', file, '--data-dir', second(ctl), '--json').json(RESTORED)
    assert restored['saved'] is None and restored['counts'] == made['counts']
    assert lists(ctl, second(ctl)) == lists(ctl, ctl.data)
    for name in ('vault', 'providers/kite.json'):
        with open(os.path.join(ctl.data, name), 'rb') as one, \
                open(os.path.join(second(ctl), name), 'rb') as other:
            assert one.read() == other.read(), name
    assert stat.S_IMODE(os.stat(second(ctl)).st_mode) == 0o700
    assert not [name for name in os.listdir(second(ctl)) if name.startswith('restore.')]


def test_words(ctl):
    """people are told what is in it and what is not"""
    ctl('site', 'add', 'a.example', '--provider', 'own-server')
    file = ctl.path('a.tar.gz')
    ctl('backup', file).has('sites: 1', 'no key and no token', 'Not in it')
    ctl.fails('backup', file, code='exists')
    ctl.fails('backup', '-', code='value', argument='-')
    ctl.fails('backup', ctl.path('none/a.tar.gz'), status=COULD_NOT, code='store')
    ctl('restore', file, '--data-dir', second(ctl)).has('sites: 1', 'No key')
    ctl('backup', '--help').has('FILE')
    ctl('restore', '--help').has('--replace')


def make_older(file, version, undo):
    """Writes the backup again as a Keyplate would have whose store had that version."""
    with tarfile.open(file) as archive:
        members = {name: archive.extractfile(name).read() for name in archive.getnames()}
    path = file + '.db'
    with open(path, 'wb') as store:
        store.write(members['keyplate.db'])
    store = sqlite3.connect(path)
    store.executescript(f'{undo}; PRAGMA user_version = {version}; VACUUM;')
    store.close()
    with open(path, 'rb') as store:
        octets = members['keyplate.db'] = store.read()
    manifest = json.loads(members['manifest.json'])
    manifest['store_version'] = version
    manifest['files'][0].update(size=len(octets), sha256=hashlib.sha256(octets).hexdigest())
    members['manifest.json'] = json.dumps(manifest).encode()
    with tarfile.open(file, 'w:gz', format=tarfile.USTAR_FORMAT) as archive:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))


def test_older(ctl):
    """a backup that an older Keyplate has written is brought to the form of this one"""
    fill(ctl)
    file = ctl.path('older.tar.gz')
    newest = ctl('backup', file, '--json').json(BACKUP)['store_version']
    make_older(file, 3, 'DROP TABLE renewal')
    restored = ctl('restore', file, '--data-dir', second(ctl), '--json').json(RESTORED)
    assert restored['store_version'] == 3 and restored['counts']['sites'] == 1, restored
    assert lists(ctl, second(ctl)) == lists(ctl, ctl.data)
    store = sqlite3.connect(os.path.join(second(ctl), 'keyplate.db'))
    assert store.execute('PRAGMA user_version').fetchone() == (newest,)
    assert store.execute('SELECT COUNT (*) FROM renewal').fetchone() == (0,)
    store.close()


def test_replace(ctl):
    """a store that holds something is put aside first, and only when that was asked for"""
    ctl('site', 'add', 'a.example', '--provider', 'own-server')
    file = ctl.path('a.tar.gz')
    ctl('backup', file)
    ctl('site', 'add', 'b.example', '--provider', 'own-server')
    before = lists(ctl, ctl.data)
    ctl.fails('restore', file, code='not-empty', argument='--replace')
    assert lists(ctl, ctl.data) == before
    saved = ctl('restore', file, '--replace', '--json').json(RESTORED)['saved']
    assert os.path.dirname(saved) == ctl.data
    assert [site['site'] for site in ctl.sites()] == ['a.example']
    # What was put aside is a backup like any other.
    ctl('restore', saved, '--replace')
    assert lists(ctl, ctl.data) == before


def test_unreadable(ctl):
    """a store that can't be read any more is kept as it is, and the backup takes its place"""
    ctl('site', 'add', 'a.example', '--provider', 'own-server')
    file = ctl.path('a.tar.gz')
    ctl('backup', file)
    path = os.path.join(ctl.data, 'keyplate.db')
    with open(path, 'r+b') as store:
        store.write(b'what a broken disk gives')
    with open(path, 'rb') as store:
        broken = store.read()
    ctl.fails('site', 'list', status=COULD_NOT, code='store-damaged')
    ctl.fails('restore', file, code='not-empty')
    saved = ctl('restore', file, '--replace', '--json').json(RESTORED)['saved']
    with open(os.path.join(saved, 'keyplate.db'), 'rb') as store:
        assert store.read() == broken
    assert [site['site'] for site in ctl.sites()] == ['a.example']


@contextlib.contextmanager
def held(folder):
    """Another process has the store open, as a window has it."""
    fd = os.open(folder, os.O_RDONLY)
    fcntl.flock(fd, fcntl.LOCK_SH)
    try:
        yield
    finally:
        os.close(fd)


def test_open_elsewhere(ctl):
    """a store that is open elsewhere is backed up, and never replaced"""
    ctl('site', 'add', 'a.example', '--provider', 'own-server')
    file = ctl.path('a.tar.gz')
    with held(ctl.data):
        ctl('backup', file)
        before = lists(ctl, ctl.data)
        ctl('restore', file, '--replace', status=COULD_NOT).says('open', 'Close it')
        assert lists(ctl, ctl.data) == before


def test_foreign(ctl):
    """what is no backup is named and changes nothing"""
    ctl('site', 'add', 'a.example', '--provider', 'own-server')
    before = lists(ctl, ctl.data)
    tar = io.BytesIO()
    with tarfile.open(fileobj=tar, mode='w:gz') as archive:
        member = tarfile.TarInfo('../escaped')
        member.size = 4
        archive.addfile(member, io.BytesIO(b'evil'))
    for name, content in (('note.txt', b'a letter'), ('empty', b''), ('evil', tar.getvalue())):
        path = ctl.path(name, content)
        result = ctl.fails('restore', path, '--replace', status=COULD_NOT, code='store-damaged')
        assert result.err.count(path) == 1, result
    ctl.fails('restore', ctl.path('missing'), '--replace', status=COULD_NOT, code='store')
    ctl.fails('restore', ctl.data, '--replace', status=COULD_NOT, code='store-damaged')
    assert lists(ctl, ctl.data) == before
    assert not os.path.exists(ctl.path('escaped'))
    assert not os.path.exists(os.path.join(ctl.data, 'escaped'))


def test_killed(ctl):
    """whoever is killed while restoring leaves the old or the new, whole"""
    ctl('site', 'add', 'new.example', '--provider', 'own-server')
    file = ctl.path('new.tar.gz')
    ctl('backup', file)
    ctl('site', 'remove', 'new.example')
    ctl('site', 'add', 'old.example', '--provider', 'own-server')
    seen = set()
    begin = time.monotonic()
    ctl('backup', ctl.path('old.tar.gz'))
    took = max(time.monotonic() - begin, 0.02)
    for number in range(8):
        process = ctl.start('restore', file, '--replace')
        time.sleep(took * 1.5 * number / 8)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        found = [site['site'] for site in ctl.sites()]
        assert found in (['old.example'], ['new.example']), found
        seen.add(found[0])
        left = os.listdir(ctl.data)
        assert not [name for name in left if name.startswith('restore.')], left
        if found == ['new.example']:
            ctl('restore', ctl.path('old.tar.gz'), '--replace')
    assert 'old.example' in seen, seen
    ctl('restore', file, '--replace')
    assert [site['site'] for site in ctl.sites()] == ['new.example']


main(globals())
