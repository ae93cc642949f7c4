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


def taken_out(tree, code):
    """Every text of those files and the comment that goes with it, as xgettext takes them out."""
    run = subprocess.run(['xgettext', '--from-code=UTF-8', '--add-comments=Translators', '-k_',
                          '-kN_', '-kC_:1c,2', '-kNC_:1c,2', '-kngettext:1,2', '-o', '-', *code],
                         cwd=tree.root, capture_output=True, text=True, check=False)
    return run.stdout, [run.stderr.strip()] if run.returncode != 0 else []


def explained(texts):
    """Every text with a placeholder has a comment."""
    problems, looked_at = [], 0
    for entry in texts.split('\n\n')[1:]:
        looked_at += 1
        where = re.search(r'^#: (\S+)', entry, re.MULTILINE).group(1)
        text = re.search(r'^msgid ((?:"[^\n]*"\n?)+)', entry, re.MULTILINE).group(1).strip()
        # A plural with nothing but its number speaks for itself.
        counted = 'msgid_plural' in entry and text.count('%') == 1
        if ', c-format' in entry and '#. Translators' not in entry and not counted:
            problems.append(f'{where}: no /* Translators: … */ on the line above {text}')
    return problems, looked_at


def reaching(tree, code, texts):
    """No comment is lost, as it is when its text begins later than in the next line."""
    problems, looked_at, told = [], 0, texts.replace('\n#. ', ' ')
    for path in code:
        for comment in re.findall(r'/\* (Translators: .*?) ?\*/', tree.text(path), re.DOTALL):
            looked_at += 1
            words = ' '.join(comment.split())
            if words not in told:
                problems.append(f'{path}: no text begins in the line below: {words}')
    return problems, looked_at


def check_comments(tree, report):
    code = [n for n in listed(tree) if n.endswith('.c') and tree.exists(n)]
    if not code:
        return
    texts, failed = taken_out(tree, code)
    problems, looked_at = explained(texts)
    report.rule('placeholders are explained to translators', failed + problems, looked_at or 1)
    report.rule('comments reach the translators', *reaching(tree, code, texts))


def main():
    tree = Tree(sys.argv[1])
    report = Report()
    report.rule('POTFILES is complete', *complete(tree))
    if tree.exists(POTFILES):
        check_comments(tree, report)
    report.finish()


main()
