# SPDX-License-Identifier: GPL-3.0-or-later
"""test-export.py: sites written to a file: all, those that show, those that are selected."""

import csv
import io
import json
import os
import re

from harness import main, wait
from verbs import closed, lately, save_as


def start(kp, n=0):
    if n:
        kp.add_many(n)
    else:
        kp.add('cp.kite.example', customer='Kite', target='pl-3.admin.emailsrvr.com')
        kp.add('my.lake.example', 'pexip')
        kp.add('www.sea.example', 'own-server')
    window = kp.start()
    wait(lambda: window.actions.enabled('export'), 'the sites are there')
    return window


def open_export(kp, window):
    window.actions.activate('export')
    return kp.window('Export')


def choice(export, title):
    # GTK 4.8 has no role of its own for one of several.
    return export.find(('check box', 'radio button'), title, rows=True)


def choose(export, title):
    """With the pointer: a radio button has no action for assistive technology."""
    export.focus()
    export.point(choice(export, title))
    is_chosen(export, title)


def is_chosen(export, title):
    wait(lambda: 'checked' in choice(export, title).states, f'{title} is chosen')


def save(kp, export, path):
    export.click('push button', 'Export…')
    return save_as(kp, 'Export Sites', path)


def exported(kp, path):
    closed(kp)
    with open(path, encoding='utf-8', newline='') as file:
        return file.read()


def hosts(text):
    return [row['host'] for row in csv.DictReader(io.StringIO(text))]


def test_csv(kp):
    'all sites become a table, which is what the command line writes'
    window = start(kp)
    path = os.path.join(kp.folder, 'sites.csv')
    export = open_export(kp, window)
    is_chosen(export, 'Table (CSV)')
    # All are shown, so there is nothing to choose.
    export.gone('check box', 'All sites', rows=True)
    suggested = save(kp, export, path)
    assert suggested in lately('keyplate-sites-%Y-%m-%d.csv'), suggested
    window.find('label', '3 sites exported to “sites.csv”')
    text = exported(kp, path)
    assert sorted(hosts(text)) == ['cp.kite.example', 'my.lake.example', 'www.sea.example'], text
    wanted = kp.ctl('site', 'export').split('\n')
    assert sorted(text.replace('\r\n', '\n').split('\n')) == sorted(wanted), text
    # Nothing is left beside it.
    beside = [n for n in os.listdir(kp.folder) if 'sites.csv' in n or n.endswith('.part')
              or n.startswith('.goutputstream')]
    assert beside == ['sites.csv'], beside



def test_backup(kp):
    'everything goes into one file, which the command line restores'
    window = start(kp)
    path = os.path.join(kp.folder, 'all.tar.gz')
    window.actions.activate('back-up')
    backup = kp.window('Back Up')
    backup.find('list item', 'Keys and tokens in the keyring of the desktop', rows=True)
    # Nothing lies there yet.
    backup.gone('list item', 'Keys and tokens in the vault’s file', rows=True)
    backup.click('push button', 'Back Up…')
    suggested = save_as(kp, 'Save Backup', path)
    assert suggested in lately('keyplate-%Y-%m-%d.tar.gz'), suggested
    window.find('label', 'Everything is in “all.tar.gz”')
    closed(kp)
    other = os.path.join(kp.folder, 'second machine')
    kp.ctl('restore', path, '--data-dir', other)
    assert kp.ctl('site', 'export', '--data-dir', other) == kp.ctl('site', 'export')


def test_filtered(kp):
    'those that the list shows are written in its order'
    window = start(kp)
    path = os.path.join(kp.folder, 'some.json')
    window.press('ctrl+f')
    window.type('lake')
    window.gone('table row', name=lambda n: n.startswith('cp.kite.example, '))
    export = open_export(kp, window)
    is_chosen(export, 'Those the list shows')
    choose(export, 'All that is known (JSON)')
    suggested = save(kp, export, path)
    assert suggested.endswith('.json'), suggested
    window.find('label', '1 site exported to “some.json”')
    written = json.loads(exported(kp, path))
    assert [s['site'] for s in written['sites']] == ['my.lake.example'], written
    assert written['sites'][0]['provider'] == 'pexip', written
    export = open_export(kp, window)
    choose(export, 'All sites')
    save(kp, export, os.path.join(kp.folder, 'all.csv'))
    window.find('label', '3 sites exported to “all.csv”')
    assert len(hosts(exported(kp, os.path.join(kp.folder, 'all.csv')))) == 3


def test_selected(kp):
    'several that are selected are meant'
    window = start(kp)
    path = os.path.join(kp.folder, 'some.csv')
    window.focus()
    window.point(window.find('table row', name=lambda n: n.startswith('cp.kite.example, ')))
    export = open_export(kp, window)
    is_chosen(export, 'All sites')
    export.press('Escape')
    closed(kp)
    window.press('ctrl+a')
    window.find('label', '3 selected')
    export = open_export(kp, window)
    is_chosen(export, 'Those selected')
    save(kp, export, path)
    assert len(hosts(exported(kp, path))) == 3


def test_failed(kp):
    'what can not be written is told, and another place can be chosen'
    window = start(kp)
    export = open_export(kp, window)
    # A folder that takes no file.
    folder = os.path.join(kp.folder, 'gone')
    os.mkdir(folder)
    os.chmod(folder, 0o500)
    if os.access(folder, os.W_OK):  # for the superuser every folder can be written
        folder = '/proc/self'
    save(kp, export, os.path.join(folder, 'sites.csv'))
    export.find('label', text=lambda t: t.startswith('“sites.csv” was not saved: ')
                and t.endswith('Choose another folder.' if folder != '/proc/self' else
                               'There is no such folder any more. Choose another.'))
    assert 'sensitive' in choice(export, 'Table (CSV)').states
    path = os.path.join(kp.folder, 'sites.csv')
    save(kp, export, path)
    assert len(hosts(exported(kp, path))) == 3


def test_demo(kp):
    'the demo can be exported, too, and without sites there is nothing to export'
    kp.install_demo()
    window = kp.start()
    wait(lambda: window.actions.enabled('add-site'), 'the desk is open')
    assert not window.actions.enabled('export')
    window.actions.activate('show-demo')
    demo = kp.window('Keyplate Demo')
    wait(lambda: demo.actions.enabled('export'), 'the demo is open')
    demo.actions.activate('export')
    export = kp.window('Export')
    assert export.minimum()[0] == 360, export.minimum()
    choose(export, 'All that is known (JSON)')
    path = os.path.join(kp.folder, 'demo.json')
    save(kp, export, path)
    closed(kp, 2)
    with open(path, encoding='utf-8') as file:
        sites = json.load(file)['sites']
    assert len(sites) > 5 and {'locked', 'unlocked'} <= {s['lock'] for s in sites}, sites
    # A calendar has those that someone has to renew, and says how many.
    dated = sum(s['renew_by'] is not None for s in sites)
    demo.actions.activate('export')
    export = kp.window('Export')
    choose(export, 'Calendar (iCalendar)')
    assert save(kp, export, os.path.join(kp.folder, 'demo.ics')).endswith('.ics')
    demo.find('label', text=lambda t: re.match(rf'{dated} sites? exported to “demo.ics”', t or ''))
    closed(kp, 2)
    with open(os.path.join(kp.folder, 'demo.ics'), encoding='utf-8') as file:
        assert file.read().count('BEGIN:VEVENT') == dated > 0


def test_many(kp):
    'how far it is shows meanwhile, and closing in the middle leaves what was there'
    window = start(kp, 20000)
    path = os.path.join(kp.folder, 'many')
    with open(path, 'w', encoding='utf-8') as file:
        file.write('before')
    export = open_export(kp, window)
    choose(export, 'All that is known (JSON)')
    save(kp, export, path)
    # Newer GTK calls the window of files a dialog, too.
    replace = wait(lambda: next((b for f in kp.frames() if f.role == 'dialog' for b in
                                 f.all('push button', lambda n: n.endswith('Replace'))), None),
                   'it is asked before a file is replaced')
    replace.click()
    export.find('label', text=lambda t: re.match(r'[1-9]\d* of 20000 sites written', t or ''))
    export.press('Escape')
    assert exported(kp, path) == 'before'
    wait(lambda: not [n for n in os.listdir(kp.folder) if n.endswith('.part')], 'it is alone')
    export = open_export(kp, window)
    save(kp, export, path + '.csv')
    wait(lambda: len(kp.frames()) == 1, 'the window is gone', 60)
    assert len(hosts(exported(kp, path + '.csv'))) == 20000


main()
