# SPDX-License-Identifier: GPL-3.0-or-later
"""test-certificate.py: what was served, in a window of its own."""

import os
import sqlite3
import subprocess
import time

from harness import BUILD, main, wait
from sitelist import listed
from verbs import save_as

SITE = 'cp.kite.example'


def open_certificate(kp):
    'the window of a site that is locked'
    store = sqlite3.connect(f'file:{BUILD}/data/demo/keyplate.db?mode=ro', uri=True)
    (site,), = store.execute('SELECT id FROM site WHERE host = ?', (SITE,))
    store.close()
    kp.install_demo()
    kp.start().click('push button', 'Show Demo')
    window = kp.window('Keyplate Demo')
    wait(lambda: listed(window), 'the sites are there')
    window.actions.activate('show-site', 'x', site)
    window.click('push button', 'Show Certificate', rows=True)
    return kp.window('Certificate')


def fields(certificate):
    return [row.name for row in certificate.all('list item', rows=True) if ': ' in row.name]


def test_chain(kp):
    'it shows the chain that was served, and of each certificate its fields, at any width'
    certificate = open_certificate(kp)
    chain = wait(lambda: certificate.find('list', 'Chain as It Was Served').row_list()[1:],
                 'a chain of two')
    wait(lambda: any(SITE in field for field in fields(certificate)), 'the name of the site')
    certificate.resize(360, 600)
    certificate.point(chain[0])
    wait(lambda: fields(certificate) and not any(SITE in field for field in fields(certificate)),
         'the fields of the second')
    certificate.press('Escape')
    wait(lambda: len(kp.frames()) == 2, 'it is gone')


def validity(path):
    """Of the certificate in that file, as openssl tells it."""
    done = subprocess.run(['openssl', 'x509', '-in', path, '-noout', '-startdate', '-enddate'],
                          capture_output=True, text=True, check=False)
    moments = [time.strptime(line.partition('=')[2], '%b %d %H:%M:%S %Y %Z')
               for line in done.stdout.splitlines()]
    return [f'{one.tm_mday} ' + time.strftime('%B %Y %H:%M:%S UTC', one) for one in moments]


def test_save(kp):
    'each certificate of the chain is saved as PEM, under a name of its own'
    certificate = open_certificate(kp)
    chain = wait(lambda: certificate.find('list', 'Chain as It Was Served').row_list()[1:],
                 'a chain of two')
    seen = set()
    for number, name in enumerate((f'{SITE}.pem', f'{SITE}-2.pem')):
        if number:
            certificate.point(chain[0])
        path = os.path.join(kp.folder, f'{number}.pem')
        certificate.click('push button', 'Save…', rows=True)
        assert save_as(kp, 'Save Certificate', path) == name
        certificate.find('label', 'Certificate saved')
        begin, end = wait(lambda: validity(path), 'a certificate is there')
        seen.add((begin, end))
        wait(lambda: {f'Not before: {begin}', f'Not after: {end}'} <= set(fields(certificate)),
             'it is the one that is shown')
    assert len(seen) == 2, seen


main()
