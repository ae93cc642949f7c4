# SPDX-License-Identifier: GPL-3.0-or-later
"""flatpak.py ROOT: the Flatpak asks for no more than it is meant to, brings what the runtime lacks
and nothing else, and knows what it brings."""

import json
import re
import sys

from report import Report
from sources import Tree

# Files, mail, links, secrets and work in the background go through portals, which need none.
PERMISSIONS = ['--share=network', '--share=ipc', '--socket=wayland', '--socket=fallback-x11',
               '--device=dri']
# What is in org.gnome.Platform 49 and the freedesktop runtime 25.08 below it: sdk-platform.bst of
# gnome-build-meta 49.9, platform.bst of freedesktop-sdk 25.08.15.
RUNTIME = {'gtk4', 'libadwaita-1', 'glib-2.0', 'gio-2.0', 'gio-unix-2.0', 'libsoup-3.0',
           'json-glib-1.0', 'libsecret-1', 'gnutls', 'libidn2', 'sqlite3', 'libarchive',
           'iso-codes'}
# These the build does without.
OPTIONAL = {'systemd'}
SKIPPED = {'.git', 'build-check', 'build-flatpak'}


def permissions(manifest):
    asked = manifest.get('finish-args', [])
    yield from (f'{one} is too much' for one in asked if one not in PERMISSIONS)
    yield from (f'{one} is missing' for one in PERMISSIONS if one not in asked)


def needed(tree):
    """What pkg-config is asked for by the builds of what is installed."""
    for path in tree.paths:
        if path.endswith('meson.build') and not path.startswith('tests/'):
            yield from re.findall(r"\bdependency\('([^']+)'", tree.text(path))


def judge_modules(tree, manifest):
    brought = {name for module in manifest['modules'] for name in module.get('x-provides', [])}
    wanted = set(needed(tree)) - OPTIONAL
    yield from (f'{name} is in neither the runtime nor a module'
                for name in sorted(wanted - RUNTIME - brought))
    yield from (f'{name} is brought, and the runtime has it' for name in sorted(brought & RUNTIME))
    yield from (f'{name} is brought, and nobody wants it' for name in sorted(brought - wanted))


def judge_sources(manifest):
    *libraries, own = manifest['modules']
    for module in manifest['modules']:
        if not module.get('x-licence'):
            yield f'{module["name"]}: its licence is not named'
        if not any('/share/licenses/' in line for line in module.get('post-install', [])):
            yield f'{module["name"]}: the text of its licence is not installed'
    for module in libraries:
        for source in module['sources']:
            if not source.get('url', '').startswith('https://'):
                yield f'{module["name"]}: {source.get("url")} is not asked over HTTPS'
            if not re.fullmatch('[0-9a-f]{64}', source.get('sha256', '')):
                yield f'{module["name"]}: {source.get("url")} has no SHA-256'
    if [source.get('type') for source in own['sources']] != ['dir']:
        yield f'{own["name"]}: is not this tree'
    for name in sorted(SKIPPED - set(own['sources'][0].get('skip', []))):
        yield f'{own["name"]}: {name} is copied too'


def main():
    tree = Tree(sys.argv[1])
    report = Report()
    for path in tree.under('data/flatpak', ends='.json'):
        manifest = json.loads(tree.text(path))
        report.rule('the sandbox has the permissions it is meant to have', permissions(manifest),
                    len(manifest.get('finish-args', [])))
        report.rule('what the runtime lacks is brought, and nothing else',
                    judge_modules(tree, manifest), len(manifest['modules']))
        report.rule('what is brought has a checksum and a licence', judge_sources(manifest),
                    len(manifest['modules']))
    report.finish()


main()
