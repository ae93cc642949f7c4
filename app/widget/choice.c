/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widget/choice.h"

struct _KpChoice
{
  GObject parent;

  char *label;
  char *note;
  GObject *item;
};

enum
{
  PROP_LABEL = 1,
  PROP_NOTE,
  PROP_ITEM,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (KpChoice, kp_choice, G_TYPE_OBJECT)

static GtkExpression *
look_up (const char *property)
{
  return gtk_property_expression_new (
      KP_TYPE_CHOICE, gtk_property_expression_new (GTK_TYPE_LIST_ITEM, NULL, "item"),
      property);
}

static GtkWidget *
add_label (GtkWidget *box, GtkListItem *item, const char *property)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "ellipsize",
                                   PANGO_ELLIPSIZE_END, "max-width-chars", 30, NULL);

  gtk_expression_bind (look_up (property), label, "label", item);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static void
set_up_button_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  add_label (box, item, "label");
  gtk_list_item_set_child (item, box);
}

static void
set_up_row_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *note;

  gtk_widget_set_hexpand (add_label (box, item, "label"), TRUE);
  note = add_label (box, item, "note");
  gtk_widget_add_css_class (note, "dim-label");
  gtk_list_item_set_child (item, box);
}

static void
kp_choice_finalize (GObject *object)
{
  KpChoice *self = KP_CHOICE (object);

  g_free (self->label);
  g_free (self->note);
  g_clear_object (&self->item);

  G_OBJECT_CLASS (kp_choice_parent_class)->finalize (object);
}

static void
kp_choice_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  KpChoice *self = KP_CHOICE (object);

  switch (id)
    {
    case PROP_LABEL:
      g_value_set_string (value, self->label);
      break;
    case PROP_NOTE:
      g_value_set_string (value, self->note);
      break;
    case PROP_ITEM:
      g_value_set_object (value, self->item);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
kp_choice_class_init (KpChoiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags =
      G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = kp_choice_finalize;
  object_class->get_property = kp_choice_get_property;

  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, flags);
  properties[PROP_NOTE] = g_param_spec_string ("note", NULL, NULL, NULL, flags);
  properties[PROP_ITEM] = g_param_spec_object ("item", NULL, NULL, G_TYPE_OBJECT, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
kp_choice_init (KpChoice *self)
{
}

KpChoice *
kp_choice_new (const char *label, gpointer item)
{
  KpChoice *self = g_object_new (KP_TYPE_CHOICE, NULL);

  g_return_val_if_fail (item == NULL || G_IS_OBJECT (item), self);

  self->label = g_strdup (label);
  g_set_object (&self->item, item);
  return self;
}

const char *
kp_choice_get_label (KpChoice *self)
{
  g_return_val_if_fail (KP_IS_CHOICE (self), NULL);

  return self->label;
}

gpointer
kp_choice_get_item (KpChoice *self)
{
  g_return_val_if_fail (KP_IS_CHOICE (self), NULL);

  return self->item;
}

const char *
kp_choice_get_note (KpChoice *self)
{
  g_return_val_if_fail (KP_IS_CHOICE (self), NULL);

  return self->note;
}

void
kp_choice_set_note (KpChoice *self, const char *note)
{
  g_return_if_fail (KP_IS_CHOICE (self));

  if (g_strcmp0 (self->note, note) == 0)
    return;
  g_free (self->note);
  self->note = g_strdup (note);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NOTE]);
}

void
kp_choice_set_up (GtkDropDown *drop_down, const char *name)
{
  g_autoptr (GtkListItemFactory) button = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkListItemFactory) row = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkExpression) label =
      gtk_property_expression_new (KP_TYPE_CHOICE, NULL, "label");

  g_return_if_fail (GTK_IS_DROP_DOWN (drop_down));

  g_signal_connect (button, "setup", G_CALLBACK (set_up_button_cb), NULL);
  g_signal_connect (row, "setup", G_CALLBACK (set_up_row_cb), NULL);
  gtk_drop_down_set_factory (drop_down, button);
  gtk_drop_down_set_list_factory (drop_down, row);
  gtk_drop_down_set_expression (drop_down, label);
  kp_choice_name_button (drop_down, name);
}

void
kp_choice_name_button (GtkDropDown *drop_down, const char *name)
{
  GtkWidget *button;

  g_return_if_fail (GTK_IS_DROP_DOWN (drop_down));

  button = gtk_widget_get_first_child (GTK_WIDGET (drop_down));
  if (GTK_IS_TOGGLE_BUTTON (button))
    gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    name, -1);
}
