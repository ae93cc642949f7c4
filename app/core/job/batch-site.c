/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/job/batch-site.h"

struct _KpBatchSite
{
  GObject parent;

  KpSite *site;
  char *reason;
};

enum
{
  PROP_REASON = 1,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (KpBatchSite, kp_batch_site, G_TYPE_OBJECT)

static void
kp_batch_site_finalize (GObject *object)
{
  KpBatchSite *self = KP_BATCH_SITE (object);

  g_object_unref (self->site);
  g_free (self->reason);

  G_OBJECT_CLASS (kp_batch_site_parent_class)->finalize (object);
}

static void
kp_batch_site_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_REASON:
      g_value_set_string (value, KP_BATCH_SITE (object)->reason);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
kp_batch_site_class_init (KpBatchSiteClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = kp_batch_site_finalize;
  object_class->get_property = kp_batch_site_get_property;

  properties[PROP_REASON] = g_param_spec_string ("reason", NULL, NULL, NULL,
                                                 G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY
                                                     | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
kp_batch_site_init (KpBatchSite *self)
{
}

KpBatchSite *
kp_batch_site_new (KpSite *site)
{
  KpBatchSite *self;

  g_return_val_if_fail (KP_IS_SITE (site), NULL);

  self = g_object_new (KP_TYPE_BATCH_SITE, NULL);
  self->site = g_object_ref (site);
  return self;
}

KpSite *
kp_batch_site_get_site (KpBatchSite *self)
{
  g_return_val_if_fail (KP_IS_BATCH_SITE (self), NULL);

  return self->site;
}

const KpJob *
kp_batch_site_get_job (KpBatchSite *self)
{
  const KpJob *job;

  g_return_val_if_fail (KP_IS_BATCH_SITE (self), NULL);

  job = kp_site_get_job (self->site);
  return job != NULL && job->kind == KP_JOB_RENEW && self->reason == NULL ? job : NULL;
}

const char *
kp_batch_site_get_reason (KpBatchSite *self)
{
  g_return_val_if_fail (KP_IS_BATCH_SITE (self), NULL);

  return self->reason;
}

void
kp_batch_site_set_reason (KpBatchSite *self, const char *reason)
{
  g_return_if_fail (KP_IS_BATCH_SITE (self));

  if (g_strcmp0 (self->reason, reason) == 0)
    return;
  g_free (self->reason);
  self->reason = g_strdup (reason);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REASON]);
}
