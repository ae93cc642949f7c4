/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/provider/profile.h"

#include <string.h>

#include "core/base/host-name.h"
#include "core/provider/profile-private.h"

G_DEFINE_QUARK (kp - profile - error - quark, kp_profile_error)

enum
{
  PROP_ID = 1,
  PROP_NAME,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (KpProfile, kp_profile, G_TYPE_OBJECT)

void
kp_profile_field_free (KpProfileField *field)
{
  if (field == NULL)
    return;
  g_free (field->id);
  g_free (field->name);
  g_free (field->label);
  g_free (field);
}

static void
kp_profile_finalize (GObject *object)
{
  KpProfile *self = KP_PROFILE (object);

  g_free (self->id);
  g_free (self->name);
  g_free (self->noun);
  g_free (self->language);
  g_free (self->secure_label);
  g_free (self->help_uri);
  g_free (self->target);
  g_free (self->target_pattern);
  g_free (self->host_pattern);
  g_free (self->usual_host);
  g_strfreev (self->own_domains);
  g_strfreev (self->refused_domains);
  g_free (self->channel);
  g_free (self->form_uri);
  g_ptr_array_unref (self->fields);
  g_free (self->priority);
  g_free (self->priority_name);
  g_free (self->priority_label);
  g_free (self->bundle_format);
  g_free (self->caa_identity);

  G_OBJECT_CLASS (kp_profile_parent_class)->finalize (object);
}

static void
kp_profile_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  KpProfile *self = KP_PROFILE (object);

  switch (id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
kp_profile_class_init (KpProfileClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags =
      G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = kp_profile_finalize;
  object_class->get_property = kp_profile_get_property;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
kp_profile_init (KpProfile *self)
{
  self->fields = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_profile_field_free);
}

static gint64
make_fingerprint (const char *json, gssize length)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint64 value[4];
  gsize size = sizeof value;

  g_checksum_update (checksum, (const guchar *) json, length);
  g_checksum_get_digest (checksum, (guint8 *) value, &size);
  return (gint64) (GUINT64_FROM_BE (value[0]) >> 1) | 1;
}

KpProfile *
kp_profile_new_from_json (const char *json, gssize length, const char *file_name,
                          GError **error)
{
  g_autoptr (KpProfile) self = g_object_new (KP_TYPE_PROFILE, NULL);

  if (!kp_profile_read (self, json, length, file_name, error))
    return NULL;
  self->fingerprint = make_fingerprint (json, length);
  return g_steal_pointer (&self);
}

/* "*" stands for one or more whole labels, at either end. */
static gboolean
matches (const char *pattern, const char *name)
{
  gsize pattern_length = strlen (pattern);
  gsize length = strlen (name);

  if (g_str_has_prefix (pattern, "*."))
    return length > pattern_length - 1
           && g_ascii_strcasecmp (name + length - (pattern_length - 1), pattern + 1) == 0;
  if (g_str_has_suffix (pattern, ".*"))
    return length > pattern_length - 1
           && g_ascii_strncasecmp (name, pattern, pattern_length - 1) == 0;
  return g_ascii_strcasecmp (pattern, name) == 0;
}

const char *
kp_profile_get_id (KpProfile *self)
{
  g_return_val_if_fail (KP_IS_PROFILE (self), NULL);

  return self->id;
}

gint64
kp_profile_get_fingerprint (KpProfile *self)
{
  g_return_val_if_fail (KP_IS_PROFILE (self), 0);

  return self->fingerprint;
}

const char *
kp_profile_get_name (KpProfile *self)
{
  g_return_val_if_fail (KP_IS_PROFILE (self), NULL);

  return self->name;
}

const char *
kp_profile_get_noun (KpProfile *self)
{
  g_return_val_if_fail (KP_IS_PROFILE (self), NULL);

  return self->noun;
}

const char *
kp_profile_get_language (KpProfile *self)
{
  g_return_val_if_fail (KP_IS_PROFILE (self), NULL);

  return self->language;
}

const char *
kp_profile_get_secure_label (KpProfile *self)
{
  g_return_val_if_fail (KP_IS_PROFILE (self), NULL);

  return self->secure_label;
}

const char *
kp_profile_get_help_uri (KpProfile *self)
{
  g_return_val_if_fail (KP_IS_PROFILE (self), NULL);

  return self->help_uri;
}

gboolean
kp_profile_offers_secure (KpProfile *self)
{
  g_return_val_if_fail (KP_IS_PROFILE (self), FALSE);

  return self->secure;
}

gboolean
kp_profile_offers_renew (KpProfile *self)
{
  g_return_val_if_fail (KP_IS_PROFILE (self), FALSE);

  return self->renew;
}

KpTargetKind
kp_profile_get_target_kind (KpProfile *self)
{
  g_return_val_if_fail (KP_IS_PROFILE (self), KP_TARGET_NONE);

  return self->target_kind;
}

gboolean
kp_profile_wants_target (KpProfile *self)
{
  g_return_val_if_fail (KP_IS_PROFILE (self), FALSE);

  return self->target_kind != KP_TARGET_NONE;
}

const char *
kp_profile_get_target (KpProfile *self)
{
  g_return_val_if_fail (KP_IS_PROFILE (self), NULL);

  return self->target;
}

gboolean
kp_profile_target_matches (KpProfile *self, const char *target)
{
  g_return_val_if_fail (KP_IS_PROFILE (self), FALSE);
  g_return_val_if_fail (target != NULL, FALSE);

  switch (self->target_kind)
    {
    case KP_TARGET_FIXED:
      return g_ascii_strcasecmp (self->target, target) == 0;
    case KP_TARGET_PATTERN:
      return matches (self->target_pattern, target);
    case KP_TARGET_NONE:
    case KP_TARGET_TOLD:
    default:
      return TRUE;
    }
}

const char *
kp_profile_effective_target (KpProfile *self, const char *site_target)
{
  g_return_val_if_fail (KP_IS_PROFILE (self), NULL);

  if (site_target != NULL)
    return site_target;
  return self->target_kind == KP_TARGET_FIXED ? self->target : NULL;
}

gboolean
kp_profile_host_matches (KpProfile *self, const char *host)
{
  g_return_val_if_fail (KP_IS_PROFILE (self), FALSE);
  g_return_val_if_fail (host != NULL, FALSE);

  return self->host_pattern == NULL || matches (self->host_pattern, host);
}

const char *
kp_profile_get_usual_host (KpProfile *self)
{
  g_return_val_if_fail (KP_IS_PROFILE (self), NULL);

  return self->usual_host;
}

const char *const *
kp_profile_get_own_domains (KpProfile *self)
{
  g_return_val_if_fail (KP_IS_PROFILE (self), NULL);

  return (const char *const *) self->own_domains;
}

static const char *
find_domain (char **domains, const char *name)
{
  for (char **domain = domains; *domain != NULL; domain++)
    if (kp_host_name_is_below (name, *domain))
      return *domain;
  return NULL;
}

gboolean
kp_profile_is_own_domain (KpProfile *self, const char *name)
{
  g_return_val_if_fail (KP_IS_PROFILE (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  return find_domain (self->own_domains, name) != NULL;
}

const char *
kp_profile_find_refused (KpProfile *self, const char *host)
{
  g_return_val_if_fail (KP_IS_PROFILE (self), NULL);
  g_return_val_if_fail (host != NULL, NULL);

  return find_domain (self->refused_domains, host);
}

KpKeyMaker
kp_profile_get_key_maker (KpProfile *self)
{
  g_return_val_if_fail (KP_IS_PROFILE (self), KP_KEY_PROVIDER);

  return self->key_maker;
}

gboolean
kp_profile_get_renewed_by_provider (KpProfile *self, guint *days_early)
{
  g_return_val_if_fail (KP_IS_PROFILE (self), FALSE);

  if (days_early != NULL)
    *days_early = self->days_early;
  return self->renewed_by_provider;
}

KpCertificateOrder
kp_profile_get_certificate_order (KpProfile *self)
{
  g_return_val_if_fail (KP_IS_PROFILE (self), KP_CERTIFICATE_ORDER_UNKNOWN);

  return self->certificate_order;
}

gboolean
kp_profile_get_proxies_allowed (KpProfile *self)
{
  g_return_val_if_fail (KP_IS_PROFILE (self), FALSE);

  return self->proxies_allowed;
}

gboolean
kp_profile_get_requires_existing (KpProfile *self)
{
  g_return_val_if_fail (KP_IS_PROFILE (self), FALSE);

  return self->requires_existing;
}

const KpProfileDays *
kp_profile_get_days (KpProfile *self)
{
  g_return_val_if_fail (KP_IS_PROFILE (self), NULL);

  return &self->days;
}

const char *
kp_profile_get_channel (KpProfile *self)
{
  g_return_val_if_fail (KP_IS_PROFILE (self), NULL);

  return self->channel;
}

const char *
kp_profile_get_form_uri (KpProfile *self)
{
  g_return_val_if_fail (KP_IS_PROFILE (self), NULL);

  return self->form_uri;
}

GPtrArray *
kp_profile_get_fields (KpProfile *self)
{
  g_return_val_if_fail (KP_IS_PROFILE (self), NULL);

  return self->fields;
}

const char *
kp_profile_get_priority (KpProfile *self)
{
  g_return_val_if_fail (KP_IS_PROFILE (self), NULL);

  return self->priority;
}

const char *
kp_profile_get_priority_label (KpProfile *self)
{
  g_return_val_if_fail (KP_IS_PROFILE (self), NULL);

  return self->priority_label;
}

const char *
kp_profile_get_priority_name (KpProfile *self)
{
  g_return_val_if_fail (KP_IS_PROFILE (self), NULL);

  return self->priority_name;
}

const char *
kp_profile_get_bundle_format (KpProfile *self)
{
  g_return_val_if_fail (KP_IS_PROFILE (self), NULL);

  return self->bundle_format;
}

gboolean
kp_profile_get_same_ticket (KpProfile *self)
{
  g_return_val_if_fail (KP_IS_PROFILE (self), FALSE);

  return self->same_ticket;
}

const char *
kp_profile_get_caa_identity (KpProfile *self)
{
  g_return_val_if_fail (KP_IS_PROFILE (self), NULL);

  return self->caa_identity;
}
