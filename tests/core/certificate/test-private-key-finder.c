/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "certificate/key-forms.h"
#include "certificate/mint.h"
#include "core/certificate/private-key-finder.h"
#include "patience.h"

#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/pkcs7.h>
#include <string.h>

static gboolean
is_slow (void)
{
  return patience () > 1;
}

/* Once: an RSA key takes its time. */
static GPtrArray *
get_forms (void)
{
  static GPtrArray *forms = NULL;

  if (forms == NULL)
    forms = key_forms_new ();
  return g_ptr_array_ref (forms);
}

static GBytes *
take_text (char *text)
{
  return g_bytes_new_take (text, strlen (text));
}

static char *
make_base64 (GBytes *octets, guint columns)
{
  g_autofree char *text =
      g_base64_encode (g_bytes_get_data (octets, NULL), g_bytes_get_size (octets));
  GString *lines = g_string_new (NULL);

  for (gsize i = 0; i < strlen (text); i += columns)
    {
      g_string_append_len (lines, text + i, (gssize) MIN (columns, strlen (text + i)));
      g_string_append (lines, "\r\n");
    }
  return g_string_free (lines, FALSE);
}

static GBytes *
as_it_is (GBytes *octets)
{
  return g_bytes_ref (octets);
}

static GBytes *
as_lines (GBytes *octets)
{
  return take_text (make_base64 (octets, 64));
}

static GBytes *
as_one_line (GBytes *octets)
{
  return take_text (make_base64 (octets, G_MAXINT));
}

/* A word before it, which could be its beginning. */
static GBytes *
as_pasted (GBytes *octets)
{
  g_autofree char *text = make_base64 (octets, 50);

  return take_text (g_strconcat ("Hello,\n\nhere is what you asked for\n", text,
                                 "\nRegards\nme\n", NULL));
}

static GBytes *
as_url_base64 (GBytes *octets)
{
  g_autofree char *text =
      g_base64_encode (g_bytes_get_data (octets, NULL), g_bytes_get_size (octets));

  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  return take_text (g_strdup_printf ("{\"file\":\"%s\"}", text));
}

static GBytes *
as_quoted_mail (GBytes *octets)
{
  g_autofree char *text = make_base64 (octets, 64);
  g_auto (GStrv) lines = g_strsplit (text, "\r\n", -1);
  g_autofree char *quoted = g_strjoinv ("\n> > ", lines);

  return take_text (g_strconcat ("On Monday you wrote:\n> > ", quoted, "\n", NULL));
}

static GBytes *
as_mail_part (GBytes *octets)
{
  g_autofree char *text = make_base64 (octets, 76);

  return take_text (g_strconcat ("Content-Type: application/octet-stream; name=file\r\n"
                                 "Content-Transfer-Encoding: base64\r\n\r\n",
                                 text, "--boundary--\r\n", NULL));
}

static GBytes *
as_json_string (GBytes *octets)
{
  g_autofree char *text = make_base64 (octets, 64);
  g_auto (GStrv) lines = g_strsplit (text, "\r\n", -1);
  g_autofree char *joined = g_strjoinv ("\\n", lines);
  g_auto (GStrv) parts = g_strsplit (joined, "/", -1);
  g_autofree char *escaped = g_strjoinv ("\\/", parts);

  return take_text (g_strdup_printf ("{\"file\":\"%s\"}", escaped));
}

static GBytes *
as_quoted_printable (GBytes *octets)
{
  g_autofree char *text =
      g_base64_encode (g_bytes_get_data (octets, NULL), g_bytes_get_size (octets));
  GString *lines = g_string_new (NULL);

  for (gsize i = 0; text[i] != '\0'; i++)
    {
      if (text[i] == '=')
        g_string_append (lines, "=3D");
      else
        g_string_append_c (lines, text[i]);
      if (i % 70 == 69)
        g_string_append (lines, "=\r\n");
    }
  return g_string_free_to_bytes (lines);
}

static GBytes *
as_utf16 (GBytes *octets)
{
  g_autofree char *text = make_base64 (octets, 64);
  gsize length = 0;
  char *wide = g_convert (text, -1, "UTF-16", "UTF-8", NULL, &length, NULL);

  return g_bytes_new_take (wide, length);
}

static GBytes *
as_zip (GBytes *octets)
{
  return key_form_zip ("zip", octets, NULL);
}

static GBytes *
as_tar (GBytes *octets)
{
  return key_form_zip ("tar", octets, NULL);
}

static GBytes *
as_tar_gz (GBytes *octets)
{
  return key_form_zip ("tar.gz", octets, NULL);
}

static GBytes *
as_gz (GBytes *octets)
{
  return key_form_zip ("gz", octets, NULL);
}

static GBytes *
as_7zip (GBytes *octets)
{
  return key_form_zip ("7zip", octets, NULL);
}

static GBytes *
as_zip_in_zip_in_mail (GBytes *octets)
{
  g_autoptr (GBytes) inner = as_zip (octets);
  g_autoptr (GBytes) outer = as_zip (inner);

  return as_mail_part (outer);
}

static const struct
{
  const char *name;
  GBytes *(*wrap) (GBytes *octets);
} wrappings[] = {
  { "as it is", as_it_is },
  { "base64 in lines", as_lines },
  { "base64 in one line", as_one_line },
  { "pasted into a letter", as_pasted },
  { "base64 for URLs", as_url_base64 },
  { "quoted in a mail", as_quoted_mail },
  { "a part of a mail", as_mail_part },
  { "a string of JSON", as_json_string },
  { "quoted-printable", as_quoted_printable },
  { "base64 in UTF-16", as_utf16 },
  { "zip", as_zip },
  { "tar", as_tar },
  { "tar.gz", as_tar_gz },
  { "gz", as_gz },
  { "7z", as_7zip },
  { "zip in zip in a mail", as_zip_in_zip_in_mail },
};

/* Under valgrind not everything in everything: each form, and each wrapping, in turn. */
static gboolean
is_left_out (guint i, guint j, guint n)
{
  return is_slow () && j != i % n;
}

static gboolean
is_key (KpPrivateKeyForm form)
{
  return form != KP_PRIVATE_KEY_NONE && form != KP_PRIVATE_KEY_HIDDEN;
}

static void
test_every_form_in_every_wrapping (void)
{
  g_autoptr (GPtrArray) forms = get_forms ();

  for (guint i = 0; i < forms->len; i++)
    for (guint j = 0; j < G_N_ELEMENTS (wrappings); j++)
      {
        const KeyForm *form = g_ptr_array_index (forms, i);
        g_autoptr (GBytes) octets = NULL;

        if (is_left_out (i, j, G_N_ELEMENTS (wrappings)))
          continue;
        octets = wrappings[j].wrap (form->octets);
        g_test_message ("%s, %s", form->name, wrappings[j].name);
        g_assert_true (is_key (kp_private_key_find (octets)));
      }
}

/* As text, a key survives what mail programs and editors do to it. */
static void
test_text (void)
{
  g_autoptr (GPtrArray) forms = get_forms ();

  for (guint i = 0; i < forms->len; i++)
    {
      const KeyForm *form = g_ptr_array_index (forms, i);
      g_autofree char *text = g_strndup (g_bytes_get_data (form->octets, NULL),
                                         g_bytes_get_size (form->octets));
      g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
      static const char *const ends[] = { "\r\n",   "\n> ",   "\n\n",  "\\n",
                                          "\\r\\n", "<br>\n", "\n    " };

      if (!g_str_has_prefix (text, "----"))
        continue;
      for (guint j = 0; j < G_N_ELEMENTS (ends); j++)
        {
          g_autofree char *joined = g_strjoinv (ends[j], lines);
          g_autofree char *letter = g_strconcat ("Hello, the key:\n> ", joined, NULL);
          gsize length = 0;
          g_autofree char *wide =
              g_convert (letter, -1, "UTF-16LE", "UTF-8", NULL, &length, NULL);
          g_autoptr (GBytes) octets = g_bytes_new (wide, length);

          if (is_left_out (i, j, G_N_ELEMENTS (ends)))
            continue;
          g_test_message ("%s, %u", form->name, j);
          g_assert_true (is_key (kp_private_key_find_in_text (letter)));
          g_assert_true (is_key (kp_private_key_find (octets)));
        }
    }
}

static void
assert_innocent (const char *name, GBytes *octets)
{
  for (guint i = 0; i < G_N_ELEMENTS (wrappings); i++)
    {
      g_autoptr (GBytes) wrapped = NULL;

      if (is_left_out ((guint) strlen (name), i, G_N_ELEMENTS (wrappings)))
        continue;
      wrapped = wrappings[i].wrap (octets);
      g_test_message ("%s, %s", name, wrappings[i].name);
      g_assert_cmpint (kp_private_key_find (wrapped), ==, KP_PRIVATE_KEY_NONE);
    }
}

static void
assert_innocent_datum (const char *name, gnutls_datum_t *datum)
{
  g_autoptr (GBytes) octets = g_bytes_new (datum->data, datum->size);

  gnutls_free (datum->data);
  datum->data = NULL;
  assert_innocent (name, octets);
}

static void
check_pkcs7 (Mint *ca, Mint *leaf)
{
  gnutls_pkcs7_t pkcs7 = NULL;
  gnutls_datum_t octets = { NULL, 0 };

  g_assert_cmpint (gnutls_pkcs7_init (&pkcs7), ==, 0);
  g_assert_cmpint (gnutls_pkcs7_set_crt (pkcs7, leaf->crt), ==, 0);
  g_assert_cmpint (gnutls_pkcs7_set_crt (pkcs7, ca->crt), ==, 0);
  g_assert_cmpint (gnutls_pkcs7_export2 (pkcs7, GNUTLS_X509_FMT_DER, &octets), ==, 0);
  assert_innocent_datum ("PKCS #7", &octets);
  g_assert_cmpint (gnutls_pkcs7_export2 (pkcs7, GNUTLS_X509_FMT_PEM, &octets), ==, 0);
  assert_innocent_datum ("PKCS #7 PEM", &octets);
  gnutls_pkcs7_deinit (pkcs7);
}

static void
check_request_and_public_key (Mint *leaf)
{
  gnutls_x509_crq_t crq = NULL;
  gnutls_privkey_t key = NULL;
  gnutls_pubkey_t public_key = NULL;
  gnutls_datum_t octets = { NULL, 0 };

  g_assert_cmpint (gnutls_privkey_init (&key), ==, 0);
  g_assert_cmpint (gnutls_privkey_import_x509 (key, leaf->privkey, 0), ==, 0);
  g_assert_cmpint (gnutls_x509_crq_init (&crq), ==, 0);
  gnutls_x509_crq_set_version (crq, 1);
  gnutls_x509_crq_set_dn (crq, "CN=cp.kite.example,O=Kite", NULL);
  g_assert_cmpint (gnutls_x509_crq_set_key (crq, leaf->privkey), ==, 0);
  g_assert_cmpint (gnutls_x509_crq_privkey_sign (crq, key, GNUTLS_DIG_SHA256, 0), ==, 0);
  g_assert_cmpint (gnutls_x509_crq_export2 (crq, GNUTLS_X509_FMT_DER, &octets), ==, 0);
  assert_innocent_datum ("request", &octets);
  g_assert_cmpint (gnutls_x509_crq_export2 (crq, GNUTLS_X509_FMT_PEM, &octets), ==, 0);
  assert_innocent_datum ("request PEM", &octets);
  g_assert_cmpint (gnutls_pubkey_init (&public_key), ==, 0);
  g_assert_cmpint (gnutls_pubkey_import_privkey (public_key, key, 0, 0), ==, 0);
  g_assert_cmpint (gnutls_pubkey_export2 (public_key, GNUTLS_X509_FMT_DER, &octets), ==, 0);
  assert_innocent_datum ("public key", &octets);
  g_assert_cmpint (gnutls_pubkey_export2 (public_key, GNUTLS_X509_FMT_PEM, &octets), ==, 0);
  assert_innocent_datum ("public key PEM", &octets);
  gnutls_pubkey_deinit (public_key);
  gnutls_x509_crq_deinit (crq);
  gnutls_privkey_deinit (key);
}

static void
test_certificates (void)
{
  static const char *const names[] = { "cp.kite.example", NULL };
  static const MintKey keys[] = { MINT_P256, MINT_RSA_2048 };
  g_autoptr (Mint) ca = mint_ca ("Test CA", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      const MintSpec spec = {
        .common_name = names[0], .names = names, .key = keys[i], .filler = 3000
      };
      g_autoptr (Mint) leaf = mint_new (&spec, ca);
      g_autofree char *pem = mint_to_pem (leaf);
      g_autofree char *twice = g_strconcat (pem, "\n", pem, NULL);
      g_autoptr (GBytes) text = g_bytes_new (twice, strlen (twice));

      assert_innocent ("certificate", leaf->der);
      assert_innocent ("two certificates PEM", text);
      check_pkcs7 (ca, leaf);
      check_request_and_public_key (leaf);
    }
}

static void
test_prose (void)
{
  static const char *const texts[] = {
    "Never send us your PRIVATE KEY.",
    "Leave out everything from -----BEGIN PRIVATE KEY----- to -----END PRIVATE KEY-----, "
    "for nobody but you may ever see what stands between these two lines of the file.",
    "-----BEGIN RSA PRIVATE KEY-----\n(removed before sending)\n-----END RSA PRIVATE "
    "KEY-----\n",
    "-----BEGIN RSA PRIVATE KEY-----\n...\n-----END RSA PRIVATE KEY-----\n",
    "grep -c 'BEGIN PRIVATE KEY' server.pem",
    "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":"
    "\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\","
    "\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}",
    "{\"id\":\"x\",\"d\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\"}",
    "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7x3m0kM0c2Y7b6oVq6S0kq7V1R5J2mB0e9d1pC4w me",
    "PuTTY-User-Key-File-3 is the first line of such a file.",
    "data-d=\"1\" kty= 30820122300d",
    "https://rt.example.com/Ticket/Display.html?id=1&token=abcdefghijklmnopqrstuvwxyz012345"
    "6789abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz",
    "",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GBytes) octets = g_bytes_new_static (texts[i], strlen (texts[i]));

      g_assert_cmpint (kp_private_key_find_in_text (texts[i]), ==, KP_PRIVATE_KEY_NONE);
      assert_innocent (texts[i], octets);
    }
  g_assert_cmpint (kp_private_key_find_in_text (NULL), ==, KP_PRIVATE_KEY_NONE);
}

/* Pictures and anything else compressed look like noise. */
static void
test_noise (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (20260315);

  for (guint round = 0; round < (is_slow () ? 1 : 20); round++)
    {
      gsize length = 20000;
      guint8 *noise = g_malloc (length);
      g_autoptr (GBytes) octets = NULL;
      g_autoptr (GBytes) text = NULL;

      for (gsize i = 0; i < length; i++)
        noise[i] = (guint8) g_rand_int (random);
      memcpy (noise, "\x89PNG\r\n\x1a\n", 8);
      octets = g_bytes_new_take (noise, length);
      text = as_lines (octets);
      g_assert_cmpint (kp_private_key_find (octets), ==, KP_PRIVATE_KEY_NONE);
      g_assert_cmpint (kp_private_key_find (text), ==, KP_PRIVATE_KEY_NONE);
    }
}

static void
test_bomb (void)
{
  g_autoptr (GBytes) zeros = NULL;
  g_autoptr (GBytes) bomb = NULL;

  zeros = g_bytes_new_take (g_malloc0 (40000000), 40000000);
  bomb = key_form_zip ("tar.gz", zeros, NULL);
  g_assert_cmpuint (g_bytes_get_size (bomb), <, 1000000);
  g_assert_cmpint (kp_private_key_find (bomb), ==, KP_PRIVATE_KEY_HIDDEN);
}

/* In the octets of an archive something may look like quoted-printable by chance. Read as
 * that it is damaged, which hides nothing: it was read as it is too. */
static void
test_chance (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);
  gsize length = 3000;

  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *text = g_malloc (length);
      g_autoptr (GBytes) octets = NULL;
      g_autoptr (GBytes) archive = NULL;

      for (gsize j = 0; j < length; j++)
        text[j] = (char) g_rand_int_range (rand, 'a', 'z');
      octets = g_bytes_new (text, length);
      archive = key_form_zip (i % 2 == 0 ? "7zip" : "zip", octets, NULL);
      g_assert_cmpint (kp_private_key_find (archive), ==, KP_PRIVATE_KEY_NONE);
    }
}

/* What 7-Zip and RAR write where the list of files is encrypted too (7z a -mhe=on, rar a
 * -hp): no file is seen in them. */
static const guint8 seven_zip[] = {
  0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0x00, 0x04, 0x8a, 0x01, 0x18, 0xc2, 0x80, 0x00, 0x00,
  0x00, 0x00, 0x00, 0x00, 0x00, 0x2e, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0xe9, 0xaa,
  0xa5, 0x5f, 0xa4, 0x83, 0xcc, 0xe9, 0x4b, 0x28, 0xb2, 0x3c, 0xb3, 0x4d, 0xcf, 0x7c, 0x25,
  0x44, 0x3d, 0x39, 0xe0, 0xd4, 0xd7, 0x93, 0x7c, 0x9a, 0x65, 0x23, 0x54, 0xda, 0x6e, 0x4e,
  0xc0, 0xfb, 0x68, 0xf9, 0xae, 0x0a, 0x65, 0xc4, 0xb5, 0x7a, 0x10, 0x76, 0x72, 0x1b, 0xfe,
  0x39, 0x20, 0x21, 0x83, 0x86, 0xb2, 0x7f, 0x69, 0xde, 0x6a, 0xc3, 0xb6, 0xf6, 0x66, 0x6b,
  0xd8, 0xb3, 0xde, 0xbf, 0x92, 0x28, 0x8a, 0x0e, 0x20, 0xba, 0x41, 0xb0, 0xf9, 0x4c, 0x50,
  0xdf, 0x65, 0x45, 0x3a, 0x95, 0x61, 0xb7, 0xa9, 0x07, 0x83, 0x81, 0x68, 0xe2, 0x2e, 0x78,
  0x38, 0x36, 0x79, 0xa2, 0xe3, 0x37, 0x45, 0x5f, 0xf9, 0xb2, 0x02, 0x05, 0xf7, 0x06, 0xde,
  0x6b, 0x6a, 0x7c, 0x98, 0xe4, 0xd9, 0xa2, 0xb9, 0x84, 0xb1, 0x6c, 0x01, 0xfb, 0x83, 0x0c,
  0x12, 0xf2, 0x8c, 0xf5, 0x72, 0x17, 0x3a, 0x61, 0x9e, 0xf4, 0x17, 0x06, 0x10, 0x01, 0x09,
  0x70, 0x00, 0x07, 0x0b, 0x01, 0x00, 0x01, 0x24, 0x06, 0xf1, 0x07, 0x01, 0x12, 0x53, 0x0f,
  0x2d, 0x2e, 0x1e, 0x55, 0x08, 0x61, 0x0c, 0x4b, 0x2e, 0x6c, 0x44, 0x58, 0x85, 0x04, 0xaf,
  0x1c, 0x0c, 0x62, 0x0a, 0x01, 0x5a, 0x42, 0x21, 0x74, 0x00, 0x00,
};
static const guint8 rar[] = {
  0x52, 0x61, 0x72, 0x21, 0x1a, 0x07, 0x01, 0x00, 0xf0, 0x77, 0xd8, 0xf1, 0x21, 0x04,
  0x00, 0x00, 0x01, 0x0f, 0xa5, 0x4d, 0xca, 0x18, 0x25, 0x30, 0xbb, 0x1d, 0x6d, 0x13,
  0x2c, 0xde, 0xd6, 0x23, 0x7b, 0x2e, 0xd9, 0x1e, 0x3f, 0x72, 0x1f, 0xcb, 0x19, 0x71,
  0x17, 0x44, 0x94, 0xd6, 0x49, 0x3c, 0x9d, 0x5c, 0x34, 0x60, 0xbe, 0x31, 0x20, 0x1e,
  0x69, 0xfe, 0xda, 0xa0, 0xee, 0xe8, 0xb9, 0x99, 0x7f, 0x5c, 0x7c, 0x29, 0x99, 0xfd,
  0xaf, 0xe5, 0x93, 0x25, 0x3c, 0xd6, 0x54, 0xaf, 0x4d, 0xfa, 0xd7, 0x14, 0x27, 0xa0,
  0xae, 0xb3, 0xfe, 0xe9, 0x23, 0x2f, 0x8a, 0xf2, 0x21, 0x1f, 0x9e, 0xe4, 0x91, 0xc5,
  0xb1, 0x0b, 0xec, 0xb5, 0x56, 0x3b, 0xfc, 0x1e, 0x6f, 0x93, 0x42, 0x7e, 0xcb, 0xc8,
  0xfe, 0x29, 0x55, 0xe5, 0xcd, 0x8e, 0x46, 0xdc, 0x8e, 0xd4, 0xb7, 0xc2, 0x76, 0x4d,
};

static void
test_hidden_list (void)
{
  g_autoptr (GBytes) first = g_bytes_new_static (seven_zip, sizeof seven_zip);
  g_autoptr (GBytes) second = g_bytes_new_static (rar, sizeof rar);
  g_autofree char *text = g_base64_encode (seven_zip, sizeof seven_zip);

  g_assert_cmpint (kp_private_key_find (first), ==, KP_PRIVATE_KEY_HIDDEN);
  g_assert_cmpint (kp_private_key_find (second), ==, KP_PRIVATE_KEY_HIDDEN);
  g_assert_cmpint (kp_private_key_find_in_text (text), ==, KP_PRIVATE_KEY_HIDDEN);
}

static void
test_hidden (void)
{
  g_autoptr (GBytes) text = g_bytes_new_static ("nothing", 7);
  g_autoptr (GBytes) locked = key_form_zip ("zip", text, "secret");
  g_autoptr (GBytes) deep = g_bytes_ref (text);

  g_assert_cmpint (kp_private_key_find (locked), ==, KP_PRIVATE_KEY_HIDDEN);
  for (guint i = 0; i < 12; i++)
    {
      GBytes *outer = key_form_zip ("zip", deep, NULL);

      g_bytes_unref (deep);
      deep = outer;
    }
  g_assert_cmpint (kp_private_key_find (deep), ==, KP_PRIVATE_KEY_HIDDEN);
}

/* What is found beside something that can't be looked into is still found. */
static void
test_found_beside_hidden (void)
{
  g_autoptr (GPtrArray) forms = get_forms ();
  const KeyForm *form = g_ptr_array_index (forms, 0);
  g_autoptr (GBytes) locked = key_form_zip ("zip", form->octets, "secret");
  g_autoptr (GByteArray) both = g_byte_array_new ();
  g_autoptr (GBytes) octets = NULL;

  g_byte_array_append (both, g_bytes_get_data (locked, NULL),
                       (guint) g_bytes_get_size (locked));
  g_byte_array_append (both, g_bytes_get_data (form->octets, NULL),
                       (guint) g_bytes_get_size (form->octets));
  octets = g_bytes_new (both->data, both->len);
  g_assert_true (is_key (kp_private_key_find (octets)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/private-key-finder/forms", test_every_form_in_every_wrapping);
  g_test_add_func ("/private-key-finder/text", test_text);
  g_test_add_func ("/private-key-finder/certificates", test_certificates);
  g_test_add_func ("/private-key-finder/prose", test_prose);
  g_test_add_func ("/private-key-finder/noise", test_noise);
  /* 32 MiB are unpacked: no time for that under valgrind. */
  if (!is_watched ())
    g_test_add_func ("/private-key-finder/bomb", test_bomb);
  g_test_add_func ("/private-key-finder/chance", test_chance);
  g_test_add_func ("/private-key-finder/hidden", test_hidden);
  g_test_add_func ("/private-key-finder/hidden-list", test_hidden_list);
  g_test_add_func ("/private-key-finder/found-beside-hidden", test_found_beside_hidden);
  return g_test_run ();
}
