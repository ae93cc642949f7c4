# SPDX-License-Identifier: GPL-3.0-or-later
"""test-window.py: the window around the list: what it opens on, its keys, what it remembers, and
that it ends well."""

import os
import shutil
import sqlite3
import stat

from harness import main, wait
from resolver import Resolver
from verbs import closed

TARGET = 'pl-10.admin.emailsrvr.com'
# libadwaita's toast says its button's label twice.
TOAST_UNDO = 'Undo Undo'


def test_empty(kp):
    'with no site it says so and offers three ways to begin'
    window = kp.start()
    window.find('label', 'No Sites Yet')
    for label in ('Add Site', 'Import…', 'Show Demo'):
        window.find('push button', label)
    assert not window.actions.enabled('check-all')
    window.click('page tab', 'Requests')
    window.find('label', 'No Requests')
    window.gone('label', 'No Sites Yet')
    assert window.actions.state('view') == 'requests'
    kp.close()


def test_first_run(kp):
    'who starts anew has three choices by keyboard, and is asked nothing else'
    kp.install_demo()
    shutil.rmtree(kp.data_dir)
    window = kp.start()
    first = window.find('label', 'No Sites Yet')
    assert len(kp.frames()) == 1, kp.frames()
    page = wait(lambda: choices(window), 'the three choices')
    assert [button.name for button in page] == ['Add Site', 'Import…', 'Show Demo'], page
    window.focus()
    for button in page:
        wait(lambda b=button: 'focused' in b.states, f'{button} has the focus')
        window.press('Tab')
    assert first.text == 'No Sites Yet'
    window.press('shift+Tab', 'Return')
    demo = kp.window('Keyplate Demo')
    demo.find('label', 'Demo')
    demo.close()
    closed(kp)
    window.press('shift+Tab', 'shift+Tab', 'Return')
    kp.window('Add Site').press('Escape')
    closed(kp)
    window.press('Tab', 'Return')
    kp.window('Import').press('Escape')
    closed(kp)
    # All three can be reached in the smallest window, too.
    window.resize(360, 294)
    wait(lambda: all(0 <= x and x + width <= 360
                     for x, _, width, _ in (button.extents() for button in page)),
         'all three are inside')
    kp.close()
    assert os.path.exists(kp.data_dir)


def choices(window):
    """The buttons beside Show Demo: the header bar has an Add Site of its own."""
    buttons = window.all('push button')
    names = [button.name for button in buttons]
    at = names.index('Show Demo')
    return buttons[at - 2:at + 1]


def test_other_process(kp):
    'what another process adds or removes shows within a second'
    window = kp.start()
    window.find('label', 'No Sites Yet')
    kp.add('cp.kite.example')
    window.gone('label', 'No Sites Yet', limit=1)
    kp.ctl('site', 'remove', 'cp.kite.example')
    window.find('label', 'No Sites Yet', limit=1)


def test_keys(kp):
    'keys reach what they name'
    kp.add('cp.kite.example')
    window = kp.start()
    wait(lambda: window.actions.enabled('check-all'), 'the desk is open')
    for key, lock in (('2', 'unlocked'), ('3', 'pending'), ('4', 'unknown'), ('5', 'locked'),
                      ('1', 'all')):
        window.press(f'ctrl+{key}')
        wait(lambda lock=lock: window.actions.state('lock-filter') == lock, f'filter {lock}')
    window.press('ctrl+t')
    wait(lambda: window.actions.state('your-turn'), 'Your Turn')
    window.press('ctrl+Page_Down')
    wait(lambda: window.actions.state('view') == 'requests', 'Requests')
    window.press('ctrl+Page_Up')
    wait(lambda: window.actions.state('view') == 'sites', 'Sites')
    window.press('F10')
    window.find('menu item', 'About Keyplate')
    window.press('Escape')
    for key, title in (('ctrl+question', 'Keyboard Shortcuts'), ('ctrl+n', 'Add Site'),
                       ('ctrl+o', 'Import'), ('ctrl+comma', 'Preferences')):
        window.press(key)
        kp.window(title).press('Escape')
        closed(kp)
    window.press('ctrl+w')
    assert kp.ended() == 0


def test_copy_keys(kp):
    'keys and buttons copy what they name, and inside an entry Ctrl+C what is selected there'
    site = 'cp.kite.example'
    kp.take_links()
    with Resolver(kp) as dns:
        dns.add(site, 'A', '127.0.0.2')
        dns.add(TARGET, 'A', '127.0.0.3')
        kp.add(site, target=TARGET)
        kp.ctl('check', site, status=1)
        window = kp.start()
        wait(lambda: window.actions.enabled('select-site'), 'the desk is open')
        window.actions.activate('select-site', 'x', 1)
        window.find('label', '1 selected')
        window.press('ctrl+c')
        window.find('label', 'Address copied')
        window.press('ctrl+f', 'ctrl+v')
        search = window.find('entry')
        wait(lambda: search.text == site, 'the address is pasted')
        window.press('Escape')
        window.actions.activate('show-site', 'x', 1)
        note = window.find('text', 'Note')
        wait(lambda: window.press('ctrl+shift+c') or window.all('label', 'Instructions copied'),
             'they are copied')
        # It stands at the end of the page, and comes into sight with the focus.
        wait(lambda: 'focused' in note.states or window.press('shift+Tab'), 'the focus is there')
        window.press('ctrl+v')
        wait(lambda: TARGET in (note.text or ''), 'the instructions are pasted')
        window.press('ctrl+a', 'ctrl+c', 'Delete', 'ctrl+v', 'ctrl+v')
        wait(lambda: note.text.count(TARGET) > 1, 'the note is copied')
        for label, toast, text in (
                ('Copy Host', 'Host copied', 'cp'), ('Copy Target', 'Target copied', TARGET),
                ('Copy Zone Line', 'Zone line copied', f'IN CNAME {TARGET}.')):
            window.press('ctrl+a', 'Delete')
            wait(lambda: not note.text, 'the note is empty')
            window.click('push button', label)
            # What was said before does not have to be over first.
            window.find('label', toast, limit=3)
            window.press('ctrl+v')
            wait(lambda text=text: note.text == text or f' {text}' in note.text, text)
        assert len(kp.sites()) == 1, 'the key removed the site'
        window.find('push button', f'Actions for {site}').click('push button')
        window.click('menu item', 'Open Site')
        wait(lambda: kp.pages() == [f'https://{site}/'], 'the site is opened')


def test_menu(kp):
    'the main menu holds everything'
    window = kp.start()
    window.click('push button', 'Main Menu')
    labels = ['Sort by Attention', 'The Year Ahead', 'Import…', 'Export…', 'Customers',
              'Certificate Details', 'Retired Sites', 'Check Certificate Files…', 'Back Up…',
              'Restore…', 'Preferences', 'Keyboard Shortcuts', 'Help', 'About Keyplate', 'Quit']
    window.find('menu item', labels[-1])
    items = window.all('menu item')
    assert [item.name for item in items] == labels, items
    window.click('menu item', 'About Keyplate')
    kp.window('About').press('Escape')


def test_narrow(kp):
    'it goes down to 360 by 294, with icons above and the switcher below'
    kp.add('cp.kite.example')
    window = kp.start()
    wait(lambda: window.actions.enabled('check-all'), 'the desk is open')
    assert window.minimum() == (360, 294), window.minimum()
    wide = [tab.extents()[1] for tab in window.all('page tab')]
    assert window.resize(360, 600) == (360, 600)
    wait(lambda: [tab.extents()[1] > 500 for tab in window.all('page tab')] == [True, True],
         f'the switcher is at the bottom, no more at {wide}')
    # With a banner, too, which has two lines then.
    window.find('push button', 'Try Again')
    wait(lambda: window.resize(300, 200) == (360, 294), 'it is that small')
    wait(lambda: window.minimum() == (360, 294), 'it stays that small')
    window.click('push button', 'Main Menu')
    window.click('menu item', 'Check All')
    window.resize(1000, 700)
    wait(lambda: all(tab.extents()[1] < 60 for tab in window.all('page tab')),
         'the switcher is in the header bar')


def test_pages(kp):
    'the page of a site lies over the list; Alt+Left, Escape and its button lead back'
    kp.add('cp.kite.example')
    window = kp.start()
    wait(lambda: window.actions.enabled('show-site'), 'the desk is open')
    for leave in (lambda: window.press('alt+Left'), lambda: window.press('Escape'),
                  lambda: window.click('push button', 'Back')):
        assert not window.actions.enabled('back')
        window.actions.activate('show-site', 'x', 1)
        window.find('push button', 'Actions for cp.kite.example')
        window.gone('page tab', 'Requests')
        leave()
        window.find('page tab', 'Requests')
        window.gone('push button', 'Back')
    # A site that goes takes its page with it.
    window.actions.activate('show-site', 'x', 1)
    window.find('push button', 'Back')
    kp.ctl('site', 'remove', 'cp.kite.example')
    window.find('label', 'No Sites Yet')
    kp.close()


def test_page_keys(kp):
    'on the page of a site Menu opens Actions, and nothing changes unseen under it'
    kp.add('cp.kite.example')
    window = kp.start()
    wait(lambda: window.actions.enabled('show-site'), 'the desk is open')
    window.actions.activate('show-site', 'x', 1)
    window.find('push button', 'Back')
    for key in ('shift+F10', 'Menu'):
        window.press(key)
        window.find('menu item', 'Copy Address')
        window.press('Escape')
        window.gone('menu item', 'Copy Address')
    window.press('ctrl+Page_Down', 'alt+Left')
    window.gone('push button', 'Back')
    assert window.actions.state('view') == 'sites'


def test_note(kp):
    'a long note is shown in full or can be scrolled, and what does not go in is told'
    kp.add('cp.kite.example')
    kp.ctl('site', 'set', 'cp.kite.example', '--note', 'word ' * 380)
    window = kp.start()
    wait(lambda: window.actions.enabled('show-site'), 'the desk is open')
    window.actions.activate('show-site', 'x', 1)
    note = window.find('text', 'Note')
    wait(lambda: note.extents()[3] > 150, 'the note has room')
    note.set_text('x' * 3000)
    window.find('label', text=lambda text: 'was left out' in (text or ''))
    wait(lambda: len(note.text) == 2000, 'it is full')
    window.actions.activate('back')
    wait(lambda: kp.sites()[0]['note'] == 'x' * 2000, 'it is saved')


def test_narrow_checking(kp):
    'it stays at 360 pixels while it checks'
    kp.add_many(400)
    with Resolver(kp) as dns:
        dns.delay = 2
        window = kp.start()
        wait(lambda: window.actions.enabled('check-all'), 'the desk is open')
        assert window.resize(360, 600) == (360, 600)
        if not window.actions.enabled('cancel-check'):
            window.actions.activate('check-all')
        window.find('label', text=lambda text: (text or '').startswith('Checking '))
        window.find('push button', 'Cancel')
        assert window.minimum() == (360, 294), window.minimum()
        assert window.size() == (360, 600), window.size()
        window.actions.activate('cancel-check')
        window.gone('push button', 'Cancel')


def test_undo(kp):
    'a removal is undone from its toast and by Ctrl+Z'
    kp.add('cp.kite.example')
    kp.add('cp.lake.example')
    ids = {}
    window = kp.start()
    wait(lambda: window.actions.enabled('remove-sites'), 'the desk is open')
    assert not window.actions.enabled('undo')
    for number in (1, 2):
        window.actions.activate('remove-sites', 'ax', [number])
        window.find('label', lambda name: name.startswith('“cp.') and name.endswith('” removed'))
        ids[number] = wait(lambda n=number: len(kp.sites()) == 2 - n, 'one less')
    window.find('label', 'No Sites Yet')
    window.click('push button', TOAST_UNDO)
    wait(lambda: [s['site'] for s in kp.sites()] == ['cp.lake.example'], 'the last one is back')
    window.press('ctrl+z')
    wait(lambda: len(kp.sites()) == 2, 'the first one is back, too')
    assert not window.actions.enabled('undo')
    # The address was taken meanwhile: it says so and loses nothing.
    window.actions.activate('remove-sites', 'ax', [1])
    wait(lambda: len(kp.sites()) == 1, 'one less')
    kp.add('cp.kite.example')
    window.actions.activate('undo')
    window.find('label', lambda name: 'cp.kite.example' in name and 'removed' not in name)
    assert len(kp.sites()) == 2


def test_remembers(kp):
    'size and filters are there the next time'
    kp.add('cp.kite.example')
    window = kp.start()
    assert window.size() == (1000, 700), window.size()
    assert window.resize(800, 500) == (800, 500)
    window.actions.set_state('lock-filter', 's', 'unknown')
    window.actions.set_state('overdue', 'b', True)
    kp.close()
    window = kp.start()
    wait(lambda: window.size() == (800, 500), 'the size of the last time')
    assert window.actions.state('lock-filter') == 'unknown'
    assert window.actions.state('overdue') is True
    assert window.actions.state('your-turn') is False
    kp.close()


def problem(kp, title):
    window = kp.start()
    window.find('label', title)
    window.find('push button', 'Try Again')
    assert not window.actions.enabled('check-all')
    return window


def test_damaged(kp):
    'a damaged store is told of and left as it is; with a good one Try Again goes on'
    kp.add('cp.kite.example')
    path = os.path.join(kp.data_dir, 'keyplate.db')
    shutil.copy(path, path + '.good')
    with open(path, 'wb') as file:
        file.write(b'no database at all' * 300)
    window = problem(kp, 'Can’t Read the Sites')
    window.find('label', lambda name: path in name and 'left as it is' in name)
    with open(path, 'rb') as file:
        assert file.read() == b'no database at all' * 300
    os.replace(path + '.good', path)
    window.click('push button', 'Try Again')
    window.gone('label', 'Can’t Read the Sites')
    wait(lambda: window.actions.enabled('check-all'), 'the desk is open')
    kp.close()


def test_newer(kp):
    'a store of a newer Keyplate is told of'
    path = os.path.join(kp.data_dir, 'keyplate.db')
    with open(path, 'r+b') as file:
        file.seek(60)
        file.write((99).to_bytes(4, 'big'))
    problem(kp, 'Written by a Newer Keyplate')
    kp.close()


def test_read_only(kp):
    'a place that can’t be written is told of'
    if os.geteuid() == 0:
        # root writes everywhere but into what is no folder's place: a file stands there.
        shutil.rmtree(kp.data_dir)
        with open(kp.data_dir, 'w', encoding='utf-8'):
            pass
        problem(kp, 'Can’t Open the Sites')
    else:
        os.chmod(os.path.join(kp.data_dir, 'keyplate.db'), stat.S_IRUSR)
        problem(kp, 'Not Allowed to Write Here')
    kp.close()


def test_close_in_sweep(kp):
    'closed in the middle of a check it ends at once, and the store is whole'
    kp.add_many(300)
    window = kp.start()
    wait(lambda: window.actions.enabled('check-all'), 'the desk is open')
    window.actions.activate('check-all')
    wait(lambda: window.actions.enabled('cancel-check'), 'a check runs')
    window.close()
    assert kp.ended(5) == 0
    assert len(kp.sites()) == 300
    path = os.path.join(kp.data_dir, 'keyplate.db')
    store = sqlite3.connect(path)
    said = store.execute('PRAGMA integrity_check').fetchall()
    store.close()
    assert said == [('ok',)], said


def test_no_demo(kp):
    'Show Demo says so where the sample is not installed'
    window = kp.start()
    window.click('push button', 'Show Demo')
    window.find('label', 'The demo is not installed')
    assert len(kp.frames()) == 1


def test_demo(kp):
    'the demo is a window of its own that checks nothing and changes nothing'
    kp.install_demo()
    window = kp.start()
    window.click('push button', 'Show Demo')
    demo = kp.window('Keyplate Demo')
    demo.find('label', 'Demo')
    demo.gone('label', 'No Sites Yet')
    wait(lambda: demo.actions.enabled('sort-attention'), 'the sample is open')
    for name in ('add-site', 'import', 'check-all', 'check-sites', 'remove-sites', 'undo',
                 'cancel-check', 'show-demo'):
        assert not demo.actions.enabled(name), name
    window.click('push button', 'Show Demo')
    assert len(kp.frames()) == 2, kp.frames()
    demo.click('push button', 'Close Demo')
    wait(lambda: len(kp.frames()) == 1, 'the demo is closed')
    window.find('label', 'No Sites Yet')
    kp.close()


main()
