/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page/was-done.h"

#include <glib/gi18n.h>

#include "widget/compat.h"
#include "widget/moment-picker.h"

/* A question, and then what it was answered. */
typedef struct
{
  GtkWidget *widget;
  KpDesk *desk;
  KpSite *site;
  KpMomentPicker *picker;
} Question;

static void
question_free (Question *self)
{
  g_object_unref (self->picker);
  g_object_unref (self->site);
  g_object_unref (self->desk);
  g_object_unref (self->widget);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Question) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpJob) job = kp_job_keeper_finish (KP_JOB_KEEPER (source), result, &error);

  gtk_widget_activate_action (self->widget, "win.show-toast", "s",
                              job != NULL ? _ ("Kept. The site is checked again.")
                                          : error->message);
  if (job != NULL)
    gtk_widget_activate_action (self->widget, "site.check", NULL);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Question) self = data;
  KpJobInput input = { 0 };

  if (!kp_compat_ask_finish (result))
    return;
  input.changed_at = kp_moment_picker_get_moment (self->picker);
  kp_job_keeper_next_async (kp_desk_get_job_keeper (self->desk), self->site, &input, NULL,
                            kept_cb, self);
  self = NULL;
}

void
kp_was_done_ask (GtkWidget *widget, KpDesk *desk, KpSite *site)
{
  GtkRoot *root;
  Question *self;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (KP_IS_DESK (desk));
  g_return_if_fail (KP_IS_SITE (site));

  root = gtk_widget_get_root (widget);
  self = g_new0 (Question, 1);
  self->widget = g_object_ref (widget);
  self->desk = g_object_ref (desk);
  self->site = g_object_ref (site);
  self->picker = g_object_ref_sink (
      KP_MOMENT_PICKER (kp_moment_picker_new (kp_clock_now (kp_desk_get_clock (desk)))));
  kp_compat_ask_async (
      GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, _ ("When was it changed?"),
      _ ("From then on caches may keep the old record for as long as its time to live."),
      _ ("Cancel"), _ ("It Was Done"), FALSE, GTK_WIDGET (self->picker), NULL, answered_cb,
      self);
}
