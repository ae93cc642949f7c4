# SPDX-License-Identifier: GPL-3.0-or-later
"""What all commands have in common: help, version, options, words, streams, completion, manual."""

import functools
import os
import re
import shutil
import subprocess
import sys

from harness import ATTENTION, COULD_NOT, ERROR, FINE, USAGE, main, match, parse

COMMANDS = ['site add', 'site list', 'site show', 'site set', 'site remove', 'site retire',
            'site restore', 'site import', 'site export', 'customer add', 'customer list',
            'customer show', 'customer set', 'customer remove', 'subject add', 'subject list',
            'subject show', 'subject remove', 'secure', 'renew', 'intake', 'job list', 'job show',
            'job next', 'job back', 'job pause', 'job resume', 'job abandon', 'job remind', 'check',
            'watch', 'name check', 'csr create', 'csr check', 'bundle check', 'bundle write',
            'request list', 'request show', 'request send', 'request receive',
            'request cancel', 'provider list', 'provider check', 'provider connect',
            'provider test', 'settings list', 'settings get', 'settings set', 'backup',
            'restore', 'completion']
GROUPS = ['site', 'customer', 'subject', 'job', 'name', 'csr', 'bundle', 'request', 'provider',
          'settings']
COMMON = ['json', 'data-dir', 'resolver', 'trust', 'timeout', 'jobs', 'plain-port',
          'passphrase-file']
# What reads its answer from a person's terminal would hang here.
MANUAL = os.path.join(os.path.dirname(os.path.abspath(sys.argv[0])), '../../data/keyplatectl.1')


@functools.cache
def help_of(program, command):
    """What --help of COMMAND says: the same in every test, and no store is looked at."""
    return subprocess.run([program, *command.split(), '--help'], env={'LC_ALL': 'C.UTF-8'},
                          capture_output=True, text=True, check=True).stdout


def options_of(ctl, command):
    return re.findall(r'^ +--([a-z-]+)', help_of(ctl.program, command), re.M)


def test_help(ctl):
    """every command and every group has help, wherever --help stands"""
    listed = re.findall(r'^  ([a-z]+(?: [a-z]+)?)  ', ctl('--help').out, re.M)
    assert listed == COMMANDS, listed
    assert ctl('-h').out == ctl('--help').out
    for command in COMMANDS:
        words = command.split()
        shown = ctl(*words, '--help')
        assert shown.lines[0].startswith(f'Usage: keyplatectl {command} [OPTION…]'), shown
        assert options_of(ctl, command)[-len(COMMON):] == COMMON
        assert max(len(line) for line in shown.lines) <= 100, shown
    # Of one word, of two, and one that takes a file.
    for command in ('secure', 'job remind', 'site import'):
        words, told = command.split(), help_of(ctl.program, command)
        assert ctl(*words, '-h').out == ctl('--help', *words).out == told
        assert ctl(*words, '--no-such-option', '--help').out == told
    for group in GROUPS:
        shown = ctl(group, '--help')
        found = re.findall(r'^  ([a-z]+(?: [a-z]+)?)  ', shown.out, re.M)
        assert found == [one for one in COMMANDS if one.startswith(group + ' ')], shown
    assert not os.path.exists(ctl.data)


def test_version(ctl):
    """--version says the version"""
    assert re.fullmatch(r'keyplatectl \d+\.\d+\.\d+\n', ctl('--version').out)
    ctl.fails('site', 'list', '--version', code='unknown-option', argument='--version')


def test_words(ctl):
    """words that are no command are status 2 and say what was expected"""
    ctl.fails(code='missing-command', argument='COMMAND')
    for words, argument in ((['frob'], 'frob'), (['frob', 'site'], 'frob'), ([''], 'COMMAND'),
                            (['x' * 100000], None), (['a\nb\x1b'], 'a b?'),
                            ([b'\xff\xfe'], '\ufffd\ufffd'), (['--', 'site', 'list'], 'COMMAND')):
        result = ctl.fails(*words, status=USAGE, argument=argument)
        assert '--help' in result.err and len(result.err) < 400, result
    for group in GROUPS:
        known = ', '.join(one for one in COMMANDS if one.startswith(group + ' '))
        ctl.fails(group, code='unknown-command', argument=group).says(known)
        ctl.fails(group, 'frob', code='unknown-command', argument=f'{group} frob').says(known)
    ctl.fails('frob', '--help', code='unknown-command')


def test_options(ctl):
    """options stand anywhere, with = or a word; unknown ones are named"""
    for words in (['--json', 'site', 'list'], ['site', '--json', 'list'],
                  ['site', 'list', '--json'], ['--timeout', '3', 'site', 'list', '--json'],
                  ['--timeout=3', 'site', '--jobs', '2', 'list', '--json', '--'],
                  ['site', 'list', '--lock', 'locked', '--lock=pending', '--json']):
        assert parse(ctl(*words).out) == {'sites': []}
    for option in ('--frob', '-x', '--timeout3', '---', '--json5', '-'):
        if option != '-':
            ctl.fails('site', 'list', option, code='unknown-option', argument=option)
    ctl.fails('site', 'list', '--frob=1', code='unknown-option', argument='--frob')
    ctl.fails('site', 'list', '--json=yes', code='option', argument='--json')
    for option in ('--timeout', '--data-dir', '--resolver', '--trust'):
        ctl.fails('site', 'list', option, code='option', argument=option)
    # After -- nothing is an option.
    ctl('site', 'show', '--', '--lock', status=USAGE).says('keyplatectl: --lock: ')
    # The value of an option is none.
    ctl('site', 'add', 'a.example.com', '--provider', 'pexip', '--note', '--help')
    assert ctl.sites()[0]['note'] == '--help'


def test_many_arguments(ctl):
    """a megabyte of arguments is refused and not echoed"""
    words = ['x' * 100000] * 10
    result = ctl('site', 'remove', *words, status=USAGE).says()
    assert len(result.err) < 2000
    result = ctl('check', *words, '--json', status=USAGE)
    assert len(result.out) < 3000
    match(parse(result.out), ERROR)
    ctl.fails('site', 'show', *words, code='extra-argument')


def test_passphrase_file(ctl):
    """--passphrase-file can always be said, as scripts do"""
    ctl('site', 'list', '--passphrase-file', '/nonexistent')
    ctl('site', 'list', env={'KEYPLATE_PASSPHRASE_FILE': '/nonexistent'})


def test_streams(ctl):
    """closed streams and a reader who has enough end in no crash, nor in the store"""
    ctl('site', 'add', 'a.example.com', '--provider', 'pexip')
    for closing, status in ((lambda: os.close(0), FINE), (lambda: os.close(1), COULD_NOT),
                            (lambda: os.close(2), FINE),
                            (lambda: os.closerange(0, 3), COULD_NOT)):
        done = subprocess.run([ctl.program, 'site', 'list', '--json'], env=ctl.env,
                              preexec_fn=closing, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, check=False)
        assert done.returncode == status, done
    assert [one['site'] for one in ctl.sites()] == ['a.example.com']
    rows = ''.join(f'h{i:05}.example.com,pexip\n' for i in range(5000))
    ctl('site', 'import', '-', stdin=('host,provider\n' + rows).encode())
    for arguments in (['site', 'list'], ['site', 'list', '--json'], ['site', 'export']):
        process = ctl.start(*arguments)
        process.stdout.read(10)
        process.stdout.close()
        assert process.wait(60) == FINE and process.stderr.read() == b''
        process.stderr.close()
    assert os.listdir(ctl.data) == ['keyplate.db']


def test_locale(ctl):
    """a locale that is not there, or is not UTF-8, is no crash"""
    ctl('site', 'add', 'cp.bücher.example', '--provider', 'pexip', '--customer', 'Bücher')
    for locale in ('C', 'POSIX', 'xx_XX.UTF-8', 'de_DE.ISO-8859-1'):
        ctl('site', 'list', env={'LC_ALL': locale})
        found = ctl('site', 'list', '--json', env={'LC_ALL': locale})
        assert parse(found.out)['sites'][0]['customer'] == 'Bücher'
        ctl('check', 'no_host', status=USAGE, env={'LC_ALL': locale})


def test_manual(ctl):
    """the manual names every command, option, setting and status"""
    with open(MANUAL, encoding='utf-8') as file:
        source = file.read()
    text = re.sub(r'\\f[BIRP]|^\.[A-Z]+ ?|"', '', source, flags=re.M)
    text = text.replace('\\-', '-').replace('\\ ', ' ')
    for command in COMMANDS:
        assert re.search(rf'^{command}\b', text, re.M), f'{command} is not in the manual'
        for option in options_of(ctl, command):
            assert f'--{option}' in text, f'--{option} of {command} is not in the manual'
    for name in parse(ctl('settings', 'list', '--json').out):
        assert name in text, f'the setting {name} is not in the manual'
    for name in ('KEYPLATE_DATA_DIR', 'KEYPLATE_NAME_SERVERS', 'NO_COLOR', 'EXIT STATUS'):
        assert name in text, name


def complete(ctl, *words):
    """What bash offers for the last of WORDS."""
    if not os.path.exists(ctl.path('completion')):
        ctl.path('completion', ctl('completion', 'bash').out)
    script = ('source "$COMPLETION"\n'
              'keyplatectl () { "$KEYPLATECTL" "$@"; }\n'
              'COMP_WORDS=("$@"); COMP_CWORD=$(( $# - 1 ))\n'
              '_keyplatectl\n'
              '(( ${#COMPREPLY[@]} )) && printf "%s\\n" "${COMPREPLY[@]}"; true')
    done = subprocess.run(['bash', '--norc', '-c', script, 'bash', 'keyplatectl', *words],
                          env={**ctl.env, 'KEYPLATECTL': ctl.program,
                               'COMPLETION': ctl.path('completion')}, cwd=ctl.folder,
                          capture_output=True, text=True, check=True)
    # compopt has nothing to work on outside of a real completion.
    err = [line for line in done.stderr.splitlines() if 'compopt' not in line]
    assert not err, done.stderr
    return done.stdout.splitlines()


def test_bash(ctl):
    """bash completes commands, options, choices, and what the store has"""
    assert complete(ctl, '') == ['site', 'customer', 'subject', 'secure', 'renew', 'intake', 'job',
                                 'check', 'watch', 'name', 'csr', 'bundle', 'request', 'provider',
                                 'settings', 'backup', 'restore', 'completion']
    for group in GROUPS:
        assert complete(ctl, group, '') == [one.split()[1] for one in COMMANDS
                                            if one.startswith(group + ' ')]
    for command in COMMANDS:
        offered = complete(ctl, *command.split(), '--')
        wanted = ['--' + name for name in options_of(ctl, command)]
        assert sorted(offered) == sorted(wanted + ['--help']), (command, offered)
    assert complete(ctl, '--v') == ['--version']
    assert complete(ctl, 'site', 'list', '--lock', 'un') == ['unlocked', 'unknown']
    assert complete(ctl, 'site', 'list', '--lock', '=', 'p') == ['pending']
    assert complete(ctl, 'site', 'list', '--lock', '=') == ['locked', 'pending', 'unlocked',
                                                            'unknown']
    assert complete(ctl, '--json', '--timeout', '3', 'si') == ['site']
    assert complete(ctl, '--data-dir', '=', 'x', 'site', 'rem') == ['remove']
    assert complete(ctl, 'settings', 'get', 'tr') == ['trust-connections', 'trust-sites']
    assert complete(ctl, 'name', 'check', 'x', '--provider', '') == \
        ['cloud-office', 'own-server', 'pexip']
    assert complete(ctl, 'completion', '') == ['bash', 'fish', 'zsh']
    ctl.path('list.csv', '')
    assert complete(ctl, 'site', 'import', 'li') == ['list.csv']
    assert complete(ctl, 'frob', '') == []


def test_bash_hostile(ctl):
    """names out of the store are quoted, and never run"""
    mark = ctl.path('ran')
    names = [f'$(touch {mark})', f'`touch {mark}`', f'"; touch {mark}; "', "it's", 'Kite Travel']
    for number, name in enumerate(names):
        ctl('site', 'add', f's{number}.example.com', '--provider', 'pexip', '--customer', name)
    offered = complete(ctl, 'customer', 'show', '')
    assert len(offered) == len(names)
    for line in offered:
        echoed = subprocess.run(['bash', '-c', f'printf %s {line}'], capture_output=True,
                                text=True, check=True)
        assert echoed.stdout in names
    assert 'Kite\\ Travel' in complete(ctl, 'site', 'add', 'x', '--customer', 'K')
    assert complete(ctl, 'site', 'show', 's3') == ['s3.example.com']
    assert not os.path.exists(mark)


def test_other_shells(ctl):
    """the scripts of fish and zsh know every command and option, and are well-formed"""
    for shell in ('fish', 'zsh'):
        script = ctl('completion', shell).out
        for command in COMMANDS:
            first, *second = command.split()
            assert re.search(rf"(begins|is) {first}\b.* {second[0]}\b" if second and shell == 'fish'
                             else rf'\b{command}\b', script), (shell, command)
            for option in options_of(ctl, command):
                assert re.search(rf'(-l |--){option}\b', script), (shell, option)
        if shutil.which(shell):
            subprocess.run([shell, '-n', ctl.path(shell, script)], check=True)
    subprocess.run(['bash', '-n', ctl.path('bash', ctl('completion', 'bash').out)], check=True)
    ctl.fails('completion', code='unknown-shell')
    ctl.fails('completion', 'tcsh', code='unknown-shell', argument='tcsh')


main(globals())
