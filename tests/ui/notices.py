# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes the notices that the program gives to the desktop, in its place."""

from gi.repository import Gio, GLib

from service import Service

NAME = 'org.freedesktop.Notifications'
PATH = '/org/freedesktop/Notifications'
INTERFACE = f'''<node><interface name="{NAME}">
<method name="Notify"><arg type="s" direction="in"/><arg type="u" direction="in"/>
<arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="s" direction="in"/>
<arg type="as" direction="in"/><arg type="a{{sv}}" direction="in"/><arg type="i" direction="in"/>
<arg type="u" direction="out"/></method>
<method name="CloseNotification"><arg type="u" direction="in"/></method>
<method name="GetCapabilities"><arg type="as" direction="out"/></method>
<method name="GetServerInformation"><arg type="s" direction="out"/>
<arg type="s" direction="out"/><arg type="s" direction="out"/><arg type="s" direction="out"/>
</method></interface></node>'''


class Notices(Service):
    """TAKEN: title and text of each, the oldest first; its number is its place, from 1.
    CLOSED: the numbers of those that were taken back."""

    def __init__(self):
        self.taken = []
        self.closed = []
        super().__init__(NAME)

    def register(self):
        node = Gio.DBusNodeInfo.new_for_xml(INTERFACE)
        self.bus.register_object(PATH, node.interfaces[0], self._call, None, None)

    def choose(self, number):
        """As if the user clicked the notice."""
        self.bus.emit_signal(None, PATH, NAME, 'ActionInvoked',
                             GLib.Variant('(us)', (number, 'default')))

    def _call(self, _bus, _sender, _path, _interface, method, arguments, invocation):
        answer = None
        if method == 'Notify':
            self.taken.append((arguments[3], arguments[4]))
            answer = GLib.Variant('(u)', (len(self.taken),))
        elif method == 'CloseNotification':
            self.closed.append(arguments[0])
        elif method == 'GetCapabilities':
            answer = GLib.Variant('(as)', (['body'],))
        elif method == 'GetServerInformation':
            answer = GLib.Variant('(ssss)', ('test', 'test', '1', '1.2'))
        invocation.return_value(answer)
