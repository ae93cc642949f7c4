/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "assistant/job-view.h"

#include <glib/gi18n.h>

#include "assistant/job-draft.h"
#include "assistant/job-view-private.h"
#include "widget/compat.h"
#include "widget/toast.h"

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

KpJobPage *
kp_job_view_get_page (KpJobView *self)
{
  GtkWidget *page = gtk_stack_get_visible_child (self->pages);

  return KP_IS_JOB_PAGE (page) ? KP_JOB_PAGE (page) : NULL;
}

const KpJob *
kp_job_view_get_job (KpJobView *self)
{
  const KpJob *job = kp_site_get_job (self->site);

  return job != NULL && kp_job_look_find (job->kind) != NULL ? job : NULL;
}

/* Returns: (nullable): how what is shown is drawn */
const KpJobLook *
kp_job_view_get_look (KpJobView *self)
{
  return self->sheet != NULL ? kp_job_look_find (self->sheet->job->kind) : NULL;
}

static const KpJobLookStep *
get_step (KpJobView *self)
{
  if (self->ahead != NULL)
    return kp_job_look_find_page (kp_job_view_get_look (self), self->ahead);
  return self->sheet != NULL
             ? kp_job_look_find_step (kp_job_view_get_look (self), self->sheet->job->step,
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
  const KpJob *job = kp_job_view_get_job (self);
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

void
kp_job_view_update_actions (KpJobView *self)
{
  KpJobPage *page = kp_job_view_get_page (self);
  const KpJob *job = kp_job_view_get_job (self);
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

void
kp_job_view_show_problem (KpJobView *self, const char *text)
{
  self->noticed = FALSE;
  kp_banner_show (self->banner, "dialog-warning-symbolic", text);
}

/* What holds for all of it and is no answer to something that was just done here. */
static void
update_banner (KpJobView *self)
{
  const KpJob *job = kp_job_view_get_job (self);
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
  kp_job_view_take_input (self, page);
  g_signal_connect_object (page, "notify::ready", G_CALLBACK (kp_job_view_update_actions),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "notify::button", G_CALLBACK (kp_job_view_update_actions),
                           self, G_CONNECT_SWAPPED);
  gtk_stack_add_named (self->pages, GTK_WIDGET (page), name);
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
  const KpJobLookStep *own =
      kp_job_look_find_step (kp_job_view_get_look (self), self->sheet->job->step,
                             kp_job_sheet_makes_key_here (self->sheet));
  GtkWidget *page =
      own != NULL ? gtk_stack_get_child_by_name (self->pages, name_page (self, own)) : NULL;

  return page != NULL ? KP_JOB_PAGE (page) : NULL;
}

/* Returns: whether that is another page than before */
static gboolean
turn_to_step (KpJobView *self)
{
  const KpJobLookStep *shown = get_step (self);
  const char *page;
  g_autofree char *subtitle = NULL;

  if (shown == NULL)
    return FALSE;
  page = self->ahead != NULL ? self->ahead : name_page (self, shown);
  subtitle =
      /* Translators: where an assistant stands. */
      g_strdup_printf (_ ("Step %u of %u"), shown->number,
                       kp_job_view_get_look (self)->n_steps);
  set_text (self, &self->title, _ (shown->title), PROP_TITLE);
  set_text (self, &self->subtitle, subtitle, PROP_SUBTITLE);
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->pages), page) == 0)
    return FALSE;
  kp_toast_dismiss (GTK_WIDGET (self->pages));
  make_page (self, page);
  gtk_stack_set_visible_child_name (self->pages, page);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  return TRUE;
}

/* What a page has for the job is there once it knows of it: the first of that gets the
 * focus, not what is hidden then. */
static void
show_step (KpJobView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  gboolean may = root != NULL && kp_job_view_may_take_focus (self);
  gboolean turned = turn_to_step (self);

  if (kp_job_view_get_page (self) != NULL)
    kp_job_page_show (kp_job_view_get_page (self), self->sheet);
  if (!turned || !may)
    return;
  gtk_root_set_focus (root, NULL);
  gtk_widget_child_focus (gtk_stack_get_visible_child (self->pages), GTK_DIR_TAB_FORWARD);
}

static void
kp_job_view_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (kp_job_view_parent_class)->root (widget);
  kp_job_view_follow_focus (KP_JOB_VIEW (widget), gtk_widget_get_root (widget));
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
  /* Where nothing can be done nothing takes the focus. */
  gtk_widget_set_sensitive (GTK_WIDGET (self->pages),
                            !self->saving && !sheet->ended && sheet->job->paused_at == 0);
  show_step (self);
  update_banner (self);
  kp_job_view_update_actions (self);
  kp_job_view_keep_focus (self);
}

/* Returns: (transfer full) (nullable): what is shown from now on; %NULL to leave what is
 * there. What has ended a job may be seen only after it is gone; where nothing can be read
 * then, that takes nothing away. */
static KpJobSheet *
make_sheet (KpJobView *self, KpVerdict *verdict, const KpEvidence *evidence)
{
  if (kp_job_view_get_job (self) != NULL)
    return kp_job_sheet_new (self->desk, self->site, verdict, evidence);
  return self->sheet != NULL && verdict != NULL
             ? kp_job_sheet_new_ended (self->sheet, verdict, evidence)
             : NULL;
}

static void
judged_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpJobView) self = data;
  g_autoptr (GError) error = NULL;
  KpEvidence *evidence = NULL;
  KpJobSheet *sheet = NULL;
  g_autoptr (KpVerdict) verdict =
      kp_desk_judge_finish (KP_DESK (source), result, &evidence, &error);

  self->judging = FALSE;
  if (self->desk != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    sheet = make_sheet (self, verdict, evidence);
  if (sheet != NULL)
    {
      kp_job_sheet_set_batch (sheet, self->batch);
      set_sheet (self, sheet);
    }
  /* The verdict points into the evidence. */
  g_clear_pointer (&verdict, kp_verdict_unref);
  kp_evidence_free (evidence);
  if (self->judge_again)
    kp_job_view_judge (self);
}

/* What can't be judged is shown without a verdict. */
void
kp_job_view_judge (KpJobView *self)
{
  self->judge_again = self->judging;
  if (self->judging || (kp_job_view_get_job (self) == NULL && self->sheet == NULL))
    return;
  self->judging = TRUE;
  kp_desk_judge_async (self->desk, self->site, self->cancellable, judged_cb,
                       g_object_ref (self));
}

/* That of the last job stays once it has ended. */
static void
update_name (KpJobView *self)
{
  const KpJob *job = kp_job_view_get_job (self);
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
  if (kp_job_view_get_job (self) == NULL)
    {
      self->saving = FALSE;
      update_banner (self);
      kp_job_view_update_actions (self);
    }
  kp_job_view_judge (self);
}

/* Only another page: nothing has become of the job yet. */
void
kp_job_view_go_ahead (KpJobView *self, const char *page)
{
  if (self->sheet == NULL)
    return;
  g_free (self->ahead);
  self->ahead = g_strdup (page);
  show_step (self);
  kp_job_view_update_actions (self);
}

void
kp_job_view_leave (KpJobView *self, const char *text)
{
  self->closing = TRUE;
  g_signal_emit (self, signals[LEFT], 0, text);
}

static void
kp_job_view_dispose (GObject *object)
{
  KpJobView *self = KP_JOB_VIEW (object);

  /* What is being judged comes back as cancelled, and is not begun again. */
  self->judge_again = FALSE;
  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->focus_id, g_source_remove);
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
  widget_class->root = kp_job_view_root;
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

static void
kp_job_view_init (KpJobView *self)
{
  self->cancellable = g_cancellable_new ();
  self->actions = g_simple_action_group_new ();
  kp_job_view_add_actions (self);
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
  g_signal_connect_object (kp_desk_get_job_keeper (self->desk), "channels-changed",
                           G_CALLBACK (site_changed_cb), self, G_CONNECT_SWAPPED);
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
  kp_job_view_update_actions (self);
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

  return !self->closing && kp_job_view_get_job (self) != NULL;
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
