# SPDX-License-Identifier: GPL-3.0-or-later
"""TLS: a full handshake for each of 1,000 names, its chain verified against 145 roots, beside a
main loop with GnuTLS and nothing else. Medians of five."""

import functools

from table import Figure, Target, median, pairs

ADDRESS = '127.0.1.11'
NAMES = 1000
ROOTS = 145
TIMES = 5
# curl reads the roots again for every connection.
NAMES_OF_CURL = 50


def make_roots(bench):
    """The root of the world is the last one."""
    path = bench.path('roots.pem')
    minted = [bench.run('openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt',
                        'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', '/dev/null', '-days',
                        '3650', '-subj', f'/O=Example Trust {i}/CN=Example Root {i}').text
              for i in range(1, ROOTS)]
    with open(bench.world()['WORLD_CA'], encoding='ascii') as file:
        minted.append(file.read())
    with open(path, 'w', encoding='ascii') as file:
        file.writelines(minted)
    return path


def names(n):
    return [f'cp.d{i:05d}.example' for i in range(n)]


def ask_by_curl(bench):
    port = bench.world()['WORLD_PORT']
    with open(bench.path('curl-tls'), 'w', encoding='ascii') as file:
        file.writelines(f'url="https://{name}:{port}/"\noutput=/dev/null\n'
                        for name in names(NAMES_OF_CURL))
    run = bench.run('curl', '-sS', '--no-progress-meter', '-Z', '--parallel-max', '50', '--noproxy',
                    '*', '--cacert', prepare(bench), '--connect-to', f'::{ADDRESS}:', '-K',
                    bench.path('curl-tls'))
    return NAMES_OF_CURL / run.seconds


@functools.cache
def prepare(bench):
    with open(bench.path('names'), 'w', encoding='ascii') as file:
        file.writelines(name + '\n' for name in names(NAMES))
    return make_roots(bench)


def ask(bench, program='bench-tls'):
    """All handshakes once."""
    roots = prepare(bench)
    arguments = [ADDRESS, bench.world()['WORLD_PORT'], bench.path('names')]
    if program == 'gnutls-tls':
        arguments.append(roots)
    return bench.run(bench.program(program), *arguments, env={'SSL_CERT_FILE': roots})


def against_gnutls(bench):
    rates = {'bench-tls': [], 'gnutls-tls': []}
    for _ in range(TIMES):
        for program, found in rates.items():
            found.append(ask(bench, program).number(r'(\d+) handshakes/s'))
    ours, peer = rates.values()
    return Figure(f'{median(ours):.0f}/s', f'{median(peer):.0f}/s GnuTLS', pairs(ours, peer),
                  f'curl -Z: {ask_by_curl(bench):.0f}/s')


ROWS = [('TLS, 1,000 names, 145 roots; bare GnuTLS loop', Target(.8, least=True), 150,
         against_gnutls)]
