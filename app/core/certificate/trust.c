/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/certificate/trust.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/certificate/certificate-text.h"
#include "core/certificate/certificate.h"
#include "core/certificate/chain-path.h"
#include "core/certificate/system-roots.h"

#define EXTRA_MAX_SIZE (1024 * 1024)
#define LEARNED_MAX 4096
/* Intermediates that were served and are kept parsed: a reseller's sites share a few. */
#define SEEN_MAX 512
/* Whole chains that were judged: the addresses of one site serve the same, a moment apart.
 */
#define JUDGED_MAX 256

G_DEFINE_QUARK (kp - trust - error - quark, kp_trust_error)

struct _KpTrust
{
  GObject parent_instance;

  KpChainIndex *roots;
  KpChainIndex *learned;
  KpPathCache *verified;
  GHashTable *seen;   /* fingerprint => KpChainLink */
  GHashTable *judged; /* fingerprints of a chain => KpProbe: what was made of it */
};

G_DEFINE_FINAL_TYPE (KpTrust, kp_trust, G_TYPE_OBJECT)

static void
kp_trust_finalize (GObject *object)
{
  KpTrust *self = KP_TRUST (object);

  kp_chain_index_free (self->roots);
  kp_chain_index_free (self->learned);
  kp_path_cache_free (self->verified);
  g_hash_table_unref (self->seen);
  g_hash_table_unref (self->judged);
  G_OBJECT_CLASS (kp_trust_parent_class)->finalize (object);
}

static void
kp_trust_class_init (KpTrustClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kp_trust_finalize;
}

static void
kp_trust_init (KpTrust *self)
{
  self->roots = kp_chain_index_new ();
  self->learned = kp_chain_index_new ();
  self->verified = kp_path_cache_new ();
  self->seen = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                      (GDestroyNotify) kp_chain_link_unref);
  self->judged = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                        (GDestroyNotify) kp_probe_unref);
}

/* Each is read when a chain comes to it. */
static void
add_root (KpTrust *self, GBytes *der, gboolean system)
{
  kp_chain_index_add_unread (self->roots, der, kp_certificate_sha256 (der), system);
}

static void
add_system_roots (KpTrust *self)
{
  g_autoptr (GPtrArray) roots = kp_system_roots_read ();

  for (guint i = 0; i < roots->len; i++)
    add_root (self, roots->pdata[i], TRUE);
}

/* Takes @crt. */
static void
add_extra_root (KpTrust *self, gnutls_x509_crt_t crt)
{
  gnutls_datum_t octets = { NULL, 0 };
  g_autoptr (GBytes) der = NULL;

  if (gnutls_x509_crt_export2 (crt, GNUTLS_X509_FMT_DER, &octets) >= 0)
    {
      der = g_bytes_new (octets.data, octets.size);
      add_root (self, der, FALSE);
    }
  gnutls_free (octets.data);
  gnutls_x509_crt_deinit (crt);
}

static gboolean
add_extra_roots (KpTrust *self, const char *pem, GError **error)
{
  gnutls_datum_t text = { (guint8 *) pem, 0 };
  gnutls_x509_crt_t *list = NULL;
  unsigned int n = 0;
  gsize size = strlen (pem);

  if (size > EXTRA_MAX_SIZE)
    {
      g_set_error_literal (error, KP_TRUST_ERROR, KP_TRUST_ERROR_TOO_LARGE,
                           _ ("The trusted roots are larger than 1 MiB."));
      return FALSE;
    }
  if (strstr (pem, "PRIVATE KEY") != NULL)
    {
      g_set_error_literal (error, KP_TRUST_ERROR, KP_TRUST_ERROR_PRIVATE_KEY,
                           _ ("The trusted roots hold a private key. Give certificates "
                              "only."));
      return FALSE;
    }
  text.size = (unsigned int) size;
  if (gnutls_x509_crt_list_import2 (&list, &n, &text, GNUTLS_X509_FMT_PEM, 0) < 0 || n == 0)
    {
      g_set_error_literal (error, KP_TRUST_ERROR, KP_TRUST_ERROR_NO_ROOTS,
                           _ ("The trusted roots hold no certificate that can be read."));
      return FALSE;
    }
  for (unsigned int i = 0; i < n; i++)
    add_extra_root (self, list[i]);
  gnutls_free (list);
  return TRUE;
}

KpTrust *
kp_trust_new (const char *extra_pem, gboolean system, GError **error)
{
  g_autoptr (KpTrust) self = g_object_new (KP_TYPE_TRUST, NULL);

  if (system)
    {
      add_system_roots (self);
      if (kp_chain_index_get_size (self->roots) == 0)
        {
          g_set_error_literal (error, KP_TRUST_ERROR, KP_TRUST_ERROR_NO_ROOTS,
                               _ ("This system has no trusted roots. Install the package "
                                  "ca-certificates."));
          return NULL;
        }
    }
  if (extra_pem != NULL && *extra_pem != '\0' && !add_extra_roots (self, extra_pem, error))
    return NULL;
  if (kp_chain_index_get_size (self->roots) == 0)
    {
      g_set_error_literal (error, KP_TRUST_ERROR, KP_TRUST_ERROR_NO_ROOTS,
                           _ ("There are no trusted roots."));
      return NULL;
    }
  return g_steal_pointer (&self);
}

KpTrust *
kp_trust_copy (KpTrust *self)
{
  KpTrust *copy;

  g_return_val_if_fail (KP_IS_TRUST (self), NULL);

  copy = g_object_new (KP_TYPE_TRUST, NULL);
  kp_chain_index_free (copy->roots);
  kp_chain_index_free (copy->learned);
  copy->roots = kp_chain_index_copy (self->roots);
  copy->learned = kp_chain_index_copy (self->learned);
  return copy;
}

void
kp_trust_learn (KpTrust *self, GPtrArray *intermediates)
{
  for (guint i = 0; i < intermediates->len; i++)
    {
      GBytes *der = intermediates->pdata[i];
      g_autofree char *sha256 = kp_certificate_sha256 (der);
      g_autoptr (KpChainLink) link = NULL;

      if (kp_chain_index_get_size (self->learned) >= LEARNED_MAX)
        return;
      if (kp_chain_index_find (self->learned, sha256) != NULL)
        continue;
      link = kp_chain_link_new (der, g_steal_pointer (&sha256));
      if (link != NULL && link->ca)
        kp_chain_index_add (self->learned, link);
    }
}

/* What follows the leaf, parsed; what is no certificate is left out, and so is what is
 * there twice. */
static GPtrArray *
read_served (KpTrust *self, GPtrArray *chain, char **fingerprints)
{
  GPtrArray *served = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_chain_link_unref);

  for (guint i = 1; fingerprints[0] != NULL && fingerprints[i] != NULL; i++)
    {
      KpChainLink *link = g_hash_table_lookup (self->seen, fingerprints[i]);

      if (g_strv_contains ((const char *const[]){ fingerprints[0], NULL }, fingerprints[i]))
        continue;
      if (link == NULL)
        {
          link = kp_chain_link_new (chain->pdata[i], g_strdup (fingerprints[i]));
          if (link == NULL)
            continue;
          if (g_hash_table_size (self->seen) >= SEEN_MAX)
            g_hash_table_remove_all (self->seen);
          g_hash_table_insert (self->seen, link->sha256, link);
        }
      if (!g_ptr_array_find (served, link, NULL))
        g_ptr_array_add (served, kp_chain_link_ref (link));
    }
  return served;
}

static char **
read_fingerprints (GPtrArray *chain)
{
  guint n = MIN (chain->len, KP_TRUST_CHAIN_MAX);
  char **fingerprints = g_new0 (char *, n + 1);

  for (guint i = 0; i < n; i++)
    fingerprints[i] = kp_certificate_sha256 (chain->pdata[i]);
  return fingerprints;
}

static gboolean
is_weak (const KpChainPath *path)
{
  for (guint i = 0; i < path->n_links; i++)
    {
      const KpChainLink *link = path->links[i];
      /* A signature on itself proves nothing, so its strength does not matter. */
      gboolean top = path->root == NULL && i > 0 && i + 1 == path->n_links
                     && kp_chain_link_is_self_issued (link);

      if (link->weak_key || (link->weak_signature && !top && link != path->root))
        return TRUE;
    }
  return path->root != NULL && path->root->weak_key;
}

static void
tell_root (const KpChainPath *path, KpProbe *probe)
{
  const KpChainLink *top = path->root;

  if (top == NULL)
    top = path->links[path->n_links - 1];
  if (path->root != NULL || kp_chain_link_is_self_issued (top))
    {
      probe->root_sha256 = g_strdup (top->sha256);
      probe->root_name = kp_certificate_text_name (top->crt, FALSE);
    }
  else
    {
      probe->root_sha256 = kp_certificate_sha256 (top->issuer);
      probe->root_name = kp_certificate_text_name (top->crt, TRUE);
    }
}

static gboolean
serves_root (const KpChainPath *path, GPtrArray *served)
{
  const KpChainLink *last = path->links[path->n_links - 1];

  for (guint i = 0; i < served->len; i++)
    {
      const KpChainLink *link = served->pdata[i];

      if (kp_chain_link_is_self_issued (link)
          && (link == last || kp_chain_link_may_sign (link, last)))
        return TRUE;
    }
  return FALSE;
}

static gint64
earliest_end (const KpChainPath *path)
{
  gint64 end = 0;

  for (guint i = 1; i < path->n_links; i++)
    {
      const KpChainLink *link = path->links[i];

      if (link == path->root || kp_chain_link_is_self_issued (link))
        continue;
      if (end == 0 || link->not_after < end)
        end = link->not_after;
    }
  return end;
}

/* In this order, because what a client with the system's roots does counts most, and what
 * was not served counts least. */
static KpProbeTrust
find_trust (KpTrust *self, KpChainLink *leaf, GPtrArray *served, KpChainPath *path)
{
  KpPathSearch search = { .roots = self->roots, .cache = self->verified, .served = served };

  search.system = TRUE;
  if (kp_chain_path_find (&search, leaf, path))
    return KP_PROBE_TRUST_SYSTEM;
  search.system = FALSE;
  if (kp_chain_path_find (&search, leaf, path))
    return KP_PROBE_TRUST_EXTRA;
  if (kp_chain_index_get_size (self->learned) == 0)
    return KP_PROBE_TRUST_NONE;

  search.learned = self->learned;
  search.system = TRUE;
  if (kp_chain_path_find (&search, leaf, path))
    return KP_PROBE_TRUST_INCOMPLETE;
  search.system = FALSE;
  if (kp_chain_path_find (&search, leaf, path))
    return KP_PROBE_TRUST_INCOMPLETE;
  return KP_PROBE_TRUST_NONE;
}

/* What leads from one site to a root completes the chains of others. */
static void
keep (KpTrust *self, const KpChainPath *path)
{
  for (guint i = 1; i < path->n_links; i++)
    if (path->links[i] != path->root
        && kp_chain_index_get_size (self->learned) < LEARNED_MAX
        && kp_chain_index_find (self->learned, path->links[i]->sha256) == NULL)
      kp_chain_index_add (self->learned, path->links[i]);
}

/* Roots never change and dates do not matter here, so what was found once holds. Where no
 * path was, or none without help, an intermediate that is learned later may give one. */
static void
remember (KpTrust *self, char **fingerprints, const KpProbe *probe)
{
  KpProbe *judgement;

  if (probe->trust != KP_PROBE_TRUST_SYSTEM && probe->trust != KP_PROBE_TRUST_EXTRA)
    return;
  judgement = kp_probe_new (probe->address);
  judgement->trust = probe->trust;
  judgement->weak = probe->weak;
  judgement->root_served = probe->root_served;
  judgement->chain_not_after = probe->chain_not_after;
  judgement->root_sha256 = g_strdup (probe->root_sha256);
  judgement->root_name = g_strdup (probe->root_name);
  judgement->certificate = kp_certificate_facts_ref (probe->certificate);
  if (g_hash_table_size (self->judged) >= JUDGED_MAX)
    g_hash_table_remove_all (self->judged);
  g_hash_table_insert (self->judged, g_strjoinv (NULL, fingerprints), judgement);
}

static gboolean
recall (KpTrust *self, char **fingerprints, KpProbe *probe)
{
  g_autofree char *key = g_strjoinv (NULL, fingerprints);
  const KpProbe *judgement = g_hash_table_lookup (self->judged, key);

  if (judgement == NULL)
    return FALSE;
  probe->trust = judgement->trust;
  probe->weak = judgement->weak;
  probe->root_served = judgement->root_served;
  probe->chain_not_after = judgement->chain_not_after;
  probe->root_sha256 = g_strdup (judgement->root_sha256);
  probe->root_name = g_strdup (judgement->root_name);
  probe->certificate = kp_certificate_facts_ref (judgement->certificate);
  return TRUE;
}

static gboolean
judge_anew (KpTrust *self, GPtrArray *chain, char **fingerprints, KpProbe *probe)
{
  g_autoptr (KpChainLink) leaf = NULL;
  g_autoptr (KpCertificateFacts) facts = NULL;
  g_autoptr (GPtrArray) served = NULL;
  KpChainPath path = { .n_links = 0 };

  leaf = kp_chain_link_new (chain->pdata[0], g_strdup (fingerprints[0]));
  if (leaf == NULL)
    return FALSE;
  facts = kp_certificate_facts_from_crt (leaf->crt, leaf->der, NULL);
  if (facts == NULL)
    return FALSE;

  served = read_served (self, chain, fingerprints);
  probe->trust = find_trust (self, leaf, served, &path);
  if (probe->trust == KP_PROBE_TRUST_NONE)
    kp_chain_path_guess (leaf, served, &path);
  else
    keep (self, &path);
  probe->weak = is_weak (&path);
  probe->root_served = serves_root (&path, served);
  probe->chain_not_after = earliest_end (&path);
  tell_root (&path, probe);
  probe->certificate = g_steal_pointer (&facts);
  remember (self, fingerprints, probe);
  return TRUE;
}

gboolean
kp_trust_judge (KpTrust *self, GPtrArray *chain, KpProbe *probe)
{
  g_auto (GStrv) fingerprints = NULL;

  if (chain->len == 0)
    return FALSE;
  fingerprints = read_fingerprints (chain);
  if (!recall (self, fingerprints, probe) && !judge_anew (self, chain, fingerprints, probe))
    return FALSE;
  g_strfreev (probe->chain_sha256);
  probe->chain_sha256 = g_steal_pointer (&fingerprints);
  return TRUE;
}

/* Whether @helpers are needed, and until when all of it lasts, in the order of what is
 * best. */
static void
find_best (KpPathSearch *search, KpTrust *self, GPtrArray *given, GPtrArray *all,
           gint64 now, KpChainPath *path)
{
  KpChainLink *leaf = path->links[0];
  const gint64 ends[] = { MAX (leaf->not_after, now), now, 0 };
  KpChainPath better;

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    for (guint full = 0; full < 2; full++)
      {
        search->valid_until = ends[i];
        search->served = full != 0 ? all : given;
        search->learned = full != 0 ? self->learned : NULL;
        if (!kp_chain_path_find (search, leaf, &better))
          continue;
        *path = better;
        return;
      }
}

gboolean
kp_trust_find_path (KpTrust *self, KpChainLink *leaf, GPtrArray *given, GPtrArray *helpers,
                    gint64 now, guint *attempts, KpChainPath *path)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  KpPathSearch search = {
    .roots = self->roots, .cache = self->verified, .any_purpose = TRUE, .attempts = attempts
  };

  g_ptr_array_extend (all, given, NULL, NULL);
  if (helpers != NULL)
    g_ptr_array_extend (all, helpers, NULL, NULL);
  for (guint system = 0; system < 2; system++)
    {
      search.system = system == 0;
      search.served = all;
      search.learned = self->learned;
      search.valid_until = 0;
      if (!kp_chain_path_find (&search, leaf, path))
        continue;
      find_best (&search, self, given, all, now, path);
      return TRUE;
    }
  return FALSE;
}

gboolean
kp_trust_has_root (KpTrust *self, const KpChainLink *link)
{
  return kp_chain_index_find (self->roots, link->sha256) != NULL;
}

KpChainLink *
kp_trust_find_issuer (KpTrust *self, const KpChainLink *link)
{
  return kp_chain_index_find_issuer (self->roots, link);
}
