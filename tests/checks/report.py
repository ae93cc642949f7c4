# SPDX-License-Identifier: GPL-3.0-or-later
"""What a check prints: TAP, one point per rule, the reasons as comments above it."""

import sys

_SHOWN = 40


class Report:
    def __init__(self):
        self._points = []

    def rule(self, name, problems, looked_at, warnings=()):
        """Adds a point. LOOKED_AT is how many things the rule was held against: a rule that
        looked at nothing has not been kept, it has been missed."""
        problems = list(problems)
        if looked_at == 0:
            problems.append('found nothing to look at')
        self._points.append((name, problems, looked_at, list(warnings)))

    def finish(self):
        print(f'1..{len(self._points)}')
        for number, (name, problems, looked_at, warnings) in enumerate(self._points, 1):
            for label, found in (('warning: ', warnings), ('', problems)):
                for text in found[:_SHOWN]:
                    print('\n'.join('# ' + label + line for line in text.splitlines()))
                if len(found) > _SHOWN:
                    print(f'# … and {len(found) - _SHOWN} more')
            print(f'{"not ok" if problems else "ok"} {number} - {name} ({looked_at} looked at)')
        sys.exit(1 if any(problems for _, problems, _, _ in self._points) else 0)
