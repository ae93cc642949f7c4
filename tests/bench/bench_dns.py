# SPDX-License-Identifier: GPL-3.0-or-later
"""DNS over HTTPS: 4,000 questions to one resolver, beside those who ask with less around it.
Medians of five."""

import base64
import functools
import socket
import struct
import threading

from table import Figure, NotMeasured, Target, median, pairs

NAMES = 2000
TIMES = 5
TYPES = {'A': 1, 'CAA': 257}


def questions():
    for i in range(NAMES):
        yield f'cp.d{i:05d}.example', 'A'
        yield f'd{i:05d}.example', 'CAA'


def make_query(name, kind):
    labels = b''.join(bytes([len(x)]) + x.encode() for x in name.split('.'))
    query = struct.pack('>6H', 0, 256, 1, 0, 0, 0) + labels + struct.pack('>xHH', TYPES[kind], 1)
    return base64.urlsafe_b64encode(query).decode().rstrip('=')


def get_resolver(bench):
    """dnsdist, the quickest of the three."""
    return bench.world()['WORLD_RESOLVERS'].split()[2]


def prepare(bench, url):
    with open(bench.path('questions'), 'w', encoding='utf-8') as file:
        file.writelines(f'{name} {kind}\n' for name, kind in questions())
    with open(bench.path('curl'), 'w', encoding='utf-8') as file:
        for name, kind in questions():
            file.write(f'url="{url}?dns={make_query(name, kind)}"\noutput=/dev/null\n')


def ask(bench, program, url):
    run = bench.run(bench.program(program), url, bench.world()['WORLD_CA'],
                    bench.path('questions'))
    if run.number(r'(\d+) errors') > 0:
        raise NotMeasured(f'{program}: {run.text.strip()}')
    return run


def ask_by_curl(bench):
    return bench.run('curl', '-sS', '-Z', '--parallel-max', '50', '--http2', '--noproxy', '*',
                     '--cacert', bench.world()['WORLD_CA'], '-K', bench.path('curl'))


@functools.cache
def measure(bench):
    """Questions a second of each, in turn: ours, libsoup's, and of whole processes ours, curl's."""
    url = get_resolver(bench)
    prepare(bench, url)
    rates = {'ours': [], 'soup': [], 'process': [], 'curl': []}
    # The resolver has to know the answers first.
    ask(bench, 'soup-doh', url)
    for _ in range(TIMES):
        run = ask(bench, 'bench-doh', url)
        rates['ours'].append(run.number(r'(\d+) queries/s'))
        rates['process'].append(2 * NAMES / run.seconds)
        rates['soup'].append(ask(bench, 'soup-doh', url).number(r'(\d+) queries/s'))
        rates['curl'].append(2 * NAMES / ask_by_curl(bench).seconds)
    return rates


def against_soup(bench):
    rates = measure(bench)
    return Figure(f'{median(rates["ours"]):.0f}/s', f'{median(rates["soup"]):.0f}/s libsoup',
                  pairs(rates['ours'], rates['soup']))


def against_curl(bench):
    rates = measure(bench)
    return Figure(f'{median(rates["process"]):.0f}/s', f'{median(rates["curl"]):.0f}/s curl',
                  pairs(rates['process'], rates['curl']))


class Counter:
    """Hands connections on to a port, and counts them."""

    def __init__(self, port):
        self.n = 0
        self._to = port
        self._listener = socket.create_server(('127.0.0.1', 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        try:
            while True:
                here, _ = self._listener.accept()
                self.n += 1
                there = socket.create_connection(('127.0.0.1', self._to))
                for one, other in ((here, there), (there, here)):
                    threading.Thread(target=self._copy, args=(one, other), daemon=True).start()
        except OSError:
            pass  # it was closed

    @staticmethod
    def _copy(here, there):
        try:
            while data := here.recv(65536):
                there.sendall(data)
            there.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # one side is gone

    def close(self):
        self._listener.close()


def connections(bench):
    url = get_resolver(bench)
    prepare(bench, url)
    counter = Counter(int(url.split(':')[2].split('/')[0]))
    try:
        ask(bench, 'bench-doh', f'https://localhost:{counter.port}/dns-query')
    finally:
        counter.close()
    return Figure(f'{counter.n}', '', counter.n)


ROWS = [
    ('DoH, 4,000 questions; bare libsoup loop', Target(.8, least=True), 150, against_soup),
    ('DoH, whole processes; curl -Z --parallel-max 50', Target(.45, least=True), 60, against_curl),
    ('DoH, connections for 4,000 questions', Target(1, unit=' connection'), 30, connections),
]
