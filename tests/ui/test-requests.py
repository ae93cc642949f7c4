# SPDX-License-Identifier: GPL-3.0-or-later
"""test-requests.py: a provider is connected, asked, answers, and the job goes on."""

import email
import email.policy
import json
import os
import re
import socket
import sys

from assistant import choose_country, open_assistant
from harness import SOURCE, main, wait
from preferences import open_page
from sitelist import row_of
from verbs import (answer, can, choose_line, closed, entry, save_as, says, says_lately,
                   says_not)

sys.path.insert(0, os.path.join(SOURCE, 'tests', 'ctl'))
from helpdesk import FIELDS, TOKEN, Helpdesk  # noqa: E402

SITE = 'cp.kite.example'
TITLE = f'Secure {SITE}'
PASSPHRASE = 'correct horse'
VALUES = ['GB', 'Greater London', 'London', 'Kite Ltd', 'IT', 'ops@kite.example']
LABELS = ['State or province', 'Locality', 'Organization', 'Organizational unit', 'Email']
PROFILE = {
    'id': 'desk', 'name': 'Desk', 'noun': 'Site', 'jobs': ['secure'],
    'target': {'kind': 'pattern', 'pattern': '*.admin.desk.example',
               'usual': 'pl-1.admin.desk.example'},
    'key': 'provider', 'renewal': {'by': 'provider', 'days-early': 20},
    'channel': {'kind': 'form', 'form': 'https://desk.example/new'},
    'request': {'priority': 'low', 'priority-label': 'Level 4', 'fields': [
        {'id': one, 'label': label, 'required': True}
        for one, label in zip(['site', 'country', 'state', 'locality', 'organization',
                               'organizational-unit', 'email'], FIELDS)]}}


def install(kp, channel='form', provider='desk'):
    """The profile of the provider, and for the first a site."""
    folder = os.path.join(kp.data_dir, 'providers')
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, f'{provider}.json'), 'w', encoding='utf-8') as file:
        json.dump({**PROFILE, 'id': provider, 'name': provider.capitalize(),
                   'channel': {**PROFILE['channel'], 'kind': channel}}, file)
    if provider == 'desk':
        kp.add(SITE, provider='desk')


def connect(kp, desk):
    path = os.path.join(kp.folder, 'secret')
    for name, text in (('passphrase', PASSPHRASE), ('token', TOKEN)):
        with open(path + name, 'w', encoding='utf-8') as file:
            file.write(text + '\n')
    kp.ctl('provider', 'connect', 'desk', '--channel', 'rt', '--url', desk.url, '--queue',
           'Hosting', '--token-file', path + 'token', '--passphrase-file', path + 'passphrase')


def to_hand_over(kp, window):
    """The assistant at the letter."""
    secure = open_assistant(kp, window, SITE)
    says(secure, 'Step 1 of 5')
    secure.click('push button', 'Next')
    says(secure, 'Step 2 of 5')
    choose_country(secure, 'UK', 'United Kingdom (GB)')
    for title, text in zip(LABELS, VALUES[1:]):
        entry(secure, title).set_text(text)
    secure.click('push button', 'Next')
    says(secure, 'Step 3 of 5')
    secure.click('push button', 'Secure Site')
    says(secure, 'Step 4 of 5')
    return secure


def test_send(kp):
    'the letter is sent as it was changed, the reply is shown, and the name in it is proposed'
    desk = Helpdesk()
    kp.take_links()
    install(kp)
    connect(kp, desk)
    window = kp.start()
    secure = to_hand_over(kp, window)
    says(secure, 'Low (Level 4)')
    subject = entry(secure, 'Subject')
    reference = re.search('KP-....-....', subject.text)[0]
    assert SITE in subject.text, subject.text
    subject.set_text('Please: ' + SITE)
    says(secure, f'The reference {reference} must stand in the subject')
    can(secure, 'Send Request', False)
    subject.set_text(f'Please: {SITE} [{reference}]')
    secure.click('push button', 'Send Request')
    answer(kp, 'Unlock the vault?', 'Unlock', Passphrase='wrong')
    answer(kp, 'Unlock the vault?', 'Unlock', Passphrase=PASSPHRASE)
    says_lately(secure, 'Waiting for Desk since DAY.')
    says(secure, 'Sent, ticket 1, ')
    ticket = desk.tickets[0]
    assert len(desk.tickets) == 1 and ticket['subject'] == f'Please: {SITE} [{reference}]'
    assert ticket['fields'] == dict(zip(FIELDS, [SITE, *VALUES])), ticket['fields']
    can(secure, 'Next', False)
    # A reminder goes into the same ticket, and is not taken for the request.
    events = len(desk.tickets[0]['events'])
    secure.click('push button', 'Remind…')
    remind = kp.window('Remind')
    says(remind, 'Nobody was reminded yet in this step.')
    says(remind, SITE)
    remind.click('push button', 'Send Reminder')
    says(window, 'The reminder is in Requests')
    wait(lambda: len(desk.tickets[0]['events']) == events + 1, 'it is in the ticket')
    assert len(desk.tickets) == 1, desk.tickets
    says(secure, 'Sent, ticket 1, ')
    desk.say(1, 'Hello,\n\nit is pl-7.admin.desk.example.\n\n> We expect pl-1.admin.desk.example',
             [('../zone.txt', 'text/plain', b'cp CNAME')])
    secure.click('push button', 'Check for Replies')
    says(secure, '1 new reply')
    says(secure, 'Read from the reply of staff: compare it before you go on.')
    says(secure, 'it is pl-7.admin.desk.example.')
    assert entry(secure, 'Host name the provider gave').text == 'pl-7.admin.desk.example'
    assert kp.sites()[0]['dns']['expected'] is None, 'a proposal was used'
    # A name leads nowhere.
    secure.click('push button', 'Save zone.txt', rows=True)
    path = os.path.join(kp.folder, 'zone.txt')
    assert save_as(kp, 'Save File', path) == 'zone.txt'
    says(secure, 'Saved')
    with open(path, 'rb') as file:
        assert file.read() == b'cp CNAME'
    secure.click('push button', 'Open Ticket')
    wait(lambda: kp.pages() == [f'{desk.url}/Ticket/Display.html?id=1'], 'its page')
    secure.click('push button', 'Next')
    says(secure, 'Step 5 of 5')
    assert kp.sites()[0]['dns']['expected'] == 'pl-7.admin.desk.example'
    secure.close()
    closed(kp)
    window.actions.activate('show-site', 'x', 1)
    says(window, 'Requests (2)')
    card = window.find('list', 'Requests', rows=True)
    wait(lambda: len(card.all('list item', rows=True)) == 2, 'a row for each request')
    row = card.find('list item', name=lambda n: n.startswith('Please: '))
    # It stands further down, and comes into sight with the focus.
    wait(lambda: 'focused' in row.states or window.press('shift+Tab'), 'the focus is there')
    window.point(row)
    says(window, 'Sent, ticket 1, ')
    says(window, 'it is pl-7.admin.desk.example.')
    window.click('push button', 'Back')
    says(window, 'Requests (2)')
    # What comes meanwhile is told in the row.
    desk.say(1, 'One thing more.')
    kp.ctl('request', 'receive', '--passphrase-file',
           os.path.join(kp.folder, 'secretpassphrase'))
    window.find('list item', name=lambda n: n.endswith(', Sent · 1 new reply'), rows=True)
    window.click('push button', 'Back')
    # OK, Got It leads to the site in the list, whatever was in front.
    window.click('page tab', 'Requests (1)')
    window.actions.activate('secure-site', 'x', 1)
    secure = kp.window(TITLE)
    secure.click('push button', 'Copy Instructions')
    secure.click('push button', 'OK, Got It')
    closed(kp)
    wait(lambda: 'selected' in row_of(window, SITE).states, 'the site is selected')
    desk.close()


def test_long(kp):
    'of a long conversation the newest is shown, and older messages when they are wanted'
    desk = Helpdesk()
    install(kp)
    connect(kp, desk)
    phrase = ('--passphrase-file', os.path.join(kp.folder, 'secretpassphrase'))
    words = zip(['country', 'state', 'locality', 'organization', 'organizational-unit', 'email'],
                VALUES)
    kp.ctl('secure', SITE, *(f'--{one}={value}' for one, value in words), '--yes')
    kp.ctl('job', 'next', SITE, '--done', *phrase)
    desk.say(1, 'This is the first.\n\n' + 'Something was said here.\n' * 400 + 'And its end.')
    for i in range(30):
        desk.say(1, f'Message {i}.\n' + 'Something was said here.\n' * 60)
    kp.ctl('request', 'receive', *phrase)
    window = kp.start()
    wait(lambda: window.actions.enabled('show-request'), 'the desk is open')
    window.actions.activate('show-request', 'x', 1)
    says(window, 'Message 29.')
    older = window.find('push button', 'Show Older Messages', rows=True)
    assert not any('This is the first.' in (text or '') for text in window.texts()), 'all at once'
    for _ in range(10):
        older.act()
        if any('This is the first.' in (text or '') for text in window.texts()):
            break
    says(window, 'This is the first.')
    window.gone('push button', 'Show Older Messages')
    window.click('push button', 'Show More', rows=True)
    says(window, 'And its end.')
    window.gone('push button', 'Show More')
    desk.close()


WRONG = {'pl 7.admin.desk.example': 'holds a space',
         'pl-7': 'only one word',
         '192.0.2.1': 'is an IP address',
         SITE: f'“{SITE}” is the site itself',
         'kite.example': '“kite.example” is no target of Desk.'}


def to_waiting(kp):
    """Its request was mailed by hand; the provider is waited for."""
    kp.ctl('provider', 'connect', 'desk', '--channel', 'email', '--to', 'help@desk.example')
    words = zip(['country', 'state', 'locality', 'organization', 'organizational-unit', 'email'],
                VALUES)
    kp.ctl('secure', SITE, *(f'--{one}={value}' for one, value in words), '--yes')
    kp.ctl('job', 'next', SITE, '--done', status=None)
    (sent,) = json.loads(kp.ctl('request', 'list', '--json'))['requests']
    kp.ctl('request', 'send', sent['reference'], '--done')


def test_host_name(kp):
    'what the provider gave is confirmed by hand, and not used where it can not be right'
    install(kp)
    to_waiting(kp)
    # Whoever gives the connection up waits on, and enters the answer.
    kp.ctl('provider', 'connect', 'desk', '--channel', 'form')
    window = kp.start()
    secure = open_assistant(kp, window, SITE)
    says(secure, 'Step 4 of 5')
    says(secure, 'Waiting for the answer of Desk.')
    target = entry(secure, 'Host name the provider gave')
    assert target.text == 'pl-1.admin.desk.example', target.text
    for name, reason in WRONG.items():
        target.set_text(name)
        says(secure, reason)
        can(secure, 'Use This Host Name', False)
    assert kp.sites()[0]['dns']['expected'] is None, 'a proposal was used'
    target.set_text('PL-7.admin.desk.example.')
    secure.click('push button', 'Use This Host Name')
    says(secure, 'Step 5 of 5')
    says(secure, 'pl-7.admin.desk.example')
    assert kp.sites()[0]['dns']['expected'] == 'pl-7.admin.desk.example'
    # It was another: what is known already is an answer, and can be mended.
    secure.press('alt+Left')
    answer(kp, 'Go one step back?', 'Step Back')
    says(secure, 'Step 4 of 5')
    target = entry(secure, 'Host name the provider gave')
    assert target.text.lower().startswith('pl-7.admin.'), target.text
    target.set_text('desk.example')
    can(secure, 'The Provider Has Answered', False)
    target.set_text('pl-8.admin.desk.example')
    secure.click('push button', 'The Provider Has Answered')
    says(secure, 'Step 5 of 5')
    assert kp.sites()[0]['dns']['expected'] == 'pl-8.admin.desk.example'
    # By a request it is the same, in the page of its reply.
    secure.press('alt+Left')
    answer(kp, 'Go one step back?', 'Step Back')
    says(secure, 'Step 4 of 5')
    kp.close()
    kp.ctl('provider', 'connect', 'desk', '--channel', 'email', '--to', 'help@desk.example')
    secure = open_assistant(kp, kp.start(), SITE)
    says_lately(secure, 'Waiting for Desk since DAY.')
    secure.click('push button', 'The Provider Has Answered')
    says(secure, 'Step 5 of 5')


def letter(window):
    """What the letter says."""
    return entry(window, 'Text').text


def test_language(kp):
    'a letter is in the language that is set for providers, or in one chosen for it alone'
    install(kp)
    kp.ctl('provider', 'connect', 'desk', '--channel', 'email', '--to', 'help@desk.example')
    window = kp.start()
    secure = to_hand_over(kp, window)
    assert letter(secure).startswith('Hello,'), letter(secure)
    # What was typed before another language is tried is there again after it.
    typed = entry(secure, 'Subject').text + ', please'
    entry(secure, 'Subject').set_text(typed)
    choose_line(secure, 'Letter language', 'French')
    wait(lambda: letter(secure).startswith('Bonjour,'), 'it is French')
    assert ', please' not in entry(secure, 'Subject').text
    choose_line(secure, 'Letter language', 'English')
    wait(lambda: entry(secure, 'Subject').text == typed, 'it is as it was left')
    choose_line(secure, 'Letter language', 'French')
    wait(lambda: letter(secure).startswith('Bonjour,'), 'it is French')
    subject = entry(secure, 'Subject').text
    secure.close()
    closed(kp)
    # What was chosen for this letter stays, whatever is set for all.
    kp.ctl('settings', 'set', 'letter-language', 'de')
    window.actions.activate('secure-site', 'x', 1)
    secure = kp.window(TITLE)
    wait(lambda: entry(secure, 'Subject').text == subject, 'it was kept')
    assert letter(secure).startswith('Bonjour,'), letter(secure)
    secure.click('push button', 'Send Request')
    says(secure, 'It is your turn: the request has not arrived yet.')
    # The next one is as it is set.
    secure.press('alt+Left')
    answer(kp, 'Go one step back?', 'Step Back')
    wait(lambda: letter(secure).startswith('Guten Tag,'), 'it is German')
    secure.click('push button', 'Send Request')
    says(secure, 'It is your turn: the request has not arrived yet.')
    sent = json.loads(kp.ctl('request', 'list', '--json'))['requests']
    shown = [kp.ctl('request', 'show', str(one['id'])) for one in sent]
    assert sorted(bool('Bonjour,' in one) - bool('Guten Tag,' in one) for one in shown) \
        == [-1, 1], shown


def test_letter(kp):
    'what was changed in a letter stays, but not for another provider'
    install(kp)
    install(kp, 'email', 'other')
    kp.ctl('provider', 'connect', 'desk', '--channel', 'email', '--to', 'help@desk.example')
    window = kp.start()
    secure = to_hand_over(kp, window)
    subject = entry(secure, 'Subject').text + ', please'
    entry(secure, 'Subject').set_text(subject)
    kp.ctl('job', 'pause', SITE)
    secure.click('push button', 'Resume')
    secure.gone('push button', 'Resume')
    assert entry(secure, 'Subject').text == subject
    secure.close()
    closed(kp)
    window.actions.activate('secure-site', 'x', 1)
    secure = kp.window(TITLE)
    wait(lambda: entry(secure, 'Subject').text == subject, 'it was kept')
    kp.ctl('site', 'set', SITE, '--provider', 'other')
    says(secure, 'This goes to Other.')
    wait(lambda: 'please' not in entry(secure, 'Subject').text, 'it is another letter')
    secure.click('push button', 'Send Request')
    says(secure, 'It is your turn: the request has not arrived yet.')
    sent = json.loads(kp.ctl('request', 'list', '--json'))['requests']
    assert [one['provider'] for one in sent] == ['other'], sent
    # Once more from the start of the step is another request.
    secure.press('alt+Left')
    said = answer(kp, 'Go one step back?', 'Step Back')
    assert 'The request is taken back if it has not left.' in said, said
    says(secure, 'This goes to Other.')
    secure.click('push button', 'Send Request')
    says(secure, 'It is your turn: the request has not arrived yet.')
    wait(lambda: len(json.loads(kp.ctl('request', 'list', '--json'))['requests']) == 2, 'two')
    secure.click('push button', 'Take Back…')
    answer(kp, 'Take the request back?', 'Take Back')
    says(secure, 'the request was taken back. Go one step back to write another.')
    sent = json.loads(kp.ctl('request', 'list', '--json'))['requests']
    assert [one['state'] for one in sent] == ['cancelled', 'cancelled'], sent


def test_mail(kp):
    'what no mail program takes is told; a reminder by mail is not taken for the request'
    install(kp)
    kp.take_links()
    kp.ctl('provider', 'connect', 'desk', '--channel', 'email', '--to', 'help@desk.example')
    window = kp.start()
    secure = to_hand_over(kp, window)
    text = entry(secure, 'Text')
    text.set_text(text.text + 'more ' * 500)
    secure.click('push button', 'Send Request')
    says(secure, 'It is your turn: the request has not arrived yet.')
    secure.click('push button', 'Open in Mail Program')
    says(secure, 'The text is too long to be handed to a mail program.')
    wait(kp.mails, 'a mail')
    assert [(mail[0], mail[2]) for mail in kp.mails()] == [('help@desk.example', '')], kp.mails()
    os.remove(os.path.join(kp.folder, 'opener'))
    secure.click('push button', 'Open in Mail Program')
    says(secure, 'No mail program could be started.')
    first = json.loads(kp.ctl('request', 'list', '--json'))['requests'][0]['reference']
    kp.ctl('request', 'send', first, '--done')
    says_lately(secure, 'Waiting for Desk since DAY.')
    secure.click('push button', 'Remind…')
    remind = kp.window('Remind')
    wait(lambda: letter(remind).startswith('Hello,'), 'it is English')
    typed = entry(remind, 'Subject').text + ', please'
    entry(remind, 'Subject').set_text(typed)
    choose_line(remind, 'Letter language', 'German')
    wait(lambda: letter(remind).startswith('Guten Tag,'), 'it is German')
    assert ', please' not in entry(remind, 'Subject').text
    german = 'Bitte!\n\n' + letter(remind)
    entry(remind, 'Text').set_text(german)
    choose_line(remind, 'Letter language', 'English')
    wait(lambda: entry(remind, 'Subject').text == typed, 'it is as it was left')
    choose_line(remind, 'Letter language', 'German')
    wait(lambda: letter(remind).strip() == german.strip(), 'so is this one')
    remind.click('push button', 'Send Reminder')
    says(window, 'The reminder is in Requests')
    sent = json.loads(kp.ctl('request', 'list', '--json'))['requests']
    assert [kp.ctl('request', 'show', str(one['id'])).count('Bitte!') for one in sent] \
        in ([0, 1], [1, 0]), sent
    window.find('page tab', 'Requests (1)')
    row_of(window, SITE).find(None, text=lambda t: (t or '').startswith('Desk: '), rows=True)
    says_lately(secure, 'Waiting for Desk since DAY.')
    can(secure, 'Remind…')


def test_locked(kp):
    'while the vault stays locked the request waits, counts, and says why; then it goes'
    desk = Helpdesk()
    install(kp)
    connect(kp, desk)
    window = kp.start()
    secure = to_hand_over(kp, window)
    window.find('page tab', 'Requests')
    secure.click('push button', 'Send Request')
    answer(kp, 'Unlock the vault?', 'Cancel')
    says(secure, 'It is your turn: the request has not arrived yet.')
    says(secure, 'The vault is locked.')
    # It is not said to be the provider's turn while nothing has left.
    row_of(window, SITE).find(None, text='You: continue the job', rows=True)
    secure.close()
    window.click('page tab', 'Requests (1)')
    row = window.find('list item', name=lambda n: f'Queued · {SITE} · Desk' in n)
    window.point(row)
    says(window, 'Queued, ')
    says(window, 'Kite Ltd')
    window.click('push button', 'Retry Now')
    answer(kp, 'Unlock the vault?', 'Unlock', Passphrase=PASSPHRASE)
    says(window, 'Sent, ticket 1, ')
    window.click('push button', 'Back')
    window.find('list item', name=lambda n: f'Sent · {SITE} · Desk · ticket 1' in n)
    window.find('page tab', 'Requests')
    window.click('page tab', 'Sites')
    row_of(window, SITE).find(None, text=lambda t: (t or '').startswith('Desk: '), rows=True)
    desk.close()


def test_by_hand(kp):
    'what is mailed by hand is opened or saved, and told; what is not wanted is taken back'
    install(kp)
    kp.take_links()
    kp.ctl('provider', 'connect', 'desk', '--channel', 'email', '--to', 'help@desk.example')
    window = kp.start()
    secure = to_hand_over(kp, window)
    secure.find('label', text='Email', rows=True)
    secure.click('push button', 'Send Request')
    says(secure, 'Send it with your mail program, and say so here.')
    window.find('page tab', 'Requests (1)')
    secure.click('push button', 'Copy Text')
    says(secure, 'Request copied')
    secure.click('push button', 'Open in Mail Program')
    wait(lambda: kp.mails(), 'a mail')
    address, subject, body = kp.mails()[0]
    reference = re.search('KP-....-....', subject)[0]
    assert address == 'help@desk.example' and SITE in subject, (address, subject)
    assert all(f'{field}: {value}' in body for field, value in zip(FIELDS, [SITE, *VALUES])), body
    secure.click('push button', 'Save…')
    path = os.path.join(kp.folder, 'request.eml')
    assert save_as(kp, 'Save Mail', path) == f'{reference}.eml'
    says(secure, 'Saved')
    with open(path, 'rb') as file:
        mail = email.message_from_binary_file(file, policy=email.policy.default)
    assert (mail['To'], mail['Subject']) == (address, subject), mail
    assert mail.get_content().split() == body.split(), mail
    secure.click('push button', 'Take Back…')
    answer(kp, 'Take the request back?', 'Cancel')
    secure.click('push button', 'I Sent It…')
    answer(kp, 'Was it sent?', 'I Sent It', **{'Ticket_number_(optional)': '4711'})
    says(secure, 'Sent, ticket 4711, ')
    secure.gone('push button', 'Take Back…')
    window.find('page tab', 'Requests')


def test_connect(kp):
    'a provider is connected and tested; what is missing is named'
    desk = Helpdesk()
    install(kp)
    connect(kp, desk)
    window, preferences = open_page(kp, 'providers')
    preferences.click('push button', 'Connect Desk', rows=True)
    form = kp.window('Connect Desk')
    wait(lambda: entry(form, 'Queue').text == 'Hosting', 'it is shown as it is')
    assert entry(form, 'Address').text == desk.url
    entry(form, 'Address').set_text('http://desk.example')
    can(form, 'Test Connection', False)
    entry(form, 'Address').set_text(desk.url)
    entry(form, 'Queue').set_text('Nowhere')
    form.click('push button', 'Test Connection')
    answer(kp, 'Unlock the vault?', 'Unlock', Passphrase=PASSPHRASE)
    says(form, 'there is no queue “Nowhere”')
    entry(form, 'Queue').set_text('Hosting')
    entry(form, 'Token (leave empty to keep it)').set_text('wrong')
    form.click('push button', 'Test Connection')
    says(form, 'does not accept the token')
    entry(form, 'Token (leave empty to keep it)').set_text(TOKEN)
    form.click('push button', 'Test Connection')
    wait(lambda: '“Hosting”' in ' '.join(t or '' for t in form.texts()), 'it works')
    # Words say what is waited for, of one that does not answer.
    with socket.create_server(('127.0.0.1', 0)) as silent:
        entry(form, 'Address').set_text(f'https://127.0.0.1:{silent.getsockname()[1]}')
        entry(form, 'Token (leave empty to keep it)').set_text(TOKEN)
        form.click('push button', 'Test Connection')
        says(form, 'Saved. Asking the helpdesk…')
        can(form, 'Test Connection', False)
    says_not(form, 'Saved. Asking the helpdesk…')
    can(form, 'Test Connection')
    entry(form, 'Address').set_text(desk.url)
    entry(form, 'Token (leave empty to keep it)').set_text(TOKEN)
    form.click('push button', 'Save')
    closed(kp, 2)
    desk.close()


main()
