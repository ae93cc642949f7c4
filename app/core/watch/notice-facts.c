/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/watch/notice-facts.h"

#include <glib/gi18n.h>

#include "core/base/time-text.h"
#include "core/check/causes.h"
#include "core/watch/check-policy.h"
#include "core/watch/reply-look.h"

/* So long something that was waited for is news, in seconds. */
#define EVENT_HOLDS (7 * KP_DAY)
/* What was wrong so long was told already, and belongs into the summary. */
#define WRONG_FOR_LONG KP_DAY

/* Some desktops read markup in what they are told. */
static char *
plain (char *text)
{
  return g_strdelimit (text, "<>&", ' ');
}

/* Returns: (transfer none) (nullable): the only one that @cause explains */
static KpSite *
find_single (GPtrArray *sites, const KpCause *cause)
{
  for (guint i = 0; i < sites->len && cause->count == 1; i++)
    if (kp_cause_matches (cause, kp_site_get_summary (g_ptr_array_index (sites, i))))
      return g_ptr_array_index (sites, i);
  return NULL;
}

static KpTopic *
make_cause (const KpCause *cause, KpSite *single)
{
  g_autofree char *id =
      g_strconcat (KP_NOTICE_CAUSE_PREFIX, kp_finding_id_to_string (cause->id),
                   cause->subject != NULL ? " " : NULL, cause->subject, NULL);
  g_autofree char *body = plain (kp_cause_format (cause));
  g_autofree char *title = NULL;

  if (single != NULL)
    /* Translators: a host name */
    title = g_strdup_printf (_ ("%s is no longer secure"), kp_site_get_label (single));
  else
    title = g_strdup_printf (
        /* Translators: %u is a number of sites. */
        ngettext ("%u site is no longer secure", "%u sites are no longer secure",
                  cause->count),
        cause->count);
  return kp_topic_new (KP_TOPIC_CAUSE, cause->count,
                       kp_notice_new (id, title, body,
                                      single != NULL ? KP_NOTICE_SITE : KP_NOTICE_LIST,
                                      single != NULL ? kp_site_get_id (single) : 0));
}

gboolean
kp_notice_facts_add_causes (GListModel *sites, GPtrArray *topics)
{
  g_autoptr (KpCauses) causes = kp_causes_new ();
  g_autoptr (GPtrArray) wrong = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) found = NULL;
  guint n = g_list_model_get_n_items (sites);
  gboolean unsure = FALSE;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (KpSite) site = g_list_model_get_item (sites, i);
      const KpSummary *summary = kp_site_get_summary (site);

      unsure |= summary->lock == KP_LOCK_UNKNOWN && summary->last_lock == KP_LOCK_UNLOCKED;
      if (!kp_check_policy_is_confirmed (summary))
        continue;
      kp_causes_add (causes, site);
      g_ptr_array_add (wrong, g_steal_pointer (&site));
    }
  found = kp_causes_list (causes);
  for (guint i = 0; i < found->len; i++)
    {
      const KpCause *cause = g_ptr_array_index (found, i);

      g_ptr_array_add (topics, make_cause (cause, find_single (wrong, cause)));
    }
  return unsure;
}

static KpNotice *
make_secured (const char *id, KpSite *site)
{
  g_autofree char *title =
      /* Translators: a host name */
      g_strdup_printf (_ ("%s is locked"), kp_site_get_label (site));

  return kp_notice_new (id, title, _ ("The last check proves it: the job is done."),
                        KP_NOTICE_SITE, kp_site_get_id (site));
}

/* What is served is the new certificate: by it the next day is counted. */
static char *
describe_renewed (KpSite *site, gint64 now)
{
  gint64 renew_by = kp_site_get_summary (site)->renew_by;
  g_autofree char *day = NULL;

  if (renew_by <= now)
    return g_strdup (_ ("The new certificate is served, as the last check proves."));
  day = kp_time_format_date (renew_by);
  return g_strdup_printf (
      /* Translators: %s is a day: "18 May 2027". */
      _ ("The new certificate is served, as the last check proves. Renew it by %s."), day);
}

static KpNotice *
make_renewed (const char *id, KpSite *site, gint64 now)
{
  g_autofree char *body = describe_renewed (site, now);
  g_autofree char *title =
      /* Translators: a host name */
      g_strdup_printf (_ ("%s is renewed"), kp_site_get_label (site));

  return kp_notice_new (id, title, body, KP_NOTICE_SITE, kp_site_get_id (site));
}

void
kp_notice_facts_add_events (KpPortfolio *portfolio, KpNoticeState *state, gint64 now,
                            GPtrArray *topics)
{
  guint i = 0;

  while (i < state->events->len)
    {
      const KpNoticeEvent *event = &g_array_index (state->events, KpNoticeEvent, i);
      KpSite *site = kp_portfolio_find_by_id (portfolio, event->site_id);
      g_autofree char *id = NULL;

      if (site == NULL || kp_site_get_summary (site)->lock == KP_LOCK_UNLOCKED
          || now - event->at > EVENT_HOLDS)
        {
          g_array_remove_index (state->events, i);
          continue;
        }
      id = g_strdup_printf ("%s-%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT,
                            event->kind == KP_TOPIC_SECURED ? "secured" : "renewed",
                            event->site_id, event->at);
      g_ptr_array_add (topics, kp_topic_new (event->kind, 1,
                                             event->kind == KP_TOPIC_SECURED
                                                 ? make_secured (id, site)
                                                 : make_renewed (id, site, now)));
      i++;
    }
}

static const char *
describe_request (KpRequest *request, KpPortfolio *portfolio, gboolean refused)
{
  if (refused)
    return _ ("The provider’s reason is with it.");
  if (kp_reply_look_is_awaited (request, portfolio))
    return _ ("The renewal waits for a signing request: see whether the reply brings it.");
  return _ ("The reply is with the request.");
}

static KpTopic *
make_request (KpRequest *request, KpPortfolio *portfolio, KpTopicKind kind)
{
  gboolean refused = kind == KP_TOPIC_REFUSED;
  const char *site = kp_request_get_site (request);
  const char *about = *site != '\0' ? site : kp_request_get_reference (request);
  g_autofree char *id = g_strdup_printf (
      "%s-%" G_GINT64_FORMAT, refused ? "refused" : "reply", kp_request_get_id (request));
  g_autofree char *title = NULL;

  if (refused)
    /* Translators: a host name, or the reference of a request */
    title = g_strdup_printf (_ ("The request about %s was refused"), about);
  else
    /* Translators: a host name, or the reference of a request */
    title = g_strdup_printf (_ ("The provider has answered about %s"), about);
  return kp_topic_new (kind, refused ? 1 : kp_request_get_unseen (request),
                       kp_notice_new (id, title,
                                      describe_request (request, portfolio, refused),
                                      KP_NOTICE_REQUEST, kp_request_get_id (request)));
}

/* What the renewal goes on with is on the page of its site. */
static KpTopic *
make_csr (KpRequest *request)
{
  g_autofree char *id =
      g_strdup_printf ("reply-%" G_GINT64_FORMAT, kp_request_get_id (request));
  g_autofree char *title = g_strdup_printf (
      /* Translators: a host name */
      _ ("The signing request for %s has arrived"), kp_request_get_site (request));

  return kp_topic_new (
      KP_TOPIC_REPLY, kp_request_get_unseen (request),
      kp_notice_new (
          id, title,
          _ ("It is in the provider’s reply. Have it checked, and go on with the "
             "renewal."),
          KP_NOTICE_SITE, kp_request_get_site_id (request)));
}

static KpTopic *
make_reply (KpRequest *request, KpPortfolio *portfolio, GHashTable *csrs)
{
  gint64 id = kp_request_get_id (request);

  return g_hash_table_contains (csrs, &id) && kp_reply_look_is_awaited (request, portfolio)
             ? make_csr (request)
             : make_request (request, portfolio, KP_TOPIC_REPLY);
}

void
kp_notice_facts_add_requests (GListModel *requests, KpPortfolio *portfolio,
                              GHashTable *csrs, GPtrArray *topics)
{
  guint n = g_list_model_get_n_items (requests);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (KpRequest) request = g_list_model_get_item (requests, i);

      if (kp_request_get_state (request) == KP_REQUEST_REFUSED)
        g_ptr_array_add (topics, make_request (request, portfolio, KP_TOPIC_REFUSED));
      else if (kp_request_get_unseen (request) > 0)
        g_ptr_array_add (topics, make_reply (request, portfolio, csrs));
    }
}

/* What is to be done, by the sites it concerns. */
typedef struct
{
  guint wrong;
  guint overdue;
  guint renew;
} Left;

static void
count (Left *left, KpSite *site, gint64 now)
{
  const KpSummary *summary = kp_site_get_summary (site);

  /* Each site once, for what is most urgent. */
  if (kp_check_policy_is_confirmed (summary)
      && now - kp_check_policy_get_wrong_since (summary) > WRONG_FOR_LONG)
    left->wrong++;
  else if (summary->next.overdue)
    left->overdue++;
  else if (summary->expiring && kp_site_get_job (site) == NULL)
    left->renew++;
}

/* @part: (transfer full) */
static void
add_part (GString *text, guint n, char *part)
{
  if (n > 0)
    g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", part);
  g_free (part);
}

KpNotice *
kp_notice_facts_make_summary (GListModel *sites, gint64 now)
{
  g_autoptr (GString) body = g_string_new (NULL);
  g_autofree char *title = NULL;
  guint n = g_list_model_get_n_items (sites), all;
  Left left = { 0 };

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (KpSite) site = g_list_model_get_item (sites, i);

      count (&left, site, now);
    }
  all = left.wrong + left.overdue + left.renew;
  if (all == 0)
    return NULL;
  /* Translators: %u is a number of sites. */
  title = g_strdup_printf (ngettext ("%u site needs you", "%u sites need you", all), all);
  add_part (body, left.wrong,
            /* Translators: %u is a number of sites. */
            g_strdup_printf (ngettext ("%u not secure", "%u not secure", left.wrong),
                             left.wrong));
  add_part (
      body, left.overdue,
      /* Translators: %u is a number of sites. */
      g_strdup_printf (ngettext ("%u overdue", "%u overdue", left.overdue), left.overdue));
  add_part (
      body, left.renew,
      /* Translators: %u is a number of sites. */
      g_strdup_printf (ngettext ("%u to renew", "%u to renew", left.renew), left.renew));
  return kp_notice_new ("summary", title, body->str, KP_NOTICE_LIST, 0);
}
