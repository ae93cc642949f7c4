# SPDX-License-Identifier: GPL-3.0-or-later
"""test-background-portal.py: in a sandbox the desktop is asked whether to go on in the background,
and what it does not allow is said."""

from harness import OBJECT, Actions, main, wait
from portal import NEVER, SANDBOX, Portal
from preferences import is_sensitive, saved, setting
from verbs import answer

QUESTION = 'Go on checking when the window is closed?'
SITE = 'cp.kite.example'
ALLOWED = 0, {'background': True, 'autostart': False}
STARTED = 0, {'background': True, 'autostart': True}
DENIED = 0, {'background': False, 'autostart': False}
REASON = 'Keyplate checks your sites, sends requests and fetches replies.'


def ask(kp):
    kp.ctl('settings', 'set', 'background', 'ask')
    kp.add(SITE)
    window = kp.start(**SANDBOX)
    window.find('table row', name=lambda n: n.startswith(SITE))
    window.close()
    answer(kp, QUESTION, 'Go On')
    return window


def open_preferences(kp):
    kp.add(SITE)
    window = kp.start(**SANDBOX)
    wait(lambda: window.actions.enabled('preferences-page'), 'the desk is open')
    window.actions.activate('preferences-page', 's', 'background')
    return kp.window('Preferences')


def toggle(preferences, title):
    return preferences.find('check box', title, rows=True)


def is_on(preferences, title, wanted=True):
    wait(lambda: ('checked' in toggle(preferences, title).states) == wanted,
         f'“{title}” is {"on" if wanted else "off"}')
    is_sensitive(toggle(preferences, title))


def stays(kp, window, text):
    """The window is there, says so, and closes the next time."""
    window.find('label', text=lambda t: t.startswith(text), limit=60)
    assert kp.process.poll() is None


def test_granted(kp):
    'the desktop allows it: the work goes on'
    portal = Portal(Background=ALLOWED)
    ask(kp)
    wait(lambda: not kp.frames(), 'the window is closed')
    assert kp.process.poll() is None
    assert setting(kp, 'background') == 'yes'
    method, options = portal.asked[0]
    options.pop('handle_token')
    assert (method, options) == ('RequestBackground', {
        'reason': REASON, 'autostart': False, 'dbus-activatable': False,
        'commandline': ['keyplate', '--gapplication-service']}), portal.asked
    Actions(OBJECT).activate('quit')
    assert kp.ended() == 0


def test_refused(kp):
    'the desktop does not allow it: the window says so, and closes the next time'
    Portal(Background=DENIED)
    window = ask(kp)
    stays(kp, window, 'The desktop does not allow Keyplate to go on in the background.')
    saved(kp, 'background', 'no')
    kp.close()


def test_cancelled(kp):
    'the user does not allow it when the desktop asks'
    Portal(Background=1)
    window = ask(kp)
    stays(kp, window, 'You did not allow Keyplate to go on in the background.')
    saved(kp, 'background', 'no')
    kp.close()


def test_missing(kp):
    'a desktop without that portal is told of, and nothing is remembered'
    Portal()
    window = ask(kp)
    stays(kp, window, 'Whether Keyplate may go on in the background could not be asked: '
                      'This desktop has no portal for that.')
    assert setting(kp, 'background') == 'ask'
    window.close()
    answer(kp, QUESTION, 'Stop When Closed')
    assert kp.ended() == 0


def test_silent(kp):
    'a portal that never answers is given up, and its request taken back'
    portal = Portal(Background=NEVER)
    window = ask(kp)
    stays(kp, window, 'Whether Keyplate may go on in the background could not be asked: '
                      'The desktop did not answer.')
    wait(lambda: portal.closed == 1, 'the request was taken back')
    assert setting(kp, 'background') == 'ask'


def test_autostart(kp):
    'started at login: asked of the desktop, remembered, and taken back'
    portal = Portal(Background=STARTED)
    preferences = open_preferences(kp)
    toggle(preferences, 'Go on in the background').act()
    saved(kp, 'background', 'yes')
    portal.answers['Background'] = ALLOWED
    is_sensitive(toggle(preferences, 'Start when you log in'))
    is_on(preferences, 'Start when you log in')
    toggle(preferences, 'Start when you log in').act()
    is_on(preferences, 'Start when you log in', False)
    # Refused: the switch goes back, and the reason stands below it.
    toggle(preferences, 'Start when you log in').act()
    preferences.find('label', 'The desktop does not start Keyplate when you log in.', rows=True)
    is_on(preferences, 'Start when you log in', False)
    is_on(preferences, 'Go on in the background')
    portal.answers['Background'] = STARTED
    toggle(preferences, 'Start when you log in').act()
    is_on(preferences, 'Start when you log in')
    preferences.gone('label', 'The desktop does not start Keyplate when you log in.', rows=True)
    # Without background work nothing is started at login.
    portal.answers['Background'] = ALLOWED
    toggle(preferences, 'Go on in the background').act()
    saved(kp, 'background', 'no')
    asked = [options['autostart'] for _, options in portal.asked]
    assert asked == [False, False, True, True, False], asked


def test_denied_later(kp):
    'what was allowed once and is not any more is switched off'
    portal = Portal(Background=ALLOWED)
    preferences = open_preferences(kp)
    toggle(preferences, 'Go on in the background').act()
    saved(kp, 'background', 'yes')
    portal.answers['Background'] = DENIED
    is_sensitive(toggle(preferences, 'Start when you log in'))
    toggle(preferences, 'Start when you log in').act()
    preferences.find('label', text=lambda t: t.startswith('The desktop does not allow'),
                     rows=True)
    saved(kp, 'background', 'no')
    is_on(preferences, 'Go on in the background', False)


main()
