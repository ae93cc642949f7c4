# SPDX-License-Identifier: GPL-3.0-or-later
"""install.py ROOT BUILD: what is installed fits together, and uninstalling leaves nothing."""

import configparser
import contextlib
import glob
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as XML

from report import Report
from sources import Tree


def run(*command, **environment):
    """None, or what went wrong."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False,
                          env={**os.environ, **environment})
    return None if done.returncode == 0 else f'{command[0]}: {done.stdout}{done.stderr}'.strip()


def everything(folder):
    """All below it, folders too, as they are seen from it."""
    found = []
    for place, folders, files in os.walk(folder):
        found += [os.path.relpath(os.path.join(place, name), folder) for name in folders + files]
    return sorted(found)


def group_of(path, name):
    """A group of a desktop or service file."""
    parser = configparser.ConfigParser(interpolation=None, strict=True)
    parser.optionxform = str
    parser.read(path, encoding='utf-8')
    return dict(parser[name])


@contextlib.contextmanager
def kept(path):
    """Another installation from this build can be taken back afterwards as it could before."""
    copy = path + '.kept'
    there = os.path.exists(path)
    if there:
        shutil.copy2(path, copy)
    try:
        yield
    finally:
        if there:
            os.replace(copy, path)
        elif os.path.exists(path):
            os.unlink(path)


class Installed:
    """What lies below DESTDIR, for a build with that PREFIX."""

    def __init__(self, root, prefix):
        self.root, self.prefix = root, prefix

    def path(self, *names):
        return os.path.join(self.root, self.prefix.lstrip('/'), *names)

    def only(self, *names):
        """The only file of that pattern; it has to be there."""
        found = glob.glob(self.path(*names))
        if len(found) != 1:
            raise LookupError(f'{len(found)} of {os.path.join(*names)} are installed, not one')
        return found[0]

    def judge(self):
        try:
            yield from self.find_problems()
        except (LookupError, configparser.Error, XML.ParseError) as error:
            yield f'{error}'

    def find_problems(self):
        desktop_file = self.only('share/applications/*.desktop')
        program = os.path.basename(desktop_file)[:-len('.desktop')]
        desktop = group_of(desktop_file, 'Desktop Entry')
        service = group_of(self.only(f'share/dbus-1/services/{program}.service'), 'D-BUS Service')
        metainfo = XML.parse(self.only(f'share/metainfo/{program}.metainfo.xml')).getroot()
        self.only(f'share/glib-2.0/schemas/{program}.gschema.xml')

        # D-Bus starts it by the name of its desktop file, and an absolute path.
        if desktop.get('DBusActivatable') != 'true':
            yield f'{program}.desktop: it is not activated by D-Bus'
        if service.get('Name') != program:
            yield f'{program}.service: is called {service.get("Name")}'
        command, *options = service['Exec'].split()
        if command != os.path.join(self.prefix, 'bin', desktop['Exec'].split()[0]):
            yield f'{program}.service: starts {command}'
        if options != ['--gapplication-service']:
            yield f'{program}.service: is started with {options}'
        for line in metainfo.iter('binary'):
            if not os.access(self.path('bin', line.text), os.X_OK):
                yield f'{program}.metainfo.xml: there is no program {line.text}'
            if not os.path.exists(self.path('share/man/man1', f'{line.text}.1')):
                yield f'{line.text}: has no man page'
        for tag, wanted in (('id', program), ('launchable', f'{program}.desktop')):
            if metainfo.findtext(tag) != wanted:
                yield f'{program}.metainfo.xml: its {tag} is {metainfo.findtext(tag)}'
        for place, ending in (('scalable', '.svg'), ('symbolic', '-symbolic.svg')):
            self.only(f'share/icons/hicolor/{place}/apps/{desktop["Icon"]}{ending}')
        for shell in ('bash-completion/completions/keyplatectl*',
                      'fish/vendor_completions.d/keyplatectl*', 'zsh/site-functions/_keyplatectl'):
            self.only('share', shell)


def judge_release(tree, metainfo):
    """The newest release that the metainfo tells of is the one that is built."""
    version = re.search(r"^\s*version: '([^']+)'", tree.text('meson.build'), re.MULTILINE)[1]
    releases = [one.get('version') for one in XML.parse(metainfo).getroot().iter('release')]
    if releases[:1] != [version]:
        yield f'version {version} is built, the metainfo tells of {releases}'


def main():
    tree, build = Tree(sys.argv[1]), sys.argv[2]
    report = Report()
    options = json.loads(subprocess.run(
        ['meson', 'introspect', '--buildoptions', build], capture_output=True, check=True,
        timeout=60).stdout)
    prefix = next(one['value'] for one in options if one['name'] == 'prefix')
    log = os.path.join(build, 'meson-logs', 'install-log.txt')
    with tempfile.TemporaryDirectory(prefix='keyplate-install.') as root, kept(log):
        said = run('meson', 'install', '-C', build, '--no-rebuild', '--destdir', root)
        found = everything(root)
        report.rule('it can be installed', [said] if said else [], len(found))
        installed = Installed(root, prefix)
        report.rule('what is installed fits together', installed.judge(), len(found))
        metainfo = glob.glob(installed.path('share/metainfo/*.xml'))
        report.rule('the metainfo tells of this release',
                    (line for path in metainfo for line in judge_release(tree, path)),
                    len(metainfo))
        said = run('ninja', '-C', build, 'uninstall')
        report.rule('uninstalling leaves nothing',
                    [said] if said else [f'{path} is left' for path in everything(root)],
                    len(found))
    report.finish()


main()
