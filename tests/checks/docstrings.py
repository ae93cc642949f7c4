# SPDX-License-Identifier: GPL-3.0-or-later
"""docstrings.py ROOT: every function that a header of core offers is described above it."""

import re
import sys

from report import Report
from sources import Tree, line_of

_COMMENT = re.compile(r'/\*.*?\*/|//[^\n]*', re.DOTALL)
_LINES = re.compile(r'^[ \t]*#(?:[^\n]*\\\n)*[^\n]*$', re.MULTILINE)
_MACROS = re.compile(r'\bG_(?:BEGIN|END)_DECLS\b|'
                     r'\bG_(?:DECLARE|DEFINE)_\w+\s*\((?:[^()]|\([^()]*\))*\)\s*;?')
_PROTOTYPE = re.compile(r'(?P<head>[\w\s*]+?)\b(?P<name>\w+)\s*\((?P<parameters>.*)\)'
                        r'\s*$', re.DOTALL)
_ATTRIBUTE = re.compile(r'\bG_GNUC_\w+\b(?:\s*\([^()]*\))?')
# What means the same everywhere is not said everywhere.
_USUAL = {'...', 'self', 'error', 'callback', 'data', 'user_data', 'cancellable', 'result'}
# What a macro or a type needs describes itself.
_SELF_EVIDENT = re.compile(r'_(get_type|error_quark|quark)$')


def _blank(match):
    return re.sub(r'[^\n]', ' ', match.group())


def prototypes(text):
    """(offset, name, what it returns, parameters) of every prototype at the top level."""
    code = _COMMENT.sub(_blank, text)
    code = _LINES.sub(_blank, code)
    code = _MACROS.sub(_blank, code)
    code = _ATTRIBUTE.sub(_blank, code)
    depth = start = 0
    for offset, letter in enumerate(code):
        if letter in '{}':
            depth += 1 if letter == '{' else -1
            if depth == 0 and letter == '}' and not re.match(r'\s*;', code[offset + 1:]):
                start = offset + 1
        elif letter == ';' and depth == 0:
            statement = code[start:offset]
            match = _PROTOTYPE.match(statement.strip())
            if match and not re.match(r'(typedef|struct|enum|union|extern)\b[^(]*\{|typedef\b',
                                      statement.strip()):
                begins = start + len(statement) - len(statement.lstrip())
                yield (begins, match.group('name'), match.group('head').strip(),
                       parameter_names(match.group('parameters')))
            start = offset + 1


def parameter_names(text):
    if text.strip() in ('', 'void'):
        return []
    names = []
    for parameter in re.sub(r'\([^()]*\)\s*$', '', text).split(','):
        words = re.findall(r'\w+', re.sub(r'\[[^]]*\]', '', parameter))
        names.append('...' if '...' in parameter else words[-1] if words else '')
    return names


def block_above(text, offset):
    """The /** … */ that ends where the statement at OFFSET begins."""
    before = text[:offset].rstrip()
    start = before.rfind('/*')
    return before[start:] if before.endswith('*/') and before.startswith('/**', start) else None


def judge(block, name, returns, parameters):
    """A block is long (a line a parameter, then the text) or short (/** name: the text. */)."""
    if block is None:
        return 'no /** … */ above it'
    if not re.match(rf'/\*\*[\s*]*{re.escape(name)}:', block):
        return f'the comment above it does not begin with "{name}:"'
    described = re.findall(r'^\s*\*\s*@([\w.]+):', block, re.MULTILINE)
    mentioned = described + re.findall(r'@(\w+)', block)
    stale = [d for d in described if d not in parameters]
    if stale:
        return f'describes @{stale[0]}, which it does not take'
    missing = [p for p in parameters if p not in mentioned and p not in _USUAL]
    if described and missing:
        return f'does not describe @{missing[0]}'
    # A gboolean beside a GError means what it always means.
    evident = returns == 'void' or (returns == 'gboolean' and 'error' in parameters)
    if not evident and 'Returns' not in block:
        return 'does not say what it returns'
    return None


def main():
    tree = Tree(sys.argv[1])
    report = Report()
    problems, looked_at = [], 0
    for path in tree.under('app/core', ends='.h'):
        text = tree.text(path)
        finished = set()
        for offset, name, returns, parameters in prototypes(text):
            if _SELF_EVIDENT.search(name):
                continue
            looked_at += 1
            block = block_above(text, offset)
            # x_async () may say what its x_finish () gives, if that is more than success.
            if block is None and name in finished:
                continue
            if block is not None and name.endswith('_async'):
                finished.add(name[:-len('async')] + 'finish')
            why = judge(block, name, returns, parameters)
            if why is not None:
                problems.append(f'{path}:{line_of(text, offset)}: {name}: {why}')
    report.rule('public functions are described', problems, looked_at)
    report.finish()


main()
