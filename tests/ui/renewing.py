# SPDX-License-Identifier: GPL-3.0-or-later
"""A site whose certificate is renewed, with a server and a CA inside the test."""

import json
import os
import socketserver
import ssl
import subprocess
import threading

from harness import wait
from verbs import says

HOST = 'my.kite.example'
TARGET = 'mpg.vp.vc'


def openssl(*arguments):
    subprocess.run(['openssl', *arguments], capture_output=True, check=True)


class Site:
    """A server with a certificate of a CA that is trusted, and the next one of its key."""

    def __init__(self, kp):
        self.kp = kp
        for name in ('ca', 'site'):
            openssl('ecparam', '-genkey', '-name', 'prime256v1', '-noout', '-out',
                    self.at(name + '.key'))
        openssl('req', '-x509', '-key', self.at('ca.key'), '-subj', '/CN=Kite CA', '-days',
                '3650', '-out', self.at('ca.crt'))
        openssl('req', '-new', '-key', self.at('site.key'), '-subj',
                f'/C=GB/ST=Greater London/L=London/O=Kite Ltd/CN={HOST}', '-addext',
                f'subjectAltName=DNS:{HOST}', '-out', self.at('site.csr'))
        kp.ctl('settings', 'set', 'trust-sites', self.at('ca.crt'))
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.install(self.sign('site.csr', 'old.crt', 20))
        server = socketserver.ThreadingTCPServer(('127.0.0.1', 0),
                                                 socketserver.BaseRequestHandler)
        server.daemon_threads = True
        server.handle_error = lambda request, address: None
        server.socket = self.context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.name = f'{HOST}:{server.server_address[1]}'

    def at(self, name):
        return os.path.join(self.kp.folder, name)

    def read(self, name):
        with open(self.at(name), encoding='ascii') as file:
            return file.read()

    def saved(self, name, as_in):
        """Waits until that file is there, and the same."""
        wait(lambda: os.path.exists(self.at(name))
             and self.read(name).strip() == self.read(as_in).strip(), f'{name} is saved')

    def sign(self, request, name, days):
        with open(self.at('extensions'), 'w', encoding='utf-8') as file:
            file.write(f'subjectAltName=DNS:{HOST}\nextendedKeyUsage=serverAuth\n'
                       'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n')
        openssl('x509', '-req', '-in', self.at(request), '-CA', self.at('ca.crt'), '-CAkey',
                self.at('ca.key'), '-CAcreateserial', '-days', str(days), '-extfile',
                self.at('extensions'), '-out', self.at(name))
        return self.at(name)

    def install(self, certificate):
        self.context.load_cert_chain(certificate, self.at('site.key'))

    def job(self):
        return json.loads(self.kp.ctl('job', 'show', self.name, '--json'))

    def step(self, renew, number):
        says(renew, f'Step {number} of 6')
