/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/check/proxy-routes.h"

#include <string.h>

#define FRESH_MICROSECONDS (60 * G_USEC_PER_SEC)
#define ROUTES_MAX 4096

typedef struct
{
  KpProxyRouteFunc done;
  gpointer data;
} Waiter;

typedef struct
{
  KpProxyRoute route;
  gint64 asked;
  GArray *waiters; /* of Waiter */
} Entry;

struct _KpProxyRoutes
{
  GProxyResolver *resolver;
  gboolean never; /* there is no proxy at all */
  GHashTable *entries;
};

typedef struct
{
  KpProxyRoutes *routes;
  char *uri;
} Question;

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_array_unref (entry->waiters);
  g_free (entry);
}

KpProxyRoutes *
kp_proxy_routes_new (GProxyResolver *resolver)
{
  KpProxyRoutes *self = g_rc_box_new0 (KpProxyRoutes);

  self->resolver = g_object_ref (resolver);
  /* GSimpleProxyResolver has no such function at all. */
  self->never = G_PROXY_RESOLVER_GET_IFACE (resolver)->is_supported != NULL
                && !g_proxy_resolver_is_supported (resolver);
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, entry_free);
  return self;
}

static void
clear (gpointer data)
{
  KpProxyRoutes *self = data;

  g_hash_table_unref (self->entries);
  g_object_unref (self->resolver);
}

void
kp_proxy_routes_unref (KpProxyRoutes *self)
{
  g_rc_box_release_full (self, clear);
}

static gboolean
is_idle (gpointer key, gpointer value, gpointer data)
{
  return ((Entry *) value)->waiters->len == 0;
}

KpProxyRoute
kp_proxy_routes_find (KpProxyRoutes *self, const char *uri)
{
  Entry *entry;

  if (self->never)
    return KP_PROXY_ROUTE_DIRECT;
  entry = g_hash_table_lookup (self->entries, uri);
  if (entry == NULL || entry->waiters->len > 0
      || g_get_monotonic_time () - entry->asked > FRESH_MICROSECONDS)
    return KP_PROXY_ROUTE_UNKNOWN;
  return entry->route;
}

static gboolean
is_direct (char **proxies)
{
  return proxies == NULL || proxies[0] == NULL || g_str_has_prefix (proxies[0], "direct:");
}

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Question *question = data;
  g_auto (GStrv) proxies =
      g_proxy_resolver_lookup_finish (G_PROXY_RESOLVER (source), result, NULL);
  KpProxyRoute route = is_direct (proxies) ? KP_PROXY_ROUTE_DIRECT : KP_PROXY_ROUTE_PROXY;
  Entry *entry = g_hash_table_lookup (question->routes->entries, question->uri);
  g_autoptr (GArray) waiters = g_array_ref (entry->waiters);

  entry->route = route;
  entry->asked = g_get_monotonic_time ();
  g_array_unref (entry->waiters);
  entry->waiters = g_array_new (FALSE, FALSE, sizeof (Waiter));
  for (guint i = 0; i < waiters->len; i++)
    {
      Waiter *waiter = &g_array_index (waiters, Waiter, i);

      if (waiter->done != NULL)
        waiter->done (waiter->data, route);
    }
  kp_proxy_routes_unref (question->routes);
  g_free (question->uri);
  g_free (question);
}

void
kp_proxy_routes_ask (KpProxyRoutes *self, const char *uri, KpProxyRouteFunc done,
                     gpointer data)
{
  Entry *entry = g_hash_table_lookup (self->entries, uri);
  Waiter waiter = { done, data };
  Question *question;

  if (entry != NULL && entry->waiters->len > 0)
    {
      g_array_append_val (entry->waiters, waiter);
      return;
    }
  if (entry == NULL)
    {
      if (g_hash_table_size (self->entries) >= ROUTES_MAX)
        g_hash_table_foreach_remove (self->entries, is_idle, NULL);
      entry = g_new0 (Entry, 1);
      entry->waiters = g_array_new (FALSE, FALSE, sizeof (Waiter));
      g_hash_table_insert (self->entries, g_strdup (uri), entry);
    }
  g_array_append_val (entry->waiters, waiter);
  question = g_new0 (Question, 1);
  question->routes = g_rc_box_acquire (self);
  question->uri = g_strdup (uri);
  g_proxy_resolver_lookup_async (self->resolver, uri, NULL, looked_up_cb, question);
}

void
kp_proxy_routes_forget (KpProxyRoutes *self, gpointer data)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      GArray *waiters = ((Entry *) value)->waiters;

      for (guint i = 0; i < waiters->len; i++)
        if (g_array_index (waiters, Waiter, i).data == data)
          g_array_index (waiters, Waiter, i).done = NULL;
    }
}

char *
kp_proxy_routes_make_uri (const char *address, guint16 port)
{
  return strchr (address, ':') != NULL ? g_strdup_printf ("https://[%s]:%u", address, port)
                                       : g_strdup_printf ("https://%s:%u", address, port);
}
