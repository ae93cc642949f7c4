# SPDX-License-Identifier: GPL-3.0-or-later
"""Stands on the bus of a test in the place of a service of the desktop."""

import threading

from gi.repository import Gio, GLib


class Service:
    """Has its name once it is made, and answers in a thread of its own: what it registers on
    self.bus is called there."""

    def __init__(self, name):
        self.name = name
        self.bus = None
        self.loop = None
        self.ready = threading.Event()
        threading.Thread(target=self._run, daemon=True).start()
        assert self.ready.wait(10), f'the bus gives the name {name} to nobody'

    def register(self):
        """Puts its objects on the bus."""
        raise NotImplementedError

    def _run(self):
        context = GLib.MainContext()
        context.push_thread_default()
        address = Gio.dbus_address_get_for_bus_sync(Gio.BusType.SESSION)
        flags = (Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
                 | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION)
        self.bus = Gio.DBusConnection.new_for_address_sync(address, flags)
        self.register()
        # That of the next test of the file takes its place.
        owner = (Gio.BusNameOwnerFlags.ALLOW_REPLACEMENT | Gio.BusNameOwnerFlags.REPLACE)
        Gio.bus_own_name_on_connection(self.bus, self.name, owner, lambda *_: self.ready.set(),
                                       None)
        self.loop = GLib.MainLoop(context)
        self.loop.run()

    def hang(self):
        """It takes what it is asked from now on, and says nothing."""
        self.loop.quit()

    def leave(self):
        """It ends, as if it had crashed."""
        self.bus.close_sync()
