/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/site-table.h"

G_BEGIN_DECLS

/* What site-table.c (writing) and site-table-read.c share. */

/** kp_site_table_turn_sign: Returns: the unsigned @key as a signed column that sorts alike;
 * turned again it is the key */
static inline gint64
kp_site_table_turn_sign (guint64 key)
{
  return (gint64) (key ^ (G_GUINT64_CONSTANT (1) << 63));
}

G_END_DECLS
