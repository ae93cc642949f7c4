/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "assistant/details-page.h"

#include <glib/gi18n.h>

#include "assistant/details-fields.h"
#include "assistant/subject-proposal.h"
#include "core/base/time-text.h"
#include "core/model/subject-rules.h"
#include "widget/choice.h"
#include "widget/entry-row.h"
#include "widget/problem-row.h"

struct _KpDetailsPage
{
  KpJobPage parent_instance;

  GtkLabel *intro;
  GtkDropDown *kept;
  GtkWidget *kept_group;
  KpDetailsFields *fields;
  GtkLabel *visitors;
  GtkLabel *missing;
  AdwActionRow *keep_row;
  GtkSwitch *keep;
  KpEntryRow *name;
  KpProblemRow *name_problem;

  GListStore *choices; /* of KpChoice: new ones, then those that are kept */
  char *loaded;        /* (nullable): what the job had when it was last shown */
  gint64 job;          /* for which the fields were filled */
  gboolean anew;       /* it is to be loaded once more */
  gboolean typed;      /* by the user, or chosen */
  gboolean named;      /* the name was typed */
  gboolean unserved;   /* nothing better is known, and what is served was not seen yet */
  gboolean filling;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (KpDetailsPage, kp_details_page, KP_TYPE_JOB_PAGE)

static KpJobSheet *
get_sheet (KpDetailsPage *self)
{
  return kp_job_page_get_sheet (KP_JOB_PAGE (self));
}

/* The kept details that are chosen; %NULL for new ones. */
static KpSubject *
get_kept (KpDetailsPage *self)
{
  KpChoice *choice = gtk_drop_down_get_selected_item (self->kept);

  return choice != NULL ? kp_choice_get_item (choice) : NULL;
}

static void
update_visitors (KpDetailsPage *self, KpSubject *subject)
{
  g_autofree char *visible = kp_subject_format_visible (subject);
  g_autofree char *text = NULL;

  if (*visible != '\0')
    /* Translators: %s is an organization and where it is: "Kite Ltd, London, GB". */
    text = g_strdup_printf (_ ("Issued to: %s"), visible);
  gtk_label_set_text (self->visitors, text != NULL ? text : _ ("Nothing yet"));
}

static gboolean
is_empty (KpSubject *subject)
{
  for (int i = 0; i < KP_SUBJECT_N_FIELDS; i++)
    if (*kp_subject_get_field (subject, (KpSubjectField) i) != '\0')
      return FALSE;
  return TRUE;
}

/* Where nothing is asked for, nothing is there to be kept. */
static void
update_keep (KpDetailsPage *self, KpSubject *subject, gboolean complete)
{
  KpSubject *kept = get_kept (self);
  gboolean differs = !(complete && is_empty (subject))
                     && (kept == NULL || kp_subject_get_differences (kept, subject) != 0);
  g_autofree char *title = NULL;

  if (kept != NULL)
    /* Translators: %s is the name under which details are kept. */
    title = g_strdup_printf (_ ("Change what is kept as “%s”"), kp_subject_get_name (kept));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->keep_row),
                                 title != NULL ? title : _ ("Keep these details"));
  gtk_widget_set_visible (GTK_WIDGET (self->keep_row), differs);
  gtk_widget_set_visible (GTK_WIDGET (self->name),
                          differs && kept == NULL && gtk_switch_get_active (self->keep));
  if (kept == NULL && !self->named)
    {
      const char *proposed = kp_subject_get_field (subject, KP_SUBJECT_ORGANIZATION);

      self->filling = TRUE;
      if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (self->name)), proposed) != 0)
        gtk_editable_set_text (GTK_EDITABLE (self->name), proposed);
      self->filling = FALSE;
    }
}

/* Whether they are to be kept, and under which name those that are new. */
static gboolean
will_keep (KpDetailsPage *self)
{
  return gtk_widget_get_visible (GTK_WIDGET (self->keep_row))
         && gtk_switch_get_active (self->keep);
}

static KpSubject *
find_of_name (KpDetailsPage *self, const char *name)
{
  return kp_subject_list_find_by_name (kp_desk_get_subjects (get_sheet (self)->desk), name);
}

static gboolean
check_name (KpDetailsPage *self, KpSubject *subject)
{
  g_autofree char *name = kp_entry_row_dup_text (self->name);
  g_autofree char *problem = NULL;
  gboolean wanted = will_keep (self) && get_kept (self) == NULL;
  KpSubject *other = wanted ? find_of_name (self, name) : NULL;

  if (wanted && *name == '\0' && self->named)
    problem = g_strdup (_ ("Under which name are they to be kept?"));
  /* The same once more is what was kept when the program was ended before the job went on.
   */
  else if (other != NULL && kp_subject_get_differences (other, subject) != 0)
    /* Translators: %s is a name under which details are kept. */
    problem = g_strdup_printf (_ ("Details are kept as “%s” already: choose them above, or "
                                  "give another name."),
                               name);
  kp_entry_row_set_problem (self->name, problem);
  kp_problem_row_set_text (self->name_problem, problem);
  return problem == NULL && (!wanted || *name != '\0');
}

static void
update (KpDetailsPage *self)
{
  g_autoptr (KpSubject) subject = NULL;
  g_autofree char *missing = NULL;
  g_autofree char *text = NULL;
  gboolean named;

  if (get_sheet (self) == NULL)
    return;
  subject = kp_details_fields_dup_subject (self->fields);
  missing = kp_details_fields_dup_missing (self->fields);
  update_visitors (self, subject);
  update_keep (self, subject, missing == NULL);
  named = check_name (self, subject);
  if (missing != NULL)
    /* Translators: %s is a list of fields. */
    text = g_strdup_printf (_ ("Still missing: %s"), missing);
  gtk_label_set_text (self->missing, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->missing), text != NULL);
  kp_job_page_set_ready (KP_JOB_PAGE (self),
                         missing == NULL && named
                             && kp_details_fields_is_right (self->fields));
}

static void
fields_changed_cb (KpDetailsPage *self)
{
  self->typed |= !self->filling;
  if (!self->filling)
    update (self);
}

static void
name_changed_cb (KpDetailsPage *self)
{
  if (self->filling)
    return;
  self->named = TRUE;
  update (self);
}

static void
keep_changed_cb (KpDetailsPage *self)
{
  update (self);
}

static void
fill (KpDetailsPage *self, KpSubject *subject)
{
  self->filling = TRUE;
  kp_details_fields_set_subject (self->fields, subject);
  self->filling = FALSE;
  update (self);
}

static void
select_kept (KpDetailsPage *self, gint64 id)
{
  guint position = 0;

  for (guint i = 1; id != 0 && i < g_list_model_get_n_items (G_LIST_MODEL (self->choices));
       i++)
    {
      g_autoptr (KpChoice) choice = g_list_model_get_item (G_LIST_MODEL (self->choices), i);

      if (kp_subject_get_id (kp_choice_get_item (choice)) == id)
        position = i;
    }
  self->filling = TRUE;
  gtk_drop_down_set_selected (self->kept, position);
  self->filling = FALSE;
}

static void
kept_selected_cb (KpDetailsPage *self)
{
  if (self->filling || get_sheet (self) == NULL)
    return;
  self->typed = TRUE;
  if (get_kept (self) != NULL)
    fill (self, get_kept (self));
  else
    update (self);
}

static void
fill_choices (KpDetailsPage *self)
{
  KpJobSheet *sheet = get_sheet (self);
  GListModel *known = G_LIST_MODEL (kp_desk_get_subjects (sheet->desk));
  KpSubject *before = get_kept (self);
  gint64 id = before != NULL ? kp_subject_get_id (before) : 0;
  g_autoptr (GPtrArray) choices = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (choices, kp_choice_new (_ ("New Details"), NULL));
  for (guint i = 0; i < g_list_model_get_n_items (known); i++)
    {
      g_autoptr (KpSubject) subject = g_list_model_get_item (known, i);
      KpChoice *choice = kp_choice_new (kp_subject_get_name (subject), subject);
      gint64 verified_at = kp_subject_get_verified_at (subject);

      if (verified_at > 0)
        {
          g_autofree char *day = kp_time_format_near_day (verified_at, sheet->now);
          /* Translators: %s is a day: "3 March", "yesterday". */
          g_autofree char *note = g_strdup_printf (_ ("last verified %s"), day);

          kp_choice_set_note (choice, note);
        }
      g_ptr_array_add (choices, choice);
    }
  self->filling = TRUE;
  g_list_store_splice (self->choices, 0,
                       g_list_model_get_n_items (G_LIST_MODEL (self->choices)),
                       choices->pdata, choices->len);
  self->filling = FALSE;
  select_kept (self, id);
  gtk_widget_set_visible (self->kept_group, choices->len > 1);
}

static void
subjects_changed_cb (KpDetailsPage *self)
{
  if (get_sheet (self) == NULL)
    return;
  fill_choices (self);
  update (self);
}

static void
proposed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpDetailsPage) self = data;
  gint64 kept = 0;
  gboolean unserved = FALSE;
  g_autoptr (KpSubject) subject =
      kp_subject_proposal_find_finish (result, &kept, &unserved, NULL);

  if (self->typed || get_sheet (self) == NULL)
    return;
  self->unserved = unserved;
  if (subject == NULL)
    return;
  if (kept != 0)
    select_kept (self, kept);
  fill (self, subject);
}

static void
propose (KpDetailsPage *self, KpJobSheet *sheet)
{
  kp_subject_proposal_find_async (sheet, self->cancellable, proposed_cb,
                                  g_object_ref (self));
}

/* Its name is that of the kept details that were chosen, else what new ones are to be kept
 * as. */
static void
load_draft (KpDetailsPage *self, KpJobSheet *sheet, KpSubject *draft)
{
  const char *name = kp_subject_get_name (draft);
  KpSubject *kept = kp_subject_list_find_by_name (kp_desk_get_subjects (sheet->desk), name);

  if (kept != NULL)
    select_kept (self, kp_subject_get_id (kept));
  else if (*name != '\0')
    {
      self->named = TRUE;
      self->filling = TRUE;
      gtk_editable_set_text (GTK_EDITABLE (self->name), name);
      self->filling = FALSE;
    }
  fill (self, draft);
}

/* What was typed; what the job has; else what is proposed. */
static void
load (KpDetailsPage *self, KpJobSheet *sheet)
{
  g_autoptr (KpSubject) draft =
      sheet->job->draft != NULL ? kp_subject_from_json (sheet->job->draft, NULL) : NULL;

  self->typed = draft != NULL;
  self->named = FALSE;
  self->unserved = FALSE;
  if (draft != NULL)
    {
      load_draft (self, sheet, draft);
      return;
    }
  if (sheet->subject != NULL)
    {
      select_kept (self, sheet->job->subject_id);
      fill (self, sheet->subject);
      return;
    }
  fill (self, NULL);
  propose (self, sheet);
}

static void
kp_details_page_show (KpJobPage *page, KpJobSheet *sheet)
{
  KpDetailsPage *self = KP_DETAILS_PAGE (page);
  gboolean first = self->job != sheet->job->id;
  gboolean renews = sheet->job->kind == KP_JOB_RENEW;
  g_autofree char *intro = renews ? kp_job_sheet_describe_renewal (sheet) : NULL;

  gtk_label_set_text (self->intro, renews ? intro : "");
  gtk_widget_set_visible (GTK_WIDGET (self->intro), renews);
  kp_details_fields_set_profile (self->fields, sheet->profile);
  if (first)
    {
      self->job = sheet->job->id;
      fill_choices (self);
      g_signal_connect_object (kp_desk_get_subjects (sheet->desk), "changed",
                               G_CALLBACK (subjects_changed_cb), self, G_CONNECT_SWAPPED);
    }
  if (first || self->anew || g_strcmp0 (self->loaded, sheet->job->subject) != 0)
    {
      self->anew = FALSE;
      g_free (self->loaded);
      self->loaded = g_strdup (sheet->job->subject);
      load (self, sheet);
    }
  else if (self->unserved && !self->typed)
    propose (self, sheet);
  update (self);
}

static char *
kp_details_page_dup_draft (KpJobPage *page)
{
  KpDetailsPage *self = KP_DETAILS_PAGE (page);
  KpSubject *kept = get_kept (self);
  g_autoptr (KpSubject) subject = NULL;
  g_autofree char *name = NULL;

  if (!self->typed && !self->named)
    return NULL;
  subject = kp_details_fields_dup_subject (self->fields);
  name = kept != NULL ? g_strdup (kp_subject_get_name (kept))
                      : kp_entry_row_dup_text (self->name);
  if (kept != NULL || self->named)
    kp_subject_set_name (subject, name);
  return kp_subject_to_json (subject);
}

static void
send (KpDetailsPage *self, KpSubject *subject)
{
  g_autofree char *json = kp_subject_to_json (subject);
  const KpJobInput input = { .subject = json, .subject_id = kp_subject_get_id (subject) };

  kp_job_page_send (KP_JOB_PAGE (self), &input);
}

/* Details on their way: kept first, then found right, then given to the job. */
typedef struct
{
  KpDetailsPage *page;
  KpSubject *subject;
} Giving;

static void
giving_free (Giving *self)
{
  g_object_unref (self->subject);
  g_object_unref (self->page);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Giving, giving_free)

static void
verified_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Giving) self = data;

  /* That it could not be noted keeps nobody from going on. */
  kp_store_verify_subject_finish (KP_STORE (source), result, NULL);
  send (self->page, self->subject);
}

/* @self: (transfer full) */
static void
verify (Giving *self)
{
  KpJobSheet *sheet = get_sheet (self->page);

  if (sheet == NULL)
    giving_free (self); /* closed meanwhile */
  else
    kp_store_verify_subject_async (kp_desk_get_store (sheet->desk),
                                   kp_subject_get_id (self->subject), NULL, verified_cb,
                                   self);
}

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Giving) self = data;
  g_autoptr (GError) error = NULL;

  if (kp_store_save_subject_finish (KP_STORE (source), result, &error))
    verify (g_steal_pointer (&self));
  else
    {
      update (self->page);
      kp_job_page_fail (KP_JOB_PAGE (self->page), error->message);
    }
}

static void
kp_details_page_give (KpJobPage *page)
{
  KpDetailsPage *self = KP_DETAILS_PAGE (page);
  KpSubject *kept = get_kept (self);
  g_autoptr (KpSubject) subject = kp_details_fields_dup_subject (self->fields);
  g_autofree char *name = kp_entry_row_dup_text (self->name);
  gboolean keep = will_keep (self);
  Giving *giving;

  if (kept == NULL && keep && find_of_name (self, name) != NULL)
    {
      kept = find_of_name (self, name);
      keep = FALSE;
    }
  if (kept != NULL && (keep || kp_subject_get_differences (kept, subject) == 0))
    {
      kp_subject_set_name (subject, kp_subject_get_name (kept));
      kp_subject_set_id (subject, kp_subject_get_id (kept));
    }
  else if (keep)
    kp_subject_set_name (subject, name);
  else
    {
      send (self, subject);
      return;
    }
  /* Once is enough. */
  kp_job_page_set_ready (page, FALSE);
  giving = g_new0 (Giving, 1);
  giving->page = g_object_ref (self);
  giving->subject = g_object_ref (subject);
  if (keep)
    kp_store_save_subject_async (kp_desk_get_store (get_sheet (self)->desk), subject, NULL,
                                 kept_cb, giving);
  else
    verify (giving);
}

static void
kp_details_page_forget (KpJobPage *page)
{
  KP_DETAILS_PAGE (page)->anew = TRUE;
}

static void
kp_details_page_dispose (GObject *object)
{
  KpDetailsPage *self = KP_DETAILS_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  /* Its rows still tell of their end. */
  self->filling = TRUE;
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_DETAILS_PAGE);
  g_clear_object (&self->choices);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (kp_details_page_parent_class)->dispose (object);
}

static void
kp_details_page_finalize (GObject *object)
{
  g_free (KP_DETAILS_PAGE (object)->loaded);

  G_OBJECT_CLASS (kp_details_page_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, KpDetailsPage, intro);
  gtk_widget_class_bind_template_child (widget_class, KpDetailsPage, kept);
  gtk_widget_class_bind_template_child (widget_class, KpDetailsPage, kept_group);
  gtk_widget_class_bind_template_child (widget_class, KpDetailsPage, fields);
  gtk_widget_class_bind_template_child (widget_class, KpDetailsPage, visitors);
  gtk_widget_class_bind_template_child (widget_class, KpDetailsPage, missing);
  gtk_widget_class_bind_template_child (widget_class, KpDetailsPage, keep_row);
  gtk_widget_class_bind_template_child (widget_class, KpDetailsPage, keep);
  gtk_widget_class_bind_template_child (widget_class, KpDetailsPage, name);
  gtk_widget_class_bind_template_child (widget_class, KpDetailsPage, name_problem);
  gtk_widget_class_bind_template_callback (widget_class, kept_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, keep_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, name_changed_cb);
}

static void
kp_details_page_class_init (KpDetailsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_details_page_dispose;
  object_class->finalize = kp_details_page_finalize;
  KP_JOB_PAGE_CLASS (klass)->show = kp_details_page_show;
  KP_JOB_PAGE_CLASS (klass)->give = kp_details_page_give;
  KP_JOB_PAGE_CLASS (klass)->dup_draft = kp_details_page_dup_draft;
  KP_JOB_PAGE_CLASS (klass)->forget = kp_details_page_forget;

  g_type_ensure (KP_TYPE_DETAILS_FIELDS);
  g_type_ensure (KP_TYPE_ENTRY_ROW);
  g_type_ensure (KP_TYPE_PROBLEM_ROW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/assistant/details-page.ui");
  bind_children (widget_class);
}

static void
kp_details_page_init (KpDetailsPage *self)
{
  self->cancellable = g_cancellable_new ();
  self->choices = g_list_store_new (KP_TYPE_CHOICE);
  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  g_object_set (self->name, "max-length", KP_SUBJECT_MAX_NAME, NULL);
  g_signal_connect_object (self->fields, "changed", G_CALLBACK (fields_changed_cb), self,
                           G_CONNECT_SWAPPED);
  kp_choice_set_up (self->kept, _ ("Details"));
  gtk_drop_down_set_model (self->kept, G_LIST_MODEL (self->choices));
  self->filling = FALSE;
}
