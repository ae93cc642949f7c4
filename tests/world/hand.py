# SPDX-License-Identifier: GPL-3.0-or-later
"""Somebody carries a job of a site in the window, and begins again whenever it was killed."""

import os
import time
from unittest import mock

import harness
from harness import Actions, Keyplate, Node, wait
from scene import PASSPHRASE, QUEUED, SENDING, SENT, STEPS, UNCERTAIN, ask_store, let_pass
from verbs import answer, says

UNLOCK = 'Unlock the vault?'
PICTURES = os.environ.get('KEYPLATE_PICTURES')

# What a test does to the program.
ACTIONS = ((Keyplate, 'launch'), (Actions, 'activate'), (Node, 'act'), (Node, 'set_text'),
           (harness, 'xdotool'))


class Killed(Exception):
    """The program is no more."""


def photograph(window, name):
    """A picture of that window, if the environment says where to put it."""
    if PICTURES:
        time.sleep(.5)  # it is drawn a little later than it is told
        harness.run('import', '-window', window.xid, os.path.join(PICTURES, f'{name}.png'))


class Hand:
    """Looks how far the only site is, and does in the window what comes next (pages: a method for
    each step). TRACE: is told what it does; or MOMENTS: when the program is killed."""

    first = 'name'  # step
    provider = 'desk'
    ttl = 2  # of the old record

    def __init__(self, kp, scene, host, trace=None, moments=None):
        self.kp, self.scene, self.host = kp, scene, host
        self.trace, self.moments = trace, moments
        self.site = scene.welcome(kp, host, self.provider, self.ttl)
        self.window = self.assistant = None
        self.stage, self.number = 'start', 0
        self.vault_open = False

    # Its actions are counted, and it may be killed after each.

    def enter(self, stage):
        if self.trace:
            self.trace.rest()
        self.stage, self.number = stage, 0

    def watch(self, act):
        def acted(*arguments, **options):
            if self.trace:
                self.trace.act(self.stage, self.number)
            act(*arguments, **options)
            delay = self.moments.after(self.stage, self.number) if self.moments else None
            if delay is not None:
                time.sleep(delay)
                self.kill(delay)
            self.number += 1
        return acted

    def kill(self, delay):
        process, self.kp.process = self.kp.process, None
        assert process.poll() is None, f'it ended by itself: {self.kp.said()}'
        process.kill()
        process.wait()
        self.moments.hit(self.stage, self.number, delay)
        self.window = self.assistant = None
        self.vault_open = False
        raise Killed

    # The way.

    def step(self):
        """Of the job; None: there is none yet; 'done': it has ended."""
        jobs = ask_store(self.kp, 'SELECT step, ended_at FROM job ORDER BY id DESC')
        if not jobs:
            return None
        return STEPS[jobs[0][0]] if jobs[0][1] == 0 else 'done'

    def request(self):
        """State and ticket of the last request."""
        return ask_store(self.kp, 'SELECT state, number FROM request ORDER BY id DESC')[0]

    def left(self, step):
        wait(lambda: self.step() != step, f'the job has left the step {step}')

    def run(self):
        """Until the job has ended."""
        patches = [mock.patch.object(owner, name, self.watch_method(owner, name))
                   for owner, name in ACTIONS]
        for patch in patches:
            patch.start()
        try:
            while self.step() != 'done':
                try:
                    self.go_on()
                except Killed:
                    pass
            if self.trace:
                self.trace.rest()
        finally:
            for patch in patches:
                patch.stop()
        return self

    def watch_method(self, owner, name):
        return self.watch(getattr(owner, name))

    def go_on(self):
        if self.window is None:
            self.enter('start')
            self.window = self.kp.start()
            self.row('')
        step = self.step()
        if step != 'done':
            self.open(step)
            self.enter(step or self.first)
            getattr(self, self.pages[step])()

    def photograph(self, name, window=None):
        if not self.moments:
            photograph(window or self.assistant, f'{self.provider}-{name}')

    def unlock(self):
        """Once since the program was started it asks for the passphrase."""
        if not self.vault_open:
            answer(self.kp, UNLOCK, 'Unlock', Passphrase=PASSPHRASE)
        self.vault_open = True

    def send_on(self):
        """It was killed with the request on its way: whatever became of that, the user asks for
        it until it is sent."""
        state = self.request()[0]
        if state == SENDING or state == QUEUED and self.vault_open:
            wait(lambda: self.request()[0] != state, 'the request goes on by itself', 30)
            return
        if state == UNCERTAIN:
            let_pass(self.kp, 300)
            says(self.assistant, ' minutes ago')
        before = self.revision()
        self.assistant.click('push button', 'Retry Now')
        self.unlock()
        # If the program has looked at the same moment, the user has to ask once more.
        end = time.monotonic() + 5
        wait(lambda: self.revision() != before or time.monotonic() > end, 'it was looked up')

    def revision(self):
        return ask_store(self.kp, 'SELECT revision FROM request')

    def row(self, starts, limit=30):
        """What the row of the site says, as soon as it begins so."""
        def look():
            for node in self.window.all('table row'):
                host, _, rest = node.name.partition(', ')
                if host.startswith(self.host) and rest.startswith(starts):
                    return rest
            return None
        return wait(look, f'a row of {self.host} that says {starts}', limit)
