/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/certificate/chain-path.h"

#include "core/certificate/der.h"

/* Paths tried for one chain: a hostile one of sixteen certificates with the same name would
 * have more than can be walked. */
#define ATTEMPTS_MAX 64
#define CACHE_MAX 1024

/* Dates are the verdict's; how weak it is stands in the probe beside where it leads. */
#define VERIFY_FLAGS                                                                       \
  (GNUTLS_VERIFY_DISABLE_TIME_CHECKS | GNUTLS_VERIFY_DISABLE_TRUSTED_TIME_CHECKS           \
   | GNUTLS_VERIFY_ALLOW_BROKEN | GNUTLS_VERIFY_ALLOW_SIGN_WITH_SHA1)

typedef struct
{
  GBytes *der;
  char *sha256;
  gboolean system;
} Unread;

/* All of one subject. */
typedef struct
{
  GPtrArray *links;  /* KpChainLink */
  GPtrArray *unread; /* Unread */
} Named;

struct _KpChainIndex
{
  GHashTable *by_sha256;  /* char * => Named; not owned */
  GHashTable *by_subject; /* GBytes => Named */
};

struct _KpPathCache
{
  GHashTable *good; /* fingerprints of a path without its leaf => itself */
};

typedef struct
{
  const KpPathSearch *search;
  KpChainPath *path;
  guint attempts;
} Walk;

static void
unread_free (gpointer data)
{
  Unread *unread = data;

  g_bytes_unref (unread->der);
  g_free (unread->sha256);
  g_free (unread);
}

static void
named_free (gpointer data)
{
  Named *named = data;

  g_ptr_array_unref (named->links);
  g_ptr_array_unref (named->unread);
  g_free (named);
}

KpChainIndex *
kp_chain_index_new (void)
{
  KpChainIndex *self = g_new0 (KpChainIndex, 1);

  self->by_sha256 = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->by_subject = g_hash_table_new_full (g_bytes_hash, g_bytes_equal,
                                            (GDestroyNotify) g_bytes_unref, named_free);
  return self;
}

void
kp_chain_index_free (KpChainIndex *self)
{
  g_hash_table_unref (self->by_sha256);
  g_hash_table_unref (self->by_subject);
  g_free (self);
}

static Named *
ensure_named (KpChainIndex *self, GBytes *subject)
{
  Named *named = g_hash_table_lookup (self->by_subject, subject);

  if (named != NULL)
    return named;
  named = g_new0 (Named, 1);
  named->links = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_chain_link_unref);
  named->unread = g_ptr_array_new_with_free_func (unread_free);
  g_hash_table_insert (self->by_subject, g_bytes_ref (subject), named);
  return named;
}

void
kp_chain_index_add (KpChainIndex *self, KpChainLink *link)
{
  Named *named = ensure_named (self, link->subject);

  g_ptr_array_add (named->links, kp_chain_link_ref (link));
  g_hash_table_insert (self->by_sha256, g_strdup (link->sha256), named);
}

void
kp_chain_index_add_unread (KpChainIndex *self, GBytes *der, char *sha256, gboolean system)
{
  g_autofree char *owned = sha256;
  g_autoptr (GBytes) subject = NULL;
  KpDer whole, name;
  Named *named;
  Unread *unread;

  whole.data = g_bytes_get_data (der, &whole.length);
  if (g_hash_table_contains (self->by_sha256, sha256)
      || !kp_der_find_subject (whole, &name))
    return;
  subject = g_bytes_new_from_bytes (der, (gsize) (name.data - whole.data), name.length);
  named = ensure_named (self, subject);
  unread = g_new0 (Unread, 1);
  unread->der = g_bytes_ref (der);
  unread->sha256 = g_strdup (sha256);
  unread->system = system;
  g_ptr_array_add (named->unread, unread);
  g_hash_table_insert (self->by_sha256, g_steal_pointer (&owned), named);
}

static void
copy_named (KpChainIndex *self, Named *from)
{
  for (guint i = 0; i < from->links->len; i++)
    kp_chain_index_add (self, from->links->pdata[i]);
  for (guint i = 0; i < from->unread->len; i++)
    {
      const Unread *unread = from->unread->pdata[i];

      kp_chain_index_add_unread (self, unread->der, g_strdup (unread->sha256),
                                 unread->system);
    }
}

KpChainIndex *
kp_chain_index_copy (KpChainIndex *self)
{
  KpChainIndex *copy = kp_chain_index_new ();
  GHashTableIter iter;
  gpointer named;

  g_hash_table_iter_init (&iter, self->by_subject);
  while (g_hash_table_iter_next (&iter, NULL, &named))
    copy_named (copy, named);
  return copy;
}

/* Returns: (nullable): @named's links, all of them read */
static GPtrArray *
get_links (Named *named)
{
  if (named == NULL)
    return NULL;
  for (guint i = 0; i < named->unread->len; i++)
    {
      Unread *unread = named->unread->pdata[i];
      KpChainLink *link =
          kp_chain_link_new (unread->der, g_steal_pointer (&unread->sha256));

      if (link == NULL)
        continue;
      link->system = unread->system;
      g_ptr_array_add (named->links, link);
    }
  g_ptr_array_set_size (named->unread, 0);
  return named->links;
}

static GPtrArray *
find_subject (KpChainIndex *self, GBytes *subject)
{
  return get_links (g_hash_table_lookup (self->by_subject, subject));
}

KpChainLink *
kp_chain_index_find (KpChainIndex *self, const char *sha256)
{
  GPtrArray *links = get_links (g_hash_table_lookup (self->by_sha256, sha256));

  for (guint i = 0; links != NULL && i < links->len; i++)
    if (g_str_equal (((KpChainLink *) links->pdata[i])->sha256, sha256))
      return links->pdata[i];
  return NULL;
}

KpChainLink *
kp_chain_index_find_issuer (KpChainIndex *self, const KpChainLink *link)
{
  GPtrArray *same = find_subject (self, link->issuer);

  for (guint i = 0; same != NULL && i < same->len; i++)
    if (kp_chain_link_may_sign (same->pdata[i], link))
      return same->pdata[i];
  return NULL;
}

guint
kp_chain_index_get_size (KpChainIndex *self)
{
  return g_hash_table_size (self->by_sha256);
}

KpPathCache *
kp_path_cache_new (void)
{
  KpPathCache *self = g_new0 (KpPathCache, 1);

  self->good = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
kp_path_cache_free (KpPathCache *self)
{
  g_hash_table_unref (self->good);
  g_free (self);
}

static gboolean
verify_links (KpChainLink *const *links, guint n, KpChainLink *root)
{
  gnutls_x509_crt_t list[KP_CHAIN_PATH_MAX];
  unsigned int status = 0;

  for (guint i = 0; i < n; i++)
    list[i] = links[i]->crt;
  return gnutls_x509_crt_list_verify (list, (int) n, &root->crt, 1, NULL, 0, VERIFY_FLAGS,
                                      &status)
             == 0
         && (status & ~(GNUTLS_CERT_INVALID | GNUTLS_CERT_INSECURE_ALGORITHM)) == 0;
}

/* RFC 5280 section 6.1.4 (l, m): certificates that sign under their own name don't count.
 */
static gboolean
is_short_enough (const KpChainPath *path, const KpChainLink *root)
{
  int below = 0;

  for (guint i = 1; i < path->n_links; i++)
    {
      if (path->links[i]->path_length >= 0 && below > path->links[i]->path_length)
        return FALSE;
      if (!kp_chain_link_is_self_issued (path->links[i]))
        below++;
    }
  return root->path_length < 0 || below <= root->path_length;
}

static char *
cache_key (const KpChainPath *path, const KpChainLink *root)
{
  GString *key = g_string_new (root->sha256);

  for (guint i = 1; i < path->n_links; i++)
    g_string_append (key, path->links[i]->sha256);
  return g_string_free (key, FALSE);
}

static gboolean
may_be_cached (const KpChainPath *path, const KpChainLink *root)
{
  if (path->n_links < 2 || root->constrained)
    return FALSE;
  for (guint i = 1; i < path->n_links; i++)
    if (path->links[i]->constrained)
      return FALSE;
  return TRUE;
}

/* The intermediates of a path are the same for all sites of one CA: those that led to this
 * root before need no second proof, and only the leaf's signature is looked at. Where names
 * are constrained the leaf's names matter all the way up. */
static gboolean
verify (Walk *walk, KpChainLink *root)
{
  KpChainPath *path = walk->path;
  GHashTable *good = walk->search->cache->good;
  g_autofree char *key = NULL;

  if (!is_short_enough (path, root))
    return FALSE;
  if (!may_be_cached (path, root))
    return verify_links (path->links, path->n_links, root);

  key = cache_key (path, root);
  if (g_hash_table_contains (good, key))
    return verify_links (path->links, 1, path->links[1]);
  if (!verify_links (path->links, path->n_links, root))
    return FALSE;
  if (g_hash_table_size (good) >= CACHE_MAX)
    g_hash_table_remove_all (good);
  g_hash_table_add (good, g_steal_pointer (&key));
  return TRUE;
}

static gboolean
ends_in_root (Walk *walk)
{
  KpChainLink *top = walk->path->links[walk->path->n_links - 1];
  GPtrArray *roots = find_subject (walk->search->roots, top->issuer);

  for (guint i = 0; roots != NULL && i < roots->len; i++)
    {
      KpChainLink *root = roots->pdata[i];

      if (root->system != walk->search->system || !kp_chain_link_may_sign (root, top)
          || root->not_after < walk->search->valid_until || walk->attempts == 0)
        continue;
      walk->attempts--;
      if (verify (walk, root))
        {
          walk->path->root = root;
          return TRUE;
        }
    }
  return FALSE;
}

/* Who of @from may have signed the topmost one, the one that ends last first. */
static void
add_signers (GPtrArray *signers, const KpChainPath *path, GPtrArray *from)
{
  const KpChainLink *top = path->links[path->n_links - 1];

  for (guint i = 0; from != NULL && i < from->len; i++)
    {
      KpChainLink *link = from->pdata[i];
      guint at = 0;

      if (!kp_chain_link_may_sign (link, top) || kp_chain_path_has (path, link))
        continue;
      while (at < signers->len
             && ((KpChainLink *) signers->pdata[at])->not_after >= link->not_after)
        at++;
      g_ptr_array_insert (signers, (int) at, link);
    }
}

static gboolean
walk_up (Walk *walk)
{
  const KpPathSearch *search = walk->search;
  KpChainPath *path = walk->path;
  g_autoptr (GPtrArray) signers = NULL;

  if (ends_in_root (walk))
    return TRUE;
  if (path->n_links == KP_CHAIN_PATH_MAX)
    return FALSE;
  signers = g_ptr_array_new ();
  add_signers (signers, path, search->served);
  if (search->learned != NULL)
    add_signers (signers, path,
                 find_subject (search->learned, path->links[path->n_links - 1]->issuer));
  for (guint i = 0; i < signers->len && walk->attempts > 0; i++)
    {
      KpChainLink *link = signers->pdata[i];

      walk->attempts--;
      if (!link->ca || !link->serves || link->not_after < search->valid_until)
        continue;
      path->links[path->n_links++] = link;
      if (walk_up (walk))
        return TRUE;
      path->n_links--;
    }
  return FALSE;
}

gboolean
kp_chain_path_has (const KpChainPath *self, const KpChainLink *link)
{
  for (guint i = 0; i < self->n_links; i++)
    if (g_str_equal (self->links[i]->sha256, link->sha256))
      return TRUE;
  return FALSE;
}

gboolean
kp_chain_path_find (const KpPathSearch *search, KpChainLink *leaf, KpChainPath *path)
{
  guint attempts =
      search->attempts != NULL ? MIN (*search->attempts, ATTEMPTS_MAX) : ATTEMPTS_MAX;
  Walk walk = { search, path, attempts };
  KpChainLink *root = kp_chain_index_find (search->roots, leaf->sha256);
  gboolean found;

  path->links[0] = leaf;
  path->n_links = 1;
  path->root = NULL;
  if (!leaf->serves && !search->any_purpose)
    return FALSE;
  /* The user trusts this very certificate. */
  if (root != NULL && root->system == search->system)
    {
      path->root = root;
      return TRUE;
    }
  found = walk_up (&walk);
  if (search->attempts != NULL)
    *search->attempts -= attempts - walk.attempts;
  return found;
}

void
kp_chain_path_guess (KpChainLink *leaf, GPtrArray *served, KpChainPath *path)
{
  path->links[0] = leaf;
  path->n_links = 1;
  path->root = NULL;
  while (path->n_links < KP_CHAIN_PATH_MAX)
    {
      g_autoptr (GPtrArray) signers = g_ptr_array_new ();

      add_signers (signers, path, served);
      if (signers->len == 0)
        return;
      path->links[path->n_links++] = signers->pdata[0];
    }
}
