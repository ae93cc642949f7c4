# SPDX-License-Identifier: GPL-3.0-or-later
"""settings list, get, set: every one, its default, and values that it can't have."""

import os

from harness import COULD_NOT, main, match, parse

DEFAULTS = {
    'resolvers': 'https://cloudflare-dns.com/dns-query\nhttps://dns.google/dns-query\n'
                 'https://dns10.quad9.net/dns-query',
    'system-resolver': 'no', 'trust-connections': '', 'trust-sites': '', 'timeout': '10',
    'jobs': '0', 'plain-port': '80', 'stale-after': '48', 'check-every': '24',
    'check-metered': 'no', 'background': 'ask', 'quiet-hours': 'no', 'quiet-from': '20',
    'quiet-to': '8',
    'customer-days': '7', 'expiring-days': '30', 'letter-language': 'provider',
    'unsafe-lookup': 'off',
}
BOUNDS = {'timeout': (1, 120), 'jobs': (0, 1000), 'plain-port': (0, 65535),
          'stale-after': (1, 8760), 'check-every': (1, 8760), 'customer-days': (1, 365),
          'expiring-days': (1, 365), 'quiet-from': (1, 24), 'quiet-to': (1, 24)}


def settings(ctl):
    return parse(ctl('settings', 'list', '--json').out)


def test_defaults(ctl):
    """all settings are listed with their defaults and what they are for"""
    found = settings(ctl)
    match(found, {name: str for name in DEFAULTS})
    assert found == DEFAULTS
    lines = ctl('settings', 'list').lines
    assert [line.split()[0] for line in lines] == ['NAME', *DEFAULTS]
    assert all(len(line.split()) > 3 for line in lines[1:])
    for name, value in DEFAULTS.items():
        assert ctl('settings', 'get', name).out == (value + '\n' if value else '')
        assert parse(ctl('settings', 'get', name, '--json').out) == {name: value}


def test_set(ctl):
    """a value is kept in canonical form; none takes the default back"""
    for name, (least, most) in BOUNDS.items():
        for value in (least, most):
            ctl('settings', 'set', name, f' 0{value} ')
            assert ctl('settings', 'get', name).out == f'{value}\n'
        assert parse(ctl('settings', 'set', name, '--json').out) == {name: DEFAULTS[name]}
    for value, kept in (('YES', 'yes'), ('off', 'no'), ('1', 'yes'), ('false', 'no')):
        ctl('settings', 'set', 'system-resolver', value)
        assert settings(ctl)['system-resolver'] == kept


def test_choice(ctl):
    """a choice is one of its words"""
    for value, kept in (('WEB-RISK', 'web-risk'), ('safe-browsing', 'safe-browsing'),
                        ('off', 'off')):
        ctl('settings', 'set', 'unsafe-lookup', value)
        assert settings(ctl)['unsafe-lookup'] == kept
    for value in ('', 'on', 'web-risk|off', 'google', b'\xff'):
        ctl.fails('settings', 'set', 'unsafe-lookup', value, code='value',
                  argument='unsafe-lookup').says('off, web-risk, safe-browsing')


def test_key(ctl):
    """the key of a list goes into the vault, and nowhere else"""
    words = ctl.path('passphrase', 'correct horse\n')
    key = 'AIzaSyExampleExample'
    path = ctl.path('key', key + '\r\n')
    set_key = ['settings', 'set', 'unsafe-lookup', 'web-risk', '--key-file']
    # Without a terminal nobody is asked.
    ctl.fails(*set_key, path, status=COULD_NOT, code='vault-locked', argument='vault')
    assert settings(ctl)['unsafe-lookup'] == 'off'
    ctl(*set_key, path, '--passphrase-file', words)
    assert settings(ctl)['unsafe-lookup'] == 'web-risk'
    ctl(*set_key, path, env={'KEYPLATE_PASSPHRASE_FILE': words})
    for folder, _, names in os.walk(ctl.data):
        for name in names:
            with open(os.path.join(folder, name), 'rb') as file:
                assert key.encode() not in file.read(), name
    wrong = ctl.path('wrong', 'horse\n')
    ctl.fails(*set_key, path, '--passphrase-file', wrong, status=COULD_NOT,
              code='vault-passphrase', argument='vault')
    for content in ('', '\n', 'two\nlines\n', 'x' * 5000, b'a\0b', b'\xff'):
        odd = ctl.path('odd', content)
        ctl.fails(*set_key, odd, '--passphrase-file', words, status=COULD_NOT, code='key',
                  argument=odd)
    for absent in (ctl.path('absent'), ctl.folder):
        ctl.fails(*set_key, absent, '--passphrase-file', words, status=COULD_NOT, code='file',
                  argument=absent)
    ctl.fails('settings', 'set', 'jobs', '1', '--key-file', path, code='option',
              argument='--key-file')


def test_resolvers(ctl):
    """resolvers come as one word or several, with a template or without"""
    ctl('settings', 'set', 'resolvers', 'https://A.example/dns-query{?dns}',
        'https://b.example:443')
    assert settings(ctl)['resolvers'] == 'https://a.example/dns-query\nhttps://b.example/'
    ctl('settings', 'set', 'resolvers', ' https://c.example/x\nhttps://d.example/y ')
    assert settings(ctl)['resolvers'] == 'https://c.example/x\nhttps://d.example/y'


def test_bad_values(ctl):
    """a value that can't be is refused with what was expected, and nothing changes"""
    for name, (least, most) in BOUNDS.items():
        odd = ['', 'ten', '1.5', '1 2', '0x10', '99999999999999999999', '1\x1b[31m', b'\xff',
               '9' * 100000] if name == 'timeout' else []
        for value in (str(least - 1), str(most + 1), *odd):
            ctl.fails('settings', 'set', name, value, code='value', argument=name).says(
                f'from {least} to {most}')
    for value in ('', 'maybe', '2', 'yesno', b'\xff'):
        ctl.fails('settings', 'set', 'system-resolver', value, code='value',
                  argument='system-resolver').says('neither yes nor no')
    for value in ('', ' ', 'http://dns.example/', 'dns.example', 'https://', 'https:///x',
                  'https://user@dns.example/', 'https://dns.example/#x', 'https://[::1/',
                  'https://dns.example/\x1b', 'https://dns.example/' + 'x' * 600,
                  'https://a.example/ https://A.example/', 'file:///etc/passwd',
                  ' '.join(f'https://d{i}.example/' for i in range(17)), b'https://\xff/'):
        ctl.fails('settings', 'set', 'resolvers', value, code='value', argument='resolvers')
    assert settings(ctl) == DEFAULTS


def test_roots(ctl):
    """roots are read from a file, and a key or anything else is refused"""
    import peer
    pki = peer.Pki(ctl.mint, ctl.path('pki'))
    for name in ('trust-sites', 'trust-connections'):
        ctl('settings', 'set', name, pki.root)
        pem = ctl('settings', 'get', name).out
        assert pem.startswith('-----BEGIN CERTIFICATE-----') and pem.count('BEGIN') == 1
        assert any(line.split()[:3] == [name, '1', 'root'] for line in
                   ctl('settings', 'list').lines)
        for path, status in ((ctl.path('absent'), COULD_NOT), (ctl.folder, COULD_NOT)):
            ctl.fails('settings', 'set', name, path, status=status, code='file')
        for content in ('no roots', '', b'\0\1\2', '-----BEGIN CERTIFICATE-----\nAAAA\n'
                        '-----END CERTIFICATE-----\n', b'\x30\x82' + b'x' * 2000000):
            ctl.fails('settings', 'set', name, ctl.path('file', content), code='value')
        with open(ctl.path('pki/server.key'), encoding='ascii') as file:
            key = file.read()
        result = ctl.fails('settings', 'set', name, ctl.path('key', key), code='value')
        result.says('private key')
        assert key.split('\n')[1] not in result.err
        ctl.fails('settings', 'set', name, pki.root, pki.root, code='extra-argument')
        assert ctl('settings', 'get', name).out == pem
        ctl('settings', 'set', name, '')
        assert ctl('settings', 'get', name).out == ''


def test_unknown(ctl):
    """an unknown setting is status 2 and names those there are"""
    for command in (['get', 'colour'], ['set', 'colour', 'red'], ['set', '', 'x'],
                    ['get', b'\xff'], ['get', 'Timeout']):
        ctl.fails('settings', *command, code='unknown-setting').says('resolvers', 'timeout')
    ctl.fails('settings', 'get', code='missing-argument', argument='NAME')
    ctl.fails('settings', 'set', code='missing-argument', argument='NAME')
    ctl.fails('settings', 'get', 'jobs', 'timeout', code='extra-argument', argument='timeout')
    ctl.fails('settings', 'list', 'jobs', code='extra-argument', argument='jobs')


def test_override(ctl):
    """an option of this run is shown as what is in force, and not saved"""
    assert ctl('settings', 'get', 'timeout', '--timeout', '3').out == '3\n'
    assert ctl('settings', 'get', 'timeout').out == '10\n'


main(globals())
