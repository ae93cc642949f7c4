# SPDX-License-Identifier: GPL-3.0-or-later
"""test-preferences-providers.py: each profile with where it was read from, and broken ones."""

import json
import os

from harness import main
from preferences import open_demo, open_page, row

OWN = {'id': 'mine', 'name': 'My <b>Host</b>', 'noun': 'Site', 'jobs': [], 'key': 'here',
       'target': {'kind': 'none'}, 'renewal': {'by': 'you'}, 'channel': {'kind': 'files'}}


def own(kp, name, text):
    folder = os.path.join(kp.data_dir, 'providers')
    os.makedirs(folder, exist_ok=True)
    path = os.path.join(folder, name)
    with open(path, 'w', encoding='utf-8') as file:
        file.write(text)
    return path


def test_own(kp):
    'shipped profiles and the user\'s own are listed with where they are from'
    mine = own(kp, 'mine.json', json.dumps(OWN))
    instead = own(kp, 'pexip.json', json.dumps({**OWN, 'id': 'pexip', 'name': 'Pexip of mine'}))
    window, preferences = open_page(kp, 'providers')
    row(preferences, 'Cloud Office, cloud-office · shipped with Keyplate')
    row(preferences, f'My <b>Host</b>, mine · your own: {mine}')
    row(preferences, f'Pexip of mine, pexip · your own, in place of the shipped one: {instead}')
    preferences.find('label', os.path.join(kp.data_dir, 'providers'), rows=True)
    preferences.gone('label', 'Could Not Be Read')
    preferences.click('push button', 'Copy', rows=True)
    preferences.find('label', 'Folder copied')
    # What is said goes with the page, long before its time.
    preferences.click('page tab', 'General')
    preferences.gone('label', 'Folder copied', limit=3)


def test_broken(kp):
    'a broken one is told with file, line and reason; the others are there'
    own(kp, 'mine.json', json.dumps(OWN))
    own(kp, 'broken.json', '{\n  "id": "broken",\n  "name": 7\n}\n')
    os.mkdir(os.path.join(kp.data_dir, 'providers', 'folder.json'))
    window, preferences = open_page(kp, 'providers')
    preferences.find('label', 'Could Not Be Read')
    row(preferences, 'broken.json, line 3, “name” ')
    row(preferences, 'folder.json, not a file')
    row(preferences, 'My <b>Host</b>, ')
    row(preferences, 'Cloud Office, ')


def test_demo(kp):
    'the demo shows its profiles, and no folder'
    preferences = open_demo(kp, 'providers')
    row(preferences, 'Cloud Office, cloud-office · shipped with Keyplate')
    preferences.gone('push button', 'Copy', rows=True)


main()
