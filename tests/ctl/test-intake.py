# SPDX-License-Identifier: GPL-3.0-or-later
"""intake: what came for any number of sites goes to the jobs that wait for it."""

import io
import os
import zipfile

from harness import ATTENTION, COULD_NOT, FINDING, FINE, SHA256, USAGE, Maybe, Words, main
from jobs import job
from pki import Pki, read

SITES = ('cp.kite.example', 'my.kite.example', 'api.kite.example')
ITEM = {'source': str, 'kind': Words('csr|certificate|private-key|other'), 'what': str,
        'site': Maybe(str), 'result': Words('fits|taken|same|chain|wrong|left'),
        'text': Maybe(str), 'step': Maybe(str), 'sha256': Maybe(SHA256), 'findings': [FINDING]}
REPORT = {'items': [ITEM]}
MAIL = """From: support@provider.example
Subject: Re: Certificates
Content-Type: text/plain; charset=utf-8

Hello,

> here it is:
%s
Regards
"""


def begin(ctl):
    """Three renewals, a site without a job, and a CA that is trusted."""
    pki = Pki(ctl.path)
    ctl.options += ['--trust', pki.at('root.crt')]
    for site in (*SITES, 'idle.kite.example'):
        ctl('site', 'add', site, '--provider', 'own-server')
    for site in SITES:
        ctl('renew', site)
    return pki


def give(ctl, *arguments, status=FINE):
    return ctl('intake', *arguments, '--offline', '--json', status=status).json(REPORT)['items']


def results(items):
    return {(one['kind'], one['site']): one['result'] for one in items}


def steps(ctl):
    return [job(ctl, site)['step'] for site in SITES]


def zipped(**content):
    octets = io.BytesIO()
    with zipfile.ZipFile(octets, 'w') as archive:
        for name, octets_of_it in content.items():
            archive.writestr(name + '.crt', octets_of_it)
    return octets.getvalue()


def test_shared(ctl):
    """requests go to jobs by name, certificates by key; what fits none is told"""
    pki = begin(ctl)
    mail = ctl.path('answer.eml', MAIL % '\n'.join(
        '> ' + line for line in
        read(pki.request('cp', SITES[0])).decode().splitlines()))
    both = pki.request('both', SITES[1], SITES[1], SITES[2])
    stranger = pki.request('stranger', 'my.other.example')
    requests = (mail, both, stranger)

    planned = give(ctl, *requests, '--dry-run', status=ATTENTION)
    assert results(planned) == {('csr', SITES[0]): 'fits', ('csr', SITES[1]): 'fits',
                                ('csr', SITES[2]): 'fits', ('csr', None): 'left'}, planned
    assert steps(ctl) == ['details'] * 3
    taken = give(ctl, *requests, status=ATTENTION)
    assert [one['result'] for one in taken] == ['taken', 'taken', 'taken', 'left'], taken
    assert taken[-1]['text'] == 'No job waits for my.other.example.', taken
    assert taken[0]['source'].startswith('answer.eml') and taken[0]['step'] == 'buy', taken
    assert steps(ctl) == ['buy'] * 3
    again = give(ctl, mail)
    assert [(one['site'], one['result']) for one in again] == [(SITES[0], 'same')], again

    pki.issue('cp', SITES[0])
    pki.issue('both', SITES[1], SITES[2])
    pki.issue('stranger', 'idle.kite.example')
    archive = ctl.path('ca.zip', zipped(chain=read(pki.at('ca.crt')), cp=read(pki.at('cp.crt')),
                                        both=read(pki.at('both.crt'))))
    shown = ctl('intake', archive, '--dry-run', '--offline')
    shown.has('ca.zip › cp.crt', SITES[0], 'fits', 'part of the chain')
    taken = give(ctl, archive, pki.at('stranger.crt'), status=ATTENTION)
    assert results(taken) == {
        ('certificate', SITES[0]): 'taken', ('certificate', SITES[1]): 'taken',
        ('certificate', SITES[2]): 'taken', ('certificate', None): 'left'}, taken
    assert taken[0]['result'] == 'chain' and len(taken) == 5, taken
    assert taken[-1]['text'] == 'No job is under way for idle.kite.example.', taken
    assert steps(ctl) == ['submit'] * 3
    bundle = job(ctl, SITES[2])['renewal']['bundle']
    assert bundle['pem'].count('BEGIN CERTIFICATE') == 2, bundle
    again = give(ctl, archive)
    assert {one['result'] for one in again} == {'chain', 'same'}, again


def test_refused(ctl):
    """a key is refused and kept nowhere; a request and a certificate that are wrong stay out"""
    pki = begin(ctl)
    csr = pki.request('cp', SITES[0])
    with_key = ctl.path('all.pem', read(csr) + read(pki.at('cp.key')))
    refused = give(ctl, with_key, status=ATTENTION)
    assert results(refused) == {('csr', SITES[0]): 'wrong', ('private-key', None): 'wrong'}
    assert refused[0]['findings'][0]['id'] == 'csr.private-key', refused
    assert 'nothing of it was kept' in refused[1]['text'], refused
    # Two of different keys for one site: nobody knows which.
    ambiguous = give(ctl, csr, pki.request('other', SITES[0]), status=ATTENTION)
    assert [one['result'] for one in ambiguous] == ['wrong', 'wrong'], ambiguous
    assert steps(ctl)[0] == 'details'

    give(ctl, csr)
    pki.issue('other', SITES[0])
    wrong = give(ctl, pki.at('other.crt'), pki.at('ca.crt'), status=ATTENTION)
    assert wrong[0]['result'] == 'wrong' and wrong[0]['site'] == SITES[0], wrong
    assert 'bundle.key-mismatch' in [one['id'] for one in wrong[0]['findings']], wrong
    pki.issue('cp', SITES[0])
    gap = give(ctl, pki.at('cp.crt'), status=ATTENTION)
    assert 'bundle.missing-intermediate' in [one['id'] for one in gap[0]['findings']], gap
    assert steps(ctl)[0] == 'buy'

    nothing = give(ctl, ctl.path('note.txt', b'See you on Monday.'), status=ATTENTION)
    assert [(one['kind'], one['result']) for one in nothing] == [('other', 'left')], nothing
    ctl('job', 'pause', SITES[0])
    paused = give(ctl, pki.at('cp.crt'), pki.at('ca.crt'), status=ATTENTION)
    assert paused[0]['result'] == 'left' and 'paused' in paused[0]['text'], paused
    ctl.fails('intake', status=USAGE, code='missing-argument')
    ctl.fails('intake', ctl.path('none'), status=COULD_NOT, code='file')
    for folder, _, names in os.walk(ctl.data):
        for name in names:
            assert b'PRIVATE KEY' not in read(os.path.join(folder, name)), name


main(globals())
