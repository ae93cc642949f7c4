/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page/next-action-card.h"

#include <glib/gi18n.h>

#include "core/base/time-text.h"
#include "core/job/reminder.h"
#include "page/was-done.h"
#include "widget/compat.h"
#include "widget/copy-text.h"
#include "widget/link.h"
#include "widget/wrap-box.h"

struct _KpNextActionCard
{
  AdwBin parent_instance;

  GtkLabel *what;
  GtkLabel *why;
  GtkLabel *when;
  GtkButton *first;
  GtkButton *second;
  GtkLabel *notes;

  KpSiteReport *report;
};

G_DEFINE_FINAL_TYPE (KpNextActionCard, kp_next_action_card, ADW_TYPE_BIN)

#define CHECK_NOW N_ ("Check Now"), "site.check"
#define CONTINUE_JOB N_ ("Continue Job…"), "site.continue-job"
#define COPY_INSTRUCTIONS N_ ("Copy Instructions"), "site.copy-instructions"
#define COPY_FINDING N_ ("Copy Finding"), "next.copy-finding"

/* At most two buttons for each kind of action; the first is the one that does it. */
typedef struct
{
  KpActionKind kind;
  const char *label;
  const char *action;
  const char *other_label;
  const char *other_action;
} Buttons;

static const Buttons buttons[] = {
  { KP_ACTION_CHECK, CHECK_NOW, NULL, NULL },
  { KP_ACTION_SECURE, N_ ("Secure Site…"), "site.secure", NULL, "next.open-help" },
  { KP_ACTION_SET_TARGET, N_ ("Enter Target…"), "site.edit", NULL, NULL },
  { KP_ACTION_CHANGE_DNS, COPY_INSTRUCTIONS, CHECK_NOW },
  { KP_ACTION_REMOVE_RECORDS, COPY_INSTRUCTIONS, CHECK_NOW },
  { KP_ACTION_MEND_DNS, COPY_FINDING, CHECK_NOW },
  { KP_ACTION_TELL_CUSTOMER, COPY_INSTRUCTIONS, CHECK_NOW },
  { KP_ACTION_WAIT_DNS, CHECK_NOW, NULL, NULL },
  { KP_ACTION_WAIT_PROVIDER, CHECK_NOW, NULL, NULL },
  { KP_ACTION_ASK_PROVIDER, COPY_FINDING, CHECK_NOW },
  { KP_ACTION_RENEW, N_ ("Renew Certificate…"), "site.renew", NULL, "next.open-help" },
  { KP_ACTION_MEND_SERVER, COPY_FINDING, CHECK_NOW },
  { KP_ACTION_CHECK_NETWORK, N_ ("Network Settings"), "win.preferences-page::resolvers",
    CHECK_NOW },
  { KP_ACTION_WAIT_CA, CONTINUE_JOB, CHECK_NOW },
  { KP_ACTION_CONTINUE_JOB, CONTINUE_JOB, NULL, NULL },
  { KP_ACTION_ORDER, CONTINUE_JOB, NULL, NULL },
  { KP_ACTION_SUBMIT, CONTINUE_JOB, NULL, NULL },
  { KP_ACTION_ADD_RECORD, CONTINUE_JOB, CHECK_NOW },
  { KP_ACTION_MAKE_CSR, CONTINUE_JOB, NULL, NULL },
  { KP_ACTION_INSTALL, CHECK_NOW, CONTINUE_JOB },
  { KP_ACTION_REVIEW, N_ ("Edit…"), "site.edit", CHECK_NOW },
};

#define REMIND N_ ("Remind…"), "next.remind"

/* Whether it has left or it was a mistake, only the customer knows. */
static const Buttons moved_buttons = { KP_ACTION_TELL_CUSTOMER, N_ ("Ask the Customer"),
                                       "next.ask-customer", N_ ("Retire…"), "site.retire" };
/* Where nobody is known who could be asked. */
static const Buttons left_buttons = { KP_ACTION_CHANGE_DNS, COPY_INSTRUCTIONS,
                                      N_ ("Retire…"), "site.retire" };
/* While a job waits for its record, and for what the provider answers. */
static const Buttons record_buttons = { KP_ACTION_CHANGE_DNS, N_ ("It Was Done…"),
                                        "next.was-done", COPY_INSTRUCTIONS };
static const Buttons record_reminders = { KP_ACTION_CHANGE_DNS, N_ ("It Was Done…"),
                                          "next.was-done", REMIND };
static const Buttons answer_reminders = { KP_ACTION_WAIT_PROVIDER, CONTINUE_JOB, REMIND };
static const Buttons check_reminders = { KP_ACTION_WAIT_PROVIDER, CHECK_NOW, REMIND };
static const Buttons ca_reminders = { KP_ACTION_ADD_RECORD, CONTINUE_JOB, REMIND };
static const Buttons answer_buttons = { KP_ACTION_WAIT_PROVIDER, CONTINUE_JOB, CHECK_NOW };

static void
set_text (GtkLabel *label, const char *text)
{
  if (g_strcmp0 (gtk_label_get_text (label), text != NULL ? text : "") != 0)
    gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}

static const KpNextAction *
get_next (KpNextActionCard *self)
{
  return &self->report->verdict->summary.next;
}

/* The open job where it is under way at @step. */
static const KpJob *
get_job_at (KpNextActionCard *self, KpJobStep step)
{
  const KpJob *job = kp_site_get_job (self->report->site);

  return job != NULL && job->step == step && job->paused_at == 0 ? job : NULL;
}

/* Until somebody says when it was changed, where no resolver has told. */
static gboolean
waits_for_record (KpNextActionCard *self)
{
  const KpJob *job = get_job_at (self, KP_JOB_STEP_DNS);
  const KpPropagation *spread = self->report->verdict->propagation;

  if (job == NULL || job->changed_at > 0)
    return FALSE;
  switch (get_next (self)->kind)
    {
    case KP_ACTION_CHANGE_DNS:
    case KP_ACTION_REMOVE_RECORDS:
      return TRUE;
    case KP_ACTION_WAIT_DNS:
      return spread != NULL && spread->until == 0;
    default:
      return FALSE;
    }
}

static gboolean
waits_for_answer (KpNextActionCard *self)
{
  return (get_next (self)->kind == KP_ACTION_WAIT_PROVIDER
          || get_next (self)->kind == KP_ACTION_MAKE_CSR)
         && get_job_at (self, KP_JOB_STEP_WAIT_PROVIDER) != NULL;
}

static const char *
get_help_uri (KpNextActionCard *self)
{
  return self->report->profile != NULL ? kp_profile_get_help_uri (self->report->profile)
                                       : NULL;
}

static void
set_button (GtkButton *button, const char *label, const char *action)
{
  gtk_widget_set_visible (GTK_WIDGET (button), label != NULL);
  if (label == NULL)
    return;
  if (g_strcmp0 (gtk_button_get_label (button), label) != 0)
    gtk_button_set_label (button, label);
  kp_compat_set_action (GTK_ACTIONABLE (button), action);
}

/* A provider can be reminded of what has arrived there, or was handed over by its form. */
static gboolean
can_remind (KpNextActionCard *self)
{
  const KpJob *job = kp_site_get_job (self->report->site);
  KpOutbox *outbox = kp_desk_get_outbox (self->report->desk);
  g_autoptr (KpRequest) first = NULL;

  if (job == NULL || kp_store_get_read_only (kp_desk_get_store (self->report->desk)))
    return FALSE;
  switch (kp_reminder_to (job, get_next (self)->who))
    {
    case KP_REMINDER_CUSTOMER:
      return TRUE;
    case KP_REMINDER_PROVIDER:
      first = kp_reminder_find_first (G_LIST_MODEL (kp_outbox_get_requests (outbox)), job);
      return kp_reminder_can_compose (job, first, NULL);
    case KP_REMINDER_NOBODY:
    default:
      return FALSE;
    }
}

static gboolean
has_customer (KpNextActionCard *self)
{
  return kp_customer_list_find (kp_desk_get_customers (self->report->desk),
                                kp_site_get_customer_id (self->report->site))
         != NULL;
}

static const Buttons *
find_buttons (KpNextActionCard *self)
{
  const KpNextAction *next = get_next (self);
  gboolean reminds = can_remind (self);

  if (waits_for_record (self))
    return reminds ? &record_reminders : &record_buttons;
  if (waits_for_answer (self))
    return reminds ? &answer_reminders : &answer_buttons;
  if (reminds && next->kind == KP_ACTION_ADD_RECORD)
    return &ca_reminders;
  if (reminds)
    return &check_reminders;
  if (kp_verdict_find (self->report->verdict, KP_FINDING_SITE_MOVED_AWAY) != NULL)
    return has_customer (self) ? &moved_buttons : &left_buttons;
  for (guint i = 0; i < G_N_ELEMENTS (buttons); i++)
    if (buttons[i].kind == next->kind)
      return &buttons[i];
  return NULL;
}

static void
update_buttons (KpNextActionCard *self)
{
  const KpNextAction *next = get_next (self);
  const Buttons *chosen = find_buttons (self);
  const char *label = NULL, *action = NULL, *other = NULL, *other_action = NULL;
  g_autofree char *help = NULL;

  if (chosen != NULL)
    {
      label = chosen->label != NULL ? _ (chosen->label) : NULL;
      action = chosen->action;
      other = chosen->other_label != NULL ? _ (chosen->other_label) : NULL;
      other_action = chosen->other_action;
    }
  if (g_strcmp0 (other_action, "next.open-help") == 0 && get_help_uri (self) != NULL)
    {
      /* Translators: %s is the name of a provider. */
      help = g_strdup_printf (_ ("Help of %s"), kp_site_report_get_provider (self->report));
      other = help;
    }
  set_button (self->first, label, action);
  set_button (self->second, other, other_action);
  if (next->who == KP_TURN_YOU)
    gtk_widget_add_css_class (GTK_WIDGET (self->first), "suggested-action");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->first), "suggested-action");
}

/* Where nobody has to do anything, that is what is said. */
static char *
describe_what (KpNextActionCard *self)
{
  const KpNextAction *next = get_next (self);
  const char *text = kp_action_kind_get_text (next->kind);

  if (next->who != KP_TURN_NOBODY)
    return kp_next_action_format (next, kp_site_report_get_provider (self->report), NULL);
  if (*text != '\0')
    /* Translators: %s is what to do, without who: "wait until the old record is gone". */
    return g_strdup_printf (_ ("Nobody: %s"), text);
  if (self->report->verdict->summary.lock == KP_LOCK_LOCKED)
    return g_strdup (_ ("Nobody: all is as it must be"));
  return g_strdup (_ ("Nobody: it will be asked again"));
}

static const char *
describe_why (KpNextActionCard *self)
{
  const KpFinding *finding = kp_site_report_find_main (self->report);

  if (self->report->seen == NULL)
    return _ ("Nobody has been asked yet where this name leads and what is served there.");
  return finding != NULL ? finding->text : NULL;
}

/* The items of the menu Actions have no tooltip: what can't be used is told here. */
static void
add_note (GString *notes, const char *text)
{
  g_string_append_printf (notes, "%s%s", notes->len > 0 ? "\n" : "", text);
}

static void
add_jobs_note (KpNextActionCard *self, GString *notes)
{
  KpProfile *profile = self->report->profile;
  gboolean job = kp_site_get_job (self->report->site) != NULL;

  if (!job && profile != NULL && kp_profile_offers_secure (profile)
      && kp_site_get_summary (self->report->site)->lock == KP_LOCK_LOCKED)
    add_note (notes, _ ("Secure Site… can’t be used: the site is locked."));
}

static const char *
describe_no_plan (KpNextActionCard *self)
{
  const KpVerdict *verdict = self->report->verdict;

  if (self->report->seen == NULL || verdict->plan == NULL)
    return _ ("Copy DNS Record and Copy Instructions need a check first.");
  if (verdict->plan->impossible)
    return _ ("Copy DNS Record can’t be used: no record can be made for this name.");
  if (verdict->plan->needed)
    return NULL;
  if (!verdict->judges_dns)
    return _ ("Copy DNS Record and Copy Instructions can’t be used: where DNS must lead is "
              "not known or not judged.");
  if (!kp_site_report_any_answered (self->report))
    return _ ("Copy DNS Record and Copy Instructions can’t be used: whether anything is to "
              "be changed in DNS is not known, as no resolver answered.");
  if (kp_verdict_find (verdict, KP_FINDING_DNS_PROPAGATING) != NULL)
    return _ ("Copy DNS Record and Copy Instructions can’t be used: the record was changed "
              "already.");
  return _ ("Copy DNS Record and Copy Instructions can’t be used: nothing is to be changed "
            "in DNS.");
}

static void
update_notes (KpNextActionCard *self)
{
  g_autoptr (GString) notes = g_string_new (NULL);
  const char *no_plan = describe_no_plan (self);

  add_jobs_note (self, notes);
  if (no_plan != NULL)
    add_note (notes, no_plan);
  if (kp_desk_is_sample (self->report->desk))
    add_note (notes, _ ("In the demo nothing is checked or changed."));
  else if (kp_store_get_read_only (kp_desk_get_store (self->report->desk)))
    add_note (notes, _ ("The sites were opened for reading only: nothing is checked or "
                        "changed."));
  set_text (self->notes, notes->str);
}

/* What is copied for whoever mends it: the finding with what to do about it. */
static void
copy_finding_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpNextActionCard *self = KP_NEXT_ACTION_CARD (widget);
  const KpFinding *finding;
  g_autofree char *text = NULL;

  if (self->report == NULL)
    return;
  finding = kp_site_report_find_main (self->report);
  if (finding == NULL)
    return;
  text = kp_site_report_format_finding (self->report, finding);
  kp_copy_text (widget, text, _ ("Finding copied"));
}

static void
was_done_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpNextActionCard *self = KP_NEXT_ACTION_CARD (widget);

  if (self->report != NULL)
    kp_was_done_ask (widget, self->report->desk, self->report->site);
}

/* The window does it; it knows the site by its row. */
static void
activate_for_site (KpNextActionCard *self, const char *action)
{
  if (self->report != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), action, "x",
                                kp_site_get_id (self->report->site));
}

static void
remind_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  activate_for_site (KP_NEXT_ACTION_CARD (widget), "win.remind");
}

static void
ask_customer_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  activate_for_site (KP_NEXT_ACTION_CARD (widget), "win.ask-customer");
}

static void
open_help_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpNextActionCard *self = KP_NEXT_ACTION_CARD (widget);
  const char *uri = self->report != NULL ? get_help_uri (self) : NULL;

  if (uri != NULL)
    kp_link_open (widget, uri);
}

static void
kp_next_action_card_dispose (GObject *object)
{
  KpNextActionCard *self = KP_NEXT_ACTION_CARD (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_NEXT_ACTION_CARD);
  g_clear_pointer (&self->report, kp_site_report_unref);

  G_OBJECT_CLASS (kp_next_action_card_parent_class)->dispose (object);
}

static void
kp_next_action_card_class_init (KpNextActionCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_next_action_card_dispose;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_REGION);
  gtk_widget_class_install_action (widget_class, "next.copy-finding", NULL,
                                   copy_finding_activated);
  gtk_widget_class_install_action (widget_class, "next.was-done", NULL, was_done_activated);
  gtk_widget_class_install_action (widget_class, "next.remind", NULL, remind_activated);
  gtk_widget_class_install_action (widget_class, "next.ask-customer", NULL,
                                   ask_customer_activated);
  gtk_widget_class_install_action (widget_class, "next.open-help", NULL,
                                   open_help_activated);

  g_type_ensure (KP_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/page/next-action-card.ui");
  gtk_widget_class_bind_template_child (widget_class, KpNextActionCard, what);
  gtk_widget_class_bind_template_child (widget_class, KpNextActionCard, why);
  gtk_widget_class_bind_template_child (widget_class, KpNextActionCard, when);
  gtk_widget_class_bind_template_child (widget_class, KpNextActionCard, first);
  gtk_widget_class_bind_template_child (widget_class, KpNextActionCard, second);
  gtk_widget_class_bind_template_child (widget_class, KpNextActionCard, notes);
}

static void
kp_next_action_card_init (KpNextActionCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
kp_next_action_card_set_report (KpNextActionCard *self, KpSiteReport *report)
{
  g_autofree char *what = NULL;
  g_autofree char *when = NULL;

  g_return_if_fail (KP_IS_NEXT_ACTION_CARD (self));

  if (self->report != NULL)
    kp_site_report_unref (self->report);
  self->report = kp_site_report_ref (report);
  what = describe_what (self);
  when = kp_next_action_format_when (get_next (self), report->now);
  set_text (self->what, what);
  set_text (self->why, describe_why (self));
  set_text (self->when, when);
  update_buttons (self);
  update_notes (self);
}
