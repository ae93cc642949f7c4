# SPDX-License-Identifier: GPL-3.0-or-later
"""data-files.py ROOT [BUILD]: the files that the desktop and the program read are valid."""

import glob
import json
import os
import subprocess
import sys
import tempfile

from report import Report
from sources import Tree


def tool(*command):
    """None, or what a validator says against a file."""
    try:
        run = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    except FileNotFoundError:
        return f'{command[0]} is not here'
    if run.returncode == 0:
        return None
    return ' '.join(command[:2]) + ': ' + (run.stdout + run.stderr).strip()


def once(pairs):
    names = [name for name, _ in pairs]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f'"{name}" is there twice')
    return dict(pairs)


def json_files(tree):
    paths = tree.under('data', ends='.json')
    problems = []
    for path in paths:
        try:
            json.loads(tree.raw(path).decode('utf-8'), object_pairs_hook=once)
        except (ValueError, RecursionError) as error:
            problems.append(f'{path}: {error}')
    return problems, len(paths)


def merged(tree, build, ending):
    """The files of data/ with that ending: as built where the tree has a template of them."""
    found = [tree.absolute(p) for p in tree.under('data', ends=ending)]
    templates = tree.under('data', ends=ending + '.in')
    problems = []
    for template in templates:
        name = os.path.basename(template)[:-len('.in')]
        built = glob.glob(os.path.join(build, '**', name), recursive=True) if build else []
        if built:
            found.append(built[0])
        elif build:
            problems.append(f'{template}: the build makes no {name} of it')
        else:
            found.append(tree.absolute(template))
    return found, problems


def validated(tree, build, ending, *validators):
    paths, problems = merged(tree, build, ending)
    for path in paths:
        for validator in validators:
            said = tool(*validator, path)
            if said is not None:
                problems.append(f'{os.path.relpath(path, tree.root)}: {said}')
    return problems, len(paths)


def schemas(tree):
    paths = tree.under('data', ends='.gschema.xml')
    problems = []
    for folder in sorted({os.path.dirname(p) for p in paths}):
        with tempfile.TemporaryDirectory() as target:
            said = tool('glib-compile-schemas', '--strict', '--targetdir=' + target,
                        tree.absolute(folder))
        if said is not None:
            problems.append(f'{folder}: {said}')
    return problems, len(paths)


def drawings(tree):
    paths = tree.under('data', ends='.svg')
    problems = [f'{p}: {said}' for p in paths
                if (said := tool('xmllint', '--noout', '--nonet', tree.absolute(p)))]
    return problems, len(paths)


def main():
    tree = Tree(sys.argv[1])
    build = sys.argv[2] if len(sys.argv) > 2 else None
    report = Report()
    if tree.under('data', ends='.json'):
        report.rule('JSON is valid', *json_files(tree))
    report.rule('desktop file is valid',
                *validated(tree, build, '.desktop', ('desktop-file-validate',)))
    report.rule('metainfo is valid',
                *validated(tree, build, '.metainfo.xml',
                           ('appstreamcli', 'validate', '--no-net', '--explain'),
                           ('appstream-util', 'validate-relax', '--nonet')))
    report.rule('settings schema is valid', *schemas(tree))
    report.rule('drawings are XML', *drawings(tree))
    report.finish()


main()
