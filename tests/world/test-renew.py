# SPDX-License-Identifier: GPL-3.0-or-later
"""test-renew.py: certificates of the loopback world are renewed where the provider keeps the key,
with keyplatectl and in the window, and killing both again and again changes nothing."""

import os
import random
import signal
import ssl
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'ui'))
from harness import main, wait  # noqa: E402
from moments import Moments, Trace  # noqa: E402
from notices import Notices  # noqa: E402
from renew_by_hand import RenewByHand  # noqa: E402
from renew_script import RenewScript  # noqa: E402
from renewal import PLACES, Renewals, job_of, to_der  # noqa: E402
from scene import SUBJECT, ask_store, requests_of, site_of  # noqa: E402
from tracker import FIELDS  # noqa: E402

BY_HAND, BY_SCRIPT, BY_INTAKE, KILLED_SCRIPT, KILLED_WINDOW = (
    f'my.d{i:05}.example' for i in range(5))
SCRIPT_KILLS, WINDOW_KILLS = 12, 8
SEED = int(os.environ.get('KEYPLATE_SEED') or random.SystemRandom().randrange(1 << 32))
traces = {}


def trace_of(program):
    assert program in traces, 'a run that nobody disturbs must come before this test'
    return traces[program]


def assert_renewed(kp, run):
    """One ticket with the seven fields, in which all was said once; the signing request and the
    certificate as they were made; one job, which has ended; and all addresses with the new one."""
    tickets = scene.tracker.tickets(run.host)
    assert len(tickets) == 1, tickets
    wanted = dict(zip(FIELDS, [run.host, *SUBJECT.values()]))
    assert (tickets[0]['fields'], tickets[0]['priority']) == (wanted, 0), tickets
    number = tickets[0]['number']
    assert scene.tracker.letters(number).count('Correspond') == 1, scene.tracker.letters(number)
    requests = requests_of(kp)
    assert [(one['state'], one['number']) for one in requests] == [('sent', str(number))] * 2, \
        requests
    found = job_of(kp, run.site)['renewal']
    assert ssl_der(found['csr']['pem']) == ssl_der(run.staff.read('my.csr')), found
    files = [one for one in scene.tracker.files(number) if one[0].endswith('.pem')]
    assert files == [(f'{run.host}.pem', found['bundle']['pem'].encode())], files
    assert to_der(files[0][1].decode()) == run.authority.chain()
    assert b'KEY' not in files[0][1]
    assert ask_store(kp, 'SELECT ending FROM job') == [(1,)]
    site = site_of(kp, run.host)
    assert (site['lock'], site['job'], site['expiring']) == ('locked', None, False), site
    served = [one['sha256'] for one in site['certificate']['addresses']]
    assert served == [found['bundle']['sha256']] * len(PLACES), site


def ssl_der(pem):
    return ssl.PEM_cert_to_DER_cert(pem.strip().replace('CERTIFICATE REQUEST', 'CERTIFICATE'))


def test_window(kp):
    'in the window, page by page: the answer is read from the ticket, and the proof comes in parts'
    traces['window'] = Trace()
    run = RenewByHand(kp, scene, BY_HAND, trace=traces['window']).run()
    assert_renewed(kp, run)
    wait(lambda: notices.taken, 'a notice')
    (title, _), = notices.taken
    assert title == f'{run.site} is renewed', notices.taken


def test_script(kp):
    'keyplatectl alone: from a certificate that ends soon to four addresses with the next one'
    traces['script'] = Trace()
    run = RenewScript(kp, scene, BY_SCRIPT, trace=traces['script']).run()
    assert run.ran == ['site add', 'check', 'renew', 'job next', 'request receive', 'job next',
                       'job next', 'job next', 'check', 'check'], run.ran
    assert_renewed(kp, run)
    half, last = run.seen
    (finding,) = [one for one in half['findings'] if one['id'] == 'tls.not-yet-installed']
    assert finding['text'] == 'The new certificate is served by 1 of 4 addresses.', finding
    assert half['job']['step'] == 'install' and half['lock'] == 'locked', half
    assert last['renew_by'] > half['renew_by'], (half, last)


def test_intake(kp):
    'the signing request is found in the text of the reply, and whose certificate it is as well'
    run = RenewScript(kp, scene, BY_INTAKE, in_text=True, intake=True).run()
    assert_renewed(kp, run)


def test_script_killed(kp):
    'keyplatectl killed at twelve random moments: nothing is lost, and nothing is there twice'
    moments = Moments(trace_of('script'), SCRIPT_KILLS, random.Random(SEED))
    run = RenewScript(kp, scene, KILLED_SCRIPT, moments=moments).run()
    assert len(moments.hits) == SCRIPT_KILLS, moments.hits
    assert_renewed(kp, run)


def test_window_killed(kp):
    'the window killed at eight random moments: nothing is lost, and nothing is there twice'
    moments = Moments(trace_of('window'), WINDOW_KILLS, random.Random(SEED))
    run = RenewByHand(kp, scene, KILLED_WINDOW, moments=moments).run()
    assert len(moments.hits) == WINDOW_KILLS, moments.hits
    assert_renewed(kp, run)


# Ended from outside, it ends its world as well.
signal.signal(signal.SIGTERM, signal.default_int_handler)
print(f'# KEYPLATE_SEED={SEED}')
notices = Notices()
with Renewals(1) as scene:
    main()
