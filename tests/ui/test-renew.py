# SPDX-License-Identifier: GPL-3.0-or-later
"""test-renew.py: the assistant renews a certificate, from the details to what is waited for."""

import json
import os
import sys

from assistant import open_assistant, serve
from harness import SOURCE, main, wait
from resolver import Resolver
from verbs import answer, can, closed, entry, says, says_lately, says_not

sys.path.insert(0, os.path.join(SOURCE, 'tests', 'ctl'))
from helpdesk import TOKEN, Helpdesk  # noqa: E402

HOST = 'my.kite.example'
TARGET = 'mpg.vp.vc'
WHO = '/C=GB/ST=Greater London/L=London/O=Kite Ltd/CN=Kite'
PASSPHRASE = 'correct horse'


def start(kp, dns):
    """A site of the provider whose certificate was seen; returns its name and the window."""
    site = f'{HOST}:{serve(kp, HOST, WHO)}'
    dns.add(HOST, 'CNAME', TARGET)
    dns.add(TARGET, 'A', '127.0.0.1')
    kp.add(site, 'pexip')
    window = kp.start()
    wait(lambda: any(one['sha256'] for one in kp.sites()[0]['certificate']['addresses']),
         'its certificate was seen')
    window.actions.activate('show-site', 'x', 1)
    says(window, 'Actions')
    return site, window


def step_of(kp, site):
    return json.loads(kp.ctl('job', 'show', site, '--json'))['step']


def to_hand_over(renew):
    wait(lambda: entry(renew, 'Organization').text == 'Kite Ltd', 'it is proposed')
    entry(renew, 'Organizational unit').set_text('IT')
    entry(renew, 'Email').set_text('ops@kite.example')
    renew.click('push button', 'Next')


def test_by_form(kp):
    'details, the form of the provider, and what is waited for; closed and continued between'
    with Resolver(kp) as dns:
        kp.take_links()
        site, window = start(kp, dns)
        window.press('ctrl+shift+e')
        renew = kp.window(f'Renew Certificate of {site}')
        says(renew, 'Step 1 of 6')
        says(renew, 'DNS leads where it must, and stays as it is.')
        renew.press('F1')
        wait(lambda: [page.rpartition('/')[2] for page in kp.pages()] == ['renew.html'],
             'the guide at this job')
        wait(lambda: entry(renew, 'Organization').text == 'Kite Ltd', 'it is proposed')
        says(renew, 'Still missing: Organizational unit, Email')
        can(renew, 'Next', False)
        entry(renew, 'Organizational unit').set_text('IT')
        renew.press('ctrl+w')
        closed(kp)
        window.find('label', 'Kept. Continue from the site’s Actions.')
        window.click('push button', 'Continue Job…')
        renew = kp.window(f'Renew Certificate of {site}')
        wait(lambda: entry(renew, 'Organizational unit').text == 'IT', 'what was typed is kept')
        to_hand_over(renew)
        says(renew, 'Fill in the form of Pexip with these values.')
        wait(lambda: 'focused' in renew.find('push button', 'Open Pexip').states,
             'the focus comes along')
        renew.click('push button', 'Open Pexip')
        wait(kp.pages, 'its form')
        renew.click('push button', 'Copy Organizational unit', rows=True)
        renew.find('label', 'Organizational unit copied')
        # A form asks whom to answer to; another address is kept with what is typed.
        assert entry(renew, 'Reply to').text == 'ops@kite.example'
        entry(renew, 'Reply to').set_text('you@')
        says(renew, 'One email address is expected')
        can(renew, 'Copy Reply to', False)
        entry(renew, 'Reply to').set_text('you@reseller.example')
        renew.click('push button', 'Copy Reply to', rows=True)
        renew.find('label', 'Address copied')
        renew.press('ctrl+w')
        closed(kp)
        window.click('push button', 'Continue Job…')
        renew = kp.window(f'Renew Certificate of {site}')
        wait(lambda: entry(renew, 'Reply to').text == 'you@reseller.example', 'it is kept')
        # Connected elsewhere meanwhile, the open window follows; and back again.
        kp.ctl('provider', 'connect', 'pexip', '--channel', 'email', '--to',
               'desk@pexip.example')
        can(renew, 'Send Request')
        kp.ctl('provider', 'connect', 'pexip', '--channel', 'form')
        can(renew, 'I Handed It Over')
        entry(renew, 'Ticket number (optional)').set_text('4712')
        renew.click('push button', 'I Handed It Over')
        says(renew, 'Step 2 of 6')
        says_lately(renew, 'Waiting for Pexip since DAY.')
        assert step_of(kp, site) == 'wait-provider'
        renew.press('ctrl+w')
        closed(kp)
        window.find('list item', name=lambda n: n.startswith('Request to Pexip: done, You'),
                    rows=True)
        window.find('list item', name=lambda n: n.endswith('ticket 4712'), rows=True)
        window.find('heading', 'Renew Certificate')
        window.click('push button', 'Continue Job…')
        renew = kp.window(f'Renew Certificate of {site}')
        renew.press('alt+Left')
        said = answer(kp, 'Go one step back?', 'Step Back')
        assert 'Ticket 4712 stays with Pexip' in said, said
        says(renew, 'Step 1 of 6')
        kp.ctl('job', 'abandon', site)
        says(renew, 'The job has ended.')


def test_by_request(kp):
    'where the provider is connected the letter is sent, and Secure Site is not what goes on'
    desk = Helpdesk()
    path = os.path.join(kp.folder, 'secret')
    for name, text in (('passphrase', PASSPHRASE), ('token', TOKEN)):
        with open(path + name, 'w', encoding='utf-8') as file:
            file.write(text + '\n')
    with Resolver(kp) as dns:
        kp.ctl('provider', 'connect', 'pexip', '--channel', 'rt', '--url', desk.url, '--queue',
               'Hosting', '--token-file', path + 'token', '--passphrase-file',
               path + 'passphrase')
        site, window = start(kp, dns)
        window.actions.activate('renew-site', 'x', 1)
        renew = kp.window(f'Renew Certificate of {site}')
        to_hand_over(renew)
        can(renew, 'Send Request')
        height = entry(renew, 'Text').extents()[3]
        renew.resize(360, 600)
        wait(lambda: entry(renew, 'Text').extents()[3] > height + 40, 'all of it can be read')
        says(renew, 'Low (Priority 4)')
        # The provider answers to the address of the details, unless another is given.
        wait(lambda: entry(renew, 'Reply to').text == 'ops@kite.example', 'it is proposed')
        entry(renew, 'Reply to').set_text('you@')
        says(renew, 'One email address is expected')
        can(renew, 'Send Request', False)
        entry(renew, 'Reply to').set_text('you@reseller.example')
        can(renew, 'Send Request')
        renew.click('push button', 'Send Request')
        answer(kp, 'Unlock the vault?', 'Unlock', Passphrase=PASSPHRASE)
        says(renew, 'Step 2 of 6')
        wait(lambda: desk.tickets, 'it was sent')
        assert HOST in desk.tickets[0]['subject'], desk.tickets
        assert desk.tickets[0]['requestors'] == ['you@reseller.example'], desk.tickets
        # The same window, whatever it is opened by.
        open_assistant(kp, window, site, title=f'Renew Certificate of {site}')
        assert len(kp.frames()) == 2


def test_refused(kp):
    'a provider that keeps the key takes no new site, and says what to do instead'
    kp.add(HOST, 'pexip')
    kp.add('www.kite.example', 'own-server')
    window = kp.start()
    wait(lambda: all(one['checked_at'] for one in kp.sites()), 'they were checked')
    wait(lambda: window.actions.enabled('renew-site'), 'the desk is open')
    window.actions.activate('renew-site', 'x', 1)
    says(window, 'Ask Pexip to set the site up first.')
    closed(kp)
    # The key of a server of one's own is made here: it needs none before.
    window.actions.activate('renew-site', 'x', 2)
    renew = kp.window('Renew Certificate of www.kite.example')
    says(renew, 'Step 1 of 6')
    says_not(renew, 'Keep these details')
    can(renew, 'Next')
    renew.click('push button', 'Next')
    says(renew, 'Step 2 of 6')
    can(renew, 'Create Signing Request')


main()
