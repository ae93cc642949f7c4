# SPDX-License-Identifier: GPL-3.0-or-later
"""provider list and check: the shipped profiles, the user's own, and broken ones by line."""

import json
import os

from gi.repository import GLib

from harness import ATTENTION, COULD_NOT, SITES, Maybe, Words, main

PROVIDER = {'id': str, 'name': str, 'noun': str, 'target': Maybe(str),
            'channel': Words('form|email|rt|files'), 'jobs': [Words('secure|renew')]}
PROVIDERS = {'providers': [PROVIDER], 'errors': [str]}
GOOD = {'id': 'mine', 'name': 'My Host', 'noun': 'Site', 'jobs': ['renew'],
        'target': {'kind': 'none'}, 'key': 'here', 'renewal': {'by': 'you'},
        'certificate': 'unknown', 'proxies': True, 'channel': {'kind': 'files'},
        'bundle': 'pem-leaf-first', 'days': {'answer': 0, 'ca': 2, 'install': 1, 'margin': 7}}
# json-glib 1.10 does not tell a word without quotes from what else is no JSON.
BAREWORD = 'not valid JSON' if GLib.check_version(2, 76, 0) is None else 'quotes'


def own(ctl, name, content):
    folder = os.path.join(ctl.data, 'providers')
    os.makedirs(folder, mode=0o700, exist_ok=True)
    return ctl.path(os.path.join(folder, name), content)


def providers(ctl):
    return ctl('provider', 'list', '--json').json(PROVIDERS)


def test_list(ctl):
    """the shipped profiles are there"""
    found = {one['id']: one for one in providers(ctl)['providers']}
    assert sorted(found) == ['cloud-office', 'own-server', 'pexip']
    assert found['cloud-office']['target'] == 'pl-10.admin.emailsrvr.com'
    assert found['cloud-office']['jobs'] == ['secure'] and found['pexip']['jobs'] == ['renew']
    lines = ctl('provider', 'list').lines
    assert lines[0].split() == ['ID', 'NAME', 'JOBS', 'TARGET'] and len(lines) == 4
    ctl.fails('provider', 'list', 'pexip', code='extra-argument')


def test_own(ctl):
    """the user's own are among them, and win by id"""
    own(ctl, 'mine.json', json.dumps(GOOD))
    own(ctl, 'pexip.json', json.dumps({**GOOD, 'id': 'pexip', 'name': 'Pexip of mine'}))
    found = {one['id']: one['name'] for one in providers(ctl)['providers']}
    assert found['mine'] == 'My Host' and found['pexip'] == 'Pexip of mine' and len(found) == 4
    ctl('site', 'add', 'a.example.com', '--provider', 'mine')


def test_broken_own(ctl):
    """a broken one is told with file and line; the others still load"""
    path = own(ctl, 'broken.json', '{\n  "id": "broken",\n  "name": 7\n}\n')
    own(ctl, 'mine.json', json.dumps(GOOD))
    result = ctl('provider', 'list', '--json')
    result.says(f'keyplatectl: {path}:3: ', 'name')
    document = result.json(PROVIDERS)
    assert len(document['providers']) == 4 and document['errors'][0].startswith(f'{path}:3: ')
    # An id that is meant leads to its file.
    ctl.fails('site', 'add', 'a.example.com', '--provider', 'broken', code='unknown-provider',
              argument='--provider').says('broken', f'{path}:3: ', 'name')
    # Whatever uses the profiles says so once; what is printed stays what it is.
    for command in (('site', 'add', 'a.example.com', '--provider', 'mine'), ('site', 'list'),
                    ('site', 'show', 'a.example.com')):
        result = ctl(*command, '--json')
        result.says(f'keyplatectl: {path}:3: ', 'name')
        assert [one['site'] for one in result.json(SITES)['sites']] == ['a.example.com']
    assert not ctl('settings', 'get', 'jobs').err


def test_check(ctl):
    """a good file is told what it is"""
    path = ctl.path('good.json', json.dumps({**GOOD, 'jobs': ['secure', 'renew']}))
    ctl('provider', 'check', path).has('My Host', 'mine', 'secure, renew')
    found = ctl('provider', 'check', path, '--json').json(PROVIDER)
    assert (found['id'], found['jobs']) == ('mine', ['secure', 'renew'])
    assert ctl('provider', 'check', '-', '--json', stdin=json.dumps(GOOD).encode()).json(
        PROVIDER)['id'] == 'mine'
    assert not os.path.exists(ctl.data)


def test_check_broken(ctl):
    """a broken file is status 1 with file, line and reason"""
    for content, line, reason in (
            ('', 1, ''), ('[]', 1, ''), ('{', 1, ''),
            ('{\n"id": "x",\n"name": "X",\n}', 3, 'comma'),
            ('{\n"id": "x"\n"name": "X"}', 2, 'comma'), ('{\n"id" "x"}', 2, 'colon'),
            ('{\n"id": x}', 2, BAREWORD),
            ('{\n"id": "Not An Id",\n"name": "X"\n}', 2, 'id'),
            ('{\n"id": "x"\n}', 1, 'name'),
            ('{\n"id": "x",\n"name": "X",\n"colour": "red"\n}', 4, 'colour'),
            ('{\n"id": "x",\n"name": "X",\n"jobs": ["dance"]\n}', 4, 'jobs'),
            ('{\n"id": "x",\n"id": "y",\n"name": "X"\n}', 3, 'twice'),
            ('{\n"id": "x",\n\n"name": "' + 'y' * 5000 + '"\n}', 4, 'name'),
            ('{"id": "x", "name": "X", "noun":' + '[' * 100000 + '}', 1, ''),
            (b'{\n"id": "\xff"\n}', 1, 'UTF-8'),
            ('{"id": "x",\0 "name": "X"}', 1, ''),
            (' ' * 300000 + json.dumps(GOOD), 1, '')):
        path = ctl.path('profile.json', content)
        result = ctl.fails('provider', 'check', path, status=ATTENTION, code='profile',
                           argument=f'{path}:{line}')
        result.says(reason)
        assert len(result.err) < 1000, result


def test_check_file(ctl):
    """a file that can't be read is status 3; without one the command is wrong"""
    ctl.fails('provider', 'check', ctl.path('absent.json'), status=COULD_NOT, code='file')
    ctl.fails('provider', 'check', ctl.folder, status=COULD_NOT, code='file')
    ctl.fails('provider', 'check', code='missing-argument', argument='FILE')
    path = ctl.path('a\nb\x1b[31m: c.json', '{')
    result = ctl.fails('provider', 'check', path, status=ATTENTION, code='profile')
    assert '\033' not in result.err


main(globals())
