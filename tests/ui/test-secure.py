# SPDX-License-Identifier: GPL-3.0-or-later
"""test-secure.py: the assistant takes a site from its name to the instructions for DNS."""

import json
import os
import sqlite3
import time

from assistant import choose_country, open_assistant, serve
from harness import main, wait
from keyboard import tab_into
from resolver import Resolver
from sitelist import row_of
from verbs import answer, can, closed, entry, focus_lines, lately, says, says_not

SITE = 'cp.kite.example'
TITLE = f'Secure {SITE}'
USUAL = 'pl-10.admin.emailsrvr.com'
DETAILS = {'State or province': 'Greater London', 'Locality': 'London',
           'Organization': 'Kite Ltd', 'Email': 'ops@kite.example'}


def job(kp):
    """Step, details, target and ending of the newest job in the store."""
    store = sqlite3.connect(os.path.join(kp.data_dir, 'keyplate.db'))
    try:
        return store.execute('SELECT step, ending, revision FROM job ORDER BY id DESC').fetchone()
    finally:
        store.close()


def fill_details(secure):
    choose_country(secure, 'UK', 'United Kingdom (GB)')
    for title, text in DETAILS.items():
        entry(secure, title).set_text(text)


def to_details(kp, secure):
    says(secure, 'Name allowed at Cloud Office')
    secure.click('push button', 'Next')
    says(secure, 'In the Certificate')


def test_whole(kp):
    'from the name to OK, Got It: then the site is pending, and its page tells how far it is'
    with Resolver(kp) as dns:
        dns.add(SITE, 'A', '203.0.113.7')
        dns.add(USUAL, 'A', '127.0.0.9')
        kp.take_links()
        kp.ctl('customer', 'add', 'Kite', '--email', 'dns@kite.example')
        kp.add(SITE, customer='Kite')
        window = kp.start()
        wait(lambda: kp.sites()[0]['checked_at'], 'it was checked')
        secure = open_assistant(kp, window, SITE)
        says(secure, 'Step 1 of 5')
        says(secure, 'Not the top of a zone')
        says(secure, 'Unsafe-site list: not checked')
        to_details(kp, secure)
        says(secure, 'Step 2 of 5')
        can(secure, 'Next', False)
        says(secure, 'Still missing: Country, State or province, Locality, Organization, Email')
        fill_details(secure)
        says(secure, 'Issued to: Kite Ltd, London, Greater London, GB')
        secure.click('push button', 'Next')
        says(secure, 'Step 3 of 5')
        says(secure, 'ops@kite.example')
        secure.click('push button', 'Secure Control Panel Site')
        says(secure, 'Step 4 of 5')
        secure.click('push button', 'Open Cloud Office')
        wait(lambda: kp.pages() == ['https://cp.rackspace.com/'], 'its form')
        secure.click('push button', 'Copy Company', rows=True)
        secure.find('label', 'Company copied')
        assert entry(secure, 'Host name the provider gave').text == USUAL
        says(secure, f'Usual: {USUAL}, check it')
        assert kp.sites()[0]['dns']['expected'] is None, 'a proposal was used'
        entry(secure, 'Ticket number (optional)').set_text('4711')
        secure.click('push button', 'Copy Country', rows=True)
        secure.click('push button', 'I Handed It Over')
        says(secure, 'Step 5 of 5')
        # It would cover what is to be done here.
        secure.gone('label', text=lambda t: (t or '').endswith(' copied'), limit=3)
        assert kp.sites()[0]['dns']['expected'] == USUAL
        says(secure, 'Remove first: A 203.0.113.7')
        secure.find('label', text=lambda t: t == f'cp\n{SITE}', rows=True)
        secure.click('push button', 'OK, Got It')
        answer(kp, 'Finish without copying the instructions?', 'Cancel')
        secure.click('push button', 'Copy Instructions')
        secure.find('label', 'Instructions copied')
        secure.click('push button', 'OK, Got It')
        closed(kp)
        window.find('label', f'{SITE} is pending')
        wait(lambda: row_of(window, SITE).name.startswith(f'{SITE}, pending: '), 'it is pending')
        assert 'selected' in row_of(window, SITE).states
        window.actions.activate('show-site', 'x', 1)
        for line in ('Name checked: done, You', 'Details entered: done, You',
                     'Handed to Cloud Office: done, You', 'Instructions sent: done, You',
                     'DNS record changed: now, Customer', 'Old record gone: to come, Nobody'):
            window.find('list item', name=lambda n, line=line: n.startswith(line), rows=True)
        window.find('list item', name=lambda n: n.endswith('ticket 4711'), rows=True)
        window.click('push button', 'It Was Done…')
        asked = kp.window('When was it changed?')
        for name in ('Hour', 'Minute'):
            tab_into(asked, asked.find('spin button', name, rows=True))
            asked.press('ctrl+a')
            asked.type('0')
        answer(kp, 'When was it changed?', 'It Was Done')
        window.gone('push button', 'It Was Done…')
        said = json.loads(kp.ctl('job', 'show', SITE, '--json'))['changed_at']
        midnights = [time.mktime((*map(int, day.split()), 0, 0, 0, 0, 0, -1))
                     for day in lately('%Y %m %d')]
        assert said in [time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime(one))
                        for one in midnights], said


def test_errors(kp):
    'what is wrong with a detail stands under it, in characters, while it is typed'
    kp.add(SITE)
    secure = open_assistant(kp, kp.start(), SITE)
    to_details(kp, secure)
    fill_details(secure)
    can(secure, 'Next')
    entry(secure, 'Organization').set_text('ä' * 65)
    says(secure, '65')
    can(secure, 'Next', False)
    entry(secure, 'Organization').set_text('ä' * 64)
    can(secure, 'Next')
    entry(secure, 'Locality').set_text('N/A')
    says(secure, '“N/A”')
    can(secure, 'Next', False)
    entry(secure, 'Locality').set_text('London')
    can(secure, 'Next')
    entry(secure, 'Email').set_text('ops at kite')
    says(secure, 'One email address')
    can(secure, 'Next', False)
    entry(secure, 'Email').set_text('ops@kite.example')
    can(secure, 'Next')
    secure.click('push button', 'Next')
    secure.click('push button', 'Secure Control Panel Site')
    target = entry(secure, 'Host name the provider gave')
    target.set_text('www.other.example')
    says(secure, '“www.other.example” is no target of Cloud Office.')
    can(secure, 'I Handed It Over', False)
    target.set_text('pl-12.admin.emailsrvr.com')
    can(secure, 'I Handed It Over')
    target.set_text('')
    can(secure, 'I Handed It Over', False)
    target.set_text('PL-11.admin.emailsrvr.com')
    secure.click('push button', 'I Handed It Over')
    wait(lambda: kp.sites()[0]['dns']['expected'] == 'pl-11.admin.emailsrvr.com', 'it is kept')


def test_refused(kp):
    'a name that the provider refuses goes no further'
    kp.ctl('site', 'add', 'cp.mycpsrvr.com', '--provider', 'own-server')
    store = sqlite3.connect(os.path.join(kp.data_dir, 'keyplate.db'))
    store.execute("UPDATE site SET provider = 'cloud-office'")
    store.commit()
    store.close()
    window = kp.start()
    wait(lambda: window.actions.enabled('secure-site'), 'the desk is open')
    row_of(window, 'cp.mycpsrvr.com')
    window.actions.activate('secure-site', 'x', 1)
    secure = kp.window('Secure cp.mycpsrvr.com')
    says(secure, 'secures no site')
    can(secure, 'Next', False)


def test_restart(kp):
    'closing keeps everything, and the job goes on where it was after a new start'
    kp.add(SITE)
    window = kp.start()
    secure = open_assistant(kp, window, SITE)
    to_details(kp, secure)
    fill_details(secure)
    secure.click('push button', 'Next')
    says(secure, 'Step 3 of 5')
    # A second Secure Site… is the same window.
    window.actions.activate('secure-site', 'x', 1)
    assert len(kp.frames()) == 2
    secure.press('Escape')
    closed(kp)
    says(window, 'Kept. Continue from the site’s Actions.')
    kp.close()
    window = kp.start()
    row_of(window, SITE)
    window.actions.activate('show-site', 'x', 1)
    window.click('push button', 'Continue Job…')
    secure = kp.window(TITLE)
    says(secure, 'Step 3 of 5')
    says(secure, 'Kite Ltd')
    secure.click('push button', 'Edit site')
    edit = kp.window('Edit Site')
    wait(lambda: edit.find('combo box', 'Provider', rows=True), 'it is that of the site')
    edit.press('Escape')
    closed(kp, 2)
    secure.click('push button', 'Edit certificate details')
    says(secure, 'Step 2 of 5')
    assert entry(secure, 'Organization').text == 'Kite Ltd'
    # What was kept is proposed for the next site of that provider.
    kp.add('cp.lake.example')
    wait(lambda: len(kp.sites()) == 2, 'two sites')
    window.actions.activate('back')
    row_of(window, 'cp.lake.example')
    window.actions.activate('secure-site', 'x', 2)
    other = kp.window('Secure cp.lake.example')
    to_details(kp, other)
    wait(lambda: entry(other, 'Organization').text == 'Kite Ltd', 'they are proposed')
    says(other, 'Issued to: Kite Ltd, London, Greater London, GB')


def test_draft(kp):
    'what is half typed is there again, too after a new start'
    kp.add(SITE)
    window = kp.start()
    secure = open_assistant(kp, window, SITE)
    to_details(kp, secure)
    entry(secure, 'Organization').set_text('Kite & Sons')
    secure.close()
    closed(kp)
    secure = open_assistant(kp, window, SITE)
    says(secure, 'Step 2 of 5')
    wait(lambda: entry(secure, 'Organization').text == 'Kite & Sons', 'it was kept')
    entry(secure, 'Locality').set_text('London')
    secure.press('ctrl+q')
    assert kp.ended() == 0
    window = kp.start()
    secure = open_assistant(kp, window, SITE)
    wait(lambda: entry(secure, 'Locality').text == 'London', 'it was kept')
    can(secure, 'Next', False)


def test_draft_of_kept(kp):
    'which kept details were chosen is kept with what was changed in them'
    kp.ctl('subject', 'add', 'Kite', '--country', 'GB', '--locality', 'London',
           '--organization', 'Kite Ltd', '--email', 'ops@kite.example')
    kp.add(SITE)
    window = kp.start()
    secure = open_assistant(kp, window, SITE)
    to_details(kp, secure)
    box = secure.find('combo box', 'Details', rows=True)
    box.find('push button', 'Details').act()
    focus_lines(secure, box)
    secure.press('Home', 'Down', 'Return')
    wait(lambda: entry(secure, 'Locality').text == 'London', 'they are taken')
    entry(secure, 'Locality').set_text('Leeds')
    says(secure, 'Change what is kept as “Kite”')
    secure.close()
    closed(kp)
    secure = open_assistant(kp, window, SITE)
    wait(lambda: entry(secure, 'Locality').text == 'Leeds', 'it was kept')
    says(secure, 'Change what is kept as “Kite”')


def test_kept_before(kp):
    'the same under the same name is what is kept, as after a kill in between; else it is not'
    kp.ctl('subject', 'add', 'Kite Ltd', '--country', 'GB', '--state', 'Greater London',
           '--locality', 'London', '--organization', 'Kite Ltd', '--email', 'ops@kite.example')
    kp.add(SITE)
    window = kp.start()
    secure = open_assistant(kp, window, SITE)
    to_details(kp, secure)
    fill_details(secure)
    says(secure, 'Keep these details')
    entry(secure, 'Locality').set_text('Leeds')
    says(secure, 'Details are kept as “Kite Ltd” already: choose them above, or give another '
                 'name.')
    can(secure, 'Next', False)
    entry(secure, 'Locality').set_text('London')
    can(secure, 'Next')
    secure.click('push button', 'Next')
    says(secure, 'Step 3 of 5')
    kept = json.loads(kp.ctl('subject', 'list', '--json'))['subjects']
    assert len(kept) == 1, kept


def test_focus(kp):
    'what changes meanwhile disturbs nobody who types'
    kp.add(SITE)
    window = kp.start()
    secure = open_assistant(kp, window, SITE)
    to_details(kp, secure)
    field = entry(secure, 'Locality')
    secure.point(field)
    secure.type('Lon')
    for customer in ('Kite', 'Fjord', 'Lake'):
        kp.ctl('site', 'set', SITE, '--customer', customer)
        row_of(window, SITE).find('label', text=customer, rows=True)
    secure.type('don')
    wait(lambda: field.text == 'London', 'it is typed on')


def test_served(kp):
    'what a CA has validated for the site is proposed where nothing was used before'
    port = serve(kp, SITE, '/C=GB/ST=Greater London/L=London/O=Kite & Sons/CN=Kite')
    with Resolver(kp) as dns:
        dns.add(SITE, 'A', '127.0.0.1')
        kp.add(f'{SITE}:{port}')
        window = kp.start()
        wait(lambda: any(one['sha256'] for one in kp.sites()[0]['certificate']['addresses']),
             'its certificate was seen')
        wait(lambda: window.actions.enabled('secure-site'), 'the desk is open')
        row_of(window, f'{SITE}:{port}')
        window.actions.activate('secure-site', 'x', 1)
        secure = kp.window(f'Secure {SITE}:{port}')
        to_details(kp, secure)
        wait(lambda: entry(secure, 'Organization').text == 'Kite & Sons', 'it is proposed')
        says(secure, 'Issued to: Kite & Sons, London, Greater London, GB')
        says(secure, 'Still missing: Email')


def test_elsewhere(kp):
    'what the command line does to the job shows, and nobody drives it apart'
    kp.add(SITE)
    window = kp.start()
    secure = open_assistant(kp, window, SITE)
    to_details(kp, secure)
    kp.ctl('job', 'pause', SITE)
    says(secure, 'The job is paused.')
    can(secure, 'Next', False)
    secure.click('push button', 'Resume')
    says_not(secure, 'The job is paused.')
    fill_details(secure)
    # Somebody is quicker, and this program hears of it only when it writes.
    store = sqlite3.connect(os.path.join(kp.data_dir, 'keyplate.db'), timeout=10,
                            isolation_level=None)
    store.execute('BEGIN IMMEDIATE')
    store.execute('UPDATE job SET revision = revision + 1')
    secure.click('push button', 'Next')
    can(secure, 'Next', False)
    store.execute('COMMIT')
    store.close()
    says(secure, 'Somebody else has changed the job meanwhile.')
    kp.ctl('job', 'back', SITE)
    says(secure, 'Step 1 of 5')
    kp.ctl('job', 'abandon', SITE)
    says(secure, 'The job has ended.')
    secure.gone('push button', 'Next')


def test_job_menu(kp):
    'a job is paused, resumed, taken back, started over and abandoned from the page of its site'
    kp.add(SITE)
    kp.ctl('secure', SITE, '--country', 'GB', '--state', 'Greater London', '--locality', 'London',
           '--organization', 'Kite Ltd', '--email', 'ops@kite.example', '--yes', '--json')
    kp.ctl('job', 'next', SITE, '--target', USUAL, '--done', '--json')
    window = kp.start()
    wait(lambda: window.actions.enabled('show-site'), 'the desk is open')
    window.actions.activate('show-site', 'x', 1)

    def menu(item):
        window.find('push button', 'Job Menu').click('push button')
        window.click('menu item', item)

    def is_now(step):
        window.find('list item', name=lambda n: n.startswith(f'{step}: now, You'), rows=True)
    is_now('Instructions sent')
    menu('Pause')
    says(window, 'Paused')
    menu('Resume')
    says_not(window, 'Paused')
    menu('Step Back…')
    said = answer(kp, 'Go one step back?', 'Step Back')
    assert 'What was handed to Cloud Office stays there' in said, said
    is_now('Handed to Cloud Office')
    kp.ctl('job', 'next', SITE, '--target', USUAL, '--done', '--json')
    is_now('Instructions sent')
    menu('Start Over…')
    said = answer(kp, 'Start the job over?', 'Cancel')
    for left in ('What was handed to Cloud Office stays there', f'{USUAL} stays the target',
                 'What was entered is kept.'):
        assert left in said, said
    is_now('Instructions sent')
    menu('Start Over…')
    answer(kp, 'Start the job over?', 'Start Over')
    is_now('Name checked')
    # What was entered is there, and what was done is to be done again.
    window.click('push button', 'Continue Job…')
    secure = kp.window(TITLE)
    says(secure, 'Step 1 of 5')
    secure.click('push button', 'Next')
    says(secure, 'Step 3 of 5')
    says(secure, 'Kite Ltd')
    secure.close()
    closed(kp)
    is_now('Details entered')
    menu('Abandon…')
    said = answer(kp, 'Abandon the job?', 'Abandon')
    assert f'{USUAL} stays the target' in said, said
    window.gone('push button', 'Job Menu')
    assert job(kp)[1] == 2, job(kp)
    # It can be begun anew.
    window.actions.activate('secure-site', 'x', 1)
    says(kp.window(TITLE), 'Step 1 of 5')


def test_keyboard(kp):
    'a site that is selected is opened and driven with keys alone'
    kp.add(SITE)
    window = kp.start()
    row = row_of(window, SITE)
    window.point(row)
    window.press('ctrl+shift+s')
    secure = kp.window(TITLE)
    says(secure, 'Name allowed at Cloud Office')
    for _ in range(6):
        if 'focused' in secure.find('push button', 'Next').states:
            break
        secure.press('Tab')
    secure.press('Return')
    says(secure, 'Step 2 of 5')
    secure.press('alt+Left')
    says(secure, 'Step 1 of 5')
    secure.press('ctrl+w')
    closed(kp)
    window.press('ctrl+j')
    says(kp.window(TITLE), 'Step 1 of 5')


main()
