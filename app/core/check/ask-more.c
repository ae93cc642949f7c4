/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/host-name.h"
#include "core/check/checker-private.h"
#include "core/dns/zone.h"

/* A label nobody has: if it resolves, a wildcard answers for everything. */
#define NOBODYS_LABEL "keyplate-looks-for-a-wildcard"

typedef struct
{
  KpResolver *resolver;
  KpObservation *observation;
  guint pending;
  KpRecord *doubled;
  gboolean any_wildcard;
} More;

static void
more_free (More *more)
{
  g_object_unref (more->resolver);
  kp_observation_unref (more->observation);
  g_clear_pointer (&more->doubled, kp_record_unref);
  g_free (more);
}

/* One question of several that run beside each other has its answer. */
static void
one_done (GTask *task)
{
  More *more = g_task_get_task_data (task);

  if (--more->pending == 0)
    {
      /* A wildcard answers for the doubled name as well: then nobody made it. */
      if (!more->any_wildcard)
        more->observation->doubled = g_steal_pointer (&more->doubled);
      if (!g_task_return_error_if_cancelled (task))
        g_task_return_boolean (task, TRUE);
    }
  g_object_unref (task);
}

static void
others_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  More *more = g_task_get_task_data (task);
  g_autoptr (KpDnsReply) reply =
      kp_resolver_lookup_finish (KP_RESOLVER (source), result, NULL);

  for (guint i = 0; reply != NULL && i < reply->answers->len; i++)
    {
      KpRecord *record = g_ptr_array_index (reply->answers, i);

      /* Only what stands at the very name, not what its CNAME leads to. */
      if (record->type == reply->type
          && g_str_equal (record->owner, more->observation->host))
        g_ptr_array_add (more->observation->other_records, kp_record_ref (record));
    }
  one_done (task);
}

static KpRecord *
first_record (const KpDnsReply *reply)
{
  for (guint i = 0; i < reply->answers->len; i++)
    {
      KpRecord *record = g_ptr_array_index (reply->answers, i);

      if (g_str_equal (record->owner, reply->name))
        return record;
    }
  return NULL;
}

/* Whether the name itself gives the same: a record of its own goes before a wildcard. */
static gboolean
is_given (const KpObservation *observation, const KpRecord *record)
{
  for (guint i = 0; i < observation->answers->len; i++)
    {
      const KpResolverAnswer *answer = g_ptr_array_index (observation->answers, i);
      GPtrArray *given = answer->chain->len > 0 ? answer->chain : answer->addresses;

      for (guint j = 0; j < (answer->chain->len > 0 ? 1 : given->len); j++)
        {
          const KpRecord *own = g_ptr_array_index (given, j);

          if (own->type == record->type && g_str_equal (own->data, record->data))
            return TRUE;
        }
    }
  return FALSE;
}

static void
wildcard_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  More *more = g_task_get_task_data (task);
  g_autoptr (KpDnsReply) reply =
      kp_resolver_lookup_finish (KP_RESOLVER (source), result, NULL);
  KpRecord *record = reply != NULL ? first_record (reply) : NULL;

  more->any_wildcard = record != NULL;
  if (record != NULL && is_given (more->observation, record))
    {
      g_autofree char *owner = g_strconcat ("*", strchr (record->owner, '.'), NULL);

      more->observation->wildcard =
          kp_record_new (record->type, owner, record->ttl, record->data);
    }
  one_done (task);
}

static void
doubled_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  More *more = g_task_get_task_data (task);
  g_autoptr (KpDnsReply) reply =
      kp_resolver_lookup_finish (KP_RESOLVER (source), result, NULL);
  KpRecord *record = reply != NULL ? first_record (reply) : NULL;

  if (record != NULL)
    more->doubled = kp_record_ref (record);
  one_done (task);
}

static void
ask (GTask *task, const char *name, KpRecordType type, GAsyncReadyCallback callback)
{
  More *more = g_task_get_task_data (task);

  if (strlen (name) > KP_HOST_NAME_MAX)
    return;
  more->pending++;
  kp_resolver_lookup_async (more->resolver, name, type, KP_LOOKUP_NONE,
                            g_task_get_cancellable (task), callback, g_object_ref (task));
}

static void
zone_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  More *more = g_task_get_task_data (task);
  KpObservation *observation = more->observation;
  g_autoptr (KpZone) zone = kp_zone_find_finish (result, NULL);

  if (zone != NULL)
    {
      g_autofree char *doubled = g_strconcat (observation->host, ".", zone->apex, NULL);

      observation->zone = g_strdup (zone->apex);
      observation->is_apex = zone->is_apex;
      observation->dns_host =
          g_strdup (zone->dns_host != NULL ? zone->dns_host : zone->primary);
      observation->name_servers = g_strdupv (zone->name_servers);
      if (!zone->is_apex)
        ask (task, doubled, KP_RECORD_A, doubled_cb);
    }
  one_done (task);
}

void
kp_checker_ask_more_async (KpResolver *resolver, KpObservation *observation,
                           GCancellable *cancellable, GAsyncReadyCallback callback,
                           gpointer data)
{
  static const KpRecordType others[] = { KP_RECORD_MX, KP_RECORD_TXT, KP_RECORD_CAA };
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, data);
  More *more = g_new0 (More, 1);
  const char *parent = strchr (observation->host, '.');
  g_autofree char *sibling = g_strconcat (NOBODYS_LABEL, parent, NULL);

  g_task_set_source_tag (task, kp_checker_ask_more_async);
  more->resolver = g_object_ref (resolver);
  more->observation = kp_observation_ref (observation);
  g_task_set_task_data (task, more, (GDestroyNotify) more_free);

  more->pending++;
  kp_zone_find_async (resolver, observation->host, cancellable, zone_cb,
                      g_object_ref (task));
  ask (task, sibling, KP_RECORD_A, wildcard_cb);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    ask (task, observation->host, others[i], others_cb);
}

gboolean
kp_checker_ask_more_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
