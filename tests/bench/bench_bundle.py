# SPDX-License-Identifier: GPL-3.0-or-later
"""What a CA sent: one bundle of four certificates on the command line, beside `openssl verify`
with the same roots, and a thousand in one process."""

import functools

from table import Figure, NotMeasured, Target, median, pairs

TIMES = 25
# What `openssl verify` reads is the system's, and one more.
ROOTS = '/etc/ssl/certs/ca-certificates.crt'
CA = ('basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n'
      'subjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n')
LEAF = ('subjectAltName=DNS:cp.kite.example\nbasicConstraints=critical,CA:FALSE\n'
        'keyUsage=critical,digitalSignature\nextendedKeyUsage=serverAuth\n'
        'authorityKeyIdentifier=keyid\n')
NEW_KEY = ('-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes')


def sign(bench, name, subject, issuer, extensions, days):
    with open(bench.path('extensions'), 'w', encoding='ascii') as file:
        file.write(extensions)
    bench.run('openssl', 'req', '-new', *NEW_KEY, '-keyout', bench.path(name + '.key'), '-subj',
              subject, '-out', bench.path(name + '.csr'))
    bench.run('openssl', 'x509', '-req', '-in', bench.path(name + '.csr'), '-CA',
              bench.path(issuer + '.crt'), '-CAkey', bench.path(issuer + '.key'),
              '-CAcreateserial', '-days', days, '-extfile', bench.path('extensions'), '-out',
              bench.path(name + '.crt'))


def join(bench, name, *paths):
    with open(bench.path(name), 'wb') as out:
        for path in paths:
            with open(path, 'rb') as file:
                out.write(file.read())


@functools.cache
def prepare(bench):
    """Root, two CAs and the certificate of a site."""
    bench.run('openssl', 'req', '-x509', *NEW_KEY, '-keyout', bench.path('root.key'), '-subj',
              '/CN=Bench Root', '-days', '3650', '-out', bench.path('root.crt'))
    sign(bench, 'upper', '/CN=Bench CA 1', 'root', CA, '2000')
    sign(bench, 'lower', '/CN=Bench CA 2', 'upper', CA, '1000')
    sign(bench, 'leaf', '/CN=cp.kite.example', 'lower', LEAF, '39')
    leaf, lower, upper, root = (bench.path(name + '.crt')
                                for name in ('leaf', 'lower', 'upper', 'root'))
    join(bench, 'four.pem', leaf, lower, upper, root)
    join(bench, 'rest.pem', lower, upper)
    try:
        join(bench, 'roots.pem', ROOTS, root)
    except OSError as error:
        raise NotMeasured(f'{ROOTS}: {error.strerror}') from None


def one_bundle(bench):
    prepare(bench)
    ours, peers = [], []
    for _ in range(TIMES + 1):
        ours.append(bench.run(bench.ctl, '--data-dir', bench.path('bundle-store'), 'bundle',
                              'check', bench.path('four.pem'), '--site', 'cp.kite.example',
                              '--trust', bench.path('root.crt'), '--offline', '--json'))
        peers.append(bench.run('openssl', 'verify', '-CAfile', bench.path('roots.pem'),
                               '-untrusted', bench.path('rest.pem'), bench.path('leaf.crt')))
    # The first ones read the files.
    ours, peers = ([run.seconds for run in runs[1:]] for runs in (ours, peers))
    return Figure(f'{median(ours) * 1000:.0f} ms', f'{median(peers) * 1000:.0f} ms openssl verify',
                  pairs(ours, peers))


def many_bundles(bench):
    run = bench.run(bench.program('bench-bundle'), '1000')
    each, longest, cpu = (run.number(pattern) for pattern in (
        r'([0-9.]+) ms each', r'longest ([0-9.]+)', r'([0-9.]+) ms of a processor'))
    return Figure(f'{each:.2f} ms', '–', each,
                  f'longest {longest:.1f} ms, {cpu:.2f} ms of a processor')


ROWS = [
    ('keyplatectl bundle check, 4 certificates', Target(1.5), 60, one_bundle),
    ('1,000 bundles in one process, each', Target(5, unit=' ms'), 60, many_bundles),
]
