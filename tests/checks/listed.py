# SPDX-License-Identifier: GPL-3.0-or-later
"""listed.py ROOT: what is in the tree is built, tested and used: no file that nothing names, and
no public function that nothing calls."""

import collections
import os
import re
import sys

from report import Report
from sources import Tree, code_only


def named(tree):
    """Every path that a meson.build names, as it is seen from the root."""
    found = set()
    for build in tree.paths:
        if os.path.basename(build) == 'meson.build':
            folder = os.path.dirname(build)
            for name in re.findall(r"'([^'\n]+\.c)'", tree.text(build)):
                found.add(os.path.normpath(os.path.join(folder, name)))
    return found


def unused(tree):
    """A function of a header is called somewhere, in C or by a .ui file."""
    declared, words = {}, collections.Counter()
    for path in tree.under('app', ends='.h'):
        code = code_only(tree.text(path))
        words.update(re.findall(r'\bkp_\w+', code))
        for name in re.findall(r'\b(kp_\w+) \(', code):
            if not name.endswith('_get_type'):
                declared.setdefault(name, path)
    # That is its declaration; what is more is a macro or an inline function.
    words.subtract(declared.keys())
    for path in tree.under('app', 'tests', ends='.c') + tree.under('ui', ends='.ui'):
        code = tree.text(path) if path.endswith('.ui') else code_only(tree.text(path))
        words.update(re.findall(r'\bkp_\w+', code))
        words.subtract(re.findall(r'^(kp_\w+) \(', code, re.MULTILINE))
    return [f'{path}: nothing calls {name} ()' for name, path in declared.items()
            if words[name] < 1], len(declared)


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
    report.rule('every public function is used', *unused(tree))
    report.finish()


main()
