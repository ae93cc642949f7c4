/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk.h"

#include <json-glib/json-glib.h>

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

/**
 * KpCtl:
 *
 * One run of keyplatectl: its options, the desk when a command opened it, and how it speaks
 * to stdout and stderr.
 */
typedef struct
{
  gboolean json;
  char *data_dir;
  char **resolvers;
  char *trust;
  int timeout;
  int jobs;
  int plain_port;
  char *passphrase_file;
  KpDesk *desk;
} KpCtl;

/**
 * KpCtlCommand:
 * @name: its words, "site add"
 * @arguments: what follows, for the usage line
 * @summary: one line, translated when shown
 * @run: does it; @argv holds the positional arguments, %NULL-terminated
 * @entries: (nullable): its own options
 *
 * One command. A table in main.c lists them all.
 */
typedef struct
{
  const char *name;
  const char *arguments;
  const char *summary;
  KpCtlStatus (*run) (KpCtl *ctl, char **argv);
  const GOptionEntry *entries;
} KpCtlCommand;

/** kp_ctl_fail: Says what is wrong and why (as JSON too, if that was asked for). Returns:
 * @status */
KpCtlStatus kp_ctl_fail (KpCtl *ctl, KpCtlStatus status, const char *code, const char *what,
                         const char *why);
/** kp_ctl_fail_error: The same from an error, whose domain gives the status. Returns: the
 * status */
KpCtlStatus kp_ctl_fail_error (KpCtl *ctl, const char *what, const GError *error);
/** kp_ctl_worse: Returns: the one of two statuses that the contract puts first */
KpCtlStatus kp_ctl_worse (KpCtlStatus a, KpCtlStatus b);

/** kp_ctl_open: Opens the desk with the options laid over its settings. Returns:
 * KP_CTL_FINE, or what kp_ctl_fail() gave */
KpCtlStatus kp_ctl_open (KpCtl *ctl);
/** kp_ctl_load_sites: Opens the desk if need be and loads the portfolio. Returns: as
 * kp_ctl_open() */
KpCtlStatus kp_ctl_load_sites (KpCtl *ctl);
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

/** kp_ctl_print_json: Prints the one document on stdout. */
void kp_ctl_print_json (JsonBuilder *builder);
/** kp_ctl_expect: Checks the number of positional arguments. Returns: KP_CTL_FINE, or
 * KP_CTL_USAGE after having said which is missing or too much */
KpCtlStatus kp_ctl_expect (KpCtl *ctl, char **argv, guint least, guint most,
                           const char *missing);
/** kp_ctl_read_file: Reads @path, or standard input for "-". Returns: (transfer full)
 * (nullable): its octets; G_IO_ERROR */
GBytes *kp_ctl_read_file (const char *path, gsize max_size, GError **error);

/** kp_ctl_parse_target: Reads where a site must point, by the rules of @profile. @target:
 * (out) (transfer full). Returns: KP_CTL_FINE, or KP_CTL_USAGE after having said why */
KpCtlStatus kp_ctl_parse_target (KpCtl *ctl, KpProfile *profile, const char *text,
                                 char **target);
/** kp_ctl_refresh: Judges those of @sites (element-type KpSite) again whose verdict time
 * has outlived. */
void kp_ctl_refresh (KpCtl *ctl, GPtrArray *sites);

extern const KpCtlCommand kp_ctl_site_add;
extern const KpCtlCommand kp_ctl_site_list;
extern const KpCtlCommand kp_ctl_site_show;
extern const KpCtlCommand kp_ctl_site_set;
extern const KpCtlCommand kp_ctl_site_remove;
extern const KpCtlCommand kp_ctl_site_import;
extern const KpCtlCommand kp_ctl_site_export;
extern const KpCtlCommand kp_ctl_customer_add;
extern const KpCtlCommand kp_ctl_customer_list;
extern const KpCtlCommand kp_ctl_customer_show;
extern const KpCtlCommand kp_ctl_customer_set;
extern const KpCtlCommand kp_ctl_customer_remove;
extern const KpCtlCommand kp_ctl_check;
extern const KpCtlCommand kp_ctl_name_check;
extern const KpCtlCommand kp_ctl_provider_list;
extern const KpCtlCommand kp_ctl_provider_check;
extern const KpCtlCommand kp_ctl_settings_get;
extern const KpCtlCommand kp_ctl_settings_set;
extern const KpCtlCommand kp_ctl_settings_list;

G_END_DECLS
