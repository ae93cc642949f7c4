# SPDX-License-Identifier: GPL-3.0-or-later
"""test-contrast.py: the usual colours can be told apart, see contrast.py."""

from contrast import look_at_sites
from harness import main


def test_sites(kp):
    'the list and pages of sites, light and dark'
    look_at_sites(kp, False)


main()
