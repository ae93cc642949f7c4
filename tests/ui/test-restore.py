# SPDX-License-Identifier: GPL-3.0-or-later
"""test-restore.py: a backup is looked at, put in place, and shown."""

import os

from harness import main, wait
from sitelist import rows
from verbs import answer, closed, name_file, says

SITE = 'cp.kite.example'


def make_backup(kp):
    """Of one site with a customer, and empties the folder again."""
    path = os.path.join(kp.folder, 'all.tar.gz')
    kp.add(SITE, customer='Kite')
    kp.ctl('backup', path)
    return path


def open_backup(kp, window, path):
    wait(lambda: window.actions.enabled('restore'), 'it can be restored')
    window.actions.activate('restore')
    restore = kp.window('Restore')
    restore.click('push button', 'Choose File…')
    name_file(kp.window('Open Backup'), path)
    wait(lambda: 'Open Backup' not in [frame.name for frame in kp.frames()],
         'the window of files is closed')
    return restore


def test_empty(kp):
    'on an empty profile it takes one click, and the window shows what was restored'
    path = make_backup(kp)
    kp.ctl('restore', path, '--data-dir', os.path.join(kp.folder, 'other'))
    for name in os.listdir(kp.data_dir):
        if name.startswith('keyplate.db'):
            os.remove(os.path.join(kp.data_dir, name))
    window = kp.start()
    window.find('label', 'No Sites Yet')
    restore = open_backup(kp, window, path)
    says(restore, '1 site · 1 customer · 0 requests')
    says(restore, 'No key and no token')
    restore.click('push button', 'Restore')
    restore = kp.window('Restore')
    says(restore, 'Everything is restored')
    restore.click('push button', 'Close')
    closed(kp)
    window = kp.window('Keyplate')
    wait(lambda: len(rows(window)) == 1, 'the site is listed')
    assert [(s['site'], s['customer']) for s in kp.sites()] == [(SITE, 'Kite')]


def test_replace(kp):
    'what is there is asked about first, gives way, and is kept beside it'
    path = make_backup(kp)
    kp.add('cp.lake.example')
    window = kp.start()
    wait(lambda: len(rows(window)) == 2, 'two sites')
    restore = open_backup(kp, window, path)
    says(restore, '1 site · 1 customer')
    restore.click('push button', 'Restore')
    assert 'saved beside it' in answer(kp, 'Replace everything?', 'Replace')
    says(kp.window('Restore'), 'What was there before is kept')
    window = kp.window('Keyplate')
    wait(lambda: len(rows(window)) == 1, 'one site is left')
    saved = [name for name in os.listdir(kp.data_dir) if name.startswith('before-restore-')]
    assert len(saved) == 1, saved
    kp.window('Restore').press('Escape')
    closed(kp)


def test_background(kp):
    'work that may go on without a window ends for it, and begins again after it'
    path = make_backup(kp)
    kp.ctl('settings', 'set', 'background', 'yes')
    kp.add('cp.lake.example')
    window = kp.start()
    wait(lambda: len(rows(window)) == 2, 'two sites')
    restore = open_backup(kp, window, path)
    says(restore, '1 site · 1 customer')
    restore.click('push button', 'Restore')
    answer(kp, 'Replace everything?', 'Replace')
    says(kp.window('Restore'), 'Everything is restored')
    window = kp.window('Keyplate')
    wait(lambda: len(rows(window)) == 1, 'one site is left')


def test_refused(kp):
    'what is no backup is said, and nothing is changed'
    kp.add(SITE)
    path = os.path.join(kp.folder, 'no.tar.gz')
    with open(path, 'w', encoding='utf-8') as file:
        file.write('none')
    window = kp.start()
    restore = open_backup(kp, window, path)
    restore.find('label', text=lambda t: 'no.tar.gz' in (t or ''))
    assert 'sensitive' not in restore.find('push button', 'Restore').states
    restore.press('Escape')
    closed(kp)
    assert len(kp.sites()) == 1


main()
