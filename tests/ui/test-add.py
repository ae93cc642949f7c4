# SPDX-License-Identifier: GPL-3.0-or-later
"""test-add.py: a site is added, with what DNS says about it while it is typed."""

from harness import main, wait
from resolver import Resolver
from verbs import choose_line

OFFLINE = 'Could not ask DNS'


def open_add(kp):
    window = kp.start()
    wait(lambda: window.actions.enabled('add-site'), 'the desk is open')
    window.actions.activate('add-site')
    return window, kp.window('Add Site')


def entry(add, title='Address'):
    return add.find('text', title, rows=True)


def says(add, text):
    """Waits until a label says that."""
    return add.find('label', text=lambda t: text in t, rows=True)


def add_button(add):
    return add.find('push button', 'Add')


def can_add(add, wanted=True):
    wait(lambda: ('sensitive' in add_button(add).states) == wanted,
         f'Add is {"" if wanted else "in"}sensitive')


def test_offline(kp):
    'a URL that is pasted whole becomes its host, and is added without a network'
    window, add = open_add(kp)
    can_add(add, False)
    add.type('https://CP.Kite.example/login?x=1')
    says(add, 'cp.kite.example · subdomain of kite.example')
    says(add, OFFLINE)
    says(add, 'The site can be added all the same.')
    can_add(add)
    add.press('Return')
    window.find('label', '“cp.kite.example” added')
    site = wait(lambda: next(iter(kp.sites()), None), 'the site is there')
    assert site['site'] == 'cp.kite.example' and site['port'] == 443, site
    # The first label is the one that this provider's sites have.
    assert site['provider'] == 'cloud-office', site
    assert site['dns']['expected'] == 'pl-10.admin.emailsrvr.com', site
    assert site['customer'] is None, site
    wait(lambda: len(kp.frames()) == 1, 'the window is gone')
    # It is checked at once: nobody answers, which is told too.
    wait(lambda: kp.sites()[0]['checked_at'], 'it was checked')


def test_found(kp):
    'what DNS answers is told, and the provider and target that fit are taken'
    with Resolver(kp) as dns:
        dns.add('cp.kite.example', 'A', '203.0.113.7')
        dns.add('www.lake.example', 'CNAME', 'pl-7.admin.emailsrvr.com')
        dns.add('pl-7.admin.emailsrvr.com', 'A', '192.0.2.1')
        dns.add('x.sea.example', 'CNAME', 'mpg.vp.vc')
        window, add = open_add(kp)
        entry(add).set_text('cp.kite.example')
        says(add, 'Answers 203.0.113.7 (address record). Provider found: none.')
        entry(add).set_text('x.sea.example')
        says(add, 'Leads to mpg.vp.vc (CNAME), which has no address. Provider found: Pexip.')
        says(add, 'Found in DNS')
        target = entry(add, 'Target')
        assert target.text == 'mpg.vp.vc' and 'sensitive' not in target.states, target.dump()
        add.gone('label', 'The provider tells it later', rows=True)
        entry(add).set_text('www.lake.example')
        says(add, 'Leads to pl-7.admin.emailsrvr.com (CNAME). Provider found: Cloud Office.')
        assert entry(add, 'Target').text == 'pl-7.admin.emailsrvr.com'
        assert 'There is no such name' not in ' '.join(add.texts())
        add.click('push button', 'Add')
        site = wait(lambda: next(iter(kp.sites()), None), 'the site is there')
        assert site['provider'] == 'cloud-office', site
        assert site['dns']['expected'] == 'pl-7.admin.emailsrvr.com', site


def test_pause(kp):
    'nobody is asked for what is not finished'
    with Resolver(kp) as dns:
        window, add = open_add(kp)
        add.type('cp.kite.example')
        says(add, 'There is no such name in DNS yet. Provider found: none.')
        names = {name for name, _ in dns.asked}
        assert names <= {'cp.kite.example', 'kite.example', 'example'}, names


def test_refused(kp):
    'a name that can be no site is refused with the reason, and can not be added'
    window, add = open_add(kp)
    for text, reason in (('cp_x.kite.example', 'underscore'), ('*.kite.example', 'wildcard'),
                         ('192.0.2.1', 'IP address'), ('localhost', 'localhost'),
                         ('x' * 300 + '.example', 'at most 63 characters'),
                         ('cp.kite.example:99999', 'is no port'),
                         ('cp.mymailsrvr.com', 'secures no site')):
        entry(add).set_text(text)
        says(add, reason)
        can_add(add, False)
    add.press('Return')
    entry(add).set_text('')
    add.gone('label', text=lambda t: 'secures no site' in t, rows=True)
    can_add(add, False)
    entry(add).set_text('cp.kite.example.')
    says(add, 'cp.kite.example · subdomain')
    can_add(add)
    add.press('Escape')
    wait(lambda: len(kp.frames()) == 1, 'Escape closes the window')
    assert kp.sites() == []


def test_exists(kp):
    'a site that is there already is told, and another port is another site'
    kp.add('cp.kite.example')
    window, add = open_add(kp)
    entry(add).set_text('https://cp.kite.example/')
    says(add, '“cp.kite.example” is in the list already.')
    add.find('push button', 'Show Site')
    can_add(add, False)
    entry(add).set_text('cp.kite.example:8443')
    says(add, 'cp.kite.example:8443 · subdomain')
    add.gone('push button', 'Show Site')
    can_add(add)
    # Somebody else is quicker.
    kp.add('cp.kite.example:8443')
    says(add, '“cp.kite.example:8443” is in the list already.')
    can_add(add, False)


def test_choices(kp):
    'provider, target and customer can be chosen, and a customer made'
    kp.ctl('customer', 'add', 'Lake AB')
    kp.ctl('customer', 'add', 'Kite Ltd')
    window, add = open_add(kp)
    entry(add).set_text('cp.kite.example')
    says(add, OFFLINE)
    entry(add, 'Target').set_text('web.kite.example')
    says(add, '“web.kite.example” is no target of Cloud Office.')
    can_add(add, False)
    entry(add, 'Target').set_text('PL-3.admin.emailsrvr.com')
    can_add(add)
    choose_line(add, 'Customer', 'Kite Ltd')
    add.click('push button', 'Add')
    site = wait(lambda: next(iter(kp.sites()), None), 'the site is there')
    assert site['customer'] == 'Kite Ltd', site
    assert site['dns']['expected'] == 'pl-3.admin.emailsrvr.com', site
    wait(lambda: len(kp.frames()) == 1, 'the window is gone')
    window.actions.activate('add-site-text', 's', 'cp.sea.example')
    add = kp.window('Add Site')
    says(add, OFFLINE)
    choose_line(add, 'Customer', 'New Customer…')
    can_add(add, False)
    add.type('Sea & Sons')
    can_add(add)
    choose_line(add, 'Provider', 'Own Server')
    says(add, 'cp.sea.example')
    add.click('push button', 'Add')
    wait(lambda: len(kp.sites()) == 2, 'the second site is there')
    site = next(s for s in kp.sites() if s['site'] == 'cp.sea.example')
    assert (site['customer'], site['provider']) == ('Sea & Sons', 'own-server'), site
    assert site['dns']['expected'] is None, site


def test_later(kp):
    'the provider may tell the target later'
    window, add = open_add(kp)
    entry(add).set_text('cp.kite.example')
    says(add, OFFLINE)
    assert entry(add, 'Target').text == 'pl-10.admin.emailsrvr.com'
    entry(add, 'Target').set_text('')
    says(add, 'Enter the name that the provider gave')
    can_add(add, False)
    add.click('check box', 'The provider tells it later', rows=True)
    can_add(add)
    add.click('push button', 'Add')
    site = wait(lambda: next(iter(kp.sites()), None), 'the site is there')
    assert site['dns']['expected'] is None, site


main()
