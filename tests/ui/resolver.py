# SPDX-License-Identifier: GPL-3.0-or-later
"""A DNS-over-HTTPS server inside a test, with a table of records:

    from resolver import Resolver

    def test_x(kp):
        with Resolver(kp) as dns:
            dns.add('cp.kite.example', 'CNAME', 'mpg.vp.vc')
            dns.silent = True        # answers nothing from now on
            dns.ttl = 86400          # of every record; 300 at first

It becomes the only resolver of the program's settings. What is not in the table does not exist;
each name's registrable part is a zone. Certificates are minted for the run.
"""

import base64
import http.server
import ipaddress
import os
import ssl
import struct
import subprocess
import threading
import time
import urllib.parse

from harness import BUILD

TYPES = {'A': 1, 'NS': 2, 'CNAME': 5, 'SOA': 6, 'TXT': 16, 'AAAA': 28}


def encode_name(name):
    labels = [label.encode() for label in name.split('.') if label]
    return b''.join(bytes([len(label)]) + label for label in labels) + b'\0'


def decode_name(message, at):
    labels = []
    while message[at]:
        labels.append(message[at + 1:at + 1 + message[at]].decode())
        at += 1 + message[at]
    return '.'.join(labels).lower(), at + 1


def encode_data(kind, value):
    if kind in ('A', 'AAAA'):
        return ipaddress.ip_address(value).packed
    if kind in ('CNAME', 'NS'):
        return encode_name(value)
    if kind == 'SOA':
        words = value.split()
        return (encode_name(words[0]) + encode_name(words[1])
                + struct.pack('>5I', *map(int, words[2:])))
    return bytes([len(value)]) + value.encode()


class Resolver:
    def __init__(self, kp):
        self.records = {}
        self.silent = False
        self.delay = 0
        self.ttl = 300
        self.asked = []
        folder = os.path.join(kp.folder, 'resolver')
        os.makedirs(folder, mode=0o700)
        subprocess.run([os.path.join(BUILD, 'tests', 'world', 'mint'), folder], check=True,
                       timeout=30)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(os.path.join(folder, 'server.crt'),
                                os.path.join(folder, 'server.key'))
        context.set_alpn_protocols(['http/1.1'])
        self.server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), self.make_handler())
        self.server.daemon_threads = True
        # Who asked may have gone: what was typed since is asked instead.
        self.server.handle_error = lambda request, address: None
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True,
                                                 do_handshake_on_connect=False)
        self.url = f'https://127.0.0.1:{self.server.server_address[1]}/dns-query'
        kp.ctl('settings', 'set', 'trust-connections', os.path.join(folder, 'ca.pem'))
        kp.ctl('settings', 'set', 'resolvers', self.url)

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def add(self, owner, kind, value):
        self.records.setdefault((owner, kind), []).append(value)

    def exists(self, name):
        return any(owner == name or owner.endswith('.' + name) for owner, _ in self.records)

    def answer(self, name, kind):
        """(rcode, answers, authority) as (owner, type, data)."""
        answers = []
        for _ in range(9):
            if (name, kind) in self.records:
                found = self.records[name, kind]
                return 0, answers + [(name, kind, value) for value in found], []
            alias = self.records.get((name, 'CNAME'))
            if not alias:
                break
            answers.append((name, 'CNAME', alias[0]))
            name = alias[0]
        zone = '.'.join(name.split('.')[-2:])
        soa = (zone, 'SOA', f'ns1.{zone} dns.{zone} 1 7200 3600 1209600 300')
        if kind == 'SOA' and name == zone:
            return 0, answers + [soa], []
        return 0 if self.exists(name) else 3, answers, [soa]

    def reply(self, query):
        name, at = decode_name(query, 12)
        number = struct.unpack('>H', query[at:at + 2])[0]
        kind = next((k for k, v in TYPES.items() if v == number), 'other')
        self.asked.append((name, kind))
        rcode, answers, authority = self.answer(name, kind)
        message = (query[:2] + struct.pack('>HHHHH', 0x8180 | rcode, 1, len(answers),
                                           len(authority), 0) + query[12:at + 4])
        for owner, record, value in answers + authority:
            data = encode_data(record, value)
            numbers = TYPES[record], 1, self.ttl, len(data)
            message += encode_name(owner) + struct.pack('>HHIH', *numbers) + data
        return message

    def make_handler(resolver):  # noqa: N805  # the handler has a self of its own
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = 'HTTP/1.1'

            def do_GET(self):  # noqa: N802  # as http.server calls it
                query = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query)['dns'][0]
                time.sleep(resolver.delay)
                if resolver.silent:
                    self.send_error(503)
                    return
                body = resolver.reply(base64.urlsafe_b64decode(query + '==='))
                self.send_response(200)
                self.send_header('Content-Type', 'application/dns-message')
                self.send_header('Content-Length', str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        return Handler
