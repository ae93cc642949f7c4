# SPDX-License-Identifier: GPL-3.0-or-later
"""A small CA of a test: keys, requests, certificates."""

import subprocess


def openssl(*arguments):
    done = subprocess.run(['openssl', *arguments], capture_output=True, check=False)
    assert done.returncode == 0, (arguments, done.stderr)
    return done.stdout


def read(path):
    with open(path, 'rb') as file:
        return file.read()


class Pki:
    """A root, a CA below it, and requests with keys of their own."""

    def __init__(self, at):
        """at (name[, content]): where such a file lies, written first if CONTENT is given"""
        self.at = at
        self.key('root')
        openssl('req', '-x509', '-key', self.at('root.key'), '-subj', '/CN=Kite Root', '-days',
                '3650', '-out', self.at('root.crt'))
        self.request('ca', 'Kite CA')
        self.sign('ca', 'root', 'basicConstraints=critical,CA:TRUE\n'
                  'keyUsage=critical,keyCertSign\n', '2000')

    def key(self, name):
        openssl('ecparam', '-genkey', '-name', 'prime256v1', '-noout', '-out',
                self.at(name + '.key'))

    def request(self, name, common_name, *hosts):
        self.key(name)
        names = ','.join('DNS:' + host for host in hosts or (common_name,))
        openssl('req', '-new', '-key', self.at(name + '.key'), '-subj',
                f'/C=GB/O=Kite Ltd/CN={common_name}', '-addext', f'subjectAltName={names}',
                '-out', self.at(name + '.csr'))
        return self.at(name + '.csr')

    def sign(self, name, issuer, extensions, days='39'):
        file = self.at('extensions', extensions)
        openssl('x509', '-req', '-in', self.at(name + '.csr'), '-CA', self.at(issuer + '.crt'),
                '-CAkey', self.at(issuer + '.key'), '-CAcreateserial', '-days', days,
                '-extfile', file, '-out', self.at(name + '.crt'))
        return self.at(name + '.crt')

    def issue(self, name, *hosts):
        names = ','.join('DNS:' + host for host in hosts)
        return self.sign(name, 'ca', f'subjectAltName={names}\n'
                         'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,'
                         'digitalSignature\nextendedKeyUsage=serverAuth\n')
