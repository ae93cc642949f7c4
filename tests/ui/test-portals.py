# SPDX-License-Identifier: GPL-3.0-or-later
"""test-portals.py: in a sandbox mails, pages and files go through the desktop, and what it does
not take is said, with what to do instead."""

import os

from harness import main, wait
from portal import NEVER, REFUSED, SANDBOX, Portal
from resolver import Resolver
from sitelist import row_of
from verbs import answer, says, says_lately

SITE = 'cp.kite.example'
TARGET = 'pl-10.admin.emailsrvr.com'
DETAILS = ['--country', 'GB', '--state', 'Greater London', '--locality', 'London',
           '--organization', 'Kite Ltd', '--email', 'ops@kite.example']
NO_PROGRAM = 'No mail program could be started. Copy the letter, and paste it into a mail.'
NO_PAGE = 'No program could open the page.'


def remind(kp):
    """The window that writes to a customer who is waited for."""
    with Resolver(kp) as dns:
        dns.add(SITE, 'A', '203.0.113.7')
        kp.ctl('customer', 'add', 'Kite', '--email', 'dns@kite.example', '--language', 'de')
        kp.add(SITE, customer='Kite')
        kp.ctl('secure', SITE, *DETAILS, '--yes', '--json')
        kp.ctl('job', 'next', SITE, '--target', TARGET, '--done', '--json')
        kp.ctl('job', 'next', SITE, '--done', '--json')
    window = kp.start(**SANDBOX)
    row_of(window, SITE)
    window.actions.activate('show-site', 'x', 1)
    window.click('push button', 'Remind…')
    return kp.window('Remind')


def open_site(kp):
    kp.add(SITE)
    window = kp.start(**SANDBOX)
    window.find('push button', f'Actions for {SITE}', rows=True).click('push button')
    window.click('menu item', 'Open Site', rows=True)
    return window


def test_mail(kp):
    'a letter goes to the mail program through the Email portal, whole'
    portal = Portal(Email=0)
    letter = remind(kp)
    letter.click('push button', 'Write Email…')
    says_lately(letter, 'Noted: the customer was reminded DAY.')
    (method, options), = portal.asked
    assert method == 'ComposeEmail', method
    assert options['address'] == 'dns@kite.example', options
    assert options['subject'].startswith(f'DNS-Eintrag von {SITE}'), options
    assert TARGET in options['body'] and '\r' not in options['body'], options
    assert not kp.mails(), 'nothing else was asked'


def test_mail_refused(kp):
    'nobody counts as reminded by a mail that the desktop has not taken'
    portal = Portal(Email=1)
    letter = remind(kp)
    for answer in (1, 2):
        portal.answers['Email'] = answer
        letter.click('push button', 'Write Email…')
        wait(lambda n=answer: len(portal.asked) == n, 'it was asked')
        says(letter, NO_PROGRAM)
        says(letter, 'Nobody was reminded yet in this step.')


def test_mail_missing(kp):
    'a desktop without the Email portal is given the address; without that one it is said'
    portal = Portal(OpenURI=0)
    letter = remind(kp)
    letter.click('push button', 'Write Email…')
    says_lately(letter, 'Noted: the customer was reminded DAY.')
    method, uri, _ = portal.asked[0]
    assert method == 'OpenURI' and uri.startswith('mailto:dns@kite.example?subject='), portal.asked
    portal.answers['OpenURI'] = 2
    letter.click('push button', 'Write Email…')
    says(letter, NO_PROGRAM)


def test_page(kp):
    'a page is opened by the desktop'
    portal = Portal(OpenURI=0)
    window = open_site(kp)
    wait(lambda: portal.asked, 'the desktop was asked')
    method, uri, _ = portal.asked[0]
    assert (method, uri) == ('OpenURI', f'https://{SITE}/'), portal.asked
    window.gone('label', NO_PAGE)


def test_page_refused(kp):
    'a page that the desktop does not open is told of, and its address can be copied'
    Portal(OpenURI=2)
    window = open_site(kp)
    window.find('label', NO_PAGE)
    window.click('push button', 'Copy Address Copy Address')
    window.find('label', 'Address copied')


def test_page_missing(kp):
    'so is one where nobody opens pages, in a sandbox and outside'
    kp.drop_programs('x-scheme-handler/https')
    Portal()
    open_site(kp).find('label', NO_PAGE)
    kp.kill()
    window = kp.start()
    window.find('push button', f'Actions for {SITE}', rows=True).click('push button')
    window.click('menu item', 'Open Site', rows=True)
    window.find('label', NO_PAGE)


FAILED = 'The file dialog of the desktop failed.'
SILENT = 'The file dialog of the desktop does not answer. Try again; if it stays silent,'
MISSING = 'This desktop has no file dialog for programs in a sandbox. Install its portal'


def choose_backup(kp):
    """Asks for the file of a backup; returns the window that does."""
    window = kp.start(**SANDBOX)
    wait(lambda: window.actions.enabled('back-up'), 'the desk is open')
    window.actions.activate('back-up')
    backup = kp.window('Back Up')
    backup.click('push button', 'Back Up…')
    return backup


def told(kp, text):
    'It is said in a dialog, which goes; there is none of files.'
    assert text in answer(kp, 'No File Could Be Chosen', 'Close')
    wait(lambda: len(kp.frames()) == 2, 'no window of files is left')


def test_file(kp):
    'a file is chosen in the dialog of the desktop'
    path = os.path.join(kp.folder, 'all.keyplate')
    portal = Portal(FileChooser=(0, {'uris': [f'file://{path}']}))
    backup = choose_backup(kp)
    wait(lambda: os.path.exists(path), 'it is written')
    (method, title, options), = portal.asked
    assert (method, title) == ('SaveFile', 'Save Backup'), portal.asked
    assert options['modal'] is True, options


def test_file_cancelled(kp):
    'who cancels that dialog is told nothing, and can try again'
    portal = Portal(FileChooser=(1, {'uris': []}))
    backup = choose_backup(kp)
    wait(lambda: len(portal.asked) == 1, 'it was asked')
    backup.click('push button', 'Back Up…')
    wait(lambda: len(portal.asked) == 2, 'it was asked again')
    assert len(kp.frames()) == 2, kp.frames()


def test_file_failed(kp):
    'a dialog that fails, is refused or names no file was not cancelled: it is said'
    portal = Portal(FileChooser=(2, {'uris': []}))
    backup = choose_backup(kp)
    told(kp, FAILED)
    for number, failure in enumerate((REFUSED, (0, {'uris': []})), 2):
        portal.answers['FileChooser'] = failure
        backup.click('push button', 'Back Up…')
        told(kp, FAILED)
        assert len(portal.asked) == number, portal.asked


def test_file_missing(kp):
    'without a dialog of the desktop none is shown that sees the sandbox alone'
    Portal(Email=0)
    choose_backup(kp)
    told(kp, MISSING)


def test_file_lost(kp):
    'a dialog whose desktop ends is over, and the window can be used again'
    portal = Portal(FileChooser=NEVER)
    backup = choose_backup(kp)
    wait(lambda: portal.asked, 'it was asked')
    portal.leave()
    told(kp, FAILED)
    backup.click('push button', 'Back Up…')
    told(kp, MISSING)


def test_hanging(kp):
    'a desktop that takes what it is asked and says nothing is given up, and each is told'
    portal = Portal(Email=0, OpenURI=0, FileChooser=0)
    letter = remind(kp)
    portal.hang()
    letter.click('push button', 'Write Email…')
    window = kp.window('Keyplate')
    window.click('push button', f'Actions for {SITE}')
    window.click('menu item', 'Open Site', rows=True)
    window.actions.activate('back-up')
    backup = kp.window('Back Up')
    backup.click('push button', 'Back Up…')
    # None waits for another: each after ten seconds.
    says(letter, NO_PROGRAM)
    says(letter, 'Nobody was reminded yet in this step.')
    window.find('label', NO_PAGE)
    assert SILENT in answer(kp, 'No File Could Be Chosen', 'Close')
    wait(lambda: len(kp.frames()) == 3, 'no window of files is left')
    # Once it is back, so is the dialog.
    portal.leave()
    path = os.path.join(kp.folder, 'all.keyplate')
    Portal(FileChooser=(0, {'uris': [f'file://{path}']}))
    backup.click('push button', 'Back Up…')
    wait(lambda: os.path.exists(path), 'it is written')


main()
