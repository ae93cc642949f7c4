/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/certificate/private-key-finder.h"

G_BEGIN_DECLS

/* What private-key-finder.c is made of: how a key looks as octets and as text. */

/** kp_private_key_find_octets: Returns: the form of a key that stands somewhere in @data as
 * it is, without anything being decoded; @stores: whether PKCS #12 is one, whatever is in
 * it */
KpPrivateKeyForm kp_private_key_find_octets (const guint8 *data, gsize length,
                                             gboolean stores);
/** kp_private_key_find_marked: Returns: the form of a key in @data that text around it
 * tells to be one; marks that nothing follows are none */
KpPrivateKeyForm kp_private_key_find_marked (const guint8 *data, gsize length);

G_END_DECLS
