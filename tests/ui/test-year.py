# SPDX-License-Identifier: GPL-3.0-or-later
"""test-year.py: the year ahead, by pointer, by keys and by assistive technology."""

import os
import re
import sqlite3
import time

from harness import main, wait, xdotool
from sitelist import rows
from verbs import closed

DAY = 86400
LOCKED = 3


def certify(kp, **dates):
    """Writes when certificates end, and by when renewals must begin, in days from now, as if a
    check had just seen it: host=(ends, renew)."""
    kp.ctl('check', status=None)  # which notes by what it was judged: it is not judged again
    store = sqlite3.connect(os.path.join(kp.data_dir, 'keyplate.db'), isolation_level=None)
    now = int(time.time())
    for name, (end, renew) in dates.items():
        store.execute('UPDATE site SET checked_at = ?, lock = ?, last_lock = ?, last_lock_at = ?,'
                      ' status = 1, not_before = ?, not_after = ?, renew_by = ?'
                      ' WHERE host = ?',
                      (now, LOCKED, LOCKED, now, now - 90 * DAY, now + int(end * DAY),
                       now + int(renew * DAY) if renew is not None else 0,
                       f'cp.{name}.example'))
        assert store.total_changes, name
    store.close()


def open_year(kp, **dates):
    for name in dates:
        kp.add(f'cp.{name}.example', customer=name.capitalize())
    certify(kp, **dates)
    window = kp.start()
    wait(lambda: len(rows(window)) == len(dates), 'the sites are listed')
    window.press('ctrl+e')
    return window, kp.window('The Year Ahead')


def bars(year):
    return [node for node in year.all(('push button', 'toggle button'))
            if re.match(r'Overdue: |[^:]+ – [^:]+: ', node.name or '')]


def says(year, days, counts):
    """The heading of the list."""
    return year.find('label', text=lambda t: re.fullmatch(rf'{days}: {counts}', t or ''))


def listed(year):
    found = year.all('list', 'Sites of this week')
    return [row.name.partition(',')[0] for row in found[0].row_list() if row.name] if found else []


def lists(year, *hosts):
    wait(lambda: listed(year) == [f'cp.{host}.example' for host in hosts], f'a list of {hosts}')


THREE = {'kite': (-2, -30), 'lake': (9.5, -3), 'moss': (40, 17), 'pine': (41, 18),
         'reed': (600, 580), 'sand': (60, None)}


def test_bars(kp):
    'each week says what it holds, what is overdue comes first, the rest is told'
    _, year = open_year(kp, **THREE)
    wait(lambda: len(bars(year)) == 54, '54 bars')
    names = [node.name for node in bars(year)]
    assert names[0] == 'Overdue: 1 certificate has ended, 2 renewals are late', names[0]
    assert names[1].endswith(': nothing'), names[1]
    assert names[2].endswith(': 1 certificate ends'), names[2]
    assert [n.partition(': ')[2] for n in names[3:10]] == [
        '2 renewals to start', 'nothing', 'nothing', '2 certificates end', 'nothing', 'nothing',
        '1 certificate ends'], names
    assert 'checked' in bars(year)[0].states or 'pressed' in bars(year)[0].states
    says(year, 'Overdue', '1 certificate has ended, 2 renewals are late')
    lists(year, 'kite', 'lake')
    year.find('label', text='1 certificate ends later')


def test_keys(kp):
    'arrow keys choose a week, Enter goes to its sites, Enter there opens the page of one'
    window, year = open_year(kp, **THREE)
    lists(year, 'kite', 'lake')
    wait(lambda: 'focused' in bars(year)[0].states, 'the focus is on the first with something')
    year.press('Left')
    lists(year, 'kite', 'lake')  # there is nothing before it
    year.press('Right', 'Right')
    lists(year, 'lake')
    year.press('Right')
    lists(year, 'moss', 'pine')
    year.press('Right')
    year.find('label', text='No certificate ends in this week, and no renewal must start.')
    year.press('Home')
    lists(year, 'kite', 'lake')
    year.press('End')
    wait(lambda: 'focused' in bars(year)[53].states, 'the last one has the focus')
    year.press('Home', 'Page_Down', 'Left')
    lists(year, 'moss', 'pine')
    year.press('Return', 'Down', 'Return')
    closed(kp)
    window.find('label', text='cp.pine.example')
    # Opened again, it is where it was.
    window.press('ctrl+e')
    lists(kp.window('The Year Ahead'), 'moss', 'pine')
    # It is only hidden by then, and goes with the main window.
    kp.close()


def test_tab(kp):
    'the chart is one stop of Tab, the list is the next'
    _, year = open_year(kp, **THREE)
    lists(year, 'kite', 'lake')
    year.press('Tab')
    wait(lambda: not any('focused' in bar.states for bar in bars(year)), 'Tab leaves the chart')
    wait(lambda: any('focused' in row.states for row in
                     year.find('list', 'Sites of this week').row_list()), 'a site has the focus')
    year.press('shift+Tab')
    wait(lambda: 'focused' in bars(year)[0].states, 'back to the chosen one')


def test_pointer(kp):
    'a bar is pointed at to read it, clicked to list its sites, and a click opens one'
    window, year = open_year(kp, **THREE)
    lists(year, 'kite', 'lake')
    bar = bars(year)[3]
    x, y = year.middle(bar)
    xdotool('mousemove', '--window', year.xid, str(x), str(y + 20))
    wait(lambda: any('cp.moss.example\ncp.pine.example' in (text or '')
                     for frame in kp.frames() for text in frame.texts(rows=False))
         or len(kp.x_windows()) > 2, 'a tooltip')
    year.point(bar)
    lists(year, 'moss', 'pine')
    year.point(year.find('list', 'Sites of this week').row_list()[0])
    closed(kp)
    window.find('label', text='cp.moss.example')


def test_assistive(kp):
    'a bar is clicked by assistive technology alone'
    _, year = open_year(kp, **THREE)
    wait(lambda: len(bars(year)) == 54, '54 bars')
    bars(year)[6].act()
    lists(year, 'moss', 'pine')


def test_follows(kp):
    'a site that is removed is gone from it, and it says when nothing ends'
    window, year = open_year(kp, kite=(-2, -30), lake=(9.5, -3))
    lists(year, 'kite', 'lake')
    window.actions.activate('remove-sites', 'ax', [1])
    lists(year, 'lake')
    window.actions.activate('remove-sites', 'ax', [2])
    year.find(text='Nothing Ends')
    window.actions.activate('undo')
    lists(year, 'lake')


def test_narrow(kp):
    'it fits 360 pixels'
    _, year = open_year(kp, **THREE)
    lists(year, 'kite', 'lake')
    width, height = year.resize(360, 294)
    assert (width, height) == (360, 294), (width, height)
    lists(year, 'kite', 'lake')


def test_empty(kp):
    'without any certificate it says so'
    kp.add('cp.kite.example')
    window = kp.start()
    wait(lambda: len(rows(window)) == 1, 'the site is listed')
    window.actions.activate('year-ahead')
    kp.window('The Year Ahead').find(text='Nothing Ends')


main()
