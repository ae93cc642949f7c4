# SPDX-License-Identifier: GPL-3.0-or-later
"""test-csr.py: a key and its signing request are made, and the key leaves only encrypted."""

import fcntl
import http.server
import os
import re
import sqlite3
import ssl
import stat
import subprocess
import threading

from harness import main, wait
from resolver import Resolver
from verbs import LABELS, answer, can, choose, closed, entry, lately, save_as, says

SITE = 'www.sea.example'
PASSPHRASE = 'correct horse'
FILE_PASSPHRASE = 'battery staple'


def openssl(*arguments, stdin=None):
    return subprocess.run(['openssl', *arguments], input=stdin, capture_output=True, text=True,
                          timeout=30, check=True).stdout


def save(kp, title, path, waits=None):
    """WAITS: the window that has to have the vault unlocked, and says what for."""
    suggested = save_as(kp, title, path)
    if waits:
        says(waits, 'Fetching the key…')
        answer(kp, 'Unlock the vault?', 'Unlock', Passphrase=PASSPHRASE)
    wait(lambda: os.path.exists(path), f'{path} is there')
    return suggested


def start(kp):
    kp.add(SITE, provider='own-server')
    window = kp.start()
    wait(lambda: window.actions.enabled('create-csr'), 'the desk is open')
    window.find('table row', name=lambda n: n.startswith(SITE))
    return window


def open_csr(kp, window):
    window.actions.activate('create-csr', 'x', 1)
    return kp.window('Create Signing Request')


def create(kp, csr):
    csr.click('push button', 'Create')
    answer(kp, 'Choose a passphrase for the vault?', 'Choose', Passphrase=PASSPHRASE,
           Passphrase_once_more=PASSPHRASE)
    csr.find('heading', 'Signing request created')
    csr.find(LABELS, text=lambda t: any(day in (t or '') for day in lately('Made on %-d %B %Y')),
             rows=True)


def test_request(kp):
    'names, kind of key and details go into the request; it is saved as any CA takes it'
    window = start(kp)
    csr = open_csr(kp, window)
    says(csr, SITE)
    # A list without rows is drawn as a line.
    assert all(one.children() for one in csr.all('list', rows=True)), csr
    more = csr.find('text', 'More names, one a line (optional)', rows=True)
    more.set_text('sea.example\nnot a name_')
    can(csr, 'Create', False)
    more.set_text('sea.example\nBücher.sea.example')
    csr.find('text', 'Organization (optional)', rows=True).set_text('Sea Ltd')
    csr.gone('text', 'Email (optional)', rows=True)
    csr.gone('text', 'Organizational unit (optional)', rows=True)
    can(csr, 'Create')
    create(kp, csr)
    csr.click('push button', 'Copy Signing Request', rows=True)
    csr.find('label', 'Signing request copied')
    path = os.path.join(kp.folder, 'sea.csr')
    csr.click('push button', 'Save Signing Request…', rows=True)
    assert save(kp, 'Save Signing Request', path) == f'{SITE}.csr'
    csr.find('label', 'Signing request saved')
    with open(path, encoding='ascii') as file:
        assert file.read().startswith('-----BEGIN CERTIFICATE REQUEST-----')
    text = openssl('req', '-in', path, '-noout', '-verify', '-text')
    assert 'prime256v1' in text and re.search('O ?= ?Sea Ltd', text), text
    assert all(f'DNS:{name}' in text for name in
               (SITE, 'sea.example', 'xn--bcher-kva.sea.example')), text
    csr.click('push button', 'Done')
    window.actions.activate('show-site', 'x', 1)
    says(window, 'ECDSA P-256')


def export(kp, window, kind, path, unlock=False):
    window.click('push button', 'Export Key…', rows=True)
    dialog = kp.window('Export Key')
    can(dialog, 'Export…', False)
    if kind:
        choose(dialog, 'Form', 'End', 'Return')
        says(dialog, kind)
    entry(dialog, 'Passphrase for the file').set_text(FILE_PASSPHRASE)
    entry(dialog, 'The same again').set_text('battery')
    says(dialog, 'The two are not the same.')
    can(dialog, 'Export…', False)
    entry(dialog, 'The same again').set_text(FILE_PASSPHRASE)
    dialog.click('push button', 'Export…')
    suggested = save(kp, 'Save Key', path, dialog if unlock else None)
    wait(lambda: all(f.name != 'Export Key' for f in kp.frames()), 'it is closed')
    return suggested


def test_export(kp):
    'the key leaves as PKCS #8 or PKCS #12 that only the passphrase opens, for its owner alone'
    window = start(kp)
    csr = open_csr(kp, window)
    create(kp, csr)
    pem, p12 = (os.path.join(kp.folder, name) for name in ('sea.pem', 'sea.p12'))
    assert export(kp, csr, None, pem) == f'{SITE}.key.pem'
    csr.find('label', 'Key exported')
    assert export(kp, csr, 'no certificate for it was seen yet', p12) == f'{SITE}.p12'
    public = openssl('pkey', '-in', pem, '-passin', f'pass:{FILE_PASSPHRASE}', '-pubout')
    held = openssl('pkcs12', '-in', p12, '-passin', f'pass:{FILE_PASSPHRASE}', '-nodes')
    assert openssl('pkey', '-pubout', stdin=held) == public
    with open(pem, encoding='ascii') as file:
        assert file.read().startswith('-----BEGIN ENCRYPTED PRIVATE KEY-----')
    assert stat.S_IMODE(os.stat(pem).st_mode) == 0o600
    # What the command line makes for the site shows up by itself, and what is destroyed goes.
    csr.click('push button', 'Done')
    window.actions.activate('show-site', 'x', 1)
    keys = window.find('list', 'Keys Kept Here')
    assert len(keys.row_list()) == 1, keys.texts()
    kp.ctl('csr', 'create', SITE, '--key', 'rsa-2048', '--out',
           os.path.join(kp.folder, 'other.csr'), '--passphrase-file', passphrase_file(kp))
    wait(lambda: len(window.find('list', 'Keys Kept Here').row_list()) == 2, 'two keys')
    says(window, 'RSA 2048')


class Server:
    """An own server with the key that was exported and a certificate for its request."""

    def __init__(self, folder, request, key):
        certificate = os.path.join(folder, 'sea.crt')
        plain = os.path.join(folder, 'sea.plain')
        openssl('pkey', '-in', key, '-passin', f'pass:{FILE_PASSPHRASE}', '-out', plain)
        openssl('x509', '-req', '-in', request, '-signkey', plain, '-days', '10', '-out',
                certificate)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, plain)
        self.server = http.server.ThreadingHTTPServer(('127.0.0.9', 0),
                                                      http.server.BaseHTTPRequestHandler)
        self.port = self.server.server_address[1]
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


def open_row(window):
    """With the pointer: a row that opens has no action for assistive technology."""
    window.focus()
    # Where the whole page has room.
    window.resize(1000, 880)
    window.point(window.find('list item', 'ECDSA P-256', rows=True))


def test_used(kp):
    'the page tells which key the site uses, and PKCS #12 takes the certificate along'
    request, key, p12 = (os.path.join(kp.folder, name) for name in ('csr', 'key', 'p12'))
    kp.ctl('csr', 'create', SITE, '--out', request, '--passphrase-file', passphrase_file(kp))
    window = start(kp)
    window.actions.activate('show-site', 'x', 1)
    open_row(window)
    export(kp, window, None, key, unlock=True)
    with Resolver(kp) as dns, Server(kp.folder, request, key) as server:
        dns.add(SITE, 'A', '127.0.0.9')
        kp.ctl('site', 'add', f'{SITE}:{server.port}', '--provider', 'own-server')
        window.actions.activate('back')
        window.find('table row', name=lambda n: n.startswith(f'{SITE}:'))
        window.actions.activate('show-site', 'x', 2)
        says(window, 'The site uses it.')
        open_row(window)
        export(kp, window, 'the certificates that the site serves', p12)
    held = openssl('pkcs12', '-in', p12, '-passin', f'pass:{FILE_PASSPHRASE}', '-nodes')
    assert held.count('BEGIN CERTIFICATE') == 1 and 'PRIVATE KEY' in held, held


def passphrase_file(kp):
    path = os.path.join(kp.folder, 'passphrase')
    with open(path, 'w', encoding='utf-8') as file:
        file.write(PASSPHRASE + '\n')
    return path


def count_keys(kp):
    store = sqlite3.connect(os.path.join(kp.data_dir, 'keyplate.db'))
    count = store.execute('SELECT count(*) FROM signing_key').fetchone()[0]
    store.close()
    return count


def vault(kp):
    with open(os.path.join(kp.data_dir, 'vault'), 'rb') as file:
        return file.read()


def test_cancel(kp):
    'who does not unlock the vault is back at the form, and nothing is kept'
    window = start(kp)
    csr = open_csr(kp, window)
    csr.find('text', 'Organization (optional)', rows=True).set_text('Sea Ltd')
    csr.click('push button', 'Create')
    answer(kp, 'Choose a passphrase for the vault?', 'Cancel')
    can(csr, 'Create')
    assert csr.find('text', 'Organization (optional)', rows=True).text == 'Sea Ltd'
    csr.resize(360, 600)
    csr.press('Escape')
    closed(kp)
    window.actions.activate('show-site', 'x', 1)
    window.find('push button', f'Actions for {SITE}')
    window.gone('label', 'Keys Kept Here', rows=True)


def test_cancel_making(kp):
    'a key that is cancelled while it is made is not kept, and the next one is'
    kp.ctl('csr', 'create', SITE, '--out', os.path.join(kp.folder, 'csr'), '--passphrase-file',
           passphrase_file(kp))
    before = vault(kp)
    window = start(kp)
    csr = open_csr(kp, window)
    choose(csr, 'Key type', 'End', 'Return').find('label', 'RSA 4096')
    cancel = csr.find('push button', 'Cancel')
    # However soon it is made: it can't be kept as long as somebody else writes there.
    with open(os.path.join(kp.data_dir, 'vault.lock'), 'rb') as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        csr.click('push button', 'Create')
        answer(kp, 'Unlock the vault?', 'Unlock', Passphrase=PASSPHRASE)
        says(csr, 'Making the key…')
        csr.gone('push button', 'Create')
        cancel.act()
        # A button that is activated is clicked a moment later.
        csr.gone('label', 'Making the key…')
    # What was on its way to the vault is taken back there.
    can(csr, 'Create')
    csr.gone('alert')
    assert (count_keys(kp), vault(kp)) == (1, before)
    choose(csr, 'Key type', 'Home', 'Return')
    csr.click('push button', 'Create')
    csr.find('heading', 'Signing request created')
    says(csr, 'ECDSA P-256')
    assert count_keys(kp) == 2 and vault(kp) != before


main()
