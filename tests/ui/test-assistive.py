# SPDX-License-Identifier: GPL-3.0-or-later
"""test-assistive.py: both jobs by assistive technology alone, from the list of sites to the last
page. assistive.py says what that is; whatever is needed is read from the accessible tree, and
after each page, window and question something has the focus."""

from assistive import Hand, Mail
from glass import Glass
from harness import main, wait
from renewing import HOST, TARGET, Site
from resolver import Resolver

SITE = 'cp.kite.example'
USUAL = 'pl-10.admin.emailsrvr.com'


def test_secure(kp):
    'Secure Site, from a name that is entered to the instructions'
    with Resolver(kp) as dns:
        dns.add(SITE, 'A', '203.0.113.7')
        dns.add(USUAL, 'A', '127.0.0.9')
        hand = Hand(kp, Glass(kp))
        window = hand.start()
        hand.says('No Sites Yet')
        hand.press('Add Site')
        hand.window('Add Site')
        hand.write('Address', 'no name')
        assert 'a host name has none' in hand.is_refused('Address')
        hand.write('Address', f'https://{SITE}/login')
        hand.is_taken('Address')
        hand.press('Add')
        hand.window('Keyplate')
        row = window.find('table row', name=lambda name: name.startswith(f'{SITE}, unlocked: '))
        hand.select(row)
        hand.says('1 selected')
        hand.press('Secure Site…')
        hand.window(f'Secure {SITE}')
        hand.says('Step 1 of 5')
        hand.says('Name allowed at Cloud Office')
        hand.press('Next')
        hand.says('Step 2 of 5')
        hand.says('Still missing: Country, State or province, Locality, Organization, Email')
        hand.choose('Country', 'United Kingdom (GB)', 'UK')
        for title, text in (('State or province', 'Greater London'), ('Locality', 'London'),
                            ('Organization', 'Kite Ltd'), ('Email', 'ops at kite')):
            hand.write(title, text)
        assert hand.is_refused('Email').startswith('One email address is expected')
        hand.write('Email', 'ops@kite.example')
        hand.is_taken('Email')
        hand.says('Issued to: Kite Ltd, London, Greater London, GB')
        hand.press('Next')
        hand.says('Step 3 of 5')
        hand.press('Secure Control Panel Site')
        hand.says('Step 4 of 5')
        hand.press('I Handed It Over')
        hand.says('Step 5 of 5')
        hand.press('Copy Instructions')
        hand.says('Instructions copied')
        hand.press('OK, Got It')
        hand.window('Keyplate')
        row = window.find('table row', name=lambda name: name.startswith(f'{SITE}, pending: '))
        # Its page: the lock, whose turn it is, and how far the job is.
        hand.activate(row)
        hand.says('You: change the DNS record')
        window.find('image', 'pending')
        for line in ('Name checked: done, You', 'Details entered: done, You',
                     'Handed to Cloud Office: done, You', 'Instructions sent: done, You',
                     'DNS record changed: now, You', 'Old record gone: to come, Nobody'):
            window.find('list item', name=lambda name, line=line: name.startswith(line),
                        rows=True)


def test_renew(kp):
    'Renew Certificate, from the list to the proof'
    with Resolver(kp) as dns:
        site = Site(kp)
        new = site.sign('site.csr', 'new.crt', 39)
        with Mail(site.at('site.csr'), new) as mail:
            dns.add(HOST, 'CNAME', TARGET)
            dns.add(TARGET, 'A', '127.0.0.1')
            kp.add(site.name, 'pexip')
            kp.ctl('check', site.name)
            hand = Hand(kp, Glass(kp))
            window = hand.start()
            row = window.find('table row', name=lambda name: name.startswith(HOST))
            assert ', locked: ' in row.name, row
            hand.select(row)
            hand.press('Renew Certificate…')
            hand.window(f'Renew Certificate of {site.name}')
            hand.says('Step 1 of 6')
            hand.says('Still missing: Organizational unit, Email')
            hand.write('Organizational unit', 'IT')
            hand.write('Email', 'ops@kite.example')
            hand.press('Next')
            hand.press('I Handed It Over')
            hand.says('Step 2 of 6')
            hand.says('Waiting for Pexip since today.')
            mail.copy('site.csr')
            hand.press('Paste')
            hand.says('Signing request is good')
            assert 'Nothing was found.' not in hand.read()
            hand.press('Use This CSR')
            hand.says('Step 3 of 6')
            hand.write('Order number', '4711')
            hand.press('I Ordered It')
            hand.says('Step 4 of 6')
            hand.says('Waiting for the CA since today.')
            mail.copy('new.crt')
            hand.press('Paste')
            hand.press('Use This Certificate')
            hand.says('Step 5 of 6')
            hand.press('I Handed It Over')
            hand.says('Step 6 of 6')
            hand.says('The new certificate is served by 0 of 1 address.')
            hand.says('Not installed yet')
            site.install(new)
            hand.press('Check Now')
            hand.says('Nothing is left to be done.')
            hand.says('Proven')
            hand.press('Done')
            hand.window('Keyplate')
            assert site.job()['step'] == 'done'


def menu(hand, button, item):
    hand.press(button)
    hand.press(item, 'menu item')


def test_focus(kp):
    'the focus is never lost: a page goes back, a row is removed, a question is answered'
    sites = 'cp.kite.example', 'cp.lake.example', 'cp.moss.example'
    for site in sites:
        kp.add(site)
    kp.ctl('secure', sites[0], '--country', 'GB', '--state', 'Greater London', '--locality',
           'London', '--organization', 'Kite Ltd', '--email', 'ops@kite.example', '--yes', '--json')
    hand = Hand(kp, Glass(kp))
    window = hand.start()
    rows = {site: window.find('table row', name=lambda name, site=site: name.startswith(site))
            for site in sites}
    hand.activate(rows[sites[0]])
    hand.says('Next Action')
    menu(hand, 'Job Menu', 'Start Over…')
    hand.window('Start the job over?')
    hand.press('Cancel Cancel')
    hand.window('Keyplate')
    menu(hand, 'Job Menu', 'Abandon…')
    hand.window('Abandon the job?')
    hand.press('Abandon Abandon')
    hand.window('Keyplate')
    window.gone('push button', 'Job Menu')
    hand.keeps_focus()
    hand.press('Back')
    window.find('table row', name=lambda name: name.startswith(sites[1]))
    hand.keeps_focus()
    # The row that has the focus goes, and is there again.
    hand.select(window.find('table row', name=lambda name: name.startswith(sites[1])))
    menu(hand, 'More', 'Remove')
    window.gone('table row', name=lambda name: name.startswith(sites[1]))
    hand.says(f'“{sites[1]}” removed')
    hand.press('Undo Undo')
    window.find('table row', name=lambda name: name.startswith(sites[1]))
    hand.keeps_focus()
    # All of them go, and with them the list.
    for site in sites:
        hand.select(window.find('table row', name=lambda name, site=site: name.startswith(site)))
        menu(hand, 'More', 'Remove')
        window.gone('table row', name=lambda name, site=site: name.startswith(site))
        hand.keeps_focus()
    hand.says('No Sites Yet')
    menu(hand, 'Main Menu', 'Preferences')
    hand.window('Preferences')
    hand.here.act('window.close')
    hand.window('Keyplate')


main()
