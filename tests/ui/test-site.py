# SPDX-License-Identifier: GPL-3.0-or-later
"""test-site.py: what the page of a site says."""

import os
import sqlite3
import sys
import time

from gi.repository import GLib
from glass import Glass
from harness import BUILD, OBJECT, SOURCE, Actions, main, wait
from keyboard import tab_to
from notices import Notices
from pseudo import install, pseudo as t
from resolver import Resolver
from sitelist import listed
from verbs import closed, save_as, says

sys.path.insert(0, os.path.join(SOURCE, 'tests', 'ctl'))
import peer  # noqa: E402

TARGET = 'pl-10.admin.emailsrvr.com'
UNKNOWN = 'Whether anything is to be changed is not known: no resolver answered'


def test_not_asked(kp):
    'whether a record is to be changed is known only once a resolver has answered'
    with Resolver(kp) as dns:
        dns.add('cp.kite.example', 'CNAME', TARGET)
        dns.add(TARGET, 'A', '127.0.0.2')
        dns.silent = True
        kp.add('cp.kite.example', target=TARGET)
        window = kp.start()
        wait(lambda: kp.sites()[0]['checked_at'], 'it was checked')
        window.actions.activate('show-site', 'x', 1)
        window.find('label', UNKNOWN, rows=True)
        said = ' '.join(window.texts()).lower()
        assert 'nothing is to be changed' not in said, said
        assert 'as no resolver answered' in said, said
        dns.silent = False
        window.click('push button', 'Check Now')
        window.find('label', 'Nothing is to be changed', rows=True)
        assert UNKNOWN not in window.texts()


def test_help(kp):
    'the page opens the help of the provider, and of whoever runs the zone'
    kp.take_links()
    with Resolver(kp) as dns:
        dns.add('cp.kite.example', 'A', '127.0.0.2')
        dns.add('kite.example', 'NS', 'ada.ns.cloudflare.com')
        kp.add('cp.kite.example')
        kp.ctl('check', status=None)
        window = kp.start()
        wait(lambda: window.actions.enabled('show-site'), 'the desk is open')
        window.actions.activate('show-site', 'x', 1)
        window.find('push button', 'Secure Site…')
        for who, page in (('Cloud Office', 'https://support.rackspace.com/'),
                          ('Cloudflare', 'https://developers.cloudflare.com/')):
            before = len(kp.pages())
            window.click('push button', f'Help of {who}', rows=True)
            wait(lambda: len(kp.pages()) > before, 'a page')
            assert kp.pages()[-1].startswith(page), kp.pages()


def focus(window, node, key='shift+Tab'):
    """What stands further down comes into sight with the focus."""
    wait(lambda: 'focused' in node.states or window.press(key), f'{node} has the focus')


def test_finding(kp):
    'a finding is copied where it is told and where to mend it, and its certificate is opened'
    with Resolver(kp) as dns:
        # Its own server stands in for one whose root nobody knows here.
        site = f'www.kite.example:{dns.server.server_address[1]}'
        dns.add('www.kite.example', 'A', '127.0.0.1')
        kp.add(site, 'own-server')
        kp.ctl('check', status=None)
        window = kp.start()
        wait(lambda: window.actions.enabled('show-site'), 'the desk is open')
        window.actions.activate('show-site', 'x', 1)
        note = window.find('text', 'Note')
        untrusted = 'Certificate of a CA that is not trusted'

        def pastes(title, key):
            window.find('label', 'Finding copied')
            focus(window, note, key)
            window.press('ctrl+a', 'ctrl+v')
            wait(lambda: (note.text or '').startswith(f'{site}: {title}\n'), title)
            assert '127.0.0.1: Certificate of Keyplate World Issuing CA' in note.text, note.text
        window.click('push button', 'Copy Finding')
        pastes('Certificate of another name', 'shift+Tab')
        focus(window, window.find('list item', untrusted, rows=True))
        window.press('Return')
        tab_to(window, 'push button', 'Copy')
        window.press('Return')
        pastes(untrusted, 'Tab')
        focus(window, window.find('list', 'Addresses', rows=True).row_list()[0])
        window.press('Return')
        certificate = kp.window('Certificate')
        certificate.find('label', text=lambda t: '127.0.0.1' in (t or ''), rows=True)
        certificate.press('Escape')
        closed(kp)
        # Text that a pointer can select holds nobody back.
        focus(window, window.find('push button', 'Copy Finding'))


def test_history(kp):
    'the history of a site is saved as text for its customer, from the menu of its page'
    kp.add('cp.kite.example', customer='Kite')
    kp.ctl('site', 'set', 'cp.kite.example', '--note', 'pays late')
    window = kp.start()
    wait(lambda: window.actions.enabled('show-site'), 'the desk is open')
    window.actions.activate('show-site', 'x', 1)
    window.press('shift+F10')
    window.click('menu item', 'Save History…')
    # Where no file can be made, whoever asks.
    save_as(kp, 'Save History', '/proc/self/history.txt')
    window.find('label', '“history.txt” was not saved: There is no such folder any more. Choose '
                         'another.')
    window.press('shift+F10')
    window.click('menu item', 'Save History…')
    path = os.path.join(kp.folder, 'history.txt')
    assert save_as(kp, 'Save History', path) == 'cp.kite.example-history.txt'
    window.find('label', 'History saved')
    with open(path, encoding='utf-8') as file:
        text = file.read()
    assert 'cp.kite.example' in text and 'Kite' in text and 'pays late' not in text, text
    assert text == kp.ctl('site', 'show', 'cp.kite.example', '--history'), text


def test_language(kp):
    'why a resolver did not answer is told in the language of the window, whoever asked it'
    speaking = install(SOURCE, os.path.join(kp.folder, 'locales'))
    with Resolver(kp) as dns:
        dns.add('cp.kite.example', 'A', '127.0.0.2')
        url = kp.ctl('settings', 'get', 'resolvers').strip()
        kp.ctl('settings', 'set', 'resolvers', f'{url} https://127.0.0.1:9/dns-query')
        kp.environment['LC_ALL'] = 'C'
        kp.add('cp.kite.example', target=TARGET)
        kp.ctl('check', 'cp.kite.example', status=None)
        store = sqlite3.connect(os.path.join(kp.data_dir, 'keyplate.db'))
        kept, = store.execute('SELECT observation FROM evidence').fetchone()
        store.close()
        assert 'net.refused' in kept and 'refuses' not in kept, kept
        # The window gets no answer that could take its place.
        dns.silent = True
        Glass(kp)
        window = kp.start(**speaking)
        wait(lambda: window.actions.enabled('show-site'), 'the desk is open')
        window.actions.activate('show-site', 'x', 1)
        says(window, t('%s refuses the connection').replace('%s', '127.0.0.1'))


def test_markup(kp):
    'names are shown as they are written, even where they look like markup'
    # Errors of the store name its file.
    kp.environment['XDG_DATA_HOME'] = os.path.join(kp.folder, 'Sea & <b>')
    kp.data_dir = os.path.join(kp.environment['XDG_DATA_HOME'], 'keyplate')
    kp.ctl('settings', 'set', 'resolvers', 'https://127.0.0.1:9/dns-query')
    kp.ctl('customer', 'add', 'Sea <b>& Co', '--note', '<i>&')
    kp.add('cp.kite.example', provider='own-server', customer='Sea <b>& Co')
    kp.ctl('site', 'set', 'cp.kite.example', '--note', '<i>& note')
    store = sqlite3.connect(os.path.join(kp.data_dir, 'keyplate.db'), isolation_level=None)
    store.execute("INSERT INTO signing_key VALUES (?, 'cp.kite.example', 'ml<b>&', 1, x'00', 0)",
                  ('0' * 64,))
    window = kp.start()
    wait(lambda: window.actions.enabled('show-site'), 'the desk is open')
    window.actions.activate('show-site', 'x', 1)
    window.find('list item', 'ml<b>&', rows=True)
    window.find('label', text=lambda text: 'Sea <b>& Co' in (text or ''), rows=True)
    window.actions.activate('customers')
    customers = kp.window('Customers')
    customers.find(None, text=lambda text: text == 'Sea <b>& Co', rows=True)
    customers.close()
    # Broken under way: the message of it is shown where it is missed.
    store.execute('ALTER TABLE journal RENAME TO broken')
    store.execute('ALTER TABLE site RENAME COLUMN retired_at TO broken')
    store.close()
    window.actions.activate('retired-sites')
    retired = kp.window('Retired Sites')
    retired.find('label', text=lambda text: kp.data_dir in (text or ''), rows=True)
    retired.close()
    window.actions.activate('back')
    window.actions.activate('show-site', 'x', 1)
    window.find('label', text=lambda text: kp.data_dir in (text or ''), rows=True)


def test_secured(kp):
    'a site that becomes locked is told of on the desktop, too while the window is minimized'
    notices = Notices()
    pki = peer.Pki(os.path.join(BUILD, 'tests', 'world', 'mint'), os.path.join(kp.folder, 'pki'))
    server = peer.Site(pki, 'cp.kite.example')
    site = f'cp.kite.example:{server.port}'
    kp.ctl('settings', 'set', 'trust-sites', pki.root)
    kp.ctl('settings', 'set', 'plain-port', '0')
    with Resolver(kp) as dns:
        dns.add('cp.kite.example', 'A', '127.0.0.2')
        dns.add(TARGET, 'A', '127.0.0.1')
        kp.add(site)
        kp.ctl('secure', site, '--country', 'GB', '--state', 'Greater London', '--locality',
               'London', '--organization', 'Kite Ltd', '--email', 'ops@kite.example', '--yes',
               '--json')
        kp.ctl('job', 'next', site, '--target', TARGET, '--done', '--json')
        kp.ctl('job', 'next', site, '--done', '--json')
        window = kp.start()
        wait(lambda: kp.sites()[0]['checked_at'], 'it was checked')
        wait(lambda: window.actions.enabled('check-all'), 'the check has ended')
        assert kp.sites()[0]['lock'] == 'pending', kp.sites()
        window.minimize()
        del dns.records['cp.kite.example', 'A']
        dns.add('cp.kite.example', 'CNAME', TARGET)
        window.actions.activate('check-all')
        wait(lambda: notices.taken, 'a notice')
        assert [title for title, _ in notices.taken] == [f'{site} is locked'], notices.taken
        assert kp.sites()[0]['lock'] == 'locked', kp.sites()
        assert window.is_minimized()
        # It is true no longer. (What is there within the same second counts as the old record.)
        locked = int(time.time())
        wait(lambda: time.time() >= locked + 1, 'a second is over')
        dns.records['cp.kite.example', 'CNAME'] = [TARGET + '.example']
        wait(lambda: window.actions.enabled('check-all'), 'that check has ended, too')
        window.actions.activate('check-all')
        wait(lambda: notices.closed == [1], 'the notice was taken back')
    server.close()


def test_refused(kp):
    'a request that was refused is told of; the notice opens it, and goes when it is taken back'
    notices = Notices()
    kp.ctl('settings', 'set', 'resolvers', 'https://127.0.0.1:9/dns-query')
    kp.ctl('site', 'list')
    store = sqlite3.connect(os.path.join(kp.data_dir, 'keyplate.db'))
    with store:
        store.executemany(
            'INSERT INTO request (site, provider, channel, state, priority, reference, subject,'
            " body, fields, reason_code, reason, created_at, state_at) VALUES (?, 'own-server',"
            " 'rt', 4, 0, ?, 'Certificate', 'please', '{}', 1, 'No such queue', 1, 1)",
            [('my.kite.example', 'KP-AAAA-3467'), ('cp.kite.example', 'KP-AAAA-7643')])
    store.close()
    window = kp.start()
    wait(lambda: len(notices.taken) == 2, 'two notices')
    told = [title for title, _ in notices.taken]
    assert sorted(told) == [f'The request about {name}.kite.example was refused'
                            for name in ('cp', 'my')], told
    window.minimize()
    notices.choose(told.index('The request about my.kite.example was refused') + 1)
    wait(lambda: not window.is_minimized(), 'the window is there')
    window.find('label', text=lambda text: 'No such queue' in (text or ''), rows=True)
    other = told.index('The request about cp.kite.example was refused') + 1
    kp.ctl('request', 'cancel', 'KP-AAAA-7643')
    wait(lambda: notices.closed == [other], 'the other notice was taken back')


def test_csr(kp):
    'a reply that brings the signing request says so, and opens the site that goes on with it'
    notices = Notices()
    kp.ctl('settings', 'set', 'resolvers', 'https://127.0.0.1:9/dns-query')
    for name in ('my.globe.example', 'my.kite.example'):
        kp.add(name, provider='pexip')
    with open(os.path.join(SOURCE, 'tests/fuzz/corpus/bundle/request.pem'),
              encoding='utf-8') as file:
        pem = file.read()
    store = sqlite3.connect(os.path.join(kp.data_dir, 'keyplate.db'))
    with store:
        # Renewals (2) that wait for the provider (step 5), who has answered to both requests.
        store.execute('INSERT INTO job (site_id, kind, step, since, started_at, data)'
                      " SELECT id, 2, 5, added_at, added_at, '{}' FROM site")
        for site, text in ((1, f'Here it is:\n\n{pem}'), (2, 'We are at it.')):
            request = store.execute(
                'INSERT INTO request (site_id, job_id, site, provider, channel, state, priority,'
                ' reference, subject, body, fields, created_at, state_at) SELECT ?, job.id, host,'
                " provider, 'rt', 3, 0, ?, 'Certificate', 'please', '{}', 1, 1 FROM site JOIN job"
                ' ON site_id = site.id WHERE site.id = ?',
                (site, f'KP-AAAA-764{site + 2}', site)).lastrowid
            store.execute('INSERT INTO message (request_id, remote_id, at, author, incoming, body)'
                          " VALUES (?, '1', 1, 'staff', 1, ?)", (request, text))
    store.close()
    window = kp.start()
    wait(lambda: len(notices.taken) == 2, 'two notices')
    told = [title for title, _ in notices.taken]
    arrived = 'The signing request for my.globe.example has arrived'
    assert sorted(told) == ['The provider has answered about my.kite.example', arrived], told
    window.minimize()
    notices.choose(told.index(arrived) + 1)
    wait(lambda: not window.is_minimized(), 'the window is there')
    window.find('push button', 'Check Now')
    says(window, 'my.globe.example')


def hosts(window):
    return sorted(line[0] for line in listed(window))


def is_up():
    try:
        return Actions(OBJECT).enabled('open-reason')
    except GLib.Error:
        return False


def test_cause(kp):
    'a notice of a cause opens the list of the sites that have it, whatever was looked for there'
    notices = Notices()
    names = {'cp.kite.example': '7', 'cp.lake.example': '7', 'cp.globe.example': '8'}
    with Resolver(kp) as dns:
        for name, last in names.items():
            dns.add(name, 'A', f'203.0.113.{last}')
            kp.add(name, target=TARGET)
        kp.ctl('check', '--json', status=1)
        # They were locked until an hour ago.
        store = sqlite3.connect(os.path.join(kp.data_dir, 'keyplate.db'))
        with store:
            store.execute('UPDATE site SET status = 11, last_locked_at = checked_at - 7200,'
                          ' status_at = checked_at - 3600')
        store.close()
        window = kp.start()
        wait(lambda: len(notices.taken) == 2, 'two notices')
        told = [title for title, _ in notices.taken]
        assert sorted(told) == ['2 sites are no longer secure',
                                'cp.globe.example is no longer secure'], told
        window.press('ctrl+f')
        window.type('globe')
        window.gone('table row', name=lambda n: n.startswith('cp.kite.example'))
        window.minimize()
        notices.choose(told.index('2 sites are no longer secure') + 1)
        wait(lambda: not window.is_minimized(), 'the window is there')
        wait(lambda: hosts(window) == ['cp.kite.example', 'cp.lake.example'], 'those two')
        # The program may have ended since.
        kp.close()
        kp.launch('--gapplication-service')
        wait(is_up, 'it is started')
        Actions(OBJECT).activate('open-reason', 's', 'dns.a-record 203.0.113.7')
        window = kp.window('Keyplate')
        wait(lambda: hosts(window) == ['cp.kite.example', 'cp.lake.example'], 'those two')


main()
