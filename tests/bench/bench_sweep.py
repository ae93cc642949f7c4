# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole check of many sites: three resolvers, two addresses each, and what is written of it.

It is held against what the same questions and handshakes take alone, in the same run: the rates
of bench-doh and bench-tls."""

import functools

import bench_dns
import bench_tls
from table import Figure, NotMeasured, Target, median

SITES, MANY = 1000, 10000
HANGING = 100
TIMES = 3
# Of the settings: seconds that a resolver or an address may take.
PATIENCE = 10


def make_store(bench, env, lines):
    """A folder with the sites of these lines of the world's list, never checked."""
    folder = bench.path(f'sweep-{len(lines)}')
    listed = bench.path('sites.csv')
    with open(env['WORLD_CSV'], encoding='utf-8') as file:
        head, *rows = file.readlines()
    with open(listed, 'w', encoding='utf-8') as file:
        file.writelines([head] + [rows[i] for i in lines])
    bench.run('rm', '-rf', folder)
    for name, value in (('resolvers', env['WORLD_RESOLVERS']),
                        ('trust-connections', env['WORLD_CA']), ('timeout', str(PATIENCE)),
                        ('plain-port', env['WORLD_PLAIN_PORT'])):
        bench.run(bench.ctl, '--data-dir', folder, 'settings', 'set', name, value)
    bench.run(bench.ctl, '--data-dir', folder, 'site', 'import', listed)
    return folder


class Sweep:
    """What one run of bench-sweep said."""

    def __init__(self, bench, env, folder, locked):
        run = bench.run(bench.program('bench-sweep'), folder, env={
            'SSL_CERT_FILE': env['WORLD_CA'],
            'KEYPLATE_NAME_SERVERS': env['KEYPLATE_NAME_SERVERS']})
        if run.number(r'(\d+) locked') != locked:
            raise NotMeasured(f'not every site was locked: {run.text.strip()}')
        self.seconds = run.number(r'^([\d.]+) s:')
        self.handshakes = run.number(r'(\d+) handshakes')
        self.questions = [int(n) for n in run.text.split('questions ')[1].split(',')[0].split()]
        self.memory = run.number(r'(\d+) KiB')


def expect(bench, env, sweep):
    """Seconds that the questions to each resolver and the handshakes take by themselves."""
    seconds = 0
    for url, n in zip(env['WORLD_RESOLVERS'].split(), sweep.questions):
        seconds += n / bench_dns.ask(bench, 'bench-doh', url).number(r'(\d+) queries/s')
    return seconds + sweep.handshakes / bench_tls.ask(bench).number(r'(\d+) handshakes/s')


def thousand(bench):
    env = bench.world()
    bench_dns.prepare(bench, env['WORLD_RESOLVERS'].split()[0])
    bench_tls.prepare(bench)
    folder = make_store(bench, env, range(SITES))
    # The resolvers have to know the answers first, as they do where the rates are taken.
    Sweep(bench, env, folder, SITES)
    for url in env['WORLD_RESOLVERS'].split():
        bench_dns.ask(bench, 'soup-doh', url)
    sweeps, expected = [], []
    for _ in range(TIMES):
        sweeps.append(Sweep(bench, env, folder, SITES))
        expected.append(expect(bench, env, sweeps[-1]))
    seconds = median([one.seconds for one in sweeps])
    return Figure(f'{seconds:.1f} s', f'{median(expected):.1f} s expected',
                  median([one.seconds / two for one, two in zip(sweeps, expected)]),
                  f'{sum(sweeps[0].questions)} questions, {sweeps[0].handshakes:.0f} handshakes')


@functools.cache
def alone(bench):
    """Seconds of a check of 1,000 sites when nothing is wrong."""
    env = bench.world()
    folder = make_store(bench, env, range(SITES))
    return min(Sweep(bench, env, folder, SITES).seconds for _ in range(2))


def compare(bench, lines):
    env = bench.world()
    usual = alone(bench)
    # In a store that knows nothing yet, as what hung the last time comes first.
    seconds = min(Sweep(bench, env, make_store(bench, env, lines), SITES).seconds
                  for _ in range(2))
    return Figure(f'{seconds:.1f} s', f'{usual:.1f} s without', (seconds - usual) / PATIENCE,
                  f'time-out {PATIENCE} s')


def hanging(bench):
    return compare(bench, [*range(SITES), *range(-HANGING, 0)])


def dead_resolver(bench):
    alone(bench)
    bench.world_command('resolver', 'named', 'pause')
    try:
        return compare(bench, range(SITES))
    finally:
        bench.world_command('resolver', 'named', 'right')


@functools.cache
def measure_many(bench):
    """Pairs of sweeps, of 1,000 and of 10,000 sites; three where there is time for them."""
    env = bench.world(MANY)
    few, many = make_store(bench, env, range(SITES)), make_store(bench, env, range(MANY))
    measured = []
    for _ in range(TIMES):
        began = bench.left()
        try:
            measured.append((Sweep(bench, env, few, SITES), Sweep(bench, env, many, MANY)))
        except NotMeasured:
            if not measured:
                raise
            break
        if bench.left() < (began - bench.left()) * 1.2:
            break
    return measured


def ten_thousand(bench):
    measured = measure_many(bench)
    few, many = (median([pair[i].seconds for pair in measured]) for i in (0, 1))
    return Figure(f'{many:.1f} s', f'{few:.1f} s for 1,000',
                  median([pair[1].seconds / pair[0].seconds for pair in measured]) / 10,
                  f'median of {len(measured)}')


def memory(bench):
    measured = measure_many(bench)
    few, many = (median([pair[i].memory for pair in measured]) for i in (0, 1))
    return Figure(f'{many / 1024:.0f} MiB', f'{few / 1024:.0f} MiB for 1,000',
                  (many - few) / (MANY - SITES), f'{(many - few) / (MANY - SITES):.1f} KiB')


ROWS = [
    ('check of 1,000 sites; its questions and handshakes', Target(1.5), 200, thousand),
    ('100 hanging sites among them, in time-outs', Target(1), 120, hanging),
    ('a dead resolver, in time-outs', Target(1), 120, dead_resolver),
]
ROWS_OF_MANY = [
    ('check of 10,000 sites; 10 times 1,000', Target(1.35), 240, ten_thousand),
    ('memory for each of the 9,000 more', Target(4, unit=' KiB'), 10, memory),
]
