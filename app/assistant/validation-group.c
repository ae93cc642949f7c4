/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "assistant/validation-group.h"

#include <glib/gi18n.h>

#include "assistant/customer-letter.h"
#include "assistant/letter-window.h"
#include "core/base/time-text.h"
#include "core/check/record-line.h"
#include "core/dns/zone.h"
#include "core/job/validation-letter.h"
#include "widget/compat.h"
#include "widget/copy-text.h"
#include "widget/evidence-row.h"
#include "widget/letter-bar.h"
#include "widget/problem-row.h"
#include "widget/wrap-box.h"

struct _KpValidationGroup
{
  AdwBin parent_instance;

  GtkWidget *paste;
  AdwActionRow *record_row;
  KpProblemRow *problem;
  AdwActionRow *seen_row;
  GtkSpinner *spinner;
  GtkWidget *again;
  GtkWidget *copies;
  GtkListBox *resolvers;
  GtkLabel *beside;
  GtkLabel *remove;
  KpLetterBar *letter;

  KpJobSheet *sheet;          /* (nullable) */
  KpValidationRecord *record; /* (nullable) */
  char *ca;                   /* (nullable): who asks for it */
  GCancellable *cancellable;  /* of looking */
};

enum
{
  PASTED,
  FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KpValidationGroup, kp_validation_group, ADW_TYPE_BIN)

static const char *
get_zone (KpValidationGroup *self)
{
  return self->sheet->seen != NULL ? self->sheet->seen->zone : NULL;
}

static char *
dup_relative_host (KpValidationGroup *self)
{
  g_autoptr (KpZone) guess = NULL;

  if (get_zone (self) != NULL)
    return kp_dns_relative_host (self->record->name, get_zone (self));
  guess = kp_zone_new_guess (kp_site_get_host (self->sheet->site));
  return kp_dns_relative_host (self->record->name, guess->apex);
}

/* RFC 1034 section 3.6.2: the site's own CNAME leaves no room for a TXT beside it. */
static gboolean
has_room (KpValidationGroup *self)
{
  const KpDnsPlan *plan = self->sheet->plan;
  KpSite *site = self->sheet->site;

  return kp_validation_letter_has_room (self->record, site,
                                        self->sheet->job->validation_sights)
         && (!g_str_equal (self->record->name, kp_site_get_host (site)) || plan == NULL
             || plan->set == NULL || plan->set->type != KP_RECORD_CNAME);
}

/* What no other record can stand beside, or what can't stand beside a CNAME. */
static char *
describe_in_way (KpValidationGroup *self)
{
  const KpValidationRecord *record = self->record;
  GPtrArray *sights = self->sheet->job->validation_sights;
  g_auto (GStrv) in_way =
      kp_record_sights_list_in_way (sights, record->type, record->value);
  g_auto (GStrv) aliases = kp_record_sights_list_aliases (sights, record->type);
  g_autofree char *list = g_strjoinv (", ", *in_way != NULL ? in_way : aliases);

  if (*in_way != NULL)
    /* Translators: %s is a list of DNS records. */
    return g_strdup_printf (_ ("Remove first: %s"), list);
  if (*aliases == NULL)
    return NULL;
  /* Translators: %s is a DNS record: "CNAME x.example.com". */
  return g_strdup_printf (_ ("There is an alias: %s. Add the record where it leads, or "
                             "remove it first if nobody needs it."),
                          list);
}

static void
show_in_way (KpValidationGroup *self, gboolean shown)
{
  g_autofree char *text = shown ? describe_in_way (self) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->remove), text != NULL);
  gtk_label_set_text (self->remove, text != NULL ? text : "");
}

static void
show_record (KpValidationGroup *self)
{
  gboolean there = self->record != NULL;
  gboolean room = there && has_room (self);

  if (there)
    {
      g_autofree char *title =
          g_strdup_printf ("%s %s", self->record->type, self->record->name);

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->record_row), title);
      adw_action_row_set_subtitle (self->record_row, self->record->value);
    }
  else
    {
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->record_row),
                                     _ ("None is noted"));
      adw_action_row_set_subtitle (self->record_row, "");
    }
  gtk_widget_set_visible (GTK_WIDGET (self->seen_row), there);
  gtk_widget_set_visible (self->copies, there);
  gtk_widget_set_visible (GTK_WIDGET (self->beside), there && !room);
  show_in_way (self, room);
}

static void
show_looking (KpValidationGroup *self, gboolean looking)
{
  gtk_spinner_set_spinning (self->spinner, looking);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), looking);
  gtk_widget_set_visible (self->again, !looking);
}

static void
show_sights (KpValidationGroup *self)
{
  const KpJob *job = self->sheet->job;
  GPtrArray *sights = self->record != NULL ? job->validation_sights : NULL;
  g_autoptr (GPtrArray) lines = kp_record_lines_new (sights);
  g_autofree char *text = NULL;
  g_autofree char *when = NULL;
  g_autofree char *asked = NULL;

  kp_evidence_rows_update (self->resolvers, lines, NULL, NULL, self->sheet->now);
  text = sights != NULL ? kp_record_sights_describe (sights)
                        : g_strdup (_ ("Nobody was asked for it yet"));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->seen_row), text);
  if (sights != NULL)
    {
      when =
          kp_time_format_moment (kp_record_sights_get_asked_at (sights), self->sheet->now);
      /* Translators: %s is a moment ("14:35", "Tuesday 14:35"). */
      asked = g_strdup_printf (_ ("Asked %s"), when);
    }
  adw_action_row_set_subtitle (self->seen_row, asked != NULL ? asked : "");
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpValidationGroup) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) jobs =
      kp_record_watch_look_finish (KP_RECORD_WATCH (source), result, &error);

  if (self->sheet == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* another is looked for, or the window is closed */
  show_looking (self, FALSE);
  if (jobs == NULL)
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->seen_row), error->message);
}

static void
stop (KpValidationGroup *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

/* The job keeps what is seen, and is shown anew by that. */
static void
look (KpValidationGroup *self, KpRecordLook how)
{
  g_autoptr (GPtrArray) sites = g_ptr_array_new ();

  stop (self);
  self->cancellable = g_cancellable_new ();
  show_looking (self, TRUE);
  g_ptr_array_add (sites, self->sheet->site);
  kp_record_watch_look_async (kp_desk_get_record_watch (self->sheet->desk), sites, how,
                              self->cancellable, looked_cb, g_object_ref (self));
}

static void
pasted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpValidationGroup) self = data;
  g_autofree char *text =
      gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
  g_autoptr (KpValidationRecord) record = NULL;
  g_autoptr (GError) error = NULL;

  if (self->sheet == NULL)
    return;
  record = kp_validation_record_parse (text != NULL ? text : "",
                                       kp_site_get_host (self->sheet->site),
                                       get_zone (self), &error);
  kp_problem_row_set_text (self->problem, record == NULL ? error->message : NULL);
  if (record != NULL)
    g_signal_emit (self, signals[PASTED], 0, record);
}

static void
paste_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (widget), NULL, pasted_cb,
                                 g_object_ref (widget));
}

static void
again_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpValidationGroup *self = KP_VALIDATION_GROUP (widget);

  if (self->record != NULL)
    look (self, KP_RECORD_LOOK_NOW);
}

static void
copy_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpValidationGroup *self = KP_VALIDATION_GROUP (widget);
  const char *what = g_variant_get_string (parameter, NULL);
  g_autofree char *text = NULL;

  if (self->record == NULL)
    return;
  if (g_str_equal (what, "host"))
    {
      text = dup_relative_host (self);
      kp_copy_text (widget, text, _ ("Host copied"));
    }
  else if (g_str_equal (what, "line"))
    {
      text = kp_validation_record_format_zone_line (self->record);
      kp_copy_text (widget, text, _ ("Zone line copied"));
    }
  else
    kp_copy_text (widget, self->record->value, _ ("Value copied"));
}

static void
write_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpValidationGroup *self = KP_VALIDATION_GROUP (widget);
  GtkRoot *root = gtk_widget_get_root (widget);

  if (self->record == NULL || !GTK_IS_WINDOW (root))
    return;
  gtk_window_present (GTK_WINDOW (kp_letter_window_new_record (
      self->sheet->desk, self->sheet->site, GTK_WINDOW (root))));
}

static void
fail (KpValidationGroup *self, const char *text)
{
  g_signal_emit (self, signals[FAILED], 0, text);
}

/* For the bar. */
static KpLetter *
write_letter (gpointer data, const char *language, char **address)
{
  KpValidationGroup *self = data;
  const KpJobSheet *sheet = self->sheet;
  KpInstructionsPlan plan = { NULL };
  g_autoptr (GError) error = NULL;
  KpLetter *letter;

  if (sheet == NULL || self->record == NULL)
    return NULL;
  plan.site = sheet->site;
  plan.customer = kp_customer_list_find (kp_desk_get_customers (sheet->desk),
                                         kp_site_get_customer_id (sheet->site));
  plan.observation = sheet->seen;
  plan.sender = kp_letter_get_sender ();
  plan.language = language;
  if (kp_job_waits_for_record (sheet->job) && sheet->verdict != NULL)
    plan.needed_by = sheet->verdict->summary.next.due;
  plan.now = sheet->now;
  *address =
      g_strdup (plan.customer != NULL ? kp_customer_get_email (plan.customer) : NULL);
  letter = kp_validation_letter_write (self->record, &plan, self->ca,
                                       sheet->job->validation_sights, &error);
  if (letter == NULL)
    g_debug ("The letter could not be written: %s", error->message);
  return letter;
}

static void
kp_validation_group_dispose (GObject *object)
{
  KpValidationGroup *self = KP_VALIDATION_GROUP (object);

  stop (self);
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_VALIDATION_GROUP);
  g_clear_pointer (&self->sheet, kp_job_sheet_unref);

  G_OBJECT_CLASS (kp_validation_group_parent_class)->dispose (object);
}

static void
kp_validation_group_finalize (GObject *object)
{
  kp_validation_record_free (KP_VALIDATION_GROUP (object)->record);
  g_free (KP_VALIDATION_GROUP (object)->ca);

  G_OBJECT_CLASS (kp_validation_group_parent_class)->finalize (object);
}

static void
kp_validation_group_class_init (KpValidationGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_validation_group_dispose;
  object_class->finalize = kp_validation_group_finalize;

  signals[PASTED] = g_signal_new ("pasted", KP_TYPE_VALIDATION_GROUP, G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[FAILED] = g_signal_new ("failed", KP_TYPE_VALIDATION_GROUP, G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_install_action (widget_class, "validation.paste", NULL, paste_activated);
  gtk_widget_class_install_action (widget_class, "validation.again", NULL, again_activated);
  gtk_widget_class_install_action (widget_class, "validation.copy", "s", copy_activated);
  gtk_widget_class_install_action (widget_class, "validation.write", NULL, write_activated);
  g_type_ensure (KP_TYPE_LETTER_BAR);
  g_type_ensure (KP_TYPE_PROBLEM_ROW);
  g_type_ensure (KP_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/assistant/validation-group.ui");
  gtk_widget_class_bind_template_child (widget_class, KpValidationGroup, paste);
  gtk_widget_class_bind_template_child (widget_class, KpValidationGroup, record_row);
  gtk_widget_class_bind_template_child (widget_class, KpValidationGroup, problem);
  gtk_widget_class_bind_template_child (widget_class, KpValidationGroup, seen_row);
  gtk_widget_class_bind_template_child (widget_class, KpValidationGroup, spinner);
  gtk_widget_class_bind_template_child (widget_class, KpValidationGroup, again);
  gtk_widget_class_bind_template_child (widget_class, KpValidationGroup, copies);
  gtk_widget_class_bind_template_child (widget_class, KpValidationGroup, resolvers);
  gtk_widget_class_bind_template_child (widget_class, KpValidationGroup, beside);
  gtk_widget_class_bind_template_child (widget_class, KpValidationGroup, remove);
  gtk_widget_class_bind_template_child (widget_class, KpValidationGroup, letter);
}

static void
kp_validation_group_init (KpValidationGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kp_compat_set_name (self->paste, _ ("Paste Validation Record"));
  kp_letter_bar_set_up (self->letter, KP_LETTER_VALIDATION, FALSE, write_letter, self);
  g_signal_connect_object (self->letter, "failed", G_CALLBACK (fail), self,
                           G_CONNECT_SWAPPED);
}

static gboolean
is_same (const KpValidationRecord *record, const KpRenewal *renewal)
{
  return record != NULL && renewal != NULL
         && g_strcmp0 (record->name, renewal->validation_name) == 0
         && g_strcmp0 (record->type, renewal->validation_type) == 0
         && g_strcmp0 (record->value, renewal->validation_value) == 0;
}

static void
take_record (KpValidationGroup *self, const KpRenewal *renewal)
{
  g_clear_pointer (&self->record, kp_validation_record_free);
  if (renewal == NULL || renewal->validation_name == NULL)
    return;
  self->record = g_new0 (KpValidationRecord, 1);
  self->record->name = g_strdup (renewal->validation_name);
  self->record->type = g_strdup (renewal->validation_type);
  self->record->value = g_strdup (renewal->validation_value);
  kp_problem_row_set_text (self->problem, NULL);
}

static void
set_sheet (KpValidationGroup *self, KpJobSheet *sheet)
{
  kp_job_sheet_ref (sheet);
  g_clear_pointer (&self->sheet, kp_job_sheet_unref);
  self->sheet = sheet;
}

static void
draw (KpValidationGroup *self)
{
  show_record (self);
  show_sights (self);
  kp_letter_bar_update (self->letter, kp_site_get_host (self->sheet->site));
}

void
kp_validation_group_show (KpValidationGroup *self, KpJobSheet *sheet,
                          const KpRenewal *renewal)
{
  gboolean same = is_same (self->record, renewal);

  g_return_if_fail (KP_IS_VALIDATION_GROUP (self));

  set_sheet (self, sheet);
  g_free (self->ca);
  self->ca = g_strdup (renewal != NULL ? renewal->ca : NULL);
  if (!same)
    {
      stop (self);
      show_looking (self, FALSE);
      take_record (self, renewal);
    }
  draw (self);
  if (!same && self->record != NULL)
    look (self, KP_RECORD_LOOK_EXPIRED);
}

void
kp_validation_group_follow (KpValidationGroup *self, KpJobSheet *sheet)
{
  g_return_if_fail (KP_IS_VALIDATION_GROUP (self));
  g_return_if_fail (sheet != NULL);

  set_sheet (self, sheet);
  draw (self);
}
