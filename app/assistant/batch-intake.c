/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "assistant/batch-intake.h"

#include <glib/gi18n.h>

#include "core/base/plain-text.h"
#include "core/job/intake.h"
#include "core/store/store-renewals.h"

/* So many of each are told by name, and so much of what a stranger wrote. */
#define TELL_MOST 4
#define WHAT_MOST 80
#define WHY_MOST 200

typedef struct
{
  KpDesk *desk;
  KpBatch *batch;
  KpSite *own;
  KpIntake *intake;
  KpTrust *trust;
  GPtrArray *renewals;
  GPtrArray *offers; /* (nullable): of the intake, once it was planned */
  guint next;        /* site to be added */
  gboolean shared;
} Share;

static void
share_free (gpointer data)
{
  Share *self = data;

  kp_intake_free (self->intake);
  g_clear_pointer (&self->renewals, g_ptr_array_unref);
  g_clear_object (&self->trust);
  g_object_unref (self->own);
  g_object_unref (self->batch);
  g_object_unref (self->desk);
  g_free (self);
}

/* Offered to it, or left with a reason that speaks of it. */
static gboolean
is_about (const KpIntakeOffer *offer, const KpSite *own)
{
  return offer->site == own || offer->about == own;
}

static gboolean
has_other_request (const Share *self, const KpIntakeOffer *offer)
{
  for (guint i = 0; i < self->offers->len; i++)
    {
      const KpIntakeOffer *other = self->offers->pdata[i];

      if (other->kind == KP_INTAKE_CSR && !g_bytes_equal (other->der, offer->der))
        return TRUE;
    }
  return FALSE;
}

/* Looked at together, several signing requests would be refused. Returns: (nullable): that
 * of them which is the one for the site */
static KpIntakeOffer *
find_own_request (const Share *self)
{
  for (guint i = 0; i < self->offers->len; i++)
    {
      KpIntakeOffer *offer = self->offers->pdata[i];

      if (offer->site == self->own && offer->kind == KP_INTAKE_CSR
          && offer->document != NULL && has_other_request (self, offer))
        return offer;
    }
  return NULL;
}

/* Somebody else takes of it, or all that is to be told of it is about others. */
static gboolean
is_for_several (const Share *self)
{
  gboolean about_own = FALSE;
  gboolean about_others = FALSE;

  for (guint i = 0; i < self->offers->len; i++)
    {
      const KpIntakeOffer *offer = self->offers->pdata[i];

      if (is_about (offer, self->own))
        about_own = TRUE;
      else if (offer->site != NULL || offer->about != NULL)
        about_others = TRUE;
      if (offer->state == KP_INTAKE_FITS && offer->site != self->own)
        return TRUE;
    }
  return (about_others && !about_own) || find_own_request (self) != NULL;
}

static void
given_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (kp_intake_give_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* What could not be fetched is told by the offers. */
static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Share *self = g_task_get_task_data (task);
  GError *error = NULL;

  if (!kp_intake_fetch_finish (result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  self->shared = TRUE;
  /* What the jobs have by now is told, given up or not. */
  g_task_set_check_cancellable (task, FALSE);
  kp_intake_give_async (self->intake, kp_desk_get_job_keeper (self->desk), NULL, given_cb,
                        g_object_ref (task));
}

static KpIssuerFetcher *
make_fetcher (gpointer data)
{
  return kp_desk_make_issuer_fetcher (data);
}

static void
planned_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Share *self = g_task_get_task_data (task);
  GError *error = NULL;

  self->offers = kp_intake_plan_finish (self->intake, result, &error);
  if (self->offers == NULL)
    g_task_return_error (task, error);
  else if (is_for_several (self))
    kp_intake_fetch_async (self->intake, self->trust, make_fetcher, self->desk,
                           g_task_get_cancellable (task), fetched_cb, g_object_ref (task));
  else
    g_task_return_boolean (task, TRUE);
}

/* It may be a mail with hundreds of certificates: the window goes on meanwhile. */
static void
plan (GTask *task)
{
  Share *self = g_task_get_task_data (task);

  kp_intake_plan_async (self->intake, self->trust,
                        kp_clock_now (kp_desk_get_clock (self->desk)),
                        g_task_get_cancellable (task), planned_cb, g_object_ref (task));
}

static const KpRenewal *
find_renewal (const Share *self, const KpJob *job)
{
  for (guint i = 0; i < self->renewals->len; i++)
    if (((KpRenewal *) self->renewals->pdata[i])->job_id == job->id)
      return self->renewals->pdata[i];
  return NULL;
}

static void add_next (GTask *task);

static void
judged_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Share *self = g_task_get_task_data (task);
  KpBatchSite *site = kp_batch_get (self->batch, self->next - 1);
  const KpJob *job = kp_batch_site_get_job (site);
  KpEvidence *evidence = NULL;
  GError *error = NULL;
  KpVerdict *verdict = kp_desk_judge_finish (KP_DESK (source), result, &evidence, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, error);
      return;
    }
  /* What it serves is only compared with. */
  g_clear_error (&error);
  if (job != NULL)
    kp_intake_add_site (
        self->intake, kp_batch_site_get_site (site), find_renewal (self, job),
        verdict != NULL && verdict->shown != NULL ? verdict->shown->certificate : NULL);
  g_clear_pointer (&verdict, kp_verdict_unref);
  kp_evidence_free (evidence);
  add_next (task);
}

static void
add_next (GTask *task)
{
  Share *self = g_task_get_task_data (task);

  while (self->next < kp_batch_get_size (self->batch))
    {
      KpBatchSite *site = kp_batch_get (self->batch, self->next++);

      if (kp_batch_site_get_job (site) == NULL)
        continue;
      kp_desk_judge_async (self->desk, kp_batch_site_get_site (site),
                           g_task_get_cancellable (task), judged_cb, g_object_ref (task));
      return;
    }
  plan (task);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Share *self = g_task_get_task_data (task);
  GError *error = NULL;

  self->renewals = kp_store_load_renewals_finish (KP_STORE (source), result, &error);
  if (self->renewals == NULL)
    g_task_return_error (task, error);
  else
    add_next (task);
}

gboolean
kp_batch_intake_is_shared (KpBatch *batch, const KpDocument *document)
{
  g_return_val_if_fail (batch == NULL || KP_IS_BATCH (batch), FALSE);
  g_return_val_if_fail (document != NULL, FALSE);

  return batch != NULL && kp_batch_get_size (batch) > 1 && document->parts->len > 0
         && document->private_key == KP_PRIVATE_KEY_NONE;
}

void
kp_batch_intake_share_async (KpDesk *desk, KpBatch *batch, KpSite *own,
                             KpDocument *document, const char *name,
                             GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  GError *error = NULL;
  KpTrust *trust = kp_desk_get_trust (desk, &error);
  Share *self = g_new0 (Share, 1);

  g_task_set_source_tag (task, kp_batch_intake_share_async);
  g_task_set_task_data (task, self, share_free);
  self->desk = g_object_ref (desk);
  self->batch = g_object_ref (batch);
  self->own = g_object_ref (own);
  self->intake = kp_intake_new ();
  kp_intake_take_document (self->intake, document, name != NULL ? name : _ ("pasted text"));
  g_set_object (&self->trust, trust);
  if (trust == NULL)
    g_task_return_error (task, error);
  else
    kp_store_load_renewals_async (kp_desk_get_store (desk), cancellable, loaded_cb,
                                  g_object_ref (task));
}

static KpBatchIntakeOwn
find_own (const Share *self)
{
  KpBatchIntakeOwn own = KP_BATCH_INTAKE_NOTHING;

  for (guint i = 0; i < self->offers->len; i++)
    {
      const KpIntakeOffer *offer = self->offers->pdata[i];

      if (offer->site != self->own)
        continue;
      if (offer->state == KP_INTAKE_TAKEN)
        return KP_BATCH_INTAKE_TAKEN;
      own = KP_BATCH_INTAKE_SHOW;
    }
  return own;
}

/* Returns: (transfer full) (nullable): the first sites of that state; %NULL for none */
static char *
list_sites (const Share *self, KpIntakeState state)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; i < self->offers->len; i++)
    {
      const KpIntakeOffer *offer = self->offers->pdata[i];

      if (offer->state != state || n++ >= TELL_MOST)
        continue;
      g_string_append_printf (text, "%s%s", n > 1 ? ", " : "",
                              kp_site_get_label (offer->site));
    }
  if (n == 0)
    return NULL;
  if (n <= TELL_MOST)
    return g_string_free (g_steal_pointer (&text), FALSE);
  return g_strdup_printf (
      /* Translators: the first names of a list, and how many are left */
      ngettext ("%s and %u more", "%s and %u more", n - TELL_MOST), text->str,
      n - TELL_MOST);
}

/* What is shown on the pages of the site is judged there. */
static gboolean
is_left (const Share *self, const KpIntakeOffer *offer)
{
  const KpIntakeOffer *request = find_own_request (self);

  if (offer->site == self->own && find_own (self) == KP_BATCH_INTAKE_SHOW
      && (request == NULL || request == offer))
    return FALSE;
  return offer->state == KP_INTAKE_WRONG || offer->state == KP_INTAKE_LEFT;
}

/* The names stand in what a stranger wrote. Returns: how many were left over */
static guint
add_left (const Share *self, GPtrArray *sentences)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; i < self->offers->len; i++)
    {
      const KpIntakeOffer *offer = self->offers->pdata[i];
      g_autofree char *what = kp_plain_text_shorten (offer->what, WHAT_MOST);
      g_autofree char *why =
          kp_plain_text_shorten (offer->text != NULL ? offer->text : "", WHY_MOST);

      if (!is_left (self, offer) || n++ >= TELL_MOST)
        continue;
      if (text->len > 0)
        g_string_append_c (text, ' ');
      /* Translators: what was found in a file, and why nobody takes it, a sentence */
      g_string_append_printf (text, C_ ("left over", "%s: %s"), what, why);
    }
  if (n > 0)
    /* Translators: what was given to none, and why */
    g_ptr_array_add (sentences, g_strdup_printf (_ ("Left over: %s"), text->str));
  if (n > TELL_MOST)
    g_ptr_array_add (sentences,
                     g_strdup_printf (ngettext ("%u more is left over.",
                                                "%u more are left over.", n - TELL_MOST),
                                      n - TELL_MOST));
  return n;
}

/* What is only part of a chain goes without saying. */
static char *
describe (const Share *self, gboolean *any_left)
{
  g_autoptr (GPtrArray) sentences = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *taken = list_sites (self, KP_INTAKE_TAKEN);
  g_autofree char *same = list_sites (self, KP_INTAKE_SAME);

  if (taken != NULL)
    /* Translators: sites */
    g_ptr_array_add (sentences, g_strdup_printf (_ ("Handed to: %s."), taken));
  if (same != NULL)
    /* Translators: sites */
    g_ptr_array_add (sentences, g_strdup_printf (_ ("Has it already: %s."), same));
  *any_left = add_left (self, sentences) > 0;
  if (sentences->len == 0)
    return NULL;
  g_ptr_array_add (sentences, NULL);
  return g_strjoinv (" ", (char **) sentences->pdata);
}

gboolean
kp_batch_intake_share_finish (GAsyncResult *result, KpBatchIntakeOwn *own,
                              KpDocument **alone, char **text, gboolean *left,
                              GError **error)
{
  Share *self;
  KpIntakeOffer *request;

  g_return_val_if_fail (g_async_result_is_tagged (result, kp_batch_intake_share_async),
                        FALSE);

  *text = NULL;
  *left = FALSE;
  *own = KP_BATCH_INTAKE_SHOW;
  if (alone != NULL)
    *alone = NULL;
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  self = g_task_get_task_data (G_TASK (result));
  if (self->shared)
    {
      *own = find_own (self);
      *text = describe (self, left);
      request = find_own_request (self);
      if (alone != NULL && *own == KP_BATCH_INTAKE_SHOW && request != NULL)
        *alone = g_steal_pointer (&request->document);
    }
  return TRUE;
}
