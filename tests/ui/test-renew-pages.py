# SPDX-License-Identifier: GPL-3.0-or-later
"""test-renew-pages.py: the signing request and the certificate of a renewal are taken, whatever
they come in, and not where they are wrong."""

import io
import json
import os
import subprocess
import sys
import zipfile

from assistant import open_assistant
from harness import SOURCE, main, wait
from verbs import (answer, can, closed, open_file, question, says, says_lately,
                   says_not)

sys.path.insert(0, os.path.join(SOURCE, 'tests', 'ctl'))
from helpdesk import FIELDS, TOKEN, Helpdesk  # noqa: E402

SITE = 'my.kite.example'
TITLE = f'Renew Certificate of {SITE}'
PASSPHRASE = 'correct horse'
SUBJECT = f'/C=GB/ST=Greater London/L=London/O=Kite Ltd/CN={SITE}'
DETAILS = ['--country', 'GB', '--state', 'Greater London', '--locality', 'London',
           '--organization', 'Kite Ltd', '--organizational-unit', 'IT', '--email',
           'ops@kite.example']
PROFILE = {
    'id': 'desk', 'name': 'Desk', 'noun': 'Site', 'jobs': ['renew'],
    'target': {'kind': 'fixed', 'name': 'mpg.desk.example'}, 'key': 'provider-csr',
    'requires-existing': False, 'renewal': {'by': 'you'},
    'channel': {'kind': 'form', 'form': 'https://desk.example/new'},
    'request': {'priority': 'low', 'priority-label': 'Level 4', 'fields': [
        {'id': one, 'label': label, 'required': True}
        for one, label in zip(['site', 'country', 'state', 'locality', 'organization',
                               'organizational-unit', 'email'], FIELDS)]},
    'bundle': 'pem-leaf-first', 'days': {'answer': 3, 'ca': 2, 'install': 3, 'margin': 7}}


def openssl(*arguments):
    subprocess.run(['openssl', *arguments], capture_output=True, check=True)


class Pki:
    """A provider's key and request, and a CA with an intermediate."""

    def __init__(self, kp):
        self.folder = kp.folder
        for name in ('root', 'ca', 'site'):
            openssl('ecparam', '-genkey', '-name', 'prime256v1', '-noout', '-out',
                    self.at(name + '.key'))
        openssl('req', '-x509', '-key', self.at('root.key'), '-subj', '/CN=Kite Root', '-days',
                '3650', '-out', self.at('root.crt'))
        self.request('ca', '/CN=Kite CA 3', 'ca')
        self.request('site', SUBJECT, 'site')
        self.request('other', SUBJECT.replace('London/O', 'Leeds/O'), 'site')
        self.sign('ca', 'root', 'basicConstraints=critical,CA:TRUE\n'
                  'keyUsage=critical,keyCertSign,cRLSign\n', '1000')
        self.sign('site', 'ca', f'subjectAltName=DNS:{SITE}\nextendedKeyUsage=serverAuth\n'
                  'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n')
        openssl('crl2pkcs7', '-nocrl', *(word for name in ('root', 'ca', 'site') for word in
                                         ('-certfile', self.at(name + '.crt'))),
                '-outform', 'DER', '-out', self.at('site.p7b'))
        octets = io.BytesIO()
        with zipfile.ZipFile(octets, 'w') as archive:
            archive.write(self.at('site.p7b'), 'site.p7b')
        with open(self.at('site.zip'), 'wb') as file:
            file.write(octets.getvalue())

    def at(self, name):
        return os.path.join(self.folder, name)

    def read(self, name):
        with open(self.at(name), 'rb') as file:
            return file.read()

    def request(self, name, subject, key):
        openssl('req', '-new', '-key', self.at(key + '.key'), '-subj', subject, '-addext',
                f'subjectAltName=DNS:{SITE}', '-out', self.at(name + '.csr'))

    def sign(self, name, issuer, extensions, days='39'):
        with open(self.at('extensions'), 'w', encoding='utf-8') as file:
            file.write(extensions)
        openssl('x509', '-req', '-in', self.at(name + '.csr'), '-CA', self.at(issuer + '.crt'),
                '-CAkey', self.at(issuer + '.key'), '-CAcreateserial', '-days', days,
                '-extfile', self.at('extensions'), '-out', self.at(name + '.crt'))


def install(kp):
    folder = os.path.join(kp.data_dir, 'providers')
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, 'desk.json'), 'w', encoding='utf-8') as file:
        json.dump(PROFILE, file)
    kp.add(SITE, provider='desk')


def connect(kp, desk):
    path = os.path.join(kp.folder, 'secret')
    for name, text in (('passphrase', PASSPHRASE), ('token', TOKEN)):
        with open(path + name, 'w', encoding='utf-8') as file:
            file.write(text + '\n')
    kp.ctl('provider', 'connect', 'desk', '--channel', 'rt', '--url', desk.url, '--queue',
           'Hosting', '--token-file', path + 'token', '--passphrase-file', path + 'passphrase')
    return '--passphrase-file', path + 'passphrase'


def step_of(kp):
    return json.loads(kp.ctl('job', 'show', SITE, '--json'))['step']


def test_csr(kp):
    'the CSR is found in the reply of the provider, compared, and refused where it is wrong'
    pki, desk = Pki(kp), Helpdesk()
    install(kp)
    kp.take_links()
    phrase = connect(kp, desk)
    kp.ctl('renew', SITE, *DETAILS)
    kp.ctl('job', 'next', SITE, '--done', *phrase)
    desk.say(1, 'Hello,\n\nit is attached.', [
        ('my.csr', 'application/pkcs10', pki.read('other.csr')),
        ('all.zip', 'application/zip', bytes(3 << 19))])
    # It does not fit, so the command line leaves it to a person.
    kp.ctl('request', 'receive', *phrase, status=1)
    window = kp.start()
    renew = open_assistant(kp, window, SITE, title=TITLE)
    says(renew, 'Step 2 of 6')
    turn = says_lately(renew, 'Waiting for Desk since DAY.').text
    assert '3 days' in turn or 'usually 3' in turn, turn
    says(renew, 'Found in the reply of staff.\nThe attachment “all.zip” of 1.5\u00a0MiB was not '
                'read: it is larger than 1 MiB.')
    says(renew, 'Leeds')
    renew.find('image', 'Not as asked for', rows=True)
    renew.find('list item', name=lambda n: ', wrong: ' in n, rows=True)
    can(renew, 'Use This CSR', False)
    renew.click('push button', 'Learn More', rows=True)
    wait(lambda: [page.rpartition('/')[2] for page in kp.pages()] == ['csr.subject-differs.html'],
         'the guide about the first of them')
    # The provider mends it.
    desk.say(1, 'Sorry. This is the right one:\n' + pki.read('site.csr').decode())
    renew.click('push button', 'Check for Replies', rows=True)
    answer(kp, 'Unlock the vault?', 'Unlock', Passphrase=PASSPHRASE)
    wait(lambda: not renew.all('image', 'Not as asked for', rows=True), 'it is as asked for')
    says_not(renew, 'Leeds')
    can(renew, 'Use This CSR')
    # What is given by hand goes before it; a private key is refused.
    open_file(kp, renew, pki.at('site.key'))
    says(renew, 'no certificate and no signing request')
    can(renew, 'Use This CSR', False)
    assert not renew.all('push button', 'Use Anyway…', rows=True)
    open_file(kp, renew, pki.at('nothing.csr'))
    says(renew, '“nothing.csr” could not be read: There is no such file. Choose it '
         'where it lies now.')
    open_file(kp, renew, pki.at('site.csr'))
    says(renew, 'Read: PEM: 1 signing request')
    renew.click('push button', 'Use This CSR')
    wait(lambda: step_of(kp) == 'buy', 'it is to be ordered')
    # A step back it is still the one.
    renew.click('push button', 'Back')
    answer(kp, 'Go one step back?', 'Step Back')
    says(renew, 'Taken today.')
    renew.click('push button', 'Use This CSR')
    wait(lambda: step_of(kp) == 'buy', 'it is to be ordered')
    desk.close()


def test_certificate(kp):
    'what the CA sent is put in order; what is missing stops it unless it is set aside'
    pki = Pki(kp)
    kp.environment['SSL_CERT_FILE'] = pki.at('root.crt')
    install(kp)
    kp.ctl('renew', SITE, *DETAILS, '--csr', pki.at('site.csr'))
    kp.ctl('job', 'next', SITE, '--order', '4711', '--ca', 'Kite CA')
    window = kp.start()
    renew = open_assistant(kp, window, SITE, title=TITLE)
    says(renew, 'Step 4 of 6')
    says_lately(renew, 'Waiting for Kite CA since DAY.')
    can(renew, 'Use This Certificate', False)
    open_file(kp, renew, pki.at('site.zip'))
    says(renew, 'Read: PKCS #7 in a zip file: 3 certificates')
    says(renew, '(Kite Root, root, left out)')
    can(renew, 'Use This Certificate')
    # The viewer shows each; the site's alone is not enough.
    renew.click('push button', SITE)
    viewer = kp.window('Certificate')
    viewer.find('list item', name=lambda n: n.startswith('Kite CA 3'), rows=True)
    viewer.click('push button', 'Copy PEM')
    viewer.find('label', 'Certificate copied')
    # What is said is not in the way of the key.
    viewer.press('Escape')
    closed(kp, 2)
    renew.click('push button', 'Clear')
    can(renew, 'Use This Certificate', False)
    renew.press('ctrl+v')
    says(renew, 'Read: PEM: 1 certificate')
    renew.find('list item', name=lambda n: ', wrong: ' in n, rows=True)
    can(renew, 'Use This Certificate', False)
    renew.click('push button', 'Use Anyway…', rows=True)
    asked = wait(lambda: question(kp, 'Use it anyway?'), 'the question')
    asked.click('push button', 'Use Anyway Use Anyway')
    wait(lambda: any('A reason is needed' in (text or '') for frame in kp.frames()
                     for text in frame.texts()), 'it is asked again')
    answer(kp, 'Use it anyway?', 'Use Anyway', Reason='The server has it.')
    says(renew, 'Used anyway: The server has it.')
    can(renew, 'Use This Certificate')
    # What comes later belongs to it.
    open_file(kp, renew, pki.at('ca.crt'))
    says(renew, 'Read: PEM: 2 certificates')
    can(renew, 'Use This Certificate')
    says_not(renew, 'Used anyway')
    renew.click('push button', 'Use This Certificate')
    wait(lambda: step_of(kp) == 'submit', 'it is to be handed over')


def have(renew, what):
    renew.click('push button', 'Already Have It…')
    renew.click('menu item', what)


def test_ahead(kp):
    'who has the CSR or the certificate already gives it from the first page on'
    pki = Pki(kp)
    kp.environment['SSL_CERT_FILE'] = pki.at('root.crt')
    install(kp)
    window = kp.start()
    wait(lambda: window.actions.enabled('renew-site'), 'the desk is open')
    window.actions.activate('renew-site', 'x', 1)
    renew = kp.window(TITLE)
    says(renew, 'Step 1 of 6')
    have(renew, 'Certificate')
    says(renew, 'Step 4 of 6')
    renew.click('push button', 'Back')
    says(renew, 'Step 1 of 6')
    assert step_of(kp) == 'details'
    have(renew, 'Signing Request')
    says(renew, 'Step 2 of 6')
    says_not(renew, 'Waiting for')
    open_file(kp, renew, pki.at('site.csr'))
    renew.click('push button', 'Use This CSR')
    says(renew, 'Step 3 of 6')
    assert step_of(kp) == 'buy'
    have(renew, 'Certificate')
    open_file(kp, renew, pki.at('site.zip'))
    renew.click('push button', 'Use This Certificate')
    says(renew, 'Step 5 of 6')
    assert step_of(kp) == 'submit'


main()
