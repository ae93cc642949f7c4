# SPDX-License-Identifier: GPL-3.0-or-later
"""readme.py ROOT [BUILD]: the commands that the papers show exist."""

import glob
import os
import re
import shlex
import subprocess
import sys

from report import Report
from sources import Tree

PAPERS = ('README.md', 'HACKING.md')
HACKING_LINES = 200
_FENCE = re.compile(r'^```[^\n]*\n(.*?)^```', re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r'`([^`\n]+)`')


def commands(text):
    """Every line of a fenced block and every inline code of a Markdown text."""
    for match in _FENCE.finditer(text):
        for line in match.group(1).replace('\\\n', ' ').splitlines():
            yield line.strip().removeprefix('$ ')
    for match in _INLINE.finditer(_FENCE.sub('', text)):
        yield match.group(1).strip()


def words_of(command):
    try:
        return shlex.split(command, comments=True)
    except ValueError:
        return command.split()


def judge_script(tree, words):
    path = words[0][2:]
    if not os.access(tree.absolute(path), os.X_OK):
        return 'is not a program of the tree'
    for word in words[1:]:
        if word.startswith('--') and word.split('=')[0] not in tree.text(path):
            return f'knows no {word}'
    return None


def judge_ctl(program, words):
    """One or two plain words are the command's name: it is asked for its help."""
    name = []
    for word in words[1:3]:
        if not re.fullmatch(r'[a-z]+', word):
            break
        name.append(word)
    run = subprocess.run([program, *name, '--help'], capture_output=True, text=True, timeout=20,
                         check=False)
    if run.returncode != 0:
        return 'is not a command'
    for word in words[1 + len(name):]:
        option = word.split('=')[0]
        if option.startswith('--') and option not in run.stdout:
            return f'{" ".join(name)} knows no {option}'
    return None


def main():
    tree = Tree(sys.argv[1])
    # Wherever in app/ the build puts it.
    built = glob.glob(sys.argv[2] + '/app/**/keyplatectl', recursive=True) if sys.argv[2:] else []
    program = next((p for p in built if os.path.isfile(p)), None)
    report = Report()
    problems, looked_at = [], 0
    for paper in PAPERS:
        if not tree.exists(paper):
            continue
        for command in commands(tree.text(paper)):
            words = words_of(command)
            why = None
            if words and re.match(r'^\./[\w./-]+$', words[0]):
                why = judge_script(tree, words)
            elif words and words[0] == 'keyplatectl':
                why = judge_ctl(program, words) if program is not None else 'is not built'
            else:
                continue
            looked_at += 1
            if why is not None:
                problems.append(f'{paper}: {command}: {why}')
    report.rule('the commands of the papers exist', problems, looked_at)
    length = len(tree.lines('HACKING.md')) if tree.exists('HACKING.md') else 0
    report.rule('HACKING.md is short', [f'{length} lines, at most {HACKING_LINES}']
                if length > HACKING_LINES else [], length)
    report.finish()


main()
