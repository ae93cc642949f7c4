# SPDX-License-Identifier: GPL-3.0-or-later
"""csr check: what a provider sent is judged before anybody pays for it."""

import atexit
import base64
import functools
import hashlib
import os
import re
import shutil
import subprocess
import tempfile

import peer
from harness import ATTENTION, COULD_NOT, FINDING, SHA256, Maybe, Words, main

HOST = 'cp.kite.example'
SUBJECT = '/C=GB/ST=Greater London/L=London/O=Kite, Ltd'
DETAILS = ['--country', 'gb', '--state', 'Greater London', '--locality', 'London',
           '--organization', 'Kite, Ltd', '--organizational-unit', 'IT', '--email',
           'ada@kite.example']
FIELDS = ('country', 'state', 'locality', 'organization', 'organizational_unit', 'email',
          'common_name')
REPORT = {'verdict': Words('ok|wrong'), 'findings': [FINDING],
          'csr': Maybe({'names': [str], 'key': str,
                        'subject': {name: Maybe(str) for name in FIELDS},
                        'dates': Maybe(str), 'sha256': SHA256, 'spki_sha256': SHA256}),
          'chain': [str]}
# A request can be revoked with it, so it is nobody's business.
SECRET = 'geheim-4711'
CONFIG = f"""
[req]
prompt = no
distinguished_name = name
attributes = attributes
req_extensions = extensions
[name]
CN = {HOST}
[attributes]
challengePassword = {SECRET}
unstructuredName = {SECRET}
[extensions]
subjectAltName = DNS:{HOST}
"""


def openssl(*arguments):
    return subprocess.run(['openssl', *arguments], capture_output=True, check=True).stdout


@functools.cache
def folder():
    path = tempfile.mkdtemp(prefix='keyplate-csr-')
    atexit.register(shutil.rmtree, path)
    return path


@functools.cache
def key():
    path = os.path.join(folder(), 'key.pem')
    openssl('ecparam', '-genkey', '-name', 'prime256v1', '-noout', '-out', path)
    return path


@functools.cache
def mint(subject=SUBJECT + '/CN=' + HOST, names=HOST, *options, signer=None):
    """The PEM of a request that openssl makes, once for all tests."""
    return openssl('req', '-new', '-batch', '-utf8', '-key', signer or key(), '-subj', subject,
                   '-addext', f'subjectAltName=DNS:{names}', *options)


def der(pem):
    return base64.b64decode(b''.join(pem.splitlines()[1:-1]))


def check(ctl, octets, *options, status=0):
    return ctl('csr', 'check', '-', *options, '--json', stdin=octets,
               status=status).json(REPORT)


def ids(found):
    return [one['id'] for one in found['findings']]


def test_good(ctl):
    """a good one is told with what is in it, and the status is 0"""
    found = check(ctl, mint(), '--site', HOST)
    assert (found['verdict'], ids(found), found['chain']) == ('ok', ['csr.ok'], [])
    public = openssl('pkey', '-in', key(), '-pubout', '-outform', 'DER')
    assert found['csr'] == {
        'names': [HOST], 'key': 'ECDSA P-256', 'dates': None,
        'subject': {'country': 'GB', 'state': 'Greater London', 'locality': 'London',
                    'organization': 'Kite, Ltd', 'organizational_unit': None, 'email': None,
                    'common_name': HOST},
        'sha256': hashlib.sha256(der(mint())).hexdigest(),
        'spki_sha256': hashlib.sha256(public).hexdigest()}
    # By the file's name, for people.
    shown = ctl('csr', 'check', ctl.path('cp.csr', mint()))
    assert shown.lines[:3] == [f'Names              {HOST}', 'Key                ECDSA P-256',
                               'Signed with        SHA-256'], shown
    shown.has('  note     csr.ok\n', 'It is for cp.kite.example')


def test_forms(ctl):
    """however it was sent, it is the same request"""
    pem = mint()
    quoted = b'Hello,\r\n\r\nhere it is:\r\n' + b''.join(
        b'> ' + line + b'\r\n' for line in pem.splitlines()) + b'\r\nRegards\r\n'
    other = pem.replace(b'CERTIFICATE REQUEST', b'NEW CERTIFICATE REQUEST')
    for octets in (der(pem), quoted, other, base64.b64encode(der(pem)), pem + b'\n' + pem):
        found = check(ctl, octets, '--site', HOST)
        assert found['csr']['sha256'] == hashlib.sha256(der(pem)).hexdigest(), found


def test_refused(ctl):
    """what is no single request has no csr, and the finding says what to do"""
    with open(key(), 'rb') as file:
        private = file.read()
    large = mint(names=','.join(['x' * 60 + f'.n{n}.kite.example' for n in range(300)])
                 .replace(',', ',DNS:'))
    for octets, code, word in (
            (b'It comes tomorrow.', 'csr.not-a-csr', 'BEGIN CERTIFICATE REQUEST'),
            (b'', 'csr.not-a-csr', 'BEGIN'), (mint()[:300], 'csr.not-a-csr', 'file'),
            (private, 'csr.private-key', 'make a new key'),
            (mint() + private, 'csr.private-key', 'delete'),
            (mint() + mint(names='my.kite.example'), 'csr.several', 'alone'),
            (large, 'csr.too-large', 'fewer names'),
            (b'x' * (1024 * 1024 + 1), 'csr.too-large', 'file')):
        found = check(ctl, octets, status=ATTENTION)
        assert (ids(found), found['verdict'], found['csr']) == ([code], 'wrong', None), found
        assert word in found['findings'][0]['fix'], found
        # Of a key that came by mistake nothing is repeated or kept.
        assert base64.b64encode(der(private)).decode()[10:40] not in str(found)
    assert not os.path.exists(ctl.data)


def test_wrong(ctl):
    """what a CA would refuse is status 1, each by its id, and for people too"""
    for octets, code in (
            (mint(names='my.kite.example'), 'csr.missing-name'),
            (mint('/C=UK/CN=' + HOST), 'csr.country'),
            (mint(SUBJECT, HOST, '-addext', 'tlsfeature=status_request'), 'csr.must-staple'),
            (mint(SUBJECT, HOST, '-sha1'), 'csr.weak-signature'),
            (der(mint()).replace(b'London', b'Lindon'), 'csr.signature')):
        found = check(ctl, octets, '--site', HOST, status=ATTENTION)
        assert (ids(found), found['verdict']) == ([code], 'wrong'), found
        assert found['csr'] and found['findings'][0]['severity'] == 'wrong'
        ctl('csr', 'check', '-', '--site', HOST, stdin=octets, status=ATTENTION).has(
            f'  wrong    {code}\n', '           → ')


def test_subject(ctl):
    """what was asked for is compared field by field, but what is for the provider alone"""
    ctl('subject', 'add', 'Kite', *DETAILS)
    found = check(ctl, mint(), '--site', HOST, '--subject', 'kite')
    assert ids(found) == ['csr.ok'], found
    other = mint('/C=gb/ST=greater london/L=Londn/O=Kite, Ltd/OU=Sales/CN=' + HOST)
    found = check(ctl, other, '--site', HOST, '--subject', 'kite', status=ATTENTION)
    assert ids(found) == ['csr.subject-differs', 'csr.has-organizational-unit'], found
    shown = ctl('csr', 'check', '-', '--subject', 'Kite', stdin=other, status=ATTENTION)
    assert re.search(r'^FIELD +ASKED +IN THE REQUEST$', shown.out, re.M), shown
    assert re.search(r'^Locality +London +Londn$', shown.out, re.M), shown
    assert re.search(r'^Email +ada@kite.example +–$', shown.out, re.M), shown
    ctl.fails('csr', 'check', '-', '--subject', 'nobody', code='unknown-subject',
              argument='nobody')


def test_secret(ctl):
    """a challenge password is not printed, whatever is asked for"""
    path = ctl.path('config', CONFIG)
    octets = openssl('req', '-new', '-config', path, '-key', key())
    assert SECRET.encode() in der(octets)
    for arguments in ([], ['--json'], ['--site', HOST]):
        told = ctl('csr', 'check', '-', *arguments, stdin=octets)
        assert SECRET not in told.out + told.err, told


def test_live(ctl):
    """--live asks the site, in the list or not, and saves nothing"""
    zone = peer.Zone('kite.example')
    zone.set(HOST, ('A', '127.0.0.1'))
    ctl.resolver(zone)
    site = f'{HOST}:{ctl.serve(HOST).port}'
    own = mint(signer=os.path.join(ctl.pki.folder, f'{HOST}-valid.pem'))
    found = check(ctl, own, '--site', site, '--live')
    assert ids(found) == ['csr.ok', 'csr.same-key-as-live'], found
    assert ids(check(ctl, mint(), '--site', site, '--live')) == ['csr.ok', 'csr.new-key']
    # Not asked unless told to.
    asked = len(zone.asked)
    assert ids(check(ctl, mint(), '--site', site)) == ['csr.ok'] and len(zone.asked) == asked
    ctl('site', 'add', site, '--provider', 'own-server')
    before = ctl.sites()
    # HOST alone is the one of the list.
    assert 'csr.new-key' in ids(check(ctl, mint(), '--site', HOST, '--live'))
    assert ctl.sites() == before


def test_live_silent(ctl):
    """a site that can't be asked is status 3, and what was found is told all the same"""
    ctl.resolver(peer.Zone('kite.example'))
    site = f'{HOST}:{peer.closed_port()}'
    told = ctl('csr', 'check', '-', '--site', site, '--live', '--json', stdin=mint(),
               status=COULD_NOT)
    told.says(site, 'keyplatectl check')
    assert ids(told.json(REPORT)) == ['csr.ok']
    found = check(ctl, mint(names='my.kite.example'), '--site', site, '--live',
                  status=ATTENTION)
    assert ids(found) == ['csr.missing-name'], found


def test_usage(ctl):
    """what is wrong with the command itself"""
    ctl.fails('csr', 'check', code='missing-argument', argument='FILE')
    ctl.fails('csr', 'check', ctl.path('none.csr'), status=COULD_NOT, code='file',
              argument=ctl.path('none.csr'))
    ctl.fails('csr', 'check', '-', '--site', 'a_b.example', code='name.invalid',
              argument='a_b.example')
    ctl.fails('csr', 'check', '-', '--live', code='missing-option', argument='--site')


main(globals())
