/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "assistant/batch-request-row.h"

#include <glib/gi18n.h>

#include "core/helpdesk/reply-address.h"
#include "widget/compat.h"
#include "widget/long-label.h"

struct _KpBatchRequestRow
{
  AdwExpanderRow parent_instance;

  GtkImage *icon;
  GtkWidget *edit;
  GtkLabel *letter;

  KpBatchRequest *request;
};

G_DEFINE_FINAL_TYPE (KpBatchRequestRow, kp_batch_request_row, ADW_TYPE_EXPANDER_ROW)

static const char *const icons[] = {
  [KP_BATCH_REQUEST_UNKNOWN] = "preferences-system-time-symbolic",
  [KP_BATCH_REQUEST_READY] = "mail-send-symbolic",
  [KP_BATCH_REQUEST_INCOMPLETE] = "dialog-warning-symbolic",
  [KP_BATCH_REQUEST_FAILED] = "dialog-warning-symbolic",
  [KP_BATCH_REQUEST_BY_HAND] = "go-next-symbolic",
  [KP_BATCH_REQUEST_OUT] = "object-select-symbolic",
  [KP_BATCH_REQUEST_LEFT_OUT] = "dialog-information-symbolic",
};

/* Returns: (transfer full) (nullable): the letter as a text */
static char *
write_letter (KpBatchRequestRow *self)
{
  KpRequest *letter = kp_batch_request_get_letter (self->request);
  const char *address = letter != NULL ? kp_reply_address_get (letter) : NULL;
  g_autofree char *answer_to = NULL;

  if (letter == NULL)
    return NULL;
  if (address == NULL)
    return g_strjoin ("\n\n", kp_request_get_subject (letter), kp_request_get_body (letter),
                      NULL);
  /* Translators: %s is an email address. */
  answer_to = g_strdup_printf (_ ("Reply to: %s"), address);
  return g_strjoin ("\n\n", answer_to, kp_request_get_subject (letter),
                    kp_request_get_body (letter), NULL);
}

/* Of many rows few are opened. */
static void
show_letter (KpBatchRequestRow *self)
{
  g_autofree char *text = NULL;

  if (!adw_expander_row_get_expanded (ADW_EXPANDER_ROW (self)) || self->request == NULL)
    return;
  text = write_letter (self);
  kp_long_label_set_text (self->letter, text);
}

static void
update_letter (KpBatchRequestRow *self)
{
  AdwExpanderRow *row = ADW_EXPANDER_ROW (self);
  gboolean any = kp_batch_request_get_letter (self->request) != NULL;
  gboolean expanded = adw_expander_row_get_expanded (row);

  /* Libadwaita opens a row that may be opened. */
  adw_expander_row_set_enable_expansion (row, any);
  adw_expander_row_set_expanded (row, expanded && any);
  show_letter (self);
}

static void
kp_batch_request_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_BATCH_REQUEST_ROW);

  G_OBJECT_CLASS (kp_batch_request_row_parent_class)->dispose (object);
}

static void
kp_batch_request_row_finalize (GObject *object)
{
  g_clear_object (&KP_BATCH_REQUEST_ROW (object)->request);

  G_OBJECT_CLASS (kp_batch_request_row_parent_class)->finalize (object);
}

static void
kp_batch_request_row_class_init (KpBatchRequestRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kp_batch_request_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = kp_batch_request_row_finalize;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/assistant/batch-request-row.ui");
  gtk_widget_class_bind_template_child (widget_class, KpBatchRequestRow, icon);
  gtk_widget_class_bind_template_child (widget_class, KpBatchRequestRow, edit);
  gtk_widget_class_bind_template_child (widget_class, KpBatchRequestRow, letter);
  gtk_widget_class_bind_template_callback (widget_class, show_letter);
}

static void
kp_batch_request_row_init (KpBatchRequestRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
kp_batch_request_row_new (KpBatchRequest *request)
{
  KpBatchRequestRow *self;
  KpSite *site;
  g_autofree char *name = NULL;

  g_return_val_if_fail (KP_IS_BATCH_REQUEST (request), NULL);

  self = g_object_new (KP_TYPE_BATCH_REQUEST_ROW, NULL);
  self->request = g_object_ref (request);
  site = kp_batch_request_get_site (request);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), kp_site_get_label (site));
  /* Translators: %s is a site. */
  name = g_strdup_printf (_ ("Edit %s"), kp_site_get_label (site));
  kp_compat_set_name (self->edit, name);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->edit), "x",
                                    kp_site_get_id (site));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->edit), "batch.show-site");
  kp_batch_request_row_update (self);
  return GTK_WIDGET (self);
}

void
kp_batch_request_row_update (KpBatchRequestRow *self)
{
  KpBatchRequestState state;
  const char *said;
  g_autofree char *about = NULL;
  g_autofree char *subtitle = NULL;

  g_return_if_fail (KP_IS_BATCH_REQUEST_ROW (self));

  state = kp_batch_request_get_state (self->request);
  said = kp_batch_request_get_text (self->request);
  about = kp_batch_request_describe (self->request);
  if (*about != '\0' && said != NULL)
    subtitle = g_strjoin ("\n", about, said, NULL);
  else
    subtitle = g_strdup (said != NULL ? said : about);
  gtk_image_set_from_icon_name (self->icon, icons[state]);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), subtitle);
  gtk_widget_set_visible (self->edit, state != KP_BATCH_REQUEST_OUT
                                          && state != KP_BATCH_REQUEST_LEFT_OUT);
  update_letter (self);
}
