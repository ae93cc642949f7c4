# SPDX-License-Identifier: GPL-3.0-or-later
"""Where certificates are renewed: a provider that keeps the key, with four servers and a helpdesk,
and a CA that openssl runs."""

import io
import json
import os
import ssl
import subprocess
import zipfile

from desk import enter
from scene import SUBJECT, Scene
from tracker import FIELDS

TARGET = 'mpg.vp.vc'
PLACES = ('127.0.1.21', '127.0.1.22', '127.0.1.31', '127.0.1.51')  # of the target
PROFILE = {
    'id': 'desk', 'name': 'Desk', 'noun': 'Site', 'jobs': ['renew'],
    'target': {'kind': 'fixed', 'name': TARGET}, 'key': 'provider-csr',
    'requires-existing': True, 'renewal': {'by': 'you'}, 'channel': {'kind': 'rt'},
    'request': {'priority': 'low', 'priority-label': 'Priority 4', 'same-ticket': True, 'fields': [
        {'id': one, 'label': label, 'required': True}
        for one, label in zip(['site', *SUBJECT], FIELDS)]},
    'bundle': 'pem-leaf-first', 'days': {'answer': 3, 'ca': 2, 'install': 3, 'margin': 7}}
ASKED = ('/C={country}/ST={state}/L={locality}/O={organization}/OU={organizational-unit}'
         .format_map(SUBJECT))
LEAF = ('subjectAltName=DNS:{}\nbasicConstraints=critical,CA:FALSE\n'
        'keyUsage=critical,digitalSignature\nextendedKeyUsage=serverAuth\n')
ANSWER = 'Hello,\n\n{}\n\nKind regards\nSupport\n'


def openssl(*words):
    subprocess.run(['openssl', *words], capture_output=True, check=True)


def to_der(pem):
    """Each of the certificates in PEM."""
    end = '-----END CERTIFICATE-----\n'
    return [ssl.PEM_cert_to_DER_cert(one + end) for one in pem.split(end)[:-1]]


class Renewals(Scene):
    """Sites of customers whose certificates end soon."""

    def __enter__(self):
        super().__enter__()
        self.world.change(TARGET, *(word for one in PLACES for word in (300, 'A', one)))
        return self

    def welcome(self, kp, host, *_):
        """The user of KP has a site that is green on all addresses, for twelve days more."""
        enter(kp.environment, kp.ctl, self.world)
        self.world.change(host, 300, 'CNAME', TARGET + '.')
        self.world.renew(host, 'soon12', *PLACES)
        self.connect(kp, PROFILE)
        return f'{host}:{self.world.port}'


class Maker:
    """Has a folder for what it makes for HOST."""

    def __init__(self, scene, host):
        self.scene, self.host = scene, host
        self.folder = os.path.join(scene.folder.name, type(self).__name__, host)
        os.makedirs(self.folder)

    def at(self, name, content=None):
        path = os.path.join(self.folder, name)
        if content is not None:
            with open(path, 'wb') as file:
                file.write(content if isinstance(content, bytes) else content.encode())
        return path

    def read(self, name):
        with open(self.at(name), encoding='ascii') as file:
            return file.read()


class Provider(Maker):
    """Its staff reads the ticket, and nobody else has the key."""

    def answer(self, number, in_text):
        """The signing request for a new key, as an attachment or in the text of the reply."""
        openssl('req', '-new', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes',
                '-keyout', self.at('key'), '-subj', f'{ASKED}/CN={self.host}', '-addext',
                f'subjectAltName=DNS:{self.host}', '-out', self.at('my.csr'))
        text = ANSWER.format('here is it:\n' + self.read('my.csr') if in_text else
                             'it is attached.')
        self.scene.tracker.reply(number, text, *(() if in_text else (self.at('my.csr'),)))

    def install(self, number, *places):
        """What is attached in the ticket, with its key."""
        (name, content), = [one for one in self.scene.tracker.files(number)
                            if one[0].endswith('.pem')]
        assert name == f'{self.host}.pem', name
        chain = self.at('chain.pem', content + self.read('key').encode())
        self.scene.world.install(self.host, chain, *places)


class Authority(Maker):
    """Signs below the intermediate of the world, whose root everybody knows."""

    def pki(self, name):
        return os.path.join(self.scene.world.folder, 'pki', name)

    def sign(self, csr):
        """The path of a zip in which a PKCS #7 file has the certificate, the intermediate and,
        as many do, the root."""
        openssl('x509', '-req', '-in', self.at('csr', csr), '-CA', self.pki('issuing.pem'),
                '-CAkey', self.pki('issuing.key'), '-set_serial', str(int.from_bytes(
                    os.urandom(16)) >> 1), '-days', '90', '-extfile', self.at(
                    'extensions', LEAF.format(self.host)), '-out', self.at('leaf.pem'))
        openssl('crl2pkcs7', '-nocrl', *(word for one in (
            self.pki('ca.pem'), self.pki('issuing.pem'), self.at('leaf.pem'))
            for word in ('-certfile', one)), '-outform', 'DER', '-out', self.at('my.p7b'))
        octets = io.BytesIO()
        with zipfile.ZipFile(octets, 'w') as archive:
            archive.write(self.at('my.p7b'), 'my.p7b')
        return self.at('my.zip', octets.getvalue())

    def chain(self):
        """What a server needs of it, each as DER."""
        with open(self.pki('issuing.pem'), encoding='ascii') as file:
            return [*to_der(self.read('leaf.pem')), *to_der(file.read())]


def job_of(kp, site):
    return json.loads(kp.ctl('job', 'show', site, '--json'))
