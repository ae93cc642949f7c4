/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * KpSecret:
 *
 * Octets that nobody else may see: a key, a token, a passphrase. They lie in pages of their
 * own, which are neither swapped out (as far as the system lets us) nor part of a core
 * dump, and are wiped when the last reference goes. A secret never becomes a property, a
 * message or an argument of a program. Any thread.
 */
typedef struct _KpSecret KpSecret;

/** kp_secret_new: Returns: (transfer full): a copy of @length @octets (nullable where there
 * are none); whoever had them wipes them */
KpSecret *kp_secret_new (gconstpointer octets, gsize length);
/** kp_secret_new_empty: @octets: (out) (not optional): where its zeros lie, for filling
 * them in before anybody else sees it. Returns: (transfer full): a secret of that many
 * zeros */
KpSecret *kp_secret_new_empty (gsize length, guint8 **octets);
/** kp_secret_new_take: As kp_secret_new(), and wipes @octets and hands them to
 * @free_octets. Returns: (transfer full): a copy */
KpSecret *kp_secret_new_take (gpointer octets, gsize length, GDestroyNotify free_octets);
/** kp_secret_ref: Returns: (transfer full): @self */
KpSecret *kp_secret_ref (KpSecret *self);
/** kp_secret_unref: The last one wipes it. */
void kp_secret_unref (KpSecret *self);
/** kp_secret_shorten: Wipes what is behind the first @length octets. Only while nobody else
 * has it. */
void kp_secret_shorten (KpSecret *self, gsize length);
/** kp_secret_get_octets: @length: (out): how many. Returns: (transfer none): its octets,
 * with a NUL behind them */
const guint8 *kp_secret_get_octets (KpSecret *self, gsize *length);
/** kp_secret_get_text: Returns: (transfer none) (nullable): it as text, %NULL where it has
 * a NUL or is no UTF-8 */
const char *kp_secret_get_text (KpSecret *self);
/** kp_secret_equal: Takes as long however much of them is the same. Returns: whether both
 * have the same octets */
gboolean kp_secret_equal (KpSecret *a, KpSecret *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpSecret, kp_secret_unref)

G_END_DECLS
