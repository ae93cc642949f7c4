/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/helpdesk/rt-call.h"

#include <gnutls/gnutls.h>
#include <string.h>

#include "core/helpdesk/rt-answer.h"
#include "core/model/sentence.h"

#define READ_SECONDS 60
/* A request tracker that takes 60 MiB needs five seconds for it; a slow line more. */
#define WRITE_SECONDS 180
#define MAX_TOKEN 512

typedef struct
{
  gboolean writes;
  char *host;
  guint status;
} Call;

static void
free_call (Call *call)
{
  g_free (call->host);
  g_free (call);
}

char *
kp_rt_make_base (const char *url)
{
  char *base = g_strdup (url);
  static const char *const ends[] = { "/", "/REST/2.0", "/" };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    while (g_str_has_suffix (base, ends[i]))
      base[strlen (base) - strlen (ends[i])] = '\0';
  return base;
}

char *
kp_rt_make_ticket_url (const char *url, const char *number)
{
  g_autofree char *base = kp_rt_make_base (url);

  return g_strdup_printf ("%s/Ticket/Display.html?id=%s", base, number);
}

gboolean
kp_rt_is_number (const char *text)
{
  gsize length = text != NULL ? strlen (text) : 0;

  return length > 0 && length <= 18 && strspn (text, "0123456789") == length;
}

static void
on_asked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Call *call = g_task_get_task_data (task);
  g_autoptr (GError) failure = NULL;
  gboolean begun = FALSE;
  g_autoptr (KpNetAnswer) answer =
      kp_net_session_ask_finish (KP_NET_SESSION (source), result, &begun, &failure);
  GError *error = NULL;

  if (answer == NULL)
    {
      g_task_return_error (task, kp_rt_answer_translate (failure, begun, call->writes));
      return;
    }
  call->status = answer->status;
  if (kp_rt_answer_judge (answer, call->host, call->writes, &error))
    g_task_return_pointer (task, g_steal_pointer (&answer),
                           (GDestroyNotify) kp_net_answer_unref);
  else
    g_task_return_error (task, error);
}

/* Pasted with a line's end, as it often is, it is the same token. Returns: (transfer full)
 * (nullable): the value of the header */
static char *
make_authorization (KpSecret *secret)
{
  const char *token = kp_secret_get_text (secret);
  gsize start, length;

  if (token == NULL)
    return NULL;
  start = strspn (token, " \t\r\n");
  length = strcspn (token + start, " \t\r\n");
  if (length == 0 || length > MAX_TOKEN
      || token[start + length + strspn (token + start + length, " \t\r\n")] != '\0')
    return NULL;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isgraph (token[start + i]))
      return NULL;
  {
    char *header = g_malloc (strlen ("token ") + length + 1);

    memcpy (header, "token ", 6);
    memcpy (header + 6, token + start, length);
    header[6 + length] = '\0';
    return header;
  }
}

void
kp_rt_call_async (KpChannelContext *context, const KpRtCall *call,
                  GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  g_autofree char *base = kp_rt_make_base (context->connection->url);
  g_autofree char *uri = g_strconcat (base, "/REST/2.0", call->path, NULL);
  g_autoptr (GUri) parsed = g_uri_parse (base, G_URI_FLAGS_ENCODED, NULL);
  char *authorization = make_authorization (context->token);
  const char *const headers[] = { "Authorization", authorization, "Accept",
                                  "application/json", NULL };
  Call *self = g_new0 (Call, 1);
  const KpNetRequest request = {
    .uri = uri,
    .method = call->method,
    .max_size = KP_RT_MAX_ANSWER,
    .timeout = call->method != NULL ? WRITE_SECONDS : READ_SECONDS,
    .headers = headers,
    .content_type = call->content_type,
    .body = call->body,
  };

  g_task_set_source_tag (task, kp_rt_call_async);
  g_task_set_check_cancellable (task, FALSE);
  self->writes = call->method != NULL;
  self->host = g_strdup (parsed != NULL ? g_uri_get_host (parsed) : base);
  g_task_set_task_data (task, self, (GDestroyNotify) free_call);
  if (authorization == NULL)
    {
      g_task_return_error (
          task,
          kp_channel_error_new (KP_CHANNEL_ERROR_TOKEN,
                                kp_sentence_keep (KP_SENTENCE_HELPDESK_NOT_A_TOKEN, NULL)));
      return;
    }
  kp_net_session_ask_async (context->net, &request, cancellable, on_asked,
                            g_steal_pointer (&task));
  gnutls_memset (authorization, 0, strlen (authorization));
  g_free (authorization);
}

KpNetAnswer *
kp_rt_call_finish (GAsyncResult *result, guint *status, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, kp_rt_call_async), NULL);

  if (status != NULL)
    *status = ((Call *) g_task_get_task_data (G_TASK (result)))->status;
  return g_task_propagate_pointer (G_TASK (result), error);
}
