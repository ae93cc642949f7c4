# SPDX-License-Identifier: GPL-3.0-or-later
"""test-site.py: what the page of a site says."""

from harness import main, wait
from resolver import Resolver

TARGET = 'pl-10.admin.emailsrvr.com'
UNKNOWN = 'Whether anything is to be changed is not known: no resolver answered'


def test_not_asked(kp):
    'whether a record is to be changed is known only once a resolver has answered'
    with Resolver(kp) as dns:
        dns.add('cp.kite.example', 'CNAME', TARGET)
        dns.add(TARGET, 'A', '127.0.0.2')
        dns.silent = True
        kp.add('cp.kite.example', target=TARGET)
        window = kp.start()
        wait(lambda: kp.sites()[0]['checked_at'], 'it was checked')
        window.actions.activate('show-site', 'x', 1)
        window.find('label', UNKNOWN, rows=True)
        said = ' '.join(window.texts()).lower()
        assert 'nothing is to be changed' not in said, said
        assert 'as no resolver answered' in said, said
        dns.silent = False
        window.click('push button', 'Check Now')
        window.find('label', 'Nothing is to be changed', rows=True)
        assert UNKNOWN not in window.texts()


main()
