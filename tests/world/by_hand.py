# SPDX-License-Identifier: GPL-3.0-or-later
"""A site is secured in the window, by somebody who begins again whenever it was killed."""

import os
import time
from unittest import mock

import harness
from assistant import choose_country, open_assistant
from harness import Actions, Keyplate, Node, wait
from scene import (PASSPHRASE, QUEUED, SENDING, SENT, STEPS, TARGET, UNCERTAIN, ask_store,
                   let_pass)
from verbs import answer, entry, says

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


class ByHand:
    """Looks how far the only site is, and does in the window what comes next. TRACE: is told what
    it does; or MOMENTS: when the program is killed."""

    secure_label = 'Secure Site'
    provider = 'desk'
    ttl = 2  # of the old record
    values = {'State or province': 'Greater London', 'Locality': 'London',
              'Organization': 'Kite Ltd', 'Organizational unit': 'IT',
              'Email': 'ops@kite.example'}

    def __init__(self, kp, scene, host, trace=None, moments=None):
        self.kp, self.scene, self.host = kp, scene, host
        self.trace, self.moments = trace, moments
        self.site = scene.welcome(kp, host, self.provider, self.ttl)
        kp.ctl('customer', 'add', 'Kite', '--email', 'dns@kite.example')
        kp.add(self.site, provider=self.provider, customer='Kite')
        self.window = self.assistant = None
        self.stage, self.number = 'start', 0
        self.changed = self.replied = self.vault_open = False

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
        """State and ticket of the only request."""
        return ask_store(self.kp, 'SELECT state, number FROM request')[0]

    def left(self, step):
        wait(lambda: self.step() != step, f'the job has left the step {step}')

    def run(self):
        """Until it is locked."""
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
        if step not in ('dns', 'done') and self.assistant is None:
            self.assistant = open_assistant(self.kp, self.window, self.site)
        pages = {None: self.at_name, 'name': self.at_name, 'details': self.at_details,
                 'review': self.at_review, 'hand-over': self.at_hand_over,
                 'wait-provider': self.at_reply, 'instructions': self.at_instructions,
                 'dns': self.at_dns, 'done': lambda: None}
        self.enter(str(step or 'name'))
        pages[step]()

    def photograph(self, name, window=None):
        if not self.moments:
            photograph(window or self.assistant, f'{self.provider}-{name}')

    # The pages.

    def at_name(self):
        says(self.assistant, 'Step 1 of 5')
        says(self.assistant, 'Name allowed at ')
        self.photograph('1-name')
        self.assistant.click('push button', 'Next')
        wait(lambda: self.step() not in (None, 'name'), 'the name is taken')

    def at_details(self):
        says(self.assistant, 'Step 2 of 5')
        self.photograph('2-details')
        choose_country(self.assistant, 'United Kingdom', 'United Kingdom (GB)')
        for title, text in self.values.items():
            entry(self.assistant, title).set_text(text)
        says(self.assistant, 'Issued to: Kite Ltd, London, Greater London, GB')
        self.photograph('2-details-filled')
        self.assistant.click('push button', 'Next')
        self.left('details')

    def at_review(self):
        says(self.assistant, 'Step 3 of 5')
        for text in self.values.values():
            says(self.assistant, text)
        self.photograph('3-review')
        self.assistant.click('push button', self.secure_label)
        self.left('review')

    def at_hand_over(self):
        says(self.assistant, 'Step 4 of 5')
        wait(lambda: self.host in entry(self.assistant, 'Subject').text, 'the letter is there')
        self.photograph('4-letter')
        self.assistant.click('push button', 'Send Request')
        if PICTURES:
            self.photograph('4-unlock', self.kp.window(UNLOCK))
        self.unlock()
        self.left('hand-over')
        says(self.assistant, 'Sent, ticket ', limit=30)

    def unlock(self):
        """Once since the program was started it asks for the passphrase."""
        if not self.vault_open:
            answer(self.kp, UNLOCK, 'Unlock', Passphrase=PASSPHRASE)
        self.vault_open = True

    def at_reply(self):
        says(self.assistant, 'Step 4 of 5')
        while self.request()[0] != SENT:
            self.send_on()
        if not self.replied:
            self.photograph('4-waiting')
            self.replied = True
            self.enter('wait-provider')
            self.scene.tracker.reply(self.request()[1], f'Please point it to {TARGET}.')
        target = entry(self.assistant, 'Host name the provider gave')
        if target.text != TARGET:
            self.assistant.click('push button', 'Check for Replies')
            self.unlock()
            wait(lambda: target.text == TARGET, 'the target is read from the reply', 30)
        says(self.assistant, 'Read from the reply of Support staff: compare it before you go on.')
        self.photograph('4-reply')
        self.assistant.click('push button', 'Next')
        self.left('wait-provider')

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

    def at_instructions(self):
        says(self.assistant, 'Step 5 of 5')
        says(self.assistant, f'cp\n{self.host}')
        says(self.assistant, 'Remove first: A 127.0.1.41')
        self.photograph('5-dns')
        self.assistant.click('push button', 'Copy Instructions')
        says(self.assistant, 'Instructions copied')
        self.assistant.click('push button', 'OK, Got It')
        self.left('instructions')
        self.assistant = None
        wait(lambda: len(self.kp.frames()) == 1, 'the assistant is gone')

    def at_dns(self):
        # All that is to be killed is killed before the record is what it must be.
        wanted = 'pending' if self.moments and self.moments.left else 'locked'
        self.row('pending: ')
        self.photograph('6-pending', self.window)
        if wanted == 'locked' and not self.changed:
            self.changed = True
            self.scene.change(self.host)
        self.window.press('ctrl+shift+r')
        self.row(f'{wanted}: ')
        self.photograph('7-locked', self.window)

    def row(self, starts, limit=30):
        """What the row of the site says, as soon as it begins so."""
        def look():
            for node in self.window.all('table row'):
                host, _, rest = node.name.partition(', ')
                if host.startswith(self.host) and rest.startswith(starts):
                    return rest
            return None
        return wait(look, f'a row of {self.host} that says {starts}', limit)
