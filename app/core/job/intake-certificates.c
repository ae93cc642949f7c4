/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "core/job/intake-private.h"

/* A site's own certificate may say that it is a CA, where it signed itself. */
static gboolean
is_leaf (const KpIntakePart *part)
{
  return part->facts != NULL && (!part->link->ca || part->facts->names[0] != NULL);
}

static const char *
get_key (const KpIntakeSite *site)
{
  if (site->planned != NULL)
    return site->planned->csr->spki_sha256;
  return site->job != NULL ? site->job->csr_spki_sha256 : NULL;
}

static GPtrArray *
find_by_key (const KpIntake *self, const KpIntakeSite *site)
{
  GPtrArray *found = g_ptr_array_new ();

  for (guint i = 0; get_key (site) != NULL && i < self->parts->len; i++)
    {
      KpIntakePart *part = self->parts->pdata[i];

      if (is_leaf (part) && g_str_equal (part->facts->spki_sha256, get_key (site)))
        g_ptr_array_add (found, part);
    }
  return found;
}

/* @unused: only those that no job has taken */
static GPtrArray *
find_by_name (const KpIntake *self, const KpIntakeSite *site, gboolean unused)
{
  GPtrArray *found = g_ptr_array_new ();
  guint most = 1;

  for (guint i = 0; i < self->parts->len; i++)
    {
      KpIntakePart *part = self->parts->pdata[i];
      guint rank = 0;

      if (is_leaf (part) && !(unused && part->used))
        rank = kp_intake_rank (part->facts->names, g_strv_length (part->facts->names),
                               kp_site_get_host (site->site));
      /* The only name or one of several: the certificate is as good. */
      rank = MIN (rank, 2);
      if (rank > most)
        g_ptr_array_set_size (found, 0);
      most = MAX (most, rank);
      if (rank == most)
        g_ptr_array_add (found, part);
    }
  return found;
}

/* Whoever may have signed one of @chosen, and so on: of every CA only what belongs there.
 */
static void
add_issuers (const KpIntake *self, GPtrArray *chosen)
{
  for (guint i = 0; i < chosen->len; i++)
    {
      const KpIntakePart *part = chosen->pdata[i];

      for (guint j = 0; j < self->parts->len; j++)
        {
          KpIntakePart *other = self->parts->pdata[j];

          if (other->link != NULL && other->facts != NULL && other->link->ca
              && kp_chain_link_may_sign (other->link, part->link)
              && !g_ptr_array_find (chosen, other, NULL))
            g_ptr_array_add (chosen, other);
        }
    }
}

static gint
compare_parts (gconstpointer a, gconstpointer b)
{
  const KpIntakePart *one = *(KpIntakePart *const *) a;
  const KpIntakePart *other = *(KpIntakePart *const *) b;

  return (one->order > other->order) - (one->order < other->order);
}

/* @leaves are those that a key came along with, too: it spoils them. */
static KpDocument *
make_document (GPtrArray *leaves, GPtrArray *chosen)
{
  KpDocument *document = kp_document_new ();

  for (guint i = 0; i < leaves->len; i++)
    {
      const KpIntakePart *part = leaves->pdata[i];

      if (part->private_key != KP_PRIVATE_KEY_NONE)
        document->private_key = part->private_key;
      for (guint j = 0; j < part->paper->formats->len; j++)
        if (!g_ptr_array_find_with_equal_func (
                document->formats, part->paper->formats->pdata[j], g_str_equal, NULL))
          g_ptr_array_add (document->formats, g_strdup (part->paper->formats->pdata[j]));
    }
  for (guint i = 0; i < chosen->len; i++)
    {
      const KpIntakePart *part = chosen->pdata[i];
      KpDocumentPart *copy = g_new0 (KpDocumentPart, 1);

      copy->kind = KP_DOCUMENT_CERTIFICATE;
      copy->der = g_bytes_ref (part->der);
      copy->source = g_strdup (part->source);
      g_ptr_array_add (document->parts, copy);
    }
  return document;
}

void
kp_intake_fill_expectation (const KpIntake *self, const KpIntakeSite *site,
                            KpBundleExpectation *expected)
{
  *expected = (KpBundleExpectation){
    .host = kp_site_get_host (site->site),
    .csr = site->planned != NULL ? site->planned->csr : site->kept,
    .spki_sha256 = get_key (site),
    .asked = site->asked,
    .live = site->live,
    .now = self->now,
  };
}

void
kp_intake_judge_bundle (KpIntakeOffer *offer, const KpIntakeSite *site)
{
  const KpJob *job = site->job;
  const KpCertificateFacts *leaf = offer->bundle->leaf;
  char *block = kp_intake_explain_block (site, KP_INTAKE_CERTIFICATE);

  g_clear_pointer (&offer->text, g_free);
  g_clear_pointer (&offer->findings, g_ptr_array_unref);
  offer->findings = g_ptr_array_ref (offer->bundle->findings);
  if (leaf != NULL && job != NULL && g_strcmp0 (job->submitted_sha256, leaf->sha256) == 0)
    {
      offer->state = KP_INTAKE_SAME;
      offer->text = g_strdup (_ ("The job has it already."));
      g_free (block);
      return;
    }
  if (block == NULL && leaf != NULL && job->submitted_sha256 != NULL
      && job->submitted_not_after >= leaf->not_after)
    /* Translators: a host name */
    block = g_strdup_printf (_ ("The job of %s has a certificate already that is valid as "
                                "long or longer."),
                             kp_site_get_label (site->site));
  offer->state = block != NULL ? KP_INTAKE_LEFT : KP_INTAKE_FITS;
  offer->text = block;
  if (block != NULL)
    return;
  offer->text = kp_intake_explain_wrong (offer->findings);
  if (offer->text != NULL || leaf == NULL)
    offer->state = KP_INTAKE_WRONG;
}

static KpIntakePart *
find_part (GPtrArray *parts, const char *sha256)
{
  for (guint i = 0; i < parts->len; i++)
    if (g_str_equal (((KpIntakePart *) parts->pdata[i])->facts->sha256, sha256))
      return parts->pdata[i];
  return NULL;
}

static void
offer_certificates (KpIntake *self, GPtrArray *leaves, KpIntakeSite *site, KpTrust *trust,
                    GHashTable *chains)
{
  g_autoptr (GPtrArray) chosen = g_ptr_array_new ();
  KpBundleExpectation expected;
  KpDocument *document;
  KpBundle *bundle;
  KpIntakePart *part;
  KpIntakeOffer *offer;

  for (guint i = 0; i < leaves->len; i++)
    g_ptr_array_add (chosen, leaves->pdata[i]);
  add_issuers (self, chosen);
  g_ptr_array_sort (chosen, compare_parts);
  document = make_document (leaves, chosen);
  kp_intake_fill_expectation (self, site, &expected);
  bundle = kp_bundle_build (document, &expected, trust);
  part = bundle->leaf != NULL ? find_part (chosen, bundle->leaf->sha256) : NULL;
  if (part == NULL)
    part = leaves->pdata[0];
  offer = kp_intake_add_offer (self, part, site, KP_INTAKE_FITS, NULL);
  offer->document = document;
  offer->bundle = bundle;
  site->has_bundle = TRUE;
  kp_intake_judge_bundle (offer, site);
  for (guint i = 0; i < chosen->len; i++)
    if (!is_leaf (chosen->pdata[i]) && !g_hash_table_contains (chains, chosen->pdata[i]))
      g_hash_table_insert (chains, chosen->pdata[i], site);
}

/* The key decides where there is one: the name only where no signing request is known. */
static void
share (KpIntake *self, KpIntakeSite *site, KpTrust *trust, GHashTable *chains)
{
  g_autofree char *block = kp_intake_explain_block (site, KP_INTAKE_CERTIFICATE);
  g_autoptr (GPtrArray) leaves = NULL;

  if (get_key (site) != NULL)
    leaves = find_by_key (self, site);
  else if (block == NULL)
    leaves = find_by_name (self, site, FALSE);
  if (leaves != NULL && leaves->len > 0)
    offer_certificates (self, leaves, site, trust, chains);
}

/* What has the name of a site and another key is no use to its job, and worth knowing. */
static void
share_mismatched (KpIntake *self, KpIntakeSite *site, GPtrArray *leaves, KpTrust *trust,
                  GHashTable *chains)
{
  g_autofree char *block = kp_intake_explain_block (site, KP_INTAKE_CERTIFICATE);

  if (block == NULL && !site->has_bundle && leaves->len > 0)
    offer_certificates (self, leaves, site, trust, chains);
}

static void
tell_chains (KpIntake *self, GHashTable *chains)
{
  for (guint i = 0; i < self->parts->len; i++)
    {
      KpIntakePart *part = self->parts->pdata[i];
      const KpIntakeSite *site = g_hash_table_lookup (chains, part);

      if (site != NULL && !part->used)
        kp_intake_add_offer (self, part, NULL, KP_INTAKE_CHAIN,
                             /* Translators: a host name */
                             g_strdup_printf (_ ("Goes with the certificate of %s."),
                                              kp_site_get_label (site->site)));
    }
}

void
kp_intake_share_certificates (KpIntake *self, KpTrust *trust)
{
  g_autoptr (GHashTable) chains = g_hash_table_new (NULL, NULL);
  g_autoptr (GPtrArray) left =
      g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);

  for (guint i = 0; i < self->sites->len; i++)
    ((KpIntakeSite *) self->sites->pdata[i])->has_bundle = FALSE;
  for (guint i = 0; i < self->sites->len; i++)
    share (self, self->sites->pdata[i], trust, chains);
  /* All of them before the first is offered: one may be for several. */
  for (guint i = 0; i < self->sites->len; i++)
    g_ptr_array_add (left, find_by_name (self, self->sites->pdata[i], TRUE));
  for (guint i = 0; i < self->sites->len; i++)
    share_mismatched (self, self->sites->pdata[i], left->pdata[i], trust, chains);
  tell_chains (self, chains);
}
