/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "core/base/json.h"
#include "core/base/plain-text.h"
#include "core/helpdesk/rt-channel-private.h"
#include "core/helpdesk/rt-list.h"
#include "core/helpdesk/rt-write.h"

typedef struct
{
  KpChannelContext *context;
  char **fields;
  char *version;
  GString *missing; /* sentences */
  KpChannelError code;
  gboolean seen_ticket;
  gboolean may_reply;
} Test;

static void
free_test (Test *self)
{
  kp_channel_context_unref (self->context);
  g_strfreev (self->fields);
  g_free (self->version);
  g_string_free (self->missing, TRUE);
  g_free (self);
}

static void
miss (Test *self, KpChannelError code, const char *sentence)
{
  if (self->missing->len == 0)
    self->code = code;
  else
    g_string_append_c (self->missing, ' ');
  g_string_append (self->missing, sentence);
}

static void
finish (GTask *task)
{
  Test *self = g_task_get_task_data (task);
  const char *queue = self->context->connection->queue;

  if (self->missing->len > 0)
    g_task_return_new_error (task, KP_CHANNEL_ERROR, (int) self->code, "%s",
                             self->missing->str);
  else if (self->seen_ticket)
    g_task_return_pointer (
        task,
        g_strdup_printf (
            /* Translators: a version, and the name of a queue of a helpdesk */
            _ ("Request Tracker %s answers. The login may make tickets in the queue “%s”, "
               "see them and reply."),
            self->version, queue),
        g_free);
  else
    g_task_return_pointer (
        task,
        g_strdup_printf (
            /* Translators: a version, and the name of a queue of a helpdesk */
            _ ("Request Tracker %s answers. The login may make tickets in the queue “%s”. "
               "Whether it may see them and reply, the first ticket will show."),
            self->version, queue),
        g_free);
}

static void
on_tickets (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Test *self = g_task_get_task_data (task);
  GError *error = NULL;

  if (!kp_rt_list_finish (result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  if (self->seen_ticket && !self->may_reply)
    miss (self, KP_CHANNEL_ERROR_RIGHT,
          _ ("The login may not reply to tickets: it lacks the right ReplyToTicket."));
  finish (task);
}

/* The newest ticket of the queue tells what may be done with one. */
static gboolean
take_ticket (JsonObject *row, gpointer data)
{
  Test *self = data;

  self->seen_ticket = TRUE;
  self->may_reply = kp_rt_has_link (row, "correspond");
  return FALSE;
}

static void
ask_tickets (GTask *task)
{
  Test *self = g_task_get_task_data (task);
  g_autofree char *queue = kp_rt_write_quoted (self->context->connection->queue);
  g_autofree char *query = g_strconcat ("Queue = ", queue, NULL);
  g_autofree char *escaped = g_uri_escape_string (query, NULL, FALSE);
  g_autofree char *path = g_strdup_printf ("/tickets?query=%s&fields=_hyperlinks", escaped);

  kp_rt_list_async (self->context, path, take_ticket, self, g_task_get_cancellable (task),
                    on_tickets, g_object_ref (task));
}

/* A field that is not there is dropped without a word when a ticket is made. */
static void
check_fields (Test *self, JsonObject *queue)
{
  g_auto (GStrv) there = kp_rt_read_field_names (queue);
  g_autoptr (GString) lost = g_string_new (NULL);
  g_autofree char *sentence = NULL;

  for (guint i = 0; self->fields != NULL && self->fields[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *) there, self->fields[i]))
      g_string_append_printf (lost, "%s%s", lost->len > 0 ? ", " : "", self->fields[i]);
  if (lost->len == 0)
    return;
  sentence = g_strdup_printf (
      /* Translators: %s is a list of names of fields, with commas */
      _ ("The queue has no field for: %s. Ask the provider for the fields, or for the "
         "right "
         "SeeCustomField."),
      lost->str);
  miss (self, KP_CHANNEL_ERROR_RIGHT, sentence);
}

static void
on_queue (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Test *self = g_task_get_task_data (task);
  GError *error = NULL;
  guint status = 0;
  g_autoptr (KpNetAnswer) answer = kp_rt_call_finish (result, &status, &error);
  g_autoptr (JsonObject) queue = answer != NULL ? kp_rt_parse (answer, &error) : NULL;

  if (queue == NULL && (status == SOUP_STATUS_FORBIDDEN || status == SOUP_STATUS_NOT_FOUND))
    {
      g_clear_error (&error);
      g_task_return_new_error (
          task, KP_CHANNEL_ERROR, KP_CHANNEL_ERROR_QUEUE,
          /* Translators: %s is the name of a queue of a helpdesk. */
          _ ("The token is accepted, but there is no queue “%s” for this login. Check its "
             "name, or ask the provider for the right SeeQueue."),
          self->context->connection->queue);
      return;
    }
  if (queue == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (!kp_rt_has_link (queue, "create"))
    miss (self, KP_CHANNEL_ERROR_RIGHT,
          _ ("The login may not make tickets in this queue: it lacks the right "
             "CreateTicket."));
  check_fields (self, queue);
  ask_tickets (task);
}

static void
on_version (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Test *self = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (KpNetAnswer) answer = kp_rt_call_finish (result, NULL, &error);
  g_autoptr (JsonObject) object = answer != NULL ? kp_rt_parse (answer, &error) : NULL;
  const char *version = object != NULL ? kp_json_get_string (object, "Version", 100) : NULL;
  g_autofree char *queue =
      g_uri_escape_string (self->context->connection->queue, NULL, FALSE);
  g_autofree char *path = g_strconcat ("/queue/", queue, NULL);
  const KpRtCall call = { .path = path };

  if (object == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (version == NULL)
    {
      g_task_return_new_error (task, KP_CHANNEL_ERROR, KP_CHANNEL_ERROR_NOT_HELPDESK,
                               _ ("No Request Tracker answers at this address. Check the "
                                  "address in the connection settings."));
      return;
    }
  self->version = kp_plain_text_shorten (version, 40);
  kp_rt_call_async (self->context, &call, g_task_get_cancellable (task), on_queue,
                    g_object_ref (task));
}

void
kp_rt_test (GTask *task, KpChannelContext *context, const char *const *fields)
{
  static const KpRtCall call = { .path = "/rt" };
  Test *self = g_new0 (Test, 1);

  self->context = kp_channel_context_ref (context);
  self->fields = g_strdupv ((char **) fields);
  self->missing = g_string_new (NULL);
  g_task_set_task_data (task, self, (GDestroyNotify) free_test);
  kp_rt_call_async (context, &call, g_task_get_cancellable (task), on_version,
                    g_object_ref (task));
}
