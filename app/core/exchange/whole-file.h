/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define KP_TYPE_WHOLE_FILE (kp_whole_file_get_type ())
G_DECLARE_FINAL_TYPE (KpWholeFile, kp_whole_file, KP, WHOLE_FILE, GObject)

/**
 * KpWholeFile:
 *
 * A file that is written piece by piece and takes its place at the end: until then another
 * one beside it is written, or, where none can be made, what GIO replaces. One that is let
 * go of before its end leaves nothing. Nothing here waits in the main loop.
 */

/** kp_whole_file_new: Returns: (transfer full): nothing is there yet */
KpWholeFile *kp_whole_file_new (GFile *file);
/** kp_whole_file_open_async: Begins. */
void kp_whole_file_open_async (KpWholeFile *self, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer data);
gboolean kp_whole_file_open_finish (KpWholeFile *self, GAsyncResult *result,
                                    GError **error);
/** kp_whole_file_write_async: Adds @text, all of it, after what was written before. */
void kp_whole_file_write_async (KpWholeFile *self, GBytes *text, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer data);
gboolean kp_whole_file_write_finish (KpWholeFile *self, GAsyncResult *result,
                                     GError **error);
/** kp_whole_file_keep_async: Ends: it takes its place. */
void kp_whole_file_keep_async (KpWholeFile *self, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer data);
gboolean kp_whole_file_keep_finish (KpWholeFile *self, GAsyncResult *result,
                                    GError **error);

G_END_DECLS
