# SPDX-License-Identifier: GPL-3.0-or-later
"""stand_in.py MANIFEST FOLDER: writes into FOLDER a manifest that can be built without the
internet. All of it stays as it is, but the source of each module from elsewhere: that is what
Debian has of the same version, with Debian's patches, and without what its makers generated."""

import json
import os
import re
import shutil
import subprocess
import sys

SUITE = 'trixie'
KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg'


def run(*command, **options):
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, **options)


def mirror():
    """That of the runtime (make-runtime), or Debian's own."""
    try:
        with open('/etc/apt/sources.list.d/debian.sources', encoding='utf-8') as file:
            return re.search(r'^URIs: *(\S+)', file.read(), re.MULTILINE)[1]
    except (FileNotFoundError, TypeError):
        return 'http://deb.debian.org/debian'


class Debian:
    """Sources of that suite, whatever this system takes its packages from."""

    def __init__(self, folder):
        self.folder = os.path.join(folder, 'debian')
        for name in ('lists/partial', 'cache/archives/partial', 'sources'):
            os.makedirs(os.path.join(self.folder, name), exist_ok=True)
        with open(os.path.join(self.folder, 'sources.list'), 'w', encoding='utf-8') as file:
            file.write(f'deb-src [signed-by={KEYRING}] {mirror()} {SUITE} main\n')
        self.options = [word for name, value in (
            ('Dir::Etc::SourceList', 'sources.list'), ('Dir::Etc::SourceParts', 'none'),
            ('Dir::State::Lists', 'lists'), ('Dir::Cache', 'cache'))
            for word in ('-o', f'{name}={os.path.join(self.folder, name and value)}')]
        self.options += ['-o', 'Acquire::Retries=3', '-o', 'APT::Sandbox::User=root']
        run('apt-get', *self.options, 'update')

    def unpack(self, name, version):
        """The folder with the source of that version, its signature and sums verified by apt."""
        sources = os.path.join(self.folder, 'sources')
        tree = os.path.join(sources, f'{name}-{version}')
        shutil.rmtree(tree, ignore_errors=True)
        run('apt-get', *self.options, 'source', '--download-only', '--only-source', name,
            cwd=sources)
        found = [one for one in os.listdir(sources)
                 if re.fullmatch(rf'{re.escape(name)}_{re.escape(version)}[-+].*\.dsc', one)]
        if len(found) != 1:
            sys.exit(f'{name}: the manifest wants {version}, Debian {SUITE} has '
                     f'{[one for one in os.listdir(sources) if one.endswith(".dsc")]}')
        run('dpkg-source', '--extract', found[0], tree, cwd=sources)
        return tree


def main():
    path, folder = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    os.makedirs(folder, exist_ok=True)
    with open(path, encoding='utf-8') as file:
        manifest = json.load(file)
    debian = Debian(folder)
    for module in manifest['modules']:
        for source in module['sources']:
            if source['type'] == 'archive':
                version = re.search(r'-(\d[\d.]*\d)\.tar\.', source['url'])[1]
                source.clear()
                source.update(type='dir', path=debian.unpack(module['name'], version))
                # A tarball of its makers has configure; Debian's has what it is made of.
                module['sources'].append({'type': 'shell', 'commands': [
                    'touch ChangeLog && autoreconf --force --install']})
                break
        else:
            for source in module['sources']:
                source['path'] = os.path.join(os.path.dirname(path), source['path'])
    name = os.path.join(folder, os.path.basename(path))
    with open(name, 'w', encoding='utf-8') as file:
        json.dump(manifest, file, indent=2)


main()
