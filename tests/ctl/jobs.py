# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of jobs share: a site to secure, its job as JSON, its provider by a helpdesk."""

import os
import pty
import subprocess

import peer
from harness import ATTENTION, SHA256, TIME, Maybe, Words
from helpdesk import TOKEN, Helpdesk

HOST = 'cp.kite.example'
TARGET = 'pl-10.admin.emailsrvr.com'
DETAILS = ['--country', 'GB', '--state', 'Greater London', '--locality', 'London',
           '--organization', 'Kite Ltd', '--organizational-unit', 'IT', '--email',
           'me@reseller.example']
STEP = {'step': str, 'state': Words('done|now|to-come'), 'title': str,
        'who': Words('you|customer|provider|ca|nobody'), 'at': Maybe(TIME), 'due': Maybe(TIME),
        'overdue': bool, 'result': Maybe(str)}
RENEWAL = {'csr': Maybe({'sha256': SHA256, 'spki_sha256': SHA256, 'at': TIME, 'pem': str}),
           'order': Maybe({'number': Maybe(str), 'ca': Maybe(str), 'price': Maybe(str),
                           'at': Maybe(TIME)}),
           'record': Maybe({'name': str, 'type': Words('TXT|CNAME'), 'value': str, 'at': TIME,
                            'seen_at': Maybe(TIME), 'resolvers': [
                                {'url': str, 'verdict': Words('ok|waiting|unknown'),
                                 'found': [str], 'ttl': int, 'asked_at': TIME}]}),
           'bundle': Maybe({'sha256': SHA256, 'spki_sha256': SHA256, 'not_after': TIME,
                            'at': TIME, 'pem': str}),
           'overruled': [{'finding': str, 'reason': str}]}
JOB = {'site': str, 'kind': Words('secure|renew'), 'step': str,
       'who': Words('you|customer|provider|ca|nobody'), 'since': TIME, 'until': Maybe(TIME),
       'started_at': TIME, 'ended_at': Maybe(TIME), 'paused_at': Maybe(TIME),
       'changed_at': Maybe(TIME), 'target': Maybe(str),
       'proposed_target': Maybe(str), 'ticket': Maybe(str), 'missing': [str],
       'steps': [STEP], 'renewal': Maybe(RENEWAL)}
JOBS = {'jobs': [JOB]}


def make_zone():
    zone = peer.Zone('kite.example', 'emailsrvr.com', 'example')
    zone.set(TARGET, ('A', '127.0.0.1'))
    zone.set(HOST, ('A', '127.0.0.9', 7200))
    return zone


def begin(ctl, *options, kind='valid'):
    """A site whose name still has an address record. KIND: of the certificate that it serves."""
    zone = make_zone()
    ctl.resolver(zone)
    server = ctl.serve(HOST, kind)
    site = f'{HOST}:{server.port}'
    ctl('site', 'add', site, '--provider', 'cloud-office', '--customer', 'Kite Travel')
    ctl('check', site, status=ATTENTION)
    if options:
        ctl('secure', site, *options)
    return site, zone


def job(ctl, site):
    return ctl('job', 'show', site, '--json').json(JOB)


def states(found):
    return {line['step']: line['state'] for line in found['steps']}


def connect(ctl, provider='cloud-office'):
    """The provider by a helpdesk: requests reach it as tickets."""
    desk = Helpdesk()
    ctl.peers.append(desk)
    ctl.options += ['--passphrase-file', ctl.path('passphrase', 'correct horse')]
    ctl('provider', 'connect', provider, '--channel', 'rt', '--url', desk.url, '--queue',
        'Hosting', '--token-file', ctl.path('token', TOKEN + '\n'))
    return desk


def answer(ctl, text, *arguments):
    """A command at a terminal at which TEXT is typed: what it printed, what it asked."""
    parent, child = pty.openpty()
    run = subprocess.Popen([ctl.program, *arguments, *ctl.options], stdin=child,
                           stdout=subprocess.PIPE, stderr=child, env=ctl.env)
    os.close(child)
    os.write(parent, text.encode())
    out = run.communicate(timeout=60)[0].decode()
    said = b''
    try:
        while chunk := os.read(parent, 4096):
            said += chunk
    except OSError:
        pass
    os.close(parent)
    return run.returncode, out, said.decode()
