/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/certificate/chain-link.h"

G_BEGIN_DECLS

/** KP_CHAIN_PATH_MAX: certificates of a path below its root */
#define KP_CHAIN_PATH_MAX 10

/** KpChainIndex: links by fingerprint and by subject; roots, or known intermediates */
typedef struct _KpChainIndex KpChainIndex;

/**
 * kp_chain_index_new:
 *
 * Returns: (transfer full): an empty index
 */
KpChainIndex *kp_chain_index_new (void);

/** kp_chain_index_copy: Returns: (transfer full): an index of the same, for another thread:
 * what is in both is never changed */
KpChainIndex *kp_chain_index_copy (KpChainIndex *self);

/**
 * kp_chain_index_free:
 * @self: an index
 *
 * Frees it.
 */
void kp_chain_index_free (KpChainIndex *self);

/**
 * kp_chain_index_add:
 * @self: an index
 * @link: a link whose fingerprint is not in it yet
 *
 * Adds it.
 */
void kp_chain_index_add (KpChainIndex *self, KpChainLink *link);

/**
 * kp_chain_index_add_unread:
 * @self: an index
 * @der: octets of one certificate
 * @sha256: (transfer full): its fingerprint
 * @system: as for a link
 *
 * Adds what is read only once a path comes near it: a system has some 150 roots, and a
 * chain needs one. Nothing if its fingerprint is in the index already, or it has no
 * subject.
 */
void kp_chain_index_add_unread (KpChainIndex *self, GBytes *der, char *sha256,
                                gboolean system);

/**
 * kp_chain_index_find:
 * @self: an index
 * @sha256: a fingerprint, lower-case hex
 *
 * Returns: (transfer none) (nullable): the link with it
 */
KpChainLink *kp_chain_index_find (KpChainIndex *self, const char *sha256);

/**
 * kp_chain_index_find_issuer:
 * @self: an index
 * @link: a certificate
 *
 * Returns: (transfer none) (nullable): one that by its name would have signed it
 */
KpChainLink *kp_chain_index_find_issuer (KpChainIndex *self, const KpChainLink *link);

/**
 * kp_chain_index_get_size:
 * @self: an index
 *
 * Returns: how many links it holds
 */
guint kp_chain_index_get_size (KpChainIndex *self);

/** KpPathCache: what was verified before: signatures of intermediates up to a root.
 * Bounded.
 */
typedef struct _KpPathCache KpPathCache;

/**
 * kp_path_cache_new:
 *
 * Returns: (transfer full): an empty cache
 */
KpPathCache *kp_path_cache_new (void);

/**
 * kp_path_cache_free:
 * @self: a cache
 *
 * Frees it.
 */
void kp_path_cache_free (KpPathCache *self);

/**
 * KpChainPath:
 * @links: from the leaf upwards, without @root (but the leaf itself where it is the root).
 *   Not owned
 * @n_links: how many; at least the leaf
 * @root: (nullable): where it ends; %NULL if it leads to no root. Not owned
 *
 * How a chain leads from its leaf to a root.
 */
typedef struct
{
  KpChainLink *links[KP_CHAIN_PATH_MAX];
  guint n_links;
  KpChainLink *root;
} KpChainPath;

/**
 * KpPathSearch:
 * @roots: where a path may end
 * @system: only in the system's roots; otherwise only in the user's own
 * @served: (element-type KpChainLink): what was served with the leaf
 * @learned: (nullable): intermediates that may help
 * @cache: what was verified before
 * @valid_until: Unix seconds until which all above the leaf must last; 0 for any time
 * @any_purpose: the leaf need not be for a TLS server
 * @attempts: (nullable) (inout): what several searches may try together
 *
 * What to build a path of. Nothing is owned.
 */
typedef struct
{
  KpChainIndex *roots;
  gboolean system;
  GPtrArray *served;
  KpChainIndex *learned;
  KpPathCache *cache;
  gint64 valid_until;
  gboolean any_purpose;
  guint *attempts;
} KpPathSearch;

/**
 * kp_chain_path_find:
 * @search: what to build it of
 * @leaf: a server's certificate
 * @path: (out): the path, if there is one
 *
 * Finds the first path that verifies for a TLS server, without regard to names and, unless
 * @search says so, to dates (RFC 5280 section 6.1 otherwise: signatures, CA, path length,
 * name constraints; and extended key usage in all of it, as clients do). Roots are tried
 * before what was served, and what ends last before the others. The number of attempts is
 * bounded.
 *
 * Returns: whether there is one
 */
gboolean kp_chain_path_find (const KpPathSearch *search, KpChainLink *leaf,
                             KpChainPath *path);

/**
 * kp_chain_path_has:
 * @self: a path
 * @link: a certificate
 *
 * Returns: whether it is one of the path's links
 */
gboolean kp_chain_path_has (const KpChainPath *self, const KpChainLink *link);

/**
 * kp_chain_path_guess:
 * @leaf: a server's certificate
 * @served: (element-type KpChainLink): what was served with it
 * @path: (out): what by its names belongs together; no root
 *
 * For a chain that leads to no root: what it would be.
 */
void kp_chain_path_guess (KpChainLink *leaf, GPtrArray *served, KpChainPath *path);

G_END_DECLS
