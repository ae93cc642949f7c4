# SPDX-License-Identifier: GPL-3.0-or-later
"""The program under glass (tests/ui/glass.c): asks it what only it can see of itself."""

import os

from gi.repository import Gio, GLib

from harness import APPLICATION, BUILD, wait, xdotool

INTERFACE = 'io.github.keyplate_app.Glass'


class Glass:
    def __init__(self, kp):
        kp.program = os.path.join(BUILD, 'tests', 'ui', 'keyplate-glass')
        self.bus = Gio.bus_get_sync(Gio.BusType.SESSION)
        self.sizes = {}

    def ask(self, method, signature='()', *values):
        return self.bus.call_sync(APPLICATION, '/glass', INTERFACE, method,
                                  GLib.Variant(signature, values), None,
                                  Gio.DBusCallFlags.NO_AUTO_START, 60000, None).unpack()

    def found(self, title):
        """The window of that title, once it has a size: it is there before it has one."""
        window = self.ask('Find', '(s)', title)
        return window if window[0] and window[1] else None

    def resize(self, title, size=None):
        """As a window manager does; without a size to that which it had at first. Returns the
        width that it gets."""
        window, width, height, frame = wait(lambda: self.found(title), f'a window {title}')
        first = self.sizes.setdefault((window, title), (width, height))
        wanted = size or first
        if (width, height) != wanted:
            xdotool('windowsize', str(window), *(str(one + frame) for one in wanted))
        return wanted[0]

    def look(self, title, size=None):
        """Flaws, as (what, where, text), and texts, as (where, text), of that window once it has
        that size."""
        return self.ask('Look', '(si)', title, self.resize(title, size))

    def picture(self, title, path):
        """Of that window alone, as the program draws it."""
        self.ask('Picture', '(ss)', title, path)

    def contrast(self, title):
        """(text or graphic, where, what, ratio) of what shows in that window."""
        return self.ask('Contrast', '(s)', title)[0]

    def ring(self, title):
        """The ratio of what is drawn around what has the focus in that window."""
        self.ask('Ring', '(sb)', title, False)
        return self.ask('Ring', '(sb)', title, True)[0]

    def frames(self, title):
        """How many that window has drawn."""
        return self.ask('Frames', '(s)', title)[0]

    def unfold(self, title):
        """Opens all that can be opened in place."""
        self.ask('Unfold', '(s)', title)

    def set(self, name, signature, value):
        self.ask('Set', '(sv)', name, GLib.Variant(signature, value))

    def focus(self):
        """The title of the active window, what has the focus there, and what is wrong with it."""
        return self.ask('Focus')
