/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/request-field.h"

#include "core/base/json.h"

/* 40 fields of 4,096 characters, escaped. */
#define MAX_JSON (2 * 1024 * 1024)
#define MAX_VALUE (64 * 1024)

KpRequestField *
kp_request_field_new (const char *id, const char *label, const char *value)
{
  KpRequestField *self = g_new (KpRequestField, 1);

  self->id = g_strdup (id);
  self->label = g_strdup (label);
  self->value = g_strdup (value != NULL ? value : "");
  return self;
}

void
kp_request_field_free (KpRequestField *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->label);
  g_free (self->value);
  g_free (self);
}

GPtrArray *
kp_request_field_list_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) kp_request_field_free);
}

GPtrArray *
kp_request_field_list_copy (GPtrArray *fields)
{
  GPtrArray *copy = kp_request_field_list_new ();

  for (guint i = 0; i < fields->len; i++)
    {
      const KpRequestField *field = g_ptr_array_index (fields, i);

      g_ptr_array_add (copy, kp_request_field_new (field->id, field->label, field->value));
    }
  return copy;
}

gboolean
kp_request_field_list_equal (GPtrArray *a, GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    {
      const KpRequestField *one = g_ptr_array_index (a, i);
      const KpRequestField *other = g_ptr_array_index (b, i);

      if (!g_str_equal (one->id, other->id) || !g_str_equal (one->label, other->label)
          || !g_str_equal (one->value, other->value))
        return FALSE;
    }
  return TRUE;
}

char *
kp_request_field_list_to_json (GPtrArray *fields)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  for (guint i = 0; i < fields->len; i++)
    {
      const KpRequestField *field = g_ptr_array_index (fields, i);

      json_builder_set_member_name (builder, field->id);
      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "label");
      json_builder_add_string_value (builder, field->label);
      json_builder_set_member_name (builder, "value");
      json_builder_add_string_value (builder, field->value);
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

GPtrArray *
kp_request_field_list_from_json (const char *json)
{
  GPtrArray *fields = kp_request_field_list_new ();
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (GList) members = NULL;

  object = json != NULL ? kp_json_parse (json, -1, MAX_JSON, NULL, NULL) : NULL;
  members = object != NULL ? json_object_get_members (object) : NULL;
  for (GList *l = members; l != NULL && fields->len < KP_REQUEST_FIELD_MAX; l = l->next)
    {
      JsonObject *member = kp_json_get_object (object, l->data);
      const char *label =
          member != NULL ? kp_json_get_string (member, "label", MAX_VALUE) : NULL;
      const char *value =
          member != NULL ? kp_json_get_string (member, "value", MAX_VALUE) : NULL;

      if (label != NULL && value != NULL)
        g_ptr_array_add (fields, kp_request_field_new (l->data, label, value));
    }
  return fields;
}
