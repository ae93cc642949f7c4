/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/exchange/order-list.h"

#include <archive.h>
#include <archive_entry.h>
#include <glib/gi18n.h>
#include <string.h>

#include "core/certificate/csr-maker.h"
#include "core/exchange/csv.h"

typedef struct archive Archive;
typedef struct archive_entry ArchiveEntry;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Archive, archive_write_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ArchiveEntry, archive_entry_free)

/* Returns: (transfer full) (array zero-terminated=1): the name of each one's file. A site
 * on another port has the same host, and a file must not hide another. */
static char **
make_names (const KpOrder *orders, guint n)
{
  g_autoptr (GHashTable) counts = g_hash_table_new (g_str_hash, g_str_equal);
  char **names = g_new0 (char *, n + 1);

  for (guint i = 0; i < n; i++)
    {
      const char *host = orders[i].host;
      guint count = GPOINTER_TO_UINT (g_hash_table_lookup (counts, host)) + 1;

      g_hash_table_insert (counts, (gpointer) host, GUINT_TO_POINTER (count));
      names[i] = count == 1 ? g_strconcat (host, ".csr", NULL)
                            : g_strdup_printf ("%s-%u.csr", host, count);
    }
  return names;
}

static char *
join_names (const KpCsr *csr)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < csr->names->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "",
                            (const char *) g_ptr_array_index (csr->names, i));
  return g_string_free (text, FALSE);
}

static void
append_order (GString *out, const KpOrder *order, const char *file)
{
  const KpCsr *csr = order->csr;
  g_autofree char *all = join_names (csr);
  /* A wildcard begins like nothing that runs; an organization may begin with anything. */
  g_autofree char *names = kp_csv_guard (all);
  g_autofree char *ca = kp_csv_guard (order->ca != NULL ? order->ca : "");
  g_autofree char *organization =
      kp_csv_guard (kp_subject_get_field (csr->subject, KP_SUBJECT_ORGANIZATION));
  g_autofree char *days = g_strdup_printf ("%u", order->days);
  const char *const fields[] = { order->host,  names, csr->key,    ca,  days,
                                 organization, file,  csr->sha256, NULL };

  kp_csv_append (out, fields);
}

char *
kp_order_list_write_csv (const KpOrder *orders, guint n)
{
  static const char *const heading[] = { "host",     "names",         "key",
                                         "ca",       "validity-days", "organization",
                                         "csr-file", "csr-sha256",    NULL };
  GString *out = g_string_new (NULL);
  g_auto (GStrv) names = NULL;

  g_return_val_if_fail (orders != NULL || n == 0, NULL);

  names = make_names (orders, n);
  kp_csv_append (out, heading);
  for (guint i = 0; i < n; i++)
    append_order (out, &orders[i], names[i]);
  return g_string_free (out, FALSE);
}

static la_ssize_t
take_octets (Archive *archive, void *data, const void *octets, size_t length)
{
  g_byte_array_append (data, octets, (guint) length);
  return (la_ssize_t) length;
}

static gboolean
add_file (Archive *archive, const char *name, const char *text, gint64 now)
{
  g_autoptr (ArchiveEntry) entry = archive_entry_new ();
  gsize length = strlen (text);

  archive_entry_set_pathname (entry, name);
  archive_entry_set_size (entry, (la_int64_t) length);
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_perm (entry, 0644);
  archive_entry_set_mtime (entry, (time_t) now, 0);
  return archive_write_header (archive, entry) == ARCHIVE_OK
         && archive_write_data (archive, text, length) == (la_ssize_t) length;
}

static gboolean
write_files (Archive *archive, GByteArray *octets, const KpOrder *orders, guint n,
             gint64 now)
{
  g_auto (GStrv) names = make_names (orders, n);

  if (archive_write_set_format_zip (archive) != ARCHIVE_OK
      || archive_write_set_bytes_in_last_block (archive, 1) != ARCHIVE_OK
      || archive_write_open (archive, octets, NULL, take_octets, NULL) != ARCHIVE_OK)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *pem = kp_csr_to_pem (orders[i].csr->der);

      if (pem == NULL || !add_file (archive, names[i], pem, now))
        return FALSE;
    }
  return archive_write_close (archive) == ARCHIVE_OK;
}

GBytes *
kp_order_list_write_zip (const KpOrder *orders, guint n, gint64 now, GError **error)
{
  g_autoptr (GByteArray) octets = g_byte_array_new ();
  g_autoptr (Archive) archive = archive_write_new ();

  g_return_val_if_fail (orders != NULL || n == 0, NULL);

  if (write_files (archive, octets, orders, n, now))
    return g_byte_array_free_to_bytes (g_steal_pointer (&octets));
  /* Translators: %s is the reason of a library, in English */
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _ ("The zip was not written: %s"),
               archive_error_string (archive) != NULL ? archive_error_string (archive)
                                                      : "–");
  return NULL;
}
