# SPDX-License-Identifier: GPL-3.0-or-later
"""The sample behind Show Demo, for tests that look at much."""

import os
import shutil
import sqlite3

from harness import BUILD

SAMPLE = os.path.join(BUILD, 'data', 'demo', 'keyplate.db')


def customers():
    """The names of its customers."""
    store = sqlite3.connect(f'file:{SAMPLE}?mode=ro', uri=True)
    names = [name for (name,) in store.execute('SELECT name FROM customer')]
    store.close()
    return names


def own_sample(kp):
    """Makes it the user's own data, which may be changed; nobody is asked."""
    os.makedirs(kp.data_dir, exist_ok=True)
    for name in os.listdir(kp.data_dir):
        if name.startswith('keyplate.db'):
            os.unlink(os.path.join(kp.data_dir, name))
    shutil.copy(SAMPLE, os.path.join(kp.data_dir, 'keyplate.db'))
    kp.ctl('settings', 'set', 'resolvers', 'https://127.0.0.1:9/dns-query')
