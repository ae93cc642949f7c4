# SPDX-License-Identifier: GPL-3.0-or-later
"""test-portals.py: in a sandbox mails and pages go through the desktop, and what it does not take
is said, with what to do instead."""

from harness import main, wait
from portal import SANDBOX, Portal
from resolver import Resolver
from sitelist import row_of
from verbs import says, says_lately

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


main()
