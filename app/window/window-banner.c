/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/window-private.h"

#include <glib/gi18n.h>

#include "core/base/time-text.h"

/* A check that is over sooner moves nothing on the screen, in milliseconds. */
#define PROGRESS_AFTER 300
/* Causes are counted again this long after the sites changed, in seconds. */
#define COUNT_AFTER 1

/* When the evidence of the locks that are shown is from; 0 if there is none. */
static gint64
find_last_evidence (KpWindow *self)
{
  GListModel *portfolio = G_LIST_MODEL (kp_desk_get_portfolio (self->desk));
  guint n = g_list_model_get_n_items (portfolio);
  gint64 last = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (KpSite) site = g_list_model_get_item (portfolio, i);

      last = MAX (last, kp_site_get_summary (site)->last_lock_at);
    }
  return last;
}

static void
show_problem (KpWindow *self, const char *problem)
{
  gint64 last = find_last_evidence (self);
  g_autofree char *title = NULL;

  if (last > 0)
    {
      gint64 now = kp_clock_now (kp_desk_get_clock (self->desk));
      g_autofree char *moment = kp_time_format_moment (last, now);

      /* Translators: the first %s is a sentence that says what is wrong ("No resolver
       * answered."), the second a time ("08:10") or a day ("Tuesday"). */
      title = g_strdup_printf (_ ("%s Last locks are from %s."), problem, moment);
    }
  else
    title = g_strdup (problem);
  kp_banner_show (self->banner, "dialog-warning-symbolic", title);
  kp_banner_set_buttons (self->banner, _ ("Try Again"), "win.check-all",
                         _ ("Network Settings"), "win.preferences-page::resolvers");
}

static void
show_intercepted (KpWindow *self, const char *root)
{
  g_autofree char *title =
      /* Translators: %s is the name of a root certificate. */
      g_strdup_printf (_ ("“%s” intercepts secure connections on this network. What the "
                          "sites themselves serve can’t be seen from here."),
                       root);

  kp_banner_show (self->banner, "dialog-warning-symbolic", title);
  kp_banner_set_buttons (self->banner, _ ("Try Again"), "win.check-all", NULL, NULL);
}

static void
show_cause (KpWindow *self)
{
  g_autofree char *reason = kp_cause_format (self->cause);
  g_autofree char *title = g_strdup_printf (
      /* Translators: %s is a short sentence that names one cause ("mpg.vp.vc refuses
       * connections"), %u how many sites it leaves unlocked. */
      ngettext ("%s: %u site is unlocked", "%s: %u sites are unlocked",
                self->cause->unlocked),
      reason, self->cause->unlocked);

  kp_banner_show (self->banner, "dialog-warning-symbolic", title);
}

/* One thing at a time, the one that explains most: samples are no claim at all; without
 * answers, or with somebody in between, the locks say nothing about the sites. */
static void
update_banner (KpWindow *self)
{
  g_autofree char *problem = NULL;
  g_autofree char *intercepted = NULL;

  if (self->state != KP_WINDOW_OPEN)
    {
      kp_banner_set_revealed (self->banner, FALSE);
      return;
    }
  if (kp_window_is_demo (self))
    {
      kp_banner_show (self->banner, NULL, _ ("Demo"));
      kp_banner_set_buttons (self->banner, _ ("Close Demo"), "win.close-demo", NULL, NULL);
      return;
    }
  g_object_get (kp_desk_get_monitor (self->desk), "problem", &problem, "intercepted",
                &intercepted, NULL);
  if (problem != NULL)
    show_problem (self, problem);
  else if (intercepted != NULL)
    show_intercepted (self, intercepted);
  else if (self->cause != NULL)
    show_cause (self);
  else
    kp_banner_set_revealed (self->banner, FALSE);
}

static void
causes_changed_cb (KpWindow *self)
{
  const KpCause *found = kp_causes_find_banner (kp_site_causes_list (self->causes));

  g_clear_pointer (&self->cause, kp_cause_free);
  if (found != NULL)
    self->cause = kp_cause_copy (found);
  update_banner (self);
}

static gboolean
count_cb (gpointer data)
{
  KpWindow *self = data;

  self->count_id = 0;
  kp_site_causes_count (self->causes);
  return G_SOURCE_REMOVE;
}

void
kp_window_queue_causes (KpWindow *self)
{
  if (self->count_id == 0 && self->state == KP_WINDOW_OPEN)
    self->count_id = g_timeout_add_seconds (COUNT_AFTER, count_cb, self);
}

static gboolean
reveal_progress_cb (gpointer data)
{
  KpWindow *self = data;

  self->progress_id = 0;
  gtk_widget_set_visible (GTK_WIDGET (self->progress), TRUE);
  return G_SOURCE_REMOVE;
}

static void
update_progress (KpWindow *self)
{
  gboolean running;
  guint total;
  guint done;
  g_autofree char *text = NULL;

  g_object_get (kp_desk_get_monitor (self->desk), "running", &running, "total", &total,
                "done", &done, NULL);
  kp_window_enable (self, "cancel-check", running);
  if (!running)
    {
      g_clear_handle_id (&self->progress_id, g_source_remove);
      gtk_widget_set_visible (GTK_WIDGET (self->progress), FALSE);
      kp_window_queue_causes (self);
      return;
    }
  /* Translators: how many sites of how many have been checked. */
  text = g_strdup_printf (_ ("Checking %u of %u…"), done, total);
  gtk_label_set_text (self->progress_label, text);
  gtk_progress_bar_set_fraction (self->progress_bar, total > 0 ? (double) done / total : 0);
  if (self->progress_id == 0 && !gtk_widget_get_visible (GTK_WIDGET (self->progress)))
    self->progress_id = g_timeout_add (PROGRESS_AFTER, reveal_progress_cb, self);
}

void
kp_window_init_banner (KpWindow *self)
{
  KpMonitor *monitor = kp_desk_get_monitor (self->desk);
  KpPortfolio *portfolio = kp_desk_get_portfolio (self->desk);

  g_signal_connect_object (monitor, "notify::problem", G_CALLBACK (update_banner), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (monitor, "notify::intercepted", G_CALLBACK (update_banner), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (monitor, "notify::running", G_CALLBACK (update_progress), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (monitor, "notify::done", G_CALLBACK (update_progress), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (portfolio, "items-changed", G_CALLBACK (kp_window_queue_causes),
                           self, G_CONNECT_SWAPPED);
  self->causes = kp_site_causes_new (G_LIST_MODEL (portfolio));
  g_signal_connect_object (self->causes, "changed", G_CALLBACK (causes_changed_cb), self,
                           G_CONNECT_SWAPPED);
  update_progress (self);
  update_banner (self);
}

void
kp_window_update_banner (KpWindow *self)
{
  update_banner (self);
}

void
kp_window_end_banner (KpWindow *self)
{
  g_clear_handle_id (&self->count_id, g_source_remove);
  g_clear_handle_id (&self->progress_id, g_source_remove);
  g_clear_object (&self->causes);
  g_clear_pointer (&self->cause, kp_cause_free);
}
