# SPDX-License-Identifier: GPL-3.0-or-later
"""test-keyboard.py: both jobs by real keys alone, with the focus in sight at every step.
test-assistive.py does them without any."""

from glass import Glass
from harness import main, wait
from renewing import HOST, TARGET, Site
from resolver import Resolver
from verbs import closed, focus_lines, lines_of, name_file, says, step_to

UNSEEN = 'the focus is not visible'
USUAL = 'pl-10.admin.emailsrvr.com'


class Keys:
    """Somebody without a pointer."""

    def __init__(self, kp):
        self.kp = kp
        self.glass = Glass(kp)
        self.last = None

    def begin(self, window):
        """GTK draws the focus from the first key on that moves it."""
        if self.glass.focus()[2] == UNSEEN:
            window.press('Tab')

    def focus(self, title):
        """What has the focus in that window; it must be seen."""
        def look():
            self.last = active, where, wrong = self.glass.focus()
            return (where,) if active == title and not wrong else None
        try:
            return wait(look, f'the focus is seen in {title}')[0]
        except AssertionError as error:
            raise AssertionError(f'{error}: {self.last}') from None

    def go(self, window, name, key='Tab'):
        """To what is called so, one Tab after the other."""
        title, seen = window.name, []
        self.begin(window)
        for _ in range(60):
            where = self.focus(title)
            if where.partition(' ')[2] == name:
                return where
            seen.append(where)
            window.press(key)
        raise AssertionError(f'no way to {name!r}: {seen}')

    def press(self, window, name):
        self.go(window, name)
        wait(lambda: 'sensitive' in window.find('push button', name, rows=True).states, name)
        window.press('Return')

    def write(self, window, name, text):
        self.go(window, name)
        window.press('ctrl+a')
        window.type(text)

    def choose_country(self, window, name, label):
        """In its list, by searching."""
        self.go(window, 'Country')
        window.press('space')
        box = window.find('combo box', 'Country', rows=True)
        # Newer GTK begins in the entry that searches it.
        wait(lambda: any('focused' in one.states for one in
                         [*box.find('list').row_list(), *box.all(('text', 'entry'))]),
             'the list is open')
        window.type(name)
        wait(lambda: len(box.find('list').row_list()) < 5, f'few countries are called {name}')
        focus_lines(window, box)
        at, said = lines_of(box)
        step_to(window, [line[0] for line in said].index(label) - (at or 0))
        box.find('label', label)

    def open_file(self, window, path):
        self.press(window, 'Open…')
        name_file(self.kp.window('Open Files'), path)
        wait(lambda: 'Open Files' not in [frame.name for frame in self.kp.frames()],
             'the window of files is closed')

    def select_all(self, window):
        """The site of the list."""
        self.begin(window)
        for _ in range(30):
            if self.focus(window.name).startswith('GtkListItemWidget'):
                break
            window.press('Tab')
        window.press('ctrl+a')
        window.find('label', '1 selected')


def test_secure(kp):
    'Secure Site, from a name that is typed to the instructions'
    site = 'cp.kite.example'
    with Resolver(kp) as dns:
        dns.add(site, 'A', '203.0.113.7')
        dns.add(USUAL, 'A', '127.0.0.9')
        keys = Keys(kp)
        window = kp.start()
        wait(lambda: window.actions.enabled('add-site'), 'the desk is open')
        window.press('ctrl+n')
        add = kp.window('Add Site')
        keys.focus('Add Site')
        add.type(f'https://{site}/login')
        wait(lambda: 'sensitive' in add.find('push button', 'Add').states, 'it can be added')
        keys.press(add, 'Add')
        closed(kp)
        window.find('table row', name=lambda name: name.startswith(site))
        keys.select_all(window)
        window.press('ctrl+shift+s')
        secure = kp.window(f'Secure {site}')
        says(secure, 'Name allowed at Cloud Office')
        keys.press(secure, 'Next')
        says(secure, 'Step 2 of 5')
        keys.choose_country(secure, 'United K', 'United Kingdom (GB)')
        for title, text in (('State or province', 'Greater London'), ('Locality', 'London'),
                            ('Organization', 'Kite Ltd'), ('Email', 'ops@kite.example')):
            keys.write(secure, title, text)
        keys.press(secure, 'Next')
        says(secure, 'Step 3 of 5')
        keys.press(secure, 'Secure Control Panel Site')
        says(secure, 'Step 4 of 5')
        keys.press(secure, 'I Handed It Over')
        says(secure, 'Step 5 of 5')
        keys.press(secure, 'Copy Instructions')
        keys.press(secure, 'OK, Got It')
        closed(kp)
        keys.begin(window)
        keys.focus('Keyplate')
        window.find('table row', name=lambda name: name.startswith(f'{site}, pending: '))


def test_renew(kp):
    'Renew Certificate, from the details to the proof'
    with Resolver(kp) as dns:
        keys = Keys(kp)
        site = Site(kp)
        dns.add(HOST, 'CNAME', TARGET)
        dns.add(TARGET, 'A', '127.0.0.1')
        kp.add(site.name, 'pexip')
        kp.ctl('check', site.name)
        window = kp.start()
        window.find('table row', name=lambda name: name.startswith(HOST))
        wait(lambda: window.actions.enabled('renew-site'), 'the desk is open')
        keys.select_all(window)
        window.press('ctrl+shift+e')
        renew = kp.window(f'Renew Certificate of {site.name}')
        site.step(renew, 1)
        for title, text in (('Organizational unit', 'IT'), ('Email', 'ops@kite.example')):
            keys.write(renew, title, text)
        keys.press(renew, 'Next')
        keys.press(renew, 'I Handed It Over')
        site.step(renew, 2)
        keys.open_file(renew, site.at('site.csr'))
        keys.press(renew, 'Use This CSR')
        site.step(renew, 3)
        keys.write(renew, 'Order number', '4711')
        keys.press(renew, 'I Ordered It')
        site.step(renew, 4)
        new = site.sign('site.csr', 'new.crt', 39)
        keys.open_file(renew, new)
        keys.press(renew, 'Use This Certificate')
        site.step(renew, 5)
        keys.press(renew, 'I Handed It Over')
        site.step(renew, 6)
        site.install(new)
        keys.press(renew, 'Check Now')
        says(renew, 'Nothing is left to be done.')
        keys.press(renew, 'Done')
        closed(kp)
        keys.begin(window)
        keys.focus('Keyplate')
        assert site.job()['step'] == 'done'


main()
