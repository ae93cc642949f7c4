# SPDX-License-Identifier: GPL-3.0-or-later
"""secure, and job list, show, next, back, pause, resume, abandon."""

import json
import os
import signal
import sqlite3
import subprocess
import time

from harness import ATTENTION, FINE, main
from jobs import DETAILS, HOST, JOB, JOBS, TARGET, answer, begin, job, make_zone, states


def test_whole(ctl):
    """a whole run without a prompt: from an address record to a lock, the job ends by itself"""
    site, zone = begin(ctl)
    ctl('subject', 'add', 'Kite', *DETAILS)
    begun = ctl('secure', site, '--subject', 'Kite', '--yes', '--json').json(JOB)
    assert (begun['kind'], begun['step'], begun['who']) == ('secure', 'hand-over', 'you')
    assert begun['missing'] == ['hand-over', 'target']
    ctl('job', 'show', site).has('Fill in the form of Cloud Office', 'Kite Ltd',
                                 'me@reseller.example', 'Greater London')
    told = ctl('job', 'next', site, '--done', '--target', TARGET, '--ticket', '#12')
    # The letter names what stands there, what goes first, and what comes.
    told.has('127.0.0.9', f'CNAME  {HOST}  {TARGET}', '“cp”', '7200')
    found = job(ctl, site)
    assert (found['step'], found['target'], found['ticket']) == ('instructions', TARGET, '#12')
    assert ctl.sites()[0]['dns']['expected'] == TARGET
    waiting = ctl('job', 'next', site, '--done', '--json').json(JOB)
    assert (waiting['step'], waiting['who'], waiting['missing']) == ('dns', 'customer', [])
    listed = ctl.sites()[0]
    assert (listed['lock'], listed['job']['step']) == ('pending', 'dns')
    assert listed['next_action']['who'] == 'customer'

    zone.set(HOST, ('CNAME', TARGET))
    ctl('check', site)
    listed = ctl.sites()[0]
    assert (listed['lock'], listed['job']) == ('locked', None)
    done = job(ctl, site)
    assert done['step'] == 'done' and done['ended_at'] and set(states(done).values()) == {'done'}
    assert ctl('job', 'list', '--json').json(JOBS)['jobs'] == []
    ctl.fails('secure', site, code='not-needed', argument=site)


def test_step_by_step(ctl):
    """each step says what is missing, and takes nothing else"""
    site, _ = begin(ctl)
    ctl.fails('job', 'next', site, code='no-job', argument=site)
    ctl.fails('job', 'show', site, code='no-job')
    first = ctl('secure', site, '--json').json(JOB)
    assert (first['step'], first['missing']) == ('details', ['subject'])
    ctl.fails('secure', site, code='exists', argument=site)
    ctl.fails('job', 'next', site, '--done', code='missing')
    ctl.fails('job', 'next', site, '--organization', 'Kite Ltd', code='subject').says('Country')
    ctl.fails('job', 'next', site, *DETAILS[2:], '--country', 'XX', argument='--country')
    ctl.fails('job', 'next', site, '--subject', 'nobody')
    second = ctl('job', 'next', site, *DETAILS, '--json').json(JOB)
    assert (second['step'], second['missing']) == ('review', ['confirmation'])
    ctl.fails('job', 'next', site, code='missing')
    third = ctl('job', 'next', site, '--done', '--json').json(JOB)
    assert third['step'] == 'hand-over'
    ctl.fails('job', 'next', site, '--done', code='missing').says('host name')
    ctl.fails('job', 'next', site, '--done', '--target', HOST, code='refused')
    ctl.fails('job', 'next', site, '--done', '--target', 'evil.example.com', code='refused')
    ctl.fails('job', 'next', site, '--done', '--target', TARGET, '--ticket', 'x' * 300,
              argument='--ticket')
    assert job(ctl, site)['step'] == 'hand-over'


def test_verbs(ctl):
    """back, pause, resume and abandon say what stays behind"""
    site, _ = begin(ctl, *DETAILS, '--yes')
    ctl('job', 'next', site, '--done', '--target', TARGET)
    ctl('job', 'next', site, '--done')
    ctl('job', 'pause', site).has('paused', 'no day runs out')
    paused = job(ctl, site)
    assert paused['paused_at'] and paused['who'] == 'you'
    # What is paused waits for nobody.
    assert ctl.sites()[0]['lock'] == 'unlocked'
    ctl.fails('job', 'next', site, '--done', code='not-now').says('paused')
    ctl.fails('job', 'pause', site, code='not-now')
    ctl('job', 'resume', site)
    assert ctl.sites()[0]['lock'] == 'pending'
    ctl('job', 'back', site).has('The customer was asked to change the DNS record')
    assert job(ctl, site)['step'] == 'instructions'
    ctl('job', 'back', site).has('What was handed to Cloud Office stays there')
    found = job(ctl, site)
    assert (found['step'], found['target']) == ('hand-over', TARGET)
    ctl('job', 'abandon', site).has(TARGET)
    ended = job(ctl, site)
    assert ended['ended_at'] and ctl.sites()[0]['job'] is None
    ctl.fails('job', 'abandon', site, code='no-job')
    ctl('secure', site, *DETAILS, '--yes')


def test_refused_name(ctl):
    """a name that the provider refuses begins nothing, and names the rule"""
    # Only DNS itself tells that it is the top of a zone.
    zone = make_zone()
    zone.apexes.append('cp.delegated.example')
    ctl.resolver(zone)
    ctl('site', 'add', 'cp.delegated.example', '--provider', 'cloud-office')
    ctl.fails('secure', 'cp.delegated.example', status=ATTENTION, code='name.apex')
    ctl.fails('job', 'show', 'cp.delegated.example', code='no-job')
    ctl('site', 'add', 'my.kite.example', '--provider', 'pexip')
    ctl.fails('secure', 'my.kite.example', code='not-offered')
    ctl.fails('secure', 'nobody.kite.example', code='unknown-site')


def test_changed(ctl):
    """that the record was changed can be said, at the step that waits for it"""
    site, _ = begin(ctl, *DETAILS, '--yes')
    ctl('job', 'next', site, '--done', '--target', TARGET)
    assert ctl('job', 'next', site, '--done', '--json').json(JOB)['changed_at'] is None
    found = ctl('job', 'next', site, '--done', '--json').json(JOB)
    assert found['step'] == 'dns' and found['changed_at'] >= found['since']


def test_list(ctl):
    """the jobs under way, with whose turn it is"""
    ctl('job', 'list').has('No job is under way')
    site, _ = begin(ctl, *DETAILS, '--yes')
    lines = ctl('job', 'list').lines
    assert len(lines) == 2 and lines[1].split()[:3] == [site, 'secure', 'hand-over'], lines
    found = ctl('job', 'list', '--json').json(JOBS)['jobs']
    assert [one['site'] for one in found] == [site]


def test_asks(ctl):
    """on a terminal it asks for what is missing, and for a yes"""
    site, _ = begin(ctl)
    status, out, said = answer(
        ctl, 'UK\nGreater London\nLondon\nKite Ltd\nIT\nme@reseller.example\ny\n', 'secure', site)
    assert status == FINE, said
    assert 'Secure Control Panel Site' in said, said
    assert 'Fill in the form' in out, out
    assert job(ctl, site)['step'] == 'hand-over'


def test_asks_each_step(ctl):
    """on a terminal each step shows what is to be done, and asks whether it is"""
    site, _ = begin(ctl, *DETAILS)
    # A no changes nothing.
    status, _, said = answer(ctl, 'n\n', 'job', 'next', site)
    assert status == 2 and 'Kite Ltd' in said and 'Secure Control Panel Site' in said, said
    assert job(ctl, site)['step'] == 'review'
    assert answer(ctl, 'y\n', 'job', 'next', site)[0] == FINE
    status, out, said = answer(ctl, f'y\n{TARGET}\n', 'job', 'next', site)
    assert status == FINE and 'Fill in the form' in out, (out, said)
    assert 'Was it handed to Cloud Office?' in said and 'Host name that the provider gave' in said
    found = job(ctl, site)
    assert (found['step'], found['target']) == ('instructions', TARGET)
    status, out, said = answer(ctl, 'y\n', 'job', 'next', site)
    assert status == FINE and f'CNAME  {HOST}  {TARGET}' in out, (out, said)
    assert job(ctl, site)['step'] == 'dns'
    assert answer(ctl, 'y\n', 'job', 'next', site)[0] == FINE
    assert job(ctl, site)['changed_at']
    # What is given is not asked for.
    assert answer(ctl, '', 'job', 'next', site, '--done')[0] == FINE


def test_killed(ctl):
    """killed at any moment, the next command finds a job that goes on"""
    site, _ = begin(ctl, *DETAILS)
    began = time.monotonic()
    job(ctl, site)
    whole = time.monotonic() - began
    ends = []
    # From before its first breath until after its last.
    for number in range(12):
        run = ctl.start('job', 'next', site, '--done')
        try:
            run.wait(timeout=2.5 * whole * number / 11)
        except subprocess.TimeoutExpired:
            run.send_signal(signal.SIGKILL)
        run.communicate()
        found = job(ctl, site)
        # Confirmed once, or not at all; without a target it stays there.
        assert found['step'] in ('review', 'hand-over'), found
        assert len(ctl('job', 'list', '--json').json(JOBS)['jobs']) == 1
        ends.append((run.returncode, found['step']))
    assert ends[0] == (-signal.SIGKILL, 'review') and ends[-1][1] == 'hand-over', ends


def test_broken_data(ctl):
    """what of a job can't be read in the store is as if nobody had entered it"""
    site, _ = begin(ctl, *DETAILS, '--yes')
    path = os.path.join(ctl.data, 'keyplate.db')
    with sqlite3.connect(path) as database:
        database.execute('UPDATE job SET data = ?, step = 99', (json.dumps([1]),))
    database.close()
    found = job(ctl, site)
    assert (found['step'], found['missing']) == ('name', ['name'])


main(globals())
