/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** KpUnsafeService: who keeps the list of suspected unsafe sites */
typedef enum
{
  KP_UNSAFE_WEB_RISK,      /* for business */
  KP_UNSAFE_SAFE_BROWSING, /* not for business */
} KpUnsafeService;

/** KpThreat: what a site is suspected of */
typedef enum
{
  KP_THREAT_NONE = 0,
  KP_THREAT_DECEPTION = 1 << 0, /* social engineering, "phishing" */
  KP_THREAT_MALWARE = 1 << 1,
  KP_THREAT_UNWANTED_SOFTWARE = 1 << 2,
  KP_THREAT_HARMFUL_APP = 1 << 3,
} KpThreat;

/** KP_UNSAFE_MAX_NAMES: names that are looked up for one site */
#define KP_UNSAFE_MAX_NAMES 5
/** KP_UNSAFE_MAX_ANSWER: octets of an answer that are read */
#define KP_UNSAFE_MAX_ANSWER (256 * 1024)
/** KP_UNSAFE_FRESH: seconds for which an answer may call a site unsafe: the terms of the
 * services */
#define KP_UNSAFE_FRESH (30 * 60)

/** KpUnsafeHash: SHA-256 of a name as the lists have it; only the first 4 octets are ever
 * sent */
typedef struct
{
  guint8 octets[32];
} KpUnsafeHash;

/** kp_unsafe_list_expand: The names that an entry of the list could have for a site: itself
 * and what it lies under, the nearest to the registered domain first, never what domains
 * are registered under. Pure. @host: canonical host name. Returns: (transfer full) (array
 * zero-terminated=1): at most KP_UNSAFE_MAX_NAMES names, @host first */
char **kp_unsafe_list_expand (const char *host);
/** kp_unsafe_list_hash: @hash: (out): of the name @name with the path "/". Pure. */
void kp_unsafe_list_hash (const char *name, KpUnsafeHash *hash);
/** kp_unsafe_hash_get_prefix: Returns: the 4 octets that are sent, as a number */
guint32 kp_unsafe_hash_get_prefix (const KpUnsafeHash *hash);
/** kp_unsafe_list_max_prefixes: Returns: how many prefixes one question can have */
guint kp_unsafe_list_max_prefixes (KpUnsafeService service);
/**
 * kp_unsafe_list_make_uri:
 * @service: who is asked
 * @base: (nullable): "https://HOST" to ask instead of the service's own
 * @prefixes: (array length=n): what is asked for
 * @n: how many, at most kp_unsafe_list_max_prefixes()
 *
 * Pure. Returns: (transfer full): the question; the key is not part of it
 */
char *kp_unsafe_list_make_uri (KpUnsafeService service, const char *base,
                               const guint32 *prefixes, guint n);

/**
 * KpUnsafeAnswer:
 *
 * What a list says of the prefixes that were asked for. Immutable; reference counted.
 */
typedef struct _KpUnsafeAnswer KpUnsafeAnswer;

/**
 * kp_unsafe_answer_parse:
 * @service: whose answer it is
 * @text: hostile octets
 * @now: Unix seconds: when it came
 * @error: G_IO_ERROR_INVALID_DATA or G_IO_ERROR_MESSAGE_TOO_LARGE
 *
 * An entry is disregarded if its hash is none, if all its threats are of a kind that is not
 * known here, and a threat that is only a test of the list (CANARY) or only for frames.
 * Pure.
 *
 * Returns: (transfer full) (nullable): the answer
 */
KpUnsafeAnswer *kp_unsafe_answer_parse (KpUnsafeService service, GBytes *text, gint64 now,
                                        GError **error);
/** kp_unsafe_answer_ref: Returns: (transfer full): @self with one more reference */
KpUnsafeAnswer *kp_unsafe_answer_ref (KpUnsafeAnswer *self);
/** kp_unsafe_answer_unref: Drops a reference. */
void kp_unsafe_answer_unref (KpUnsafeAnswer *self);
/** kp_unsafe_answer_get_threats: Returns: what @hash is suspected of, as bits of #KpThreat
 */
guint kp_unsafe_answer_get_threats (const KpUnsafeAnswer *self, const KpUnsafeHash *hash);
/** kp_unsafe_answer_holds: Returns: whether the answer about @hash may still be used at
 * @now: as long as the service says, at most a day for what is not on the list, and
 * KP_UNSAFE_FRESH for what is; never if the clock went back */
gboolean kp_unsafe_answer_holds (const KpUnsafeAnswer *self, const KpUnsafeHash *hash,
                                 gint64 now);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpUnsafeAnswer, kp_unsafe_answer_unref)

G_END_DECLS
