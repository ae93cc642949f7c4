/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "certificate/document-world.h"
#include "certificate/key-forms.h"
#include "certificate/program.h"

#include <archive.h>
#include <archive_entry.h>
#include <gnutls/pkcs12.h>
#include <gnutls/pkcs7.h>
#include <string.h>

static GBytes *
make_pkcs7 (gnutls_x509_crt_fmt_t format)
{
  gnutls_pkcs7_t pkcs7 = NULL;
  gnutls_datum_t octets = { NULL, 0 };
  GBytes *bytes;

  g_assert_cmpint (gnutls_pkcs7_init (&pkcs7), ==, 0);
  g_assert_cmpint (gnutls_pkcs7_set_crt (pkcs7, world.leaf->crt), ==, 0);
  g_assert_cmpint (gnutls_pkcs7_set_crt (pkcs7, world.ca->crt), ==, 0);
  g_assert_cmpint (gnutls_pkcs7_export2 (pkcs7, format, &octets), ==, 0);
  bytes = g_bytes_new (octets.data, octets.size);
  gnutls_free (octets.data);
  gnutls_pkcs7_deinit (pkcs7);
  return bytes;
}

static GBytes *
pkcs7_der (void)
{
  return make_pkcs7 (GNUTLS_X509_FMT_DER);
}

static GBytes *
pkcs7_relabelled (const char *to)
{
  g_autoptr (GBytes) octets = make_pkcs7 (GNUTLS_X509_FMT_PEM);
  g_autofree char *text =
      g_strndup (g_bytes_get_data (octets, NULL), g_bytes_get_size (octets));

  return world_take_text (world_label (text, "PKCS7", to));
}

static GBytes *
pkcs7_pem (void)
{
  return pkcs7_relabelled ("PKCS7");
}

static GBytes *
pkcs7_signed_data (void)
{
  return pkcs7_relabelled ("PKCS #7 SIGNED DATA");
}

static GBytes *
pkcs7_cms (void)
{
  return pkcs7_relabelled ("CMS");
}

static GBytes *
pkcs7_as_certificate (void)
{
  return pkcs7_relabelled ("CERTIFICATE");
}

static GBytes *
pkcs7_base64 (void)
{
  g_autoptr (GBytes) octets = make_pkcs7 (GNUTLS_X509_FMT_DER);

  return world_take_text (world_base64 (octets, 76));
}

/* Runs OpenSSL on the certificates, which writes a file. */
static GBytes *
run_openssl (const char *command, const char *password, gboolean with_key)
{
  g_autofree char *key = with_key ? mint_key_to_pem (world.leaf) : g_strdup ("");
  g_autofree char *text = g_strconcat (world.leaf_pem, world.ca_pem, key, NULL);
  g_autofree char *in = program_write_file ("in.pem", text, strlen (text));
  g_autofree char *out = program_write_file ("out", "", 0);
  g_autofree char *pass = g_strconcat ("pass:", password, NULL);
  g_autofree char *said = NULL;
  char *octets = NULL;
  gsize length = 0;

  if (g_str_equal (command, "pkcs12"))
    said = program_run ("openssl", "pkcs12", "-export", with_key ? "-keypbe" : "-nokeys",
                        with_key ? "AES-256-CBC" : "-descert", "-in", in, "-out", out,
                        "-passout", pass, NULL);
  else
    said = program_run ("openssl", "smime", "-sign", "-nodetach", "-stream", "-outform",
                        "DER", "-signer", in, "-in", in, "-out", out, NULL);
  g_assert_nonnull (said);
  g_assert_true (g_file_get_contents (out, &octets, &length, NULL));
  return g_bytes_new_take (octets, length);
}

static GBytes *
pkcs12_empty_password (void)
{
  return run_openssl ("pkcs12", "", FALSE);
}

static GBytes *
pkcs12_password (void)
{
  return run_openssl ("pkcs12", "secret", FALSE);
}

static GBytes *
pkcs12_key (void)
{
  return run_openssl ("pkcs12", "secret", TRUE);
}

static GBytes *
make_pkcs12 (gnutls_pkcs12_bag_type_t type)
{
  gnutls_pkcs12_t pkcs12 = NULL;
  gnutls_pkcs12_bag_t bag = NULL;
  gnutls_datum_t octets = { NULL, 0 };
  GBytes *bytes;

  g_assert_cmpint (gnutls_pkcs12_init (&pkcs12), ==, 0);
  g_assert_cmpint (gnutls_pkcs12_bag_init (&bag), ==, 0);
  g_assert_cmpint (gnutls_pkcs12_bag_set_crt (bag, world.leaf->crt), >=, 0);
  g_assert_cmpint (gnutls_pkcs12_bag_set_crt (bag, world.ca->crt), >=, 0);
  if (type == GNUTLS_BAG_PKCS8_KEY)
    g_assert_cmpint (
        gnutls_pkcs12_bag_set_privkey (bag, world.leaf->privkey, NULL, GNUTLS_PKCS_PLAIN),
        >=, 0);
  g_assert_cmpint (gnutls_pkcs12_set_bag (pkcs12, bag), ==, 0);
  g_assert_cmpint (gnutls_pkcs12_generate_mac (pkcs12, ""), ==, 0);
  g_assert_cmpint (gnutls_pkcs12_export2 (pkcs12, GNUTLS_X509_FMT_DER, &octets), ==, 0);
  bytes = g_bytes_new (octets.data, octets.size);
  gnutls_free (octets.data);
  gnutls_pkcs12_bag_deinit (bag);
  gnutls_pkcs12_deinit (pkcs12);
  return bytes;
}

static GBytes *
pkcs12_open (void)
{
  return make_pkcs12 (GNUTLS_BAG_CERTIFICATE);
}

static GBytes *
pkcs12_base64 (void)
{
  g_autoptr (GBytes) octets = pkcs12_open ();

  return world_take_text (world_base64 (octets, 64));
}

static GBytes *
pkcs12_open_key (void)
{
  return make_pkcs12 (GNUTLS_BAG_PKCS8_KEY);
}

/* BER, with the certificates of who signed and what was signed within. */
static GBytes *
pkcs7_signed (void)
{
  return run_openssl ("smime", "", TRUE);
}

/* @names: of the files; one that ends with .csr holds the request, with .txt nothing,
 * others the leaf */
static GBytes *
make_zip (const char *const *names)
{
  struct archive *archive = archive_write_new ();
  GByteArray *sink = g_byte_array_sized_new (256 * 1024);
  gsize used = 0;

  archive_write_set_format_zip (archive);
  g_byte_array_set_size (sink, 256 * 1024);
  g_assert_cmpint (archive_write_open_memory (archive, sink->data, sink->len, &used), ==,
                   ARCHIVE_OK);
  for (guint i = 0; names[i] != NULL; i++)
    {
      struct archive_entry *entry = archive_entry_new ();
      GBytes *octets =
          g_str_has_suffix (names[i], ".csr") ? world.request : world.leaf->der;
      gsize length = g_str_has_suffix (names[i], ".txt") ? 0 : g_bytes_get_size (octets);

      archive_entry_set_pathname (entry, names[i]);
      archive_entry_set_size (entry, (la_int64_t) length);
      archive_entry_set_filetype (entry, AE_IFREG);
      g_assert_cmpint (archive_write_header (archive, entry), ==, ARCHIVE_OK);
      g_assert_cmpint (
          archive_write_data (archive, g_bytes_get_data (octets, NULL), length), ==,
          (la_ssize_t) length);
      archive_entry_free (entry);
    }
  g_assert_cmpint (archive_write_close (archive), ==, ARCHIVE_OK);
  archive_write_free (archive);
  g_byte_array_set_size (sink, (guint) used);
  return g_byte_array_free_to_bytes (sink);
}

static GBytes *
pack (const char *kind, const char *passphrase)
{
  g_autoptr (GBytes) text = g_bytes_new (world.leaf_pem, strlen (world.leaf_pem));

  return key_form_zip (kind, text, passphrase);
}

static GBytes *
zip (void)
{
  return pack ("zip", NULL);
}

static GBytes *
tar (void)
{
  return pack ("tar", NULL);
}

static GBytes *
tar_gz (void)
{
  return pack ("tar.gz", NULL);
}

/* What follows a file that is too large could only be come to by unpacking all of it. */
static GBytes *
tar_gz_behind (void)
{
  const gsize many = 2 * KP_DOCUMENT_MAX_UNPACKED;
  g_autofree char *zeros = g_malloc0 (many);
  g_autoptr (GByteArray) sink = g_byte_array_new ();
  struct archive *archive = archive_write_new ();
  size_t used = 0;

  g_byte_array_set_size (sink, 1024 * 1024);
  archive_write_add_filter_gzip (archive);
  archive_write_set_format_ustar (archive);
  g_assert_cmpint (archive_write_open_memory (archive, sink->data, sink->len, &used), ==,
                   ARCHIVE_OK);
  for (guint i = 0; i < 2; i++)
    {
      gsize length = i == 0 ? many : strlen (world.leaf_pem);
      struct archive_entry *entry = archive_entry_new ();

      archive_entry_set_pathname (entry, i == 0 ? "zeros" : "leaf.pem");
      archive_entry_set_filetype (entry, AE_IFREG);
      archive_entry_set_size (entry, (la_int64_t) length);
      g_assert_cmpint (archive_write_header (archive, entry), ==, ARCHIVE_OK);
      g_assert_cmpint (
          archive_write_data (archive, i == 0 ? zeros : world.leaf_pem, length), ==,
          (gssize) length);
      archive_entry_free (entry);
    }
  g_assert_cmpint (archive_write_close (archive), ==, ARCHIVE_OK);
  archive_write_free (archive);
  return g_bytes_new (sink->data, used);
}

static GBytes *
gz (void)
{
  return pack ("gz", NULL);
}

static GBytes *
seven_zip (void)
{
  return pack ("7zip", NULL);
}

static GBytes *
zip_pkcs7 (void)
{
  g_autoptr (GBytes) octets = pkcs7_der ();

  return key_form_zip ("zip", octets, NULL);
}

static GBytes *
zip_locked (void)
{
  return pack ("zip", "secret");
}

static GBytes *
zip_twice (void)
{
  g_autoptr (GBytes) inner = tar_gz ();

  return key_form_zip ("zip", inner, NULL);
}

static GBytes *
zip_thrice (void)
{
  g_autoptr (GBytes) inner = zip_twice ();

  return key_form_zip ("zip", inner, NULL);
}

static GBytes *
zip_cut (void)
{
  g_autoptr (GBytes) whole = tar_gz ();

  return g_bytes_new_from_bytes (whole, 0, g_bytes_get_size (whole) - 60);
}

static GBytes *
zip_many (void)
{
  const char *names[KP_DOCUMENT_MAX_ENTRIES + 2] = { "leaf.crt", "folder/my.csr" };

  for (guint i = 2; i < KP_DOCUMENT_MAX_ENTRIES; i++)
    names[i] = "empty.txt";
  names[KP_DOCUMENT_MAX_ENTRIES] = "late.csr";
  return make_zip (names);
}

/* 3 MB of one letter in 3 KB. */
static GBytes *
bomb (void)
{
  g_autoptr (GBytes) letters = world_take_text (g_strnfill (3000000, 'a'));

  return key_form_zip ("gz", letters, NULL);
}

static const DocumentInput inputs[] = {
  { "PKCS #7 DER", pkcs7_der, "cl", "PKCS #7" },
  { "PKCS #7 PEM", pkcs7_pem, "cl", "PKCS #7" },
  { "PKCS #7 SIGNED DATA", pkcs7_signed_data, "cl", "PKCS #7" },
  { "CMS", pkcs7_cms, "cl", "PKCS #7" },
  { "PKCS #7 as CERTIFICATE", pkcs7_as_certificate, "cl", "PKCS #7" },
  { "PKCS #7 base64", pkcs7_base64, "cl", "PKCS #7" },
  { "PKCS #7 with what was signed", pkcs7_signed, "cl", "PKCS #7, PEM", 0,
    KP_PRIVATE_KEY_PEM },
  { "PKCS #12, open", pkcs12_open, "cl", "PKCS #12" },
  { "PKCS #12 base64", pkcs12_base64, "cl", "PKCS #12" },
  { "PKCS #12, empty password", pkcs12_empty_password, "cl", "PKCS #12" },
  { "PKCS #12, password", pkcs12_password, "", "PKCS #12", KP_DOCUMENT_ENCRYPTED },
  { "PKCS #12, key and password", pkcs12_key, "", "PKCS #12", KP_DOCUMENT_ENCRYPTED,
    KP_PRIVATE_KEY_DER_ENCRYPTED },
  { "PKCS #12, open key", pkcs12_open_key, "cl", "PKCS #12", 0, KP_PRIVATE_KEY_DER },
  { "zip", zip, "l", "zip, PEM" },
  { "tar", tar, "l", "tar, PEM" },
  { "tar.gz", tar_gz, "l", "tar, PEM" },
  { "gz", gz, "l", "gzip, PEM" },
  { "7z", seven_zip, "l", "7z, PEM" },
  { "PKCS #7 in a zip", zip_pkcs7, "cl", "zip, PKCS #7" },
  { "zip with a password", zip_locked, "", "zip", KP_DOCUMENT_ENCRYPTED },
  { "tar.gz in a zip", zip_twice, "l", "zip, tar, PEM" },
  { "tar.gz in a zip in a zip", zip_thrice, "", "zip", KP_DOCUMENT_TOO_LARGE },
  { "tar.gz that was cut", zip_cut, "", "", KP_DOCUMENT_DAMAGED },
  { "too many files", zip_many, "lr", "zip, DER", KP_DOCUMENT_TOO_LARGE },
  { "too much in it", bomb, "", "gzip", KP_DOCUMENT_TOO_LARGE },
  { "behind too much", tar_gz_behind, "", "tar", KP_DOCUMENT_TOO_LARGE },
};

static void
test_inputs (void)
{
  world_check (inputs, G_N_ELEMENTS (inputs));
}

/* Where each is from, and what all of it is. */
static void
test_sources (void)
{
  static const char *const names[] = { "leaf.crt", "new\n/my.csr", NULL };
  static const char *const sources[] = { "ca.zip › leaf.crt", "ca.zip › new /my.csr" };
  g_autoptr (KpDocument) document = kp_document_new ();
  g_autoptr (GBytes) octets = make_zip (names);
  g_autofree char *text = NULL;

  kp_document_read (document, octets, "ca.zip");
  g_assert_cmpuint (document->parts->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      const KpDocumentPart *part = g_ptr_array_index (document->parts, i);

      g_assert_cmpstr (part->source, ==, sources[i]);
    }
  text = kp_document_describe (document);
  g_assert_cmpstr (text, ==, "DER in a zip file: 1 certificate and 1 signing request");
}

/* Many small files become too much in all. */
static void
test_unpacked (void)
{
  gsize length = 1000000;
  guint8 *noise = g_malloc (length);
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  g_autoptr (GBytes) octets = NULL;
  g_autoptr (GBytes) archive = NULL;
  g_autoptr (KpDocument) document = kp_document_new ();

  for (gsize i = 0; i < length; i++)
    noise[i] = (guint8) (i % 16 == 0 ? g_rand_int (random) : ' ');
  octets = g_bytes_new_take (noise, length);
  archive = key_form_zip ("gz", octets, NULL);
  g_assert_cmpuint (g_bytes_get_size (archive), >, length / 200);
  for (guint i = 0; i < KP_DOCUMENT_MAX_UNPACKED / length; i++)
    kp_document_read (document, archive, "part.gz");
  g_assert_cmpuint (document->problems, ==, 0);
  kp_document_read (document, archive, "part.gz");
  g_assert_cmpuint (document->problems, ==, KP_DOCUMENT_TOO_LARGE);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  world_make ();
  g_test_add_func ("/document/wrapped/inputs", test_inputs);
  g_test_add_func ("/document/wrapped/sources", test_sources);
  g_test_add_func ("/document/wrapped/unpacked", test_unpacked);
  status = g_test_run ();
  world_free ();
  program_clean_up ();
  return status;
}
