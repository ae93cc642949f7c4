/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/dns/zone.h"

#include "core/base/host-name.h"

#include <arpa/nameser.h>
#include <libsoup/soup.h>
#include <string.h>

/* So many names are asked for their SOA before the guess must do. */
#define MAX_CLIMB 10

typedef struct
{
  char *host;
  const char *name; /* the one being asked: @host or a part of it */
  guint asked;
  gboolean aliased; /* @host has a CNAME, so it is no apex */
  gboolean failed;  /* something below @name could not be told */
  KpZone *zone;
} Climb;

static void
climb_free (Climb *self)
{
  g_free (self->host);
  kp_zone_free (self->zone);
  g_free (self);
}

void
kp_zone_free (KpZone *self)
{
  if (self == NULL)
    return;
  g_free (self->apex);
  g_free (self->primary);
  g_strfreev (self->name_servers);
  g_free (self->dns_host);
  g_free (self);
}

static KpZone *
zone_new (const char *apex, const char *host)
{
  KpZone *self = g_new0 (KpZone, 1);

  self->apex = g_strdup (apex);
  self->is_apex = g_str_equal (apex, host);
  return self;
}

static void
end (GTask *task)
{
  Climb *self = g_task_get_task_data (task);

  g_task_return_pointer (task, g_steal_pointer (&self->zone),
                         (GDestroyNotify) kp_zone_free);
}

static void
end_with_guess (GTask *task)
{
  Climb *self = g_task_get_task_data (task);

  self->zone = kp_zone_new_guess (self->host);
  self->zone->is_apex &= !self->aliased;
  end (task);
}

/* The registrable domain, or the name itself where that is a public suffix. libsoup leaves
 * out the list's rule "*" for a top level it doesn't know: there it is two labels. */
static const char *
base_of (const char *name)
{
  const char *base = soup_tld_get_base_domain (name, NULL);
  const char *dot = strrchr (name, '.');

  if (base != NULL || dot == NULL || soup_tld_domain_is_public_suffix (name)
      || soup_tld_domain_is_public_suffix (dot + 1))
    return base != NULL ? base : name;
  while (dot > name && dot[-1] != '.')
    dot--;
  return dot;
}

/* Of domains with the same number of name servers the one of the SOA's primary is taken,
 * then the first in the alphabet: always the same one. */
static char *
find_dns_host (const KpZone *zone)
{
  const char *primary = zone->primary != NULL ? base_of (zone->primary) : NULL;
  const char *best = NULL;
  guint most = 0;

  for (guint i = 0; zone->name_servers[i] != NULL; i++)
    {
      const char *base = base_of (zone->name_servers[i]);
      guint n = 0;

      for (guint j = 0; zone->name_servers[j] != NULL; j++)
        n += g_str_equal (base_of (zone->name_servers[j]), base);
      if (n > most || (n == most && g_strcmp0 (base, primary) == 0)
          || (n == most && g_strcmp0 (best, primary) != 0 && strcmp (base, best) < 0))
        {
          best = base;
          most = n;
        }
    }
  return g_strdup (best);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
note_name_servers (KpZone *zone, const KpDnsReply *reply)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < reply->answers->len; i++)
    {
      const KpRecord *record = g_ptr_array_index (reply->answers, i);

      if (record->type == KP_RECORD_NS && g_str_equal (record->owner, zone->apex)
          && kp_host_name_is_valid_dns (record->data))
        g_ptr_array_add (names, g_strdup (record->data));
    }
  if (names->len == 0)
    return;
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  zone->name_servers = (char **) g_ptr_array_free (g_steal_pointer (&names), FALSE);
  zone->dns_host = find_dns_host (zone);
}

static void
on_name_servers (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Climb *self = g_task_get_task_data (task);
  g_autoptr (KpDnsReply) reply =
      kp_resolver_lookup_finish (KP_RESOLVER (source), result, NULL);

  if (g_task_return_error_if_cancelled (task))
    return;
  if (reply != NULL)
    note_name_servers (self->zone, reply);
  end (task);
}

static const KpRecord *
find_soa (GPtrArray *records)
{
  for (guint i = 0; i < records->len; i++)
    {
      const KpRecord *record = g_ptr_array_index (records, i);

      if (record->type == KP_RECORD_SOA)
        return record;
    }
  return NULL;
}

static gboolean
is_aliased (const KpDnsReply *reply)
{
  for (guint i = 0; i < reply->answers->len; i++)
    {
      const KpRecord *record = g_ptr_array_index (reply->answers, i);

      if (record->type == KP_RECORD_CNAME && g_str_equal (record->owner, reply->name))
        return TRUE;
    }
  return FALSE;
}

/* A domain nobody has registered is answered by the zone it would be in: "com" is not where
 * a site is set up, nor is it when all below it could not be asked. */
static gboolean
is_too_high (const Climb *self, const KpDnsReply *reply, const char *apex)
{
  if (strchr (apex, '.') == NULL)
    return TRUE;
  return (self->failed || reply->rcode == ns_r_nxdomain)
         && soup_tld_domain_is_public_suffix (apex);
}

static void ask_soa (GTask *owned);

static void
climb (GTask *owned)
{
  g_autoptr (GTask) task = owned;
  Climb *self = g_task_get_task_data (task);
  const char *dot = strchr (self->name, '.');

  if (dot == NULL || ++self->asked >= MAX_CLIMB)
    {
      end_with_guess (task);
      return;
    }
  self->name = dot + 1;
  ask_soa (g_steal_pointer (&task));
}

static void
on_soa (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Climb *self = g_task_get_task_data (task);
  g_autoptr (KpDnsReply) reply =
      kp_resolver_lookup_finish (KP_RESOLVER (source), result, NULL);
  const KpRecord *soa = NULL;

  if (g_task_return_error_if_cancelled (task))
    return;
  if (reply == NULL)
    {
      end_with_guess (task);
      return;
    }
  /* Behind a CNAME the answer tells of the zone it leads to. */
  if (is_aliased (reply))
    self->aliased |= self->name == self->host;
  else if ((soa = find_soa (reply->answers)) == NULL)
    soa = find_soa (reply->authority);
  self->failed |= reply->rcode != ns_r_noerror && reply->rcode != ns_r_nxdomain;
  if (soa == NULL
      || (!g_str_equal (soa->owner, ".")
          && !kp_host_name_is_below (self->name, soa->owner)))
    {
      climb (g_steal_pointer (&task));
      return;
    }
  if (is_too_high (self, reply, soa->owner))
    {
      end_with_guess (task);
      return;
    }
  self->zone = zone_new (soa->owner, self->host);
  self->zone->by_soa = TRUE;
  self->zone->primary = g_strndup (soa->data, strcspn (soa->data, " "));
  kp_resolver_lookup_async (KP_RESOLVER (source), self->zone->apex, KP_RECORD_NS,
                            KP_LOOKUP_NONE, g_task_get_cancellable (task), on_name_servers,
                            g_object_ref (task));
}

static void
ask_soa (GTask *owned)
{
  g_autoptr (GTask) task = owned;
  Climb *self = g_task_get_task_data (task);

  kp_resolver_lookup_async (g_task_get_source_object (task), self->name, KP_RECORD_SOA,
                            KP_LOOKUP_NONE, g_task_get_cancellable (task), on_soa,
                            g_object_ref (task));
}

KpZone *
kp_zone_new_guess (const char *host)
{
  g_return_val_if_fail (host != NULL, NULL);

  return zone_new (base_of (host), host);
}

gboolean
kp_zone_is_public_suffix (const char *host)
{
  g_return_val_if_fail (host != NULL, FALSE);

  return soup_tld_domain_is_public_suffix (host);
}

void
kp_zone_find_async (KpResolver *resolver, const char *host, GCancellable *cancellable,
                    GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = NULL;
  Climb *self = NULL;

  g_return_if_fail (KP_IS_RESOLVER (resolver));
  g_return_if_fail (host != NULL);

  task = g_task_new (resolver, cancellable, callback, data);
  g_task_set_source_tag (task, kp_zone_find_async);
  self = g_new0 (Climb, 1);
  self->host = g_strdup (host);
  self->name = self->host;
  g_task_set_task_data (task, self, (GDestroyNotify) climb_free);
  ask_soa (g_steal_pointer (&task));
}

KpZone *
kp_zone_find_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, kp_zone_find_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
