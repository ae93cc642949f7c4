/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/helpdesk/channel.h"

#include <glib/gi18n.h>

#include "core/base/plain-text.h"
#include "core/helpdesk/channels.h"
#include "core/helpdesk/connection-rules.h"
#include "core/model/sentence.h"

/* In the order in which people are asked. */
static const KpChannel *const table[] = {
  &kp_form_channel,
  &kp_email_channel,
  &kp_rt_channel,
};

const KpChannel *const *
kp_channel_get_all (guint *n)
{
  *n = G_N_ELEMENTS (table);
  return table;
}

const KpChannel *
kp_channel_get (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (g_strcmp0 (table[i]->id, id) == 0)
      return table[i];
  return NULL;
}

const char *
kp_channel_get_label (const KpChannel *self)
{
  return _ (self->label);
}

static gboolean
check_queue (const char *queue, char **reason)
{
  if (queue == NULL || *queue == '\0')
    *reason = kp_sentence_keep (KP_SENTENCE_CONNECTION_NO_QUEUE, NULL);
  else if (!g_utf8_validate (queue, -1, NULL)
           || g_utf8_strlen (queue, -1) > KP_CONNECTION_MAX_QUEUE
           || kp_plain_text_has_control (queue, FALSE))
    *reason = kp_sentence_keep (KP_SENTENCE_CONNECTION_QUEUE, NULL);
  else
    return TRUE;
  return FALSE;
}

gboolean
kp_channel_check (const KpChannel *self, const KpConnection *connection, GError **error)
{
  g_autofree char *reason = NULL;

  g_return_val_if_fail (self != NULL && connection != NULL, FALSE);

  if ((!self->needs_url || kp_connection_check_url (connection->url, &reason))
      && (!self->needs_queue || check_queue (connection->queue, &reason))
      && (!self->needs_address
          || kp_connection_check_address (connection->address, &reason)))
    return TRUE;
  g_propagate_error (
      error, kp_channel_error_new (KP_CHANNEL_ERROR_SETTINGS, g_steal_pointer (&reason)));
  return FALSE;
}

gboolean
kp_channel_can_find (const KpChannel *self)
{
  return self->find != NULL;
}

gboolean
kp_channel_can_receive (const KpChannel *self)
{
  return self->receive != NULL;
}

/* Returns: (transfer full) (nullable): the task; %NULL if it has ended with why nothing can
 * be done at all */
static GTask *
begin (const KpChannel *self, KpChannelContext *context, gpointer tag,
       GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  GError *error = NULL;

  g_task_set_source_tag (task, tag);
  /* A receipt that came is never thrown away for a cancellation that came with it. */
  g_task_set_check_cancellable (task, FALSE);
  if (!kp_channel_check (self, context->connection, &error))
    g_task_return_error (task, error);
  else if (self->needs_token && context->token == NULL)
    g_task_return_error (task, kp_channel_error_new (
                                   KP_CHANNEL_ERROR_TOKEN,
                                   kp_sentence_keep (KP_SENTENCE_HELPDESK_NO_TOKEN, NULL)));
  else if (g_cancellable_is_cancelled (cancellable))
    g_task_return_error (
        task, kp_channel_error_new (KP_CHANNEL_ERROR_CANCELLED,
                                    kp_sentence_keep (KP_SENTENCE_CANCELLED, NULL)));
  else
    return g_steal_pointer (&task);
  return NULL;
}

static void
refuse (GTask *task)
{
  g_task_return_error (
      task, kp_channel_error_new (KP_CHANNEL_ERROR_BY_HAND,
                                  kp_sentence_keep (KP_SENTENCE_HELPDESK_LOOK, NULL)));
}

void
kp_channel_test_async (const KpChannel *self, KpChannelContext *context,
                       const char *const *fields, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (self != NULL && context != NULL);

  task = begin (self, context, kp_channel_test_async, cancellable, callback, data);
  if (task != NULL)
    self->test (task, context, fields);
}

gboolean
kp_channel_test_finish (GAsyncResult *result, char **summary, GError **error)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (g_async_result_is_tagged (result, kp_channel_test_async), FALSE);

  text = g_task_propagate_pointer (G_TASK (result), error);
  if (text == NULL)
    return FALSE;
  if (summary != NULL)
    *summary = g_steal_pointer (&text);
  return TRUE;
}

void
kp_channel_send_async (const KpChannel *self, KpChannelContext *context,
                       KpOutgoing *outgoing, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (self != NULL && context != NULL && outgoing != NULL);

  task = begin (self, context, kp_channel_send_async, cancellable, callback, data);
  if (task != NULL)
    self->send (task, context, outgoing);
}

KpReceipt *
kp_channel_send_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, kp_channel_send_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
kp_channel_find_async (const KpChannel *self, KpChannelContext *context,
                       KpOutgoing *outgoing, const char *number, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (self != NULL && context != NULL && outgoing != NULL);

  task = begin (self, context, kp_channel_find_async, cancellable, callback, data);
  if (task != NULL && self->find != NULL)
    self->find (task, context, outgoing, number);
  else if (task != NULL)
    refuse (task);
}

gboolean
kp_channel_find_finish (GAsyncResult *result, KpReadBack **found, GError **error)
{
  GError *failure = NULL;

  g_return_val_if_fail (g_async_result_is_tagged (result, kp_channel_find_async), FALSE);

  *found = g_task_propagate_pointer (G_TASK (result), &failure);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, failure);
  return FALSE;
}

void
kp_channel_receive_async (const KpChannel *self, KpChannelContext *context,
                          const char *number, const char *const *known,
                          GCancellable *cancellable, GAsyncReadyCallback callback,
                          gpointer data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (self != NULL && context != NULL && number != NULL);

  task = begin (self, context, kp_channel_receive_async, cancellable, callback, data);
  if (task != NULL && self->receive != NULL)
    self->receive (task, context, number, known);
  else if (task != NULL)
    refuse (task);
}

GPtrArray *
kp_channel_receive_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, kp_channel_receive_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
