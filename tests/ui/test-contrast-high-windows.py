# SPDX-License-Identifier: GPL-3.0-or-later
"""test-contrast-high-windows.py: so can those of high contrast, see contrast.py."""

from contrast import look_at_windows
from harness import main


def test_windows(kp):
    'windows and assistants, light and dark, with high contrast'
    look_at_windows(kp, True)


main()
