/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/report.h"

#include "core/base/time-text.h"
#include "core/check/probe-text.h"
#include "core/exchange/site-json.h"
#include "ctl/message.h"
#include "ctl/table.h"
#include "ctl/text.h"

#include <glib/gi18n.h>

/* The evidence of so many sites is in memory at a time. */
#define CHUNK 256

char *
kp_report_age (gint64 at, gint64 now)
{
  gint64 seconds = MAX (now - at, 0);

  if (at == 0)
    return g_strdup ("–");
  if (seconds < 60)
    return g_strdup (C_ ("checked", "now"));
  if (seconds < 3600)
    /* Translators: short for minutes */
    return g_strdup_printf (_ ("%d min"), (int) (seconds / 60));
  if (seconds < 48 * 3600)
    /* Translators: short for hours */
    return g_strdup_printf (_ ("%d h"), (int) (seconds / 3600));
  /* Translators: short for days */
  return g_strdup_printf (_ ("%d d"), (int) (seconds / 86400));
}

static char *
format_checked (gint64 at, gint64 now)
{
  g_autofree char *age = kp_report_age (at, now);

  if (at == 0)
    return g_strdup (_ ("never"));
  /* Translators: how long ago: "5 min ago" */
  return now - at < 60 ? g_steal_pointer (&age) : g_strdup_printf (_ ("%s ago"), age);
}

/* The time that is left, as exact as the column tells it: hours, from a day on whole days.
 */
#define LEFT_NONE (-2) /* there is no certificate */
#define LEFT_ENDED (-1)

static int
count_left (const KpSummary *summary, gint64 now)
{
  gint64 hours = MAX ((summary->not_after - now) / 3600, 1);

  if (summary->not_after == 0)
    return LEFT_NONE;
  if (summary->not_after <= now)
    return LEFT_ENDED;
  return (int) MIN (hours < 24 ? hours : hours / 24 * 24, G_MAXINT);
}

static char *
format_left (int left)
{
  if (left == LEFT_NONE)
    return g_strdup ("–");
  if (left == LEFT_ENDED)
    return g_strdup (C_ ("certificate", "ended"));
  if (left < 24)
    /* Translators: short for hours */
    return g_strdup_printf (_ ("%d h"), left);
  /* Translators: short for days */
  return g_strdup_printf (_ ("%d d"), left / 24);
}

/* Of many sites the same few ages and days are shown: each is made once. */
typedef struct
{
  gint64 now;
  GHashTable *ages;    /* minutes → char * */
  GHashTable *expires; /* what count_left() gives → char * */
} Known;

static void
known_init (Known *self, gint64 now)
{
  self->now = now;
  self->ages = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->expires = g_hash_table_new_full (NULL, NULL, NULL, g_free);
}

static void
known_clear (Known *self)
{
  g_hash_table_unref (self->ages);
  g_hash_table_unref (self->expires);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Known, known_clear)

static const char *
get_age (Known *self, gint64 at)
{
  gpointer minutes =
      GSIZE_TO_POINTER (at != 0 ? (gsize) (MAX (self->now - at, 0) / 60) : G_MAXSIZE);
  char *age = g_hash_table_lookup (self->ages, minutes);

  if (age == NULL)
    {
      age = kp_report_age (at, self->now);
      g_hash_table_insert (self->ages, minutes, age);
    }
  return age;
}

static const char *
get_expires (Known *self, const KpSummary *summary)
{
  gpointer left = GINT_TO_POINTER (count_left (summary, self->now));
  char *text = g_hash_table_lookup (self->expires, left);

  if (text == NULL)
    {
      text = format_left (GPOINTER_TO_INT (left));
      g_hash_table_insert (self->expires, left, text);
    }
  return text;
}

static const char *
provider_name (KpCtl *ctl, KpSite *site)
{
  KpProfile *profile =
      kp_catalogue_find (kp_desk_get_catalogue (ctl->desk), kp_site_get_provider (site));

  return profile != NULL ? kp_profile_get_name (profile) : kp_site_get_provider (site);
}

void
kp_report_sites (KpCtl *ctl, GPtrArray *sites)
{
  const char *const headings[] = { _ ("LOCK"),    _ ("SITE"),     _ ("STATUS"),
                                   _ ("NEXT"),    _ ("CUSTOMER"), _ ("PROVIDER"),
                                   _ ("EXPIRES"), _ ("CHECKED"),  NULL };
  static const guint optional[] = { 3, 4, 6, 5 };
  g_autoptr (KpTable) table = kp_table_new (headings);
  gint64 now = kp_clock_now (kp_desk_get_clock (ctl->desk));
  g_auto (Known) known = { 0 };

  known_init (&known, now);
  for (guint i = 0; i < G_N_ELEMENTS (optional); i++)
    kp_table_set_optional (table, optional[i]);
  for (guint i = 0; i < sites->len; i++)
    {
      KpSite *site = g_ptr_array_index (sites, i);
      const KpSummary *summary = kp_site_get_summary (site);
      const char *provider = provider_name (ctl, site);
      g_autofree char *status = kp_summary_format_status (summary, provider, now);
      g_autofree char *next = kp_next_action_format (&summary->next, provider, NULL);
      const char *const cells[] = { kp_lock_to_string (summary->lock),
                                    kp_site_get_label (site),
                                    status,
                                    next,
                                    kp_site_get_customer (site),
                                    provider,
                                    get_expires (&known, summary),
                                    get_age (&known, summary->checked_at),
                                    NULL };

      kp_table_add_lock (table, summary->lock, cells);
    }
  kp_table_print (table);
}

void
kp_report_sum (GPtrArray *sites)
{
  guint counts[KP_LOCK_N] = { 0 };

  for (guint i = 0; i < sites->len; i++)
    counts[kp_site_get_summary (g_ptr_array_index (sites, i))->lock]++;
  /* Translators: the number of sites that were checked, and of each lock */
  g_print (ngettext ("%u site: %u unlocked, %u pending, %u unknown, %u locked",
                     "%u sites: %u unlocked, %u pending, %u unknown, %u locked",
                     sites->len),
           sites->len, counts[KP_LOCK_UNLOCKED], counts[KP_LOCK_PENDING],
           counts[KP_LOCK_UNKNOWN], counts[KP_LOCK_LOCKED]);
  g_print ("\n");
}

static void
report_finding (const KpFinding *finding)
{
  g_autofree char *text = kp_text_clean (finding->text);
  g_autofree char *fix = finding->fix != NULL ? kp_text_clean (finding->fix) : NULL;

  /* The contract's words, so that what is seen can be looked for in the manual. */
  g_print ("  %-8s %s\n           %s\n", kp_severity_to_string (finding->severity),
           kp_finding_id_to_string (finding->id), text);
  if (fix != NULL)
    g_print ("           → %s\n", fix);
}

void
kp_report_findings (GPtrArray *findings)
{
  for (guint i = 0; i < findings->len; i++)
    report_finding (g_ptr_array_index (findings, i));
}

static char *
answer_text (const KpResolverAnswer *answer)
{
  g_autofree char *key = NULL;

  if (!answer->answered)
    return answer->error != NULL ? kp_resolver_answer_tell_error (answer) : g_strdup ("");
  key = kp_resolver_answer_get_key (answer);
  if (answer->rcode == 2)
    return g_strdup ("SERVFAIL");
  return g_steal_pointer (&key);
}

static void
print_resolvers (const KpObservation *observation, const KpVerdict *verdict)
{
  const char *const headings[] = { _ ("RESOLVER"), _ ("DNS"), _ ("TTL"), _ ("ANSWER"),
                                   NULL };
  g_autoptr (KpTable) table = kp_table_new (headings);

  kp_table_set_indent (table, 2);
  for (guint i = 0; i < observation->answers->len; i++)
    {
      const KpResolverAnswer *answer = g_ptr_array_index (observation->answers, i);
      g_autofree char *text = answer_text (answer);
      guint32 left = kp_resolver_answer_get_ttl_at (answer, observation->checked_at);
      g_autofree char *ttl =
          answer->ttl_known ? g_strdup_printf ("%u s", left) : g_strdup ("–");
      KpOutcome outcome = g_array_index (verdict->resolvers, guint8, i);

      kp_table_add (table,
                    (const char *const[]){ answer->name, kp_outcome_to_string (outcome),
                                           ttl, text, NULL });
    }
  kp_table_print (table);
}

static char *
probe_text (const KpProbe *probe, gint64 now)
{
  const KpCertificateFacts *facts = probe->certificate;
  g_autofree char *day = NULL;

  if (facts == NULL)
    {
      char *reason = kp_probe_describe_reason (probe);

      return reason != NULL ? reason : g_strdup ("–");
    }
  day = kp_time_format_near_day (facts->not_after, now);
  if (facts->not_after < now)
    /* Translators: the issuer of a certificate, and the day of its end */
    return g_strdup_printf (_ ("%s, ended %s"), facts->issuer, day);
  /* Translators: the issuer of a certificate, and the day of its end */
  return g_strdup_printf (_ ("%s, until %s"), facts->issuer, day);
}

static void
print_addresses (const KpObservation *observation, const KpVerdict *verdict, gint64 now)
{
  const char *const headings[] = { _ ("ADDRESS"), _ ("TLS"), _ ("PROTOCOL"),
                                   _ ("CERTIFICATE"), NULL };
  g_autoptr (KpTable) table = kp_table_new (headings);

  kp_table_set_indent (table, 2);
  for (guint i = 0; i < observation->probes->len; i++)
    {
      const KpProbe *probe = g_ptr_array_index (observation->probes, i);
      g_autofree char *text = probe_text (probe, now);
      gboolean judged = g_array_index (verdict->judged, guint8, i);
      KpOutcome outcome = g_array_index (verdict->addresses, guint8, i);

      if (!kp_verdict_tells_probe (verdict, observation, i))
        continue;
      kp_table_add (table,
                    (const char *const[]){ probe->address,
                                           /* Shown, but not the address of this site. */
                                           judged ? kp_outcome_to_string (outcome) : "–",
                                           probe->protocol != NULL ? probe->protocol : "–",
                                           text, NULL });
    }
  kp_table_print (table);
}

static void
print_facts (KpCtl *ctl, const KpJudgement *judgement, const KpVerdict *verdict)
{
  KpSite *site = judgement->site;
  const KpSummary *summary = &verdict->summary;
  const char *provider = provider_name (ctl, site);
  g_autofree char *status = kp_summary_format_status (summary, provider, judgement->now);
  g_autofree char *next = kp_next_action_format (&summary->next, provider, NULL);
  g_autofree char *checked = format_checked (summary->checked_at, judgement->now);
  const struct
  {
    const char *label;
    const char *value;
  } rows[] = { { _ ("Status"), status },
               { _ ("Next action"), next },
               { _ ("Provider"), provider },
               { _ ("Customer"), kp_site_get_customer (site) },
               { _ ("Must point to"), verdict->target },
               { _ ("Note"), kp_site_get_note (site) },
               { _ ("Checked"), checked } };
  g_autoptr (KpTable) table = kp_table_new_plain (2);

  kp_table_set_indent (table, 2);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (rows[i].value != NULL && *rows[i].value != '\0')
      kp_table_add (table, (const char *const[]){ rows[i].label, rows[i].value, NULL });
  kp_table_print (table);
}

void
kp_report_site (KpCtl *ctl, const KpJudgement *judgement, const KpVerdict *verdict)
{
  const KpObservation *observation = judgement->observation;
  KpLock lock = verdict->summary.lock;

  g_print ("%s: %s%s%s\n", kp_site_get_label (judgement->site), kp_table_get_colour (lock),
           kp_lock_to_string (lock), kp_table_get_no_colour ());
  print_facts (ctl, judgement, verdict);
  if (observation != NULL)
    {
      print_resolvers (observation, verdict);
      print_addresses (observation, verdict, judgement->now);
    }
  kp_report_findings (verdict->findings);
}

/* What a DNS administrator needs, as Copy Instructions gives it in the window. */
static void
report_plan (const KpJudgement *judgement, const KpVerdict *verdict)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (judgement->observation == NULL || verdict->plan == NULL || !verdict->plan->needed
      || verdict->plan->impossible)
    return;
  text = kp_dns_plan_format_instructions (verdict->plan, judgement->observation);
  lines = g_strsplit (g_strchomp (text), "\n", -1);
  g_print ("\n");
  for (char **line = lines; *line != NULL; line++)
    {
      g_autofree char *clean = kp_text_clean (*line);

      g_print (*clean != '\0' ? "  %s\n" : "%s\n", clean);
    }
}

static void
report_one (KpCtl *ctl, KpSite *site, const KpEvidence *evidence, JsonBuilder *builder)
{
  g_autoptr (KpVerdict) verdict = NULL;
  KpJudgement judgement;

  kp_desk_fill_judgement (ctl->desk, site, &judgement);
  judgement.observation = evidence->observation;
  judgement.history = evidence->history;
  verdict = kp_verdict_new (&judgement);
  if (builder != NULL)
    kp_site_json_add (builder, &judgement, verdict);
  else
    {
      kp_report_site (ctl, &judgement, verdict);
      report_plan (&judgement, verdict);
    }
}

KpCtlStatus
kp_report_stored (KpCtl *ctl, GPtrArray *sites, JsonBuilder *builder)
{
  KpStore *store = kp_desk_get_store (ctl->desk);

  for (guint first = 0; first < sites->len; first += CHUNK)
    {
      g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GPtrArray) all = NULL;
      g_autoptr (GError) error = NULL;
      guint used = 0;

      for (guint i = first; i < MIN (first + CHUNK, sites->len); i++)
        {
          gint64 id = kp_site_get_id (g_ptr_array_index (sites, i));

          g_array_append_val (ids, id);
        }
      kp_store_load_evidence_async (store, (const gint64 *) ids->data, ids->len, NULL,
                                    kp_ctl_wait_cb, &result);
      result = kp_ctl_wait (&result);
      all = kp_store_load_evidence_finish (store, result, &error);
      if (all == NULL)
        return kp_ctl_fail_error (ctl, "store", error);
      for (guint i = first; i < MIN (first + CHUNK, sites->len) && used < all->len; i++)
        {
          KpSite *site = g_ptr_array_index (sites, i);
          const KpEvidence *evidence = g_ptr_array_index (all, used);

          if (evidence->site_id == kp_site_get_id (site))
            {
              report_one (ctl, site, evidence, builder);
              used++;
            }
        }
    }
  return KP_CTL_FINE;
}

KpCtlStatus
kp_report_document (KpCtl *ctl, GPtrArray *sites)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  KpCtlStatus status;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "sites");
  json_builder_begin_array (builder);
  status = kp_report_stored (ctl, sites, builder);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  if (status == KP_CTL_FINE)
    kp_ctl_print_json (builder);
  return status;
}
