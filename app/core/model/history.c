/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/history.h"

#include "core/base/json.h"
#include "core/base/json-writer.h"

#include <gio/gio.h>

/* The greatest JSON text of a history: 32 sightings with keys of 4 KiB. */
#define MAX_JSON (256 * 1024)
#define MAX_KEY 4096

G_DEFINE_BOXED_TYPE (KpHistory, kp_history, kp_history_copy, kp_history_free)

static void
sighting_free (gpointer data)
{
  KpRecordSighting *sighting = data;

  g_free (sighting->key);
  g_free (sighting);
}

KpHistory *
kp_history_new (void)
{
  KpHistory *self = g_new0 (KpHistory, 1);

  self->sightings = g_ptr_array_new_with_free_func (sighting_free);
  return self;
}

KpHistory *
kp_history_copy (const KpHistory *self)
{
  KpHistory *copy = g_new (KpHistory, 1);

  *copy = *self;
  copy->target = g_strdup (self->target);
  copy->sightings = g_ptr_array_new_full (self->sightings->len, sighting_free);
  for (guint i = 0; i < self->sightings->len; i++)
    {
      KpRecordSighting *sighting = g_new (KpRecordSighting, 1);

      *sighting = *(KpRecordSighting *) g_ptr_array_index (self->sightings, i);
      sighting->key = g_strdup (sighting->key);
      g_ptr_array_add (copy->sightings, sighting);
    }
  return copy;
}

void
kp_history_free (KpHistory *self)
{
  if (self == NULL)
    return;
  g_free (self->target);
  g_ptr_array_unref (self->sightings);
  g_free (self);
}

KpRecordSighting *
kp_history_find (const KpHistory *self, const char *key)
{
  for (guint i = 0; i < self->sightings->len; i++)
    {
      KpRecordSighting *sighting = g_ptr_array_index (self->sightings, i);

      if (g_strcmp0 (sighting->key, key) == 0)
        return sighting;
    }
  return NULL;
}

static void
drop_oldest (KpHistory *self)
{
  guint oldest = 0;

  for (guint i = 1; i < self->sightings->len; i++)
    {
      const KpRecordSighting *a = g_ptr_array_index (self->sightings, i);
      const KpRecordSighting *b = g_ptr_array_index (self->sightings, oldest);

      if (a->last_seen < b->last_seen)
        oldest = i;
    }
  g_ptr_array_remove_index (self->sightings, oldest);
}

void
kp_history_see (KpHistory *self, const char *key, gboolean leads, guint32 ttl, gint64 at)
{
  KpRecordSighting *sighting = kp_history_find (self, key);

  if (sighting == NULL)
    {
      if (self->sightings->len >= KP_HISTORY_MAX_SIGHTINGS)
        drop_oldest (self);
      sighting = g_new0 (KpRecordSighting, 1);
      sighting->key = g_strdup (key);
      sighting->first_seen = at;
      sighting->last_seen = at;
      g_ptr_array_add (self->sightings, sighting);
    }
  sighting->leads = leads;
  sighting->first_seen = MIN (sighting->first_seen, at);
  sighting->last_seen = MAX (sighting->last_seen, at);
  sighting->greatest_ttl = MAX (sighting->greatest_ttl, ttl);
}

/* "AAAA 2001:db8::1" of "A 192.0.2.1 AAAA 2001:db8::1". */
static gboolean
is_part (const char *part, const char *key)
{
  const char *found = strstr (key, part);
  const char *end = found != NULL ? found + strlen (part) : NULL;

  return found != NULL && (found == key || found[-1] == ' ')
         && (*end == '\0' || *end == ' ');
}

void
kp_history_see_rest (KpHistory *self, const char *key, guint32 ttl, gint64 at)
{
  const KpRecordSighting *whole = kp_history_find (self, key);

  for (guint i = 0; whole == NULL && i < self->sightings->len; i++)
    {
      const KpRecordSighting *sighting = g_ptr_array_index (self->sightings, i);

      if (!sighting->leads && is_part (key, sighting->key))
        whole = sighting;
    }
  kp_history_see (self, whole != NULL ? whole->key : key, whole != NULL && whole->leads,
                  ttl, at);
}

static void
add_int (GString *json, const char *name, gint64 value)
{
  if (value != 0)
    kp_json_write_int (json, name, value);
}

static void
add_sighting (GString *json, const KpRecordSighting *sighting)
{
  kp_json_write_begin (json, NULL, '{');
  kp_json_write_string (json, "key", sighting->key);
  kp_json_write_boolean (json, "leads", sighting->leads);
  add_int (json, "first-seen", sighting->first_seen);
  add_int (json, "last-seen", sighting->last_seen);
  add_int (json, "greatest-ttl", sighting->greatest_ttl);
  kp_json_write_end (json, '}');
}

char *
kp_history_to_json (const KpHistory *self)
{
  GString *json = g_string_new (NULL);

  kp_json_write_begin (json, NULL, '{');
  add_int (json, "last-lock", self->last_lock);
  add_int (json, "last-lock-at", self->last_lock_at);
  add_int (json, "last-locked-at", self->last_locked_at);
  add_int (json, "first-locked-at", self->first_locked_at);
  add_int (json, "unlocked-since", self->unlocked_since);
  add_int (json, "led-since", self->led_since);
  add_int (json, "first-led-at", self->first_led_at);
  kp_json_write_boolean (json, "ever-led", self->ever_led);
  add_int (json, "away-since", self->away_since);
  add_int (json, "differs-since", self->differs_since);
  add_int (json, "not-before", self->not_before);
  add_int (json, "not-after", self->not_after);
  if (self->target != NULL)
    kp_json_write_string (json, "target", self->target);
  kp_json_write_begin (json, "sightings", '[');
  for (guint i = 0; i < self->sightings->len; i++)
    add_sighting (json, g_ptr_array_index (self->sightings, i));
  kp_json_write_end (json, ']');
  kp_json_write_end (json, '}');
  return g_string_free (json, FALSE);
}

static gint64
get_time (JsonObject *object, const char *member)
{
  return kp_json_get_int (object, member, 0, KP_JSON_TIME_MAX, 0);
}

static void
read_sightings (KpHistory *self, JsonObject *object)
{
  guint length;
  JsonArray *array =
      kp_json_get_array (object, "sightings", KP_HISTORY_MAX_SIGHTINGS, &length);

  for (guint i = 0; i < length; i++)
    {
      JsonObject *element = kp_json_array_get_object (array, i);
      const char *key =
          element != NULL ? kp_json_get_string (element, "key", MAX_KEY) : NULL;
      gint64 first_seen;

      if (key == NULL)
        continue;
      first_seen = get_time (element, "first-seen");
      kp_history_see (self, key, kp_json_get_boolean (element, "leads"),
                      kp_json_get_int (element, "greatest-ttl", 0, G_MAXUINT32, 0),
                      first_seen);
      kp_history_find (self, key)->last_seen =
          MAX (first_seen, get_time (element, "last-seen"));
    }
}

KpHistory *
kp_history_from_json (const char *json, GError **error)
{
  g_autoptr (JsonObject) object = kp_json_parse (json, -1, MAX_JSON, NULL, error);
  KpHistory *self;

  if (object == NULL)
    return NULL;

  self = kp_history_new ();
  self->last_lock =
      kp_json_get_int (object, "last-lock", 0, KP_LOCK_N - 1, KP_LOCK_UNKNOWN);
  self->last_lock_at = get_time (object, "last-lock-at");
  self->last_locked_at = get_time (object, "last-locked-at");
  self->first_locked_at = get_time (object, "first-locked-at");
  self->unlocked_since = get_time (object, "unlocked-since");
  self->led_since = get_time (object, "led-since");
  self->first_led_at = get_time (object, "first-led-at");
  self->ever_led = kp_json_get_boolean (object, "ever-led");
  self->away_since = get_time (object, "away-since");
  self->differs_since = get_time (object, "differs-since");
  self->not_before = get_time (object, "not-before");
  self->not_after = get_time (object, "not-after");
  self->target = g_strdup (kp_json_get_string (object, "target", 255));
  read_sightings (self, object);
  return self;
}
