/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/store.h"

/* What the store's tests share: a folder that goes away, and verbs that wait. */

/* 2026-11-22T08:10:00Z */
#define NOW G_GINT64_CONSTANT (1795335000)

typedef struct
{
  char *dir;  /* where the store lies; not made yet */
  char *path; /* its file */
  KpClock *clock;
  KpStore *store; /* open */
} StoreTest;

/* Without a store. */
void store_test_init (StoreTest *test);
/* With an open, empty store. */
void store_test_set_up (StoreTest *test, gconstpointer data);
void store_test_tear_down (StoreTest *test, gconstpointer data);

/* Copies the result of an asynchronous call to the GAsyncResult * that @data points to. */
void store_test_take (GObject *source, GAsyncResult *result, gpointer data);
/* Runs the main context until *@result is there. */
GAsyncResult *store_test_wait (GAsyncResult **result);
/* Runs the main context until @condition is true; %FALSE after 10 s. */
gboolean store_test_wait_for (gboolean (*condition) (gpointer data), gpointer data);

KpStore *store_test_new (StoreTest *test, gboolean read_only);
gboolean store_test_open (KpStore *store, GError **error);
void store_test_close (KpStore *store);
/* Closes the store of @test and opens it again. */
void store_test_reopen (StoreTest *test);

KpSite *store_test_make_site (const char *host, guint16 port);
gboolean store_test_add (KpStore *store, GError **error, KpSite *site,
                         ...) G_GNUC_NULL_TERMINATED;
/* Adds a site of that name and gives its row id. */
gint64 store_test_add_host (KpStore *store, const char *host);
gboolean store_test_update (KpStore *store, KpSite *site, GError **error);
gboolean store_test_remove (KpStore *store, gint64 id, GError **error);
gboolean store_test_restore (KpStore *store, gint64 id, GError **error);
GPtrArray *store_test_load (KpStore *store, guint limit);
/* The hosts of the sites in use, in order, with a space between. */
char *store_test_list (KpStore *store, guint limit);
KpEvidence *store_test_load_evidence (KpStore *store, gint64 id);
GPtrArray *store_test_load_journal (KpStore *store, gint64 id, guint limit);
/* @record: (transfer full), with a NULL at the end */
gboolean store_test_save (KpStore *store, GError **error, KpCheckRecord *record,
                          ...) G_GNUC_NULL_TERMINATED;

/* An observation at @at in which a resolver says @address, and a record of it. */
KpObservation *store_test_observe (const char *host, gint64 at, const char *address);
KpCheckRecord *store_test_record (gint64 id, KpObservation *observation);

/* What lies in a file, for comparing it byte by byte. */
GBytes *store_test_read_file (const char *path);
