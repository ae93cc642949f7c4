# SPDX-License-Identifier: GPL-3.0-or-later
"""help.py ROOT: the guide is whole: valid, linked, a page for every finding, its labels those of
the program."""

import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

from report import Report
from sources import Tree, code_only

GUIDE = 'data/help/C'
FINDINGS = 'app/core/model/finding.c'
SCHEMA = '/usr/share/xml/mallard/1.0/mallard-1.0.rng'
MALLARD = '{http://projectmallard.org/1.0/}'
# Less says nothing, more is not read.
WORDS = range(55, 231)
_ROW = re.compile(r'\{\s*"([a-z]+\.[a-z-]+)",[^"]*N_ \(((?:\s*"[^"]*")+)\)')
_STRINGS = re.compile(r'(?:"(?:\\.|[^"\\\n])*"\s*)+')


def squeeze(text):
    return ' '.join(text.split())


def text_of(node):
    return squeeze(''.join(node.itertext()))


def read_pages(tree):
    pages, problems = {}, []
    for path in tree.under(GUIDE, ends='.page'):
        try:
            pages[os.path.basename(path)[:-len('.page')]] = ElementTree.fromstring(tree.raw(path))
        except ElementTree.ParseError as error:
            problems.append(f'{path}: {error}')
    return pages, problems


def validate(tree):
    paths = [tree.absolute(path) for path in tree.under(GUIDE, ends='.page')]
    if not os.path.exists(SCHEMA):
        return [f'{SCHEMA} is not here'], len(paths)
    run = subprocess.run(['xmllint', '--noout', '--nonet', '--relaxng', SCHEMA, *paths],
                         capture_output=True, text=True, timeout=100, check=False)
    return [line for line in run.stderr.splitlines()
            if not line.endswith(' validates')] if run.returncode else [], len(paths)


def follow(pages):
    """Every link leads to a page or section, and every page is led to from the index."""
    problems, seen = [], 0
    places = set(pages)
    above = {}
    for name, page in pages.items():
        if page.get('id') != name:
            problems.append(f'{name}.page: calls itself {page.get("id")}')
        places |= {f'{name}#{section.get("id")}' for section in page.iter(MALLARD + 'section')}
    for name, page in pages.items():
        for link in page.iter(MALLARD + 'link'):
            target = link.get('xref')
            if target is None:
                continue
            seen += 1
            if target not in places:
                problems.append(f'{name}.page: leads to {target}, which is nowhere')
            if link.get('type') == 'guide':
                above[name] = target.partition('#')[0]
    for name in pages:
        at, steps = name, 0
        while at != 'index' and at in above and steps < len(pages):
            at, steps = above[at], steps + 1
        if at != 'index':
            problems.append(f'{name}.page: no way leads to it from the index')
    return problems, seen


def about_findings(tree, pages):
    ids = {row.group(1): ''.join(re.findall(r'"([^"]*)"', row.group(2)))
           for row in _ROW.finditer(tree.text(FINDINGS))} if tree.exists(FINDINGS) else {}
    own = {name: page for name, page in pages.items() if '.' in name}
    problems = [f'{name} has no page' for name in ids if name not in own]
    for name, page in own.items():
        title = text_of(page.find(MALLARD + 'title')).replace('’', "'")
        body = ElementTree.fromstring(ElementTree.tostring(page))
        body.remove(body.find(MALLARD + 'info'))
        words = len(text_of(body).split())
        if name not in ids:
            problems.append(f'{name}.page: is about no finding')
        elif title != ids[name].replace('’', "'"):
            problems.append(f'{name}.page: the finding is called “{ids[name]}”')
        if words not in WORDS:
            problems.append(f'{name}.page: {words} words, from {WORDS[0]} to {WORDS[-1]} are read')
    return problems, len(ids)


def strings_in(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for one in value.values() if isinstance(value, dict) else value:
            yield from strings_in(one)


def labels_of(tree):
    found = set()
    for path in tree.under('ui', ends='.ui'):
        for node in ElementTree.fromstring(tree.raw(path)).iter():
            if node.get('translatable') is not None and node.text:
                found.add(squeeze(node.text.replace('_', '')))
    for path in tree.under('app', ends='.c'):
        for match in _STRINGS.finditer(code_only(tree.text(path), strings=True)):
            found.add(''.join(re.findall(r'"((?:\\.|[^"\\\n])*)"', match.group())))
    for path in tree.under('data/providers', ends='.json'):
        found.update(strings_in(json.loads(tree.text(path))))
    return found


def about_labels(tree, pages):
    labels = labels_of(tree)
    named = [(name, text_of(gui)) for name, page in pages.items()
             for gui in page.iter(MALLARD + 'gui')]
    return [f'{name}.page: nothing in the program is called “{label}”'
            for name, label in named if label not in labels], len(named)


def main():
    tree = Tree(sys.argv[1])
    report = Report()
    pages, broken = read_pages(tree)
    report.rule('the guide is valid', *validate(tree))
    if not broken:
        report.rule('the links of the guide lead somewhere', *follow(pages))
        report.rule('every finding has its page', *about_findings(tree, pages))
        report.rule('the guide names what is there', *about_labels(tree, pages))
        build = tree.text('data/help/meson.build') if tree.exists('data/help/meson.build') else ''
        report.rule('every page is installed', [f'{name}.page: data/help/meson.build does not '
                                                'name it' for name in pages
                                                if f"'{name}.page'" not in build], len(pages))
    report.finish()


main()
