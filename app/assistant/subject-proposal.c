/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "assistant/subject-proposal.h"

#include "core/certificate/certificate-subject.h"
#include "core/model/subject-rules.h"

typedef struct
{
  KpJobSheet *sheet;
  KpSubject *last; /* (nullable): what was last used at the provider */
  gint64 kept;
  gboolean unserved;
} Search;

static void
search_free (gpointer data)
{
  Search *self = data;

  g_clear_object (&self->last);
  kp_job_sheet_unref (self->sheet);
  g_free (self);
}

static void
return_last (GTask *task)
{
  Search *self = g_task_get_task_data (task);

  if (self->last == NULL)
    {
      g_task_return_pointer (task, NULL, NULL);
      return;
    }
  self->kept = kp_subject_get_id (self->last);
  g_task_return_pointer (task, g_object_ref (self->last), g_object_unref);
}

/* What stands in no certificate is taken from what was last used, where that is of the same
 * organization. */
static void
add_unseen (Search *self, KpSubject *subject)
{
  if (self->last == NULL
      || g_strcmp0 (kp_subject_get_field (self->last, KP_SUBJECT_ORGANIZATION),
                    kp_subject_get_field (subject, KP_SUBJECT_ORGANIZATION))
             != 0)
    return;
  kp_subject_set_field (subject, KP_SUBJECT_ORGANIZATIONAL_UNIT,
                        kp_subject_get_field (self->last, KP_SUBJECT_ORGANIZATIONAL_UNIT));
  kp_subject_set_field (subject, KP_SUBJECT_EMAIL,
                        kp_subject_get_field (self->last, KP_SUBJECT_EMAIL));
  if (kp_subject_get_differences (self->last, subject) == 0)
    self->kept = kp_subject_get_id (self->last);
}

static void
certificate_loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Search *self = g_task_get_task_data (task);
  g_autoptr (GBytes) der =
      kp_store_load_certificate_finish (KP_STORE (source), result, NULL);
  KpSubject *subject =
      der != NULL
          ? kp_subject_new_from_certificate (der, kp_site_get_host (self->sheet->site))
          : NULL;

  if (subject == NULL)
    {
      return_last (task);
      return;
    }
  add_unseen (self, subject);
  g_task_return_pointer (task, subject, g_object_unref);
}

/* Returns: (nullable): what is served for the site. As long as nobody knows where it must
 * lead none of it is judged: that is what most sites are like when they are secured. */
static const char *
find_served (KpJobSheet *sheet)
{
  if (sheet->verdict != NULL && sheet->verdict->shown != NULL)
    return sheet->verdict->shown->chain_sha256 != NULL
               ? sheet->verdict->shown->chain_sha256[0]
               : NULL;
  for (guint i = 0; sheet->seen != NULL && i < sheet->seen->probes->len; i++)
    {
      const KpProbe *probe = g_ptr_array_index (sheet->seen->probes, i);

      if (probe->chain_sha256 != NULL && probe->chain_sha256[0] != NULL)
        return probe->chain_sha256[0];
    }
  return NULL;
}

static void
last_found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Search *self = g_task_get_task_data (task);
  GError *error = NULL;
  const char *served = find_served (self->sheet);

  if (!kp_store_find_last_subject_finish (KP_STORE (source), result, &self->last, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  /* What is renewed says for whom it is. */
  if (self->last != NULL && self->sheet->job->kind != KP_JOB_RENEW)
    {
      return_last (task);
      return;
    }
  self->unserved = served == NULL;
  if (served == NULL)
    return_last (task);
  else
    kp_store_load_certificate_async (KP_STORE (source), served,
                                     g_task_get_cancellable (task), certificate_loaded_cb,
                                     g_object_ref (task));
}

void
kp_subject_proposal_find_async (KpJobSheet *sheet, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer data)
{
  GTask *task;
  Search *self;

  g_return_if_fail (sheet != NULL);

  self = g_new0 (Search, 1);
  self->sheet = kp_job_sheet_ref (sheet);
  task = g_task_new (NULL, cancellable, callback, data);
  g_task_set_source_tag (task, kp_subject_proposal_find_async);
  g_task_set_task_data (task, self, search_free);
  kp_store_find_last_subject_async (kp_desk_get_store (sheet->desk),
                                    kp_site_get_provider (sheet->site), cancellable,
                                    last_found_cb, task);
}

KpSubject *
kp_subject_proposal_find_finish (GAsyncResult *result, gint64 *kept, gboolean *unserved,
                                 GError **error)
{
  Search *self;

  g_return_val_if_fail (g_async_result_is_tagged (result, kp_subject_proposal_find_async),
                        NULL);

  self = g_task_get_task_data (G_TASK (result));
  *kept = self->kept;
  *unserved = self->unserved;
  return g_task_propagate_pointer (G_TASK (result), error);
}
