# SPDX-License-Identifier: GPL-3.0-or-later
"""test-connection.py: how requests reach a provider is set, tried and kept."""

import os
import sqlite3
import sys

from harness import SOURCE, main, wait
from preferences import open_page, row
from verbs import answer, can, choose_line, entry, says, says_not

sys.path.insert(0, os.path.join(SOURCE, 'tests', 'ctl'))
import peer  # noqa: E402
from helpdesk import TOKEN, Helpdesk  # noqa: E402

PASSPHRASE = 'correct horse'
NEW_VAULT = 'Choose a passphrase for the vault?'


def open_connection(kp, preferences):
    row(preferences, 'Cloud Office, ').click('push button', 'Connect Cloud Office', rows=True)
    return kp.window('Connect Cloud Office')


def open_first(kp):
    _, preferences = open_page(kp, 'providers')
    return preferences, open_connection(kp, preferences)


def closed(kp):
    wait(lambda: 'Connect Cloud Office' not in [frame.name for frame in kp.frames()],
         'it is closed')


def by_tracker(connection, url, token=TOKEN):
    choose_line(connection, 'Channel', 'Request Tracker')
    entry(connection, 'Address').set_text(url)
    entry(connection, 'Queue').set_text('Hosting')
    entry(connection, 'Token (leave empty to keep it)').set_text(token)


def kept(kp):
    """How requests reach Cloud Office, as the store has it."""
    store = sqlite3.connect(os.path.join(kp.data_dir, 'keyplate.db'))
    rows = store.execute('SELECT channel, url, queue, address FROM connection').fetchall()
    store.close()
    return rows


def test_helpdesk(kp):
    'a helpdesk is tried before anything is sent: a wrong token, no such queue, and it works'
    desk = Helpdesk()
    preferences, connection = open_first(kp)
    by_tracker(connection, desk.url + '/', '1-14-of-somebody-else')
    connection.click('push button', 'Test Connection')
    answer(kp, NEW_VAULT, 'Choose', Passphrase=PASSPHRASE, Passphrase_once_more=PASSPHRASE)
    says(connection, 'The helpdesk does not accept the token. Make a new one there')
    # What was typed there is gone from the window once it is kept.
    token = entry(connection, 'Token (leave empty to keep it)')
    assert not token.text, token.text
    token.set_text(TOKEN)
    entry(connection, 'Queue').set_text('Sales')
    connection.click('push button', 'Test Connection')
    says(connection, 'there is no queue “Sales” for this login')
    entry(connection, 'Queue').set_text('Hosting')
    says_not(connection, 'Sales')
    connection.click('push button', 'Test Connection')
    says(connection, 'Request Tracker 5.0.3 answers. The login may make tickets in the queue '
                     '“Hosting”')
    connection.click('push button', 'Save')
    closed(kp)
    assert desk.tickets == [], desk.tickets
    again = open_connection(kp, preferences)
    wait(lambda: entry(again, 'Address').text == desk.url + '/', 'the address is kept')
    assert entry(again, 'Queue').text == 'Hosting'
    assert TOKEN not in again.dump()
    # The token is for that helpdesk alone.
    entry(again, 'Address').set_text(f'http://127.0.0.1:{peer.closed_port()}')
    again.click('push button', 'Test Connection')
    says(again, 'the one that is kept goes to no other address')
    entry(again, 'Token (leave empty to keep it)').set_text(TOKEN)
    again.click('push button', 'Test Connection')
    says(again, '127.0.0.1 refuses the connection')
    desk.close()


def test_addresses(kp):
    'what can’t be an address is told at once, and can’t be saved'
    _, connection = open_first(kp)
    choose_line(connection, 'Channel', 'Request Tracker')
    # Nothing is found fault with before it was filled in.
    can(connection, 'Save', False)
    for url, reason in (('http://rt.example', 'The address must begin with “https://”'),
                        ('rt.example', 'This is no web address.'),
                        ('https://me:secret@rt.example', 'The address holds a user name.'),
                        ('https://rt.example/?a=b', 'The address holds “?” or “#”.')):
        entry(connection, 'Address').set_text(url)
        says(connection, reason)
        can(connection, 'Save', False)
        can(connection, 'Test Connection', False)
    entry(connection, 'Address').set_text('https://rt.example/')
    says_not(connection, reason)
    can(connection, 'Save', False)
    entry(connection, 'Queue').set_text('Hosting')
    can(connection, 'Save')
    choose_line(connection, 'Channel', 'Email')
    connection.gone(('text', 'password text'), 'Token (leave empty to keep it)', rows=True)
    for address, reason in (('help', 'This is no mail address.'),
                            ('help@desk.example, all@desk.example', 'This is no mail address.')):
        entry(connection, 'Email address of the provider').set_text(address)
        says(connection, reason)
        can(connection, 'Save', False)
    entry(connection, 'Email address of the provider').set_text('help@desk.example')
    connection.click('push button', 'Save')
    closed(kp)
    assert kept(kp) == [('email', None, None, 'help@desk.example')], kept(kp)


def test_leave(kp):
    'Escape, Ctrl+W and a vault that stays locked leave everything as it was'
    preferences, connection = open_first(kp)
    for key in ('Escape', 'ctrl+w'):
        choose_line(connection, 'Channel', 'Email')
        entry(connection, 'Email address of the provider').set_text('help@desk.example')
        connection.press(key)
        closed(kp)
        connection = open_connection(kp, preferences)
    by_tracker(connection, f'http://127.0.0.1:{peer.closed_port()}')
    connection.click('push button', 'Save')
    answer(kp, NEW_VAULT, 'Cancel')
    can(connection, 'Save')
    assert entry(connection, 'Token (leave empty to keep it)').text
    connection.press('Escape')
    closed(kp)
    assert kept(kp) == [], kept(kp)


main()
