/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/site-causes.h"

#include "core/model/site.h"

/* How long the main loop is held at a time, microseconds. */
#define SLICE 4000
#define BETWEEN_LOOKS 64

struct _KpSiteCauses
{
  GObject parent;

  GListModel *sites;
  GPtrArray *list;
  KpCauses *causes; /* (nullable): being counted */
  guint next;
  guint idle_id;
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KpSiteCauses, kp_site_causes, G_TYPE_OBJECT)

static gboolean
count_cb (gpointer data)
{
  KpSiteCauses *self = data;
  gint64 end = g_get_monotonic_time () + SLICE;

  for (guint n = g_list_model_get_n_items (self->sites); self->next < n; self->next++)
    {
      g_autoptr (KpSite) site = NULL;

      if (self->next % BETWEEN_LOOKS == 0 && g_get_monotonic_time () >= end)
        return G_SOURCE_CONTINUE;
      site = g_list_model_get_item (self->sites, self->next);
      kp_causes_add (self->causes, site);
    }
  self->idle_id = 0;
  g_ptr_array_unref (self->list);
  self->list = kp_causes_list (self->causes);
  g_clear_pointer (&self->causes, kp_causes_free);
  g_signal_emit (self, signals[CHANGED], 0);
  return G_SOURCE_REMOVE;
}

static void
begin (KpSiteCauses *self)
{
  g_clear_pointer (&self->causes, kp_causes_free);
  self->causes = kp_causes_new ();
  self->next = 0;
  if (self->idle_id == 0)
    self->idle_id = g_idle_add_full (G_PRIORITY_LOW, count_cb, self, NULL);
}

/* Positions are others now. */
static void
sites_changed_cb (KpSiteCauses *self)
{
  if (self->causes != NULL)
    begin (self);
}

static void
kp_site_causes_dispose (GObject *object)
{
  KpSiteCauses *self = KP_SITE_CAUSES (object);

  g_clear_handle_id (&self->idle_id, g_source_remove);
  g_clear_pointer (&self->causes, kp_causes_free);
  g_clear_object (&self->sites);

  G_OBJECT_CLASS (kp_site_causes_parent_class)->dispose (object);
}

static void
kp_site_causes_finalize (GObject *object)
{
  g_ptr_array_unref (KP_SITE_CAUSES (object)->list);

  G_OBJECT_CLASS (kp_site_causes_parent_class)->finalize (object);
}

static void
kp_site_causes_class_init (KpSiteCausesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = kp_site_causes_dispose;
  object_class->finalize = kp_site_causes_finalize;

  signals[CHANGED] = g_signal_new ("changed", KP_TYPE_SITE_CAUSES, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kp_site_causes_init (KpSiteCauses *self)
{
  self->list = g_ptr_array_new ();
}

KpSiteCauses *
kp_site_causes_new (GListModel *sites)
{
  KpSiteCauses *self;

  g_return_val_if_fail (G_IS_LIST_MODEL (sites), NULL);

  self = g_object_new (KP_TYPE_SITE_CAUSES, NULL);
  self->sites = g_object_ref (sites);
  g_signal_connect_object (sites, "items-changed", G_CALLBACK (sites_changed_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}

void
kp_site_causes_count (KpSiteCauses *self)
{
  g_return_if_fail (KP_IS_SITE_CAUSES (self));

  begin (self);
}

GPtrArray *
kp_site_causes_list (KpSiteCauses *self)
{
  g_return_val_if_fail (KP_IS_SITE_CAUSES (self), NULL);

  return self->list;
}
