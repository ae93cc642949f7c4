/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/helpdesk/connection-rules.h"

#include <gio/gio.h>
#include <string.h>

#include "core/model/sentence.h"

static gboolean
say (char **reason, KpSentence sentence)
{
  if (reason != NULL)
    *reason = kp_sentence_keep (sentence, NULL);
  return FALSE;
}

static gboolean
is_this_machine (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  return address != NULL ? g_inet_address_get_is_loopback (address)
                         : g_ascii_strcasecmp (host, "localhost") == 0;
}

gboolean
kp_connection_check_url (const char *url, char **reason)
{
  g_autoptr (GUri) uri = NULL;
  const char *host;

  if (url == NULL || *url == '\0')
    return say (reason, KP_SENTENCE_CONNECTION_NO_URL);
  if (strlen (url) > KP_CONNECTION_MAX_URL)
    return say (reason, KP_SENTENCE_CONNECTION_LONG_URL);
  uri = g_uri_parse (url, G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_ENCODED, NULL);
  host = uri != NULL ? g_uri_get_host (uri) : NULL;
  if (host == NULL || *host == '\0')
    return say (reason, KP_SENTENCE_CONNECTION_URL);
  if (g_uri_get_userinfo (uri) != NULL)
    return say (reason, KP_SENTENCE_CONNECTION_USER);
  if (g_uri_get_query (uri) != NULL || g_uri_get_fragment (uri) != NULL)
    return say (reason, KP_SENTENCE_CONNECTION_QUERY);
  if (g_strcmp0 (g_uri_get_scheme (uri), "https") == 0
      || (g_strcmp0 (g_uri_get_scheme (uri), "http") == 0 && is_this_machine (host)))
    return TRUE;
  return say (reason, KP_SENTENCE_CONNECTION_HTTPS);
}

gboolean
kp_connection_is_same_place (const KpConnection *a, const KpConnection *b)
{
  g_autoptr (GUri) one = NULL;
  g_autoptr (GUri) other = NULL;

  if (!g_str_equal (a->channel, b->channel))
    return FALSE;
  if (a->url == NULL || b->url == NULL)
    return a->url == b->url;
  one = g_uri_parse (a->url, G_URI_FLAGS_ENCODED | G_URI_FLAGS_SCHEME_NORMALIZE, NULL);
  other = g_uri_parse (b->url, G_URI_FLAGS_ENCODED | G_URI_FLAGS_SCHEME_NORMALIZE, NULL);
  return one != NULL && other != NULL
         && g_str_equal (g_uri_get_scheme (one), g_uri_get_scheme (other))
         && g_uri_get_host (one) != NULL && g_uri_get_host (other) != NULL
         && g_ascii_strcasecmp (g_uri_get_host (one), g_uri_get_host (other)) == 0
         && g_uri_get_port (one) == g_uri_get_port (other);
}

/* Not all that RFC 5322 allows: what nobody has, and what could be taken for more than one
 * address, is refused. */
gboolean
kp_connection_check_address (const char *address, char **reason)
{
  const char *at = address != NULL ? strrchr (address, '@') : NULL;

  if (address == NULL || *address == '\0')
    return say (reason, KP_SENTENCE_CONNECTION_NO_ADDRESS);
  if (strlen (address) > KP_CONNECTION_MAX_ADDRESS)
    return say (reason, KP_SENTENCE_CONNECTION_LONG_ADDRESS);
  if (!g_utf8_validate (address, -1, NULL) || at == NULL || at == address || at[1] == '\0'
      || strchr (address, '@') != at || at[1] == '.' || g_str_has_suffix (address, "."))
    return say (reason, KP_SENTENCE_CONNECTION_ADDRESS);
  for (const char *p = address; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_isgraph (c) || (c < 128 && strchr ("<>()[]\\,;:\"", (int) c) != NULL))
        return say (reason, KP_SENTENCE_CONNECTION_SEVERAL);
    }
  return TRUE;
}
