/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "core/base/json.h"
#include "core/helpdesk/rt-channel-private.h"
#include "core/helpdesk/rt-list.h"
#include "core/helpdesk/rt-write.h"

/* A ticket may be long; what is looked for is at its beginning, or near its end. */
#define MAX_PARTS 4000
#define MAX_FILES 120

typedef struct
{
  KpChannelContext *context;
  KpOutgoing *outgoing;
  char *number;
  guint n_found;
  GPtrArray *parts; /* KpRtPart */
  KpReadBack *found;
} Find;

static void
free_find (Find *self)
{
  kp_channel_context_unref (self->context);
  kp_outgoing_unref (self->outgoing);
  g_free (self->number);
  g_ptr_array_unref (self->parts);
  g_clear_pointer (&self->found, kp_read_back_free);
  g_free (self);
}

static void
return_found (GTask *task, KpReadBack *found)
{
  g_task_return_pointer (task, found, (GDestroyNotify) kp_read_back_free);
}

static guint64
get_value (const char *number)
{
  return g_ascii_strtoull (number, NULL, 10);
}

/* Line ends are the one thing that may differ. */
static gboolean
is_same_text (GBytes *there, const char *sent)
{
  g_autofree char *text =
      g_strndup (g_bytes_get_data (there, NULL), g_bytes_get_size (there));
  g_auto (GStrv) parts = g_strsplit (text, "\r\n", -1);
  g_autofree char *joined = g_strjoinv ("\n", parts);
  g_auto (GStrv) sent_parts = g_strsplit (sent, "\r\n", -1);
  g_autofree char *sent_joined = g_strjoinv ("\n", sent_parts);

  return g_str_equal (g_strchomp (joined), g_strchomp (sent_joined));
}

/* Under the name it was given, if that had to be changed on its way. */
static const char *
get_sent_name (const Find *self, const char *name)
{
  for (guint i = 0; i < self->outgoing->attachments->len; i++)
    {
      const KpAttachment *file = g_ptr_array_index (self->outgoing->attachments, i);
      g_autofree char *written = kp_rt_write_file_name (file);

      if (g_str_equal (written, name))
        return file->name;
    }
  return name;
}

static void
on_fetched (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Find *self = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GPtrArray) contents = kp_rt_fetch_finish (result, &error);

  if (contents == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  for (guint i = 0; i < contents->len; i++)
    {
      const KpRtPart *part = g_ptr_array_index (self->parts, i);
      GBytes *content = g_ptr_array_index (contents, i);
      g_autofree char *digest = NULL;

      if (content == NULL)
        continue;
      if (*part->name == '\0')
        {
          self->found->body_found |= is_same_text (content, self->outgoing->body);
          continue;
        }
      digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, content);
      g_ptr_array_add (self->found->attachments,
                       kp_attachment_new_stored (0, get_sent_name (self, part->name),
                                                 part->type, g_bytes_get_size (content),
                                                 digest, NULL));
    }
  return_found (task, g_steal_pointer (&self->found));
}

/* Of a reply that quotes it, the subject begins with "Re:". */
static gboolean
is_subject (const Find *self, const KpRtPart *part)
{
  return g_str_equal (part->subject, self->outgoing->subject)
         || (strstr (part->subject, self->outgoing->reference) != NULL
             && g_ascii_strncasecmp (part->subject, "re:", 3) != 0);
}

/* Returns: (nullable): the transaction that brought the request: the oldest one with its
 * subject; for a ticket, else the oldest of all */
static char *
find_event (Find *self)
{
  g_autoptr (GHashTable) events = g_hash_table_new (g_str_hash, g_str_equal);
  const char *found = NULL;
  const char *first = NULL;

  for (guint i = 0; i < self->parts->len; i++)
    {
      const KpRtPart *part = g_ptr_array_index (self->parts, i);

      if (first == NULL || get_value (part->event) < get_value (first))
        first = part->event;
      if (!is_subject (self, part))
        continue;
      g_hash_table_add (events, part->event);
      if (found == NULL || get_value (part->event) < get_value (found))
        found = part->event;
    }
  if (self->outgoing->ticket == NULL)
    return g_strdup (found != NULL ? found : first);
  self->n_found = g_hash_table_size (events);
  return g_strdup (found);
}

static void
on_parts (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Find *self = g_task_get_task_data (task);
  GError *error = NULL;
  g_autofree char *event = NULL;

  if (!kp_rt_list_finish (result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  event = find_event (self);
  if (event == NULL && self->outgoing->ticket != NULL)
    {
      return_found (task, NULL);
      return;
    }
  for (guint i = self->parts->len; i > 0; i--)
    {
      const KpRtPart *part = g_ptr_array_index (self->parts, i - 1);

      if (g_strcmp0 (part->event, event) != 0 || kp_rt_part_is_container (part))
        g_ptr_array_remove_index (self->parts, i - 1);
    }
  if (self->parts->len > MAX_FILES)
    g_ptr_array_set_size (self->parts, MAX_FILES);
  self->found->n_found = MAX (self->n_found, 1);
  kp_rt_fetch_async (self->context, self->parts, g_task_get_cancellable (task), on_fetched,
                     g_object_ref (task));
}

static gboolean
take_part (JsonObject *row, gpointer data)
{
  Find *self = data;
  KpRtPart *part = kp_rt_read_part (row);

  if (part != NULL)
    g_ptr_array_add (self->parts, part);
  return self->parts->len < MAX_PARTS;
}

static void
on_ticket (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Find *self = g_task_get_task_data (task);
  GError *error = NULL;
  guint status = 0;
  g_autoptr (KpNetAnswer) answer = kp_rt_call_finish (result, &status, &error);
  g_autoptr (JsonObject) ticket = answer != NULL ? kp_rt_parse (answer, &error) : NULL;
  g_autofree char *path =
      g_strdup_printf ("/ticket/%s/attachments?" KP_RT_PARTS, self->number);
  g_autofree char *url =
      kp_rt_make_ticket_url (self->context->connection->url, self->number);

  if (ticket == NULL && status == SOUP_STATUS_NOT_FOUND)
    {
      g_clear_error (&error);
      return_found (task, NULL);
      return;
    }
  if (ticket == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  self->found = kp_read_back_new (self->number, url);
  g_ptr_array_unref (self->found->fields);
  self->found->fields = kp_rt_read_fields (ticket);
  kp_rt_list_async (self->context, path, take_part, self, g_task_get_cancellable (task),
                    on_parts, g_object_ref (task));
}

static void
ask_ticket (GTask *task)
{
  Find *self = g_task_get_task_data (task);
  g_autofree char *path = g_strconcat ("/ticket/", self->number, NULL);
  const KpRtCall call = { .path = path };

  kp_rt_call_async (self->context, &call, g_task_get_cancellable (task), on_ticket,
                    g_object_ref (task));
}

static gboolean
take_ticket (JsonObject *row, gpointer data)
{
  Find *self = data;
  g_autofree char *id = kp_rt_read_id (row, "id");
  const char *subject = kp_json_get_string (row, "Subject", 4096);

  if (id == NULL || subject == NULL || strstr (subject, self->outgoing->reference) == NULL)
    return TRUE;
  self->n_found++;
  if (self->number == NULL || get_value (id) < get_value (self->number))
    {
      g_free (self->number);
      self->number = g_steal_pointer (&id);
    }
  return TRUE;
}

static void
on_tickets (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Find *self = g_task_get_task_data (task);
  GError *error = NULL;

  if (!kp_rt_list_finish (result, &error))
    g_task_return_error (task, error);
  else if (self->number == NULL)
    return_found (task, NULL);
  else
    ask_ticket (task);
}

static void
search (GTask *task)
{
  Find *self = g_task_get_task_data (task);
  g_autofree char *quoted = kp_rt_write_quoted (self->outgoing->reference);
  g_autofree char *query = g_strconcat ("Subject LIKE ", quoted, NULL);
  g_autofree char *escaped = g_uri_escape_string (query, NULL, FALSE);
  g_autofree char *path = g_strdup_printf ("/tickets?query=%s&fields=Subject", escaped);

  kp_rt_list_async (self->context, path, take_ticket, self, g_task_get_cancellable (task),
                    on_tickets, g_object_ref (task));
}

void
kp_rt_find (GTask *task, KpChannelContext *context, KpOutgoing *outgoing,
            const char *number)
{
  Find *self = g_new0 (Find, 1);

  self->context = kp_channel_context_ref (context);
  self->outgoing = kp_outgoing_ref (outgoing);
  self->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_rt_part_free);
  g_task_set_task_data (task, self, (GDestroyNotify) free_find);
  if (outgoing->ticket != NULL)
    number = outgoing->ticket;
  if (number != NULL && !kp_rt_is_number (number))
    {
      return_found (task, NULL);
      return;
    }
  self->number = g_strdup (number);
  if (number != NULL)
    ask_ticket (task);
  else
    search (task);
}
