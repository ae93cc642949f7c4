# SPDX-License-Identifier: GPL-3.0-or-later
"""test-flatpak.py: from nothing to the installed Flatpak by what the README says, a site secured
in its window, and an update that keeps the data. Everything is under FLATPAK_USER_DIR and the
folders of with-display, and the runtime in build-check/flatpak."""

import configparser
import contextlib
import glob
import json
import os
import re
import shutil
import signal
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
for folder in ('ui', 'world'):
    sys.path.insert(0, os.path.join(HERE, '..', folder))
import harness  # noqa: E402
from harness import APPLICATION, OBJECT, SOURCE, main, wait  # noqa: E402
from by_hand import ByHand  # noqa: E402
from keyring import Keyring  # noqa: E402
from sandboxed import Sandboxed, flatpak, inside  # noqa: E402
from scene import SUBJECT, Scene, site_of  # noqa: E402
from tracker import FIELDS  # noqa: E402

HOST = 'cp.d00000.example'
NEWER = '0.1.1'
USER = os.environ['FLATPAK_USER_DIR']
WORK = os.path.join(os.path.dirname(USER), 'bundle')
BUNDLE = os.path.join(WORK, 'keyplate.flatpak')
EXPORTS = os.path.join(USER, 'exports', 'share')
TWO_COMMANDS = ('./data/flatpak/make-bundle', 'flatpak install --user keyplate.flatpak')


def run(*command, cwd=SOURCE, status=0):
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd,
                          stdin=subprocess.DEVNULL, timeout=3600)
    assert status in (None, done.returncode), f'{command}: {done.stdout}{done.stderr}'
    return done.stdout


def make_bundle(tree=SOURCE):
    """The first of the two commands, for a machine without Flathub."""
    return run(os.path.join(tree, TWO_COMMANDS[0]), '--stand-in', '--folder', WORK, '--output',
               BUNDLE, cwd=tree)


def install_bundle():
    """The second."""
    return flatpak(*TWO_COMMANDS[1].split()[1:-1], '-y', '--noninteractive', BUNDLE)


def commit():
    return flatpak('info', '--user', '--show-commit', APPLICATION).strip()


def manifest():
    with open(os.path.join(SOURCE, 'data', 'flatpak', APPLICATION + '.json'),
              encoding='utf-8') as file:
        return json.load(file)


def test_install(kp):
    'the two commands of the README lead from nothing to the installed Flatpak'
    with open(os.path.join(SOURCE, 'README.md'), encoding='utf-8') as file:
        readme = file.read().splitlines()
    for command in TWO_COMMANDS:
        assert command in readme, f'the README does not say {command}'
    assert APPLICATION not in flatpak('list', '--user', '--columns=application')
    make_bundle()
    install_bundle()
    assert APPLICATION in flatpak('list', '--user', '--app', '--columns=application')


def test_sandbox(kp):
    'it may what the manifest says, and no more: no files, no keyring, no other program'
    parser = configparser.ConfigParser()
    parser.read_string(flatpak('info', '--user', '--show-permissions', APPLICATION))
    granted = {f'--{one}={value}' for one, name in (
        ('share', 'shared'), ('socket', 'sockets'), ('device', 'devices'))
        for value in parser['Context'].pop(name).split(';') if value}
    # With fallback-x11 X11 is there where Wayland is not.
    assert granted - {'--socket=x11'} == set(manifest()['finish-args']), granted
    assert dict(parser['Context']) == {} and parser.sections() == ['Context'], \
        [(name, dict(parser[name])) for name in parser.sections()]
    mine = os.path.join(os.environ['HOME'], 'letter')
    with open(mine, 'w', encoding='utf-8') as file:
        file.write('nobody else reads it\n')
    for place in (mine, os.path.join(SOURCE, 'README.md')):
        inside('test', '!', '-e', place)
    for name in ('org.freedesktop.secrets', 'org.freedesktop.Notifications'):
        said = inside('gdbus', 'call', '--session', '--dest', name, '--object-path', '/',
                      '--method', 'org.freedesktop.DBus.Peer.Ping', status=1)
        assert 'ServiceUnknown' in said or 'AccessDenied' in said, said
    # The runtime has none: it is the one that was brought.
    assert '/app/lib/libgmime-3.0.so' in inside('ldd', '/app/bin/keyplate')
    licences = inside('ls', f'/app/share/licenses/{APPLICATION}').split()
    assert sorted(licences) == ['gmime', 'keyplate'], licences


def test_exported(kp):
    'desktop file, D-Bus service, icons and metainfo reach the desktop, and start the sandbox'
    for path in (f'applications/{APPLICATION}.desktop',
                 f'dbus-1/services/{APPLICATION}.service',
                 f'icons/hicolor/scalable/apps/{APPLICATION}.svg',
                 f'icons/hicolor/symbolic/apps/{APPLICATION}-symbolic.svg'):
        assert os.path.exists(os.path.join(EXPORTS, path)), f'no {path}'
    desktop = os.path.join(EXPORTS, 'applications', APPLICATION + '.desktop')
    run('desktop-file-validate', desktop)
    with open(desktop, encoding='utf-8') as file:
        text = file.read()
    assert re.search(r'^Exec=\S*flatpak run .*--command=keyplate ' + APPLICATION, text, re.M), text
    assert f'X-Flatpak={APPLICATION}' in text
    # flatpak-builder 1.2 and 1.4 put it in different places.
    assert [name for place in ('app-info/xmls', 'swcatalog/xml')
            for name in glob.glob(os.path.join(WORK, 'tree/files/share', place, '*.xml.gz'))], \
        'a software centre would not list it'


def test_signed(kp):
    'the repository is signed: who knows another key takes nothing from it'
    repository = os.path.join(WORK, 'repo')
    key = os.path.join(WORK, 'key.gpg')
    said = run('ostree', 'show', '--repo=' + repository,
               f'app/{APPLICATION}/{flatpak("--default-arch").strip()}/stable')
    number = run('gpg', '--with-colons', '--show-keys', key).splitlines()[0].split(':')[4]
    assert re.search(rf'Found 1 signature:.*\b{number}\b', said, re.DOTALL), said
    other = os.path.join(WORK, 'other')
    shutil.rmtree(other, ignore_errors=True)
    os.makedirs(other, 0o700)
    run('gpg', '--homedir', other, '--batch', '--passphrase', '', '--quick-generate-key',
        'Somebody else', 'ed25519', 'sign', 'never')
    with open(os.path.join(other, 'key'), 'wb') as file:
        subprocess.run(['gpg', '--homedir', other, '--export'], stdout=file, check=True)
    place = 'file://' + repository
    said = flatpak('remote-add', '--user', f'--gpg-import={other}/key', 'wrong', place, status=1)
    assert 'public key not found' in said, said
    flatpak('remote-add', '--user', f'--gpg-import={key}', 'right', place)
    assert APPLICATION in flatpak('remote-ls', '--user', '--columns=application', 'right')
    flatpak('remote-delete', '--user', 'right')


def test_secured(kp):
    'a site is secured in the sandboxed window, by a token that the Secret portal guards'
    with contextlib.closing(Keyring(os.environ['DBUS_SESSION_BUS_ADDRESS'])):
        run = ByHand(kp, scene, HOST)
        # The portal has given it away already: nobody is asked for a passphrase.
        run.vault_open = True
        run.run()
    assert os.path.exists(os.path.join(kp.folder, 'data', 'keyrings', 'default.keyring'))
    assert not os.path.exists(os.path.join(kp.data_dir, 'vault'))
    tickets = scene.tracker.tickets(HOST)
    assert len(tickets) == 1, tickets
    assert tickets[0]['fields'] == dict(zip(FIELDS, [HOST, *SUBJECT.values()])), tickets
    site = site_of(kp, HOST)
    assert (site['lock'], site['job']) == ('locked', None), site
    said = json.loads(inside('keyplatectl', 'site', 'list', '--json'))['sites']
    assert [(one['site'], one['lock']) for one in said] == [(site['site'], 'locked')], said


def test_activated(kp):
    'D-Bus starts it in its sandbox, with the data as they were'
    services = os.path.join(os.environ['XDG_DATA_HOME'], 'dbus-1')
    if not os.path.exists(services):
        os.symlink(os.path.join(EXPORTS, 'dbus-1'), services)
    run('gdbus', 'call', '--session', '--dest', 'org.freedesktop.DBus', '--object-path', '/',
        '--method', 'org.freedesktop.DBus.ReloadConfig')
    run('gdbus', 'call', '--session', '--timeout', '60', '--dest', APPLICATION, '--object-path',
        OBJECT, '--method', 'org.freedesktop.Application.Activate', '{}')
    window = kp.attach()
    window.find('table row', name=lambda n: n.startswith(HOST) and 'locked: Locked' in n)
    window.close()
    wait(lambda: APPLICATION not in flatpak('ps', '--columns=application'), 'it has ended')


def test_updated(kp):
    'a newer bundle takes the place of the older, and so does a newer commit; the data are kept'
    before = kp.sites()
    assert [one['lock'] for one in before] == ['locked'], before
    older = commit()
    tree = os.path.join(WORK, 'newer')
    shutil.rmtree(tree, ignore_errors=True)
    for name in run('git', 'ls-files', '-z', '--cached', '--others', '--exclude-standard')\
            .split('\0'):
        if name and os.path.exists(os.path.join(SOURCE, name)):
            os.makedirs(os.path.dirname(os.path.join(tree, name)), exist_ok=True)
            shutil.copy2(os.path.join(SOURCE, name), os.path.join(tree, name))
    for name, old, new in (
            ('meson.build', "version: '0.1.0'", f"version: '{NEWER}'"),
            (f'data/{APPLICATION}.metainfo.xml.in', '<releases>',
             f'<releases><release version="{NEWER}" date="2026-11-29"/>')):
        path = os.path.join(tree, name)
        with open(path, encoding='utf-8') as file:
            text = file.read()
        assert old in text, f'{name} has no {old}'
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text.replace(old, new, 1))
    os.makedirs(os.path.join(tree, 'build-check'))
    os.symlink(os.path.join(SOURCE, 'build-check', 'flatpak'),
               os.path.join(tree, 'build-check', 'flatpak'))
    make_bundle(tree)

    # By the bundle, and from the older one once more from the repository that it names.
    install_bundle()
    newer = commit()
    assert newer != older
    assert NEWER in inside('keyplatectl', '--version')
    flatpak('update', '--user', '-y', '--noninteractive', f'--commit={older}', APPLICATION)
    assert commit() == older
    flatpak('update', '--user', '-y', '--noninteractive', APPLICATION)
    assert commit() == newer

    assert kp.sites() == before
    window = kp.start()
    window.find('table row', name=lambda n: n.startswith(HOST))


def test_removed(kp):
    'it can be taken away, with its data or without'
    flatpak('uninstall', '--user', '-y', '--noninteractive', APPLICATION)
    assert not os.path.exists(os.path.join(EXPORTS, 'applications', APPLICATION + '.desktop'))
    assert [one['lock'] for one in kp.sites()] == ['locked']


signal.signal(signal.SIGTERM, signal.default_int_handler)
harness.Keyplate = Sandboxed
for folder in (USER, *(os.path.join(WORK, name) for name in ('gnupg', 'repo', 'newer'))):
    shutil.rmtree(folder, ignore_errors=True)
with Scene(1) as scene:
    main()
