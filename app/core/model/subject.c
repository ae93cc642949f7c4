/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/subject.h"

#include <glib/gi18n.h>

#include "core/base/json.h"
#include "core/base/plain-text.h"
#include "core/model/customer.h"

/* A snapshot; a text of it, in octets. Longer than the rules allow: they count characters.
 */
#define MAX_JSON (16 * 1024)
#define MAX_TEXT 1024

enum
{
  PROP_ID = 1,
  PROP_NAME,
  PROP_COUNTRY,
  PROP_STATE,
  PROP_LOCALITY,
  PROP_ORGANIZATION,
  PROP_ORGANIZATIONAL_UNIT,
  PROP_EMAIL,
  PROP_VERIFIED_AT,
  N_PROPERTIES,
};

#define FIRST_TEXT PROP_NAME
#define N_TEXTS (PROP_EMAIL - FIRST_TEXT + 1)
/* The texts are the name and then the fields, in their order. */
#define PLACE(field) ((guint) (field) + PROP_COUNTRY - FIRST_TEXT)

G_STATIC_ASSERT (PROP_EMAIL - PROP_COUNTRY + 1 == KP_SUBJECT_N_FIELDS);

struct _KpSubject
{
  GObject parent;

  gint64 id;
  gint64 verified_at;
  char *texts[N_TEXTS]; /* by property, from FIRST_TEXT on; never %NULL */
};

static const struct
{
  const char *id;
  const char *label;
} fields[KP_SUBJECT_N_FIELDS] = {
  [KP_SUBJECT_COUNTRY] = { "country", N_ ("Country") },
  [KP_SUBJECT_STATE] = { "state", N_ ("State or province") },
  [KP_SUBJECT_LOCALITY] = { "locality", N_ ("Locality") },
  [KP_SUBJECT_ORGANIZATION] = { "organization", N_ ("Organization") },
  [KP_SUBJECT_ORGANIZATIONAL_UNIT] = { "organizational-unit", N_ ("Organizational unit") },
  [KP_SUBJECT_EMAIL] = { "email", N_ ("Email") },
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (KpSubject, kp_subject, G_TYPE_OBJECT)

static void
kp_subject_finalize (GObject *object)
{
  KpSubject *self = KP_SUBJECT (object);

  for (guint i = 0; i < N_TEXTS; i++)
    g_free (self->texts[i]);

  G_OBJECT_CLASS (kp_subject_parent_class)->finalize (object);
}

static void
kp_subject_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  KpSubject *self = KP_SUBJECT (object);

  if (id == PROP_ID)
    g_value_set_int64 (value, self->id);
  else if (id == PROP_VERIFIED_AT)
    g_value_set_int64 (value, self->verified_at);
  else if (id >= FIRST_TEXT && id < FIRST_TEXT + N_TEXTS)
    g_value_set_string (value, self->texts[id - FIRST_TEXT]);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
set_text (KpSubject *self, guint place, const char *text)
{
  if (text == NULL)
    text = "";
  if (g_strcmp0 (self->texts[place], text) == 0)
    return;
  g_free (self->texts[place]);
  self->texts[place] = g_strdup (text);
  g_object_notify_by_pspec (G_OBJECT (self), properties[FIRST_TEXT + place]);
}

static void
kp_subject_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  KpSubject *self = KP_SUBJECT (object);

  if (id == PROP_ID)
    kp_subject_set_id (self, g_value_get_int64 (value));
  else if (id == PROP_VERIFIED_AT)
    kp_subject_set_verified_at (self, g_value_get_int64 (value));
  else if (id >= FIRST_TEXT && id < FIRST_TEXT + N_TEXTS)
    set_text (self, id - FIRST_TEXT, g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
kp_subject_class_init (KpSubjectClass *klass)
{
  const GParamFlags flags =
      G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = kp_subject_finalize;
  object_class->get_property = kp_subject_get_property;
  object_class->set_property = kp_subject_set_property;

  properties[PROP_ID] = g_param_spec_int64 ("id", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, "", flags);
  for (guint i = 0; i < KP_SUBJECT_N_FIELDS; i++)
    properties[PROP_COUNTRY + i] =
        g_param_spec_string (fields[i].id, NULL, NULL, "", flags);
  properties[PROP_VERIFIED_AT] =
      g_param_spec_int64 ("verified-at", NULL, NULL, 0, G_MAXINT64, 0, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
kp_subject_init (KpSubject *self)
{
  for (guint i = 0; i < N_TEXTS; i++)
    self->texts[i] = g_strdup ("");
}

KpSubject *
kp_subject_new (const char *name)
{
  KpSubject *self = g_object_new (KP_TYPE_SUBJECT, NULL);

  kp_subject_set_name (self, name);
  return self;
}

KpSubject *
kp_subject_copy (KpSubject *self)
{
  KpSubject *copy;

  g_return_val_if_fail (KP_IS_SUBJECT (self), NULL);

  copy = kp_subject_new (NULL);
  kp_subject_assign (copy, self);
  return copy;
}

void
kp_subject_assign (KpSubject *self, KpSubject *source)
{
  g_return_if_fail (KP_IS_SUBJECT (self));
  g_return_if_fail (KP_IS_SUBJECT (source));

  if (self == source)
    return;
  g_object_freeze_notify (G_OBJECT (self));
  kp_subject_set_id (self, source->id);
  kp_subject_set_verified_at (self, source->verified_at);
  for (guint i = 0; i < N_TEXTS; i++)
    set_text (self, i, source->texts[i]);
  g_object_thaw_notify (G_OBJECT (self));
}

gint64
kp_subject_get_id (KpSubject *self)
{
  g_return_val_if_fail (KP_IS_SUBJECT (self), 0);

  return self->id;
}

void
kp_subject_set_id (KpSubject *self, gint64 id)
{
  g_return_if_fail (KP_IS_SUBJECT (self));

  if (self->id == id)
    return;
  self->id = id;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ID]);
}

const char *
kp_subject_get_name (KpSubject *self)
{
  g_return_val_if_fail (KP_IS_SUBJECT (self), "");

  return self->texts[0];
}

void
kp_subject_set_name (KpSubject *self, const char *name)
{
  g_return_if_fail (KP_IS_SUBJECT (self));

  set_text (self, 0, name);
}

const char *
kp_subject_get_field (KpSubject *self, KpSubjectField field)
{
  g_return_val_if_fail (KP_IS_SUBJECT (self), "");
  g_return_val_if_fail ((guint) field < KP_SUBJECT_N_FIELDS, "");

  return self->texts[PLACE (field)];
}

void
kp_subject_set_field (KpSubject *self, KpSubjectField field, const char *text)
{
  g_return_if_fail (KP_IS_SUBJECT (self));
  g_return_if_fail ((guint) field < KP_SUBJECT_N_FIELDS);

  set_text (self, PLACE (field), text);
}

gint64
kp_subject_get_verified_at (KpSubject *self)
{
  g_return_val_if_fail (KP_IS_SUBJECT (self), 0);

  return self->verified_at;
}

void
kp_subject_set_verified_at (KpSubject *self, gint64 at)
{
  g_return_if_fail (KP_IS_SUBJECT (self));

  if (self->verified_at == at)
    return;
  self->verified_at = at;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VERIFIED_AT]);
}

gboolean
kp_subject_is_empty (KpSubject *self)
{
  g_return_val_if_fail (KP_IS_SUBJECT (self), TRUE);

  for (guint i = 0; i < KP_SUBJECT_N_FIELDS; i++)
    if (*self->texts[PLACE (i)] != '\0')
      return FALSE;
  return TRUE;
}

char *
kp_subject_make_key (const char *name)
{
  return kp_customer_make_key (name);
}

const char *
kp_subject_field_to_string (KpSubjectField field)
{
  g_return_val_if_fail ((guint) field < KP_SUBJECT_N_FIELDS, NULL);

  return fields[field].id;
}

gboolean
kp_subject_field_from_string (const char *text, KpSubjectField *field)
{
  for (guint i = 0; i < KP_SUBJECT_N_FIELDS; i++)
    if (g_strcmp0 (text, fields[i].id) == 0)
      {
        *field = i;
        return TRUE;
      }
  return FALSE;
}

const char *
kp_subject_field_get_label (KpSubjectField field)
{
  g_return_val_if_fail ((guint) field < KP_SUBJECT_N_FIELDS, NULL);

  return _ (fields[field].label);
}

/* What has no text is left out. */
char *
kp_subject_to_json (KpSubject *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  g_return_val_if_fail (KP_IS_SUBJECT (self), NULL);

  json_builder_begin_object (builder);
  for (guint i = 0; i < N_TEXTS; i++)
    if (*self->texts[i] != '\0')
      {
        json_builder_set_member_name (builder, properties[FIRST_TEXT + i]->name);
        json_builder_add_string_value (builder, self->texts[i]);
      }
  if (self->verified_at != 0)
    {
      json_builder_set_member_name (builder, "verified-at");
      json_builder_add_int_value (builder, self->verified_at);
    }
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

KpSubject *
kp_subject_from_json (const char *text, GError **error)
{
  g_autoptr (JsonObject) object = kp_json_parse (text, -1, MAX_JSON, NULL, error);
  KpSubject *self;

  if (object == NULL)
    return NULL;
  self = kp_subject_new (NULL);
  for (guint i = 0; i < N_TEXTS; i++)
    {
      const char *value =
          kp_json_get_string (object, properties[FIRST_TEXT + i]->name, MAX_TEXT);

      if (value != NULL && !kp_plain_text_has_control (value, FALSE))
        set_text (self, i, value);
    }
  kp_subject_set_verified_at (
      self, kp_json_get_int (object, "verified-at", 0, KP_JSON_TIME_MAX, 0));
  return self;
}
