# SPDX-License-Identifier: GPL-3.0-or-later
"""What is read can be told from what is behind it, light and dark, as usual and
where the desktop asks for high contrast: WCAG 2.1, AA as usual and AAA of high contrast.

tests/ui/glass-contrast.c measures pixels as the program draws them, the sample store shows every
lock, status and mark there is."""

from glass import Glass
from harness import OBJECT, Actions, wait

TEXT, HIGH_TEXT, GRAPHIC = 4.5, 7, 3
TITLE = 'Keyplate Demo'


class Eye:
    """Somebody who needs contrast."""

    def __init__(self, kp, dark, high):
        self.kp = kp
        self.glass = Glass(kp)
        self.text = HIGH_TEXT if high else TEXT
        kp.install_demo()
        kp.environment.pop('GTK_THEME', None)
        window = kp.start(ADW_DEBUG_COLOR_SCHEME='prefer-dark' if dark else 'prefer-light',
                          ADW_DEBUG_HIGH_CONTRAST='1' if high else '0')
        window.find('label', 'No Sites Yet')
        self.flaws = {}

    def see(self, stop, title):
        found = self.glass.contrast(title)
        assert found, f'nothing is seen of {title}'
        for kind, where, what, ratio in found:
            if ratio < (self.text if kind == 'text' else GRAPHIC) - .005:
                self.flaws.setdefault((kind, where), f'{stop}: {ratio:.2f}: {what}')
        ring, focus = self.glass.ring(title), self.glass.focus()[1]
        if ring < GRAPHIC:
            self.flaws.setdefault(('ring', focus), f'{stop}: {ring:.2f}')

    def finish(self):
        lines = [f'{kind} {where}: {what}' for (kind, where), what in self.flaws.items()]
        assert not lines, '\n'.join([f'{len(lines)} flaws', *lines])


def look(kp, dark, high):
    """Every kind of page that shows what it means by colours."""
    eye = Eye(kp, dark, high)
    eye.see('welcome', 'Keyplate')
    window = kp.window('Keyplate')
    window.actions.activate('show-demo')
    wait(lambda: len(kp.frames()) == 2, 'the demo')
    window.close()
    wait(lambda: len(kp.frames()) == 1, 'the demo alone')
    demo = kp.window(TITLE)
    actions = Actions(OBJECT + '/window/2')
    wait(lambda: actions.enabled('show-site'), 'the demo is open')
    eye.see('list', TITLE)
    demo.resize(1000, 2000)
    for site in (2, 9, 20):
        actions.activate('show-site', 'x', site)
        eye.glass.unfold(TITLE)
        eye.see(f'page of site {site}', TITLE)
    actions.activate('back')
    actions.activate('year-ahead')
    kp.window('The Year Ahead')
    eye.see('year', 'The Year Ahead')
    eye.finish()
