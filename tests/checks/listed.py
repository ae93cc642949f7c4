# SPDX-License-Identifier: GPL-3.0-or-later
"""listed.py ROOT: what is in the tree is built or tested: no file that nothing names."""

import os
import sys

from report import Report
from sources import Tree


def named_nearby(tree, path):
    """Whether a meson.build of the file's folder or of one above names it."""
    folder, name = os.path.dirname(path), os.path.basename(path)
    while True:
        build = os.path.join(folder, 'meson.build')
        if tree.exists(build):
            inner = os.path.relpath(path, folder or '.')
            text = tree.text(build)
            if f"'{inner}'" in text or (name == inner and f"'{name}'" in text):
                return True
        if not folder:
            return False
        folder = os.path.dirname(folder)


def main():
    tree = Tree(sys.argv[1])
    report = Report()
    sources = tree.under('app', 'tests', ends='.c')
    report.rule('every C file is built',
                [f'{p}: no meson.build names it' for p in sources if not named_nearby(tree, p)],
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
