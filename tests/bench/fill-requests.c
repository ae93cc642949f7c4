/* SPDX-License-Identifier: GPL-3.0-or-later */

/* fill-requests DIR N MESSAGES OCTETS: adds N requests to the store in DIR that a provider
 * has, and to the newest a conversation of so many messages of so many octets each. */
#include "config.h"

#include <stdlib.h>

#include "core/store/store-requests.h"
#include "waiting.h"

#define LINE "We have looked into this, and it goes on as agreed with the customer.\n"

static void
check (gboolean fine, const GError *error)
{
  if (fine)
    return;
  g_printerr ("fill-requests: %s\n", error->message);
  exit (3);
}

static KpRequest *
add_request (KpStore *store, guint i)
{
  g_autoptr (KpRequest) request = kp_request_new ();
  g_autoptr (GAsyncResult) added = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *site = g_strdup_printf ("cp.kite-%04u.example", i);
  g_autofree char *reference = g_strdup_printf ("KP-%04u-ABCD", i);
  g_autofree char *number = g_strdup_printf ("%u", 1000 + i);
  g_autofree char *subject =
      g_strdup_printf ("New certificate for %s [%s]", site, reference);

  g_object_set (request, "site", site, "provider", "pexip", "channel", "rt", "reference",
                reference, "subject", subject, "body", LINE, "number", number, "state",
                KP_REQUEST_SENT, NULL);
  kp_store_add_request_async (store, request, NULL, take_result, &added);
  check (kp_store_add_request_finish (store, wait_for_result (&added), &error), error);
  return g_steal_pointer (&request);
}

static void
add_messages (KpStore *store, KpRequest *request, guint n, gsize octets, gint64 now)
{
  g_autoptr (GPtrArray) messages = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GString) body = g_string_new (NULL);
  g_autoptr (GAsyncResult) added = NULL;
  g_autoptr (GError) error = NULL;
  guint n_added;

  while (body->len < octets)
    g_string_append (body, LINE);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = g_strdup_printf ("%u", i);

      g_ptr_array_add (messages, kp_message_new (id, now - 3600 * (n - i), "staff",
                                                 i % 3 != 0, body->str));
    }
  kp_store_add_messages_async (store, request, messages, NULL, take_result, &added);
  check (kp_store_add_messages_finish (store, wait_for_result (&added), &n_added, &error),
         error);
}

int
main (int argc, char **argv)
{
  g_autoptr (KpClock) clock = kp_system_clock_new ();
  g_autoptr (KpStore) store = NULL;
  g_autoptr (GAsyncResult) opened = NULL;
  g_autoptr (GAsyncResult) closed = NULL;
  g_autoptr (KpRequest) newest = NULL;
  g_autoptr (GError) error = NULL;

  if (argc != 5)
    {
      g_printerr ("Usage: fill-requests DIR N MESSAGES OCTETS\n");
      return 2;
    }
  store = kp_store_new (argv[1], FALSE, clock);
  kp_store_open_async (store, NULL, take_result, &opened);
  check (kp_store_open_finish (store, wait_for_result (&opened), &error), error);
  for (gulong i = 0; i < strtoul (argv[2], NULL, 10); i++)
    {
      g_clear_object (&newest);
      newest = add_request (store, (guint) i);
    }
  if (newest != NULL)
    add_messages (store, newest, (guint) strtoul (argv[3], NULL, 10),
                  strtoul (argv[4], NULL, 10), kp_clock_now (clock));
  kp_store_close_async (store, take_result, &closed);
  check (kp_store_close_finish (store, wait_for_result (&closed), &error), error);
  return 0;
}
