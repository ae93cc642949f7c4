# SPDX-License-Identifier: GPL-3.0-or-later
"""A certificate is renewed with keyplatectl alone, by a script that may be killed at any moment."""

from renewal import PLACES, Authority, Provider, job_of
from scene import SENT, STEPS, ask_store, site_of
from script import ATTENTION, DETAILS, FINE, Commands

ORDER = ('--order', '4711', '--ca', 'Example CA', '--price', '90 €')


class RenewScript(Commands):
    """IN_TEXT: where the provider writes its signing request; INTAKE: whether the certificate is
    given to `intake`, which finds out whose it is."""

    def __init__(self, *arguments, in_text=False, intake=False, **options):
        super().__init__(*arguments, **options)
        self.in_text, self.intake = in_text, intake
        self.staff = Provider(self.scene, self.host)
        self.authority = Authority(self.scene, self.host)
        self.replied = self.bundle = None
        self.installed = 0
        self.seen = []

    def ask(self, question):
        """The first line of what the store answers; None if there is none."""
        return next(iter(ask_store(self.kp, question)), None)

    def run(self):
        """Until all addresses serve what was bought."""
        job = None
        while not job or not job[1]:
            self.go_on(job)
            job = self.ask('SELECT step, ended_at FROM job')
        return self

    def go_on(self, job):
        step = STEPS[job[0]] if job else None
        site = None if job else self.ask('SELECT checked_at FROM site')
        if not job and site is None:
            self.command('add', 'site', 'add', self.site, '--provider', 'desk')
        elif not job and site == (0,):
            self.command('look', 'check', self.site)
        elif not job:
            self.command('renew', 'renew', self.site, *DETAILS)
        elif step == 'details':
            self.command('renew', 'job', 'next', self.site, *DETAILS)
        elif step == 'hand-over':
            self.command('hand over', 'job', 'next', self.site, '--done', *self.vault)
        elif step == 'wait-provider':
            self.wait_for_provider()
        elif step == 'buy':
            self.command('order', 'job', 'next', self.site, *ORDER)
        elif step == 'wait-ca':
            self.take_certificate()
        elif step == 'submit':
            self.command('submit', 'job', 'next', self.site, '--done', *self.vault)
        else:
            self.wait_for_installation()

    def send_unsent(self):
        """Returns: whether there was something that had not been sent."""
        unsent = self.ask(f'SELECT id FROM request WHERE state <> {SENT}')
        if unsent:
            self.send_on(unsent[0])
        return bool(unsent)

    def wait_for_provider(self):
        if self.send_unsent():
            return
        if not self.replied:
            self.replied, = self.ask('SELECT number FROM request')
            self.staff.answer(self.replied, self.in_text)
        self.command('receive', 'request', 'receive', *self.vault)

    def take_certificate(self):
        if self.bundle is None:
            self.bundle = self.authority.sign(job_of(self.kp, self.site)['renewal']['csr']['pem'])
        words = ('intake',) if self.intake else ('job', 'next', self.site, '--bundle')
        self.command('certificate', *words, self.bundle)

    def wait_for_installation(self):
        if self.send_unsent():
            return
        # All that is to be killed is killed before the last address serves it.
        if self.installed == 0:
            self.install(PLACES[:1])
        elif not (self.moments and self.moments.left):
            self.install(PLACES[self.installed:])
        self.command('check', 'check', self.site, fine=(FINE, ATTENTION))
        if not self.moments:
            self.seen.append(site_of(self.kp, self.host))

    def install(self, places):
        self.staff.install(self.replied, *places)
        self.installed += len(places)
