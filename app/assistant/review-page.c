/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "assistant/review-page.h"

#include <glib/gi18n.h>

#include "core/model/subject-rules.h"
#include "widget/compat.h"

struct _KpReviewPage
{
  KpJobPage parent_instance;

  AdwPreferencesGroup *site;
  AdwPreferencesGroup *details;
  GtkWidget *edit_site;
  GtkWidget *edit_details;

  GPtrArray *site_rows;
  GPtrArray *detail_rows;
};

G_DEFINE_FINAL_TYPE (KpReviewPage, kp_review_page, KP_TYPE_JOB_PAGE)

static void
clear_rows (AdwPreferencesGroup *group, GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    adw_preferences_group_remove (group, g_ptr_array_index (rows, i));
  g_ptr_array_set_size (rows, 0);
}

static void
add_row (AdwPreferencesGroup *group, GPtrArray *rows, const char *title, const char *value)
{
  GtkWidget *row;

  if (value == NULL || *value == '\0')
    return;
  row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title", title, "subtitle",
                      value, "title-lines", 99, "subtitle-lines", 99, NULL);
  gtk_widget_add_css_class (row, "property");
  adw_preferences_group_add (group, row);
  g_ptr_array_add (rows, row);
}

static void
show_site (KpReviewPage *self, KpJobSheet *sheet)
{
  const char *target =
      sheet->profile != NULL
          ? kp_profile_effective_target (sheet->profile, kp_site_get_target (sheet->site))
          : NULL;

  clear_rows (self->site, self->site_rows);
  add_row (self->site, self->site_rows, _ ("Site name"), kp_site_get_label (sheet->site));
  add_row (self->site, self->site_rows, _ ("Provider"), kp_job_sheet_get_provider (sheet));
  add_row (self->site, self->site_rows, _ ("Customer"), kp_site_get_customer (sheet->site));
  add_row (self->site, self->site_rows, _ ("Target"), target);
  add_row (self->site, self->site_rows, _ ("Handed over by"),
           kp_job_sheet_get_channel (sheet));
}

static void
show_details (KpReviewPage *self, KpJobSheet *sheet)
{
  g_autofree char *visible = NULL;

  clear_rows (self->details, self->detail_rows);
  if (sheet->subject == NULL)
    return;
  for (int i = 0; i < KP_SUBJECT_N_FIELDS; i++)
    add_row (self->details, self->detail_rows,
             kp_subject_field_get_label ((KpSubjectField) i),
             kp_subject_get_field (sheet->subject, (KpSubjectField) i));
  visible = kp_subject_format_visible (sheet->subject);
  add_row (self->details, self->detail_rows, _ ("What visitors will see"), visible);
}

static void
kp_review_page_show (KpJobPage *page, KpJobSheet *sheet)
{
  KpReviewPage *self = KP_REVIEW_PAGE (page);

  show_site (self, sheet);
  show_details (self, sheet);
  kp_job_page_set_button (page, sheet->profile != NULL
                                    ? kp_profile_get_secure_label (sheet->profile)
                                    : _ ("Secure Site"));
  kp_job_page_set_ready (page, sheet->subject != NULL);
}

static void
kp_review_page_give (KpJobPage *page)
{
  const KpJobInput input = { .confirmed = TRUE };

  kp_job_page_send (page, &input);
}

static void
edit_site_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpJobSheet *sheet = kp_job_page_get_sheet (KP_JOB_PAGE (widget));
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWindow *parent =
      GTK_IS_WINDOW (root) ? gtk_window_get_transient_for (GTK_WINDOW (root)) : NULL;

  if (sheet != NULL && parent != NULL)
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.edit-site", "x",
                                kp_site_get_id (sheet->site));
}

static void
kp_review_page_dispose (GObject *object)
{
  KpReviewPage *self = KP_REVIEW_PAGE (object);

  g_ptr_array_set_size (self->site_rows, 0);
  g_ptr_array_set_size (self->detail_rows, 0);
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_REVIEW_PAGE);

  G_OBJECT_CLASS (kp_review_page_parent_class)->dispose (object);
}

static void
kp_review_page_finalize (GObject *object)
{
  KpReviewPage *self = KP_REVIEW_PAGE (object);

  g_ptr_array_unref (self->site_rows);
  g_ptr_array_unref (self->detail_rows);

  G_OBJECT_CLASS (kp_review_page_parent_class)->finalize (object);
}

static void
kp_review_page_class_init (KpReviewPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_review_page_dispose;
  object_class->finalize = kp_review_page_finalize;
  KP_JOB_PAGE_CLASS (klass)->show = kp_review_page_show;
  KP_JOB_PAGE_CLASS (klass)->give = kp_review_page_give;

  gtk_widget_class_install_action (widget_class, "review.edit-site", NULL,
                                   edit_site_activated);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/assistant/review-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KpReviewPage, site);
  gtk_widget_class_bind_template_child (widget_class, KpReviewPage, details);
  gtk_widget_class_bind_template_child (widget_class, KpReviewPage, edit_site);
  gtk_widget_class_bind_template_child (widget_class, KpReviewPage, edit_details);
}

static void
kp_review_page_init (KpReviewPage *self)
{
  self->site_rows = g_ptr_array_new ();
  self->detail_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  kp_compat_set_name (self->edit_site, _ ("Edit site"));
  kp_compat_set_name (self->edit_details, _ ("Edit certificate details"));
}
