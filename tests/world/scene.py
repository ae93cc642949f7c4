# SPDX-License-Identifier: GPL-3.0-or-later
"""Where sites are secured: a loopback world, a Request Tracker, and a provider that has both."""

import concurrent.futures
import json
import os
import sqlite3
import tempfile

from desk import RESOLVERS, World, enter
from tracker import FIELDS, QUEUE, Tracker

OLD = ('A', '127.0.1.41')
TARGET = 'pl-10.admin.emailsrvr.com'
# As the store has them: the steps of jobs, the states of requests, and in its log that requests
# have changed.
STEPS = {1: 'name', 2: 'details', 3: 'review', 4: 'hand-over', 5: 'wait-provider', 6: 'buy',
         7: 'instructions', 8: 'dns', 9: 'install', 11: 'wait-ca', 12: 'submit'}
QUEUED, SENDING, SENT, UNCERTAIN = 1, 2, 3, 5
REQUESTS = 5
PASSPHRASE = 'correct horse'
SUBJECT = {'country': 'GB', 'state': 'Greater London', 'locality': 'London',
           'organization': 'Kite Ltd', 'organizational-unit': 'IT', 'email': 'ops@kite.example'}
# As Cloud Office, but reached by a helpdesk.
PROFILE = {
    'id': 'desk', 'name': 'Desk', 'noun': 'Site', 'jobs': ['secure'],
    'target': {'kind': 'pattern', 'pattern': '*.admin.emailsrvr.com',
               'usual': 'pl-1.admin.emailsrvr.com'},
    'key': 'provider', 'renewal': {'by': 'provider', 'days-early': 20},
    'certificate': 'after-dns', 'channel': {'kind': 'rt'},
    'request': {'priority': 'normal', 'fields': [
        {'id': one, 'label': label, 'required': True}
        for one, label in zip(['site', *SUBJECT], FIELDS)]}}


class Scene:
    """All of it, running; as many users as want may be in it."""

    def __init__(self, sites):
        self.folder = tempfile.TemporaryDirectory(prefix='keyplate-scene.')
        self.world = World(self.folder.name, '--portfolio', 'bench', '--sites', str(sites),
                           '--addresses', '1')
        self.helpdesk = Tracker(self.folder.name)
        self.pool = concurrent.futures.ThreadPoolExecutor()
        self.starting = None

    def __enter__(self):
        # It takes longer than the world, and not everybody needs it.
        self.starting = self.pool.submit(self.helpdesk.__enter__)
        try:
            self.world.__enter__()
        except BaseException:
            self.leave_helpdesk()
            raise
        return self

    def __exit__(self, *_):
        try:
            self.world.__exit__()
        finally:
            self.leave_helpdesk()

    def leave_helpdesk(self):
        self.pool.shutdown()
        if self.starting.exception() is None:
            self.helpdesk.__exit__()
        self.folder.cleanup()

    @property
    def tracker(self):
        return self.starting.result()

    def welcome(self, kp, host, provider, ttl=2):
        """The user of KP has a site that is red: it still leads to the old server, and the new
        one does not know it."""
        enter(kp.environment, kp.ctl, self.world)
        self.world.change(host, ttl, *OLD)
        self.world.renew(host, 'provider')
        if provider == 'desk':
            self.connect(kp)
        return f'{host}:{self.world.port}'

    def connect(self, kp, profile=None):
        """The provider is installed with its profile, and connected to the helpdesk."""
        folder = os.path.join(kp.data_dir, 'providers')
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, 'desk.json'), 'w', encoding='utf-8') as file:
            json.dump(profile or PROFILE, file)
        kp.passphrase_file = os.path.join(kp.folder, 'passphrase')
        token_file = os.path.join(kp.folder, 'token')
        for path, text in ((kp.passphrase_file, PASSPHRASE), (token_file, self.tracker.token())):
            with open(path, 'w', encoding='utf-8') as file:
                file.write(text + '\n')
        kp.ctl('provider', 'connect', 'desk', '--channel', 'rt', '--url', self.tracker.url,
               '--queue', QUEUE, '--token-file', token_file, '--passphrase-file',
               kp.passphrase_file)

    def change(self, host):
        """The provider makes the certificate, the customer changes the record, and no resolver
        remembers the old one."""
        self.world.renew(host, 'valid')
        self.world.change(host, 300, 'CNAME', TARGET + '.')
        for name in RESOLVERS:
            self.world.resolver(name, 'flush', host)


def site_of(kp, host):
    """The site as keyplatectl tells it; None if there is none."""
    return next((one for one in kp.sites() if one['site'].startswith(host)), None)


def requests_of(kp):
    return json.loads(kp.ctl('request', 'list', '--json'))['requests']


def ask_store(kp, question, *values):
    """What SQL gives, without a process of its own: for what is looked at again and again."""
    store = sqlite3.connect(os.path.join(kp.data_dir, 'keyplate.db'), timeout=10)
    try:
        with store:
            return store.execute(question, values).fetchall()
    finally:
        store.close()


def let_pass(kp, seconds):
    """Time passes for the requests of the store: they and what they wait for are so much older.
    (A request whose answer was lost is not sent again for five minutes.)"""
    ask_store(kp, 'UPDATE request SET state_at = state_at - ?1, next_at = next_at - ?1, '
                  'revision = revision + 1 WHERE next_at > 0', seconds)
    # By this a window that is open hears of it.
    ask_store(kp, 'INSERT INTO change_log (writer, kind, row_id) VALUES (0, ?, 0)', REQUESTS)
