# SPDX-License-Identifier: GPL-3.0-or-later
"""catalogues.py ROOT: every catalogue in po/ has a translation of every text of today, and each
agrees with its source in what a machine can see."""

import os
import re
import subprocess
import sys
import xml.etree.ElementTree
from collections import Counter

from report import Report
from sources import Tree

# Texts that are gone may wait in a catalogue for their return; not many.
LEFT_OVER_MAX = 20

# As in meson's preset for GLib; flags are of no use to what is asked here.
XGETTEXT = ['xgettext', '--files-from=po/POTFILES', '--from-code=UTF-8', '--keyword=_',
            '--keyword=N_', '--keyword=C_:1c,2', '--keyword=NC_:1c,2', '--keyword=ngettext:1,2',
            '--keyword=g_dngettext:2,3', '--keyword=g_dpgettext2:2c,3', '--output=-']

_STRING = re.compile(r'"((?:\\.|[^"\\])*)"')
_PLACEHOLDER = re.compile(r'%(?:(\d+)\$)?([-+ #0]*\d*(?:\.\d+)?[a-zA-Z]+|%)')
_BRACES = re.compile(r'\{[a-z-]+\}')
_ESCAPES = {'n': '\n', 't': '\t', 'r': '\r'}


class Entry:
    """One text of a catalogue, with what it is translated TO: a list, one for each plural."""

    def __init__(self):
        self.parts = {}
        self.flags = set()

    @property
    def key(self):
        return self.parts.get('msgctxt'), self.parts.get('msgid', '')

    @property
    def plural(self):
        return self.parts.get('msgid_plural')

    @property
    def to(self):
        return [text for name, text in sorted(self.parts.items()) if name.startswith('msgstr')]

    def name(self):
        context, text = self.key
        shown = text if len(text) <= 60 else text[:60] + '…'
        return (f'{context}: ' if context else '') + '“' + shown.replace('\n', '⏎') + '”'


def unescape(text):
    return re.sub(r'\\(.)', lambda m: _ESCAPES.get(m.group(1), m.group(1)), text)


def parse(text):
    """The entries of a catalogue in the form gettext writes it, without its header, and how many
    are marked as gone."""
    entries, gone = [], 0
    for block in re.split(r'\n[ \t]*\n', text):
        entry, name = Entry(), None
        for line in block.splitlines():
            if line.startswith('#~'):
                gone += line.startswith('#~ msgid ')
            elif line.startswith('#,'):
                entry.flags |= {flag.strip() for flag in line[2:].split(',')}
            elif not line.startswith('#'):
                word = re.match(r'msg\w+(?:\[\d+\])?', line)
                name = word.group() if word else name
                for string in _STRING.findall(line):
                    entry.parts[name] = entry.parts.get(name, '') + unescape(string)
        if entry.parts.get('msgid'):
            entries.append(entry)
    return entries, gone


def placeholders(text, is_format):
    """What is put into TEXT: the conversions by the place of their argument, and {names}."""
    found = Counter(_BRACES.findall(text))
    if is_format:
        place = 0
        for number, conversion in _PLACEHOLDER.findall(text):
            if conversion == '%':
                continue
            place = int(number) if number else place + 1
            found[f'%{place}${conversion}'] += 1
    return found


def agree_placeholders(entry):
    is_format = 'c-format' in entry.flags
    if entry.plural is None:
        return all(placeholders(text, is_format) == placeholders(entry.key[1], is_format)
                   for text in entry.to)
    # The number itself may be left out of a form that is for one number only.
    wanted = placeholders(entry.plural, is_format)
    return (all(set(placeholders(text, is_format)) <= set(wanted) for text in entry.to)
            and any(placeholders(text, is_format) == wanted for text in entry.to))


def ending(text):
    """How TEXT ends: the sign that says what comes after it, and white space."""
    space = re.search(r'\s*$', text).group()
    rest = text[:len(text) - len(space)].rstrip('»”“\u00a0\u202f ')
    return next((sign for sign in ('…', '...', ':') if rest.endswith(sign)), ''), space


def beginning(text):
    return re.match(r'\s*', text).group()


def agree_ends(entry):
    source = entry.key[1]
    sign, space = ending(source)
    # A sentence that ends with the name of a menu's item may end otherwise elsewhere.
    free = sign == '…' and re.search(r'[.:] ', source)
    return all((free or ending(text)[0] == sign) and ending(text)[1] == space
               and beginning(text) == beginning(source) for text in entry.to)


def agree_quotes(entry):
    """A typewriter's quotation mark or apostrophe stands only where the source has one."""
    sources = entry.key[1] + (entry.plural or '')
    return all(mark in sources or not any(mark in text for text in entry.to) for mark in '"\'`')


def mnemonic(label):
    found = re.search(r'(?<!_)_(?!_)(.)', label)
    return found.group(1).casefold() if found else None


def own_labels(menu):
    """(context, label) of the items of MENU and of its sections, which share one alphabet."""
    for child in menu:
        if child.tag == 'section':
            yield from own_labels(child)
        elif child.tag in ('item', 'submenu'):
            for attribute in child.iterfind('attribute'):
                if attribute.get('name') == 'label' and attribute.get('translatable'):
                    yield attribute.get('context'), (attribute.text or '').strip()


def menus(tree):
    for path in tree.under('ui', ends='.ui'):
        try:
            root = xml.etree.ElementTree.fromstring(tree.raw(path))
        except xml.etree.ElementTree.ParseError:
            continue
        for menu in [m for tag in ('menu', 'submenu') for m in root.iter(tag)]:
            yield path, list(own_labels(menu))


def clashes(path, labels, entries):
    """What of the letters under which a menu's items are reached is lost or doubled."""
    seen = {}
    for key in labels:
        entry = entries.get(key)
        label = entry.to[0] if entry and entry.to else ''
        if not label:
            continue
        letter = mnemonic(label)
        if (letter is None) != (mnemonic(key[1]) is None):
            yield f'{path}: “{label}”: a letter to reach it where its source has none, or none'
        elif letter is not None and letter in seen:
            yield f'{path}: “{seen[letter]}” and “{label}” are reached by the same letter'
        elif letter is not None:
            seen[letter] = label


def make_template(tree):
    """The texts of today, and what xgettext has to say of them."""
    run = subprocess.run(XGETTEXT, cwd=tree.root, capture_output=True, text=True, check=False,
                         env={**os.environ, 'LC_ALL': 'C.UTF-8'})
    said = run.stderr.strip().splitlines()
    if run.returncode != 0 and not said:
        said = [f'xgettext ended with {run.returncode}']
    entries, _ = parse(run.stdout)
    return {entry.key: entry for entry in entries}, said


def ask_msgfmt(tree, path):
    run = subprocess.run(['msgfmt', '--check', '--output-file=/dev/null', path], cwd=tree.root,
                         capture_output=True, text=True, check=False,
                         env={**os.environ, 'LC_ALL': 'C.UTF-8'})
    if run.returncode == 0 and not run.stderr.strip():
        return []
    return [f'{path}: {line}' for line in (run.stderr.strip() or 'msgfmt failed').splitlines()]


def incomplete(path, template, entries, gone):
    """What of TEMPLATE the catalogue lacks, and what it has too much."""
    known = {entry.key: entry for entry in entries}
    for key, source in template.items():
        entry = known.get(key)
        if entry is None or not entry.to or not all(entry.to):
            yield f'{path}: not translated: {source.name()}'
        elif 'fuzzy' in entry.flags:
            yield f'{path}: only guessed: {source.name()}'
        elif entry.plural != source.plural:
            yield f'{path}: another plural than the source: {source.name()}'
    left_over = [entry for entry in entries if entry.key not in template]
    if len(left_over) + gone > LEFT_OVER_MAX:
        yield f'{path}: {len(left_over) + gone} texts that are gone, such as ' + ', '.join(
            entry.name() for entry in left_over[:3])


def main():
    tree = Tree(sys.argv[1])
    report = Report()
    template, said = make_template(tree)
    paths = tree.under('po', ends='.po')
    languages = [line for line in tree.lines('po/LINGUAS') if line and not line.startswith('#')]
    unlisted = [f'{path}: not in po/LINGUAS' for path in paths
                if os.path.basename(path)[:-3] not in languages]
    unlisted += [f'po/LINGUAS: {language}: no such catalogue' for language in languages
                 if f'po/{language}.po' not in paths]
    invalid, missing, pairs = [], [], []
    doubled, looked_at = [], 0
    for path in paths:
        invalid += ask_msgfmt(tree, path)
        entries, gone = parse(tree.text(path))
        missing += incomplete(path, template, entries, gone)
        good = [e for e in entries if e.to and all(e.to) and 'fuzzy' not in e.flags]
        pairs += [(path, entry) for entry in good]
        known = {entry.key: entry for entry in good}
        for where, labels in menus(tree):
            looked_at += len(labels)
            doubled += [f'{path}: {text}' for text in clashes(where, labels, known)]

    report.rule('the texts can be taken out', said, len(template))
    report.rule('every catalogue is listed', unlisted, len(paths))
    report.rule('catalogues are valid', invalid, len(paths))
    report.rule('catalogues are complete', missing, len(template) * len(paths))
    for name, rule in (('translations have the placeholders of their source', agree_placeholders),
                       ('translations end as their source', agree_ends),
                       ('quotation marks are typographic', agree_quotes)):
        problems = [f'{path}: {entry.name()}' for path, entry in pairs if not rule(entry)]
        report.rule(name, problems, len(pairs))
    report.rule('no menu has a letter twice', doubled, looked_at)
    report.finish()


main()
