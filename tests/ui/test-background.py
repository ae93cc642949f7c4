# SPDX-License-Identifier: GPL-3.0-or-later
"""test-background.py: what goes on when the window is closed, and how it is allowed and ended."""

import os
import subprocess
import time

from harness import APPLICATION, OBJECT, Actions, main, run, wait, xdotool
from gi.repository import Gio, GLib
from notices import Notices
from preferences import is_sensitive, saved, setting
from verbs import answer, question

QUESTION = 'Go on checking when the window is closed?'
SITE = 'cp.kite.example'
LOGIN = 'org.freedesktop.login1'


def ask(kp):
    """As a user has it who was not asked yet."""
    kp.ctl('settings', 'set', 'background', 'ask')
    kp.add(SITE)


def autostart(kp):
    return os.path.join(kp.folder, 'config', 'autostart', f'{APPLICATION}.desktop')


def shown(kp):
    """What xdotool finds, which ends with 1 where that is nothing."""
    try:
        return kp.x_windows()
    except subprocess.CalledProcessError:
        return []


def is_hidden(kp):
    wait(lambda: not shown(kp), 'no window is there')
    wait(lambda: not kp.frames(), 'assistive technology sees none either')
    assert kp.process.poll() is None, f'it ended: {kp.said()}'


def quit_it(kp):
    """From outside, as no window is there for Ctrl+Q."""
    Actions(OBJECT).activate('quit')
    assert kp.ended() == 0


def open_again(kp):
    """A second start shows the window of the first."""
    run('env', *(f'{name}={value}' for name, value in kp.environment.items()),
        f'{os.environ["KEYPLATE_BUILD_ROOT"]}/app/keyplate')
    return kp.window('Keyplate')


def asked(kp):
    """Waits until the question has the keys."""
    asking = wait(lambda: question(kp, QUESTION), QUESTION)
    wait(lambda: asking.all('push button', 'Go On Go On')
         and 'focused' in asking.find('push button', 'Go On Go On').states, 'it has the focus')


def last_check(kp):
    return kp.sites()[0]['checked_at']


def test_yes(kp):
    'asked once: the work goes on without a window, and another start shows it again'
    ask(kp)
    window = kp.start()
    window.find('table row', name=lambda n: n.startswith(SITE))
    window.close()
    asked(kp)
    xdotool('key', 'Return')
    is_hidden(kp)
    assert setting(kp, 'background') == 'yes'
    kp.add('my.globe.example')
    window = open_again(kp)
    window.find('table row', name=lambda n: n.startswith('my.globe.example'))
    # The second time nothing is asked, and Ctrl+Q ends it all.
    window.close()
    is_hidden(kp)
    window = open_again(kp)
    window.press('ctrl+q')
    assert kp.ended() == 0
    assert not os.path.exists(autostart(kp)), 'nobody asked for that'


def test_no(kp):
    'asked once: closing the window ends the program, then and later'
    ask(kp)
    window = kp.start()
    window.find('table row', name=lambda n: n.startswith(SITE))
    window.close()
    answer(kp, QUESTION, 'Stop When Closed')
    assert kp.ended() == 0
    assert setting(kp, 'background') == 'no'
    kp.start()
    kp.close()


def test_put_off(kp):
    'Escape answers nothing: the window stays, and the next time it is asked again'
    ask(kp)
    window = kp.start()
    window.find('table row', name=lambda n: n.startswith(SITE))
    for _ in range(2):
        window.close()
        asked(kp)
        xdotool('key', 'Escape')
        wait(lambda: question(kp, QUESTION) is None, 'the question is gone')
    assert setting(kp, 'background') == 'ask'
    # Who quits wants an end of it, even while it asks.
    window.close()
    asked(kp)
    Actions(OBJECT).activate('quit')
    assert kp.ended() == 0
    assert setting(kp, 'background') == 'ask'


def test_nothing_to_check(kp):
    'without a site, and in the demo, nothing is asked'
    kp.install_demo()
    kp.ctl('settings', 'set', 'background', 'ask')
    window = kp.start()
    window.click('push button', 'Show Demo')
    demo = kp.window('Keyplate Demo')
    wait(lambda: demo.actions.enabled('sort-attention'), 'the sample is open')
    demo.close()
    wait(lambda: len(kp.frames()) == 1, 'the demo is closed')
    kp.close()
    assert setting(kp, 'background') == 'ask'


def test_preferences(kp):
    'Preferences show the answer and change it; the program is started at login if wanted'
    kp.add(SITE)
    window = kp.start()
    wait(lambda: window.actions.enabled('preferences-page'), 'the desk is open')
    window.actions.activate('preferences-page', 's', 'background')
    preferences = kp.window('Preferences')

    def toggle(title):
        return preferences.find('check box', title, rows=True)
    is_sensitive(toggle('Start when you log in'), False)
    toggle('Go on in the background').act()
    saved(kp, 'background', 'yes')
    is_sensitive(toggle('Start when you log in'))
    toggle('Start when you log in').act()
    wait(lambda: os.path.exists(autostart(kp)), 'the desktop starts it')
    with open(autostart(kp), encoding='utf-8') as file:
        text = file.read()
    assert '--gapplication-service' in text and '/app/keyplate' in text, text
    # Without background work there is nothing to start for.
    is_sensitive(toggle('Go on in the background'))
    toggle('Go on in the background').act()
    saved(kp, 'background', 'no')
    wait(lambda: not os.path.exists(autostart(kp)), 'the desktop starts it no more')
    wait(lambda: 'checked' not in toggle('Start when you log in').states, 'its switch is off')
    # A folder that can't be made is told of, and the switch goes back.
    folder = os.path.dirname(autostart(kp))
    os.rmdir(folder)
    with open(folder, 'w', encoding='utf-8'):
        pass
    toggle('Go on in the background').act()
    saved(kp, 'background', 'yes')
    is_sensitive(toggle('Start when you log in'))
    toggle('Start when you log in').act()
    preferences.find('label', text=lambda t: t.startswith(
        'Keyplate will not be started when you log in: '), rows=True)
    wait(lambda: 'checked' not in toggle('Start when you log in').states, 'its switch is off')
    assert 'checked' in toggle('Go on in the background').states
    preferences.press('Escape')
    window.close()
    is_hidden(kp)
    # Somebody changes the answer elsewhere.
    kp.ctl('settings', 'set', 'background', 'no')
    assert kp.ended() == 0


def test_login(kp):
    'started at login it works without a window; a notice opens one'
    notices = Notices()
    kp.add(SITE)
    kp.ctl('settings', 'set', 'background', 'yes')
    kp.launch('--gapplication-service')
    wait(lambda: last_check(kp), 'the site is checked')
    is_hidden(kp)
    # What another process writes is followed, and what is due is done.
    kp.add('my.globe.example')
    Actions(OBJECT).activate('open-notice', '(sx)', ('list', 0))
    window = kp.window('Keyplate')
    window.find('table row', name=lambda n: n.startswith('my.globe.example'))
    window.close()
    is_hidden(kp)
    quit_it(kp)
    assert not notices.taken, notices.taken


def test_sleep(kp):
    'when the machine wakes, what could not be asked is asked again at once'
    bus = Gio.DBusConnection.new_for_address_sync(
        Gio.dbus_address_get_for_bus_sync(Gio.BusType.SESSION),
        Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
        | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION)
    bus.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
                  'RequestName', GLib.Variant('(su)', (LOGIN, 4)), None, 0, 5000, None)
    kp.add(SITE)
    kp.ctl('settings', 'set', 'background', 'yes')
    kp.launch('--gapplication-service',
              DBUS_SYSTEM_BUS_ADDRESS=os.environ['DBUS_SESSION_BUS_ADDRESS'])
    first = wait(lambda: last_check(kp), 'the site is checked')

    def wake():
        # By itself it is asked after a quarter of an hour.
        for begins in (True, False):
            bus.emit_signal(None, '/org/freedesktop/login1', f'{LOGIN}.Manager',
                            'PrepareForSleep', GLib.Variant('(b)', (begins,)))
        time.sleep(1.5)
        return last_check(kp) != first
    wait(wake, 'it is asked again')
    quit_it(kp)


def test_login_without_leave(kp):
    'started without a window and without leave to go on it ends'
    kp.add(SITE)
    kp.launch('--gapplication-service')
    assert kp.ended(40) == 0
    assert last_check(kp) is None


main()
