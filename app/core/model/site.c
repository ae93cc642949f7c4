/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/site.h"

#include "core/base/host-name.h"
#include "core/base/shared-text.h"

/*
 * There may be 100,000 of these: what many sites share (provider, customer,
 * target) is held once, and what few are asked for is made when asked.
 */
struct _KpSite
{
  GObject parent;

  gint64 id;
  char *host;
  char *unicode; /* made when asked for; @host itself where that is the same */
  char *label;   /* likewise; @unicode itself where the port is 443 */
  const char *provider;
  gint64 customer_id;
  char *customer; /* shared text */
  char *target;   /* shared text */
  char *note;
  gint64 retired_at;
  KpJob *job; /* (nullable) */
  guint job_serial;
  guint summary_serial;
  guint16 port;
  gboolean proxied;
  KpSummary summary;
};

enum
{
  PROP_ID = 1,
  PROP_HOST,
  PROP_UNICODE,
  PROP_PORT,
  PROP_PROVIDER,
  PROP_CUSTOMER_ID,
  PROP_CUSTOMER,
  PROP_TARGET,
  PROP_PROXIED,
  PROP_NOTE,
  PROP_RETIRED_AT,
  PROP_JOB_SERIAL,
  PROP_SUMMARY_SERIAL,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (KpSite, kp_site, G_TYPE_OBJECT)

static void
clear_names (KpSite *self)
{
  if (self->label != self->unicode)
    g_free (self->label);
  if (self->unicode != self->host)
    g_free (self->unicode);
  self->label = NULL;
  self->unicode = NULL;
}

static void
kp_site_finalize (GObject *object)
{
  KpSite *self = KP_SITE (object);

  clear_names (self);
  g_free (self->host);
  g_clear_pointer (&self->customer, kp_shared_text_release);
  g_clear_pointer (&self->target, kp_shared_text_release);
  g_free (self->note);
  g_clear_pointer (&self->job, kp_job_free);
  kp_summary_clear (&self->summary);

  G_OBJECT_CLASS (kp_site_parent_class)->finalize (object);
}

static void
kp_site_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  KpSite *self = KP_SITE (object);

  switch (id)
    {
    case PROP_ID:
      g_value_set_int64 (value, self->id);
      break;
    case PROP_HOST:
      g_value_set_string (value, self->host);
      break;
    case PROP_UNICODE:
      g_value_set_string (value, kp_site_get_unicode (self));
      break;
    case PROP_PORT:
      g_value_set_uint (value, self->port);
      break;
    case PROP_PROVIDER:
      g_value_set_static_string (value, self->provider);
      break;
    case PROP_CUSTOMER_ID:
      g_value_set_int64 (value, self->customer_id);
      break;
    case PROP_CUSTOMER:
      g_value_set_string (value, self->customer);
      break;
    case PROP_TARGET:
      g_value_set_string (value, self->target);
      break;
    case PROP_PROXIED:
      g_value_set_boolean (value, self->proxied);
      break;
    case PROP_NOTE:
      g_value_set_string (value, kp_site_get_note (self));
      break;
    case PROP_RETIRED_AT:
      g_value_set_int64 (value, self->retired_at);
      break;
    case PROP_JOB_SERIAL:
      g_value_set_uint (value, self->job_serial);
      break;
    case PROP_SUMMARY_SERIAL:
      g_value_set_uint (value, self->summary_serial);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
kp_site_class_init (KpSiteClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags =
      G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = kp_site_finalize;
  object_class->get_property = kp_site_get_property;

  properties[PROP_ID] = g_param_spec_int64 ("id", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_HOST] = g_param_spec_string ("host", NULL, NULL, NULL, flags);
  properties[PROP_UNICODE] = g_param_spec_string ("unicode", NULL, NULL, NULL, flags);
  properties[PROP_PORT] = g_param_spec_uint ("port", NULL, NULL, 1, 65535, 443, flags);
  properties[PROP_PROVIDER] = g_param_spec_string ("provider", NULL, NULL, NULL, flags);
  properties[PROP_CUSTOMER_ID] =
      g_param_spec_int64 ("customer-id", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_CUSTOMER] = g_param_spec_string ("customer", NULL, NULL, NULL, flags);
  properties[PROP_TARGET] = g_param_spec_string ("target", NULL, NULL, NULL, flags);
  properties[PROP_PROXIED] = g_param_spec_boolean ("proxied", NULL, NULL, FALSE, flags);
  properties[PROP_NOTE] = g_param_spec_string ("note", NULL, NULL, "", flags);
  properties[PROP_RETIRED_AT] =
      g_param_spec_int64 ("retired-at", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_JOB_SERIAL] =
      g_param_spec_uint ("job-serial", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_SUMMARY_SERIAL] =
      g_param_spec_uint ("summary-serial", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
kp_site_init (KpSite *self)
{
  kp_summary_init (&self->summary);
}

KpSite *
kp_site_new (const char *host, guint16 port, const char *provider)
{
  KpSite *self = g_object_new (KP_TYPE_SITE, NULL);

  self->host = g_strdup (host);
  self->port = port;
  self->provider = g_intern_string (provider);
  return self;
}

KpSite *
kp_site_copy (KpSite *self)
{
  KpSite *copy;

  g_return_val_if_fail (KP_IS_SITE (self), NULL);

  copy = kp_site_new (self->host, self->port, self->provider);
  kp_site_assign (copy, self);
  return copy;
}

static void
notify (KpSite *self, guint property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
set_address (KpSite *self, const char *host, guint16 port)
{
  gboolean host_differs = g_strcmp0 (self->host, host) != 0;
  gboolean port_differs = self->port != port;

  if (!host_differs && !port_differs)
    return;
  clear_names (self);
  if (host_differs)
    {
      g_free (self->host);
      self->host = g_strdup (host);
      notify (self, PROP_HOST);
      notify (self, PROP_UNICODE);
    }
  if (port_differs)
    {
      self->port = port;
      notify (self, PROP_PORT);
    }
}

void
kp_site_assign (KpSite *self, KpSite *source)
{
  g_return_if_fail (KP_IS_SITE (self));
  g_return_if_fail (KP_IS_SITE (source));

  if (self == source)
    return;
  g_object_freeze_notify (G_OBJECT (self));
  kp_site_set_id (self, source->id);
  set_address (self, source->host, source->port);
  kp_site_set_provider (self, source->provider);
  kp_site_set_customer (self, source->customer_id, source->customer);
  kp_site_set_target (self, source->target);
  kp_site_set_proxied (self, source->proxied);
  kp_site_set_note (self, source->note);
  kp_site_set_retired_at (self, source->retired_at);
  kp_site_set_job (self, source->job);
  kp_site_set_summary (self, &source->summary);
  g_object_thaw_notify (G_OBJECT (self));
}

gint64
kp_site_get_id (KpSite *self)
{
  g_return_val_if_fail (KP_IS_SITE (self), 0);

  return self->id;
}

void
kp_site_set_id (KpSite *self, gint64 id)
{
  g_return_if_fail (KP_IS_SITE (self));

  if (self->id == id)
    return;
  self->id = id;
  notify (self, PROP_ID);
}

const char *
kp_site_get_host (KpSite *self)
{
  g_return_val_if_fail (KP_IS_SITE (self), NULL);

  return self->host;
}

const char *
kp_site_get_unicode (KpSite *self)
{
  g_return_val_if_fail (KP_IS_SITE (self), NULL);

  if (self->unicode == NULL)
    {
      self->unicode = kp_host_name_to_unicode (self->host);
      if (g_strcmp0 (self->unicode, self->host) == 0)
        {
          g_free (self->unicode);
          self->unicode = self->host;
        }
    }
  return self->unicode;
}

guint16
kp_site_get_port (KpSite *self)
{
  g_return_val_if_fail (KP_IS_SITE (self), 0);

  return self->port;
}

const char *
kp_site_get_label (KpSite *self)
{
  g_return_val_if_fail (KP_IS_SITE (self), NULL);

  if (self->label == NULL)
    {
      const char *unicode = kp_site_get_unicode (self);

      self->label = self->port == 443 ? (char *) unicode
                                      : kp_host_name_format_site (unicode, self->port);
    }
  return self->label;
}

const char *
kp_site_get_provider (KpSite *self)
{
  g_return_val_if_fail (KP_IS_SITE (self), NULL);

  return self->provider;
}

void
kp_site_set_provider (KpSite *self, const char *provider)
{
  const char *interned = g_intern_string (provider);

  g_return_if_fail (KP_IS_SITE (self));

  if (self->provider == interned)
    return;
  self->provider = interned;
  notify (self, PROP_PROVIDER);
}

gint64
kp_site_get_customer_id (KpSite *self)
{
  g_return_val_if_fail (KP_IS_SITE (self), 0);

  return self->customer_id;
}

const char *
kp_site_get_customer (KpSite *self)
{
  g_return_val_if_fail (KP_IS_SITE (self), NULL);

  return self->customer;
}

void
kp_site_set_customer (KpSite *self, gint64 id, const char *name)
{
  g_return_if_fail (KP_IS_SITE (self));

  if (self->customer_id != id)
    {
      self->customer_id = id;
      notify (self, PROP_CUSTOMER_ID);
    }
  if (g_strcmp0 (self->customer, name) != 0)
    {
      char *old = self->customer;

      self->customer = kp_shared_text_new (name);
      g_clear_pointer (&old, kp_shared_text_release);
      notify (self, PROP_CUSTOMER);
    }
}

const char *
kp_site_get_target (KpSite *self)
{
  g_return_val_if_fail (KP_IS_SITE (self), NULL);

  return self->target;
}

void
kp_site_set_target (KpSite *self, const char *target)
{
  char *old;

  g_return_if_fail (KP_IS_SITE (self));

  if (g_strcmp0 (self->target, target) == 0)
    return;
  old = self->target;
  self->target = kp_shared_text_new (target);
  g_clear_pointer (&old, kp_shared_text_release);
  notify (self, PROP_TARGET);
}

gboolean
kp_site_get_proxied (KpSite *self)
{
  g_return_val_if_fail (KP_IS_SITE (self), FALSE);

  return self->proxied;
}

void
kp_site_set_proxied (KpSite *self, gboolean proxied)
{
  g_return_if_fail (KP_IS_SITE (self));

  if (self->proxied == !!proxied)
    return;
  self->proxied = !!proxied;
  notify (self, PROP_PROXIED);
}

const char *
kp_site_get_note (KpSite *self)
{
  g_return_val_if_fail (KP_IS_SITE (self), "");

  return self->note != NULL ? self->note : "";
}

void
kp_site_set_note (KpSite *self, const char *note)
{
  g_return_if_fail (KP_IS_SITE (self));

  if (note != NULL && *note == '\0')
    note = NULL;
  if (g_strcmp0 (self->note, note) == 0)
    return;
  g_free (self->note);
  self->note = g_strdup (note);
  notify (self, PROP_NOTE);
}

gint64
kp_site_get_retired_at (KpSite *self)
{
  g_return_val_if_fail (KP_IS_SITE (self), 0);

  return self->retired_at;
}

void
kp_site_set_retired_at (KpSite *self, gint64 at)
{
  g_return_if_fail (KP_IS_SITE (self));

  if (self->retired_at == at)
    return;
  self->retired_at = at;
  notify (self, PROP_RETIRED_AT);
}

const KpJob *
kp_site_get_job (KpSite *self)
{
  g_return_val_if_fail (KP_IS_SITE (self), NULL);

  return self->job;
}

void
kp_site_set_job (KpSite *self, const KpJob *job)
{
  KpJob *old;

  g_return_if_fail (KP_IS_SITE (self));

  if (kp_job_equal (self->job, job))
    return;
  old = self->job;
  self->job = kp_job_copy (job);
  kp_job_free (old);
  self->job_serial++;
  notify (self, PROP_JOB_SERIAL);
}

const KpSummary *
kp_site_get_summary (KpSite *self)
{
  g_return_val_if_fail (KP_IS_SITE (self), NULL);

  return &self->summary;
}

void
kp_site_set_summary (KpSite *self, const KpSummary *summary)
{
  g_return_if_fail (KP_IS_SITE (self));
  g_return_if_fail (summary != NULL);

  if (kp_summary_equal (&self->summary, summary))
    return;
  kp_summary_copy (&self->summary, summary);
  self->summary_serial++;
  notify (self, PROP_SUMMARY_SERIAL);
}
