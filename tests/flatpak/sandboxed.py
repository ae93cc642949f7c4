# SPDX-License-Identifier: GPL-3.0-or-later
"""The installed Flatpak as a test sees it: its window is driven as that of the program is."""

import os
import re
import shutil
import subprocess

import harness
from harness import APPLICATION, Keyplate, Node, wait
from accessible import REGISTRY, Bus


# What GTK 4.18 says of libadwaita's own questions: their heading is measured for a narrower window
# than it fits in, and then another is taken. There it is GTK of the runtime that says so.
harness.HARMLESS = re.compile(harness.HARMLESS.pattern
                              + r'|Trying to measure (GtkLabel|AdwMessageDialog) ')


def flatpak(*words, status=0, stdin=None):
    """What it says; a question is answered with the default."""
    done = subprocess.run(['flatpak', *words], capture_output=True, text=True, check=False,
                          input=stdin, timeout=300)
    assert status in (None, done.returncode), f'flatpak {words}: {done.stdout}{done.stderr}'
    return done.stdout + done.stderr


def inside(*command, status=0):
    """What a command says in the sandbox."""
    return flatpak('run', '--user', f'--command={command[0]}', APPLICATION, *command[1:],
                   status=status)


class Sandboxed(Keyplate):
    """Its data lie where Flatpak keeps those of an application. What the test itself asks of
    keyplatectl is done by that of the build, which writes the same store from outside."""

    # What Flatpak would hand on of the surroundings of the tests.
    LEFT_OUT = ('GSETTINGS_SCHEMA_DIR', 'GSETTINGS_BACKEND', 'XDG_DATA_HOME', 'XDG_CONFIG_HOME')

    def __init__(self):
        super().__init__()
        self.log.close()
        outside, store = self.folder, self.data_dir
        self.folder = os.path.join(os.environ['HOME'], '.var', 'app', APPLICATION)
        self.data_dir = os.path.join(self.folder, 'data', 'keyplate')
        os.makedirs(os.path.join(self.folder, 'config', 'gtk-4.0'), exist_ok=True)
        if not os.path.exists(self.data_dir):
            # The settings by which nothing leaves the machine.
            shutil.copytree(store, self.data_dir)
        shutil.rmtree(outside)
        self.environment['XDG_DATA_HOME'] = os.path.join(self.folder, 'data')
        self.environment['XDG_CONFIG_HOME'] = os.path.join(self.folder, 'config')
        shutil.copy(os.path.join(os.environ['XDG_CONFIG_HOME'], 'gtk-4.0', 'settings.ini'),
                    os.path.join(self.folder, 'config', 'gtk-4.0'))
        self.log = open(os.path.join(self.folder, 'log'), 'w+', encoding='utf-8')
        self.program = None

    def ctl(self, *arguments, **options):
        """A token goes into the keyring of the sandbox, which nobody outside can open."""
        if arguments[:2] != ('provider', 'connect'):
            return super().ctl(*arguments, **options)
        at = arguments.index('--passphrase-file')
        return inside('keyplatectl', *arguments[:at], *arguments[at + 2:])

    def launch(self, *arguments, **environment):
        assert self.process is None, 'it runs already'
        outside = {**os.environ, **self.environment}
        for name in self.LEFT_OUT:
            outside.pop(name, None)
        roots = outside.get('SSL_CERT_FILE')
        if roots:
            # Of the files outside it sees its own alone.
            outside['SSL_CERT_FILE'] = shutil.copy(roots, os.path.join(self.folder, 'roots.pem'))
        outside.update(environment)
        self.bus = Bus()
        self.program = None
        self.process = subprocess.Popen(['flatpak', 'run', '--user', APPLICATION, *arguments],
                                        env=outside, stdout=self.log, stderr=self.log)

    def attach(self):
        """It was started by somebody else."""
        self.bus = Bus()
        self.program = None
        return self.window('Keyplate')

    def frames(self):
        # Outside, its process is the proxy of its bus, and it is the only program here.
        if self.program is None:
            programs = [at for at in self.bus.children(REGISTRY)
                        if Node(self.bus, at).name == 'keyplate']
            self.program = programs[-1] if programs else None
        return Node(self.bus, self.program).children() if self.program else []

    def window(self, title, limit=3 * harness.LIMIT):
        def look():
            assert self.process is None or self.process.poll() is None, \
                f'it ended: {self.said()}'
            for frame in self.frames():
                if frame.name == title:
                    xid = self.find_x_window(title)
                    if xid:
                        return frame.at, xid
            return None
        at, xid = wait(look, f'a window {title!r}', limit)
        return harness.Window(self.bus, at, xid, self.find_path(xid))

    def find_x_window(self, title):
        try:
            found = harness.run('xdotool', 'search', '--onlyvisible', '--name',
                                f'^{re.escape(title)}$').split()
        except subprocess.CalledProcessError:
            return None
        return found[-1] if found else None

    def kill(self):
        if APPLICATION in flatpak('ps', '--columns=application'):
            flatpak('kill', APPLICATION, status=None)
        if self.process is not None:
            self.process.wait(30)
        self.process = None
        wait(lambda: APPLICATION not in flatpak('ps', '--columns=application'), 'it has ended')

    def finish(self):
        """Its data stay: those of the next test are the same."""
        self.kill()
        self.log.close()
