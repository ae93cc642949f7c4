# SPDX-License-Identifier: GPL-3.0-or-later
"""request list, show, send, cancel, receive; provider connect and test."""

import base64
import hashlib
import json
import os
import sqlite3
import time

from harness import ATTENTION, COULD_NOT, Maybe, Words, main, parse
from helpdesk import TOKEN, Helpdesk

STATES = Words('queued|sending|sent|refused|uncertain|waiting-for-you|offline|draft|cancelled')
FILE = {'name': str, 'size': int, 'sha256': str}
FINDING = {'id': str, 'severity': Words('wrong|waiting|unknown|note'), 'title': str,
           'text': str, 'fix': Maybe(str), 'until': Maybe(str)}
REQUEST = {'id': int, 'site': str, 'provider': str, 'channel': Words('form|email|rt'),
           'state': STATES, 'priority': Words('low|normal|high'), 'reference': str,
           'subject': str, 'ticket': Maybe(str), 'number': Maybe(str), 'url': Maybe(str),
           'reason': Maybe(str), 'created_at': Maybe(str), 'state_at': Maybe(str),
           'next_at': Maybe(str), 'unseen': int, 'fields': dict, 'attachments': [FILE],
           'findings': [FINDING]}
MESSAGE = {'at': Maybe(str), 'author': Maybe(str), 'incoming': bool, 'body': str,
           'attachments': [FILE]}
SHOWN = {**REQUEST, 'body': str, 'messages': [MESSAGE]}
REQUESTS = {'requests': [REQUEST]}
DETAILS = {'site': ('Site URL', 'my.globe.example'), 'country': ('Country', 'NO'),
           'state': ('State or province', 'Oslo'), 'locality': ('Locality', 'Oslo'),
           'organization': ('Organization', 'Globe AS'),
           'organizational-unit': ('Organizational unit', 'IT'),
           'email': ('Email', 'ada@globe.example')}


def add(ctl, channel, provider='pexip', reference='KP-AAAA-3467', file=None):
    """A request in the outbox, as a job leaves it there."""
    ctl('site', 'add', f'my-{reference.lower()}.globe.example', '--provider', provider)
    store = sqlite3.connect(os.path.join(ctl.data, 'keyplate.db'))
    with store:
        fields = {name: {'label': label, 'value': value}
                  for name, (label, value) in DETAILS.items()}
        cursor = store.execute(
            'INSERT INTO request (site, provider, channel, state, priority, reference, subject,'
            ' body, fields, created_at, state_at) VALUES (?, ?, ?, 1, 0, ?, ?, ?, ?, ?, ?)',
            ('my.globe.example', provider, channel, reference, f'Certificate [{reference}]',
             'Dear all,\n\nplease.\n', json.dumps(fields), int(time.time()), int(time.time())))
        if file is not None:
            store.execute('INSERT INTO attachment (request_id, name, type, size, sha256, content)'
                          " VALUES (?, 'list.csv', 'text/csv', ?, ?, ?)",
                          (cursor.lastrowid, len(file), hashlib.sha256(file).hexdigest(), file))
    store.close()
    return str(cursor.lastrowid)


def connected(ctl, *options):
    """A helpdesk, and the provider connected to it."""
    desk = Helpdesk()
    ctl.peers.append(desk)
    ctl.options += ['--passphrase-file', ctl.path('passphrase', 'correct horse')]
    ctl('provider', 'connect', 'pexip', '--channel', 'rt', '--url', desk.url, '--queue', 'Hosting',
        '--token-file', ctl.path('token', TOKEN + '\n'), *options)
    return desk


def show(ctl, one):
    return ctl('request', 'show', one, '--json').json(SHOWN)


def test_empty(ctl):
    """no requests are nothing wrong"""
    ctl('request', 'list').has('No requests yet.')
    assert ctl('request', 'list', '--json').json(REQUESTS) == {'requests': []}
    ctl('request', 'send').has('Nothing to send.')
    ctl('request', 'receive').has('0 new replies.')


def test_unknown(ctl):
    """an unknown request is status 2, by id or reference"""
    for one in ('1', 'KP-AAAA-3467', '', 'x' * 200, '-0', '99999999999999999999'):
        ctl.fails('request', 'show', '--', one, code='unknown-request')
        ctl.fails('request', 'send', '--', one, code='unknown-request')
        ctl.fails('request', 'cancel', '--', one, code='unknown-request')


def test_form(ctl):
    """what goes by a form waits for the user, who says that it was sent"""
    one = add(ctl, 'form')
    sent = ctl('request', 'send', '--json').json(REQUESTS)['requests']
    assert [(r['state'], r['findings']) for r in sent] == [('waiting-for-you', [])]
    assert sent[0]['url'].startswith('https://'), sent
    shown = show(ctl, 'kp-aaaa-3467')
    assert list(shown['fields']) == list(DETAILS) and shown['fields']['country'] == 'NO'
    ctl('request', 'show', one).has('Waiting for You', 'Globe AS', 'please.')
    ctl.fails('request', 'show', one, '--mail', '-', code='option', argument='--mail')
    ctl('request', 'list').has('Waiting for You', 'my.globe.example')
    ctl('request', 'send', one).has('KP-AAAA-3467: Waiting for You')
    ctl.fails('request', 'send', '--done', code='missing-argument')
    ctl.fails('request', 'send', one, '--ticket', '5', code='option', argument='--ticket')
    ctl('request', 'send', one, '--done', '--ticket', '4711').has('Sent, ticket 4711')
    shown = show(ctl, one)
    assert (shown['state'], shown['number'], shown['url']) == ('sent', '4711', None)
    assert [f['id'] for f in shown['findings']] == ['request.sent']
    ctl('request', 'send', one).has('Sent, ticket 4711')
    ctl.fails('request', 'cancel', one, status=COULD_NOT)


def test_cancel(ctl):
    """what was not sent can be taken back"""
    one = add(ctl, 'form')
    ctl('request', 'cancel', one).has('KP-AAAA-3467: Cancelled')
    assert show(ctl, one)['state'] == 'cancelled'
    ctl('request', 'send').has('Nothing to send.')
    # It stays so.
    for words in (['send', one], ['send', one, '--done'], ['cancel', one]):
        ctl.fails('request', *words, status=COULD_NOT, code='cancelled')


def test_connect(ctl):
    """a connection that can't work is refused with what is wrong; the token is in no file"""
    ctl.fails('provider', 'connect', 'nobody', '--channel', 'form', code='unknown-provider')
    ctl.fails('provider', 'connect', 'pexip', code='missing-option', argument='--channel')
    ctl.fails('provider', 'connect', 'pexip', '--channel', 'pigeon', code='option')
    for options in (['rt'], ['rt', '--url', 'http://help.example/', '--queue', 'a'],
                    ['rt', '--url', 'https://help.example/'], ['email'],
                    ['email', '--to', 'nobody']):
        ctl.fails('provider', 'connect', 'pexip', '--channel', *options, code='connection')
    ctl.fails('provider', 'connect', 'pexip', '--channel', 'form', '--token-file',
              ctl.path('none'), status=COULD_NOT, code='file')
    ctl.fails('provider', 'connect', 'pexip', '--channel', 'form', '--token-file',
              ctl.path('blank', ' \n'), code='value', argument='--token-file')
    ctl('provider', 'test', 'pexip')
    desk = connected(ctl)
    # The token that is there goes to no other address, and stays for the one it was given for.
    other = ['provider', 'connect', 'pexip', '--channel', 'rt', '--queue', 'Hosting', '--url']
    ctl.fails(*other, 'https://other.example/', code='connection').says('another address')
    ctl(*other, desk.url + '/')
    ctl('provider', 'test', 'pexip')
    for folder, _, names in os.walk(ctl.data):
        for name in names:
            with open(os.path.join(folder, name), 'rb') as file:
                assert TOKEN.encode() not in file.read(), name


def test_test(ctl):
    """the connection is tried, and what is missing is named"""
    desk = connected(ctl)
    ctl('provider', 'test', 'pexip').has('5.0.3', 'Hosting')
    assert desk.posts == 0
    desk.rights = {'correspond'}
    ctl.fails('provider', 'test', 'pexip', status=ATTENTION, code='connection').says(
        'CreateTicket')
    desk.queue = 'Other'
    ctl.fails('provider', 'test', 'pexip', status=ATTENTION).says('Hosting')
    ctl('provider', 'connect', 'pexip', '--channel', 'rt', '--url', desk.url, '--queue',
        'Other', '--token-file', ctl.path('wrong', '1-14-wrong'))
    ctl.fails('provider', 'test', 'pexip', status=ATTENTION, code='connection')
    desk.close()
    ctl.fails('provider', 'test', 'pexip', status=COULD_NOT, code='connection')


def test_locked(ctl):
    """without the passphrase nothing is asked and nothing sent"""
    connected(ctl)
    one = add(ctl, 'rt')
    ctl.options = []
    ctl.fails('request', 'send', one, status=COULD_NOT).says('vault')
    assert show(ctl, one)['state'] == 'queued'


def test_sent(ctl):
    """a request becomes one ticket with its seven fields, and is read back"""
    desk = connected(ctl)
    one = add(ctl, 'rt', file=b'a,b\r\n\x00\xff')
    sent = ctl('request', 'send', '--json').json(REQUESTS)['requests']
    assert [(r['state'], r['number'], r['reason']) for r in sent] == [('sent', '1', None)]
    assert desk.tickets[0]['fields'] == dict(DETAILS.values()), desk.tickets
    assert desk.tickets[0]['subject'] == 'Certificate [KP-AAAA-3467]'
    part = desk.parts[1]
    assert (part['Filename'], base64.b64decode(part['Content'])) == ('list.csv',
                                                                    b'a,b\r\n\x00\xff'), part
    assert show(ctl, one)['attachments'][0]['name'] == 'list.csv'
    ctl('request', 'send').has('Nothing to send.')
    assert (len(desk.tickets), desk.posts) == (1, 1)
    # For what is sent nothing has to be unlocked.
    add(ctl, 'form', reference='KP-CCCC-3467')
    ctl.options = []
    ctl('request', 'send').has('KP-CCCC-3467: Waiting for You')
    ctl.fails('request', 'receive', status=COULD_NOT, code='vault-locked')


def test_field_lost(ctl):
    """what the helpdesk did not keep is a finding, and status 1"""
    desk = connected(ctl)
    desk.drops = 'Country'
    one = add(ctl, 'rt')
    ctl('request', 'send', one, status=ATTENTION).has('Country')
    assert [f['id'] for f in show(ctl, one)['findings']] == ['request.field-lost',
                                                             'request.sent']


def test_refused(ctl):
    """a refusal is told in the helpdesk's own words"""
    desk = connected(ctl)
    desk.mood = 400
    one = add(ctl, 'rt')
    ctl('request', 'send', one, status=ATTENTION).has('Refused', 'Not that, please.')
    ctl('request', 'send', status=0).has('Nothing to send.')
    ctl('request', 'send', one).has('Sent, ticket 1')


def test_no_answer_of_a_helpdesk(ctl):
    """what a proxy or a broken helpdesk says instead is a state with its reason, and no page"""
    desk = connected(ctl)
    page = '<html><h1>Sorry</h1>'
    for number, (mood, state, word) in enumerate((
            ((413, 'text/html', page), 'refused', 'larger'),
            ((404, 'text/html', page), 'queued', '404'),
            ((200, 'text/html', page), 'uncertain', '127.0.0.1'),
            ((500, 'text/plain', ''), 'uncertain', '500'),
            ((502, 'text/html', page), 'uncertain', '502')), 1):
        one = add(ctl, 'rt', reference=f'KP-AAAA-346{number}')
        desk.mood, desk.posts = mood, 0
        told = ctl('request', 'send', one, '--json',
                   status=ATTENTION if state == 'refused' else COULD_NOT).json(REQUESTS)
        assert (told['requests'][0]['state'], desk.posts) == (state, 1), (mood, told)
        shown = show(ctl, one)
        assert word in shown['reason'] and '<' not in shown['reason'], (mood, shown['reason'])
        # What was refused goes when it is sent again. What may have arrived is looked up first,
        # and not sent again before the last look-up, minutes later, has found nothing.
        again = state != 'uncertain'
        ctl('request', 'send', one, status=0 if again else COULD_NOT)
        assert show(ctl, one)['state'] == ('sent' if again else state), mood
        assert desk.posts == 1 + again, mood


def test_answer_lost(ctl):
    """a lost answer is looked up, not sent again"""
    desk = connected(ctl)
    desk.mood = 'lost'
    one = add(ctl, 'rt')
    ctl('request', 'send', one, status=COULD_NOT).has('Being Looked Up')
    assert [f['id'] for f in show(ctl, one)['findings']] == ['request.uncertain']
    ctl.fails('request', 'cancel', one, status=COULD_NOT, code='busy').says('may have arrived')
    ctl('request', 'send', one).has('Sent, ticket 1')
    assert (len(desk.tickets), desk.posts) == (1, 1)


def test_offline(ctl):
    """nobody there is status 3, and nothing is lost"""
    desk = connected(ctl)
    one = add(ctl, 'rt')
    desk.close()
    ctl('request', 'send', status=COULD_NOT).has('Offline')
    shown = show(ctl, one)
    assert shown['state'] == 'offline' and shown['next_at'] is not None


def test_replies(ctl):
    """replies come once, with their files"""
    desk = connected(ctl)
    one = add(ctl, 'rt')
    ctl('request', 'send')
    desk.say(1, 'Here is the CSR.', [('site.csr', 'application/pkcs10', b'CSR\n')])
    ctl('request', 'receive').has('1 new reply.')
    ctl('request', 'receive').has('0 new replies.')
    shown = show(ctl, one)
    reply = [m for m in shown['messages'] if m['incoming']]
    assert [(m['body'], m['author']) for m in reply] == [('Here is the CSR.', 'staff')], shown
    assert [(f['name'], f['size']) for f in reply[0]['attachments']] == [('site.csr', 4)]
    assert shown['unseen'] == 1 and 'request.reply' in [f['id'] for f in shown['findings']]
    ctl('request', 'show', one).has('Here is the CSR.', 'site.csr')
    desk.close()
    failed = ctl('request', 'receive', '--json', status=COULD_NOT)
    assert parse(failed.out)['received'] == 0 and 'error' in parse(failed.out)


main(globals())
