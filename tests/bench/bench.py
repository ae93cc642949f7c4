# SPDX-License-Identifier: GPL-3.0-or-later
"""What all figures are measured with: programs, stores, the loopback world, and how long a
figure may take."""

import os
import re
import resource
import shutil
import signal
import subprocess
import tempfile
import time

from table import NotMeasured

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
WORLD = ROOT + '/tests/world/world'
# Nobody but those who are measured is asked.
SILENT = 'https://127.0.0.1:9/dns-query'


class Run:
    """How a command ended: what it printed, its seconds, and those of its processor."""

    def __init__(self, text, seconds, processor):
        self.text = text
        self.seconds = seconds
        self.processor = processor

    def number(self, pattern):
        match = re.search(pattern, self.text)
        if match is None:
            raise NotMeasured(f'it printed {self.text.strip()[:80]!r}')
        return float(match.group(1))


class Bench:
    """Ends with close (): then nothing that it started is left."""

    def __init__(self, build, end):
        self.build = build
        self.end = end
        self.row_end = end
        self.dir = tempfile.mkdtemp(prefix='keyplate-bench.')
        self.ctl = build + '/app/ctl/keyplatectl'
        self._world = None
        self._env = None
        self._stores = {}
        os.environ['KEYPLATE_WORLD_MINT'] = build + '/tests/world/mint'
        os.environ['KEYPLATE_NAME_SERVERS'] = ''
        os.environ['GSETTINGS_BACKEND'] = 'memory'
        os.environ['GSETTINGS_SCHEMA_DIR'] = build + '/data'

    def program(self, name):
        return f'{self.build}/tests/bench/{name}'

    def path(self, name):
        return f'{self.dir}/{name}'

    def begin(self, seconds):
        """What is measured next may take so long."""
        self.row_end = min(time.monotonic() + seconds, self.end)

    def left(self):
        return self.row_end - time.monotonic()

    def run(self, *command, env=None, fine=(0,)):
        name = os.path.basename(command[0])
        left = self.left()
        if left < 1:
            raise NotMeasured('no time is left')
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        began = time.monotonic()
        with subprocess.Popen(command, env={**os.environ, **(env or {})}, text=True,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, start_new_session=True) as process:
            try:
                out, err = process.communicate(timeout=left)
            except subprocess.TimeoutExpired:
                self._end(process)
                raise NotMeasured(f'{name} was not done after {left:.0f} s') from None
            except BaseException:
                self._end(process)
                raise
        seconds = time.monotonic() - began
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if process.returncode not in fine:
            said = (err or out).strip().splitlines() or ['']
            raise NotMeasured(f'{name} ended with {process.returncode}: {said[-1][:120]}')
        return Run(out, seconds, after.ru_utime + after.ru_stime
                   - before.ru_utime - before.ru_stime)

    @staticmethod
    def _end(process):
        """With all that it started; what has traps may use them."""
        for number, patience in ((signal.SIGTERM, 5), (signal.SIGKILL, 5)):
            try:
                os.killpg(process.pid, number)
                process.communicate(timeout=patience)
                return
            except ProcessLookupError:
                return
            except subprocess.TimeoutExpired:
                pass

    def store(self, n):
        """A folder with so many sites, checked in the last hours."""
        if n not in self._stores:
            folder = self.path(f'store-{n}')
            self.run(self.program('fill-store'), folder, str(n))
            self.run(self.ctl, '--data-dir', folder, 'settings', 'set', 'resolvers', SILENT)
            self._stores[n] = folder
        return self._stores[n]

    def world(self, sites=2000, hanging=100):
        """The variables of a loopback world; one of them runs at a time."""
        key = f'world-{sites}'
        if self._world != key:
            self._stop_world()
            self._world = key
            self._env = self._start_world(self.path(key), sites, hanging)
        if isinstance(self._env, NotMeasured):
            raise self._env
        return self._env

    def _start_world(self, folder, sites, hanging):
        try:
            self.run(WORLD, 'start', folder, '--portfolio', 'bench', '--sites',
                     str(sites + hanging), '--hanging', str(hanging), '--addresses', '2')
            said = self.run('bash', '-c', 'eval "$("$0" env "$1")" && env -0', WORLD, folder).text
        except NotMeasured as missing:
            # Nobody tries that again.
            return missing
        return dict(line.split('=', 1) for line in said.split('\0') if '=' in line)

    def world_command(self, *words):
        self.run(WORLD, words[0], self.path(self._world), *words[1:])

    def _stop_world(self):
        if self._world is not None:
            subprocess.run([WORLD, 'stop', self.path(self._world)], check=False, timeout=60,
                           stdin=subprocess.DEVNULL)
        self._world = None

    def close(self):
        self._stop_world()
        shutil.rmtree(self.dir, ignore_errors=True)
