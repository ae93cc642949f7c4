/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/window-private.h"

#include "assistant/letter-window.h"
#include "assistant/job-window.h"
#include "page/csr-window.h"
#include "page/customers-window.h"
#include "page/edit-site-window.h"
#include "page/retire-window.h"
#include "page/retired-window.h"
#include "page/subjects-window.h"
#include "page/year-window.h"

/* The window of that kind that is open over this one. */
static GtkWindow *
find_window (KpWindow *self, GType type)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    if (G_TYPE_CHECK_INSTANCE_TYPE (l->data, type)
        && gtk_window_get_transient_for (l->data) == GTK_WINDOW (self))
      return l->data;
  return NULL;
}

typedef GtkWidget *(*NewWindow) (KpDesk *desk, KpSite *site, GtkWindow *parent);

/* One window of a @kind per site: what was typed there is not typed twice. */
static void
present_for_site (KpWindow *self, KpSite *site, const char *kind, NewWindow new_window)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();
  GtkWindow *window = NULL;

  for (GList *l = windows; l != NULL; l = l->next)
    if (g_object_get_data (l->data, kind) == site
        && gtk_window_get_transient_for (l->data) == GTK_WINDOW (self))
      window = l->data;
  if (window == NULL)
    {
      window = GTK_WINDOW (new_window (self->desk, site, GTK_WINDOW (self)));
      g_object_set_data_full (G_OBJECT (window), kind, g_object_ref (site), g_object_unref);
    }
  gtk_window_present (window);
}

void
kp_window_edit_site (KpWindow *self, KpSite *site)
{
  present_for_site (self, site, "keyplate-edit", kp_edit_site_window_new);
}

static KpJobWindow *
find_assistant (KpWindow *self, KpSite *site)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    if (KP_IS_JOB_WINDOW (l->data)
        && gtk_window_get_transient_for (l->data) == GTK_WINDOW (self)
        && kp_job_window_has (l->data, site))
      return l->data;
  return NULL;
}

void
kp_window_close_assistants (KpWindow *self)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    if (KP_IS_JOB_WINDOW (l->data)
        && gtk_window_get_transient_for (l->data) == GTK_WINDOW (self))
      gtk_window_close (l->data);
}

static void
open_assistant (KpWindow *self, KpSite *site)
{
  KpJobWindow *window = find_assistant (self, site);

  if (window == NULL)
    window = KP_JOB_WINDOW (kp_job_window_new (self->desk, site, GTK_WINDOW (self)));
  kp_job_window_show_site (window, site);
  gtk_window_present (GTK_WINDOW (window));
}

/* A job that is being begun, and for which site. */
typedef struct
{
  KpWindow *window;
  KpSite *site;
} Beginning;

static void
begun_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Beginning *beginning = data;
  g_autoptr (KpWindow) self = beginning->window;
  g_autoptr (KpSite) site = beginning->site;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpJob) job = kp_job_keeper_finish (KP_JOB_KEEPER (source), result, &error);

  if (self->state != KP_WINDOW_OPEN)
    return;
  /* Whoever was quicker has begun the very same job. */
  if (job != NULL || g_error_matches (error, KP_STORE_ERROR, KP_STORE_ERROR_EXISTS))
    open_assistant (self, site);
  else
    kp_window_toast (self, error->message);
}

typedef void (*Begin) (KpJobKeeper *keeper, KpSite *site, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer data);

/* A job that is under way is the one to go on with, whichever it is. */
static void
begin_job (KpWindow *self, KpSite *site, Begin begin)
{
  Beginning *beginning;

  if (kp_site_get_job (site) != NULL)
    {
      open_assistant (self, site);
      return;
    }
  beginning = g_new0 (Beginning, 1);
  beginning->window = g_object_ref (self);
  beginning->site = g_object_ref (site);
  begin (kp_desk_get_job_keeper (self->desk), site, NULL, begun_cb, beginning);
}

void
kp_window_secure_site (KpWindow *self, KpSite *site)
{
  begin_job (self, site, kp_job_keeper_secure_async);
}

void
kp_window_renew_site (KpWindow *self, KpSite *site)
{
  begin_job (self, site, kp_job_keeper_renew_async);
}

/* What has a job of another kind is not renewed with others. */
static gboolean
is_renewed (KpSite *site)
{
  const KpJob *job = kp_site_get_job (site);

  return job == NULL || job->kind == KP_JOB_RENEW;
}

/* A job has one window: what is open for one of them alone is closed, which keeps what was
 * typed there; a window for several takes the others in, but for those that another one
 * has. */
void
kp_window_renew_sites (KpWindow *self, GPtrArray *sites)
{
  g_autoptr (GPtrArray) taken = g_ptr_array_new ();
  KpJobWindow *window = NULL;

  for (guint i = 0; i < sites->len; i++)
    {
      KpSite *site = g_ptr_array_index (sites, i);
      KpJobWindow *other = find_assistant (self, site);
      gboolean several = other != NULL && kp_job_window_is_several (other);

      if (several && window == NULL)
        window = other;
      if (other != NULL && !several && is_renewed (site))
        gtk_window_close (GTK_WINDOW (other));
      if (!several || other == window)
        g_ptr_array_add (taken, site);
    }
  if (window == NULL)
    window =
        KP_JOB_WINDOW (kp_job_window_new_several (self->desk, taken, GTK_WINDOW (self)));
  else
    kp_job_window_add_sites (window, taken);
  gtk_window_present (GTK_WINDOW (window));
}

void
kp_window_continue_job (KpWindow *self, KpSite *site)
{
  if (kp_site_get_job (site) != NULL)
    open_assistant (self, site);
}

void
kp_window_remind (KpWindow *self, KpSite *site)
{
  present_for_site (self, site, "keyplate-remind", kp_letter_window_new_reminder);
}

void
kp_window_ask_customer (KpWindow *self, KpSite *site)
{
  present_for_site (self, site, "keyplate-ask", kp_letter_window_new_question);
}

void
kp_window_retire_site (KpWindow *self, KpSite *site)
{
  present_for_site (self, site, "keyplate-retire", kp_retire_window_new);
}

void
kp_window_show_retired (KpWindow *self)
{
  GtkWindow *window = find_window (self, KP_TYPE_RETIRED_WINDOW);

  if (window == NULL)
    window = GTK_WINDOW (kp_retired_window_new (self->desk, GTK_WINDOW (self)));
  gtk_window_present (window);
}

void
kp_window_create_csr (KpWindow *self, KpSite *site)
{
  present_for_site (self, site, "keyplate-csr", kp_csr_window_new);
}

void
kp_window_show_customers (KpWindow *self)
{
  GtkWindow *window = find_window (self, KP_TYPE_CUSTOMERS_WINDOW);

  if (window == NULL)
    window = GTK_WINDOW (kp_customers_window_new (self->desk, GTK_WINDOW (self)));
  gtk_window_present (window);
}

void
kp_window_show_details (KpWindow *self)
{
  GtkWindow *window = find_window (self, KP_TYPE_SUBJECTS_WINDOW);

  if (window == NULL)
    window = GTK_WINDOW (kp_subjects_window_new (self->desk, GTK_WINDOW (self)));
  gtk_window_present (window);
}

void
kp_window_show_year (KpWindow *self)
{
  GtkWindow *window = find_window (self, KP_TYPE_YEAR_WINDOW);

  if (window == NULL)
    window = GTK_WINDOW (kp_year_window_new (self->desk, GTK_WINDOW (self)));
  gtk_window_present (window);
}
