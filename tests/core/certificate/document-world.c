/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "certificate/document-world.h"

#include <gnutls/abstract.h>
#include <string.h>

World world;

static void
make_request (void)
{
  gnutls_x509_crq_t crq = NULL;
  gnutls_privkey_t key = NULL;
  gnutls_datum_t octets = { NULL, 0 };

  g_assert_cmpint (gnutls_privkey_init (&key), ==, 0);
  g_assert_cmpint (gnutls_privkey_import_x509 (key, world.leaf->privkey, 0), ==, 0);
  g_assert_cmpint (gnutls_x509_crq_init (&crq), ==, 0);
  gnutls_x509_crq_set_version (crq, 1);
  gnutls_x509_crq_set_dn (crq, "CN=my.kite.example,O=Kite", NULL);
  g_assert_cmpint (gnutls_x509_crq_set_key (crq, world.leaf->privkey), ==, 0);
  g_assert_cmpint (gnutls_x509_crq_privkey_sign (crq, key, GNUTLS_DIG_SHA256, 0), ==, 0);
  g_assert_cmpint (gnutls_x509_crq_export2 (crq, GNUTLS_X509_FMT_DER, &octets), ==, 0);
  world.request = g_bytes_new (octets.data, octets.size);
  gnutls_free (octets.data);
  g_assert_cmpint (gnutls_x509_crq_export2 (crq, GNUTLS_X509_FMT_PEM, &octets), ==, 0);
  world.request_pem = g_strndup ((const char *) octets.data, octets.size);
  gnutls_free (octets.data);
  gnutls_x509_crq_deinit (crq);
  gnutls_privkey_deinit (key);
}

void
world_make (void)
{
  world.ca = mint_ca ("Kite CA", NULL);
  world.leaf = mint_leaf ("my.kite.example", world.ca);
  world.ca_pem = mint_to_pem (world.ca);
  world.leaf_pem = mint_to_pem (world.leaf);
  make_request ();
}

void
world_free (void)
{
  mint_free (world.ca);
  mint_free (world.leaf);
  g_bytes_unref (world.request);
  g_free (world.ca_pem);
  g_free (world.leaf_pem);
  g_free (world.request_pem);
}

GBytes *
world_take_text (char *text)
{
  return g_bytes_new_take (text, strlen (text));
}

char *
world_replace (const char *text, const char *from, const char *to)
{
  g_auto (GStrv) parts = g_strsplit (text, from, -1);

  return g_strjoinv (to, parts);
}

char *
world_label (const char *pem, const char *from, const char *to)
{
  g_autofree char *begin = g_strconcat ("BEGIN ", from, NULL);
  g_autofree char *new_begin = g_strconcat ("BEGIN ", to, NULL);
  g_autofree char *end = g_strconcat ("END ", from, NULL);
  g_autofree char *new_end = g_strconcat ("END ", to, NULL);
  g_autofree char *once = world_replace (pem, begin, new_begin);

  return world_replace (once, end, new_end);
}

char *
world_base64 (GBytes *octets, guint columns)
{
  g_autofree char *text =
      g_base64_encode (g_bytes_get_data (octets, NULL), g_bytes_get_size (octets));
  GString *lines = g_string_new (NULL);

  for (gsize i = 0; i < strlen (text); i += columns)
    {
      g_string_append_len (lines, text + i, (gssize) MIN (columns, strlen (text + i)));
      g_string_append (lines, "\n");
    }
  return g_string_free (lines, FALSE);
}

char *
world_name_parts (const KpDocument *document)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < document->parts->len; i++)
    {
      const KpDocumentPart *part = g_ptr_array_index (document->parts, i);

      g_assert_nonnull (part->source);
      if (part->kind == KP_DOCUMENT_REQUEST)
        g_string_append_c (names, g_bytes_equal (part->der, world.request) ? 'r' : '?');
      else if (g_bytes_equal (part->der, world.leaf->der))
        g_string_append_c (names, 'l');
      else
        g_string_append_c (names, g_bytes_equal (part->der, world.ca->der) ? 'c' : '?');
    }
  return g_string_free (names, FALSE);
}

static char *
join_formats (const KpDocument *document)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < document->formats->len; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "",
                            (const char *) document->formats->pdata[i]);
  return g_string_free (names, FALSE);
}

static int
compare_letters (const void *a, const void *b)
{
  return *(const char *) a - *(const char *) b;
}

void
world_check (const DocumentInput *inputs, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (KpDocument) document = kp_document_new ();
      g_autoptr (GBytes) octets = inputs[i].make ();
      g_autofree char *parts = NULL;
      g_autofree char *formats = NULL;

      g_test_message ("%s", inputs[i].name);
      kp_document_read (document, octets, "file");
      parts = world_name_parts (document);
      qsort (parts, strlen (parts), 1, compare_letters);
      formats = join_formats (document);
      g_assert_cmpstr (parts, ==, inputs[i].parts);
      g_assert_cmpstr (formats, ==, inputs[i].formats);
      g_assert_cmpuint (document->problems, ==, inputs[i].problems);
      g_assert_cmpint (document->private_key, ==, inputs[i].private_key);
    }
}
