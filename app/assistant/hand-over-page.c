/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "assistant/hand-over-page.h"

#include <glib/gi18n.h>

#include "assistant/reply-group.h"
#include "core/base/host-name.h"
#include "core/helpdesk/form-link.h"
#include "widget/copy-row.h"
#include "widget/copy-text.h"
#include "widget/entry-row.h"
#include "widget/link.h"
#include "widget/problem-row.h"

struct _KpHandOverPage
{
  KpJobPage parent_instance;

  GtkLabel *intro;
  GtkButton *open;
  AdwPreferencesGroup *fields;
  KpReplyGroup *answer_to;
  KpEntryRow *target;
  KpProblemRow *target_problem;
  GtkLabel *usual;
  KpEntryRow *ticket;

  GPtrArray *rows;
  gint64 job;           /* for which the fields were filled */
  gboolean typed;       /* the target, by the user */
  gboolean has_address; /* where to answer, likewise */
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (KpHandOverPage, kp_hand_over_page, KP_TYPE_JOB_PAGE)

static KpJobSheet *
get_sheet (KpHandOverPage *self)
{
  return kp_job_page_get_sheet (KP_JOB_PAGE (self));
}

static gboolean
needs (KpHandOverPage *self, KpJobNeed need)
{
  return (kp_job_sheet_get_needs (get_sheet (self)) & need) != 0;
}

static void
copy_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpHandOverPage *self = KP_HAND_OVER_PAGE (widget);
  g_autofree char *value = NULL;
  g_autofree char *said = NULL;
  const char *id, *label;

  if (get_sheet (self) == NULL)
    return;
  g_variant_get (parameter, "(&s&s)", &id, &label);
  value = kp_job_sheet_dup_field (get_sheet (self), id);
  /* Translators: %s is the label of a field. */
  said = g_strdup_printf (_ ("%s copied"), label);
  kp_copy_text (widget, value, said);
}

static void
add_field (KpHandOverPage *self, const KpProfileField *field)
{
  g_autofree char *value = kp_job_sheet_dup_field (get_sheet (self), field->id);
  GtkWidget *row = *value != '\0'
                       ? kp_copy_row_new (field->label, value, "hand-over.copy",
                                          g_variant_new ("(ss)", field->id, field->label))
                       /* Nothing is there to be copied. */
                       : kp_copy_row_new (field->label, "–", NULL, NULL);

  adw_preferences_group_add (self->fields, row);
  g_ptr_array_add (self->rows, row);
}

static void
show_fields (KpHandOverPage *self, KpJobSheet *sheet)
{
  gboolean now = sheet->job->step == KP_JOB_STEP_HAND_OVER;

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->fields, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0;
       sheet->profile != NULL && i < kp_profile_get_fields (sheet->profile)->len; i++)
    add_field (self, g_ptr_array_index (kp_profile_get_fields (sheet->profile), i));
  gtk_widget_set_visible (GTK_WIDGET (self->fields), now && self->rows->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->answer_to), now);
}

static char *
describe (KpHandOverPage *self, KpJobSheet *sheet)
{
  const char *provider = kp_job_sheet_get_provider (sheet);

  if (sheet->job->step == KP_JOB_STEP_WAIT_PROVIDER)
    /* Translators: %s is a provider. */
    return g_strdup_printf (_ ("Waiting for the answer of %s."), provider);
  if (kp_job_sheet_is_form (sheet))
    return g_strdup_printf (
        /* Translators: %s is a provider. */
        _ ("Fill in the form of %s with these values. Keyplate sends nothing by itself."),
        provider);
  return g_strdup_printf (
      /* Translators: a provider, and by what its requests are sent ("Email"). */
      _ ("%s takes this as a request, by: %s. Hand it over there with these values."),
      provider, kp_job_sheet_get_channel (sheet));
}

static void
show_open (KpHandOverPage *self, KpJobSheet *sheet)
{
  const char *uri =
      sheet->profile != NULL ? kp_profile_get_form_uri (sheet->profile) : NULL;
  g_autofree char *label = NULL;

  /* Translators: %s is a provider. */
  label = g_strdup_printf (_ ("Open %s"), kp_job_sheet_get_provider (sheet));
  gtk_button_set_label (self->open, label);
  gtk_widget_set_visible (GTK_WIDGET (self->open), uri != NULL);
}

/* What is proposed; nothing of it is used before the button is pressed. */
static const char *
propose_target (KpJobSheet *sheet)
{
  if (sheet->job->target != NULL)
    return sheet->job->target;
  if (kp_site_get_target (sheet->site) != NULL)
    return kp_site_get_target (sheet->site);
  return sheet->profile != NULL ? kp_profile_get_target (sheet->profile) : NULL;
}

static gboolean
wants_target (KpHandOverPage *self)
{
  KpJobSheet *sheet = get_sheet (self);

  return needs (self, KP_JOB_NEED_TARGET)
         || (sheet->job->target != NULL && kp_job_sheet_is_form (sheet));
}

static void
update (KpHandOverPage *self)
{
  g_autofree char *problem = NULL;
  g_autofree char *text = NULL;
  gboolean asked;

  if (get_sheet (self) == NULL)
    return;
  asked = wants_target (self);
  text = kp_entry_row_dup_text (self->target);
  if (asked)
    problem = kp_job_sheet_find_target_problem (get_sheet (self), text);
  kp_entry_row_set_problem (self->target, problem);
  kp_problem_row_set_text (self->target_problem, problem);
  kp_job_page_set_ready (KP_JOB_PAGE (self), !asked || (problem == NULL && *text != '\0'));
}

static void
target_changed_cb (KpHandOverPage *self)
{
  if (self->filling)
    return;
  self->typed = TRUE;
  update (self);
}

static void
answer_to_typed_cb (KpHandOverPage *self)
{
  self->has_address = TRUE;
}

/* Lines of the draft: the target, the ticket, and where to answer. */
static void
take_draft (KpHandOverPage *self, KpJobSheet *sheet)
{
  const char *ticket = sheet->job->ticket;
  g_auto (GStrv) draft =
      g_strsplit (sheet->job->draft != NULL ? sheet->job->draft : "", "\n", 3);
  guint n = g_strv_length (draft);

  self->typed = n > 1;
  self->has_address = n > 2;
  if (self->typed)
    gtk_editable_set_text (GTK_EDITABLE (self->target), draft[0]);
  if (n > 1)
    ticket = draft[1];
  gtk_editable_set_text (GTK_EDITABLE (self->ticket), ticket != NULL ? ticket : "");
  if (self->has_address)
    kp_reply_group_set_address (self->answer_to, draft[2]);
}

static void
show_answer (KpHandOverPage *self, KpJobSheet *sheet)
{
  const char *usual =
      sheet->profile != NULL ? kp_profile_get_target (sheet->profile) : NULL;
  const char *proposed = propose_target (sheet);
  gboolean asked = wants_target (self);
  g_autofree char *text = NULL;

  self->filling = TRUE;
  if (self->job != sheet->job->id)
    take_draft (self, sheet);
  if (!self->typed)
    gtk_editable_set_text (GTK_EDITABLE (self->target), proposed != NULL ? proposed : "");
  if (!self->has_address)
    kp_reply_group_set_address (
        self->answer_to, sheet->subject != NULL
                             ? kp_subject_get_field (sheet->subject, KP_SUBJECT_EMAIL)
                             : NULL);
  self->filling = FALSE;
  self->job = sheet->job->id;
  if (usual != NULL)
    /* Translators: %s is a host name: the one that the provider usually gives. */
    text = g_strdup_printf (_ ("Usual: %s, check it"), usual);
  gtk_label_set_text (self->usual, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->target), asked);
  gtk_widget_set_visible (GTK_WIDGET (self->usual), asked && text != NULL);
}

static void
kp_hand_over_page_show (KpJobPage *page, KpJobSheet *sheet)
{
  KpHandOverPage *self = KP_HAND_OVER_PAGE (page);
  g_autofree char *intro = describe (self, sheet);

  gtk_label_set_text (self->intro, intro);
  show_open (self, sheet);
  show_fields (self, sheet);
  show_answer (self, sheet);
  if (sheet->job->step == KP_JOB_STEP_WAIT_PROVIDER)
    kp_job_page_set_button (page, needs (self, KP_JOB_NEED_TARGET)
                                      ? _ ("Use This Host Name")
                                      : _ ("The Provider Has Answered"));
  else
    kp_job_page_set_button (page, _ ("I Handed It Over"));
  update (self);
}

static void
kp_hand_over_page_give (KpJobPage *page)
{
  KpHandOverPage *self = KP_HAND_OVER_PAGE (page);
  KpJobStep step = get_sheet (self)->job->step;
  g_autofree char *target = kp_entry_row_dup_text (self->target);
  g_autofree char *ticket = kp_entry_row_dup_text (self->ticket);
  const KpJobInput input = { .handed_over = step == KP_JOB_STEP_HAND_OVER,
                             .answered = step == KP_JOB_STEP_WAIT_PROVIDER,
                             .ticket = ticket,
                             .target = wants_target (self) ? target : NULL };

  kp_job_page_send (page, &input);
}

/* A line each, as in take_draft(). */
static char *
kp_hand_over_page_dup_draft (KpJobPage *page)
{
  KpHandOverPage *self = KP_HAND_OVER_PAGE (page);
  g_autofree char *target = kp_entry_row_dup_text (self->target);
  g_autofree char *ticket = kp_entry_row_dup_text (self->ticket);
  g_autofree char *address = kp_reply_group_dup_text (self->answer_to);
  const KpJob *job = get_sheet (self)->job;
  const char *kept = job->ticket;
  gboolean has_address = self->has_address && job->step == KP_JOB_STEP_HAND_OVER;

  if (!self->typed && !has_address && g_strcmp0 (ticket, kept != NULL ? kept : "") == 0)
    return NULL;
  return g_strjoin ("\n", target, ticket, has_address ? address : NULL, NULL);
}

/* A link that takes values is filled with them. */
static void
open_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpHandOverPage *self = KP_HAND_OVER_PAGE (widget);
  KpJobSheet *sheet = get_sheet (self);
  g_autoptr (KpOutgoing) outgoing = kp_outgoing_new ("", "", "");
  g_autofree char *uri = NULL;

  if (sheet == NULL || sheet->profile == NULL)
    return;
  for (guint i = 0; i < kp_profile_get_fields (sheet->profile)->len; i++)
    {
      const KpProfileField *field =
          g_ptr_array_index (kp_profile_get_fields (sheet->profile), i);
      g_autofree char *value = kp_job_sheet_dup_field (sheet, field->id);

      g_ptr_array_add (outgoing->fields,
                       kp_request_field_new (field->id, field->name, value));
    }
  outgoing->requestor = g_strdup (kp_reply_group_get_address (self->answer_to));
  uri = kp_form_link_fill (kp_profile_get_form_uri (sheet->profile), outgoing);
  kp_link_open (widget, uri);
}

static void
kp_hand_over_page_forget (KpJobPage *page)
{
  KP_HAND_OVER_PAGE (page)->job = 0;
}

static void
kp_hand_over_page_dispose (GObject *object)
{
  KpHandOverPage *self = KP_HAND_OVER_PAGE (object);

  /* Its rows still tell of their end. */
  self->filling = TRUE;
  g_ptr_array_set_size (self->rows, 0);
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_HAND_OVER_PAGE);

  G_OBJECT_CLASS (kp_hand_over_page_parent_class)->dispose (object);
}

static void
kp_hand_over_page_finalize (GObject *object)
{
  g_ptr_array_unref (KP_HAND_OVER_PAGE (object)->rows);

  G_OBJECT_CLASS (kp_hand_over_page_parent_class)->finalize (object);
}

static void
kp_hand_over_page_class_init (KpHandOverPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_hand_over_page_dispose;
  object_class->finalize = kp_hand_over_page_finalize;
  KP_JOB_PAGE_CLASS (klass)->show = kp_hand_over_page_show;
  KP_JOB_PAGE_CLASS (klass)->give = kp_hand_over_page_give;
  KP_JOB_PAGE_CLASS (klass)->dup_draft = kp_hand_over_page_dup_draft;
  KP_JOB_PAGE_CLASS (klass)->forget = kp_hand_over_page_forget;

  gtk_widget_class_install_action (widget_class, "hand-over.copy", "(ss)", copy_activated);
  gtk_widget_class_install_action (widget_class, "hand-over.open", NULL, open_activated);

  g_type_ensure (KP_TYPE_ENTRY_ROW);
  g_type_ensure (KP_TYPE_PROBLEM_ROW);
  g_type_ensure (KP_TYPE_REPLY_GROUP);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/assistant/hand-over-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KpHandOverPage, intro);
  gtk_widget_class_bind_template_child (widget_class, KpHandOverPage, open);
  gtk_widget_class_bind_template_child (widget_class, KpHandOverPage, fields);
  gtk_widget_class_bind_template_child (widget_class, KpHandOverPage, answer_to);
  gtk_widget_class_bind_template_child (widget_class, KpHandOverPage, target);
  gtk_widget_class_bind_template_child (widget_class, KpHandOverPage, target_problem);
  gtk_widget_class_bind_template_child (widget_class, KpHandOverPage, usual);
  gtk_widget_class_bind_template_child (widget_class, KpHandOverPage, ticket);
  gtk_widget_class_bind_template_callback (widget_class, answer_to_typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, target_changed_cb);
}

static void
kp_hand_over_page_init (KpHandOverPage *self)
{
  self->rows = g_ptr_array_new ();
  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  g_object_set (self->target, "max-length", KP_HOST_NAME_MAX + 64, NULL);
  g_object_set (self->ticket, "max-length", KP_JOB_MAX_TEXT, NULL);
  self->filling = FALSE;
}
