# SPDX-License-Identifier: GPL-3.0-or-later
"""job next by a helpdesk: the request is sent and answered, and what can be in its way."""

import json
import os

from harness import COULD_NOT, main
from jobs import DETAILS, HOST, JOB, TARGET, begin, connect, job

PROFILE = {'id': 'desk', 'name': 'Desk', 'jobs': ['secure'],
           'target': {'kind': 'pattern', 'pattern': '*.admin.emailsrvr.com'}, 'key': 'provider',
           'renewal': {'by': 'provider', 'days-early': 20}, 'certificate': 'after-dns',
           'channel': {'kind': 'form', 'form': 'https://desk.example/'},
           'request': {'fields': [{'id': 'organization', 'label': 'Company', 'required': True}]},
           'days': {'answer': 1, 'ca': 0, 'install': 2, 'margin': 7}}


def test_helpdesk(ctl):
    """handed over by a request: one ticket with the details, then the provider's answer"""
    site, zone = begin(ctl, *DETAILS, '--yes')
    desk = connect(ctl)
    ctl.fails('job', 'remind', site, code='not-now')
    ctl('job', 'next', site, '--done').has('Sent, ticket 1', 'Answer of Cloud Office')
    assert [one['fields'] for one in desk.tickets] == [{
        'Site name': HOST, 'Company': 'Kite Ltd', 'Country': 'GB',
        'State or province': 'Greater London', 'Locality': 'London', 'Organizational unit': 'IT',
        'Email': 'me@reseller.example'}], desk.tickets
    found = job(ctl, site)
    assert (found['step'], found['who'], found['missing']) == ('wait-provider', 'provider',
                                                               ['target'])
    ctl.fails('job', 'next', site, '--done', code='missing')
    # Reminded in the same ticket.
    ctl('job', 'remind', site).has('Sent')
    assert len(desk.tickets) == 1 and desk.posts == 2, (desk.tickets, desk.posts)
    desk.say(1, f'Please point it to {TARGET}.')
    ctl('request', 'receive').has('1 new reply.')
    # What the reply names is proposed, and a person confirms it.
    found = job(ctl, site)
    assert (found['step'], found['target'], found['proposed_target']) == ('wait-provider', None,
                                                                          TARGET)
    ctl('job', 'show', site).has(f'keyplatectl job next {site} --target {TARGET}')
    ctl('job', 'next', site, '--target', TARGET)
    assert job(ctl, site)['proposed_target'] is None
    ctl('job', 'next', site, '--done')
    zone.set(HOST, ('CNAME', TARGET))
    ctl('check', site)
    assert ctl.sites()[0]['lock'] == 'locked' and job(ctl, site)['step'] == 'done'
    assert len(desk.tickets) == 1


def test_lost_answer(ctl):
    """the answer of the helpdesk is lost: the step is done once, and there is one ticket"""
    site, _ = begin(ctl, *DETAILS, '--yes')
    desk = connect(ctl)
    desk.mood = 'lost'
    ctl('job', 'next', site, '--done', status=3).has('Being Looked Up')
    assert job(ctl, site)['step'] == 'wait-provider'
    ctl.fails('job', 'next', site, '--done', code='missing')
    requests = ctl('request', 'list', '--json')
    assert len(json.loads(requests.out)['requests']) == 1 and len(desk.tickets) == 1
    one = str(json.loads(requests.out)['requests'][0]['id'])
    ctl('request', 'send', one).has('Sent, ticket 1')
    assert len(desk.tickets) == 1


def test_locked(ctl):
    """where the vault is locked nothing is handed over, written or reminded of"""
    site, _ = begin(ctl, *DETAILS, '--yes')
    ctl.env['DBUS_SESSION_BUS_ADDRESS'] = 'unix:path=/nonexistent'
    options = list(ctl.options)
    desk = connect(ctl)
    unlocked, ctl.options = ctl.options, options
    ctl.fails('job', 'next', site, '--done', status=COULD_NOT, code='vault-locked')
    assert job(ctl, site)['step'] == 'hand-over'
    wrong = ['--passphrase-file', ctl.path('wrong', 'wrong horse')]
    ctl.fails('job', 'next', site, '--done', *wrong, status=COULD_NOT)
    assert json.loads(ctl('request', 'list', '--json').out)['requests'] == []
    ctl.options = unlocked
    ctl('job', 'next', site, '--done').has('Sent, ticket 1')
    ctl.options = options
    ctl.fails('job', 'remind', site, status=COULD_NOT, code='vault-locked')
    assert desk.posts == 1


def test_store_damaged(ctl):
    """a store that is damaged in the middle of a job is told and left; put back, the job goes on"""
    site, _ = begin(ctl, *DETAILS, '--yes')
    path = os.path.join(ctl.data, 'keyplate.db')
    with open(path, 'rb') as file:
        good = file.read()
    bad = good[:4096] + b'\xa5' * (len(good) - 4096)
    with open(path, 'wb') as file:
        file.write(bad)
    for command in (['next', site, '--done', '--target', TARGET], ['show', site],
                    ['abandon', site], ['remind', site]):
        ctl.fails('job', *command, status=COULD_NOT, code='store-damaged').says(path)
    with open(path, 'rb') as file:
        assert file.read() == bad
    with open(path, 'wb') as file:
        file.write(good)
    ctl('job', 'next', site, '--done', '--target', TARGET)
    assert job(ctl, site)['step'] == 'instructions'


def test_profile_gone(ctl):
    """where the file of the provider's profile is gone nothing breaks: each command says so"""
    folder = os.path.join(ctl.data, 'providers')
    site, zone = begin(ctl)
    os.makedirs(folder, exist_ok=True)
    file = os.path.join(folder, 'desk.json')
    with open(file, 'w', encoding='utf-8') as profile:
        json.dump(PROFILE, profile)
    zone.set('desk.kite.example', ('A', '127.0.0.9'))
    ctl('site', 'add', 'desk.kite.example', '--provider', 'desk')
    ctl('secure', 'desk.kite.example', *DETAILS, '--yes')
    os.remove(file)
    for command in (['job', 'next', 'desk.kite.example', '--organization', 'Kite Ltd'],
                    ['site', 'retire', 'desk.kite.example', '--ask-provider']):
        ctl.fails(*command, code='not-offered').says('“desk”')
    ctl('job', 'show', 'desk.kite.example', '--json').json(JOB)
    assert len(ctl.sites()) == 2


main(globals())
