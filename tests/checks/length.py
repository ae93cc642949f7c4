# SPDX-License-Identifier: GPL-3.0-or-later
"""length.py ROOT: how long a line, a function and a file may be."""

import re
import sys

from report import Report
from sources import Tree, code_only

FILE_WARN, FILE_FAIL = 600, 900
TEST_WARN, TEST_FAIL = 900, 1200
FUNCTION_WARN, FUNCTION_FAIL = 60, 100
COLUMNS = 100

# The layout (tests/checks/format.py) opens and closes a function in the first column.
_NAME = re.compile(r'(\w+)\s*\(')


def functions(text):
    """(name, line of the name, lines to the closing brace) of every function of a C text."""
    lines = code_only(text).splitlines()
    head = start = None
    for number, line in enumerate(lines, 1):
        if line.startswith('{') and start is None:
            start = head
        elif line.startswith('}'):
            if start is not None:
                yield (*start, number - start[1] + 1)
            head = start = None
        elif start is None and line.strip():
            match = _NAME.match(line)
            if match and not line.rstrip().endswith(';'):
                head = (match.group(1), number)
            elif line[0] not in ' \t' and not match:
                head = None


def long_functions(tree, paths):
    problems, warnings, looked_at = [], [], 0
    for path in paths:
        for name, line, length in functions(tree.text(path)):
            looked_at += 1
            if length > FUNCTION_WARN:
                found = problems if length > FUNCTION_FAIL else warnings
                found.append(f'{path}:{line}: {name} has {length} lines, '
                             f'at most {FUNCTION_WARN} ({FUNCTION_FAIL})')
    return problems, looked_at, warnings


def long_files(tree, paths):
    problems, warnings = [], []
    for path in paths:
        length = len(tree.lines(path))
        test = path.startswith('tests/')
        warn, fail = (TEST_WARN, TEST_FAIL) if test else (FILE_WARN, FILE_FAIL)
        if length > warn:
            found = problems if length > fail else warnings
            found.append(f'{path}: {length} lines, at most {warn} ({fail}): split it by role')
    return problems, len(paths), warnings


def long_lines(tree, paths):
    problems = []
    for path in paths:
        for number, line in enumerate(tree.lines(path), 1):
            width = len(line.expandtabs(8))
            # A text for people stands in one piece: a break in it would be shown.
            if path.endswith('.ui') and 'translatable="yes"' in line:
                continue
            if width > COLUMNS:
                problems.append(f'{path}:{number}: {width} columns, at most {COLUMNS}')
    return problems, len(paths)


def main():
    tree = Tree(sys.argv[1])
    report = Report()
    code = tree.c_files()
    written = sorted(set(code + tree.scripts()))
    # A sentence in a .ui file is not broken, but the file may be too long.
    drawn = tree.under('ui', ends='.ui') + [p for p in tree.paths if p.endswith('meson.build')]

    report.rule('functions are short', *long_functions(tree, [p for p in code if p.endswith('.c')]))
    report.rule('files are short', *long_files(tree, written + drawn))
    report.rule('lines are short', *long_lines(tree, written))
    report.finish()


main()
