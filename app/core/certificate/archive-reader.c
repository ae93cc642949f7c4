/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/certificate/archive-reader.h"

#include "core/certificate/wiped-octets.h"

#define CHUNK (64 * 1024)

static const KpArchiveMark marks[] = {
  { "PK\3\4", 4, 0, FALSE },
  { "7z\xbc\xaf\x27\x1c", 6, 0, FALSE },
  { "Rar!\x1a\x07", 6, 0, FALSE },
  { "ustar", 5, 257, FALSE },
  { "\x1f\x8b\x08", 3, 0, TRUE },
  { "BZh", 3, 0, TRUE },
  { "\xfd"
    "7zXZ",
    5, 0, TRUE },
  { "\x28\xb5\x2f\xfd", 4, 0, TRUE },
};

const KpArchiveMark *
kp_archive_marks (guint *n)
{
  *n = G_N_ELEMENTS (marks);
  return marks;
}

/* Only what libarchive does in this process: for other compressions it would start
 * programs. */
struct archive *
kp_archive_open (const KpArchiveMark *mark, const guint8 *data, gsize length)
{
  struct archive *archive = archive_read_new ();

  if (mark->compressed)
    {
      archive_read_support_filter_gzip (archive);
      archive_read_support_filter_bzip2 (archive);
      archive_read_support_filter_xz (archive);
      archive_read_support_filter_zstd (archive);
      archive_read_support_format_raw (archive);
    }
  else
    {
      archive_read_support_format_zip (archive);
      archive_read_support_format_7zip (archive);
      archive_read_support_format_rar (archive);
      archive_read_support_format_rar5 (archive);
    }
  archive_read_support_format_tar (archive);
  if (archive_read_open_memory (archive, data, length) == ARCHIVE_OK)
    return archive;
  archive_read_free (archive);
  return NULL;
}

struct archive_entry *
kp_archive_next (struct archive *archive, int *status)
{
  struct archive_entry *entry = NULL;

  *status = archive_read_next_header (archive, &entry);
  if (*status != ARCHIVE_OK && *status != ARCHIVE_WARN)
    return NULL;
  if (archive_format (archive) != ARCHIVE_FORMAT_RAW
      || archive_filter_code (archive, 0) != ARCHIVE_FILTER_NONE)
    return entry;
  *status = ARCHIVE_EOF;
  return NULL;
}

GByteArray *
kp_archive_read (struct archive *archive, struct archive_entry *entry, gsize most,
                 KpArchiveEnd *end)
{
  gsize said = (gsize) MAX (archive_entry_size (entry), 0);
  GByteArray *octets = kp_wiped_octets_new (MIN (said, most) + 2 * CHUNK);
  la_ssize_t n;

  *end = KP_ARCHIVE_WHOLE;
  do
    {
      guint length = octets->len;

      if (length > most)
        {
          *end = KP_ARCHIVE_TOO_LARGE;
          break;
        }
      g_byte_array_set_size (octets, length + CHUNK);
      n = archive_read_data (archive, octets->data + length, CHUNK);
      g_byte_array_set_size (octets, length + (guint) MAX (n, 0));
      if (n < 0)
        *end = KP_ARCHIVE_BROKEN;
    }
  while (n > 0);
  return octets;
}

gboolean
kp_archive_can_skip (struct archive *archive)
{
  return (archive_format (archive) & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_ZIP
         && archive_filter_code (archive, 0) == ARCHIVE_FILTER_NONE;
}
