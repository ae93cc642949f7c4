#!/usr/bin/python3 -B
# SPDX-License-Identifier: GPL-3.0-or-later
"""measure.py BUILD SECONDS [GROUP…]: measures and prints the table; `run` calls it. SECONDS: so
long it took to get here."""

import os
import platform
import signal
import sys
import time

import bench_bundle
import bench_ctl
import bench_dns
import bench_list
import bench_stall
import bench_sweep
import bench_tls
import bench_window
from bench import Bench
from table import NotMeasured, print_figure, print_head, print_missing

# In the order in which they are measured. Each: name, target, seconds at most, function.
GROUPS = {
    'list': bench_list.ROWS,
    'ctl': bench_ctl.ROWS,
    'bundle': bench_bundle.ROWS,
    'window': bench_window.ROWS + bench_stall.ROWS,
    'dns': bench_dns.ROWS,
    'tls': bench_tls.ROWS,
    'sweep': bench_sweep.ROWS,
    'many': bench_sweep.ROWS_OF_MANY + bench_window.ROWS_IN_SWEEP,
}
# All together, building included.
SECONDS = 560


def measure(bench, name, target, seconds, function):
    bench.begin(seconds)
    try:
        print_figure(name, target, function(bench))
    except NotMeasured as missing:
        print_missing(name, target, missing)
        return False
    return True


def end(number, frame):
    sys.exit(128 + number)


def main():
    build, spent, *groups = sys.argv[1:]
    for group in groups:
        if group not in GROUPS:
            print(f'bench: {group} is no group: {" ".join(GROUPS)}', file=sys.stderr)
            return 2
    signal.signal(signal.SIGTERM, end)
    print(f'{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}, Linux '
          f'{platform.release()}; {time.strftime("%F %T")}; built in {spent} s', flush=True)
    print_head()
    bench = Bench(build, time.monotonic() + SECONDS - int(spent))
    known = 0
    try:
        for group, rows in GROUPS.items():
            if groups and group not in groups:
                continue
            for row in rows:
                known += measure(bench, *row)
    finally:
        bench.close()
    print(f'{known} figures; load {os.getloadavg()[0]:.1f} at the end')
    return 0 if known > 0 else 3


sys.exit(main())
