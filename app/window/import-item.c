/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/import-item.h"

#include <glib/gi18n.h>

struct _KpImportItem
{
  GObject parent;

  GPtrArray *rows; /* keeps @row */
  const KpImportRow *row;
  KpCatalogue *catalogue;
};

enum
{
  PROP_NUMBER = 1,
  PROP_TITLE,
  PROP_SUBTITLE,
  PROP_ICON_NAME,
  PROP_LABEL,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (KpImportItem, kp_import_item, G_TYPE_OBJECT)

static const char *
get_title (KpImportItem *self)
{
  if (self->row->site != NULL)
    return kp_site_get_label (self->row->site);
  return self->row->text;
}

static char *
format_site (KpImportItem *self)
{
  KpSite *site = self->row->site;
  KpProfile *profile = kp_catalogue_find (self->catalogue, kp_site_get_provider (site));
  const char *target = kp_site_get_target (site);
  const char *customer = kp_site_get_customer (site);
  GString *text = g_string_new (profile != NULL ? kp_profile_get_name (profile)
                                                : kp_site_get_provider (site));

  if (target != NULL)
    g_string_append_printf (text, " · %s", target);
  if (customer != NULL)
    g_string_append_printf (text, " · %s", customer);
  return g_string_free (text, FALSE);
}

static char *
format_subtitle (KpImportItem *self)
{
  if (self->row->error != NULL)
    return g_strdup (self->row->error);
  if (self->row->first_line != 0)
    /* Translators: the number of a row */
    return g_strdup_printf (_ ("Stands in row %u already"), self->row->first_line);
  if (self->row->exists)
    return g_strdup (_ ("Exists already"));
  return format_site (self);
}

static const char *
get_icon_name (KpImportItem *self)
{
  if (self->row->error != NULL)
    return "dialog-warning-symbolic";
  return self->row->exists ? "object-select-symbolic" : "list-add-symbolic";
}

static void
site_changed_cb (KpImportItem *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SUBTITLE]);
}

static void
kp_import_item_finalize (GObject *object)
{
  KpImportItem *self = KP_IMPORT_ITEM (object);

  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_object (&self->catalogue);

  G_OBJECT_CLASS (kp_import_item_parent_class)->finalize (object);
}

static void
kp_import_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  KpImportItem *self = KP_IMPORT_ITEM (object);

  switch (id)
    {
    case PROP_NUMBER:
      g_value_take_string (value, g_strdup_printf ("%u", self->row->line));
      break;
    case PROP_TITLE:
      g_value_set_string (value, get_title (self));
      break;
    case PROP_SUBTITLE:
      g_value_take_string (value, format_subtitle (self));
      break;
    case PROP_ICON_NAME:
      g_value_set_string (value, get_icon_name (self));
      break;
    case PROP_LABEL:
      g_value_take_string (value, kp_import_item_dup_label (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
kp_import_item_class_init (KpImportItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  static const char *const names[N_PROPERTIES] = { NULL,       "number",    "title",
                                                   "subtitle", "icon-name", "label" };

  object_class->finalize = kp_import_item_finalize;
  object_class->get_property = kp_import_item_get_property;

  for (guint i = PROP_NUMBER; i < N_PROPERTIES; i++)
    properties[i] = g_param_spec_string (names[i], NULL, NULL, NULL,
                                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY
                                             | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
kp_import_item_init (KpImportItem *self)
{
}

KpImportItem *
kp_import_item_new (GPtrArray *rows, guint i, KpCatalogue *catalogue)
{
  KpImportItem *self;

  g_return_val_if_fail (rows != NULL && i < rows->len, NULL);
  g_return_val_if_fail (KP_IS_CATALOGUE (catalogue), NULL);

  self = g_object_new (KP_TYPE_IMPORT_ITEM, NULL);
  self->rows = g_ptr_array_ref (rows);
  self->row = g_ptr_array_index (rows, i);
  self->catalogue = g_object_ref (catalogue);
  if (self->row->site != NULL)
    {
      g_signal_connect_object (self->row->site, "notify::provider",
                               G_CALLBACK (site_changed_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->row->site, "notify::target",
                               G_CALLBACK (site_changed_cb), self, G_CONNECT_SWAPPED);
    }
  return self;
}

const KpImportRow *
kp_import_item_get_row (KpImportItem *self)
{
  g_return_val_if_fail (KP_IS_IMPORT_ITEM (self), NULL);

  return self->row;
}

char *
kp_import_item_dup_label (KpImportItem *self)
{
  g_autofree char *subtitle = NULL;

  g_return_val_if_fail (KP_IS_IMPORT_ITEM (self), NULL);

  subtitle = format_subtitle (self);
  if (self->row->error != NULL)
    /* Translators: the number of a row, what stands in it, what is wrong with it */
    return g_strdup_printf (_ ("Row %u is bad: %s: %s"), self->row->line, get_title (self),
                            subtitle);
  /* Translators: the number of a row, a host name, what becomes of it */
  return g_strdup_printf (_ ("Row %u: %s: %s"), self->row->line, get_title (self),
                          subtitle);
}
