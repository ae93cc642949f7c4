# SPDX-License-Identifier: GPL-3.0-or-later
"""test-renew-buy.py: a certificate is ordered, handed over, and proven at every address."""

import datetime
import os
import sys

from harness import SOURCE, main, wait
from notices import Notices
from renewing import HOST, TARGET, Site
from resolver import Resolver
from verbs import answer, can, closed, entry, save_as, says, says_not

sys.path.insert(0, os.path.join(SOURCE, 'tests', 'ctl'))
from helpdesk import TOKEN, Helpdesk  # noqa: E402

RECORD = f'_dnsauth.{HOST}'
PASSPHRASE = 'correct horse'
DETAILS = ['--country', 'GB', '--state', 'Greater London', '--locality', 'London',
           '--organization', 'Kite Ltd', '--organizational-unit', 'IT', '--email',
           'ops@kite.example']


def begin(kp, dns):
    """A site of the provider whose signing request is there; its window stands at Buy."""
    site = Site(kp)
    dns.add(HOST, 'CNAME', TARGET)
    dns.add(TARGET, 'A', '127.0.0.1')
    kp.add(site.name, 'pexip', customer='Kite Travel')
    kp.ctl('check', site.name)
    kp.ctl('renew', site.name, *DETAILS)
    kp.ctl('job', 'next', site.name, '--csr', site.at('site.csr'))
    return site


def open_job(kp, site):
    window = kp.start()
    wait(lambda: window.actions.enabled('renew-site'), 'the desk is open')
    window.actions.activate('renew-site', 'x', 1)
    return window, kp.window(f'Renew Certificate of {site.name}')


def copy(window, text):
    """Puts TEXT on the clipboard, as another program would."""
    window.press('ctrl+f')
    window.type(text)
    window.find(('text', 'entry'), text=text)
    window.press('ctrl+a', 'ctrl+x', 'Escape')


def paste(window, fits):
    """What is on the clipboard, as another program gets it."""
    window.press('ctrl+f', 'ctrl+v')
    search = window.find('entry', 'Search')
    wait(lambda: fits(search.text or ''), 'it is pasted')
    window.press('Escape')


def choose(renew, button, item):
    """Takes a line of that menu, which comes into sight with the focus. A menu button is a button
    in a button, and only the inner one takes it."""
    found = next(node for node in renew.all('push button', button, rows=True)
                 if 'focusable' in node.states)
    wait(lambda: 'focused' in found.states or renew.press('shift+Tab'), f'{button} has the focus')
    renew.press('Return')
    renew.click('menu item', item, rows=True)


def shop(kp, renew):
    """A shop that is opened is the CA, unless another was named."""
    ca = entry(renew, 'CA')
    assert not ca.text, ca.text
    for name, page, is_now in (('Certum', 'https://shop.certum.eu/', 'Certum'),
                               ('HARICA', 'https://cm.harica.gr/', 'Certum')):
        choose(renew, 'Open Shop', name)
        wait(lambda p=page: kp.pages()[-1:] == [p], page)
        assert ca.text == is_now, ca.text
    choose(renew, 'Choose CA', 'Actalis')
    wait(lambda: ca.text == 'Actalis', 'it is chosen')
    assert len(kp.pages()) == 2, kp.pages()


def validate(kp, window, renew, dns):
    copy(window, 'Thank you for your order')
    renew.click('push button', 'Paste Validation Record', rows=True)
    says(renew, 'No DNS record is in this text.')
    copy(window, '_dnsauth.my TXT "one two"')
    renew.click('push button', 'Paste Validation Record', rows=True)
    says(renew, f'TXT {RECORD}')
    says(renew, 'Seen by 0 of 1 resolver')
    renew.find('list item', name=lambda n: 'no record. Not yet' in n, rows=True)
    dns.add(RECORD, 'TXT', 'one two')
    renew.click('push button', 'Look Again', rows=True)
    says(renew, 'Seen by 1 of 1 resolver')
    renew.find('list item', name=lambda n: 'TXT one two. Sees it' in n, rows=True)
    renew.click('push button', 'Copy Host', rows=True)
    renew.find('label', 'Host copied')
    renew.click('push button', 'Write to DNS Administrator…', rows=True)
    letter = kp.window('Write to DNS Administrator')
    says(letter, f'{RECORD}. IN TXT "one two"')
    says(letter, 'only “_dnsauth.my” as the name')
    letter.press('Escape')
    closed(kp, 2)


def renewed(kp, notices, site):
    """What the desktop is told once it is done."""
    wait(lambda: notices.taken, 'a notice')
    day = datetime.datetime.fromisoformat(kp.sites()[0]['renew_by'].replace('Z', '+00:00'))
    day = day.astimezone()
    assert notices.taken == [(
        f'{site.name} is renewed', 'The new certificate is served, as the last check proves. '
        f'Renew it by {day.day} {day:%B %Y}.')], notices.taken


def ask_again(kp, window, renew, dns):
    """The CA wants another record while it is waited for."""
    says(renew, 'Waiting for Kite CA since today.')
    says(renew, 'Seen by 1 of 1 resolver')
    dns.records[RECORD, 'CNAME'] = ['old.example']
    del dns.records[RECORD, 'TXT']
    copy(window, '_dnsauth.my TXT "three"')
    renew.click('push button', 'Paste Validation Record', rows=True)
    says(renew, 'Waiting for the customer: the record that the CA asks for is not there')
    says(renew, 'Seen by 0 of 1 resolver')
    says(renew, 'There is an alias: CNAME old.example. Add the record where it leads')
    renew.click('push button', 'Copy Instructions', rows=True)
    renew.find('label', 'Instructions copied')
    renew.click('push button', 'Remind…', rows=True)
    letter = kp.window('Remind')
    says(letter, 'It can’t be seen yet')
    says(letter, f'{RECORD}. IN TXT "three"')
    letter.click('push button', 'Copy Letter', rows=True)
    says(letter, 'Noted: the customer was reminded today.')
    letter.close()
    closed(kp, 2)
    del dns.records[RECORD, 'CNAME']
    dns.add(RECORD, 'TXT', 'three')
    renew.click('push button', 'Look Again', rows=True)
    says(renew, 'Waiting for Kite CA since today.')


def test_whole(kp):
    'ordered with what the CA asks for, handed over as a file, and done once it is served'
    notices = Notices()
    with Resolver(kp) as dns:
        kp.take_links()
        site = begin(kp, dns)
        window, renew = open_job(kp, site)
        site.step(renew, 3)
        says(renew, 'Apache or Nginx')
        renew.click('push button', 'Copy Hash', rows=True)
        renew.find('label', 'Hash copied')
        renew.click('push button', 'Save Signing Request…', rows=True)
        assert save_as(kp, 'Save Signing Request', site.at('saved.csr')) == f'{HOST}.csr'
        site.saved('saved.csr', 'site.csr')
        renew.click('push button', 'Copy Signing Request', rows=True)
        renew.find('label', 'Signing request copied')
        paste(window, lambda text: 'BEGIN CERTIFICATE REQUEST' in text)
        validate(kp, window, renew, dns)
        shop(kp, renew)
        entry(renew, 'Order number').set_text('4711')
        entry(renew, 'CA').set_text('Kite CA')
        entry(renew, 'Price').set_text('90 €')
        renew.click('push button', 'I Ordered It')
        site.step(renew, 4)
        found = site.job()['renewal']
        assert {**found['order'], 'at': None} == {'number': '4711', 'ca': 'Kite CA',
                                                  'price': '90 €', 'at': None}
        assert found['record']['value'] == 'one two' and found['record']['seen_at'], found
        ask_again(kp, window, renew, dns)
        new = site.sign('site.csr', 'new.crt', 39)
        kp.ctl('job', 'next', site.name, '--bundle', new)
        site.step(renew, 5)
        says(renew, f'{HOST}.pem (1 certificate, no key)')
        renew.click('push button', 'Save Certificate…', rows=True)
        assert save_as(kp, 'Save Certificate', site.at('saved.pem')) == f'{HOST}.pem'
        site.saved('saved.pem', 'new.crt')
        renew.click('push button', 'Open Pexip', rows=True)
        wait(lambda: kp.pages()[2:] == ['https://support.pexip.com/hc/en-us/requests/new'],
             'its form is opened')
        entry(renew, 'Ticket number (optional)').set_text('4712')
        renew.click('push button', 'I Handed It Over')
        site.step(renew, 6)
        says(renew, 'The new certificate is served by 0 of 1 address.')
        says(renew, 'Not installed yet')
        says(renew, 'Serves')
        renew.click('push button', 'The Provider Has Installed It')
        says(renew, 'Not the certificate that was handed over')
        can(renew, 'Done', False)
        site.install(new)
        renew.click('push button', 'Check Now')
        says(renew, 'serves the new certificate. Nothing is left to be done.')
        says_not(renew, ' said that it is installed: ')
        says(renew, 'Proven')
        # What is seen after the end of the job shows there as well.
        for served, seen in ((site.at('old.crt'), 'Old certificate, '), (new, 'Proven')):
            site.install(served)
            kp.ctl('check', site.name)
            says(renew, seen)
        renew.click('push button', 'Done')
        closed(kp)
        assert site.job()['step'] == 'done'
        # It is told of on the desktop, with the day that counts next, and not once more.
        renewed(kp, notices, site)
        kp.close()
        window = kp.start()
        wait(lambda: window.actions.enabled('check-all'), 'the desk is open')
        window.actions.activate('check-all')
        wait(lambda: window.actions.enabled('cancel-check'), 'the check is under way')
        wait(lambda: not window.actions.enabled('cancel-check'), 'the check has ended')
        assert len(notices.taken) == 1, notices.taken


def test_by_request(kp):
    'where the provider is connected the certificate is sent, attached to a request'
    desk = Helpdesk()
    for name, text in (('passphrase', PASSPHRASE), ('token', TOKEN)):
        with open(os.path.join(kp.folder, name), 'w', encoding='utf-8') as file:
            file.write(text + '\n')
    with Resolver(kp) as dns:
        kp.ctl('provider', 'connect', 'pexip', '--channel', 'rt', '--url', desk.url, '--queue',
               'Hosting', '--token-file', os.path.join(kp.folder, 'token'), '--passphrase-file',
               os.path.join(kp.folder, 'passphrase'))
        site = begin(kp, dns)
        kp.ctl('job', 'next', site.name, '--done')
        kp.ctl('job', 'next', site.name, '--bundle', site.sign('site.csr', 'new.crt', 39))
        renew = open_job(kp, site)[1]
        site.step(renew, 5)
        says(renew, f'{HOST}.pem (1 certificate, no key)')
        can(renew, 'Send Certificate')
        desk.mood = 422
        renew.click('push button', 'Send Certificate')
        answer(kp, 'Unlock the vault?', 'Unlock', Passphrase=PASSPHRASE)
        site.step(renew, 6)
        says(renew, 'It is your turn: the request has not arrived yet.')
        assert not desk.tickets
        renew.click('push button', 'Retry Now')
        says(renew, 'Sent, ticket 1')
        says(renew, 'Waiting for Pexip since today. It usually takes 3 days.')
        assert HOST in desk.tickets[0]['subject'], desk.tickets


def test_key_here(kp):
    'where the key is made here both files are saved, the key only encrypted'
    with Resolver(kp) as dns:
        site = Site(kp)
        dns.add(HOST, 'A', '127.0.0.1')
        kp.add(site.name, 'own-server')
        kp.ctl('renew', site.name, '--yes')
        window, renew = open_job(kp, site)
        site.step(renew, 2)
        # Who does not unlock the vault is where he was.
        renew.click('push button', 'Create Signing Request')
        answer(kp, 'Choose a passphrase for the vault?', 'Cancel')
        can(renew, 'Create Signing Request')
        renew.click('push button', 'Create Signing Request')
        answer(kp, 'Choose a passphrase for the vault?', 'Choose', Passphrase=PASSPHRASE,
               Passphrase_once_more=PASSPHRASE)
        site.step(renew, 3)
        with open(site.at('made.csr'), 'w', encoding='ascii') as file:
            file.write(site.job()['renewal']['csr']['pem'])
        kp.ctl('job', 'next', site.name, '--done')
        kp.ctl('job', 'next', site.name, '--bundle', site.sign('made.csr', 'new.crt', 39))
        site.step(renew, 5)
        says(renew, f'ssl_certificate {HOST}.pem;')
        says(renew, f'SSLCertificateKeyFile {HOST}.key.pem')
        for name, text in (
                ('Nginx', f'ssl_certificate {HOST}.pem;\nssl_certificate_key {HOST}.key.pem;\n'
                          f'ssl_password_file {HOST}.pass;'),
                ('Apache', f'SSLCertificateFile {HOST}.pem\n'
                           f'SSLCertificateKeyFile {HOST}.key.pem')):
            renew.click('push button', f'Copy for {name}', rows=True)
            renew.find('label', f'{name} copied')
            # On one line, as everywhere in a search.
            paste(window, lambda t, s=text: t.split() == s.split())
        renew.click('push button', 'Export Key…', rows=True)
        kp.window('Export Key').press('Escape')
        closed(kp, 2)
        renew.click('push button', 'I Handed It Over')
        site.step(renew, 6)
        says(renew, 'It is your turn: install the certificate on the server.')
        can(renew, 'I Installed It')


main()
