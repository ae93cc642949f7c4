# SPDX-License-Identifier: GPL-3.0-or-later
"""listed.py ROOT: what is in the tree is built or tested: no file that nothing names."""

import os
import re
import sys

from report import Report
from sources import Tree


def named(tree):
    """Every path that a meson.build names, as it is seen from the root."""
    found = set()
    for build in tree.paths:
        if os.path.basename(build) == 'meson.build':
            folder = os.path.dirname(build)
            for name in re.findall(r"'([^'\n]+\.c)'", tree.text(build)):
                found.add(os.path.normpath(os.path.join(folder, name)))
    return found


def main():
    tree = Tree(sys.argv[1])
    report = Report()
    sources = tree.under('app', 'tests', ends='.c')
    built = named(tree)
    report.rule('every C file is built',
                [f'{p}: no meson.build names it' for p in sources if p not in built],
                len(sources))
    checks = [p for p in tree.under('tests/checks', ends='.py')
              if os.path.basename(p) not in ('report.py', 'sources.py')]
    if tree.exists('tests/checks/meson.build'):
        text = tree.text('tests/checks/meson.build')
        report.rule('every check is run', [f'{p}: tests/checks/meson.build does not name it'
                                           for p in checks
                                           if f"'{os.path.basename(p)[:-3]}'" not in text],
                    len(checks))
    report.finish()


main()
