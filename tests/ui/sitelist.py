# SPDX-License-Identifier: GPL-3.0-or-later
"""What the list of sites shows, for the tests that look at it."""

import re

from gi.repository import GLib

from harness import wait

ROW = re.compile(r'(\S+), (locked|pending|unlocked|unknown): (.+)', re.S)


def shrink(window, width, height):
    """Newer GTK stops once on the way, where the wide layout ends."""
    wait(lambda: window.resize(width, height) == (width, height), f'{width} by {height}')


def stretch(window):
    """Makes it as high as the list, on a screen that is (meson.build): newer GTK has only those
    rows there that show."""
    window.resize(1000, 3600)


def rows(window):
    """The rows of the table. Looking for them through the whole window takes ten times as long."""
    if not hasattr(window, 'list'):
        window.list = window.find('tree table', 'Sites').find('list')
    try:
        return [row for row in window.list.children() if ROW.fullmatch(row.name or '')]
    except GLib.Error:  # the list went away, for a page that says why it is empty
        del window.list
        return []


def listed(window):
    """Host, lock and text of each row, in the order of the list."""
    names = [ROW.fullmatch(row.name or '') for row in rows(window)]
    # A row is used again for another site while it is looked at.
    return [match.groups() for match in names if match]


def row_of(window, host):
    return wait(lambda: next((row for row in rows(window)
                              if (row.name or '').startswith(f'{host}, ')), None),
                f'a row of {host}')


def hosts(window):
    return [host for host, _, _ in listed(window)]


def open_three(kp):
    for host, customer in (('cp.kite.example', 'Kite'), ('cp.lake.example', 'Lake'),
                           ('cp.moss.example', 'Moss')):
        kp.add(host, customer=customer)
    window = kp.start()
    wait(lambda: len(listed(window)) == 3, 'three rows')
    # A check that begins by itself would move what is looked at here.
    wait(lambda: all(site['checked_at'] for site in kp.sites()), 'they were checked')
    wait(lambda: not window.actions.enabled('cancel-check'), 'the check has ended')
    return window
