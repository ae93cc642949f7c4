# SPDX-License-Identifier: GPL-3.0-or-later
"""test-contrast-windows.py: the usual colours can be told apart, see contrast.py."""

from contrast import look_at_windows
from harness import main


def test_windows(kp):
    'windows and assistants, light and dark'
    look_at_windows(kp, False)


main()
