# SPDX-License-Identifier: GPL-3.0-or-later
"""The table that is printed: a line for each figure as soon as it is known."""

import statistics

WIDTHS = (50, 16, 24, 5, 14)
HEADINGS = ('figure', 'Keyplate', 'peer', 'ratio', 'target')


class NotMeasured(Exception):
    """Why a figure is not known."""


class Figure:
    """What was measured: ours and the peer's as words, and what is held against the target."""

    def __init__(self, ours, peer, value, note=''):
        self.ours = ours
        self.peer = peer
        self.value = value
        self.note = note


class Target:
    """At most, or at least, so much; a unit where it is no ratio."""

    def __init__(self, value, least=False, unit=''):
        self.value = value
        self.least = least
        self.unit = unit

    def __str__(self):
        return f'{"≥" if self.least else "≤"} {self.value:g}{self.unit}'

    def holds(self, value):
        return value >= self.value if self.least else value <= self.value


def print_line(cells, last):
    print('  '.join(cell.ljust(width) for cell, width in zip(cells, WIDTHS)), last, sep='  ',
          flush=True)


def print_head():
    print_line(HEADINGS, 'met')
    print('-' * (sum(WIDTHS) + 2 * len(WIDTHS) + 3))


def print_figure(name, target, figure):
    ratio = f'{figure.value:.2f}' if target.unit == '' else '–'
    last = 'yes' if target.holds(figure.value) else 'NO'
    if figure.note:
        last += f' ({figure.note})'
    print_line((name, figure.ours, figure.peer, ratio, str(target)), last)


def print_missing(name, target, why):
    print_line((name, '–', '–', '–', str(target)), f'not measured: {why}')


median = statistics.median


def pairs(ours, peers):
    """The median of the ratios of what was measured in turn: the machine's speed drifts."""
    return median([one / other for one, other in zip(ours, peers)])
