# SPDX-License-Identifier: GPL-3.0-or-later
"""layers.py ROOT [BUILD]: nothing includes upwards, and neither core nor keyplatectl sees GTK."""

import json
import os
import re
import sys

from report import Report
from sources import Tree, includes

# A folder of core includes itself and the folders before it, nothing else.
CORE = ['base', 'model', 'store', 'secret', 'provider', 'net', 'dns', 'certificate', 'check',
        'helpdesk', 'job', 'exchange', 'watch']
# Above core, likewise: a small widget knows no page, a page no window.
ABOVE = ['widget', 'assistant', 'page', 'window']
# What the compiler reads first, where it is told to.
PRECOMPILED = 'core/pch/'
TOOLKIT = re.compile(r'^(gtk|gdk|gsk|adwaita|pango|graphene|libadwaita)\b')
GENERATED = re.compile(r'^(config|[a-z-]*resources)\.h$')
# Libraries that one part hides from all the others.
HIDDEN = [
    (re.compile(r'^sqlite3'), re.compile(r'^app/core/store/database'),
     'only core/store/database knows the engine'),
    (re.compile(r'^openssl/'), re.compile(r'^$'), 'certificates are read with GnuTLS only'),
]


def place(path):
    """Where a path relative to app/ stands: (part, rank within the part)."""
    parts = path.split('/')
    if path.startswith(PRECOMPILED):
        return ('core', 0)
    if parts[0] == 'core':
        if len(parts) == 2:
            return ('core', len(CORE)) if parts[1].startswith('desk') else None
        return ('core', CORE.index(parts[1])) if parts[1] in CORE else None
    if parts[0] == 'ctl':
        return ('ctl', 0)
    if parts[0] in ABOVE:
        return ('above', ABOVE.index(parts[0]))
    if len(parts) == 1:
        return ('above', len(ABOVE))
    return None


def allowed(origin, target):
    if target[0] == 'core':
        return origin[0] != 'core' or target[1] <= origin[1]
    return target[0] == origin[0] and target[1] <= origin[1]


def judge_include(tree, path, origin, bracket, name):
    for library, home, why in HIDDEN:
        if library.match(name) and not home.match(path):
            return why
    if origin[0] in ('core', 'ctl') and TOOLKIT.match(name):
        return f'{origin[0]} is built without GTK'
    if bracket == '<' or GENERATED.match(name):
        return None
    if name.startswith('.') or ('/' not in name and not tree.exists('app/' + name)):
        return 'name it from app/ down, as in "core/base/clock.h"'
    target = place(name)
    if target is None:
        return 'leads to no layer of the design'
    return None if allowed(origin, target) else f'{os.path.dirname(path)} is below it'


def upward(tree):
    problems = []
    paths = tree.under('app', ends=('.c', '.h'))
    for path in paths:
        origin = place(path[len('app/'):])
        if origin is None:
            problems.append(f'{path}: this folder is no layer of the design')
            continue
        for line, bracket, name in includes(tree.text(path)):
            why = judge_include(tree, path, origin, bracket, name)
            if why is not None:
                problems.append(f'{path}:{line}: includes {name}: {why}')
    return problems, len(paths)


def flags(tree, build):
    """The compile flags of core and ctl name no toolkit, so an include would not even be found."""
    problems = []
    looked_at = 0
    with open(os.path.join(build, 'compile_commands.json'), encoding='utf-8') as file:
        commands = json.load(file)
    for command in commands:
        source = os.path.realpath(os.path.join(command['directory'], command['file']))
        path = os.path.relpath(source, tree.root)
        if path.startswith(('app/core/', 'app/ctl/')):
            looked_at += 1
            if re.search(r'gtk-4\.0|libadwaita-1', command['command']):
                problems.append(f'{path}: is compiled with the flags of GTK')
    return problems, looked_at


def main():
    tree = Tree(sys.argv[1])
    report = Report()
    report.rule('no upward include', *upward(tree))
    if len(sys.argv) > 2:
        report.rule('no GTK in the flags of core', *flags(tree, sys.argv[2]))
    report.finish()


main()
