# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of keyplatectl share: running it, reading what it says, TAP.

A test file is given the program and `mint`: test-THING.py KEYPLATECTL MINT [NAME…]"""

import contextlib
import fcntl
import inspect
import json
import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
import traceback

import peer
from forks import Forks

FINE, ATTENTION, USAGE, COULD_NOT = range(4)
TIME = re.compile(r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ')
SHA256 = re.compile(r'[0-9a-f]{64}')
# What comes with a person's shell, and must not change what a test sees.
DROPPED = re.compile(r'(KEYPLATE_.*|.*_proxy|.*_PROXY|LC_.*|LANG|LANGUAGE|NO_COLOR|XDG_.*)')


class Maybe:
    """A schema: null, or what SCHEMA says."""

    def __init__(self, schema):
        self.schema = schema


class Words:
    """A schema: one of these words."""

    def __init__(self, words):
        self.words = words.split('|')


class Optional:
    """Of an object: a member that may be missing."""

    def __init__(self, schema):
        self.schema = schema


def match(value, schema, path='$'):
    """Holds VALUE against SCHEMA: a type, a pattern, [schema of each], {member: schema}."""
    if isinstance(schema, Maybe):
        if value is not None:
            match(value, schema.schema, path)
    elif isinstance(schema, Words):
        assert value in schema.words, f'{path}: {value!r} is none of {schema.words}'
    elif isinstance(schema, dict):
        assert isinstance(value, dict), f'{path}: {value!r} is no object'
        wanted = {name for name, one in schema.items() if not isinstance(one, Optional)}
        assert wanted <= value.keys() <= schema.keys(), \
            f'{path}: members {sorted(value)}, expected {sorted(schema)}'
        for name, one in value.items():
            found = schema[name]
            match(one, found.schema if isinstance(found, Optional) else found, f'{path}.{name}')
    elif isinstance(schema, list):
        assert isinstance(value, list), f'{path}: {value!r} is no array'
        for number, one in enumerate(value):
            match(one, schema[0], f'{path}[{number}]')
    elif isinstance(schema, re.Pattern):
        assert isinstance(value, str) and schema.fullmatch(value), \
            f'{path}: {value!r} is not like {schema.pattern}'
    else:
        # A boolean is an int to Python, and is none in JSON.
        assert type(value) is schema, f'{path}: {value!r} is no {schema.__name__}'


VERDICT = Words('ok|wrong|waiting|unknown')
FINDING = {'id': re.compile(r'(name|site|dns|tls|csr|bundle)\.[a-z-]+'),
           'severity': Words('wrong|waiting|unknown|note'), 'title': str, 'text': str,
           'fix': Maybe(str), 'until': Maybe(TIME)}
RESOLVER = {'url': str, 'name': str, 'source': Words('doh|system'), 'verdict': VERDICT,
            'authenticated': bool, 'cname': [str], 'addresses': [str], 'ttl': Maybe(int),
            'error': Maybe(str)}
ADDRESS = {'address': str, 'verdict': VERDICT, 'judged': bool, 'of_target': bool,
           'sha256': Maybe(SHA256), 'protocol': Maybe(str), 'error': Maybe(str)}
SITE = {
    'site': str, 'unicode': str, 'port': int, 'customer': Maybe(str), 'provider': str,
    'proxied': bool, 'note': str, 'checked_at': Maybe(TIME),
    'lock': Words('locked|pending|unlocked|unknown'), 'last_locked': Maybe(TIME),
    'expiring': bool, 'until': Maybe(TIME), 'renew_by': Maybe(TIME),
    'job': Maybe({'kind': Words('secure|renew'), 'step': str, 'since': TIME}),
    'next_action': {'who': Words('you|customer|provider|ca|nobody'), 'text': str,
                    'since': Maybe(TIME), 'due': Maybe(TIME), 'overdue': bool},
    'dns': {'verdict': VERDICT, 'expected': Maybe(str), 'resolvers': [RESOLVER]},
    'certificate': {
        'verdict': VERDICT, 'subject_alt_names': [str], 'issuer': Maybe(str),
        'not_before': Maybe(TIME), 'not_after': Maybe(TIME), 'days_left': Maybe(int),
        'sha256': Maybe(SHA256), 'spki_sha256': Maybe(SHA256), 'protocol': Maybe(str),
        'root': Maybe(Words('system|extra')), 'addresses': [ADDRESS]},
    'findings': [FINDING],
}
CHECK = {'checked_at': TIME, 'sites': [SITE]}
SITES = {'sites': [SITE]}
ERROR = {'error': {'code': re.compile(r'[a-z][a-z.-]*'), 'message': str, 'argument': str}}


def parse(text):
    """The one JSON document that TEXT is, no member of it given twice."""
    def unique(pairs):
        members = dict(pairs)
        assert len(members) == len(pairs), f'members given twice: {[p[0] for p in pairs]}'
        return members
    return json.loads(text, object_pairs_hook=unique)


class Result:
    def __init__(self, command, status, out, err):
        self.command, self.status = command, status
        self.raw, self.raw_err = out, err
        self.out, self.err = out.decode(), err.decode()

    def __str__(self):
        return (f'{" ".join(self.command)[:300]}\nstatus {self.status}\n'
                f'stdout: {self.out[-6000:]}\nstderr: {self.err[-2000:]}')

    @property
    def lines(self):
        return self.out.splitlines()

    def json(self, schema):
        document = parse(self.out)
        match(document, schema)
        return document

    def has(self, *texts):
        for text in texts:
            assert text in self.out, f'no {text!r} in\n{self}'
        return self

    def says(self, *texts):
        """That stderr is one line, of the contract's form, with TEXTS in it."""
        lines = self.err.splitlines()
        assert len(lines) == 1, f'{len(lines)} lines on stderr\n{self}'
        for text in texts:
            assert text in lines[0], f'no {text!r} on stderr\n{self}'
        return self


def _without_person(environment):
    return {name: value for name, value in environment.items() if not DROPPED.fullmatch(name)}


class Leaks:
    """Under AddressSanitizer leaks are looked for once for each command and outcome, as that is
    half the time of a run."""
    looked_for = set()

    @classmethod
    def look_once(cls, environment, arguments, status):
        words = tuple(word for word in arguments if not str(word).startswith('-'))[:2]
        what = (words, '--json' in arguments, status)
        if what in cls.looked_for and 'ASAN_OPTIONS' in environment:
            return {**environment,
                    'ASAN_OPTIONS': environment['ASAN_OPTIONS'] + ':detect_leaks=0'}
        cls.looked_for.add(what)
        return environment


class Ctl:
    """keyplatectl with a store of its own, and servers that are closed with it."""

    def __init__(self, program, mint, folder, forks=None):
        self.program, self.mint, self.folder, self.forks = program, mint, folder, forks
        self.data = os.path.join(folder, 'data')
        self.options = []
        self.peers = []
        self.pki = None
        self.user = {}
        self.env = _without_person(os.environ)
        # This machine's resolver is never asked: a test that wants one makes it.
        self.env.update(LC_ALL='C.UTF-8', TZ='UTC', HOME=folder, XDG_DATA_HOME=folder,
                        KEYPLATE_DATA_DIR=self.data, G_DEBUG='fatal-criticals',
                        GIO_USE_VFS='local', GSETTINGS_BACKEND='memory',
                        KEYPLATE_NAME_SERVERS='')

    def close(self):
        for one in self.peers:
            one.close()

    def path(self, name, content=None):
        path = os.path.join(self.folder, name)
        if content is not None:
            with open(path, 'wb') as file:
                file.write(content if isinstance(content, bytes) else content.encode())
        return path

    def make_read_only(self):
        """Nothing can be written where the store lies; root, who always can, is nobody then."""
        for folder, _, names in os.walk(self.data):
            os.chmod(folder, 0o555)
            for name in names:
                os.chmod(os.path.join(folder, name), 0o444)
        if os.geteuid() == 0:
            self.program = shutil.copy(self.program, self.folder)
            os.chmod(self.folder, 0o755)
            self.user = {'user': 65534, 'group': 65534, 'extra_groups': []}

    def start(self, *arguments, **options):
        """A process that is not waited for."""
        options.setdefault('env', self.env)
        return subprocess.Popen([self.program, *arguments, *self.options],
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, **options)

    def __call__(self, *arguments, status=FINE, stdin=b'', env=None, timeout=120, cwd=None):
        command = [self.program, *arguments, *self.options]
        environment = Leaks.look_once({**self.env, **(env or {})}, arguments, status)
        if self.user or self.forks is None:
            done = subprocess.run(command, input=stdin, capture_output=True, timeout=timeout,
                                  env=environment, cwd=cwd, check=False, **self.user)
        else:
            done = self.forks.run(command, environment, stdin, cwd, timeout)
        shown = [word if isinstance(word, str) else repr(word) for word in command[1:]]
        result = Result(shown, done.returncode, done.stdout, done.stderr)
        assert status in (None, result.status), f'status {status} expected\n{result}'
        for line in result.err.splitlines():
            assert re.match(r'keyplatectl: .+: .+', line), f'odd line on stderr\n{result}'
        if status == FINE and '--json' not in command:
            assert not result.err, f'something on stderr\n{result}'
        if '--json' in command:
            parse(result.out)
        return result

    def fails(self, *arguments, status=USAGE, code=None, argument=None, **options):
        """That it fails with one line, and with --json says the same as a document."""
        result = self(*arguments, status=status, **options).says()
        assert not result.out, f'something on stdout\n{result}'
        told = self('--json', *arguments, status=status, **options).says()
        error = told.json(ERROR)['error']
        assert result.err == told.err, f'{result}\n{told}'
        assert result.err == f'keyplatectl: {error["argument"]}: {error["message"]}\n', told
        assert code in (None, error['code']), told
        assert argument in (None, error['argument']), told
        return result

    def terminal(self, *arguments, size=(40, 200), status=FINE, env=None, stdout=True):
        """What is written to a terminal of that size, stderr's and (if STDOUT) stdout's."""
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack('HHHH', *size, 0, 0))
        process = subprocess.Popen(
            [self.program, *arguments, *self.options], stdin=subprocess.DEVNULL,
            stdout=slave if stdout else subprocess.DEVNULL, stderr=slave,
            env={**self.env, 'TERM': 'xterm', **(env or {})})
        os.close(slave)
        data, end = b'', time.monotonic() + 60
        while time.monotonic() < end:
            if not select.select([master], [], [], 1)[0]:
                continue
            try:
                chunk = os.read(master, 65536)
            except OSError:
                break
            if not chunk:
                break
            data += chunk
        process.wait(10)
        os.close(master)
        assert process.returncode == status, f'{process.returncode}\n{data.decode()}'
        return data.decode().replace('\r\n', '\n')

    # Servers.

    def resolver(self, zone):
        """A DNS-over-HTTPS server that every later command asks."""
        if self.pki is None:
            self.pki = peer.Pki(self.mint, os.path.join(self.folder, 'pki'))
            self.options += ['--trust', self.pki.root, '--plain-port', '0']
        server = peer.Resolver(zone, self.pki)
        self.peers.append(server)
        self.options += ['--resolver', server.url]
        return server

    def serve(self, host, kind='valid'):
        server = peer.Site(self.pki, host, kind)
        self.peers.append(server)
        return server

    def sites(self, *arguments):
        return self('site', 'list', *arguments, '--json').json(SITES)['sites']


@contextlib.contextmanager
def _folder():
    folder = tempfile.mkdtemp(prefix='keyplate-ctl-')
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(test, program, mint, forks):
    with _folder() as folder:
        ctl = Ctl(program, mint, folder, forks)
        try:
            test(ctl)
        finally:
            ctl.close()


def main(tests):
    """Runs each function of TESTS (the globals of the file) that is called test_….

    Its first line of documentation is what it proves."""
    # Some tests run it in another folder.
    program, mint = (os.path.abspath(path) for path in sys.argv[1:3])
    names = sys.argv[3:]
    found = [one for name, one in tests.items() if inspect.isfunction(one)
             and name.startswith('test_') and (not names or name[5:] in names)]
    # A test that hangs tells where.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    print(f'1..{len(found)}')
    failed = 0
    forks = Forks(os.environ['KEYPLATE_CTL_FORKS']) if 'KEYPLATE_CTL_FORKS' in os.environ else None
    for number, test in enumerate(found, 1):
        name = f'{test.__name__[5:]}: {(test.__doc__ or "").splitlines()[0]}'
        try:
            _run(test, program, mint, forks)
            print(f'ok {number} - {name}', flush=True)
        except Exception:
            failed += 1
            print(''.join('# ' + line + '\n' for line in traceback.format_exc().splitlines()),
                  end='')
            print(f'not ok {number} - {name}', flush=True)
    if forks is not None:
        forks.close()
    sys.exit(1 if failed else 0)
