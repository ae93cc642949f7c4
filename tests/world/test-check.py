# SPDX-License-Identifier: GPL-3.0-or-later
"""test-check.py KEYPLATECTL [NAME…]: the whole way, from real servers to the lock (TAP).

The portfolio of the loopback world is checked with keyplatectl and must say what its columns
*lock* and *findings* say. Then the world changes, and one check after the other must follow;
nothing is ever started anew. Each of those tests has a site of its own, of those that are
generated: no resolver has asked for it before."""

import inspect
import os
import signal
import sys
import tempfile
import traceback

from desk import ATTENTION, COULD_NOT, FINE, RESOLVERS, Desk, World, moment, wait

TARGET = 'pl-10.admin.emailsrvr.com'
LEADS = ('CNAME', TARGET + '.')
PLACES = ('127.0.1.11', '127.0.1.12')  # of the target
OLD = ('A', '127.0.1.41')
CHANGES, NEW, AWAY, ONE, NONE, RENEWED, ENDS, *MANY = (
    f'cp.d{i:05}.example' for i in range(12))
# Seconds within which a latest time must be right: it is told in whole ones.
EXACT = 2
DAY = 86400


def add_good(desk, host):
    """A site that is served and leads to its target."""
    desk.add(host)
    return desk.check_one(host, status=FINE).expect('locked', 'dns.ok', 'tls.ok')


def test_portfolio(desk, world):
    """a first check of the portfolio says what is true of every site"""
    truth = [row for row in world.truth() if row['note'] != 'generated']
    desk.ctl('site', 'import', world.env['WORLD_CSV'])
    # Some are wrong; one is silent, which alone would be COULD_NOT.
    seen = desk.check(*(row['host'] for row in truth), status=ATTENTION, timeout=6)
    assert len(truth) == len(seen) > 50
    wrong = []
    for row in truth:
        site, expected = seen[row['host']], row['findings'].split()
        named = set(expected)
        if (site.lock != row['lock'] or not named <= set(site.findings)
                or not site.opening() <= named):
            wrong.append(f'{row["host"]}: {site.lock}, {site.severities()}\n'
                         f'  not {row["lock"]}, {row["findings"]}')
    assert not wrong, '\n'.join(wrong)
    for host, site in seen.items():
        assert (site.lock == 'pending') == (site.until is not None), site
        assert (site['last_locked'] is not None) == (site.lock == 'locked'), host
        assert site.lock != 'unlocked' or site['next_action']['text'], site


def test_change(desk, world):
    """a record changed live: unlocked, pending until the old one is gone everywhere, locked"""
    desk.add(CHANGES)
    # On a machine that stands still for so long, the old record is gone too soon: once more.
    for ttl in (8, 16, 32):
        world.change(CHANGES, ttl, *OLD)
        if follow_change(desk, world, CHANGES, ttl):
            return
        for name in RESOLVERS:
            world.resolver(name, 'flush', CHANGES)
    raise AssertionError('too slow to see a change spread')


def follow_change(desk, world, host, ttl):
    desk.check_one(host, status=ATTENTION).expect('unlocked', 'dns.a-record')
    world.change(host, 300, *LEADS)
    world.resolver('dnsdist', 'flush', host)
    first = desk.check_one(host)
    if first.lock == 'locked':
        return False
    first.expect('pending', 'dns.propagating')
    assert first.verdicts() == ['waiting', 'waiting', 'ok'], first
    assert abs(first.until - (first.checked_at + ttl)) <= EXACT, first
    assert first['next_action']['who'] == 'nobody', first

    def look():
        site = desk.check_one(host)
        if site.lock == 'locked':
            return site
        site.expect('pending', 'dns.propagating')
        # The first sight counts, however often it is asked.
        assert site.until == first.until, site
        assert site.checked_at <= site.until + EXACT, site
        return None

    site = wait(look, 'the new record everywhere')
    assert site.expect('locked', 'dns.ok', 'tls.ok').verdicts() == ['ok'] * 3
    assert moment(site['last_locked']) == site.checked_at
    return True


def test_new_name(desk, world):
    """a name that was missing is pending for its negative TTL, and may flip back meanwhile"""
    host = NEW
    world.change(host, 'delete')
    desk.add(host)
    desk.check_one(host, status=ATTENTION).expect('unlocked', 'dns.missing')
    world.change(host, 300, *LEADS)
    world.resolver('named', 'flush', host)
    first = desk.check_one(host, status=FINE).expect('pending', 'dns.propagating')
    assert first.verdicts() == ['waiting', 'ok', 'waiting'], first
    assert abs(first.until - (first.checked_at + 60)) <= EXACT, first
    world.resolver('named', 'stop')
    back = desk.check_one(host, status=FINE)
    assert back.expect('pending', 'dns.propagating', 'dns.no-answer').until == first.until
    world.resolver('named', 'start')


def test_moved_away(desk, world):
    """a record that goes elsewhere opens the lock from the second resolver on"""
    host = AWAY
    add_good(desk, host)
    world.change(host, 300, 'CNAME', 'legacy.hosting.example.')
    world.resolver('kresd', 'flush', host)
    site = desk.check_one(host, status=FINE).expect('locked', 'dns.resolver-differs')
    assert site.verdicts() == ['waiting', 'ok', 'ok'], site
    world.resolver('named', 'flush', host)
    site = desk.check_one(host, status=ATTENTION).expect('unlocked', 'site.moved-away')
    assert 'No longer secure' in desk.ctl('check', host, status=ATTENTION)
    assert site['last_locked'] is not None


def test_one_resolver(desk, world):
    """one resolver that is silent, slow or wrong does not open a lock"""
    host = ONE
    add_good(desk, host)

    def look(name, verdict, *findings, **options):
        site = desk.check_one(host, status=FINE, **options).expect('locked', 'tls.ok', *findings)
        told = dict(zip(RESOLVERS, site.verdicts()))
        assert told == {**dict.fromkeys(RESOLVERS, 'ok'), name: verdict}, site
        return site

    world.resolver('named', 'stop')
    look('named', 'unknown', 'dns.no-answer')
    world.resolver('named', 'start')
    world.resolver('kresd', 'pause')
    look('kresd', 'unknown', 'dns.no-answer', timeout=2)
    world.resolver('kresd', 'resume')
    world.resolver('dnsdist', 'slow', 300)
    look('dnsdist', 'ok')
    world.resolver('dnsdist', 'slow', 9000)
    look('dnsdist', 'unknown', 'dns.no-answer', timeout=2)
    world.resolver('dnsdist', 'right')
    # It denies the name: as a resolver does that filters.
    for answer in ('nxdomain', 'empty'):
        world.resolver('dnsdist', 'wrong', answer)
        look('dnsdist', 'unknown', 'dns.filtered')
    differs = []
    for answer in ('servfail', 'refused', '127.0.1.41'):
        world.resolver('dnsdist', 'wrong', answer)
        differs.append(look('dnsdist', 'waiting', 'dns.resolver-differs'))
    # It is waited for, a day from when it was first seen to differ.
    ends = {moment(site.findings['dns.resolver-differs']['until']) for site in differs}
    assert len(ends) == 1 and abs(ends.pop() - differs[0].checked_at - DAY) <= EXACT, \
        '\n'.join(f"{site['checked_at']} {site.findings}" for site in differs)
    world.resolver('dnsdist', 'right')
    look('dnsdist', 'ok')


def test_no_resolver(desk, world):
    """no resolver answers: status 3, lock unknown, and what was known before is kept"""
    host = NONE
    before = add_good(desk, host)
    for name in RESOLVERS:
        world.resolver(name, 'stop')
    for _ in range(2):
        site = desk.check_one(host, status=COULD_NOT).expect('unknown', 'dns.no-answer')
        assert site['last_locked'] == before['last_locked'], site
        assert site['certificate']['not_after'] == before['certificate']['not_after'], site
        assert site['certificate']['verdict'] == 'unknown', site
        shown = desk.show(host)
        assert (shown.lock, shown.checked_at) == ('unknown', site.checked_at), shown
    assert 'Could not ask, locked at' in desk.ctl('check', host, status=COULD_NOT)
    for name in RESOLVERS:
        world.resolver(name, 'start')
    after = desk.check_one(host, status=FINE).expect('locked', 'dns.ok', 'tls.ok')
    assert after['certificate']['sha256'] == before['certificate']['sha256']


def test_renewed(desk, world):
    """a certificate renewed on one of two addresses, then on both"""
    host = RENEWED
    first = add_good(desk, host)

    def served(site):
        return [one['sha256'] for one in site['certificate']['addresses']]

    assert len(served(first)) == 2 and len(set(served(first))) == 1, first
    world.renew(host, 'fresh', PLACES[1])
    half = desk.check_one(host, status=FINE).expect('locked', 'tls.ok', 'tls.addresses-differ')
    assert served(half)[0] == served(first)[0] != served(half)[1], half
    # Of both the one that ends first is told.
    assert half['certificate']['sha256'] == served(first)[0], half
    world.renew(host, 'expired', PLACES[0])
    site = desk.check_one(host, status=ATTENTION).expect('unlocked', 'tls.expired')
    assert [one['verdict'] for one in site['certificate']['addresses']] == ['wrong', 'ok'], site
    world.renew(host, 'fresh')
    last = desk.check_one(host, status=FINE)
    last.expect('locked', 'tls.ok', without=['tls.addresses-differ'])
    assert len(set(served(last))) == 1, last


def test_expires(desk, world):
    """a stored certificate that ends is shown as expired, and nobody is asked"""
    host = ENDS
    desk.add(host)
    # Were it over before it is looked at: once more.
    for seconds in (6, 15, 40):
        world.renew(host, f'seconds:{seconds}')
        checked = desk.check_one(host)
        if checked.lock == 'locked':
            break
    checked.expect('locked', 'tls.ok', 'tls.expiring', 'tls.renewal-late')
    end = moment(checked['certificate']['not_after'])
    # What is served now is good: whoever asked would say that it is locked.
    world.renew(host, 'valid')

    def look():
        site = desk.show(host)
        return site if site.lock != 'locked' else None

    site = wait(look, 'the end of a stored certificate')
    site.expect('unlocked', 'tls.expired')
    assert site.checked_at == checked.checked_at and end >= checked.checked_at
    assert site['certificate']['sha256'] == checked['certificate']['sha256']
    assert 'Certificate expired' in desk.ctl('site', 'show', host)
    desk.check_one(host, status=FINE).expect('locked', 'tls.ok')


def test_intercepted(desk, world):
    """where all sites end in one unknown root the network is at fault, not the sites"""
    for host in MANY:
        desk.add(host)
    # As if a stranger stood between, whose root nobody knows here.
    stranger = {'SSL_CERT_FILE': world.env['WORLD_PRIVATE_ROOT']}
    seen = desk.check(status=COULD_NOT, env=stranger)
    assert len(seen) == len(MANY) == 5
    for site in seen.values():
        site.expect('unknown', 'tls.intercepted')
    # Four are too few to tell.
    seen = desk.check(*MANY[1:], status=ATTENTION, env=stranger)
    for site in seen.values():
        site.expect('unlocked', 'tls.untrusted', without=['tls.intercepted'])
    for site in desk.check(status=FINE).values():
        site.expect('locked', 'tls.ok')


def run(test, desk, world):
    try:
        test(desk, world)
        return True
    except Exception:
        for line in traceback.format_exc().splitlines():
            print('#', line)
        # A test that failed halfway leaves no resolver stopped for the next.
        for name in RESOLVERS:
            world.resolver(name, 'start')
            world.resolver(name, 'right')
        return False


def main():
    program, names = os.path.abspath(sys.argv[1]), sys.argv[2:]
    tests = [one for name, one in globals().items() if name.startswith('test_')
             and inspect.isfunction(one) and (not names or name[5:] in names)]
    # Told to end, it stops the world first.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    print(f'1..{len(tests)}', flush=True)
    failed = 0
    with tempfile.TemporaryDirectory(prefix='keyplate-check.') as folder, \
            World(folder, '--portfolio', 'full', '--sites', '12') as world:
        for number, test in enumerate(tests, 1):
            with tempfile.TemporaryDirectory(prefix='data.', dir=folder) as data:
                good = run(test, Desk(program, world, data), world)
            failed += not good
            print(f'{"ok" if good else "not ok"} {number} - {test.__name__[5:]}: {test.__doc__}',
                  flush=True)
    sys.exit(1 if failed else 0)


main()
