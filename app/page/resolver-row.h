/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/desk.h"
#include "page/test-line.h"

G_BEGIN_DECLS

#define KP_TYPE_RESOLVER_ROW (kp_resolver_row_get_type ())
G_DECLARE_FINAL_TYPE (KpResolverRow, kp_resolver_row, KP, RESOLVER_ROW, AdwPreferencesRow)

/**
 * KpResolverRow:
 *
 * A row with one resolver, which can be tried here. In a list it is moved by its menu, or
 * Alt+Up and Alt+Down, and removed by its menu or Delete: the signals "move" (int: -1 up, 1
 * down) and "remove" ask for it.
 */

/** kp_resolver_row_new: @url: of a DoH server, or "system". Returns: (transfer floating): a
 * row that stands alone */
GtkWidget *kp_resolver_row_new (KpDesk *desk, const char *url);
/** kp_resolver_row_get_url: Returns: (transfer none): its resolver */
const char *kp_resolver_row_get_url (KpResolverRow *self);
/** kp_resolver_row_get_name: Returns: (transfer none): how people call it */
const char *kp_resolver_row_get_name (KpResolverRow *self);
/** kp_resolver_row_tell: Shows what came of a test that was made elsewhere. */
void kp_resolver_row_tell (KpResolverRow *self, KpResolverTestState state,
                           const char *words);
/** kp_resolver_row_set_place: Tells that it is in place @place of @n; @writes: whether the
 * list can be changed. */
void kp_resolver_row_set_place (KpResolverRow *self, guint place, guint n, gboolean writes);
/** kp_resolver_row_get_place: Returns: that place */
guint kp_resolver_row_get_place (KpResolverRow *self);

G_END_DECLS
