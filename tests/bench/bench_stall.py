# SPDX-License-Identifier: GPL-3.0-or-later
"""How long the window does not answer, at most, whatever it is given: a renewal and what a CA sent
for it, what a careless user drops on Check Certificate Files, the viewer with certificates of many
names, a conversation without end, and thousands of requests. Each is done a few times; the least
counts, as what others on the machine do only adds to it."""

import base64
import functools
import io
import itertools
import json
import os
import re
import shutil
import zipfile

import bench_bundle
from bench_window import on_display
from table import Figure, NotMeasured, Target

HOST = 'cp.kite.example'
# What only makes work: no key identifier tells them from the CA that has signed.
ALIKE = 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n'
TIMES = 2
CERTIFICATES = 64
FILES = 64
# As many files as are taken at once come near to.
SITES = 200
ARCHIVE = 1 << 20
CHAIN = 10
# Extensions that nobody knows.
EXTENSIONS = 30
REQUESTS = 2000
# That are renewed at once: each has a job begun, which takes longer than to show it.
BATCH = 300
YEAR = 10_000
MESSAGES = 400
# Of a message's text.
OCTETS = 30 << 10
serials = itertools.count(5000)
PROFILE = {
    'id': 'desk', 'name': 'Desk', 'noun': 'Site', 'jobs': ['renew'],
    'target': {'kind': 'fixed', 'name': 'mpg.desk.example'}, 'key': 'provider-csr',
    'requires-existing': False, 'renewal': {'by': 'you'},
    'channel': {'kind': 'form', 'form': 'https://desk.example/new'},
    'request': {'fields': [{'id': 'site', 'label': 'Site', 'required': True}]},
    'bundle': 'pem-leaf-first', 'days': {'answer': 3, 'ca': 2, 'install': 3, 'margin': 7}}


def make_store(bench, name, *commands):
    """With the settings of a user that nobody answers, and what COMMANDS of keyplatectl do."""
    folder = bench.path('stall-' + name)
    os.makedirs(folder + '/providers', mode=0o700)
    with open(folder + '/providers/desk.json', 'w', encoding='utf-8') as file:
        json.dump(PROFILE, file)
    for words in (('settings', 'set', 'resolvers', 'https://127.0.0.1:9/dns-query'), *commands):
        bench.run(bench.ctl, '--data-dir', folder, *words)
    return folder


def list_sites(bench, count):
    """A file with so many sites; returns its path."""
    path = bench.path(f'sites-{count}.csv')
    with open(path, 'w', encoding='utf-8') as file:
        file.write('host,provider,customer\n')
        for i in range(count):
            file.write(f'{host(i)},desk,Customer {i}\n')
    return path


def host(number):
    return f'cp.many-{number:04}.example'


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


def issue(bench, path, names, extensions=''):
    """A certificate of the lower CA for NAMES, in PATH."""
    with open(bench.path('issued'), 'w', encoding='ascii') as file:
        file.write(bench_bundle.LEAF.replace(
            'DNS:cp.kite.example', ','.join(f'DNS:{name}' for name in names)) + extensions)
    bench.run('openssl', 'x509', '-req', '-in', bench.path('leaf.csr'), '-CA',
              bench.path('lower.crt'), '-CAkey', bench.path('lower.key'), '-set_serial',
              str(next(serials)), '-days', '39', '-extfile',
              bench.path('issued'), '-out', path)


def make_files(bench):
    """A folder with a certificate for each of many sites, and one with fewer files, of which every
    other is a signing request."""
    many, few = bench.path('many'), bench.path('few')
    os.makedirs(many)
    os.makedirs(few)
    for i in range(SITES):
        issue(bench, f'{many}/{i:03}.crt', (host(i),))
    for i in range(0, FILES, 2):
        os.link(f'{many}/{i:03}.crt', f'{few}/{i:03}.crt')
        bench.run('openssl', 'req', '-new', '-key', bench.path('leaf.key'), '-subj',
                  f'/O=Many {i} Ltd/CN={host(i)}', '-out', f'{few}/{i + 1:03}.csr')
    return few, many


def make_mail(bench):
    """What a CA sent, forwarded with all that was written before, and something else attached."""
    path = bench.path('large.eml')
    lines = [f'> > {i:05} and here is once more what we have written about it, as it seems to have '
             'been lost' for i in range(2500)]
    for name in ('leaf.crt', 'lower.crt', 'upper.crt'):
        with open(bench.path(name), encoding='ascii') as file:
            lines += ['> ' + line for line in file.read().splitlines()]
    rest = base64.encodebytes(os.urandom(480 << 10)).decode()
    with open(path, 'w', encoding='ascii') as file:
        file.write('From: ca@ca.example\nTo: you@reseller.example\nSubject: Fwd: your order\n'
                   'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="x"\n\n--x\n'
                   'Content-Type: text/plain\n\n' + '\n'.join(lines) + '\n--x\n'
                   'Content-Type: application/pdf; name="terms.pdf"\n'
                   'Content-Transfer-Encoding: base64\n\n' + rest + '--x--\n')
    return path


def make_viewed(bench):
    """A chain, and certificates with many names, and extensions that nobody knows."""
    below = 'root'
    paths = [bench.path('leaf.crt')]
    for i in range(CHAIN - 1):
        bench_bundle.sign(bench, f'chain-{i}', f'/CN=Bench CA {i}', below, bench_bundle.CA, '900')
        below = f'chain-{i}'
        paths.append(bench.path(below + '.crt'))
    bench_bundle.join(bench, 'chain.pem', *paths)
    unknown = ''.join(f'1.2.3.4.{i}=ASN1:UTF8String:{"x" * 40}\n' for i in range(EXTENSIONS))
    for count in (100, 1000):
        issue(bench, bench.path(f'names-{count}.crt'),
              tuple(f'www.customer-{i:04}.example' for i in range(count)), unknown)
    return [bench.path(name) for name in ('chain.pem', 'names-100.crt', 'names-1000.crt')]


def prepare_renewal(bench):
    """A site whose renewal waits for the certificate, and what is dropped on it."""
    store = make_store(bench, 'renewal', ('settings', 'set', 'trust-sites', bench.path('root.crt')),
                       ('site', 'add', HOST, '--provider', 'desk'),
                       ('renew', HOST, '--csr', bench.path('leaf.csr')),
                       ('job', 'next', HOST, '--order', '1', '--ca', 'Bench CA'))
    return store, bench.path('four.pem'), make_archive(bench)


def prepare_intake(bench):
    """Many sites, some of which wait for a certificate."""
    jobs = [('renew', host(i)) for i in range(0, 20, 2)]
    store = make_store(bench, 'intake', ('settings', 'set', 'trust-sites', bench.path('root.crt')),
                       ('site', 'import', list_sites(bench, SITES)), *jobs)
    few, many = make_files(bench)
    return store, few, make_archive(bench), many, make_mail(bench)


def prepare_certificate(bench):
    return make_store(bench, 'certificate'), *make_viewed(bench)


def prepare_requests(bench):
    store = make_store(bench, 'requests')
    bench.run(bench.program('fill-requests'), store, str(REQUESTS), '1', '100')
    return (store,)


def prepare_conversation(bench):
    store = make_store(bench, 'conversation')
    bench.run(bench.program('fill-requests'), store, '1', str(MESSAGES), str(OCTETS))
    return (store,)


def prepare_batch(bench):
    return (make_store(bench, 'batch', ('provider', 'connect', 'desk', '--channel', 'email', '--to',
                                        'help@desk.example'),
                       ('site', 'import', list_sites(bench, BATCH))),)


def prepare_year(bench):
    return (bench.store(YEAR),)


# What is told of each part; the first of the renewal is what all are held against.
SCENES = {
    'renewal': (prepare_renewal, [
        None, 'opening a renewal', '4 certificates dropped',
        f'1 MiB, {CERTIFICATES} certificates dropped']),
    'intake': (prepare_intake, [
        'opening Check Certificate Files', f'{FILES} files dropped there',
        f'1 MiB, {CERTIFICATES} certificates there', f'{SITES} certificates of {SITES} sites there',
        'a mail of 1 MiB there', 'looking at what was found']),
    'certificate': (prepare_certificate, [
        f'a chain of {CHAIN} in the viewer', '100 names in the viewer',
        '1,000 names in the viewer', 'opening all sections', 'making the viewer narrow']),
    'conversation': (prepare_conversation, [
        f'{MESSAGES} messages of {OCTETS >> 10} KiB', 'making their window narrow']),
    'requests': (prepare_requests, [
        f'a list of {REQUESTS:,} requests', 'making its window narrow']),
    'batch': (prepare_batch, [
        f'All Requests of {BATCH} sites', 'an address for all of them']),
    'year': (prepare_year, [
        f'the year ahead of {YEAR:,} sites', 'choosing a week of it', 'what is overdue in it']),
}


@functools.cache
def measure(bench, scene):
    """Milliseconds of each part: of the clock, and what the thread computed."""
    bench_bundle.prepare(bench)
    prepare, parts = SCENES[scene]
    store, *files = prepare(bench)
    runs = []
    for i in range(TIMES):
        # What one changes is as before for the next.
        copy = shutil.copytree(store, f'{store}-{i}')
        run = on_display(bench, bench.program('bench-stall'), scene, copy, *files)
        found = re.findall(r': ([\d.]+) ms, at most ([\d.]+) ms of its thread$', run.text, re.M)
        if len(found) != len(parts):
            raise NotMeasured(f'it printed {run.text.strip()[:80]!r}')
        runs.append([(float(wall), float(thread)) for wall, thread in found])
    return [min(part) for part in zip(*runs)]


def part(bench, scene, number):
    wall, thread = measure(bench, scene)[number]
    bare = measure(bench, 'renewal')[0][0]
    return Figure(f'{wall:.0f} ms', f'{bare:.0f} ms bare window', wall,
                  f'{thread:.0f} ms of its thread')


ROWS = [
    (f'longest stall: {what}', Target(50, unit=' ms'), 100,
     functools.partial(part, scene=scene, number=number))
    for scene, (_, parts) in SCENES.items() for number, what in enumerate(parts) if what]
