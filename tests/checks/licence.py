# SPDX-License-Identifier: GPL-3.0-or-later
"""licence.py ROOT: every source file says its licence at its top."""

import sys

from report import Report
from sources import Tree

ENDS = ('.c', '.h', '.py', '.sh', '.ui', '.css', '.xml', '.xml.in', '.svg', '.desktop',
        '.desktop.in', '.service', '.service.in', '.po', 'meson.build', 'meson_options.txt',
        'POTFILES', 'LINGUAS', '.pl', '.lua')


def main():
    tree = Tree(sys.argv[1])
    report = Report()
    paths = sorted({p for p in tree.paths if p.endswith(ENDS)} | set(tree.scripts()))
    problems = []
    for path in paths:
        # The line stands first, or below what must: #! and <?xml … ?>.
        top = tree.raw(path)[:400].decode('utf-8', errors='replace').splitlines()[:3]
        if not any('SPDX-License-Identifier: ' in line for line in top):
            problems.append(f'{path}: no SPDX-License-Identifier in its first lines')
    report.rule('licence named in every file', problems, len(paths))
    report.rule('the licence itself', [] if tree.exists('COPYING') else ['COPYING is missing'], 1)
    report.finish()


main()
