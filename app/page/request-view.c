/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page/request-view.h"

#include <glib/gi18n.h>

#include "widget/compat.h"
#include "widget/conversation.h"
#include "widget/long-text.h"
#include "widget/request-card.h"

struct _KpRequestView
{
  AdwBin parent_instance;

  AdwWindowTitle *title;
  GtkWidget *back;
  KpRequestCard *card;
  KpConversation *conversation;
  AdwPreferencesGroup *fields;
  AdwPreferencesGroup *letter;
  AdwPreferencesRow *body;
  AdwActionRow *subject;

  KpRequest *request;
};

G_DEFINE_FINAL_TYPE (KpRequestView, kp_request_view, ADW_TYPE_BIN)

static void
add_row (AdwPreferencesGroup *group, const char *title, const char *value)
{
  GtkWidget *row;

  if (*value == '\0')
    return;
  row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title", title, "subtitle",
                      value, "title-lines", 99, "subtitle-lines", 99, NULL);
  gtk_widget_add_css_class (row, "property");
  adw_preferences_group_add (group, row);
}

static void
show_fields (KpRequestView *self, KpDesk *desk)
{
  GPtrArray *fields = kp_request_get_fields (self->request);
  GPtrArray *files = kp_request_get_attachments (self->request);
  const char *provider = kp_request_get_provider (self->request);
  KpProfile *profile = kp_catalogue_find (kp_desk_get_catalogue (desk), provider);
  const KpChannel *channel = kp_channel_get (kp_request_get_channel (self->request));

  add_row (self->fields, _ ("Provider"),
           profile != NULL ? kp_profile_get_name (profile) : provider);
  add_row (self->fields, _ ("Handed over by"),
           channel != NULL ? kp_channel_get_label (channel)
                           : kp_request_get_channel (self->request));
  add_row (self->fields, _ ("Priority"),
           kp_priority_get_label (kp_request_get_priority (self->request)));
  for (guint i = 0; i < fields->len; i++)
    {
      const KpRequestField *field = g_ptr_array_index (fields, i);

      add_row (self->fields, field->label, field->value);
    }
  for (guint i = 0; i < files->len; i++)
    {
      const KpAttachment *file = g_ptr_array_index (files, i);
      g_autofree char *size = g_format_size (file->size);

      add_row (self->letter, file->name, size);
    }
}

static void
kp_request_view_dispose (GObject *object)
{
  KpRequestView *self = KP_REQUEST_VIEW (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_REQUEST_VIEW);
  g_clear_object (&self->request);

  G_OBJECT_CLASS (kp_request_view_parent_class)->dispose (object);
}

static void
kp_request_view_class_init (KpRequestViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kp_request_view_dispose;

  g_type_ensure (KP_TYPE_CONVERSATION);
  g_type_ensure (KP_TYPE_REQUEST_CARD);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/page/request-view.ui");
  gtk_widget_class_bind_template_child (widget_class, KpRequestView, title);
  gtk_widget_class_bind_template_child (widget_class, KpRequestView, back);
  gtk_widget_class_bind_template_child (widget_class, KpRequestView, card);
  gtk_widget_class_bind_template_child (widget_class, KpRequestView, conversation);
  gtk_widget_class_bind_template_child (widget_class, KpRequestView, fields);
  gtk_widget_class_bind_template_child (widget_class, KpRequestView, letter);
  gtk_widget_class_bind_template_child (widget_class, KpRequestView, body);
  gtk_widget_class_bind_template_child (widget_class, KpRequestView, subject);
}

static void
kp_request_view_init (KpRequestView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kp_compat_set_name (self->back, _ ("Back"));
}

GtkWidget *
kp_request_view_new (KpDesk *desk, KpRequest *request)
{
  KpRequestView *self;
  g_autofree char *body = NULL;
  GtkWidget *text;

  g_return_val_if_fail (KP_IS_DESK (desk), NULL);
  g_return_val_if_fail (KP_IS_REQUEST (request), NULL);

  self = g_object_new (KP_TYPE_REQUEST_VIEW, NULL);
  self->request = g_object_ref (request);
  adw_window_title_set_title (self->title, kp_request_get_site (request));
  adw_window_title_set_subtitle (self->title, kp_request_get_reference (request));
  body = g_strchomp (g_strdup (kp_request_get_body (request)));
  text = kp_long_text_new (body, _ ("Show More"));
  g_object_set (text, "margin-top", 12, "margin-bottom", 12, "margin-start", 12,
                "margin-end", 12, NULL);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self->body), text);
  adw_action_row_set_subtitle (self->subject, kp_request_get_subject (request));
  show_fields (self, desk);
  kp_request_card_set_request (self->card, desk, request);
  kp_conversation_set_request (self->conversation, kp_desk_get_store (desk),
                               kp_desk_get_clock (desk), request);
  return GTK_WIDGET (self);
}

KpRequest *
kp_request_view_get_request (KpRequestView *self)
{
  g_return_val_if_fail (KP_IS_REQUEST_VIEW (self), NULL);

  return self->request;
}
