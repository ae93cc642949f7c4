/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/job/intake.h"

#include <glib/gi18n.h>

#include "core/base/time-text.h"
#include "core/certificate/certificate-text.h"
#include "core/certificate/certificate.h"
#include "core/job/intake-private.h"

static void
part_free (gpointer data)
{
  KpIntakePart *part = data;

  kp_csr_free (part->csr);
  if (part->link != NULL)
    kp_chain_link_unref (part->link);
  if (part->facts != NULL)
    kp_certificate_facts_unref (part->facts);
  g_bytes_unref (part->der);
  g_free (part);
}

static void
site_free (gpointer data)
{
  KpIntakeSite *site = data;

  g_object_unref (site->site);
  kp_job_free (site->job);
  g_clear_object (&site->asked);
  g_clear_pointer (&site->live, kp_certificate_facts_unref);
  kp_csr_free (site->kept);
  g_free (site);
}

static void
offer_free (gpointer data)
{
  KpIntakeOffer *offer = data;

  g_free (offer->source);
  g_free (offer->what);
  g_free (offer->issuer);
  g_clear_object (&offer->site);
  g_free (offer->text);
  g_clear_pointer (&offer->findings, g_ptr_array_unref);
  g_clear_object (&offer->about);
  g_clear_pointer (&offer->der, g_bytes_unref);
  kp_csr_free (offer->csr);
  kp_bundle_free (offer->bundle);
  kp_document_free (offer->document);
  g_free (offer);
}

KpIntake *
kp_intake_new (void)
{
  KpIntake *self = g_new0 (KpIntake, 1);

  self->names = g_ptr_array_new_with_free_func (g_free);
  self->papers = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_document_free);
  self->whys = g_ptr_array_new_with_free_func (g_free);
  self->sites = g_ptr_array_new_with_free_func (site_free);
  self->parts = g_ptr_array_new_with_free_func (part_free);
  self->offers = g_ptr_array_new_with_free_func (offer_free);
  return self;
}

void
kp_intake_free (KpIntake *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->build, kp_intake_build_free);
  g_ptr_array_unref (self->offers);
  g_ptr_array_unref (self->parts);
  g_ptr_array_unref (self->sites);
  g_ptr_array_unref (self->papers);
  g_ptr_array_unref (self->whys);
  g_ptr_array_unref (self->names);
  g_clear_pointer (&self->chains, g_hash_table_unref);
  g_clear_pointer (&self->named, g_ptr_array_unref);
  g_clear_object (&self->answer_to);
  g_free (self);
}

/* @document: (transfer full) */
static void
add_paper (KpIntake *self, KpDocument *document, const char *name, const char *why)
{
  if (self->papers->len >= KP_INTAKE_MAX_PAPERS)
    {
      kp_document_free (document);
      self->n_beyond++;
      return;
    }
  g_ptr_array_add (self->papers, document);
  g_ptr_array_add (self->names, g_strdup (name));
  g_ptr_array_add (self->whys, g_strdup (why));
}

void
kp_intake_take_document (KpIntake *self, KpDocument *document, const char *name)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (document != NULL && name != NULL);

  add_paper (self, document, name, NULL);
}

void
kp_intake_take_unread (KpIntake *self, const char *name, const char *why)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (name != NULL && why != NULL);

  add_paper (self, kp_document_new (), name, why);
}

void
kp_intake_add_site (KpIntake *self, KpSite *site, const KpRenewal *renewal,
                    KpCertificateFacts *live)
{
  KpIntakeSite *added;

  g_return_if_fail (self != NULL);
  g_return_if_fail (KP_IS_SITE (site));

  added = g_new0 (KpIntakeSite, 1);
  added->site = g_object_ref (site);
  added->job = kp_job_copy (kp_site_get_job (site));
  if (added->job != NULL && added->job->subject != NULL)
    added->asked = kp_subject_from_json (added->job->subject, NULL);
  added->live = live != NULL ? kp_certificate_facts_ref (live) : NULL;
  if (renewal != NULL && renewal->csr != NULL)
    added->kept = kp_csr_new_from_der (renewal->csr, NULL);
  g_ptr_array_add (self->sites, added);
}

void
kp_intake_forget_sites (KpIntake *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_set_size (self->sites, 0);
}

void
kp_intake_set_answer_to (KpIntake *self, KpSite *site)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (KP_IS_SITE (site));

  g_set_object (&self->answer_to, site);
}

guint
kp_intake_rank (char *const *names, guint n, const char *host)
{
  guint rank = 0;

  for (guint i = 0; i < n; i++)
    if (g_str_equal (names[i], host))
      return n == 1 ? 3 : 2;
    else if (kp_certificate_name_covers (names[i], host))
      rank = 1;
  return rank;
}

char *
kp_intake_explain_wrong (GPtrArray *findings)
{
  for (guint i = 0; findings != NULL && i < findings->len; i++)
    {
      const KpFinding *finding = findings->pdata[i];

      if (finding->severity == KP_SEVERITY_WRONG)
        return finding->fix != NULL ? g_strjoin (" ", finding->text, finding->fix, NULL)
                                    : g_strdup (finding->text);
    }
  return NULL;
}

char *
kp_intake_explain_block (const KpIntakeSite *site, KpIntakeKind kind)
{
  const KpJob *job = site->job;
  const char *label = kp_site_get_label (site->site);

  if (job == NULL)
    /* Translators: a host name */
    return g_strdup_printf (_ ("No job is under way for %s."), label);
  if (job->kind != KP_JOB_RENEW)
    /* Translators: a host name */
    return g_strdup_printf (_ ("The job of %s is to secure it, and waits for neither a "
                               "signing request nor a certificate."),
                            label);
  if (job->paused_at > 0)
    /* Translators: a host name */
    return g_strdup_printf (_ ("The job of %s is paused. Resume it first."), label);
  if (kind == KP_INTAKE_CSR && kp_job_has_reached (job, KP_JOB_STEP_BUY))
    /* Translators: a host name */
    return g_strdup_printf (_ ("The job of %s has another signing request already. Give it "
                               "to that job itself if it is to replace that one."),
                            label);
  if (kind == KP_INTAKE_CERTIFICATE && kp_job_is_past (job, KP_JOB_STEP_SUBMIT))
    /* Translators: a host name */
    return g_strdup_printf (_ ("The certificate of %s is handed over already."), label);
  return NULL;
}

char *
kp_intake_describe_names (char *const *names, guint n)
{
  if (n == 0)
    return g_strdup (_ ("no name"));
  if (n == 1)
    return g_strdup (names[0]);
  /* Translators: a host name, and how many more there are */
  return g_strdup_printf (ngettext ("%s and %u more", "%s and %u more", n - 1), names[0],
                          n - 1);
}

static char *
describe_part (const KpIntakePart *part)
{
  g_autofree char *names = NULL;
  g_autofree char *end = NULL;

  if (part->csr != NULL)
    {
      names = kp_intake_describe_names ((char *const *) part->csr->names->pdata,
                                        part->csr->names->len);
      /* Translators: host names, and a kind of key */
      return g_strdup_printf (_ ("Signing request for %s (%s)"), names, part->csr->key);
    }
  if (part->facts == NULL)
    return g_strdup (_ ("Unreadable"));
  if (part->link->ca)
    {
      names = kp_certificate_text_name (part->link->crt, FALSE);
      /* Translators: a name of a CA's certificate */
      return g_strdup_printf (_ ("Certificate of a CA: %s"), names);
    }
  names = kp_intake_describe_names (part->facts->names, g_strv_length (part->facts->names));
  end = kp_time_format_date (part->facts->not_after);
  /* Translators: host names, and a day */
  return g_strdup_printf (_ ("Certificate for %s, until %s"), names, end);
}

KpIntakeOffer *
kp_intake_add_offer (KpIntake *self, KpIntakePart *part, const KpIntakeSite *site,
                     KpIntakeState state, char *text)
{
  KpIntakeOffer *offer = g_new0 (KpIntakeOffer, 1);

  offer->kind = part->csr != NULL     ? KP_INTAKE_CSR
                : part->facts != NULL ? KP_INTAKE_CERTIFICATE
                                      : KP_INTAKE_OTHER;
  offer->state = state;
  offer->source = g_strdup (part->source);
  offer->what = describe_part (part);
  offer->issuer = part->facts != NULL ? g_strdup (part->facts->issuer) : NULL;
  offer->self_issued = part->facts != NULL && part->facts->self_issued;
  offer->site = site != NULL ? g_object_ref (site->site) : NULL;
  offer->text = text;
  offer->der = g_bytes_ref (part->der);
  offer->order = part->order * KP_INTAKE_ORDER + self->offers->len % KP_INTAKE_ORDER;
  part->used = TRUE;
  g_ptr_array_add (self->offers, offer);
  return offer;
}

KpIntakeSite *
kp_intake_find_site (const KpIntake *self, const KpIntakeOffer *offer)
{
  for (guint i = 0; offer->site != NULL && i < self->sites->len; i++)
    if (((KpIntakeSite *) self->sites->pdata[i])->site == offer->site)
      return self->sites->pdata[i];
  return NULL;
}

gboolean
kp_intake_needs_attention (const KpIntake *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  for (guint i = 0; i < self->offers->len; i++)
    {
      const KpIntakeOffer *offer = self->offers->pdata[i];

      if (offer->state == KP_INTAKE_WRONG || offer->state == KP_INTAKE_LEFT)
        return TRUE;
    }
  return FALSE;
}

const char *
kp_intake_kind_to_string (KpIntakeKind kind)
{
  static const char *const words[] = { "csr", "certificate", "private-key", "other" };

  return words[kind];
}

const char *
kp_intake_state_to_string (KpIntakeState state)
{
  static const char *const words[] = { "fits", "taken", "same", "chain", "wrong", "left" };

  return words[state];
}
