# SPDX-License-Identifier: GPL-3.0-or-later
"""test-contrast-high.py: so can those of high contrast, see contrast.py."""

from contrast import look_at_sites
from harness import main


def test_sites(kp):
    'the list and pages of sites, light and dark, with high contrast'
    look_at_sites(kp, True)


main()
