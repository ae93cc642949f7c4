/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "assistant/job-view.h"

#include <glib/gi18n.h>

#include "assistant/job-draft.h"
#include "assistant/job-look.h"
#include "widget/banner.h"
#include "widget/compat.h"
#include "widget/toast.h"

struct _KpJobView
{
  AdwBin parent_instance;

  KpBanner *banner;
  GtkScrolledWindow *scroller;
  GtkMenuButton *have;
  GtkStack *pages;
  GtkWidget *bottom;
  GtkButton *main_button;

  KpDesk *desk;
  KpSite *site;
  KpBatch *batch; /* (nullable) */
  GSimpleActionGroup *actions;
  KpJobSheet *sheet; /* (nullable): what is shown */
  char *name;        /* (nullable): of the job, for the window */
  char *title;       /* (nullable): of the step */
  char *subtitle;    /* (nullable): likewise */
  gboolean goes_on;  /* with Next */
  char *ahead;       /* (nullable): the page of what the user has already */
  GCancellable *cancellable;
  gboolean judging;
  gboolean judge_again;
  gint64 awaited;   /* the revision that was saved here and is not shown yet */
  gboolean saving;  /* what was given is on its way */
  gboolean closing; /* nothing is left to be kept */
  gboolean noticed; /* the banner says how the job stands, not what went wrong */
};

enum
{
  PROP_NAME = 1,
  PROP_TITLE,
  PROP_SUBTITLE,
  PROP_GOES_ON,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

enum
{
  LEFT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KpJobView, kp_job_view, ADW_TYPE_BIN)

static void judge (KpJobView *self);
static void input_cb (KpJobView *self, const KpJobInput *input);
static void failed_cb (KpJobView *self, const char *text);
static void noted_cb (KpJobView *self, const char *text);

static KpJobPage *
get_page (KpJobView *self)
{
  GtkWidget *page = gtk_stack_get_visible_child (self->pages);

  return KP_IS_JOB_PAGE (page) ? KP_JOB_PAGE (page) : NULL;
}

static const KpJob *
get_job (KpJobView *self)
{
  const KpJob *job = kp_site_get_job (self->site);

  return job != NULL && kp_job_look_find (job->kind) != NULL ? job : NULL;
}

/* Returns: (nullable): how what is shown is drawn */
static const KpJobLook *
get_look (KpJobView *self)
{
  return self->sheet != NULL ? kp_job_look_find (self->sheet->job->kind) : NULL;
}

static const KpJobLookStep *
get_step (KpJobView *self)
{
  if (self->ahead != NULL)
    return kp_job_look_find_page (get_look (self), self->ahead);
  return self->sheet != NULL
             ? kp_job_look_find_step (get_look (self), self->sheet->job->step,
                                      kp_job_sheet_makes_key_here (self->sheet))
             : NULL;
}

static void
enable (KpJobView *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

static void
set_goes_on (KpJobView *self, gboolean goes_on)
{
  if (self->goes_on == goes_on)
    return;
  self->goes_on = goes_on;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_GOES_ON]);
}

static void
set_text (KpJobView *self, char **place, const char *text, int property)
{
  if (g_strcmp0 (*place, text) == 0)
    return;
  g_free (*place);
  *place = g_strdup (text);
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

/* What comes of later steps, and where it may be given now. */
static void
update_have (KpJobView *self, gboolean under_way)
{
  const KpJob *job = get_job (self);
  g_autoptr (GMenu) menu = g_menu_new ();

  if (under_way && self->ahead == NULL && job->kind == KP_JOB_RENEW)
    {
      if (kp_job_step_is_before (job->kind, job->step, KP_JOB_STEP_WAIT_PROVIDER))
        g_menu_append (menu, _ ("Signing Request"), "job.have::signing-request");
      if (kp_job_step_is_before (job->kind, job->step, KP_JOB_STEP_WAIT_CA))
        g_menu_append (menu, _ ("Certificate"), "job.have::certificate");
    }
  gtk_widget_set_visible (GTK_WIDGET (self->have),
                          g_menu_model_get_n_items (G_MENU_MODEL (menu)) > 0);
  gtk_menu_button_set_menu_model (self->have, G_MENU_MODEL (menu));
}

static void
update_actions (KpJobView *self)
{
  KpJobPage *page = get_page (self);
  const KpJob *job = get_job (self);
  gboolean open = job != NULL && page != NULL && self->sheet != NULL && !self->saving;
  gboolean under_way = open && job->paused_at == 0;
  const char *button = page != NULL ? kp_job_page_get_button (page) : NULL;
  const KpJobLookStep *step = get_step (self);
  gboolean ended = job == NULL && self->sheet != NULL;
  gboolean goes_on = job != NULL && page != NULL && step != NULL && !step->waits;

  enable (self, "back",
          under_way && (self->ahead != NULL || kp_job_can (job, KP_JOB_VERB_BACK)));
  enable (self, "have", under_way);
  enable (self, "next", under_way && kp_job_page_get_ready (page));
  enable (self, "resume", open && job->paused_at > 0);
  set_goes_on (self, goes_on && button == NULL);
  gtk_widget_set_visible (self->bottom, (goes_on && button != NULL) || ended);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->main_button),
                                  ended ? "window.close" : "job.next");
  if (ended || button != NULL)
    gtk_button_set_label (self->main_button, ended ? _ ("Done") : button);
  gtk_widget_set_sensitive (GTK_WIDGET (self->pages), under_way);
  update_have (self, under_way);
}

static void
show_problem (KpJobView *self, const char *text)
{
  self->noticed = FALSE;
  kp_banner_show (self->banner, "dialog-warning-symbolic", text);
}

/* What holds for all of it and is no answer to something that was just done here. */
static void
update_banner (KpJobView *self)
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
make_page (KpJobView *self, const char *name)
{
  KpJobPage *page;

  if (gtk_stack_get_child_by_name (self->pages, name) != NULL)
    return;
  page = kp_job_look_make_page (name);
  g_signal_connect_object (page, "input", G_CALLBACK (input_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "noted", G_CALLBACK (noted_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "notify::ready", G_CALLBACK (update_actions), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "notify::button", G_CALLBACK (update_actions), self,
                           G_CONNECT_SWAPPED);
  gtk_stack_add_named (self->pages, GTK_WIDGET (page), name);
}

/* Who walks through the list of sites stays there. */
static gboolean
may_take_focus (KpJobView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return gtk_widget_get_child_visible (GTK_WIDGET (self))
         && (focus == NULL || gtk_widget_is_ancestor (focus, GTK_WIDGET (self))
             || gtk_widget_get_ancestor (focus, ADW_TYPE_HEADER_BAR) != NULL);
}

static const char *
name_page (KpJobView *self, const KpJobLookStep *step)
{
  return step->by_request != NULL && !kp_job_sheet_is_form (self->sheet) ? step->by_request
                                                                         : step->page;
}

/* Returns: (transfer none) (nullable): the page of the job's step, whatever is shown */
static KpJobPage *
get_own_page (KpJobView *self)
{
  const KpJobLookStep *own = kp_job_look_find_step (
      get_look (self), self->sheet->job->step, kp_job_sheet_makes_key_here (self->sheet));
  GtkWidget *page =
      own != NULL ? gtk_stack_get_child_by_name (self->pages, name_page (self, own)) : NULL;

  return page != NULL ? KP_JOB_PAGE (page) : NULL;
}

static void
show_step (KpJobView *self)
{
  const KpJobLookStep *shown = get_step (self);
  const char *page;
  g_autofree char *subtitle = NULL;

  if (shown == NULL)
    return;
  page = self->ahead != NULL ? self->ahead : name_page (self, shown);
  subtitle =
      /* Translators: where an assistant stands. */
      g_strdup_printf (_ ("Step %u of %u"), shown->number, get_look (self)->n_steps);
  set_text (self, &self->title, _ (shown->title), PROP_TITLE);
  set_text (self, &self->subtitle, subtitle, PROP_SUBTITLE);
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->pages), page) == 0)
    return;
  kp_toast_dismiss (GTK_WIDGET (self->pages));
  make_page (self, page);
  gtk_stack_set_visible_child_name (self->pages, page);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  if (may_take_focus (self))
    gtk_widget_child_focus (gtk_stack_get_visible_child (self->pages), GTK_DIR_TAB_FORWARD);
}

/* @sheet: (transfer full) */
static void
set_sheet (KpJobView *self, KpJobSheet *sheet)
{
  /* It was taken, or the job has gone on by itself. */
  if (self->sheet != NULL
      && (self->sheet->job->id != sheet->job->id
          || self->sheet->job->step != sheet->job->step))
    g_clear_pointer (&self->ahead, g_free);
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
  g_autoptr (KpJobView) self = data;
  g_autoptr (GError) error = NULL;
  KpEvidence *evidence = NULL;
  g_autoptr (KpVerdict) verdict =
      kp_desk_judge_finish (KP_DESK (source), result, &evidence, &error);

  self->judging = FALSE;
  if (self->desk != NULL && get_job (self) != NULL
      && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      KpJobSheet *sheet = kp_job_sheet_new (self->desk, self->site, verdict, evidence);

      kp_job_sheet_set_batch (sheet, self->batch);
      set_sheet (self, sheet);
    }
  /* The verdict points into the evidence. */
  g_clear_pointer (&verdict, kp_verdict_unref);
  kp_evidence_free (evidence);
  if (self->judge_again)
    judge (self);
}

/* What can't be judged is shown without a verdict. */
static void
judge (KpJobView *self)
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
update_name (KpJobView *self)
{
  const KpJob *job = get_job (self);
  g_autofree char *name = NULL;

  if (job == NULL)
    return;
  name = kp_job_look_find (job->kind)->name_window (kp_site_get_label (self->site));
  set_text (self, &self->name, name, PROP_NAME);
}

static void
site_changed_cb (KpJobView *self)
{
  update_name (self);
  if (get_job (self) == NULL)
    {
      self->saving = FALSE;
      update_banner (self);
      update_actions (self);
    }
  judge (self);
}

/* What is left to do is to wait. */
static void
end (KpJobView *self, const KpJobLook *look)
{
  g_autofree char *name = kp_toast_name (kp_site_get_label (self->site));
  g_autofree char *text = look->describe_left (name);

  self->closing = TRUE;
  g_signal_emit (self, signals[LEFT], 0, text);
}

/* What the store has is what holds: after a conflict it is shown anew. */
static void
fail (KpJobView *self, const GError *error)
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
    judge (self);
}

static void
begin_saving (KpJobView *self)
{
  kp_banner_set_revealed (self->banner, FALSE);
  self->saving = TRUE;
  self->awaited = G_MAXINT64;
  update_actions (self);
}

/* What was changed elsewhere and is not drawn yet was not what the user looked at. */
static gboolean
is_shown (KpJobView *self)
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
  show_problem (self, text);
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
  KpJobPage *page = get_page (data);

  if (page != NULL)
    kp_job_page_give (page);
}

static void
back_answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpJobView) self = data;

  if (kp_compat_ask_finish (result) && self->desk != NULL && get_job (self) != NULL)
    do_verb (self, KP_JOB_VERB_BACK);
}

/* Only another page: nothing has become of the job yet. */
static void
go_ahead (KpJobView *self, const char *page)
{
  if (self->sheet == NULL)
    return;
  g_free (self->ahead);
  self->ahead = g_strdup (page);
  show_step (self);
  if (get_page (self) != NULL)
    kp_job_page_show (get_page (self), self->sheet);
  update_actions (self);
}

static void
have_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KpJobView *self = data;
  const char *page = g_variant_get_string (parameter, NULL);

  if (self->sheet == NULL || kp_job_look_find_page (get_look (self), page) == NULL)
    return;
  /* What is typed is there when the user comes back; closed from there it is a draft. */
  go_ahead (self, page);
}

/* Up to the hand-over nothing outside has changed, and nothing is to be said. */
static void
back_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KpJobView *self = data;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  const KpJob *job = get_job (self);
  KpJobFacts facts;
  g_autofree char *left = NULL;

  if (self->ahead != NULL)
    {
      go_ahead (self, NULL);
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

static void
kp_job_view_dispose (GObject *object)
{
  KpJobView *self = KP_JOB_VIEW (object);

  /* What is being judged comes back as cancelled, and is not begun again. */
  self->judge_again = FALSE;
  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_JOB_VIEW);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->sheet, kp_job_sheet_unref);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (kp_job_view_parent_class)->dispose (object);
}

static void
kp_job_view_finalize (GObject *object)
{
  KpJobView *self = KP_JOB_VIEW (object);

  g_object_unref (self->actions);
  g_clear_object (&self->batch);
  g_clear_object (&self->site);
  g_free (self->ahead);
  g_free (self->name);
  g_free (self->title);
  g_free (self->subtitle);

  G_OBJECT_CLASS (kp_job_view_parent_class)->finalize (object);
}

static void
kp_job_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  KpJobView *self = KP_JOB_VIEW (object);

  switch (id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_SUBTITLE:
      g_value_set_string (value, self->subtitle);
      break;
    case PROP_GOES_ON:
      g_value_set_boolean (value, self->goes_on);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags =
      G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  properties[PROP_NAME] = g_param_spec_string ("job-name", NULL, NULL, NULL, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_SUBTITLE] = g_param_spec_string ("subtitle", NULL, NULL, NULL, flags);
  properties[PROP_GOES_ON] = g_param_spec_boolean ("goes-on", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
kp_job_view_class_init (KpJobViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_job_view_dispose;
  object_class->finalize = kp_job_view_finalize;
  object_class->get_property = kp_job_view_get_property;
  install_properties (object_class);

  signals[LEFT] = g_signal_new ("left", KP_TYPE_JOB_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (KP_TYPE_BANNER);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/assistant/job-view.ui");
  gtk_widget_class_bind_template_child (widget_class, KpJobView, banner);
  gtk_widget_class_bind_template_child (widget_class, KpJobView, scroller);
  gtk_widget_class_bind_template_child (widget_class, KpJobView, have);
  gtk_widget_class_bind_template_child (widget_class, KpJobView, pages);
  gtk_widget_class_bind_template_child (widget_class, KpJobView, bottom);
  gtk_widget_class_bind_template_child (widget_class, KpJobView, main_button);
}

static const GActionEntry entries[] = {
  { .name = "next", .activate = next_activated },
  { .name = "back", .activate = back_activated },
  { .name = "have", .activate = have_activated, .parameter_type = "s" },
  { .name = "resume", .activate = resume_activated },
};

static void
kp_job_view_init (KpJobView *self)
{
  self->cancellable = g_cancellable_new ();
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries,
                                   G_N_ELEMENTS (entries), self);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "job", G_ACTION_GROUP (self->actions));
  kp_compat_hide_other_pages (GTK_WIDGET (self->pages));
}

static void
follow (KpJobView *self)
{
  static const char *const followed[] = { "notify::job-serial", "notify::summary-serial",
                                          "notify::provider", "notify::target",
                                          "notify::customer-id" };

  for (guint i = 0; i < G_N_ELEMENTS (followed); i++)
    g_signal_connect_object (self->site, followed[i], G_CALLBACK (site_changed_cb), self,
                             G_CONNECT_SWAPPED);
}

GtkWidget *
kp_job_view_new (KpDesk *desk, KpSite *site, KpBatch *batch)
{
  KpJobView *self;

  g_return_val_if_fail (KP_IS_DESK (desk), NULL);
  g_return_val_if_fail (KP_IS_SITE (site), NULL);

  self = g_object_new (KP_TYPE_JOB_VIEW, NULL);
  self->desk = g_object_ref (desk);
  self->site = g_object_ref (site);
  g_set_object (&self->batch, batch);
  follow (self);
  update_actions (self);
  site_changed_cb (self);
  return GTK_WIDGET (self);
}

KpSite *
kp_job_view_get_site (KpJobView *self)
{
  g_return_val_if_fail (KP_IS_JOB_VIEW (self), NULL);

  return self->site;
}

GActionGroup *
kp_job_view_get_actions (KpJobView *self)
{
  g_return_val_if_fail (KP_IS_JOB_VIEW (self), NULL);

  return G_ACTION_GROUP (self->actions);
}

void
kp_job_view_say (KpJobView *self, const char *text)
{
  g_return_if_fail (KP_IS_JOB_VIEW (self));

  kp_toast_show (GTK_WIDGET (self->pages), text);
}

gboolean
kp_job_view_is_open (KpJobView *self)
{
  g_return_val_if_fail (KP_IS_JOB_VIEW (self), FALSE);

  return !self->closing && get_job (self) != NULL;
}

/* What was given is on its way, and is no draft any more. */
gboolean
kp_job_view_keep (KpJobView *self, GtkWindow *parent)
{
  g_return_val_if_fail (KP_IS_JOB_VIEW (self), FALSE);
  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), FALSE);

  return self->saving || self->sheet == NULL || !kp_job_view_is_open (self)
         || kp_job_draft_keep (get_own_page (self), self->sheet, parent);
}
