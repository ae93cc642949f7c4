# SPDX-License-Identifier: GPL-3.0-or-later
"""test-secure.py: sites of the loopback world go from red to green, in the window and with
keyplatectl, and killing both programs again and again changes nothing."""

import os
import random
import signal
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'ui'))
from harness import main, wait  # noqa: E402
from by_hand import ByHand  # noqa: E402
from moments import Moments, Trace  # noqa: E402
from notices import Notices  # noqa: E402
from scene import SUBJECT, TARGET, Scene, ask_store, requests_of, site_of  # noqa: E402
from script import Script  # noqa: E402
from tracker import FIELDS  # noqa: E402
from verbs import answer, entry, says  # noqa: E402

BY_FORM, BY_DESK, BY_SCRIPT, KILLED_SCRIPT, KILLED_WINDOW = (
    f'cp.d{i:05}.example' for i in range(5))
KILLS = 10  # of each program
SEED = int(os.environ.get('KEYPLATE_SEED') or random.SystemRandom().randrange(1 << 32))
traces = {}


def trace_of(program):
    assert program in traces, 'a run that nobody disturbs must come before this test'
    return traces[program]


def jobs(kp):
    """How each job ended (0: not yet, 1: it is locked), the oldest first."""
    return [ending for ending, in ask_store(kp, 'SELECT ending FROM job ORDER BY id')]


def assert_secured(kp, host):
    """One ticket with the seven fields, one job, which has ended, and the lock."""
    tickets = scene.tracker.tickets(host)
    assert len(tickets) == 1, tickets
    wanted = dict(zip(FIELDS, [host, *SUBJECT.values()]))
    assert tickets[0]['fields'] == wanted, tickets
    requests = requests_of(kp)
    assert [(one['state'], one['number']) for one in requests] == [
        ('sent', str(tickets[0]['number']))], requests
    assert jobs(kp) == [1], jobs(kp)
    site = site_of(kp, host)
    assert (site['lock'], site['job']) == ('locked', None), site


class ByForm(ByHand):
    """The same, where the provider has its own form and neither API nor ticket."""

    secure_label = 'Secure Control Panel Site'
    provider = 'cloud-office'
    ttl = 45  # so long it can be seen pending, on a busy machine too
    values = {title.replace('unit', 'unit (optional)'): text
              for title, text in ByHand.values.items()}

    def at_hand_over(self):
        says(self.assistant, 'Step 4 of 5')
        self.assistant.find('push button', 'Open Cloud Office')
        for text in (self.host, *self.values.values()):
            says(self.assistant, text)
        self.assistant.click('push button', 'Copy Company', rows=True)
        says(self.assistant, 'Company copied')
        assert entry(self.assistant, 'Host name the provider gave').text == TARGET
        self.photograph('4-form')
        self.assistant.click('push button', 'I Handed It Over')
        self.left('hand-over')

    def at_dns(self):
        """Once told that it was done, the window looks by itself until it is green."""
        self.row('pending: Waiting for the customer')
        self.photograph('6-waiting', self.window)
        self.scene.world.renew(self.host, 'valid')
        # Two resolvers get to know the old record anew, and keep it for its time to live.
        self.kp.ctl('check', self.host, status=None)
        self.scene.world.change(self.host, 300, 'CNAME', TARGET + '.')
        self.scene.world.resolver('dnsdist', 'flush', self.host)
        self.window.actions.activate('show-site', 'x', 1)
        self.window.click('push button', 'It Was Done…')
        answer(self.kp, 'When was it changed?', 'It Was Done')
        self.photograph('6-site', self.window)
        self.window.actions.activate('back')
        self.row('pending: Waiting for DNS until ')
        self.photograph('6-pending', self.window)
        self.row('locked: Locked', limit=90)
        self.photograph('7-locked', self.window)


def test_form(kp):
    'in the window, by the form of Cloud Office: pending, then locked by itself, and no ticket'
    run = ByForm(kp, scene, BY_FORM).run()
    # What comes to pass within half a second is told together.
    wait(lambda: notices.taken, 'a notice')
    assert [title for title, _ in notices.taken] == [f'{run.site} is locked'], notices.taken
    assert requests_of(kp) == [] and scene.tracker.tickets() == []
    assert jobs(kp) == [1], jobs(kp)


def test_helpdesk(kp):
    'in the window, by a helpdesk: its ticket has the seven fields, the answer is read from it'
    traces['window'] = Trace()
    ByHand(kp, scene, BY_DESK, trace=traces['window']).run()
    assert_secured(kp, BY_DESK)


def test_script(kp):
    'keyplatectl alone: a whole run without a prompt, from site add to the lock'
    traces['script'] = Trace()
    run = Script(kp, scene, BY_SCRIPT, trace=traces['script']).run()
    assert run.ran == ['site add', 'secure', 'job next', 'request receive', 'job next',
                       'job next', 'check'], run.ran
    assert_secured(kp, BY_SCRIPT)


def test_script_killed(kp):
    'keyplatectl killed at ten random moments: one ticket, one job, which has ended, locked'
    moments = Moments(trace_of('script'), KILLS, random.Random(SEED))
    Script(kp, scene, KILLED_SCRIPT, moments=moments).run()
    assert len(moments.hits) == KILLS, moments.hits
    assert_secured(kp, KILLED_SCRIPT)


def test_window_killed(kp):
    'the window killed at ten random moments: one ticket, one job, which has ended, locked'
    moments = Moments(trace_of('window'), KILLS, random.Random(SEED))
    ByHand(kp, scene, KILLED_WINDOW, moments=moments).run()
    assert len(moments.hits) == KILLS, moments.hits
    assert_secured(kp, KILLED_WINDOW)


# Ended from outside, it ends its world as well.
signal.signal(signal.SIGTERM, signal.default_int_handler)
print(f'# KEYPLATE_SEED={SEED}')
notices = Notices()
with Scene(5) as scene:
    main()
