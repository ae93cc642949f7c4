/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "core/job/intake-private.h"

/* A site's own certificate may say that it is a CA, where it signed itself. */
gboolean
kp_intake_is_leaf (const KpIntakePart *part)
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

      if (kp_intake_is_leaf (part)
          && g_str_equal (part->facts->spki_sha256, get_key (site)))
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

      if (kp_intake_is_leaf (part) && !(unused && part->used))
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

/* Whoever may have signed one of @chosen, and so on: of every CA only what belongs there,
 * and no more than is read of one document. */
static void
add_issuers (const KpIntake *self, GPtrArray *chosen)
{
  for (guint i = 0; i < chosen->len; i++)
    {
      const KpIntakePart *part = chosen->pdata[i];

      for (guint j = 0; j < self->parts->len && chosen->len < KP_DOCUMENT_MAX_PARTS; j++)
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
  *expected = (KpBundleExpectation){ .now = self->now };
  if (site == NULL)
    return;
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
  const KpJob *job = site != NULL ? site->job : NULL;
  const KpCertificateFacts *leaf = offer->bundle->leaf;
  char *block;

  g_clear_pointer (&offer->findings, g_ptr_array_unref);
  offer->findings = g_ptr_array_ref (offer->bundle->findings);
  if (site == NULL)
    return;
  g_clear_pointer (&offer->text, g_free);
  block = kp_intake_explain_block (site, KP_INTAKE_CERTIFICATE);
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
note_chain (KpIntake *self, GPtrArray *chosen, const char *whose)
{
  for (guint i = 0; i < chosen->len; i++)
    if (!kp_intake_is_leaf (chosen->pdata[i])
        && !g_hash_table_contains (self->chains, chosen->pdata[i]))
      g_hash_table_insert (self->chains, chosen->pdata[i], g_strdup (whose));
}

/* Returns: (transfer full): @leaves with what belongs to their chains */
static GPtrArray *
choose (KpIntake *self, GPtrArray *leaves)
{
  GPtrArray *chosen = g_ptr_array_new ();

  for (guint i = 0; i < MIN (leaves->len, KP_DOCUMENT_MAX_PARTS); i++)
    g_ptr_array_add (chosen, leaves->pdata[i]);
  add_issuers (self, chosen);
  g_ptr_array_sort (chosen, compare_parts);
  return chosen;
}

void
kp_intake_build_free (KpIntakeBuild *self)
{
  g_clear_pointer (&self->document, kp_document_free);
  g_ptr_array_unref (self->leaves);
  g_ptr_array_unref (self->chosen);
  g_free (self);
}

/* @site: (nullable); @offer: (nullable) */
static void
begin_build (KpIntake *self, GPtrArray *leaves, KpIntakeSite *site, KpIntakeOffer *offer)
{
  KpIntakeBuild *build = g_new0 (KpIntakeBuild, 1);

  build->leaves = g_ptr_array_ref (leaves);
  build->chosen = choose (self, leaves);
  build->document = make_document (leaves, build->chosen);
  kp_intake_fill_expectation (self, site, &build->expected);
  build->site = site;
  build->offer = offer;
  self->build = build;
}

void
kp_intake_end_build (KpIntake *self, KpBundle *bundle)
{
  KpIntakeBuild *build = g_steal_pointer (&self->build);
  g_autofree char *whose = NULL;
  KpIntakeOffer *offer = build->offer;
  KpIntakePart *part = NULL;

  if (offer == NULL && bundle->leaf != NULL)
    part = find_part (build->chosen, bundle->leaf->sha256);
  if (part == NULL)
    part = build->leaves->pdata[0];
  if (offer == NULL)
    offer = kp_intake_add_offer (self, part, build->site, KP_INTAKE_FITS, NULL);
  offer->document = g_steal_pointer (&build->document);
  offer->bundle = bundle;
  kp_intake_judge_bundle (offer, build->site);
  whose = build->site != NULL ? g_strdup (kp_site_get_label (build->site->site))
                              : kp_intake_describe_names (
                                  part->facts->names, g_strv_length (part->facts->names));
  note_chain (self, build->chosen, whose);
  kp_intake_build_free (build);
}

static void
offer_certificates (KpIntake *self, GPtrArray *leaves, KpIntakeSite *site)
{
  begin_build (self, leaves, site, NULL);
  site->has_bundle = TRUE;
}

void
kp_intake_check_certificate (KpIntake *self, KpIntakeOffer *offer, KpIntakePart *part)
{
  g_autoptr (GPtrArray) leaves = g_ptr_array_new ();

  g_ptr_array_add (leaves, part);
  begin_build (self, leaves, NULL, offer);
}

/* The key decides where there is one: the name only where no signing request is known. */
void
kp_intake_share_certificate (KpIntake *self, KpIntakeSite *site)
{
  g_autofree char *block = kp_intake_explain_block (site, KP_INTAKE_CERTIFICATE);
  g_autoptr (GPtrArray) leaves = NULL;

  site->has_bundle = FALSE;
  if (get_key (site) != NULL)
    leaves = find_by_key (self, site);
  else if (block == NULL)
    leaves = find_by_name (self, site, FALSE);
  if (leaves != NULL && leaves->len > 0)
    offer_certificates (self, leaves, site);
}

GPtrArray *
kp_intake_find_named (KpIntake *self, KpIntakeSite *site)
{
  return find_by_name (self, site, TRUE);
}

void
kp_intake_share_mismatched (KpIntake *self, KpIntakeSite *site, GPtrArray *leaves)
{
  g_autofree char *block = kp_intake_explain_block (site, KP_INTAKE_CERTIFICATE);

  if (block == NULL && !site->has_bundle && leaves->len > 0)
    offer_certificates (self, leaves, site);
}

void
kp_intake_tell_chains (KpIntake *self)
{
  for (guint i = 0; i < self->parts->len; i++)
    {
      KpIntakePart *part = self->parts->pdata[i];
      const char *whose = g_hash_table_lookup (self->chains, part);

      if (whose != NULL && !part->used)
        kp_intake_add_offer (
            self, part, NULL, KP_INTAKE_CHAIN,
            /* Translators: a host name */
            g_strdup_printf (_ ("Goes with the certificate of %s."), whose));
    }
}
