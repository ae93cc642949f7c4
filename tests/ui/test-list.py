# SPDX-License-Identifier: GPL-3.0-or-later
"""test-list.py: the list of sites: what its rows say, filters, search, order."""

import itertools
import os
import re
import subprocess

from harness import main, wait
from resolver import Resolver
from sitelist import ROW, hosts, listed, open_three, row_of, rows, shrink, stretch

LOCKS = ('locked', 'pending', 'unlocked', 'unknown')


def open_demo(kp):
    kp.install_demo()
    kp.start().click('push button', 'Show Demo')
    window = kp.window('Keyplate Demo')
    stretch(window)
    wait(lambda: len(listed(window)) > 13, 'the sample is listed')
    return window


def counts(window):
    """What the strip says: {'All': 33, …}."""
    filters = window.find(('panel', 'grouping'), 'Filters')
    buttons = [button.name.rpartition(' ') for button in filters.all('push button')
               if button.name != 'Reason']
    return {name: int(count) for name, _, count in buttons}


def open_reasons(window):
    """A menu button is a button in a button, and only the inner one can be clicked."""
    button = next(node for node in window.all('push button', 'Reason')
                  if 'focusable' in node.states)
    window.point(button)


def test_rows(kp):
    'each row is named by site, lock and text, and the lock stands right of the host name'
    window = open_demo(kp)
    for row in rows(window)[::4]:
        host, lock, text = ROW.fullmatch(row.name).groups()
        label = row.find('label', host, rows=True)
        icon = row.find('image', lock, rows=True)
        left, _, width, _ = label.extents()
        assert left <= icon.extents()[0] <= left + width + 20, row
        assert text in row.texts(), (row, row.texts())
        row.find('push button', f'Actions for {host}', rows=True)
    assert {lock for _, lock, _ in listed(window)} == set(LOCKS)


def test_filters(kp):
    'a filter shows what its number promises, and two together what fits both'
    window = open_demo(kp)
    told = counts(window)
    assert told['All'] == len(listed(window)) == sum(told[lock.title()] for lock in LOCKS)
    for lock in LOCKS:
        window.click('push button', f'{lock.title()} {told[lock.title()]}')
        wait(lambda lock=lock: {one for _, one, _ in listed(window)} == {lock},
             f'only {lock} sites')
        assert len(listed(window)) == told[lock.title()]
    window.press('ctrl+1', 'ctrl+t')
    wait(lambda: len(listed(window)) == told['Your Turn'], 'your turn')
    mine = set(hosts(window))
    window.press('ctrl+2')
    wait(lambda: {lock for _, lock, _ in listed(window)} == {'unlocked'}, 'yours and unlocked')
    assert set(hosts(window)) < mine
    # Nothing fits: it says what is filtered by, and there is a way out.
    window.actions.set_state('overdue', 'b', True)
    window.actions.set_state('lock-filter', 's', 'unknown')
    window.find('label', 'Nothing Here')
    window.find('label', 'No site fits all of: Unknown, Your Turn, Overdue.')
    window.click('push button', 'Show All')
    wait(lambda: len(listed(window)) == told['All'], 'all again')
    assert window.actions.state('lock-filter') == 'all'
    assert window.actions.state('overdue') is False


def test_reason(kp):
    'a reason lists the sites that it explains'
    window = open_demo(kp)
    open_reasons(window)
    lines = wait(lambda: [(match.group(1), int(match.group(2))) for row in window.all('list item')
                          if (match := re.fullmatch(r'(.+), (\d+) sites?', row.name))],
                 'the reasons')
    assert [count for _, count in lines] == sorted((count for _, count in lines), reverse=True)
    text, count = next(line for line in lines if line[1] == 1)
    window.press('Home')
    row = window.find('list item', f'{text}, {count} site')
    for _ in range(next(i for i, line in enumerate(lines) if line[0] == text)):
        window.press('Down')
    wait(lambda: 'focused' in row.states, f'the focus is on {text}')
    window.press('Return')
    wait(lambda: len(listed(window)) == 1, f'the site of {text}')
    open_reasons(window)
    window.find('list item', lambda name: name.startswith(text))
    window.press('Home', 'Return')
    wait(lambda: len(listed(window)) > 13, 'all again')


def test_order(kp):
    'a heading sorts, clicked again turns it round, and Ctrl+0 returns to Attention'
    window = open_demo(kp)
    attention = hosts(window)
    heading = window.find('label', 'Site', rows=True)
    window.point(heading)
    wait(lambda: hosts(window) == sorted(attention), 'sorted by site')
    # What comes first then is what is seen.
    top = row_of(window, sorted(attention)[0])
    wait(lambda: top.extents()[1] > heading.extents()[1], f'{top} is seen')
    window.point(heading)
    wait(lambda: hosts(window) == sorted(attention, reverse=True), 'the other way round')
    window.press('ctrl+0')
    wait(lambda: hosts(window) == attention, 'sorted by attention')
    # What is red and was green comes before what is fine.
    locks = [lock for _, lock, _ in listed(window)]
    assert locks[0] == 'unlocked' and locks[-1] == 'locked', locks


def test_top(kp):
    'who looks at the top sees what comes first, also when that is new'
    kp.add_many(60)
    window = kp.start()
    stretch(window)
    wait(lambda: len(listed(window)) == 60, 'the sites are listed')
    wait(lambda: all(site['checked_at'] for site in kp.sites()), 'they were checked')
    kp.add('aa.first.example')
    wait(lambda: hosts(window)[0] == 'aa.first.example', 'it comes first')
    top, heading = row_of(window, 'aa.first.example'), window.find('label', 'Site', rows=True)
    wait(lambda: top.extents()[1] > heading.extents()[1], f'{top} is seen')


def test_search(kp):
    'search finds in names, customers and findings, and says when it found nothing'
    window = open_demo(kp)
    everything = len(listed(window))
    window.press('ctrl+f')
    window.type('atlas maps')
    wait(lambda: hosts(window) == ['my.atlas.example'], 'found by its customer')
    window.press('ctrl+a')
    window.type('moved away')
    wait(lambda: all('moved away' in text for _, _, text in listed(window))
         and len(listed(window)) > 0, 'found by a finding')
    window.press('ctrl+a')
    window.type('nothing is called so')
    window.find('label', 'No Results Found')
    window.find('label', 'No site contains “nothing is called so”.')
    window.click('push button', 'Clear Search')
    wait(lambda: len(listed(window)) == everything, 'all again')
    window.press('ctrl+f')
    window.type('atlas')
    wait(lambda: len(listed(window)) == 1, 'found')
    window.press('Return', 'Return')
    window.find('push button', 'Actions for my.atlas.example')
    window.find('push button', 'Back')


def test_from_search(kp):
    'Down and Return go from the search to the first row that was found, and on from there'
    window = open_demo(kp)
    for key in ('Down', 'Return'):
        window.press('ctrl+f', 'ctrl+a')
        window.type('my.')
        wait(lambda: all(host.startswith('my.') for host in hosts(window)), 'found')
        first, second = hosts(window)[:2]
        window.press(key)
        wait(lambda h=first: 'focused' in row_of(window, h).states, f'{key}: {first} is focused')
        window.press('Down')
        wait(lambda h=second: 'focused' in row_of(window, h).states, f'{second} is focused')
    # In the narrow list, too; and nowhere where nothing was found.
    window.press('ctrl+f', 'ctrl+a')
    window.type('nothing is called so')
    window.find('label', 'No Results Found')
    window.press('Down', 'ctrl+f', 'ctrl+a')
    shrink(window, 360, 600)
    window.type('atlas')
    row = wait(lambda: next((r for r in window.row_list() if ROW.fullmatch(r.name)
                             and r.name.startswith('my.atlas.example')), None), 'a row')
    window.press('Down')
    wait(lambda: 'focused' in row.states, f'{row} is focused')


def test_long_search(kp):
    'a search of ten thousand characters is taken and finds nothing'
    window = open_demo(kp)
    window.press('ctrl+f')
    window.find('entry', 'Search').set_text('x' * 10000)
    window.find('label', 'No Results Found')
    window.find('label', f'No site contains “{"x" * 60}…”.')
    window.click('push button', 'Clear Search')
    wait(lambda: len(listed(window)) > 13, 'all again')


def gaps(window, node):
    """How many pixels wide the places without ink are between the characters of a label."""
    x, y, width, height = window.place(node)
    # There is no other ink above and below it, and the place may be some pixels off.
    y, height = y - 8, height + 16
    grey = subprocess.run(['import', '-window', window.xid, '-crop',
                           f'{width}x{height}+{x}+{y}', '-depth', '8', 'gray:-'],
                          check=True, capture_output=True, timeout=30).stdout
    assert len(grey) == width * height, (len(grey), width, height)
    blank = [len(set(grey[column::width])) == 1 for column in range(width)]
    runs = [(empty, len(list(run))) for empty, run in itertools.groupby(blank)]
    return [length for empty, length in runs[1:-1] if empty]


def test_long_name(kp):
    'a name that is too long is cut in the middle, with no hole, and the lock stands behind it'
    host = 'a-very-long-name-indeed.of-a-customer.example:24390'
    kp.add(host)
    window = kp.start()
    wait(lambda: hosts(window) == [host], 'it is listed')
    row = rows(window)[0]
    for width in (1000, 900, 757, 711):
        assert window.resize(width, 600) == (width, 600)
        label = row.find('label', host, rows=True)
        wait(lambda: label.extents()[0] + label.extents()[2] < width // 3, 'it is laid out')
        assert max(gaps(window, label)) <= 4, (width, gaps(window, label))
        left, _, size, _ = label.extents()
        lock = row.find('image', 'unknown', rows=True).extents()[0]
        assert left + size <= lock <= left + size + 8, (width, left + size, lock)


def test_narrow(kp):
    'below 640 pixels a row has two lines and the strip is one choice'
    window = open_demo(kp)
    told = counts(window)
    shrink(window, 360, 3600)
    # The rows are those of a plain list now, with the same names.
    row = wait(lambda: next((r for r in window.row_list() if ROW.fullmatch(r.name)), None), 'a row')
    host, _, text = ROW.fullmatch(row.name).groups()
    texts = row.texts()
    assert host in texts and any(text in one for one in texts), texts
    x, _, width, height = window.place(row)
    assert x >= 0 and width <= 360 and height >= 40, window.place(row)
    window.gone('panel', 'Filters')
    window.find(name=lambda name: f'All ({told["All"]})' in name
                or name == f'All {told["All"]}')
    window.actions.set_state('lock-filter', 's', 'locked')
    shown = (lambda: len([r for r in window.row_list() if ROW.fullmatch(r.name)]))
    wait(lambda: shown() == told['Locked'], 'the locked ones')
    # What explains some of them can be chosen here as well, and it still fits.
    window.actions.set_state('lock-filter', 's', 'all')
    open_reasons(window)
    line = wait(lambda: max((row for row in window.all('list item')
                             if re.fullmatch('.+, 1 site', row.name)),
                            key=lambda row: len(row.name), default=None), 'a reason of one site')
    reason = line.name.rpartition(', ')[0]
    window.point(line)
    wait(lambda: shown() == 1, 'the site of it')
    window.find('label', reason)
    assert window.size() == (360, 3600), window.size()


def test_banner(kp):
    'above the list stands what explains most, with what can be done about it'
    with Resolver(kp) as dns:
        # Its own server stands in for a stranger between, whose root nobody knows here.
        port = dns.server.server_address[1]
        dns.add('mpg.vp.vc', 'A', '127.0.0.1')
        for host in [f'my.{name}.example' for name in ('kite', 'lake', 'moss', 'pine', 'reed')]:
            dns.add(host, 'CNAME', 'mpg.vp.vc')
            kp.add(f'{host}:{port}', 'pexip', customer=host)
        window = kp.start()
        said = '“Keyplate World Root” intercepts secure connections on this network.'
        window.find('label', text=lambda t: (t or '').startswith(said))
        wait(lambda: [lock for _, lock, _ in listed(window)] == ['unknown'] * 5, 'none is judged')
        window.gone('push button', 'Network Settings')
        # Who trusts that root sees what is served.
        kp.ctl('settings', 'set', 'trust-sites', os.path.join(kp.folder, 'resolver', 'ca.pem'))
        window.click('push button', 'Try Again')
        cause = 'mpg.vp.vc serves a certificate of another name: 5 sites are unlocked'
        window.find('label', cause)
        # Nothing here would mend that.
        window.gone('push button', 'Try Again')
        dns.silent = True
        window.actions.activate('check-all')
        window.find('label', text=lambda t: (t or '').startswith('No resolver answered.'))
        window.click('push button', 'Network Settings')
        preferences = kp.window('Preferences')
        preferences.find('list item', name=lambda n: dns.url in n)
        preferences.close()
        dns.silent = False
        window.click('push button', 'Try Again')
        window.find('label', cause)
        window.gone('push button', 'Try Again')


def test_remembers(kp):
    'the order that was chosen is there the next time'
    window = open_three(kp)
    window.point(window.find('label', 'Customer', rows=True))
    window.point(window.find('label', 'Customer', rows=True))
    wait(lambda: hosts(window) == ['cp.moss.example', 'cp.lake.example', 'cp.kite.example'],
         'sorted by customer, the last first')
    kp.close()
    window = kp.start()
    wait(lambda: hosts(window) == ['cp.moss.example', 'cp.lake.example', 'cp.kite.example'],
         'the same order')
    kp.close()


main()
