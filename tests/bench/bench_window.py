# SPDX-License-Identifier: GPL-3.0-or-later
"""The window: how soon it shows rows, beside the first frame of another program of its kind, and
what scrolling costs beside a list that does nothing but show itself."""

import functools
import re

import bench_sweep
from bench import ROOT
from table import Figure, NotMeasured, Target, median, pairs

DISPLAY = ROOT + '/tests/tools/with-display'
STARTS = 8
SCROLLS = 3
SITES = 10000


def on_display(bench, *command, env=None):
    return bench.run(DISPLAY, '--', *command, env=env)


@functools.cache
def first_frames(bench):
    """Milliseconds to the first frame: with 1,000 sites, of the peer, with 100,000 sites."""
    keyplate = bench.build + '/app/keyplate'
    run = on_display(
        bench, bench.program('first-frame'), str(STARTS),
        'rows', keyplate, '--data-dir', bench.store(1000), '--',
        'any', 'gnome-text-editor', '--standalone', '--',
        'rows', keyplate, '--data-dir', bench.store(100000))
    found = re.findall(r'^(\d) ([\d.]+) [\d.]+$', run.text, re.M)
    # The first ones read the files.
    times = [[float(ms) for number, ms in found if number == str(i)][1:] for i in range(3)]
    if len(times[2]) < 3:
        raise NotMeasured('first-frame saw too few')
    return times


def first_frame(bench, which):
    times = first_frames(bench)
    return Figure(f'{median(times[which]):.0f} ms', f'{median(times[1]):.0f} ms text editor',
                  pairs(times[which], times[1]))


def few(bench):
    return first_frame(bench, 0)


def many(bench):
    return first_frame(bench, 2)


def scroll(bench, mode, folder, env=None):
    """Milliseconds of the processor for a frame, of Keyplate and of the bare list, in turn."""
    ours, bare = [], []
    for _ in range(SCROLLS):
        run = on_display(bench, bench.program('bench-scroll'), mode, folder, env=env)
        if mode == 'sweep' and 'checking to the end' not in run.text:
            raise NotMeasured('the sweep was over before the last frame')
        ours.append(run.number(r'([\d.]+) ms a frame'))
        size = re.search(r'(\d+) x (\d+), rows of (\d+)', run.text).groups()
        bare.append(on_display(bench, bench.program('bench-scroll'), 'bare', str(SITES),
                               *size).number(r'([\d.]+) ms a frame'))
    return Figure(f'{median(ours):.1f} ms a frame', f'{median(bare):.1f} ms bare list',
                  pairs(ours, bare))


def scrolling(bench):
    return scroll(bench, 'window', bench.store(SITES))


def scrolling_in_sweep(bench):
    env = bench.world(SITES)
    return scroll(bench, 'sweep', bench_sweep.make_store(bench, env, range(SITES)), {
        'SSL_CERT_FILE': env['WORLD_CA'],
        'KEYPLATE_NAME_SERVERS': env['KEYPLATE_NAME_SERVERS']})


ROWS = [
    ('first frame with rows, 1,000 sites', Target(1.1), 150, few),
    ('first frame with rows, 100,000 sites', Target(1.5), 10, many),
    ('scrolling 10,000 sites; bare GtkColumnView', Target(1.3), 100, scrolling),
]
ROWS_IN_SWEEP = [
    ('the same while all are checked', Target(1.5), 120, scrolling_in_sweep),
]
