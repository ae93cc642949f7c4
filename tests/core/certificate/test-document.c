/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "certificate/document-world.h"

#include <string.h>

#include "core/certificate/document-input.h"
#include "waiting.h"

/* Leaf and CA, and the request, as each input holds them. */
static GBytes *
pem (void)
{
  return world_take_text (g_strconcat (world.leaf_pem, world.ca_pem, NULL));
}

static GBytes *
pem_request (void)
{
  return world_take_text (g_strdup (world.request_pem));
}

static GBytes *
pem_request_label (void)
{
  return world_take_text (
      world_label (world.request_pem, "NEW CERTIFICATE REQUEST", "CERTIFICATE REQUEST"));
}

static GBytes *
pem_x509 (void)
{
  return world_take_text (world_label (world.leaf_pem, "CERTIFICATE", "X509 CERTIFICATE"));
}

/* What OpenSSL writes behind the certificate: what it is trusted for. */
static GBytes *
pem_trusted (void)
{
  static const char aux[] = "\x30\x0c\x30\x0a\x06\x08\x2b\x06\x01\x05\x05\x07\x03\x01";
  g_autoptr (GByteArray) octets = g_byte_array_new ();
  g_autoptr (GBytes) both = NULL;
  g_autofree char *base64 = NULL;

  g_byte_array_append (octets, g_bytes_get_data (world.leaf->der, NULL),
                       (guint) g_bytes_get_size (world.leaf->der));
  g_byte_array_append (octets, (const guint8 *) aux, sizeof aux - 1);
  both = g_bytes_new (octets->data, octets->len);
  base64 = world_base64 (both, 64);
  return world_take_text (g_strconcat ("-----BEGIN TRUSTED CERTIFICATE-----\n", base64,
                                       "-----END TRUSTED CERTIFICATE-----\n", NULL));
}

static GBytes *
der (void)
{
  return g_bytes_ref (world.leaf->der);
}

static GBytes *
der_request (void)
{
  return g_bytes_ref (world.request);
}

static GBytes *
base64 (void)
{
  return world_take_text (world_base64 (world.leaf->der, 64));
}

static GBytes *
base64_line (void)
{
  return world_take_text (world_base64 (world.request, G_MAXINT));
}

static GBytes *
base64_prose (void)
{
  g_autofree char *text = world_base64 (world.request, 50);

  return world_take_text (
      g_strconcat ("Hello,\n\nMIMI and MIKE, here is what you asked for:\n", text,
                   "Regards\nMIA\n", NULL));
}

static GBytes *
prose (void)
{
  return world_take_text (g_strconcat (
      "Dear customer,\n\nyour certificate -- see below --\n\n", world.leaf_pem,
      "\nand the one BEGINning with ours:\n", world.ca_pem, "\n--\nThe CA", NULL));
}

static GBytes *
crlf (void)
{
  return world_take_text (world_replace (world.leaf_pem, "\n", "\r\n"));
}

static GBytes *
cr (void)
{
  return world_take_text (world_replace (world.leaf_pem, "\n", "\r"));
}

static GBytes *
lost_lines (void)
{
  return world_take_text (world_replace (world.request_pem, "\n", ""));
}

static GBytes *
blanks (void)
{
  return world_take_text (world_replace (world.request_pem, "\n", " "));
}

/* A mail program folds every line at 40, the marks too. */
static GBytes *
folded (void)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; world.leaf_pem[i] != '\0'; i++)
    {
      g_string_append_c (text, world.leaf_pem[i]);
      if (i % 20 == 19)
        g_string_append (text, "\n  ");
    }
  return g_string_free_to_bytes (text);
}

static GBytes *
quoted (void)
{
  g_autofree char *text = world_replace (world.request_pem, "\n", "\n> ");

  return world_take_text (g_strconcat ("You wrote:\n> ", text, NULL));
}

static GBytes *
quoted_deep (void)
{
  g_autofree char *text = world_replace (world.request_pem, "\n", "\n> | JD>> ");

  return world_take_text (g_strconcat ("You wrote:\n> | JD>> ", text, NULL));
}

static GBytes *
quoted_bare (void)
{
  g_autofree char *text = world_base64 (world.request, 60);
  g_autofree char *marked = world_replace (text, "\n", "\n| ");

  return world_take_text (g_strconcat ("| ", marked, NULL));
}

static GBytes *
html (void)
{
  g_autofree char *text = world_replace (world.leaf_pem, "\n", "<br/>\n");

  return world_take_text (g_strconcat ("<html><body><p>Here:</p><p>", text, "</p>", NULL));
}

static GBytes *
html_quoted (void)
{
  g_autofree char *text = world_replace (world.leaf_pem, "\n", "<br>&gt; ");

  return world_take_text (g_strconcat ("<div>&gt; ", text, "</div>", NULL));
}

static GBytes *
json (void)
{
  g_autofree char *text = world_replace (world.leaf_pem, "\n", "\\n");
  g_autofree char *escaped = world_replace (text, "/", "\\/");

  return world_take_text (g_strdup_printf ("{\"certificate\":\"%s\"}", escaped));
}

static GBytes *
dashes (void)
{
  g_autofree char *text = world_replace (world.leaf_pem, "-----", "—–-");

  return world_take_text (world_replace (text, "\n", "\xc2\xa0\n"));
}

/* As a mail holds it, pasted from its source. */
static GBytes *
quoted_printable (void)
{
  g_autofree char *text = world_replace (world.leaf_pem, "=", "=3D");
  GString *lines = g_string_new (NULL);

  for (guint i = 0; text[i] != '\0'; i++)
    {
      g_string_append_c (lines, text[i]);
      if (i % 31 == 30 && g_ascii_isalnum (text[i]))
        g_string_append (lines, "=\n");
    }
  return g_string_free_to_bytes (lines);
}

static GBytes *
headers (void)
{
  return world_take_text (
      world_replace (world.leaf_pem, "CERTIFICATE-----\nMI",
                     "CERTIFICATE-----\nVersion: 1\nComment: none\n\nMI"));
}

static GBytes *
no_end (void)
{
  g_auto (GStrv) parts = g_strsplit (world.leaf_pem, "-----END", 2);

  return world_take_text (g_strconcat (parts[0], "\nRegards\n", NULL));
}

static GBytes *
convert (const char *text, const char *charset, const char *mark, gsize n_mark)
{
  GByteArray *octets = g_byte_array_new ();
  gsize length = 0;
  g_autofree char *wide = g_convert (text, -1, charset, "UTF-8", NULL, &length, NULL);

  g_assert_nonnull (wide);
  g_byte_array_append (octets, (const guint8 *) mark, (guint) n_mark);
  g_byte_array_append (octets, (const guint8 *) wide, (guint) length);
  return g_byte_array_free_to_bytes (octets);
}

static GBytes *
utf16_little (void)
{
  return convert (world.leaf_pem, "UTF-16LE", "\xff\xfe", 2);
}

static GBytes *
utf16_big (void)
{
  return convert (world.leaf_pem, "UTF-16BE", "\xfe\xff", 2);
}

static GBytes *
utf16_unmarked (void)
{
  return convert (world.leaf_pem, "UTF-16LE", "", 0);
}

static GBytes *
utf8_mark (void)
{
  return world_take_text (g_strconcat ("\xef\xbb\xbf", world.leaf_pem, NULL));
}

static const DocumentInput inputs[] = {
  { "PEM", pem, "cl", "PEM", 0 },
  { "PEM request, old label", pem_request, "r", "PEM", 0 },
  { "PEM request", pem_request_label, "r", "PEM", 0 },
  { "X509 CERTIFICATE", pem_x509, "l", "PEM", 0 },
  { "TRUSTED CERTIFICATE", pem_trusted, "l", "PEM", 0 },
  { "DER", der, "l", "DER", 0 },
  { "DER request", der_request, "r", "DER", 0 },
  { "base64", base64, "l", "base64", 0 },
  { "base64 in one line", base64_line, "r", "base64", 0 },
  { "base64 in prose", base64_prose, "r", "base64", 0 },
  { "prose", prose, "cl", "PEM", 0 },
  { "CR LF", crlf, "l", "PEM", 0 },
  { "CR", cr, "l", "PEM", 0 },
  { "lost line ends", lost_lines, "r", "PEM", 0 },
  { "blanks for line ends", blanks, "r", "PEM", 0 },
  { "folded", folded, "l", "PEM", 0 },
  { "quoted", quoted, "r", "PEM", 0 },
  { "quoted many times", quoted_deep, "r", "PEM", 0 },
  { "quoted base64", quoted_bare, "r", "base64", 0 },
  { "HTML", html, "l", "PEM", 0 },
  { "HTML quoted", html_quoted, "l", "PEM", 0 },
  { "JSON", json, "l", "PEM", 0 },
  { "other dashes", dashes, "l", "PEM", 0 },
  { "quoted-printable", quoted_printable, "l", "PEM", 0 },
  { "headers in PEM", headers, "l", "PEM", 0 },
  { "no end", no_end, "l", "PEM", 0 },
  { "UTF-16 LE", utf16_little, "l", "PEM", 0 },
  { "UTF-16 BE", utf16_big, "l", "PEM", 0 },
  { "UTF-16 without a mark", utf16_unmarked, "l", "PEM", 0 },
  { "UTF-8 with a mark", utf8_mark, "l", "PEM", 0 },
};

static void
test_inputs (void)
{
  world_check (inputs, G_N_ELEMENTS (inputs));
}

static void
test_many_files (void)
{
  g_autoptr (KpDocument) document = kp_document_new ();
  g_autofree char *parts = NULL;
  g_autofree char *text = NULL;

  kp_document_read (document, world.ca->der, "ca.der");
  kp_document_read (document, world.request, "bad\xff\n.csr");
  kp_document_read (document, world.ca->der, NULL);
  parts = world_name_parts (document);
  g_assert_cmpstr (parts, ==, "crc");
  g_assert_cmpstr (((KpDocumentPart *) document->parts->pdata[0])->source, ==, "ca.der");
  g_assert_cmpstr (((KpDocumentPart *) document->parts->pdata[1])->source, ==,
                   "bad\xef\xbf\xbd .csr");
  g_assert_cmpstr (((KpDocumentPart *) document->parts->pdata[2])->source, ==,
                   "pasted text");
  text = kp_document_describe (document);
  g_assert_cmpstr (text, ==, "DER: 2 certificates and 1 signing request");
}

/* In a worker thread the same comes of it; given up, nothing does. */
static void
test_in_thread (void)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GPtrArray) list = kp_document_input_list_new ();
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GAsyncResult) finished = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (KpDocument) document = NULL;

      kp_document_input_list_add (list, world.ca->der, "ca.der");
      kp_document_input_list_add (list, world.request, NULL);
      if (i == 1)
        g_cancellable_cancel (cancellable);
      kp_document_input_read_async (list, cancellable, take_result, &finished);
      wait_for_result (&finished);
      document = kp_document_input_read_finish (finished, &error);
      if (i == 0)
        {
          g_autofree char *parts = world_name_parts (document);

          g_assert_no_error (error);
          g_assert_cmpstr (parts, ==, "cr");
          g_assert_cmpstr (((KpDocumentPart *) document->parts->pdata[1])->source, ==,
                           "pasted text");
        }
      else
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
}

/* Something is broken, and the rest is read. */
static void
test_damaged (void)
{
  g_autofree char *half = g_strndup (world.leaf_pem, strlen (world.leaf_pem) / 2);
  g_autofree char *bare = world_base64 (world.leaf->der, 64);
  g_autofree char *wrong =
      world_replace (world.leaf_pem, "CERTIFICATE-----\nMII", "CERTIFICATE-----\nMIJ");
  g_autofree char *odd = world_replace (world.leaf_pem, "\n", "*\n");
  g_autoptr (GBytes) short_der =
      g_bytes_new_from_bytes (world.leaf->der, 0, g_bytes_get_size (world.leaf->der) - 1);
  g_autofree char *cut_der = g_strndup (bare, strlen (bare) - 100);
  const char *const texts[] = { half, wrong, odd, cut_der };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (KpDocument) document = kp_document_new ();
      g_autoptr (GBytes) octets =
          world_take_text (g_strconcat (texts[i], "\n.\n", world.ca_pem, NULL));
      g_autofree char *parts = NULL;

      g_test_message ("%u", i);
      kp_document_read (document, octets, "file");
      parts = world_name_parts (document);
      g_assert_cmpstr (parts, ==, "c");
      g_assert_cmpuint (document->problems, ==, KP_DOCUMENT_DAMAGED);
    }
  {
    g_autoptr (KpDocument) document = kp_document_new ();

    kp_document_read (document, short_der, "file");
    g_assert_cmpuint (document->parts->len, ==, 0);
    g_assert_cmpuint (document->problems, ==, KP_DOCUMENT_DAMAGED);
  }
}

static void
test_private_key (void)
{
  g_autofree char *key = mint_key_to_pem (world.leaf);
  g_autoptr (KpDocument) document = kp_document_new ();
  g_autoptr (GBytes) octets = world_take_text (g_strconcat (key, world.leaf_pem, NULL));
  g_autofree char *parts = NULL;

  kp_document_read (document, octets, "server.pem");
  kp_document_read (document, world.ca->der, "ca.der");
  parts = world_name_parts (document);
  g_assert_cmpstr (parts, ==, "lc");
  g_assert_cmpint (document->private_key, ==, KP_PRIVATE_KEY_PEM);
}

static void
test_encrypted (void)
{
  static const char text[] = "-----BEGIN PGP MESSAGE-----\n\nhQEMA5nyuzk2\n=xxxx\n"
                             "-----END PGP MESSAGE-----\n";
  g_autoptr (KpDocument) document = kp_document_new ();
  g_autoptr (GBytes) octets = g_bytes_new_static (text, strlen (text));

  kp_document_read (document, octets, NULL);
  g_assert_cmpuint (document->problems, ==, KP_DOCUMENT_ENCRYPTED);
}

static void
test_nothing (void)
{
  static const char *const texts[] = {
    "",
    "Hello",
    "0",
    "000 people asked me",
    "-----BEGIN CERT",
    "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcD\n-----END PUBLIC "
    "KEY-----",
    "MIAMI is a city, MIDI a format; MIIC is nothing and MIGRATION is a long word for it.",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (KpDocument) document = kp_document_new ();
      g_autoptr (GBytes) octets = world_take_text (g_strdup (texts[i]));
      g_autofree char *text = NULL;

      kp_document_read (document, octets, NULL);
      g_assert_cmpuint (document->parts->len, ==, 0);
      g_assert_cmpuint (document->problems, ==, 0);
      text = kp_document_describe (document);
      g_assert_cmpstr (text, ==, "no certificate and no signing request");
    }
}

static void
test_limits (void)
{
  g_autoptr (KpDocument) large = kp_document_new ();
  g_autoptr (KpDocument) many = kp_document_new ();
  g_autoptr (GBytes) zeros =
      g_bytes_new_take (g_malloc0 (KP_DOCUMENT_MAX_INPUT + 1), KP_DOCUMENT_MAX_INPUT + 1);

  kp_document_read (large, zeros, "large");
  g_assert_cmpuint (large->problems, ==, KP_DOCUMENT_TOO_LARGE);
  for (guint i = 0; i < KP_DOCUMENT_MAX_PARTS; i++)
    kp_document_read (many, world.leaf->der, "leaf");
  g_assert_cmpuint (many->problems, ==, 0);
  kp_document_read (many, world.leaf->der, "leaf");
  g_assert_cmpuint (many->parts->len, ==, KP_DOCUMENT_MAX_PARTS);
  g_assert_cmpuint (many->problems, ==, KP_DOCUMENT_TOO_LARGE);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  world_make ();
  g_test_add_func ("/document/inputs", test_inputs);
  g_test_add_func ("/document/many-files", test_many_files);
  g_test_add_func ("/document/in-thread", test_in_thread);
  g_test_add_func ("/document/damaged", test_damaged);
  g_test_add_func ("/document/private-key", test_private_key);
  g_test_add_func ("/document/encrypted", test_encrypted);
  g_test_add_func ("/document/nothing", test_nothing);
  g_test_add_func ("/document/limits", test_limits);
  status = g_test_run ();
  world_free ();
  return status;
}
