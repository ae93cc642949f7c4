# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line: what a list of many sites costs beside the program's own start."""

from table import Figure, Target, median

SITES = 10000
TIMES = 7


def site_list(bench):
    store = bench.store(SITES)
    starts, lists = [], []
    for _ in range(TIMES + 1):
        starts.append(bench.run(bench.ctl, '--version'))
        lists.append(bench.run(bench.ctl, '--data-dir', store, 'site', 'list'))
    # The first ones read the files.
    start, listed = (median([run.seconds for run in runs[1:]]) * 1000 for runs in (starts, lists))
    more = median([run.processor for run in lists[1:]]) - median([run.processor
                                                                  for run in starts[1:]])
    return Figure(f'{listed:.0f} ms', f'{start:.0f} ms --version', listed - start,
                  f'{listed - start:.0f} ms more, {more * 1000:.0f} ms of a processor')


ROWS = [('keyplatectl site list, 10,000 sites', Target(60, unit=' ms more'), 60, site_list)]
