/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The outbox before a real Request Tracker: whatever is cut or stopped, one ticket each. */
#include "core/helpdesk/outbox.h"

#include <string.h>

#include "rt-world.h"
#include "store/store-test.h"

#define N_RUNS 10

typedef struct
{
  StoreTest store;
  KpOutbox *outbox;
  gint64 now;
  gboolean through; /* goes through the proxy that cuts */
} Fixture;

static void
find_route (GTask *task, const char *provider, const char *channel, gpointer data)
{
  g_autoptr (GTask) owned = task;
  Fixture *fixture = data;
  g_autoptr (KpChannelContext) context = NULL;

  /* The address is another one after each start. */
  context = rt_world_connect ("app", "Hosting", fixture->through);
  g_task_return_pointer (task, kp_route_new (kp_channel_get (channel), context),
                         (GDestroyNotify) kp_route_free);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;

  store_test_set_up (&fixture->store, NULL);
  fixture->now = NOW;
  fixture->outbox =
      kp_outbox_new (fixture->store.store, fixture->store.clock, find_route, fixture);
  kp_outbox_open_async (fixture->outbox, NULL, store_test_take, &result);
  g_assert_true (kp_outbox_open_finish (fixture->outbox, store_test_wait (&result), NULL));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;

  kp_outbox_stop_async (fixture->outbox, store_test_take, &result);
  kp_outbox_stop_finish (fixture->outbox, store_test_wait (&result), NULL);
  g_clear_object (&fixture->outbox);
  store_test_tear_down (&fixture->store, NULL);
}

/* The clock goes on, and all that is due then is done. */
static void
pass (Fixture *fixture, gint64 seconds)
{
  g_autoptr (GAsyncResult) result = NULL;

  fixture->now += seconds;
  kp_fixed_clock_set (KP_FIXED_CLOCK (fixture->store.clock), fixture->now);
  kp_outbox_run_async (fixture->outbox, NULL, store_test_take, &result);
  kp_outbox_run_finish (fixture->outbox, store_test_wait (&result), NULL);
}

/* One request to each of so many providers: they go side by side. */
static void
queue (Fixture *fixture, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (KpRequest) request = kp_request_new ();
      g_autofree char *reference =
          g_strdup_printf ("KP-RUNS-%04u", ++rt_world.n_references);
      g_autofree char *subject = g_strdup_printf ("Certificate [%s]", reference);
      g_autofree char *provider = g_strdup_printf ("provider-%u", i);
      g_autoptr (GPtrArray) fields = kp_request_field_list_new ();
      g_autoptr (GAsyncResult) result = NULL;

      g_ptr_array_add (fields, kp_request_field_new ("country", "Country", "NO"));
      g_object_set (request, "site", "cp.kite.example", "provider", provider, "channel",
                    "rt", "reference", reference, "subject", subject, "body", "Dear all,\n",
                    "fields", fields, NULL);
      kp_outbox_queue_async (fixture->outbox, request, NULL, store_test_take, &result);
      g_assert_true (
          kp_outbox_queue_finish (fixture->outbox, store_test_wait (&result), NULL));
    }
}

static guint
count (Fixture *fixture, KpRequestState state)
{
  GListModel *requests = G_LIST_MODEL (kp_outbox_get_requests (fixture->outbox));
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (requests); i++)
    {
      g_autoptr (KpRequest) request = g_list_model_get_item (requests, i);

      n += kp_request_get_state (request) == state;
    }
  return n;
}

/* All are sent and whole, and each is there once. */
static void
assert_one_ticket_each (Fixture *fixture)
{
  GListModel *requests = G_LIST_MODEL (kp_outbox_get_requests (fixture->outbox));
  g_autofree char *subjects = rt_world_list_subjects ();

  for (guint i = 0; i < g_list_model_get_n_items (requests); i++)
    {
      g_autoptr (KpRequest) request = g_list_model_get_item (requests, i);
      const char *first = strstr (subjects, kp_request_get_reference (request));

      g_assert_cmpint (kp_request_get_state (request), ==, KP_REQUEST_SENT);
      g_assert_cmpint (kp_request_get_reason_code (request), ==, KP_REQUEST_REASON_NONE);
      g_assert_cmpint (kp_request_get_next_at (request), ==, 0);
      g_assert_nonnull (first);
      g_assert_null (strstr (first + 1, kp_request_get_reference (request)));
    }
}

static void
check_place (Fixture *fixture, CutPlace place)
{
  guint before = count (fixture, KP_REQUEST_SENT);

  g_test_message ("place %u", place);
  /* What is queued is sent at once. */
  cut_proxy_set (rt_world.proxy, place, N_RUNS);
  queue (fixture, N_RUNS);
  pass (fixture, 0);
  g_assert_cmpuint (
      count (fixture, KP_REQUEST_UNCERTAIN)
          /* Closed before a word was said: that nothing left is known. */
          + (place == CUT_AT_ACCEPT ? count (fixture, KP_REQUEST_OFFLINE) : 0),
      ==, N_RUNS);
  pass (fixture, 15);
  g_assert_cmpuint (count (fixture, KP_REQUEST_SENT), ==,
                    before + (place >= CUT_BEFORE_ANSWER ? N_RUNS : 0));
  pass (fixture, 45);
  pass (fixture, 240);
  g_assert_cmpuint (count (fixture, KP_REQUEST_SENT), ==, before + N_RUNS);
}

/* Ten places, ten runs each. */
static void
test_cuts (Fixture *fixture, gconstpointer data)
{
  fixture->through = TRUE;
  for (guint place = CUT_AT_ACCEPT; place < CUT_N_PLACES; place++)
    check_place (fixture, place);
  g_assert_cmpuint (count (fixture, KP_REQUEST_SENT), ==, 100);
  assert_one_ticket_each (fixture);
}

/* It is stopped while the answer to one is lost, while another has not arrived, and before
 * a third is sent. It is started again, and all goes on. */
static void
test_stopped (Fixture *fixture, gconstpointer data)
{
  fixture->through = TRUE;
  cut_proxy_set (rt_world.proxy, CUT_BEFORE_ANSWER, 1);
  queue (fixture, 1);
  pass (fixture, 0);
  cut_proxy_set (rt_world.proxy, CUT_HALF_BODY, 1);
  queue (fixture, 1);
  pass (fixture, 0);
  g_assert_cmpuint (count (fixture, KP_REQUEST_UNCERTAIN), ==, 2);
  rt_world_stop ();
  fixture->through = FALSE;
  queue (fixture, 1);
  pass (fixture, 0);
  g_assert_cmpuint (count (fixture, KP_REQUEST_OFFLINE), ==, 1);
  /* Nobody answers the look-ups either: nothing is sent again for that. */
  for (guint i = 0; i < 4; i++)
    pass (fixture, 3600);
  g_assert_cmpuint (count (fixture, KP_REQUEST_UNCERTAIN), ==, 2);
  g_assert_cmpuint (count (fixture, KP_REQUEST_OFFLINE), ==, 1);
  rt_world_start ("10000");
  pass (fixture, 3600);
  g_assert_cmpuint (count (fixture, KP_REQUEST_SENT), ==, 3);
  assert_one_ticket_each (fixture);
}

void
rt_outbox_add_tests (void)
{
  g_test_add ("/rt/cuts", Fixture, NULL, set_up, test_cuts, tear_down);
  g_test_add ("/rt/stopped", Fixture, NULL, set_up, test_stopped, tear_down);
}
