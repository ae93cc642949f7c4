/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/check/verdict-private.h"

#include <glib/gi18n.h>

/* What can be wrong with an address, that which explains most first. */
static const KpFindingId faults[] = {
  KP_FINDING_TLS_REFUSED,          KP_FINDING_TLS_NAME_MISMATCH, KP_FINDING_TLS_EXPIRED,
  KP_FINDING_TLS_NOT_YET_VALID,    KP_FINDING_TLS_SELF_SIGNED,   KP_FINDING_TLS_UNTRUSTED,
  KP_FINDING_TLS_INCOMPLETE_CHAIN, KP_FINDING_TLS_OLD_PROTOCOL,
};

gboolean
kp_probe_answered (const KpProbe *probe)
{
  switch (probe->outcome)
    {
    case KP_PROBE_SERVED:
      return probe->certificate != NULL;
    case KP_PROBE_REFUSED:
    case KP_PROBE_NOT_TLS:
    case KP_PROBE_ALERT:
    case KP_PROBE_OLD_PROTOCOL:
      return TRUE;
    case KP_PROBE_TIMED_OUT:
    case KP_PROBE_UNREACHABLE:
    case KP_PROBE_FAILED:
    default:
      return FALSE;
    }
}

static gboolean
is_old_protocol (const KpProbe *probe)
{
  return probe->outcome == KP_PROBE_OLD_PROTOCOL
         || (probe->protocol != NULL && !g_str_equal (probe->protocol, "TLS1.2")
             && !g_str_equal (probe->protocol, "TLS1.3"));
}

static gboolean
has_expired (KpJudge *self, const KpProbe *probe)
{
  gboolean chain =
      probe->chain_not_after > 0 && kp_judge_is_past (self, probe->chain_not_after);

  return kp_judge_is_past (self, probe->certificate->not_after) || chain;
}

/* Every fault is looked at, so that the moments at which each changes are known. */
static gboolean
has_fault (KpJudge *self, const KpProbe *probe, const char *host, KpFindingId id)
{
  const KpCertificateFacts *certificate = probe->certificate;
  gboolean none = probe->trust == KP_PROBE_TRUST_NONE;

  if (id == KP_FINDING_TLS_REFUSED)
    return probe->outcome == KP_PROBE_REFUSED || probe->outcome == KP_PROBE_NOT_TLS
           || probe->outcome == KP_PROBE_ALERT;
  if (id == KP_FINDING_TLS_OLD_PROTOCOL)
    return is_old_protocol (probe);
  if (certificate == NULL || probe->outcome != KP_PROBE_SERVED)
    return FALSE;
  switch (id)
    {
    case KP_FINDING_TLS_NAME_MISMATCH:
      return !kp_certificate_facts_cover (certificate, host);
    case KP_FINDING_TLS_EXPIRED:
      return has_expired (self, probe);
    case KP_FINDING_TLS_NOT_YET_VALID:
      return !kp_judge_has_come (self, certificate->not_before);
    case KP_FINDING_TLS_SELF_SIGNED:
      return none && certificate->self_issued;
    case KP_FINDING_TLS_UNTRUSTED:
      return (none && !certificate->self_issued)
             || (probe->weak && probe->trust != KP_PROBE_TRUST_NONE);
    case KP_FINDING_TLS_INCOMPLETE_CHAIN:
      return probe->trust == KP_PROBE_TRUST_INCOMPLETE;
    default:
      return FALSE;
    }
}

gboolean
kp_probe_is_good (KpJudge *self, const KpProbe *probe, const char *host)
{
  gboolean good = probe->outcome == KP_PROBE_SERVED && probe->certificate != NULL;

  for (guint i = 0; good && i < G_N_ELEMENTS (faults); i++)
    good = !has_fault (self, probe, host, faults[i]);
  return good;
}

gboolean
kp_probe_find_fault (const KpProbe *probe, const char *host, gint64 now, KpFindingId *id)
{
  KpJudgement in = { .now = now };
  KpJudge judge = { .in = &in, .changes_at = G_MAXINT64 };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    if (has_fault (&judge, probe, host, faults[i]))
      {
        *id = faults[i];
        return TRUE;
      }
  return FALSE;
}

static const KpProbe *
get_probe (const KpJudge *self, guint i)
{
  return g_ptr_array_index (self->seen->probes, i);
}

static gboolean
is_judged (const KpJudge *self, guint i)
{
  return g_array_index (self->verdict->judged, guint8, i);
}

/* Whether a judged probe of the same address comes before it: the same address may be asked
 * as the name's and as the target's. */
static gboolean
is_twin (const KpJudge *self, guint i)
{
  for (guint j = 0; j < i; j++)
    if (is_judged (self, j)
        && g_str_equal (get_probe (self, j)->address, get_probe (self, i)->address))
      return TRUE;
  return FALSE;
}

static gboolean
is_in_leading_answer (const KpJudge *self, const char *address)
{
  for (guint i = 0; i < self->seen->answers->len; i++)
    {
      const KpResolverAnswer *answer = g_ptr_array_index (self->seen->answers, i);

      if (kp_answer_kind_leads (kp_judge_kind (self, i))
          && kp_records_have_address (answer->addresses, address))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_to_be_judged (const KpJudge *self, const KpProbe *probe)
{
  gboolean of_present_target =
      g_strcmp0 (self->seen->target, self->target) == 0
      && kp_records_have_address (self->seen->target_addresses, probe->address);

  if (self->proxied)
    return !probe->of_target || of_present_target;
  if (!self->wants_target)
    return !probe->of_target;
  if (self->target == NULL)
    return FALSE;
  if (is_in_leading_answer (self, probe->address))
    return TRUE;
  /* The target's own addresses are reached through it once anything leads there; before
   * that only what stands in the name's records is. */
  return of_present_target && (!probe->of_target || self->count.n_lead > 0);
}

static void
choose_judged (KpJudge *self)
{
  KpVerdict *verdict = self->verdict;

  kp_judge_find_unasked (self);
  for (guint i = 0; i < self->seen->probes->len; i++)
    {
      guint8 judged = is_to_be_judged (self, get_probe (self, i)) && !is_twin (self, i);
      guint8 outcome = KP_OUTCOME_UNKNOWN;

      g_array_append_val (verdict->judged, judged);
      g_array_append_val (verdict->addresses, outcome);
      verdict->n_addresses += judged;
      verdict->n_addresses_answered += judged && kp_probe_answered (get_probe (self, i));
    }
  verdict->n_addresses += self->unasked->len;
}

/* The addresses with one fault, in words, and what they have in common. */
typedef struct
{
  char *addresses;
  guint n;
  const char *subject;
  const KpProbe *first;
} Group;

/* Gives FALSE if none has it. */
static gboolean
group_init (Group *group, KpJudge *self, KpFindingId id)
{
  g_autoptr (GPtrArray) addresses = g_ptr_array_new ();

  memset (group, 0, sizeof *group);
  for (guint i = 0; i < self->seen->probes->len; i++)
    if (is_judged (self, i) && has_fault (self, get_probe (self, i), self->seen->host, id))
      {
        if (group->first == NULL)
          group->first = get_probe (self, i);
        g_ptr_array_add (addresses, get_probe (self, i)->address);
      }
  if (addresses->len == 0)
    return FALSE;
  group->addresses = kp_judge_join (addresses);
  group->n = addresses->len;
  /* All of the target's: the same cause for every site that leads there. */
  if (self->target != NULL && !self->proxied
      && addresses->len == self->verdict->n_addresses_answered)
    group->subject = self->target;
  else
    group->subject = g_ptr_array_index (addresses, 0);
  return TRUE;
}

static char *
describe_names (const KpProbe *probe)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; probe->certificate->names[i] != NULL; i++)
    g_ptr_array_add (names, probe->certificate->names[i]);
  if (names->len == 0)
    return g_strdup (_ ("no host name"));
  return kp_judge_join (names);
}

static char *
describe_refusal (const KpJudge *self, const Group *group)
{
  if (group->first->outcome == KP_PROBE_REFUSED)
    return g_strdup_printf (
        /* Translators: IP addresses, and a port number */
        ngettext ("%s refuses connections on port %u.", "%s refuse connections on port %u.",
                  group->n),
        group->addresses, self->seen->port);
  if (group->first->outcome == KP_PROBE_NOT_TLS)
    return g_strdup_printf (
        /* Translators: IP addresses, and a port number */
        ngettext ("%s answers on port %u, but not with TLS.",
                  "%s answer on port %u, but not with TLS.", group->n),
        group->addresses, self->seen->port);
  return g_strdup_printf (
      /* Translators: IP addresses, and a host name */
      ngettext ("%s refuses secure connections for %s.",
                "%s refuse secure connections for %s.", group->n),
      group->addresses, self->seen->host);
}

static char *
describe_expired (const KpJudge *self, const Group *group)
{
  const KpCertificateFacts *certificate = group->first->certificate;
  g_autofree char *day = NULL;

  if (certificate->not_after < self->in->now)
    {
      day = kp_time_format_day (certificate->not_after, self->in->now);
      return g_strdup_printf (
          /* Translators: IP addresses, and a day ("Tuesday", "12 November") */
          ngettext ("%s serves a certificate that ended on %s.",
                    "%s serve a certificate that ended on %s.", group->n),
          group->addresses, day);
    }
  day = kp_time_format_day (group->first->chain_not_after, self->in->now);
  return g_strdup_printf (
      /* Translators: IP addresses, and a day ("Tuesday", "12 November") */
      ngettext ("%s serves an intermediate certificate that ended on %s.",
                "%s serve an intermediate certificate that ended on %s.", group->n),
      group->addresses, day);
}

static char *
describe_untrusted (const Group *group)
{
  if (group->first->weak)
    return g_strdup_printf (
        /* Translators: IP addresses */
        ngettext ("%s serves a certificate with a signature or key that is too weak today.",
                  "%s serve a certificate with a signature or key that is too weak today.",
                  group->n),
        group->addresses);
  return g_strdup_printf (
      /* Translators: IP addresses, and the name of a CA */
      ngettext ("%s serves a certificate of %s, which leads to no trusted root.",
                "%s serve a certificate of %s, which leads to no trusted root.", group->n),
      group->addresses, group->first->certificate->issuer);
}

static char *
describe_dates_and_names (const KpJudge *self, KpFindingId id, const Group *group)
{
  const KpCertificateFacts *certificate = group->first->certificate;
  g_autofree char *word = NULL;

  switch (id)
    {
    case KP_FINDING_TLS_NAME_MISMATCH:
      word = describe_names (group->first);
      return g_strdup_printf (
          /* Translators: IP addresses, the names in a certificate, and a host name */
          ngettext ("%s serves a certificate for %s, not for %s.",
                    "%s serve a certificate for %s, not for %s.", group->n),
          group->addresses, word, self->seen->host);
    case KP_FINDING_TLS_EXPIRED:
      return describe_expired (self, group);
    case KP_FINDING_TLS_NOT_YET_VALID:
    default:
      word = kp_time_format_moment (certificate->not_before, self->in->now);
      return g_strdup_printf (
          /* Translators: IP addresses, and a moment ("Tuesday 14:35", "12 November") */
          ngettext ("%s serves a certificate that is valid only from %s on.",
                    "%s serve a certificate that is valid only from %s on.", group->n),
          group->addresses, word);
    }
}

static char *
describe (const KpJudge *self, KpFindingId id, const Group *group)
{
  const KpProbe *first = group->first;

  switch (id)
    {
    case KP_FINDING_TLS_REFUSED:
      return describe_refusal (self, group);
    case KP_FINDING_TLS_UNTRUSTED:
      return describe_untrusted (group);
    case KP_FINDING_TLS_SELF_SIGNED:
      return g_strdup_printf (
          /* Translators: IP addresses */
          ngettext ("%s serves a certificate that only signed itself.",
                    "%s serve a certificate that only signed itself.", group->n),
          group->addresses);
    case KP_FINDING_TLS_INCOMPLETE_CHAIN:
      return g_strdup_printf (
          /* Translators: IP addresses, and the name of a CA */
          ngettext ("%s does not serve the intermediate certificate of %s.",
                    "%s do not serve the intermediate certificate of %s.", group->n),
          group->addresses, first->certificate->issuer);
    case KP_FINDING_TLS_OLD_PROTOCOL:
      return g_strdup_printf (
          /* Translators: IP addresses, and a protocol ("TLS1.0") */
          ngettext ("%s offers nothing newer than %s.", "%s offer nothing newer than %s.",
                    group->n),
          group->addresses, first->protocol != NULL ? first->protocol : "TLS 1.1");
    default:
      return describe_dates_and_names (self, id, group);
    }
}

static char *
advise (KpFindingId id)
{
  switch (id)
    {
    case KP_FINDING_TLS_REFUSED:
      return g_strdup (_ ("Whoever runs the server must make it answer for this name with "
                          "TLS; if the site is new there, it may not be set up yet."));
    case KP_FINDING_TLS_NAME_MISMATCH:
      return g_strdup (_ ("The site is not secured there: a certificate for this very name "
                          "must be installed."));
    case KP_FINDING_TLS_EXPIRED:
      return g_strdup (
          _ ("Visitors are warned off now. A new certificate must be installed "
             "at every address."));
    case KP_FINDING_TLS_NOT_YET_VALID:
      return g_strdup (_ ("Look at the clock of this computer first; if it is right, the "
                          "certificate was installed too early."));
    case KP_FINDING_TLS_SELF_SIGNED:
    case KP_FINDING_TLS_UNTRUSTED:
      return g_strdup (_ ("A certificate of a CA that browsers trust must be installed. A "
                          "root of your own can be added in the preferences."));
    case KP_FINDING_TLS_INCOMPLETE_CHAIN:
      return g_strdup (_ ("The bundle on the server must hold the intermediate after the "
                          "certificate of the site; without it many can’t connect."));
    case KP_FINDING_TLS_OLD_PROTOCOL:
    default:
      return g_strdup (_ ("Browsers refuse it: TLS 1.2 or newer must be switched on at the "
                          "server."));
    }
}

/* What an open job waits for until the provider's usual days are over. */
static gboolean
is_awaited (KpJudge *self, KpFindingId id, gint64 *until)
{
  if (id != KP_FINDING_TLS_REFUSED && id != KP_FINDING_TLS_NAME_MISMATCH
      && id != KP_FINDING_TLS_UNTRUSTED && id != KP_FINDING_TLS_SELF_SIGNED)
    return FALSE;
  return kp_judge_install_until (self, until)
         && (*until == 0 || !kp_judge_is_past (self, *until));
}

static void
mark (KpJudge *self, KpFindingId id, KpSeverity severity)
{
  guint8 outcome = severity == KP_SEVERITY_WAITING ? KP_OUTCOME_WAITING : KP_OUTCOME_WRONG;

  for (guint i = 0; i < self->seen->probes->len; i++)
    {
      guint8 *place = &g_array_index (self->verdict->addresses, guint8, i);

      if (is_judged (self, i) && has_fault (self, get_probe (self, i), self->seen->host, id)
          && *place != KP_OUTCOME_WRONG)
        *place = outcome;
    }
}

static void
judge_fault (KpJudge *self, KpFindingId id)
{
  KpSeverity severity = KP_SEVERITY_WRONG;
  gint64 until = 0;
  Group group;

  if (!group_init (&group, self, id))
    return;
  if (is_awaited (self, id, &until))
    severity = KP_SEVERITY_WAITING;
  else
    {
      kp_judge_opened (self, until);
      until = 0;
    }
  kp_judge_add_as (self, id, severity, group.subject, describe (self, id, &group),
                   advise (id), until);
  mark (self, id, severity);
  g_free (group.addresses);
}

/* The judged certificate that stands for the site: one for its name before any other, of
 * them the one that ends first. */
static const KpProbe *
find_shown (const KpJudge *self)
{
  const KpProbe *shown = NULL;
  gboolean covers = FALSE;

  for (guint i = 0; i < self->seen->probes->len; i++)
    {
      const KpProbe *probe = get_probe (self, i);
      gboolean fits;

      if (!is_judged (self, i) || probe->outcome != KP_PROBE_SERVED
          || probe->certificate == NULL)
        continue;
      fits = kp_certificate_facts_cover (probe->certificate, self->seen->host);
      if (shown == NULL || (fits && !covers)
          || (fits == covers
              && probe->certificate->not_after < shown->certificate->not_after))
        {
          shown = probe;
          covers = fits;
        }
    }
  return shown;
}

static KpOutcome
sum_up (KpJudge *self)
{
  gboolean any[KP_OUTCOME_UNKNOWN + 1] = { FALSE };

  for (guint i = 0; i < self->seen->probes->len; i++)
    {
      guint8 *place = &g_array_index (self->verdict->addresses, guint8, i);

      if (!is_judged (self, i) || !kp_probe_answered (get_probe (self, i)))
        continue;
      if (*place == KP_OUTCOME_UNKNOWN)
        *place = KP_OUTCOME_OK;
      any[*place] = TRUE;
    }
  if (any[KP_OUTCOME_WRONG])
    return KP_OUTCOME_WRONG;
  if (any[KP_OUTCOME_WAITING])
    return KP_OUTCOME_WAITING;
  return any[KP_OUTCOME_OK] ? KP_OUTCOME_OK : KP_OUTCOME_UNKNOWN;
}

static void
add_intercepted (KpJudge *self)
{
  const char *root = NULL;

  for (guint i = 0; i < self->seen->probes->len && root == NULL; i++)
    root = get_probe (self, i)->root_name;
  kp_judge_add (
      self, KP_FINDING_TLS_INTERCEPTED, root,
      /* Translators: %s is the name of a root certificate */
      g_strdup_printf (_ ("This network answers for the sites with certificates of "
                          "its own, of “%s”."),
                       root != NULL ? root : "–"),
      g_strdup (_ ("Check from another network, or have whoever runs this one "
                   "exempt Keyplate. What it shows says nothing about the "
                   "sites.")));
}

void
kp_judge_tls (KpJudge *self)
{
  choose_judged (self);
  if (self->seen->intercepted)
    {
      for (guint i = 0; i < self->verdict->judged->len; i++)
        g_array_index (self->verdict->judged, guint8, i) = FALSE;
      add_intercepted (self);
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    judge_fault (self, faults[i]);
  kp_judge_silent (self);
  self->verdict->shown = find_shown (self);
  self->verdict->certificate = sum_up (self);
}
