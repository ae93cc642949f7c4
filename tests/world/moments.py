# SPDX-License-Identifier: GPL-3.0-or-later
"""Random moments of a run at which a program is killed."""

import time

# As often a run may go on without being killed.
PATIENCE = 500


class Trace:
    """What a run did when nobody disturbed it: the n-th action of each step, and how long the
    program had after it until the next one or until the test turned to something else."""

    def __init__(self):
        self.pieces = {}
        self.length = 0
        self.open = None
        self.is_closed = False

    def act(self, step, number):
        """Just before an action."""
        if self.is_closed:
            return
        self.rest()
        self.open = (step, number, time.monotonic())

    def rest(self):
        if self.open is None:
            return
        step, number, began = self.open
        end = self.length + time.monotonic() - began
        self.pieces[step, number] = (self.length, end)
        self.length, self.open = end, None

    def close(self):
        """What follows is done only by a run that nobody kills any more."""
        self.rest()
        self.is_closed = True

    def spans(self):
        """Begin and end of each step."""
        steps = {}
        for (step, _), (start, end) in self.pieces.items():
            steps[step] = (steps.get(step, (start,))[0], end)
        return list(steps.values())


class Moments:
    """COUNT moments, spread by RANDOM over the time of TRACE, at least one in each step. A run
    that is killed comes to them by what it does: after the same action, and so much later."""

    def __init__(self, trace, count, random):
        self.pieces, self.length, self.random = dict(trace.pieces), trace.length, random
        spans = trace.spans()
        spans += [(0, trace.length)] * (count - len(spans))
        self.left = sorted(random.uniform(*span) for span in spans)
        self.hits = []
        self.waited = 0

    def after(self, step, number):
        """How long after that action it is to be killed; None: not before the next. Moments that
        the run has left behind are drawn anew from what is still to come."""
        piece = self._find(step, number)
        if piece not in self.pieces or not self.left:
            return None
        self.waited += 1
        assert self.waited < PATIENCE, (step, number, self.left, self.pieces)
        start, end = self.pieces[piece]
        self._draw(lambda at: at < start, start)
        return self.left[0] - start if self.left[0] < end else None

    def hit(self, step, number, delay):
        self.left.pop(0)
        self.waited = 0
        self.hits.append(step)
        print(f'# killed in “{step}”, {delay:.3f} s after its action {number + 1}', flush=True)

    def missed(self, step, number, took):
        """It had ended before, so long after that action: another one, later, or sooner if nothing
        comes after it."""
        piece = self._find(step, number)
        start, end = self.pieces[piece]
        if end < self.length:
            first = self.left[0]
            self._draw(lambda at: at == first, end)
            return
        self.length = start + took
        self.pieces[piece] = (start, self.length)
        self._draw(lambda at: at >= self.length, start)

    def _find(self, step, number):
        """That action in the trace. Who does more in a step than was done there does the last of
        it again: a run waits for its moments in the last step."""
        known = [one for where, one in self.pieces if where == step]
        return step, min([number, max(known, default=number)])

    def _draw(self, is_past, start):
        self.left = sorted(self.random.uniform(start, self.length) if is_past(at) else at
                           for at in self.left)
