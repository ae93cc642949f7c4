/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/check/interception.h"

struct _KpInterception
{
  guint n_sites;
  /* Fingerprint of an unknown root => Root */
  GHashTable *roots;
};

typedef struct
{
  char *name;
  GPtrArray *sites;
} Root;

static void
intercepted_free (KpIntercepted *site)
{
  kp_check_result_unref (site->result);
  kp_history_free (site->before);
  g_free (site);
}

static void
root_free (Root *root)
{
  g_free (root->name);
  g_ptr_array_unref (root->sites);
  g_free (root);
}

KpInterception *
kp_interception_new (void)
{
  KpInterception *self = g_new0 (KpInterception, 1);

  self->roots =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) root_free);
  return self;
}

void
kp_interception_free (KpInterception *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->roots);
  g_free (self);
}

void
kp_interception_add (KpInterception *self, KpCheckResult *result, const KpHistory *before)
{
  const KpObservation *observation = result->observation;
  const KpProbe *unknown = NULL;
  KpIntercepted *site;
  Root *root;

  for (guint i = 0; i < observation->probes->len; i++)
    {
      const KpProbe *probe = g_ptr_array_index (observation->probes, i);

      if (probe->outcome != KP_PROBE_SERVED)
        continue;
      /* A certificate that signed itself is the server's own doing. */
      if (probe->trust == KP_PROBE_TRUST_NONE && probe->root_sha256 != NULL
          && (probe->certificate == NULL || !probe->certificate->self_issued))
        unknown = probe;
    }
  self->n_sites++;
  if (unknown == NULL)
    return;

  root = g_hash_table_lookup (self->roots, unknown->root_sha256);
  if (root == NULL)
    {
      root = g_new0 (Root, 1);
      root->name = g_strdup (unknown->root_name != NULL ? unknown->root_name : "?");
      root->sites = g_ptr_array_new_with_free_func ((GDestroyNotify) intercepted_free);
      g_hash_table_insert (self->roots, g_strdup (unknown->root_sha256), root);
    }
  site = g_new0 (KpIntercepted, 1);
  site->result = kp_check_result_ref (result);
  site->before = kp_history_copy (before);
  g_ptr_array_add (root->sites, site);
}

const char *
kp_interception_find (KpInterception *self, GPtrArray **sites)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->roots);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Root *root = value;

      if (root->sites->len >= KP_INTERCEPTION_MIN_SITES
          && root->sites->len * 2 > self->n_sites)
        {
          *sites = root->sites;
          return root->name;
        }
    }
  *sites = NULL;
  return NULL;
}
