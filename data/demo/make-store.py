# SPDX-License-Identifier: GPL-3.0-or-later
"""make-store.py SQL STORE: makes the sample store of its SQL, for reading only: no log beside it,
so that it can lie in a folder that nobody may write to."""

import os
import sqlite3
import sys

source, path = sys.argv[1:]
if os.path.exists(path):
    os.unlink(path)
store = sqlite3.connect(path)
with open(source, encoding='utf-8') as file:
    store.executescript(file.read())
store.execute('PRAGMA journal_mode = DELETE')
store.execute('VACUUM')
store.close()
