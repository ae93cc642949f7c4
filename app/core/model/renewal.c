/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/renewal.h"

#include "core/base/json.h"

/* Every character may be escaped. */
#define MAX_JSON (KP_RENEWAL_MAX_OVERRULED * (6 * 4 * KP_RENEWAL_MAX_REASON + 200))
#define MAX_ID 60

/* Where each text of a renewal stands. */
static const gsize texts[] = {
  G_STRUCT_OFFSET (KpRenewal, csr_sha256),
  G_STRUCT_OFFSET (KpRenewal, csr_spki_sha256),
  G_STRUCT_OFFSET (KpRenewal, order_number),
  G_STRUCT_OFFSET (KpRenewal, ca),
  G_STRUCT_OFFSET (KpRenewal, price),
  G_STRUCT_OFFSET (KpRenewal, validation_name),
  G_STRUCT_OFFSET (KpRenewal, validation_type),
  G_STRUCT_OFFSET (KpRenewal, validation_value),
  G_STRUCT_OFFSET (KpRenewal, bundle),
  G_STRUCT_OFFSET (KpRenewal, leaf_sha256),
  G_STRUCT_OFFSET (KpRenewal, leaf_spki_sha256),
};

#define TEXT(self, i) G_STRUCT_MEMBER (char *, self, texts[i])

KpOverrule *
kp_overrule_new (const char *finding, const char *reason)
{
  KpOverrule *self = g_new (KpOverrule, 1);

  self->finding = g_strdup (finding);
  self->reason = g_strdup (reason);
  return self;
}

void
kp_overrule_free (KpOverrule *self)
{
  if (self == NULL)
    return;
  g_free (self->finding);
  g_free (self->reason);
  g_free (self);
}

GPtrArray *
kp_overrule_list_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) kp_overrule_free);
}

const char *
kp_overrule_list_find (GPtrArray *list, const char *finding)
{
  for (guint i = list != NULL ? list->len : 0; i > 0; i--)
    {
      const KpOverrule *overrule = g_ptr_array_index (list, i - 1);

      if (g_str_equal (overrule->finding, finding))
        return overrule->reason;
    }
  return NULL;
}

static void
add_all (GPtrArray *list, GPtrArray *more)
{
  for (guint i = 0; i < more->len && list->len < KP_RENEWAL_MAX_OVERRULED; i++)
    {
      const KpOverrule *overrule = g_ptr_array_index (more, i);

      g_ptr_array_add (list, kp_overrule_new (overrule->finding, overrule->reason));
    }
}

static gboolean
lists_equal (GPtrArray *a, GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    {
      const KpOverrule *one = g_ptr_array_index (a, i);
      const KpOverrule *other = g_ptr_array_index (b, i);

      if (!g_str_equal (one->finding, other->finding)
          || !g_str_equal (one->reason, other->reason))
        return FALSE;
    }
  return TRUE;
}

char *
kp_overrule_list_to_json (GPtrArray *list)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "overruled");
  json_builder_begin_array (builder);
  for (guint i = 0; i < list->len; i++)
    {
      const KpOverrule *overrule = g_ptr_array_index (list, i);

      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "finding");
      json_builder_add_string_value (builder, overrule->finding);
      json_builder_set_member_name (builder, "reason");
      json_builder_add_string_value (builder, overrule->reason);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

GPtrArray *
kp_overrule_list_from_json (const char *json)
{
  GPtrArray *list = kp_overrule_list_new ();
  g_autoptr (JsonObject) object =
      json != NULL ? kp_json_parse (json, -1, MAX_JSON, NULL, NULL) : NULL;
  JsonArray *array = NULL;
  guint n = 0;

  if (object != NULL)
    array = kp_json_get_array (object, "overruled", KP_RENEWAL_MAX_OVERRULED, &n);
  for (guint i = 0; array != NULL && i < n; i++)
    {
      JsonObject *member = kp_json_array_get_object (array, i);
      const char *finding =
          member != NULL ? kp_json_get_string (member, "finding", MAX_ID) : NULL;
      const char *reason =
          member != NULL ? kp_json_get_string (member, "reason", 4 * KP_RENEWAL_MAX_REASON)
                         : NULL;

      if (finding != NULL && reason != NULL)
        g_ptr_array_add (list, kp_overrule_new (finding, reason));
    }
  return list;
}

KpRenewal *
kp_renewal_new (gint64 job_id)
{
  KpRenewal *self = g_new0 (KpRenewal, 1);

  self->job_id = job_id;
  self->overruled = kp_overrule_list_new ();
  return self;
}

KpRenewal *
kp_renewal_copy (const KpRenewal *self)
{
  KpRenewal *copy;

  if (self == NULL)
    return NULL;
  copy = g_new (KpRenewal, 1);
  *copy = *self;
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    TEXT (copy, i) = g_strdup (TEXT (self, i));
  copy->csr = self->csr != NULL ? g_bytes_ref (self->csr) : NULL;
  copy->overruled = kp_overrule_list_new ();
  add_all (copy->overruled, self->overruled);
  return copy;
}

void
kp_renewal_free (KpRenewal *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (TEXT (self, i));
  g_clear_pointer (&self->csr, g_bytes_unref);
  g_ptr_array_unref (self->overruled);
  g_free (self);
}

static gboolean
bytes_equal (GBytes *a, GBytes *b)
{
  return a == b || (a != NULL && b != NULL && g_bytes_equal (a, b));
}

gboolean
kp_renewal_equal (const KpRenewal *a, const KpRenewal *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (g_strcmp0 (TEXT (a, i), TEXT (b, i)) != 0)
      return FALSE;
  return a->job_id == b->job_id && a->anew == b->anew && bytes_equal (a->csr, b->csr)
         && a->csr_at == b->csr_at && a->ordered_at == b->ordered_at
         && a->leaf_not_after == b->leaf_not_after && a->bundle_at == b->bundle_at
         && lists_equal (a->overruled, b->overruled);
}

gboolean
kp_renewal_is_empty (const KpRenewal *self)
{
  g_autoptr (KpRenewal) empty = kp_renewal_new (self->job_id);

  empty->anew = self->anew;
  return kp_renewal_equal (self, empty);
}

static void
set_text (char **place, const char *text)
{
  if (text == NULL)
    return;
  g_free (*place);
  *place = g_strdup (text);
}

static void
apply_csr (KpRenewal *self, const KpRenewal *changes)
{
  if (changes->csr == NULL)
    return;
  g_clear_pointer (&self->csr, g_bytes_unref);
  self->csr = g_bytes_ref (changes->csr);
  set_text (&self->csr_sha256, changes->csr_sha256);
  set_text (&self->csr_spki_sha256, changes->csr_spki_sha256);
  self->csr_at = changes->csr_at;
}

static void
apply_bundle (KpRenewal *self, const KpRenewal *changes)
{
  if (changes->bundle == NULL)
    return;
  set_text (&self->bundle, changes->bundle);
  set_text (&self->leaf_sha256, changes->leaf_sha256);
  set_text (&self->leaf_spki_sha256, changes->leaf_spki_sha256);
  self->leaf_not_after = changes->leaf_not_after;
  self->bundle_at = changes->bundle_at;
}

void
kp_renewal_apply (KpRenewal *self, const KpRenewal *changes)
{
  apply_csr (self, changes);
  apply_bundle (self, changes);
  set_text (&self->order_number, changes->order_number);
  set_text (&self->ca, changes->ca);
  set_text (&self->price, changes->price);
  if (changes->ordered_at > 0)
    self->ordered_at = changes->ordered_at;
  if (changes->validation_name != NULL)
    {
      set_text (&self->validation_name, changes->validation_name);
      set_text (&self->validation_type, changes->validation_type);
      set_text (&self->validation_value, changes->validation_value);
    }
  add_all (self->overruled, changes->overruled);
}
