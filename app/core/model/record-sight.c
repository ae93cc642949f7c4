/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/record-sight.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/base/json.h"
#include "core/base/plain-text.h"

/* Characters of one record that are kept: enough to tell which one it is. */
#define MAX_FOUND 255
/* Octets of what is read back. */
#define MAX_URL 2000
#define MAX_NAME 300

KpRecordSight *
kp_record_sight_new (const char *url, const char *name, gint64 asked_at)
{
  KpRecordSight *self = g_new0 (KpRecordSight, 1);

  self->url = g_strdup (url);
  self->name = g_strdup (name);
  self->found = g_new0 (char *, 1);
  self->asked_at = asked_at;
  return self;
}

KpRecordSight *
kp_record_sight_copy (const KpRecordSight *self)
{
  KpRecordSight *copy = g_new (KpRecordSight, 1);

  *copy = *self;
  copy->url = g_strdup (self->url);
  copy->name = g_strdup (self->name);
  copy->found = g_strdupv (self->found);
  return copy;
}

void
kp_record_sight_free (KpRecordSight *self)
{
  if (self == NULL)
    return;
  g_free (self->url);
  g_free (self->name);
  g_strfreev (self->found);
  g_free (self);
}

void
kp_record_sight_add_found (KpRecordSight *self, KpRecordType type, const char *data)
{
  guint n = g_strv_length (self->found);
  g_autofree char *shown = NULL;

  if (n >= KP_RECORD_SIGHT_MAX_FOUND)
    return;
  shown = kp_plain_text_shorten (data, MAX_FOUND);
  self->found = g_renew (char *, self->found, n + 2);
  self->found[n] = g_strdup_printf ("%s %s", kp_record_type_to_string (type), shown);
  self->found[n + 1] = NULL;
}

gint64
kp_record_sight_get_until (const KpRecordSight *self)
{
  return self->ttl > 0 ? self->asked_at + self->ttl : 0;
}

GPtrArray *
kp_record_sights_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) kp_record_sight_free);
}

GPtrArray *
kp_record_sights_copy (GPtrArray *sights)
{
  GPtrArray *copy;

  if (sights == NULL || sights->len == 0)
    return NULL;
  copy = kp_record_sights_new ();
  for (guint i = 0; i < MIN (sights->len, KP_RECORD_SIGHTS_MAX); i++)
    g_ptr_array_add (copy, kp_record_sight_copy (g_ptr_array_index (sights, i)));
  return copy;
}

static guint
count (GPtrArray *sights)
{
  return sights != NULL ? sights->len : 0;
}

static gboolean
is_same (const KpRecordSight *a, const KpRecordSight *b)
{
  return g_str_equal (a->url, b->url) && g_str_equal (a->name, b->name)
         && a->answered == b->answered && a->there == b->there && a->ttl == b->ttl
         && a->asked_at == b->asked_at
         && g_strv_equal ((const char *const *) a->found, (const char *const *) b->found);
}

gboolean
kp_record_sights_equal (GPtrArray *a, GPtrArray *b)
{
  if (count (a) != count (b))
    return FALSE;
  for (guint i = 0; i < count (a); i++)
    if (!is_same (g_ptr_array_index (a, i), g_ptr_array_index (b, i)))
      return FALSE;
  return TRUE;
}

const KpRecordSight *
kp_record_sights_find (GPtrArray *sights, const char *url)
{
  for (guint i = 0; i < count (sights); i++)
    {
      const KpRecordSight *sight = g_ptr_array_index (sights, i);

      if (g_str_equal (sight->url, url))
        return sight;
    }
  return NULL;
}

static void
add_up (GPtrArray *sights, guint *n_answered, guint *n_there)
{
  *n_answered = *n_there = 0;
  for (guint i = 0; i < count (sights); i++)
    {
      const KpRecordSight *sight = g_ptr_array_index (sights, i);

      *n_answered += sight->answered ? 1 : 0;
      *n_there += sight->answered && sight->there ? 1 : 0;
    }
}

gboolean
kp_record_sights_are_there (GPtrArray *sights)
{
  guint n_answered, n_there;

  add_up (sights, &n_answered, &n_there);
  return n_there > 0
         && (n_there == n_answered || (n_there > 1 && n_there + 1 == n_answered));
}

gboolean
kp_record_sights_any_answered (GPtrArray *sights)
{
  guint n_answered, n_there;

  add_up (sights, &n_answered, &n_there);
  return n_answered > 0;
}

gboolean
kp_record_sights_any_there (GPtrArray *sights)
{
  for (guint i = 0; i < count (sights); i++)
    if (((const KpRecordSight *) g_ptr_array_index (sights, i))->there)
      return TRUE;
  return FALSE;
}

gboolean
kp_record_sights_are_gone (GPtrArray *sights)
{
  return kp_record_sights_any_answered (sights) && !kp_record_sights_any_there (sights);
}

char *
kp_record_sights_describe (GPtrArray *sights)
{
  guint n_answered, n_there;

  add_up (sights, &n_answered, &n_there);
  if (n_answered == 0)
    return g_strdup (_ ("No resolver could be asked"));
  return g_strdup_printf (
      /* Translators: of a DNS record: how many resolvers have it, of how many that
       * answered; the plural is that of the second number. */
      ngettext ("Seen by %u of %u resolver", "Seen by %u of %u resolvers", n_answered),
      n_there, n_answered);
}

gint64
kp_record_sights_get_asked_at (GPtrArray *sights)
{
  gint64 last = 0;

  for (guint i = 0; i < count (sights); i++)
    last = MAX (last, ((const KpRecordSight *) g_ptr_array_index (sights, i))->asked_at);
  return last;
}

/* Whether somebody who has the record says that @found stands there: then it is how the
 * record is reached, and another has only an old answer for what it leads to. */
static gboolean
leads_to_it (GPtrArray *sights, const char *found)
{
  for (guint i = 0; i < sights->len; i++)
    {
      const KpRecordSight *sight = g_ptr_array_index (sights, i);

      if (sight->there && g_strv_contains ((const char *const *) sight->found, found))
        return TRUE;
    }
  return FALSE;
}

/* What begins with @prefix of that which those say who do not have the record, each once,
 * but for @wanted. */
static char **
list_found (GPtrArray *sights, const char *prefix, const char *wanted)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < count (sights); i++)
    {
      const KpRecordSight *sight = g_ptr_array_index (sights, i);

      for (char **found = sight->found; *found != NULL && !sight->there; found++)
        if (g_str_has_prefix (*found, prefix) && g_ascii_strcasecmp (*found, wanted) != 0
            && !leads_to_it (sights, *found) && g_hash_table_add (seen, *found))
          g_strv_builder_add (builder, *found);
    }
  return g_strv_builder_end (builder);
}

/* Texts bear each other, and what an alias is for nobody can see from outside. */
char **
kp_record_sights_list_in_way (GPtrArray *sights, const char *type, const char *value)
{
  g_autofree char *wanted = g_strdup_printf ("%s %s", type, value);

  return g_str_equal (type, "CNAME") ? list_found (sights, "", wanted) : g_new0 (char *, 1);
}

char **
kp_record_sights_list_aliases (GPtrArray *sights, const char *type)
{
  return g_str_equal (type, "CNAME") ? g_new0 (char *, 1)
                                     : list_found (sights, "CNAME ", "");
}

guint32
kp_record_sights_get_old_ttl (GPtrArray *sights)
{
  guint32 longest = 0;

  for (guint i = 0; i < count (sights); i++)
    {
      const KpRecordSight *sight = g_ptr_array_index (sights, i);

      if (sight->answered && !sight->there)
        longest = MAX (longest, sight->ttl);
    }
  return longest;
}

static void
add_text (JsonBuilder *builder, const char *member, const char *text)
{
  json_builder_set_member_name (builder, member);
  json_builder_add_string_value (builder, text);
}

void
kp_record_sights_add_json (JsonBuilder *builder, GPtrArray *sights)
{
  json_builder_begin_array (builder);
  for (guint i = 0; i < count (sights); i++)
    {
      const KpRecordSight *sight = g_ptr_array_index (sights, i);

      json_builder_begin_object (builder);
      add_text (builder, "url", sight->url);
      add_text (builder, "name", sight->name);
      json_builder_set_member_name (builder, "answered");
      json_builder_add_boolean_value (builder, sight->answered);
      json_builder_set_member_name (builder, "there");
      json_builder_add_boolean_value (builder, sight->there);
      json_builder_set_member_name (builder, "found");
      json_builder_begin_array (builder);
      for (char **found = sight->found; *found != NULL; found++)
        json_builder_add_string_value (builder, *found);
      json_builder_end_array (builder);
      json_builder_set_member_name (builder, "ttl");
      json_builder_add_int_value (builder, sight->ttl);
      json_builder_set_member_name (builder, "asked-at");
      json_builder_add_int_value (builder, sight->asked_at);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static KpRecordSight *
read_sight (JsonObject *object)
{
  const char *url = kp_json_get_string (object, "url", MAX_URL);
  const char *name = kp_json_get_string (object, "name", MAX_NAME);
  char **found =
      kp_json_get_strv (object, "found", KP_RECORD_SIGHT_MAX_FOUND, (MAX_FOUND + 20) * 4);
  KpRecordSight *self;

  if (url == NULL || name == NULL || found == NULL)
    {
      g_strfreev (found);
      return NULL;
    }
  self = kp_record_sight_new (url, name,
                              kp_json_get_int (object, "asked-at", 0, KP_JSON_TIME_MAX, 0));
  g_strfreev (self->found);
  self->found = found;
  self->answered = kp_json_get_boolean (object, "answered");
  self->there = kp_json_get_boolean (object, "there");
  self->ttl = (guint32) kp_json_get_int (object, "ttl", 0, G_MAXINT32, 0);
  return self;
}

GPtrArray *
kp_record_sights_from_json (JsonObject *object, const char *member)
{
  guint n = 0;
  JsonArray *array = kp_json_get_array (object, member, KP_RECORD_SIGHTS_MAX, &n);
  g_autoptr (GPtrArray) sights = kp_record_sights_new ();

  for (guint i = 0; array != NULL && i < n; i++)
    {
      JsonObject *one = kp_json_array_get_object (array, i);
      KpRecordSight *sight = one != NULL ? read_sight (one) : NULL;

      if (sight != NULL)
        g_ptr_array_add (sights, sight);
    }
  return sights->len > 0 ? g_steal_pointer (&sights) : NULL;
}
