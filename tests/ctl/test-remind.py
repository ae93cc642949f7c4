# SPDX-License-Identifier: GPL-3.0-or-later
"""job remind: what is written to the provider and to the customer."""

import base64
import json
import os
import sqlite3
import time

from harness import COULD_NOT, Maybe, main
from jobs import DETAILS, HOST, JOB, TARGET, begin, connect, job

REMINDED = {**JOB, 'letter': Maybe({'language': str, 'subject': str, 'body': str}),
            'request': Maybe(dict)}


def bodies(desk):
    """The texts of all messages, the newest last."""
    return [base64.b64decode(one['Content']).decode() for one in desk.parts]


def test_remind_again(ctl):
    """each reminder is of the request, not of the reminder before it, and JSON says what went"""
    site, _ = begin(ctl, *DETAILS, '--yes')
    desk = connect(ctl)
    ctl('job', 'next', site, '--done')
    first = json.loads(ctl('request', 'list', '--json').out)['requests'][0]['reference']
    for _ in range(2):
        told = ctl('job', 'remind', site, '--json').json(REMINDED)
        assert (told['step'], told['letter']) == ('wait-provider', None)
        assert (told['request']['state'], told['request']['ticket']) == ('sent', '1')
        assert f'Our reference for it is {first}.' in bodies(desk)[-1], bodies(desk)
    assert len(desk.tickets) == 1 and desk.posts == 3
    # Nobody there: it is written down, and JSON still says where it stands.
    desk.close()
    told = ctl('job', 'remind', site, '--json', status=COULD_NOT).json(REMINDED)
    assert told['request']['state'] == 'offline'


def test_remind_by_mail(ctl):
    """a mail has no ticket: a reminder that has not gone yet does not hold up the job"""
    site, _ = begin(ctl, *DETAILS, '--yes')
    ctl('provider', 'connect', 'cloud-office', '--channel', 'email', '--to', 'help@desk.example')
    ctl('job', 'next', site, '--done')
    first = json.loads(ctl('request', 'list', '--json').out)['requests'][0]['reference']
    assert job(ctl, site)['who'] == 'you'
    ctl('request', 'send', first, '--done')
    for _ in range(2):
        assert job(ctl, site)['who'] == 'provider'
        told = ctl('job', 'remind', site, '--json').json(REMINDED)
        assert told['request']['state'] == 'waiting-for-you'
        ctl('request', 'show', told['request']['reference']).has(f'reference for it is {first}.')
    assert job(ctl, site)['who'] == 'provider'


def test_remind_by_form(ctl):
    """what went by the provider's form is reminded of with a text for it"""
    site, zone = begin(ctl, *DETAILS, '--yes', kind='selfsigned')
    ctl('job', 'next', site, '--done', '--target', TARGET, '--ticket', '#12')
    ctl('job', 'next', site, '--done')
    zone.set(HOST, ('CNAME', TARGET))
    ctl('check', site)
    assert job(ctl, site)['who'] == 'provider'
    ctl('job', 'remind', site).has('Waiting for You', 'Reminder: certificate for ' + HOST,
                                   'Your number for it is #12.')
    told = ctl('job', 'remind', site, '--json').json(REMINDED)
    assert (told['request']['channel'], told['request']['state']) == ('form', 'waiting-for-you')


def test_remind_customer(ctl):
    """the customer is reminded by a letter that says when it was asked"""
    site, _ = begin(ctl, *DETAILS, '--yes')
    ctl('job', 'next', site, '--done', '--target', TARGET)
    ctl('job', 'next', site, '--done')
    asked = time.strftime('On %Y-%m-%d we asked', time.gmtime())
    # A pause moves on the day from which the time of a step counts, not the day it was asked.
    with sqlite3.connect(os.path.join(ctl.data, 'keyplate.db')) as database:
        database.execute('UPDATE job SET since = since - 5 * 86400')
    database.close()
    ctl('job', 'remind', site).has('still to be changed', TARGET, '127.0.0.9',
                                   asked)
    told = ctl('job', 'remind', site, '--json').json(REMINDED)
    assert told['request'] is None and TARGET in told['letter']['body']
    ctl.fails('job', 'remind', 'nobody.example', code='unknown-site')


main(globals())
