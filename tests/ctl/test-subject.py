# SPDX-License-Identifier: GPL-3.0-or-later
"""subject add, list, show, remove: certificate details that are kept."""

from harness import TIME, Maybe, main, parse

SUBJECT = {'name': str, 'country': str, 'state': str, 'locality': str, 'organization': str,
           'organizational_unit': str, 'email': str, 'verified_at': Maybe(TIME), 'visible': str}
SUBJECTS = {'subjects': [SUBJECT]}
KITE = ['--country', 'GB', '--state', 'Greater London', '--locality', 'London', '--organization',
        'Kite Ltd', '--organizational-unit', 'IT', '--email', 'dns@kite.example']


def subjects(ctl):
    return ctl('subject', 'list', '--json').json(SUBJECTS)['subjects']


def test_add(ctl):
    """details are kept under a name, and say what visitors will see"""
    added = ctl('subject', 'add', 'Kite Travel', *KITE, '--json').json(SUBJECT)
    assert added == {'name': 'Kite Travel', 'country': 'GB', 'state': 'Greater London',
                     'locality': 'London', 'organization': 'Kite Ltd',
                     'organizational_unit': 'IT', 'email': 'dns@kite.example',
                     'verified_at': None, 'visible': 'Kite Ltd, London, Greater London, GB'}
    ctl('subject', 'add', ' Bücher ', '--organization', ' Bücher  Söhne ').has('Bücher Söhne')
    assert [one['name'] for one in subjects(ctl)] == ['Bücher', 'Kite Travel']
    assert subjects(ctl)[0]['organization'] == 'Bücher Söhne'
    assert ctl('subject', 'show', ' KITE travel', '--json').json(SUBJECT) == added
    shown = ctl('subject', 'show', 'Kite Travel').has(
        'United Kingdom (GB)', 'Kite Ltd, London, Greater London, GB')
    for line in shown.lines:
        # What goes into no certificate is told as such.
        assert ('not in the certificate' in line) == line.startswith(
            ('Organizational unit', 'Email')), line
    lines = ctl('subject', 'list').lines
    assert len(lines) == 3 and lines[2].startswith('Kite Travel  Kite Ltd, London'), lines


def test_empty(ctl):
    """no details are nothing wrong"""
    assert subjects(ctl) == []
    ctl('subject', 'list').has('No certificate details yet.')


def test_country(ctl):
    """a country is known by code and by what people call it; "UK" leads to GB"""
    for number, (given, code) in enumerate((('GB', 'GB'), ('uk', 'GB'), ('England', 'GB'),
                                            ('United Kingdom', 'GB'), ('Holland', 'NL'),
                                            ('usa', 'US'), ('norway', 'NO'))):
        added = ctl('subject', 'add', f'n{number}', '--country', given, '--json').json(SUBJECT)
        assert added['country'] == code, (given, added)
    for given in ('Atlantis', 'XX', 'EU', 'Korea', '-', 'N/A'):
        ctl.fails('subject', 'add', 'x', '--country', given, code='value', argument='--country')


def test_wrong(ctl):
    """what a CA would refuse is refused with the option's name and the reason"""
    ctl('subject', 'add', 'Kite Travel', *KITE)
    ctl.fails('subject', 'add', *KITE, code='missing-argument', argument='NAME')
    ctl.fails('subject', 'add', 'x', code='missing-option', argument='x')
    ctl.fails('subject', 'add', 'x', '--locality', ' ', code='missing-option', argument='x')
    ctl.fails('subject', 'add', 'x', '--site', 'y', code='unknown-option', argument='--site')
    for name in ('', ' ', 'x' * 201, 'Kite\nTravel', b'K\xefte'):
        ctl.fails('subject', 'add', name, *KITE, code='value', argument='NAME')
    ctl.fails('subject', 'add', 'kite TRAVEL', *KITE, code='exists')
    for option, value in (('--organization', 'x' * 65), ('--organization', '-'),
                          ('--organization', 'Kite\u202eLtd'), ('--organization', 'a\nb'),
                          ('--locality', 'x' * 129), ('--state', 'Some-State'),
                          ('--state', 'N/A'), ('--organizational-unit', '\u5c4b' * 65),
                          ('--email', 'kite.example'), ('--email', 'x' * 255),
                          ('--email', 'a@b.example\nBcc: c@d.example')):
        failed = ctl.fails('subject', 'add', 'Globe', option, value, code='value',
                           argument=option)
        assert len(failed.err) < 400, failed
    ctl('subject', 'add', 'Globe', '--organization', '\u5c4b' * 64)
    assert [one['name'] for one in subjects(ctl)] == ['Globe', 'Kite Travel']


def test_steers_nothing(ctl):
    """a name that turns the line round is told without that"""
    name = 'Kite\u202eevarT'
    ctl('subject', 'add', name, *KITE)
    for command in (['list'], ['show', name], ['remove', name]):
        assert '\u202e' not in ctl('subject', *command).has('Kite?evarT').out


def test_remove(ctl):
    """details are removed; unknown ones are status 2"""
    ctl('subject', 'add', 'Kite Travel', *KITE)
    assert parse(ctl('subject', 'remove', 'kite travel', '--json').out) == \
        {'removed': ['Kite Travel']}
    assert subjects(ctl) == []
    for command in ('show', 'remove'):
        for name in ('Kite Travel', 'x' * 300, b'\xff', ''):
            ctl.fails('subject', command, name, code='unknown-subject')


main(globals())
