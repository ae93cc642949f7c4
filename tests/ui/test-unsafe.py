# SPDX-License-Identifier: GPL-3.0-or-later
"""test-unsafe.py: the list of suspected unsafe sites is set up from the assistant, and asked."""

import base64
import hashlib
import json
import os
import sys

from assistant import open_assistant
from harness import BUILD, SOURCE, main, wait
from verbs import answer, can, entry, focus_lines, says

sys.path.insert(0, os.path.join(SOURCE, 'tests', 'ctl'))
import keyring  # noqa: E402
import peer  # noqa: E402

SITE = 'cp.kite.example'
HOST = 'safebrowsing.googleapis.com'
PASSPHRASE = 'correct horse'
KEY = 'AIzaSyExample'
ADVISORY = 'https://developers.google.com/safe-browsing/v4/advisory'


class List:
    """Google's list, reached as the real one is: by its name, through this machine's proxy."""

    def __init__(self, kp):
        self.listed = []
        pki = peer.Pki(os.path.join(BUILD, 'tests', 'world', 'mint'),
                       os.path.join(kp.folder, 'pki'))
        kp.ctl('settings', 'set', 'trust-connections', pki.root)
        self.server = peer.JsonServer(pki, HOST, self.answer)
        self.proxy = peer.Proxy({HOST: self.server.port})
        # GNOME has a setting of its own for the proxy. libsecret finds no keyring by that name:
        # Keyplate keeps its own file.
        self.environment = {'https_proxy': self.proxy.url, 'no_proxy': 'localhost,127.0.0.1',
                            'XDG_CURRENT_DESKTOP': '',
                            'SECRET_SERVICE_BUS_NAME': 'org.example.None'}

    def answer(self, path):
        found = [{'fullHash': base64.b64encode(hashlib.sha256((name + '/').encode()).digest())
                  .decode(), 'fullHashDetails': [{'threatType': 'SOCIAL_ENGINEERING'}]}
                 for name in self.listed]
        return json.dumps({'fullHashes': found, 'cacheDuration': '1s'})

    def close(self):
        for one in (self.server, self.proxy):
            one.close()


def test_set_up(kp):
    'it is off at first; once set up, the name page says what it says, and stops a suspect'
    unsafe = List(kp)
    kp.take_links()
    kp.add(SITE)
    window = kp.start(**unsafe.environment)
    secure = open_assistant(kp, window, SITE)
    says(secure, 'Unsafe-site list: not checked')
    says(secure, 'no list is chosen')
    can(secure, 'Next')
    secure.click('push button', 'Set Up…', rows=True)
    preferences = kp.window('Preferences')
    can(preferences, 'Keep Key', False)
    box = preferences.find('combo box', 'List', rows=True)
    button = box.find('push button', 'List')
    # It stands at the end of the page, and comes into sight with the focus.
    for _ in range(15):
        if 'focused' in button.states:
            break
        preferences.press('shift+Tab')
    button.act()
    focus_lines(preferences, box)
    preferences.press('Home', 'Down', 'Down', 'Return')
    wait(lambda: json.loads(kp.ctl('settings', 'get', 'unsafe-lookup', '--json'))
         ['unsafe-lookup'] == 'safe-browsing', 'it is saved')
    entry(preferences, 'Key').set_text(f' {KEY}\n')
    preferences.click('push button', 'Keep Key', rows=True)
    answer(kp, 'Choose a passphrase for the vault?', 'Choose', Passphrase=PASSPHRASE,
           Passphrase_once_more=PASSPHRASE)
    preferences.find('label', 'Key kept')
    preferences.close()
    secure.focus()
    says(secure, 'Unsafe-site list: nothing suspected')
    says(secure, 'Advisory provided by Google')
    secure.click('push button', 'Learn More', rows=True)
    wait(lambda: kp.pages() == [ADVISORY], 'what the list is')
    assert set(unsafe.proxy.asked) == {HOST}
    path, headers = unsafe.server.requests[-1]
    assert 'kite' not in path and headers['X-Goog-Api-Key'] == KEY
    secure.close()
    kp.close()
    # The vault is locked after a new start, and the name is on the list now.
    unsafe.listed = ['kite.example']
    window = kp.start(**unsafe.environment)
    secure = open_assistant(kp, window, SITE)
    says(secure, 'Unsafe-site list: not checked')
    secure.click('push button', 'Unlock…', rows=True)
    answer(kp, 'Unlock the vault?', 'Unlock', Passphrase=PASSPHRASE)
    says(secure, 'is on a list of suspected unsafe sites')
    can(secure, 'Next', False)
    unsafe.close()


def test_remove_key(kp):
    'a key in the keyring is removed once the file beside it is open too, which may have it'
    service = keyring.Keyring(os.environ['DBUS_SESSION_BUS_ADDRESS'])
    kp.add(SITE)
    window = kp.start()
    secure = open_assistant(kp, window, SITE)
    secure.click('push button', 'Set Up…', rows=True)
    preferences = kp.window('Preferences')
    entry(preferences, 'Key').set_text(KEY)
    preferences.click('push button', 'Keep Key', rows=True)
    preferences.find('label', 'Key kept')
    phrase = os.path.join(kp.folder, 'passphrase')
    with open(phrase, 'w', encoding='utf-8') as file:
        file.write(PASSPHRASE)
    kp.ctl('csr', 'create', SITE, '--out', os.path.join(kp.folder, 'csr.pem'),
           '--passphrase-file', phrase)
    preferences.click('push button', 'Remove Key', rows=True)
    assert 'undone' in answer(kp, 'Remove the key?', 'Remove Key')
    answer(kp, 'Unlock the vault?', 'Unlock', Passphrase=PASSPHRASE)
    preferences.find('label', 'Key removed')
    service.close()


main()
