/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define KP_TYPE_ROOT_ROW (kp_root_row_get_type ())
G_DECLARE_FINAL_TYPE (KpRootRow, kp_root_row, KP, ROOT_ROW, AdwPreferencesRow)

/**
 * KpRootRow:
 *
 * A row with one root certificate: whose it is, until when, and its fingerprint. It is
 * removed by its menu or Delete: the signal "remove" asks for it.
 */

/** kp_root_row_new: @root: DER of a certificate; @now: Unix seconds; @writes: whether it
 * can be removed. Returns: (transfer floating): its row */
GtkWidget *kp_root_row_new (GBytes *root, gint64 now, gboolean writes);
/** kp_root_row_get_root: Returns: (transfer none): its certificate */
GBytes *kp_root_row_get_root (KpRootRow *self);
/** kp_root_row_get_name: Returns: (transfer none): how people call it */
const char *kp_root_row_get_name (KpRootRow *self);
/** kp_root_row_set_place: Tells where in the list it stands. */
void kp_root_row_set_place (KpRootRow *self, guint place);
/** kp_root_row_get_place: Returns: that place */
guint kp_root_row_get_place (KpRootRow *self);

G_END_DECLS
