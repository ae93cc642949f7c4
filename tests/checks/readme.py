# SPDX-License-Identifier: GPL-3.0-or-later
"""readme.py ROOT [BUILD]: the commands that the papers and the guide show exist, and the man page
knows them all."""

import glob
import html
import os
import re
import shlex
import subprocess
import sys

from report import Report
from sources import Tree

PAPERS = ('README.md', 'HACKING.md')
MAN = 'data/keyplatectl.1'
HACKING_LINES = 200
_FENCE = re.compile(r'^```[^\n]*\n(.*?)^```', re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r'`([^`\n]+)`')
_SHOWN = re.compile(r'<(cmd|screen)>(.*?)</\1>', re.DOTALL)
_LISTED = re.compile(r'^  ([a-z]+(?: [a-z]+)?)  ', re.MULTILINE)


def commands(text):
    """Every line of a fenced block and every inline code of a Markdown text."""
    for match in _FENCE.finditer(text):
        for line in match.group(1).replace('\\\n', ' ').splitlines():
            yield line.strip().removeprefix('$ ')
    for match in _INLINE.finditer(_FENCE.sub('', text)):
        yield match.group(1).strip()


def commands_of(tree, paper):
    """The same of a page of the guide, or of a Markdown text."""
    text = tree.text(paper)
    if not paper.endswith('.page'):
        return commands(text)
    return [line.strip() for match in _SHOWN.finditer(text)
            for line in html.unescape(match.group(2)).splitlines()]


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


def plain_man(text):
    """What a reader sees of a text for man, but for its layout."""
    text = re.sub(r'\\f[A-Z]', '', text)
    for code, sign in (('\\-', '-'), ('\\(aq', "'"), ('\\(dq', '"'), ('\\~', ' ')):
        text = text.replace(code, sign)
    return text


def judge_man(text, program):
    """What of the commands and options that the program lists the text lacks."""
    def ask(*words):
        return subprocess.run([program, *words, '--help'], capture_output=True, text=True,
                              timeout=20, check=False).stdout
    text = plain_man(text)
    found = _LISTED.findall(ask())
    for command in found:
        if not re.search(rf'^\.BI? {command}\b', text, re.MULTILINE):
            yield f'{MAN}: {command} is not explained'
        for option in sorted(set(re.findall(r'--[a-z][a-z-]*', ask(*command.split())))):
            if not re.search(re.escape(option) + r'(?![a-z-])', text):
                yield f'{MAN}: {option} of {command} is not explained'
    if not found:
        yield 'the program lists no commands'


def lint_man(tree, paths):
    for path in paths:
        run = subprocess.run(['groff', '-man', '-Tutf8', '-ww', '-z', tree.absolute(path)],
                             capture_output=True, text=True, timeout=20, check=False)
        yield from (f'{path}: {line}' for line in run.stderr.splitlines())


def main():
    tree = Tree(sys.argv[1])
    # Wherever in app/ the build puts it.
    built = glob.glob(sys.argv[2] + '/app/**/keyplatectl', recursive=True) if sys.argv[2:] else []
    program = next((p for p in built if os.path.isfile(p)), None)
    report = Report()
    problems, looked_at = [], 0
    for paper in [*filter(tree.exists, PAPERS), *tree.under('data/help/C', ends='.page')]:
        for command in commands_of(tree, paper):
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
    manuals = tree.under('data', ends='.1')
    if program is not None and tree.exists(MAN):
        report.rule('the man page explains every command', judge_man(tree.text(MAN), program),
                    len(tree.lines(MAN)))
    report.rule('man pages are clean', lint_man(tree, manuals), len(manuals))
    length = len(tree.lines('HACKING.md')) if tree.exists('HACKING.md') else 0
    report.rule('HACKING.md is short', [f'{length} lines, at most {HACKING_LINES}']
                if length > HACKING_LINES else [], length)
    report.finish()


main()
