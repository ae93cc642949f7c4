/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/helpdesk/connection-rules.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

static gboolean
say (char **reason, const char *text)
{
  if (reason != NULL)
    *reason = g_strdup (text);
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
    return say (reason, _ ("The address of the helpdesk is missing."));
  if (strlen (url) > KP_CONNECTION_MAX_URL)
    return say (reason, _ ("The address is too long."));
  uri = g_uri_parse (url, G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_ENCODED, NULL);
  host = uri != NULL ? g_uri_get_host (uri) : NULL;
  if (host == NULL || *host == '\0')
    return say (reason, _ ("This is no web address. It begins with “https://”."));
  if (g_uri_get_userinfo (uri) != NULL)
    return say (reason,
                _ ("The address holds a user name. Leave it out: the token says who "
                   "you are."));
  if (g_uri_get_query (uri) != NULL || g_uri_get_fragment (uri) != NULL)
    return say (reason, _ ("The address holds “?” or “#”. Give the start page of the "
                           "helpdesk alone."));
  if (g_strcmp0 (g_uri_get_scheme (uri), "https") == 0
      || (g_strcmp0 (g_uri_get_scheme (uri), "http") == 0 && is_this_machine (host)))
    return TRUE;
  return say (reason,
              _ ("The address must begin with “https://”: over anything else others "
                 "could read the token."));
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
    return say (reason, _ ("The mail address is missing."));
  if (strlen (address) > KP_CONNECTION_MAX_ADDRESS)
    return say (reason, _ ("The mail address is too long."));
  if (!g_utf8_validate (address, -1, NULL) || at == NULL || at == address || at[1] == '\0'
      || strchr (address, '@') != at || at[1] == '.' || g_str_has_suffix (address, "."))
    return say (reason, _ ("This is no mail address. It looks like “name@example.com”."));
  for (const char *p = address; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_isgraph (c) || (c < 128 && strchr ("<>()[]\\,;:\"", (int) c) != NULL))
        return say (reason, _ ("Give the mail address alone, without a name or a second "
                               "address."));
    }
  return TRUE;
}
