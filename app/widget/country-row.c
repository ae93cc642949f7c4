/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widget/country-row.h"

#include <glib/gi18n.h>

#include "core/base/country-list.h"
#include "widget/choice.h"

struct _KpCountryRow
{
  AdwActionRow parent_instance;

  GtkDropDown *drop_down;
  char *key; /* what is looked for, see kp_country_make_key() */
};

enum
{
  PROP_CODE = 1,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (KpCountryRow, kp_country_row, ADW_TYPE_ACTION_ROW)

static KpCountry *
get_country (KpCountryRow *self)
{
  KpChoice *choice = gtk_drop_down_get_selected_item (self->drop_down);

  return choice != NULL ? kp_choice_get_item (choice) : NULL;
}

static GtkWidget *
find_child (GtkWidget *widget, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_child (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
match (gpointer item, gpointer data)
{
  KpCountryRow *self = data;
  KpCountry *country = kp_choice_get_item (item);

  if (self->key == NULL || *self->key == '\0')
    return TRUE;
  return country != NULL && kp_country_match (country, self->key) != KP_COUNTRY_MATCH_NONE;
}

static void
searched_cb (KpCountryRow *self, GtkEditable *entry)
{
  GtkWidget *view = find_child (GTK_WIDGET (self->drop_down), GTK_TYPE_LIST_VIEW);
  GtkSelectionModel *selection = gtk_list_view_get_model (GTK_LIST_VIEW (view));
  GListModel *shown = gtk_single_selection_get_model (GTK_SINGLE_SELECTION (selection));
  GtkFilter *filter = gtk_filter_list_model_get_filter (GTK_FILTER_LIST_MODEL (shown));

  g_free (self->key);
  self->key = kp_country_make_key (gtk_editable_get_text (entry));
  if (GTK_IS_CUSTOM_FILTER (filter))
    gtk_filter_changed (filter, GTK_FILTER_CHANGE_DIFFERENT);
  else
    {
      g_autoptr (GtkCustomFilter) own = gtk_custom_filter_new (match, self, NULL);

      gtk_filter_list_model_set_filter (GTK_FILTER_LIST_MODEL (shown), GTK_FILTER (own));
    }
}

/* A drop-down of the floor looks only at how a text begins: its own filter gives place to
 * one that knows what countries are called. */
static void
set_up_search (KpCountryRow *self)
{
  GtkWidget *entry = find_child (GTK_WIDGET (self->drop_down), GTK_TYPE_SEARCH_ENTRY);

  if (entry == NULL)
    return;
  g_signal_connect_object (entry, "search-changed", G_CALLBACK (searched_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  /* The list has the focus when it opens: what is typed there is looked for. */
  gtk_search_entry_set_key_capture_widget (
      GTK_SEARCH_ENTRY (entry), gtk_widget_get_ancestor (entry, GTK_TYPE_POPOVER));
  /* The line that had the focus may be none of those that are left. */
  g_signal_connect (entry, "search-started", G_CALLBACK (gtk_widget_grab_focus), NULL);
}

static GListModel *
make_choices (void)
{
  GListStore *choices = g_list_store_new (KP_TYPE_CHOICE);
  GListModel *countries = G_LIST_MODEL (kp_country_list_get_default ());
  g_autoptr (KpChoice) none = kp_choice_new (_ ("Choose…"), NULL);

  g_list_store_append (choices, none);
  for (guint i = 0; i < g_list_model_get_n_items (countries); i++)
    {
      g_autoptr (KpCountry) country = g_list_model_get_item (countries, i);
      g_autoptr (KpChoice) choice = kp_choice_new (kp_country_get_label (country), country);

      g_list_store_append (choices, choice);
    }
  return G_LIST_MODEL (choices);
}

static void
selected_cb (KpCountryRow *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CODE]);
}

static void
kp_country_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_COUNTRY_ROW);

  G_OBJECT_CLASS (kp_country_row_parent_class)->dispose (object);
}

static void
kp_country_row_finalize (GObject *object)
{
  g_free (KP_COUNTRY_ROW (object)->key);

  G_OBJECT_CLASS (kp_country_row_parent_class)->finalize (object);
}

static void
kp_country_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_CODE)
    g_value_set_string (value, kp_country_row_get_code (KP_COUNTRY_ROW (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
kp_country_row_set_property (GObject *object, guint id, const GValue *value,
                             GParamSpec *pspec)
{
  if (id == PROP_CODE)
    kp_country_row_set_code (KP_COUNTRY_ROW (object), g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
kp_country_row_class_init (KpCountryRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_country_row_dispose;
  object_class->finalize = kp_country_row_finalize;
  object_class->get_property = kp_country_row_get_property;
  object_class->set_property = kp_country_row_set_property;

  properties[PROP_CODE] = g_param_spec_string ("code", NULL, NULL, "",
                                               G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                                   | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/widget/country-row.ui");
  gtk_widget_class_bind_template_child (widget_class, KpCountryRow, drop_down);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
}

static void
kp_country_row_init (KpCountryRow *self)
{
  g_autoptr (GListModel) choices = make_choices ();

  gtk_widget_init_template (GTK_WIDGET (self));
  kp_choice_set_up (self->drop_down, _ ("Country"));
  gtk_drop_down_set_model (self->drop_down, choices);
  set_up_search (self);
}

const char *
kp_country_row_get_code (KpCountryRow *self)
{
  KpCountry *country;

  g_return_val_if_fail (KP_IS_COUNTRY_ROW (self), "");

  country = get_country (self);
  return country != NULL ? kp_country_get_code (country) : "";
}

void
kp_country_row_set_code (KpCountryRow *self, const char *code)
{
  GListModel *choices;
  guint position = 0;

  g_return_if_fail (KP_IS_COUNTRY_ROW (self));

  choices = gtk_drop_down_get_model (self->drop_down);
  for (guint i = 1; i < g_list_model_get_n_items (choices); i++)
    {
      g_autoptr (KpChoice) choice = g_list_model_get_item (choices, i);

      if (g_strcmp0 (kp_country_get_code (kp_choice_get_item (choice)), code) == 0)
        position = i;
    }
  gtk_drop_down_set_selected (self->drop_down, position);
}
