# SPDX-License-Identifier: GPL-3.0-or-later
"""name check: the rules of a provider, the apex by SOA, offline by the public suffix list."""

import base64
import hashlib
import json

import peer
from harness import ATTENTION, FINDING, Maybe, Words, main

NAME = {'verdict': Words('ok|wrong'), 'host': Maybe(str), 'unicode': Maybe(str),
        'findings': [FINDING]}


NOT_ASKED = 'name.unsafe-not-checked'


def check(ctl, name, provider='cloud-office', **options):
    return ctl('name', 'check', name, '--provider', provider, '--json', **options).json(NAME)


def test_allowed(ctl):
    """a name that is fine has nothing wrong"""
    ctl.resolver(peer.Zone('kite.example'))
    found = check(ctl, 'CP.Kite.example.')
    # That nobody was asked about it is said, and is nothing wrong.
    assert [(one['id'], one['severity']) for one in found.pop('findings')] == [
        (NOT_ASKED, 'note')]
    assert found == {'verdict': 'ok', 'host': 'cp.kite.example', 'unicode': 'cp.kite.example'}
    ctl('name', 'check', 'cp.kite.example', '--provider', 'pexip').has('cp.kite.example: allowed')
    found = check(ctl, 'cp.bücher.example')
    assert (found['host'], found['unicode']) == ('cp.xn--bcher-kva.example', 'cp.bücher.example')


def test_refused(ctl):
    """a refused name is status 1, and the finding says why and what to do"""
    ctl.resolver(peer.Zone('kite.example', 'mymailsrvr.com'))
    for name, code in (('cp.mymailsrvr.com', 'name.refused-domain'),
                       ('x.y.mycpsrvr.com', 'name.refused-domain'),
                       ('kite.example', 'name.apex')):
        found = check(ctl, name, status=ATTENTION)
        assert (found['verdict'], found['host']) == ('wrong', name)
        assert code in [one['id'] for one in found['findings']], found
        assert found['findings'][0]['fix']
    result = ctl('name', 'check', 'cp.mymailsrvr.com', '--provider', 'cloud-office',
                 status=ATTENTION)
    result.has('cp.mymailsrvr.com: refused', 'name.refused-domain', '→')
    assert not result.err
    # Pexip's rules are others.
    assert check(ctl, 'cp.mymailsrvr.com', 'pexip')['verdict'] == 'ok'


def test_invalid(ctl):
    """what is no name is a finding too, in clean form"""
    ctl.resolver(peer.Zone())
    for name in ('a_b.example', 'x' * 300, '192.0.2.1', '*.kite.example', 'b\x1b[31md.example',
                 'localhost', '', b'\xff.example', 'a' * 100000):
        found = check(ctl, name, status=ATTENTION)
        assert (found['verdict'], found['host'], found['unicode']) == ('wrong', None, None)
        assert [one['id'] for one in found['findings']] == ['name.invalid']
        result = ctl('name', 'check', name, '--provider', 'pexip', status=ATTENTION)
        assert '\033' not in result.out and len(result.out) < 2000, result
        assert result.lines[0].endswith(': refused')


def test_delegated(ctl):
    """a zone of its own is an apex although the public suffix list does not know it"""
    ctl.resolver(peer.Zone('kite.example', 'shop.kite.example'))
    found = check(ctl, 'shop.kite.example', status=ATTENTION)
    assert [one['id'] for one in found['findings']] == ['name.apex']
    assert 'probably' not in found['findings'][0]['text']
    assert check(ctl, 'cp.shop.kite.example')['verdict'] == 'ok'
    # An own server needs no CNAME.
    assert check(ctl, 'shop.kite.example', 'own-server')['verdict'] == 'ok'


def test_offline(ctl):
    """where nobody answers the public suffix list decides"""
    ctl.resolver(peer.Zone())
    ctl.options[-1] = f'https://localhost:{peer.closed_port()}/dns-query'
    assert check(ctl, 'cp.kite.example')['verdict'] == 'ok'
    for name, fix in (('kite.example', 'cp.kite.example'), ('kite.co.uk', 'cp.kite.co.uk'),
                      ('co.uk', 'own domain')):
        finding = check(ctl, name, status=ATTENTION)['findings'][0]
        assert finding['id'] == 'name.apex' and fix in finding['fix'], finding
        # Nobody has said so: the list is only what is usual.
        assert 'probably' in finding['text'] and 'cp.co.uk' not in finding['fix'], finding


class List:
    """Google's list, reached as the real one is: by its name, through this machine's proxy."""

    def __init__(self, ctl, host):
        self.listed, self.ctl = [], ctl
        self.server = peer.JsonServer(ctl.pki, host, self.answer)
        self.proxy = peer.Proxy({host: self.server.port})
        ctl.peers += [self.server, self.proxy]
        ctl.env.update(https_proxy=self.proxy.url, no_proxy='localhost,127.0.0.1',
                       KEYPLATE_PASSPHRASE_FILE=ctl.path('passphrase', 'correct horse'))
        # The library that reads where the proxy is (0.5) keeps a little of that for itself; a
        # fork has the options of its parent.
        if 'ASAN_OPTIONS' in ctl.env:
            ctl.env['ASAN_OPTIONS'] += ':detect_leaks=0'
            ctl.forks = None

    def answer(self, path):
        hashes = [base64.b64encode(hashlib.sha256((name + '/').encode()).digest()).decode()
                  for name in self.listed]
        if path.startswith('/v5/'):
            found = [{'fullHash': one, 'fullHashDetails': [{'threatType': 'SOCIAL_ENGINEERING'}]}
                     for one in hashes]
            return json.dumps({'fullHashes': found, 'cacheDuration': '300s'})
        return json.dumps({'threats': [{'hash': one, 'threatTypes': ['MALWARE']}
                                       for one in hashes]})

    def choose(self, name):
        self.ctl('settings', 'set', 'unsafe-lookup', name, '--key-file',
                 self.ctl.path('key', 'AIzaSyExample\n'))


def test_unsafe(ctl):
    """a name on the list that was chosen is refused, told as a suspicion; names never leave"""
    ctl.resolver(peer.Zone('kite.example'))
    for service, host, questions in (('safe-browsing', 'safebrowsing.googleapis.com', 1),
                                     ('web-risk', 'webrisk.googleapis.com', 2)):
        unsafe = List(ctl, host)
        unsafe.choose(service)
        assert check(ctl, 'cp.kite.example')['findings'] == []
        assert len(unsafe.server.requests) == questions
        unsafe.listed = ['kite.example']
        found = check(ctl, 'cp.kite.example', status=ATTENTION)
        assert found['verdict'] == 'wrong'
        finding, = found['findings']
        assert (finding['id'], finding['severity']) == ('name.suspected-unsafe', 'wrong')
        for part in ('“kite.example”', 'suspected', 'may be', 'Advisory provided by Google'):
            assert part in finding['text'], finding
        ctl('name', 'check', 'cp.kite.example', '--provider', 'cloud-office',
            status=ATTENTION).has('cp.kite.example: refused', 'name.suspected-unsafe')
        assert set(unsafe.proxy.asked) == {host}
        for path, headers in unsafe.server.requests:
            assert 'kite' not in path and 'AIza' not in path
            assert headers['X-Goog-Api-Key'] == 'AIzaSyExample'
        # A name that is refused anyhow is nobody's business.
        before = len(unsafe.server.requests)
        check(ctl, 'kite.example', status=ATTENTION)
        assert len(unsafe.server.requests) == before


def test_unsafe_unknown(ctl):
    """what can't be looked up is said with its reason, and refuses nothing"""
    ctl.resolver(peer.Zone('kite.example'))
    unsafe = List(ctl, 'webrisk.googleapis.com')

    def reason(part):
        found = check(ctl, 'cp.kite.example')
        finding, = found['findings']
        assert (found['verdict'], finding['id']) == ('ok', NOT_ASKED)
        assert part in finding['text'], finding

    reason('no list is chosen')
    ctl('settings', 'set', 'unsafe-lookup', 'web-risk')
    reason('no key for it was entered')
    unsafe.choose('web-risk')
    unsafe.server.status = 403
    reason('refuses the key')
    unsafe.server.status = 200
    unsafe.proxy.ports.clear()
    reason('not known')
    del ctl.env['KEYPLATE_PASSPHRASE_FILE']
    reason('can’t be read')
    assert unsafe.proxy.asked == ['webrisk.googleapis.com'] * len(unsafe.proxy.asked)


def test_unsafe_secure(ctl):
    """a site whose name is on the list is not secured; that nobody could be asked is only said"""
    ctl.resolver(peer.Zone('kite.example'))
    ctl('site', 'add', 'cp.kite.example', '--provider', 'cloud-office')
    unsafe = List(ctl, 'webrisk.googleapis.com')
    unsafe.choose('web-risk')
    unsafe.listed = ['kite.example']
    ctl.fails('secure', 'cp.kite.example', status=ATTENTION, code='name.suspected-unsafe').says(
        'suspected')
    ctl.fails('job', 'show', 'cp.kite.example', code='no-job')
    assert set(unsafe.proxy.asked) == {'webrisk.googleapis.com'}
    unsafe.server.status = 403
    ctl('secure', 'cp.kite.example').has('refuses the key', 'Name checked')


def test_wrong(ctl):
    """without a name or a provider the command is wrong"""
    ctl.fails('name', 'check', '--provider', 'pexip', code='missing-argument', argument='HOST')
    ctl.fails('name', 'check', 'cp.kite.example', code='missing-option', argument='--provider')
    ctl.fails('name', 'check', 'cp.kite.example', '--provider', 'x', code='unknown-provider')
    ctl.fails('name', 'check', 'a.example', 'b.example', '--provider', 'pexip',
              code='extra-argument', argument='b.example')


main(globals())
