# SPDX-License-Identifier: GPL-3.0-or-later
"""leaks.py ROOT: no private key and no path of the machine it was written on."""

import os
import re
import sys

from report import Report
from sources import Tree

# A marker with a body after it is a key anywhere; in what is no code the marker is enough.
_BODY = re.compile(rb'BEGIN [A-Z0-9 ]*PRIVATE KEY-{0,5}'
                   rb'(?:["\'\s\\n]|Proc-Type[^\n]*|DEK-Info[^\n]*)*[A-Za-z0-9+/=\\]{40}')
_MARKER = re.compile(rb'BEGIN [A-Z0-9 ]*PRIVATE KEY')
# PKCS#8 without its marker: RSA, EC and Ed25519, in base64 and in DER.
_NAKED = re.compile(rb'MII[A-Za-z0-9+/]{2}[A-Za-z0-9+/]IBADANBgkqhkiG9w0BAQEFAASC|'
                    rb'MIG[A-Za-z0-9+/]AgEAM[A-Za-z0-9+/]{2}GByqGSM49AgEG|MC4CAQAwBQYDK2V|'
                    rb'\x02\x01\x00\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x05|'
                    rb'\x02\x01\x00\x30.\x06\x07\x2a\x86\x48\xce\x3d\x02\x01', re.DOTALL)
_KEY_FILE = re.compile(r'\.(key|p12|pfx|jks|p8)$')
_CODE = ('.c', '.h', '.py', '.ui', '.md', '.po', '.json', 'meson.build')
_MANY = {'/', '/tmp', '/var', '/var/tmp', '/usr', '/usr/src', '/opt', '/srv', '/mnt', '/home'}


def keys(tree):
    problems = []
    scripts = set(tree.scripts())
    for path in tree.paths:
        if path == 'tests/checks/leaks.py':
            continue                                  # names them to look for them
        raw = tree.raw(path)
        code = path.endswith(_CODE) or path in scripts
        if _KEY_FILE.search(path):
            problems.append(f'{path}: keys are minted when tests run')
        elif _BODY.search(raw) or _NAKED.search(raw) or (not code and _MARKER.search(raw)):
            problems.append(f'{path}: holds a private key')
    return problems, len(tree.paths)


def machine(tree):
    places = ['/home/', '/root/', '/Users/', tree.root + '/']
    parent = os.path.dirname(tree.root)
    if parent not in _MANY:
        places.append(parent + '/')
    pattern = re.compile(r'(?<![\w.:})*-])(' + '|'.join(map(re.escape, places)) + ')')
    problems = []
    for path in tree.paths:
        if path.startswith('tests/checks/'):
            continue                                  # names them to look for them
        for number, line in enumerate(tree.lines(path), 1):
            match = pattern.search(line)
            if match:
                problems.append(f'{path}:{number}: {match.group(1)} is a place of one machine')
    return problems, len(tree.paths)


def main():
    tree = Tree(sys.argv[1])
    report = Report()
    report.rule('no private key', *keys(tree))
    report.rule('no path of one machine', *machine(tree))
    report.finish()


main()
