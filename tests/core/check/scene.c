/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/scene.h"

#include <string.h>

static KpRecord *
make_address (const char *owner, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, "~", 2);

  return kp_record_new (
      strchr (parts[0], ':') != NULL ? KP_RECORD_AAAA : KP_RECORD_A, owner,
      parts[1] != NULL ? g_ascii_strtoull (parts[1], NULL, 10) : 300, parts[0]);
}

KpObservation *
scene_new (const char *host, const char *target, const char *addresses, gint64 at)
{
  KpObservation *self = kp_observation_new (host, 443, at);
  g_auto (GStrv) words = g_strsplit (addresses != NULL ? addresses : "", " ", -1);

  self->target = g_strdup (target);
  self->target_answered = target != NULL;
  self->zone = g_strdup (strchr (host, '.') + 1);
  self->dns_host = g_strdup ("dnshost.example");
  self->caa_state = KP_CAA_NONE;
  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      g_ptr_array_add (self->target_addresses, make_address (target, words[i]));
  return self;
}

static gboolean
set_special (KpResolverAnswer *answer, const char *word)
{
  static const struct
  {
    const char *word;
    guint rcode;
  } rcodes[] = { { "NXDOMAIN", 3 }, { "NODATA", 0 }, { "SERVFAIL", 2 },
                 { "REFUSED", 5 },  { "BOGUS", 2 },  { "LOOP", 0 } };

  if (g_str_equal (word, "silent"))
    {
      answer->answered = FALSE;
      answer->error = g_strdup ("It did not answer in time.");
      return TRUE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (rcodes); i++)
    if (g_str_equal (word, rcodes[i].word))
      {
        answer->rcode = rcodes[i].rcode;
        answer->bogus = g_str_equal (word, "BOGUS");
        answer->loop = g_str_equal (word, "LOOP");
        return TRUE;
      }
  return FALSE;
}

static void
add_record (KpObservation *observation, KpResolverAnswer *answer, const char *type,
            const char *data)
{
  const char *end = observation->host;

  if (answer->chain->len > 0)
    end = ((KpRecord *) g_ptr_array_index (answer->chain, answer->chain->len - 1))->data;
  if (g_str_equal (type, "CNAME"))
    g_ptr_array_add (answer->chain, kp_record_new (KP_RECORD_CNAME, end, 300, data));
  else
    g_ptr_array_add (
        answer->addresses,
        make_address (g_str_has_suffix (type, "@") ? observation->host : end, data));
}

/* Whether an address at the end of the chain was given, not one beside the CNAME. */
static gboolean
has_end (KpObservation *observation, KpResolverAnswer *answer)
{
  for (guint i = 0; i < answer->addresses->len; i++)
    if (!g_str_equal (((KpRecord *) g_ptr_array_index (answer->addresses, i))->owner,
                      observation->host))
      return TRUE;
  return FALSE;
}

static void
end_chain (KpObservation *observation, KpResolverAnswer *answer)
{
  const KpRecord *last;

  if (answer->chain->len == 0 || has_end (observation, answer))
    return;
  last = g_ptr_array_index (answer->chain, answer->chain->len - 1);
  if (g_strcmp0 (last->data, observation->target) != 0
      || observation->target_addresses->len == 0)
    {
      answer->dangling = TRUE;
      return;
    }
  for (guint i = 0; i < observation->target_addresses->len; i++)
    g_ptr_array_add (answer->addresses,
                     kp_record_ref (g_ptr_array_index (observation->target_addresses, i)));
}

void
scene_answer (KpObservation *observation, const char *resolver, const char *words,
              gint64 ttl)
{
  g_autofree char *url = g_strdup_printf ("https://%s.example/dns-query", resolver);
  KpResolverAnswer *answer = kp_resolver_answer_new (url, resolver, KP_RESOLVER_SOURCE_DOH);
  g_auto (GStrv) word = g_strsplit (words, " ", -1);

  answer->answered = TRUE;
  answer->asked_at = observation->checked_at;
  answer->ttl_known = ttl >= 0;
  answer->ttl = MAX (ttl, 0);
  if (!set_special (answer, word[0]))
    {
      for (guint i = 0; word[i] != NULL && word[i + 1] != NULL; i += 2)
        add_record (observation, answer, word[i], word[i + 1]);
      end_chain (observation, answer);
    }
  g_ptr_array_add (observation->answers, answer);
}

void
scene_answers (KpObservation *observation, const char *all)
{
  static const char *const names[] = { "One", "Two", "Three", "Four", "Five" };
  g_auto (GStrv) answers = g_strsplit (all, "|", -1);

  for (guint i = 0; answers[i] != NULL; i++)
    {
      char *ttl = strrchr (answers[i], '/');

      if (ttl != NULL)
        {
          *ttl++ = '\0';
          g_strstrip (ttl);
        }
      g_assert_cmpuint (i, <, G_N_ELEMENTS (names));
      scene_answer (observation, names[i], g_strstrip (answers[i]),
                    ttl == NULL              ? 300
                    : g_str_equal (ttl, "?") ? -1
                                             : g_ascii_strtoll (ttl, NULL, 10));
    }
}

static gboolean
set_silence (KpProbe *probe, const char *word)
{
  static const struct
  {
    const char *word;
    KpProbeOutcome outcome;
  } outcomes[] = {
    { "refused", KP_PROBE_REFUSED },
    { "nottls", KP_PROBE_NOT_TLS },
    { "alert", KP_PROBE_ALERT },
    { "oldtls", KP_PROBE_OLD_PROTOCOL },
    { "timeout", KP_PROBE_TIMED_OUT },
    { "failed", KP_PROBE_FAILED },
    { "unreachable", KP_PROBE_UNREACHABLE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (outcomes); i++)
    if (g_str_equal (word, outcomes[i].word))
      {
        probe->outcome = outcomes[i].outcome;
        probe->error = g_strdup ("In words.");
        return TRUE;
      }
  return FALSE;
}

static void
set_value (KpObservation *observation, KpProbe *probe, const char *name, const char *value)
{
  KpCertificateFacts *facts = probe->certificate;
  gint64 at = observation->checked_at + g_ascii_strtoll (value, NULL, 10) * SCENE_DAY;

  if (g_str_equal (name, "ends"))
    facts->not_after = at;
  else if (g_str_equal (name, "begins"))
    facts->not_before = at;
  else if (g_str_equal (name, "chain-ends"))
    probe->chain_not_after = at;
  else if (g_str_equal (name, "name"))
    {
      g_clear_pointer (&facts->names, g_strfreev);
      facts->names = g_strsplit (value, ",", -1);
    }
  else if (g_str_equal (name, "issuer"))
    {
      g_free (facts->issuer);
      facts->issuer = g_strdup (value);
    }
  else if (g_str_equal (name, "sha"))
    {
      g_free (facts->sha256);
      facts->sha256 = g_strdup (value);
    }
  else
    g_assert_not_reached ();
}

static void
set_flag (KpProbe *probe, const char *word)
{
  if (g_str_equal (word, "selfsigned"))
    {
      probe->trust = KP_PROBE_TRUST_NONE;
      probe->certificate->self_issued = TRUE;
    }
  else if (g_str_equal (word, "untrusted"))
    probe->trust = KP_PROBE_TRUST_NONE;
  else if (g_str_equal (word, "incomplete"))
    probe->trust = KP_PROBE_TRUST_INCOMPLETE;
  else if (g_str_equal (word, "private"))
    probe->trust = KP_PROBE_TRUST_EXTRA;
  else if (g_str_equal (word, "weak"))
    probe->weak = TRUE;
  else if (g_str_equal (word, "root"))
    probe->root_served = TRUE;
  else if (g_str_equal (word, "plain"))
    probe->plain_http = KP_PLAIN_HTTP_PLAIN;
  else if (g_str_equal (word, "tls10"))
    {
      g_free (probe->protocol);
      probe->protocol = g_strdup ("TLS1.0");
    }
  else
    g_assert_cmpstr (word, ==, "valid");
}

static void
serve (KpObservation *observation, KpProbe *probe, char **words)
{
  KpCertificateFacts *facts = kp_certificate_facts_new ();

  probe->outcome = KP_PROBE_SERVED;
  probe->protocol = g_strdup ("TLS1.3");
  probe->trust = KP_PROBE_TRUST_SYSTEM;
  probe->root_name = g_strdup ("Example Root");
  probe->certificate = facts;
  facts->names = g_strsplit (observation->host, ",", -1);
  facts->subject = g_strdup ("CN=site");
  facts->issuer = g_strdup ("Example CA");
  facts->key = g_strdup ("ECDSA P-256");
  facts->sha256 = g_strdup ("aa");
  facts->spki_sha256 = g_strdup ("bb");
  facts->not_before = observation->checked_at - 90 * SCENE_DAY;
  facts->not_after = observation->checked_at + 90 * SCENE_DAY;
  for (guint i = 0; words[i] != NULL; i++)
    {
      char *equals = strchr (words[i], '=');

      if (equals != NULL)
        {
          *equals = '\0';
          set_value (observation, probe, words[i], equals + 1);
        }
      else
        set_flag (probe, words[i]);
    }
}

void
scene_probe (KpObservation *observation, const char *address, const char *words)
{
  gboolean of_target = *address == '@';
  KpProbe *probe = kp_probe_new (address + of_target);
  g_auto (GStrv) word = g_strsplit (words, " ", -1);

  probe->of_target = of_target;
  probe->probed_at = observation->checked_at;
  if (!set_silence (probe, word[0]))
    serve (observation, probe, word);
  g_ptr_array_add (observation->probes, probe);
}

void
scene_probes (KpObservation *observation, const char *all)
{
  g_auto (GStrv) probes = g_strsplit (all, "|", -1);

  for (guint i = 0; probes[i] != NULL; i++)
    {
      char *line = g_strstrip (probes[i]);
      char *blank = strchr (line, ' ');

      if (*line == '\0')
        continue;
      g_assert_nonnull (blank);
      *blank = '\0';
      scene_probe (observation, line, blank + 1);
    }
}
