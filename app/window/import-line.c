/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/import-line.h"

#include <glib/gi18n.h>

#include "widget/assistive.h"

struct _KpImportLine
{
  GtkBox parent_instance;

  GtkImage *icon;
  GtkLabel *title;
  GtkLabel *subtitle;
  GtkLabel *number;

  KpImportItem *item;
};

G_DEFINE_FINAL_TYPE (KpImportLine, kp_import_line, GTK_TYPE_BOX)

static void
set_class (gpointer widget, const char *name, gboolean has)
{
  if (has)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

static void
update (KpImportLine *self)
{
  const KpImportRow *row = kp_import_item_get_row (self->item);
  g_autofree char *title = NULL;
  g_autofree char *subtitle = NULL;
  g_autofree char *icon_name = NULL;
  g_autofree char *label = NULL;
  g_autofree char *number = NULL;

  g_object_get (self->item, "title", &title, "subtitle", &subtitle, "icon-name", &icon_name,
                "label", &label, NULL);
  /* Translators: the number of a row */
  number = g_strdup_printf (_ ("Row %u"), row->line);
  gtk_image_set_from_icon_name (self->icon, icon_name);
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->subtitle, subtitle);
  gtk_label_set_label (self->number, number);
  gtk_widget_set_visible (GTK_WIDGET (self->title), *title != '\0');
  set_class (self->icon, "error", row->error != NULL);
  set_class (self->icon, "dim-label", row->error == NULL);
  set_class (self->title, "dim-label", row->exists);
  set_class (self->subtitle, "dim-label", row->error == NULL);
  /* The row of the list is what assistive technology reads. */
  kp_assistive_name_row (GTK_WIDGET (self), label);
}

static void
kp_import_line_dispose (GObject *object)
{
  KpImportLine *self = KP_IMPORT_LINE (object);

  kp_import_line_set_item (self, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), KP_TYPE_IMPORT_LINE);

  G_OBJECT_CLASS (kp_import_line_parent_class)->dispose (object);
}

static void
kp_import_line_class_init (KpImportLineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kp_import_line_dispose;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/window/import-line.ui");
  gtk_widget_class_bind_template_child (widget_class, KpImportLine, icon);
  gtk_widget_class_bind_template_child (widget_class, KpImportLine, title);
  gtk_widget_class_bind_template_child (widget_class, KpImportLine, subtitle);
  gtk_widget_class_bind_template_child (widget_class, KpImportLine, number);
}

static void
kp_import_line_init (KpImportLine *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
kp_import_line_new (void)
{
  return g_object_new (KP_TYPE_IMPORT_LINE, NULL);
}

void
kp_import_line_set_item (KpImportLine *self, KpImportItem *item)
{
  g_return_if_fail (KP_IS_IMPORT_LINE (self));
  g_return_if_fail (item == NULL || KP_IS_IMPORT_ITEM (item));

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_func (self->item, update, self);
  g_set_object (&self->item, item);
  if (item == NULL)
    return;
  g_signal_connect_object (item, "notify::subtitle", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);
}
