# SPDX-License-Identifier: GPL-3.0-or-later
"""A real Request Tracker (tests/world/rt) as a test sees it."""

import base64
import json
import os
import urllib.parse
import urllib.request

from desk import HERE, run

QUEUE = 'Hosting'
FIELDS = ['Site URL', 'Country', 'State', 'Locality', 'Organization', 'Organizational Unit',
          'Email']


def read(path):
    with open(path, 'rb') as file:
        return file.read()


class Tracker:
    """One of its own in FOLDER."""

    def __init__(self, folder):
        self.folder = os.path.join(folder, 'rt')
        self.url = None
        self.tokens = {}

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
        if login not in self.tokens:
            self.tokens[login] = self.run('token', login)
        return self.tokens[login]

    def reply(self, number, text, *files):
        """As its staff; FILES: paths."""
        self.ask(f'ticket/{number}/correspond', {
            'Content': text, 'ContentType': 'text/plain', 'Attachments': [
                {'FileName': os.path.basename(path), 'FileType': 'application/octet-stream',
                 'FileContent': base64.b64encode(read(path)).decode()} for path in files]})

    def get(self, path, **query):
        """What its REST interface tells its staff."""
        return self.ask(f'{path}?{urllib.parse.urlencode(query)}')

    def ask(self, path, message=None):
        request = urllib.request.Request(
            f'{self.url}/REST/2.0/{path}', message and json.dumps(message).encode(), {
                'Authorization': 'token ' + self.token('staff'),
                'Content-Type': 'application/json'})
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with direct.open(request, timeout=30) as answer:
            return json.load(answer)

    def tickets(self, host=''):
        """Number, subject, priority and fields of all tickets, or of those whose subject names
        HOST."""
        found = self.get('tickets', per_page=100, fields='Subject,Priority,CustomFields',
                         query=f"Queue = '{QUEUE}' AND Subject LIKE '{host}'")
        assert found['total'] == len(found['items']), found
        return [{'number': int(one['id']), 'subject': one['Subject'],
                 'priority': int(one['Priority']),
                 'fields': {field['name']: ''.join(field['values'])
                            for field in one['CustomFields']}} for one in found['items']]

    def files(self, number):
        """Name and octets of all that is attached in a ticket, the oldest first."""
        found = self.get(f'ticket/{number}/attachments', per_page=100, fields='Filename')
        assert len(found['items']) < 100, found
        numbers = sorted(int(one['id']) for one in found['items'] if one['Filename'])
        files = [self.get(f'attachment/{one}') for one in numbers]
        return [(one['Filename'], base64.b64decode(one['Content'])) for one in files]

    def letters(self, number):
        """What its customer wrote in a ticket, the oldest first."""
        found = self.get(f'ticket/{number}/history', per_page=100, fields='Type,Creator')
        assert len(found['items']) < 100, found
        return [one['Type'] for one in found['items']
                if one['Type'] in ('Create', 'Correspond') and one['Creator']['id'] == 'app']
