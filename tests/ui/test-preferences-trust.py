# SPDX-License-Identifier: GPL-3.0-or-later
"""test-preferences-trust.py: extra roots are added from files, shown and removed."""

import hashlib
import os
import ssl
import subprocess

from harness import BUILD, main, wait
from preferences import Text, act, by_key, is_sensitive, open_demo, open_page, row, saved, setting
from verbs import name_file


def mint(kp):
    """A folder with certificates and keys of the tests' own CAs."""
    folder = os.path.join(kp.folder, 'mint')
    os.makedirs(folder, mode=0o700)
    subprocess.run([os.path.join(BUILD, 'tests', 'world', 'mint'), folder], check=True,
                   timeout=30)
    return folder


def read(*path):
    with open(os.path.join(*path), encoding='utf-8') as file:
        return file.read()


def fingerprint(pem):
    return hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest()


def choose(kp, preferences, path, group=0):
    """Adds a file to the roots for sites, or with 1 to those for connections."""
    preferences.all('push button', 'Add…')[group].click()
    chooser = kp.window('Add Root Certificate')
    name_file(chooser, path)
    wait(lambda: len(kp.frames()) == 2, 'the chooser is closed')


def names(preferences):
    return [r.name.split(',')[0] for r in preferences.row_list() if ', Valid until ' in r.name]


def test_add(kp):
    'a root is added from PEM and DER, shown with its dates and fingerprint, and saved'
    folder = mint(kp)
    private = read(folder, 'private-root.pem')
    world = read(folder, 'ca.pem')
    der = os.path.join(folder, 'ca.der')
    with open(der, 'wb') as file:
        file.write(ssl.PEM_cert_to_DER_cert(world))
    window, preferences = open_page(kp, 'trust')
    preferences.find('label', text=lambda t: '“Locked by a private root”' in t)
    assert names(preferences) == []
    choose(kp, preferences, os.path.join(folder, 'private-root.pem'))
    saved(kp, 'trust-sites', private)
    added = row(preferences, 'Private Office Root, Valid until ')
    digits = fingerprint(private).upper()
    assert ':'.join(digits[i:i + 2] for i in range(0, 64, 2)) in added.name, added.name
    choose(kp, preferences, der)
    saved(kp, 'trust-sites', private + world)
    wait(lambda: names(preferences) == ['Private Office Root', 'Keyplate World Root'],
         'both are listed')
    assert setting(kp, 'trust-connections') == '', 'the other list is another'
    choose(kp, preferences, der, group=1)
    saved(kp, 'trust-connections', world)
    # What another process sets is followed.
    kp.ctl('settings', 'set', 'trust-sites', os.path.join(folder, 'unknown-root.pem'))
    wait(lambda: names(preferences) == ['Nobody Knows Root', 'Keyplate World Root'],
         'the other process is followed')


def refused(kp, preferences, path, reason):
    choose(kp, preferences, path)
    preferences.find('label', text=lambda t: t.startswith(os.path.basename(path) + ': ')
                     and reason in t)
    assert setting(kp, 'trust-sites') == ''
    assert names(preferences) == []


def test_refused(kp):
    'a file that holds no root is refused with what it is and what to choose instead'
    folder = mint(kp)
    key = os.path.join(folder, 'both.pem')
    large = os.path.join(folder, 'large.pem')
    words = os.path.join(folder, 'words.txt')
    with open(key, 'w', encoding='utf-8') as file:
        file.write(read(folder, 'private-root.pem') + read(folder, 'private-root.key'))
    with open(large, 'w', encoding='utf-8') as file:
        file.write(read(folder, 'private-root.pem') * 2000)
    with open(words, 'w', encoding='utf-8') as file:
        file.write('hello')
    window, preferences = open_page(kp, 'trust')
    refused(kp, preferences, os.path.join(folder, 'server.crt'),
            'Choose that of the CA which issued it, “Keyplate World Issuing CA”.')
    refused(kp, preferences, key, 'holds a private key')
    refused(kp, preferences, large, 'larger than 1 MiB')
    refused(kp, preferences, words, 'no certificate that can be read')
    choose(kp, preferences, os.path.join(folder, 'none.pem'))
    preferences.find('label', '“none.pem” could not be read: There is no such file. Choose it '
                              'where it lies now.')
    assert setting(kp, 'trust-sites') == ''
    # It is said until something else is done.
    choose(kp, preferences, os.path.join(folder, 'private-root.pem'))
    row(preferences, 'Private Office Root, ')
    preferences.gone('label', text=lambda t: 'none.pem' in t)


def test_known(kp):
    'what is there already is told, and the rest of the file is added'
    folder = mint(kp)
    two = os.path.join(folder, 'two.pem')
    private = read(folder, 'private-root.pem')
    with open(two, 'w', encoding='utf-8') as file:
        file.write(private + read(folder, 'ca.pem'))
    kp.ctl('settings', 'set', 'trust-sites', os.path.join(folder, 'private-root.pem'))
    window, preferences = open_page(kp, 'trust')
    row(preferences, 'Private Office Root, ')
    choose(kp, preferences, os.path.join(folder, 'private-root.pem'))
    preferences.find('label', 'private-root.pem: This root is there already.')
    assert setting(kp, 'trust-sites') == private
    choose(kp, preferences, two)
    preferences.find('label', 'two.pem: 1 root of it was there already.')
    saved(kp, 'trust-sites', private + read(folder, 'ca.pem'))


def test_expired(kp):
    'a root that has expired is added, and marked'
    folder = mint(kp)
    window, preferences = open_page(kp, 'trust')
    choose(kp, preferences, os.path.join(folder, 'expired-root.pem'))
    row(preferences, 'Bygone Root, Expired on ')
    saved(kp, 'trust-sites', read(folder, 'expired-root.pem'))


def test_remove(kp):
    'a root is removed by menu and key, and brought back to its place'
    folder = mint(kp)
    three = os.path.join(folder, 'three.pem')
    pems = [read(folder, f'{name}.pem') for name in ('private-root', 'ca', 'unknown-root')]
    with open(three, 'w', encoding='utf-8') as file:
        file.write(''.join(pems))
    kp.ctl('settings', 'set', 'trust-sites', three)
    window, preferences = open_page(kp, 'trust')
    act(preferences, 'Keyplate World Root', 'Remove')
    saved(kp, 'trust-sites', pems[0] + pems[2])
    preferences.find('label', '“Keyplate World Root” removed')
    # The list may have changed before it is taken back.
    kp.ctl('settings', 'set', 'trust-sites', os.path.join(folder, 'unknown-root.pem'))
    wait(lambda: names(preferences) == ['Nobody Knows Root'], 'the other process is followed')
    preferences.click('push button', 'Undo Undo')
    saved(kp, 'trust-sites', pems[2] + pems[1])
    preferences.point(Text(row(preferences, 'Nobody Knows Root')))
    preferences.press('Delete')
    saved(kp, 'trust-sites', pems[1])
    preferences.press('Delete')
    saved(kp, 'trust-sites', '')
    assert names(preferences) == []


def test_copy(kp):
    'the fingerprint is copied from the menu, which the keys of menus open'
    folder = mint(kp)
    kp.ctl('settings', 'set', 'trust-sites', os.path.join(folder, 'ca.pem'))
    kp.add('cp.kite.example')
    window, preferences = open_page(kp, 'trust')
    digits = fingerprint(read(folder, 'ca.pem')).upper()
    for key in ('Menu', 'shift+F10'):
        preferences.point(Text(row(preferences, 'Keyplate World Root')))
        by_key(preferences, 'Keyplate World Root', key, 'Copy Fingerprint')
        preferences.find('label', 'Fingerprint copied')
        window.press('ctrl+f', 'ctrl+v')
        search = window.find('entry', 'Search')
        wait(lambda s=search: s.text == ':'.join(digits[i:i + 2] for i in range(0, 64, 2)),
             'it is pasted')
        window.press('Escape')
        wait(lambda s=search: not s.text, 'the search is over')


def test_demo(kp):
    'in the demo no root can be added'
    preferences = open_demo(kp, 'trust')
    for button in preferences.all('push button', 'Add…'):
        is_sensitive(button, False)


main()
