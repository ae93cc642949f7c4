# SPDX-License-Identifier: GPL-3.0-or-later
"""banned.py ROOT: calls that are not made, names that code does not know, marks of what is
not finished."""

import re
import sys

from report import Report
from sources import Tree, code_only, line_of

CLOCK = 'app/core/base/clock.c'
COMPAT = 'app/widget/compat.c'
LAUNCH = 'app/widget/launch.c'


def call(*names):
    return re.compile(r'(?<![\w>.])(' + '|'.join(names) + r')\s*\(')


UNSAFE = call('strcpy', 'stpcpy', 'strcat', 'strncat', 'sprintf', 'vsprintf', 'gets', 'atoi',
              'atol', 'atoll', 'atof', 'strtok', 'system', 'popen', 'mktemp', 'tmpnam', 'rand',
              'srand')
TIME_OF_DAY = call('time', 'gettimeofday', 'g_get_real_time', r'g_date_time_new_now\w*',
                   'gnutls_time')
REAL_CLOCK = re.compile(r'\bCLOCK_REALTIME\b')
# Octets are counted, not characters: what is cut so is no text any more.
CUT = re.compile(r'%[-0-9]*\.[0-9]+s')
OUTPUT = call('g_print', 'g_printerr', 'printf', 'fprintf', 'puts', 'fputs', 'putchar',
              'g_info', 'g_message', 'g_warning', 'g_critical', 'g_error')
# What a secret holds is handed on as it is, and copied into no text, message or property.
SECRET = re.compile(r'\b(g_print\w*|g_debug|g_set_error\w*|g_error_new\w*|g_task_return_new_error|'
                    r'g_strn?dup\w*|g_strconcat|g_string_append\w*|g_object_set|'
                    r'kp_ctl_(?:warn|fail)\w*)\s*\([^;]*?\bkp_secret_get_(?:text|octets)\b')
# Deprecated after the floor with no plain twin there: one file hides them.
REPLACED = re.compile(r'\b(adw_message_dialog_\w+|adw_about_window_\w+|adw_leaflet_\w+|'
                      r'gtk_file_chooser_native_\w+|gtk_file_dialog_\w+|adw_alert_dialog_\w+'
                      r')\s*\(')
OPENED = call(r'gtk_show_uri\w*', r'gtk_uri_launcher_\w+', r'g_app_info_launch_default_\w+')
PROVIDER = re.compile(r'cloud.?office|pexip|rackspace|emailsrvr|mailsrvr|cpsrvr', re.IGNORECASE)
UNFINISHED = re.compile(r'\b(TODO|FIXME|XXX|HACK)\b|\bnot implemented\b', re.IGNORECASE)


def search(tree, paths, pattern, why, strings=False, whole=False):
    problems = []
    for path in paths:
        text = tree.text(path)
        seen = text if whole else code_only(text, strings=strings)
        for match in pattern.finditer(seen):
            found = match.group().rstrip('( \t')
            problems.append(f'{path}:{line_of(seen, match.start())}: {found}: {why}')
    return problems, len(paths)


def main():
    tree = Tree(sys.argv[1])
    report = Report()
    every = tree.c_files()
    app = tree.under('app', ends=('.c', '.h'))
    core = tree.under('app/core', ends=('.c', '.h'))

    report.rule('no unsafe call', *search(tree, every, UNSAFE, 'not bounded or not safe'))

    report.rule('no text is cut between octets',
                *search(tree, app, CUT, 'kp_plain_text_shorten () it', strings=True))

    timed = [p for p in app if p != CLOCK]
    problems, looked_at = search(tree, timed, TIME_OF_DAY, 'ask the KpClock that is passed in')
    problems += search(tree, timed, REAL_CLOCK, 'ask the KpClock that is passed in')[0]
    report.rule('the time of day only through KpClock', problems, looked_at)

    report.rule('core prints nothing and logs only for debugging',
                *search(tree, core, OUTPUT, 'return an error, or g_debug'))

    report.rule('no secret in a text',
                *search(tree, app, SECRET, 'it would stay in memory, or be shown'))

    report.rule('what the floor deprecates only in widget/compat',
                *search(tree, [p for p in app if p != COMPAT], REPLACED,
                        'goes through app/widget/compat.h'))

    report.rule('addresses are opened only in widget/launch',
                *search(tree, [p for p in app if p != LAUNCH], OPENED,
                        'goes through app/widget/launch.h'))

    ui = tree.under('ui', ends='.ui')
    problems, looked_at = search(tree, app, PROVIDER, 'a profile names its provider, code does not',
                                 strings=True)
    more, and_looked_at = search(tree, ui, PROVIDER, 'a profile names its provider', whole=True)
    report.rule('no provider named in code', problems + more, looked_at + and_looked_at)

    # These name the marks: this file, its test, and what reads TAP.
    builds = [p for p in tree.paths if p.endswith('meson.build')]
    marked = [p for p in every + ui + builds + tree.scripts()
              if not p.startswith('tests/checks/') and p != 'tests/tools/results.py']
    report.rule('nothing unfinished', *search(tree, sorted(set(marked)), UNFINISHED,
                                              'finish it or take it out', whole=True))
    report.finish()


main()
