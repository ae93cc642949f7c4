# SPDX-License-Identifier: GPL-3.0-or-later
"""A real GNOME keyring, open, on a session bus."""

import os
import subprocess
import tempfile
import time


class Bus:
    """A session bus of its own, which starts nothing by itself."""

    def __init__(self, folder):
        config = os.path.join(folder, 'bus.conf')
        with open(config, 'w', encoding='utf-8') as file:
            file.write(f'<busconfig><type>session</type><listen>unix:dir={folder}</listen>'
                       '<policy context="default"><allow send_destination="*" eavesdrop="true"/>'
                       '<allow eavesdrop="true"/><allow own="*"/>'
                       '</policy></busconfig>')
        self.process = subprocess.Popen(
            ['dbus-daemon', f'--config-file={config}', '--nofork', '--print-address'],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.address = self.process.stdout.readline().strip()

    def close(self):
        self.process.kill()
        self.process.communicate()


class Keyring:
    """The keyring of a home of its own on the bus at ADDRESS."""

    def __init__(self, address):
        self.home = tempfile.TemporaryDirectory(prefix='keyplate-keyring.')
        self.environment = {
            **os.environ, 'HOME': self.home.name, 'XDG_DATA_HOME': self.home.name,
            'XDG_RUNTIME_DIR': self.home.name, 'DBUS_SESSION_BUS_ADDRESS': address}
        self.environment.pop('DISPLAY', None)
        self.process = subprocess.Popen(
            ['gnome-keyring-daemon', '--foreground', '--replace', '--components=secrets',
             '--unlock'],
            env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        self.process.stdin.write(b'keyring')
        self.process.stdin.close()
        for _ in range(400):
            if self.is_open():
                return
            time.sleep(0.05)
        raise AssertionError('no keyring came up')

    def call(self, name, path, method, *arguments):
        return subprocess.run(
            ['gdbus', 'call', '--session', '--dest', name, '--object-path', path, '--method',
             method, *arguments], env=self.environment, capture_output=True, text=True,
            check=False).stdout

    def is_open(self):
        """Whether there is a keyring to keep something in."""
        # A bus starts another one for who asks before this one has the name.
        owner = self.call('org.freedesktop.DBus', '/org/freedesktop/DBus',
                          'org.freedesktop.DBus.GetConnectionUnixProcessID',
                          'org.freedesktop.secrets')
        return f' {self.process.pid},' in owner and '/collection/' in self.call(
            'org.freedesktop.secrets', '/org/freedesktop/secrets',
            'org.freedesktop.Secret.Service.ReadAlias', 'default')

    def close(self):
        self.process.kill()
        self.process.wait()
        self.home.cleanup()
