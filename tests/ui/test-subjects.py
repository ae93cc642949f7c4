# SPDX-License-Identifier: GPL-3.0-or-later
"""test-subjects.py: certificate details are listed, added, changed, removed and restored."""

import json

from harness import main, wait
from verbs import can, closed, entry, says


def open_subjects(kp):
    window = kp.start()
    wait(lambda: window.actions.enabled('certificate-details'), 'the desk is open')
    window.actions.activate('certificate-details')
    return kp.window('Certificate Details')


def kept(kp):
    return json.loads(kp.ctl('subject', 'list', '--json'))['subjects']


def test_whole(kp):
    'added with what is wrong told, changed here and elsewhere, removed and put back'
    details = open_subjects(kp)
    details.find('label', 'No Certificate Details Yet')
    details.click('push button', 'Add Certificate Details…')
    form = kp.window('Add Certificate Details')
    form.type('Kite')
    can(form, 'Add', False)
    entry(form, 'Organization (optional)').set_text('Kite Ltd')
    can(form, 'Add')
    entry(form, 'Email (optional)').set_text('ops@')
    can(form, 'Add', False)
    entry(form, 'Email (optional)').set_text('ops@kite.example')
    form.click('push button', 'Add')
    closed(kp, 2)
    says(details, 'Kite Ltd')
    assert [(s['name'], s['email']) for s in kept(kp)] == [('Kite', 'ops@kite.example')]

    kp.ctl('subject', 'add', 'Lake', '--organization', 'Lake Ltd')
    details.point(details.find('list item', name=lambda n: n.startswith('Lake'), rows=True))
    form = kp.window('Edit Certificate Details')
    can(form, 'Save', False)
    entry(form, 'Name').set_text('KITE')
    says(form, 'There are details called “Kite” already.')
    can(form, 'Save', False)
    entry(form, 'Name').set_text('Lake')
    entry(form, 'Locality (optional)').set_text('Bergen')
    form.click('push button', 'Save')
    closed(kp, 2)
    says(details, 'Lake Ltd, Bergen')

    before = kept(kp)
    details.click('push button', 'Remove Kite', rows=True)
    says(details, '“Kite” removed.')
    wait(lambda: [s['name'] for s in kept(kp)] == ['Lake'], 'it is gone')
    details.click('push button', 'Undo Undo')
    wait(lambda: kept(kp) == before, 'it is back')
    # By a key, from the row or from what stands in it.
    row = details.find('list item', name=lambda n: n.startswith('Lake'), rows=True)
    for node in (row, details.find('push button', 'Remove Lake', rows=True)):
        wait(lambda n=node: 'focused' in n.states or details.press('Tab'), f'{node} is focused')
    details.press('Delete')
    wait(lambda: [s['name'] for s in kept(kp)] == ['Kite'], 'it is gone')
    says(details, '“Lake” removed.')
    details.press('ctrl+z')
    wait(lambda: kept(kp) == before, 'it is back')


main()
