# SPDX-License-Identifier: GPL-3.0-or-later
"""bundle check and bundle write: what a CA sent, and what of it is handed over."""

import atexit
import base64
import contextlib
import functools
import io
import os
import shutil
import socket
import ssl
import subprocess
import tempfile
import zipfile

import peer
from harness import ATTENTION, COULD_NOT, FINDING, FINE, SHA256, TIME, USAGE, Maybe, Optional
from harness import Words, main

HOST = 'cp.kite.example'
FIELDS = ('country', 'state', 'locality', 'organization', 'organizational_unit', 'email',
          'common_name')
DATES = {'not_before': TIME, 'not_after': TIME}
REPORT = {
    'verdict': Words('ok|wrong'), 'findings': [FINDING],
    'certificate': Maybe({'names': [str], 'key': str,
                          'subject': {name: Maybe(str) for name in FIELDS}, 'issuer': str,
                          'dates': DATES, 'sha256': SHA256, 'spki_sha256': SHA256}),
    'chain': [{'subject': str, 'issuer': str, 'dates': DATES, 'sha256': SHA256}],
    'file': Optional(str), 'overruled': Optional([str])}
LATER = '2099-01-01T00:00:00Z'


def tool(*arguments, **options):
    done = subprocess.run(arguments, capture_output=True, check=False, **options)
    assert done.returncode == 0, (arguments, done.stdout, done.stderr)
    return done.stdout


class Pki:
    """A root, a CA below it and certificates of that, made by openssl once for all tests."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix='keyplate-bundle-')
        atexit.register(shutil.rmtree, self.folder)
        # Whoever asks for the issuer's certificate asks this machine, which is not public.
        self.listener = socket.create_server(('127.0.0.1', 0))
        self.port = self.listener.getsockname()[1]
        self.key('root', 'ca', 'leaf', 'other')
        tool('openssl', 'req', '-x509', '-key', self.at('root.key'), '-subj', '/CN=Kite Root',
             '-days', '3650', '-out', self.at('root.crt'))
        self.sign('ca', '/O=Kite CA Ltd/CN=Kite CA', 'root',
                  'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n'
                  'subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n', '2000')
        self.sign('leaf', f'/C=GB/O=Kite Ltd/CN={HOST}', 'ca',
                  f'subjectAltName=DNS:{HOST},DNS:my.kite.example\n'
                  'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n'
                  'extendedKeyUsage=serverAuth\nauthorityKeyIdentifier=keyid\n'
                  f'authorityInfoAccess=caIssuers;URI:http://localhost:{self.port}/ca.crt\n',
                  '39')
        tool('openssl', 'req', '-new', '-key', self.at('other.key'), '-subj', f'/CN={HOST}',
             '-out', self.at('other.csr'))

    def at(self, name):
        return os.path.join(self.folder, name)

    def key(self, *names):
        for name in names:
            tool('openssl', 'genpkey', '-algorithm', 'EC', '-pkeyopt',
                 'ec_paramgen_curve:P-256', '-out', self.at(name + '.key'))

    def sign(self, name, subject, issuer, extensions, days):
        tool('openssl', 'req', '-new', '-key', self.at(name + '.key'), '-subj', subject,
             '-out', self.at(name + '.csr'))
        with open(self.at('extensions'), 'w', encoding='ascii') as file:
            file.write(extensions)
        tool('openssl', 'x509', '-req', '-in', self.at(name + '.csr'), '-CA',
             self.at(issuer + '.crt'), '-CAkey', self.at(issuer + '.key'), '-CAcreateserial',
             '-days', days, '-extfile', self.at('extensions'), '-out', self.at(name + '.crt'))

    def read(self, *names):
        found = b''
        for name in names:
            with open(self.at(name), 'rb') as file:
                found += file.read()
        return found

    def was_asked(self):
        """Whether anybody as much as connected."""
        self.listener.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            self.listener.accept()[0].close()
            return True
        return False


@functools.cache
def pki():
    return Pki()


def check(ctl, *arguments, command='check', status=FINE, **options):
    return ctl('bundle', command, *arguments, '--trust', pki().at('root.crt'), '--json',
               status=status, **options).json(REPORT)


def ids(report, severity=None):
    return [one['id'] for one in report['findings'] if severity in (None, one['severity'])]


def find(report, name):
    return next(one for one in report['findings'] if one['id'] == name)


def zipped(name, content):
    octets = io.BytesIO()
    with zipfile.ZipFile(octets, 'w') as archive:
        archive.writestr(name, content)
    return octets.getvalue()


def test_good(ctl):
    """a bundle in any form and order is put right, and nothing is wrong with it"""
    made = pki()
    p7b = tool('openssl', 'crl2pkcs7', '-nocrl', '-certfile', made.at('root.crt'), '-certfile',
               made.at('ca.crt'), '-certfile', made.at('leaf.crt'), '-outform', 'DER')
    quoted = '\n'.join('> ' + line for line in made.read('leaf.crt', 'ca.crt').decode()
                       .splitlines())
    mixed = ctl.path('mixed.pem', made.read('root.crt', 'ca.crt', 'leaf.crt', 'ca.crt'))
    report = check(ctl, mixed, '--csr', made.at('leaf.csr'), '--site', HOST.upper())
    assert report['verdict'] == 'ok' and not ids(report, 'wrong'), report
    assert {'bundle.ok', 'bundle.reordered', 'bundle.root-removed', 'bundle.duplicate-removed',
            'bundle.format'} <= set(ids(report)), report
    leaf = report['certificate']
    assert leaf['names'] == [HOST, 'my.kite.example'] and leaf['key'] == 'ECDSA P-256', leaf
    assert leaf['subject']['common_name'] == HOST, leaf
    assert leaf['subject']['organization'] == 'Kite Ltd', leaf
    assert [one['issuer'] for one in report['chain']] == ['Kite CA', 'Kite Root'], report
    for one, name in zip(report['chain'], ('leaf', 'ca')):
        printed = tool('openssl', 'x509', '-in', made.at(name + '.crt'), '-noout',
                       '-fingerprint', '-sha256').decode()
        assert printed.split('=')[1].strip().replace(':', '').lower() == one['sha256']
    assert leaf['sha256'] == report['chain'][0]['sha256'], report

    for given, stdin in ((['zip.zip'], b''), (['-'], quoted.encode())):
        ctl.path('zip.zip', zipped('a/chain.p7b', p7b))
        other = check(ctl, *(one if one == '-' else ctl.path(one) for one in given),
                      '--csr', made.at('leaf.csr'), stdin=stdin)
        assert other['chain'] == report['chain'] and other['verdict'] == 'ok', other


def test_words(ctl):
    """without --json it tells the findings and every certificate in words"""
    made = pki()
    told = ctl('bundle', 'check', made.at('leaf.crt'), made.at('ca.crt'), '--trust',
               made.at('root.crt'), '--site', HOST)
    told.has('bundle.ok', 'bundle.no-csr', 'Certificate 1 of 2', 'Certificate 2 of 2',
             'Issued To', 'Kite CA Ltd', 'TLS server', 'my.kite.example',
             f'http://localhost:{made.port}/ca.crt')
    assert 'PRIVATE' not in told.out and 'BEGIN' not in told.out, told


def test_wrong(ctl):
    """each thing that is wrong is told, with status 1"""
    made = pki()
    leaf, ca = made.at('leaf.crt'), made.at('ca.crt')
    large = ctl.path('large', b'x' * (1024 * 1024 + 1))
    for given, wanted in (
            ((leaf, ca, '--at', LATER), 'bundle.expired'),
            ((leaf, ca, '--at', '2001-01-01T00:00:00Z'), 'bundle.not-yet-valid'),
            ((leaf, ca, '--csr', made.at('other.csr')), 'bundle.key-mismatch'),
            ((leaf, ca, '--site', 'cp.harbor.example'), 'bundle.missing-name'),
            ((leaf, ca, made.at('leaf.key')), 'bundle.private-key'),
            ((ca,), 'bundle.no-leaf'),
            ((ctl.path('text', 'Dear all'),), 'bundle.not-a-certificate'),
            ((leaf, ca, large), 'bundle.too-large')):
        report = check(ctl, *given, status=ATTENTION)
        assert report['verdict'] == 'wrong' and wanted in ids(report, 'wrong'), (given, report)
    untrusted = ctl('bundle', 'check', leaf, ca, '--json', status=ATTENTION).json(REPORT)
    assert ids(untrusted, 'wrong') == ['bundle.untrusted'], untrusted


def test_missing(ctl):
    """what is missing is fetched from public addresses only, and not at all with --offline"""
    made = pki()
    report = check(ctl, made.at('leaf.crt'), status=ATTENTION)
    missing = find(report, 'bundle.missing-intermediate')
    assert 'Kite CA' in missing['text'], missing
    assert 'not a public one' in missing['fix'] and '/ca.crt yourself' in missing['fix'], missing
    offline = check(ctl, made.at('leaf.crt'), '--offline', status=ATTENTION)
    fix = find(offline, 'bundle.missing-intermediate')['fix']
    assert f'http://localhost:{made.port}/ca.crt' in fix and 'public' not in fix, fix
    assert not made.was_asked()


def test_usage(ctl):
    """what is wrong with the command is no finding"""
    made = pki()
    leaf = made.at('leaf.crt')
    for given, status, code, argument in (
            ((leaf, '--at', 'tomorrow'), USAGE, 'value', '--at'),
            ((leaf, '--site', 'not a name'), USAGE, 'name.invalid', 'not a name'),
            ((leaf, '--live'), USAGE, 'missing-option', '--site'),
            ((leaf, '--csr', leaf), USAGE, 'csr.not-a-csr', '--csr'),
            ((leaf, '--subject', 'Nobody'), USAGE, None, None),
            (('-', '--csr', '-'), USAGE, 'option', '-'),
            (('/nonexistent/cp.crt',), COULD_NOT, 'file', '/nonexistent/cp.crt')):
        ctl.fails('bundle', 'check', *given, status=status, code=code, argument=argument)


def test_live(ctl):
    """the certificate that the site serves is compared with"""
    zone = peer.Zone('kite.example', 'example')
    zone.set(HOST, ('A', '127.0.0.1'))
    ctl.resolver(zone)
    site = ctl.serve(HOST)
    live = f'{HOST}:{site.port}'
    again = ctl.path('again.pem', ssl.get_server_certificate(('127.0.0.1', site.port)))
    report = ctl('bundle', 'check', again, '--site', live, '--live', '--json',
                 status=ATTENTION).json(REPORT)
    assert 'bundle.not-newer' in ids(report, 'wrong'), report
    other = ctl('bundle', 'check', again, '--site', live, '--json', status=None).json(REPORT)
    assert 'bundle.not-newer' not in ids(other), other


def verify(bundle, root):
    """That both judges take the file as a server would be given it."""
    tool('openssl', 'verify', '-CAfile', root, '-untrusted', bundle, '-verify_hostname', HOST,
         bundle)
    tool('certtool', '--verify', '--load-ca-certificate', root, '--infile', bundle)


def test_write(ctl):
    """the bundle is the certificate and its chain, and nothing else; judges take it"""
    made = pki()
    out = ctl.path('bundle.pem')
    mixed = ctl.path('mixed.pem', made.read('root.crt', 'ca.crt', 'leaf.crt'))
    report = check(ctl, mixed, '--csr', made.at('leaf.csr'), '--out', out, command='write')
    assert report['file'] == out and report['overruled'] == [], report
    with open(out, 'rb') as file:
        written = file.read()
    assert written == made.read('leaf.crt', 'ca.crt'), written
    verify(out, made.at('root.crt'))
    printed = ctl('bundle', 'write', mixed, '--out', '-', '--trust', made.at('root.crt'))
    assert printed.raw == written, printed
    told = ctl.fails('bundle', 'write', mixed, '--out', out, '--trust', made.at('root.crt'),
                     code='exists', argument='--out')
    assert out in told.err and open(out, 'rb').read() == written


def test_refuse(ctl):
    """what is wrong is not written, unless it may be overruled and is"""
    made = pki()
    out, trust = ctl.path('bundle.pem'), ('--trust', made.at('root.crt'))
    leaf, ca, key = (made.at(name) for name in ('leaf.crt', 'ca.crt', 'leaf.key'))
    late = (leaf, ca, '--at', LATER, '--out', out, *trust)
    ctl.fails('bundle', 'write', *late, status=ATTENTION, code='bundle.expired',
              argument='bundle.expired')
    ctl.fails('bundle', 'write', leaf, ca, key, '--out', out, *trust, status=ATTENTION,
              code='bundle.private-key')
    for name in ('bundle.private-key', 'bundle.key-mismatch', 'bundle.no-leaf', 'bundle.ok',
                 'bundle.unheard-of'):
        ctl.fails('bundle', 'write', leaf, ca, '--out', out, '--overrule', name, code='value',
                  argument=name)
    ctl.fails('bundle', 'write', leaf, ca, code='missing-option', argument='--out')
    # Neither a file nor a half of one.
    assert [name for name in os.listdir(ctl.folder) if name != 'data'] == []
    wrong = ids(check(ctl, leaf, ca, '--at', LATER, status=ATTENTION), 'wrong')
    overrule = [word for name in wrong for word in ('--overrule', name)]
    report = check(ctl, leaf, ca, '--at', LATER, '--out', out, *overrule, command='write')
    assert report['overruled'] == wrong and report['verdict'] == 'ok', report
    assert open(out, 'rb').read() == made.read('leaf.crt', 'ca.crt')


main(globals())
