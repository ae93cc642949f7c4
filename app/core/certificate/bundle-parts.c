/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/certificate/bundle-private.h"

#include <glib/gi18n.h>

#include "core/certificate/certificate.h"

/* What makes a certificate more likely the site's, that which weighs most first. */
enum
{
  FITS_KEY = 1 << 6,
  IS_NO_CA = 1 << 5,
  COVERS_HOST = 1 << 4,
  SERVES = 1 << 3,
  IS_ISSUED = 1 << 2,
  IS_VALID = 1 << 1,
  IS_NEW = 1 << 0,
};

/* Takes @link. */
static gboolean
add_part (KpBundleWork *work, KpChainLink *link)
{
  KpCertificateFacts *facts = kp_certificate_facts_from_crt (link->crt, link->der, NULL);
  KpBundlePart *part;

  if (facts == NULL)
    {
      kp_chain_link_unref (link);
      return FALSE;
    }
  part = g_new0 (KpBundlePart, 1);
  part->link = link;
  part->facts = facts;
  g_ptr_array_add (work->parts, part);
  return TRUE;
}

static const KpBundlePart *
find_part (KpBundleWork *work, const char *sha256)
{
  for (guint i = 0; i < work->parts->len; i++)
    {
      const KpBundlePart *part = work->parts->pdata[i];

      if (g_str_equal (part->link->sha256, sha256))
        return part;
    }
  return NULL;
}

static void
tell_duplicates (KpBundleWork *work, GPtrArray *names)
{
  g_autofree char *joined = NULL;

  if (names->len == 0)
    return;
  joined = kp_bundle_join (names);
  kp_bundle_tell (work, KP_FINDING_BUNDLE_DUPLICATE_REMOVED,
                  /* Translators: %s is one name in quotation marks, or several */
                  g_strdup_printf (_ ("There more than once: %s."), joined),
                  _ ("Nothing to do: each certificate stands in the bundle once."));
}

static void
add_name (GPtrArray *names, char *name)
{
  if (g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
    g_free (name);
  else
    g_ptr_array_add (names, name);
}

static void
read_certificates (KpBundleWork *work)
{
  g_autoptr (GPtrArray) twice = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < work->document->parts->len; i++)
    {
      const KpDocumentPart *part = work->document->parts->pdata[i];
      const KpBundlePart *same;
      g_autofree char *sha256 = NULL;
      KpChainLink *link;

      if (part->kind != KP_DOCUMENT_CERTIFICATE)
        continue;
      sha256 = kp_certificate_sha256 (part->der);
      same = find_part (work, sha256);
      if (same != NULL)
        {
          add_name (twice, kp_bundle_name_part (same));
          continue;
        }
      link = kp_chain_link_new (part->der, g_steal_pointer (&sha256));
      if (link == NULL || !add_part (work, link))
        work->n_unreadable++;
    }
  tell_duplicates (work, twice);
}

static void
read_fetched (KpBundleWork *work)
{
  GPtrArray *fetched = work->expected->fetched;

  for (guint i = 0; fetched != NULL && i < fetched->len && i < KP_DOCUMENT_MAX_PARTS; i++)
    {
      GBytes *der = fetched->pdata[i];
      KpChainLink *link = kp_chain_link_new (der, kp_certificate_sha256 (der));

      if (link != NULL)
        g_ptr_array_add (work->fetched, link);
    }
}

static gboolean
has_request (const KpDocument *document)
{
  for (guint i = 0; i < document->parts->len; i++)
    if (((const KpDocumentPart *) document->parts->pdata[i])->kind == KP_DOCUMENT_REQUEST)
      return TRUE;
  return FALSE;
}

static void
tell_empty (KpBundleWork *work)
{
  const char *fix = _ ("Give the files that the CA sent: PEM, DER, PKCS #7, a zip file, or "
                       "the whole mail.");

  if (has_request (work->document))
    kp_bundle_tell (work, KP_FINDING_BUNDLE_NOT_A_CERTIFICATE,
                    g_strdup (_ ("This is a signing request, which a CA answers with a "
                                 "certificate; no certificate is in it.")),
                    fix);
  else if (work->n_unreadable > 0 || (work->document->problems & KP_DOCUMENT_DAMAGED) != 0)
    kp_bundle_tell (work, KP_FINDING_BUNDLE_NOT_A_CERTIFICATE,
                    g_strdup (_ ("What looks like a certificate is damaged and can’t be "
                                 "read.")),
                    fix);
  else
    kp_bundle_tell (work, KP_FINDING_BUNDLE_NOT_A_CERTIFICATE,
                    g_strdup (_ ("No certificate was found in it.")), fix);
}

static void
tell_key (KpBundleWork *work)
{
  kp_bundle_tell (
      work, KP_FINDING_BUNDLE_PRIVATE_KEY,
      /* Translators: %s is a sentence that says what was found. */
      g_strdup_printf (_ ("%s Nothing of it was kept."),
                       kp_private_key_form_describe (work->document->private_key)),
      _ ("Pass it on to nobody: if it came by mail or lay in a ticket it is no longer "
         "secret, and a new signing request and certificate are needed. Else give the "
         "certificates alone."));
}

static void
tell_problems (KpBundleWork *work)
{
  const KpDocument *document = work->document;
  const gboolean encrypted = (document->problems & KP_DOCUMENT_ENCRYPTED) != 0;

  if (document->private_key != KP_PRIVATE_KEY_NONE)
    tell_key (work);
  if (encrypted)
    kp_bundle_tell (work, KP_FINDING_BUNDLE_ENCRYPTED,
                    g_strdup (_ ("Something in it opens with a password only.")),
                    _ ("Open it yourself and give what is in it, without a private key."));
  if ((document->problems & KP_DOCUMENT_TOO_LARGE) != 0)
    kp_bundle_tell (
        work, KP_FINDING_BUNDLE_TOO_LARGE,
        /* Translators: the limits: a size and a number */
        g_strdup_printf (_ ("It is larger than %u MiB, or holds more than %u certificates "
                            "or files: the rest was not read."),
                         KP_DOCUMENT_MAX_INPUT / (1024 * 1024), KP_DOCUMENT_MAX_PARTS),
        _ ("Give only the files that the CA sent for this site."));
  if (work->parts->len == 0 && !encrypted && document->private_key == KP_PRIVATE_KEY_NONE)
    tell_empty (work);
}

void
kp_bundle_read_parts (KpBundleWork *work)
{
  read_certificates (work);
  read_fetched (work);
  tell_problems (work);
}

/* Gives 0 for what can't be the site's at all. */
static guint
weigh (const KpBundleWork *work, const KpBundlePart *part)
{
  const KpBundleExpectation *expected = work->expected;
  const KpCertificateFacts *facts = part->facts;
  const gboolean fits = g_strcmp0 (facts->spki_sha256, work->spki) == 0;
  const gboolean covers =
      expected->host != NULL && kp_certificate_facts_cover (facts, expected->host);
  const gboolean named = expected->host != NULL ? covers : facts->names[0] != NULL;
  const gboolean serves =
      part->link->serves && !kp_chain_link_has_extension (part->link, KP_BUNDLE_OID_POISON);
  guint weight = 0;

  /* One that signed itself may say that it is a CA and still be meant for the site. An old
   * root may not say so, but clients know it. */
  if (part->link->ca && !fits && !(named && facts->self_issued))
    return 0;
  if (!fits && !named && kp_trust_has_root (work->trust, part->link))
    return 0;
  weight |= fits ? FITS_KEY : 0;
  weight |= !part->link->ca ? IS_NO_CA : 0;
  weight |= covers ? COVERS_HOST : 0;
  weight |= serves ? SERVES : 0;
  weight |= !facts->self_issued ? IS_ISSUED : 0;
  weight |= facts->not_after >= expected->now ? IS_VALID : 0;
  weight |= expected->live == NULL || !g_str_equal (expected->live->sha256, facts->sha256)
                ? IS_NEW
                : 0;
  return weight;
}

static void
tell_no_leaf (KpBundleWork *work)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *joined = NULL;

  for (guint i = 0; i < work->parts->len; i++)
    add_name (names, kp_bundle_name_part (work->parts->pdata[i]));
  joined = kp_bundle_join (names);
  kp_bundle_tell (work, KP_FINDING_BUNDLE_NO_LEAF,
                  /* Translators: %s is one name in quotation marks, or several */
                  g_strdup_printf (_ ("Only certificates of CAs are in it: %s."), joined),
                  _ ("Give the certificate of the site, too: the CA sends it in another "
                     "file, or offers it for download."));
}

static void
tell_several (KpBundleWork *work, GPtrArray *leaves)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *joined = NULL;

  for (guint i = 0; i < leaves->len; i++)
    g_ptr_array_add (names, kp_bundle_describe_part (leaves->pdata[i]));
  joined = kp_bundle_join (names);
  kp_bundle_tell (work, KP_FINDING_BUNDLE_SEVERAL_LEAVES,
                  /* Translators: a host name; several names in quotation marks */
                  g_strdup_printf (_ ("More than one certificate could be meant for %s: "
                                      "%s."),
                                   work->expected->host, joined),
                  _ ("Give only the new one with its chain, or the signing request it "
                     "answers."));
}

/* Of those with the same key the newest is meant: a renewal replaces what was before. */
static gboolean
is_ambiguous (GPtrArray *leaves)
{
  const KpBundlePart *first = leaves->pdata[0];

  for (guint i = 1; i < leaves->len; i++)
    if (!g_str_equal (((const KpBundlePart *) leaves->pdata[i])->facts->spki_sha256,
                      first->facts->spki_sha256))
      return TRUE;
  return FALSE;
}

void
kp_bundle_find_leaf (KpBundleWork *work)
{
  g_autoptr (GPtrArray) leaves = g_ptr_array_new ();
  guint most = 0;

  for (guint i = 0; i < work->parts->len; i++)
    {
      const KpBundlePart *part = work->parts->pdata[i];
      guint weight = weigh (work, part);

      if (weight > most)
        g_ptr_array_set_size (leaves, 0);
      if (weight >= MAX (most, 1))
        g_ptr_array_add (leaves, (gpointer) part);
      most = MAX (most, weight);
    }
  if (leaves->len == 0)
    {
      if (work->parts->len > 0)
        tell_no_leaf (work);
      return;
    }
  work->leaf = leaves->pdata[0];
  for (guint i = 1; i < leaves->len; i++)
    {
      const KpBundlePart *part = leaves->pdata[i];

      if (part->facts->not_before > work->leaf->facts->not_before)
        work->leaf = part;
    }
  if (work->expected->host != NULL && is_ambiguous (leaves))
    tell_several (work, leaves);
  for (guint i = 0; i < work->parts->len; i++)
    if (work->parts->pdata[i] != work->leaf)
      g_ptr_array_add (work->links, ((KpBundlePart *) work->parts->pdata[i])->link);
}
