/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "assistant/job-draft.h"

#include <string.h>

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkWindow) parent = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpJob) job = kp_job_keeper_finish (KP_JOB_KEEPER (source), result, &error);

  if (job == NULL && parent != NULL)
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.show-toast", "s", error->message);
}

gboolean
kp_job_draft_keep (KpJobPage *page, KpJobSheet *sheet, GtkWindow *parent)
{
  g_autofree char *draft = page != NULL ? kp_job_page_dup_draft (page) : NULL;
  const KpJobInput input = { .draft = draft };
  const KpJob *job = kp_site_get_job (sheet->site);

  if (draft == NULL || g_strcmp0 (draft, job->draft) == 0)
    return TRUE;
  if (job->revision != sheet->job->revision || job->paused_at > 0
      || strlen (draft) > KP_JOB_MAX_DRAFT)
    return FALSE;
  kp_job_keeper_next_async (kp_desk_get_job_keeper (sheet->desk), sheet->site, &input, NULL,
                            kept_cb, parent != NULL ? g_object_ref (parent) : NULL);
  return TRUE;
}
