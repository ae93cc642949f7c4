# SPDX-License-Identifier: GPL-3.0-or-later
"""test-motion.py: where the desktop asks that nothing moves nothing does, and words say what is
waited for. (with-display says so to every test.)"""

import glob
import os
import re
import time

from glass import Glass
from harness import SOURCE, main, wait
from resolver import Resolver
from sitelist import row_of
from verbs import says

SITE = 'cp.kite.example'
# A spinner draws sixty a second, a busy machine a few of them.
MANY, FEW = 12, 3
WHILE = 1.5


def rests(glass, title):
    """It draws next to nothing for a while: what came last may still come to rest."""
    def look():
        before = glass.frames(title)
        time.sleep(WHILE)
        return glass.frames(title) - before <= FEW
    wait(look, f'{title} is still', 10)


def moves(glass, title):
    before = glass.frames(title)
    wait(lambda: glass.frames(title) - before > MANY, f'something moves in {title}')


def test_waiting(kp):
    'nothing moves while a name is checked and a site is asked, and words say so'
    with Resolver(kp) as dns:
        glass = Glass(kp)
        kp.add(SITE)
        kp.ctl('check', SITE, status=None)
        window = kp.start()
        row_of(window, SITE)
        wait(lambda: window.actions.enabled('secure-site'), 'the desk is open')
        dns.delay = 120
        window.actions.activate('secure-site', 'x', 1)
        title = f'Secure {SITE}'
        secure = kp.window(title)
        says(secure, 'Checking the name')
        rests(glass, title)
        says(secure, 'Checking the name')
        # That it would be seen if something did.
        glass.set('gtk-enable-animations', 'b', True)
        moves(glass, title)
        glass.set('gtk-enable-animations', 'b', False)
        rests(glass, title)
        says(secure, 'Checking the name')
        secure.close()
        window.actions.activate('show-site', 'x', 1)
        window.actions.activate('check-all')
        says(window, 'checking…')
        rests(glass, 'Keyplate')
        says(window, 'checking…')


def test_styles(kp):
    'no style of ours moves anything'
    paths = glob.glob(os.path.join(SOURCE, 'ui', '*.css'))
    assert paths
    for path in paths:
        with open(path, encoding='utf-8') as file:
            found = re.search(r'(transition|animation)[\w-]*\s*:|@keyframes', file.read())
        assert not found, (path, found)


main()
