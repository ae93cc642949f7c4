/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/import-list.h"

#include "window/import-item.h"

struct _KpImportList
{
  GObject parent;

  GPtrArray *rows; /* of KpImportRow */
  guint first;
  KpCatalogue *catalogue;
};

static GType
get_item_type (GListModel *model)
{
  return KP_TYPE_IMPORT_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  KpImportList *self = KP_IMPORT_LIST (model);

  return self->rows->len - self->first;
}

static gpointer
get_item (GListModel *model, guint position)
{
  KpImportList *self = KP_IMPORT_LIST (model);

  return position < get_n_items (model)
             ? kp_import_item_new (self->rows, self->first + position, self->catalogue)
             : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (KpImportList, kp_import_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
kp_import_list_finalize (GObject *object)
{
  KpImportList *self = KP_IMPORT_LIST (object);

  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_object (&self->catalogue);

  G_OBJECT_CLASS (kp_import_list_parent_class)->finalize (object);
}

static void
kp_import_list_class_init (KpImportListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kp_import_list_finalize;
}

static void
kp_import_list_init (KpImportList *self)
{
}

KpImportList *
kp_import_list_new (const KpImportPreview *preview, KpCatalogue *catalogue)
{
  KpImportList *self;

  g_return_val_if_fail (preview != NULL, NULL);
  g_return_val_if_fail (KP_IS_CATALOGUE (catalogue), NULL);

  self = g_object_new (KP_TYPE_IMPORT_LIST, NULL);
  self->rows = g_ptr_array_ref (preview->rows);
  self->catalogue = g_object_ref (catalogue);
  return self;
}

void
kp_import_list_skip (KpImportList *self, guint n)
{
  guint before;

  g_return_if_fail (KP_IS_IMPORT_LIST (self));
  g_return_if_fail (n >= self->first && n <= self->rows->len);

  before = self->first;
  self->first = n;
  if (n > before)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n - before, 0);
}
