# SPDX-License-Identifier: GPL-3.0-or-later
"""How long the window does not answer, at most: when a renewal is opened, and when what a CA sent
is dropped on it."""

import functools
import io
import json
import os
import re
import zipfile

import bench_bundle
from bench_window import on_display
from table import Figure, NotMeasured, Target

HOST = 'cp.kite.example'
# What only makes work: no key identifier tells them from the CA that has signed.
ALIKE = 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n'
CERTIFICATES = 64
ARCHIVE = 1 << 20
PROFILE = {
    'id': 'desk', 'name': 'Desk', 'noun': 'Site', 'jobs': ['renew'],
    'target': {'kind': 'fixed', 'name': 'mpg.desk.example'}, 'key': 'provider-csr',
    'requires-existing': False, 'renewal': {'by': 'you'},
    'channel': {'kind': 'form', 'form': 'https://desk.example/new'},
    'request': {'fields': [{'id': 'site', 'label': 'Site', 'required': True}]},
    'bundle': 'pem-leaf-first', 'days': {'answer': 3, 'ca': 2, 'install': 3, 'margin': 7}}


def make_store(bench):
    """A site whose renewal waits for the certificate."""
    folder = bench.path('stall-store')
    os.makedirs(folder + '/providers', mode=0o700)
    with open(folder + '/providers/desk.json', 'w', encoding='utf-8') as file:
        json.dump(PROFILE, file)
    for words in (('settings', 'set', 'resolvers', 'https://127.0.0.1:9/dns-query'),
                  ('settings', 'set', 'trust-sites', bench.path('root.crt')),
                  ('site', 'add', HOST, '--provider', 'desk'),
                  ('renew', HOST, '--csr', bench.path('leaf.csr')),
                  ('job', 'next', HOST, '--order', '1', '--ca', 'Bench CA')):
        bench.run(bench.ctl, '--data-dir', folder, *words)
    return folder


def make_archive(bench):
    """The certificate of the site, its CA's, and others that are called like that."""
    path = bench.path('many.zip')
    bench.run('openssl', 'req', '-new', *bench_bundle.NEW_KEY, '-keyout', bench.path('alike.key'),
              '-subj', '/CN=Bench CA 2', '-out', bench.path('alike.csr'))
    with open(bench.path('alike'), 'w', encoding='ascii') as file:
        file.write(ALIKE)
    octets = io.BytesIO()
    with zipfile.ZipFile(octets, 'w') as archive:
        for name in ('leaf.crt', 'lower.crt', 'upper.crt'):
            archive.write(bench.path(name), name)
        for i in range(CERTIFICATES - 3):
            bench.run('openssl', 'x509', '-req', '-in', bench.path('alike.csr'), '-CA',
                      bench.path('upper.crt'), '-CAkey', bench.path('upper.key'), '-set_serial',
                      str(1000 + i), '-days', '1900', '-extfile', bench.path('alike'),
                      '-out', bench.path('alike.crt'))
            archive.write(bench.path('alike.crt'), f'{i}.crt')
    # Nothing that could be packed, and not too much.
    rest = ARCHIVE - len(octets.getvalue()) - 4096
    with zipfile.ZipFile(octets, 'a') as archive:
        archive.writestr('rest.bin', os.urandom(rest))
    with open(path, 'wb') as file:
        file.write(octets.getvalue())
    return path


@functools.cache
def longest(bench):
    """Milliseconds of each part, the bare window first: of the clock, and what the thread
    computed."""
    bench_bundle.prepare(bench)
    run = on_display(bench, bench.program('bench-stall'), make_store(bench),
                     bench.path('four.pem'), make_archive(bench))
    parts = re.findall(r': ([\d.]+) ms, at most ([\d.]+) ms of its thread$', run.text, re.M)
    if len(parts) != 4:
        raise NotMeasured(f'it printed {run.text.strip()[:80]!r}')
    return [(float(wall), float(thread)) for wall, thread in parts]


def part(bench, number):
    wall, thread = longest(bench)[number]
    bare = longest(bench)[0][0]
    return Figure(f'{wall:.0f} ms', f'{bare:.0f} ms bare window', wall,
                  f'{thread:.0f} ms of its thread')


ROWS = [
    (f'longest stall: {what}', Target(50, unit=' ms'), 60, functools.partial(part, number=number))
    for number, what in enumerate(('opening a renewal', '4 certificates dropped',
                                   f'1 MiB, {CERTIFICATES} certificates dropped'), 1)]
