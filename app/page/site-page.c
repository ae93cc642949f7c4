/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page/site-page.h"

#include <glib/gi18n.h>

#include "core/base/plain-text.h"
#include "core/base/time-text.h"
#include "page/certificate-card.h"
#include "page/dns-card.h"
#include "page/findings-card.h"
#include "page/job-card.h"
#include "page/journal-card.h"
#include "page/keys-card.h"
#include "page/next-action-card.h"
#include "page/note-card.h"
#include "page/requests-card.h"
#include "page/site-actions.h"
#include "page/site-report.h"
#include "widget/compat.h"
#include "widget/lock-icon.h"
#include "widget/narrow-bin.h"

/* In seconds: countdowns, and words such as "2 minutes ago". */
#define COUNT_EVERY 10
#define WORDS_EVERY 60

struct _KpSitePage
{
  AdwBin parent_instance;

  AdwWindowTitle *wide_title;
  AdwWindowTitle *narrow_title;
  GtkWidget *wide_back;
  GtkWidget *narrow_back;
  GtkMenuButton *wide_menu;
  GtkMenuButton *narrow_menu;
  GtkStack *stack;
  AdwStatusPage *problem;
  KpLockIcon *lock;
  GtkLabel *status;
  GtkLabel *details;
  GtkSpinner *spinner;
  KpNextActionCard *next_action;
  KpJobCard *job;
  KpDnsCard *dns;
  KpCertificateCard *certificate;
  KpKeysCard *keys;
  KpFindingsCard *findings;
  KpNoteCard *note;
  KpRequestsCard *requests;
  KpJournalCard *journal;

  KpDesk *desk;
  KpSite *site;
  KpSiteActions *actions;
  KpSiteReport *report;
  GCancellable *cancellable;
  gboolean judging;
  gboolean judge_again; /* something changed while it was judged */
  guint tick_id;
  gint64 words_at; /* when the words were last drawn */
};

G_DEFINE_FINAL_TYPE (KpSitePage, kp_site_page, ADW_TYPE_BIN)

static void judge (KpSitePage *self);

static gint64
get_now (KpSitePage *self)
{
  return kp_clock_now (kp_desk_get_clock (self->desk));
}

static const KpSummary *
get_summary (KpSitePage *self)
{
  return self->report != NULL ? &self->report->verdict->summary
                              : kp_site_get_summary (self->site);
}

static const char *
get_provider (KpSitePage *self)
{
  KpProfile *profile = kp_catalogue_find (kp_desk_get_catalogue (self->desk),
                                          kp_site_get_provider (self->site));

  return profile != NULL ? kp_profile_get_name (profile)
                         : kp_site_get_provider (self->site);
}

static void
add_detail (GString *details, const char *text)
{
  g_string_append_printf (details, "%s%s", details->len > 0 ? " · " : "", text);
}

static gboolean
is_checking (KpSitePage *self)
{
  return kp_monitor_is_checking (kp_desk_get_monitor (self->desk), self->site);
}

static void
add_checked (KpSitePage *self, GString *details, gint64 now)
{
  const KpSummary *summary = get_summary (self);
  g_autofree char *ago = kp_time_format_ago (summary->checked_at, now);
  g_autofree char *text = NULL;

  if (is_checking (self))
    text = g_strdup (_ ("checking…"));
  else if (summary->checked_at == 0)
    text = g_strdup (_ ("not checked yet"));
  else
    /* Translators: %s is "2 minutes ago". */
    text = g_strdup_printf (_ ("checked %s"), ago);
  add_detail (details, text);
}

static void
add_last_locked (KpSitePage *self, GString *details, gint64 now)
{
  const KpSummary *summary = get_summary (self);
  g_autofree char *ago = kp_time_format_ago (summary->last_locked_at, now);
  g_autofree char *text = NULL;

  if (summary->last_locked_at == 0)
    text = g_strdup (_ ("last locked: never"));
  else
    /* Translators: %s is "2 minutes ago". */
    text = g_strdup_printf (_ ("last locked: %s"), ago);
  add_detail (details, text);
}

/* Lock, status and what stands under them. */
static void
update_head (KpSitePage *self, gint64 now)
{
  const KpSummary *summary = get_summary (self);
  g_autofree char *status = kp_summary_format_status (summary, get_provider (self), now);
  g_autoptr (GString) details = g_string_new (NULL);

  kp_lock_icon_set_lock (self->lock, kp_lock_to_string (summary->lock));
  gtk_label_set_text (self->status, status);
  if (kp_site_get_customer (self->site) != NULL)
    {
      g_autofree char *customer = kp_plain_text_isolate (kp_site_get_customer (self->site));

      add_detail (details, customer);
    }
  add_detail (details, get_provider (self));
  add_checked (self, details, now);
  add_last_locked (self, details, now);
  gtk_label_set_text (self->details, details->str);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), is_checking (self));
}

static void
update_title (KpSitePage *self)
{
  const char *label = kp_site_get_label (self->site);
  g_autofree char *name = NULL;

  adw_window_title_set_title (self->wide_title, label);
  adw_window_title_set_title (self->narrow_title, label);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->wide_title), label);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->narrow_title), label);
  /* Translators: accessible name of the menu Actions; %s is a host name. */
  name = g_strdup_printf (_ ("Actions for %s"), label);
  kp_compat_set_name (GTK_WIDGET (self->wide_menu), name);
  kp_compat_set_name (GTK_WIDGET (self->narrow_menu), name);
}

static void
set_report (KpSitePage *self, KpSiteReport *report)
{
  g_clear_pointer (&self->report, kp_site_report_unref);
  self->report = report;
  self->words_at = report->now;
  update_head (self, report->now);
  kp_next_action_card_set_report (self->next_action, report);
  kp_job_card_set_report (self->job, report);
  kp_dns_card_set_report (self->dns, report);
  kp_certificate_card_set_report (self->certificate, report);
  kp_keys_card_set_report (self->keys, report);
  kp_findings_card_set_report (self->findings, report);
  kp_journal_card_set_now (self->journal, report->now);
  gtk_stack_set_visible_child_name (self->stack, "content");
}

static void
show_problem (KpSitePage *self, const GError *error)
{
  g_autofree char *description = g_markup_escape_text (error->message, -1);

  adw_status_page_set_description (self->problem, description);
  gtk_stack_set_visible_child_name (self->stack, "problem");
}

static void
judged_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpSitePage) self = data;
  g_autoptr (GError) error = NULL;
  KpEvidence *evidence = NULL;
  g_autoptr (KpVerdict) verdict =
      kp_desk_judge_finish (KP_DESK (source), result, &evidence, &error);

  self->judging = FALSE;
  if (verdict != NULL)
    set_report (self, kp_site_report_new (self->desk, self->site, verdict, evidence,
                                          get_now (self)));
  /* A site that is gone has no evidence either: it is left, not explained. */
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
           && !g_error_matches (error, KP_STORE_ERROR, KP_STORE_ERROR_NOT_FOUND))
    show_problem (self, error);
  /* The verdict points into the evidence. */
  g_clear_pointer (&verdict, kp_verdict_unref);
  kp_evidence_free (evidence);
  if (self->judge_again)
    judge (self);
}

static void
judge (KpSitePage *self)
{
  self->judge_again = self->judging;
  if (self->judging)
    return;
  self->judging = TRUE;
  kp_desk_judge_async (self->desk, self->site, self->cancellable, judged_cb,
                       g_object_ref (self));
}

static void
site_changed_cb (KpSitePage *self, GParamSpec *pspec)
{
  if (g_str_equal (pspec->name, "note"))
    return;
  update_title (self);
  update_head (self, get_now (self));
  judge (self);
}

static void
settings_changed_cb (KpSitePage *self)
{
  judge (self);
}

static void
progress_cb (KpSitePage *self)
{
  update_head (self, get_now (self));
}

/* Removed or retired, here or elsewhere. */
static void
portfolio_changed_cb (KpSitePage *self)
{
  KpPortfolio *portfolio = kp_desk_get_portfolio (self->desk);

  if (gtk_widget_get_mapped (GTK_WIDGET (self))
      && kp_portfolio_find_by_id (portfolio, kp_site_get_id (self->site)) == NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.back", NULL);
}

static void
tick (KpSitePage *self)
{
  gint64 now = get_now (self);

  if (self->report == NULL)
    return;
  if (self->report->verdict->summary.holds_until != 0
      && self->report->verdict->summary.holds_until < now)
    judge (self);
  if (now - self->words_at >= WORDS_EVERY || now < self->words_at)
    set_report (self, kp_site_report_at (self->report, now));
  else
    kp_dns_card_set_now (self->dns, now);
}

static gboolean tick_cb (gpointer data);

/* A verdict that ends before the next count is made again right then. */
static void
schedule_tick (KpSitePage *self)
{
  gint64 now = get_now (self);
  gint64 holds_until =
      self->report != NULL ? self->report->verdict->summary.holds_until : 0;
  guint seconds = COUNT_EVERY;

  if (holds_until >= now && holds_until + 1 - now < COUNT_EVERY)
    seconds = (guint) (holds_until + 1 - now);
  self->tick_id = g_timeout_add_seconds (MAX (seconds, 1), tick_cb, self);
}

static gboolean
tick_cb (gpointer data)
{
  KpSitePage *self = data;

  tick (self);
  schedule_tick (self);
  return G_SOURCE_REMOVE;
}

static void
kp_site_page_map (GtkWidget *widget)
{
  KpSitePage *self = KP_SITE_PAGE (widget);

  GTK_WIDGET_CLASS (kp_site_page_parent_class)->map (widget);
  tick (self);
  schedule_tick (self);
}

static void
kp_site_page_unmap (GtkWidget *widget)
{
  KpSitePage *self = KP_SITE_PAGE (widget);

  g_clear_handle_id (&self->tick_id, g_source_remove);
  GTK_WIDGET_CLASS (kp_site_page_parent_class)->unmap (widget);
}

static void
create_menu_cb (GtkMenuButton *button, gpointer data)
{
  KpSitePage *self = data;
  g_autoptr (GMenuModel) menu = kp_site_actions_make_menu (self->actions);

  gtk_menu_button_set_menu_model (button, menu);
}

static void
try_again_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  judge (KP_SITE_PAGE (widget));
}

static void
kp_site_page_dispose (GObject *object)
{
  KpSitePage *self = KP_SITE_PAGE (object);

  g_clear_handle_id (&self->tick_id, g_source_remove);
  /* What is being judged comes back as cancelled, and is not begun again. */
  self->judge_again = FALSE;
  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_SITE_PAGE);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->report, kp_site_report_unref);
  g_clear_object (&self->actions);
  g_clear_object (&self->site);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (kp_site_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  g_type_ensure (KP_TYPE_CERTIFICATE_CARD);
  g_type_ensure (KP_TYPE_DNS_CARD);
  g_type_ensure (KP_TYPE_FINDINGS_CARD);
  g_type_ensure (KP_TYPE_JOB_CARD);
  g_type_ensure (KP_TYPE_JOURNAL_CARD);
  g_type_ensure (KP_TYPE_KEYS_CARD);
  g_type_ensure (KP_TYPE_LOCK_ICON);
  g_type_ensure (KP_TYPE_NARROW_BIN);
  g_type_ensure (KP_TYPE_NEXT_ACTION_CARD);
  g_type_ensure (KP_TYPE_NOTE_CARD);
  g_type_ensure (KP_TYPE_REQUESTS_CARD);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/page/site-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KpSitePage, wide_title);
  gtk_widget_class_bind_template_child (widget_class, KpSitePage, narrow_title);
  gtk_widget_class_bind_template_child (widget_class, KpSitePage, wide_back);
  gtk_widget_class_bind_template_child (widget_class, KpSitePage, narrow_back);
  gtk_widget_class_bind_template_child (widget_class, KpSitePage, wide_menu);
  gtk_widget_class_bind_template_child (widget_class, KpSitePage, narrow_menu);
  gtk_widget_class_bind_template_child (widget_class, KpSitePage, stack);
  gtk_widget_class_bind_template_child (widget_class, KpSitePage, problem);
  gtk_widget_class_bind_template_child (widget_class, KpSitePage, lock);
  gtk_widget_class_bind_template_child (widget_class, KpSitePage, status);
  gtk_widget_class_bind_template_child (widget_class, KpSitePage, details);
  gtk_widget_class_bind_template_child (widget_class, KpSitePage, spinner);
  gtk_widget_class_bind_template_child (widget_class, KpSitePage, next_action);
  gtk_widget_class_bind_template_child (widget_class, KpSitePage, job);
  gtk_widget_class_bind_template_child (widget_class, KpSitePage, dns);
  gtk_widget_class_bind_template_child (widget_class, KpSitePage, certificate);
  gtk_widget_class_bind_template_child (widget_class, KpSitePage, keys);
  gtk_widget_class_bind_template_child (widget_class, KpSitePage, findings);
  gtk_widget_class_bind_template_child (widget_class, KpSitePage, note);
  gtk_widget_class_bind_template_child (widget_class, KpSitePage, requests);
  gtk_widget_class_bind_template_child (widget_class, KpSitePage, journal);
}

static void
kp_site_page_class_init (KpSitePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_site_page_dispose;
  widget_class->map = kp_site_page_map;
  widget_class->unmap = kp_site_page_unmap;

  gtk_widget_class_install_action (widget_class, "page.try-again", NULL,
                                   try_again_activated);
  bind_children (widget_class);
}

static void
kp_site_page_init (KpSitePage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  kp_compat_hide_other_pages (GTK_WIDGET (self->stack));
  kp_compat_set_name (self->wide_back, _ ("Back"));
  kp_compat_set_name (self->narrow_back, _ ("Back"));
}

static void
follow (KpSitePage *self)
{
  KpMonitor *monitor = kp_desk_get_monitor (self->desk);

  g_signal_connect_object (self->site, "notify", G_CALLBACK (site_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (kp_desk_get_settings (self->desk), "changed",
                           G_CALLBACK (settings_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (kp_desk_get_job_keeper (self->desk), "channels-changed",
                           G_CALLBACK (settings_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (kp_desk_get_portfolio (self->desk), "items-changed",
                           G_CALLBACK (portfolio_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (monitor, "notify::running", G_CALLBACK (progress_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (monitor, "notify::done", G_CALLBACK (progress_cb), self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
kp_site_page_new (KpDesk *desk, KpSite *site)
{
  KpSitePage *self;

  g_return_val_if_fail (KP_IS_DESK (desk), NULL);
  g_return_val_if_fail (KP_IS_SITE (site), NULL);

  self = g_object_new (KP_TYPE_SITE_PAGE, NULL);
  self->desk = g_object_ref (desk);
  self->site = g_object_ref (site);
  self->actions = kp_site_actions_new (desk);
  kp_site_actions_set_site (self->actions, site);
  kp_site_actions_attach (self->actions, GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (self->wide_menu, create_menu_cb, self, NULL);
  gtk_menu_button_set_create_popup_func (self->narrow_menu, create_menu_cb, self, NULL);
  kp_note_card_set_site (self->note, desk, site);
  kp_requests_card_set_site (self->requests, desk, site);
  kp_journal_card_set_site (self->journal, desk, site);
  follow (self);
  update_title (self);
  update_head (self, get_now (self));
  judge (self);
  return GTK_WIDGET (self);
}

KpSite *
kp_site_page_get_site (KpSitePage *self)
{
  g_return_val_if_fail (KP_IS_SITE_PAGE (self), NULL);

  return self->site;
}

void
kp_site_page_flush (KpSitePage *self)
{
  g_return_if_fail (KP_IS_SITE_PAGE (self));

  kp_note_card_flush (self->note);
}

void
kp_site_page_open_menu (KpSitePage *self)
{
  GtkMenuButton *menus[] = { self->wide_menu, self->narrow_menu };

  g_return_if_fail (KP_IS_SITE_PAGE (self));

  for (guint i = 0; i < G_N_ELEMENTS (menus); i++)
    if (gtk_widget_get_mapped (GTK_WIDGET (menus[i])))
      gtk_menu_button_popup (menus[i]);
}
