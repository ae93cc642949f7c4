/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/lock.h"

G_BEGIN_DECLS

/**
 * KpTable:
 *
 * Aligned columns for people, measured in terminal cells. On a terminal it is coloured, and
 * made to fit: columns that may be left out are, what is too long is cut. Anywhere else it
 * is complete.
 */
typedef struct _KpTable KpTable;

/** kp_table_new: @headings: %NULL-terminated. Returns: (transfer full): an empty table */
KpTable *kp_table_new (const char *const *headings);
/** kp_table_new_plain: Returns: (transfer full): one of @n_columns without headings */
KpTable *kp_table_new_plain (guint n_columns);
/** kp_table_free: Frees @self. */
void kp_table_free (KpTable *self);
/** kp_table_set_indent: Puts so many spaces before each row. */
void kp_table_set_indent (KpTable *self, guint indent);
/** kp_table_set_optional: Lets @column be left out where there is no room for all; the one
 * named last goes first. */
void kp_table_set_optional (KpTable *self, guint column);
/** kp_table_add: Adds a row of as many cells as there are columns; control characters are
 * shown as "?". */
void kp_table_add (KpTable *self, const char *const *cells);
/** kp_table_add_lock: The same, the row's first cell being that lock in its colour. */
void kp_table_add_lock (KpTable *self, KpLock lock, const char *const *cells);
/** kp_table_print: Prints it on stdout; nothing if there is no row. */
void kp_table_print (KpTable *self);
/** kp_table_get_colour: Returns: (transfer none): what begins the colour of @lock on
 * stdout; "" where that is no terminal */
const char *kp_table_get_colour (KpLock lock);
/** kp_table_get_no_colour: Returns: (transfer none): what ends it */
const char *kp_table_get_no_colour (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpTable, kp_table_free)

G_END_DECLS
