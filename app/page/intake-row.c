/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page/intake-row.h"

#include <glib/gi18n.h>

#include "widget/assistive.h"
#include "widget/compat.h"
#include "widget/long-label.h"

struct _KpIntakeRow
{
  GtkBox parent_instance;

  GtkImage *icon;
  GtkLabel *title;
  GtkLabel *issuer;
  GtkLabel *result;
  GtkLabel *source;
  GtkCheckButton *give;
  GtkButton *open;

  gboolean gives;
  gboolean updating;
  KpIntakeItem *item;
  char *shown; /* (nullable): all that is told of it, as it is told now */
};

G_DEFINE_FINAL_TYPE (KpIntakeRow, kp_intake_row, GTK_TYPE_BOX)

static void
set_class (gpointer widget, const char *name, gboolean has)
{
  if (has)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

static void
update_open (KpIntakeRow *self, gboolean fits)
{
  KpSite *site = kp_intake_item_get_site (self->item);
  const char *label;
  g_autofree char *action = NULL;
  g_autofree char *name = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->open), site != NULL && !fits);
  if (site == NULL)
    return;
  label = kp_site_get_job (site) != NULL ? _ ("Open Job") : _ ("Open Site");
  action =
      g_strdup_printf ("intake.open(int64 %" G_GINT64_FORMAT ")", kp_site_get_id (site));
  /* Translators: what a button does, and with which site, for a screen reader */
  name = g_strdup_printf (C_ ("button", "%s: %s"), label, kp_site_get_label (site));
  gtk_button_set_label (self->open, label);
  kp_compat_set_action (GTK_ACTIONABLE (self->open), action);
  kp_compat_set_name (GTK_WIDGET (self->open), name);
}

/* All rows are told when one thing has changed. Returns: whether it was told already */
static gboolean
is_shown (KpIntakeRow *self, const char *label, gboolean wrong, gboolean chosen,
          gboolean fits)
{
  KpSite *site = kp_intake_item_get_site (self->item);
  g_autofree char *all =
      g_strdup_printf ("%d%d%d%d %s", wrong, chosen, fits,
                       site != NULL && kp_site_get_job (site) != NULL, label);

  if (g_strcmp0 (all, self->shown) == 0)
    return TRUE;
  g_free (self->shown);
  self->shown = g_steal_pointer (&all);
  return FALSE;
}

static void
update (KpIntakeRow *self)
{
  gboolean wrong = kp_intake_item_is_wrong (self->item);
  gboolean chosen = kp_intake_item_get_chosen (self->item);
  gboolean fits =
      self->gives && kp_intake_item_get_offer (self->item)->state == KP_INTAKE_FITS;
  g_autofree char *title = kp_intake_item_dup_title (self->item);
  g_autofree char *issuer = kp_intake_item_dup_issuer (self->item);
  g_autofree char *result = kp_intake_item_dup_result (self->item);
  g_autofree char *source = kp_intake_item_dup_source (self->item);
  g_autofree char *label = issuer != NULL
                               ? g_strjoin (", ", title, issuer, result, source, NULL)
                               : g_strjoin (", ", title, result, source, NULL);

  if (is_shown (self, label, wrong, chosen, fits))
    return;
  gtk_image_set_from_icon_name (self->icon, kp_intake_item_get_icon_name (self->item));
  set_class (self->icon, "error", wrong);
  kp_long_label_set_text (self->title, title);
  kp_long_label_set_text (self->issuer, issuer);
  gtk_widget_set_visible (GTK_WIDGET (self->issuer), issuer != NULL);
  kp_long_label_set_text (self->result, result);
  set_class (self->result, "error", wrong);
  gtk_label_set_label (self->source, source);
  self->updating = TRUE;
  gtk_check_button_set_active (self->give, chosen);
  self->updating = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self->give), fits);
  update_open (self, fits);
  /* The row of the list is what assistive technology reads. */
  kp_assistive_name_row (GTK_WIDGET (self), label);
}

static void
give_toggled_cb (KpIntakeRow *self)
{
  if (!self->updating && self->item != NULL)
    kp_intake_item_set_chosen (self->item, gtk_check_button_get_active (self->give));
}

static void
kp_intake_row_dispose (GObject *object)
{
  KpIntakeRow *self = KP_INTAKE_ROW (object);

  kp_intake_row_set_item (self, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), KP_TYPE_INTAKE_ROW);

  G_OBJECT_CLASS (kp_intake_row_parent_class)->dispose (object);
}

static void
kp_intake_row_class_init (KpIntakeRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kp_intake_row_dispose;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/page/intake-row.ui");
  gtk_widget_class_bind_template_child (widget_class, KpIntakeRow, icon);
  gtk_widget_class_bind_template_child (widget_class, KpIntakeRow, title);
  gtk_widget_class_bind_template_child (widget_class, KpIntakeRow, issuer);
  gtk_widget_class_bind_template_child (widget_class, KpIntakeRow, result);
  gtk_widget_class_bind_template_child (widget_class, KpIntakeRow, source);
  gtk_widget_class_bind_template_child (widget_class, KpIntakeRow, give);
  gtk_widget_class_bind_template_child (widget_class, KpIntakeRow, open);
  gtk_widget_class_bind_template_callback (widget_class, give_toggled_cb);
}

static void
kp_intake_row_init (KpIntakeRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
kp_intake_row_new (gboolean gives)
{
  KpIntakeRow *self = g_object_new (KP_TYPE_INTAKE_ROW, NULL);

  self->gives = gives;
  return GTK_WIDGET (self);
}

KpIntakeItem *
kp_intake_row_get_item (KpIntakeRow *self)
{
  g_return_val_if_fail (KP_IS_INTAKE_ROW (self), NULL);

  return self->item;
}

void
kp_intake_row_set_item (KpIntakeRow *self, KpIntakeItem *item)
{
  g_return_if_fail (KP_IS_INTAKE_ROW (self));
  g_return_if_fail (item == NULL || KP_IS_INTAKE_ITEM (item));

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_func (self->item, update, self);
  g_set_object (&self->item, item);
  g_clear_pointer (&self->shown, g_free);
  if (item == NULL)
    return;
  g_signal_connect_object (item, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
