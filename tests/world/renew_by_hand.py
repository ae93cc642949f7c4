# SPDX-License-Identifier: GPL-3.0-or-later
"""A certificate is renewed in the window, by somebody who begins again whenever it was killed."""

from assistant import choose_country
from hand import PICTURES, UNLOCK, Hand
from harness import wait
from renewal import PLACES, Authority, Provider, job_of
from scene import SENT, ask_store
from verbs import can, entry, name_file, says

NOTHING_LEFT = 'serves the new certificate. Nothing is left to be done.'


class RenewByHand(Hand):
    """From the details to all addresses with what was bought."""

    first = 'details'
    values = {'State or province': 'Greater London', 'Locality': 'London',
              'Organization': 'Kite Ltd', 'Organizational unit': 'IT',
              'Email': 'ops@kite.example'}
    pages = {None: 'at_begin', 'details': 'at_details', 'hand-over': 'at_request',
             'wait-provider': 'at_signing_request', 'buy': 'at_buy', 'wait-ca': 'at_certificate',
             'submit': 'at_submit', 'install': 'at_proof'}

    def __init__(self, kp, *arguments, **options):
        super().__init__(kp, *arguments, **options)
        kp.ctl('customer', 'add', 'Kite', '--email', 'dns@kite.example')
        kp.add(self.site, provider=self.provider, customer='Kite')
        kp.ctl('check', self.site)
        self.staff = Provider(self.scene, self.host)
        self.authority = Authority(self.scene, self.host)
        self.ticket = self.bundle = None
        self.installed = 0

    def open(self, step):
        if self.assistant is None:
            wait(lambda: self.window.actions.enabled('renew-site'), 'the desk is open')
            self.window.actions.activate('renew-site', 'x', 1)
            self.assistant = self.kp.window(f'Renew Certificate of {self.site}')

    # The pages.

    def at_begin(self):
        self.left(None)

    def at_details(self):
        says(self.assistant, 'Step 1 of 6')
        says(self.assistant, 'DNS leads where it must, and stays as it is.')
        self.photograph('1-details')
        choose_country(self.assistant, 'United Kingdom', 'United Kingdom (GB)')
        for title, text in self.values.items():
            entry(self.assistant, title).set_text(text)
        can(self.assistant, 'Next')
        self.photograph('1-details-filled')
        self.assistant.click('push button', 'Next')
        self.left('details')

    def at_request(self):
        says(self.assistant, 'Step 1 of 6')
        wait(lambda: self.host in entry(self.assistant, 'Subject').text, 'the letter is there')
        says(self.assistant, 'Low (Priority 4)')
        self.photograph('1-request')
        self.assistant.click('push button', 'Send Request')
        if PICTURES:
            self.photograph('1-unlock', self.kp.window(UNLOCK))
        self.unlock()
        self.left('hand-over')
        says(self.assistant, 'Sent, ticket ', limit=30)

    def at_signing_request(self):
        says(self.assistant, 'Step 2 of 6')
        while self.request()[0] != SENT:
            self.send_on()
        if self.ticket is None:
            self.photograph('2-waiting')
            self.ticket = self.request()[1]
            self.staff.answer(self.ticket, in_text=True)
        if not ask_store(self.kp, 'SELECT 1 FROM message WHERE incoming'):
            self.assistant.click('push button', 'Check for Replies', rows=True)
            self.unlock()
        says(self.assistant, 'Found in the reply of Support staff.', limit=30)
        can(self.assistant, 'Use This CSR')
        self.photograph('2-signing-request')
        self.assistant.click('push button', 'Use This CSR')
        self.left('wait-provider')

    def at_buy(self):
        says(self.assistant, 'Step 3 of 6')
        says(self.assistant, 'Apache or Nginx')
        self.photograph('3-buy')
        for title, text in (('Order number', '4711'), ('CA', 'Example CA'), ('Price', '90 €')):
            entry(self.assistant, title).set_text(text)
        self.photograph('3-buy-filled')
        self.assistant.click('push button', 'I Ordered It')
        self.left('buy')

    def at_certificate(self):
        says(self.assistant, 'Step 4 of 6')
        says(self.assistant, 'Waiting for Example CA since today.')
        self.photograph('4-waiting')
        if self.bundle is None:
            self.bundle = self.authority.sign(job_of(self.kp, self.site)['renewal']['csr']['pem'])
        self.assistant.click('push button', 'Open…')
        chooser = self.kp.window('Open Files')
        name_file(chooser, self.bundle)
        says(self.assistant, 'Read: PKCS #7 in a zip file: 3 certificates')
        can(self.assistant, 'Use This Certificate')
        self.photograph('4-certificate')
        self.assistant.click('push button', 'Use This Certificate')
        self.left('wait-ca')

    def at_submit(self):
        says(self.assistant, 'Step 5 of 6')
        says(self.assistant, f'{self.host}.pem (2 certificates, no key)')
        can(self.assistant, 'Send Certificate')
        self.photograph('5-submit')
        self.assistant.click('push button', 'Send Certificate')
        self.unlock()
        self.left('submit')

    def at_proof(self):
        says(self.assistant, 'Step 6 of 6')
        while self.request()[0] != SENT:
            self.send_on()
        if self.installed == 0:
            says(self.assistant, 'The new certificate is served by 0 of 4 addresses.')
            self.photograph('6-sent')
            self.install(PLACES[:1])
        # All that is to be killed is killed before the last address serves it.
        elif not (self.moments and self.moments.left):
            self.install(PLACES[self.installed:])
        self.assistant.click('push button', 'Check Now')
        if self.installed < len(PLACES):
            says(self.assistant, 'The new certificate is served by 1 of 4 addresses.')
            self.photograph('6-one-of-four')
            self.photograph('6-site-list', self.window)
            return
        says(self.assistant, NOTHING_LEFT)
        if self.trace:
            self.trace.close()
        self.photograph('6-done')
        self.assistant.click('push button', 'Done')
        self.row('locked: ')
        self.photograph('7-locked', self.window)

    def install(self, places):
        self.staff.install(self.ticket, *places)
        self.installed += len(places)
