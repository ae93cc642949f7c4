# SPDX-License-Identifier: GPL-3.0-or-later
"""includes.py ROOT: every .c of the program includes "config.h" first, its own header next; a
header includes itself once; a .c names the libraries it uses, itself or by its headers."""

import re
import sys

from report import Report
from sources import Tree, code_only, includes

# What is read before each file where the build is told to hides that a file does not name what it
# uses: (what it uses, the header that declares it, others that bring that along).
GIO = (r'G(?:AsyncReadyCallback|AsyncResult|Cancellable|DBus\w+|FileInfo|FileMonitor|File'
       r'|InetAddress|InputStream|ListModel|ListStore|OutputStream|Settings|SimpleAction\w*'
       r'|Socket\w+|Task|Tls\w+)')
LIBRARIES = [
    (re.compile(r'\b(?:adw_\w+ \(|Adw[A-Z]\w*)'), r'adwaita\.h'),
    (re.compile(r'\b(?:g[td]k_\w+ \(|G[td]k[A-Z]\w*)'), r'gtk/gtk\.h|gdk/.+|adwaita\.h'),
    (re.compile(r'\b(?:soup_\w+ \(|Soup[A-Z]\w*)'), r'libsoup/soup\.h'),
    (re.compile(r'\b(?:json_(?:node|object|array|parser|generator|builder)_\w+ \(|Json[A-Z]\w*)'),
     r'json-glib/json-glib\.h'),
    (re.compile(r'\bgnutls_\w+'), r'gnutls/.+'),
    (re.compile(r'\b' + GIO + r'\b'),
     r'gio/.+|adwaita\.h|gtk/gtk\.h|libsoup/soup\.h|libsecret/secret\.h|json-glib/json-glib\.h'),
    (re.compile(r'\bg_(?:access|chmod|close|creat|fopen|lstat|mkdir|open|remove|rename|rmdir|stat'
                r'|unlink) \('), r'glib/gstdio\.h'),
    (re.compile(r'(?<!\w)(?:_|N_|C_|ngettext) \('), r'glib/gi18n\.h|libintl\.h'),
    (re.compile(r'(?<![\w>.])(?:close|dup2?|fork|fsync|ftruncate|getpid|isatty|lseek|pipe2?|read'
                r'|rmdir|unlink|write|_exit) \('), r'unistd\.h'),
    (re.compile(r'(?<![\w>.])(?:fstat|umask) \('), r'sys/stat\.h|glib/gstdio\.h'),
]

def order(tree, paths):
    problems = []
    for path in paths:
        names = [name for _, _, name in includes(tree.text(path))]
        own = path[len('app/'):-len('.c')] + '.h'
        if names[:1] != ['config.h']:
            problems.append(f'{path}: its first include is not "config.h"')
        elif tree.exists('app/' + own) and names[1:2] != [own]:
            problems.append(f'{path}: its second include is not its own "{own}"')
    return problems, len(paths)


def guards(tree, paths):
    problems = []
    for path in paths:
        # GCC compiles one of these by itself, and warns of that line then.
        if '/pch/' not in path and '#pragma once' not in tree.text(path):
            problems.append(f'{path}: no #pragma once')
        if any(name == 'config.h' for _, _, name in includes(tree.text(path))):
            problems.append(f'{path}: "config.h" belongs into .c files')
    return problems, len(paths)


def brought(tree, path, known):
    """The headers of libraries that PATH includes, also by headers of ours."""
    if path not in known:
        known[path] = set()
        for _, bracket, name in includes(tree.text(path)):
            if bracket == '<':
                known[path].add(name)
            elif tree.exists('app/' + name):
                known[path] |= brought(tree, 'app/' + name, known)
    return known[path]


def named(tree, paths):
    problems = []
    known = {}
    for path in paths:
        code = code_only(tree.text(path))
        headers = brought(tree, path, known)
        for used, by in LIBRARIES:
            found = used.search(code)
            if found and not any(re.fullmatch(by, header) for header in headers):
                line = code.count('\n', 0, found.start()) + 1
                problems.append(f'{path}:{line}: {found.group()} needs a header like {by}')
    return problems, len(paths)


def main():
    tree = Tree(sys.argv[1])
    report = Report()
    report.rule('config.h, then the own header', *order(tree, tree.under('app', ends='.c')))
    report.rule('headers guard themselves', *guards(tree, tree.under('app', 'tests', ends='.h')))
    report.rule('what is used is named', *named(tree, tree.under('app', ends='.c')))
    report.finish()


main()
