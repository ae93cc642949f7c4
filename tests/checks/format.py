# SPDX-License-Identifier: GPL-3.0-or-later
"""format.py ROOT: clang-format would change nothing. Its version 14, that of Debian 12, decides;
a newer one is taken where 14 is not to be had."""

import difflib
import re
import shutil
import subprocess
import sys

from report import Report
from sources import Tree

# What newer versions lay out otherwise: (KpDer){ … } gets a space, and what stands in the arguments
# of a branch of "?:" two more before it.
_COMPOUND = re.compile(r'\)\{')
_DEEPER = 2


def is_deeper(before, after):
    """The same text, with that many more spaces, and strings broken elsewhere for it."""
    def join(lines):
        return re.sub(r'"\s*"', '', ' '.join(line.strip() for line in lines))

    def indent(lines):
        return len(lines[0]) - len(lines[0].lstrip()) if lines else 0
    return join(before) == join(after) and indent(after) == indent(before) + _DEEPER


def differs(tree, tool, path):
    """The first line that another version than 14 changes for a reason of its own, or None."""
    run = subprocess.run([tool, '--style=file', path], cwd=tree.root, capture_output=True,
                         text=True, check=True)
    before, after = tree.lines(path), run.stdout.splitlines()
    for kind, begin, end, start, stop in difflib.SequenceMatcher(None, before, after).get_opcodes():
        if kind != 'equal' and not any(map(_COMPOUND.search, before[begin:end])) \
                and not is_deeper(before[begin:end], after[start:stop]):
            return begin + 1
    return None


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
    decides = ' version 14.' in version.stdout
    places = {}
    if paths:
        run = subprocess.run([tool, '--dry-run', '--style=file'] + paths, cwd=tree.root,
                             capture_output=True, text=True, check=False)
        for match in re.finditer(r'^(\S+?):(\d+):\d+: (?:warning|error): .*$', run.stderr, re.M):
            places.setdefault(match.group(1), int(match.group(2)))
        if run.returncode != 0 and not places:
            places[run.stderr.strip()] = 0
    if not decides:
        places = {path: differs(tree, tool, path) for path in places}
    report.rule('formatting', [f'{path}:{line}: is laid out otherwise: run clang-format-14 -i on it'
                               for path, line in places.items() if line is not None], len(paths))
    report.finish()


main()
