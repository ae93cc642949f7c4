# SPDX-License-Identifier: GPL-3.0-or-later
"""site import and export: all or nothing, bad rows by number, what comes out goes in again."""

import csv
import datetime
import io
import re
import shutil
import subprocess
import time

import icalendar
import peer
from harness import ATTENTION, CHECK, COULD_NOT, ERROR, SITES, USAGE, main

ROW = {'line': int, 'message': str, 'text': str}
COUNTS = {'added': int, 'existing': int, 'bad': int, 'bad_rows': [ROW], 'unused': [str]}
REFUSED = {**COUNTS, **ERROR}
HEADING = 'host,provider,customer,target,port,note,proxied\n'


def import_text(ctl, text, *arguments, **options):
    return ctl('site', 'import', ctl.path('list.csv', text), *arguments, **options)


def rows_of(ctl, *arguments):
    return list(csv.DictReader(io.StringIO(ctl('site', 'export', *arguments).out)))


def addresses(ctl):
    return sorted(f"{one['site']}:{one['port']}" for one in ctl.sites())


def test_import(ctl):
    """every column, in the order of the contract"""
    result = import_text(ctl, HEADING
                         + 'cp.kite.example,cloud-office,Kite Travel,pl-10.admin.emailsrvr.com,443,'
                         '"asked, in May",no\n'
                         + 'my.globe.example,pexip,"Globe ""Shipping""",mpg.vp.vc,8443,,\n'
                         + 'www.topaz.example,own-server,,,,,yes\n')
    assert result.out == '3 added, 0 there already, 0 bad\n'
    found = {one['site']: one for one in ctl.sites()}
    kite = found['cp.kite.example']
    assert (kite['provider'], kite['customer'], kite['dns']['expected'], kite['note']) == \
        ('cloud-office', 'Kite Travel', 'pl-10.admin.emailsrvr.com', 'asked, in May')
    globe = found['my.globe.example']
    assert (globe['port'], globe['customer']) == (8443, 'Globe "Shipping"')
    assert found['www.topaz.example']['proxied'] is True
    assert found['www.topaz.example']['next_action']['text'] == 'check the site'


def test_columns(ctl):
    """columns in any order, other separators, a byte order mark, UTF-16, CRLF, HOST:PORT"""
    for number, text in enumerate((
            'customer,port,host,provider\nKite,8443,a{n}.example.com,pexip\n',
            'Provider;Host\r\npexip;b{n}.example.com:8443\r\n',
            '\ufeffhost\tprovider\nc{n}.example.com\town-server\n',
            'provider,unknown column,host\npexip,what,https://d{n}.example.com:8443/x\n')):
        for code in ('utf-8', 'utf-16'):
            data = text.format(n=number * 2 + (code == 'utf-16'))
            result = import_text(ctl, data.encode(code), '--json')
            assert result.json(COUNTS)['added'] == 1, result
    assert len(addresses(ctl)) == 8
    assert {one['port'] for one in ctl.sites() if one['site'][0] in 'abd'} == {8443}


def test_headings(ctl):
    """the column with the addresses is found; what of the list nobody reads is told"""
    result = import_text(ctl, 'name,domain,where,customer,client,provider\n'
                         'Kite,cp.kite.example,Oslo,Kite Ltd,Lake AB,pexip,and,more\n', '--json')
    document = result.json(COUNTS)
    assert (document['added'], document['bad']) == (1, 0)
    told = [line.split(': ', 2)[2] for line in result.err.splitlines()]
    assert told == document['unused'] and len(told) == 3, result
    assert '“where”' in told[0] and '“name”, “client”' in told[1], result
    assert '“and” in line 2' in told[2], result
    assert [one['customer'] for one in ctl.sites()] == ['Kite Ltd']


def test_no_addresses(ctl):
    """where no column holds addresses one error says so, not one a row"""
    for text in ('customer,where\n' + 'Kite,Oslo\n' * 100, 'name,phone\nKite,123\nLake,456\n',
                 'Kite,Oslo\nLake,Rome\n'):
        ctl.fails('site', 'import', ctl.path('list.csv', text), status=ATTENTION,
                  code='list').says('no column holds addresses', 'host')
        ctl.fails('site', 'import', ctl.path('list.csv', text), '--skip-bad', status=ATTENTION)
    # A plain list is one, however bad.
    result = import_text(ctl, 'x_y.example.com\nz_.example.com\n', status=ATTENTION)
    assert len(result.err.splitlines()) == 3, result


def test_plain_http(ctl):
    """the port of a plain HTTP address is not that of the site"""
    import_text(ctl, 'host,provider\nhttp://cp.kite.example:80/,pexip\n'
                'http://my.kite.example:8080/x,pexip\nhttps://up.kite.example:8443,pexip\n')
    assert addresses(ctl) == ['cp.kite.example:443', 'my.kite.example:443',
                              'up.kite.example:8443']


def test_all_or_nothing(ctl):
    """one bad row and nothing is imported; each is named by its number"""
    text = HEADING + '''cp.kite.example,cloud-office,,,,,
kite.example,cloud-office,,,,,
my.globe.example,nobody,,,,,
my.globe.example,pexip,,,70000,,
"broken.example.com,pexip
a_b.example.com,pexip,,,,,
my.globe.example,pexip,,,,,perhaps
my.globe.example,cloud-office,,elsewhere.example.com,,,
ok.example.com,pexip,,,,,
'''
    path = ctl.path('list.csv', text)
    result = ctl('site', 'import', path, status=ATTENTION)
    lines = result.err.splitlines()
    assert [line.split(': ')[1] for line in lines] == \
        [f'{path}:{number}' for number in (3, 4, 5, 6, 7, 8, 9)] + [path], result
    assert 'nothing was imported' in lines[-1] and not result.out
    assert 'nobody' in lines[1] and '70000' in lines[2] and 'quotes' in lines[3]
    document = ctl('site', 'import', path, '--json', status=ATTENTION).json(REFUSED)
    assert (document['added'], document['existing'], document['bad']) == (0, 0, 7)
    assert [row['line'] for row in document['bad_rows']] == [3, 4, 5, 6, 7, 8, 9]
    assert document['error']['code'] == 'bad-rows'
    assert ctl.sites() == []


def test_skip_bad(ctl):
    """--skip-bad takes the good rows, tells the bad ones, and the status is still 1"""
    text = 'host,provider\na.example.com,pexip\nb_.example.com,pexip\nc.example.com,pexip\n'
    result = import_text(ctl, text, '--skip-bad', status=ATTENTION)
    assert result.out == '2 added, 0 there already, 1 bad\n'
    result.says('list.csv:3: ')
    document = import_text(ctl, text, '--skip-bad', '--json', status=ATTENTION).json(COUNTS)
    assert (document['added'], document['existing'], document['bad']) == (0, 2, 1)
    assert addresses(ctl) == ['a.example.com:443', 'c.example.com:443']


def test_open_quotes(ctl):
    """a quote that is not closed takes in no other row: each bad one is named, none is lost"""
    cases = (
        ('host,provider,customer\na.k.example,own-server,"Acme\nb.k.example,own-server,"\n'
         'c.k.example,own-server,Cee\n', [2, 3], ['c.k.example']),
        ('host,provider,note\na.k.example,own-server,"old\nb.k.example,own-server,\n'
         'c.k.example,own-server,"\nd.k.example,own-server,x\n', [2, 4],
         ['b.k.example', 'd.k.example']),
        ('"a.k.example\nb.k.example"\nc.k.example\n', [1, 2], ['c.k.example']),
        ('host,provider,note\r\na.k.example,own-server,"x\r\nb.k.example,own-server,"\r\n'
         'c.k.example,own-server,"two\nlines, too"\r\n', [2, 3], ['c.k.example']))
    for number, (text, bad, added) in enumerate(cases):
        text = text.replace('k.example', f'k{number}.example')
        result = import_text(ctl, text, '--json', status=ATTENTION).json(REFUSED)
        assert [row['line'] for row in result['bad_rows']] == bad, result
        import_text(ctl, text, '--skip-bad', status=ATTENTION)
        assert sorted(one['site'] for one in ctl.sites() if f'k{number}.' in one['site']) == \
            [host.replace('k.', f'k{number}.') for host in added]


def test_refused_as_by_set(ctl):
    """what site set refuses is a bad row in the same words"""
    path = ctl.path('list.csv', 'host,provider,customer,note,proxied\n'
                    'a.k.example,pexip,K\x1b[31mred,,\n'
                    'b.k.example,pexip,,no\x1b]0;t\x07,\n'
                    'c.k.example,pexip,,,yes\n'
                    'd.k.example,pexip,Kite,"two\nlines\tand a tab",no\n')
    result = ctl('site', 'import', path, status=ATTENTION)
    lines = result.err.splitlines()
    assert 'customer has control characters' in lines[0]
    assert 'note has control characters' in lines[1]
    assert 'Pexip does not allow a proxy before its sites' in lines[2]
    assert len(lines) == 4 and '\033' not in result.err, result
    ctl('site', 'import', path, '--skip-bad', status=ATTENTION)
    assert [(one['site'], one['note']) for one in ctl.sites()] == \
        [('d.k.example', 'two\nlines\tand a tab')]
    ctl.fails('site', 'set', 'd.k.example', '--customer', 'K\x1b[31mred').says(
        'has control characters')
    ctl.fails('site', 'set', 'd.k.example', '--proxied', 'yes').says(
        'Pexip does not allow a proxy before its sites')


def test_wide_letters(ctl):
    """what a message repeats of a cell is cut between letters"""
    long = 'a' + 'é' * 200
    path = ctl.path('list.csv', f'host,provider,port,proxied\na.k.example,{long},,\n'
                    f'b.k.example,pexip,{long},\nc.k.example,pexip,,{long}\n')
    result = ctl('site', 'import', path, '--json', status=ATTENTION)
    document = result.json(REFUSED)
    assert [row['message'].count('é') for row in document['bad_rows']] == [79] * 3, document


def test_existing(ctl):
    """what is there already, or twice in the list, is counted and no fault"""
    text = ('host,provider\na.example.com,pexip\nA.Example.com.:443,pexip\n'
            'a.example.com:8443,pexip\n')
    assert import_text(ctl, text).out == '2 added, 1 there already, 0 bad\n'
    ctl('site', 'set', 'a.example.com', '--note', 'kept')
    assert import_text(ctl, text).out == '0 added, 3 there already, 0 bad\n'
    assert [one['note'] for one in ctl.sites() if one['port'] == 443] == ['kept']


def test_plain_list(ctl):
    """a list of addresses without a heading is one too"""
    ctl.resolver(peer.Zone('example.com'))
    import_text(ctl, 'a.example.com\nhttps://b.example.com/\n\nc.example.com:8443\n')
    assert addresses(ctl) == ['a.example.com:443', 'b.example.com:443', 'c.example.com:8443']


def test_stdin(ctl):
    """- is standard input"""
    ctl('site', 'import', '-', stdin=b'host,provider\na.example.com,pexip\n')
    result = ctl('site', 'import', '-', '--json', stdin=b'host\nx_y.example.com\n',
                 status=ATTENTION)
    assert result.err.splitlines()[0].startswith('keyplatectl: -:2: ')
    assert ctl('site', 'import', '/dev/stdin', stdin=b'').out.startswith('0 added')
    assert addresses(ctl) == ['a.example.com:443']


def test_guessed(ctl):
    """without a provider it is guessed from DNS, and so is the target; else own-server"""
    zone = peer.Zone('kite.example')
    zone.set('cp.kite.example', ('CNAME', 'pl-10.admin.emailsrvr.com'))
    zone.set('my.kite.example', ('CNAME', 'panel.kite.example'))
    zone.set('panel.kite.example', ('CNAME', 'mpg.vp.vc'))
    zone.set('www.kite.example', ('A', '127.0.0.2'))
    ctl.resolver(zone)
    import_text(ctl, 'host\ncp.kite.example\nmy.kite.example\nwww.kite.example\nx.kite.example\n')
    found = {one['site']: (one['provider'], one['dns']['expected']) for one in ctl.sites()}
    assert found == {'cp.kite.example': ('cloud-office', 'pl-10.admin.emailsrvr.com'),
                     'my.kite.example': ('pexip', 'mpg.vp.vc'),
                     'www.kite.example': ('own-server', None),
                     'x.kite.example': ('own-server', None)}


def test_guessed_offline(ctl):
    """where nobody answers they are own servers, which is told, and no reason to wait long"""
    ctl.resolver(peer.Zone())
    ctl.options[-1] = f'https://localhost:{peer.closed_port()}/dns-query'
    hosts = ''.join(f'h{i}.example.com\n' for i in range(2000))
    result = import_text(ctl, 'host\n' + hosts, '--json', timeout=60)
    result.says('no resolver answered', '2000 sites')
    assert result.json(COUNTS)['added'] == 2000
    assert {one['provider'] for one in ctl.sites()} == {'own-server'}


def test_unreadable(ctl):
    """a file that can't be read is status 3, one that is no list status 1"""
    ctl.fails('site', 'import', ctl.path('absent.csv'), status=COULD_NOT, code='file')
    ctl.fails('site', 'import', ctl.folder, status=COULD_NOT, code='file')
    ctl.fails('site', 'import', ctl.path('octets', b'a\0b\n'), status=ATTENTION, code='list')
    ctl.fails('site', 'import', ctl.path('utf16', b'\xff\xfea'), status=ATTENTION, code='list')
    ctl.fails('site', 'import', code='missing-argument', argument='FILE.csv')
    ctl.fails('site', 'import', 'a.csv', 'b.csv', code='extra-argument', argument='b.csv')
    assert import_text(ctl, '').out == '0 added, 0 there already, 0 bad\n'
    assert ctl.sites() == []


def test_hostile(ctl):
    """odd octets in rows and in the file's name are told on one line each, and steer nothing"""
    path = ctl.path('a\nb\x1b[31m.csv', b'host,provider\n\x1b[31mx.example.com,pexip\n'
                    b'caf\xe9.example.com,pexip\n' + b'y' * 5000 + b'.example.com,pexip\n'
                    b'"two\nlines",pexip\nz.example.com,"\x1b]0;title\x07"\n')
    result = ctl('site', 'import', path, status=ATTENTION)
    assert len(result.err.splitlines()) == 7 and '\033' not in result.err, result
    assert max(len(line) for line in result.err.splitlines()) < 1300
    document = ctl('site', 'import', path, '--json', status=ATTENTION).json(REFUSED)
    assert [row['line'] for row in document['bad_rows']] == [2, 3, 4, 5, 6, 7]


def test_large(ctl):
    """100,000 rows with broken quoting: each bad one by number, and nothing imported"""
    lines = ['host,provider']
    for i in range(100000):
        lines.append(f'"h{i}.example.com,pexip' if i % 10 == 7 else f'h{i}.example.com,pexip')
    path = ctl.path('list.csv', '\n'.join(lines) + '\n')
    result = ctl('site', 'import', path, status=ATTENTION)
    numbers = [int(n) for n in re.findall(r'list\.csv:(\d+): ', result.err)]
    assert numbers == [i + 2 for i in range(100000) if i % 10 == 7]
    assert ctl.sites() == []
    # Every row opens a quote that only the next one would close.
    every = ctl.path('every.csv', 'host,provider,customer\n'
                     + ''.join(f'h{i}.example.com,pexip,"{i % 2 or ""}\n' for i in range(100000)))
    begun = time.monotonic()
    result = ctl('site', 'import', every, status=ATTENTION)
    assert len(result.err.splitlines()) == 100001
    assert time.monotonic() - begun < 30
    result = ctl('site', 'import', path, '--skip-bad', status=ATTENTION)
    assert result.out == '90000 added, 0 there already, 10000 bad\n'
    assert len(ctl('site', 'export').lines) == 90001


def test_round_trip(ctl):
    """what export writes imports as the same"""
    import_text(ctl, HEADING
                + 'cp.kite.example,cloud-office,Kite Travel,pl-10.admin.emailsrvr.com,443,'
                '"two\nlines, ""quoted"" = +1",no\n'
                'cp.xn--bcher-kva.example,pexip,Bücher Beck,mpg.vp.vc,8443,;\t,no\n'
                'www.topaz.example,own-server,=1+1,origin.topaz.example,,,yes\n')
    exported = ctl('site', 'export').raw
    assert exported.startswith(HEADING.encode().replace(b'\n', b'\r\n'))
    other = ctl.path('other')
    before = ctl.sites()
    ctl('site', 'import', ctl.path('out.csv', exported), '--data-dir', other)
    assert ctl.sites('--data-dir', other) == before
    assert ctl('site', 'export', '--data-dir', other).raw == exported
    rows = rows_of(ctl)
    assert {row['host']: row['proxied'] for row in rows}['www.topaz.example'] == 'yes'
    assert {'Kite Travel', 'Bücher Beck'} < {row['customer'] for row in rows}
    # A spreadsheet runs nothing of it, and yet it came back the same.
    assert not [row for row in rows if row['customer'].startswith('=')]


def test_formats(ctl):
    """export as JSON is what list prints; other formats are refused"""
    import_text(ctl, 'host,provider\na.example.com,pexip\nb.example.com,pexip\n')
    exported = ctl('site', 'export', '--json').json(SITES)
    assert sorted(one['site'] for one in exported['sites']) == ['a.example.com', 'b.example.com']
    assert ctl('site', 'export', '--format', 'json').raw == ctl('site', 'export', '--json').raw
    assert ctl('site', 'export', '--format=csv').raw == ctl('site', 'export').raw
    ctl.fails('site', 'export', '--format', 'xml', code='option', argument='--format')
    ctl.fails('site', 'export', 'file', status=USAGE, code='extra-argument')


def test_calendar(ctl):
    """a calendar that another program reads: an event a site by whose date renewing starts"""
    zone = peer.Zone('kite.example', 'example')
    zone.set('www.kite.example', ('A', '127.0.0.1'))
    ctl.resolver(zone)
    server = ctl.serve('www.kite.example')
    customer = 'Kite, Söhne & 日本語のとても長い名前の株式会社; \\x'
    ctl('site', 'add', f'www.kite.example:{server.port}', '--provider', 'own-server',
        '--customer', customer)
    ctl('site', 'add', 'never.kite.example', '--provider', 'own-server')
    site = ctl('check', f'www.kite.example:{server.port}', '--json').json(CHECK)['sites'][0]
    raw = ctl('site', 'export', '--format', 'ics').raw
    assert max(len(line) for line in raw.split(b'\r\n')) == 75
    event, = icalendar.Calendar.from_ical(raw).walk('VEVENT')
    assert event['uid'] == f'renew-www.kite.example-{server.port}@keyplate'
    assert event['summary'] == f'Start renewing www.kite.example:{server.port}'
    day = event.decoded('dtstart')
    assert (type(day), day.isoformat()) == (datetime.date, site['renew_by'][:10])
    assert abs(event.decoded('dtstamp').timestamp() - time.time()) < 300
    lines = event['description'].split('\n')
    assert lines[1:] == [f'Customer: {customer}', 'Provider: Own Server'], lines
    end = datetime.date.fromisoformat(site['certificate']['not_after'][:10])
    assert lines[0] == f'The certificate ends on {end.day} {end:%B %Y}.', lines
    ctl('site', 'retire', f'www.kite.example:{server.port}')
    empty = icalendar.Calendar.from_ical(ctl('site', 'export', '--format', 'ics').raw)
    assert not empty.walk('VEVENT') and empty.subcomponents


SAMPLE = re.compile(r'([a-z_]+)\{((?:[a-z]+="(?:[^"\\\n]|\\[\\"n])*",?)+)\} (\d+)')
LABEL = re.compile(r'([a-z]+)="((?:[^"\\]|\\.)*)"')


def metrics_of(text):
    """The text format 0.0.4, read strictly: {(name, labels): value}."""
    found, family, done = {}, None, set()
    assert text.endswith('\n')
    for line in text.splitlines():
        if line.startswith('# HELP '):
            family = line.split()[2]
            assert family not in done and line.endswith('.'), line
            done.add(family)
        elif line.startswith('# TYPE '):
            assert line == f'# TYPE {family} gauge', line
        else:
            name, labels, value = SAMPLE.fullmatch(line).groups()
            assert name == family, line
            pairs = tuple((key, re.sub(r'\\(.)', lambda one: '\n' if one[1] == 'n' else one[1],
                                       label)) for key, label in LABEL.findall(labels))
            assert (name, pairs) not in found, line
            found[name, pairs] = int(value)
    return found


def test_prometheus(ctl):
    """metrics that Prometheus reads, in a file that is there whole"""
    zone = peer.Zone('kite.example', 'example')
    zone.set('www.kite.example', ('A', '127.0.0.1'))
    ctl.resolver(zone)
    server = ctl.serve('www.kite.example')
    address, customer = f'www.kite.example:{server.port}', 'Kite "and" \\Söhne'
    ctl('site', 'add', address, '--provider', 'own-server', '--customer', customer)
    ctl('site', 'add', 'never.kite.example', '--provider', 'pexip')
    site = ctl('check', address, '--json').json(CHECK)['sites'][0]
    text = ctl('site', 'export', '--format', 'prometheus').out
    found = metrics_of(text)
    one = (('site', address), ('provider', 'own-server'), ('customer', customer))
    other = (('site', 'never.kite.example'), ('provider', 'pexip'), ('customer', ''))
    assert found['keyplate_site_lock', one + (('state', site['lock']),)] == 1
    assert sum(value for (name, labels), value in found.items()
               if name == 'keyplate_site_lock' and labels[:3] == one) == 1
    assert found['keyplate_site_lock', other + (('state', 'unknown'),)] == 1
    end = datetime.datetime.fromisoformat(site['certificate']['not_after'][:-1] + '+00:00')
    name = 'keyplate_site_certificate_not_after_timestamp_seconds'
    assert found[name, one] == end.timestamp() and (name, other) not in found
    assert abs(found['keyplate_site_checked_timestamp_seconds', one] - time.time()) < 300
    path = ctl.path('keyplate.prom', 'what was there')
    assert not ctl('site', 'export', '--format', 'prometheus', '--out', path).out
    with open(path, encoding='utf-8') as file:
        assert file.read() == text
    if shutil.which('promtool'):
        subprocess.run(['promtool', 'check', 'metrics'], input=text.encode(), check=True)
    ctl.fails('site', 'export', '--out', ctl.path('none/x'), status=COULD_NOT, code='file')
    assert ctl('site', 'export', '--out', '-').out == ctl('site', 'export').out
    written = ctl('site', 'export', '--json', '--out', path).json({'file': str, 'sites': int})
    assert written == {'file': path, 'sites': 2}
    with open(path, 'rb') as file:
        assert file.read() == ctl('site', 'export', '--json').raw.rstrip(b'\n')


def test_full_disk(ctl):
    """what can't be written is told"""
    import_text(ctl, 'host,provider\na.example.com,pexip\n')
    with open('/dev/full', 'wb') as full:
        done = subprocess.run([ctl.program, 'site', 'export'], stdout=full, env=ctl.env,
                              stderr=subprocess.PIPE, check=False)
    assert done.returncode == COULD_NOT
    assert done.stderr.decode().startswith('keyplatectl: output: ')


main(globals())
