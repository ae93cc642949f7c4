/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/lock.h"

G_BEGIN_DECLS

/**
 * KpTable:
 *
 * Aligned columns for people, measured in terminal cells; coloured only on a terminal.
 */
typedef struct _KpTable KpTable;

/** kp_table_new: @headings: %NULL-terminated. Returns: (transfer full): an empty table */
KpTable *kp_table_new (const char *const *headings);
/** kp_table_free: Frees @self. */
void kp_table_free (KpTable *self);
/** kp_table_add: Adds a row of as many cells as there are headings; control characters are
 * shown as "?". */
void kp_table_add (KpTable *self, const char *const *cells);
/** kp_table_add_lock: The same, the row's first cell being that lock in its colour. */
void kp_table_add_lock (KpTable *self, KpLock lock, const char *const *cells);
/** kp_table_print: Prints it on stdout; nothing if there is no row. */
void kp_table_print (KpTable *self);
/** kp_text_clean: Returns: (transfer full): @text with control characters as "?", so that
 * nothing from outside steers a terminal */
char *kp_text_clean (const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpTable, kp_table_free)

G_END_DECLS
