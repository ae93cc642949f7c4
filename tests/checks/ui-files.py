# SPDX-License-Identifier: GPL-3.0-or-later
"""ui-files.py ROOT UI-CHECK [WITH-DISPLAY]: every .ui file is XML and GTK can build it, with each
template, property, binding and signal in it; and the program carries it."""

import os
import re
import subprocess
import sys

from report import Report
from sources import Tree


def xml(tree, paths):
    problems = []
    for path in paths:
        run = subprocess.run(['xmllint', '--noout', '--nonet', tree.absolute(path)],
                             capture_output=True, text=True, check=False)
        if run.returncode != 0:
            problems.append(run.stderr.strip())
    return problems, len(paths)


def built(tree, paths, command):
    if not paths:
        return [], 0
    run = subprocess.run([*command, *map(tree.absolute, paths)], timeout=300,
                         capture_output=True, text=True, check=False)
    said = [line for line in run.stderr.splitlines() if line and not line.startswith('note: ')]
    if run.returncode == 0:
        return [], len(paths)
    return [line.replace(tree.root + '/', '') for line in said] or ['ui-check failed'], len(paths)


def carried(tree, paths):
    lists = [p for p in tree.paths if p.endswith('.gresource.xml')]
    text = ''.join(tree.text(p) for p in lists)
    names = re.findall(r'>\s*([^<>\s]+\.ui)\s*<', text)
    problems = [f'{p}: no .gresource.xml names it' for p in paths
                if not any(p == n or p.endswith('/' + n) for n in names)]
    # A second name is another way to it: GTK finds some files by theirs.
    problems += [f'{n}: named twice' for n in sorted(set(names)) if names.count(n) > 1]
    return problems, len(paths)


def classes(tree, paths):
    """A template lies where its class lies: ui/page/site-page.ui beside app/page/site-page.c."""
    problems = []
    for path in paths:
        source = 'app/' + path[len('ui/'):-len('.ui')] + '.c'
        if '<template' in tree.text(path) and not tree.exists(source):
            problems.append(f'{path}: no {source} for its template')
    return problems, len(paths)


def parents(tree, paths):
    """A parent that is ours is one that others can be made of: ui-check takes any for a bin."""
    headers = ''.join(tree.text(p) for p in tree.under('app', ends='.h'))
    ours = re.findall(r'G_DECLARE_DERIVABLE_TYPE\s*\(\s*(\w+)', headers)
    problems = [f'{path}: its parent {parent} is no derivable class of app/' for path in paths
                for parent in re.findall(r'<template[^>]*\sparent="(Kp\w*)"', tree.text(path))
                if parent not in ours]
    return problems, len(paths)


def main():
    tree = Tree(sys.argv[1])
    command = [os.path.abspath(p) for p in reversed(sys.argv[2:])]
    report = Report()
    paths = tree.under('ui', ends='.ui')
    report.rule('ui files are XML', *xml(tree, paths))
    report.rule('GTK builds the ui files', *built(tree, paths, command))
    report.rule('the program carries the ui files', *carried(tree, paths))
    report.rule('a template lies beside its class', *classes(tree, paths))
    report.rule('a parent of ours is there', *parents(tree, paths))
    report.finish()


main()
