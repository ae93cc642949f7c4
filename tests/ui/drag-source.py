# SPDX-License-Identifier: GPL-3.0-or-later
"""drag-source.py FILE…: a small window that files can be dragged out of, as a file manager's.

It prints what becomes of that, a word a line: "begun", "taken" and "refused" (what is below the
pointer would take them, or not), "ended"."""

import sys

import gi
gi.require_version('Gdk', '4.0')
gi.require_version('Gtk', '4.0')
from gi.repository import Gdk, Gio, GLib, GObject, Gtk  # noqa: E402


def tell(word):
    print(word, flush=True)


def begun(source, drag):
    tell('begun')
    drag.connect('notify::selected-action',
                 lambda *_: tell('taken' if drag.get_selected_action() else 'refused'))


def main():
    value = GObject.Value(Gdk.FileList)
    value.set_boxed(Gdk.FileList.new_from_list(
        [Gio.File.new_for_path(path) for path in sys.argv[1:]]))
    source = Gtk.DragSource(content=Gdk.ContentProvider.new_for_value(value),
                            actions=Gdk.DragAction.COPY)
    source.connect('drag-begin', begun)
    source.connect('drag-end', lambda *_: tell('ended'))
    label = Gtk.Label(label='Files')
    label.add_controller(source)
    window = Gtk.Window(title='Drag Source', child=label, default_width=120, default_height=80)
    loop = GLib.MainLoop()
    window.connect('close-request', lambda _: loop.quit())
    window.present()
    loop.run()


main()
