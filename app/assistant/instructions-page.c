/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "assistant/instructions-page.h"

#include <glib/gi18n.h>

#include "assistant/record-grid.h"
#include "core/base/plain-text.h"
#include "core/job/instructions.h"
#include "widget/compat.h"
#include "widget/letter-bar.h"

#define MAX_DATA 100

struct _KpInstructionsPage
{
  KpJobPage parent_instance;

  AdwActionRow *customer_row;
  GtkCheckButton *customer;
  GtkCheckButton *you;
  GtkWidget *table;
  GtkGrid *records;
  GtkLabel *remove;
  GtkLabel *note;
  AdwPreferencesGroup *advice;
  KpLetterBar *letter;

  GPtrArray *rows;  /* of advice */
  gint64 job;       /* that is shown */
  gint64 handed_at; /* when that was handed over: once more is something else to tell */
  guint told;       /* flags of KpTold */
  gboolean filling;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (KpInstructionsPage, kp_instructions_page, KP_TYPE_JOB_PAGE)

static KpJobSheet *
get_sheet (KpInstructionsPage *self)
{
  return kp_job_page_get_sheet (KP_JOB_PAGE (self));
}

static void
set_text (GtkLabel *label, const char *text)
{
  gtk_label_set_text (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}

static KpCustomer *
get_customer (KpJobSheet *sheet)
{
  return kp_customer_list_find (kp_desk_get_customers (sheet->desk),
                                kp_site_get_customer_id (sheet->site));
}

static KpDnsChanger
get_changer (KpInstructionsPage *self)
{
  return gtk_check_button_get_active (self->you) ? KP_DNS_CHANGER_YOU
                                                 : KP_DNS_CHANGER_CUSTOMER;
}

/* What was chosen and done before *OK, Got It*: "you 3". */
static void
take_draft (KpInstructionsPage *self, const KpJob *job)
{
  g_auto (GStrv) words = g_strsplit (job->draft != NULL ? job->draft : "", " ", 2);
  gboolean kept = g_strv_length (words) == 2;
  gboolean you = kept ? g_str_equal (words[0], "you") : job->changer == KP_DNS_CHANGER_YOU;
  guint64 told = 0;

  if (kept)
    g_ascii_string_to_unsigned (words[1], 10, 0, KP_TOLD_ALL, &told, NULL);
  self->told = job->told | (guint) told;
  self->filling = TRUE;
  gtk_check_button_set_active (you ? self->you : self->customer, TRUE);
  self->filling = FALSE;
}

static void
show_changer (KpInstructionsPage *self, KpJobSheet *sheet)
{
  KpCustomer *customer = get_customer (sheet);
  const char *who = NULL;

  if (customer != NULL && *kp_customer_get_dns_administrator (customer) != '\0')
    who = kp_customer_get_dns_administrator (customer);
  else if (customer != NULL)
    who = kp_customer_get_email (customer);
  adw_action_row_set_subtitle (self->customer_row, who != NULL ? who : "");
}

static char *
describe_remove (const KpDnsPlan *plan)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < plan->remove->len; i++)
    {
      const KpRecord *record = g_ptr_array_index (plan->remove, i);
      g_autofree char *data = kp_plain_text_shorten (record->data, MAX_DATA);

      g_string_append_printf (text, "%s%s %s", i > 0 ? ", " : "",
                              kp_record_type_to_string (record->type), data);
    }
  if (text->len == 0)
    return NULL;
  /* Translators: %s is a list of DNS records. */
  return g_strdup_printf (_ ("Remove first: %s"), text->str);
}

static void
show_plan (KpInstructionsPage *self, KpJobSheet *sheet)
{
  const KpDnsPlan *plan = sheet->plan;
  g_autofree char *remove = NULL;
  const char *note = NULL;
  gboolean needed = plan != NULL && plan->needed;

  if (plan == NULL)
    note = _ ("Where DNS must lead is not known yet.");
  else if (!needed)
    note = _ ("Nothing is to be changed: DNS leads where it must.");
  else
    note = plan->reason;
  if (needed)
    {
      remove = describe_remove (plan);
      kp_record_grid_show (self->records, plan, sheet->seen);
    }
  gtk_widget_set_visible (self->table, needed && !plan->impossible);
  set_text (self->remove, remove);
  set_text (self->note, note);
}

static void
add_advice (KpInstructionsPage *self, const char *icon, const char *style, char *title,
            const char *subtitle)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title", title,
                                 "subtitle", subtitle != NULL ? subtitle : "",
                                 "title-lines", 99, "subtitle-lines", 99, NULL);
  GtkWidget *image = g_object_new (GTK_TYPE_IMAGE, "icon-name", icon, "accessible-role",
                                   GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  gtk_widget_add_css_class (image, style);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), image);
  adw_preferences_group_add (self->advice, row);
  g_ptr_array_add (self->rows, row);
  g_free (title);
}

static void
advise_ttl (KpInstructionsPage *self, KpJobSheet *sheet)
{
  guint32 ttl = kp_instructions_find_old_ttl (sheet->history);

  if (ttl > KP_INSTRUCTIONS_LONG_TTL)
    add_advice (self, "dialog-warning-symbolic", "warning",
                /* Translators: %u is a number of seconds, far more than one. */
                g_strdup_printf (_ ("Lower the TTL (now %u s) a day before"), ttl),
                _ ("Caches keep the old record that long after the change."));
}

static void
advise_target (KpInstructionsPage *self, KpJobSheet *sheet)
{
  const KpFinding *finding =
      sheet->verdict != NULL
          ? kp_verdict_find (sheet->verdict, KP_FINDING_TLS_TARGET_NOT_READY)
          : NULL;

  if (finding == NULL || sheet->plan->set == NULL)
    return;
  add_advice (self, "preferences-system-time-symbolic", "warning",
              /* Translators: a target, and a host name that it should serve. */
              g_strdup_printf (_ ("%s doesn’t serve %s yet"), sheet->plan->set->data,
                               kp_site_get_label (sheet->site)),
              finding->fix);
}

static void
show_advice (KpInstructionsPage *self, KpJobSheet *sheet)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->advice, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  if (sheet->plan != NULL && sheet->plan->needed)
    {
      advise_ttl (self, sheet);
      advise_target (self, sheet);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->advice), self->rows->len > 0);
}

/* For the bar. What you do yourself goes to nobody else. */
static KpLetter *
write_letter (gpointer data, const char *language, char **address)
{
  KpInstructionsPage *self = data;
  KpJobSheet *sheet = get_sheet (self);
  KpCustomer *customer;

  if (sheet == NULL)
    return NULL;
  customer = get_changer (self) == KP_DNS_CHANGER_CUSTOMER ? get_customer (sheet) : NULL;
  *address = g_strdup (customer != NULL ? kp_customer_get_email (customer) : NULL);
  return kp_job_sheet_write_letter (sheet, get_changer (self), language);
}

static void
kp_instructions_page_show (KpJobPage *page, KpJobSheet *sheet)
{
  KpInstructionsPage *self = KP_INSTRUCTIONS_PAGE (page);
  gboolean now = sheet->job->step == KP_JOB_STEP_INSTRUCTIONS;
  gint64 handed_at = sheet->job->step_at[KP_JOB_STEP_HAND_OVER];

  if (self->job != sheet->job->id || self->handed_at != handed_at)
    {
      self->job = sheet->job->id;
      self->handed_at = handed_at;
      take_draft (self, sheet->job);
      show_changer (self, sheet);
    }
  show_plan (self, sheet);
  show_advice (self, sheet);
  kp_letter_bar_update (self->letter, kp_site_get_host (sheet->site));
  kp_job_page_set_button (page, now ? _ ("OK, Got It") : NULL);
  kp_job_page_set_ready (page, now);
}

static char *
kp_instructions_page_dup_draft (KpJobPage *page)
{
  KpInstructionsPage *self = KP_INSTRUCTIONS_PAGE (page);
  const KpJob *job = get_sheet (self)->job;

  if (job->step != KP_JOB_STEP_INSTRUCTIONS
      || (self->told == job->told && get_changer (self) == job->changer))
    return NULL;
  return g_strdup_printf (
      "%s %u", get_changer (self) == KP_DNS_CHANGER_YOU ? "you" : "customer", self->told);
}

static void
finish (KpInstructionsPage *self)
{
  const KpJobInput input = {
    .told = self->told, .finished = TRUE, .has_changer = TRUE, .changer = get_changer (self)
  };

  kp_job_page_send (KP_JOB_PAGE (self), &input);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpInstructionsPage) self = data;

  if (kp_compat_ask_finish (result) && get_sheet (self) != NULL)
    finish (self);
}

static GtkWindow *
get_window (KpInstructionsPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

static void
kp_instructions_page_give (KpJobPage *page)
{
  KpInstructionsPage *self = KP_INSTRUCTIONS_PAGE (page);

  if (self->told != KP_TOLD_NOTHING || !gtk_widget_get_visible (GTK_WIDGET (self->letter)))
    finish (self);
  else
    kp_compat_ask_async (get_window (self), _ ("Finish without copying the instructions?"),
                         _ ("Whoever changes the record has to know them."), _ ("Cancel"),
                         _ ("Finish"), FALSE, NULL, self->cancellable, answered_cb,
                         g_object_ref (self));
}

/* Who is told again later is told of the same job. */
static void
told_cb (KpInstructionsPage *self, guint how)
{
  self->told |= how;
  if (get_sheet (self) != NULL && get_sheet (self)->job->step == KP_JOB_STEP_DNS)
    {
      const KpJobInput input = { .told = self->told };

      kp_job_page_send (KP_JOB_PAGE (self), &input);
    }
}

static void
changer_toggled_cb (KpInstructionsPage *self)
{
  if (self->filling || get_sheet (self) == NULL)
    return;
  kp_letter_bar_update (self->letter, kp_site_get_host (get_sheet (self)->site));
  if (get_sheet (self)->job->step != KP_JOB_STEP_DNS
      || get_sheet (self)->job->changer == get_changer (self))
    return;
  const KpJobInput input = { .has_changer = TRUE, .changer = get_changer (self) };

  kp_job_page_send (KP_JOB_PAGE (self), &input);
}

static void
kp_instructions_page_forget (KpJobPage *page)
{
  KP_INSTRUCTIONS_PAGE (page)->job = 0;
}

static void
kp_instructions_page_dispose (GObject *object)
{
  KpInstructionsPage *self = KP_INSTRUCTIONS_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  /* Its buttons still tell of their end. */
  self->filling = TRUE;
  g_ptr_array_set_size (self->rows, 0);
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_INSTRUCTIONS_PAGE);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (kp_instructions_page_parent_class)->dispose (object);
}

static void
kp_instructions_page_finalize (GObject *object)
{
  g_ptr_array_unref (KP_INSTRUCTIONS_PAGE (object)->rows);

  G_OBJECT_CLASS (kp_instructions_page_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, KpInstructionsPage, customer_row);
  gtk_widget_class_bind_template_child (widget_class, KpInstructionsPage, customer);
  gtk_widget_class_bind_template_child (widget_class, KpInstructionsPage, you);
  gtk_widget_class_bind_template_child (widget_class, KpInstructionsPage, table);
  gtk_widget_class_bind_template_child (widget_class, KpInstructionsPage, records);
  gtk_widget_class_bind_template_child (widget_class, KpInstructionsPage, remove);
  gtk_widget_class_bind_template_child (widget_class, KpInstructionsPage, note);
  gtk_widget_class_bind_template_child (widget_class, KpInstructionsPage, advice);
  gtk_widget_class_bind_template_child (widget_class, KpInstructionsPage, letter);
  gtk_widget_class_bind_template_callback (widget_class, changer_toggled_cb);
}

static void
kp_instructions_page_class_init (KpInstructionsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_instructions_page_dispose;
  object_class->finalize = kp_instructions_page_finalize;
  KP_JOB_PAGE_CLASS (klass)->show = kp_instructions_page_show;
  KP_JOB_PAGE_CLASS (klass)->give = kp_instructions_page_give;
  KP_JOB_PAGE_CLASS (klass)->dup_draft = kp_instructions_page_dup_draft;
  KP_JOB_PAGE_CLASS (klass)->forget = kp_instructions_page_forget;

  g_type_ensure (KP_TYPE_LETTER_BAR);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/assistant/instructions-page.ui");
  bind_children (widget_class);
}

static void
kp_instructions_page_init (KpInstructionsPage *self)
{
  self->cancellable = g_cancellable_new ();
  self->rows = g_ptr_array_new ();
  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  kp_letter_bar_set_up (self->letter, KP_LETTER_INSTRUCTIONS, FALSE, write_letter, self);
  g_signal_connect_object (self->letter, "told", G_CALLBACK (told_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->letter, "failed", G_CALLBACK (kp_job_page_fail), self,
                           G_CONNECT_SWAPPED);
  self->filling = FALSE;
}
