/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/check/verdict-private.h"
#include "core/dns/caa.h"
#include "core/dns/propagation.h"

#include <glib/gi18n.h>

/* A TTL from which a change that is still to come takes a good part of a day. */
#define LONG_TTL_BEFORE (6 * 60 * 60)
/* A TTL from which a later change would take more than a day. */
#define LONG_TTL_AFTER (24 * 60 * 60)

static void
note_ok (KpJudge *self)
{
  if (self->verdict->dns != KP_OUTCOME_OK)
    return;
  kp_judge_add (self, KP_FINDING_DNS_OK, self->target,
                g_strdup_printf (
                    /* Translators: how many resolvers, of how many that were asked (the
                     * plural is that of this second number), and the target */
                    ngettext ("According to %u of %u resolver, the name leads to %s.",
                              "According to %u of %u resolvers, the name leads to %s.",
                              self->seen->answers->len),
                    self->count.n_lead, self->seen->answers->len, self->target),
                NULL);
}

/* How the target is reached where it is not by a CNAME straight to it. */
static void
note_way (KpJudge *self)
{
  for (guint i = 0; i < self->seen->answers->len; i++)
    {
      const KpResolverAnswer *answer = g_ptr_array_index (self->seen->answers, i);
      const char *first = NULL;

      if (!kp_answer_kind_leads (kp_judge_kind (self, i)))
        continue;
      if (answer->chain->len > 0)
        first = ((KpRecord *) g_ptr_array_index (answer->chain, 0))->data;

      if (first != NULL && g_ascii_strcasecmp (first, self->target) != 0
          && kp_verdict_find (self->verdict, KP_FINDING_DNS_CHAIN) == NULL)
        kp_judge_add (self, KP_FINDING_DNS_CHAIN, NULL,
                      /* Translators: a host name, the target, and the name in between */
                      g_strdup_printf (_ ("%s reaches %s through %s."), self->seen->host,
                                       self->target, first),
                      g_strdup (_ ("This works; a CNAME straight to the target has one "
                                   "name fewer that can break.")));
      else if (first == NULL
               && kp_verdict_find (self->verdict, KP_FINDING_DNS_FLATTENED) == NULL)
        kp_judge_add (self, KP_FINDING_DNS_FLATTENED, NULL,
                      /* Translators: a host name, and the target */
                      g_strdup_printf (_ ("%s has the addresses of %s without a CNAME."),
                                       self->seen->host, self->target),
                      g_strdup (_ ("This works as long as the DNS host copies them anew "
                                   "when the provider changes them. Addresses typed by "
                                   "hand should give place to a CNAME.")));
    }
}

static void
note_long_ttl (KpJudge *self)
{
  gboolean leads = self->verdict->dns == KP_OUTCOME_OK;
  guint32 greatest = 0;
  guint hours;

  if (self->spreading)
    return;
  for (guint i = 0; i < self->seen->answers->len; i++)
    {
      const KpResolverAnswer *answer = g_ptr_array_index (self->seen->answers, i);
      KpAnswerKind kind = kp_judge_kind (self, i);
      g_autofree char *key = kp_resolver_answer_get_key (answer);
      const KpRecordSighting *sighting = kp_history_find (self->history, key);

      if (!kp_answer_kind_is_record (kind) || kp_answer_kind_leads (kind) != leads)
        continue;
      greatest = MAX (greatest, answer->ttl_known ? answer->ttl : 0);
      greatest = MAX (greatest, sighting != NULL ? sighting->greatest_ttl : 0);
    }
  greatest = MIN (greatest, KP_GREATEST_TTL);
  if (greatest < LONG_TTL_BEFORE || (leads && greatest <= LONG_TTL_AFTER))
    return;

  hours = greatest / (60 * 60);
  kp_judge_add (
      self, KP_FINDING_DNS_LONG_TTL, NULL,
      /* Translators: a number of hours, and a host name */
      g_strdup_printf (ngettext ("Resolvers keep the record of %2$s for up to %1$u hour.",
                                 "Resolvers keep the record of %2$s for up to %1$u hours.",
                                 hours),
                       hours, self->seen->host),
      g_strdup (leads ? _ ("A later change would take as long. An hour is enough.")
                      : _ ("Have its time to live lowered to 300 seconds a day before the "
                           "change, so that the change is seen soon.")));
}

static void
note_wildcard (KpJudge *self)
{
  const KpRecord *wildcard = self->seen->wildcard;

  if (!kp_observation_is_of_wildcard (self->seen)
      || self->count.n_lead == self->count.n_answered || self->spreading)
    return;
  kp_judge_add (
      self, KP_FINDING_DNS_WILDCARD, self->seen->zone,
      /* Translators: a wildcard such as "*.example.com", and a host name */
      g_strdup_printf (_ ("The wildcard %s answers for %s."), wildcard->owner,
                       self->seen->host),
      g_strdup (_ ("Nothing is to be removed: one record of the name’s own is added, and "
                   "goes before the wildcard.")));
}

/* What was found in the way serves the name as it should: a proxy, or a server that was
 * made ready for it. */
static gboolean
is_served_elsewhere (KpJudge *self)
{
  gboolean knows_target = g_strcmp0 (self->seen->target, self->target) == 0;

  for (guint i = 0; i < self->seen->probes->len; i++)
    {
      const KpProbe *probe = g_ptr_array_index (self->seen->probes, i);

      if (!probe->of_target
          && !(knows_target
               && kp_records_have_address (self->seen->target_addresses, probe->address))
          && kp_probe_is_good (self, probe, self->seen->host))
        return TRUE;
    }
  return FALSE;
}

static void
note_proxied (KpJudge *self)
{
  const char *host = self->seen->host;
  gboolean forbidden =
      self->in->profile != NULL && !kp_profile_get_proxies_allowed (self->in->profile);

  if (self->proxied)
    kp_judge_add (self, KP_FINDING_DNS_PROXIED, NULL,
                  /* Translators: %s is a host name */
                  g_strdup_printf (_ ("%s is marked as behind a proxy: where its DNS leads "
                                      "is not judged, the certificates of the proxy and of "
                                      "the target are."),
                                   host),
                  NULL);
  else if (forbidden && kp_site_get_proxied (self->in->site))
    kp_judge_add (
        self, KP_FINDING_DNS_PROXIED, NULL,
        /* Translators: a host name, and the name of a provider */
        g_strdup_printf (_ ("%s is marked as behind a proxy, but %s allows none."), host,
                         kp_judge_provider (self)),
        g_strdup (_ ("The mark is not heeded: DNS must lead to the target.")));
  else if ((self->moved_away
            || kp_verdict_find (self->verdict, KP_FINDING_DNS_A_RECORD) != NULL
            || kp_verdict_find (self->verdict, KP_FINDING_DNS_WRONG_TARGET) != NULL)
           && is_served_elsewhere (self))
    kp_judge_add (
        self, KP_FINDING_DNS_PROXIED, NULL,
        /* Translators: %s is a host name */
        g_strdup_printf (_ ("Where %s leads now, HTTPS answers with a valid certificate."),
                         host),
        forbidden
            ? g_strdup_printf (
                /* Translators: %s is the name of a provider */
                _ ("If that is a proxy or CDN, it must go: %s allows none."),
                kp_judge_provider (self))
            : g_strdup (_ ("If a proxy or CDN is wanted there, mark the site as behind "
                           "a proxy.")));
}

static void
note_split_horizon (KpJudge *self)
{
  const KpResolverAnswer *system = self->seen->system_answer;
  const char *target = self->judges_dns ? self->target : NULL;
  g_autofree char *key = NULL;
  KpAnswerKind kind;

  if (system == NULL || !system->answered || self->count.n_answered == 0 || self->spreading)
    return;
  kind = kp_answer_kind_in (system, self->seen, target);
  if (!kp_answer_kind_is_record (kind))
    return;
  key = kp_resolver_answer_get_key (system);
  for (guint i = 0; i < self->seen->answers->len; i++)
    {
      const KpResolverAnswer *answer = g_ptr_array_index (self->seen->answers, i);
      g_autofree char *public_key = kp_resolver_answer_get_key (answer);

      /* Errors and silence are no answer to differ from. */
      if (!kp_answer_kind_is_record (kp_judge_kind (self, i)))
        continue;
      if (g_str_equal (key, public_key)
          || (kp_answer_kind_leads (kind)
              && kp_answer_kind_leads (kp_judge_kind (self, i))))
        return;
    }
  kp_judge_add (
      self, KP_FINDING_DNS_SPLIT_HORIZON, NULL,
      /* Translators: a host name, and a record set ("A 192.0.2.1") or "none" */
      g_strdup_printf (_ ("The resolver of this network answers differently for "
                          "%s: %s."),
                       self->seen->host, key),
      g_strdup (_ ("The public resolvers decide, as visitors use them. Within this "
                   "network the site may look different.")));
}

void
kp_judge_dns_notes (KpJudge *self)
{
  if (self->count.n_answered == 0)
    return;
  note_proxied (self);
  note_split_horizon (self);
  if (!self->judges_dns)
    return;
  note_ok (self);
  note_way (self);
  note_long_ttl (self);
  note_wildcard (self);
}

/* Returns: (nullable): the CA that a certificate was ordered from, as the user calls it */
static const char *
get_ordered_from (const KpJudge *self)
{
  const KpJob *job = self->in->job;

  return job != NULL && job->kind == KP_JOB_RENEW ? job->ca : NULL;
}

/* The CA that is meant: the one that the user noted, else the one the provider buys from,
 * else the one of the certificate that is served. The array is the caller's to free, its
 * words are not; NULL if unknown. */
static const char **
find_issuers (KpJudge *self, const char **name)
{
  const KpCaIdentities *identities = self->in->identities;
  const char *wanted = get_ordered_from (self);
  const char *identity =
      self->in->profile != NULL ? kp_profile_get_caa_identity (self->in->profile) : NULL;
  const char *const *issuers = NULL;
  const char *const single[] = { identity, NULL };
  const KpProbe *shown = self->verdict->shown;

  *name = wanted;
  if (wanted != NULL)
    {
      if (identities != NULL)
        issuers = kp_ca_identities_find_by_issuer (identities, wanted);
    }
  else if (identity != NULL)
    {
      if (identities != NULL)
        issuers = kp_ca_identities_expand (identities, identity);
      if (issuers == NULL)
        issuers = single;
    }
  else if (identities != NULL && shown != NULL
           && kp_probe_is_good (self, shown, self->seen->host))
    issuers = kp_ca_identities_find_by_issuer (identities, shown->certificate->issuer);
  if (issuers == NULL || issuers[0] == NULL)
    return NULL;
  if (identities != NULL && kp_ca_identities_get_name (identities, issuers[0]) != NULL)
    *name = kp_ca_identities_get_name (identities, issuers[0]);
  return g_memdup2 (issuers,
                    (g_strv_length ((char **) issuers) + 1) * sizeof (const char *));
}

/* A certificate is being obtained: it has been asked for, or will be, and is not there. */
static gboolean
is_obtaining (const KpJudge *self)
{
  const KpJob *job = self->in->job;

  if (job == NULL || job->step == KP_JOB_STEP_DONE)
    return FALSE;
  return job->kind == KP_JOB_SECURE || !kp_job_has_reached (job, KP_JOB_STEP_SUBMIT);
}

/* Where the set that counts stands. Asked for at a name that is an alias, it is found where
 * that leads: there it has to be changed. */
static const char *
get_caa_owner (const KpObservation *seen)
{
  if (seen->caa_state != KP_CAA_FOUND)
    return NULL;
  if (seen->caa->len > 0)
    return ((const KpRecord *) g_ptr_array_index (seen->caa, 0))->owner;
  return seen->caa_node;
}

/* @owner, @node: where the set stands, and the name that leads there where that is another
 */
static char *
describe_no_permission (const char *owner, const char *node, const char *ca)
{
  gboolean is_led = g_strcmp0 (owner, node) != 0;

  if (is_led && ca != NULL)
    return g_strdup_printf (
        /* Translators: two domain names, and the name of a CA */
        _ ("The CAA records at %s, where %s leads, don’t allow %s to issue a certificate."),
        owner, node, ca);
  if (is_led)
    return g_strdup_printf (
        /* Translators: two domain names */
        _ ("The CAA records at %s, where %s leads, don’t allow the CA "
           "to issue a certificate."),
        owner, node);
  if (ca != NULL)
    return g_strdup_printf (
        /* Translators: a domain name, and the name of a CA */
        _ ("The CAA records at %s don’t allow %s to issue a certificate."), owner, ca);
  return g_strdup_printf (
      /* Translators: %s is a domain name */
      _ ("The CAA records at %s don’t allow the CA to issue a certificate."), owner);
}

static char *
describe_caa (const KpJudge *self, KpCaaJudgement judgement, const char *ca)
{
  const KpObservation *seen = self->seen;
  const char *owner = get_caa_owner (seen);

  if (seen->caa_state == KP_CAA_FAILED)
    return g_strdup_printf (
        /* Translators: %s is a host name */
        _ ("The CAA records of %s can’t be read, which a CA must take as "
           "no permission."),
        seen->host);
  if (judgement != KP_CAA_FORBIDS_ALL)
    return describe_no_permission (owner, seen->caa_node, ca);
  if (g_strcmp0 (owner, seen->caa_node) != 0)
    return g_strdup_printf (
        /* Translators: two domain names */
        _ ("The CAA record at %s, where %s leads, allows no CA to issue a certificate."),
        owner, seen->caa_node);
  /* Translators: %s is a domain name */
  return g_strdup_printf (_ ("The CAA record at %s allows no CA to issue a certificate."),
                          owner);
}

void
kp_judge_caa (KpJudge *self)
{
  const KpObservation *seen = self->seen;
  KpCaaJudgement judgement = KP_CAA_ALLOWS;
  const char *owner = get_caa_owner (seen);
  const char *ca = NULL;
  g_autofree const char **issuers = find_issuers (self, &ca);

  if (self->count.n_answered == 0)
    return;
  /* A set at the very name goes together with the address record. */
  if (seen->caa_state == KP_CAA_FOUND
      && !(self->verdict->plan->needed && g_strcmp0 (seen->caa_node, seen->host) == 0))
    judgement = kp_caa_judge (seen->caa, issuers, FALSE);
  /* Where the zone is broken altogether that is told already. */
  if (judgement != KP_CAA_FORBIDS && judgement != KP_CAA_FORBIDS_ALL
      && !(seen->caa_state == KP_CAA_FAILED && self->verdict->dns == KP_OUTCOME_OK))
    return;

  kp_judge_add_as (
      self, KP_FINDING_DNS_CAA_BLOCKS,
      is_obtaining (self) ? KP_SEVERITY_WRONG : KP_SEVERITY_NOTE,
      owner != NULL ? owner : seen->zone, describe_caa (self, judgement, ca),
      issuers != NULL
          /* Translators: a CAA record's value */
          ? g_strdup_printf (_ ("Have a CAA record “0 issue \"%s\"” added there before a "
                                "certificate is asked for."),
                             issuers[0])
          : g_strdup (_ ("Have the CAA records changed before a certificate is asked for: "
                         "they must name the CA that issues it.")),
      0);
}
