# SPDX-License-Identifier: GPL-3.0-or-later
"""renew, and the steps of a renewal: from the request to the proof."""

import email
import email.policy
import hashlib
import io
import os
import ssl
import subprocess
import time
import zipfile

import peer
from harness import ATTENTION, FINE, main
from jobs import DETAILS, JOB, answer, connect, job, states

REPLIES = {'received': int, 'items': [dict]}
REQUESTS = {'requests': [dict]}
HOST = 'my.kite.example'
TARGET = 'mpg.vp.vc'
RECORD = f'_dnsauth.{HOST}'
SUBJECT = f'/C=GB/ST=Greater London/L=London/O=Kite Ltd/CN={HOST}'
MAIL = """From: support@provider.example
Subject: Re: Renew the certificate [KP-XXXX-XXXX]
Content-Type: text/plain; charset=utf-8

Hello,

here is the request:
%s
Regards
"""


def openssl(*arguments):
    done = subprocess.run(['openssl', *arguments], capture_output=True, check=False)
    assert done.returncode == 0, (arguments, done.stderr)
    return done.stdout


class Pki:
    """The provider's key with its request, and a CA that signs it."""

    def __init__(self, ctl):
        self.ctl = ctl
        for name in ('ca', 'site', 'other'):
            openssl('ecparam', '-genkey', '-name', 'prime256v1', '-noout', '-out',
                    self.at(name + '.key'))
        openssl('req', '-x509', '-key', self.at('ca.key'), '-subj', '/O=Kite CA/CN=Kite CA',
                '-days', '3650', '-out', self.at('ca.crt'))
        self.csr = self.request('site')

    def at(self, name):
        return self.ctl.path(name)

    def request(self, name, subject=SUBJECT):
        path = self.at(f'{name}-{len(subject)}.csr')
        openssl('req', '-new', '-key', self.at(name + '.key'), '-subj', subject, '-addext',
                f'subjectAltName=DNS:{HOST}', '-out', path)
        return path

    def sign(self, csr):
        """What the CA makes of the request, and the certificate alone."""
        extensions = self.ctl.path(
            'extensions', f'subjectAltName=DNS:{HOST}\nbasicConstraints=critical,CA:FALSE\n'
            'keyUsage=critical,digitalSignature\nextendedKeyUsage=serverAuth\n')
        path = csr.replace('.csr', '.crt')
        openssl('x509', '-req', '-in', csr, '-CA', self.at('ca.crt'), '-CAkey',
                self.at('ca.key'), '-CAcreateserial', '-days', '39', '-extfile', extensions,
                '-out', path)
        return path

    def context(self, certificate, key='site'):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, self.at(key + '.key'))
        return context


def begin(ctl):
    """A site that is locked, and a CA that is trusted."""
    zone = peer.Zone('kite.example', 'vp.vc', 'example')
    zone.set(TARGET, ('A', '127.0.0.1'))
    zone.set(HOST, ('CNAME', TARGET))
    ctl.resolver(zone)
    pki = Pki(ctl)
    pki.zone = zone
    roots = b''.join(open(path, 'rb').read() for path in (ctl.pki.root, pki.at('ca.crt')))
    ctl.options[ctl.options.index('--trust') + 1] = ctl.path('roots.pem', roots)
    server = ctl.serve(HOST)
    site = f'{HOST}:{server.port}'
    ctl('site', 'add', site, '--provider', 'pexip')
    ctl.fails('renew', site, code='not-now').says('Check it first')
    ctl('check', site)
    return site, server, pki


def zipped(name, content):
    octets = io.BytesIO()
    with zipfile.ZipFile(octets, 'w') as archive:
        archive.writestr(name, content)
    return octets.getvalue()


def go_on(ctl, site, *options):
    return ctl('job', 'next', site, *options, '--json').json(JOB)


def at(found):
    return found['step'], found['who'], found['missing']


def test_whole(ctl):
    """a whole run: from the details to every address serving the certificate that was bought"""
    site, server, pki = begin(ctl)
    asked = ctl('renew', site, *DETAILS, '--json').json(JOB)
    assert asked['kind'] == 'renew' and at(asked) == ('hand-over', 'you', ['hand-over'])
    ctl.fails('renew', site, code='exists')
    ctl('job', 'show', site).has('Fill in the form of Pexip', 'Greater London')
    found = go_on(ctl, site, '--done', '--ticket', '#12')
    assert at(found) == ('wait-provider', 'provider', ['csr'])
    ctl('job', 'remind', site).has('#12')

    mail = ctl.path('answer.eml', MAIL % open(pki.csr, encoding='ascii').read())
    found = go_on(ctl, site, '--csr', mail)
    assert at(found) == ('buy', 'you', ['order'])
    pem = open(pki.csr, encoding='ascii').read()
    assert found['renewal']['csr']['pem'] == pem, found['renewal']
    ctl('job', 'show', site).has(pem, 'SHA-2')
    found = go_on(ctl, site, '--order', '4711', '--ca', 'Kite CA', '--price', '90 €')
    assert at(found) == ('wait-ca', 'ca', ['bundle'])
    found = go_on(ctl, site, '--record', f'_dnsauth.{HOST} TXT "one two"')
    assert at(found) == ('wait-ca', 'you', ['bundle'])
    record = found['renewal']['record']
    assert (record['name'], record['type'], record['value']) == (RECORD, 'TXT', 'one two')
    assert (record['seen_at'], record['resolvers']) == (None, [])
    ctl('job', 'show', site).has(f'_dnsauth.{HOST}. IN TXT "one two"', '“_dnsauth.my”')
    assert at(go_on(ctl, site, '--done')) == ('wait-ca', 'ca', ['bundle'])
    ctl('job', 'show', site).has('Kite CA, order 4711', '✓')

    certificate = pki.sign(pki.csr)
    p7b = openssl('crl2pkcs7', '-nocrl', '-certfile', pki.at('ca.crt'), '-certfile',
                  certificate, '-outform', 'DER')
    found = go_on(ctl, site, '--bundle', ctl.path('kite.zip', zipped('kite.p7b', p7b)))
    assert at(found) == ('submit', 'you', ['hand-over'])
    ctl('job', 'show', site).has(f'Attach this as {HOST}.pem', 'Please install it')
    found = go_on(ctl, site, '--done', '--ticket', '#13')
    assert at(found) == ('install', 'provider', [])
    ctl('check', site)
    assert 'tls.not-yet-installed' in [one['id'] for one in ctl.sites()[0]['findings']]

    server.tcp.context = pki.context(certificate)
    ctl('check', site)
    listed = ctl.sites()[0]
    assert (listed['lock'], listed['job']) == ('locked', None)
    done = job(ctl, site)
    assert done['step'] == 'done' and set(states(done).values()) == {'done'}, done['steps']
    assert done['renewal']['bundle']['sha256'] == listed['certificate']['sha256']


def test_record(ctl):
    """the record that the CA asks for is looked for, asked for again, and missed when it goes"""
    site, _, pki = begin(ctl)
    ctl('site', 'set', site, '--customer', 'Kite Travel')
    ctl('renew', site, '--csr', pki.csr)
    go_on(ctl, site, '--order', '4711', '--ca', 'Kite CA')
    found = go_on(ctl, site, '--record', f'{RECORD} TXT "one two"')
    assert at(found) == ('wait-ca', 'customer', ['bundle'])
    pki.zone.set(RECORD, ('CNAME', 'old.example'))
    shown = ctl('job', 'next', site, '--json', status=ATTENTION).json(JOB)
    seen = shown['renewal']['record']['resolvers'][0]
    assert (seen['verdict'], seen['found']) == ('waiting', ['CNAME old.example']), seen
    ctl('job', 'show', site).has('Seen by 0 of 1 resolver', 'There is an alias at this name')
    ctl('job', 'remind', site).has('It can’t be seen yet', time.strftime('On %Y-%m-%d we asked'),
                                   'CNAME  ' + RECORD + '  old.example')
    # What a resolver has just said it says again until its time is over; who asks is told.
    pki.zone.set(RECORD, ('TXT', 'one two', 0))
    ctl('check', site)
    assert job(ctl, site)['who'] == 'customer'
    assert at(ctl('job', 'next', site, '--json').json(JOB)) == ('wait-ca', 'ca', ['bundle'])
    assert job(ctl, site)['renewal']['record']['seen_at'] is not None
    pki.zone.set(RECORD)
    ctl('check', site)
    assert job(ctl, site)['who'] == 'customer'
    ctl('job', 'pause', site)
    ctl.fails('job', 'next', site, code='not-now').says('paused')
    ctl('job', 'resume', site)


def test_entered(ctl):
    """a job begins with whatever is there: a request by mail, a certificate already bought"""
    site, _, pki = begin(ctl)
    found = ctl('renew', site, '--csr', pki.csr, '--json').json(JOB)
    assert at(found) == ('buy', 'you', ['order'])
    assert states(found)['hand-over'] == 'done'
    ctl('job', 'abandon', site)
    ctl('renew', site)
    certificate = pki.sign(pki.csr)
    # Pasted, without a request to compare it with.
    found = ctl('job', 'next', site, '--bundle', '-', '--json',
                stdin=open(certificate, 'rb').read()).json(JOB)
    assert at(found) == ('submit', 'you', ['hand-over'])
    ctl.fails('job', 'next', site, '--csr', pki.csr, code='not-now').says('ordered already')
    ctl('job', 'back', site)
    assert job(ctl, site)['renewal']['bundle']['pem']


def test_asks(ctl):
    """on a terminal each step shows what is to be done, and asks whether it is; a no changes
    nothing"""
    site, _, pki = begin(ctl)
    ctl('renew', site, *DETAILS)

    def asked(question, step, after):
        for text, status, found in (('n\n', 2, step), ('y\n', FINE, after)):
            done, out, said = answer(ctl, text, 'job', 'next', site)
            assert done == status and question in said, (done, out, said)
            assert job(ctl, site)['step'] == found
        return out

    assert 'Fill in the form' in asked('Was it handed to Pexip?', 'hand-over', 'wait-provider')
    ctl('job', 'next', site, '--csr', pki.csr)
    asked('Was the certificate ordered?', 'buy', 'wait-ca')
    ctl('job', 'next', site, '--bundle', pki.sign(pki.csr))
    assert 'Attach this as' in asked('Was it handed over?', 'submit', 'install')
    # There is nothing to be given any more: it waits, until the provider has said so.
    for text, who, finding in (('n\n', 'provider', 'tls.not-yet-installed'),
                               ('y\n', 'you', 'tls.not-submitted')):
        status, _, said = answer(ctl, text, 'job', 'next', site)
        assert status == FINE and 'Has Pexip said that it is installed?' in said, (status, said)
        assert at(job(ctl, site)) == ('install', who, [])
        assert finding in [one['id'] for one in ctl.sites()[0]['findings']]


def test_wrong(ctl):
    """what is wrong stops it, unless it is set aside with a reason that is kept"""
    site, _, pki = begin(ctl)
    ctl('renew', site, *DETAILS)
    ctl('job', 'next', site, '--done')
    other = pki.request('site', SUBJECT.replace('Kite Ltd', 'Crow Ltd'))
    refused = ('job', 'next', site, '--csr', other)
    ctl.fails(*refused, status=ATTENTION, code='csr.subject-differs').says('Crow Ltd')
    ctl.fails(*refused, '--overrule', 'csr.subject-differs', code='value').says('no reason')
    ctl.fails(*refused, '--overrule', 'csr.private-key=I want it', code='value')
    ctl.fails('job', 'next', site, '--csr', pki.at('site.key'), status=ATTENTION,
              code='csr.private-key')
    assert job(ctl, site)['step'] == 'wait-provider'
    found = go_on(ctl, site, *refused[3:], '--overrule', 'csr.subject-differs=They merged')
    assert found['step'] == 'buy'
    assert found['renewal']['overruled'] == [{'finding': 'csr.subject-differs',
                                              'reason': 'They merged'}]
    ctl('job', 'next', site, '--done')
    wrong = pki.sign(pki.request('other'))
    ctl.fails('job', 'next', site, '--bundle', wrong, status=ATTENTION,
              code='bundle.key-mismatch')
    ctl.fails('job', 'next', site, '--bundle', wrong, '--overrule',
              'bundle.key-mismatch=I want it', code='value')
    assert job(ctl, site)['step'] == 'wait-ca'
    # Nothing of a key is in the store.
    for folder, _, names in os.walk(ctl.data):
        for name in names:
            with open(os.path.join(folder, name), 'rb') as file:
                assert b'PRIVATE KEY' not in file.read(), name


def test_reply(ctl):
    """the signing request is found in the provider's reply, unless something is wrong with it"""
    site, _, pki = begin(ctl)
    desk = connect(ctl, 'pexip')
    ctl('renew', site, *DETAILS)
    ctl('job', 'next', site, '--done')
    assert job(ctl, site)['step'] == 'wait-provider' and len(desk.tickets) == 1
    desk.say(1, 'We are on it.')
    receive = ('request', 'receive', '--json')
    assert ctl(*receive).json(REPLIES) == {'received': 1, 'items': []}
    # What is not looked into is not passed over in silence.
    desk.say(1, 'All in one.', [('all.zip', 'application/zip', bytes(3 << 19))])
    large, = ctl(*receive, status=ATTENTION).json(REPLIES)['items']
    assert (large['source'], large['kind'], large['result']) == ('all.zip', 'other', 'left')
    assert large['text'] == ('The attachment “all.zip” of 1.5\u00a0MiB was not read: it is larger '
                             'than 1 MiB.'), large
    ctl('request', 'receive', status=ATTENTION).has('all.zip', 'Not read', large['text'])
    other = pki.request('other', SUBJECT.replace('Kite Ltd', 'Crow Ltd'))
    desk.say(1, MAIL % open(other, encoding='ascii').read())
    refused = ctl(*receive, status=ATTENTION).json(REPLIES)['items']
    assert [one['result'] for one in refused] == ['wrong'], refused
    assert 'Crow Ltd' in refused[0]['text'] and job(ctl, site)['step'] == 'wait-provider'
    # The newest counts; what is taken is no news any more.
    desk.say(1, 'Sorry, this one.', [('site.csr', 'application/pkcs10',
                                     open(pki.csr, 'rb').read())])
    taken = ctl(*receive).json(REPLIES)['items']
    assert [(one['source'], one['result']) for one in taken] == [('site.csr', 'taken')], taken
    assert at(job(ctl, site)) == ('buy', 'you', ['order'])
    assert ctl(*receive).json(REPLIES) == {'received': 0, 'items': []}


def test_mail(ctl):
    """where the provider is reached by mail, both requests are; the second has the bundle"""
    site, _, pki = begin(ctl)
    ctl('provider', 'connect', 'pexip', '--channel', 'email', '--to', 'help@desk.example')
    ctl('renew', site, *DETAILS)
    ctl('job', 'next', site, '--done')
    listed = ('request', 'list', '--json')
    first, = ctl(*listed).json(REQUESTS)['requests']
    ctl('request', 'send', first['reference'], '--done', '--ticket', '4711')
    ctl('job', 'next', site, '--csr', pki.csr)
    ctl('job', 'next', site, '--done')
    ctl('job', 'next', site, '--bundle', pki.sign(pki.csr))
    ctl('job', 'next', site, '--done').has('Waiting for You')
    # It is not on its way before somebody has sent it.
    assert at(job(ctl, site)) == ('install', 'you', []), job(ctl, site)
    second, = [one for one in ctl(*listed).json(REQUESTS)['requests']
               if one['id'] != first['id']]
    path = ctl.path('second.eml')
    ctl('request', 'show', second['reference'], '--mail', path).has(f'{HOST}.pem')
    ctl.fails('request', 'show', second['reference'], '--mail', path).says('--mail')
    bundle = job(ctl, site)['renewal']['bundle']
    with open(path, 'rb') as file:
        saved = file.read()
    for octets in (saved, ctl('request', 'show', second['reference'], '--mail', '-').raw):
        mail = email.message_from_bytes(octets, policy=email.policy.default)
        assert mail['To'] == 'help@desk.example' and second['reference'] in mail['Subject']
        text = mail.get_body().get_content()
        assert '4711' in text and first['reference'] in text, text
        attached = [(one.get_filename(), one.get_payload(decode=True))
                    for one in mail.iter_attachments()]
        assert attached == [(f'{HOST}.pem', bundle['pem'].encode())], attached
    leaf = ssl.PEM_cert_to_DER_cert(bundle['pem'])
    assert hashlib.sha256(leaf).hexdigest() == bundle['sha256']
    ctl('request', 'send', second['reference'], '--done')
    assert at(job(ctl, site)) == ('install', 'provider', [])


def test_own_server(ctl):
    """where the key is made here, so is the request; the files are saved by hand"""
    zone = peer.Zone('kite.example')
    zone.set(HOST, ('A', '127.0.0.1'))
    ctl.resolver(zone)
    ctl.env['DBUS_SESSION_BUS_ADDRESS'] = 'unix:path=/nonexistent'
    ctl.options += ['--passphrase-file', ctl.path('passphrase', 'correct horse\n')]
    ctl('site', 'add', HOST, '--provider', 'own-server')
    found = ctl('renew', HOST, '--yes', '--json').json(JOB)
    assert at(found) == ('hand-over', 'you', ['csr'])
    found = go_on(ctl, HOST, '--done')
    assert at(found) == ('buy', 'you', ['order'])
    pem = found['renewal']['csr']['pem']
    assert f'DNS:{HOST}' in openssl('req', '-in', ctl.path('made.csr', pem), '-noout',
                                    '-text').decode()
    assert at(go_on(ctl, HOST, '--done'))[0] == 'wait-ca'


def test_refused(ctl):
    """who can't be renewed is told what to do instead"""
    zone = peer.Zone('kite.example', 'vp.vc')
    zone.set(HOST, ('A', '127.0.0.9'))
    ctl.resolver(zone)
    ctl('site', 'add', 'cp.kite.example', '--provider', 'cloud-office')
    ctl.fails('renew', 'cp.kite.example', code='not-offered').says('by itself')
    ctl('site', 'add', HOST, '--provider', 'pexip')
    ctl('check', HOST, status=ATTENTION)
    ctl.fails('renew', HOST, code='not-offered').says('Ask Pexip')
    ctl('secure', 'cp.kite.example', *DETAILS)
    ctl.fails('job', 'next', 'cp.kite.example', '--order', '12', code='option')


main(globals())
