# SPDX-License-Identifier: GPL-3.0-or-later
"""The accessible tree of a program, asked over D-Bus many questions at a time.

libatspi asks one question, waits for the answer, and asks the next: a second for the main window
on a busy machine. Here all nodes of a level are asked at once, and only for what GTK does not
tell of the whole tree in one answer. Of libatspi only the names of roles and states are used."""

import gi
gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, Gio, GLib  # noqa: E402

PREFIX = 'org.a11y.atspi.'
REGISTRY = 'org.a11y.atspi.Registry', '/org/a11y/atspi/accessible/root'
TIMEOUT = 10000  # ms
# at-spi2-core 2.46 and 2.56 name a few roles differently; to GTK before 4.10 a toggle button is one
# like any other.
ROLES = {'push button': 'button', 'toggle button': 'button', 'page tab': 'tab', 'table row': 'row',
         'list item': 'row'}
CACHE = '/org/a11y/atspi/cache'
WINDOW = 1  # extents are those in the window


def role_of(name):
    """The same word for a role, whichever library names it."""
    return ROLES.get(name, name)


class Bus:
    """The bus that assistive technology listens on."""

    def __init__(self):
        self.context = GLib.MainContext.new()
        self.inherits = {}
        session = Gio.bus_get_sync(Gio.BusType.SESSION)
        address = session.call_sync('org.a11y.Bus', '/org/a11y/bus', 'org.a11y.Bus', 'GetAddress',
                                    None, None, Gio.DBusCallFlags.NONE, TIMEOUT, None).unpack()[0]
        flags = Gio.DBusConnectionFlags
        self.connection = Gio.DBusConnection.new_for_address_sync(
            address, flags.AUTHENTICATION_CLIENT | flags.MESSAGE_BUS_CONNECTION, None, None)

    def ask(self, at, interface, method, parameters=None):
        """The answer to one question; what is gone meanwhile is a GLib.Error."""
        values = self.connection.call_sync(*at, interface, method, parameters, None,
                                           Gio.DBusCallFlags.NONE, TIMEOUT, None).unpack()
        return values[0] if values else None

    def ask_all(self, places, interface, method, parameters=None):
        """The answer of each of PLACES, in their order; None of what is gone or has none."""
        answers, left = [None] * len(places), len(places)

        def answered(connection, result, number):
            nonlocal left
            left -= 1
            try:
                answers[number] = connection.call_finish(result).unpack()[0]
            except GLib.Error:
                pass

        self.context.push_thread_default()
        try:
            for number, at in enumerate(places):
                self.connection.call(*at, interface, method, parameters, None,
                                     Gio.DBusCallFlags.NONE, TIMEOUT, None, answered, number)
            while left:
                self.context.iteration(True)
        finally:
            self.context.pop_thread_default()
        return answers

    def property(self, at, interface, name):
        return self.ask(at, 'org.freedesktop.DBus.Properties', 'Get',
                        GLib.Variant('(ss)', (PREFIX + interface, name)))

    def property_all(self, places, interface, name):
        return self.ask_all(places, 'org.freedesktop.DBus.Properties', 'Get',
                            GLib.Variant('(ss)', (PREFIX + interface, name)))

    def children(self, at):
        return self.ask(at, PREFIX + 'Accessible', 'GetChildren')

    def names(self, places):
        return [name or '' for name in self.property_all(places, 'Accessible', 'Name')]

    def roles(self, places):
        """The roles as libatspi names them; None of what is gone."""
        numbers = self.ask_all(places, PREFIX + 'Accessible', 'GetRole')
        return [None if n is None else Atspi.role_get_name(Atspi.Role(n)) for n in numbers]

    def states(self, at):
        found = self.own_states(at)
        if 'sensitive' in found and not self.tells_inherited(at[0]):
            above = self.property(at, 'Accessible', 'Parent')
            while above[0] == at[0] and above[1] != REGISTRY[1]:
                if 'sensitive' not in self.own_states(above):
                    return found - {'sensitive'}
                above = self.property(above, 'Accessible', 'Parent')
        return found

    def own_states(self, at):
        low, high = self.ask(at, PREFIX + 'Accessible', 'GetState')
        bits = low | high << 32
        return {Atspi.StateType(bit).value_nick for bit in range(64) if bits >> bit & 1}

    def tells_inherited(self, program):
        """Whether it says of what is in an insensitive thing that it is insensitive itself."""
        if program not in self.inherits:
            version = self.property((program, REGISTRY[1]), 'Application', 'Version')
            self.inherits[program] = [int(n) for n in version.split('.')[:2]] <= [4, 8]
        return self.inherits[program]

    def texts(self, places):
        """The texts of labels and entries; None of what has none."""
        counts = self.property_all(places, 'Text', 'CharacterCount')
        return [None if count is None else self.text(at, count)
                for at, count in zip(places, counts)]

    def text(self, at, count):
        return self.ask(at, PREFIX + 'Text', 'GetText', GLib.Variant('(ii)', (0, count)))

    def cached(self, program):
        """(role, name, number of children) of what that program was asked for before. Where a
        thing stands in the tree GTK forgets to keep."""
        items = self.ask((program, CACHE), PREFIX + 'Cache', 'GetItems')
        return {item[0]: (Atspi.role_get_name(Atspi.Role(item[7])), item[6], item[4])
                for item in items}

    def walk(self, at, rows=False):
        """All at and below AT, as they are shown: (place, role, name). Not into rows, unless
        ROWS."""
        known, below, level = self.cached(at[0]), {}, [at]
        while level:
            new = [place for place in level if place not in known]
            known.update(zip(new, zip(self.roles(new), self.names(new), [None] * len(new))))
            open_ones = [place for place in level if known[place][0] and known[place][2] != 0
                         and (rows or place == at or role_of(known[place][0]) != 'row')]
            level = []
            found = self.ask_all(open_ones, PREFIX + 'Accessible', 'GetChildren')
            for place, children in zip(open_ones, found):
                # Its own child it is not, whatever moves while it is asked.
                below[place] = [child for child in children or () if child not in below]
                level += below[place]
                below.update((child, ()) for child in below[place])
        left = [at]
        while left:
            place = left.pop()
            left += reversed(below.get(place, ()))
            if known[place][0] is not None:
                yield place, *known[place][:2]

    def application(self, process):
        """The root of the program with that process id; None unless it is there."""
        for at in self.children(REGISTRY):
            found = self.ask(('org.freedesktop.DBus', '/org/freedesktop/DBus'),
                             'org.freedesktop.DBus', 'GetConnectionUnixProcessID',
                             GLib.Variant('(s)', (at[0],)))
            if found == process:
                return at
        return None
