/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/import-columns.h"

#include <glib/gi18n.h>

#include "widget/choice.h"

struct _KpImportColumns
{
  AdwBin parent_instance;

  AdwPreferencesGroup *columns;
  GtkSwitch *heading;
  GtkDropDown *provider;
  GtkWidget *problem;

  KpSiteImport *import;
  GPtrArray *rows;       /* of AdwActionRow, one a column */
  GPtrArray *drop_downs; /* of GtkDropDown, one a column */
  gboolean updating;     /* what changes now was not changed by the user */
};

enum
{
  PROP_READY = 1,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (KpImportColumns, kp_import_columns, ADW_TYPE_BIN)

/* Words of the list stand for themselves, and what each column holds once. */
static void
update (KpImportColumns *self)
{
  self->updating = TRUE;
  gtk_switch_set_active (self->heading, kp_site_import_get_has_heading (self->import));
  for (guint i = 0; i < self->rows->len; i++)
    {
      AdwActionRow *row = g_ptr_array_index (self->rows, i);
      GtkDropDown *drop_down = g_ptr_array_index (self->drop_downs, i);
      const char *heading = kp_site_import_get_heading (self->import, i);
      g_autofree char *samples = kp_site_import_get_samples (self->import, i);
      /* Translators: the number of a column */
      g_autofree char *number = g_strdup_printf (_ ("Column %u"), i + 1);

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                     heading != NULL ? heading : number);
      adw_action_row_set_subtitle (row, samples);
      kp_choice_name_button (drop_down, heading != NULL ? heading : number);
      gtk_drop_down_set_selected (drop_down, kp_site_import_get_column (self->import, i));
    }
  gtk_widget_set_visible (self->problem, !kp_import_columns_get_ready (self));
  self->updating = FALSE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READY]);
}

static void
selected_cb (GtkDropDown *drop_down, GParamSpec *pspec, KpImportColumns *self)
{
  guint column;

  if (self->updating || !g_ptr_array_find (self->drop_downs, drop_down, &column))
    return;
  kp_site_import_set_column (self->import, column, gtk_drop_down_get_selected (drop_down));
  update (self);
}

static void
heading_changed_cb (KpImportColumns *self)
{
  if (self->updating)
    return;
  kp_site_import_set_has_heading (self->import, gtk_switch_get_active (self->heading));
  update (self);
}

static GtkWidget *
make_drop_down (KpImportColumns *self)
{
  const char *labels[KP_IMPORT_N_COLUMNS + 1] = { NULL };
  GtkWidget *drop_down;

  for (guint i = 0; i < KP_IMPORT_N_COLUMNS; i++)
    labels[i] = kp_import_column_get_label (i);
  drop_down = gtk_drop_down_new_from_strings (labels);
  gtk_widget_set_valign (drop_down, GTK_ALIGN_CENTER);
  g_signal_connect_object (drop_down, "notify::selected", G_CALLBACK (selected_cb), self,
                           0);
  return drop_down;
}

static void
add_column (KpImportColumns *self)
{
  GtkWidget *drop_down = make_drop_down (self);
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title-lines", 1,
                                 "subtitle-lines", 2, NULL);

  adw_action_row_add_suffix (ADW_ACTION_ROW (row), drop_down);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), drop_down);
  adw_preferences_group_add (self->columns, row);
  g_ptr_array_add (self->rows, row);
  g_ptr_array_add (self->drop_downs, drop_down);
}

static void
clear_columns (KpImportColumns *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->columns, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  g_ptr_array_set_size (self->drop_downs, 0);
}

static void
fill_providers (KpImportColumns *self)
{
  GListModel *catalogue = G_LIST_MODEL (kp_site_import_get_catalogue (self->import));
  g_autoptr (GListStore) providers = g_list_store_new (KP_TYPE_CHOICE);
  g_autoptr (KpChoice) ask = kp_choice_new (_ ("Ask DNS"), NULL);

  g_list_store_append (providers, ask);
  for (guint i = 0; i < g_list_model_get_n_items (catalogue); i++)
    {
      g_autoptr (KpProfile) profile = g_list_model_get_item (catalogue, i);
      g_autoptr (KpChoice) choice = kp_choice_new (kp_profile_get_name (profile), profile);

      g_list_store_append (providers, choice);
    }
  kp_choice_set_up (self->provider, _ ("Provider"));
  gtk_drop_down_set_model (self->provider, G_LIST_MODEL (providers));
}

static void
kp_import_columns_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_READY)
    g_value_set_boolean (value, kp_import_columns_get_ready (KP_IMPORT_COLUMNS (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
kp_import_columns_dispose (GObject *object)
{
  KpImportColumns *self = KP_IMPORT_COLUMNS (object);

  self->updating = TRUE;
  gtk_widget_dispose_template (GTK_WIDGET (self), KP_TYPE_IMPORT_COLUMNS);
  g_clear_object (&self->import);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->drop_downs, g_ptr_array_unref);

  G_OBJECT_CLASS (kp_import_columns_parent_class)->dispose (object);
}

static void
kp_import_columns_class_init (KpImportColumnsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_import_columns_dispose;
  object_class->get_property = kp_import_columns_get_property;

  properties[PROP_READY] = g_param_spec_boolean ("ready", NULL, NULL, FALSE,
                                                 G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY
                                                     | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/window/import-columns.ui");
  gtk_widget_class_bind_template_child (widget_class, KpImportColumns, columns);
  gtk_widget_class_bind_template_child (widget_class, KpImportColumns, heading);
  gtk_widget_class_bind_template_child (widget_class, KpImportColumns, provider);
  gtk_widget_class_bind_template_child (widget_class, KpImportColumns, problem);
  gtk_widget_class_bind_template_callback (widget_class, heading_changed_cb);
}

static void
kp_import_columns_init (KpImportColumns *self)
{
  self->rows = g_ptr_array_new ();
  self->drop_downs = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
kp_import_columns_set_import (KpImportColumns *self, KpSiteImport *import)
{
  g_return_if_fail (KP_IS_IMPORT_COLUMNS (self));
  g_return_if_fail (KP_IS_SITE_IMPORT (import));

  clear_columns (self);
  g_set_object (&self->import, import);
  self->updating = TRUE;
  fill_providers (self);
  for (guint i = 0; i < kp_site_import_get_n_columns (import); i++)
    add_column (self);
  update (self);
}

gboolean
kp_import_columns_get_ready (KpImportColumns *self)
{
  g_return_val_if_fail (KP_IS_IMPORT_COLUMNS (self), FALSE);

  return self->import != NULL
         && kp_site_import_find_column (self->import, KP_IMPORT_HOST) >= 0;
}

const char *
kp_import_columns_get_provider (KpImportColumns *self)
{
  KpChoice *choice;
  KpProfile *profile;

  g_return_val_if_fail (KP_IS_IMPORT_COLUMNS (self), NULL);

  choice = gtk_drop_down_get_selected_item (self->provider);
  profile = choice != NULL ? kp_choice_get_item (choice) : NULL;
  return profile != NULL ? kp_profile_get_id (profile) : NULL;
}
