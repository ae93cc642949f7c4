/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "certificate/key-forms.h"

#include <archive.h>
#include <archive_entry.h>
#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/pkcs12.h>
#include <gnutls/x509.h>
#include <string.h>

#include "patience.h"

static void
free_form (KeyForm *form)
{
  g_free (form->name);
  g_bytes_unref (form->octets);
  g_free (form);
}

static void
add (GPtrArray *forms, const char *name, gconstpointer octets, gsize length)
{
  KeyForm *form = g_new0 (KeyForm, 1);

  form->name = g_strdup (name);
  form->octets = g_bytes_new (octets, length);
  g_ptr_array_add (forms, form);
}

static void
add_datum (GPtrArray *forms, const char *kind, const char *form, gnutls_datum_t *datum)
{
  g_autofree char *name = g_strconcat (kind, " ", form, NULL);

  add (forms, name, datum->data, datum->size);
  gnutls_free (datum->data);
  datum->data = NULL;
}

static void
add_store (GPtrArray *forms, const char *kind, gnutls_x509_privkey_t key)
{
  gnutls_pkcs12_t store = NULL;
  gnutls_pkcs12_bag_t bag = NULL;
  gnutls_datum_t octets = { NULL, 0 };

  g_assert_cmpint (gnutls_pkcs12_init (&store), ==, 0);
  g_assert_cmpint (gnutls_pkcs12_bag_init (&bag), ==, 0);
  g_assert_cmpint (gnutls_x509_privkey_export2_pkcs8 (key, GNUTLS_X509_FMT_DER, "secret",
                                                      GNUTLS_PKCS_PBES2_AES_256, &octets),
                   ==, 0);
  g_assert_cmpint (
      gnutls_pkcs12_bag_set_data (bag, GNUTLS_BAG_PKCS8_ENCRYPTED_KEY, &octets), >=, 0);
  gnutls_free (octets.data);
  g_assert_cmpint (gnutls_pkcs12_set_bag (store, bag), ==, 0);
  g_assert_cmpint (gnutls_pkcs12_generate_mac (store, "secret"), ==, 0);
  g_assert_cmpint (gnutls_pkcs12_export2 (store, GNUTLS_X509_FMT_DER, &octets), ==, 0);
  add_datum (forms, kind, "PKCS #12", &octets);
  gnutls_pkcs12_bag_deinit (bag);
  gnutls_pkcs12_deinit (store);
}

/* GnuTLS derives a key of 600,000 rounds for each, a second, and too long under valgrind,
 * where what it writes is no other octets to the finder than any: which algorithm is inside
 * does not show. */
static gboolean
is_encrypted_too (gnutls_pk_algorithm_t algorithm)
{
  return algorithm == GNUTLS_PK_RSA && !is_watched ();
}

static void
add_gnutls (GPtrArray *forms, const char *kind, gnutls_pk_algorithm_t algorithm,
            unsigned int bits)
{
  static const gnutls_x509_crt_fmt_t formats[] = { GNUTLS_X509_FMT_PEM,
                                                   GNUTLS_X509_FMT_DER };
  static const char *const labels[2][3] = {
    { "PEM", "PKCS #8 PEM", "encrypted PKCS #8 PEM" },
    { "DER", "PKCS #8 DER", "encrypted PKCS #8 DER" },
  };
  gnutls_x509_privkey_t key = NULL;

  g_assert_cmpint (gnutls_x509_privkey_init (&key), ==, 0);
  g_assert_cmpint (gnutls_x509_privkey_generate (key, algorithm, bits, 0), ==, 0);
  for (guint i = 0; i < 2; i++)
    {
      gnutls_datum_t octets = { NULL, 0 };

      g_assert_cmpint (gnutls_x509_privkey_export2 (key, formats[i], &octets), ==, 0);
      add_datum (forms, kind, labels[i][0], &octets);
      g_assert_cmpint (gnutls_x509_privkey_export2_pkcs8 (key, formats[i], NULL,
                                                          GNUTLS_PKCS_PLAIN, &octets),
                       ==, 0);
      add_datum (forms, kind, labels[i][1], &octets);
      if (!is_encrypted_too (algorithm))
        continue;
      g_assert_cmpint (gnutls_x509_privkey_export2_pkcs8 (key, formats[i], "secret",
                                                          i == 0 ? GNUTLS_PKCS_PBES2_AES_256
                                                                 : GNUTLS_PKCS_PKCS12_3DES,
                                                          &octets),
                       ==, 0);
      add_datum (forms, kind, labels[i][2], &octets);
    }
  if (is_encrypted_too (algorithm))
    add_store (forms, kind, key);
  gnutls_x509_privkey_deinit (key);
}

static char *
make_body (gsize length)
{
  g_autofree guint8 *octets = g_malloc (length);
  g_autofree char *text = NULL;
  GString *lines = g_string_new (NULL);

  g_assert_cmpint (gnutls_rnd (GNUTLS_RND_NONCE, octets, length), ==, 0);
  text = g_base64_encode (octets, length);
  for (gsize i = 0; i < strlen (text); i += 64)
    g_string_append_printf (lines, "%.64s\n", text + i);
  return g_string_free (lines, FALSE);
}

/* Forms that GnuTLS does not write: as their programs do, with random octets inside. */
static void
add_written (GPtrArray *forms)
{
  static const char *const marks[][3] = {
    { "encrypted RSA PEM", "RSA ",
      "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00FF\n\n" },
    { "OpenSSH", "OPENSSH ", "" },
    { "any label", "SOME NEW ", "" },
  };
  g_autofree char *body = make_body (400);
  g_autofree char *putty =
      g_strconcat ("PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\n"
                   "Public-Lines: 2\n",
                   body, "Private-Lines: 1\n", body, NULL);
  g_autofree char *armour =
      g_strdup_printf ("-----BEGIN PGP %s BLOCK-----\nVersion: GnuPG v2\n\n%s=abcd\n"
                       "-----END PGP %s BLOCK-----\n",
                       "PRIVATE KEY", body, "PRIVATE KEY");
  g_autofree char *ssh2 =
      g_strdup_printf ("---- BEGIN SSH2 ENCRYPTED %s ----\nComment: \"me: key\"\n%s"
                       "---- END SSH2 ENCRYPTED %s ----\n",
                       "PRIVATE KEY", body, "PRIVATE KEY");
  g_autofree char *secret = g_base64_encode ((const guchar *) body, 32);
  g_autofree char *web = g_strdup_printf ("{\"kty\":\"EC\",\"crv\":\"P-256\",\"d\": \"%s\","
                                          "\"x\":\"abc\",\"y\":\"def\"}",
                                          secret);

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      g_autofree char *text =
          g_strdup_printf ("-----BEGIN %s%s-----\n%s%s-----END %s%s-----\n", marks[i][1],
                           "PRIVATE KEY", marks[i][2], body, marks[i][1], "PRIVATE KEY");

      add (forms, marks[i][0], text, strlen (text));
    }
  add (forms, "PuTTY", putty, strlen (putty));
  add (forms, "OpenPGP armour", armour, strlen (armour));
  add (forms, "SSH2", ssh2, strlen (ssh2));
  add (forms, "JWK", web, strlen (web));
}

static void
add_binary (GPtrArray *forms)
{
  guint8 octets[200];

  g_assert_cmpint (gnutls_rnd (GNUTLS_RND_NONCE, octets, sizeof octets), ==, 0);
  memcpy (octets, "openssh-key-v1", 15);
  add (forms, "OpenSSH octets", octets, sizeof octets);
  memcpy (octets, "\xc5\xc0\x06\x04\x5f\x00\x00\x00\x16\x09\x2b\x06", 12);
  add (forms, "OpenPGP octets", octets, sizeof octets);
  memcpy (octets, "\x95\x00\xc5\x04\x5f\x00\x00\x00\x01\x08\x00\xc3", 12);
  add (forms, "old OpenPGP octets", octets, sizeof octets);
  memcpy (octets, "\xfe\xed\xfe\xed\x00\x00\x00\x02\x00\x00\x00\x01", 12);
  add (forms, "Java keystore", octets, sizeof octets);
  /* PKCS #12 with lengths left open, as Java and NSS write it. */
  memcpy (octets,
          "\x30\x80\x02\x01\x03\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01", 18);
  add (forms, "open PKCS #12", octets, sizeof octets);
}

GPtrArray *
key_forms_new (void)
{
  GPtrArray *forms = g_ptr_array_new_with_free_func ((GDestroyNotify) free_form);

  add_gnutls (forms, "P-256", GNUTLS_PK_ECDSA,
              GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1));
  add_gnutls (forms, "P-521", GNUTLS_PK_ECDSA,
              GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP521R1));
  add_gnutls (forms, "RSA", GNUTLS_PK_RSA, 2048);
  /* The primes of DSA take minutes under valgrind. */
  if (patience () == 1)
    add_gnutls (forms, "DSA", GNUTLS_PK_DSA, 1024);
  add_gnutls (forms, "Ed25519", GNUTLS_PK_EDDSA_ED25519,
              GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_ED25519));
  add_written (forms);
  add_binary (forms);
  return forms;
}

static la_ssize_t
on_write (struct archive *archive, void *data, const void *octets, size_t length)
{
  g_byte_array_append (data, octets, (guint) length);
  return (la_ssize_t) length;
}

static void
set_kind (struct archive *archive, const char *kind)
{
  if (g_str_equal (kind, "zip"))
    archive_write_set_format_zip (archive);
  else if (g_str_equal (kind, "7zip"))
    archive_write_set_format_7zip (archive);
  else if (g_str_equal (kind, "gz"))
    archive_write_set_format_raw (archive);
  else
    archive_write_set_format_pax_restricted (archive);
  if (g_str_has_suffix (kind, "gz"))
    archive_write_add_filter_gzip (archive);
}

GBytes *
key_form_zip (const char *kind, GBytes *octets, const char *passphrase)
{
  GByteArray *sink = g_byte_array_new ();
  struct archive *archive = archive_write_new ();
  struct archive_entry *entry = archive_entry_new ();
  gsize length = 0;
  gconstpointer data = g_bytes_get_data (octets, &length);

  set_kind (archive, kind);
  if (passphrase != NULL)
    {
      g_assert_cmpint (archive_write_set_options (archive, "zip:encryption=aes256"), ==,
                       ARCHIVE_OK);
      g_assert_cmpint (archive_write_set_passphrase (archive, passphrase), ==, ARCHIVE_OK);
    }
  archive_write_set_bytes_in_last_block (archive, 1);
  g_assert_cmpint (archive_write_open (archive, sink, NULL, on_write, NULL), ==,
                   ARCHIVE_OK);
  archive_entry_set_pathname (entry, "folder/file");
  archive_entry_set_size (entry, (la_int64_t) length);
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_perm (entry, 0600);
  g_assert_cmpint (archive_write_header (archive, entry), ==, ARCHIVE_OK);
  g_assert_cmpint (archive_write_data (archive, data, length), ==, (la_ssize_t) length);
  archive_entry_free (entry);
  g_assert_cmpint (archive_write_close (archive), ==, ARCHIVE_OK);
  archive_write_free (archive);
  return g_byte_array_free_to_bytes (sink);
}
