/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "core/certificate/csr-check.h"
#include "core/job/intake-private.h"

static guint
rank_request (const KpIntakePart *part, const KpIntakeSite *site)
{
  if (part->csr == NULL)
    return 0;
  return kp_intake_rank ((char *const *) part->csr->names->pdata, part->csr->names->len,
                         kp_site_get_host (site->site));
}

static gboolean
has_key (const KpIntakePart *part, const KpIntakeSite *site)
{
  return part->csr != NULL && site->job != NULL
         && g_strcmp0 (part->csr->spki_sha256, site->job->csr_spki_sha256) == 0;
}

/* Those that fit best; one of the key that the job has is the one that is meant. */
static GPtrArray *
find_best (const KpIntake *self, const KpIntakeSite *site)
{
  GPtrArray *best = g_ptr_array_new ();
  guint most = 1;

  for (guint i = 0; i < self->parts->len; i++)
    {
      KpIntakePart *part = self->parts->pdata[i];
      guint rank = rank_request (part, site);

      if (rank > 0 && has_key (part, site))
        rank += 3;
      if (rank > most)
        g_ptr_array_set_size (best, 0);
      most = MAX (most, rank);
      if (rank == most)
        g_ptr_array_add (best, part);
    }
  return best;
}

static gboolean
is_ambiguous (const GPtrArray *parts)
{
  const KpIntakePart *first = parts->pdata[0];

  for (guint i = 1; i < parts->len; i++)
    if (!g_str_equal (((KpIntakePart *) parts->pdata[i])->csr->spki_sha256,
                      first->csr->spki_sha256))
      return TRUE;
  return FALSE;
}

void
kp_intake_check_request (KpIntakeOffer *offer, const KpIntakePart *part,
                         const KpIntakeSite *site)
{
  KpCsrExpectation expected = { NULL };
  KpDocumentPart *alone = g_new0 (KpDocumentPart, 1);

  if (site != NULL)
    expected = (KpCsrExpectation){
      .host = kp_site_get_host (site->site),
      .asked = site->asked,
      .live_spki_sha256 = site->live != NULL ? site->live->spki_sha256 : NULL,
    };
  alone->kind = KP_DOCUMENT_REQUEST;
  alone->der = g_bytes_ref (part->der);
  alone->source = g_strdup (part->source);
  offer->document = kp_document_new ();
  offer->document->private_key = part->private_key;
  g_ptr_array_add (offer->document->parts, alone);
  offer->csr = kp_csr_take (offer->document, &expected, &offer->findings);
}

static void
offer_request (KpIntake *self, KpIntakePart *part, KpIntakeSite *site)
{
  KpIntakeOffer *offer = kp_intake_add_offer (self, part, site, KP_INTAKE_FITS, NULL);

  kp_intake_check_request (offer, part, site);
  offer->text = kp_intake_explain_wrong (offer->findings);
  if (offer->csr == NULL || offer->text != NULL)
    offer->state = KP_INTAKE_WRONG;
  else
    site->planned = offer;
}

void
kp_intake_share_request (KpIntake *self, KpIntakeSite *site)
{
  g_autoptr (GPtrArray) best = find_best (self, site);
  g_autofree char *block = kp_intake_explain_block (site, KP_INTAKE_CSR);

  site->planned = NULL;
  if (best->len == 0)
    return;
  if (block != NULL)
    {
      for (guint i = 0; i < best->len; i++)
        if (has_key (best->pdata[i], site))
          kp_intake_add_offer (self, best->pdata[i], site, KP_INTAKE_SAME,
                               g_strdup (_ ("The job has it already: its key is the "
                                            "same.")));
      return;
    }
  if (!is_ambiguous (best))
    {
      offer_request (self, best->pdata[0], site);
      return;
    }
  for (guint i = 0; i < best->len; i++)
    kp_intake_add_offer (
        self, best->pdata[i], site, KP_INTAKE_WRONG,
        g_strdup_printf (
            /* Translators: how many signing requests there are, and a host name */
            ngettext ("%u signing request could be meant for %s. Give the right one alone.",
                      "%u signing requests of different keys could be meant for %s. Give "
                      "the right one alone.",
                      best->len),
            best->len, kp_site_get_label (site->site)));
}
