/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page/job-card.h"

#include <glib/gi18n.h>

#include "widget/compat.h"
#include "widget/timeline.h"

struct _KpJobCard
{
  AdwBin parent_instance;

  GtkLabel *title;
  GtkLabel *paused;
  GtkMenuButton *menu;
  KpTimeline *timeline;

  KpSiteReport *report;
  GCancellable *cancellable; /* takes a question away */
  KpJobVerb asked;           /* what is asked about */
};

G_DEFINE_FINAL_TYPE (KpJobCard, kp_job_card, ADW_TYPE_BIN)

static const struct
{
  const char *action;
  KpJobVerb verb;
  const char *question; /* (nullable): asked before it is done */
  const char *answer;
  gboolean destructive;
} verbs[] = {
  { "job.pause", KP_JOB_VERB_PAUSE, NULL, NULL, FALSE },
  { "job.resume", KP_JOB_VERB_RESUME, NULL, NULL, FALSE },
  { "job.step-back", KP_JOB_VERB_BACK, N_ ("Go one step back?"), N_ ("Step Back"), FALSE },
  { "job.start-over", KP_JOB_VERB_START_OVER, N_ ("Start the job over?"), N_ ("Start Over"),
    FALSE },
  { "job.abandon", KP_JOB_VERB_ABANDON, N_ ("Abandon the job?"), N_ ("Abandon"), TRUE },
};

static const KpJob *
get_job (KpJobCard *self)
{
  return self->report != NULL ? kp_site_get_job (self->report->site) : NULL;
}

static void
fill_facts (KpJobCard *self, KpJobFacts *facts)
{
  kp_job_keeper_fill_facts (kp_desk_get_job_keeper (self->report->desk), self->report->site,
                            facts);
}

static void
tell (KpJobCard *self, const char *text)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-toast", "s", text);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpJobCard) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpJob) job = kp_job_keeper_finish (KP_JOB_KEEPER (source), result, &error);

  if (job == NULL)
    tell (self, error->message);
}

static void
do_verb (KpJobCard *self, KpJobVerb verb)
{
  kp_job_keeper_do_async (kp_desk_get_job_keeper (self->report->desk), self->report->site,
                          verb, NULL, done_cb, g_object_ref (self));
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpJobCard) self = data;

  if (kp_compat_ask_finish (result) && get_job (self) != NULL)
    do_verb (self, self->asked);
}

/* What can be taken back is done at once and tells what that means; the rest is asked. */
static void
verb_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpJobCard *self = KP_JOB_CARD (widget);
  GtkRoot *root = gtk_widget_get_root (widget);
  const KpJob *job = get_job (self);
  KpJobFacts facts;

  if (job == NULL)
    return;
  fill_facts (self, &facts);
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    {
      g_autofree char *left = NULL;

      if (!g_str_equal (verbs[i].action, name))
        continue;
      left = kp_job_describe_left (job, verbs[i].verb, &facts);
      if (verbs[i].question == NULL)
        {
          do_verb (self, verbs[i].verb);
          tell (self, left);
          return;
        }
      self->asked = verbs[i].verb;
      kp_compat_ask_async (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                           _ (verbs[i].question), left, _ ("Cancel"), _ (verbs[i].answer),
                           verbs[i].destructive, NULL, self->cancellable, answered_cb,
                           g_object_ref (self));
    }
}

static void
update_menu (KpJobCard *self, const KpJob *job)
{
  gboolean writes = !kp_store_get_read_only (kp_desk_get_store (self->report->desk));

  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), verbs[i].action,
                                   writes && kp_job_can (job, verbs[i].verb));
  gtk_widget_set_visible (GTK_WIDGET (self->menu), writes);
  gtk_widget_set_visible (GTK_WIDGET (self->paused), job->paused_at > 0);
}

static void
show_kind (KpJobCard *self, KpJobKind kind)
{
  const char *title = kind == KP_JOB_RENEW ? _ ("Renew Certificate") : _ ("Secure Site");

  gtk_label_set_text (self->title, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title, -1);
}

static void
kp_job_card_dispose (GObject *object)
{
  KpJobCard *self = KP_JOB_CARD (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_JOB_CARD);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->report, kp_site_report_unref);

  G_OBJECT_CLASS (kp_job_card_parent_class)->dispose (object);
}

static void
kp_job_card_class_init (KpJobCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kp_job_card_dispose;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_REGION);
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    gtk_widget_class_install_action (widget_class, verbs[i].action, NULL, verb_activated);

  g_type_ensure (KP_TYPE_TIMELINE);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/page/job-card.ui");
  gtk_widget_class_bind_template_child (widget_class, KpJobCard, title);
  gtk_widget_class_bind_template_child (widget_class, KpJobCard, paused);
  gtk_widget_class_bind_template_child (widget_class, KpJobCard, menu);
  gtk_widget_class_bind_template_child (widget_class, KpJobCard, timeline);
}

static void
kp_job_card_init (KpJobCard *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
kp_job_card_set_report (KpJobCard *self, KpSiteReport *report)
{
  g_autoptr (GPtrArray) lines = NULL;
  const KpJob *job;
  KpJobFacts facts;

  g_return_if_fail (KP_IS_JOB_CARD (self));

  kp_site_report_ref (report);
  if (self->report != NULL)
    kp_site_report_unref (self->report);
  self->report = report;
  job = get_job (self);
  gtk_widget_set_visible (GTK_WIDGET (self), job != NULL);
  if (job == NULL)
    return;
  show_kind (self, job->kind);
  fill_facts (self, &facts);
  lines = kp_job_get_lines (job, &facts, report->verdict, report->history);
  kp_timeline_set_lines (self->timeline, lines, kp_site_report_get_provider (report),
                         report->now);
  update_menu (self, job);
}
