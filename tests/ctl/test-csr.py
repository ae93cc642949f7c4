# SPDX-License-Identifier: GPL-3.0-or-later
"""csr create: a key and its signing request, and where the key is kept."""

import os
import pty
import re
import select
import stat
import subprocess
import termios
import time

from harness import COULD_NOT, FINE, SHA256, USAGE, Maybe, main, parse

PASSPHRASE = 'Grüße, and more'
DETAILS = ['--country', 'gb', '--state', 'Greater London', '--locality', 'London',
           '--organization', 'Kite Ltd']
FIELDS = ('country', 'state', 'locality', 'organization', 'organizational_unit')
CSR = {'csr': {'file': str, 'names': [str], 'key': str,
               'subject': {name: Maybe(str) for name in FIELDS},
               'sha256': SHA256, 'spki_sha256': SHA256},
       'key': {'vault': Maybe(re.compile('key/[0-9a-f]{64}')), 'file': Maybe(str)}}


def without_session(ctl):
    """No keyring of whoever runs the test is asked."""
    ctl.env['DBUS_SESSION_BUS_ADDRESS'] = 'unix:path=/nonexistent'
    ctl.passphrase = ctl.path('passphrase', PASSPHRASE + '\n')
    ctl.given = ['--passphrase-file', ctl.passphrase]
    ctl.out, ctl.key = ctl.path('cp.csr'), ctl.path('cp.key')


def openssl(*arguments, status=0):
    done = subprocess.run(['openssl', *arguments], capture_output=True, text=True, check=False)
    assert (done.returncode == 0) == (status == 0), done
    return done.stdout + done.stderr


def describe(path):
    text = openssl('req', '-in', path, '-noout', '-verify', '-text', '-nameopt',
                   'utf8,sep_comma_plus_space')
    assert 'verify OK' in text, text
    return text


def nothing_left(ctl):
    """Neither a file nor a half of one."""
    names = [name for name in os.listdir(ctl.folder) if name not in ('data', 'passphrase')]
    assert names == [], names


def test_key_out(ctl):
    """a key in a file of its own is encrypted, for its owner alone, and that of the request"""
    without_session(ctl)
    made = ctl('csr', 'create', 'CP.kite.example', *DETAILS, '--san', 'https://my.kite.example/',
               '--san', 'bücher.example', '--san', 'cp.kite.example', '--out', ctl.out,
               '--key-out', ctl.key, *ctl.given, '--json').json(CSR)
    assert made['csr']['names'] == ['cp.kite.example', 'my.kite.example',
                                    'xn--bcher-kva.example']
    assert made['csr']['key'] == 'ecdsa-p256'
    assert made['csr']['subject'] == {
        'country': 'GB', 'state': 'Greater London', 'locality': 'London',
        'organization': 'Kite Ltd', 'organizational_unit': None}
    assert made['key'] == {'vault': None, 'file': ctl.key}
    text = describe(ctl.out)
    assert 'DNS:cp.kite.example, DNS:my.kite.example, DNS:xn--bcher-kva.example' in text, text
    assert 'prime256v1' in text and 'ecdsa-with-SHA256' in text, text
    assert open(ctl.out, encoding='ascii').readline() == '-----BEGIN CERTIFICATE REQUEST-----\n'

    assert stat.S_IMODE(os.stat(ctl.key).st_mode) == 0o600
    assert 'BEGIN ENCRYPTED PRIVATE KEY' in open(ctl.key, encoding='ascii').read()
    openssl('pkey', '-in', ctl.key, '-passin', 'pass:wrong', '-noout', status=1)
    public = openssl('pkey', '-in', ctl.key, '-passin', 'pass:' + PASSPHRASE, '-pubout')
    assert public == openssl('req', '-in', ctl.out, '-noout', '-pubkey')
    # The vault has no part in it.
    assert not os.path.exists(os.path.join(ctl.data, 'vault'))
    assert sorted(os.listdir(ctl.folder)) == ['cp.csr', 'cp.key', 'passphrase']


def test_kinds(ctl):
    """each kind of key"""
    without_session(ctl)
    for kind, shown in (('ecdsa-p384', 'secp384r1'), ('rsa-2048', '(2048 bit)'),
                        ('rsa-3072', '(3072 bit)')):
        out = ctl.path(kind)
        made = ctl('csr', 'create', 'cp.kite.example', '--key', kind, '--out', out, '--json',
                   *ctl.given).json(CSR)
        assert made['csr']['key'] == kind and shown in describe(out)
    ctl.fails('csr', 'create', 'cp.kite.example', '--key', 'ed25519', '--out', ctl.out,
              code='option', argument='--key')


def test_vault(ctl):
    """a key goes into the encrypted file where no keyring service runs"""
    without_session(ctl)
    made = ctl('csr', 'create', 'cp.kite.example', '--out', ctl.out, *ctl.given,
               '--json').json(CSR)
    assert made['key'] == {'vault': 'key/' + made['csr']['spki_sha256'], 'file': None}
    assert 'Subject: CN=cp.kite.example\n' in describe(ctl.out)
    vault = os.path.join(ctl.data, 'vault')
    assert stat.S_IMODE(os.stat(vault).st_mode) == 0o600
    size = os.path.getsize(vault)
    # By the environment too, and a second key beside the first.
    text = ctl('csr', 'create', 'my.kite.example', '--out', ctl.path('my.csr'),
               env={'KEYPLATE_PASSPHRASE_FILE': ctl.passphrase})
    text.has('my.csr', 'my.kite.example', 'ecdsa-p256', 'key/')
    assert os.path.getsize(vault) > size + 100


def test_locked(ctl):
    """without a terminal nothing is asked: exit status 3, and nothing is left"""
    without_session(ctl)
    told = ctl.fails('csr', 'create', 'cp.kite.example', '--out', ctl.out, status=COULD_NOT,
                     code='vault-locked', argument='vault', timeout=20)
    assert told.err.startswith('keyplatectl: vault: locked'), told
    assert '--passphrase-file' in told.err, told
    nothing_left(ctl)
    assert not os.path.exists(os.path.join(ctl.data, 'vault'))


def test_wrong_passphrase(ctl):
    """another passphrase does not open it, and changes nothing"""
    without_session(ctl)
    ctl('csr', 'create', 'cp.kite.example', '--out', ctl.out, *ctl.given)
    with open(os.path.join(ctl.data, 'vault'), 'rb') as file:
        before = file.read()
    wrong = ctl.path('wrong', 'something else')
    told = ctl.fails('csr', 'create', 'my.kite.example', '--out', ctl.path('my.csr'),
                     '--passphrase-file', wrong, status=COULD_NOT, code='vault-passphrase',
                     argument='vault')
    assert 'something else' not in told.err, told
    assert not os.path.exists(ctl.path('my.csr'))
    with open(os.path.join(ctl.data, 'vault'), 'rb') as file:
        assert file.read() == before


def test_damaged_vault(ctl):
    """a file that is none is left as it is"""
    without_session(ctl)
    os.mkdir(ctl.data)
    ctl.path('data/vault', b'KPVAULT\x01 and no more')
    ctl.fails('csr', 'create', 'cp.kite.example', '--out', ctl.out, *ctl.given,
              status=COULD_NOT, code='vault-damaged', argument='vault')
    assert open(ctl.path('data/vault'), 'rb').read() == b'KPVAULT\x01 and no more'
    nothing_left(ctl)


def test_passphrase_file(ctl):
    """the file of a passphrase has one line"""
    without_session(ctl)
    for content, code in ((None, 'file'), (b'', 'passphrase'), (b'\n', 'passphrase'),
                          (b'a\nb\n', 'passphrase'), (b'\xff\n', 'passphrase'),
                          (b'x' * 2000, 'passphrase'), (b'a\0b', 'passphrase')):
        path = ctl.path('odd', content)
        told = ctl.fails('csr', 'create', 'cp.kite.example', '--out', ctl.out, '--key-out',
                         ctl.key, '--passphrase-file', path, status=COULD_NOT, code=code,
                         argument=path)
        assert 'xxxx' not in told.err, told
        assert not os.path.exists(ctl.out) and not os.path.exists(ctl.key)
    ctl('csr', 'create', 'cp.kite.example', '--out', ctl.out, '--key-out', ctl.key,
        '--passphrase-file', '-', stdin=(PASSPHRASE + '\r\n').encode())
    openssl('pkey', '-in', ctl.key, '-passin', 'pass:' + PASSPHRASE, '-noout')


def test_never_over(ctl):
    """no file is written over, and where one of two can't be written there is neither"""
    without_session(ctl)
    os.symlink('/nonexistent', ctl.path('link'))
    for out, key in ((ctl.path('old', 'mine'), ctl.key), (ctl.out, ctl.path('old', 'mine')),
                     (ctl.path('link'), ctl.key)):
        ctl.fails('csr', 'create', 'cp.kite.example', '--out', out, '--key-out', key,
                  *ctl.given, code='exists',
                  argument='--key-out' if out == ctl.out else '--out')
        assert open(ctl.path('old'), encoding='ascii').read() == 'mine'
        assert sorted(os.listdir(ctl.folder)) == ['link', 'old', 'passphrase']
    for out, key in ((ctl.path('no/where'), ctl.key), (ctl.out, ctl.path('no/where'))):
        ctl.fails('csr', 'create', 'cp.kite.example', '--out', out, '--key-out', key,
                  *ctl.given, status=COULD_NOT, code='file', argument=ctl.path('no/where'))
        assert sorted(os.listdir(ctl.folder)) == ['link', 'old', 'passphrase']


def test_full(ctl):
    """where a key can't be kept, nobody gets its request"""
    without_session(ctl)
    ctl('csr', 'create', 'cp.kite.example', '--out', ctl.path('first.csr'), *ctl.given)
    os.rename(ctl.path('data/vault.lock'), ctl.path('data/old'))
    os.mkdir(ctl.path('data/vault.lock'))
    ctl.fails('csr', 'create', 'cp.kite.example', '--out', ctl.out, *ctl.given,
              status=COULD_NOT, code='vault', argument='vault')
    assert not os.path.exists(ctl.out)
    printed = ctl('csr', 'create', 'cp.kite.example', '--out', '-', *ctl.given,
                  status=COULD_NOT)
    assert printed.out == '', printed


def test_printed(ctl):
    """--out - prints the request and nothing else"""
    without_session(ctl)
    result = ctl('csr', 'create', 'cp.kite.example', '--out', '-', *ctl.given)
    assert result.out.startswith('-----BEGIN CERTIFICATE REQUEST-----\n'), result
    assert result.out.endswith('-----END CERTIFICATE REQUEST-----\n'), result
    describe(ctl.path('printed', result.out))
    ctl('csr', 'create', 'cp.kite.example', '--out', '-', '--json', *ctl.given, status=USAGE)


def test_subject(ctl):
    """saved details are used, without what goes into no certificate; an option wins"""
    without_session(ctl)
    ctl('subject', 'add', 'Kite', *DETAILS, '--organizational-unit', 'IT', '--email',
        'ada@kite.example')
    made = ctl('csr', 'create', 'cp.kite.example', '--subject', 'kite', '--locality', 'Leeds',
               '--out', ctl.out, '--json', *ctl.given).json(CSR)
    assert made['csr']['subject'] == {
        'country': 'GB', 'state': 'Greater London', 'locality': 'Leeds',
        'organization': 'Kite Ltd', 'organizational_unit': None}
    text = describe(ctl.out)
    assert ('Subject: C=GB, ST=Greater London, L=Leeds, O=Kite Ltd, '
            'CN=cp.kite.example\n') in text, text
    # Only who asks for it gets it, and is told what comes of it.
    told = ctl('csr', 'create', 'cp.kite.example', '--organizational-unit', 'IT', '--out',
               ctl.path('unit.csr'), *ctl.given)
    told.has('Public CAs leave an organizational unit out')
    assert 'OU=IT' in describe(ctl.path('unit.csr'))
    ctl.fails('csr', 'create', 'cp.kite.example', '--subject', 'nobody', '--out',
              ctl.path('x.csr'), *ctl.given, code='unknown-subject', argument='nobody')


def test_wrong(ctl):
    """what can't be is refused before a key is made"""
    without_session(ctl)
    both = ['--out', ctl.out, *ctl.given]
    ctl.fails('csr', 'create', *both, code='missing-argument', argument='HOST')
    ctl.fails('csr', 'create', 'cp.kite.example', code='missing-option', argument='--out')
    ctl.fails('csr', 'create', 'a_b.example', *both, code='name.invalid',
              argument='a_b.example')
    ctl.fails('csr', 'create', 'cp.kite.example', '--san', '*.kite.example', *both,
              code='name.invalid', argument='*.kite.example')
    ctl.fails('csr', 'create', 'cp.kite.example', *both,
              *(word for n in range(100) for word in ('--san', f'n{n}.kite.example')),
              code='value', argument='--san')
    ctl.fails('csr', 'create', 'cp.kite.example', '--country', 'GBX', *both, code='value',
              argument='--country')
    ctl.fails('csr', 'create', 'cp.kite.example', '--organization', 'x' * 65, *both,
              code='value', argument='--organization')
    ctl.fails('csr', 'create', 'cp.kite.example', '--email', 'ada@kite.example', *both,
              code='unknown-option', argument='--email')
    ctl.fails('csr', 'create', 'cp.kite.example', '--out', ctl.out, '--key-out', ctl.key,
              code='missing-option', argument='--passphrase-file')
    ctl.fails('csr', 'create', 'cp.kite.example', *both, '--key-out', '-', code='option',
              argument='--key-out')
    ctl.fails('csr', 'create', 'cp.kite.example', *both, '--key-out',
              ctl.path('data/../cp.csr'), code='option', argument='--key-out')
    nothing_left(ctl)


def typed(ctl, answers, *arguments, status=FINE):
    """What a terminal shows at which each question is answered with the next of ANSWERS."""
    master, slave = pty.openpty()
    process = subprocess.Popen([ctl.program, *arguments], stdin=slave, stderr=slave,
                               stdout=subprocess.DEVNULL, env={**ctl.env, 'TERM': 'xterm'})
    data, end, asked = b'', time.monotonic() + 60, 0
    answers = list(answers)
    while time.monotonic() < end and process.poll() is None:
        if not select.select([master], [], [], 0.1)[0]:
            continue
        data += os.read(master, 65536)
        if data.count(b': ') > asked and data.endswith(b': ') and answers:
            asked = data.count(b': ')
            assert not termios.tcgetattr(slave)[3] & termios.ECHO, data
            os.write(master, answers.pop(0).encode() + b'\n')
    while select.select([master], [], [], 0.2)[0]:
        data += os.read(master, 65536)
    assert termios.tcgetattr(slave)[3] & termios.ECHO, 'nothing is shown any more'
    os.close(slave)
    os.close(master)
    assert process.wait(10) == status, (process.returncode, data.decode())
    assert answers == [], (answers, data.decode())
    return data.decode()


def test_asked(ctl):
    """on a terminal the passphrase is asked for, twice the first time, and never shown"""
    without_session(ctl)
    create = ['csr', 'create', 'cp.kite.example', '--out']
    shown = typed(ctl, ['secret one', 'secret one'], *create, ctl.out)
    assert 'Choose a passphrase for the vault:' in shown and 'secret' not in shown, shown
    shown = typed(ctl, ['secret two', 'secret one'], *create, ctl.path('two.csr'))
    assert 'Passphrase of the vault:' in shown and 'secret' not in shown, shown
    shown = typed(ctl, ['a', 'b', 'c'], *create, ctl.path('three.csr'), status=COULD_NOT)
    assert shown.count('not the passphrase') == 3, shown
    typed(ctl, [''], *create, ctl.path('three.csr'), status=COULD_NOT)
    assert not os.path.exists(ctl.path('three.csr'))
    # The file of a key has a passphrase of its own.
    typed(ctl, ['one', 'other'], *create, ctl.path('three.csr'), '--key-out', ctl.key,
          status=COULD_NOT)
    assert not os.path.exists(ctl.key)
    typed(ctl, ['key', 'key'], *create, ctl.path('three.csr'), '--key-out', ctl.key)
    openssl('pkey', '-in', ctl.key, '-passin', 'pass:key', '-noout')


KEYRING = r'''
set -e
printf 'a passphrase' | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
gdbus wait --session --timeout 20 org.freedesktop.secrets
"$@" --out unlocked.csr --json
gdbus call --session -d org.freedesktop.secrets -o /org/freedesktop/secrets \
  -m org.freedesktop.Secret.Service.Lock "['/org/freedesktop/secrets/collection/login']" \
  >/dev/null
status=0
"$@" --out locked.csr || status=$?
exit $((status + 10))
'''


def test_keyring(ctl):
    """a real GNOME keyring keeps the key while it is unlocked; locked is exit status 3"""
    env = {**ctl.env, 'XDG_RUNTIME_DIR': ctl.folder}
    done = subprocess.run(
        ['dbus-run-session', '--', 'sh', '-c', KEYRING, 'sh', ctl.program, 'csr', 'create',
         'cp.kite.example'], stdin=subprocess.DEVNULL, capture_output=True, text=True,
        env=env, cwd=ctl.folder, timeout=120, check=False)
    assert done.returncode == 10 + COULD_NOT, done
    made = parse(done.stdout)
    assert made['key']['vault'] == 'key/' + made['csr']['spki_sha256'], made
    assert 'keyplatectl: vault: locked; unlock the keyring' in done.stderr, done
    describe(ctl.path('unlocked.csr'))
    assert not os.path.exists(ctl.path('locked.csr'))
    assert not os.path.exists(os.path.join(ctl.data, 'vault'))
    assert os.path.exists(ctl.path('keyrings/login.keyring'))


main(globals())
