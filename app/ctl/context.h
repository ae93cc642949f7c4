/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk.h"

G_BEGIN_DECLS

/** KpCtlStatus: exit statuses of the contract; where several apply: USAGE, then ATTENTION,
 * then COULD_NOT */
typedef enum
{
  KP_CTL_FINE = 0,
  KP_CTL_ATTENTION = 1,
  KP_CTL_USAGE = 2,
  KP_CTL_COULD_NOT = 3,
} KpCtlStatus;

typedef struct _KpCtlCommand KpCtlCommand;

/**
 * KpCtl:
 * @command: what was asked for
 * @json: print one JSON document
 * @data_dir: (nullable): where the store lies
 * @resolvers: (nullable) (element-type utf8): URLs to ask instead of the saved ones
 * @trust: (nullable): file of roots to trust instead of the saved ones
 * @passphrase_file: (nullable): file of the passphrase that opens the vault's
 * @timeout: (nullable): as it was given
 * @jobs: (nullable): as it was given
 * @plain_port: (nullable): as it was given
 * @warned: of broken profile files
 * @desk: (nullable): the desk, once a command opened it
 *
 * One run of keyplatectl.
 */
typedef struct
{
  const KpCtlCommand *command;
  gboolean json;
  char *data_dir;
  GPtrArray *resolvers;
  char *trust;
  char *passphrase_file;
  char *timeout;
  char *jobs;
  char *plain_port;
  gboolean warned;
  KpDesk *desk;
} KpCtl;

/** kp_ctl_check_options: Checks the values of the common options, whether or not the
 * command needs them. Returns: KP_CTL_FINE, or KP_CTL_USAGE after having said why */
KpCtlStatus kp_ctl_check_options (KpCtl *ctl);
/** kp_ctl_open: Opens the desk with the options laid over its settings. Returns:
 * KP_CTL_FINE, or what kp_ctl_fail() gave */
KpCtlStatus kp_ctl_open (KpCtl *ctl);
/** kp_ctl_load_sites: Opens the desk if need be and loads the portfolio. Returns: as
 * kp_ctl_open() */
KpCtlStatus kp_ctl_load_sites (KpCtl *ctl);
/** kp_ctl_warn_profiles: Says on stderr which profile files are broken and left out; once,
 * however often it is called. */
void kp_ctl_warn_profiles (KpCtl *ctl);
/** kp_ctl_close: Closes what was opened. */
void kp_ctl_close (KpCtl *ctl);
/**
 * kp_ctl_find_site:
 * @text: HOST[:PORT]
 * @site: (out) (transfer none): the site
 *
 * Returns: KP_CTL_FINE, or KP_CTL_USAGE after having said why
 */
KpCtlStatus kp_ctl_find_site (KpCtl *ctl, const char *text, KpSite **site);
/** kp_ctl_find_profile: As kp_ctl_find_site() for the id of a profile */
KpCtlStatus kp_ctl_find_profile (KpCtl *ctl, const char *id, KpProfile **profile);

/** kp_ctl_wait: Runs the main loop until kp_ctl_wait_cb() was called with @slot. Returns:
 * (transfer full): the result */
GAsyncResult *kp_ctl_wait (GAsyncResult **slot);
/** kp_ctl_wait_cb: A #GAsyncReadyCallback whose data is the address of a %NULL
 * #GAsyncResult pointer. */
void kp_ctl_wait_cb (GObject *source, GAsyncResult *result, gpointer slot);

G_END_DECLS
