# SPDX-License-Identifier: GPL-3.0-or-later
"""test-retire.py: a site is taken out of use and back, and who must know is written to."""

import json
import os
import sqlite3
import sys

from harness import SOURCE, main, wait
from resolver import Resolver
from sitelist import row_of, rows
from verbs import answer, choose_line, closed, question, save_as, says, says_lately

sys.path.insert(0, os.path.join(SOURCE, 'tests', 'ctl'))
import keyring  # noqa: E402

SITE = 'cp.kite.example'
TARGET = 'pl-10.admin.emailsrvr.com'


def toggle(window, name):
    """Points at the check box of that row."""
    window.point(wait(lambda: next((node for node in window.all('check box', rows=True)
                                    if node.name.startswith(name)), None), name))


def requests(kp):
    return json.loads(kp.ctl('request', 'list', '--json'))['requests']


def open_window(kp, window):
    wait(lambda: window.actions.enabled('retire-site'), 'the desk is open')
    row_of(window, SITE)
    window.actions.activate('retire-site', 'x', 1)
    return kp.window('Retire Site')


def test_retire(kp):
    'the provider is asked by the letter that was looked at, the customer is told of the record'
    with Resolver(kp) as dns:
        dns.add(SITE, 'CNAME', TARGET)
        dns.add(TARGET, 'A', '127.0.0.9')
        kp.take_links()
        kp.ctl('provider', 'connect', 'cloud-office', '--channel', 'email', '--to',
               'help@provider.example')
        kp.ctl('customer', 'add', 'Kite', '--email', 'dns@kite.example')
        kp.add(SITE, customer='Kite', target=TARGET)
        window = kp.start()
        wait(lambda: kp.sites()[0]['checked_at'], 'it was checked')
        row_of(window, SITE)
        window.actions.activate('show-site', 'x', 1)
        retire = open_page_menu(kp, window)
        says(retire, f'Stop checking {SITE} and keep its history?')
        says(retire, f'still leads to {TARGET}')
        toggle(retire, 'Ask the provider')
        choose_line(retire, 'Letter language', 'German')
        subject = retire.find('text', 'Subject', rows=True)
        wait(lambda: subject.text.startswith(f'{SITE} wird nicht mehr gebraucht'), 'German')
        text = subject.text
        subject.set_text(text + ', please')
        toggle(retire, 'Tell the customer')
        says(retire, f'Please remove the DNS record of {SITE}')
        retire.click('push button', 'Write Email…')
        wait(lambda: [mail[0] for mail in kp.mails()] == ['dns@kite.example'], 'a mail')
        retire.click('push button', 'Save…')
        path = os.path.join(kp.folder, 'letter.txt')
        assert save_as(kp, 'Save Letter', path) == f'{SITE}.txt'
        says(retire, 'Letter saved')
        with open(path, encoding='utf-8') as file:
            assert file.readline() == f'Please remove the DNS record of {SITE}\n'
        retire.click('push button', 'Retire')
        says(window, f'“{SITE}” retired')
        wait(lambda: kp.sites() == [], 'it is not in use')
        wait(lambda: [(one['site'], one['state']) for one in requests(kp)]
             == [(SITE, 'waiting-for-you')], 'it waits')
        store = sqlite3.connect(os.path.join(kp.data_dir, 'keyplate.db'))
        assert store.execute('SELECT subject FROM request').fetchall() == [(text + ', please',)]
        store.close()
        window.actions.activate('retired-sites')
        retired = kp.window('Retired Sites')
        says_lately(retired, 'Retired DAY')
        retired.click('push button', f'Restore {SITE}', rows=True)
        says(retired, 'No Retired Sites')
        retired.close()
        row_of(window, SITE)


def open_page_menu(kp, window):
    """Opens it from the Actions of the site's page."""
    window.find('push button', f'Actions for {SITE}').click('push button')
    window.click('menu item', 'Retire Site…')
    return kp.window('Retire Site')


def create_key(kp):
    """Keeps one in the file, which is locked when the window comes."""
    phrase = os.path.join(kp.folder, 'passphrase')
    with open(phrase, 'w', encoding='utf-8') as file:
        file.write('correct horse\n')
    kp.add(SITE, provider='own-server')
    kp.ctl('csr', 'create', SITE, '--out', os.path.join(kp.folder, 'csr.pem'),
           '--passphrase-file', phrase)


def unlock(kp):
    answer(kp, 'Unlock the vault?', 'Unlock', Passphrase='correct horse')


def count_destroyed(kp):
    store = sqlite3.connect(os.path.join(kp.data_dir, 'keyplate.db'))
    count = store.execute('SELECT count(*) FROM signing_key WHERE destroyed_at > 0').fetchone()
    store.close()
    return count[0]


def test_two_places(kp):
    'with a keyring and a locked file nothing is retired before both are open'
    create_key(kp)
    service = keyring.Keyring(os.environ['DBUS_SESSION_BUS_ADDRESS'])
    window = kp.start()
    retire = open_window(kp, window)
    toggle(retire, 'Destroy the key')
    retire.click('push button', 'Retire')
    asked = wait(lambda: question(kp, 'Unlock the vault?'), 'a question')
    # It is at work: what was asked for is not dropped.
    retire.click('push button', 'Cancel')
    asked.click('push button', 'Cancel Cancel')
    says(retire, 'The vault is locked')
    assert len(kp.sites()) == 1
    retire.click('push button', 'Retire')
    unlock(kp)
    wait(lambda: not rows(window), 'it is gone')
    closed(kp)
    assert count_destroyed(kp) == 1
    service.close()


def test_half_done(kp):
    'asked and destroyed together: what fails is told, and only that is done again'
    kp.ctl('provider', 'connect', 'own-server', '--channel', 'email', '--to',
           'help@provider.example')
    create_key(kp)
    # Where the file is to be written anew something lies that can't be written over.
    blocked = os.path.join(kp.data_dir, 'vault.part')
    os.mkdir(blocked)
    window = kp.start()
    retire = open_window(kp, window)
    toggle(retire, 'Ask the provider')
    says(retire, '1 key; nobody can bring it back')
    toggle(retire, 'Destroy the key')
    retire.click('push button', 'Retire')
    unlock(kp)
    says(retire, 'The site is retired, but its keys are not destroyed yet')
    says(retire, blocked)
    wait(lambda: kp.sites() == [], 'it is not in use')
    assert count_destroyed(kp) == 0
    assert [one['site'] for one in requests(kp)] == [SITE]
    # It was asked: nothing can be changed in that any more.
    asked = retire.find('list item', 'Ask the provider to remove it', rows=True)
    assert 'sensitive' not in asked.states, asked.states
    retire.gone('text', 'Subject', rows=True)
    os.rmdir(blocked)
    retire.click('push button', 'Retire')
    says(window, f'“{SITE}” retired')
    closed(kp)
    assert count_destroyed(kp) == 1
    assert len(requests(kp)) == 1, requests(kp)
    window.find('page tab', 'Requests (1)')


def move_away(kp, dns, **more):
    """The page of a site that has led to its provider and now leads elsewhere."""
    # One resolver alone may be wrong about it.
    kp.ctl('settings', 'set', 'resolvers',
           f'{dns.url} {dns.url.replace("127.0.0.1", "localhost")}')
    dns.add(SITE, 'CNAME', TARGET)
    dns.add(TARGET, 'A', '127.0.0.9')
    dns.add('www.other.example', 'A', '127.0.0.10')
    kp.add(SITE, target=TARGET, **more)
    kp.ctl('check', SITE, status=1)
    dns.records[SITE, 'CNAME'] = ['www.other.example']
    kp.ctl('check', SITE, status=1)
    window = kp.start()
    wait(lambda: window.actions.enabled('show-site'), 'the desk is open')
    row_of(window, SITE)
    window.actions.activate('show-site', 'x', 1)
    return window


def test_moved(kp):
    'where a site has moved away the customer is asked whether that was meant'
    with Resolver(kp) as dns:
        kp.take_links()
        kp.ctl('customer', 'add', 'Kite', '--email', 'dns@kite.example')
        window = move_away(kp, dns, customer='Kite')
        window.click('push button', 'Ask the Customer')
        letter = kp.window('Ask the Customer')
        says(letter, f'Has {SITE} moved away?')
        letter.click('push button', 'Write Email…')
        wait(lambda: kp.mails(), 'a mail')
        address, subject, body = kp.mails()[0]
        assert (address, subject) == ('dns@kite.example', f'Has {SITE} moved away?')
        assert 'www.other.example' in body and TARGET in body, body
        letter.close()
        closed(kp)
        window.click('push button', 'Retire…')
        kp.window('Retire Site')


def test_moved_of_nobody(kp):
    'a site without a customer can be retired from there too, and its provider asked by its form'
    kp.take_links()
    with Resolver(kp) as dns:
        window = move_away(kp, dns)
        window.click('push button', 'Retire…')
        retire = kp.window('Retire Site')
        window.gone('push button', 'Ask the Customer')
        toggle(retire, 'Ask the provider')
        retire.find('text', 'Subject', rows=True)
        retire.click('push button', 'Retire')
        closed(kp)
        # The site is gone, what was asked about it is not.
        window.click('page tab', 'Requests (1)')
        window.point(window.find('list item', name=lambda n: SITE in n))
        window.click('push button', 'Copy for the Form')
        says(window, 'Request copied')
        window.click('push button', 'Open Form')
        wait(lambda: kp.pages() == ['https://cp.rackspace.com/'], 'its form')
        window.click('push button', 'I Sent It…')
        answer(kp, 'Was it sent?', 'I Sent It')
        says(window, 'Sent, just now')
        assert [one['state'] for one in requests(kp)] == ['sent']


main()
