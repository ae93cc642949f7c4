/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widget/choice.h"

#include "widget/assistive.h"
#include "widget/compat.h"

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

/* The row around the labels is what assistive technology comes to, and has no words of its
 * own. */
static void
bind_row_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  const KpChoice *choice = gtk_list_item_get_item (item);
  g_autofree char *name = g_strjoin (", ", choice->label, choice->note, NULL);

  kp_assistive_name_row (gtk_list_item_get_child (item), name);
}

static void
set_property (GtkWidget *widget, GtkAccessibleProperty property, const char *text)
{
  if (widget != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (widget), property, text, -1);
}

static GtkWidget *
find_below (GtkWidget *widget, GType type)
{
  GtkWidget *found = G_TYPE_CHECK_INSTANCE_TYPE (widget, type) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL && found == NULL; child = gtk_widget_get_next_sibling (child))
    found = find_below (child, type);
  return found;
}

/* What is chosen, as the button says it to the eye. Newer GTK tells of the button what it
 * lies in is described by, and older GTK what is said of itself. */
static void
describe_button (GtkDropDown *drop_down)
{
  GtkWidget *widget = GTK_WIDGET (drop_down);
  gpointer item = gtk_drop_down_get_selected_item (drop_down);
  const char *chosen = KP_IS_CHOICE (item) ? KP_CHOICE (item)->label : "";

  set_property (gtk_widget_get_first_child (widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                chosen);
  set_property (widget, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, chosen);
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
  g_signal_connect (row, "bind", G_CALLBACK (bind_row_cb), NULL);
  g_signal_connect (drop_down, "notify::selected-item", G_CALLBACK (describe_button), NULL);
  /* With it newer GTK goes back to lines of its own, which are neither cut nor named. */
  gtk_drop_down_set_expression (drop_down, label);
  gtk_drop_down_set_factory (drop_down, button);
  gtk_drop_down_set_list_factory (drop_down, row);
  kp_choice_name_button (drop_down, name);
  describe_button (drop_down);
}

void
kp_choice_name_button (GtkDropDown *drop_down, const char *name)
{
  GtkWidget *widget = GTK_WIDGET (drop_down);
  GtkWidget *button, *stack;

  g_return_if_fail (GTK_IS_DROP_DOWN (drop_down));

  button = gtk_widget_get_first_child (widget);
  if (!GTK_IS_TOGGLE_BUTTON (button))
    return;
  set_property (button, GTK_ACCESSIBLE_PROPERTY_LABEL, name);
  set_property (find_below (widget, GTK_TYPE_SEARCH_ENTRY), GTK_ACCESSIBLE_PROPERTY_LABEL,
                name);
  set_property (find_below (widget, GTK_TYPE_LIST_VIEW), GTK_ACCESSIBLE_PROPERTY_LABEL,
                name);
  /* In it lies what would say that nothing is chosen, too. */
  stack = find_below (button, GTK_TYPE_STACK);
  if (stack != NULL)
    kp_compat_hide_other_pages (stack);
  /* Newer GTK reads the button as what it lies in, and that as the line that is chosen. */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (drop_down),
                                 GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  /* And newer libadwaita has the subtitle of a row describe it, even if there is none. */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (drop_down),
                                 GTK_ACCESSIBLE_RELATION_DESCRIBED_BY);
  set_property (widget, GTK_ACCESSIBLE_PROPERTY_LABEL, name);
}
