/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/helpdesk/outbox.h"

#include "helpdesk/twin.h"
#include "store/store-test.h"

/* What the tests of the outbox share: one with an empty store, and a helpdesk in memory. */
typedef struct
{
  StoreTest store;
  KpOutbox *outbox;
  gint64 now;
} OutboxTest;

void outbox_test_set_up (OutboxTest *test, gconstpointer data);
void outbox_test_tear_down (OutboxTest *test, gconstpointer data);
KpOutbox *outbox_test_open (OutboxTest *test, KpStore *store);
void outbox_test_close (KpOutbox *outbox);
void outbox_test_run (KpOutbox *outbox);
/* The clock goes on (or back), and what is due then is done. */
void outbox_test_pass (OutboxTest *test, gint64 seconds);
KpRequest *outbox_test_make (const char *channel, const char *reference);
gint64 outbox_test_queue (OutboxTest *test, KpRequest *request);
/* One whose reference is "KP-AAAA-3467". */
gint64 outbox_test_queue_one (OutboxTest *test, const char *channel);
/* As it stands in the store. */
KpRequest *outbox_test_load (OutboxTest *test, gint64 id);
void outbox_test_assert_state (OutboxTest *test, gint64 id, KpRequestState state,
                               KpRequestReason code);
