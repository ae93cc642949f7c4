# SPDX-License-Identifier: GPL-3.0-or-later
"""test-edit-site.py: what is wanted of a site is changed, and judged by what holds then."""

import os
import sqlite3

from harness import main, wait
from resolver import Resolver
from verbs import choose_line

SITE = 'cp.kite.example'


def open_edit(kp):
    """The window of the only site."""
    window = kp.start()
    wait(lambda: window.actions.enabled('edit-site'), 'the desk is open')
    window.find('table row', name=lambda n: n.startswith(SITE))
    window.actions.activate('edit-site', 'x', 1)
    return window, kp.window('Edit Site')


def entry(edit, title='Target'):
    return edit.find('text', title, rows=True)


def target_is(edit, text):
    wait(lambda: entry(edit).text == text, f'the target is {text}')


def says(node, text):
    return node.find('label', text=lambda t: text in t, rows=True)


def says_not(node, text):
    node.gone('label', text=lambda t: text in t, rows=True)


def toggle(edit, title):
    return edit.find('check box', title, rows=True)


def can_save(edit, wanted=True):
    wait(lambda: ('sensitive' in edit.find('push button', 'Save').states) == wanted,
         f'Save is {"" if wanted else "in"}sensitive')


def save(kp, edit):
    edit.click('push button', 'Save')
    wait(lambda: len(kp.frames()) == 1, 'the window is gone')


def chosen(edit, drop_down, label):
    box = edit.find('combo box', drop_down, rows=True)
    wait(lambda: label in box.texts(), f'{drop_down} is {label}')


def site(kp):
    return kp.sites()[0]


def test_all(kp):
    'provider, target, customer, proxy and note are changed and saved'
    kp.ctl('customer', 'add', 'Kite')
    kp.add(SITE, target='pl-3.admin.emailsrvr.com', customer='Kite')
    window, edit = open_edit(kp)
    says(edit, SITE)
    chosen(edit, 'Provider', 'Cloud Office')
    chosen(edit, 'Customer', 'Kite')
    target_is(edit, 'pl-3.admin.emailsrvr.com')
    can_save(edit, False)
    entry(edit, 'Note').set_text('Ring first')
    can_save(edit)
    entry(edit, 'Note').set_text('')
    can_save(edit, False)
    choose_line(edit, 'Provider', 'Own Server')
    entry(edit, 'Target (optional)').set_text('https://WEB.kite.example/')
    choose_line(edit, 'Customer', 'New Customer…')
    can_save(edit, False)
    edit.type('Kite & Sons')
    toggle(edit, 'Behind a proxy').act()
    entry(edit, 'Note').set_text('Ring first')
    save(kp, edit)
    found = site(kp)
    assert (found['provider'], found['customer']) == ('own-server', 'Kite & Sons'), found
    assert (found['proxied'], found['note']) == (True, 'Ring first'), found
    assert found['dns']['expected'] == 'web.kite.example', found
    window.find('label', 'Own Server', rows=True)
    window.find('label', 'Kite & Sons', rows=True)


def test_judged(kp):
    'another target is looked for at once'
    with Resolver(kp) as dns:
        dns.add(SITE, 'CNAME', 'pl-7.admin.emailsrvr.com')
        dns.add('pl-7.admin.emailsrvr.com', 'A', '127.0.0.9')
        kp.add(SITE, target='pl-3.admin.emailsrvr.com')
        window, edit = open_edit(kp)
        says(window, 'CNAME to another target')
        asked = len(dns.asked)
        entry(edit).set_text('pl-7.admin.emailsrvr.com')
        save(kp, edit)
        window.gone('label', text=lambda t: 'CNAME to another target' in t, rows=True)
        wait(lambda: len(dns.asked) > asked, 'DNS is asked again')
        wait(lambda: site(kp)['dns']['verdict'] == 'ok', 'DNS leads where it must')


def test_later(kp):
    'a target may be told later, and the usual one is proposed when it is entered'
    kp.add(SITE, target='pl-3.admin.emailsrvr.com')
    window, edit = open_edit(kp)
    toggle(edit, 'The provider tells it later').act()
    target_is(edit, '')
    save(kp, edit)
    assert site(kp)['dns']['expected'] is None, site(kp)
    window.actions.activate('edit-site', 'x', 1)
    edit = kp.window('Edit Site')
    wait(lambda: 'checked' in toggle(edit, 'The provider tells it later').states, 'it is on')
    can_save(edit, False)
    toggle(edit, 'The provider tells it later').act()
    target_is(edit, 'pl-10.admin.emailsrvr.com')
    save(kp, edit)
    assert site(kp)['dns']['expected'] == 'pl-10.admin.emailsrvr.com', site(kp)


def test_refused(kp):
    'what a provider does not allow is refused with the reason'
    kp.ctl('site', 'add', 'cp.mycpsrvr.com', '--provider', 'own-server')
    window = kp.start()
    wait(lambda: window.actions.enabled('edit-site'), 'the desk is open')
    window.actions.activate('edit-site', 'x', 1)
    edit = kp.window('Edit Site')
    toggle(edit, 'Behind a proxy').act()
    can_save(edit)
    choose_line(edit, 'Provider', 'Cloud Office')
    says(edit, 'secures no site')
    can_save(edit, False)
    choose_line(edit, 'Provider', 'Pexip')
    says_not(edit, 'secures no site')
    says(edit, 'Pexip does not allow a proxy before its sites.')
    can_save(edit, False)
    toggle(edit, 'Behind a proxy').act()
    says_not(edit, 'does not allow a proxy')
    target_is(edit, 'mpg.vp.vc')
    can_save(edit)
    choose_line(edit, 'Provider', 'Own Server')
    entry(edit, 'Target (optional)').set_text('not_a_host')
    says(edit, 'only one word')
    can_save(edit, False)
    entry(edit, 'Target (optional)').set_text('CP.mycpsrvr.com')
    says(edit, 'is the site itself')
    can_save(edit, False)
    entry(edit, 'Target (optional)').set_text('')
    note = edit.find('text', 'Note', rows=True)
    note.set_text('x' * 3000)
    says(edit, 'The note holds 2000 characters; what is over it was left out.')
    wait(lambda: len(note.text) == 2000, 'the note is full')
    can_save(edit)
    note.set_text('y')
    says_not(edit, 'was left out')
    edit.press('Escape')
    wait(lambda: len(kp.frames()) == 1, 'Escape closes the window')
    assert site(kp)['provider'] == 'own-server', site(kp)


def test_elsewhere(kp):
    'what another process changes shows, and what was changed here stays'
    kp.ctl('customer', 'add', 'Kite')
    kp.add(SITE, target='pl-3.admin.emailsrvr.com')
    window, edit = open_edit(kp)
    entry(edit, 'Note').set_text('typed')
    kp.ctl('site', 'set', SITE, '--target', 'pl-4.admin.emailsrvr.com', '--customer', 'Kite',
           '--proxied', 'yes', '--note', 'other')
    target_is(edit, 'pl-4.admin.emailsrvr.com')
    chosen(edit, 'Customer', 'Kite')
    wait(lambda: 'checked' in toggle(edit, 'Behind a proxy').states, 'the proxy shows')
    assert entry(edit, 'Note').text == 'typed'
    # A customer that is renamed, and a new one, are in the list.
    kp.ctl('customer', 'set', 'Kite', '--name', 'Kite Ltd')
    chosen(edit, 'Customer', 'Kite Ltd')
    save(kp, edit)
    found = site(kp)
    assert (found['customer'], found['proxied'], found['note']) == ('Kite Ltd', True, 'typed')
    assert found['dns']['expected'] == 'pl-4.admin.emailsrvr.com', found


def test_removed(kp):
    'a site that was removed can not be saved before it is restored'
    kp.add(SITE)
    window, edit = open_edit(kp)
    entry(edit, 'Note').set_text('typed')
    can_save(edit)
    window.actions.activate('remove-sites', 'ax', [1])
    says(edit, 'This site was removed.')
    can_save(edit, False)
    window.actions.activate('undo')
    can_save(edit)
    save(kp, edit)
    assert site(kp)['note'] == 'typed', site(kp)


def test_failed(kp):
    'what can not be saved is told in the window, and nothing is lost'
    kp.add(SITE)
    window, edit = open_edit(kp)
    entry(edit, 'Note').set_text('typed with care')
    store = sqlite3.connect(os.path.join(kp.data_dir, 'keyplate.db'), isolation_level=None)
    store.execute('BEGIN IMMEDIATE')
    try:
        edit.click('push button', 'Save')
        edit.find('label', text=lambda t: 'keyplate.db' in t, limit=20)
        assert entry(edit, 'Note').text == 'typed with care'
    finally:
        store.execute('ROLLBACK')
        store.close()
    save(kp, edit)
    assert site(kp)['note'] == 'typed with care', site(kp)


def test_lost_profile(kp):
    'a provider without a profile is kept, and a note that is too long is not cut'
    kp.add(SITE, target='pl-3.admin.emailsrvr.com')
    store = sqlite3.connect(os.path.join(kp.data_dir, 'keyplate.db'))
    store.execute("UPDATE site SET provider = 'gone', note = ?", ('n' * 3000,))
    store.commit()
    store.close()
    window, edit = open_edit(kp)
    chosen(edit, 'Provider', 'gone')
    assert len(entry(edit, 'Note').text) == 3000
    can_save(edit, False)
    toggle(edit, 'Behind a proxy').act()
    save(kp, edit)
    found = site(kp)
    assert (found['provider'], found['proxied']) == ('gone', True), found
    assert len(found['note']) == 3000
    assert found['dns']['expected'] == 'pl-3.admin.emailsrvr.com', found


def test_menus(kp):
    'it opens from the menu of a row and from the page of the site'
    kp.add(SITE)
    window = kp.start()
    row = window.find('table row', name=lambda n: n.startswith(SITE))
    row.find('push button', f'Actions for {SITE}', rows=True).click('push button')
    window.click('menu item', 'Edit…', rows=True)
    edit = kp.window('Edit Site')
    assert edit.minimum()[0] == 360, edit.minimum()
    edit.click('push button', 'Cancel')
    wait(lambda: len(kp.frames()) == 1, 'the window is gone')
    window.actions.activate('show-site', 'x', 1)
    window.gone('table row', name=lambda n: n.startswith(SITE))
    window.find('push button', f'Actions for {SITE}').click('push button')
    window.click('menu item', 'Edit…')
    edit = kp.window('Edit Site')
    # It goes with its site's window.
    kp.close()


def test_journal(kp):
    'the journal tells what was changed, once'
    kp.add(SITE, target='pl-3.admin.emailsrvr.com')
    window, edit = open_edit(kp)
    entry(edit).set_text('pl-4.admin.emailsrvr.com')
    save(kp, edit)
    store = sqlite3.connect(os.path.join(kp.data_dir, 'keyplate.db'))
    told = [text for text, in store.execute("SELECT text FROM journal WHERE kind = 'edited'")]
    store.close()
    assert told == ['\tedit.target\tpl-3.admin.emailsrvr.com\tpl-4.admin.emailsrvr.com'], told
    history = kp.ctl('site', 'show', SITE, '--history')
    assert 'Target: pl-3.admin.emailsrvr.com → pl-4.admin.emailsrvr.com' in history, history


main()
