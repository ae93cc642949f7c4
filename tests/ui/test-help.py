# SPDX-License-Identifier: GPL-3.0-or-later
"""test-help.py: the guide is opened where it is asked for, and at the page that is meant."""

import os

from harness import BUILD, main, wait
from resolver import Resolver

SITE = 'cp.kite.example'
TARGET = 'pl-10.admin.emailsrvr.com'
# A program for files is given their paths.
HTML = os.path.join(os.path.abspath(BUILD), 'data', 'help', 'C')


def learn_more(window, title):
    """Opens the finding and its page with keys, as it stands at the end of a long one."""
    row = window.find('list item', name=lambda n: n.startswith(f'{title}, '), rows=True)
    head = row.find('list item', title, rows=True)
    wait(lambda: 'focused' in head.states or window.press('shift+Tab'), 'the focus is there')
    window.press('Return')
    button = row.find('push button', 'Learn More', rows=True)
    wait(lambda: 'focused' in button.states or window.press('Tab'), 'and on the button')
    window.press('Return')


def test_browser(kp):
    'without a help program F1, the menu and each finding open the HTML, and its page exists'
    kp.take_links()
    with Resolver(kp) as dns:
        dns.add(SITE, 'A', '127.0.0.2')
        dns.add(TARGET, 'A', '127.0.0.3')
        kp.add(SITE, target=TARGET)
        kp.ctl('check', SITE, status=1)
        window = kp.start()
        wait(lambda: window.actions.enabled('show-site'), 'the desk is open')
        window.press('F1')
        wait(lambda: kp.pages() == [f'{HTML}/index.html'], 'the guide')
        window.actions.activate('show-site', 'x', 1)
        learn_more(window, 'Address record where a CNAME must be')
        wait(lambda: kp.pages()[1:] == [f'{HTML}/dns.a-record.html'], 'what it means')
        assert all(os.path.isfile(page) for page in kp.pages())


def test_help_program(kp):
    'a help program that finds the guide is given it'
    kp.take_links('help')
    kp.install_guide()
    window = kp.start()
    window.click('push button', 'Main Menu')
    window.click('menu item', 'Help')
    wait(lambda: kp.pages() == ['help:keyplate'], 'the guide')


def test_no_program(kp):
    'where nothing can show the guide, that is said'
    kp.drop_programs('x-scheme-handler/help', 'text/html', 'text/plain',
                     'application/octet-stream')
    window = kp.start()
    window.find('label', 'No Sites Yet')
    window.press('F1')
    window.find('label', text=lambda t: (t or '').startswith('No program could be started'))


main()
