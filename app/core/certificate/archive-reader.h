/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <archive.h>
#include <archive_entry.h>
#include <glib.h>

G_BEGIN_DECLS

/* What the readers of hostile archives share; libarchive does it in this process alone. */

/**
 * KpArchiveMark:
 * @octets: what a kind of archive is known by
 * @length: how many
 * @at: where in the archive they stand
 * @compressed: one stream, perhaps of a tar file
 */
typedef struct
{
  const char *octets;
  gsize length;
  gsize at;
  gboolean compressed;
} KpArchiveMark;

/**
 * KpArchiveEnd:
 * @KP_ARCHIVE_WHOLE: all of it was read
 * @KP_ARCHIVE_TOO_LARGE: there is more than was wanted
 * @KP_ARCHIVE_BROKEN: the rest can't be read
 *
 * How reading a file of an archive ended.
 */
typedef enum
{
  KP_ARCHIVE_WHOLE,
  KP_ARCHIVE_TOO_LARGE,
  KP_ARCHIVE_BROKEN,
} KpArchiveEnd;

/** kp_archive_marks: @n: (out): how many. Returns: (transfer none) (array length=n): the
 * marks of all kinds that are read */
const KpArchiveMark *kp_archive_marks (guint *n);
/** kp_archive_open: @data: stays as long as the archive. Returns: (transfer full)
 * (nullable): the archive that begins there, for archive_read_free() */
struct archive *kp_archive_open (const KpArchiveMark *mark, const guint8 *data,
                                 gsize length);
/** kp_archive_next: @status: (out): what libarchive says, %ARCHIVE_EOF at the end. Returns:
 * (transfer none) (nullable): the next file; %NULL also for what is not compressed at all,
 * with %ARCHIVE_EOF */
struct archive_entry *kp_archive_next (struct archive *archive, int *status);
/** kp_archive_read: @most: octets that are wanted; @end: (out): how it ended. Returns:
 * (transfer full): the octets of @entry, for kp_wiped_octets_free() */
GByteArray *kp_archive_read (struct archive *archive, struct archive_entry *entry,
                             gsize most, KpArchiveEnd *end);
/** kp_archive_can_skip: Returns: whether the next file can be come to without unpacking
 * what is left of this one, which nobody bounds: in a zip file alone */
gboolean kp_archive_can_skip (struct archive *archive);

G_END_DECLS
