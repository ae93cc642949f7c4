/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/helpdesk/rt-answer.h"

#include <string.h>

#include "core/base/json.h"
#include "core/base/plain-text.h"
#include "core/model/sentence.h"

/* A message is a sentence; what is longer is no message. */
#define MAX_WORDS_JSON (64 * 1024)
#define MAX_WORDS 300
#define MAX_MESSAGES 10
#define TOO_MANY_REQUESTS 429

/* kp_json_parse() wants an object at the top; some answers are an array of messages. */
static char *
join_messages (JsonObject *object)
{
  g_auto (GStrv) messages = kp_json_get_strv (object, "m", MAX_MESSAGES, MAX_WORDS_JSON);

  return messages != NULL ? g_strjoinv (" ", messages) : NULL;
}

char *
kp_rt_answer_get_words (const KpNetAnswer *answer)
{
  gsize length = 0;
  const char *text = g_bytes_get_data (answer->body, &length);
  g_autofree char *wrapped = NULL;
  g_autofree char *words = NULL;
  g_autoptr (JsonObject) object = NULL;

  if (length == 0 || length > MAX_WORDS_JSON)
    return NULL;
  wrapped = g_strdup_printf ("{\"m\":%.*s}", (int) length, text);
  object = kp_json_parse (wrapped, -1, MAX_WORDS_JSON + 6, NULL, NULL);
  if (object == NULL)
    return NULL;
  words = join_messages (object);
  if (words == NULL && kp_json_get_object (object, "m") != NULL)
    words = g_strdup (
        kp_json_get_string (kp_json_get_object (object, "m"), "message", MAX_WORDS_JSON));
  if (words == NULL || *words == '\0')
    return NULL;
  return kp_plain_text_shorten (words, MAX_WORDS);
}

static gboolean
is_json (const KpNetAnswer *answer)
{
  return answer->content_type != NULL
         && g_ascii_strcasecmp (answer->content_type, "application/json") == 0;
}

/* @kept: (transfer full): a sentence; @words: (nullable): of the helpdesk */
static gboolean
fail (GError **error, KpChannelError code, char *kept, const char *words)
{
  char *sentence = kept;

  if (words != NULL)
    {
      sentence = kp_sentence_keep (KP_SENTENCE_HELPDESK_SAYS, kept, words, NULL);
      g_free (kept);
    }
  g_propagate_error (error, kp_channel_error_new (code, sentence));
  return FALSE;
}

/* From 500 on the helpdesk, or a proxy before it, failed at whatever point it had got to.
 */
static gboolean
fail_server (const KpNetAnswer *answer, const char *host, gboolean writes,
             const char *words, GError **error)
{
  if (answer->status == TOO_MANY_REQUESTS
      || (answer->status == SOUP_STATUS_SERVICE_UNAVAILABLE && answer->retry_after > 0)
      || (!writes && answer->status >= 500))
    {
      g_propagate_error (error, kp_channel_error_new_busy (
                                    answer->retry_after,
                                    kp_sentence_keep_number (KP_SENTENCE_HELPDESK_BUSY,
                                                             host, answer->status)));
      return FALSE;
    }
  return fail (error, KP_CHANNEL_ERROR_UNCERTAIN,
               kp_sentence_keep_number (KP_SENTENCE_HELPDESK_FAILED, host, answer->status),
               words);
}

static gboolean
fail_client (const KpNetAnswer *answer, const char *host, const char *words, GError **error)
{
  if (answer->status == SOUP_STATUS_UNAUTHORIZED)
    return fail (error, KP_CHANNEL_ERROR_TOKEN,
                 kp_sentence_keep (KP_SENTENCE_HELPDESK_TOKEN, NULL), NULL);
  if (answer->status == SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE)
    return fail (error, KP_CHANNEL_ERROR_TOO_LARGE,
                 kp_sentence_keep (KP_SENTENCE_HELPDESK_TOO_LARGE, NULL), words);
  if (!is_json (answer))
    return fail (
        error, KP_CHANNEL_ERROR_NOT_HELPDESK,
        kp_sentence_keep_number (KP_SENTENCE_HELPDESK_ABSENT, host, answer->status), NULL);
  /* A reply that is not allowed is a bad request to it (RT::REST2::Resource::Message). */
  if (answer->status == SOUP_STATUS_FORBIDDEN
      || g_strcmp0 (words, "Permission Denied") == 0)
    return fail (error, KP_CHANNEL_ERROR_RIGHT,
                 kp_sentence_keep (KP_SENTENCE_HELPDESK_RIGHT, NULL), words);
  return fail (error, KP_CHANNEL_ERROR_REFUSED,
               kp_sentence_keep_number (KP_SENTENCE_HELPDESK_REFUSED, host, answer->status),
               words);
}

gboolean
kp_rt_answer_judge (const KpNetAnswer *answer, const char *host, gboolean writes,
                    GError **error)
{
  g_autofree char *words = kp_rt_answer_get_words (answer);

  if (SOUP_STATUS_IS_SUCCESSFUL (answer->status) && is_json (answer))
    return TRUE;
  if (answer->status >= 500 || answer->status == TOO_MANY_REQUESTS)
    return fail_server (answer, host, writes, words, error);
  if (answer->status >= 400)
    return fail_client (answer, host, words, error);
  /* Whatever stands between may have changed the answer, but not what was taken. */
  if (writes && SOUP_STATUS_IS_SUCCESSFUL (answer->status))
    return fail (error, KP_CHANNEL_ERROR_UNCERTAIN,
                 kp_sentence_keep (KP_SENTENCE_HELPDESK_UNCLEAR, host, NULL), NULL);
  return fail (error, KP_CHANNEL_ERROR_NOT_HELPDESK,
               kp_sentence_keep (KP_SENTENCE_HELPDESK_OTHER, host, NULL), NULL);
}

/* Whoever has no good login is sent to the page for people, "/" or "/NoAuth/Login.html";
 * any other place means that the address is another one now. */
static gboolean
is_login (const char *location)
{
  const char *path = strstr (location, "://");

  path = path != NULL ? strchr (path + 3, '/') : location;
  return path == NULL || g_str_equal (path, "/") || g_str_equal (path, "")
         || strstr (path, "Login") != NULL || strstr (path, "login") != NULL;
}

static GError *
translate_redirect (const GError *failure)
{
  const char *location = kp_net_error_get_location (failure);
  g_autofree char *kept = kp_net_error_keep (failure);

  if (location == NULL || is_login (location))
    return kp_channel_error_new (KP_CHANNEL_ERROR_TOKEN,
                                 kp_sentence_keep (KP_SENTENCE_HELPDESK_LOGIN, NULL));
  return kp_channel_error_new (KP_CHANNEL_ERROR_SETTINGS,
                               kp_sentence_keep (KP_SENTENCE_HELPDESK_MOVED, kept, NULL));
}

GError *
kp_rt_answer_translate (const GError *failure, gboolean begun, gboolean writes)
{
  g_autofree char *kept = kp_net_error_keep (failure);
  KpChannelError code;

  if (g_error_matches (failure, KP_NET_ERROR, KP_NET_ERROR_REDIRECT))
    return translate_redirect (failure);
  if (begun && writes)
    return kp_channel_error_new (KP_CHANNEL_ERROR_UNCERTAIN,
                                 kp_sentence_keep (KP_SENTENCE_HELPDESK_LOST, kept, NULL));
  if (g_error_matches (failure, KP_NET_ERROR, KP_NET_ERROR_TLS))
    code = KP_CHANNEL_ERROR_TLS;
  else if (g_error_matches (failure, KP_NET_ERROR, KP_NET_ERROR_CANCELLED))
    code = KP_CHANNEL_ERROR_CANCELLED;
  else if (g_error_matches (failure, KP_NET_ERROR, KP_NET_ERROR_TOO_LARGE))
    code = KP_CHANNEL_ERROR_FAILED;
  else
    code = KP_CHANNEL_ERROR_OFFLINE;
  return kp_channel_error_new (code, g_steal_pointer (&kept));
}
