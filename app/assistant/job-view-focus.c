/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "assistant/job-view-private.h"

/* Where the focus goes when a job goes on. */

/* Who walks through the list of sites stays there. */
gboolean
kp_job_view_may_take_focus (KpJobView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return gtk_widget_get_child_visible (GTK_WIDGET (self))
         && (focus == NULL || gtk_widget_is_ancestor (focus, GTK_WIDGET (self))
             || gtk_widget_get_ancestor (focus, ADW_TYPE_HEADER_BAR) != NULL);
}

/* What had the focus may be gone with what it was for, as the last check is once the work
 * is proven: then what comes next has it, on the page or, where nothing is left there, in
 * the window. */
void
kp_job_view_keep_focus (KpJobView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *page = gtk_stack_get_visible_child (self->pages);

  if (root == NULL || self->saving || gtk_root_get_focus (root) != NULL
      || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  if (page == NULL || !gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD))
    gtk_widget_child_focus (GTK_WIDGET (root), GTK_DIR_TAB_FORWARD);
}

static gboolean
keep_focus_idle (gpointer data)
{
  KpJobView *self = data;

  self->focus_id = 0;
  kp_job_view_keep_focus (self);
  return G_SOURCE_REMOVE;
}

/* On its way from one to the next nothing has it for a moment. */
static void
focus_moved_cb (KpJobView *self, GParamSpec *pspec, GtkRoot *root)
{
  if (gtk_root_get_focus (root) == NULL && self->focus_id == 0)
    self->focus_id = g_idle_add (keep_focus_idle, self);
}

void
kp_job_view_follow_focus (KpJobView *self, GtkRoot *root)
{
  g_signal_connect_object (root, "notify::focus-widget", G_CALLBACK (focus_moved_cb), self,
                           G_CONNECT_SWAPPED);
}
