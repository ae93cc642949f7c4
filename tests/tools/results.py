# SPDX-License-Identifier: GPL-3.0-or-later
"""results.py LABEL TALLY LOG [SUITE…]: counts the tests of a meson testlog.json, each point of a
TAP test as one, shows what failed and why, and adds "passed failed skipped" to the file TALLY.
A suite of those named that has no test counts as a failure. LOG can also be the folder that
core-tests --all has written, with what it printed in it as "ended", or NAME.tap, all that one
program has printed."""

import json
import os
import re
import sys

TAIL = 40
POINT = re.compile(r'^( *)(not ok|ok)\b *\d* *-? *(.*)$')


def points(text):
    """(fine, skipped, name) of each point of a TAP text; a point that sums up the deeper ones
    above it is not counted again."""
    found = []
    deeper = {}
    for line in text.splitlines():
        match = POINT.match(line)
        if not match:
            continue
        indent, fine, name = len(match.group(1)), match.group(2) == 'ok', match.group(3)
        sums_up = any(depth > indent for depth in deeper)
        below = [f for depth, fines in deeper.items() if depth > indent for f in fines]
        deeper = {depth: fines for depth, fines in deeper.items() if depth <= indent}
        deeper.setdefault(indent, []).append(fine)
        if sums_up and (fine or not all(below)):
            continue
        directive = re.search(r'# *(SKIP|TODO)\b(.*)$', name, re.IGNORECASE)
        kind = directive.group(1).upper() if directive else None
        found.append((fine or kind == 'TODO', kind == 'SKIP', name))
    return found


def judge(test):
    """(passed, failed, skipped, names of the skipped) of one test program."""
    # Anything that is no TAP at all: the program is one test.
    found = points(test.get('stdout') or '')
    passed = sum(fine and not skipped for fine, skipped, _ in found)
    skips = [name for _, skipped, name in found if skipped]
    failed = sum(not fine and not skipped for fine, skipped, _ in found)
    result = test['result']
    if not found:
        passed, failed = int(result in ('OK', 'EXPECTEDFAIL')), 0
        skips = [test['name']] if result == 'SKIP' else []
    if result not in ('OK', 'EXPECTEDFAIL', 'SKIP') and failed == 0:
        failed = 1                      # a crash, a time-out, a leak, a plan that is not kept
    return passed, failed, skips


def show(label, test):
    print(f'--- {label}: {test["name"]}: {test["result"]} (status {test.get("returncode")}, '
          f'{test.get("duration") or 0:.1f} s)')
    text = (test.get('stdout') or '') + (test.get('stderr') or '')
    # A run of good points says nothing about the bad one.
    lines = [l for l in text.splitlines() if not re.match(r'^\s*(ok\b|# (Start|End) of)', l)]
    # The reason stands under the bad point, what was seen meanwhile below it, and last of all is
    # why the program ended.
    keep = set(range(len(lines) - TAIL, len(lines)))
    for at in (i for i, line in enumerate(lines) if re.match(r'^\s*not ok\b', line)):
        keep |= set(range(at, at + TAIL))
    last = -1
    for at in sorted(keep & set(range(len(lines)))):
        if at > last + 1:
            print(f'    … {at - last - 1} lines')
        print('    ' + lines[at])
        last = at


def planned(text):
    """Whether as many points came as were planned, and any: one that left early has fewer."""
    plan = re.search(r'^1\.\.([1-9]\d*)', text, re.MULTILINE)
    return plan and int(plan.group(1)) == len(re.findall(r'^(?:not )?ok\b', text, re.MULTILINE))


def text_of(path):
    try:
        with open(path, encoding='utf-8', errors='replace') as file:
            return file.read()
    except FileNotFoundError:
        return ''


def read_folder(path):
    """Of how many there are, and one test for each "NAME PID STATUS SECONDS"; what valgrind has
    said begins with ==PID==."""
    tests = []
    said = text_of(os.path.join(path, 'errors'))
    number, *ended = text_of(os.path.join(path, 'ended')).splitlines() or ['0']
    if len(ended) != int(number):
        print(f'--- {len(ended)} of {number} programs have told how they ended')
        tests.append({'name': 'core / all', 'result': 'FAIL', 'returncode': 1, 'stdout': ''})
    for line in ended:
        name, pid, status, seconds = line.split()
        text = text_of(os.path.join(path, name + '.out'))
        fine = status == '0' and planned(text)
        tests.append({'name': 'core / ' + name, 'result': 'OK' if fine else 'FAIL',
                      'returncode': int(status), 'duration': float(seconds), 'stdout': text,
                      'stderr': '\n'.join(l for l in said.splitlines() if f'={pid}=' in l)})
    return tests


def read_tap(path):
    text = text_of(path)
    fine = planned(text) and not re.search(r'^not ok\b', text, re.MULTILINE)
    return [{'name': os.path.basename(path)[:-len('.tap')], 'result': 'OK' if fine else 'FAIL',
             'stdout': text}]


def read(path):
    tests = []
    if os.path.isdir(path):
        return read_folder(path)
    if path.endswith('.tap'):
        return read_tap(path)
    try:
        with open(path, encoding='utf-8', errors='replace') as file:
            for line in file:
                tests.append(json.loads(line))
    except (FileNotFoundError, ValueError) as error:
        print(f'--- no results: {error}')
    return tests


def suites_of(test):
    """"keyplate:core / base-clock" is of the suite core."""
    head, _, name = test['name'].rpartition(' / ')
    return {part.split(':')[-1] for part in head.split('+')} if name else set()


def main():
    label, tally, log, wanted = sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:]
    tests = read(log)
    passed = failed = 0
    skips = []
    for test in tests:
        good, bad, left_out = judge(test)
        passed, failed = passed + good, failed + bad
        skips += left_out
        if bad:
            show(label, test)
    for suite in wanted:
        if not any(suite in suites_of(test) for test in tests):
            print(f'--- {label}: the suite {suite} has no test')
            failed += 1
    for name in skips:
        print(f'    {label}: skipped: {name}')
    seconds = sum(test.get('duration') or 0 for test in tests)
    print(f'    {label}: {passed} passed, {failed} failed, {len(skips)} skipped '
          f'in {len(tests)} programs, {seconds:.0f} s of tests')
    with open(tally, 'a', encoding='utf-8') as file:
        file.write(f'{passed} {failed} {len(skips)}\n')
    sys.exit(1 if failed else 0)


main()
