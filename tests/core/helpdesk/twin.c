/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "helpdesk/twin.h"

Twin *twin;

Twin *
twin_new (void)
{
  Twin *self = g_new0 (Twin, 1);

  self->tickets = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_outgoing_unref);
  self->messages = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_incoming_unref);
  return self;
}

void
twin_free (Twin *self)
{
  g_ptr_array_unref (self->tickets);
  g_ptr_array_unref (self->messages);
  g_free (self);
}

static void
take (KpOutgoing *outgoing)
{
  g_ptr_array_add (twin->tickets, kp_outgoing_ref (outgoing));
}

static void
return_receipt (GTask *task)
{
  g_autofree char *number = g_strdup_printf ("%u", twin->tickets->len);
  g_autofree char *url = g_strconcat ("https://help.example/", number, NULL);

  g_task_return_pointer (task, kp_receipt_new (number, url),
                         (GDestroyNotify) kp_receipt_free);
}

static void
cancelled_cb (GCancellable *cancellable, gpointer data)
{
  g_autoptr (GTask) task = data;

  g_task_return_new_error (task, KP_CHANNEL_ERROR, KP_CHANNEL_ERROR_UNCERTAIN,
                           "The answer was lost.");
}

static void
send_twin (GTask *task, KpChannelContext *context, KpOutgoing *outgoing)
{
  static const struct
  {
    KpChannelError code;
    const char *words;
    gboolean takes;
  } moods[] = {
    [TWIN_OFFLINE] = { KP_CHANNEL_ERROR_OFFLINE, "No network.", FALSE },
    [TWIN_LOSES] = { KP_CHANNEL_ERROR_UNCERTAIN, "The answer was lost.", FALSE },
    [TWIN_LOSES_ANSWER] = { KP_CHANNEL_ERROR_UNCERTAIN, "The answer was lost.", TRUE },
    [TWIN_REFUSES] = { KP_CHANNEL_ERROR_REFUSED, "We don't do that here.", FALSE },
    [TWIN_TOKEN] = { KP_CHANNEL_ERROR_TOKEN, "The login was refused.", FALSE },
  };
  TwinMood mood = twin->mood;

  twin->n_sent++;
  twin->mood = TWIN_TAKES;
  if (twin->sending != NULL)
    twin->sending (twin->data);
  if (mood == TWIN_HANGS)
    {
      take (outgoing);
      g_cancellable_connect (g_task_get_cancellable (task), G_CALLBACK (cancelled_cb),
                             g_object_ref (task), NULL);
    }
  else if (mood == TWIN_BUSY)
    g_task_return_error (task,
                         kp_channel_error_new_busy (600, g_strdup ("Too much to do.")));
  else if (mood == TWIN_TAKES)
    {
      take (outgoing);
      return_receipt (task);
    }
  else
    {
      if (moods[mood].takes)
        take (outgoing);
      g_task_return_new_error (task, KP_CHANNEL_ERROR, moods[mood].code, "%s",
                               moods[mood].words);
    }
}

static KpReadBack *
read_back (KpOutgoing *held, guint number)
{
  g_autofree char *text = g_strdup_printf ("%u", number);
  g_autofree char *url = g_strconcat ("https://help.example/", text, NULL);
  KpReadBack *found = kp_read_back_new (text, url);

  found->n_found = 1;
  found->body_found = !twin->drops_body;
  for (guint i = twin->drops_field ? 1 : 0; i < held->fields->len; i++)
    {
      const KpRequestField *field = g_ptr_array_index (held->fields, i);

      g_ptr_array_add (found->fields,
                       kp_request_field_new ("", field->label, field->value));
    }
  for (guint i = twin->drops_file ? 1 : 0; i < held->attachments->len; i++)
    g_ptr_array_add (found->attachments,
                     kp_attachment_ref (g_ptr_array_index (held->attachments, i)));
  return found;
}

static void
find_twin (GTask *task, KpChannelContext *context, KpOutgoing *outgoing, const char *number)
{
  twin->n_asked++;
  if (twin->silent)
    {
      g_task_return_new_error (task, KP_CHANNEL_ERROR, KP_CHANNEL_ERROR_OFFLINE,
                               "No network.");
      return;
    }
  for (guint i = 0; i < twin->tickets->len; i++)
    {
      KpOutgoing *held = g_ptr_array_index (twin->tickets, i);

      if (g_str_equal (held->reference, outgoing->reference))
        {
          g_task_return_pointer (task, read_back (held, i + 1),
                                 (GDestroyNotify) kp_read_back_free);
          return;
        }
    }
  g_task_return_pointer (task, NULL, NULL);
}

static void
receive_twin (GTask *task, KpChannelContext *context, const char *number,
              const char *const *known)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_incoming_unref);

  twin->n_asked++;
  if (twin->silent)
    {
      g_ptr_array_unref (found);
      g_task_return_new_error (task, KP_CHANNEL_ERROR, KP_CHANNEL_ERROR_OFFLINE,
                               "No network.");
      return;
    }
  /* All of them, known or not: the store tells them apart. */
  for (guint i = 0; i < twin->messages->len; i++)
    g_ptr_array_add (found, kp_incoming_ref (g_ptr_array_index (twin->messages, i)));
  g_task_return_pointer (task, found, (GDestroyNotify) g_ptr_array_unref);
}

static void
send_by_hand (GTask *task, KpChannelContext *context, KpOutgoing *outgoing)
{
  KpReceipt *receipt = kp_receipt_new (NULL, NULL);

  receipt->by_hand = TRUE;
  receipt->open_uri = g_strdup ("https://provider.example/form");
  g_task_return_pointer (task, receipt, (GDestroyNotify) kp_receipt_free);
}

const KpChannel twin_channel = {
  .id = "twin",
  .label = "Twin",
  .send = send_twin,
  .find = find_twin,
  .receive = receive_twin,
};

const KpChannel twin_blind_channel = {
  .id = "blind",
  .label = "Blind",
  .send = send_twin,
};

const KpChannel twin_hand_channel = {
  .id = "hand",
  .label = "Hand",
  .by_hand = TRUE,
  .send = send_by_hand,
};

void
twin_find_route (GTask *task, const char *provider, const char *channel, gpointer data)
{
  static const KpChannel *const channels[] = { &twin_channel, &twin_blind_channel,
                                               &twin_hand_channel };
  g_autoptr (GTask) owned = task;
  g_autoptr (KpConnection) connection = kp_connection_new (provider, channel);
  g_autoptr (KpNetSession) net = kp_net_session_new (NULL, NULL);
  g_autoptr (KpChannelContext) context =
      kp_channel_context_new (connection, NULL, net, data);

  for (guint i = 0; i < G_N_ELEMENTS (channels); i++)
    if (g_str_equal (channels[i]->id, channel))
      {
        g_task_return_pointer (task, kp_route_new (channels[i], context),
                               (GDestroyNotify) kp_route_free);
        return;
      }
  /* As a vault that is locked would say it. */
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, "The vault is locked.");
}

void
twin_say (Twin *self, const char *remote_id, gboolean own, const char *body)
{
  KpIncoming *incoming = kp_incoming_new (remote_id);

  incoming->at = 1795335000;
  incoming->own = own;
  incoming->author = g_strdup (own ? "you" : "staff");
  incoming->body = g_strdup (body);
  g_ptr_array_add (self->messages, incoming);
}
