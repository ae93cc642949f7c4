# SPDX-License-Identifier: GPL-3.0-or-later
"""test-instructions.py: whoever changes the record is told by the letter that is for him."""

import os

import assistant
from harness import main, wait
from resolver import Resolver
from sitelist import row_of
from verbs import answer, choose, closed, save_as, says, says_lately

SITE = 'cp.kite.example'
TARGET = 'pl-10.admin.emailsrvr.com'
DETAILS = ['--country', 'GB', '--state', 'Greater London', '--locality', 'London',
           '--organization', 'Kite Ltd', '--email', 'ops@kite.example']


def begin(kp, site=SITE):
    """A site of a customer who reads German, whose target is known."""
    kp.ctl('customer', 'add', 'Kite', '--email', 'dns@kite.example', '--language', 'de')
    kp.add(site, customer='Kite')
    kp.ctl('secure', site, *DETAILS, '--yes', '--json')
    kp.ctl('job', 'next', site, '--target', TARGET, '--done', '--json')


def open_assistant(kp, window, site=SITE):
    secure = assistant.open_assistant(kp, window, site)
    says(secure, 'Step 5 of 5')
    return secure


def you(secure):
    """The choice; GTK 4.8 calls one of a group a check box."""
    return wait(lambda: next((node for role in ('check box', 'radio button')
                              for node in secure.all(role, rows=True)
                              if node.name.startswith('You')), None), 'the choice of yourself')


def close(kp, secure):
    secure.close()
    closed(kp)


def test_who(kp):
    'the customer gets the letter in German; what you change yourself goes to nobody else'
    begin(kp)
    kp.take_links()
    secure = open_assistant(kp, kp.start())
    secure.click('push button', 'Write Email…')
    wait(lambda: len(kp.mails()) == 1, 'a mail')
    address, subject, body = kp.mails()[0]
    assert (address, subject) == ('dns@kite.example',
                                  f'Bitte ändern Sie den DNS-Eintrag von {SITE}'), subject
    assert TARGET in body and '\r\n' in body, body
    secure.point(you(secure))
    secure.click('push button', 'Write Email…')
    wait(lambda: len(kp.mails()) == 2, 'another mail')
    address, subject, body = kp.mails()[1]
    assert (address, subject) == ('', f'Please change the DNS record of {SITE}'), subject


def test_kept(kp):
    'that they were copied, and who changes the record, is kept when the window is closed'
    begin(kp)
    window = kp.start()
    secure = open_assistant(kp, window)
    secure.point(you(secure))
    secure.click('push button', 'Copy Instructions')
    secure.find('label', 'Instructions copied')
    close(kp, secure)
    secure = open_assistant(kp, window)
    wait(lambda: 'checked' in you(secure).states, 'it is you')
    secure.click('push button', 'OK, Got It')
    window.find('label', f'{SITE} is pending')
    assert len(kp.frames()) == 1, 'it asks although they were copied'
    window.actions.activate('show-site', 'x', 1)
    window.find('list item', name=lambda n: n.startswith('DNS record changed: now, You'),
                rows=True)


def test_language(kp):
    'the letter is written in the language that is chosen'
    begin(kp)
    kp.take_links()
    secure = open_assistant(kp, kp.start())
    secure.find('combo box', 'Letter language', rows=True).find('label', 'German')
    choose(secure, 'Letter language', 'Home', 'Return')
    secure.click('push button', 'Write Email…')
    wait(lambda: len(kp.mails()) == 1, 'a mail')
    address, subject, _ = kp.mails()[0]
    assert (address, subject) == ('dns@kite.example',
                                  f'Please change the DNS record of {SITE}'), subject


def test_save(kp):
    'they are saved as text in the language that is chosen, which counts as told'
    begin(kp)
    window = kp.start()
    secure = open_assistant(kp, window)
    # Where no file can be made, whoever asks.
    secure.click('push button', 'Save…')
    assert save_as(kp, 'Save Instructions', '/proc/self/new.txt') == f'{SITE}.txt'
    secure.find('alert', name=lambda n: '“new.txt” was not saved: There is no such folder any '
                                        'more. Choose another.' in n)
    secure.click('push button', 'OK, Got It')
    answer(kp, 'Finish without copying the instructions?', 'Cancel')
    choose(secure, 'Letter language', 'Home', 'Return')
    path = os.path.join(kp.folder, 'letter.txt')
    secure.click('push button', 'Save…')
    save_as(kp, 'Save Instructions', path)
    secure.find('label', 'Instructions saved')
    with open(path, encoding='utf-8') as file:
        lines = file.read().splitlines()
    assert lines[:2] == [f'Please change the DNS record of {SITE}', ''], lines
    assert any(TARGET in line for line in lines[2:]), lines
    secure.click('push button', 'OK, Got It')
    window.find('label', f'{SITE} is pending')
    assert len(kp.frames()) == 1, 'it asks although they were saved'


def test_advice(kp):
    'a long TTL is to be lowered first, and a target that does not serve the name yet is told of'
    with Resolver(kp) as dns:
        # The server of DNS over HTTPS stands in for one whose certificate has other names.
        site = f'{SITE}:{dns.server.server_address[1]}'
        dns.ttl = 86400
        dns.add(SITE, 'A', '127.0.0.2')
        dns.add(TARGET, 'A', '127.0.0.1')
        begin(kp, site)
        kp.ctl('check', site, status=1)
        secure = open_assistant(kp, kp.start(), site)
        says(secure, 'Lower the TTL (now 86400 s) a day before')
        says(secure, f'{TARGET} doesn’t serve {site} yet')
        says(secure, 'expect a gap of up to 48 hours')
        says(secure, 'Remove first: A 127.0.0.2')


def test_remind(kp):
    'the customer who is waited for is reminded by a letter, and that is noted once'
    with Resolver(kp) as dns:
        dns.add(SITE, 'A', '203.0.113.7')
        dns.add(TARGET, 'A', '127.0.0.9')
        begin(kp)
        kp.ctl('job', 'next', SITE, '--done', '--json')
        kp.take_links()
        window = kp.start()
        wait(lambda: kp.sites()[0]['checked_at'], 'it was checked')
        row_of(window, SITE)
        window.actions.activate('show-site', 'x', 1)
        window.find('push button', 'It Was Done…')
        window.click('push button', 'Remind…')
        remind = kp.window('Remind')
        says(remind, 'Nobody was reminded yet in this step.')
        says(remind, f'DNS-Eintrag von {SITE}')
        window.actions.activate('remind', 'x', 1)
        remind.click('push button', 'Write Email…')
        says_lately(remind, 'Noted: the customer was reminded DAY.')
        remind.click('push button', 'Copy Letter')
        remind.find('label', 'Letter copied')
        assert [frame.name for frame in kp.frames()].count('Remind') == 1, 'there are two'
        assert kp.mails()[0][0] == 'dns@kite.example', kp.mails()
        remind.close()
        closed(kp)
        window.click('push button', 'Remind…')
        says_lately(kp.window('Remind'), 'Reminded 1 time, DAY.')


def test_no_mail_program(kp):
    'nobody counts as reminded by a mail that no program has taken'
    kp.drop_programs('x-scheme-handler/mailto')
    with Resolver(kp) as dns:
        dns.add(SITE, 'A', '203.0.113.7')
        dns.add(TARGET, 'A', '127.0.0.9')
        begin(kp)
        kp.ctl('job', 'next', SITE, '--done', '--json')
        window = kp.start()
        wait(lambda: kp.sites()[0]['checked_at'], 'it was checked')
        row_of(window, SITE)
        window.actions.activate('show-site', 'x', 1)
        window.click('push button', 'Remind…')
        remind = kp.window('Remind')
        remind.click('push button', 'Write Email…')
        says(remind, 'No mail program could be started.')
        says(remind, 'Nobody was reminded yet in this step.')


main()
