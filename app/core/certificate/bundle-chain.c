/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/certificate/bundle-private.h"

#include <glib/gi18n.h>

#include "core/base/time-text.h"
#include "core/certificate/certificate-text.h"

/* Signatures that are looked at where no path leads to a root: one can be made to take
 * milliseconds. */
#define CHECKS_MAX 32
#define LOCATIONS_MAX 16
#define URI_MAX 2048

static gboolean
has_link (GPtrArray *links, const KpChainLink *link)
{
  for (guint i = 0; i < links->len; i++)
    if (g_str_equal (((KpChainLink *) links->pdata[i])->sha256, link->sha256))
      return TRUE;
  return FALSE;
}

static KpChainLink *
get_top (const KpBundleWork *work)
{
  return work->path.links[work->path.n_links - 1];
}

/* Who of @from signed the topmost one; of several the one that ends last. */
static KpChainLink *
find_signer (const KpBundleWork *work, GPtrArray *from, guint *checks)
{
  KpChainLink *best = NULL;

  for (guint i = 0; i < from->len; i++)
    {
      KpChainLink *link = from->pdata[i];

      if (!kp_chain_link_may_sign (link, get_top (work))
          || kp_chain_path_has (&work->path, link)
          || (best != NULL && best->not_after >= link->not_after) || *checks == 0)
        continue;
      --*checks;
      if (kp_chain_link_did_sign (link, get_top (work)))
        best = link;
    }
  return best;
}

/* Goes on upwards with what is there, though it leads to nothing that is trusted. */
static void
climb (KpBundleWork *work)
{
  KpChainPath *path = &work->path;
  guint checks = CHECKS_MAX;

  while (path->n_links < KP_CHAIN_PATH_MAX
         && (path->n_links == 1 || !kp_chain_link_is_self_issued (get_top (work))))
    {
      KpChainLink *signer = find_signer (work, work->links, &checks);

      if (signer == NULL)
        signer = find_signer (work, work->fetched, &checks);
      if (signer == NULL)
        break;
      path->links[path->n_links++] = signer;
    }
  /* What signed itself is a root, known or not, and stands in no bundle. */
  if (path->n_links > 1 && kp_chain_link_is_self_issued (get_top (work)))
    {
      KpChainLink *root = path->links[--path->n_links];

      if (path->root == NULL || !kp_chain_link_is_self_issued (path->root))
        path->root = root;
    }
}

/* A CA that changes its root lets the old one sign the new one as well. Where that
 * certificate came along it stays: clients that know the old root alone need it, and it
 * harms no others. Of a bundle full of that name no more are looked at than @attempts: the
 * chain is whole without it. */
static void
extend (KpBundleWork *work, guint *attempts)
{
  KpChainPath *path = &work->path;
  const gint64 end = MAX (work->leaf->link->not_after, work->expected->now);

  for (guint i = 0; *attempts > 0 && i < work->links->len; i++)
    {
      KpChainLink *link = work->links->pdata[i];
      KpChainPath above;

      if (!g_bytes_equal (link->subject, path->root->subject) || !link->ca || !link->serves
          || link->weak_signature || link->weak_key || link->not_after < end
          || kp_chain_link_is_self_issued (link) || kp_chain_path_has (path, link)
          || !kp_chain_link_may_sign (link, get_top (work)))
        continue;
      --*attempts;
      if (!kp_chain_link_did_sign (link, get_top (work))
          || !kp_trust_find_path (work->trust, link, work->links, NULL, end, attempts,
                                  &above)
          || !kp_chain_link_is_self_issued (above.root)
          || above.root->system != path->root->system || above.root->not_after < end
          || path->n_links + above.n_links > KP_CHAIN_PATH_MAX)
        continue;
      for (guint j = 0; j < above.n_links; j++)
        if (!has_link (work->links, above.links[j]) || above.links[j]->not_after < end
            || kp_chain_path_has (path, above.links[j]))
          return;
      for (guint j = 0; j < above.n_links; j++)
        path->links[path->n_links++] = above.links[j];
      path->root = above.root;
      return;
    }
}

/* The first address of http or https at which @link says that its issuer's certificate is.
 */
static char *
find_uri (const KpChainLink *link)
{
  for (guint i = 0; i < LOCATIONS_MAX; i++)
    {
      gnutls_datum_t value = { NULL, 0 };
      g_autofree char *uri = NULL;
      int status = gnutls_x509_crt_get_authority_info_access (
          link->crt, i, GNUTLS_IA_CAISSUERS_URI, &value, NULL);

      if (status == GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE)
        break;
      if (status >= 0 && value.size <= URI_MAX)
        uri = kp_certificate_text_clean ((const char *) value.data, value.size, URI_MAX);
      gnutls_free (value.data);
      if (uri != NULL && g_uri_is_valid (uri, G_URI_FLAGS_NONE, NULL)
          && (g_ascii_strncasecmp (uri, "http://", 7) == 0
              || g_ascii_strncasecmp (uri, "https://", 8) == 0))
        return g_steal_pointer (&uri);
    }
  return NULL;
}

static void
tell_missing (KpBundleWork *work, const char *top, char *issuer, char *uri)
{
  KpBundle *bundle = work->bundle;
  g_autofree char *fix = NULL;

  bundle->missing_issuer = issuer;
  bundle->missing_uri = uri;
  if (uri != NULL)
    {
      /* Translators: an address */
      fix = g_strdup_printf (_ ("It can be had at %s: add that file."), uri);
      kp_bundle_tell (work, KP_FINDING_BUNDLE_MISSING_INTERMEDIATE,
                      /* Translators: names of a CA and of a certificate */
                      g_strdup_printf (_ ("The certificate of “%s”, which signed “%s”, is "
                                          "missing."),
                                       issuer, top),
                      fix);
      return;
    }
  /* Translators: the name of a CA */
  fix = g_strdup_printf (_ ("Ask the CA for the certificate of “%s” and add it."), issuer);
  kp_bundle_tell (work, KP_FINDING_BUNDLE_MISSING_INTERMEDIATE,
                  /* Translators: names of a CA and of a certificate */
                  g_strdup_printf (_ ("The certificate of “%s”, which signed “%s”, is "
                                      "missing, and where it can be had is not said."),
                                   issuer, top),
                  fix);
}

static const char *
get_own_root_advice (void)
{
  return _ ("Ask the CA for a chain that leads to a root that browsers trust; if the CA is "
            "your own, add its root to the trusted ones first.");
}

/* Why it leads to no trusted root. */
static void
tell_untrusted (KpBundleWork *work)
{
  const KpChainLink *top = get_top (work);
  const KpChainLink *known = kp_trust_find_issuer (work->trust, top);
  g_autofree char *name = kp_bundle_name_link (top);
  g_autofree char *issuer = kp_bundle_name_issuer (top);
  g_autofree char *uri = NULL;

  if (work->path.n_links == 1 && work->leaf->facts->self_issued)
    kp_bundle_tell (
        work, KP_FINDING_BUNDLE_SELF_SIGNED,
        /* Translators: the name of a certificate */
        g_strdup_printf (_ ("“%s” signed its certificate itself; no CA did."), name),
        _ ("Have a CA sign the signing request."));
  else if (known != NULL)
    kp_bundle_tell (
        work, KP_FINDING_BUNDLE_UNTRUSTED,
        /* Translators: the name of a root */
        g_strdup_printf (_ ("The chain names the root “%s”, but does not verify "
                            "with it: a signature, a purpose or a limit in it "
                            "is wrong."),
                         issuer),
        _ ("Ask the CA for the certificate and its chain again."));
  else if (work->path.root != NULL)
    {
      g_autofree char *root = kp_bundle_name_link (work->path.root);

      kp_bundle_tell (work, KP_FINDING_BUNDLE_UNTRUSTED,
                      /* Translators: the name of a root */
                      g_strdup_printf (_ ("The chain ends at “%s”, which is none of the "
                                          "trusted roots."),
                                       root),
                      get_own_root_advice ());
    }
  else if ((uri = find_uri (top)) != NULL || work->path.n_links == 1)
    tell_missing (work, name, g_steal_pointer (&issuer), g_steal_pointer (&uri));
  else
    kp_bundle_tell (work, KP_FINDING_BUNDLE_UNTRUSTED,
                    /* Translators: names of a certificate and of a CA */
                    g_strdup_printf (_ ("The chain ends at “%s”, whose issuer “%s” is "
                                        "neither there nor one of the trusted roots."),
                                     name, issuer),
                    get_own_root_advice ());
}

static void
tell_names (KpBundleWork *work, KpFindingId id, GPtrArray *names, const char *format,
            const char *fix)
{
  g_autofree char *joined = NULL;
  g_auto (GStrv) around = NULL;

  if (names->len == 0)
    return;
  joined = kp_bundle_join (names);
  around = g_strsplit (format, "%s", 2);
  kp_bundle_tell (work, id, g_strconcat (around[0], joined, around[1], NULL), fix);
}

static gboolean
is_root_of_chain (const KpBundleWork *work, const KpChainLink *link)
{
  const KpChainLink *root = work->path.root;

  if (!kp_chain_link_is_self_issued (link) || !link->ca)
    return FALSE;
  return kp_trust_has_root (work->trust, link)
         || (root != NULL && g_bytes_equal (root->subject, link->subject))
         || kp_chain_link_may_sign (link, get_top (work));
}

static void
tell_removed (KpBundleWork *work)
{
  g_autoptr (GPtrArray) roots = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) others = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < work->parts->len; i++)
    {
      const KpBundlePart *part = work->parts->pdata[i];

      if (!kp_chain_path_has (&work->path, part->link))
        g_ptr_array_add (is_root_of_chain (work, part->link) ? roots : others,
                         kp_bundle_describe_part (part));
    }
  tell_names (work, KP_FINDING_BUNDLE_ROOT_REMOVED, roots,
              /* Translators: %s is one name in quotation marks, or several */
              _ ("Left out: the root %s."),
              _ ("Nothing to do: clients have the roots they trust."));
  tell_names (work, KP_FINDING_BUNDLE_UNRELATED_REMOVED, others,
              /* Translators: %s is one name in quotation marks, or several */
              _ ("Left out: %s, which the chain of the site’s certificate does not need."),
              _ ("Nothing to do, if the certificate of the site is the right one."));
}

static void
tell_order (KpBundleWork *work)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  guint at = 0;
  gboolean moved = FALSE;

  for (guint i = 0; i < work->path.n_links; i++)
    g_ptr_array_add (names, i == 0 ? kp_bundle_name_part (work->leaf)
                                   : kp_bundle_name_link (work->path.links[i]));
  for (guint i = 0; i < work->parts->len; i++)
    {
      const KpBundlePart *part = work->parts->pdata[i];

      if (!kp_chain_path_has (&work->path, part->link))
        continue;
      /* What was fetched came in no order. */
      while (!g_str_equal (work->path.links[at]->sha256, part->link->sha256))
        {
          at++;
          if (at == work->path.n_links)
            {
              moved = TRUE;
              break;
            }
        }
      if (moved)
        break;
    }
  if (moved)
    tell_names (work, KP_FINDING_BUNDLE_REORDERED, names,
                /* Translators: %s is several names in quotation marks */
                _ ("The order is now: %s."),
                _ ("Nothing to do: each certificate stands before that of its issuer."));
}

static void
tell_added (KpBundleWork *work)
{
  g_autoptr (GPtrArray) fetched = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 1; i < work->path.n_links; i++)
    if (!has_link (work->links, work->path.links[i]))
      g_ptr_array_add (fetched, kp_bundle_name_link (work->path.links[i]));
  tell_names (work, KP_FINDING_BUNDLE_INTERMEDIATE_FETCHED, fetched,
              /* Translators: %s is one name in quotation marks, or several */
              _ ("Missing in what was given, and added: %s."),
              _ ("Nothing to do: it fits, and it is signed by a trusted root."));
}

void
kp_bundle_build_chain (KpBundleWork *work)
{
  KpChainPath *path = &work->path;
  guint attempts = KP_TRUST_ATTEMPTS_MAX;

  work->trusted = kp_trust_find_path (work->trust, work->leaf->link, work->links,
                                      work->fetched, work->expected->now, &attempts, path);
  if (!work->trusted)
    {
      path->links[0] = work->leaf->link;
      path->n_links = 1;
      path->root = NULL;
      climb (work);
      tell_untrusted (work);
    }
  else if (kp_chain_link_is_self_issued (path->root))
    {
      if (!kp_chain_path_has (path, path->root))
        extend (work, &attempts);
    }
  else
    {
      /* The user trusts an intermediate; for all others it belongs into the bundle. */
      if (!kp_chain_path_has (path, path->root) && path->n_links < KP_CHAIN_PATH_MAX)
        path->links[path->n_links++] = path->root;
      climb (work);
    }
  tell_added (work);
  tell_order (work);
  tell_removed (work);
}
