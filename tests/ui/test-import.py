# SPDX-License-Identifier: GPL-3.0-or-later
"""test-import.py: a list becomes sites: its columns, what becomes of each row, all or nothing."""

import os
import threading
import time

from assistive import Mail
from dragging import Files
from harness import main, wait
from resolver import Resolver
from verbs import focus_lines, name_file


def open_import(kp, text=None):
    window = kp.start()
    wait(lambda: window.actions.enabled('import'), 'the desk is open')
    if text is None:
        window.actions.activate('import')
    else:
        window.actions.activate('import-text', 's', text)
    return window, kp.window('Import')


def says(node, text, limit=10):
    """Waits until a label says that."""
    return node.find('label', text=lambda t: text in t, rows=True, limit=limit)


def lines(imp):
    """What the preview says of its rows, as assistive technology reads it."""
    return [row.name for row in imp.find('list', 'Rows').row_list()]


def can_import(imp, wanted=True):
    wait(lambda: ('sensitive' in imp.find('push button', 'Import').states) == wanted,
         f'Import is {"" if wanted else "in"}sensitive')


def column(imp, number):
    """The drop-down of a column."""
    return imp.all('combo box', rows=True)[number]


class Pulse:
    """Asks the program something all the time and counts its answers."""

    def __init__(self, window):
        self.window = window
        self.answers = 0
        self.going = True
        self.thread = threading.Thread(target=self.run)

    def run(self):
        while self.going:
            self.window.actions.describe('import')
            self.answers += 1
            time.sleep(.005)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.going = False
        self.thread.join()


def test_pasted(kp):
    'a pasted list of addresses becomes sites, which are checked at once'
    window, imp = open_import(kp, 'cp.kite.example\nhttps://my.lake.example/x\n')
    says(imp, '2 sites will be added')
    says(imp, 'Could not ask DNS who hosts them')
    wait(lambda: lines(imp) == ['Row 1: cp.kite.example: Own Server',
                                'Row 2: my.lake.example: Own Server'], 'both rows')
    imp.click('push button', 'Import')
    imp.find('label', '2 Sites Added')
    says(imp, 'Checking has begun.')
    imp.click('push button', 'Close')
    wait(lambda: len(kp.frames()) == 1, 'the window is gone')
    assert {s['site'] for s in kp.sites()} == {'cp.kite.example', 'my.lake.example'}
    wait(lambda: all(s['checked_at'] for s in kp.sites()), 'both were checked')


def test_bad_rows(kp):
    'bad rows stand first with number and reason, and nothing is imported before they are skipped'
    kp.add('cp.there.example')
    window, imp = open_import(kp, 'Customer;Address;Provider\nKite Ltd;cp.kite.example;\n'
                              '"Lake;cp.lake.example;\nSea;cp.sea.example;Cloud Office\n'
                              'x;cp.there.example;\nx;bad_name.example;\n')
    imp.find('label', 'Columns')
    imp.click('push button', 'Continue')
    says(imp, '2 sites will be added, 1 exists already, 2 rows are bad')
    said = wait(lambda: lines(imp), 'the rows')
    assert said[0] == 'Row 3 is bad: "Lake;cp.lake.example;: The quotes are broken.', said
    assert said[1].startswith('Row 6 is bad: x, bad_name.example, : “bad_name.example” holds'), said
    assert said[2:] == ['Row 2: cp.kite.example: Own Server · Kite Ltd',
                        'Row 4: cp.sea.example: Cloud Office · Sea',
                        'Row 5: cp.there.example: Exists already'], said
    says(imp, 'Could not ask DNS')
    can_import(imp, False)
    assert len(kp.sites()) == 1
    imp.click('push button', 'Skip Bad Rows')
    says(imp, '2 sites will be added, 1 exists already, 2 bad rows are skipped')
    imp.gone('push button', 'Skip Bad Rows')
    wait(lambda: len(lines(imp)) == 3, 'bad rows are gone')
    can_import(imp)
    imp.click('push button', 'Import')
    imp.find('label', '2 Sites Added')
    says(imp, '1 existed already. 2 bad rows were skipped.')
    sites = {s['site']: s for s in kp.sites()}
    assert sites['cp.kite.example']['customer'] == 'Kite Ltd', sites
    assert sites['cp.sea.example']['provider'] == 'cloud-office', sites
    assert len(sites) == 3, sites


def test_columns(kp):
    'columns are guessed, and what is guessed can be changed'
    window, imp = open_import(kp, 'number,whose,where,why\n'
                              '7,Kite,cp.kite.example,first\n8,Lake,cp.lake.example,second\n')
    says(imp, 'whose')
    says(imp, '7, 8')
    imp.find('label', 'Columns')
    # The words are not known: no heading, but a row; the addresses are found by content.
    imp.click('push button', 'Continue')
    says(imp, '2 sites will be added, 1 row is bad')
    imp.click('push button', 'Back')
    imp.click('check box', 'The first row is a heading', rows=True)
    said = wait(lambda: [n.name for n in imp.all('combo box', rows=True)], 'the columns')
    assert said[:4] == ['number', 'whose', 'where', 'why'], said
    box = column(imp, 1)
    box.find('push button').act()
    focus_lines(imp, box)
    imp.press('Home', 'Down', 'Down', 'Down', 'Return')
    says(box, 'Customer')
    # The addresses are taken away: it can't go on.
    box = column(imp, 2)
    box.find('push button').act()
    focus_lines(imp, box)
    imp.press('Home', 'Return')
    says(imp, 'Choose the column that holds the addresses.')
    wait(lambda: 'sensitive' not in imp.find('push button', 'Continue').states, 'it waits')
    box.find('push button').act()
    focus_lines(imp, box)
    imp.press('Home', 'Down', 'Return')
    imp.click('push button', 'Continue')
    says(imp, '2 sites will be added')
    wait(lambda: lines(imp) == ['Row 2: cp.kite.example: Own Server · Kite',
                                'Row 3: cp.lake.example: Own Server · Lake'], 'both rows')


def test_found(kp):
    'providers and targets are taken from DNS, and asking can be stopped'
    with Resolver(kp) as dns:
        dns.add('my.kite.example', 'CNAME', 'mpg.vp.vc')
        dns.add('cp.lake.example', 'CNAME', 'pl-7.admin.emailsrvr.com')
        window, imp = open_import(kp, 'host,provider\nmy.kite.example,\n'
                                  'cp.lake.example,cloud-office\ncp.sea.example,\n')
        imp.click('push button', 'Continue')
        says(imp, 'Found in DNS for 2 of 3 sites')
        wait(lambda: lines(imp) == [
            'Row 2: my.kite.example: Pexip',
            'Row 3: cp.lake.example: Cloud Office · pl-7.admin.emailsrvr.com',
            'Row 4: cp.sea.example: Own Server'], f'what was found, not {lines(imp)}')
        imp.click('push button', 'Back')
        dns.delay = 8
        imp.click('push button', 'Continue')
        says(imp, 'Asking DNS who hosts them: 0 of 3')
        can_import(imp, False)
        imp.click('push button', 'Stop Asking')
        says(imp, 'Found in DNS for 0 of 3 sites')
        can_import(imp)
        imp.press('Escape')
        wait(lambda: len(kp.frames()) == 1, 'Escape closes the window')
        assert kp.sites() == []


def test_file(kp):
    'a file is read, and one that is no list is told'
    good = os.path.join(kp.folder, 'good.csv')
    with open(good, 'wb') as file:
        file.write('\ufeffHost;Kunde\r\ncp.kite.example;Bücher\r\n'.encode())
    bad = os.path.join(kp.folder, 'bad.csv')
    with open(bad, 'wb') as file:
        file.write(b'PK\3\4\0\0')
    window, imp = open_import(kp)
    imp.find('label', 'Import Sites')
    none = os.path.join(kp.folder, 'none.csv')
    for path, said in ((bad, 'This is no text file.'),
                       (none, '“none.csv” could not be read: There is no such file. Choose it '
                              'where it lies now.'),
                       (good, 'Bücher')):
        imp.click('push button', 'Choose File…')
        chooser = kp.window('Import Sites')
        name_file(chooser, path)
        says(imp, said)
    imp.click('push button', 'Continue')
    wait(lambda: lines(imp) == ['Row 2: cp.kite.example: Own Server · Bücher'], 'the row')


def test_given(kp):
    'a list comes by Ctrl+V and by a file that is dropped, too'
    path = os.path.join(kp.folder, 'sites.csv')
    with open(path, 'w', encoding='utf-8') as file:
        file.write('Host;Customer\ncp.kite.example;Kite\n')
    with Mail(path) as mail:
        window, imp = open_import(kp)
        imp.find('label', 'Import Sites')
        imp.press('ctrl+v')
        says(imp, 'There is no text to paste.')
        mail.copy('sites.csv')
        imp.press('ctrl+v')
        imp.click('push button', 'Continue')
        wait(lambda: lines(imp) == ['Row 2: cp.kite.example: Own Server · Kite'], 'the row')
    imp.press('Escape')
    wait(lambda: len(kp.frames()) == 1, 'the window is gone')
    window.actions.activate('import')
    imp = kp.window('Import')
    with Files(path) as files:
        files.drop(imp, imp.find('label', 'Import Sites'))
    imp.click('push button', 'Continue')
    wait(lambda: lines(imp) == ['Row 2: cp.kite.example: Own Server · Kite'], 'the same')


def test_from_add(kp):
    'several lines that are pasted as an address are a list'
    window = kp.start()
    wait(lambda: window.actions.enabled('add-site'), 'the desk is open')
    window.actions.activate('add-site')
    address = kp.window('Add Site').find('text', 'Address', rows=True)
    address.set_text('cp.kite.example\r\n')
    wait(lambda: address.text == 'cp.kite.example', 'one line is an address')
    address.set_text('cp.kite.example\ncp.lake.example\n')
    imp = kp.window('Import')
    says(imp, '2 sites will be added')


def test_quicker(kp):
    'what somebody else added meanwhile exists already'
    window, imp = open_import(kp, 'cp.kite.example\ncp.lake.example\n')
    says(imp, '2 sites will be added')
    can_import(imp)
    kp.add('cp.kite.example')
    imp.click('push button', 'Import')
    says(imp, '1 site will be added, 1 exists already')
    can_import(imp)
    imp.click('push button', 'Import')
    imp.find('label', '1 Site Added')
    assert len(kp.sites()) == 2


def test_many(kp):
    '100,000 rows with broken quoting: each bad row by number, and the window never stands still'
    rows = ['host,customer,note']
    rows += [f'cp{i}.kite.example,Customer {i % 1000},' + ('a "b"' if i % 100 == 0 else 'c')
             for i in range(100000)]
    path = os.path.join(kp.folder, 'many.csv')
    with open(path, 'w', encoding='utf-8') as file:
        file.write('\n'.join(rows))
    window, imp = open_import(kp)
    imp.click('push button', 'Choose File…')
    chooser = kp.window('Import Sites')
    name_file(chooser, path)
    imp.find('label', 'Columns')
    with Pulse(window) as pulse:
        imp.click('push button', 'Continue')
        imp.find('label', '99000 sites will be added, 1000 rows are bad', limit=60)
    assert pulse.answers > 10, pulse.answers
    said = lines(imp)
    assert said[:3] == [f'Row {n + 2} is bad: cp{n}.kite.example,Customer {n},a "b": '
                        'The quotes are broken.' for n in (0, 100, 200)], said
    says(imp, 'Could not ask DNS')
    can_import(imp, False)
    assert kp.ctl('site', 'export').count('\n') == 1
    imp.click('push button', 'Skip Bad Rows')
    can_import(imp)
    with Pulse(window) as pulse:
        imp.click('push button', 'Import')
        imp.find('label', '99000 Sites Added', limit=60)
    assert pulse.answers > 10, pulse.answers
    assert kp.ctl('site', 'export').count('\n') == 99001


def test_narrow(kp):
    'every page of it fits 360 pixels, and Ctrl+W closes it'
    window = kp.start()
    wait(lambda: window.actions.enabled('import'), 'the desk is open')
    window.actions.activate('import-text', 's', 'Customer;Address;Provider\n'
                            'Kite Ltd;cp.kite.example;Cloud Office\n'
                            'Sea;cp.sea.example;Cloud Office\n')
    pages = kp.window('Import')
    assert pages.resize(360, 600) == (360, 600)
    for step in ('Continue', 'Back', 'Continue', 'Import'):
        pages.click('push button', step)
        wait(lambda: pages.minimum()[0] <= 360 and pages.size()[0] == 360,
             f'it fits after {step}')
    pages.find('label', '2 Sites Added')
    wait(lambda: pages.minimum()[0] <= 360 and pages.size()[0] == 360, 'it fits at the end')
    pages.press('ctrl+w')
    wait(lambda: len(kp.frames()) == 1, 'it is closed')


main()
