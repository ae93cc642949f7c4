# SPDX-License-Identifier: GPL-3.0-or-later
"""What is read can be told from what is behind it, light and dark, as usual and where the desktop
asks for high contrast: WCAG 2.1, AA as usual and AAA of high contrast.

tests/ui/glass-contrast.c measures pixels as the program draws them, the sample store shows every
lock, status and mark there is."""

import os

from glass import Glass
from harness import OBJECT, Actions, wait
from stops import PREFERENCES, RENEW, SECURE, prepare
from verbs import answer, question

TEXT, HIGH_TEXT, GRAPHIC = 4.5, 7, 3
TITLE = 'Keyplate Demo'
# A folder for pictures of all that is looked at, for somebody who looks at them, too.
PICTURES = os.environ.get('KEYPLATE_TEST_PICTURES')
# One of each kind that the menus open: a form, a list, details, a key, a letter.
WINDOWS = ('add-site', 'Add Site'), ('customers', 'Customers')
SITE_WINDOWS = (('edit-site', 1, 'Edit Site'), ('create-csr', 21, 'Create Signing Request'),
                ('remind', 9, 'Remind'))
BACK = 'Go one step back?'
# Jobs with the titles of their pages, from where each stands backwards: each page there is.
JOBS = ((17, 'cp.flint.example', SECURE, ['DNS Instructions', 'Hand Over', 'Review',
                                          'Secure Certificate Information', 'Site Name']),
        (20, 'my.canyon.example', RENEW, ['Proof', 'Hand Over', 'Certificate', 'Buy',
                                          'Signing Request', 'Request']),
        (21, 'portal.bridge.example', RENEW, ['Signing Request']),
        (11, 'cp.falcon.example', SECURE, ['Hand Over']),
        (12, 'cp.willow.example', SECURE, ['Hand Over']))


class Eye:
    """Somebody who needs contrast."""

    def __init__(self, kp, high):
        self.kp = kp
        self.glass = Glass(kp)
        self.text = HIGH_TEXT if high else TEXT
        self.high = 'high ' if high else ''
        self.flaws = {}
        kp.environment.pop('GTK_THEME', None)
        kp.environment['ADW_DEBUG_HIGH_CONTRAST'] = '1' if high else '0'

    def see(self, stop, title, ring=False):
        """Looks at that window, light and dark, and at what is drawn around what has the focus."""
        for colours in ('light', 'dark'):
            self.glass.set('colours', 's', colours)
            self.measure(f'{stop}, {colours}', colours, title)
            if ring:
                self.measure_ring(f'{stop}, {colours}', colours, title)
            if PICTURES:
                self.glass.picture(title, os.path.join(
                    PICTURES, f'{stop}, {self.high}{colours}.png'))

    def measure(self, stop, colours, title):
        found = wait(lambda: self.glass.contrast(title), f'something is seen of {title}')
        for kind, where, what, ratio in found:
            if ratio < (self.text if kind == 'text' else GRAPHIC) - .005:
                self.flaws.setdefault((kind, where, colours), f'{stop}: {ratio:.2f}: {what}')

    def measure_ring(self, stop, colours, title):
        # GTK takes it away after three seconds, which a busy machine may need to draw it.
        for _ in range(3):
            ring = self.glass.ring(title)
            if ring >= GRAPHIC:
                return
        self.flaws.setdefault(('ring', self.glass.focus()[1], colours), f'{stop}: {ring:.2f}')

    def visit(self, stop, title, close=True, ring=False):
        """That window as it opens, as tall as most of what is in one, and it is closed again."""
        window = self.kp.window(title)
        window.resize(700, 1100)
        self.see(stop, title, ring)
        if close:
            self.close(window)
        return window

    def close(self, window):
        left = len(self.kp.frames()) - 1
        window.act('window.close')
        wait(lambda: len(self.kp.frames()) == left, 'the window is closed')

    def finish(self):
        lines = [f'{kind} {where}: {what}' for (kind, where, _), what in self.flaws.items()]
        assert not lines, '\n'.join([f'{len(lines)} flaws', *lines])


def look_at_sites(kp, high):
    """Every kind of page that shows what it means by colours."""
    eye = Eye(kp, high)
    kp.install_demo()
    window = kp.start()
    window.find('label', 'No Sites Yet')
    eye.see('welcome', 'Keyplate', True)
    window.actions.activate('show-demo')
    wait(lambda: len(kp.frames()) == 2, 'the demo')
    window.close()
    wait(lambda: len(kp.frames()) == 1, 'the demo alone')
    demo = kp.window(TITLE)
    actions = Actions(OBJECT + '/window/2')
    wait(lambda: actions.enabled('show-site'), 'the demo is open')
    eye.see('list', TITLE, True)
    demo.resize(1000, 2000)
    for site in (2, 9, 20):
        actions.activate('show-site', 'x', site)
        eye.glass.unfold(TITLE)
        eye.see(f'page of site {site}', TITLE, True)
    demo.click('push button', 'Show Certificate', rows=True)
    eye.visit('certificate', 'Certificate')
    actions.activate('back')
    actions.activate('year-ahead')
    kp.window('The Year Ahead')
    eye.see('year', 'The Year Ahead', True)
    eye.finish()


def look_at_job(eye, actions, site, host, kind, steps):
    """The pages of an assistant, from where the job is to the first."""
    actions.activate('continue-job', 'x', site)
    title = kind % host
    window = eye.visit(f'{steps[0]} of {host}', title, False)
    for step in steps[1:]:
        window.click('push button', 'Back')
        wait(lambda: question(eye.kp, BACK) or window.all('label', text=step), 'a step back')
        if question(eye.kp, BACK):
            eye.see(BACK, BACK)
            answer(eye.kp, BACK, 'Step Back')
        window.find('label', text=step)
        eye.see(f'{step} of {host}', title)
    eye.close(window)


def look_at_windows(kp, high):
    """What the menus open, and the assistants."""
    eye = Eye(kp, high)
    prepare(kp)
    # By a letter, where the other goes by a form.
    kp.ctl('provider', 'connect', 'cloud-office', '--channel', 'email', '--to',
           'help@desk.example')
    for site in ('cp.falcon.example', 'cp.willow.example'):
        kp.ctl('secure', site, '--subject', 'Kite', '--state', 'Greater London', '--yes', '--json')
    kp.ctl('job', 'next', 'cp.willow.example', '--done', '--json')
    window = kp.start()
    actions = window.actions
    wait(lambda: actions.enabled('secure-site'), 'the desk is open')
    for action, title in WINDOWS:
        actions.activate(action)
        eye.visit(title, title)
    for action, site, title in SITE_WINDOWS:
        actions.activate(action, 'x', site)
        eye.visit(title, title, ring=action == 'remind')
    for page in PREFERENCES:
        actions.activate('preferences-page', 's', page)
        preferences = eye.visit(f'Preferences {page}', 'Preferences', False,
                                page == PREFERENCES[0])
    preferences.click('push button', 'Connect Cloud Office', rows=True)
    eye.visit('Connect', 'Connect Cloud Office')
    eye.close(preferences)
    for job in JOBS:
        look_at_job(eye, actions, *job)
    eye.finish()
