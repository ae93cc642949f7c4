/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * KpOffering:
 * @files: (nullable) (element-type GFile): dropped or copied in a file manager
 * @text: (nullable): instead; wiped with its last reference, as there may be a private key
 * in it
 *
 * What somebody drops or pastes. An owned value.
 */
typedef struct
{
  GPtrArray *files;
  GBytes *text;
} KpOffering;

/** kp_offering_free: Frees @self; %NULL is fine. */
void kp_offering_free (KpOffering *self);
/** kp_offering_new: @value: what a drop target of kp_offering_make_target() was given.
 * Returns: (transfer full) (nullable): what it is; %NULL for nothing */
KpOffering *kp_offering_new (const GValue *value);
/** kp_offering_make_target: Returns: (transfer full): a drop target for files and text;
 * signal "drop" */
GtkDropTarget *kp_offering_make_target (void);
/** kp_offering_paste_async: Reads the clipboard of @widget: files where there are any, as a
 * file manager copies their names as text as well. */
void kp_offering_paste_async (GtkWidget *widget, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer data);
/** kp_offering_paste_finish: Returns: (transfer full) (nullable): what lay there; %NULL for
 * neither */
KpOffering *kp_offering_paste_finish (GAsyncResult *result);
/** kp_offering_read_async: Reads @file, and what has more than @max octets not to its end.
 * The source is @file. */
void kp_offering_read_async (GFile *file, gsize max, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer data);
/** kp_offering_read_finish: Returns: (transfer full) (nullable): what is in it, more than
 * the limit where it is larger, wiped as @text is; #GIOError */
GBytes *kp_offering_read_finish (GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpOffering, kp_offering_free)

G_END_DECLS
