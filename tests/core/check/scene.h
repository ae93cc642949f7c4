/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/history.h"
#include "core/model/observation.h"

G_BEGIN_DECLS

/* Builds what a check saw from a few words, so that a test row says all of it. */

#define SCENE_MINUTE G_GINT64_CONSTANT (60)
#define SCENE_HOUR (60 * SCENE_MINUTE)
#define SCENE_DAY (24 * SCENE_HOUR)
/* 2026-11-22 08:10:00 UTC, the day of every scene. */
#define SCENE_NOW G_GINT64_CONSTANT (1795335000)

/**
 * scene_new:
 * @host: the site's name; its zone is all but the first label
 * @target: (nullable): what is expected
 * @addresses: (nullable): the target's addresses, separated by blanks
 * @at: when it was checked
 *
 * Returns: (transfer full): an observation without answers and probes
 */
KpObservation *scene_new (const char *host, const char *target, const char *addresses,
                          gint64 at);

/**
 * scene_answer:
 * @words: what the resolver says:
 *   "silent", "NXDOMAIN", "NODATA", "SERVFAIL", "REFUSED", "BOGUS", "LOOP", or records of
 *   the name: "CNAME x" (several make a chain; one that ends in the target gets the
 *   target's addresses, another dangles unless addresses follow), "A x", "AAAA x" at the
 *   end of the chain, "A@ x", "AAAA@ x" at the name itself ("x~60": with that TTL of its
 *   own, not 300)
 * @ttl: what remains of its TTL, -1 if unknown
 */
void scene_answer (KpObservation *observation, const char *resolver, const char *words,
                   gint64 ttl);

/**
 * scene_answers:
 * @all: answers separated by "|", of the resolvers "One", "Two" …; each may end with a TTL
 *   "/300"
 */
void scene_answers (KpObservation *observation, const char *all);

/**
 * scene_probe:
 * @address: IP address; with "@" before it, it was taken from the target
 * @words: what it serves, separated by blanks:
 *   "refused", "timeout", "unreachable", "alert", "nottls", "oldtls" serve nothing; else a
 *   certificate that is trusted, covers the name and ends in 90 days, but for: "ends=DAYS"
 *   (negative: expired), "begins=DAYS", "name=NAME", "issuer=NAME", "sha=TEXT",
 *   "selfsigned", "untrusted", "incomplete", "private", "weak", "tls10", "root", "plain",
 *   "chain-ends=DAYS"; days are counted from when it was checked
 */
void scene_probe (KpObservation *observation, const char *address, const char *words);

/** scene_probes: @all: "ADDRESS WORDS" separated by "|" */
void scene_probes (KpObservation *observation, const char *all);

G_END_DECLS
