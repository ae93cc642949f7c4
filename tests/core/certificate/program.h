/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/certificate/key.h"

/* Other programs that read what we write, and a key for tests. */

/* Runs a program with its arguments up to NULL. What it prints, or NULL where its status is
 * not 0. */
char *program_run (const char *first, ...) G_GNUC_NULL_TERMINATED;
/* A file with these octets in the folder of the test, which goes away with it. */
char *program_write_file (const char *name, gconstpointer octets, gsize length);
void program_clean_up (void);
/* Waits for a key. */
KpKey *program_make_key (KpKeyType type);
/* Whether the slow kinds are left out: under valgrind they take minutes. */
gboolean program_skips (KpKeyType type);
