/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/watch/notice-state.h"

#include "core/base/json.h"

/* So many topics with ids of so many octets, and the summary. */
#define MAX_ID 600
#define MAX_TEXT 2000
#define MAX_JSON (4 * 1024 * 1024)

static void
told_free (gpointer data)
{
  KpToldTopic *told = data;

  g_free (told->notice_id);
  g_free (told);
}

KpNoticeState *
kp_notice_state_new (void)
{
  KpNoticeState *self = g_new0 (KpNoticeState, 1);

  self->told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, told_free);
  self->events = g_array_new (FALSE, FALSE, sizeof (KpNoticeEvent));
  return self;
}

void
kp_notice_state_free (KpNoticeState *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->told);
  g_array_unref (self->events);
  g_free (self->summary);
  g_free (self);
}

void
kp_notice_state_tell (KpNoticeState *self, const char *topic, const char *notice_id,
                      guint count)
{
  KpToldTopic *told;

  if (g_hash_table_size (self->told) >= KP_NOTICE_STATE_MAX
      && !g_hash_table_contains (self->told, topic))
    return;
  told = g_new0 (KpToldTopic, 1);
  told->notice_id = g_strdup (notice_id);
  told->count = count;
  g_hash_table_insert (self->told, g_strdup (topic), told);
}

void
kp_notice_state_add_event (KpNoticeState *self, KpTopicKind kind, gint64 site_id, gint64 at)
{
  KpNoticeEvent event = { .kind = kind, .site_id = site_id, .at = at };

  if (self->events->len >= KP_NOTICE_STATE_MAX)
    g_array_remove_index (self->events, 0);
  g_array_append_val (self->events, event);
}

static void
add_int (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
add_told (JsonBuilder *builder, const KpNoticeState *self)
{
  GHashTableIter iter;
  gpointer topic, value;

  json_builder_set_member_name (builder, "told");
  json_builder_begin_array (builder);
  g_hash_table_iter_init (&iter, self->told);
  while (g_hash_table_iter_next (&iter, &topic, &value))
    {
      const KpToldTopic *told = value;

      json_builder_begin_object (builder);
      add_string (builder, "topic", topic);
      add_string (builder, "notice", told->notice_id);
      add_int (builder, "count", told->count);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

char *
kp_notice_state_to_json (const KpNoticeState *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  add_told (builder, self);
  json_builder_set_member_name (builder, "events");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->events->len; i++)
    {
      const KpNoticeEvent *event = &g_array_index (self->events, KpNoticeEvent, i);

      json_builder_begin_object (builder);
      add_int (builder, "kind", event->kind);
      add_int (builder, "site", event->site_id);
      add_int (builder, "at", event->at);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  add_int (builder, "day", self->day);
  add_int (builder, "summary-at", self->summary_at);
  if (self->summary != NULL)
    add_string (builder, "summary", self->summary);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

static void
read_told (KpNoticeState *self, JsonObject *object)
{
  guint length;
  JsonArray *array = kp_json_get_array (object, "told", KP_NOTICE_STATE_MAX, &length);

  for (guint i = 0; array != NULL && i < length; i++)
    {
      JsonObject *one = kp_json_array_get_object (array, i);
      const char *topic = one != NULL ? kp_json_get_string (one, "topic", MAX_ID) : NULL;
      const char *notice = one != NULL ? kp_json_get_string (one, "notice", MAX_ID) : NULL;

      if (topic != NULL && notice != NULL)
        kp_notice_state_tell (self, topic, notice,
                              kp_json_get_int (one, "count", 0, G_MAXUINT32, 0));
    }
}

static void
read_events (KpNoticeState *self, JsonObject *object)
{
  guint length;
  JsonArray *array = kp_json_get_array (object, "events", KP_NOTICE_STATE_MAX, &length);

  for (guint i = 0; array != NULL && i < length; i++)
    {
      JsonObject *one = kp_json_array_get_object (array, i);
      gint64 kind = one != NULL ? kp_json_get_int (one, "kind", 0, KP_TOPIC_N_KINDS, 0) : 0;

      if (kind == KP_TOPIC_SECURED || kind == KP_TOPIC_RENEWED)
        kp_notice_state_add_event (self, (KpTopicKind) kind,
                                   kp_json_get_int (one, "site", 0, G_MAXINT64, 0),
                                   kp_json_get_int (one, "at", 0, KP_JSON_TIME_MAX, 0));
    }
}

KpNoticeState *
kp_notice_state_from_json (const char *json)
{
  KpNoticeState *self = kp_notice_state_new ();
  g_autoptr (JsonObject) object =
      json != NULL ? kp_json_parse (json, -1, MAX_JSON, NULL, NULL) : NULL;

  if (object == NULL)
    return self;
  read_told (self, object);
  read_events (self, object);
  self->day = kp_json_get_int (object, "day", 0, G_MAXINT32, 0);
  self->summary_at = kp_json_get_int (object, "summary-at", 0, KP_JSON_TIME_MAX, 0);
  self->summary = g_strdup (kp_json_get_string (object, "summary", MAX_TEXT));
  return self;
}
