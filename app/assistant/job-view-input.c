/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "assistant/job-view-private.h"

#include <glib/gi18n.h>

#include "widget/compat.h"
#include "widget/toast.h"

/* What the job of a view is given: by its pages, and by its buttons. */

/* What is left to do is to wait. */
static void
end (KpJobView *self, const KpJobLook *look)
{
  g_autofree char *name = kp_toast_name (kp_site_get_label (self->site));
  g_autofree char *text = look->describe_left (name);

  kp_job_view_leave (self, text);
}

static void
tell_changed (KpJobView *self)
{
  kp_job_view_show_problem (
      self, _ ("Somebody else has changed the job meanwhile. It is shown as it "
               "is now: look at it again."));
}

/* What the store has is what holds: after a conflict it is shown anew. */
static void
fail (KpJobView *self, const GError *error)
{
  self->saving = FALSE;
  if (g_error_matches (error, KP_STORE_ERROR, KP_STORE_ERROR_CONFLICT))
    tell_changed (self);
  else
    kp_job_view_show_problem (self, error->message);
  kp_job_view_update_actions (self);
  kp_job_view_judge (self);
}

static void
given_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpJobView) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpJob) job = kp_job_keeper_finish (KP_JOB_KEEPER (source), result, &error);
  const KpJobLook *look;
  KpJobStep before;

  if (self->desk == NULL || self->sheet == NULL)
    return; /* closed meanwhile */
  if (job == NULL)
    {
      fail (self, error);
      return;
    }
  look = kp_job_look_find (job->kind);
  before = self->sheet->job->step;
  self->awaited = job->revision;
  /* The request that it may have been given is in the store now. */
  if (before == KP_JOB_STEP_HAND_OVER || before == KP_JOB_STEP_SUBMIT)
    kp_outbox_wake (kp_desk_get_outbox (self->desk));
  if (look != NULL && before == look->last && job->step == look->then)
    end (self, look);
  else
    kp_job_view_judge (self);
}

static void
begin_saving (KpJobView *self)
{
  kp_banner_set_revealed (self->banner, FALSE);
  self->saving = TRUE;
  self->awaited = G_MAXINT64;
  kp_job_view_update_actions (self);
}

/* What was changed elsewhere and is not drawn yet was not what the user looked at. */
static gboolean
is_shown (KpJobView *self)
{
  const KpJob *job = kp_job_view_get_job (self);

  if (job != NULL && self->sheet != NULL && job->revision == self->sheet->job->revision)
    return TRUE;
  tell_changed (self);
  kp_job_view_judge (self);
  return FALSE;
}

static void
input_cb (KpJobView *self, const KpJobInput *input)
{
  if (!is_shown (self))
    return;
  begin_saving (self);
  kp_job_keeper_next_async (kp_desk_get_job_keeper (self->desk), self->site, input, NULL,
                            given_cb, g_object_ref (self));
}

static void
failed_cb (KpJobView *self, const char *text)
{
  kp_job_view_show_problem (self, text);
}

static void
noted_cb (KpJobView *self, const char *text)
{
  self->noticed = FALSE;
  kp_banner_show (self->banner, "object-select-symbolic", text);
}

static void
do_verb (KpJobView *self, KpJobVerb verb)
{
  if (!is_shown (self))
    return;
  begin_saving (self);
  kp_job_keeper_do_async (kp_desk_get_job_keeper (self->desk), self->site, verb, NULL,
                          given_cb, g_object_ref (self));
}

static void
next_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KpJobPage *page = kp_job_view_get_page (data);

  if (page != NULL)
    kp_job_page_give (page);
}

static void
back_answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpJobView) self = data;

  if (kp_compat_ask_finish (result) && self->desk != NULL
      && kp_job_view_get_job (self) != NULL)
    do_verb (self, KP_JOB_VERB_BACK);
}

static void
have_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KpJobView *self = data;
  const char *page = g_variant_get_string (parameter, NULL);

  if (self->sheet == NULL
      || kp_job_look_find_page (kp_job_view_get_look (self), page) == NULL)
    return;
  /* What is typed is there when the user comes back; closed from there it is a draft. */
  kp_job_view_go_ahead (self, page);
}

/* Up to the hand-over nothing outside has changed, and nothing is to be said. */
static void
back_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KpJobView *self = data;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  const KpJob *job = kp_job_view_get_job (self);
  KpJobFacts facts;
  g_autofree char *left = NULL;

  if (self->ahead != NULL)
    {
      kp_job_view_go_ahead (self, NULL);
      return;
    }
  if (job == NULL)
    return;
  if (job->step <= KP_JOB_STEP_HAND_OVER)
    {
      do_verb (self, KP_JOB_VERB_BACK);
      return;
    }
  kp_job_keeper_fill_facts (kp_desk_get_job_keeper (self->desk), self->site, &facts);
  left = kp_job_describe_left (job, KP_JOB_VERB_BACK, &facts);
  kp_compat_ask_async (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                       _ ("Go one step back?"), left, _ ("Cancel"), _ ("Step Back"), FALSE,
                       NULL, self->cancellable, back_answered_cb, g_object_ref (self));
}

static void
resume_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  do_verb (data, KP_JOB_VERB_RESUME);
}

static const GActionEntry entries[] = {
  { .name = "next", .activate = next_activated },
  { .name = "back", .activate = back_activated },
  { .name = "have", .activate = have_activated, .parameter_type = "s" },
  { .name = "resume", .activate = resume_activated },
};

void
kp_job_view_add_actions (KpJobView *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries,
                                   G_N_ELEMENTS (entries), self);
}

void
kp_job_view_take_input (KpJobView *self, KpJobPage *page)
{
  g_signal_connect_object (page, "input", G_CALLBACK (input_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "noted", G_CALLBACK (noted_cb), self, G_CONNECT_SWAPPED);
}
