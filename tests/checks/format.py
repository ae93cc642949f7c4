# SPDX-License-Identifier: GPL-3.0-or-later
"""format.py ROOT: clang-format would change nothing."""

import re
import shutil
import subprocess
import sys

from report import Report
from sources import Tree


def main():
    tree = Tree(sys.argv[1])
    report = Report()
    tool = shutil.which('clang-format-14') or shutil.which('clang-format')
    paths = tree.c_files()
    if tool is None:
        report.rule('formatting', ['neither clang-format-14 nor clang-format is here'], len(paths))
        report.finish()
    version = subprocess.run([tool, '--version'], capture_output=True, text=True, check=True)
    print(f'# {tool}: {version.stdout.strip()}')
    problems = {}
    if paths:
        run = subprocess.run([tool, '--dry-run', '--style=file'] + paths, cwd=tree.root,
                             capture_output=True, text=True, check=False)
        for match in re.finditer(r'^(\S+?):(\d+):\d+: (?:warning|error): .*$', run.stderr, re.M):
            problems.setdefault(match.group(1), f'{match.group(1)}:{match.group(2)}: is laid out '
                                'otherwise: run clang-format-14 -i on it')
        if run.returncode != 0 and not problems:
            problems['tool'] = run.stderr.strip()
    report.rule('formatting', problems.values(), len(paths))
    report.finish()


main()
