/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "core/base/json.h"
#include "core/helpdesk/rt-channel-private.h"
#include "core/helpdesk/rt-list.h"
#include "core/model/sentence.h"

#define MAX_MESSAGES 200
#define MAX_PARTS 2000
#define MAX_FILES 20
#define HISTORY "/history?fields=Type,Creator,Created&fields%5BCreator%5D=Name,RealName"

typedef struct
{
  KpChannelContext *context;
  char *number;
  GHashTable *known;
  char *login;        /* of the token; NULL if that can't be told */
  GPtrArray *events;  /* KpRtEvent, the newest first */
  GHashTable *wanted; /* the id of each of them */
  GPtrArray *parts;   /* KpRtPart of these */
} Receive;

static void
free_receive (Receive *self)
{
  kp_channel_context_unref (self->context);
  g_free (self->number);
  g_hash_table_unref (self->known);
  g_free (self->login);
  g_ptr_array_unref (self->events);
  g_hash_table_unref (self->wanted);
  g_ptr_array_unref (self->parts);
  g_free (self);
}

static char *
make_body (const KpRtPart *part, GBytes *content)
{
  g_autofree char *text =
      g_strndup (g_bytes_get_data (content, NULL), g_bytes_get_size (content));

  if (g_str_equal (part->type, "text/html"))
    return kp_rt_text_from_html (text, KP_INCOMING_MAX_BODY);
  if (strlen (text) > KP_INCOMING_MAX_BODY)
    text[KP_INCOMING_MAX_BODY] = '\0';
  return g_utf8_make_valid (text, -1);
}

/* Plain text wins over the same in HTML. */
static void
take_text (KpIncoming *message, const KpRtPart *part, GBytes *content, gboolean *is_plain)
{
  gboolean plain = g_str_equal (part->type, "text/plain");

  if (message->body != NULL && (*is_plain || !plain))
    return;
  g_free (message->body);
  message->body = make_body (part, content);
  *is_plain = plain;
}

static void
take_file (KpIncoming *message, const KpRtPart *part, GBytes *content)
{
  g_autofree char *name =
      *part->name != '\0' ? NULL : g_strdup_printf ("attachment-%s", part->id);

  if (content == NULL || message->attachments->len >= MAX_FILES)
    message->n_left_out++;
  else
    g_ptr_array_add (
        message->attachments,
        kp_attachment_new (name != NULL ? name : part->name, part->type, content));
}

static KpIncoming *
make_message (const Receive *self, const KpRtEvent *event, GPtrArray *contents)
{
  KpIncoming *message = kp_incoming_new (event->id);
  gboolean is_plain = FALSE;
  guint n = 0;

  message->at = event->at;
  message->author = g_strdup (event->author);
  message->own = self->login != NULL && g_str_equal (event->creator, self->login);
  for (guint i = 0; i < self->parts->len; i++)
    {
      const KpRtPart *part = g_ptr_array_index (self->parts, i);
      gboolean container = kp_rt_part_is_container (part);
      GBytes *content = container ? NULL : g_ptr_array_index (contents, n++);

      if (!g_str_equal (part->event, event->id))
        continue;
      if (message->subject == NULL && *part->subject != '\0')
        message->subject = g_strdup (part->subject);
      if (kp_rt_part_is_text (part) && content != NULL)
        take_text (message, part, content, &is_plain);
      else if (!container)
        take_file (message, part, content);
    }
  if (message->subject == NULL)
    message->subject = g_strdup ("");
  if (message->body == NULL)
    message->body = g_strdup ("");
  return message;
}

static void
on_fetched (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Receive *self = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GPtrArray) contents = kp_rt_fetch_finish (result, &error);
  GPtrArray *messages;

  if (contents == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  messages = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_incoming_unref);
  for (guint i = self->events->len; i > 0; i--)
    g_ptr_array_add (
        messages, make_message (self, g_ptr_array_index (self->events, i - 1), contents));
  g_task_return_pointer (task, messages, (GDestroyNotify) g_ptr_array_unref);
}

static void
on_parts (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Receive *self = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GPtrArray) fetched = g_ptr_array_new ();

  if (!kp_rt_list_finish (result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  for (guint i = 0; i < self->parts->len; i++)
    if (!kp_rt_part_is_container (g_ptr_array_index (self->parts, i)))
      g_ptr_array_add (fetched, g_ptr_array_index (self->parts, i));
  kp_rt_fetch_async (self->context, fetched, g_task_get_cancellable (task), on_fetched,
                     g_object_ref (task));
}

/* Newest first: once one comes that is older than all that are wanted, there is no more. */
static gboolean
take_part (JsonObject *row, gpointer data)
{
  Receive *self = data;
  g_autoptr (KpRtPart) part = kp_rt_read_part (row);
  const KpRtEvent *oldest = g_ptr_array_index (self->events, self->events->len - 1);

  if (part == NULL)
    return TRUE;
  if (g_ascii_strtoull (part->event, NULL, 10) < g_ascii_strtoull (oldest->id, NULL, 10))
    return FALSE;
  if (g_hash_table_contains (self->wanted, part->event))
    g_ptr_array_add (self->parts, g_steal_pointer (&part));
  return self->parts->len < MAX_PARTS;
}

static void
on_login (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Receive *self = g_task_get_task_data (task);
  g_autoptr (KpNetAnswer) answer = kp_rt_call_finish (result, NULL, NULL);
  g_autoptr (JsonObject) user = answer != NULL ? kp_rt_parse (answer, NULL) : NULL;
  g_autofree char *path =
      g_strdup_printf ("/ticket/%s/attachments?" KP_RT_PARTS, self->number);

  /* Without that right, all messages count as the provider's. */
  if (user != NULL)
    self->login = g_strdup (kp_json_get_string (user, "Name", 200));
  kp_rt_list_async (self->context, path, take_part, self, g_task_get_cancellable (task),
                    on_parts, g_object_ref (task));
}

/* A token begins with the number of its login: "1-14-…". @task: (transfer full) */
static void
ask_login (GTask *task)
{
  Receive *self = g_task_get_task_data (task);
  const char *token = kp_secret_get_text (self->context->token);
  const char *number = token != NULL ? strchr (token, '-') : NULL;
  g_autofree char *path = NULL;
  KpRtCall call = { 0 };

  number = number != NULL ? number + 1 : "";
  path =
      g_strdup_printf ("/user/%.*s", (int) MIN (strspn (number, "0123456789"), 18), number);
  call.path = path;
  kp_rt_call_async (self->context, &call, g_task_get_cancellable (task), on_login, task);
}

static void
on_history (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Receive *self = g_task_get_task_data (task);
  GError *error = NULL;

  if (!kp_rt_list_finish (result, &error))
    g_task_return_error (task, error);
  else if (self->events->len == 0)
    g_task_return_pointer (
        task, g_ptr_array_new_with_free_func ((GDestroyNotify) kp_incoming_unref),
        (GDestroyNotify) g_ptr_array_unref);
  else
    ask_login (g_steal_pointer (&task));
}

/* What made the ticket is the request itself, which is here already. */
static gboolean
take_event (JsonObject *row, gpointer data)
{
  Receive *self = data;
  g_autoptr (KpRtEvent) event = kp_rt_read_event (row);

  if (event == NULL || !g_str_equal (event->type, "Correspond"))
    return TRUE;
  if (g_hash_table_contains (self->known, event->id))
    return FALSE;
  /* The same row may come again: rows move while pages are turned. The set would take the
   * new text for its key, which goes with the row. */
  if (g_hash_table_contains (self->wanted, event->id))
    return TRUE;
  g_hash_table_add (self->wanted, event->id);
  g_ptr_array_add (self->events, g_steal_pointer (&event));
  return self->events->len < MAX_MESSAGES;
}

void
kp_rt_receive (GTask *task, KpChannelContext *context, const char *number,
               const char *const *known)
{
  Receive *self = g_new0 (Receive, 1);
  g_autofree char *path = g_strconcat ("/ticket/", number, HISTORY, NULL);

  self->context = kp_channel_context_ref (context);
  self->number = g_strdup (number);
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; known != NULL && known[i] != NULL; i++)
    g_hash_table_add (self->known, g_strdup (known[i]));
  self->events = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_rt_event_free);
  self->wanted = g_hash_table_new (g_str_hash, g_str_equal);
  self->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_rt_part_free);
  g_task_set_task_data (task, self, (GDestroyNotify) free_receive);
  if (kp_rt_is_number (number))
    kp_rt_list_async (context, path, take_event, self, g_task_get_cancellable (task),
                      on_history, g_object_ref (task));
  else
    g_task_return_error (
        task, kp_channel_error_new (
                  KP_CHANNEL_ERROR_REFUSED,
                  kp_sentence_keep (KP_SENTENCE_HELPDESK_NO_NUMBER, number, NULL)));
}
