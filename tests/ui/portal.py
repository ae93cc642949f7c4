# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers what a program in a sandbox asks of the desktop, in the place of its portals."""

from gi.repository import Gio, GLib

from service import Service

NAME = 'org.freedesktop.portal.Desktop'
PATH = '/org/freedesktop/portal/desktop'
PREFIX = 'org.freedesktop.portal.'
INTERFACE = '''<node><interface name="{}"><property name="version" type="u" access="read"/>{}
</interface></node>'''
METHOD = '''<method name="{}"><arg type="s" direction="in"/>{}<arg type="a{{sv}}" direction="in"/>
<arg type="o" direction="out"/></method>'''
REQUEST = f'''<node><interface name="{PREFIX}Request"><method name="Close"/>
<signal name="Response"><arg type="u"/><arg type="a{{sv}}"/></signal></interface></node>'''
# The portals there may be: what they are asked, and what comes before the options.
TEXT = '<arg type="s" direction="in"/>'
PORTALS = {'Background': [('RequestBackground', '')], 'Email': [('ComposeEmail', '')],
           'FileChooser': [('OpenFile', TEXT), ('SaveFile', TEXT)], 'OpenURI': [('OpenURI', TEXT)]}
# Environment of a program that asks them, as one in a sandbox does; only what is below is there.
SANDBOX = {'GDK_DEBUG': 'portals', 'GTK_USE_PORTAL': '1', 'GIO_USE_PORTALS': '1',
           'GIO_USE_NETWORK_MONITOR': 'base'}
NEVER = object()
REFUSED = object()  # the call itself fails
TYPES = {bool: 'b', list: 'as'}


class Portal(Service):
    """ANSWERS: by the name of a portal, what it says: a number (0: done, 1: the user cancelled,
    2: it failed), or that and results, NEVER, or REFUSED. One that has no answer is not there.
    ASKED: method and arguments of each call, the oldest first. CLOSED: how many requests were
    taken back."""

    def __init__(self, **answers):
        self.answers = answers
        self.asked = []
        self.closed = 0
        super().__init__(NAME)

    def register(self):
        for portal in self.answers:
            node = Gio.DBusNodeInfo.new_for_xml(INTERFACE.format(PREFIX + portal, ''.join(
                METHOD.format(*method) for method in PORTALS[portal])))
            self.bus.register_object(PATH, node.interfaces[0], self._call,
                                     lambda *_: GLib.Variant('u', 4), None)

    def _close(self, _bus, _sender, _path, _interface, _method, _arguments, invocation):
        self.closed += 1
        invocation.return_value(None)

    def _call(self, _bus, sender, _path, interface, method, arguments, invocation):
        values = arguments.unpack()
        self.asked.append((method, *values[1:]))
        answer = self.answers[interface[len(PREFIX):]]
        if answer is REFUSED:
            invocation.return_dbus_error(PREFIX + 'Error.Failed', 'no backend')
            return
        handle = f'{PATH}/request/{sender[1:].replace(".", "_")}/{values[-1]["handle_token"]}'
        node = Gio.DBusNodeInfo.new_for_xml(REQUEST)
        self.bus.register_object(handle, node.interfaces[0], self._close, None, None)
        invocation.return_value(GLib.Variant('(o)', (handle,)))
        if answer is NEVER:
            return
        code, results = answer if isinstance(answer, tuple) else (answer, {})
        self.bus.emit_signal(sender, handle, PREFIX + 'Request', 'Response', GLib.Variant(
            '(ua{sv})', (code, {key: GLib.Variant(TYPES[type(value)], value)
                                for key, value in results.items()})))
