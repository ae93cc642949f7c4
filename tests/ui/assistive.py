# SPDX-License-Identifier: GPL-3.0-or-later
"""Goes through the program with what assistive technology can do, and nothing else: no key, no
pointer, no action over D-Bus, and it knows only what the accessible tree says.

GTK 4.8 lets nobody outside move the focus (Component.GrabFocus answers "not supported"), and
libadwaita of the floor does not tell that the entry of a row has it: of these alone glass.py is
asked, which sees the focus from inside."""

import os
import subprocess
import sys

import harness
from accessible import PREFIX, Bus
from gi.repository import GLib
from harness import Node, wait
from keyboard import focused
from verbs import LABELS, says

ENTRIES = 'text', 'entry', 'password text'
BUTTONS = 'push button', 'toggle button', 'check box', 'menu item', 'page tab'


def forbid_input():
    """Whatever would press a key or move the pointer fails."""
    def refuse(*arguments):
        raise AssertionError(f'input that assistive technology does not have: {arguments}')
    harness.xdotool = refuse
    for name in ('focus', 'press', 'type', 'point', 'resize', 'minimize'):
        setattr(harness.Window, name, refuse)


def description(node):
    return node.bus.property(node.at, 'Accessible', 'Description')


def action_names(node):
    return [node.bus.ask(node.at, PREFIX + 'Action', 'GetName', GLib.Variant('(i)', (number,)))
            for number in range(node.n_actions())]


class Mail:
    """Another program, with texts that can be copied: opened first, for it stays in the
    background."""

    def __init__(self, *paths):
        self.process = subprocess.Popen(
            [sys.executable, '-B', os.path.join(harness.SOURCE, 'tests', 'ui', 'mail-program.py'),
             *paths], env={**os.environ, 'GTK_A11Y': 'atspi'})
        self.bus = Bus()
        self.window = wait(self.find, 'the mail program')

    def find(self):
        at = self.bus.application(self.process.pid)
        return next(iter(Node(self.bus, at).children()), None) if at is not None else None

    def copy(self, name):
        """That text goes to the clipboard, as EditableText.CopyText does it."""
        text = self.window.find('text', name)
        count = text.bus.property(text.at, 'Text', 'CharacterCount')
        text.bus.ask(text.at, PREFIX + 'EditableText', 'CopyText',
                     GLib.Variant('(ii)', (0, count)))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(10)


class Hand:
    """Somebody who has the program read out, and answers through assistive technology."""

    def __init__(self, kp, glass):
        forbid_input()
        self.kp = kp
        self.glass = glass
        self.here = None

    def start(self):
        self.kp.launch()
        return self.window('Keyplate')

    def window(self, title):
        """The window of that title, once it is the active one and something in it has the focus."""
        def look():
            assert self.kp.process.poll() is None, f'keyplate ended: {self.kp.said()}'
            return next((one for one in self.kp.frames() if one.name == title), None)
        self.here = wait(look, f'a window {title!r}')
        self.keeps_focus()
        return self.here

    def keeps_focus(self):
        """Something in the window that is used has the focus, and a name."""
        title, seen = self.here.name, []

        def look():
            node = focused(self.here)
            active, where, _ = self.glass.focus()
            seen[:] = [node, active, where]
            if active != title or not where:
                return False
            # The entry of a row, see above.
            return node is not None or where.startswith('GtkText ')
        try:
            wait(look, f'something has the focus in {title}')
        except AssertionError as error:
            raise AssertionError(f'{error}: {seen}') from None

    def says(self, text):
        """Reads TEXT; nothing that was done until then has lost the focus."""
        label = says(self.here, text)
        self.keeps_focus()
        return label

    def press(self, name, role=BUTTONS):
        """Clicks what is called so, once it can be clicked."""
        self.here.click(role, name, rows=True)

    def write(self, title, text):
        node = self.here.find(ENTRIES, title, rows=True)
        assert 'editable' in node.states, node
        node.set_text(text)
        wait(lambda: node.text == text, f'{title} is {text}')
        return node

    def is_refused(self, title):
        """What is wrong with what was entered there, in words."""
        node = self.here.find(ENTRIES, title, rows=True)
        wait(lambda: 'invalid' in node.states or 'invalid-entry' in node.states,
             f'{title} is refused')
        return wait(lambda: description(node), f'why {title} is refused')

    def is_taken(self, title):
        node = self.here.find(ENTRIES, title, rows=True)
        wait(lambda: not {'invalid', 'invalid-entry'} & node.states and not description(node),
             f'{title} is taken')

    def choose(self, title, label, search=None):
        """Opens that drop-down, looks for what is to be chosen, and takes it."""
        box = self.here.find('combo box', title, rows=True)
        button = box.find('push button', title)
        button.act()
        if search is not None:
            box.find('entry', title).set_text(search)
        line = box.find('list', title).find('list item', label)
        self.activate(line)
        wait(lambda: description(button) == label, f'{title} is {label}')
        wait(lambda: 'pressed' not in button.states, 'the list is closed')

    def activate(self, row):
        """As a click or the return key does."""
        wait(lambda: 'list-row.activate' in action_names(row), f'{row} can be activated')
        row.act('list-row.activate')

    def select(self, row):
        """Selects that row of a list alone."""
        above = Node(row.bus, tuple(row.bus.property(row.at, 'Accessible', 'Parent')))
        number = [one.at for one in above.children()].index(row.at)
        above.bus.ask(above.at, PREFIX + 'Selection', 'ClearSelection')
        above.bus.ask(above.at, PREFIX + 'Selection', 'SelectChild',
                      GLib.Variant('(i)', (number,)))
        wait(lambda: 'selected' in row.states, f'{row} is selected')

    def read(self):
        """All words of the window, in order."""
        return [text for text in self.here.bus.texts(
            [one.at for one in self.here.all(LABELS, rows=True)]) if text]
