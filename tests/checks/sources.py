# SPDX-License-Identifier: GPL-3.0-or-later
"""The source tree as the checks see it: its files, and C with comments or strings taken out."""

import os
import re

# Build folders and caches at the top of the tree, as in .gitignore.
_SKIPPED_AT_TOP = re.compile(r'^(build.*|_.*)$')
_SKIPPED = {'.git', '__pycache__', 'subprojects'}


class Tree:
    """The files of one checkout, by path relative to its root."""

    def __init__(self, root):
        self.root = os.path.realpath(root)
        self.paths = sorted(self._walk())

    def _walk(self):
        for folder, folders, names in os.walk(self.root):
            top = folder == self.root
            folders[:] = [f for f in folders
                          if f not in _SKIPPED and not (top and _SKIPPED_AT_TOP.match(f))]
            for name in names:
                path = os.path.join(folder, name)
                if name == '.git' or name.endswith(('~', '.swp')) or os.path.islink(path):
                    continue
                yield os.path.relpath(path, self.root)

    def absolute(self, path):
        return os.path.join(self.root, path)

    def exists(self, path):
        return path in self.paths

    def under(self, *folders, ends=''):
        """The paths in any of FOLDERS that end with ENDS (a text or a tuple of them)."""
        prefixes = tuple(folder + '/' for folder in folders)
        return [p for p in self.paths if p.startswith(prefixes) and p.endswith(ends)]

    def c_files(self):
        return self.under('app', 'tests', ends=('.c', '.h'))

    def scripts(self):
        """Python files, and what starts with #! whatever its name."""
        return [p for p in self.paths if p.endswith('.py') or self.raw(p)[:2] == b'#!']

    def raw(self, path):
        with open(self.absolute(path), 'rb') as file:
            return file.read()

    def text(self, path):
        return self.raw(path).decode('utf-8', errors='replace')

    def lines(self, path):
        return self.text(path).splitlines()


_TOKEN = re.compile(r'''
    (?P<comment> /\*.*?\*/ | //[^\n]* )
  | (?P<string> "(?:\\.|[^"\\\n])*" )
  | (?P<char> '(?:\\.|[^'\\\n])*' )
''', re.VERBOSE | re.DOTALL)


def _blank(text):
    return re.sub(r'[^\n]', ' ', text)


def code_only(text, strings=False):
    """C without its comments, and without the contents of strings unless STRINGS; every
    character keeps its line and column."""
    def replace(match):
        if match.lastgroup == 'comment':
            return _blank(match.group())
        if strings:
            return match.group()
        return match.group()[0] + _blank(match.group()[1:-1]) + match.group()[-1]
    return _TOKEN.sub(replace, text)


def line_of(text, offset):
    return text.count('\n', 0, offset) + 1


INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.MULTILINE)


def includes(text):
    """(line, '<' or '"', name) of every #include of a C text, comments left out."""
    code = code_only(text, strings=True)
    return [(line_of(code, m.start()), m.group(1), m.group(2)) for m in INCLUDE.finditer(code)]
