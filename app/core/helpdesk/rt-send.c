/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "core/helpdesk/rt-call.h"
#include "core/helpdesk/rt-channel-private.h"
#include "core/helpdesk/rt-list.h"
#include "core/helpdesk/rt-write.h"
#include "core/model/sentence.h"

typedef struct
{
  KpChannelContext *context;
  KpOutgoing *outgoing;
  GError *refusal; /* while it is asked what it is about */
} Send;

static void
free_send (Send *self)
{
  kp_channel_context_unref (self->context);
  kp_outgoing_unref (self->outgoing);
  g_clear_error (&self->refusal);
  g_free (self);
}

static void
succeed (GTask *task, const char *number)
{
  Send *self = g_task_get_task_data (task);
  g_autofree char *url = kp_rt_make_ticket_url (self->context->connection->url, number);

  g_task_return_pointer (task, kp_receipt_new (number, url),
                         (GDestroyNotify) kp_receipt_free);
}

static void
on_raised (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Send *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (KpNetAnswer) answer = kp_rt_call_finish (result, NULL, &error);

  /* The reply is there, and says in words how urgent it is. */
  if (answer == NULL)
    g_debug ("priority of ticket %s: %s", self->outgoing->ticket, error->message);
  succeed (task, self->outgoing->ticket);
}

/* A reply has no priority; its ticket has. @task: (transfer full) */
static void
raise_priority (GTask *task)
{
  Send *self = g_task_get_task_data (task);
  g_autofree char *path = g_strconcat ("/ticket/", self->outgoing->ticket, NULL);
  g_autofree char *json = g_strdup_printf ("{\"Priority\":%d}",
                                           kp_rt_write_priority (self->outgoing->priority));
  g_autoptr (GBytes) body = g_bytes_new (json, strlen (json));
  const KpRtCall call = {
    .method = "PUT", .path = path, .content_type = "application/json", .body = body
  };

  kp_rt_call_async (self->context, &call, g_task_get_cancellable (task), on_raised, task);
}

/* @value: (nullable): what goes in @sentence */
static void
fail (GTask *task, KpChannelError code, KpSentence sentence, const char *value)
{
  g_task_return_error (
      task, kp_channel_error_new (code, kp_sentence_keep (sentence, value, NULL)));
}

/* The queue that the login may see, it may not create tickets in. */
static void
on_queue (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Send *self = g_task_get_task_data (task);
  guint status = 0;
  g_autoptr (KpNetAnswer) answer = kp_rt_call_finish (result, &status, NULL);
  const char *queue = self->context->connection->queue;

  if (answer != NULL)
    fail (task, KP_CHANNEL_ERROR_RIGHT, KP_SENTENCE_HELPDESK_RIGHT_CREATE, queue);
  else if (status == SOUP_STATUS_FORBIDDEN || status == SOUP_STATUS_NOT_FOUND)
    fail (task, KP_CHANNEL_ERROR_QUEUE, KP_SENTENCE_HELPDESK_QUEUE, queue);
  else
    g_task_return_error (task, g_steal_pointer (&self->refusal));
}

/* @task: (transfer full). It answers the same to a queue that does not exist and to one the
 * login may not use. */
static void
ask_why (GTask *task, GError *refusal)
{
  Send *self = g_task_get_task_data (task);
  g_autofree char *queue =
      g_uri_escape_string (self->context->connection->queue, NULL, FALSE);
  g_autofree char *path = g_strconcat ("/queue/", queue, NULL);
  const KpRtCall call = { .path = path };

  self->refusal = refusal;
  kp_rt_call_async (self->context, &call, g_task_get_cancellable (task), on_queue, task);
}

/* The number stands in the body, and at the end of Location. */
static char *
read_number (const KpNetAnswer *answer)
{
  g_autoptr (JsonObject) object = kp_rt_parse (answer, NULL);
  char *number = object != NULL ? kp_rt_read_id (object, "id") : NULL;
  const char *slash = answer->location != NULL ? strrchr (answer->location, '/') : NULL;

  if (number == NULL && slash != NULL && kp_rt_is_number (slash + 1))
    number = g_strdup (slash + 1);
  return number;
}

static void
take_answer (GTask *task, const KpNetAnswer *answer)
{
  Send *self = g_task_get_task_data (task);
  g_autofree char *number = NULL;

  if (answer->status != SOUP_STATUS_CREATED)
    {
      g_autofree char *status = g_strdup_printf ("%u", answer->status);

      fail (task, KP_CHANNEL_ERROR_UNCERTAIN, KP_SENTENCE_HELPDESK_SILENT, status);
      return;
    }
  if (self->outgoing->ticket != NULL)
    {
      if (self->outgoing->priority == KP_PRIORITY_HIGH)
        raise_priority (g_object_ref (task));
      else
        succeed (task, self->outgoing->ticket);
      return;
    }
  number = read_number (answer);
  if (number != NULL)
    succeed (task, number);
  else
    fail (task, KP_CHANNEL_ERROR_UNCERTAIN, KP_SENTENCE_HELPDESK_NO_TICKET, NULL);
}

static void
on_sent (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Send *self = g_task_get_task_data (task);
  GError *error = NULL;
  guint status = 0;
  g_autoptr (KpNetAnswer) answer = kp_rt_call_finish (result, &status, &error);

  if (answer != NULL)
    take_answer (task, answer);
  else if (g_error_matches (error, KP_CHANNEL_ERROR, KP_CHANNEL_ERROR_RIGHT)
           && self->outgoing->ticket == NULL)
    ask_why (g_steal_pointer (&task), error);
  else if (g_error_matches (error, KP_CHANNEL_ERROR, KP_CHANNEL_ERROR_RIGHT))
    {
      g_clear_error (&error);
      fail (task, KP_CHANNEL_ERROR_RIGHT, KP_SENTENCE_HELPDESK_RIGHT_REPLY,
            self->outgoing->ticket);
    }
  else
    g_task_return_error (task, error);
}

void
kp_rt_send (GTask *task, KpChannelContext *context, KpOutgoing *outgoing)
{
  Send *self = g_new0 (Send, 1);
  g_autofree char *type = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GBytes) body = NULL;

  self->context = kp_channel_context_ref (context);
  self->outgoing = kp_outgoing_ref (outgoing);
  g_task_set_task_data (task, self, (GDestroyNotify) free_send);
  if (outgoing->ticket != NULL && !kp_rt_is_number (outgoing->ticket))
    {
      fail (task, KP_CHANNEL_ERROR_REFUSED, KP_SENTENCE_HELPDESK_NO_NUMBER,
            outgoing->ticket);
      return;
    }
  path = outgoing->ticket != NULL
             ? g_strdup_printf ("/ticket/%s/correspond", outgoing->ticket)
             : g_strdup ("/ticket");
  body = kp_rt_write_body (
      outgoing, outgoing->ticket == NULL ? context->connection->queue : NULL, &type);
  {
    const KpRtCall call = {
      .method = "POST", .path = path, .content_type = type, .body = body
    };

    kp_rt_call_async (context, &call, g_task_get_cancellable (task), on_sent,
                      g_object_ref (task));
  }
}
