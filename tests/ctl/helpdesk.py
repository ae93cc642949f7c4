# SPDX-License-Identifier: GPL-3.0-or-later
"""A helpdesk that speaks as much of Request Tracker's REST 2.0 as Keyplate asks for, and fails
as it is told."""

import base64
import email.parser
import email.policy
import http.server
import json
import re
import threading
import urllib.parse

TOKEN = '1-14-0123456789abcdef'
FIELDS = ['Site URL', 'Site name', 'Country', 'State or province', 'Locality', 'Organization',
          'Company', 'Organizational unit', 'Email']


class Helpdesk:
    """Tickets are dicts; MOOD is for the next POST: '', 'lost' (taken, and the line cut before the
    answer), a status, or (status, media type, text)."""

    def __init__(self):
        self.tickets, self.parts, self.mood, self.posts = [], [], '', 0
        self.queue, self.rights, self.drops = 'Hosting', {'create', 'correspond'}, None
        desk = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = 'HTTP/1.1'

            def log_message(self, *_):
                pass

            def do_GET(self):
                desk.answer(self, b'')

            def do_POST(self):
                desk.posts += 1
                desk.answer(self, self.rfile.read(int(self.headers['Content-Length'])))

            def cut(self):
                self.close_connection = True
                self.connection.close()

        self.server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        self.server.daemon_threads = True
        self.url = f'http://127.0.0.1:{self.server.server_port}'
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def answer(self, handler, body):
        mood, self.mood = (self.mood, '') if handler.command == 'POST' else ('', self.mood)
        if handler.headers.get('Authorization') != f'token {TOKEN}':
            status, said = 401, {'message': 'Unauthorized'}
        elif isinstance(mood, tuple):
            status, said = mood[0], None
        elif isinstance(mood, int):
            status, said = mood, {'message': 'Not that, please.'}
        else:
            path, _, query = handler.path.partition('?')
            status, said = self.find(handler, path.removeprefix('/REST/2.0'),
                                     urllib.parse.parse_qs(query), body)
        if mood == 'lost':
            handler.cut()
            return
        media, text = 'application/json', json.dumps(said).encode()
        if isinstance(mood, tuple):
            status, media, text = mood[0], mood[1], mood[2].encode()
        handler.send_response(status)
        handler.send_header('Content-Type', media)
        handler.send_header('Content-Length', str(len(text)))
        handler.end_headers()
        handler.wfile.write(text)

    def find(self, handler, path, query, body):
        if path == '/rt':
            return 200, {'Version': '5.0.3'}
        if path == '/queue/' + self.queue:
            return 200, {'id': 3, 'Name': self.queue,
                         'TicketCustomFields': [{'id': str(n), 'name': name}
                                                for n, name in enumerate(FIELDS)],
                         '_hyperlinks': [{'ref': one} for one in self.rights]}
        if path.startswith('/user/'):
            return 200, {'id': 14, 'Name': 'keyplate'}
        if path == '/ticket' and handler.command == 'POST':
            return self.take(handler.headers['Content-Type'], body)
        if path == '/tickets':
            return 200, self.search(query['query'][0])
        found = re.fullmatch(r'/(ticket|attachment)/(\d+)(/\w+)?', path)
        if not found:
            return 403, {'message': 'Forbidden'}
        number = int(found[2])
        if found[1] == 'attachment':
            return 200, self.parts[number - 1]
        if number > len(self.tickets):
            return 404, {'message': 'Not Found'}
        if found[3] == '/correspond':
            self.say(number, json.loads(body)['Content'], (), 'keyplate')
            return 201, ['Correspondence added']
        return 200, self.show(number, found[3])

    def take(self, kind, body):
        """A new ticket with its text and files."""
        message = json.loads(body) if kind == 'application/json' else None
        files = []
        if message is None:
            parser = email.parser.BytesParser(policy=email.policy.HTTP)
            parts = parser.parsebytes(f'Content-Type: {kind}\r\n\r\n'.encode() + body).iter_parts()
            message = json.loads(next(parts).get_payload(decode=True))
            files = [(one.get_filename(), one.get_content_type(), one.get_payload(decode=True))
                     for one in parts]
        if message['Queue'] != self.queue:
            return 403, {'message': f'No permission to create tickets in the queue '
                                    f'\'{message["Queue"]}\''}
        fields = {name: value for name, value in message.get('CustomFields', {}).items()
                  if name in FIELDS and name != self.drops}
        ticket = {'subject': message['Subject'], 'fields': fields, 'events': [],
                  'priority': message.get('Priority'),
                  'requestors': message.get('Requestor', [])}
        self.tickets.append(ticket)
        self.say(len(self.tickets), message['Content'], files, 'keyplate', 'Create')
        return 201, {'id': str(len(self.tickets)), 'type': 'ticket'}

    def say(self, number, text, files=(), author='staff', kind='Correspond'):
        """A message of the ticket, as an event with its parts."""
        ticket = self.tickets[number - 1]
        event = str(100 * number + len(ticket['events']))
        ticket['events'].append({'id': event, 'Type': kind, 'Created': '2026-11-22T08:00:00Z',
                                 'Creator': {'id': author, 'type': 'user'}})
        for name, media, content in [('', 'text/plain', text.encode()), *files]:
            self.parts.append({
                'id': str(len(self.parts) + 1), 'Filename': name, 'ContentType': media,
                'ContentLength': str(len(content)), 'TransactionId': event, 'ticket': number,
                'Subject': ticket['subject'] if kind == 'Create' else '',
                'Content': base64.encodebytes(content).decode()})

    def search(self, query):
        wanted = re.search(r"'(.*)'", query)[1]
        found = [{'id': str(n), 'Subject': one['subject'],
                  '_hyperlinks': [{'ref': right} for right in self.rights]}
                 for n, one in enumerate(self.tickets, 1)
                 if query.startswith('Queue') or wanted in one['subject']]
        return {'items': found, 'page': 1, 'pages': 1, 'total': len(found)}

    def show(self, number, what):
        ticket = self.tickets[number - 1]
        if what is None:
            return {'id': number, 'Subject': ticket['subject'], 'CustomFields':
                    [{'name': name, 'values': [value]} for name, value in ticket['fields'].items()]}
        items = ticket['events'] if what == '/history' else \
            [one for one in self.parts if one['ticket'] == number]
        return {'items': items[::-1], 'page': 1, 'pages': 1, 'total': len(items)}
