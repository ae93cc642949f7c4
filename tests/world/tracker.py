# SPDX-License-Identifier: GPL-3.0-or-later
"""A real Request Tracker (tests/world/rt) as a test sees it."""

import json
import os
import urllib.parse
import urllib.request

from desk import HERE, run

QUEUE = 'Hosting'
FIELDS = ['Site URL', 'Country', 'State', 'Locality', 'Organization', 'Organizational Unit',
          'Email']


class Tracker:
    """One of its own in FOLDER."""

    def __init__(self, folder):
        self.folder = os.path.join(folder, 'rt')
        self.url = None

    def __enter__(self):
        try:
            self.url = self.run('start')
        except BaseException:
            self.run('stop', status=None)
            raise
        return self

    def __exit__(self, *_):
        self.run('stop')

    def run(self, command, *words, status=0):
        done = run(os.path.join(HERE, 'rt'), command, self.folder, *map(str, words))
        assert status in (None, done.returncode), f'rt {command} {words}: {done.stderr}'
        return done.stdout.strip()

    def token(self, login='app'):
        return self.run('token', login)

    def reply(self, number, text):
        self.run('reply', number, text)

    def get(self, path, **query):
        """What its REST interface tells its staff."""
        url = f'{self.url}/REST/2.0/{path}?{urllib.parse.urlencode(query)}'
        request = urllib.request.Request(url, headers={
            'Authorization': 'token ' + self.token('staff')})
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with direct.open(request, timeout=30) as answer:
            return json.load(answer)

    def tickets(self, host=''):
        """Number, subject and fields of all tickets, or of those whose subject names HOST."""
        found = self.get('tickets', per_page=100, fields='Subject,CustomFields',
                         query=f"Queue = '{QUEUE}' AND Subject LIKE '{host}'")
        assert found['total'] == len(found['items']), found
        return [{'number': int(one['id']), 'subject': one['Subject'],
                 'fields': {field['name']: ''.join(field['values'])
                            for field in one['CustomFields']}} for one in found['items']]
