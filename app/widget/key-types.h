/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/** kp_key_types_fill: Lets @drop_down show the kinds of key that can be made, in the order
 * of #KpKeyType: its number is the one that is selected. */
void kp_key_types_fill (GtkDropDown *drop_down);

G_END_DECLS
