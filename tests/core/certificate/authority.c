/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "certificate/authority.h"

#include <string.h>

#include "certificate/program.h"

#define DAY (24 * 60 * 60)

static GHashTable *paths; /* file name => its path */
static GHashTable *keys;  /* name of a certificate => name of its key */

gint64
authority_now (void)
{
  static gint64 now;

  if (now == 0)
    now = g_get_real_time () / G_USEC_PER_SEC;
  return now;
}

static char *
write_file (const char *name, const char *suffix, const char *text)
{
  char *file = g_strconcat (name, suffix, NULL);
  char *path = program_write_file (file, text, strlen (text));

  if (paths == NULL)
    paths = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_hash_table_replace (paths, file, path);
  return path;
}

static const char *
find_file (const char *name, const char *suffix)
{
  g_autofree char *file = g_strconcat (name, suffix, NULL);

  return paths != NULL ? g_hash_table_lookup (paths, file) : NULL;
}

static const char *
get_key (const char *name)
{
  const char *path = find_file (name, ".key");
  const char *type = "ecdsa";
  const char *bits = "256";
  g_autofree char *said = NULL;

  if (path != NULL)
    return path;
  path = write_file (name, ".key", "");
  if (g_str_has_prefix (name, "rsa-1024"))
    {
      type = "rsa";
      bits = "1024";
    }
  else if (g_str_has_prefix (name, "ed25519"))
    type = "ed25519";
  said = program_run ("certtool", "--generate-privkey", "--key-type", type, "--bits", bits,
                      "--outfile", path, NULL);
  g_assert_nonnull (said);
  return path;
}

static char *
format_time (int days)
{
  g_autoptr (GDateTime) time =
      g_date_time_new_from_unix_utc (authority_now () + days * (gint64) DAY);

  return g_date_time_format (time, "%Y-%m-%d %H:%M:%S UTC");
}

void
authority_issue (const AuthorityOrder *order)
{
  g_autofree char *from = format_time (order->from);
  g_autofree char *to = format_time (order->to);
  g_autofree char *text =
      g_strdup_printf ("activation_date = \"%s\"\nexpiration_date = \"%s\"\n%s\n", from, to,
                       order->template);
  const char *key = get_key (order->key);
  const char *template = write_file (order->name, ".cfg", text);
  const char *out = write_file (order->name, ".pem", "");
  const char *hash = order->hash != NULL ? order->hash : "SHA256";
  g_autofree char *said = NULL;

  if (keys == NULL)
    keys = g_hash_table_new (g_str_hash, g_str_equal);
  g_hash_table_insert (keys, (gpointer) order->name, (gpointer) order->key);
  if (order->issuer == NULL)
    said = program_run ("certtool", "--generate-self-signed", "--template", template,
                        "--load-privkey", key, "--hash", hash, "--outfile", out, NULL);
  else
    said = program_run ("certtool", "--generate-certificate", "--template", template,
                        "--load-privkey", key, "--load-ca-certificate",
                        find_file (order->issuer, ".pem"), "--load-ca-privkey",
                        get_key (g_hash_table_lookup (keys, order->issuer)), "--hash", hash,
                        "--outfile", out, NULL);
  g_assert_nonnull (said);
}

void
authority_issue_with_openssl (const AuthorityOrder *order)
{
  g_autofree char *text = g_strdup_printf ("[req]\nprompt=no\ndistinguished_name=name\n"
                                           "x509_extensions=all\n[name]\nCN=%s\n[all]\n%s",
                                           order->name, order->template);
  g_autofree char *days = g_strdup_printf ("%d", order->to);
  g_autofree char *said = program_run (
      "openssl", "req", "-x509", "-new", "-config", write_file (order->name, ".cnf", text),
      "-key", get_key (order->key), "-CA", find_file (order->issuer, ".pem"), "-CAkey",
      get_key (g_hash_table_lookup (keys, order->issuer)), "-days", days, "-out",
      write_file (order->name, ".pem", ""), NULL);

  g_assert_nonnull (said);
}

GBytes *
authority_request (const char *key, const char *template)
{
  const char *out = write_file (key, ".csr", "");
  g_autofree char *said =
      program_run ("certtool", "--generate-request", "--outder", "--template",
                   write_file (key, ".crq.cfg", template), "--load-privkey", get_key (key),
                   "--outfile", out, NULL);
  char *octets;
  gsize length;

  g_assert_nonnull (said);
  g_assert_true (g_file_get_contents (out, &octets, &length, NULL));
  return g_bytes_new_take (octets, length);
}

char *
authority_path (const char *name)
{
  const char *path = find_file (name, ".pem");

  g_assert_nonnull (path);
  return g_strdup (path);
}

static char *
read_pem (const char *names)
{
  g_auto (GStrv) list = g_strsplit (names, " ", -1);
  GString *all = g_string_new (NULL);

  for (guint i = 0; list[i] != NULL; i++)
    {
      g_autofree char *path = *list[i] != '\0' ? authority_path (list[i]) : NULL;
      g_autofree char *pem = NULL;

      if (path == NULL)
        continue;
      g_assert_true (g_file_get_contents (path, &pem, NULL, NULL));
      g_string_append (all, pem);
    }
  return g_string_free (all, FALSE);
}

KpDocument *
authority_read (const char *names)
{
  char *pem = read_pem (names);
  g_autoptr (GBytes) octets = g_bytes_new_take (pem, strlen (pem));
  KpDocument *document = kp_document_new ();

  kp_document_read (document, octets, "ca.pem");
  return document;
}

GBytes *
authority_der (const char *name)
{
  g_autoptr (KpDocument) document = authority_read (name);

  g_assert_cmpuint (document->parts->len, ==, 1);
  return g_bytes_ref (((KpDocumentPart *) document->parts->pdata[0])->der);
}

KpCertificateFacts *
authority_facts (const char *name)
{
  g_autoptr (GBytes) der = authority_der (name);
  KpCertificateFacts *facts = kp_certificate_facts_from_der (der, NULL);

  g_assert_nonnull (facts);
  return facts;
}

KpTrust *
authority_trust (const char *names)
{
  g_autofree char *pem = read_pem (names);
  g_autoptr (GError) error = NULL;
  KpTrust *trust = kp_trust_new (pem, FALSE, &error);

  g_assert_no_error (error);
  return trust;
}

void
authority_clean_up (void)
{
  g_clear_pointer (&paths, g_hash_table_unref);
  g_clear_pointer (&keys, g_hash_table_unref);
  program_clean_up ();
}
