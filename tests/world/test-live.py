# SPDX-License-Identifier: GPL-3.0-or-later
"""test-live.py: the open window follows what changes in the loopback world, by itself."""

import os
import signal
import sys
import tempfile

from desk import RESOLVERS, World, enter

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'ui'))
from harness import main, wait  # noqa: E402

HOST = 'cp.d00000.example'
OLD = ('A', '127.0.1.41')
TARGET = 'pl-10.admin.emailsrvr.com'
# The window looks four times a minute for what is due.
LOOK = 15


def row(window, *starts, limit=30):
    """The name of the site's row once it says so: "LOCK: STATUS" begins with one of STARTS."""
    def look():
        for node in window.all('table row'):
            host, _, rest = node.name.partition(', ')
            if host.startswith(HOST) and rest.startswith(starts):
                return rest
        return None
    return wait(look, f'a row of {HOST} that says {starts}', limit)


def take_back(window, world, ttl):
    world.change(HOST, ttl, *OLD)
    for name in RESOLVERS:
        world.resolver(name, 'flush', HOST)
    window.press('ctrl+shift+r')
    row(window, 'unlocked: ')


def spread(window, world):
    """Changes the record for good; whether that was seen under way."""
    world.change(HOST, 300, 'CNAME', TARGET + '.')
    world.resolver('dnsdist', 'flush', HOST)
    window.press('ctrl+shift+r')
    return row(window, 'pending: Waiting for DNS until ', 'locked: ').startswith('pending')


def test_live(kp):
    "a record, then the resolvers change, and the list shows it: nothing is started anew"
    with tempfile.TemporaryDirectory(prefix='keyplate-window.') as folder, \
            World(folder, '--portfolio', 'bench', '--sites', '1', '--addresses', '2') as world:
        world.change(HOST, 8, *OLD)
        enter(kp.environment, kp.ctl, world)
        kp.add(f'{HOST}:{world.port}', target=TARGET, customer='Kite Travel')
        window = kp.start()
        # Never checked: it is due.
        row(window, 'unlocked: Not secured yet: address record where a CNAME must be')
        # On a machine that stands still for so long, the old record is gone too soon: once more.
        for ttl in (8, 16, 32):
            if ttl > 8:
                take_back(window, world, ttl)
            if spread(window, world):
                break
        else:
            raise AssertionError('too slow to see a change spread')
        # Nobody does a thing: it is looked at when its time comes.
        row(window, 'locked: Locked', limit=ttl + 2 * LOOK)

        for name in RESOLVERS:
            world.resolver(name, 'stop')
        window.press('ctrl+shift+r')
        row(window, 'unknown: Could not ask, locked at ')
        for name in RESOLVERS:
            world.resolver(name, 'start')
        window.click('push button', 'Try Again')
        row(window, 'locked: Locked')


# Ended from outside, it ends its world as well.
signal.signal(signal.SIGTERM, signal.default_int_handler)
main()
