/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/site-index.h"

struct _KpSiteIndex
{
  GHashTable *by_id;   /* row id → site */
  GHashTable *by_host; /* host of a site → that site, the first of its host */
  GHashTable *more;    /* host → GPtrArray of the others: few hosts have several ports */
};

KpSiteIndex *
kp_site_index_new (void)
{
  KpSiteIndex *self = g_new0 (KpSiteIndex, 1);

  self->by_id = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->by_host = g_hash_table_new (g_str_hash, g_str_equal);
  self->more = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                      (GDestroyNotify) g_ptr_array_unref);
  return self;
}

void
kp_site_index_free (KpSiteIndex *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->by_id);
  g_hash_table_unref (self->by_host);
  g_hash_table_unref (self->more);
  g_free (self);
}

static void
add_more (KpSiteIndex *self, KpSite *site)
{
  GPtrArray *others = g_hash_table_lookup (self->more, kp_site_get_host (site));

  if (others == NULL)
    {
      others = g_ptr_array_new ();
      g_hash_table_insert (self->more, g_strdup (kp_site_get_host (site)), others);
    }
  g_ptr_array_add (others, site);
}

void
kp_site_index_add (KpSiteIndex *self, KpSite *site)
{
  gint64 id = kp_site_get_id (site);
  const char *host = kp_site_get_host (site);

  g_hash_table_insert (self->by_id, g_memdup2 (&id, sizeof id), site);
  if (g_hash_table_contains (self->by_host, host))
    add_more (self, site);
  else
    g_hash_table_insert (self->by_host, (gpointer) host, site);
}

void
kp_site_index_remove (KpSiteIndex *self, KpSite *site)
{
  gint64 id = kp_site_get_id (site);
  const char *host = kp_site_get_host (site);
  GPtrArray *others = g_hash_table_lookup (self->more, host);

  g_hash_table_remove (self->by_id, &id);
  if (g_hash_table_lookup (self->by_host, host) != site)
    {
      if (others != NULL)
        g_ptr_array_remove_fast (others, site);
    }
  else
    {
      g_hash_table_remove (self->by_host, host);
      if (others != NULL)
        {
          KpSite *next = g_ptr_array_steal_index_fast (others, 0);

          g_hash_table_insert (self->by_host, (gpointer) kp_site_get_host (next), next);
        }
    }
  if (others != NULL && others->len == 0)
    g_hash_table_remove (self->more, host);
}

KpSite *
kp_site_index_find_by_id (KpSiteIndex *self, gint64 id)
{
  return g_hash_table_lookup (self->by_id, &id);
}

KpSite *
kp_site_index_find (KpSiteIndex *self, const char *host, guint16 port, gboolean *several)
{
  KpSite *first = g_hash_table_lookup (self->by_host, host);
  GPtrArray *others = g_hash_table_lookup (self->more, host);
  guint16 wanted = port != 0 ? port : 443;

  if (several != NULL)
    *several = FALSE;
  if (first == NULL || kp_site_get_port (first) == wanted)
    return first;
  for (guint i = 0; others != NULL && i < others->len; i++)
    if (kp_site_get_port (g_ptr_array_index (others, i)) == wanted)
      return g_ptr_array_index (others, i);
  if (port != 0)
    return NULL;
  if (others == NULL)
    return first;
  if (several != NULL)
    *several = TRUE;
  return NULL;
}
