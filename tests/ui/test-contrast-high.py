# SPDX-License-Identifier: GPL-3.0-or-later
"""test-contrast-high.py: so can those of high contrast, see contrast.py."""

from contrast import look
from harness import main


def test_light(kp):
    'light, with high contrast'
    look(kp, False, True)


def test_dark(kp):
    'dark, with high contrast'
    look(kp, True, True)


main()
