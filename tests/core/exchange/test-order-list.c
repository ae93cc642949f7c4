/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/exchange/order-list.h"

#include <archive.h>
#include <archive_entry.h>
#include <string.h>

#include "core/certificate/csr-maker.h"
#include "core/exchange/csv.h"

#include "certificate/program.h"

static KpKey *key;

static KpCsr *
make_csr (const char *names, const char *organization)
{
  g_auto (GStrv) texts = g_strsplit (names, " ", -1);
  g_autoptr (KpSubject) subject = kp_subject_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) der = NULL;
  KpCsr *csr;

  kp_subject_set_field (subject, KP_SUBJECT_COUNTRY, "NO");
  kp_subject_set_field (subject, KP_SUBJECT_ORGANIZATION, organization);
  der = kp_csr_make (key, (const char *const *) texts, subject, FALSE, &error);
  g_assert_no_error (error);
  csr = kp_csr_new_from_der (der, &error);
  g_assert_no_error (error);
  return csr;
}

static void
test_csv (void)
{
  g_autoptr (KpCsr) one = make_csr ("my.globe.example www.globe.example", "Globe, \"Ltd\"");
  g_autoptr (KpCsr) two = make_csr ("my.lake.example", "=1+1");
  const KpOrder orders[] = {
    { .host = "my.globe.example", .csr = one, .ca = "Example CA", .days = 200 },
    { .host = "my.lake.example", .csr = two, .days = 100 },
    { .host = "my.lake.example", .csr = two, .days = 100 },
  };
  static const char *const cells[][7] = {
    { "host", "names", "key", "ca", "validity-days", "organization", "csr-file" },
    { "my.globe.example", "my.globe.example www.globe.example", "ECDSA P-256", "Example CA",
      "200", "Globe, \"Ltd\"", "my.globe.example.csr" },
    { "my.lake.example", "my.lake.example", "ECDSA P-256", "", "100", "=1+1",
      "my.lake.example.csr" },
    { "my.lake.example", "my.lake.example", "ECDSA P-256", "", "100", "=1+1",
      "my.lake.example-2.csr" },
  };
  g_autofree char *text = kp_order_list_write_csv (orders, G_N_ELEMENTS (orders));
  g_autoptr (GBytes) octets = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = kp_csv_parse (octets, 0, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, G_N_ELEMENTS (cells));
  for (guint i = 0; i < rows->len; i++)
    {
      const KpCsvRow *row = g_ptr_array_index (rows, i);

      g_assert_cmpuint (g_strv_length (row->fields), ==, 8);
      for (guint j = 0; j < 7; j++)
        {
          /* A spreadsheet runs nothing of it. */
          g_assert_cmpint (row->fields[j][0], !=, '=');
          g_assert_cmpstr (kp_csv_unguard (row->fields[j]), ==, cells[i][j]);
        }
      g_assert_cmpstr (row->fields[7], ==,
                       i == 0 ? "csr-sha256" : orders[i - 1].csr->sha256);
    }
}

/* Returns: (transfer full): what stands in the file @name of the zip, %NULL for none */
static char *
unpack (GBytes *zip, const char *name, guint *n_files)
{
  struct archive *archive = archive_read_new ();
  struct archive_entry *entry;
  char *found = NULL;
  gsize length;
  gconstpointer data = g_bytes_get_data (zip, &length);

  archive_read_support_format_zip (archive);
  g_assert_cmpint (archive_read_open_memory (archive, data, length), ==, ARCHIVE_OK);
  *n_files = 0;
  while (archive_read_next_header (archive, &entry) == ARCHIVE_OK)
    {
      gsize size = (gsize) archive_entry_size (entry);

      ++*n_files;
      if (!g_str_equal (archive_entry_pathname (entry), name))
        continue;
      g_assert_null (found);
      found = g_malloc0 (size + 1);
      g_assert_cmpint (archive_read_data (archive, found, size), ==, (la_ssize_t) size);
    }
  archive_read_free (archive);
  return found;
}

static void
test_zip (void)
{
  g_autoptr (KpCsr) one = make_csr ("my.globe.example", "Globe");
  g_autoptr (KpCsr) two = make_csr ("my.lake.example", "Lake");
  g_autoptr (KpCsr) three = make_csr ("my.lake.example", "Lake 2");
  const KpOrder orders[] = {
    { .host = "my.globe.example", .csr = one },
    { .host = "my.lake.example", .csr = two },
    { .host = "my.lake.example", .csr = three },
  };
  static const char *const names[] = { "my.globe.example.csr", "my.lake.example.csr",
                                       "my.lake.example-2.csr" };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) zip = kp_order_list_write_zip (orders, 3, 1800000000, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < 3; i++)
    {
      guint n_files;
      g_autofree char *text = unpack (zip, names[i], &n_files);
      g_autofree char *pem = kp_csr_to_pem (orders[i].csr->der);

      g_assert_cmpuint (n_files, ==, 3);
      g_assert_cmpstr (text, ==, pem);
      g_assert_true (g_str_has_prefix (text, "-----BEGIN CERTIFICATE REQUEST-----\n"));
    }
}

/* Nothing to buy makes a table with a heading and a zip without files. */
static void
test_empty (void)
{
  g_autofree char *text = kp_order_list_write_csv (NULL, 0);
  g_autoptr (GBytes) zip = kp_order_list_write_zip (NULL, 0, 0, NULL);
  guint n_files;

  g_assert_true (g_str_has_suffix (text, "csr-sha256\r\n"));
  g_assert_nonnull (zip);
  g_assert_null (unpack (zip, "x", &n_files));
  g_assert_cmpuint (n_files, ==, 0);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  key = program_make_key (KP_KEY_ECDSA_P256);

  g_test_add_func ("/order-list/csv", test_csv);
  g_test_add_func ("/order-list/zip", test_zip);
  g_test_add_func ("/order-list/empty", test_empty);

  status = g_test_run ();
  kp_key_free (key);
  return status;
}
