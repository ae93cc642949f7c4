/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * What people are told of a file that could not be read or written. GIO names its whole
 * path, in a sentence that says nothing of what to do.
 */

/** kp_file_words_name: Returns: (transfer full): what @file is called, without its folder:
 * on one line and not longer than a sentence can repeat */
char *kp_file_words_name (GFile *file);
/** kp_file_words_unread: @error: of GIO, or with a sentence of ours. Returns: (transfer
 * full): that @file could not be read, why, and what to do */
char *kp_file_words_unread (GFile *file, const GError *error);
/** kp_file_words_unsaved: @error: of GIO, or with a sentence of ours. Returns: (transfer
 * full): that @file was not saved, why, and what to do */
char *kp_file_words_unsaved (GFile *file, const GError *error);

G_END_DECLS
