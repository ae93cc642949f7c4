# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the real window. A test program is tests/ui/test-NAME.py with 'NAME' in meson.build:

    \"\"\"test-list.py: what the list shows.\"\"\"
    from harness import Keyplate, main

    def test_first(kp):
        "a site that was added is listed"            # what TAP prints
        kp.add('cp.kite.example', customer='Kite')   # keyplatectl, before or after the start
        window = kp.start()
        window.find('table row', name=lambda n: n.startswith('cp.kite.example, '))
        window.click('push button', 'Check All')
        window.press('ctrl+f')

    main()

Each function test_… gets a Keyplate of its own: empty data, settings that let nothing leave the
machine (a resolver that refuses, no name server of this system), window state in a keyfile. It is
ended afterwards, and whatever GTK or the program complained of on stderr fails the test.
`meson test -C build ui-list` runs one program; with a pattern as argument (PYTHONPATH=tests/ui …
test-list.py first) only those tests. A picture of a failure is left in meson-logs/.

Nothing here sleeps and hopes: find (), wait () and the like look until it is so, twenty seconds at
most. How GTK 4.8 speaks to assistive technology (found by trying, so that you needn't):
- A widget that is not visible is not in the tree, nor are the pages of the window's stacks that
  do not show, nor the other child of a KpNarrowBin. SHOWING is never set: don't ask for it.
- find () does not go into rows of lists, as that costs a D-Bus call a widget; say rows=True for
  what is in one, or take the row first and look from there: row.find (…).
- Buttons, menu items and switches are clicked by their action; that works wherever they are, but
  is no proof that a pointer reaches them: point () moves the real one.
- press () and type () are real keys (xdotool) and go where the focus is. An entry's text can be
  set with set_text (), which is not typing: AdwEntryRow doesn't show its apply button for it.
- A toast's button is called "Undo Undo", its close button "GtkImage" (libadwaita's doing).
- A popover is a child of the widget that opened it. A second window is kp.window ('Add Site').
- window.actions are the window's own (group "win") by D-Bus: activate ('show-site', 'x', 4),
  state ('lock-filter'), enabled ('undo').
"""

import fnmatch
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
import urllib.parse

from accessible import PREFIX, WINDOW, Bus, role_of
from gi.repository import Gio, GLib

BUILD = os.environ.get('KEYPLATE_BUILD_ROOT', 'build')
SOURCE = os.environ.get('KEYPLATE_SOURCE_ROOT', os.path.dirname(BUILD))
sys.path.append(os.path.join(SOURCE, 'tests', 'ctl'))
from forks import Forks  # noqa: E402
CTL = Forks(os.path.join(BUILD, 'tests', 'ctl', 'keyplatectl-forks'))
APPLICATION = 'io.github.keyplate_app.Keyplate'
OBJECT = '/io/github/keyplate_app/Keyplate'
LIMIT = 20.0  # beside two other programs on two processors
# Said by the accessibility bridge of GTK when it is asked for a place on the screen, or, by that
# of 4.8 when the machine is busy, for a widget whose window is just being closed. Criticals don't
# end the program, as they don't for a user: every other one fails the test. Most tests have no
# desktop that would take notices (notices.py is one). The two buttons of a question are in one size
# group, and AdwMessageDialog of 1.2 chooses their box while it gives out sizes: when the machine is
# busy, GTK now and then comes to draw them a frame too early (once in some hundred runs). So it
# does with the trough of a scroll bar, a GtkGizmo: a text of several lines (GtkTextView, as the
# note of a site) may learn its height only as it is drawn, and moves the bar beside it.
HARMLESS = re.compile(r'SpiRegistry daemon|gtk_widget_get_surface_allocation|'
                      r'Unable to retrieve|extents|portal|g_variant_is_object_path|'
                      r'unable to send notifications through|'
                      r'snapshot Gtk(Button|Gizmo) 0x\w+ without a current allocation')
# Said since GTK 4.18 of libadwaita's own questions: their heading is measured for a narrower window
# than it fits in, and then another is taken.
if GLib.check_version(2, 76, 0) is None:
    HARMLESS = re.compile(HARMLESS.pattern + r'|Trying to measure (GtkLabel|AdwMessageDialog) ')


def wait(condition, what, limit=LIMIT):
    """Looks until condition () is true and returns what it gave."""
    end, pause = time.monotonic() + limit, .03
    while True:
        try:
            value = condition()
        except GLib.Error:
            value = None  # what was looked at went away meanwhile
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f'after {limit:g} s not: {what}')
        # What takes longer is looked at less often: it needs the processor itself.
        time.sleep(pause)
        pause = min(pause * 1.3, .2)


def fits(wish, value):
    if wish is None:
        return True
    return wish(value or '') if callable(wish) else wish == value


def fits_name(wish, name):
    """What GTK 4.8 says twice of a button of libadwaita, newer ones say once."""
    return fits(wish, name) or bool(name) and wish == f'{name} {name}'


class Node:
    """A thing in the accessible tree: a window, a button, a row."""

    def __init__(self, bus, at):
        self.bus = bus
        self.at = at  # the program's name on the bus, and the path of the thing

    def __repr__(self):
        return f'{self.role} {self.name!r}'

    @property
    def name(self):
        return self.bus.property(self.at, 'Accessible', 'Name')

    @property
    def role(self):
        return self.bus.roles([self.at])[0]

    @property
    def states(self):
        """Of sensitive, focused, checked, selected, expanded, editable … those that are set."""
        return self.bus.states(self.at)

    @property
    def text(self):
        """The text of a label or entry; None of what has none."""
        return self.bus.texts([self.at])[0]

    def children(self):
        return [Node(self.bus, at) for at in self.bus.children(self.at)]

    def walk(self, rows=False):
        """All below, itself included."""
        return [Node(self.bus, at) for at, _, _ in self.bus.walk(self.at, rows)]

    def all(self, role=None, name=None, text=None, rows=False):
        """What fits now, maybe nothing. role: one, or several. name and text: a string, or a
        function that judges it."""
        roles = {role_of(one) for one in ([role] if isinstance(role, str) else role or ())}
        found = [at for at, its_role, its_name in self.bus.walk(self.at, rows)
                 if (role is None or role_of(its_role) in roles) and fits_name(name, its_name)]
        if text is not None:
            found = [at for at, value in zip(found, self.bus.texts(found)) if fits(text, value)]
        return [Node(self.bus, at) for at in found]

    def find(self, role=None, name=None, text=None, rows=False, limit=LIMIT):
        """The first that fits, as soon as there is one."""
        return wait(lambda: next(iter(self.all(role, name, text, rows)), None),
                    f'a {role or "thing"} {name or text!r} in {self}', limit)

    def gone(self, role=None, name=None, text=None, rows=False, limit=LIMIT):
        """Waits until nothing fits any more."""
        wait(lambda: not self.all(role, name, text, rows),
             f'no more {role or "thing"} {name or text!r} in {self}', limit)

    def texts(self, rows=True):
        """The texts of all labels below."""
        return self.bus.texts([n.at for n in self.all('label', rows=rows)])

    def row_list(self):
        """The rows of all lists below that GTK keeps alive (about 200 each)."""
        return self.all('row')

    def n_actions(self):
        try:
            return self.bus.property(self.at, 'Action', 'NActions')
        except GLib.Error:
            return 0

    def act(self, action=0):
        """Does its action of that number or name."""
        def ask(method, number):
            return self.bus.ask(self.at, PREFIX + 'Action', method,
                                GLib.Variant('(i)', (number,)))
        if isinstance(action, str):
            # Its number changes with what is enabled, even between two questions: it is used as
            # soon as it is known.
            action, = wait(lambda: next(((i,) for i in range(self.n_actions())
                                         if ask('GetName', i) == action), None),
                           f'{action} of {self}')
        ask('DoAction', action)

    def click(self, role=None, name=None, **more):
        """Clicks what fits below, once it can be clicked; without arguments itself."""
        def sensitive():
            return next((n for n in ([self] if role is None and name is None
                                     else self.all(role, name, **more))
                         if 'sensitive' in n.states and n.n_actions()), None)
        node = wait(sensitive, f'a {role or "thing"} {name!r} that can be clicked in {self}')
        node.act()
        return node

    def set_text(self, text):
        old = self.bus.property(self.at, 'Text', 'CharacterCount')
        if old:
            self.bus.ask(self.at, PREFIX + 'EditableText', 'DeleteText',
                         GLib.Variant('(ii)', (0, old)))
        self.bus.ask(self.at, PREFIX + 'EditableText', 'InsertText',
                     GLib.Variant('(isi)', (0, text, len(text.encode()))))

    def extents(self):
        """x, y, width, height in its window."""
        return self.bus.ask(self.at, PREFIX + 'Component', 'GetExtents',
                            GLib.Variant('(u)', (WINDOW,)))

    def dump(self, depth=0):
        lines = ['  ' * depth + f'{self!r} {" ".join(sorted(self.states))}'
                 + (f' {self.text!r}' if self.text else '')]
        for child in self.children():
            lines.append(child.dump(depth + 1))
        return '\n'.join(lines)


class Actions:
    """The actions of a main window or, with the path of the application, of the program."""

    def __init__(self, path):
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        self.path = path

    def _call(self, method, parameters):
        return self.bus.call_sync(APPLICATION, self.path, 'org.gtk.Actions', method, parameters,
                                  None, Gio.DBusCallFlags.NO_AUTO_START, 5000, None).unpack()

    def activate(self, name, signature=None, value=None):
        values = [] if signature is None else [GLib.Variant(signature, value)]
        self._call('Activate', GLib.Variant('(sava{sv})', (name, values, {})))

    def describe(self, name):
        return self._call('Describe', GLib.Variant('(s)', (name,)))[0]

    def enabled(self, name):
        return self.describe(name)[0]

    def state(self, name):
        return self.describe(name)[2][0]

    def set_state(self, name, signature, value):
        self._call('SetState', GLib.Variant('(sva{sv})', (name, GLib.Variant(signature, value),
                                                          {})))


class Window(Node):
    def __init__(self, bus, at, xid, path):
        super().__init__(bus, at)
        self.xid = xid
        self.path = path
        self.actions = Actions(path) if path else None
        self.pointed = 0

    def focus(self):
        """Makes it the active window, so that keys go there."""
        xdotool('windowactivate', '--sync', self.xid)

    def press(self, *keys):
        """Real keys, as xdotool names them: 'ctrl+n', 'Escape', 'Page_Down'."""
        self.focus()
        xdotool('key', '--clearmodifiers', *keys)

    def type(self, text):
        self.focus()
        xdotool('type', '--delay', '5', text)

    def point(self, node, button=1, repeat=1):
        """A real click in the middle of it; never the second half of a double click."""
        x, y = self.middle(node)
        # gtk-double-click-time is 400 ms.
        time.sleep(max(0, self.pointed + 0.5 - time.monotonic()))
        xdotool('mousemove', '--window', self.xid, str(x), str(y))
        xdotool('click', '--repeat', str(repeat), '--delay', '60', str(button))
        self.pointed = time.monotonic()

    def middle(self, node):
        """Where it is in the X window, once it keeps its place."""
        x, y, width, height = self.place(node, self.settled_extents(node))
        return x + width // 2, y + height // 2

    def place(self, node, extents=None):
        """x, y, width, height in the X window. GTK 4.18 counts the border of the window to the
        wrong side; of what lies between it forgets the padding, which is a few pixels."""
        x, y, width, height = extents or node.extents()
        left, _, top, _ = self.frame_extents()
        border_x, border_y = self.extents()[:2]
        return left + x - 2 * border_x, top + y - 2 * border_y, width, height

    def inside(self, node):
        """x, y, width, height in the window as people see it, without its shadow."""
        x, y, width, height = self.place(node)
        left, _, top, _ = self.frame_extents()
        return x - left, y - top, width, height

    def settled_extents(self, node):
        """Once it does not move any more."""
        places = []

        def look():
            places.append(node.extents())
            return places[-1] if places[-1:] == places[-2:-1] else None
        return wait(look, f'{node} keeps its place')

    def frame_extents(self):
        """Left, right, top, bottom: the shadow around it that is part of its X window."""
        said = run('xprop', '-id', self.xid, '_GTK_FRAME_EXTENTS')
        numbers = [int(n) for n in re.findall(r'\d+', said.partition('=')[2])]
        return numbers if len(numbers) == 4 else [0, 0, 0, 0]

    def size(self):
        """Without its shadow."""
        said = run('xdotool', 'getwindowgeometry', '--shell', self.xid)
        size = dict(line.split('=') for line in said.split() if '=' in line)
        left, right, top, bottom = self.frame_extents()
        return int(size['WIDTH']) - left - right, int(size['HEIGHT']) - top - bottom

    def resize(self, width, height):
        """As far as it lets itself be; returns the size it took."""
        left, right, top, bottom = self.frame_extents()
        before = self.size()
        xdotool('windowsize', self.xid, str(width + left + right), str(height + top + bottom))
        if before != (width, height):
            wait(lambda: self.size() != before, f'another size than {before}')
        return self.size()

    def minimum(self):
        """The smallest width and height that it tells the window manager."""
        said = run('xprop', '-id', self.xid, 'WM_NORMAL_HINTS')
        found = re.search(r'minimum size: (\d+) by (\d+)', said)
        left, right, top, bottom = self.frame_extents()
        return int(found.group(1)) - left - right, int(found.group(2)) - top - bottom

    def is_minimized(self):
        return 'Iconic' in run('xprop', '-id', self.xid, 'WM_STATE')

    def minimize(self):
        xdotool('windowminimize', '--sync', self.xid)
        wait(self.is_minimized, 'it is minimized')

    def close(self):
        """As the button in its corner does. With its last window the program ends, and may do so
        before it answers."""
        try:
            self.act('window.close')
        except GLib.Error as error:
            if not error.matches(Gio.dbus_error_quark(), Gio.DBusError.NO_REPLY):
                raise


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=30).stdout


def xdotool(*arguments):
    run('xdotool', *arguments)


class Keyplate:
    """The program with data of its own."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix='keyplate-ui.')
        self.data_dir = os.path.join(self.folder, 'data', 'keyplate')
        self.environment = {
            **os.environ, 'XDG_DATA_HOME': os.path.join(self.folder, 'data'),
            'XDG_CONFIG_HOME': os.path.join(self.folder, 'config'),
            'GSETTINGS_SCHEMA_DIR': os.path.join(BUILD, 'data'), 'GSETTINGS_BACKEND': 'keyfile',
            'G_ENABLE_DIAGNOSTIC': '0', 'LANGUAGE': 'C', 'KEYPLATE_NAME_SERVERS': '',
        }
        self.environment.pop('KEYPLATE_DATA_DIR', None)
        config = os.path.join(os.environ.get('XDG_CONFIG_HOME', ''), 'gtk-4.0')
        if os.path.isdir(config):
            shutil.copytree(config, os.path.join(self.folder, 'config', 'gtk-4.0'))
        self.program = os.path.join(BUILD, 'app', 'keyplate')
        self.harmless = None  # more that may be said
        self.process = None
        self.bus = None
        self.log = open(os.path.join(self.folder, 'log'), 'w+', encoding='utf-8')
        # Refused at once: nothing leaves the machine, and nobody waits.
        self.ctl('settings', 'set', 'resolvers', 'https://127.0.0.1:9/dns-query')
        # Closing the window ends the program, unasked.
        self.ctl('settings', 'set', 'background', 'no')

    # What is in the store

    def ctl(self, *arguments, status=0, stdin=None):
        """keyplatectl on the same data; returns what it printed."""
        done = CTL.run(['keyplatectl', *arguments], self.environment, (stdin or '').encode(),
                       timeout=30)
        assert status in (None, done.returncode), \
            f'keyplatectl {arguments}: {done.stderr.decode()}'
        return done.stdout.decode().replace('\r\n', '\n')

    def add(self, site, provider='cloud-office', **options):
        """Adds a site: customer=…, target=…"""
        extra = [word for key, value in options.items() for word in (f'--{key}', value)]
        self.ctl('site', 'add', site, '--provider', provider, *extra)

    def add_many(self, count, provider='cloud-office', name='cp.site{:04}.example'):
        """Adds so many sites, each of a customer of its own."""
        path = os.path.join(self.folder, 'sites.csv')
        with open(path, 'w', encoding='utf-8') as file:
            file.write('host,provider,customer\n')
            for i in range(count):
                file.write(f'{name.format(i)},{provider},Customer {i:04}\n')
        self.ctl('site', 'import', path)

    def sites(self):
        """What keyplatectl site list --json says."""
        return json.loads(self.ctl('site', 'list', '--json'))['sites']

    def install_demo(self):
        """Lays the sample store where an installed one is found."""
        share = os.path.join(self.folder, 'share')
        demo = os.path.join(share, 'keyplate', 'demo')
        os.makedirs(demo)
        shutil.copy(os.path.join(BUILD, 'data', 'demo', 'keyplate.db'), demo)
        shutil.copy(os.path.join(SOURCE, 'data', 'demo', 'taken-at'), demo)
        self.look_in(share)

    def install_guide(self):
        """Lays the guide where the help program of a desktop looks for it."""
        share = os.path.join(self.folder, 'share')
        os.makedirs(os.path.join(share, 'help', 'C'))
        os.symlink(os.path.join(SOURCE, 'data', 'help', 'C'),
                   os.path.join(share, 'help', 'C', 'keyplate'))
        self.look_in(share)

    def look_in(self, share):
        usual = os.environ.get('XDG_DATA_DIRS') or '/usr/local/share:/usr/share'
        self.environment['XDG_DATA_DIRS'] = f'{share}:{usual}'

    def take_links(self, *more):
        """Makes itself the mail program, the browser, and what takes more schemes; what is
        handed to it are mails () and pages ()."""
        kinds = [f'x-scheme-handler/{scheme}' for scheme in ('mailto', 'http', 'https', *more)]
        kinds.append('text/html')
        folder = os.path.join(self.folder, 'data', 'applications')
        os.makedirs(folder)
        program = os.path.join(self.folder, 'opener')
        with open(program, 'w', encoding='utf-8') as file:
            file.write(f'#!/bin/sh\necho "$1" >>{self.folder}/links\n')
        os.chmod(program, 0o755)
        with open(os.path.join(folder, 'opener.desktop'), 'w', encoding='utf-8') as file:
            file.write(f'[Desktop Entry]\nType=Application\nName=Opener\nExec={program} %u\n'
                       f'MimeType={";".join(kinds)};\n')
        with open(os.path.join(folder, 'mimeapps.list'), 'w', encoding='utf-8') as file:
            file.write('\n'.join(['[Default Applications]',
                                  *(f'{kind}=opener.desktop' for kind in kinds), '']))

    def drop_programs(self, *kinds):
        """None of this machine is taken for what is of these types."""
        lines = ['[Removed Associations]']
        for kind in kinds:
            names = ';'.join(one.get_id() for one in Gio.AppInfo.get_all_for_type(kind))
            lines.append(f'{kind}={names}')
        folder = os.path.join(self.folder, 'config')
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, 'mimeapps.list'), 'w', encoding='utf-8') as file:
            file.write('\n'.join([*lines, '']))

    def links(self):
        try:
            with open(os.path.join(self.folder, 'links'), encoding='utf-8') as file:
                return [line.strip() for line in file]
        except FileNotFoundError:
            return []

    def pages(self):
        """The addresses that the browser was given."""
        return [link for link in self.links() if not link.startswith('mailto:')]

    def mails(self):
        """Address, subject and text of each mail that was handed over."""
        links = [urllib.parse.urlsplit(link) for link in self.links()
                 if link.startswith('mailto:')]
        texts = [urllib.parse.parse_qs(link.query) for link in links]
        return [(urllib.parse.unquote(link.path), text['subject'][0],
                 text.get('body', [''])[0]) for link, text in zip(links, texts)]

    # The program

    def launch(self, *arguments, **environment):
        """Starts it and does not wait for a window."""
        assert self.process is None, 'it runs already'
        self.process = subprocess.Popen(
            [self.program, *arguments],
            env={**self.environment, **environment}, stdout=self.log, stderr=self.log)

    def start(self, *arguments, **environment):
        """Starts it and waits for its window."""
        self.launch(*arguments, **environment)
        return self.window('Keyplate')

    def frames(self):
        if self.bus is None:
            self.bus = Bus()
        application = self.bus.application(self.process.pid)
        return Node(self.bus, application).children() if application is not None else []

    def x_windows(self):
        said = run('xdotool', 'search', '--onlyvisible', '--pid', str(self.process.pid))
        return said.split()

    def window(self, title, limit=LIMIT):
        """The window with that title, once it is there."""
        def look():
            assert self.process.poll() is None, f'keyplate ended: {self.said()}'
            frames = self.frames()
            # GTK 4.18 gives its own window of keys no name.
            named = [frame for frame in frames if frame.name == title]
            for frame in named or [frame for frame in frames if not frame.name]:
                xid = self.find_x_window(title)
                if xid:
                    return frame.at, xid
            return None
        at, xid = wait(look, f'a window {title!r}', limit)
        return Window(self.bus, at, xid, self.find_path(xid))

    def find_x_window(self, title):
        try:
            found = run('xdotool', 'search', '--onlyvisible', '--all', '--pid',
                        str(self.process.pid), '--name', f'^{re.escape(title)}$').split()
        except subprocess.CalledProcessError:
            return None
        return found[-1] if found else None

    def find_path(self, xid):
        """Where its actions are on the bus; main windows have that."""
        said = run('xprop', '-id', xid, '_GTK_WINDOW_OBJECT_PATH')
        found = re.search(r'"(.*)"', said)
        return found.group(1) if found else None

    def said(self):
        self.log.flush()
        with open(self.log.name, encoding='utf-8') as file:
            return file.read()

    def ended(self, limit=LIMIT):
        """Waits until the program has ended by itself; returns its status."""
        status = wait(lambda: self.process.poll() is not None and (self.process.returncode,),
                      'keyplate has ended', limit)[0]
        self.process = None
        return status

    def close(self):
        """Closes the main window and waits until the program has ended well."""
        self.window('Keyplate').close()
        status = self.ended()
        assert status == 0, f'keyplate ended with {status}: {self.said()}'

    def kill(self):
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(5)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.process = None

    def complaints(self):
        return [line for line in self.said().splitlines()
                if re.search(r'-(WARNING|CRITICAL|ERROR)|ERROR:|runtime error', line)
                and not HARMLESS.search(line)
                and not (self.harmless and re.search(self.harmless, line))]

    def finish(self):
        self.kill()
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def picture(name):
    logs = os.path.join(BUILD, 'meson-logs')
    path = os.path.join(logs if os.path.isdir(logs) else '.', f'ui-{name}.png')
    subprocess.run(['import', '-window', 'root', path], check=False, timeout=30)
    return path


def run_test(name, function):
    kp = Keyplate()
    try:
        function(kp)
        running = kp.process is not None
        assert not running or kp.process.poll() is None, f'keyplate ended: {kp.said()}'
        complaints = kp.complaints()
        assert not complaints, 'it complained:\n' + '\n'.join(complaints)
        return None
    except Exception:  # whatever went wrong is the result of this test
        said = traceback.format_exc() + '\n' + kp.said()
        try:
            said += f'\npicture: {picture(name)}\n'
            said += '\n'.join(frame.dump() for frame in kp.frames())
        except Exception as trouble:  # the tree is only a help
            said += f'({trouble})'
        return said
    finally:
        kp.finish()


def main():
    module = sys.modules['__main__']
    wanted = sys.argv[1] if len(sys.argv) > 1 else ''
    tests = [(name, function) for name, function in vars(module).items()
             if name.startswith('test_') and fnmatch.fnmatch(name, f'*{wanted}*')]
    program = os.path.splitext(os.path.basename(module.__file__))[0]
    print(f'1..{len(tests)}', flush=True)
    failed = 0
    for number, (name, function) in enumerate(tests, 1):
        trouble = run_test(f'{program}-{name[5:]}', function)
        title = (function.__doc__ or name).strip().splitlines()[0]
        print(f'{"ok" if trouble is None else "not ok"} {number} - {title}', flush=True)
        if trouble is not None:
            failed += 1
            print('\n'.join('# ' + line for line in trouble.splitlines()), flush=True)
    CTL.close()
    sys.exit(1 if failed else 0)
