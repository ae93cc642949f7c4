# SPDX-License-Identifier: GPL-3.0-or-later
"""Where to find every window, for tests that look at all of them: over the sample of sample.py, as
one's own, with jobs at every step."""

from sample import own_sample

# What the menus open: action and title, and those of a site with its row in the sample.
WINDOWS = (('add-site', 'Add Site'), ('import', 'Import'), ('export', 'Export'),
           ('back-up', 'Back Up'), ('customers', 'Customers'),
           ('certificate-details', 'Certificate Details'), ('retired-sites', 'Retired Sites'),
           ('check-files', 'Check Certificate Files'))
SITE_WINDOWS = (('edit-site', 1, 'Edit Site'), ('retire-site', 2, 'Retire Site'),
                ('create-csr', 21, 'Create Signing Request'), ('remind', 9, 'Remind'),
                ('ask-customer', 2, 'Ask the Customer'))
PREFERENCES = 'general', 'background', 'resolvers', 'trust', 'providers'
SECURE, RENEW = 'Secure %s', 'Renew Certificate of %s'
# Each page of the assistants that can be reached without another's doing.
JOBS = (('hand over', 14, SECURE, 'cp.cedar.example'),
        ('instructions', 17, SECURE, 'cp.flint.example'),
        ('signing request', 9, RENEW, 'my.orchard.example'),
        ('buy', 10, RENEW, 'my.quarry.example'),
        ('proof', 20, RENEW, 'my.canyon.example'),
        ('key', 21, RENEW, 'portal.bridge.example'))


def prepare(kp):
    """The sites of the sample as one's own, and jobs at every step."""
    own_sample(kp)
    secure = ['--country', 'GB', '--state', 'Greater London', '--locality', 'London',
              '--organization', 'Kite Ltd', '--email', 'ops@kite.example', '--yes', '--json']
    for site in ('cp.cedar.example', 'cp.flint.example'):
        kp.ctl('secure', site, *secure)
    kp.ctl('job', 'next', 'cp.flint.example', '--target', 'pl-10.admin.emailsrvr.com', '--done',
           '--json')
    kp.ctl('renew', 'portal.bridge.example', '--yes')
    kp.ctl('subject', 'add', 'Kite', '--country', 'GB', '--locality', 'London',
           '--organization', 'Kite Ltd', '--email', 'ops@kite.example')
