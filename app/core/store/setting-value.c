/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/setting-value.h"

#include <glib/gi18n.h>
#include <gnutls/x509.h>
#include <string.h>

#include "core/base/plain-text.h"
#include "core/store/settings.h"

/* So much of a value is repeated in a message. */
#define MAX_SHOWN 80

#define MAX_ROOTS 500

char *
kp_setting_value_check_number (const char *name, const char *value, gint64 min, gint64 max,
                               GError **error)
{
  g_autofree char *text = g_strstrip (g_strdup (value));
  g_autofree char *shown = NULL;
  gint64 number;

  if (g_ascii_string_to_signed (text, 10, min, max, &number, NULL))
    return g_strdup_printf ("%" G_GINT64_FORMAT, number);
  shown = kp_plain_text_shorten (value, MAX_SHOWN);
  g_set_error (error, KP_SETTINGS_ERROR, KP_SETTINGS_ERROR_VALUE,
               /* Translators: the first %s is a setting, the second what was given. */
               _ ("%s: “%s” is not a whole number from %d to %d."), name, shown, (int) min,
               (int) max);
  return NULL;
}

char *
kp_setting_value_check_boolean (const char *name, const char *value, GError **error)
{
  static const char *const yes[] = { "yes", "true", "on", "1", NULL };
  static const char *const no[] = { "no", "false", "off", "0", NULL };
  g_autofree char *stripped = g_strstrip (g_strdup (value));
  g_autofree char *text = g_ascii_strdown (stripped, -1);
  g_autofree char *shown = NULL;

  if (g_strv_contains (yes, text))
    return g_strdup ("yes");
  if (g_strv_contains (no, text))
    return g_strdup ("no");
  shown = kp_plain_text_shorten (value, MAX_SHOWN);
  g_set_error (error, KP_SETTINGS_ERROR, KP_SETTINGS_ERROR_VALUE,
               /* Translators: the first %s is a setting, the second what was given. "yes"
                  and "no" are typed as they stand here. */
               _ ("%s: “%s” is neither yes nor no."), name, shown);
  return NULL;
}

char *
kp_setting_value_check_choice (const char *name, const char *value, const char *words,
                               GError **error)
{
  g_auto (GStrv) choices = g_strsplit (words, "|", -1);
  g_autofree char *stripped = g_strstrip (g_strdup (value));
  g_autofree char *text = g_ascii_strdown (stripped, -1);
  g_autofree char *shown = NULL;
  g_autofree char *list = NULL;

  if (g_strv_contains ((const char *const *) choices, text))
    return g_steal_pointer (&text);
  shown = kp_plain_text_shorten (value, MAX_SHOWN);
  list = g_strjoinv (", ", choices);
  g_set_error (error, KP_SETTINGS_ERROR, KP_SETTINGS_ERROR_VALUE,
               /* Translators: a setting, what was given, a list of words to be typed as
                  they are */
               _ ("%s: “%s” is none of %s."), name, shown, list);
  return NULL;
}

static gboolean
is_plain (const char *url)
{
  for (const char *c = url; *c != '\0'; c++)
    if (!g_ascii_isgraph (*c))
      return FALSE;
  return TRUE;
}

/* The URL in normal form, by which two are the same; %NULL if it is no absolute https URL
 * without user and fragment. */
static char *
normalize_url (const char *url)
{
  g_autoptr (GUri) uri = NULL;
  g_autofree char *host = NULL;
  const char *path;
  int port;

  if (!is_plain (url))
    return NULL;
  uri = g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL);
  if (uri == NULL || g_strcmp0 (g_uri_get_scheme (uri), "https") != 0
      || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0'
      || g_uri_get_userinfo (uri) != NULL || g_uri_get_fragment (uri) != NULL)
    return NULL;
  host = g_ascii_strdown (g_uri_get_host (uri), -1);
  port = g_uri_get_port (uri);
  path = g_uri_get_path (uri);
  return g_uri_join (G_URI_FLAGS_ENCODED, "https", NULL, host, port == 443 ? -1 : port,
                     *path != '\0' ? path : "/", g_uri_get_query (uri), NULL);
}

static char *
check_url (const char *name, const char *url, GError **error)
{
  g_autofree char *bare = g_str_has_suffix (url, "{?dns}")
                              ? g_strndup (url, strlen (url) - strlen ("{?dns}"))
                              : g_strdup (url);
  g_autofree char *normal =
      strlen (bare) <= KP_SETTING_MAX_URL ? normalize_url (bare) : NULL;
  g_autofree char *shown = NULL;

  if (normal != NULL && strlen (normal) <= KP_SETTING_MAX_URL)
    return g_steal_pointer (&normal);
  shown = kp_plain_text_shorten (url, MAX_SHOWN);
  if (strlen (bare) > KP_SETTING_MAX_URL)
    g_set_error (error, KP_SETTINGS_ERROR, KP_SETTINGS_ERROR_VALUE,
                 /* Translators: the first %s is a setting, the second a URL. */
                 _ ("%s: “%s” is longer than %d characters."), name, shown,
                 KP_SETTING_MAX_URL);
  else
    g_set_error (error, KP_SETTINGS_ERROR, KP_SETTINGS_ERROR_VALUE,
                 /* Translators: the first %s is a setting, the second what was given. */
                 _ ("%s: “%s” is not the URL of a DNS-over-HTTPS server, such as "
                    "https://dns.example/dns-query."),
                 name, shown);
  return NULL;
}

char *
kp_setting_value_check_resolvers (const char *name, const char *value, GError **error)
{
  g_auto (GStrv) words = g_strsplit_set (value, " \t\r\n", -1);
  g_autoptr (GPtrArray) urls = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; words[i] != NULL; i++)
    {
      char *url;

      if (*words[i] == '\0')
        continue;
      url = check_url (name, words[i], error);
      if (url == NULL)
        return NULL;
      if (g_ptr_array_find_with_equal_func (urls, url, g_str_equal, NULL))
        {
          g_set_error (error, KP_SETTINGS_ERROR, KP_SETTINGS_ERROR_VALUE,
                       /* Translators: the first %s is a setting, the second a URL. */
                       _ ("%s: %s is there twice."), name, url);
          g_free (url);
          return NULL;
        }
      g_ptr_array_add (urls, url);
    }
  if (urls->len == 0 || urls->len > KP_SETTING_MAX_RESOLVERS)
    {
      g_set_error (error, KP_SETTINGS_ERROR, KP_SETTINGS_ERROR_VALUE,
                   /* Translators: %s is a setting. */
                   _ ("%s: there are %u URLs; from 1 to %d are expected."), name, urls->len,
                   KP_SETTING_MAX_RESOLVERS);
      return NULL;
    }
  g_ptr_array_add (urls, NULL);
  return g_strjoinv ("\n", (char **) urls->pdata);
}

/* Any kind of key, as PEM calls it (RFC 7468 sections 10 and 11, RFC 5915 section 4). */
static gboolean
holds_private_key (const char *text)
{
  return strstr (text, "PRIVATE KEY-----") != NULL;
}

static char *
export_roots (gnutls_x509_crt_t *certificates, unsigned int n)
{
  GString *pem = g_string_new (NULL);

  for (unsigned int i = 0; i < n; i++)
    {
      gnutls_datum_t block = { NULL, 0 };

      if (gnutls_x509_crt_export2 (certificates[i], GNUTLS_X509_FMT_PEM, &block) >= 0)
        g_string_append_len (pem, (const char *) block.data, block.size);
      gnutls_free (block.data);
      gnutls_x509_crt_deinit (certificates[i]);
    }
  return g_string_free (pem, FALSE);
}

static char *
read_roots (const char *text)
{
  gnutls_datum_t data = { (unsigned char *) text, (unsigned int) strlen (text) };
  gnutls_x509_crt_t *certificates = NULL;
  unsigned int n = 0;
  g_autofree char *pem = NULL;

  if (gnutls_x509_crt_list_import2 (&certificates, &n, &data, GNUTLS_X509_FMT_PEM, 0) < 0)
    return NULL;
  pem = export_roots (certificates, n);
  gnutls_free (certificates);
  return n > 0 && n <= MAX_ROOTS ? g_steal_pointer (&pem) : NULL;
}

char *
kp_setting_value_check_roots (const char *name, const char *value, GError **error)
{
  g_autofree char *pem = NULL;

  if (value[strspn (value, " \t\r\n")] == '\0')
    return g_strdup ("");
  if (holds_private_key (value))
    {
      g_set_error (error, KP_SETTINGS_ERROR, KP_SETTINGS_ERROR_VALUE,
                   /* Translators: %s is a setting. */
                   _ ("%s: the text holds a private key, which was not stored. Only "
                      "certificates are expected: keep the key to yourself."),
                   name);
      return NULL;
    }
  if (strlen (value) > KP_SETTING_MAX_PEM)
    {
      g_set_error (error, KP_SETTINGS_ERROR, KP_SETTINGS_ERROR_VALUE,
                   /* Translators: %s is a setting. */
                   _ ("%s: the text is longer than 1 MiB."), name);
      return NULL;
    }
  pem = read_roots (value);
  if (pem == NULL)
    {
      g_autofree char *shown = kp_plain_text_shorten (value, MAX_SHOWN);

      g_set_error (error, KP_SETTINGS_ERROR, KP_SETTINGS_ERROR_VALUE,
                   /* Translators: the first %s is a setting, the second what was given;
                      "-----BEGIN CERTIFICATE-----" is not translated. */
                   _ ("%s: “%s” holds no certificates that can be read. PEM text is "
                      "expected (-----BEGIN CERTIFICATE-----), at most %d of them."),
                   name, shown, MAX_ROOTS);
    }
  return g_steal_pointer (&pem);
}
