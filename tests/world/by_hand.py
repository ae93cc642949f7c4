# SPDX-License-Identifier: GPL-3.0-or-later
"""A site is secured in the window, by somebody who begins again whenever it was killed."""

from assistant import choose_country, open_assistant
from hand import PICTURES, UNLOCK, Hand
from harness import wait
from scene import SENT, TARGET
from verbs import entry, says


class ByHand(Hand):
    """From its name to its lock."""

    secure_label = 'Secure Site'
    values = {'State or province': 'Greater London', 'Locality': 'London',
              'Organization': 'Kite Ltd', 'Organizational unit': 'IT',
              'Email': 'ops@kite.example'}
    pages = {None: 'at_name', 'name': 'at_name', 'details': 'at_details', 'review': 'at_review',
             'hand-over': 'at_hand_over', 'wait-provider': 'at_reply',
             'instructions': 'at_instructions', 'dns': 'at_dns'}

    def __init__(self, kp, *arguments, **options):
        super().__init__(kp, *arguments, **options)
        kp.ctl('customer', 'add', 'Kite', '--email', 'dns@kite.example')
        kp.add(self.site, provider=self.provider, customer='Kite')
        self.changed = self.replied = False

    def open(self, step):
        if step != 'dns' and self.assistant is None:
            self.assistant = open_assistant(self.kp, self.window, self.site)

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
