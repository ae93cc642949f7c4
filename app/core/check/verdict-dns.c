/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/check/verdict-private.h"

#include <glib/gi18n.h>

/* How long one resolver that differs is waited for. */
#define DIFFERS_FOR KP_DAY

static void
set_outcome (KpJudge *self, guint i, KpOutcome outcome)
{
  g_array_index (self->verdict->resolvers, guint8, i) = outcome;
}

/* Seen by one resolver, so only told once no cache can hold it any more. */
static void
judge_doubled (KpJudge *self)
{
  const KpObservation *seen = self->seen;
  g_autofree char *relative = NULL;

  if (seen->doubled == NULL)
    return;
  relative = kp_dns_relative_host (seen->host, seen->zone);
  kp_judge_add (
      self, KP_FINDING_DNS_DOUBLED_NAME, seen->zone,
      /* Translators: a name such as "cp.example.com.example.com", then "cp.example.com" */
      g_strdup_printf (_ ("The record was made at %s instead of %s."), seen->doubled->owner,
                       seen->host),
      g_strdup_printf (
          /* Translators: %s is a short host ("cp") */
          _ ("The DNS host adds the domain by itself: have the record made anew "
             "with only “%s” as its host, and the other removed."),
          relative));
}

/* Records of the name that forbid a CNAME; from one resolver as well. */
static void
judge_records_beside (KpJudge *self)
{
  const KpObservation *seen = self->seen;
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *joined = NULL;

  if (seen->is_apex || kp_observation_is_of_wildcard (seen))
    return;
  for (guint i = 0; i < seen->other_records->len; i++)
    g_ptr_array_add (values,
                     g_strdup (kp_record_type_to_string (
                         ((KpRecord *) g_ptr_array_index (seen->other_records, i))->type)));
  if (values->len == 0
      || kp_verdict_find (self->verdict, KP_FINDING_DNS_OTHER_RECORDS) != NULL)
    return;
  joined = kp_judge_join (values);
  kp_judge_add (
      self, KP_FINDING_DNS_OTHER_RECORDS, NULL,
      /* Translators: a host name, and types of records ("MX, TXT") */
      g_strdup_printf (_ ("%s has other records that can’t stand beside a CNAME: %s."),
                       seen->host, joined),
      g_strdup (
          _ ("Have them removed together with the address record. If mail goes to this "
             "name, choose another host name for the site.")));
}

static void
add_moved_away (KpJudge *self)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new ();
  g_autofree char *joined = NULL;
  g_autofree char *day = NULL;
  gint64 since =
      self->history->away_since > 0 ? self->history->away_since : self->seen->checked_at;

  for (guint i = 0; i < self->seen->answers->len; i++)
    if (kp_answer_kind_is_away (kp_judge_kind (self, i)))
      kp_judge_add_values (self, i, values);
  joined = kp_judge_join (values);
  day = kp_time_format_near_day (since, self->in->now);
  kp_judge_add (
      self, KP_FINDING_SITE_MOVED_AWAY, self->target,
      /* Translators: a host name, the target, where it points now, and a day ("today" or
       * "12 November") */
      g_strdup_printf (_ ("%s was at %s and is now at %s, since %s."), self->seen->host,
                       self->target, joined, day),
      g_strdup (
          _ ("Ask the customer whether this was meant. If so, retire the site; if not, "
             "have the CNAME set back.")));
}

/* One resolver against at least two: its cache, or its own policy. */
static KpOutcome
judge_odd_answer (KpJudge *self)
{
  const KpResolverAnswer *answer = g_ptr_array_index (self->seen->answers, self->count.odd);
  gint64 since = self->history->differs_since > 0 ? self->history->differs_since
                                                  : self->seen->checked_at;
  gint64 until = MAX (since, self->verdict->propagation->limit) + DIFFERS_FOR;
  g_autofree char *key = kp_answer_kind_is_record (kp_judge_kind (self, self->count.odd))
                             ? kp_resolver_answer_get_key (answer)
                             : g_strdup (_ ("an error"));
  gboolean waits = !kp_judge_has_come (self, until);

  kp_judge_add_as (
      self, KP_FINDING_DNS_RESOLVER_DIFFERS, waits ? KP_SEVERITY_WAITING : KP_SEVERITY_NOTE,
      answer->name,
      /* Translators: the name of a resolver ("Google"), and a record set ("A 192.0.2.1"),
       * "none" or "an error" */
      g_strdup_printf (_ ("%s alone answers differently: %s."), answer->name, key),
      g_strdup (
          _ ("The others agree, so the record is right. If it lasts, the cache of this "
             "resolver or one of the zone’s name servers is behind.")),
      waits ? until : 0);
  return waits ? KP_OUTCOME_WAITING : KP_OUTCOME_WRONG;
}

static void
add_filtered (KpJudge *self, guint i)
{
  const KpResolverAnswer *answer = g_ptr_array_index (self->seen->answers, i);

  kp_judge_add (
      self, KP_FINDING_DNS_FILTERED, answer->name,
      /* Translators: the name of a resolver ("Quad9"), and a host name */
      g_strdup_printf (_ ("%s alone says that %s does not exist."), answer->name,
                       self->seen->host),
      g_strdup (_ ("Resolvers that filter do so to names they hold for dangerous. If the "
                   "site is not, ask the one who runs this resolver to take it off the "
                   "list.")));
  set_outcome (self, i, KP_OUTCOME_UNKNOWN);
}

static void
add_propagating (KpJudge *self)
{
  const KpPropagation *spread = self->verdict->propagation;
  g_autofree char *moment = NULL;
  g_autofree char *text = NULL;

  if (spread->until > 0)
    {
      moment = kp_time_format_moment (spread->until, self->in->now);
      text = g_strdup_printf (
          /* Translators: how many resolvers, of how many that answered (the plural is that
           * of this second number), and a moment ("14:35") */
          ngettext ("The new record is seen by %u of %u resolver; the old one is gone by "
                    "%s at the latest.",
                    "The new record is seen by %u of %u resolvers; the old one is gone by "
                    "%s at the latest.",
                    spread->n_answered),
          spread->n_new, spread->n_answered, moment);
    }
  else
    text = g_strdup_printf (
        /* Translators: how many resolvers, of how many that answered; the plural is that of
         * the second number. */
        ngettext ("The new record is seen by %u of %u resolver; when the last of the "
                  "others lets go of the old one is not known.",
                  "The new record is seen by %u of %u resolvers; when the last of the "
                  "others lets go of the old one is not known.",
                  spread->n_answered),
        spread->n_new, spread->n_answered);
  kp_judge_add_as (
      self, KP_FINDING_DNS_PROPAGATING, KP_SEVERITY_WAITING, self->target,
      g_steal_pointer (&text),
      g_strdup (_ ("Nothing is to be done but wait: resolvers keep the old "
                   "record until its time to live is over. Until then an answer "
                   "may flip back.")),
      spread->until);
}

static KpOutcome
judge_answer (KpJudge *self, guint i, gboolean filtered)
{
  KpAnswerKind kind = kp_judge_kind (self, i);
  KpFindingId id = kp_judge_id_of_kind (self, kind);
  gboolean away = self->moved_away && kp_answer_kind_is_away (kind);

  if (kp_answer_kind_leads (kind))
    return KP_OUTCOME_OK;
  if (self->spreading && kp_answer_kind_is_record (kind) && kind != KP_ANSWER_DANGLING)
    return KP_OUTCOME_WAITING;
  if (away)
    return KP_OUTCOME_WRONG;
  if (filtered && kp_answer_kind_denies (kind))
    {
      add_filtered (self, i);
      return KP_OUTCOME_UNKNOWN;
    }
  if (i == self->count.odd && self->count.n_lead >= 2)
    return judge_odd_answer (self);
  return kp_judge_add_dns (self, id) == KP_SEVERITY_WAITING ? KP_OUTCOME_WAITING
                                                            : KP_OUTCOME_WRONG;
}

static void
judge_target (KpJudge *self)
{
  gboolean filtered = kp_answer_count_is_filtered (&self->count);
  /* One alone against two is no matter of the zone. */
  gboolean settled = self->count.n_astray <= (self->count.n_lead >= 2 ? 1 : 0);

  if (self->moved_away)
    add_moved_away (self);
  else if (!self->spreading && !settled)
    judge_doubled (self);
  for (guint i = 0; i < self->seen->answers->len; i++)
    if (kp_judge_kind (self, i) != KP_ANSWER_SILENT)
      set_outcome (self, i, judge_answer (self, i, filtered));
  if (self->spreading)
    add_propagating (self);
  else if (!self->moved_away && !settled)
    judge_records_beside (self);
}

/* Where it leads is nobody's concern; that it leads anywhere is. */
static void
judge_reachable (KpJudge *self)
{
  gboolean any = FALSE, filtered = kp_answer_count_is_filtered (&self->count);

  for (guint i = 0; i < self->seen->answers->len; i++)
    any = any || kp_judge_kind (self, i) == KP_ANSWER_ADDRESS;
  for (guint i = 0; i < self->seen->answers->len; i++)
    {
      KpAnswerKind kind = kp_judge_kind (self, i);

      if (kind == KP_ANSWER_SILENT)
        continue;
      if (kind == KP_ANSWER_ADDRESS)
        set_outcome (self, i, KP_OUTCOME_OK);
      else if (filtered && kp_answer_kind_denies (kind))
        add_filtered (self, i);
      else if (!any)
        set_outcome (self, i,
                     kp_judge_add_dns (self, kp_judge_id_of_kind (self, kind))
                             == KP_SEVERITY_WAITING
                         ? KP_OUTCOME_WAITING
                         : KP_OUTCOME_WRONG);
    }
}

static void
add_silent (KpJudge *self, const KpResolverAnswer *answer)
{
  g_autofree char *why = kp_resolver_answer_tell_error (answer);

  kp_judge_add (self, KP_FINDING_DNS_NO_ANSWER, answer->name,
                /* Translators: the name of a resolver ("Google"), and why, as a sentence */
                g_strdup_printf (_ ("%s could not be asked: %s"), answer->name,
                                 why != NULL ? why : "–"),
                g_strdup (_ ("This counts for nothing. If it lasts, look at the network or "
                             "choose another resolver.")));
}

static void
judge_silent (KpJudge *self)
{
  guint8 unknown = KP_OUTCOME_UNKNOWN;

  for (guint i = 0; i < self->seen->answers->len; i++)
    {
      const KpResolverAnswer *answer = g_ptr_array_index (self->seen->answers, i);

      g_array_append_val (self->verdict->resolvers, unknown);
      if (!answer->answered)
        add_silent (self, answer);
    }
}

static void
add_no_target (KpJudge *self)
{
  kp_judge_add (
      self, KP_FINDING_SITE_NO_TARGET, kp_judge_provider (self),
      /* Translators: a host name, and the name of a provider */
      g_strdup_printf (_ ("Nobody has said yet where %s must point at %s."),
                       self->seen->host, kp_judge_provider (self)),
      g_strdup (_ ("Enter the target that the provider gave for this site, or secure the "
                   "site to be given one.")));
}

/* That nobody knows what is wanted is no fault of the site, and no evidence for it. */
static void
judge_profile (KpJudge *self)
{
  const char *id = kp_site_get_provider (self->in->site);

  if (self->in->profile != NULL)
    return;
  if (self->in->broken_profile != NULL)
    kp_judge_add (
        self, KP_FINDING_SITE_NO_PROFILE, id,
        /* Translators: a provider's id, a file, and a host name */
        g_strdup_printf (_ ("The profile “%s” can’t be read from %s, so nobody knows where "
                            "%s must point."),
                         id, self->in->broken_profile, self->seen->host),
        g_strdup_printf (
            /* Translators: %s is a file */
            _ ("Mend %s, or choose another provider for the site."),
            self->in->broken_profile));
  else
    kp_judge_add (
        self, KP_FINDING_SITE_NO_PROFILE, id,
        /* Translators: a provider's id, and a host name */
        g_strdup_printf (_ ("The profile “%s” is missing, so nobody knows where %s must "
                            "point."),
                         id, self->seen->host),
        g_strdup_printf (
            /* Translators: a provider's id, which is the name of its file, too */
            _ ("Put “%s.json” back among your own profiles, or choose another provider for "
               "the site."),
            id));
}

/* Only where addresses were looked up: a target that could not be asked is unknown. */
static void
judge_dangling_target (KpJudge *self)
{
  if (self->target == NULL || g_strcmp0 (self->target, self->seen->target) != 0
      || !self->seen->target_answered || self->seen->target_addresses->len > 0)
    return;
  kp_judge_add (self, KP_FINDING_DNS_BROKEN, self->target,
                /* Translators: %s is a host name */
                g_strdup_printf (_ ("The target %s has no address."), self->target),
                g_strdup (_ ("Compare the target with what the provider told; if it is "
                             "right, ask the provider.")));
}

static KpOutcome
sum_up (const KpJudge *self)
{
  gboolean waiting = FALSE;

  if (self->count.n_answered == 0)
    return KP_OUTCOME_UNKNOWN;
  for (guint i = 0; i < self->verdict->findings->len; i++)
    {
      const KpFinding *finding = g_ptr_array_index (self->verdict->findings, i);

      if (!kp_finding_id_opens_lock (finding->id))
        continue;
      if (finding->severity == KP_SEVERITY_WRONG)
        return KP_OUTCOME_WRONG;
      waiting |= finding->severity == KP_SEVERITY_WAITING;
    }
  return waiting ? KP_OUTCOME_WAITING : KP_OUTCOME_OK;
}

void
kp_judge_dns (KpJudge *self)
{
  const char *target = self->judges_dns ? self->target : NULL;
  KpPropagation *spread =
      kp_propagation_new (self->seen, self->history, target, self->in->now);
  const KpJob *job = self->in->job;

  self->verdict->propagation = spread;
  self->verdict->plan = kp_dns_plan_new (self->seen, target);
  kp_answer_count_init (&self->count, self->seen, target, spread);
  judge_silent (self);
  judge_profile (self);
  if (self->count.n_answered == 0)
    return;

  if (self->judges_dns)
    {
      if (spread->over_at > 0)
        kp_judge_has_come (self, spread->over_at);
      /* A job begun after it left waits for the record as it is. */
      self->moved_away = kp_answer_count_is_away (&self->count, self->history)
                         && !(job != NULL && job->kind == KP_JOB_SECURE
                              && kp_job_has_reached (job, KP_JOB_STEP_DNS)
                              && job->started_at >= self->history->away_since);
      self->spreading = spread->under_way && !self->moved_away;
      self->verdict->plan->needed &= !self->spreading;
      judge_target (self);
    }
  else
    {
      if (self->wants_target && self->target == NULL)
        add_no_target (self);
      judge_reachable (self);
      judge_dangling_target (self);
    }
  self->verdict->dns = sum_up (self);
}
