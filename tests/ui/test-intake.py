# SPDX-License-Identifier: GPL-3.0-or-later
"""test-intake.py: what was sent for any number of sites is read, told, and handed to the jobs
that wait for it."""

import json
import os
import sys
import zipfile

from dragging import Files
from harness import SOURCE, main, wait
from keyboard import focused, go_down, tab_round, tab_to
from verbs import can, choose_file, closed, open_file, says, says_not

sys.path.insert(0, os.path.join(SOURCE, 'tests', 'ctl'))
from pki import Pki, read  # noqa: E402

SITES = 'cp.kite.example', 'my.kite.example'


def begin(kp):
    """Two sites with a renewal, and a CA that is trusted."""
    def at(name, content=None):
        path = os.path.join(kp.folder, name)
        if content is not None:
            with open(path, 'w', encoding='utf-8') as file:
                file.write(content)
        return path
    pki = Pki(at)
    kp.environment['SSL_CERT_FILE'] = at('root.crt')
    for site in SITES:
        kp.add(site, provider='own-server')
        kp.ctl('renew', site)
    for name, *hosts in (('cp', SITES[0]), ('my', SITES[1]), ('far', 'my.other.example')):
        pki.request(name, *hosts)
        pki.issue(name, *hosts)
    with zipfile.ZipFile(at('mail.zip'), 'w') as archive:
        for name in ('cp.csr', 'my.csr', 'far.csr'):
            archive.write(at(name), name)
    with zipfile.ZipFile(at('ca.zip'), 'w') as archive:
        for name in ('cp.crt', 'ca.crt', 'far.crt', 'root.crt'):
            archive.write(at(name), name)
    return pki


def start(kp):
    window = kp.start()
    wait(lambda: window.actions.enabled('check-files'), 'the desk is open')
    return window


def open_intake(kp):
    window = start(kp)
    window.actions.activate('check-files')
    return window, kp.window('Check Certificate Files')


def step_of(kp, site):
    return json.loads(kp.ctl('job', 'show', site, '--json'))['step']


def steps(kp):
    return [step_of(kp, site) for site in SITES]


def row(intake, start_of_it):
    return intake.find('list item', name=lambda n: n.startswith(start_of_it), rows=True)


def hold_back(intake):
    """A click takes the first check mark away. While the window manager still moves the focus
    from what was dragged from, one may get lost."""
    give = intake.find('check box', 'Give', rows=True)
    for limit in (5, 20):
        if 'checked' in give.states:
            intake.point(give)
        try:
            intake.find('push button', 'Hand to 1 Job', limit=limit)
            return
        except AssertionError:
            if limit == 20:
                raise


def copy(window, text):
    """Puts TEXT on the clipboard, as another program would."""
    window.press('ctrl+f')
    window.type(text)
    window.find(('text', 'entry'), text=text)
    window.press('ctrl+a', 'ctrl+x', 'Escape')


def test_jobs(kp):
    'each job gets what is for it, unless the user does not want it; the rest is told'
    pki = begin(kp)
    window = start(kp)
    # As from a file manager: first on the main window, later on the one that this opens.
    with Files(pki.at('mail.zip')) as files:
        files.drop(window, window.find('tree table', 'Sites').find('list'))
    intake = kp.window('Check Certificate Files')
    for site in SITES:
        says(intake, f'Fits the job of {site}.')
    says(intake, 'No job waits for my.other.example. Nothing is wrong with it.')
    says(intake, 'mail.zip › far.csr')
    can(intake, 'Hand to 2 Jobs')
    # Of two that fit one is held back, also while more comes.
    hold_back(intake)
    with Files(pki.at('ca.key')) as files:
        files.drop(intake, row(intake, f'Signing request for {SITES[1]}'))
    says(intake, 'nothing of it was kept')
    can(intake, 'Hand to 1 Job')
    intake.click('push button', 'Hand to 1 Job')
    says(intake, f'Handed to the job of {SITES[1]}.')
    assert steps(kp) == ['details', 'buy']
    # What was held back is still there.
    says(intake, f'Fits the job of {SITES[0]}.')
    can(intake, 'Hand to Jobs', False)
    intake.focus()
    intake.point(row(intake, f'Signing request for {SITES[0]}'))
    says(intake, 'ECDSA P-256')
    intake.find('check box', f'Give it to the job of {SITES[0]}', rows=True)
    intake.press('alt+Left')
    # The row that has the focus is meant, not the one that the pointer is over.
    intake.press('space')
    intake.click('push button', 'Hand to 1 Job')
    says(intake, f'Handed to the job of {SITES[0]}.')
    assert steps(kp) == ['buy', 'buy']
    intake.click('push button', 'Clear')
    says_not(intake, 'Handed to the job of')
    intake.press('ctrl+z')
    row(intake, f'Signing request for {SITES[0]}')
    intake.click('push button', 'Clear')
    intake.gone('list item', name=lambda n: n.startswith(f'Signing request for {SITES[0]}'))
    # The certificate answers the request that was taken; its row opens the job.
    open_file(kp, intake, pki.at('ca.zip'))
    says(intake, f'Goes with the certificate of {SITES[0]}.')
    wait(lambda: 'Issued by Kite CA' in row(intake, f'Certificate for {SITES[0]}').texts(),
         'who issued it')
    intake.click('push button', 'Hand to 1 Job')
    says(intake, f'Handed to the job of {SITES[0]}.')
    assert steps(kp) == ['submit', 'buy']
    intake.click('push button', f'Open Job: {SITES[0]}', rows=True)
    kp.window(f'Renew Certificate of {SITES[0]}').close()
    intake.close()
    closed(kp)
    for folder, _, names in os.walk(kp.data_dir):
        for name in names:
            assert b'PRIVATE KEY' not in read(os.path.join(folder, name)), name


def test_checker(kp):
    'without any job it tells what a file is; what is pasted into the main window goes there'
    pki = begin(kp)
    for site in SITES:
        kp.ctl('job', 'abandon', site)
    window, intake = open_intake(kp)
    says(intake, 'for any number of sites')
    open_file(kp, intake, pki.at('cp.crt'))
    says(intake, f'No job is under way for {SITES[0]}. ')
    assert not intake.all('push button', lambda n: n.startswith('Hand to'), rows=True)
    intake.point(row(intake, f'Certificate for {SITES[0]}'))
    intake.find('list item', name=lambda n: ', wrong: ' in n, rows=True)
    says(intake, '“Kite CA”')
    assert not intake.all('push button', 'Use Anyway…', rows=True)
    intake.click('push button', 'Show Certificate', rows=True)
    viewer = kp.window('Certificate')
    viewer.click('push button', 'Copy PEM')
    viewer.find('label', 'Certificate copied')
    viewer.close()
    closed(kp, 2)
    intake.close()
    closed(kp)
    window.press('ctrl+v')
    intake = kp.window('Check Certificate Files')
    says(intake, 'pasted text')
    row(intake, f'Certificate for {SITES[0]}')
    intake.click('push button', f'Open Site: {SITES[0]}', rows=True)
    window.find('push button', 'Back')
    intake.close()
    closed(kp)
    window.press('Escape')
    # A text with a name in it is no list of sites.
    copy(window, 'Good morning, cp.new.example is down')
    window.press('ctrl+v')
    intake = kp.window('Check Certificate Files')
    says(intake, 'pasted text')
    intake.close()
    closed(kp)
    # A name is a site to add.
    copy(window, 'cp.new.example')
    window.press('ctrl+v')
    kp.window('Add Site').find('text', 'Address', text='cp.new.example', rows=True)


def test_keys(kp):
    'files are opened, looked at, held back and handed over with the keyboard alone'
    pki = begin(kp)
    _, intake = open_intake(kp)
    tab_to(intake, 'push button', 'Open…')
    intake.press('Return')
    choose_file(kp, pki.at('mail.zip'))
    can(intake, 'Hand to 2 Jobs')
    # As it is read, and back the same way.
    tab_to(intake, 'list item', lambda n: n.startswith(f'Signing request for {SITES[0]}'))
    stops = [node.name.partition(' for ')[0] for node in tab_round(intake)]
    assert stops == ['Signing request', 'Hand to 2 Jobs', 'Clear', 'Paste', 'Open…'], stops
    back = [node.name.partition(' for ')[0] for node in tab_round(intake, 'shift+Tab')]
    assert back == stops[:1] + stops[:0:-1], back
    # In the list the arrows go on; Space holds back, Enter opens.
    intake.press('space')
    can(intake, 'Hand to 1 Job')
    go_down(intake)
    wait(lambda: SITES[1] in focused(intake).name, 'the next row')
    intake.press('Return')
    says(intake, 'ECDSA P-256')
    give = f'Give it to the job of {SITES[1]}'
    wait(lambda: focused(intake) and focused(intake).name == give, 'what can be done is first')
    stops = [node.name for node in tab_round(intake)]
    assert stops[:2] == [give, 'Open Job'] and stops[-2:] == ['Learn More', 'Back'], stops
    intake.press('space')
    wait(lambda: 'checked' not in intake.find('check box', give, rows=True).states, 'held back')
    intake.press('space')
    wait(lambda: 'checked' in intake.find('check box', give, rows=True).states, 'given again')
    tab_to(intake, 'push button', 'Back', key='shift+Tab')
    intake.press('Return')
    wait(lambda: focused(intake) and SITES[1] in focused(intake).name, 'the row it came from')
    tab_to(intake, 'push button', 'Hand to 1 Job')
    intake.press('Return')
    says(intake, f'Handed to the job of {SITES[1]}.')
    assert steps(kp) == ['details', 'buy']
    # The button is gone, and leaves the focus to the list. What was given leads to its job.
    wait(lambda: focused(intake) and any(site in focused(intake).name for site in SITES),
         'the focus is there')
    if SITES[1] not in focused(intake).name:
        intake.press('Down')
        wait(lambda: SITES[1] in focused(intake).name, 'the next row')
    intake.press('Return')
    wait(lambda: focused(intake) and focused(intake).name == 'Open Job', 'what is left to do')
    intake.press('Return')
    kp.window(f'Renew Certificate of {SITES[1]}').press('ctrl+w')
    closed(kp, 2)
    intake.press('ctrl+w')
    closed(kp)


main()
