# SPDX-License-Identifier: GPL-3.0-or-later
"""test-contrast.py: the usual colours can be told apart, see contrast.py."""

from contrast import look
from harness import main


def test_light(kp):
    'light'
    look(kp, False, False)


def test_dark(kp):
    'dark'
    look(kp, True, False)


main()
