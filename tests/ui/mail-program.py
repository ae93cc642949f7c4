# SPDX-License-Identifier: GPL-3.0-or-later
"""mail-program.py FILE…: a small window that shows the texts of files, as a mail program does what
came with a mail. Each has the name of its file."""

import os
import sys

import gi
gi.require_version('Gtk', '4.0')
from gi.repository import GLib, Gtk  # noqa: E402


def main():
    box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL)
    for path in sys.argv[1:]:
        view = Gtk.TextView()
        view.update_property([Gtk.AccessibleProperty.LABEL], [os.path.basename(path)])
        with open(path, encoding='utf-8') as file:
            view.get_buffer().set_text(file.read())
        box.append(view)
    window = Gtk.Window(title='Mail', child=box)
    loop = GLib.MainLoop()
    window.connect('close-request', lambda _: loop.quit())
    window.present()
    loop.run()


main()
