/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/site-array.h"

#include "core/model/site.h"

struct _KpSiteArray
{
  GObject parent;

  GPtrArray *sites;
  guint n_shown;
  guint more_id; /* while that is not all */
};

static void kp_site_array_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KpSiteArray, kp_site_array, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      kp_site_array_iface_init))

static GType
kp_site_array_get_item_type (GListModel *model)
{
  return KP_TYPE_SITE;
}

static guint
kp_site_array_get_n_items (GListModel *model)
{
  return KP_SITE_ARRAY (model)->n_shown;
}

static gpointer
kp_site_array_get_item (GListModel *model, guint position)
{
  KpSiteArray *self = KP_SITE_ARRAY (model);

  return position < self->n_shown ? g_object_ref (self->sites->pdata[position]) : NULL;
}

static void
kp_site_array_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = kp_site_array_get_item_type;
  iface->get_n_items = kp_site_array_get_n_items;
  iface->get_item = kp_site_array_get_item;
}

static void
kp_site_array_dispose (GObject *object)
{
  g_clear_handle_id (&KP_SITE_ARRAY (object)->more_id, g_source_remove);

  G_OBJECT_CLASS (kp_site_array_parent_class)->dispose (object);
}

static void
kp_site_array_finalize (GObject *object)
{
  g_ptr_array_unref (KP_SITE_ARRAY (object)->sites);

  G_OBJECT_CLASS (kp_site_array_parent_class)->finalize (object);
}

static void
kp_site_array_class_init (KpSiteArrayClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = kp_site_array_dispose;
  object_class->finalize = kp_site_array_finalize;
}

static void
kp_site_array_init (KpSiteArray *self)
{
  self->sites = g_ptr_array_new_with_free_func (g_object_unref);
}

KpSiteArray *
kp_site_array_new (void)
{
  return g_object_new (KP_TYPE_SITE_ARRAY, NULL);
}

static guint
find_end (KpSiteArray *self)
{
  guint end = self->n_shown + KP_SITE_ARRAY_STEP;

  return end > KP_SITE_ARRAY_ROWS ? self->sites->len : MIN (end, self->sites->len);
}

static gboolean
more_cb (gpointer data)
{
  KpSiteArray *self = data;
  guint before = self->n_shown;

  self->n_shown = find_end (self);
  if (self->n_shown == self->sites->len)
    self->more_id = 0;
  g_list_model_items_changed (G_LIST_MODEL (self), before, 0, self->n_shown - before);
  return self->n_shown < self->sites->len ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static guint
count_same_first (GPtrArray *a, GPtrArray *b)
{
  guint n = 0;

  while (n < MIN (a->len, b->len) && a->pdata[n] == b->pdata[n])
    n++;
  return n;
}

static guint
count_same_last (GPtrArray *a, GPtrArray *b, guint most)
{
  guint n = 0;

  while (n < most && a->pdata[a->len - 1 - n] == b->pdata[b->len - 1 - n])
    n++;
  return n;
}

static void
replace (KpSiteArray *self)
{
  guint before = self->n_shown;

  self->n_shown = 0;
  self->n_shown = find_end (self);
  /* After the frame that shows them. */
  if (self->n_shown < self->sites->len)
    self->more_id = g_idle_add (more_cb, self);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, before, self->n_shown);
}

void
kp_site_array_set (KpSiteArray *self, GPtrArray *sites)
{
  g_autoptr (GPtrArray) before = NULL;
  guint first, last, added;

  g_return_if_fail (KP_IS_SITE_ARRAY (self));
  g_return_if_fail (sites != NULL);

  before = self->sites;
  self->sites = g_ptr_array_ref (sites);
  first = count_same_first (before, sites);
  if (first == before->len && first == sites->len)
    return;
  last = count_same_last (before, sites, MIN (before->len, sites->len) - first);
  added = sites->len - first - last;
  if (self->more_id != 0 || added > first + last)
    {
      g_clear_handle_id (&self->more_id, g_source_remove);
      replace (self);
      return;
    }
  self->n_shown = sites->len;
  g_list_model_items_changed (G_LIST_MODEL (self), first, before->len - first - last,
                              added);
}
