/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/check/interception.h"

struct _KpInterception
{
  guint n_sites;
  guint n_served;    /* of them, those that served anything */
  guint n_left;      /* still to be counted */
  GHashTable *roots; /* fingerprint of an unknown root => Root */
  char *expected;
};

typedef struct
{
  char *name;
  guint n_sites;
} Root;

static void
root_free (Root *root)
{
  g_free (root->name);
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
  g_free (self->expected);
  g_free (self);
}

void
kp_interception_set_total (KpInterception *self, guint n_sites)
{
  self->n_left = n_sites;
}

static Root *
ensure_root (KpInterception *self, const char *sha256, const char *name)
{
  Root *root = g_hash_table_lookup (self->roots, sha256);

  if (root != NULL)
    return root;
  root = g_new0 (Root, 1);
  root->name = g_strdup (name != NULL ? name : "?");
  g_hash_table_insert (self->roots, g_strdup (sha256), root);
  return root;
}

void
kp_interception_expect (KpInterception *self, const char *root_sha256, const char *name)
{
  g_free (self->expected);
  self->expected = g_strdup (root_sha256);
  if (root_sha256 != NULL)
    ensure_root (self, root_sha256, name);
}

/* A certificate that signed itself is the server's own doing. */
static gboolean
ends_in_unknown (const KpProbe *probe)
{
  return probe->outcome == KP_PROBE_SERVED && probe->trust == KP_PROBE_TRUST_NONE
         && probe->root_sha256 != NULL
         && (probe->certificate == NULL || !probe->certificate->self_issued);
}

static const KpProbe *
find_unknown (const KpObservation *observation)
{
  for (guint i = 0; i < observation->probes->len; i++)
    {
      const KpProbe *probe = g_ptr_array_index (observation->probes, i);

      if (ends_in_unknown (probe))
        return probe;
    }
  return NULL;
}

static gboolean
has_served (const KpObservation *observation)
{
  for (guint i = 0; i < observation->probes->len; i++)
    {
      const KpProbe *probe = g_ptr_array_index (observation->probes, i);

      if (probe->outcome == KP_PROBE_SERVED)
        return TRUE;
    }
  return FALSE;
}

gboolean
kp_interception_add (KpInterception *self, const KpObservation *observation)
{
  const KpProbe *unknown = find_unknown (observation);

  self->n_sites++;
  self->n_left -= self->n_left > 0;
  self->n_served += has_served (observation);
  if (unknown == NULL)
    return FALSE;
  ensure_root (self, unknown->root_sha256, unknown->root_name)->n_sites++;
  return TRUE;
}

/* The rule, with so many sites more, and so many of them of that root. */
static gboolean
intercepts (const KpInterception *self, const char *sha256, const Root *root, guint more,
            guint of_it)
{
  guint n = root->n_sites + of_it, n_served = self->n_served + more;

  if (g_strcmp0 (sha256, self->expected) == 0)
    return n * 2 > n_served || n_served == 0;
  return n * 2 > self->n_sites + more && n >= KP_INTERCEPTION_MIN_SITES;
}

gboolean
kp_interception_is_decided (const KpInterception *self, const KpObservation *observation)
{
  const KpProbe *unknown = find_unknown (observation);
  const Root *root =
      unknown != NULL ? g_hash_table_lookup (self->roots, unknown->root_sha256) : NULL;

  return root == NULL
         || intercepts (self, unknown->root_sha256, root, self->n_left, self->n_left)
                == intercepts (self, unknown->root_sha256, root, self->n_left, 0);
}

const char *
kp_interception_find (const KpInterception *self, const char **name)
{
  GHashTableIter iter;
  gpointer sha256, root;

  if (name != NULL)
    *name = NULL;
  g_hash_table_iter_init (&iter, self->roots);
  while (g_hash_table_iter_next (&iter, &sha256, &root))
    if (intercepts (self, sha256, root, 0, 0))
      {
        if (name != NULL)
          *name = ((Root *) root)->name;
        return sha256;
      }
  return NULL;
}

gboolean
kp_interception_concerns (const KpObservation *observation, const char *root_sha256)
{
  for (guint i = 0; root_sha256 != NULL && i < observation->probes->len; i++)
    {
      const KpProbe *probe = g_ptr_array_index (observation->probes, i);

      if (ends_in_unknown (probe) && g_str_equal (probe->root_sha256, root_sha256))
        return TRUE;
    }
  return FALSE;
}
