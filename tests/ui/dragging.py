# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that a test drags with the pointer out of a window of another program."""

import os
import subprocess
import sys
import threading

from harness import SOURCE, run, wait, xdotool


class Files:
    """A window with PATHS, until the with statement ends; drop () is a real drag."""

    def __init__(self, *paths):
        self.words = []
        self.process = subprocess.Popen(
            [sys.executable, '-B', os.path.join(SOURCE, 'tests', 'ui', 'drag-source.py'), *paths],
            stdout=subprocess.PIPE, text=True)
        threading.Thread(target=self._listen, daemon=True).start()
        self.xid = wait(self._find, 'the window that files are dragged out of')

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def _listen(self):
        for line in self.process.stdout:
            self.words.append(line.strip())

    def _find(self):
        found = subprocess.run(['xdotool', 'search', '--onlyvisible', '--pid',
                                str(self.process.pid)], capture_output=True, text=True,
                               check=False).stdout.split()
        return found[0] if found else None

    def _move_until(self, word, window, x, y):
        """Moves the pointer about there until the window has said WORD last."""
        steps = iter(range(10000))

        def look():
            step = next(steps)
            xdotool('mousemove', '--window', window, str(x + step % 2 * 12), str(y + step % 3 * 6))
            return self.words[-1:] == [word]
        wait(look, f'the files are {word}')

    def drop(self, window, node):
        """Drags the files to the middle of NODE in WINDOW, and lets them go there."""
        x, y = window.middle(node)
        self.words.clear()
        # In the corner, where it hides little.
        xdotool('windowmove', self.xid, '1100', '780')
        xdotool('windowactivate', '--sync', self.xid)
        size = dict(line.split('=') for line in
                    run('xdotool', 'getwindowgeometry', '--shell', self.xid).split())
        left, top = int(size['WIDTH']) // 2, int(size['HEIGHT']) * 2 // 3
        xdotool('mousemove', '--window', self.xid, str(left), str(top))
        xdotool('mousedown', '1')
        self._move_until('begun', self.xid, left, top)
        self._move_until('taken', window.xid, x, y)
        xdotool('mouseup', '1')
        wait(lambda: 'ended' in self.words, 'the files were let go')
