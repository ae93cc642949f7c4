/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/check/checker.h"
#include "core/dns/table-resolver.h"

#include "check/tls-server.h"

G_BEGIN_DECLS

/* A small world in one process: resolvers that answer from memory, CAs, and servers on
 * 127.0.0.1 that sites are told apart by port. */

#define LAB_RESOLVERS 3
/* Where the sites with a target lead; the lab has its address from the beginning. */
#define LAB_TARGET "pl-10.admin.emailsrvr.com"
/* Seconds nobody waits for, on a busy machine or under valgrind. */
#define LAB_PATIENCE 60

/**
 * Lab:
 * @resolvers: "One", "Two", "Three"
 * @system: the system's resolver, which knows nothing of its own accord
 * @root: what is trusted
 * @intermediate: signed by it; it signs the leaves
 * @clock: stands still at the moment the lab was made
 */
typedef struct
{
  KpTableResolver *resolvers[LAB_RESOLVERS];
  KpTableResolver *system;
  Mint *root;
  Mint *intermediate;
  KpClock *clock;
  GPtrArray *mints;
  GPtrArray *servers;
} Lab;

Lab *lab_new (void);
void lab_free (Lab *lab);
/** lab_serve: A server whose certificate covers "*.kite.example" and kite.example, signed
 * by
 * @issuer; @complete: with @issuer in its chain. Returns: its port */
guint16 lab_serve (Lab *lab, TlsServerManner manner, Mint *issuer, gboolean complete);
/** lab_make_checker: @timeout: seconds for an address; @with_system: asks the system's
 * resolver too. Returns: (transfer full) */
KpChecker *lab_make_checker (Lab *lab, guint timeout, gboolean with_system);
/** lab_add: Adds a record to all three resolvers. */
void lab_add (Lab *lab, const char *owner, KpRecordType type, const char *data);
/** lab_make_site: A site that is served on @port; with @provider "own-server" it gets an
 * address record, with any other a CNAME to LAB_TARGET. Returns: (transfer full) */
KpSite *lab_make_site (Lab *lab, const char *host, guint16 port, const char *provider);
/** lab_check: Checks one site. Returns: (transfer full) */
KpObservation *lab_check (KpChecker *checker, KpSite *site, const char *target,
                          gboolean wants_target);
/** lab_take_questions: Returns: (transfer full): what resolver @i was asked since the last
 * call, sorted, with a comma between */
char *lab_take_questions (Lab *lab, guint i);
/** lab_take: Copies the result of an asynchronous call to the GAsyncResult * at @data. */
void lab_take (GObject *source, GAsyncResult *result, gpointer data);
/** lab_wait: Runs the main context until *@result is there. */
GAsyncResult *lab_wait (GAsyncResult **result);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Lab, lab_free)

G_END_DECLS
