/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/story.h"

#include <string.h>

#include "core/dns/propagation.h"

/* The lock rule once more, from the findings alone and from nothing that judged them. */
static KpLock
lock_of (const Story *self, const KpVerdict *verdict)
{
  const KpObservation *seen = self->observation;
  gint64 now = self->judgement.now, stale = self->judgement.thresholds.stale_after;
  gboolean answered = FALSE, wrong = FALSE, waiting = FALSE;

  for (guint i = 0; seen != NULL && i < seen->answers->len; i++)
    answered |= ((KpResolverAnswer *) g_ptr_array_index (seen->answers, i))->answered;
  if (!answered || seen->intercepted || ABS (now - seen->checked_at) > stale)
    return KP_LOCK_UNKNOWN;
  for (guint i = 0; i < verdict->findings->len; i++)
    {
      const KpFinding *finding = g_ptr_array_index (verdict->findings, i);

      if (!kp_finding_id_opens_lock (finding->id))
        continue;
      wrong |= finding->severity == KP_SEVERITY_WRONG;
      waiting |= finding->severity == KP_SEVERITY_WAITING;
    }
  if (wrong)
    return KP_LOCK_UNLOCKED;
  if (waiting)
    return KP_LOCK_PENDING;
  /* No address that answered, or a proxied site whose target was never looked at. */
  if (verdict->n_addresses_answered == 0 || verdict->summary.lock == KP_LOCK_UNKNOWN)
    return KP_LOCK_UNKNOWN;
  return KP_LOCK_LOCKED;
}

static void
prove_probe (const Story *self, const KpProbe *probe)
{
  const KpCertificateFacts *certificate = probe->certificate;

  if (probe->outcome == KP_PROBE_TIMED_OUT || probe->outcome == KP_PROBE_UNREACHABLE
      || probe->outcome == KP_PROBE_FAILED)
    return;
  g_assert_cmpint (probe->outcome, ==, KP_PROBE_SERVED);
  g_assert_true (probe->trust == KP_PROBE_TRUST_SYSTEM
                 || probe->trust == KP_PROBE_TRUST_EXTRA);
  g_assert_false (probe->weak);
  g_assert_true (g_str_equal (probe->protocol, "TLS1.3")
                 || g_str_equal (probe->protocol, "TLS1.2"));
  g_assert_true (kp_certificate_facts_cover (certificate, self->observation->host));
  g_assert_cmpint (certificate->not_before, <=, self->judgement.now);
  g_assert_cmpint (certificate->not_after, >=, self->judgement.now);
  if (probe->chain_not_after > 0)
    g_assert_cmpint (probe->chain_not_after, >=, self->judgement.now);
}

/* Green is evidence: every resolver that answered, except one alone, leads to the provider,
 * and every judged address that answered serves a certificate as it must be. */
static void
prove_green (const Story *self, const KpVerdict *verdict)
{
  const KpObservation *seen = self->observation;
  gboolean proxied = kp_site_get_proxied (self->judgement.site)
                     && (self->judgement.profile == NULL
                         || kp_profile_get_proxies_allowed (self->judgement.profile));
  guint lead = 0, astray = 0, n = 0;

  for (guint i = 0; i < seen->answers->len; i++)
    {
      const KpResolverAnswer *answer = g_ptr_array_index (seen->answers, i);
      gboolean leads = kp_answer_leads (answer, self->target, seen->target_addresses);

      lead += leads;
      astray += answer->answered && !leads;
    }
  if (self->target != NULL && !proxied)
    {
      g_assert_cmpuint (lead, >, 0);
      g_assert_cmpuint (astray, <=, lead >= 2 ? 1 : 0);
    }
  for (guint i = 0; i < seen->probes->len; i++)
    if (g_array_index (verdict->judged, guint8, i))
      {
        prove_probe (self, g_ptr_array_index (seen->probes, i));
        n++;
      }
  g_assert_cmpuint (n, >, 0);
  g_assert_cmpuint (verdict->n_addresses_answered, >, 0);
}

static void
prove_equal (const KpVerdict *a, const KpVerdict *b)
{
  g_assert_true (kp_summary_equal (&a->summary, &b->summary));
  g_assert_cmpuint (a->findings->len, ==, b->findings->len);
  for (guint i = 0; i < a->findings->len; i++)
    {
      const KpFinding *first = g_ptr_array_index (a->findings, i);
      const KpFinding *second = g_ptr_array_index (b->findings, i);

      g_assert_cmpint (first->id, ==, second->id);
      g_assert_cmpint (first->severity, ==, second->severity);
      g_assert_cmpint (first->until, ==, second->until);
      g_assert_cmpstr (first->subject, ==, second->subject);
    }
  g_assert_cmpint (a->dns, ==, b->dns);
  g_assert_cmpint (a->certificate, ==, b->certificate);
  g_assert_cmpmem (a->resolvers->data, a->resolvers->len, b->resolvers->data,
                   b->resolvers->len);
  g_assert_cmpmem (a->addresses->data, a->addresses->len, b->addresses->data,
                   b->addresses->len);
  g_assert_cmpmem (a->judged->data, a->judged->len, b->judged->data, b->judged->len);
}

/* The contract: the severity in brackets is its own; what a job waits for may be waiting,
 * and two are told as a note when nobody need do a thing. */
static void
prove_severity (const KpFinding *finding)
{
  static const KpFindingId may_wait[] = {
    KP_FINDING_DNS_A_RECORD,      KP_FINDING_DNS_WRONG_TARGET, KP_FINDING_DNS_MISSING,
    KP_FINDING_DNS_LEFTOVER_AAAA, KP_FINDING_TLS_REFUSED,      KP_FINDING_TLS_NAME_MISMATCH,
    KP_FINDING_TLS_UNTRUSTED,     KP_FINDING_TLS_SELF_SIGNED,
  };
  static const KpFindingId may_be_noted[] = { KP_FINDING_DNS_CAA_BLOCKS,
                                              KP_FINDING_DNS_RESOLVER_DIFFERS };
  gboolean allowed = finding->severity == kp_finding_id_get_severity (finding->id);

  for (guint i = 0; i < G_N_ELEMENTS (may_wait); i++)
    allowed |= finding->severity == KP_SEVERITY_WAITING && finding->id == may_wait[i];
  for (guint i = 0; i < G_N_ELEMENTS (may_be_noted); i++)
    allowed |= finding->severity == KP_SEVERITY_NOTE && finding->id == may_be_noted[i];
  g_assert_true (allowed);
}

/* Every finding speaks: a sentence with its values, and one for what can be done. */
static void
prove_words (const KpVerdict *verdict)
{
  for (guint i = 0; i < verdict->findings->len; i++)
    {
      const KpFinding *finding = g_ptr_array_index (verdict->findings, i);

      prove_severity (finding);
      g_assert_cmpuint (strlen (finding->text), >, 8);
      g_assert_null (strstr (finding->text, "(null)"));
      g_assert_cmpint (finding->severity == KP_SEVERITY_WAITING || finding->until == 0, ==,
                       TRUE);
      if (finding->severity != KP_SEVERITY_NOTE)
        g_assert_nonnull (finding->fix);
      for (guint j = 0; j < i; j++)
        {
          const KpFinding *other = g_ptr_array_index (verdict->findings, j);

          g_assert_cmpint (other->severity, <=, finding->severity);
          g_assert_true (other->id != finding->id
                         || g_strcmp0 (other->subject, finding->subject) != 0);
        }
    }
}

/* Between now and the last moment that it holds nothing is another. */
static void
prove_holds (Story *self, const KpVerdict *verdict, gint64 now)
{
  gint64 until = verdict->summary.holds_until;
  gint64 last = until > 0 ? until : now + 1000 * SCENE_DAY;
  const gint64 moments[] = { now + 1, now + (last - now) / 2, last - 1, last };

  g_assert_true (until == 0 || until >= now);
  for (guint i = 0; i < G_N_ELEMENTS (moments); i++)
    if (moments[i] > now && moments[i] <= last)
      {
        g_autoptr (KpVerdict) again = story_judge (self, moments[i]);

        prove_equal (again, verdict);
      }
}

void
story_prove (Story *self, gint64 now)
{
  g_autoptr (KpVerdict) verdict = story_judge (self, now);
  g_autoptr (KpVerdict) again = story_judge (self, now);

  g_assert_cmpint (verdict->summary.lock, ==, lock_of (self, verdict));
  if (verdict->summary.lock == KP_LOCK_LOCKED)
    prove_green (self, verdict);
  prove_equal (verdict, again);
  prove_words (verdict);
  g_assert_true (
      verdict->summary.until == 0 || verdict->summary.lock == KP_LOCK_PENDING
      || (verdict->summary.lock == KP_LOCK_UNLOCKED && verdict->summary.until <= now));
  g_assert_true (verdict->summary.next.who != KP_TURN_NOBODY
                 || !verdict->summary.next.overdue);
  prove_holds (self, verdict, now);
}
