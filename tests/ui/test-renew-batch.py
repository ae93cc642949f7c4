# SPDX-License-Identifier: GPL-3.0-or-later
"""test-renew-batch.py: the certificates of several sites are renewed in one window."""

import csv
import json
import os
import subprocess
import sys
import zipfile

from assistant import serve
from harness import SOURCE, main, wait
from keyboard import focused, step, tab_round, tab_to
from resolver import Resolver
from sitelist import listed, shrink
from verbs import answer, can, closed, entry, open_file, save_as, says

sys.path.insert(0, os.path.join(SOURCE, 'tests', 'ctl'))
from helpdesk import TOKEN, Helpdesk  # noqa: E402

WHO = '/C=GB/ST=Greater London/L=London/O={} Ltd/CN={}'
TARGET = 'mpg.vp.vc'
PASSPHRASE = 'correct horse'


def start(kp, dns, names, *others):
    """Sites of the provider whose certificates were seen, and others; returns the sites and
    the window."""
    sites = []
    if names:
        dns.add(TARGET, 'A', '127.0.0.1')
    for name in names:
        host = f'my.{name.lower()}.example'
        sites.append(f'{host}:{serve(kp, host, WHO.format(name, name))}')
        dns.add(host, 'CNAME', TARGET)
        kp.add(sites[-1], 'pexip')
    for host, provider in others:
        sites.append(host)
        kp.add(host, provider)
    window = kp.start()
    wait(lambda: all(one['checked_at'] for one in kp.sites())
         and sum(any(at['sha256'] for at in one['certificate']['addresses'])
                 for one in kp.sites()) == len(names), 'their certificates were seen')
    wait(lambda: not window.actions.enabled('cancel-check'), 'the check has ended')
    wait(lambda: len(listed(window)) == len(sites), 'they are listed')
    return sites, window


def renew_all(kp, window, count):
    window.actions.activate('select-site', 'x', 1)
    window.find('label', '1 selected')
    window.press('ctrl+a')
    window.find('label', f'{count} selected')
    window.click('push button', 'Renew Certificate…')
    return kp.window(f'Renew Certificates of {count} Sites')


def row(renew, site):
    return renew.find('list item', name=lambda n: n.startswith(f'{site}: '), rows=True)


def step_of(kp, site):
    return json.loads(kp.ctl('job', 'show', site, '--json'))['step']


def test_list(kp):
    'the sites stand at the side, each with what was typed there; who can’t take part says why'
    with Resolver(kp) as dns:
        (kite, oak, lake), window = start(kp, dns, ('Kite', 'Oak'),
                                          ('cp.lake.example', 'cloud-office'))
        window.actions.activate('renew-site', 'x', 1)
        single = kp.window(f'Renew Certificate of {kite}')
        wait(lambda: entry(single, 'Organization').text == 'Kite Ltd', 'it is proposed')
        entry(single, 'Organizational unit').set_text('IT')
        # The main list sorts anew once the jobs have begun; the window keeps its order.
        order = [site for site, _, _ in listed(window)]
        renew = renew_all(kp, window, 3)
        # One job, one window: what was typed in the other one came along.
        wait(lambda: len(kp.frames()) == 2, 'the other one is closed')
        renew.point(row(renew, kite))
        wait(lambda: entry(renew, 'Organizational unit').text == 'IT', 'it is kept')
        entry(renew, 'Email').set_text('ops@kite.example')
        renew.point(row(renew, oak))
        wait(lambda: entry(renew, 'Organization').text == 'Oak Ltd', 'the other site')
        renew.point(row(renew, lake))
        says(renew, 'Cloud Office renews the certificate by itself')
        assert row(renew, lake).name.endswith('Ask it where that is late.'), row(renew, lake).name
        shrink(renew, 360, 640)
        renew.find('push button', 'Site')
        steps = order.index(kite) - order.index(lake)
        renew.press(*['alt+Down' if steps > 0 else 'alt+Up'] * abs(steps))
        wait(lambda: entry(renew, 'Email').text == 'ops@kite.example', 'it is still there')
        renew.press('ctrl+w')
        closed(kp)


def connect(kp):
    """Has the provider answer by requests; returns its helpdesk."""
    desk = Helpdesk()
    path = os.path.join(kp.folder, 'secret')
    for name, text in (('passphrase', PASSPHRASE), ('token', TOKEN)):
        with open(path + name, 'w', encoding='utf-8') as file:
            file.write(text + '\n')
    kp.ctl('provider', 'connect', 'pexip', '--channel', 'rt', '--url', desk.url, '--queue',
           'Hosting', '--token-file', path + 'token', '--passphrase-file', path + 'passphrase')
    return desk


def fill_in(renew, site, organization):
    renew.click('push button', f'Edit {site}', rows=True)
    wait(lambda: entry(renew, 'Organization').text == organization, 'it is proposed')
    entry(renew, 'Organizational unit').set_text('IT')
    entry(renew, 'Email').set_text('ops@example.com')


def give_requests(kp, renew, organizations, taken):
    """Gives the page that is shown a zip file with a signing request for each host in
    ORGANIZATIONS, made out to that organization, and with one for a stranger; waits until it is
    told that TAKEN has its own."""
    path = os.path.join(kp.folder, f'{"-".join(organizations)}.zip')
    with zipfile.ZipFile(path, 'w') as archive:
        for host, name in (*organizations.items(), ('my.other.example', 'Other')):
            archive.write(make_csr(kp, host, WHO.format(name, host) + '/OU=IT'), f'{host}.csr')
    open_file(kp, renew, path)
    told = says(renew, f'Handed to: {taken}. Left over: ').text
    assert 'my.other.example' in told, told


def check_shared_requests(kp, renew, sites):
    """What the provider answers may be for all SITES, whichever of them is looked at."""
    hosts = [site.split(':')[0] for site in sites]
    renew.point(row(renew, sites[0]))
    says(renew, 'for any of these sites')
    give_requests(kp, renew, {hosts[0]: 'Kate', hosts[1]: 'Oak'}, sites[1])
    # What is wrong with its own is told by the page, as if that had come alone.
    says(renew, 'Read: ')
    says(renew, 'Kate Ltd')
    can(renew, 'Use This CSR', False)
    assert step_of(kp, sites[0]) == 'wait-provider'
    give_requests(kp, renew, {hosts[0]: 'Kite'}, sites[0])
    says(renew, 'Step 3 of 6')
    assert step_of(kp, sites[0]) == step_of(kp, sites[1]) == 'buy'


def test_review(kp):
    'all requests are looked at on one page, and sent together; what lacks something says so'
    desk = connect(kp)
    with Resolver(kp) as dns:
        (kite, oak, own), window = start(kp, dns, ('Kite', 'Oak'),
                                         ('www.kite.example', 'own-server'))
        renew = renew_all(kp, window, 3)
        says(renew, '2 lack something. 1 is to be done by hand.')
        says(renew, 'The key is made here, and nobody is asked.')
        can(renew, 'Send Requests', False)
        fill_in(renew, kite, 'Kite Ltd')
        renew.point(renew.find('list item', 'All Requests', rows=True))
        says(renew, 'Pexip, Request Tracker, Low (Priority 4)')
        says(renew, 'Kite Ltd, London, Greater London, GB, IT, ops@example.com')
        says(renew, '1 request can be sent')
        can(renew, 'Send 1 Request')
        fill_in(renew, oak, 'Oak Ltd')
        renew.point(renew.find('list item', 'All Requests', rows=True))
        # One address for all of them, which is that of the details unless another is given.
        wait(lambda: entry(renew, 'Reply to').text == 'ops@example.com', 'it is shown')
        entry(renew, 'Reply to').set_text('you@')
        can(renew, 'Send 2 Requests', False)
        entry(renew, 'Reply to').set_text('you@reseller.example')
        renew.click('push button', 'Send 2 Requests')
        answer(kp, 'Unlock the vault?', 'Unlock', Passphrase=PASSPHRASE)
        says(renew, '2 requests wait to be sent')
        wait(lambda: len(desk.tickets) == 2, 'both were sent')
        subjects = ' '.join(ticket['subject'] for ticket in desk.tickets)
        assert all(ticket['requestors'] == ['you@reseller.example'] for ticket in desk.tickets)
        assert kite.split(':')[0] in subjects and oak.split(':')[0] in subjects, subjects
        assert step_of(kp, kite) == step_of(kp, oak) == 'wait-provider'
        assert step_of(kp, own) == 'details'
        can(renew, 'Send Requests', False)
        wait(lambda: row(renew, oak).name.endswith('Pexip: make the signing request'),
             'whose turn it is')
        check_shared_requests(kp, renew, (kite, oak))


def test_keys(kp):
    'all requests are gone through, opened, changed and sent with the keyboard alone'
    desk = connect(kp)
    with Resolver(kp) as dns:
        (kite, oak), window = start(kp, dns, ('Kite', 'Oak'))
        renew = renew_all(kp, window, 2)
        says(renew, '2 lack something.')
        tab_to(renew, 'push button', f'Edit {kite}')
        renew.press('Return')
        wait(lambda: entry(renew, 'Organization').text == 'Kite Ltd', 'it is proposed')
        entry(renew, 'Organizational unit').set_text('IT')
        entry(renew, 'Email').set_text('ops@example.com')
        while not renew.all('push button', 'Send 1 Request', rows=True):
            renew.press('alt+Up')
            wait(lambda: focused(renew) is not None, 'the focus is somewhere')
        tab_to(renew, 'push button', 'Send 1 Request')
        # As it is read, and back the same way.
        order = [[f'my.{name}.example' for name in names]
                 for names in (('kite', 'oak'), ('oak', 'kite'))]
        stops = [node.name.split(':')[0] if node else 'Reply to' for node in tab_round(renew)]
        assert stops in [['Send 1 Request', 'All Requests', 'Reply to', a, f'Edit {a}', b,
                          f'Edit {b}'] for a, b in order], stops
        back = [node.name.split(':')[0] if node else 'Reply to'
                for node in tab_round(renew, 'shift+Tab')]
        assert back == stops[:1] + stops[:0:-1], back
        tab_to(renew, 'list item', lambda n: n.startswith('All Requests'))
        step(renew)
        renew.type('you@reseller.example')
        wait(lambda: entry(renew, 'Reply to').text == 'you@reseller.example', 'it is typed')
        # Enter opens a row, and what stands in it can be reached, to be copied.
        tab_to(renew, 'list item', kite)
        renew.press('Return')
        says(renew, 'Reply to: you@reseller.example')
        assert step(renew).name == f'Edit {kite}'
        letter = step(renew)
        assert 'Hello,' in (letter.text or ''), letter
        step(renew, 'shift+Tab')
        step(renew, 'shift+Tab')
        assert focused(renew).name == kite, focused(renew)
        renew.press('space')
        wait(lambda: step(renew).name == f'Edit {kite}' and 'Hello,' not in
             ((step(renew) or letter).text or ''), 'it is closed')
        tab_to(renew, 'push button', 'Send 1 Request')
        renew.press('space')
        answer(kp, 'Unlock the vault?', 'Unlock', Passphrase=PASSPHRASE)
        says(renew, '1 request waits to be sent')
        wait(lambda: len(desk.tickets) == 1, 'it was sent')
        assert desk.tickets[0]['requestors'] == ['you@reseller.example'], desk.tickets


def openssl(*arguments):
    subprocess.run(['openssl', *arguments], capture_output=True, check=True)


def make_csr(kp, host, who=None):
    """Makes a key and a signing request, made out to WHO; returns its path."""
    path = os.path.join(kp.folder, host)
    openssl('req', '-new', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes',
            '-keyout', path + '.key', '-out', path + '.csr', '-subj', who or f'/CN={host}',
            '-addext', f'subjectAltName=DNS:{host}')
    return path + '.csr'


def make_ca(kp):
    """A CA that is trusted; returns what signs a request for a host."""
    ca = os.path.join(kp.folder, 'ca')
    openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes',
            '-keyout', ca + '.key', '-out', ca + '.crt', '-subj', '/CN=Kite CA', '-days', '3650')
    kp.ctl('settings', 'set', 'trust-sites', ca + '.crt')

    def sign(host, request):
        path = os.path.join(kp.folder, host)
        with open(path + '.ext', 'w', encoding='utf-8') as file:
            file.write(f'subjectAltName=DNS:{host}\nextendedKeyUsage=serverAuth\n'
                       'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n')
        openssl('x509', '-req', '-in', request, '-CA', ca + '.crt', '-CAkey', ca + '.key',
                '-CAcreateserial', '-days', '39', '-extfile', path + '.ext', '-out', path + '.crt')
        return path + '.crt'
    return sign


def test_orders(kp):
    'all signing requests are saved at once; what the CA sends is shared out to all'
    hosts = ['www.kite.example', 'www.oak.example', 'www.moss.example']
    sign = make_ca(kp)
    _, window = start(kp, None, (), *[(host, 'own-server') for host in hosts])
    renew = renew_all(kp, window, 3)
    wait(lambda: all(step_of(kp, host) == 'details' for host in hosts), 'the jobs are begun')
    csrs = {host: make_csr(kp, host) for host in hosts[:2]}
    for host, request in csrs.items():
        kp.ctl('job', 'next', host, '--csr', request)
    renew.point(row(renew, hosts[0]))
    says(renew, 'Step 3 of 6')
    says(renew, '2 of 3 have a CSR.')
    # In their card, and left both ways.
    tab_to(renew, 'push button', 'Save All CSRs…')
    stops = [step(renew, key).name for key in ('Tab', 'Tab', *['shift+Tab'] * 3)]
    assert stops == ['Order List…', 'Open Shop', 'Order List…', 'Save All CSRs…',
                     'Signing requests (CSR)'], stops
    path = os.path.join(kp.folder, 'saved')
    renew.click('push button', 'Save All CSRs…', rows=True)
    assert save_as(kp, 'Save All Signing Requests', path + '.zip') == 'csrs.zip'
    wait(lambda: zipfile.is_zipfile(path + '.zip'), 'the archive is there')
    with zipfile.ZipFile(path + '.zip') as archive:
        assert sorted(archive.namelist()) == [f'{host}.csr' for host in hosts[:2]]
        for host, request in csrs.items():
            with open(request, 'rb') as file:
                assert archive.read(f'{host}.csr').strip() == file.read().strip()
    renew.click('push button', 'Order List…', rows=True)
    assert save_as(kp, 'Save Order List', path + '.csv') == 'orders.csv'
    renew.find('label', 'Order list saved')
    with open(path + '.csv', newline='', encoding='utf-8') as file:
        lines = list(csv.DictReader(file))
    assert sorted(line['csr-file'] for line in lines) == [f'{host}.csr' for host in hosts[:2]]
    # What is ordered is not ordered once more.
    renew.click('push button', 'I Ordered It')
    says(renew, 'Step 4 of 6')
    renew.point(row(renew, hosts[1]))
    says(renew, '1 of 2 has a CSR. 1 is ordered already.')
    # One archive for all of them, with one that nobody waits for, opened at any.
    csrs['www.other.example'] = make_csr(kp, 'www.other.example')
    with zipfile.ZipFile(path + '.zip', 'w') as archive:
        for host, request in csrs.items():
            archive.write(sign(host, request), f'{host}.crt')
    renew.point(row(renew, hosts[0]))
    says(renew, 'Step 4 of 6')
    open_file(kp, renew, path + '.zip')
    told = says(renew, 'Handed to: ').text
    assert hosts[0] in told.split('Left over:')[0] and hosts[1] in told, told
    assert 'www.other.example' in told.split('Left over:')[1], told
    says(renew, 'Step 5 of 6')
    wait(lambda: step_of(kp, hosts[1]) == 'submit', 'the other one has its own')


main()
