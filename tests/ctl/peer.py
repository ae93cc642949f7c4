# SPDX-License-Identifier: GPL-3.0-or-later
"""Servers of a test on 127.0.0.1: DNS over HTTPS, plain DNS and TLS, with scripted answers.

They are slow and simple; what a real server does the suite `world` tells."""

import base64
import contextlib
import http.server
import os
import socket
import socketserver
import ssl
import struct
import subprocess
import threading
import time
import urllib.parse

TYPES = {'A': 1, 'NS': 2, 'CNAME': 5, 'SOA': 6, 'MX': 15, 'TXT': 16, 'AAAA': 28, 'CAA': 257}
NAMES = {number: name for name, number in TYPES.items()}
SERVFAIL, NXDOMAIN = 2, 3


def encode_name(name):
    labels = [label for label in name.rstrip('.').split('.') if label]
    return b''.join(bytes([len(label)]) + label.encode() for label in labels) + b'\0'


def decode_name(message, offset):
    labels = []
    while message[offset]:
        length = message[offset]
        labels.append(message[offset + 1:offset + 1 + length].decode())
        offset += 1 + length
    return '.'.join(labels).lower(), offset + 1


def encode_data(kind, value):
    if kind == 'A':
        return socket.inet_aton(value)
    if kind == 'AAAA':
        return socket.inet_pton(socket.AF_INET6, value)
    if kind in ('CNAME', 'NS'):
        return encode_name(value)
    if kind == 'MX':
        preference, name = value.split()
        return struct.pack('!H', int(preference)) + encode_name(name)
    if kind == 'TXT':
        return bytes([len(value)]) + value.encode()
    if kind == 'CAA':
        flags, tag, text = value.split(' ', 2)
        return bytes([int(flags), len(tag)]) + tag.encode() + text.encode()
    raise ValueError(kind)


def encode_record(name, kind, ttl, data):
    return (encode_name(name) + struct.pack('!HHIH', TYPES[kind], 1, ttl, len(data)) + data)


class Zone:
    """What a resolver knows: records by name, zones, and names that it can't look up."""

    def __init__(self, *apexes):
        self.apexes = list(apexes)
        self.records = {}
        self.broken = set()
        self.negative_ttl = 60
        self.asked = []

    def set(self, name, *records):
        """Each of RECORDS is (type, value) or (type, value, ttl); none: there is no NAME."""
        if records:
            self.records[name] = [(r[0], r[1], r[2] if len(r) > 2 else 300) for r in records]
        else:
            self.records.pop(name, None)

    def find_apex(self, name):
        found = [a for a in self.apexes if name == a or name.endswith('.' + a)]
        return max(found, key=len, default=name.rsplit('.', 1)[-1])

    def answer(self, question):
        """The answer to the message QUESTION, as a message."""
        name, offset = decode_name(question, 12)
        kind = NAMES.get(struct.unpack_from('!H', question, offset)[0])
        self.asked.append((name, kind))
        records, rcode = [], 0
        for _ in range(8):
            known = self.records.get(name)
            if name in self.broken:
                records, rcode = [], SERVFAIL
                break
            if known is None and name not in self.apexes:
                rcode = NXDOMAIN
                break
            known = known or []
            wanted = [r for r in known if r[0] == kind]
            aliases = [r for r in known if r[0] == 'CNAME']
            if kind == 'SOA' and name in self.apexes:
                records.append(self.encode_soa(name))
            for found, value, ttl in wanted or aliases:
                records.append(encode_record(name, found, ttl, encode_data(found, value)))
            if wanted or not aliases:
                break
            name = aliases[0][1].rstrip('.')
        denied = [] if records and rcode == 0 else [self.encode_soa(self.find_apex(name))]
        if rcode == SERVFAIL:
            denied = []
        head = struct.pack('!HHHHHH', struct.unpack_from('!H', question)[0], 0x8180 | rcode, 1,
                           len(records), len(denied), 0)
        return head + question[12:offset + 4] + b''.join(records + denied)

    def encode_soa(self, apex):
        data = (encode_name('ns.' + apex) + encode_name('hostmaster.' + apex)
                + struct.pack('!IIIII', 1, 3600, 600, 86400, self.negative_ttl))
        return encode_record(apex, 'SOA', self.negative_ttl, data)


class _Threads(socketserver.ThreadingMixIn, socketserver.TCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 512

    def handle_error(self, request, client_address):
        """A peer that goes away is no news."""


class Server:
    """One server in threads of its own."""

    def __init__(self, handler, context=None):
        self.tcp = _Threads(('127.0.0.1', 0), handler)
        self.tcp.context = context
        self.tcp.owner = self
        self.port = self.tcp.server_address[1]
        self.count = 0
        threading.Thread(target=self.tcp.serve_forever, kwargs={'poll_interval': 0.05},
                         daemon=True).start()

    def close(self):
        self.tcp.shutdown()
        self.tcp.server_close()


class _Doh(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    wbufsize = -1
    disable_nagle_algorithm = True

    def setup(self):
        self.request = self.server.context.wrap_socket(self.request, server_side=True)
        super().setup()

    def do_GET(self):
        owner = self.server.owner
        owner.count += 1
        if owner.delay:
            time.sleep(owner.delay)
        if owner.silent:
            owner.silence.wait()
            return
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query)
        text = query['dns'][0]
        body = owner.zone.answer(base64.urlsafe_b64decode(text + '=' * (-len(text) % 4)))
        self.send_response(owner.status)
        self.send_header('Content-Type', 'application/dns-message')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        """Not on the test's stderr."""


class Resolver(Server):
    """A DNS-over-HTTPS server that knows what is in its Zone."""

    def __init__(self, zone, pki):
        self.zone = zone
        self.delay = 0
        self.silent = False
        self.silence = threading.Event()
        self.status = 200
        super().__init__(_Doh, pki.context_of_resolver())
        self.url = f'https://localhost:{self.port}/dns-query'


class _Tls(socketserver.BaseRequestHandler):
    def handle(self):
        owner = self.server.owner
        owner.count += 1
        if owner.silent:
            owner.silence.wait()
            return
        with self.server.context.wrap_socket(self.request, server_side=True) as tls:
            tls.recv(1)


class Site(Server):
    """A TLS server with one certificate."""

    def __init__(self, pki, host, kind='valid'):
        self.silent = False
        self.silence = threading.Event()
        super().__init__(_Tls, pki.context_of_site(host, kind))


class _Connect(socketserver.StreamRequestHandler):
    def handle(self):
        host = self.rfile.readline().split()[1].decode().rsplit(':', 1)[0]
        while self.rfile.readline().strip():
            pass
        self.server.owner.asked.append(host)
        port = self.server.owner.ports.get(host)
        if port is None:
            self.wfile.write(b'HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n')
            return
        with socket.create_connection(('127.0.0.1', port)) as target:
            self.wfile.write(b'HTTP/1.1 200 Connection established\r\n\r\n')
            threading.Thread(target=self.copy, args=(target, self.connection), daemon=True).start()
            self.copy(self.connection, target)

    @staticmethod
    def copy(source, target):
        with contextlib.suppress(OSError):
            while octets := source.recv(65536):
                target.sendall(octets)
            target.shutdown(socket.SHUT_WR)


class Proxy(Server):
    """What leaves the machine goes through it, and to a server here: by host name its port."""

    def __init__(self, ports):
        self.ports = ports
        self.asked = []
        super().__init__(_Connect)
        self.url = f'http://127.0.0.1:{self.port}'


class _Json(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def setup(self):
        self.request = self.server.context.wrap_socket(self.request, server_side=True)
        super().setup()

    def do_GET(self):
        owner = self.server.owner
        owner.requests.append((self.path, dict(self.headers)))
        body = owner.answer(self.path).encode()
        self.send_response(owner.status)
        self.send_header('Content-Type', 'application/json')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        """Nothing: what is asked stands in owner.requests."""


class JsonServer(Server):
    """A web service with the certificate of HOST, whose ANSWER (path) is JSON text."""

    def __init__(self, pki, host, answer):
        self.answer = answer
        self.status = 200
        self.requests = []
        super().__init__(_Json, pki.context_of_site(host, 'valid'))


class NameServer:
    """Plain DNS over UDP: what this machine would ask."""

    def __init__(self, zone):
        self.zone = zone
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(('127.0.0.1', 0))
        self.address = f'127.0.0.1:{self.socket.getsockname()[1]}'
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self):
        while True:
            try:
                question, peer = self.socket.recvfrom(4096)
                self.socket.sendto(self.zone.answer(question), peer)
            except OSError:
                return

    def close(self):
        self.socket.close()


class Pki:
    """Certificates, minted when the test runs: a root, and a server's under it."""

    def __init__(self, mint, folder):
        self.mint = mint
        self.folder = folder
        self.root = os.path.join(folder, 'ca.pem')
        self.private_root = os.path.join(folder, 'private-root.pem')
        subprocess.run([mint, folder], check=True)

    def context_of_resolver(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(os.path.join(self.folder, 'server.crt'),
                                os.path.join(self.folder, 'server.key'))
        return context

    def context_of_site(self, host, kind):
        name = f'{host}-{kind}.pem'
        path = os.path.join(self.folder, 'list')
        with open(path, 'w', encoding='utf-8') as file:
            file.write(f'{host}\t{kind}\t{name}\n')
        subprocess.run([self.mint, self.folder, path], check=True)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(os.path.join(self.folder, name))
        return context


def closed_port():
    """A port of 127.0.0.1 on which nobody listens."""
    with socket.socket() as found:
        found.bind(('127.0.0.1', 0))
        return found.getsockname()[1]
