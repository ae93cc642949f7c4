/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/store/settings-editor.h"

#include <string.h>

#include "store/store-test.h"

typedef struct
{
  StoreTest store;
  KpSettings *settings;
  KpSettingsEditor *editor;
  GString *told; /* each change as "name=value " */
  GPtrArray *failures;
} Fixture;

static void
changed_cb (KpSettingsEditor *editor, const char *name, Fixture *fixture)
{
  g_string_append_printf (fixture->told, "%s=%s ", name,
                          kp_settings_editor_get_string (editor, name));
}

static void
failed_cb (KpSettingsEditor *editor, const char *name, const GError *error,
           Fixture *fixture)
{
  g_ptr_array_add (fixture->failures, g_strdup_printf ("%s: %s", name, error->message));
}

static KpSettings *
load (KpStore *store)
{
  KpSettings *settings = kp_settings_new (store);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kp_settings_load_async (settings, NULL, store_test_take, &result);
  kp_settings_load_finish (settings, store_test_wait (&result), &error);
  g_assert_no_error (error);
  return settings;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  store_test_set_up (&fixture->store, data);
  fixture->settings = load (fixture->store.store);
  fixture->editor = kp_settings_editor_new (fixture->settings);
  fixture->told = g_string_new (NULL);
  fixture->failures = g_ptr_array_new_with_free_func (g_free);
  g_signal_connect (fixture->editor, "changed", G_CALLBACK (changed_cb), fixture);
  g_signal_connect (fixture->editor, "failed", G_CALLBACK (failed_cb), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->editor);
  g_clear_object (&fixture->settings);
  g_string_free (fixture->told, TRUE);
  g_ptr_array_unref (fixture->failures);
  store_test_tear_down (&fixture->store, data);
}

/* What lies in the store, read by settings of their own. */
static char *
read_stored (Fixture *fixture, const char *name)
{
  g_autoptr (KpSettings) fresh = load (fixture->store.store);

  return g_strdup (kp_settings_get_string (fresh, name));
}

static void
set (Fixture *fixture, const char *name, const char *value)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (kp_settings_editor_set (fixture->editor, name, value, &error));
  g_assert_no_error (error);
}

/* Changes that come faster than they are written build on each other; the last one stays.
 */
static void
test_quick (Fixture *fixture, gconstpointer data)
{
  g_autofree char *timeout = NULL;
  g_autofree char *jobs = NULL;

  set (fixture, "timeout", "11");
  g_assert_cmpint (kp_settings_editor_get_int (fixture->editor, "timeout"), ==, 11);
  g_assert_cmpint (kp_settings_get_int (fixture->settings, "timeout"), ==, 10);
  set (fixture, "timeout", " 012 ");
  set (fixture, "timeout", "12");
  set (fixture, "jobs", "5");
  set (fixture, "timeout", "13");
  g_assert_cmpstr (fixture->told->str, ==, "timeout=11 timeout=12 jobs=5 timeout=13 ");

  timeout = read_stored (fixture, "timeout");
  jobs = read_stored (fixture, "jobs");
  g_assert_cmpstr (timeout, ==, "13");
  g_assert_cmpstr (jobs, ==, "5");
  /* What was written on the way there is not told as if it were new. */
  g_assert_cmpstr (fixture->told->str, ==, "timeout=11 timeout=12 jobs=5 timeout=13 ");
  g_assert_cmpint (kp_settings_get_int (fixture->settings, "timeout"), ==, 13);
  g_assert_cmpuint (fixture->failures->len, ==, 0);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (kp_settings_editor_set (fixture->editor, "timeout", "0", &error));
  g_assert_error (error, KP_SETTINGS_ERROR, KP_SETTINGS_ERROR_VALUE);
  g_assert_true (g_str_has_prefix (error->message, "timeout: "));
  g_assert_cmpstr (kp_settings_error_get_reason (error), ==,
                   error->message + strlen ("timeout: "));
  g_assert_cmpint (kp_settings_editor_get_int (fixture->editor, "timeout"), ==, 10);
  g_assert_cmpstr (fixture->told->str, ==, "");
}

static void
test_default (Fixture *fixture, gconstpointer data)
{
  g_autofree char *stored = NULL;

  g_assert_true (kp_settings_editor_is_default (fixture->editor, "resolvers"));
  set (fixture, "resolvers", "https://dns.example/q");
  g_assert_false (kp_settings_editor_is_default (fixture->editor, "resolvers"));
  set (fixture, "resolvers", NULL);
  g_assert_true (kp_settings_editor_is_default (fixture->editor, "resolvers"));
  g_assert_cmpstr (kp_settings_editor_get_string (fixture->editor, "resolvers"), ==,
                   kp_settings_get_default ("resolvers"));
  stored = read_stored (fixture, "resolvers");
  g_assert_cmpstr (stored, ==, kp_settings_get_default ("resolvers"));
}

static gboolean
has_failed (gpointer data)
{
  return ((Fixture *) data)->failures->len > 0;
}

/* A value that can't be written does not hold any more, and is told once. */
static void
test_failed (Fixture *fixture, gconstpointer data)
{
  store_test_close (fixture->store.store);
  set (fixture, "timeout", "11");
  set (fixture, "timeout", "12");
  g_assert_cmpint (kp_settings_editor_get_int (fixture->editor, "timeout"), ==, 12);
  g_assert_true (store_test_wait_for (has_failed, fixture));
  g_assert_cmpint (kp_settings_editor_get_int (fixture->editor, "timeout"), ==, 10);
  g_assert_cmpstr (fixture->told->str, ==, "timeout=11 timeout=12 timeout=10 ");
  g_assert_cmpuint (fixture->failures->len, ==, 1);
  g_assert_true (g_str_has_prefix (g_ptr_array_index (fixture->failures, 0), "timeout: "));
}

static gboolean
is_twenty (gpointer data)
{
  return kp_settings_editor_get_int (((Fixture *) data)->editor, "timeout") == 20;
}

static void
test_followed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KpStore) other = store_test_new (&fixture->store, FALSE);
  g_autoptr (KpSettings) others = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (store_test_open (other, &error));
  others = load (other);
  kp_store_watch (fixture->store.store, TRUE);
  kp_settings_set_async (others, "timeout", "20", NULL, store_test_take, &result);
  g_assert_true (kp_settings_set_finish (others, store_test_wait (&result), &error));
  g_assert_true (store_test_wait_for (is_twenty, fixture));
  g_assert_cmpstr (fixture->told->str, ==, "timeout=20 ");
  store_test_close (other);
}

/* Who closes the window at once loses nothing. */
static void
test_dropped (Fixture *fixture, gconstpointer data)
{
  g_autofree char *stored = NULL;

  set (fixture, "timeout", "11");
  g_clear_object (&fixture->editor);
  stored = read_stored (fixture, "timeout");
  g_assert_cmpstr (stored, ==, "11");
}

static void
test_range (void)
{
  gint64 min = -1;
  gint64 max = -1;

  g_assert_true (kp_settings_get_range ("plain-port", &min, &max));
  g_assert_cmpint (min, ==, 0);
  g_assert_cmpint (max, ==, 65535);
  g_assert_false (kp_settings_get_range ("resolvers", &min, &max));
  g_assert_false (kp_settings_get_range ("of-tomorrow", &min, &max));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                \
  g_test_add ("/settings-editor/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("quick", test_quick);
  ADD ("refused", test_refused);
  ADD ("default", test_default);
  ADD ("failed", test_failed);
  ADD ("followed", test_followed);
  ADD ("dropped", test_dropped);
  g_test_add_func ("/settings-editor/range", test_range);
  return g_test_run ();
}
