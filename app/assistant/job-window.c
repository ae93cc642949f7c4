/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "assistant/job-window.h"

#include <glib/gi18n.h>

#include "assistant/buy-page.h"
#include "assistant/certificate-page.h"
#include "assistant/details-page.h"
#include "assistant/hand-over-page.h"
#include "assistant/instructions-page.h"
#include "assistant/job-draft.h"
#include "assistant/job-look.h"
#include "assistant/make-csr-page.h"
#include "assistant/name-page.h"
#include "assistant/proof-page.h"
#include "assistant/reply-page.h"
#include "assistant/request-page.h"
#include "assistant/review-page.h"
#include "assistant/signing-request-page.h"
#include "assistant/submit-page.h"
#include "widget/banner.h"
#include "widget/compat.h"
#include "widget/toast.h"

struct _KpJobWindow
{
  AdwWindow parent_instance;

  AdwWindowTitle *title;
  GtkWidget *back;
  GtkWidget *next;
  KpBanner *banner;
  GtkScrolledWindow *scroller;
  GtkStack *pages;
  GtkWidget *bottom;
  GtkButton *main_button;

  KpDesk *desk;
  KpSite *site;
  KpJobSheet *sheet; /* (nullable): what is shown */
  GCancellable *cancellable;
  gboolean judging;
  gboolean judge_again;
  gint64 awaited;   /* the revision that was saved here and is not shown yet */
  gboolean saving;  /* what was given is on its way */
  gboolean closing; /* nothing is left to be told */
  gboolean noticed; /* the banner says how the job stands, not what went wrong */
};

G_DEFINE_FINAL_TYPE (KpJobWindow, kp_job_window, ADW_TYPE_WINDOW)

static void judge (KpJobWindow *self);

static KpJobPage *
get_page (KpJobWindow *self)
{
  GtkWidget *page = gtk_stack_get_visible_child (self->pages);

  return KP_IS_JOB_PAGE (page) ? KP_JOB_PAGE (page) : NULL;
}

static const KpJob *
get_job (KpJobWindow *self)
{
  const KpJob *job = kp_site_get_job (self->site);

  return job != NULL && kp_job_look_find (job->kind) != NULL ? job : NULL;
}

/* Returns: (nullable): how what is shown is drawn */
static const KpJobLook *
get_look (KpJobWindow *self)
{
  return self->sheet != NULL ? kp_job_look_find (self->sheet->job->kind) : NULL;
}

static const KpJobLookStep *
get_step (KpJobWindow *self)
{
  return self->sheet != NULL
             ? kp_job_look_find_step (get_look (self), self->sheet->job->step,
                                      kp_job_sheet_makes_key_here (self->sheet))
             : NULL;
}

static void
update_actions (KpJobWindow *self)
{
  KpJobPage *page = get_page (self);
  const KpJob *job = get_job (self);
  gboolean open = job != NULL && page != NULL && self->sheet != NULL && !self->saving;
  gboolean under_way = open && job->paused_at == 0;
  const char *button = page != NULL ? kp_job_page_get_button (page) : NULL;
  const KpJobLookStep *step = get_step (self);
  gboolean ended = job == NULL && self->sheet != NULL;
  gboolean goes_on = job != NULL && page != NULL && step != NULL && !step->waits;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "job.back",
                                 under_way && kp_job_can (job, KP_JOB_VERB_BACK));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "job.next",
                                 under_way && kp_job_page_get_ready (page));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "job.resume",
                                 open && job->paused_at > 0);
  gtk_widget_set_visible (self->next, goes_on && button == NULL);
  gtk_widget_set_visible (self->bottom, (goes_on && button != NULL) || ended);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->main_button),
                                  ended ? "window.close" : "job.next");
  if (ended || button != NULL)
    gtk_button_set_label (self->main_button, ended ? _ ("Done") : button);
  gtk_widget_set_sensitive (GTK_WIDGET (self->pages), under_way);
}

static void
show_problem (KpJobWindow *self, const char *text)
{
  self->noticed = FALSE;
  kp_banner_show (self->banner, "dialog-warning-symbolic", text);
}

/* What holds for all of it and is no answer to something that was just done here. */
static void
update_banner (KpJobWindow *self)
{
  const KpJob *job = get_job (self);
  gboolean ended = job == NULL && self->sheet != NULL;
  gboolean paused = job != NULL && job->paused_at > 0;

  if (ended)
    {
      g_autofree char *text = kp_job_sheet_describe_end (self->sheet);

      kp_banner_show (self->banner, "dialog-information-symbolic", text);
    }
  else if (paused)
    {
      kp_banner_show (self->banner, "dialog-information-symbolic",
                      _ ("The job is paused."));
      kp_banner_set_buttons (self->banner, _ ("Resume"), "job.resume", NULL, NULL);
    }
  else if (self->noticed)
    kp_banner_set_revealed (self->banner, FALSE);
  self->noticed = ended || paused;
}

static void
show_step (KpJobWindow *self)
{
  const KpJobLookStep *shown = get_step (self);
  const char *page;
  g_autofree char *subtitle = NULL;

  if (shown == NULL)
    return;
  page = shown->by_request != NULL && !kp_job_sheet_is_form (self->sheet)
             ? shown->by_request
             : shown->page;
  subtitle =
      /* Translators: where an assistant stands. */
      g_strdup_printf (_ ("Step %u of %u"), shown->number, get_look (self)->n_steps);
  adw_window_title_set_title (self->title, _ (shown->title));
  adw_window_title_set_subtitle (self->title, subtitle);
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->pages), page) == 0)
    return;
  kp_toast_dismiss (GTK_WIDGET (self->pages));
  gtk_stack_set_visible_child_name (self->pages, page);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  gtk_widget_child_focus (gtk_stack_get_visible_child (self->pages), GTK_DIR_TAB_FORWARD);
}

/* @sheet: (transfer full) */
static void
set_sheet (KpJobWindow *self, KpJobSheet *sheet)
{
  g_clear_pointer (&self->sheet, kp_job_sheet_unref);
  self->sheet = sheet;
  if (sheet->job->revision >= self->awaited)
    self->saving = FALSE;
  show_step (self);
  if (get_page (self) != NULL)
    kp_job_page_show (get_page (self), sheet);
  update_banner (self);
  update_actions (self);
}

static void
judged_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpJobWindow) self = data;
  g_autoptr (GError) error = NULL;
  KpEvidence *evidence = NULL;
  g_autoptr (KpVerdict) verdict =
      kp_desk_judge_finish (KP_DESK (source), result, &evidence, &error);

  self->judging = FALSE;
  if (self->desk != NULL && get_job (self) != NULL
      && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    set_sheet (self, kp_job_sheet_new (self->desk, self->site, verdict, evidence));
  /* The verdict points into the evidence. */
  g_clear_pointer (&verdict, kp_verdict_unref);
  kp_evidence_free (evidence);
  if (self->judge_again)
    judge (self);
}

/* What can't be judged is shown without a verdict. */
static void
judge (KpJobWindow *self)
{
  self->judge_again = self->judging;
  if (self->judging || get_job (self) == NULL)
    return;
  self->judging = TRUE;
  kp_desk_judge_async (self->desk, self->site, self->cancellable, judged_cb,
                       g_object_ref (self));
}

/* That of the last job stays once it has ended. */
static void
update_title (KpJobWindow *self)
{
  const KpJob *job = get_job (self);
  g_autofree char *title = NULL;

  if (job == NULL)
    return;
  title = kp_job_look_find (job->kind)->name_window (kp_site_get_label (self->site));
  gtk_window_set_title (GTK_WINDOW (self), title);
}

static void
site_changed_cb (KpJobWindow *self)
{
  update_title (self);
  if (get_job (self) == NULL)
    {
      self->saving = FALSE;
      update_banner (self);
      update_actions (self);
    }
  judge (self);
}

static void
activate_in_parent (KpJobWindow *self, const char *name, GVariant *parameter)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  if (parent != NULL)
    gtk_widget_activate_action_variant (GTK_WIDGET (parent), name, parameter);
  else if (parameter != NULL)
    g_variant_unref (g_variant_ref_sink (parameter));
}

/* What is left to do is to wait. */
static void
end (KpJobWindow *self, const KpJobLook *look)
{
  g_autofree char *name = kp_toast_name (kp_site_get_label (self->site));
  g_autofree char *text = look->describe_left (name);

  self->closing = TRUE;
  activate_in_parent (self, "win.show-in-list",
                      g_variant_new_int64 (kp_site_get_id (self->site)));
  activate_in_parent (self, "win.show-toast", g_variant_new_string (text));
  gtk_window_close (GTK_WINDOW (self));
}

/* What the store has is what holds: after a conflict it is shown anew. */
static void
fail (KpJobWindow *self, const GError *error)
{
  self->saving = FALSE;
  if (g_error_matches (error, KP_STORE_ERROR, KP_STORE_ERROR_CONFLICT))
    show_problem (self, _ ("Somebody else has changed the job meanwhile. It is shown as it "
                           "is now: look at it again."));
  else
    show_problem (self, error->message);
  update_actions (self);
  judge (self);
}

static void
given_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpJobWindow) self = data;
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
    judge (self);
}

static void
begin_saving (KpJobWindow *self)
{
  kp_banner_set_revealed (self->banner, FALSE);
  self->saving = TRUE;
  self->awaited = G_MAXINT64;
  update_actions (self);
}

/* What was changed elsewhere and is not drawn yet was not what the user looked at. */
static gboolean
is_shown (KpJobWindow *self)
{
  const KpJob *job = get_job (self);

  if (job != NULL && self->sheet != NULL && job->revision == self->sheet->job->revision)
    return TRUE;
  show_problem (self, _ ("Somebody else has changed the job meanwhile. It is shown as it "
                         "is now: look at it again."));
  judge (self);
  return FALSE;
}

static void
input_cb (KpJobWindow *self, const KpJobInput *input)
{
  if (!is_shown (self))
    return;
  begin_saving (self);
  kp_job_keeper_next_async (kp_desk_get_job_keeper (self->desk), self->site, input, NULL,
                            given_cb, g_object_ref (self));
}

static void
failed_cb (KpJobWindow *self, const char *text)
{
  show_problem (self, text);
}

static void
do_verb (KpJobWindow *self, KpJobVerb verb)
{
  if (!is_shown (self))
    return;
  begin_saving (self);
  kp_job_keeper_do_async (kp_desk_get_job_keeper (self->desk), self->site, verb, NULL,
                          given_cb, g_object_ref (self));
}

static void
next_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpJobPage *page = get_page (KP_JOB_WINDOW (widget));

  if (page != NULL)
    kp_job_page_give (page);
}

static void
back_answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpJobWindow) self = data;

  if (kp_compat_ask_finish (result) && self->desk != NULL && get_job (self) != NULL)
    do_verb (self, KP_JOB_VERB_BACK);
}

/* Up to the hand-over nothing outside has changed, and nothing is to be said. */
static void
back_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpJobWindow *self = KP_JOB_WINDOW (widget);
  const KpJob *job = get_job (self);
  KpJobFacts facts;
  g_autofree char *left = NULL;

  if (job == NULL)
    return;
  if (job->step <= KP_JOB_STEP_HAND_OVER)
    {
      do_verb (self, KP_JOB_VERB_BACK);
      return;
    }
  kp_job_keeper_fill_facts (kp_desk_get_job_keeper (self->desk), self->site, &facts);
  left = kp_job_describe_left (job, KP_JOB_VERB_BACK, &facts);
  kp_compat_ask_async (GTK_WINDOW (self), _ ("Go one step back?"), left, _ ("Cancel"),
                       _ ("Step Back"), FALSE, NULL, self->cancellable, back_answered_cb,
                       g_object_ref (self));
}

static void
resume_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  do_verb (KP_JOB_WINDOW (widget), KP_JOB_VERB_RESUME);
}

static void
show_toast_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpJobWindow *self = KP_JOB_WINDOW (widget);

  kp_toast_show (GTK_WIDGET (self->pages), g_variant_get_string (parameter, NULL));
}

static void
forward_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  activate_in_parent (KP_JOB_WINDOW (widget), name, parameter);
}

static void
sites_changed_cb (KpJobWindow *self)
{
  if (kp_portfolio_find_by_id (kp_desk_get_portfolio (self->desk),
                               kp_site_get_id (self->site))
      != NULL)
    return;
  self->closing = TRUE;
  gtk_window_close (GTK_WINDOW (self));
}

/* What was given is on its way, and is no draft any more. Returns: whether nothing of it is
 * lost */
static gboolean
keep_draft (KpJobWindow *self)
{
  return self->saving || self->sheet == NULL
         || kp_job_draft_keep (get_page (self), self->sheet,
                               gtk_window_get_transient_for (GTK_WINDOW (self)));
}

static gboolean
kp_job_window_close_request (GtkWindow *window)
{
  KpJobWindow *self = KP_JOB_WINDOW (window);

  if (!self->closing && self->site != NULL && get_job (self) != NULL)
    {
      const char *text = keep_draft (self)
                             ? _ ("Kept. Continue from the site’s Actions.")
                             : _ ("Kept, but not what was typed last. Continue from the "
                                  "site’s Actions.");

      activate_in_parent (self, "win.show-toast", g_variant_new_string (text));
    }
  return GTK_WINDOW_CLASS (kp_job_window_parent_class)->close_request (window);
}

static void
kp_job_window_dispose (GObject *object)
{
  KpJobWindow *self = KP_JOB_WINDOW (object);

  /* What is being judged comes back as cancelled, and is not begun again. */
  self->judge_again = FALSE;
  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_JOB_WINDOW);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->sheet, kp_job_sheet_unref);
  g_clear_object (&self->site);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (kp_job_window_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  g_type_ensure (KP_TYPE_BANNER);
  g_type_ensure (KP_TYPE_BUY_PAGE);
  g_type_ensure (KP_TYPE_CERTIFICATE_PAGE);
  g_type_ensure (KP_TYPE_DETAILS_PAGE);
  g_type_ensure (KP_TYPE_HAND_OVER_PAGE);
  g_type_ensure (KP_TYPE_INSTRUCTIONS_PAGE);
  g_type_ensure (KP_TYPE_MAKE_CSR_PAGE);
  g_type_ensure (KP_TYPE_NAME_PAGE);
  g_type_ensure (KP_TYPE_PROOF_PAGE);
  g_type_ensure (KP_TYPE_REPLY_PAGE);
  g_type_ensure (KP_TYPE_REQUEST_PAGE);
  g_type_ensure (KP_TYPE_REVIEW_PAGE);
  g_type_ensure (KP_TYPE_SIGNING_REQUEST_PAGE);
  g_type_ensure (KP_TYPE_SUBMIT_PAGE);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/assistant/job-window.ui");
  gtk_widget_class_bind_template_child (widget_class, KpJobWindow, title);
  gtk_widget_class_bind_template_child (widget_class, KpJobWindow, back);
  gtk_widget_class_bind_template_child (widget_class, KpJobWindow, next);
  gtk_widget_class_bind_template_child (widget_class, KpJobWindow, banner);
  gtk_widget_class_bind_template_child (widget_class, KpJobWindow, scroller);
  gtk_widget_class_bind_template_child (widget_class, KpJobWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, KpJobWindow, bottom);
  gtk_widget_class_bind_template_child (widget_class, KpJobWindow, main_button);
}

static void
kp_job_window_class_init (KpJobWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kp_job_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = kp_job_window_close_request;

  bind_children (widget_class);
  gtk_widget_class_install_action (widget_class, "job.next", NULL, next_activated);
  gtk_widget_class_install_action (widget_class, "job.back", NULL, back_activated);
  gtk_widget_class_install_action (widget_class, "job.resume", NULL, resume_activated);
  gtk_widget_class_install_action (widget_class, "win.show-toast", "s",
                                   show_toast_activated);
  gtk_widget_class_install_action (widget_class, "win.preferences-page", "s",
                                   forward_activated);
  gtk_widget_class_install_action (widget_class, "win.remind", "x", forward_activated);
  gtk_widget_class_install_action (widget_class, "win.check-sites", "ax",
                                   forward_activated);
  kp_compat_add_window_keys (widget_class);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "job.back",
                                       NULL);
}

static void
kp_job_window_init (KpJobWindow *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  kp_compat_hide_other_pages (GTK_WIDGET (self->pages));
  kp_compat_set_name (self->back, _ ("Back"));
}

static void
follow (KpJobWindow *self)
{
  static const char *const followed[] = { "notify::job-serial", "notify::summary-serial",
                                          "notify::provider", "notify::target",
                                          "notify::customer-id" };

  for (guint i = 0; i < G_N_ELEMENTS (followed); i++)
    g_signal_connect_object (self->site, followed[i], G_CALLBACK (site_changed_cb), self,
                             G_CONNECT_SWAPPED);
  g_signal_connect_object (kp_desk_get_portfolio (self->desk), "items-changed",
                           G_CALLBACK (sites_changed_cb), self, G_CONNECT_SWAPPED);
  for (GtkWidget *page = gtk_widget_get_first_child (GTK_WIDGET (self->pages));
       page != NULL; page = gtk_widget_get_next_sibling (page))
    {
      if (!KP_IS_JOB_PAGE (page))
        continue;
      g_signal_connect_object (page, "input", G_CALLBACK (input_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (page, "failed", G_CALLBACK (failed_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (page, "notify::ready", G_CALLBACK (update_actions), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (page, "notify::button", G_CALLBACK (update_actions), self,
                               G_CONNECT_SWAPPED);
    }
}

GtkWidget *
kp_job_window_new (KpDesk *desk, KpSite *site, GtkWindow *parent)
{
  KpJobWindow *self;

  g_return_val_if_fail (KP_IS_DESK (desk), NULL);
  g_return_val_if_fail (KP_IS_SITE (site), NULL);
  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);

  self = g_object_new (KP_TYPE_JOB_WINDOW, "transient-for", parent, NULL);
  self->desk = g_object_ref (desk);
  self->site = g_object_ref (site);
  follow (self);
  update_actions (self);
  site_changed_cb (self);
  return GTK_WIDGET (self);
}

KpSite *
kp_job_window_get_site (KpJobWindow *self)
{
  g_return_val_if_fail (KP_IS_JOB_WINDOW (self), NULL);

  return self->site;
}
