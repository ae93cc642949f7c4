/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/check/evidence-line.h"

#include <glib/gi18n.h>

#include "core/base/time-text.h"
#include "core/check/probe-text.h"
#include "core/dns/answer-kind.h"

/* What of a set of addresses or the names of a certificate is told before "…": both are
 * told in full elsewhere. A chain is not, and has a length that is bounded. */
#define MAX_TOLD 4

void
kp_evidence_line_free (KpEvidenceLine *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->detail);
  g_free (self->says);
  g_free (self->state);
  g_free (self);
}

static GPtrArray *
lines_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) kp_evidence_line_free);
}

static char *
format_chain (GPtrArray *chain)
{
  GString *text = g_string_new ("CNAME ");

  for (guint i = 0; i < chain->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " → " : "",
                            ((KpRecord *) g_ptr_array_index (chain, i))->data);
  return g_string_free (text, FALSE);
}

static void
add_addresses (GString *text, GPtrArray *addresses, const char *owner)
{
  guint n = 0;

  for (guint i = 0; i < addresses->len; i++)
    {
      const KpRecord *record = g_ptr_array_index (addresses, i);

      if (owner != NULL && g_strcmp0 (record->owner, owner) != 0)
        continue;
      if (n++ == MAX_TOLD)
        {
          g_string_append (text, ", …");
          break;
        }
      g_string_append_printf (text, "%s%s %s", text->len > 0 ? ", " : "",
                              kp_record_type_to_string (record->type), record->data);
    }
}

static char *
format_error (const KpResolverAnswer *answer)
{
  switch (answer->rcode)
    {
    case 2:
      return g_strdup (_ ("error (SERVFAIL)"));
    case 5:
      return g_strdup (_ ("error (REFUSED)"));
    default:
      /* Translators: %u is the number of an error of DNS */
      return g_strdup_printf (_ ("error (%u)"), answer->rcode);
    }
}

static char *
format_records (const KpResolverAnswer *answer)
{
  g_autofree char *chain = NULL;
  GString *text = g_string_new (NULL);

  if (answer->chain->len == 0)
    add_addresses (text, answer->addresses, NULL);
  else
    {
      const KpRecord *first = g_ptr_array_index (answer->chain, 0);

      chain = format_chain (answer->chain);
      g_string_append (text, chain);
      /* Those at the name itself: they are what is in the way. */
      add_addresses (text, answer->addresses, first->owner);
      if (answer->loop)
        g_string_append_printf (text, " %s", _ ("(leads back to itself)"));
      else if (answer->dangling)
        g_string_append_printf (text, " %s", _ ("(without an address)"));
    }
  if (text->len == 0)
    g_string_append (text, _ ("no record"));
  return g_string_free (text, FALSE);
}

char *
kp_answer_format (const KpResolverAnswer *answer)
{
  switch (kp_answer_kind (answer, NULL, NULL))
    {
    case KP_ANSWER_SILENT:
      return answer->error != NULL ? kp_resolver_answer_tell_error (answer)
                                   : g_strdup ("–");
    case KP_ANSWER_BOGUS:
      return g_strdup (_ ("error (DNSSEC)"));
    case KP_ANSWER_BROKEN:
      return answer->chain->len > 0 ? format_records (answer) : format_error (answer);
    case KP_ANSWER_LOOP:
      return answer->chain->len > 0 ? format_records (answer)
                                    : g_strdup (_ ("CNAME that leads back to itself"));
    default:
      return format_records (answer);
    }
}

/* What an answer that does not lead is called, where nothing is under way. */
static const char *
name_fault (KpAnswerKind kind)
{
  switch (kind)
    {
    case KP_ANSWER_MISSING:
      return kp_finding_id_get_title (KP_FINDING_DNS_MISSING);
    case KP_ANSWER_BLOCKED:
      return _ ("Blocked by the resolver");
    case KP_ANSWER_ADDRESS:
      return kp_finding_id_get_title (KP_FINDING_DNS_A_RECORD);
    case KP_ANSWER_LEFTOVER:
      return kp_finding_id_get_title (KP_FINDING_DNS_LEFTOVER_AAAA);
    case KP_ANSWER_BESIDE:
      return kp_finding_id_get_title (KP_FINDING_DNS_OTHER_RECORDS);
    case KP_ANSWER_ELSEWHERE:
      return kp_finding_id_get_title (KP_FINDING_DNS_WRONG_TARGET);
    case KP_ANSWER_DANGLING:
      return _ ("Leads to a name without an address");
    case KP_ANSWER_LOOP:
      return kp_finding_id_get_title (KP_FINDING_DNS_LOOP);
    case KP_ANSWER_BOGUS:
      return kp_finding_id_get_title (KP_FINDING_DNS_BOGUS);
    case KP_ANSWER_BROKEN:
    default:
      return kp_finding_id_get_title (KP_FINDING_DNS_BROKEN);
    }
}

static gboolean
is_spreading (const KpVerdict *verdict)
{
  return kp_verdict_find (verdict, KP_FINDING_DNS_PROPAGATING) != NULL;
}

static const char *
name_state (const KpVerdict *verdict, KpAnswerKind kind, const KpEvidenceLine *line)
{
  gboolean spreading = is_spreading (verdict);

  if (kind == KP_ANSWER_SILENT)
    return _ ("Could not ask, counts for nothing");
  switch (line->outcome)
    {
    case KP_OUTCOME_OK:
      if (!verdict->judges_dns)
        return _ ("Leads to an address");
      if (spreading)
        return _ ("New record");
      return kind == KP_ANSWER_FLATTENED ? _ ("Has the target’s addresses")
                                         : _ ("Leads to the target");
    case KP_OUTCOME_WAITING:
      if (!spreading)
        return verdict->propagation->n_new >= 2 ? _ ("Differs from the others")
                                                : _ ("Not changed yet");
      if (!g_array_index (verdict->propagation->resolver_old, guint8, line->index))
        return _ ("Not the new record yet");
      return line->until > 0 ? _ ("Old record") : _ ("Old record, latest time not known");
    case KP_OUTCOME_UNKNOWN:
      if (kp_answer_kind_denies (kind))
        return _ ("Says so alone, counts for nothing");
      return _ ("Not judged");
    case KP_OUTCOME_WRONG:
    default:
      return name_fault (kind);
    }
}

static guint32
find_ttl (const KpResolverAnswer *answer, const KpHistory *history)
{
  guint32 ttl;
  g_autofree char *beside = kp_resolver_answer_get_beside (answer, &ttl);
  g_autofree char *key = kp_resolver_answer_get_key (answer);
  const KpRecordSighting *sighting =
      kp_history_find (history, beside != NULL ? beside : key);

  if (beside == NULL)
    ttl = answer->ttl_known ? answer->ttl : 0;
  return MAX (sighting != NULL ? sighting->greatest_ttl : 0, ttl);
}

GPtrArray *
kp_evidence_lines_of_resolvers (const KpVerdict *verdict, const KpObservation *observation,
                                const KpHistory *history)
{
  const char *target = verdict->judges_dns ? verdict->target : NULL;
  GPtrArray *lines = lines_new ();

  for (guint i = 0; i < observation->answers->len; i++)
    {
      const KpResolverAnswer *answer = g_ptr_array_index (observation->answers, i);
      KpAnswerKind kind = kp_answer_kind_in (answer, observation, target);
      KpEvidenceLine *line = g_new0 (KpEvidenceLine, 1);

      line->index = i;
      line->name = g_strdup (answer->name);
      line->detail = g_strdup (answer->source == KP_RESOLVER_SOURCE_SYSTEM
                                   ? _ ("The resolver of this computer")
                                   : answer->url);
      line->says = kp_answer_format (answer);
      line->answered = answer->answered;
      line->outcome = i < verdict->resolvers->len
                          ? g_array_index (verdict->resolvers, guint8, i)
                          : KP_OUTCOME_UNKNOWN;
      line->judged = line->outcome != KP_OUTCOME_UNKNOWN;
      if (line->outcome == KP_OUTCOME_WAITING && is_spreading (verdict)
          && g_array_index (verdict->propagation->resolver_old, guint8, i))
        {
          line->until = g_array_index (verdict->propagation->resolver_until, gint64, i);
          line->ttl = line->until > 0 ? find_ttl (answer, history) : 0;
        }
      line->state = g_strdup (name_state (verdict, kind, line));
      g_ptr_array_add (lines, line);
    }
  return lines;
}

char *
kp_evidence_sum_of_resolvers (const KpVerdict *verdict, const KpObservation *observation)
{
  const KpPropagation *spread = verdict->propagation;
  guint n = observation->answers->len;

  if (spread == NULL || n == 0 || !verdict->judges_dns)
    return NULL;
  if (is_spreading (verdict))
    return g_strdup_printf (
        /* Translators: how many resolvers, of how many that were asked; the plural is
         * that of the first number. */
        ngettext ("%u of %u sees the new record.", "%u of %u see the new record.",
                  spread->n_new),
        spread->n_new, n);
  return g_strdup_printf (
      /* Translators: how many resolvers, of how many that were asked; the plural is that
       * of the first number. */
      ngettext ("%u of %u leads to the target.", "%u of %u lead to the target.",
                spread->n_new),
      spread->n_new, n);
}

static char *
format_names (const KpCertificateFacts *certificate)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; certificate->names[i] != NULL; i++)
    {
      if (i == MAX_TOLD)
        {
          g_string_append (text, ", …");
          break;
        }
      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", certificate->names[i]);
    }
  if (text->len == 0)
    g_string_append (text, _ ("no host name"));
  return g_string_free (text, FALSE);
}

static char *
format_dates (const KpCertificateFacts *certificate, gint64 now)
{
  gint64 moment =
      now < certificate->not_before ? certificate->not_before : certificate->not_after;
  g_autofree char *day = kp_time_format_near_day (moment, now);

  if (now < certificate->not_before)
    /* Translators: of a certificate; %s is a day ("tomorrow", "12 November") */
    return g_strdup_printf (_ ("valid from %s on"), day);
  if (now > certificate->not_after)
    {
      g_autofree char *end = kp_time_format_day (moment, now);

      /* Translators: of a certificate; %s is a day ("Tuesday", "12 November") */
      return g_strdup_printf (_ ("ended on %s"), end);
    }
  /* Translators: of a certificate; %s is a day ("tomorrow", "12 November") */
  return g_strdup_printf (_ ("valid until %s"), day);
}

static char *
format_certificate (const KpProbe *probe, const char *host, gint64 now)
{
  g_autofree char *dates = format_dates (probe->certificate, now);
  g_autofree char *names = NULL;

  if (kp_certificate_facts_cover (probe->certificate, host))
    /* Translators: the name of a CA, and "valid until 12 November" */
    return g_strdup_printf (_ ("Certificate of %s, %s"), probe->certificate->issuer, dates);
  names = format_names (probe->certificate);
  /* Translators: the name of a CA, host names, and "valid until 12 November" */
  return g_strdup_printf (_ ("Certificate of %s for %s, %s"), probe->certificate->issuer,
                          names, dates);
}

static char *
format_served (const KpProbe *probe, const char *host, gint64 now)
{
  char *reason;

  if (probe->certificate != NULL
      && (probe->outcome == KP_PROBE_SERVED || probe->outcome == KP_PROBE_OLD_PROTOCOL))
    return format_certificate (probe, host, now);
  reason = kp_probe_describe_reason (probe);
  return reason != NULL ? reason : g_strdup ("–");
}

static gboolean
could_ask (const KpProbe *probe)
{
  return probe->outcome != KP_PROBE_TIMED_OUT && probe->outcome != KP_PROBE_UNREACHABLE
         && probe->outcome != KP_PROBE_FAILED;
}

static const char *
why_not_judged (const KpVerdict *verdict, const KpObservation *observation,
                const KpProbe *probe)
{
  if (kp_verdict_find (verdict, KP_FINDING_TLS_INTERCEPTED) != NULL)
    return _ ("Not judged: this network intercepts TLS");
  if (probe->of_target && g_strcmp0 (observation->target, verdict->target) == 0)
    return _ ("Not judged: the name does not lead here");
  return _ ("Not judged: not reached through the target");
}

static const char *
name_address_state (const KpVerdict *verdict, const KpObservation *observation,
                    const KpEvidenceLine *line, gint64 now)
{
  const KpProbe *probe = g_ptr_array_index (observation->probes, line->index);
  KpFindingId fault;

  if (!could_ask (probe))
    return _ ("Could not ask, counts for nothing");
  if (!line->judged)
    return why_not_judged (verdict, observation, probe);
  switch (line->outcome)
    {
    case KP_OUTCOME_OK:
      return _ ("Proven");
    case KP_OUTCOME_WAITING:
      return _ ("Waited for");
    case KP_OUTCOME_WRONG:
      if (kp_probe_find_fault (probe, observation->host, now, &fault))
        return kp_finding_id_get_title (fault);
      return _ ("Wrong");
    case KP_OUTCOME_UNKNOWN:
    default:
      return _ ("Could not ask, counts for nothing");
    }
}

static KpEvidenceLine *
address_line_new (const KpVerdict *verdict, const KpObservation *observation, guint i,
                  gboolean judged, gint64 now)
{
  const KpProbe *probe = g_ptr_array_index (observation->probes, i);
  KpEvidenceLine *line = g_new0 (KpEvidenceLine, 1);

  line->index = i;
  line->name = g_strdup (probe->address);
  line->detail = g_strdup (probe->of_target ? _ ("An address of the target")
                                            : _ ("An address of the name"));
  line->says = format_served (probe, observation->host, now);
  line->answered = could_ask (probe);
  line->judged = judged;
  line->outcome =
      judged ? g_array_index (verdict->addresses, guint8, i) : KP_OUTCOME_UNKNOWN;
  line->state = g_strdup (name_address_state (verdict, observation, line, now));
  return line;
}

GPtrArray *
kp_evidence_lines_of_addresses (const KpVerdict *verdict, const KpObservation *observation,
                                gint64 now)
{
  GPtrArray *lines = lines_new ();

  for (int judged = TRUE; judged >= FALSE; judged--)
    for (guint i = 0; i < observation->probes->len; i++)
      {
        gboolean counts =
            i < verdict->judged->len && g_array_index (verdict->judged, guint8, i);

        if (counts == judged && kp_verdict_tells_probe (verdict, observation, i))
          g_ptr_array_add (lines, address_line_new (verdict, observation, i, judged, now));
      }
  return lines;
}

char *
kp_evidence_sum_of_addresses (const KpVerdict *verdict)
{
  if (verdict->n_addresses_answered >= verdict->n_addresses)
    return NULL;
  /* Translators: how many addresses answered, of how many; the plural is that of the
   * second number. */
  return g_strdup_printf (ngettext ("%u of %u address checked.",
                                    "%u of %u addresses checked.", verdict->n_addresses),
                          verdict->n_addresses_answered, verdict->n_addresses);
}

static void
add_values (GString *text, GPtrArray *lines, gboolean all)
{
  for (guint i = 0; i < lines->len; i++)
    {
      const KpEvidenceLine *line = g_ptr_array_index (lines, i);

      if (all || line->judged)
        g_string_append_printf (text, "%s%s: %s", text->len > 0 ? "\n" : "", line->name,
                                line->says);
    }
}

char *
kp_evidence_values_of_finding (const KpFinding *finding, GPtrArray *resolvers,
                               GPtrArray *addresses)
{
  const char *id = kp_finding_id_to_string (finding->id);
  GString *text = g_string_new (NULL);

  if (g_str_has_prefix (id, "tls."))
    add_values (text, addresses, finding->id == KP_FINDING_TLS_INTERCEPTED);
  /* Neither is about what resolvers say of the name. */
  else if (finding->id != KP_FINDING_DNS_CAA_BLOCKS
           && finding->id != KP_FINDING_DNS_NO_ANSWER)
    add_values (text, resolvers, TRUE);
  return g_string_free (text, FALSE);
}
