# SPDX-License-Identifier: GPL-3.0-or-later
"""test-preferences.py: settings are shown, changed, saved at once and taken back."""

import datetime
import os
import sqlite3
import time

from harness import main, wait
from preferences import Text, act, by_key, is_sensitive, open_demo, open_page, row, saved, setting
from resolver import Resolver
from verbs import choose_line


def spin(preferences, title):
    return preferences.find('spin button', title, rows=True)


def shows(node, text):
    wait(lambda: node.text == text, f'{node} shows {text}')


def toggle(preferences, title):
    return preferences.find('check box', title, rows=True)


def focus(preferences, node):
    preferences.focus()
    preferences.point(Text(node))
    wait(lambda: 'focused' in node.states, f'{node} has the focus')


def test_numbers(kp):
    'numbers are turned and typed, keep within their bounds, and are saved'
    window, preferences = open_page(kp, 'general')
    days = spin(preferences, 'Time for the customer')
    shows(days, '7')
    focus(preferences, days)
    preferences.press('Up', 'Up')
    shows(days, '9')
    saved(kp, 'customer-days', '9')
    preferences.press('ctrl+a')
    preferences.type('9999')
    preferences.press('Return')
    shows(days, '365')
    saved(kp, 'customer-days', '365')
    preferences.press('ctrl+a')
    preferences.type('0')
    preferences.press('Return')
    shows(days, '1')
    saved(kp, 'customer-days', '1')
    # What is typed counts without Enter, too.
    preferences.press('ctrl+a')
    preferences.type('21')
    preferences.press('Escape')
    wait(lambda: len(kp.frames()) == 1, 'Escape closes the window')
    saved(kp, 'customer-days', '21')


def test_language(kp):
    'the language of letters to providers is none of the desktop, and can be chosen'
    window, preferences = open_page(kp, 'general')
    box = preferences.find('combo box', 'Letters to providers', rows=True)
    box.find('label', 'The provider’s own, else English')
    button = box.find('push button', 'Letters to providers')
    # It comes into sight with the focus.
    for _ in range(40):
        if 'focused' in button.states:
            break
        preferences.press('shift+Tab')
    choose_line(preferences, 'Letters to providers', 'German')
    saved(kp, 'letter-language', 'de')
    kp.ctl('settings', 'set', 'letter-language', 'fr')
    box.find('label', 'French')
    preferences.click('push button', 'Reset to Defaults', rows=True)
    saved(kp, 'letter-language', 'provider')
    box.find('label', 'The provider’s own, else English')
    preferences.press('ctrl+z')
    saved(kp, 'letter-language', 'fr')


def test_zero(kp):
    'off and automatic are switches, and give the number back'
    window, preferences = open_page(kp, 'general')
    port = spin(preferences, 'Port')
    is_sensitive(port)
    toggle(preferences, 'Look for the redirect').act()
    saved(kp, 'plain-port', '0')
    is_sensitive(port, False)
    kp.ctl('settings', 'set', 'plain-port', '8080')
    shows(port, '8080')
    wait(lambda: 'checked' in toggle(preferences, 'Look for the redirect').states, 'it is on')
    toggle(preferences, 'Look for the redirect').act()
    saved(kp, 'plain-port', '0')
    toggle(preferences, 'Look for the redirect').act()
    saved(kp, 'plain-port', '8080')
    sites = spin(preferences, 'Sites at once')
    is_sensitive(sites, False)
    toggle(preferences, 'Let Keyplate choose how many at once').act()
    is_sensitive(sites)
    saved(kp, 'jobs', '100')
    toggle(preferences, 'Let Keyplate choose how many at once').act()
    saved(kp, 'jobs', '0')
    for title, name in (('Check on metered networks', 'check-metered'),
                        ('Quiet hours', 'quiet-hours')):
        toggle(preferences, title).act()
        saved(kp, name, 'yes')
    shows(spin(preferences, 'Quiet from'), '20')
    kp.ctl('settings', 'set', 'quiet-to', '7')
    shows(spin(preferences, 'Quiet until'), '7')


def test_reset(kp):
    'the defaults come back, and what was before them'
    kp.ctl('settings', 'set', 'timeout', '30')
    kp.ctl('settings', 'set', 'expiring-days', '14')
    resolvers = setting(kp, 'resolvers')
    window, preferences = open_page(kp, 'general')
    shows(spin(preferences, 'Wait for an answer'), '30')
    preferences.click('push button', 'Reset to Defaults', rows=True)
    shows(spin(preferences, 'Wait for an answer'), '10')
    shows(spin(preferences, 'Warn about certificates'), '30')
    saved(kp, 'expiring-days', '30')
    assert setting(kp, 'resolvers') == resolvers, 'only what stands on the page is reset'
    is_sensitive(preferences.find('push button', 'Reset to Defaults', rows=True), False)
    preferences.click('push button', 'Undo Undo')
    shows(spin(preferences, 'Wait for an answer'), '30')
    saved(kp, 'expiring-days', '14')


def test_failed(kp):
    'what could not be saved is told, and what is stored shows again'
    window, preferences = open_page(kp, 'general')
    days = spin(preferences, 'Time for the customer')
    store = sqlite3.connect(os.path.join(kp.data_dir, 'keyplate.db'), isolation_level=None)
    store.execute('BEGIN IMMEDIATE')
    try:
        focus(preferences, days)
        preferences.press('Up')
        shows(days, '8')
        preferences.find('label', text=lambda t: t.startswith('The setting was not saved: '))
        shows(days, '7')
    finally:
        store.execute('ROLLBACK')
        store.close()
    assert setting(kp, 'customer-days') == '7'


def test_demo(kp):
    'the demo shows its settings, but lets none be changed'
    preferences = open_demo(kp, 'general')
    is_sensitive(spin(preferences, 'Time for the customer'), False)
    is_sensitive(toggle(preferences, 'Look for the redirect'), False)


def order(preferences):
    """The servers as they stand, by name."""
    rows = [r.name.split(',')[0] for r in preferences.row_list() if ', https://' in r.name]
    return ' '.join(rows)


def test_order(kp):
    'resolvers are put in order by menu and keys, removed and brought back'
    a, b, c = (f'https://{x}.example/q' for x in 'abc')
    kp.ctl('settings', 'set', 'resolvers', a, b, c)
    window, preferences = open_page(kp, 'resolvers')
    wait(lambda: order(preferences) == 'a.example b.example c.example', 'they are listed')
    act(preferences, 'a.example', 'Move Down')
    saved(kp, 'resolvers', f'{b}\n{a}\n{c}')
    wait(lambda: order(preferences) == 'b.example a.example c.example', 'they are in order')
    preferences.point(Text(row(preferences, 'a.example')))
    preferences.press('alt+Down')
    saved(kp, 'resolvers', f'{b}\n{c}\n{a}')
    preferences.press('alt+Down', 'alt+Up', 'alt+Up', 'alt+Up')
    saved(kp, 'resolvers', f'{a}\n{b}\n{c}')
    entry = preferences.find('text', 'Address of another server', rows=True)
    for key in ('Menu', 'shift+F10'):
        by_key(preferences, 'a.example', key, 'Copy Address')
        preferences.find('label', 'Address copied')
        preferences.point(Text(entry))
        preferences.press('ctrl+a', 'ctrl+v')
        shows(entry, a)
        preferences.press('ctrl+a', 'Delete')
        shows(entry, '')
        preferences.point(Text(row(preferences, 'a.example')))
    preferences.press('Delete')
    saved(kp, 'resolvers', f'{b}\n{c}')
    # The list may have changed before it is taken back.
    kp.ctl('settings', 'set', 'resolvers', c)
    preferences.find('label', text=lambda t: t.startswith('With one server alone'))
    wait(lambda: order(preferences) == 'c.example', 'the other process is followed')
    preferences.click('push button', 'Undo Undo')
    saved(kp, 'resolvers', f'{a}\n{c}')
    act(preferences, 'c.example', 'Remove')
    saved(kp, 'resolvers', a)
    # The last one stays.
    preferences.point(Text(row(preferences, 'a.example')))
    preferences.press('Delete')
    preferences.click('push button', 'Use Defaults', rows=True)
    preferences.find('list item', name=lambda n: n.startswith('Cloudflare, '))
    assert order(preferences) == 'Cloudflare Google Quad9', order(preferences)
    saved(kp, 'resolvers', setting_default(kp))
    preferences.click('push button', 'Undo Undo')
    saved(kp, 'resolvers', a)


def setting_default(kp):
    """The resolvers of data that are new."""
    return kp.ctl('--data-dir', os.path.join(kp.folder, 'new'), 'settings', 'get',
                  'resolvers').strip()


def test_try(kp):
    'a resolver is tried with a real question, and tells what came of it'
    with Resolver(kp) as dns:
        dns.add('example.com', 'A', '192.0.2.1')
        name = dns.url.split('/')[2]
        window, preferences = open_page(kp, 'resolvers')
        preferences.click('push button', 'Test This system', rows=True)
        preferences.find('list item',
                         name=lambda n: n.startswith('This system, This system has no name server'))
        preferences.click('push button', f'Test {name}', rows=True)
        preferences.find('list item', name=lambda n: 'Answered in ' in n
                         and n.endswith(' ms over HTTP/1.1'))
        assert dns.asked == [('example.com', 'A')], dns.asked
        dns.records.clear()
        preferences.click('push button', f'Test {name}', rows=True)
        preferences.find('list item',
                         name=lambda n: n.endswith('does not know the names of the Internet'))
        dns.silent = True
        preferences.click('push button', f'Test {name}', rows=True)
        preferences.find('list item', name=lambda n: n.endswith('(HTTP status 503)'))
        dns.delay = 30
        preferences.click('push button', f'Test {name}', rows=True)
        preferences.click('push button', f'Cancel {name}', rows=True)
        preferences.find('push button', f'Test {name}', rows=True)
        preferences.find('list item', name=f'{name}, {dns.url}')


def test_add(kp):
    'a server is added once it works, or all the same; what can be none is refused'
    with Resolver(kp) as dns:
        dns.add('example.com', 'A', '192.0.2.1')
        window, preferences = open_page(kp, 'resolvers')
        entry = preferences.find('text', 'Address of another server', rows=True)
        is_sensitive(preferences.find('push button', 'Add', rows=True), False)
        for text, reason in (('http://dns.example/q', 'is not the URL of a DNS-over-HTTPS'),
                             ('dns.example', 'is not the URL of a DNS-over-HTTPS'),
                             (f'{dns.url}2 {dns.url}3', 'Add one address at a time.'),
                             (dns.url.upper().replace('DNS-QUERY', 'dns-query'),
                              'is there twice')):
            entry.set_text(text)
            preferences.click('push button', 'Add', rows=True)
            preferences.find('label', text=lambda t, r=reason: r in t, rows=True)
            preferences.gone('push button', 'Add Anyway', rows=True)
        assert dns.asked == [], dns.asked
        entry.set_text(f'{dns.url}?two')
        preferences.click('push button', 'Add', rows=True)
        saved(kp, 'resolvers', f'{dns.url}\n{dns.url}?two')
        preferences.find('list item', name=lambda n: '?two, Answered in ' in n)
        shows(entry, '')
        # One that is silent is added only by who wants it.
        dns.silent = True
        entry.set_text(f'  {dns.url}?three{{?dns}} ')
        preferences.click('push button', 'Add', rows=True)
        preferences.find('label', text=lambda t: 'HTTP status 503' in t, rows=True)
        assert 'three' not in setting(kp, 'resolvers')
        preferences.click('push button', 'Add Anyway', rows=True)
        saved(kp, 'resolvers', f'{dns.url}\n{dns.url}?two\n{dns.url}?three')
        preferences.find('list item', name=lambda n: '?three, ' in n and '503' in n)
        # There is a limit.
        many = [f'https://{i}.example/q' for i in range(16)]
        kp.ctl('settings', 'set', 'resolvers', *many)
        preferences.find('label', '16 servers are the most that can be asked.')
        is_sensitive(entry, False)


def test_check_again(kp):
    'after another resolver is set, sites are checked again only if that is wanted'
    kp.add('cp.kite.example')
    window, preferences = open_page(kp, 'resolvers')
    wait(lambda: kp.sites()[0]['checked_at'], 'it was checked for the first time')
    before = kp.sites()[0]['checked_at']
    toggle(preferences, 'Ask this system’s resolver instead').act()
    saved(kp, 'system-resolver', 'yes')
    preferences.find('label', text=lambda t: t.startswith('These are not asked now'))
    preferences.find('label', 'The sites are not checked with this yet')
    wait(lambda: time.time() > parse(before) + 2, 'a second has passed')
    assert kp.sites()[0]['checked_at'] == before, 'nobody asked for a check'
    preferences.click('push button', 'Check All Check All')
    wait(lambda: kp.sites()[0]['checked_at'] != before, 'it is checked again')


def parse(moment):
    return datetime.datetime.fromisoformat(moment.replace('Z', '+00:00')).timestamp()


main()
