# SPDX-License-Identifier: GPL-3.0-or-later
"""targets.py BUILD SUITE…: what ninja has to build for the tests of those suites, a line each."""

import json
import os
import subprocess
import sys


def introspect(build, what):
    return json.loads(subprocess.run(['meson', 'introspect', build, what], check=True,
                                     capture_output=True, text=True).stdout)


def main(build, *suites):
    wanted = {target for test in introspect(build, '--tests') for target in test['depends']
              if {suite.rpartition(':')[2] for suite in test['suite']} & set(suites)}
    # Ninja names what it makes from its own folder.
    for target in introspect(build, '--targets'):
        if target['id'] in wanted:
            for file in target['filename']:
                print(os.path.relpath(file, build))


main(*sys.argv[1:])
