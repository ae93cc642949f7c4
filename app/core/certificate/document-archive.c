/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/certificate/document-private.h"

#include <string.h>

#include "core/certificate/archive-reader.h"
#include "core/certificate/wiped-octets.h"

/* An archive, and one in it. */
#define MAX_ARCHIVES 2
/* Octets that one octet of an archive may become. */
#define MAX_RATIO 200

static const KpArchiveMark *
find_mark (const guint8 *data, gsize length)
{
  guint n;
  const KpArchiveMark *marks = kp_archive_marks (&n);

  for (guint i = 0; i < n; i++)
    if (length >= marks[i].at + marks[i].length
        && memcmp (data + marks[i].at, marks[i].octets, marks[i].length) == 0)
      return &marks[i];
  return NULL;
}

/* Text can begin like some archives, but not with these. */
static gboolean
is_sure (const KpArchiveMark *mark)
{
  for (gsize i = 0; i < mark->length; i++)
    if (!g_ascii_isprint (mark->octets[i]))
      return TRUE;
  return FALSE;
}

static const char *
name_format (struct archive *archive)
{
  switch (archive_format (archive) & ARCHIVE_FORMAT_BASE_MASK)
    {
    case ARCHIVE_FORMAT_ZIP:
      return "zip";
    case ARCHIVE_FORMAT_TAR:
      return "tar";
    case ARCHIVE_FORMAT_7ZIP:
      return "7z";
    case ARCHIVE_FORMAT_RAR:
    case ARCHIVE_FORMAT_RAR_V5:
      return "RAR";
    case ARCHIVE_FORMAT_RAW:
    default:
      return archive_filter_name (archive, 0);
    }
}

/* @left: (inout): octets that may still come out of this archive. Returns: whether what
 * comes after it may be looked at */
static gboolean
read_entry (KpDocumentReader *self, struct archive *archive, struct archive_entry *entry,
            gsize *left, const char *source)
{
  const char *name = archive_entry_pathname_utf8 (entry);
  gsize most = MIN (*left, KP_DOCUMENT_MAX_UNPACKED - self->document->unpacked);
  g_autoptr (GBytes) octets = NULL;
  g_autofree char *inner = NULL;
  KpArchiveEnd end;
  GByteArray *array;

  if (archive_entry_is_encrypted (entry))
    {
      kp_document_reader_add_problem (self, KP_DOCUMENT_ENCRYPTED);
      return kp_archive_can_skip (archive);
    }
  array = kp_archive_read (archive, entry, most, &end);
  octets = kp_wiped_octets_to_bytes (array);
  *left -= MIN (*left, array->len);
  self->document->unpacked += MIN (most, array->len);
  if (end == KP_ARCHIVE_TOO_LARGE)
    {
      kp_document_reader_add_problem (self, KP_DOCUMENT_TOO_LARGE);
      return kp_archive_can_skip (archive);
    }
  if (end == KP_ARCHIVE_BROKEN)
    kp_document_reader_add_problem (self, KP_DOCUMENT_DAMAGED);
  if (name == NULL)
    name = archive_entry_pathname (entry);
  inner = kp_document_source_enter (source, name);
  kp_document_reader_read_octets (self, octets, inner);
  return end != KP_ARCHIVE_BROKEN || kp_archive_can_skip (archive);
}

/* Returns: whether there was anything in it that made it an archive */
static gboolean
read_entries (KpDocumentReader *self, struct archive *archive, gsize length,
              const char *source)
{
  gsize left = length * MAX_RATIO;
  struct archive_entry *entry;
  gboolean any = FALSE;
  int status;

  while ((entry = kp_archive_next (archive, &status)) != NULL)
    {
      any = TRUE;
      kp_document_reader_add_format (self, name_format (archive));
      if (!kp_document_reader_count_entry (self))
        return TRUE;
      if (!read_entry (self, archive, entry, &left, source))
        return TRUE;
    }
  if (archive_read_has_encrypted_entries (archive) > 0)
    kp_document_reader_add_problem (self, KP_DOCUMENT_ENCRYPTED);
  else if (status != ARCHIVE_EOF)
    kp_document_reader_add_problem (self, KP_DOCUMENT_DAMAGED);
  return any || status != ARCHIVE_EOF;
}

gboolean
kp_document_reader_read_archive (KpDocumentReader *self, const guint8 *data, gsize length,
                                 const char *source)
{
  const KpArchiveMark *mark = find_mark (data, length);
  struct archive *archive;
  gboolean any;

  if (mark == NULL)
    return FALSE;
  if (self->archives >= MAX_ARCHIVES)
    {
      kp_document_reader_add_problem (self, KP_DOCUMENT_TOO_LARGE);
      return TRUE;
    }
  archive = kp_archive_open (mark, data, length);
  if (archive == NULL)
    {
      if (is_sure (mark))
        kp_document_reader_add_problem (self, KP_DOCUMENT_DAMAGED);
      return is_sure (mark);
    }
  self->archives++;
  any = read_entries (self, archive, length, source);
  self->archives--;
  archive_read_free (archive);
  return any;
}
