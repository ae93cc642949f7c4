# SPDX-License-Identifier: GPL-3.0-or-later
"""name check: the rules of a provider, the apex by SOA, offline by the public suffix list."""

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


def test_wrong(ctl):
    """without a name or a provider the command is wrong"""
    ctl.fails('name', 'check', '--provider', 'pexip', code='missing-argument', argument='HOST')
    ctl.fails('name', 'check', 'cp.kite.example', code='missing-option', argument='--provider')
    ctl.fails('name', 'check', 'cp.kite.example', '--provider', 'x', code='unknown-provider')
    ctl.fails('name', 'check', 'a.example', 'b.example', '--provider', 'pexip',
              code='extra-argument', argument='b.example')


main(globals())
