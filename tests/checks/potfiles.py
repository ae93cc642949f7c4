# SPDX-License-Identifier: GPL-3.0-or-later
"""potfiles.py ROOT: po/POTFILES lists what has text for people, and only that; and what a
translator must know about a placeholder is said."""

import re
import subprocess
import sys

from report import Report
from sources import Tree, code_only

POTFILES = 'po/POTFILES'
_CALL = re.compile(r'(?<!\w)(_|N_|C_|NC_|Q_|ngettext|g_dngettext|g_dpgettext2?)\s*\(')
_MARKED = re.compile(r'translatable="(yes|true|1)"')
_TEMPLATE = ('.desktop.in', '.metainfo.xml.in', '.gschema.xml')


def has_text(tree, path):
    if path.endswith(('.c', '.h')):
        code = re.sub(r'^[ \t]*#[^\n]*', '', code_only(tree.text(path)), flags=re.MULTILINE)
        return bool(_CALL.search(code))
    if path.endswith('.ui'):
        return bool(_MARKED.search(tree.text(path)))
    if path.endswith('.gschema.xml'):
        return '<summary' in tree.text(path)
    return path.endswith(_TEMPLATE)


def listed(tree):
    return [line.strip() for line in tree.lines(POTFILES)
            if line.strip() and not line.startswith('#')]


def complete(tree):
    names = listed(tree) if tree.exists(POTFILES) else []
    paths = tree.under('app', ends=('.c', '.h')) + tree.under('ui', ends='.ui')
    paths += tree.under('data', ends=_TEMPLATE)
    problems = [f'{p}: has text for people and is not in {POTFILES}'
                for p in paths if p not in names and has_text(tree, p)]
    problems += [f'{POTFILES}: {n}: no such file' for n in names if not tree.exists(n)]
    problems += [f'{POTFILES}: {n}: nothing there to translate'
                 for n in names if n in paths and not has_text(tree, n)]
    problems += [f'{POTFILES}: {n}: twice' for n in sorted(set(names)) if names.count(n) > 1]
    if names != sorted(names):
        problems.append(f'{POTFILES}: not in the order of the alphabet')
    return problems, len(paths)


def explained(tree):
    """Asks xgettext for every text with a placeholder and the comment that goes with it."""
    code = [n for n in listed(tree) if n.endswith('.c') and tree.exists(n)]
    if not code:
        return [], None
    run = subprocess.run(['xgettext', '--from-code=UTF-8', '--add-comments=Translators', '-k_',
                          '-kN_', '-kC_:1c,2', '-kNC_:1c,2', '-kngettext:1,2', '-o', '-', *code],
                         cwd=tree.root, capture_output=True, text=True, check=False)
    if run.returncode != 0:
        return [run.stderr.strip()], 1
    problems, looked_at = [], 0
    for entry in run.stdout.split('\n\n')[1:]:
        looked_at += 1
        where = re.search(r'^#: (\S+)', entry, re.MULTILINE).group(1)
        text = re.search(r'^msgid ((?:"[^\n]*"\n?)+)', entry, re.MULTILINE).group(1).strip()
        # A plural with nothing but its number speaks for itself.
        counted = 'msgid_plural' in entry and text.count('%') == 1
        if ', c-format' in entry and '#. Translators' not in entry and not counted:
            problems.append(f'{where}: no /* Translators: … */ on the line above {text}')
    return problems, looked_at


def main():
    tree = Tree(sys.argv[1])
    report = Report()
    report.rule('POTFILES is complete', *complete(tree))
    if tree.exists(POTFILES):
        problems, looked_at = explained(tree)
        if looked_at is not None:
            report.rule('placeholders are explained to translators', problems, looked_at)
    report.finish()


main()
