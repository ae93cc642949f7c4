# SPDX-License-Identifier: GPL-3.0-or-later
"""The list of 100,000 sites: how soon a search shows its result, and for how long at a time it
keeps the main loop from anything else."""

import functools
import re

from table import Figure, NotMeasured, Target

SITES = 100000


@functools.cache
def measure(bench):
    """(to the result, longest held) in ms of each search."""
    run = bench.run(bench.program('bench-list'), str(SITES))
    found = re.findall(r'^search ".*" +([\d.]+) +[\d.]+ +([\d.]+) +[\d.]+ +\d+$', run.text, re.M)
    if not found:
        raise NotMeasured('bench-list printed no search')
    return [(float(shown), float(held)) for shown, held in found]


def shown(bench):
    worst = max(one for one, _ in measure(bench))
    return Figure(f'{worst:.0f} ms', '', worst)


def held(bench):
    worst = max(one for _, one in measure(bench))
    return Figure(f'{worst:.1f} ms', '', worst)


ROWS = [
    ('search over 100,000 sites, slowest of 10', Target(150, unit=' ms'), 60, shown),
    ('search over 100,000 sites, main loop held', Target(16, unit=' ms'), 60, held),
]
