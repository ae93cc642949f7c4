/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page/request-row.h"

#include "widget/assistive.h"
#include "widget/long-label.h"
#include "widget/request-look.h"

struct _KpRequestRow
{
  GtkBox parent_instance;

  GtkImage *icon;
  GtkLabel *subject;
  GtkLabel *rest;

  KpRequestDescribe describe;
  gpointer data;
  KpRequest *request; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (KpRequestRow, kp_request_row, GTK_TYPE_BOX)

static void
kp_request_row_dispose (GObject *object)
{
  KpRequestRow *self = KP_REQUEST_ROW (object);

  kp_request_row_set_request (self, NULL);

  G_OBJECT_CLASS (kp_request_row_parent_class)->dispose (object);
}

static void
kp_request_row_class_init (KpRequestRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kp_request_row_dispose;
}

static void
kp_request_row_init (KpRequestRow *self)
{
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  g_object_set (self, "spacing", 12, "margin-top", 9, "margin-bottom", 9, "margin-start",
                12, "margin-end", 12, NULL);
  self->icon = GTK_IMAGE (g_object_new (GTK_TYPE_IMAGE, "accessible-role",
                                        GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL));
  self->subject = GTK_LABEL (kp_long_label_new ("", NULL));
  gtk_label_set_lines (self->subject, 2);
  gtk_label_set_ellipsize (self->subject, PANGO_ELLIPSIZE_END);
  self->rest = GTK_LABEL (kp_long_label_new ("", "caption"));
  gtk_widget_add_css_class (GTK_WIDGET (self->rest), "dim-label");
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_box_append (GTK_BOX (texts), GTK_WIDGET (self->subject));
  gtk_box_append (GTK_BOX (texts), GTK_WIDGET (self->rest));
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->icon));
  gtk_box_append (GTK_BOX (self), texts);
}

GtkWidget *
kp_request_row_new (KpRequestDescribe describe, gpointer data)
{
  KpRequestRow *self;

  g_return_val_if_fail (describe != NULL, NULL);

  self = g_object_new (KP_TYPE_REQUEST_ROW, NULL);
  self->describe = describe;
  self->data = data;
  return GTK_WIDGET (self);
}

void
kp_request_row_set_request (KpRequestRow *self, KpRequest *request)
{
  g_return_if_fail (KP_IS_REQUEST_ROW (self));
  g_return_if_fail (request == NULL || KP_IS_REQUEST (request));

  if (self->request != NULL)
    g_signal_handlers_disconnect_by_func (self->request, kp_request_row_update, self);
  g_set_object (&self->request, request);
  if (request != NULL)
    g_signal_connect_object (request, "notify", G_CALLBACK (kp_request_row_update), self,
                             G_CONNECT_SWAPPED);
  kp_request_row_update (self);
}

void
kp_request_row_update (KpRequestRow *self)
{
  const char *subject;
  g_autofree char *rest = NULL;
  g_autofree char *name = NULL;

  g_return_if_fail (KP_IS_REQUEST_ROW (self));

  if (self->request == NULL)
    return;
  subject = kp_request_get_subject (self->request);
  rest = self->describe (self->request, self->data);
  name = g_strdup_printf ("%s, %s", subject, rest);
  kp_request_look_set_image (self->icon, self->request);
  kp_long_label_set_text (self->subject, subject);
  kp_long_label_set_text (self->rest, rest);
  /* The row of the list is what assistive technology reads. */
  kp_assistive_name_row (GTK_WIDGET (self), name);
}
