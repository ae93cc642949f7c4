/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/observation.h"

G_DEFINE_BOXED_TYPE (KpObservation, kp_observation, kp_observation_ref,
                     kp_observation_unref)

static GPtrArray *
new_records (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) kp_record_unref);
}

KpObservation *
kp_observation_new (const char *host, guint16 port, gint64 checked_at)
{
  KpObservation *self = g_atomic_rc_box_new0 (KpObservation);

  self->host = g_strdup (host);
  self->port = port;
  self->checked_at = checked_at;
  self->answers =
      g_ptr_array_new_with_free_func ((GDestroyNotify) kp_resolver_answer_unref);
  self->target_addresses = new_records ();
  self->other_records = new_records ();
  self->caa = new_records ();
  self->probes = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_probe_unref);
  return self;
}

KpObservation *
kp_observation_ref (KpObservation *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  KpObservation *self = data;

  g_free (self->host);
  g_free (self->target);
  g_ptr_array_unref (self->answers);
  g_ptr_array_unref (self->target_addresses);
  g_free (self->zone);
  g_free (self->dns_host);
  g_strfreev (self->name_servers);
  g_ptr_array_unref (self->other_records);
  g_clear_pointer (&self->doubled, kp_record_unref);
  g_clear_pointer (&self->wildcard, kp_record_unref);
  g_free (self->caa_node);
  g_ptr_array_unref (self->caa);
  g_clear_pointer (&self->system_answer, kp_resolver_answer_unref);
  g_ptr_array_unref (self->probes);
}

void
kp_observation_unref (KpObservation *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

static gboolean
same_record (const KpRecord *a, const KpRecord *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return a->type == b->type && g_strcmp0 (a->owner, b->owner) == 0
         && g_strcmp0 (a->data, b->data) == 0;
}

/* The order of a set means nothing, and resolvers turn it (RFC 1794). Sets are
 * small: bounded where they are read. */
static gboolean
same_records (GPtrArray *a, GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    {
      gboolean found = FALSE;

      for (guint j = 0; j < b->len && !found; j++)
        found = same_record (g_ptr_array_index (a, i), g_ptr_array_index (b, j));
      if (!found)
        return FALSE;
    }
  return TRUE;
}

static gboolean
same_strings (char **a, char **b)
{
  static char *const none[] = { NULL };

  return g_strv_equal ((const char *const *) (a != NULL ? a : (char **) none),
                       (const char *const *) (b != NULL ? b : (char **) none));
}

static gboolean
same_answer (const KpResolverAnswer *a, const KpResolverAnswer *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return g_strcmp0 (a->url, b->url) == 0 && a->source == b->source
         && a->answered == b->answered && a->rcode == b->rcode && a->bogus == b->bogus
         && a->authenticated == b->authenticated && a->loop == b->loop
         && a->dangling == b->dangling && same_records (a->chain, b->chain)
         && same_records (a->addresses, b->addresses);
}

static gboolean
same_certificate (const KpCertificateFacts *a, const KpCertificateFacts *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return g_strcmp0 (a->sha256, b->sha256) == 0;
}

static gboolean
same_probe (const KpProbe *a, const KpProbe *b)
{
  return g_strcmp0 (a->address, b->address) == 0 && a->of_target == b->of_target
         && a->outcome == b->outcome && g_strcmp0 (a->protocol, b->protocol) == 0
         && same_certificate (a->certificate, b->certificate)
         && same_strings (a->chain_sha256, b->chain_sha256) && a->trust == b->trust
         && a->weak == b->weak && a->root_served == b->root_served
         && g_strcmp0 (a->root_sha256, b->root_sha256) == 0
         && a->plain_http == b->plain_http;
}

static gboolean
same_answers (GPtrArray *a, GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (!same_answer (g_ptr_array_index (a, i), g_ptr_array_index (b, i)))
      return FALSE;
  return TRUE;
}

static gboolean
same_probes (GPtrArray *a, GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    {
      gboolean found = FALSE;

      for (guint j = 0; j < b->len && !found; j++)
        found = same_probe (g_ptr_array_index (a, i), g_ptr_array_index (b, j));
      if (!found)
        return FALSE;
    }
  return TRUE;
}

gboolean
kp_observation_is_evidence (const KpObservation *self)
{
  for (guint i = 0; i < self->answers->len; i++)
    if (((const KpResolverAnswer *) g_ptr_array_index (self->answers, i))->answered)
      return TRUE;
  return self->probes->len > 0;
}

gboolean
kp_observation_same_facts (const KpObservation *a, const KpObservation *b)
{
  return g_strcmp0 (a->host, b->host) == 0 && a->port == b->port
         && g_strcmp0 (a->target, b->target) == 0 && same_answers (a->answers, b->answers)
         && same_records (a->target_addresses, b->target_addresses)
         && a->target_answered == b->target_answered && g_strcmp0 (a->zone, b->zone) == 0
         && a->is_apex == b->is_apex && g_strcmp0 (a->dns_host, b->dns_host) == 0
         && same_strings (a->name_servers, b->name_servers)
         && same_records (a->other_records, b->other_records)
         && same_record (a->doubled, b->doubled) && same_record (a->wildcard, b->wildcard)
         && a->caa_state == b->caa_state && g_strcmp0 (a->caa_node, b->caa_node) == 0
         && same_records (a->caa, b->caa)
         && same_answer (a->system_answer, b->system_answer)
         && same_probes (a->probes, b->probes) && a->intercepted == b->intercepted;
}
