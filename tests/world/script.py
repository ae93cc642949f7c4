# SPDX-License-Identifier: GPL-3.0-or-later
"""keyplatectl alone carries a job of a site, by a script that may be killed at any moment."""

import json
import os
import re
import subprocess
import time

from harness import BUILD
from scene import SUBJECT, TARGET, let_pass, requests_of, site_of

DETAILS = [word for name, value in SUBJECT.items() for word in (f'--{name}', value)]
FINE, ATTENTION, COULD_NOT = 0, 1, 3


class Commands:
    """Looks how far a site is, and runs the command of keyplatectl that comes next. TRACE: is told
    what it does; or MOMENTS: when its commands are killed."""

    def __init__(self, kp, scene, host, trace=None, moments=None):
        self.kp, self.scene, self.host = kp, scene, host
        self.trace, self.moments = trace, moments
        self.site = scene.welcome(kp, host, 'desk')
        self.vault = ('--passphrase-file', kp.passphrase_file)
        self.ran = []

    def command(self, step, *words, fine=(FINE,)):
        program = os.path.join(BUILD, 'app', 'ctl', 'keyplatectl')
        self.ran.append(' '.join(word for word in words[:2] if word != self.site))
        if self.trace:
            self.trace.act(step, 0)
        process = subprocess.Popen([program, *words], env=self.kp.environment, text=True,
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE)
        delay = self.moments.after(step, 0) if self.moments else None
        began = time.monotonic()
        try:
            said = process.communicate(timeout=60 if delay is None else delay)
        except subprocess.TimeoutExpired:
            process.kill()
            said = process.communicate()
            assert delay is not None, f'{words} does not end: {said}'
            self.moments.hit(step, 0, delay)
            return
        if self.trace:
            self.trace.rest()
        if delay is not None:
            self.moments.missed(step, 0, time.monotonic() - began)
        assert process.returncode in fine, f'{words}: {process.returncode}, {said}'

    def send_on(self, number):
        """It was killed with the request on its way: it is looked up, and sent if need be."""
        let_pass(self.kp, 300)
        self.command('look up', 'request', 'send', str(number), *self.vault,
                     fine=(FINE, COULD_NOT))


class Script(Commands):
    """A site is secured."""

    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.replied = self.changed = False

    def run(self):
        """Until it is locked."""
        while True:
            site = site_of(self.kp, self.host)
            if site is not None and site['lock'] == 'locked':
                return self
            self.go_on(site)

    def go_on(self, site):
        step = site['job']['step'] if site is not None and site['job'] else None
        if site is None:
            self.command('add', 'site', 'add', self.site, '--provider', 'desk')
        elif step is None:
            self.command('secure', 'secure', self.site, *DETAILS, '--yes')
        elif step in ('name', 'details'):
            self.command('secure', 'job', 'next', self.site, *DETAILS)
        elif step == 'review':
            self.command('secure', 'job', 'next', self.site, '--done')
        elif step == 'hand-over':
            self.command('hand over', 'job', 'next', self.site, '--done', *self.vault)
        elif step == 'wait-provider':
            self.wait_for_provider()
        elif step == 'instructions':
            self.command('instructions', 'job', 'next', self.site, '--done')
        else:
            self.check()

    def wait_for_provider(self):
        request = requests_of(self.kp)[0]
        number = str(request['id'])
        if request['state'] != 'sent':
            self.send_on(request['id'])
            return
        if not self.replied:
            self.replied = True
            self.scene.tracker.reply(request['number'], f'Please point it to {TARGET}.')
        said = json.loads(self.kp.ctl('request', 'show', number, '--json'))
        replies = [one['body'] for one in said['messages'] if one['incoming']]
        if replies:
            target = re.search(r'pl-\S+\.com', replies[0])[0]
            self.command('target', 'job', 'next', self.site, '--target', target)
        else:
            self.command('receive', 'request', 'receive', *self.vault)

    def check(self):
        # All that is to be killed is killed before the record is what it must be.
        if not self.changed and not (self.moments and self.moments.left):
            self.changed = True
            self.scene.change(self.host)
        self.command('check', 'check', self.site, fine=(FINE, ATTENTION))
