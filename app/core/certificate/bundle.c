/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/certificate/bundle.h"

#include <glib/gi18n.h>

#include "core/base/time-text.h"
#include "core/certificate/bundle-private.h"
#include "core/certificate/certificate-text.h"
#include "core/certificate/certificate.h"

/* Names that one sentence lists. */
#define JOIN_MAX 5

static void
part_free (gpointer data)
{
  KpBundlePart *part = data;

  kp_chain_link_unref (part->link);
  kp_certificate_facts_unref (part->facts);
  g_free (part);
}

void
kp_bundle_tell (KpBundleWork *work, KpFindingId id, char *text, const char *fix)
{
  g_ptr_array_add (work->bundle->findings, kp_finding_new (id, NULL, text, fix));
  g_free (text);
}

/* Takes @name. */
static char *
name_or_none (char *name)
{
  if (*name != '\0')
    return name;
  g_free (name);
  return g_strdup (_ ("certificate without a name"));
}

char *
kp_bundle_name_link (const KpChainLink *link)
{
  return name_or_none (kp_certificate_text_name (link->crt, FALSE));
}

char *
kp_bundle_name_issuer (const KpChainLink *link)
{
  return name_or_none (kp_certificate_text_name (link->crt, TRUE));
}

char *
kp_bundle_name_part (const KpBundlePart *part)
{
  if (!part->link->ca && part->facts->names[0] != NULL)
    return g_strdup (part->facts->names[0]);
  return kp_bundle_name_link (part->link);
}

char *
kp_bundle_describe_part (const KpBundlePart *part)
{
  g_autofree char *name = kp_bundle_name_part (part);
  g_autofree char *end = NULL;

  if (part->link->ca)
    return g_steal_pointer (&name);
  end = kp_time_format_date (part->facts->not_after);
  /* Translators: a site's name and the day on which its certificate ends */
  return g_strdup_printf (_ ("%s until %s"), name, end);
}

char *
kp_bundle_join (GPtrArray *names)
{
  g_autofree char *text = g_strdup ("");
  guint shown = names->len > JOIN_MAX ? JOIN_MAX - 1 : names->len;
  guint more = names->len - shown;

  for (guint i = 0; i < shown; i++)
    {
      g_autofree char *before = g_steal_pointer (&text);
      /* Translators: a name in quotation marks */
      g_autofree char *name = g_strdup_printf (_ ("“%s”"), (char *) names->pdata[i]);

      if (i == 0)
        text = g_steal_pointer (&name);
      else if (i + 1 == shown && more == 0)
        /* Translators: the first names of a list, and its last: "“a”, “b” and “c”" */
        text = g_strdup_printf (C_ ("list of names", "%s and %s"), before, name);
      else
        /* Translators: the first names of a list, and one that is not its last */
        text = g_strdup_printf (C_ ("list of names", "%s, %s"), before, name);
    }
  if (more == 0)
    return g_steal_pointer (&text);
  return g_strdup_printf (
      /* Translators: the first names of a list, and how many are left; there is always more
       * than one. */
      ngettext ("%s and %u more", "%s and %u more", more), text, more);
}

static gint
compare_findings (gconstpointer a, gconstpointer b)
{
  const KpFinding *one = *(KpFinding *const *) a;
  const KpFinding *other = *(KpFinding *const *) b;

  if (one->severity != other->severity)
    return one->severity < other->severity ? -1 : 1;
  return (one->id > other->id) - (one->id < other->id);
}

static void
keep_chain (KpBundleWork *work)
{
  KpBundle *bundle = work->bundle;

  bundle->leaf = kp_certificate_facts_ref (work->leaf->facts);
  for (guint i = 0; i < work->path.n_links; i++)
    g_ptr_array_add (bundle->chain, g_bytes_ref (work->path.links[i]->der));
  if (work->path.root != NULL)
    bundle->root = g_bytes_ref (work->path.root->der);
}

static void
tell_format (KpBundleWork *work)
{
  g_autofree char *what = kp_document_describe (work->document);

  if (work->document->parts->len == 0)
    return;
  if (work->n_unreadable > 0 || (work->document->problems & KP_DOCUMENT_DAMAGED) != 0)
    kp_bundle_tell (
        work, KP_FINDING_BUNDLE_FORMAT,
        /* Translators: %s is what was read: "PEM: 2 certificates" */
        g_strdup_printf (_ ("%s. Something in it is damaged and was left out."), what),
        _ ("If a certificate is missing, ask for the files again, in an "
           "archive."));
  else
    kp_bundle_tell (work, KP_FINDING_BUNDLE_FORMAT,
                    /* Translators: %s is what was read: "PEM: 2 certificates" */
                    g_strdup_printf (_ ("%s."), what), NULL);
}

/* What makes the bundle fit to be handed over, in one sentence. */
static void
tell_good (KpBundleWork *work)
{
  const KpChainLink *root = work->path.root;
  g_autofree char *name = kp_bundle_name_part (work->leaf);
  g_autofree char *issuer = kp_bundle_name_issuer (work->leaf->link);
  g_autofree char *end = kp_time_format_date (work->leaf->facts->not_after);
  g_autofree char *top = kp_bundle_name_link (root);
  guint n = work->path.n_links;

  if (root->system)
    kp_bundle_tell (
        work, KP_FINDING_BUNDLE_OK,
        g_strdup_printf (
            /* Translators: a site's name, the CA, a day, how many certificates, a root */
            ngettext ("“%s” by %s, valid until %s; %u certificate, which leads to the root "
                      "“%s”.",
                      "“%s” by %s, valid until %s; %u certificates, which lead to the root "
                      "“%s”.",
                      n),
            name, issuer, end, n, top),
        NULL);
  else
    kp_bundle_tell (
        work, KP_FINDING_BUNDLE_OK,
        g_strdup_printf (
            /* Translators: a site's name, the CA, a day, how many certificates, a root */
            ngettext ("“%s” by %s, valid until %s; %u certificate, which leads to “%s”, a "
                      "root of your own.",
                      "“%s” by %s, valid until %s; %u certificates, which lead to “%s”, a "
                      "root of your own.",
                      n),
            name, issuer, end, n, top),
        _ ("Only visitors whose devices know that root will see the site as secure."));
}

static void
work_clear (KpBundleWork *work)
{
  g_ptr_array_unref (work->parts);
  g_ptr_array_unref (work->links);
  g_ptr_array_unref (work->fetched);
}

KpBundle *
kp_bundle_build (const KpDocument *document, const KpBundleExpectation *expected,
                 KpTrust *trust)
{
  KpBundle *self = g_new0 (KpBundle, 1);
  KpBundleWork work = {
    .document = document, .expected = expected, .trust = trust, .bundle = self
  };

  g_return_val_if_fail (document != NULL && expected != NULL, self);
  g_return_val_if_fail (KP_IS_TRUST (trust), self);

  self->chain = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  self->findings = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_finding_unref);
  work.spki = expected->csr != NULL ? expected->csr->spki_sha256 : expected->spki_sha256;
  work.parts = g_ptr_array_new_with_free_func (part_free);
  work.links = g_ptr_array_new ();
  work.fetched = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_chain_link_unref);

  kp_bundle_read_parts (&work);
  kp_bundle_find_leaf (&work);
  if (work.leaf != NULL)
    {
      kp_bundle_build_chain (&work);
      keep_chain (&work);
      kp_bundle_check_leaf (&work);
      kp_bundle_check_strength (&work);
      kp_bundle_check_subject (&work);
      if (!kp_bundle_is_wrong (self))
        tell_good (&work);
    }
  tell_format (&work);
  g_ptr_array_sort (self->findings, compare_findings);
  work_clear (&work);
  return self;
}

void
kp_bundle_free (KpBundle *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->chain, g_ptr_array_unref);
  g_clear_pointer (&self->leaf, kp_certificate_facts_unref);
  g_clear_pointer (&self->root, g_bytes_unref);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_free (self->missing_issuer);
  g_free (self->missing_uri);
  g_free (self);
}

gboolean
kp_bundle_is_wrong (const KpBundle *self)
{
  for (guint i = 0; i < self->findings->len; i++)
    if (((const KpFinding *) self->findings->pdata[i])->severity == KP_SEVERITY_WRONG)
      return TRUE;
  return FALSE;
}

char *
kp_bundle_to_pem (const KpBundle *self)
{
  GString *pem = g_string_new (NULL);

  for (guint i = 0; i < self->chain->len; i++)
    {
      g_autofree char *one = kp_certificate_to_pem (self->chain->pdata[i]);

      g_string_append (pem, one);
    }
  return g_string_free (pem, FALSE);
}

gboolean
kp_bundle_can_overrule (KpFindingId id)
{
  switch ((int) id)
    {
    case KP_FINDING_BUNDLE_PRIVATE_KEY:
    case KP_FINDING_BUNDLE_KEY_MISMATCH:
    case KP_FINDING_BUNDLE_NO_LEAF:
    case KP_FINDING_BUNDLE_NOT_A_CERTIFICATE:
    case KP_FINDING_BUNDLE_ENCRYPTED:
      return FALSE;
    default:
      return id >= KP_FINDING_BUNDLE_NOT_A_CERTIFICATE && id <= KP_FINDING_BUNDLE_ENCRYPTED;
    }
}
