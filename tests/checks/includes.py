# SPDX-License-Identifier: GPL-3.0-or-later
"""includes.py ROOT: every .c of the program includes "config.h" first, its own header next; a
header includes itself once."""

import sys

from report import Report
from sources import Tree, includes


def order(tree, paths):
    problems = []
    for path in paths:
        names = [name for _, _, name in includes(tree.text(path))]
        own = path[len('app/'):-len('.c')] + '.h'
        if names[:1] != ['config.h']:
            problems.append(f'{path}: its first include is not "config.h"')
        elif tree.exists('app/' + own) and names[1:2] != [own]:
            problems.append(f'{path}: its second include is not its own "{own}"')
    return problems, len(paths)


def guards(tree, paths):
    problems = []
    for path in paths:
        if '#pragma once' not in tree.text(path):
            problems.append(f'{path}: no #pragma once')
        if any(name == 'config.h' for _, _, name in includes(tree.text(path))):
            problems.append(f'{path}: "config.h" belongs into .c files')
    return problems, len(paths)


def main():
    tree = Tree(sys.argv[1])
    report = Report()
    report.rule('config.h, then the own header', *order(tree, tree.under('app', ends='.c')))
    report.rule('headers guard themselves', *guards(tree, tree.under('app', 'tests', ends='.h')))
    report.finish()


main()
