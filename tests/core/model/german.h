/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

typedef struct German German;

/** german_begin: From now on the program speaks German, from the catalogue in the tree. */
German *german_begin (void);
/** german_end: From now on it speaks the language of the tests again. */
void german_end (German *self);
