/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/finding.h"
#include "core/model/lock.h"
#include "core/model/next-action.h"

G_BEGIN_DECLS

/**
 * KpStatus:
 *
 * The status texts of the list (ui.md section 9), as facts; the words are made when drawn.
 * Stored: never renumber.
 */
typedef enum
{
  KP_STATUS_NOT_CHECKED = 0,
  KP_STATUS_LOCKED = 1,
  KP_STATUS_EXPIRING = 2, /* Locked, expires in N days: status_at */
  KP_STATUS_RENEWING = 3,
  KP_STATUS_LOCKED_PROXIED = 4,
  KP_STATUS_LOCKED_PRIVATE_ROOT = 5,
  KP_STATUS_WAITING_DNS = 6,      /* Waiting for DNS until …: until, 0 if unknown */
  KP_STATUS_WAITING_CUSTOMER = 7, /* Waiting for the customer, N days: status_at is since */
  KP_STATUS_WAITING_PROVIDER = 8, /* Waiting for PROVIDER, N days: status_at is since */
  KP_STATUS_OVERDUE = 9,          /* Overdue: WHO, N days: next.who, next.due */
  KP_STATUS_EXPIRED = 10,
  KP_STATUS_NO_LONGER_SECURE = 11, /* No longer secure since …: status_at */
  KP_STATUS_NOT_SECURED_YET = 12,
  KP_STATUS_COULD_NOT_ASK = 13, /* Could not ask, locked at …: last_lock, last_lock_at */
  KP_STATUS_STALE = 14, /* Last checked N days ago, LOCK then: checked_at, last_lock */
} KpStatus;

/**
 * KpSummary:
 * @checked_at: when the evidence is from, Unix seconds, 0 if never checked
 * @lock: derived from it
 * @status: which status text
 * @status_at: the moment that text speaks of, 0 if none
 * @last_lock: the lock of the last check that gave evidence
 * @last_lock_at: when that was, 0 if never
 * @last_locked_at: when it was last locked, 0 if never
 * @next: the next action
 * @until: when pending ends at the latest; of an unlocked one where resolvers still differ
 * after that, when it was; else 0, and if unknown
 * @not_before: of the certificate that is served (the one that ends first), 0 if none
 * @not_after: its end, 0 if none
 * @renew_by: the last day to start renewing, 0 if none
 * @expiring: the certificate ends soon: renew_by has come, or the last 30 days have
 * @main_finding: (nullable): interned id of the first wrong finding, else the first waiting
 * one; its title stands after the status
 * @cause: (nullable): "ID SUBJECT" of that finding: sites with the same cause are one line
 * @findings: (nullable): ids of all findings but notes, separated by one space
 * @attention: the sort key of the order Attention (smaller is more urgent): group in the
 * top 8 bits, then the day due
 * @holds_until: the verdict may be another after this moment, even with the same evidence:
 * judge again; 0 if it holds until the next check
 * @judged_by: kp_profile_get_fingerprint() of the profile it was judged by; 0 if that was
 * missing, -1 if it is not known
 *
 * What the list needs of a site's verdict: derived data, kept beside the site so that
 * 100,000 sites can be listed without judging each again. Never a wish: it is only ever
 * written from a verdict. A plain value but for the owned strings.
 */
typedef struct
{
  gint64 checked_at;
  KpLock lock;
  KpStatus status;
  gint64 status_at;
  KpLock last_lock;
  gint64 last_lock_at;
  gint64 last_locked_at;
  KpNextAction next;
  gint64 until;
  gint64 not_before;
  gint64 not_after;
  gint64 renew_by;
  gboolean expiring;
  const char *main_finding;
  char *cause;
  char *findings;
  guint64 attention;
  gint64 holds_until;
  gint64 judged_by;
} KpSummary;

/** kp_summary_init: Makes @self that of a site never checked: what a verdict without
 * evidence gives. */
void kp_summary_init (KpSummary *self);
/** kp_summary_copy: Deep-copies @source into @self, which is cleared first (so it must be
 * initialized). */
void kp_summary_copy (KpSummary *self, const KpSummary *source);
/** kp_summary_clear: Frees what @self owns and makes it that of a site never checked. */
void kp_summary_clear (KpSummary *self);
/** kp_summary_has: Returns: whether @id is among its findings; notes are not kept */
gboolean kp_summary_has (const KpSummary *self, KpFindingId id);
/** kp_summary_equal: Returns: whether both say the same */
gboolean kp_summary_equal (const KpSummary *a, const KpSummary *b);
/**
 * kp_summary_format_status:
 * @self: a summary
 * @provider_name: (nullable): how the provider is called
 * @now: Unix seconds
 *
 * Returns: (transfer full): the status text of ui.md section 9 in the user's language and
 * time zone, with ": TITLE" of the main finding after it where that is wrong
 */
char *kp_summary_format_status (const KpSummary *self, const char *provider_name,
                                gint64 now);
/**
 * kp_summary_format_row_name:
 *
 * Returns: (transfer full): a row's accessible name, "HOST, LOCK: STATUS" (contract, Names
 * in the window)
 */
char *kp_summary_format_row_name (const KpSummary *self, const char *host,
                                  const char *provider_name, gint64 now);

G_END_DECLS
