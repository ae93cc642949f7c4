/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/portal.h"

#include "base/portal-twin.h"
#include "patience.h"
#include "waiting.h"

#define INTERFACE "Test"
#define SECONDS (20 * patience ())

static GTestDBus *bus;

static gboolean
find (const char *interface, guint seconds, GCancellable *cancellable, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kp_portal_find_async (interface, seconds, cancellable, take_result, &result);
  return kp_portal_find_finish (wait_for_result (&result), error);
}

static GVariant *
ask (guint seconds, GCancellable *cancellable, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kp_portal_request_async (INTERFACE, "Ask", "", g_variant_new ("a{sv}", NULL), seconds,
                           cancellable, take_result, &result);
  return kp_portal_request_finish (wait_for_result (&result), error);
}

static void
test_find (void)
{
  PortalTwin *twin = portal_twin_new (bus, INTERFACE, PORTAL_TWIN_DONE);
  g_autoptr (GError) error = NULL;

  g_assert_true (find (INTERFACE, SECONDS, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (find ("Other", SECONDS, NULL, &error));
  g_assert_error (error, KP_PORTAL_ERROR, KP_PORTAL_ERROR_MISSING);
  portal_twin_free (twin);
}

static void
test_find_nobody (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (find (INTERFACE, SECONDS, NULL, &error));
  g_assert_error (error, KP_PORTAL_ERROR, KP_PORTAL_ERROR_MISSING);
}

/* One that is there and says nothing is none that is missing. */
static void
test_find_deaf (void)
{
  PortalTwin *twin = portal_twin_new (bus, INTERFACE, PORTAL_TWIN_DEAF);
  g_autoptr (GError) error = NULL;

  g_assert_false (find (INTERFACE, 1, NULL, &error));
  g_assert_error (error, KP_PORTAL_ERROR, KP_PORTAL_ERROR_SILENT);
  portal_twin_free (twin);
}

static gboolean
cancel_cb (gpointer data)
{
  g_cancellable_cancel (data);
  return G_SOURCE_REMOVE;
}

static void
test_find_cancelled (void)
{
  PortalTwin *twin = portal_twin_new (bus, INTERFACE, PORTAL_TWIN_DEAF);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_timeout_add (100, cancel_cb, cancellable);
  g_assert_false (find (INTERFACE, SECONDS, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  portal_twin_free (twin);
}

static void
test_done (void)
{
  PortalTwin *twin = portal_twin_new (bus, INTERFACE, PORTAL_TWIN_DONE);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) results = ask (SECONDS, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (g_variant_get_type_string (results), ==, "a{sv}");
  g_assert_cmpuint (portal_twin_get_closed (twin), ==, 0);
  portal_twin_free (twin);
}

typedef struct
{
  PortalTwinAnswer answer;
  guint seconds;
  KpPortalError code;
  const char *message; /* (nullable) */
  guint closed;        /* requests that were taken back */
} Failure;

static const Failure failures[] = {
  { PORTAL_TWIN_CANCELLED, 0, KP_PORTAL_ERROR_REFUSED, NULL, 0 },
  { PORTAL_TWIN_FAILED, 0, KP_PORTAL_ERROR_FAILED, NULL, 0 },
  { PORTAL_TWIN_UNREADABLE, 0, KP_PORTAL_ERROR_FAILED, NULL, 0 },
  { PORTAL_TWIN_REFUSED, 0, KP_PORTAL_ERROR_FAILED, "no backend", 0 },
  { PORTAL_TWIN_NEVER, 1, KP_PORTAL_ERROR_SILENT, NULL, 1 },
  { PORTAL_TWIN_DEAF, 1, KP_PORTAL_ERROR_SILENT, NULL, 0 },
};

/* Lets the twin hear what was said to it last. */
static void
flush (PortalTwin *twin, guint closed)
{
  gint64 end = g_get_monotonic_time () + SECONDS * G_USEC_PER_SEC;

  while (portal_twin_get_closed (twin) < closed && g_get_monotonic_time () < end)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
  g_assert_cmpuint (portal_twin_get_closed (twin), ==, closed);
}

static void
test_failure (gconstpointer data)
{
  const Failure *failure = data;
  PortalTwin *twin = portal_twin_new (bus, INTERFACE, failure->answer);
  g_autoptr (GError) error = NULL;

  g_assert_null (ask (failure->seconds != 0 ? failure->seconds : SECONDS, NULL, &error));
  g_assert_error (error, KP_PORTAL_ERROR, (int) failure->code);
  if (failure->message != NULL)
    g_assert_cmpstr (error->message, ==, failure->message);
  flush (twin, failure->closed);
  portal_twin_free (twin);
}

static void
test_cancelled (void)
{
  PortalTwin *twin = portal_twin_new (bus, INTERFACE, PORTAL_TWIN_NEVER);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_timeout_add (500, cancel_cb, cancellable);
  g_assert_null (ask (SECONDS, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  portal_twin_free (twin);
}

static void
test_nobody (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (ask (SECONDS, NULL, &error));
  g_assert_error (error, KP_PORTAL_ERROR, KP_PORTAL_ERROR_MISSING);
}

int
main (int argc, char **argv)
{
  GDBusConnection *connection;
  int status;

  g_test_init (&argc, &argv, NULL);
  bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (bus);
  /* As a program does that is on the bus: it is not left with the last request. */
  connection = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_assert_nonnull (connection);
  g_test_add_func ("/portal/find", test_find);
  g_test_add_func ("/portal/find-nobody", test_find_nobody);
  g_test_add_func ("/portal/find-deaf", test_find_deaf);
  g_test_add_func ("/portal/find-cancelled", test_find_cancelled);
  g_test_add_func ("/portal/done", test_done);
  for (guint i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      g_autofree char *path = g_strdup_printf ("/portal/failure/%u", i);

      g_test_add_data_func (path, &failures[i], test_failure);
    }
  g_test_add_func ("/portal/cancelled", test_cancelled);
  g_test_add_func ("/portal/nobody", test_nobody);
  status = g_test_run ();
  g_object_unref (connection);
  g_test_dbus_down (bus);
  g_object_unref (bus);
  return status;
}
