# SPDX-License-Identifier: GPL-3.0-or-later
"""test-everyone.py: every window and page can be read: translated, not cut off at 360 pixels or
with letters twice as large, and told to those who don't see it.

They are opened in the pseudo-language of pseudo.py, whose texts are longer than those of any
other, over the sample store. tests/ui/glass.c measures what no one can ask from outside."""

import os
import re
import time

from gi.repository import GLib
from glass import Glass
from harness import OBJECT, SOURCE, Actions, main, wait
from pseudo import CLOSE, LANGUAGE, OPEN, install, pseudo as t
from sample import customers, own_sample
from stops import JOBS, PREFERENCES, SITE_WINDOWS, WINDOWS, prepare

# A folder for pictures of all that is looked at, for somebody who looks at them, too.
PICTURES = os.environ.get('KEYPLATE_TEST_PICTURES')
NARROW = 360, 640
USUAL, LARGE = 96 * 1024, 192 * 1024
# What was written down in the words of that day, letters and forms of others, details of people.
FOREIGN = re.compile('KpJournalCard|KpLetterBar|KpSubjectRow|'
                     'AdwActionRow < AdwPreferencesGroup < KpHandOverPage')
# What a person does something with.
CONTROLS = ('push button', 'toggle button', 'check box', 'radio button', 'combo box', 'text',
            'entry', 'password text', 'spin button', 'slider', 'page tab', 'link', 'menu item',
            'switch')
CLASS = re.compile(r'(Gtk|Adw|Kp)[A-Z]\w+$')
# What GTK and libadwaita put around or into a control that has a name: whoever gets there hears it.
INNER = ('GtkToggleButton', 'GtkModelButton', 'GtkMenuButton', 'GtkImage')
# Names of sites, people and products, what DNS, TLS and HTTP call things, and what GTK says.
DATA = (r'https?://\S+|/\S+|[\w.+-]+@[\w.-]+|[\w*-]+(\.[\w-]+)+|\b[0-9a-f:]*:[0-9a-f:]+\b|'
        r'\b(CNAME|A|AAAA|TXT|NS|SOA|MX|PEM|DER|CSV|JSON|ECDSA P-256|RSA \d+|SHA-\d+|'
        r'KP-\w+-\w+|Keyplate|Cloudflare|Google|Quad9|Cloud Office|Pexip|Own Server|'
        r'Close|Show (Text|Password)|cp|my|portal|www|shop|{})\b')


def data():
    """What of the sample is read and no text."""
    return re.compile(DATA.format('|'.join(re.escape(name) for name in customers())))


class Walk:
    """Opens one window after the other and takes down what is wrong with them."""

    def __init__(self, kp, language=LANGUAGE):
        self.kp = kp
        # Of GTK, while letters change their size under it; and of labels whose letters are of
        # several fonts, as only those of this language are.
        kp.harmless = 'reported baselines of|Expect overlapping widgets'
        self.glass = Glass(kp)
        self.flaws = {}
        self.foreign = set()
        # Seconds for all windows together: one that stays too small is to be told, not waited for
        # until nothing can be told any more.
        self.patience = 60.0
        self.data = data()
        self.environment = install(SOURCE, os.path.join(kp.folder, 'locales'), language)

    def start(self):
        return self.kp.start(**self.environment)

    def flaw(self, stop, *flaw):
        self.flaws.setdefault(flaw, stop)

    def read(self, stop, where, text):
        """Of what is read everything must stand in brackets, but for what is no language."""
        left = text
        while re.search(f'{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}', left):
            left = re.sub(f'{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}', '', left)
        if re.search('[A-Za-z]{2}', self.data.sub('', left)):
            self.flaw(stop, 'not translated', where, text)

    def look(self, title, size):
        """What is wrong once it has come to rest: a window that is to be larger for its letters
        gets its size from the window manager, some frames later."""
        while True:
            began = time.monotonic()
            flaws, texts = self.glass.look(title, size)
            if not any(what == 'cut off' for what, _, _ in flaws) or self.patience < 0:
                return flaws, texts
            time.sleep(.1)
            self.patience -= time.monotonic() - began

    def see(self, stop, title):
        """Looks at that window wide, narrow, and with letters twice as large."""
        for mode, size in (('', None), ('narrow', NARROW), ('large', None)):
            if mode == 'large':
                self.glass.set('gtk-xft-dpi', 'i', LARGE)
            flaws, texts = self.look(title, size)
            if PICTURES:
                self.glass.picture(title, os.path.join(PICTURES, f'{stop} {mode}.png'))
            for what, where, text in flaws:
                # What is wide at 200 % must go into 1000 pixels, and may say "…".
                if mode != 'large' or what not in ('too wide', 'ellipsized'):
                    self.flaw(f'{stop} {mode}', what, where, text)
            for where, text in texts:
                if FOREIGN.search(where):
                    self.foreign.add(text)
                else:
                    self.read(stop, where, text)
        self.glass.set('gtk-xft-dpi', 'i', USUAL)
        self.hear(stop, self.window(title))

    def hear(self, stop, window):
        """What assistive technology is told of that window."""
        for _, role, name in window.bus.walk(window.at, True):
            if role in CONTROLS and (not name or CLASS.match(name) and name not in INNER):
                self.flaw(stop, 'no name', role, name)
            elif role != 'label' and name not in self.foreign and not CLASS.match(name):
                self.read(stop, role, name)

    def window(self, title):
        """By its title alone: xdotool does not read every alphabet."""
        return wait(lambda: next((one for one in self.kp.frames() if one.name == title), None),
                    f'a window {title}')

    def visit(self, stop, title, close=True):
        """That window as it opens, and it is closed again."""
        window = self.window(title)
        self.see(stop, title)
        if close:
            self.close(window)
        return window

    def close(self, window):
        left = len(self.kp.frames()) - 1
        window.act('window.close')
        wait(lambda: len(self.kp.frames()) == left, 'the window is closed')

    def finish(self):
        lines = [f'{stop}: {what}: {where}: {text}'
                 for (what, where, text), stop in self.flaws.items()]
        assert not lines, '\n'.join([f'{len(lines)} flaws', *lines])


def demo(walk, window):
    """The sample, which nobody can change: the list, pages of sites, what looks things up."""
    window.actions.activate('show-demo')
    wait(lambda: len(walk.kp.frames()) == 2, 'the demo')
    window.close()
    wait(lambda: len(walk.kp.frames()) == 1, 'the demo alone')
    title = t('Keyplate Demo')
    actions = Actions(OBJECT + '/window/2')
    walk.window(title).find('push button', t('Close Demo'))
    wait(lambda: actions.enabled('show-site'), 'the demo is open')
    walk.see('list', title)
    for site in (2, 5, 7, 9, 10, 20, 21):
        actions.activate('show-site', 'x', site)
        walk.glass.unfold(title)
        walk.see(f'page of site {site}', title)
    actions.activate('back')


def test_demo(kp):
    'the welcome, the list and pages of sites'
    walk = Walk(kp)
    kp.install_demo()
    window = walk.start()
    window.find('label', t('No Sites Yet'))
    walk.see('welcome', 'Keyplate')
    demo(walk, window)
    walk.finish()


def small_windows(walk, actions):
    """What the menus open."""
    for action, title in WINDOWS:
        actions.activate(action)
        walk.visit(title, t(title))
    for action, site, title in SITE_WINDOWS:
        actions.activate(action, 'x', site)
        walk.visit(title, t(title))
    for page in PREFERENCES:
        actions.activate('preferences-page', 's', page)
        preferences = walk.visit(f'Preferences {page}', t('Preferences'), False)
    title = t('Connect %s') % 'Cloud Office'
    preferences.click('push button', title, rows=True)
    walk.visit('Connect', title)
    walk.close(preferences)


def jobs(walk, actions):
    """The assistants."""
    for stop, site, title, host in JOBS:
        actions.activate('continue-job', 'x', site)
        walk.visit(stop, t(title) % host)


def test_windows(kp):
    'the windows that the menus open, and the assistants'
    walk = Walk(kp)
    prepare(kp)
    window = walk.start()
    wait(lambda: window.actions.enabled('secure-site'), 'the desk is open')
    small_windows(walk, window.actions)
    jobs(walk, window.actions)
    walk.finish()


def edges(node):
    """Where it begins and ends from left to right."""
    left, _, width, _ = node.extents()
    return left, left + width


def begins_at_the_right(window):
    """All of the first column is seen, as soon as the table is there."""
    columns = [window.find('label', t(name), rows=True)
               for name in ('Site', 'Status', 'Next Action')]

    def look():
        width = window.extents()[2]
        places = [edges(label) for label in columns]
        return places == sorted(places, reverse=True) and places[0][1] <= width
    wait(look, 'the first column is at the right')


def test_mirrored(kp):
    'where one writes from right to left, windows begin at the right'
    walk = Walk(kp, 'ar')
    own_sample(kp)
    window = walk.start()
    wait(lambda: window.actions.enabled('show-site'), 'the desk is open')
    begins_at_the_right(window)
    walk.see('list', 'Keyplate')
    begins_at_the_right(window)
    width = window.size()[0]
    row = window.find('table row', name=lambda name: 'my.atlas.example' in name)
    site = row.find('label', text='my.atlas.example', rows=True)
    # A name is read from left to right; its lock follows it, to the left.
    assert edges(row.find('image', rows=True))[1] <= edges(site)[0], row.dump()
    window.actions.activate('show-site', 'x', 20)
    walk.see('page', 'Keyplate')
    assert edges(window.find('push button', t('Back')))[0] > width // 2
    walk.finish()


def test_mirrored_wide(kp):
    'a table that is wider than its window begins at the right, too'
    walk = Walk(kp, 'ar')
    kp.install_demo()
    window = walk.start()
    window.actions.activate('show-demo')
    sample = walk.window(t('Keyplate Demo'))
    begins_at_the_right(sample)
    row = sample.find('table row', name=lambda name: 'my.atlas.example' in name)
    # Newer GTK makes its columns narrower, and keeps the first where it is by itself.
    if GLib.check_version(2, 76, 0) is not None:
        assert row.extents()[2] > sample.extents()[2], 'it has become narrower than its window'


main()
