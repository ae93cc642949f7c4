# SPDX-License-Identifier: GPL-3.0-or-later
"""watch: a line for each change, by whoever it was made; one at a time; how it ends."""

import contextlib
import json
import os
import re
import select
import signal
import sqlite3
import time

import peer
from harness import COULD_NOT, FINE, TIME, main, match
from helpdesk import TOKEN, Helpdesk
from jobs import DETAILS

HOST = 'cp.kite.example'
TARGET = 'pl-10.admin.emailsrvr.com'
# Seconds nobody waits for.
PATIENCE = 60
LOCK = {'event': 'lock', 'lock': 'locked', 'was': 'unknown', 'finding': None}


class Watch:
    """One that is at work: its lines as they come."""

    def __init__(self, ctl, *arguments):
        self.process = ctl.start('watch', *arguments)
        self.rest = b''

    def line(self):
        end = time.monotonic() + PATIENCE
        while b'\n' not in self.rest:
            assert time.monotonic() < end, f'no line within {PATIENCE} s'
            if not select.select([self.process.stdout], [], [], 1)[0]:
                continue
            chunk = os.read(self.process.stdout.fileno(), 65536)
            assert chunk, f'it has ended: {self.process.stderr.read().decode()}'
            self.rest += chunk
        line, self.rest = self.rest.split(b'\n', 1)
        return line.decode()

    def event(self, **members):
        """The next object, which has MEMBERS."""
        found = json.loads(self.line())
        match(found['at'], TIME)
        assert members.items() <= found.items(), f'{found}, expected {members}'
        return found

    def end(self, number=signal.SIGTERM, status=FINE):
        self.process.send_signal(number)
        out, err = self.process.communicate(timeout=PATIENCE)
        assert self.process.returncode == status, (self.process.returncode, err.decode())
        return (self.rest + out).decode().splitlines(), err.decode()


@contextlib.contextmanager
def watching(ctl, *arguments):
    watch = Watch(ctl, *arguments)
    try:
        yield watch
    finally:
        watch.process.kill()
        watch.process.communicate()


def make_site(ctl):
    zone = peer.Zone('kite.example', 'emailsrvr.com')
    zone.set(TARGET, ('A', '127.0.0.1'))
    zone.set(HOST, ('CNAME', TARGET))
    ctl.resolver(zone)
    server = ctl.serve(HOST)
    return f'{HOST}:{server.port}', server, zone


def add_site(ctl, site):
    ctl('site', 'add', site, '--provider', 'cloud-office', '--target', TARGET)


def test_changes(ctl):
    """what is due is checked, and what others change is told as well"""
    site, server, _ = make_site(ctl)
    add_site(ctl, site)
    where = {'site': HOST, 'port': server.port}
    with watching(ctl, '--json') as watch:
        watch.event(event='started', sites=1)
        watch.event(**LOCK, **where)
        other = ctl.serve('my.kite.example')
        ctl('site', 'add', f'my.kite.example:{other.port}', '--provider', 'own-server')
        watch.event(event='added', site='my.kite.example', port=other.port)
        ctl('site', 'remove', site)
        watch.event(event='removed', **where)
        assert watch.end() == ([], '')
    assert ctl.sites()[0]['site'] == 'my.kite.example'


def test_people(ctl):
    """for people a line has the time, the site, its lock and why; Ctrl+C is no fault"""
    site, server, zone = make_site(ctl)
    add_site(ctl, site)
    with watching(ctl) as watch:
        assert re.fullmatch(TIME.pattern + ' Watching 1 site', watch.line())
        line = watch.line()
        assert re.fullmatch(TIME.pattern + f' {HOST}:{server.port}, locked: .+', line), line
        zone.set(HOST, ('A', '127.0.0.2'))
        ctl('check', site, status=None)
        line = watch.line()
        assert f'{HOST}:{server.port}, unlocked: No longer secure since' in line, line
        assert watch.end(signal.SIGINT) == ([], '')


def test_jobs(ctl):
    """jobs that others begin, lead on and end are told, to programs and to people"""
    zone = peer.Zone('kite.example', 'vp.vc')
    zone.set('mpg.vp.vc', ('A', '127.0.0.1'))
    zone.set(HOST, ('CNAME', 'mpg.vp.vc'))
    ctl.resolver(zone)
    server = ctl.serve(HOST)
    site = f'{HOST}:{server.port}'
    ctl('site', 'add', site, '--provider', 'pexip')
    job = {'event': 'job', 'site': HOST, 'port': server.port}
    with watching(ctl, '--json') as watch:
        watch.event(event='started', sites=1)
        watch.event(**LOCK, site=HOST, port=server.port)
        ctl('renew', site, *DETAILS)
        watch.event(**job, kind='renew', step='hand-over')
        ctl('job', 'next', site, '--done')
        watch.event(**job, kind='renew', step='wait-provider')
        ctl('job', 'abandon', site)
        watch.event(**job, kind=None, step=None)
        assert watch.end() == ([], '')
    with watching(ctl) as watch:
        assert 'Watching 1 site' in watch.line()
        ctl('renew', site, *DETAILS)
        assert f'{HOST}:{server.port}: job “renew” is at “hand-over”' in watch.line()
        ctl('job', 'abandon', site)
        assert f'{HOST}:{server.port}: the job has ended' in watch.line()
        assert watch.end() == ([], '')


def test_alone(ctl):
    """a second watcher of the same folder is refused, until the first is gone, even killed"""
    ctl('site', 'list')
    with watching(ctl, '--json') as watch:
        watch.event(event='started', sites=0)
        ctl.fails('watch', status=COULD_NOT, code='watched-already', argument='watch')
        ctl.fails('watch', '--once', status=COULD_NOT, code='watched-already')
        ctl('site', 'list', '--data-dir', ctl.path('other'))
        watch.process.kill()
        watch.process.wait()
        ctl('watch', '--once')


def test_once(ctl):
    """--once does what is due and ends; then nothing is due"""
    site, server, _ = make_site(ctl)
    add_site(ctl, site)
    lines = ctl('watch', '--once').lines
    assert [line.split(' ', 1)[1].split(':')[0] for line in lines] == ['Watching 1 site', HOST]
    assert server.count == 1
    assert len(ctl('watch', '--once').lines) == 1 and server.count == 1


def take_questions(zone):
    """What was asked for the addresses of the site, since the last call."""
    asked = sorted(kind for name, kind in zone.asked if name == HOST and kind in ('A', 'AAAA'))
    zone.asked.clear()
    return asked


def test_spares(ctl):
    """a resolver that can only repeat its answer is not asked again, but by who asks for it"""
    site, server, zone = make_site(ctl)
    zone.negative_ttl = 3600
    zone.set(HOST, ('A', '127.0.0.1', 3600))
    ctl('site', 'add', site, '--provider', 'own-server')
    ctl('watch', '--once')
    assert take_questions(zone) == ['A', 'AAAA'] and server.count == 1
    # It is due, though the answer is but a moment old.
    with sqlite3.connect(os.path.join(ctl.data, 'keyplate.db')) as database:
        database.execute('UPDATE site SET checked_at = checked_at - 86400')
    database.close()
    ctl('watch', '--once')
    assert take_questions(zone) == [] and server.count == 2
    ctl('check', site)
    assert take_questions(zone) == ['A', 'AAAA'] and server.count == 3


def test_silence(ctl):
    """where nobody answers it goes on in the foreground, and --once is status 3"""
    site, _, _ = make_site(ctl)
    add_site(ctl, site)
    ctl.peers[0].status = 500
    result = ctl('watch', '--once', status=COULD_NOT).says('No resolver answered')
    assert 'No resolver answered' in result.out, result
    with watching(ctl, '--json') as watch:
        watch.event(event='started', sites=1)
        assert watch.process.poll() is None
        assert watch.end() == ([], '')


def test_requests(ctl):
    """a request that waits is sent, and its reply is told"""
    desk = Helpdesk()
    ctl.peers.append(desk)
    ctl.options += ['--passphrase-file', ctl.path('passphrase', 'correct horse')]
    ctl('provider', 'connect', 'pexip', '--channel', 'rt', '--url', desk.url, '--queue',
        'Hosting', '--token-file', ctl.path('token', TOKEN + '\n'))
    ctl('site', 'add', 'my.globe.example', '--provider', 'own-server')
    store = sqlite3.connect(os.path.join(ctl.data, 'keyplate.db'))
    with store:
        store.execute(
            'INSERT INTO request (site, provider, channel, state, priority, reference, subject,'
            " body, fields, created_at, state_at) VALUES ('my.globe.example', 'pexip', 'rt', 1, 0,"
            " 'KP-AAAA-3467', 'Certificate [KP-AAAA-3467]', 'please', '{}', ?, ?)",
            (int(time.time()), int(time.time())))
    store.close()
    ctl.options += ['--resolver', 'https://127.0.0.1:9/dns-query']
    with watching(ctl, '--json') as watch:
        # Either may be over first; a site that was not looked at would be due the next time.
        left = {'request', 'lock'}
        while left:
            left.discard(watch.event()['event'])
        assert len(desk.tickets) == 1
        watch.end()
    desk.say(1, 'Here is the CSR.')
    ctl('watch', '--once').has('my.globe.example: KP-AAAA-3467: 1 new reply')


main(globals())
