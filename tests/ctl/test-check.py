# SPDX-License-Identifier: GPL-3.0-or-later
"""check: its JSON, its exit status, and what it does when nobody answers or waits."""

import json
import os
import re
import signal
import time

import peer
from harness import (ATTENTION, CHECK, COULD_NOT, ERROR, FINE, SITES, USAGE, main, match,
                     parse)

# What a monitoring system takes the statuses for, with --nagios.
OKAY, WARNING, CRITICAL, UNKNOWN = range(4)
HOST = 'cp.kite.example'
TARGET = 'pl-10.admin.emailsrvr.com'
# Seconds until who says nothing is given up; with a sanitizer who does answer needs more, too.
SHORT = '4' if os.environ.get('KEYPLATE_TEST_PATIENCE') else '1'


def zone_of(*names):
    zone = peer.Zone('kite.example', 'emailsrvr.com', 'example')
    zone.set(TARGET, ('A', '127.0.0.1'))
    for name in names:
        zone.set(name, ('CNAME', TARGET))
    return zone


def make_good(ctl, host=HOST, kind='valid', zone=None):
    """A site that leads to its target, where HOST is served."""
    zone = zone or zone_of(host)
    ctl.resolver(zone)
    server = ctl.serve(host, kind)
    site = f'{host}:{server.port}'
    ctl('site', 'add', site, '--provider', 'cloud-office', '--target', TARGET,
        '--customer', 'Kite Travel')
    return site, server, zone


def same(one, other, path='$'):
    if isinstance(one, dict):
        for name, value in one.items():
            same(value, other[name], f'{path}.{name}')
    elif isinstance(one, list) and len(one) == len(other):
        for number, value in enumerate(one):
            same(value, other[number], f'{path}[{number}]')
    else:
        assert one == other, f'{path}: {one!r}, {other!r}'


def test_locked(ctl):
    """a site that leads to its target and serves a good certificate is locked, in every field"""
    site, server, zone = make_good(ctl)
    document = ctl('check', site, '--json').json(CHECK)
    assert len(document['sites']) == 1
    found = document['sites'][0]
    assert (found['site'], found['unicode'], found['port']) == (HOST, HOST, server.port)
    assert (found['customer'], found['provider']) == ('Kite Travel', 'cloud-office')
    assert (found['proxied'], found['job'], found['expiring']) == (False, None, False)
    assert (found['lock'], found['until']) == ('locked', None)
    assert found['last_locked'] == found['checked_at'] >= document['checked_at']
    dns = found['dns']
    assert (dns['verdict'], dns['expected'], len(dns['resolvers'])) == ('ok', TARGET, 1)
    answer = dns['resolvers'][0]
    assert answer['url'] in ctl.options and answer['source'] == 'doh'
    assert (answer['verdict'], answer['cname'], answer['addresses'], answer['error']) == \
        ('ok', [TARGET], ['127.0.0.1'], None)
    assert 290 <= answer['ttl'] <= 300
    assert answer['authenticated'] is False
    certificate = found['certificate']
    assert (certificate['verdict'], certificate['subject_alt_names']) == ('ok', [HOST])
    assert (certificate['root'], certificate['protocol']) == ('extra', 'TLS1.3')
    assert certificate['not_before'] < found['checked_at'] < certificate['not_after']
    assert certificate['days_left'] == 60
    assert certificate['issuer'] and certificate['spki_sha256'] != certificate['sha256']
    address = certificate['addresses'][0]
    assert (address['address'], address['verdict']) == ('127.0.0.1', 'ok')
    assert (address['sha256'], address['error']) == (certificate['sha256'], None)
    ids = {finding['id']: finding['severity'] for finding in found['findings']}
    assert ids['dns.ok'] == ids['tls.ok'] == ids['tls.private-root'] == 'note'
    assert 'wrong' not in ids.values()
    assert (HOST, 'A') in zone.asked and (HOST, 'CAA') in zone.asked and server.count == 1


def test_stored(ctl):
    """what check found stands in the store, field by field, and nobody is asked again"""
    site, server, _ = make_good(ctl)
    checked = ctl('check', '--json').json(CHECK)['sites']
    shown = ctl('site', 'show', site, '--json').json(SITES)['sites']
    same(shown, checked)
    same(ctl.sites(), checked)
    assert server.count == 1


def test_unlocked(ctl):
    """a finding that is wrong is status 1, and says what, why and what to do"""
    zone = zone_of(HOST)
    zone.set(HOST, ('A', '127.0.0.2'))
    site, _, _ = make_good(ctl, zone=zone)
    found = ctl('check', site, '--json', status=ATTENTION).json(CHECK)['sites'][0]
    assert (found['lock'], found['dns']['verdict'], found['last_locked']) == \
        ('unlocked', 'wrong', None)
    finding = found['findings'][0]
    assert (finding['id'], finding['severity'], finding['until']) == \
        ('dns.a-record', 'wrong', None)
    assert HOST in finding['text'] and TARGET in finding['fix'] and finding['title']
    assert (found['next_action']['who'], found['next_action']['overdue']) == ('customer', False)
    result = ctl('check', site, status=ATTENTION).has('unlocked', 'dns.a-record', TARGET)
    assert not result.err


def test_addresses(ctl):
    """an address that is the name's and the target's is told once, as it is judged"""
    zone = zone_of(HOST)
    zone.set(HOST, ('A', '127.0.0.1'), ('A', '127.0.0.2'))
    site, _, _ = make_good(ctl, zone=zone)
    found = ctl('check', site, '--json', status=ATTENTION).json(CHECK)['sites'][0]
    addresses = found['certificate']['addresses']
    assert [(one['address'], one['judged']) for one in addresses] == \
        [('127.0.0.1', True), ('127.0.0.2', False)], addresses
    for command in (('check', site), ('site', 'show', site)):
        lines = ctl(*command, status=ATTENTION if command[0] == 'check' else FINE).lines
        shown = [line.split()[0] for line in lines if re.match(r' +127\.0\.0\.[12] ', line)]
        assert shown == ['127.0.0.1', '127.0.0.2'], lines


def own_profile(ctl, target):
    """A profile of the user's own, whose sites must lead to TARGET; its file."""
    folder = os.path.join(ctl.data, 'providers')
    os.makedirs(folder, mode=0o700, exist_ok=True)
    return ctl.path(os.path.join(folder, 'mine.json'), json.dumps({
        'id': 'mine', 'name': 'My Host', 'noun': 'Site', 'jobs': ['secure'],
        'target': {'kind': 'fixed', 'name': target}, 'key': 'provider',
        'renewal': {'by': 'provider', 'days-early': 30}, 'certificate': 'unknown',
        'proxies': False, 'channel': {'kind': 'email'}, 'bundle': 'pem-leaf-first',
        'days': {'answer': 1, 'ca': 1, 'install': 1, 'margin': 7}}))


def test_fix(ctl):
    """a fix can be followed: it names what is there, and the plan says what to type"""
    zone = zone_of()
    site, _, _ = make_good(ctl, zone=zone)
    finding = ctl('check', site, '--json', status=ATTENTION).json(CHECK)['sites'][0]['findings'][0]
    assert finding['id'] == 'dns.missing'
    assert finding['fix'] == f'Have a CNAME made from cp to {TARGET}.'
    ctl('site', 'show', site).has('Then make this record:', 'CNAME', 'Host: cp\n', HOST, TARGET)
    assert 'Remove these' not in ctl('site', 'show', site).out
    zone.set(HOST, ('A', '127.0.0.2'))
    finding = ctl('check', site, '--json', status=ATTENTION).json(CHECK)['sites'][0]['findings'][0]
    assert 'removed' in finding['fix'] and 'Copy' not in finding['fix']
    shown = ctl('site', 'show', site).has('Remove these records first', '127.0.0.2',
                                          f'{HOST}. 3600 IN CNAME {TARGET}.')
    assert shown.out.index('Remove these') < shown.out.index('Then make')
    zone.set(HOST)
    found = ctl('check', 'my.kite.example', '--provider', 'cloud-office', '--json',
                status=ATTENTION).json(CHECK)['sites'][0]['findings']
    fixes = {one['id']: one['fix'] for one in found}
    assert 'address record' not in fixes['dns.missing'] and 'site.no-target' in fixes
    # Once it is right there is nothing to do.
    zone.set(HOST, ('CNAME', TARGET))
    ctl('check', site)
    assert 'record:' not in ctl('site', 'show', site).out


def test_broken_profile(ctl):
    """a site whose profile can't be read is never locked, and the file is named"""
    zone = zone_of()
    zone.set(TARGET, ('A', '127.0.0.2'))
    zone.set(HOST, ('A', '127.0.0.1'))
    ctl.resolver(zone)
    site = f'{HOST}:{ctl.serve(HOST).port}'
    path = own_profile(ctl, TARGET)
    ctl('site', 'add', site, '--provider', 'mine')
    found = ctl('check', site, '--json', status=ATTENTION).json(CHECK)['sites'][0]
    assert (found['lock'], found['findings'][0]['id']) == ('unlocked', 'dns.a-record')

    ctl.path(path, '{ broken }')
    result = ctl('check', site, '--json', status=COULD_NOT).says(f'keyplatectl: {path}:1: ')
    found = result.json(CHECK)['sites'][0]
    assert (found['lock'], found['next_action']['who']) == ('unknown', 'you')
    finding = next(one for one in found['findings'] if one['id'] == 'site.no-profile')
    assert finding['severity'] == 'unknown'
    assert 'mine' in finding['text'] and path in finding['text'] and path in finding['fix']
    result = ctl('check', site, status=COULD_NOT).says(path).has('site.no-profile', path)
    os.remove(path)
    result = ctl('check', site, status=COULD_NOT).has('site.no-profile', 'mine.json')
    assert not result.err and path not in result.out


def test_edited_profile(ctl):
    """after a profile was edited the table, the filter and each site's details say the same"""
    zone = zone_of(HOST)
    site, _, _ = make_good(ctl, zone=zone)
    path = own_profile(ctl, TARGET)
    ctl('site', 'set', site, '--provider', 'mine', '--target', '')
    ctl('check', site)
    assert [one['lock'] for one in ctl.sites('--lock', 'locked')] == ['locked']
    for target, lock, other in (('mpg.vp.vc', 'unlocked', 'locked'),
                                (TARGET, 'locked', 'unlocked')):
        own_profile(ctl, target)
        ctl('site', 'list', '--lock', lock).has(lock, HOST)
        assert ctl.sites('--lock', other) == []
        assert [one['lock'] for one in ctl.sites('--lock', lock)] == [lock]
        assert ctl('site', 'show', site, '--json').json(SITES)['sites'][0]['lock'] == lock
    os.remove(path)
    ctl('site', 'list').has('unknown', 'Could not ask')
    assert [one['lock'] for one in ctl.sites('--lock', 'unknown')] == ['unknown']


def test_expired(ctl):
    """an expired certificate is wrong, its days are negative, and the table says that it ended"""
    site, _, _ = make_good(ctl, kind='expired')
    found = ctl('check', site, '--json', status=ATTENTION).json(CHECK)['sites'][0]
    # Three and a half days ago.
    assert found['lock'] == 'unlocked' and found['certificate']['days_left'] == -4
    assert found['findings'][0]['id'] == 'tls.expired'
    assert ctl('site', 'list').lines[1].split()[-2:] == ['ended', 'now']


def test_refused(ctl):
    """a port that refuses is an answer, and wrong"""
    ctl.resolver(zone_of(HOST))
    site = f'{HOST}:{peer.closed_port()}'
    ctl('site', 'add', site, '--provider', 'cloud-office', '--target', TARGET)
    found = ctl('check', site, '--json', status=ATTENTION).json(CHECK)['sites'][0]
    assert found['lock'] == 'unlocked' and found['findings'][0]['id'] == 'tls.refused'
    address = found['certificate']['addresses'][0]
    assert address['sha256'] is None and address['error']
    assert found['certificate']['issuer'] is None and found['certificate']['root'] is None
    assert found['certificate']['days_left'] is None


def test_silent(ctl):
    """where no address answers the lock is unknown, and the status 3"""
    site, server, _ = make_good(ctl)
    server.silent = True
    told = ctl('check', site, '--json', '--timeout', SHORT, status=COULD_NOT).json(CHECK)
    found = told['sites'][0]
    assert found['lock'] == 'unknown' and found['certificate']['verdict'] == 'unknown'
    assert 'tls.no-answer' in [finding['id'] for finding in found['findings']]


def test_no_resolver(ctl):
    """where no resolver answers the status is 3, and a way out is offered"""
    site, _, _ = make_good(ctl)
    ctl.options[ctl.options.index('--resolver') + 1] = \
        f'https://localhost:{peer.closed_port()}/dns-query'
    result = ctl('check', site, '--json', status=COULD_NOT).says('system-resolver yes')
    found = result.json(CHECK)['sites'][0]
    assert (found['lock'], found['dns']['verdict']) == ('unknown', 'unknown')
    answer = found['dns']['resolvers'][0]
    assert (answer['verdict'], answer['ttl'], answer['addresses']) == ('unknown', None, [])
    assert answer['error']
    told = ctl('check', site, '--nagios', status=UNKNOWN)
    assert told.out.startswith(f'KEYPLATE UNKNOWN - 1 of 1 could not be checked: {site} | '), told


def test_one_silent(ctl):
    """one silent resolver of two changes no lock"""
    site, _, zone = make_good(ctl)
    ctl.resolver(zone).silent = True
    found = ctl('check', site, '--json', '--timeout', SHORT).json(CHECK)['sites'][0]
    assert found['lock'] == 'locked'
    assert [one['verdict'] for one in found['dns']['resolvers']] == ['ok', 'unknown']


def test_precedence(ctl):
    """status 1 comes before 3, and 2 before both"""
    zone = zone_of(HOST, 'quiet.kite.example')
    site, _, _ = make_good(ctl, zone=zone)
    server = ctl.serve('quiet.kite.example')
    server.silent = True
    quiet = f'quiet.kite.example:{server.port}'
    ctl('site', 'add', quiet, '--provider', 'cloud-office', '--target', TARGET)
    ctl('check', quiet, '--timeout', SHORT, status=COULD_NOT)
    assert ctl('check', site, '--nagios').out == \
        'KEYPLATE OK - 1 site is fine | locked=1 pending=0 unlocked=0 unknown=0\n'
    ctl('settings', 'set', 'expiring-days', '90')
    told = ctl('check', site, '--nagios', status=WARNING).out
    assert told.startswith(f'KEYPLATE WARNING - 1 of 1 needs attention: {site} | locked=1 '), told
    zone.set(HOST)
    told = ctl('check', '--nagios', '--timeout', SHORT, status=CRITICAL)
    assert told.out == f'KEYPLATE CRITICAL - 1 of 2 not secured: {site} | ' \
                       'locked=0 pending=0 unlocked=1 unknown=1\n', told
    locks = {found['site']: found['lock'] for found in
             ctl('check', '--json', '--timeout', SHORT, status=ATTENTION).json(CHECK)['sites']}
    assert locks == {HOST: 'unlocked', 'quiet.kite.example': 'unknown'}
    ctl.fails('check', quiet, site, 'other.kite.example', '--timeout', SHORT, status=USAGE,
              code='unknown-site', argument='other.kite.example')
    both = ctl('check', '--nagios', '--json', status=USAGE).says('--nagios')
    assert both.json(ERROR)['error']['argument'] == '--nagios', both
    told = ctl('check', 'other.kite.example', '--nagios', status=UNKNOWN).says('unknown site')
    assert told.out == 'KEYPLATE UNKNOWN - the check could not run\n', told


def test_foreign_provider(ctl):
    """--provider checks hosts that are not in the store, and does not add them"""
    zone = zone_of(HOST)
    ctl.resolver(zone)
    server = ctl.serve(HOST)
    site = f'{HOST}:{server.port}'
    ctl.fails('check', site, code='unknown-site', argument=site)
    found = ctl('check', site, '--provider', 'own-server', '--json').json(CHECK)['sites'][0]
    assert (found['lock'], found['provider'], found['customer']) == ('locked', 'own-server', None)
    assert (found['dns']['expected'], found['note']) == (None, '')
    found = ctl('check', site, '--provider', 'cloud-office', '--target', TARGET,
                '--json').json(CHECK)['sites'][0]
    assert (found['lock'], found['dns']['expected']) == ('locked', TARGET)
    found = ctl('check', site, site, '--provider', 'cloud-office', '--json',
                status=ATTENTION).json(CHECK)['sites']
    assert len(found) == 1 and found[0]['findings'][0]['id'] == 'site.no-target'
    assert ctl.sites() == []


def test_foreign_target(ctl):
    """--target alone says where a host must point"""
    zone = zone_of(HOST)
    zone.set('other.example', ('A', '127.0.0.2'))
    ctl.resolver(zone)
    server = ctl.serve(HOST)
    site = f'{HOST}:{server.port}'
    found = ctl('check', site, '--target', TARGET + '.', '--json').json(CHECK)['sites'][0]
    assert found['lock'] == 'locked'
    found = ctl('check', site, '--target', 'other.example', '--json',
                status=ATTENTION).json(CHECK)['sites'][0]
    assert found['findings'][0]['id'] == 'dns.wrong-target'
    ctl.fails('check', site, '--target', 'no target', status=USAGE, argument='--target')
    ctl.fails('check', site, '--provider', 'nobody', code='unknown-provider',
              argument='--provider')
    ctl.fails('check', site, '--provider', 'cloud-office', '--target', 'other.example',
              status=USAGE, argument='--target')
    ctl.fails('check', 'no_host', '--provider', 'own-server', status=ATTENTION,
              code='name.invalid', argument='no_host')


def test_options_of_stored(ctl):
    """--provider and --target win over what is stored for the host, for this run alone"""
    zone = zone_of(HOST)
    site, server, _ = make_good(ctl, zone=zone)
    ctl('check', site)
    before = ctl.sites()
    found = ctl('check', site, '--target', 'pl-11.admin.emailsrvr.com', '--json',
                status=ATTENTION).json(CHECK)['sites'][0]
    assert (found['lock'], found['dns']['expected'], found['provider'], found['customer']) == \
        ('unlocked', 'pl-11.admin.emailsrvr.com', 'cloud-office', 'Kite Travel')
    found = ctl('check', site, '--provider', 'pexip', '--json',
                status=ATTENTION).json(CHECK)['sites'][0]
    assert (found['lock'], found['dns']['expected'], found['provider']) == \
        ('unlocked', 'mpg.vp.vc', 'pexip')
    ctl.fails('check', site, '--target', 'other.example', status=USAGE, argument='--target')
    same(ctl.sites(), before)
    # What is stored already is no other question: the answer is kept.
    found = ctl('check', site, '--provider', 'cloud-office', '--json').json(CHECK)['sites'][0]
    assert found['lock'] == 'locked'
    assert ctl.sites()[0]['checked_at'] == found['checked_at']
    # HOST alone is port 443, whatever other port of it is stored.
    for text in (HOST, f'https://{HOST}/'):
        found = ctl('check', text, '--target', TARGET, '--timeout', SHORT, '--json',
                    status=None).json(CHECK)['sites'][0]
        assert (found['port'], found['customer']) == (443, None)
    assert ctl('check', HOST, '--json').json(CHECK)['sites'][0]['port'] == server.port


def test_foreign_refused(ctl):
    """a host that the provider refuses is told so, as when it is added; DNS is not asked"""
    zone = zone_of(HOST)
    ctl.resolver(zone)
    for arguments in (('check',), ('site', 'add')):
        ctl.fails(*arguments, 'my.mymailsrvr.com', '--provider', 'cloud-office',
                  status=ATTENTION, code='name.refused-domain', argument='my.mymailsrvr.com')
    assert not zone.asked
    # DNS itself says what the top of a zone is.
    found = ctl('check', 'kite.example', '--provider', 'cloud-office', '--target', TARGET,
                '--json', status=ATTENTION).json(CHECK)['sites'][0]
    assert found['findings'][0]['id'] == 'dns.apex'


def test_mixed(ctl):
    """stored and other hosts in one run: one document, each once"""
    zone = zone_of(HOST, 'new.kite.example')
    site, _, _ = make_good(ctl, zone=zone)
    server = ctl.serve('new.kite.example')
    new = f'new.kite.example:{server.port}'
    found = ctl('check', site, new, site.upper(), '--target', TARGET, '--json').json(CHECK)
    assert [(one['site'], one['lock']) for one in found['sites']] == \
        [(HOST, 'locked'), ('new.kite.example', 'locked')]
    assert len(ctl.sites()) == 1


def test_options_win(ctl):
    """options win over what is saved, a named resolver over the system's too"""
    site, _, _ = make_good(ctl)
    dead = f'https://localhost:{peer.closed_port()}/dns-query'
    options, ctl.options = ctl.options, []
    ctl('settings', 'set', 'resolvers', dead)
    ctl('settings', 'set', 'system-resolver', 'yes')
    found = ctl('check', site, '--timeout', SHORT, '--json', status=COULD_NOT).json(CHECK)
    assert found['sites'][0]['dns']['resolvers'][0]['source'] == 'system'
    # Who asks this computer's own already is not told to.
    result = ctl('check', site, '--timeout', SHORT, status=COULD_NOT).says('system-resolver no')
    assert 'system-resolver yes' not in result.err
    found = ctl('check', site, *options, '--json').json(CHECK)
    assert found['sites'][0]['lock'] == 'locked'
    assert ctl('settings', 'get', 'resolvers').out == dead + '\n'


def test_saved_settings(ctl):
    """without options the saved settings are used"""
    site, _, _ = make_good(ctl)
    url = ctl.options[ctl.options.index('--resolver') + 1]
    ctl.options = []
    for name, value in (('resolvers', url), ('trust-connections', ctl.pki.root),
                        ('trust-sites', ctl.pki.root), ('plain-port', '0')):
        ctl('settings', 'set', name, value)
    found = ctl('check', site, '--json').json(CHECK)['sites'][0]
    assert (found['lock'], found['certificate']['root']) == ('locked', 'extra')
    ctl('settings', 'set', 'trust-sites', '')
    found = ctl('check', site, '--json', status=ATTENTION).json(CHECK)['sites'][0]
    assert found['findings'][0]['id'] == 'tls.untrusted'


def test_system_resolver(ctl):
    """with the setting, this machine's resolver is asked and marked"""
    site, _, zone = make_good(ctl)
    server = peer.NameServer(zone)
    ctl.peers.append(server)
    ctl('settings', 'set', 'system-resolver', 'yes')
    ctl.options = ['--trust', ctl.pki.root, '--plain-port', '0']
    found = ctl('check', site, '--json', status=COULD_NOT).json(CHECK)['sites'][0]
    assert [one['error'] for one in found['dns']['resolvers']] == ['This system has no name server']
    ctl.env['KEYPLATE_NAME_SERVERS'] = server.address
    found = ctl('check', site, '--json').json(CHECK)['sites'][0]
    assert [one['source'] for one in found['dns']['resolvers']] == ['system']
    assert found['lock'] == 'locked'


def test_split_horizon(ctl):
    """where this machine's resolver answers otherwise the others decide, and a note tells"""
    site, _, _ = make_good(ctl)
    inside = zone_of()
    inside.set(HOST, ('A', '10.0.0.1'))
    server = peer.NameServer(inside)
    ctl.peers.append(server)
    ctl.env['KEYPLATE_NAME_SERVERS'] = server.address
    found = ctl('check', site, '--json').json(CHECK)['sites'][0]
    assert found['lock'] == 'locked'
    assert 'dns.split-horizon' in [finding['id'] for finding in found['findings']]


def test_propagation(ctl):
    """a record that changes: unlocked, pending until the old one is gone, locked"""
    old, new = zone_of(), zone_of(HOST)
    old.set(HOST, ('A', '127.0.0.2', 3600))
    site, _, _ = make_good(ctl, zone=old)
    second = ctl.resolver(old)
    ctl('check', site, status=ATTENTION)
    # The change must be seen to come later, and time is told in seconds.
    time.sleep(1.1)
    second.zone = new
    found = ctl('check', site, '--json').json(CHECK)['sites'][0]
    assert found['lock'] == 'pending'
    finding = found['findings'][0]
    assert (finding['id'], finding['severity']) == ('dns.propagating', 'waiting')
    seen = time.strptime(found['checked_at'], '%Y-%m-%dT%H:%M:%SZ')
    until = time.strptime(found['until'], '%Y-%m-%dT%H:%M:%SZ')
    assert 3590 <= time.mktime(until) - time.mktime(seen) <= 3610
    assert finding['until'] == found['until']
    old.set(HOST, ('CNAME', TARGET))
    found = ctl('check', site, '--json').json(CHECK)['sites'][0]
    assert (found['lock'], found['until']) == ('locked', None)


def test_table(ctl):
    """more than three sites are a table and a sum"""
    zone = zone_of(HOST)
    site, server, _ = make_good(ctl, zone=zone)
    for name in ('a', 'b', 'c'):
        zone.set(f'{name}.kite.example', ('CNAME', TARGET))
        ctl('site', 'add', f'{name}.kite.example:{server.port}', '--provider', 'cloud-office',
            '--target', TARGET)
    result = ctl('check', status=ATTENTION)
    assert len(result.lines) == 6, result
    assert result.lines[-1] == '4 sites: 3 unlocked, 0 pending, 0 unknown, 1 locked'
    assert result.lines[0].split()[:3] == ['LOCK', 'SITE', 'STATUS']
    assert '\033' not in result.out
    # Aligned: every row has the second column where the heading has it.
    column = result.lines[0].index('SITE')
    assert all(line[column - 1] == ' ' and line[column] != ' ' for line in result.lines[:-1])
    assert site in result.lines[4], result


def test_progress(ctl):
    """progress is drawn on a terminal, then taken away; elsewhere there is none"""
    site, _, _ = make_good(ctl)
    drawn = ctl.terminal('check', site)
    assert 'Checking 0 of 1…' in drawn and '\r\033[K' in drawn
    last = drawn.rindex('\r\033[K')
    assert 'Checking' not in drawn[last:], drawn
    assert f'{site}: \033[32mlocked\033[0m' in drawn, drawn
    plain = ctl.terminal('check', site, env={'NO_COLOR': '1'})
    assert f'{site}: locked' in plain, plain
    assert not ctl('check', site).err
    # stdout is for the document even where stderr is a terminal.
    assert 'locked' not in ctl.terminal('check', site, '--json', stdout=False)


def interrupt(ctl, number, *arguments):
    """Starts a check of one good and many silent sites and sends NUMBER when it waits."""
    zone = zone_of(HOST)
    site, _, _ = make_good(ctl, zone=zone)
    server = ctl.serve('quiet.kite.example')
    server.silent = True
    for i in range(5):
        zone.set(f'q{i}.kite.example', ('CNAME', TARGET))
        ctl('site', 'add', f'q{i}.kite.example:{server.port}', '--provider', 'cloud-office',
            '--target', TARGET)
    process = ctl.start('check', '--timeout', '100', *arguments)
    end = time.monotonic() + 60
    while not (server.count >= 5 and ctl('site', 'show', site).out.startswith(f'{site}: locked')):
        assert time.monotonic() < end and process.poll() is None
        time.sleep(0.1)
    process.send_signal(number)
    out, err = process.communicate(timeout=30)
    return site, process.returncode, out.decode(), err.decode()


def test_interrupted(ctl):
    """Ctrl+C keeps what was checked, shows it, and ends with 3"""
    site, status, out, err = interrupt(ctl, signal.SIGINT)
    assert status == COULD_NOT, (status, out, err)
    assert err == 'keyplatectl: check: interrupted after 1 of 6 sites; what was checked is saved\n'
    assert re.search(rf'^locked +{site} ', out, re.M), out
    assert out.endswith('1 site: 0 unlocked, 0 pending, 0 unknown, 1 locked\n'), out
    locks = [one['lock'] for one in ctl.sites()]
    assert sorted(locks) == ['locked'] + ['unknown'] * 5
    assert sorted(os.listdir(ctl.data)) == ['keyplate.db']


def test_ended(ctl):
    """so does SIGTERM, and with --json it is still one document"""
    site, status, out, err = interrupt(ctl, signal.SIGTERM, '--json')
    document = parse(out)
    match(document, CHECK)
    assert status == COULD_NOT and len(err.splitlines()) == 1
    assert [f"{one['site']}:{one['port']}" for one in document['sites']] == [site]


def test_reader_gone(ctl):
    """a reader who has enough of stdout is no crash, and the check is still saved"""
    make_good(ctl)
    process = ctl.start('check')
    process.stdout.close()
    process.wait(60)
    err = process.stderr.read()
    process.stderr.close()
    assert (process.returncode, err) == (FINE, b''), (process.returncode, err)
    assert ctl.sites()[0]['lock'] == 'locked'


def test_bad_options(ctl):
    """values that options can't have are status 2, whatever the command"""
    for option, value in (('--timeout', '0'), ('--timeout', 'soon'), ('--timeout', '-1'),
                          ('--timeout', '1e9'), ('--jobs', '-1'), ('--jobs', '1001'),
                          ('--plain-port', '65536'), ('--plain-port', '-1'),
                          ('--resolver', 'http://localhost/'), ('--resolver', 'localhost'),
                          ('--resolver', ''), ('--resolver', 'https://a/ https://a/')):
        for command in (['check'], ['provider', 'list'], ['site', 'list']):
            ctl.fails(*command, option, value, argument=option)
    ctl.fails('check', '--trust', ctl.path('absent'), status=COULD_NOT, code='file')
    ctl.fails('check', '--trust', ctl.path('text', 'no roots'), code='value', argument='--trust')
    ctl.fails('check', '--trust', ctl.folder, status=COULD_NOT, code='file')


def test_empty(ctl):
    """an empty store is nothing wrong"""
    assert ctl('check', '--json').json(CHECK)['sites'] == []
    ctl('check').has('No sites yet.')


main(globals())
