/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "core/certificate/certificate.h"
#include "core/job/intake-private.h"

/* Microseconds of the main loop that are taken at once. */
#define SLICE 8000

static KpIntakePart *
read_part (const KpDocumentPart *found, const KpDocument *paper)
{
  KpIntakePart *part = g_new0 (KpIntakePart, 1);

  part->source = found->source;
  part->paper = paper;
  part->der = g_bytes_ref (found->der);
  if (found->kind == KP_DOCUMENT_REQUEST)
    {
      part->csr = kp_csr_new_from_der (found->der, NULL);
      return part;
    }
  part->link = kp_chain_link_new (found->der, kp_certificate_sha256 (found->der));
  if (part->link != NULL)
    part->facts = kp_certificate_facts_from_crt (part->link->crt, found->der, NULL);
  return part;
}

/* A mail often has the same one in its text and attached. */
static void
read_parts (KpIntake *self)
{
  g_autoptr (GHashTable) known = g_hash_table_new (g_bytes_hash, g_bytes_equal);
  guint order = 0;

  for (guint i = 0; i < self->papers->len; i++)
    {
      const KpDocument *paper = self->papers->pdata[i];

      for (guint j = 0; j < paper->parts->len; j++)
        {
          const KpDocumentPart *found = paper->parts->pdata[j];
          KpIntakePart *part = g_hash_table_lookup (known, found->der);

          if (part == NULL && self->parts->len >= KP_INTAKE_MAX_PARTS)
            {
              self->n_unread++;
              continue;
            }
          if (part == NULL)
            {
              part = read_part (found, paper);
              part->order = order++;
              g_ptr_array_add (self->parts, part);
              g_hash_table_insert (known, part->der, part);
            }
          if (part->private_key == KP_PRIVATE_KEY_NONE)
            part->private_key = paper->private_key;
        }
    }
}

static void
tell_paper (KpIntake *self, guint index, KpIntakeKind kind, KpIntakeState state,
            const char *what, char *text)
{
  KpIntakeOffer *offer = g_new0 (KpIntakeOffer, 1);

  offer->kind = kind;
  offer->state = state;
  offer->source = g_strdup (self->names->pdata[index]);
  offer->what = g_strdup (what);
  offer->text = text;
  offer->order = G_MAXUINT;
  g_ptr_array_add (self->offers, offer);
}

/* What is in none of the parts. */
static void
tell_rest_of_paper (KpIntake *self, guint index)
{
  const KpDocument *paper = self->papers->pdata[index];
  const char *why = self->whys->pdata[index];

  if (why != NULL)
    {
      tell_paper (self, index, KP_INTAKE_OTHER, KP_INTAKE_LEFT, _ ("Not read"),
                  g_strdup (why));
      return;
    }
  if (paper->private_key != KP_PRIVATE_KEY_NONE
      && paper->private_key != KP_PRIVATE_KEY_HIDDEN)
    tell_paper (
        self, index, KP_INTAKE_PRIVATE_KEY, KP_INTAKE_WRONG, _ ("Private key"),
        g_strdup_printf (
            /* Translators: %s is a sentence that says what was found. */
            _ ("%s Refused, nothing of it was kept. If it came by mail or lay in a ticket "
               "it is no longer secret: a new key and a new signing request are needed."),
            kp_private_key_form_describe (paper->private_key)));
  if ((paper->problems & KP_DOCUMENT_ENCRYPTED) != 0)
    tell_paper (self, index, KP_INTAKE_OTHER, KP_INTAKE_LEFT, _ ("Protected"),
                g_strdup (_ ("Something in it opens with a password only. Open it yourself "
                             "and give what is in it, without a private key.")));
  if ((paper->problems & KP_DOCUMENT_TOO_LARGE) != 0)
    tell_paper (self, index, KP_INTAKE_OTHER, KP_INTAKE_LEFT, _ ("Too large"),
                g_strdup (_ ("It is larger than is read, or holds too much: the rest was "
                             "not looked at. Give its parts one by one.")));
  if ((paper->problems & KP_DOCUMENT_DAMAGED) != 0)
    tell_paper (self, index, KP_INTAKE_OTHER, KP_INTAKE_LEFT, _ ("Damaged"),
                g_strdup (_ ("Something in it is damaged and can’t be read. Ask for the "
                             "files again, in an archive.")));
  if (paper->parts->len == 0 && paper->problems == 0
      && paper->private_key == KP_PRIVATE_KEY_NONE)
    tell_paper (self, index, KP_INTAKE_OTHER, KP_INTAKE_LEFT, _ ("Nothing of use"),
                g_strdup (_ ("No certificate and no signing request was found in it.")));
}

/* Of what fits no job, the reason that helps most. @about: (out) (transfer none)
 * (nullable): the site it speaks of */
static char *
explain_left (const KpIntake *self, const KpIntakePart *part, KpSite **about)
{
  const KpIntakeKind kind = part->csr != NULL ? KP_INTAKE_CSR : KP_INTAKE_CERTIFICATE;
  char *const *names =
      part->csr != NULL ? (char *const *) part->csr->names->pdata : part->facts->names;
  guint n = part->csr != NULL ? part->csr->names->len : g_strv_length (part->facts->names);
  g_autofree char *list = NULL;

  for (guint i = 0; i < self->sites->len; i++)
    {
      const KpIntakeSite *site = self->sites->pdata[i];
      char *block;

      if (kp_intake_rank (names, n, kp_site_get_host (site->site)) == 0)
        continue;
      *about = site->site;
      block = kp_intake_explain_block (site, kind);
      if (block != NULL)
        return block;
      /* Translators: a host name */
      return g_strdup_printf (_ ("For %s another one was chosen, which fits better or is "
                                 "newer."),
                              kp_site_get_label (site->site));
    }
  if (n == 0)
    return g_strdup (_ ("It is for no site: no host name is in it."));
  if (self->answer_to != NULL)
    /* Translators: a host name */
    return g_strdup_printf (_ ("It is not for %s, whose request it came in answer to."),
                            kp_site_get_label (self->answer_to));
  list = kp_intake_describe_names (names, n);
  /* Translators: a host name, or several */
  return g_strdup_printf (_ ("No job waits for %s."), list);
}

/* What no job takes is looked at all the same. */
static void
tell_left (KpIntake *self, KpIntakePart *part)
{
  KpSite *about = NULL;
  KpIntakeOffer *offer;

  if (part->csr == NULL && part->facts == NULL)
    {
      kp_intake_add_offer (self, part, NULL, KP_INTAKE_LEFT,
                           g_strdup (_ ("It can’t be read. Ask for the file again, as an "
                                        "attachment.")));
      return;
    }
  offer = kp_intake_add_offer (self, part, NULL, KP_INTAKE_LEFT,
                               explain_left (self, part, &about));
  g_set_object (&offer->about, about);
  if (part->csr != NULL)
    kp_intake_check_request (offer, part, NULL);
  else
    kp_intake_check_certificate (self, offer, part);
}

static void
tell_issuers_left (KpIntake *self)
{
  for (guint i = 0; i < self->parts->len; i++)
    {
      KpIntakePart *part = self->parts->pdata[i];

      if (!part->used)
        kp_intake_add_offer (self, part, NULL, KP_INTAKE_LEFT,
                             g_strdup (_ ("It goes with no certificate that a job waits "
                                          "for.")));
    }
}

static gint
compare_offers (gconstpointer a, gconstpointer b)
{
  const KpIntakeOffer *one = *(KpIntakeOffer *const *) a;
  const KpIntakeOffer *other = *(KpIntakeOffer *const *) b;

  return (one->order > other->order) - (one->order < other->order);
}

static void
tell_beyond (KpIntake *self)
{
  if (self->n_unread > 0)
    tell_paper (self, self->names->len - 1, KP_INTAKE_OTHER, KP_INTAKE_LEFT, _ ("Too many"),
                g_strdup_printf (
                    /* Translators: how many certificates and signing requests */
                    ngettext ("%u more certificate or signing request was not looked at. "
                              "Give it again by itself.",
                              "%u more certificates and signing requests were not looked "
                              "at. Give them again in smaller portions.",
                              self->n_unread),
                    self->n_unread));
  if (self->n_beyond > 0 && self->names->len > 0)
    tell_paper (
        self, self->names->len - 1, KP_INTAKE_OTHER, KP_INTAKE_LEFT, _ ("Too many"),
        g_strdup_printf (
            /* Translators: how many files were not read */
            ngettext ("%u more file was not read. Give it again.",
                      "%u more files were not read. Give them again.", self->n_beyond),
            self->n_beyond));
}

static void
begin (KpIntake *self, gint64 now)
{
  self->now = now;
  self->phase = KP_INTAKE_REQUESTS;
  self->next = 0;
  self->n_unread = 0;
  g_clear_pointer (&self->build, kp_intake_build_free);
  g_ptr_array_set_size (self->offers, 0);
  g_ptr_array_set_size (self->parts, 0);
  g_clear_pointer (&self->chains, g_hash_table_unref);
  g_clear_pointer (&self->named, g_ptr_array_unref);
  self->chains = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->named = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
}

static void
end (KpIntake *self)
{
  kp_intake_tell_chains (self);
  tell_issuers_left (self);
  for (guint i = 0; i < self->papers->len; i++)
    tell_rest_of_paper (self, i);
  g_ptr_array_sort (self->offers, compare_offers);
  tell_beyond (self);
}

static void
share_to_site (KpIntake *self, KpIntakeSite *site, guint index)
{
  switch (self->phase)
    {
    case KP_INTAKE_REQUESTS:
      kp_intake_share_request (self, site);
      break;
    case KP_INTAKE_CERTIFICATES:
      kp_intake_share_certificate (self, site);
      break;
    case KP_INTAKE_NAMES:
      /* Of all of them before the first is offered: one may be for several. */
      g_ptr_array_add (self->named, kp_intake_find_named (self, site));
      break;
    case KP_INTAKE_MISMATCHES:
    default:
      kp_intake_share_mismatched (self, site, self->named->pdata[index]);
      break;
    }
}

/* Does the next little of it; what it leaves to be built is built before the next. Returns:
 * whether more is left to do */
static gboolean
go_on (KpIntake *self)
{
  const GPtrArray *over = self->phase < KP_INTAKE_LEFTOVERS ? self->sites : self->parts;

  if (self->next < over->len)
    {
      guint index = self->next++;
      gpointer element = over->pdata[index];

      if (self->phase < KP_INTAKE_LEFTOVERS)
        share_to_site (self, element, index);
      else if (!((KpIntakePart *) element)->used
               && (((KpIntakePart *) element)->facts == NULL
                   || kp_intake_is_leaf (element)))
        tell_left (self, element);
      return TRUE;
    }
  self->next = 0;
  if (self->phase++ < KP_INTAKE_LEFTOVERS)
    return TRUE;
  end (self);
  return FALSE;
}

static KpBundle *
build (const KpIntake *self, KpTrust *trust)
{
  return kp_bundle_build (self->build->document, &self->build->expected, trust);
}

GPtrArray *
kp_intake_plan (KpIntake *self, KpTrust *trust, gint64 now)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (KP_IS_TRUST (trust), NULL);

  begin (self, now);
  read_parts (self);
  while (go_on (self))
    if (self->build != NULL)
      kp_intake_end_build (self, build (self, trust));
  return self->offers;
}

typedef struct
{
  KpIntake *intake;
  KpTrust *trust; /* the thread's own */
} Planning;

static void
planning_free (gpointer data)
{
  Planning *planning = data;

  g_object_unref (planning->trust);
  g_free (planning);
}

static void share_out (GTask *task);

static void
built_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Planning *planning = g_task_get_task_data (task);

  kp_intake_end_build (planning->intake, g_task_propagate_pointer (G_TASK (result), NULL));
  share_out (task);
}

static void
build_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Planning *planning = data;

  g_task_return_pointer (task, build (planning->intake, planning->trust),
                         (GDestroyNotify) kp_bundle_free);
}

static void
build_beside (GTask *task)
{
  g_autoptr (GTask) building = g_task_new (NULL, NULL, built_cb, g_object_ref (task));

  g_task_set_source_tag (building, build_beside);
  g_task_set_task_data (building, g_task_get_task_data (task), NULL);
  g_task_run_in_thread (building, build_in_thread);
}

static gboolean
go_on_cb (gpointer data)
{
  GTask *task = data;
  Planning *planning = g_task_get_task_data (task);
  gint64 until = g_get_monotonic_time () + SLICE;

  if (g_task_return_error_if_cancelled (task))
    return G_SOURCE_REMOVE;
  while (go_on (planning->intake))
    {
      if (planning->intake->build != NULL)
        {
          build_beside (task);
          return G_SOURCE_REMOVE;
        }
      if (g_get_monotonic_time () >= until)
        return G_SOURCE_CONTINUE;
    }
  g_task_return_boolean (task, TRUE);
  return G_SOURCE_REMOVE;
}

static void
share_out (GTask *task)
{
  g_autoptr (GSource) idle = g_idle_source_new ();

  g_source_set_static_name (idle, "keyplate: share out what came");
  g_task_attach_source (task, idle, go_on_cb);
}

static void
parts_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;

  share_out (task);
}

static void
read_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  read_parts (data);
  g_task_return_boolean (task, TRUE);
}

void
kp_intake_plan_async (KpIntake *self, KpTrust *trust, gint64 now, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer data)
{
  GTask *task;
  g_autoptr (GTask) reading = NULL;
  Planning *planning;

  g_return_if_fail (self != NULL);
  g_return_if_fail (KP_IS_TRUST (trust));

  task = g_task_new (NULL, cancellable, callback, data);
  g_task_set_source_tag (task, kp_intake_plan_async);
  planning = g_new0 (Planning, 1);
  planning->intake = self;
  planning->trust = kp_trust_copy (trust);
  g_task_set_task_data (task, planning, planning_free);
  /* The window is drawn between two slices. */
  g_task_set_priority (task, G_PRIORITY_DEFAULT_IDLE);
  begin (self, now);
  reading = g_task_new (NULL, NULL, parts_read_cb, task);
  g_task_set_source_tag (reading, kp_intake_plan_async);
  g_task_set_task_data (reading, self, NULL);
  g_task_run_in_thread (reading, read_in_thread);
}

GPtrArray *
kp_intake_plan_finish (KpIntake *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, kp_intake_plan_async), NULL);

  return g_task_propagate_boolean (G_TASK (result), error) ? self->offers : NULL;
}
