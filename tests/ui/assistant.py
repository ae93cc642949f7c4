# SPDX-License-Identifier: GPL-3.0-or-later
"""How a test drives the assistant that carries the job of a site."""

import os
import socketserver
import ssl
import subprocess
import threading

from harness import wait
from verbs import focus_lines, lines_of, step_to


def choose_country(secure, typed, label):
    box = secure.find('combo box', 'Country', rows=True)
    box.find('push button', 'Country').act()
    box.find('entry').set_text(typed)
    wait(lambda: len(box.find('list').row_list()) < 5, f'few countries are called {typed}')
    focus_lines(secure, box)
    at, said = lines_of(box)
    step_to(secure, [line[0] for line in said].index(label) - at)
    box.find('label', label)


def open_assistant(kp, window, site, row=1, title=None):
    wait(lambda: window.actions.enabled('secure-site'), 'the desk is open')
    window.actions.activate('secure-site', 'x', row)
    return kp.window(title or f'Secure {site}')


def serve(kp, site, subject):
    """A server whose certificate for SITE was validated for SUBJECT; returns its port."""
    def path(name):
        return os.path.join(kp.folder, name)

    def openssl(*words):
        subprocess.run(['openssl', *words], check=True, capture_output=True)
    with open(path('names'), 'w', encoding='utf-8') as file:
        file.write(f'subjectAltName=DNS:{site}\n')
    for name, whose in (('ca', '/CN=Some CA'), ('leaf', subject)):
        openssl('req', '-x509' if name == 'ca' else '-new', '-newkey', 'ec', '-pkeyopt',
                'ec_paramgen_curve:P-256', '-nodes', '-subj', whose, '-utf8', '-keyout',
                path(name + '.key'), '-out', path(name + '.pem'))
    openssl('x509', '-req', '-in', path('leaf.pem'), '-CA', path('ca.pem'), '-CAkey',
            path('ca.key'), '-set_serial', '7', '-extfile', path('names'), '-out',
            path('served.pem'))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path('served.pem'), path('leaf.key'))
    server = socketserver.ThreadingTCPServer(('127.0.0.1', 0), socketserver.BaseRequestHandler)
    server.daemon_threads = True
    server.handle_error = lambda request, address: None
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]
