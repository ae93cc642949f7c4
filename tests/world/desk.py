# SPDX-License-Identifier: GPL-3.0-or-later
"""The loopback world as a test sees it, and keyplatectl with a store of its own in it."""

import calendar
import json
import os
import shlex
import subprocess
import time

HERE = os.path.dirname(os.path.abspath(__file__))
FINE, ATTENTION, USAGE, COULD_NOT = range(4)
RESOLVERS = ('kresd', 'named', 'dnsdist')
COLUMNS = ('host provider customer target proxied was records tls lock findings note port').split()


def run(*command, **options):
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          check=False, **options)


class World:
    """A world of its own in FOLDER. A method says what `world` says: world.change (NAME, …)."""

    def __init__(self, folder, *options):
        self.folder = os.path.join(folder, 'world')
        self.options = options
        self.env = {}

    def __enter__(self):
        try:
            self.run('start', *self.options)
        except BaseException:
            # Also when told to end in its middle: nothing keeps running.
            self.run('stop')
            raise
        for line in self.run('env').splitlines():
            for word in shlex.split(line)[1:]:
                name, _, value = word.partition('=')
                self.env[name] = value
        return self

    def __exit__(self, *_):
        self.run('stop')

    def run(self, command, *words):
        done = run(os.path.join(HERE, 'world'), command, self.folder, *map(str, words))
        assert done.returncode == 0, f'world {command} {words}: {done.stderr}'
        return done.stdout

    def change(self, name, *records):
        self.run('change', name, *records)

    def renew(self, name, kind, *addresses):
        self.run('renew', name, kind, *addresses)

    def install(self, name, file, *addresses):
        self.run('install', name, file, *addresses)

    def resolver(self, name, command, *words):
        self.run('resolver', name, command, *words)

    def truth(self):
        with open(self.env['WORLD_SITES'], encoding='utf-8') as file:
            return [dict(zip(COLUMNS, line.rstrip('\n').split('\t'))) for line in file]

    @property
    def port(self):
        return self.env['WORLD_PORT']


def enter(environment, ctl, world):
    """Makes a user of that world: what a program is told, and the settings in its store, which
    ctl (WORD, …) writes. The world's root is one that everybody knows."""
    environment.update(world.env, SSL_CERT_FILE=world.env['WORLD_CA'])
    for name, value in (('resolvers', world.env['WORLD_RESOLVERS']),
                        ('trust-connections', world.env['WORLD_CA']),
                        ('trust-sites', world.env['WORLD_PRIVATE_ROOT']),
                        ('plain-port', world.env['WORLD_PLAIN_PORT'])):
        ctl('settings', 'set', name, value)


class Desk:
    """keyplatectl with the settings that a world needs."""

    def __init__(self, program, world, folder):
        self.program, self.world, self.checked_at = program, world, 0
        self.env = {**os.environ, 'LC_ALL': 'C.UTF-8', 'TZ': 'UTC', 'HOME': folder,
                    'KEYPLATE_DATA_DIR': os.path.join(folder, 'data'),
                    'GSETTINGS_BACKEND': 'memory', 'GIO_USE_VFS': 'local'}
        enter(self.env, self.ctl, world)

    def ctl(self, *words, status=FINE, env=None):
        done = run(self.program, *words, env={**self.env, **(env or {})})
        assert status in (None, done.returncode), \
            f'keyplatectl {words}: {done.returncode}, not {status}: {done.stderr}{done.stdout}'
        return done.stdout

    def add(self, host, provider='cloud-office', target='pl-10.admin.emailsrvr.com'):
        self.ctl('site', 'add', f'{host}:{self.world.port}', '--provider', provider,
                 *(['--target', target] if target else []))

    def check(self, *hosts, status=None, env=None, timeout=None):
        """What a check says, as Seen by host; STATUS: what it must end with."""
        options = ['--timeout', str(timeout)] if timeout else []
        # Time is told in seconds, and two checks within one count as the same.
        while int(time.time()) <= self.checked_at:
            time.sleep(.02)
        self.checked_at = int(time.time())
        return _by_host(self.ctl('check', *hosts, '--json', *options, status=status, env=env))

    def check_one(self, host, **options):
        return self.check(host, **options)[host]

    def show(self, host):
        """What the store knows; nobody is asked."""
        return _by_host(self.ctl('site', 'show', host, '--json'))[host]


class Seen:
    """A site as JSON has it."""

    def __init__(self, site):
        self.site = site
        self.lock = site['lock']
        self.findings = {one['id']: one for one in site['findings']}
        self.checked_at = moment(site['checked_at'])
        self.until = moment(site['until'])

    def __getitem__(self, name):
        return self.site[name]

    def __str__(self):
        return json.dumps(self.site, indent=1)

    def severities(self):
        return {name: one['severity'] for name, one in self.findings.items()}

    def opening(self):
        """The findings that are more than a note."""
        return {name for name, severity in self.severities().items() if severity != 'note'}

    def verdicts(self):
        """What each resolver says, in the order of RESOLVERS."""
        return [one['verdict'] for one in self.site['dns']['resolvers']]

    def expect(self, lock, *findings, without=()):
        """That it has that lock and, of all findings but notes, exactly these; notes that are
        named must be there, those in WITHOUT must not."""
        named = set(findings)
        assert self.lock == lock, f'{lock} expected\n{self}'
        assert named <= set(self.findings), f'{sorted(named)} expected\n{self}'
        assert self.opening() <= named, f'only {sorted(named)} expected\n{self}'
        assert not set(without) & set(self.findings), f'none of {without} expected\n{self}'
        return self


def _by_host(text):
    return {site['site'].partition(':')[0]: Seen(site) for site in json.loads(text)['sites']}


def moment(text):
    return calendar.timegm(time.strptime(text, '%Y-%m-%dT%H:%M:%SZ')) if text else None


def wait(condition, what, limit=60):
    """Looks until condition () is true and returns what it gave."""
    end = time.monotonic() + limit
    while True:
        value = condition()
        if value:
            return value
        assert time.monotonic() < end, f'after {limit} s not: {what}'
        time.sleep(.05)
