/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/check/unsafe-access.h"

#include <string.h>

#include "core/secret/memory-vault.h"
#include "waiting.h"

typedef struct
{
  KpSettings *settings;
  KpVault *vault;
  KpClock *clock;
  KpUnsafeAccess *access;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->settings = kp_settings_new (NULL);
  fixture->vault = kp_memory_vault_new ();
  fixture->clock = kp_fixed_clock_new (1795335000);
  fixture->access =
      kp_unsafe_access_new (fixture->settings, fixture->vault, fixture->clock);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->access);
  g_clear_object (&fixture->clock);
  g_clear_object (&fixture->vault);
  g_clear_object (&fixture->settings);
}

static void
enter_key (Fixture *fixture, const char *text)
{
  g_autoptr (KpSecret) key = kp_secret_new (text, strlen (text));
  g_autoptr (GAsyncResult) result = NULL;

  kp_vault_store_async (fixture->vault, KP_UNSAFE_KEY_NAME, "key", key, NULL, take_result,
                        &result);
  g_assert_true (kp_vault_store_finish (fixture->vault, wait_for_result (&result), NULL));
}

static void
choose (Fixture *fixture, const char *value)
{
  g_assert_true (kp_settings_override (fixture->settings, "unsafe-lookup", value, NULL));
}

static KpUnsafeLookup *
get (Fixture *fixture, char **why_not)
{
  g_autoptr (GAsyncResult) result = NULL;

  kp_unsafe_access_get_async (fixture->access, NULL, take_result, &result);
  return kp_unsafe_access_get_finish (fixture->access, wait_for_result (&result), why_not);
}

/* Why nothing is looked up. */
static void
expect_none (Fixture *fixture, const char *why)
{
  g_autofree char *why_not = NULL;
  g_autoptr (KpUnsafeLookup) lookup = get (fixture, &why_not);

  g_assert_null (lookup);
  g_test_message ("%s", why_not);
  g_assert_nonnull (strstr (why_not, why));
}

/* A key alone, or a choice alone, lets nothing leave. */
static void
test_off (Fixture *fixture, gconstpointer data)
{
  expect_none (fixture, "no list is chosen");
  enter_key (fixture, "secret-key");
  expect_none (fixture, "no list is chosen");
  choose (fixture, "web-risk");
  g_object_unref (get (fixture, NULL));
  choose (fixture, "off");
  expect_none (fixture, "no list is chosen");
}

static void
test_no_key (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) locked =
      g_error_new_literal (KP_VAULT_ERROR, KP_VAULT_ERROR_LOCKED, "It is locked.");

  choose (fixture, "safe-browsing");
  expect_none (fixture, "no key for it was entered");
  enter_key (fixture, "secret-key");
  kp_memory_vault_set_error (KP_MEMORY_VAULT (fixture->vault), locked);
  expect_none (fixture, "It is locked.");
  kp_memory_vault_set_error (KP_MEMORY_VAULT (fixture->vault), NULL);
  g_object_unref (get (fixture, NULL));
}

/* What was answered is known as long as list, key and settings are the same. */
static void
test_same (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KpUnsafeLookup) first = NULL;
  g_autoptr (KpUnsafeLookup) again = NULL;
  g_autoptr (KpUnsafeLookup) other_list = NULL;
  g_autoptr (KpUnsafeLookup) other_key = NULL;

  choose (fixture, "web-risk");
  enter_key (fixture, "secret-key");
  first = get (fixture, NULL);
  again = get (fixture, NULL);
  g_assert_true (KP_IS_UNSAFE_LOOKUP (first));
  g_assert_true (first == again);
  choose (fixture, "safe-browsing");
  other_list = get (fixture, NULL);
  g_assert_true (other_list != first);
  enter_key (fixture, "another-key");
  other_key = get (fixture, NULL);
  g_assert_true (other_key != other_list);
}

int
main (int argc, char **argv)
{
#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

  g_test_init (&argc, &argv, NULL);
  ADD ("/unsafe-access/off", test_off);
  ADD ("/unsafe-access/no-key", test_no_key);
  ADD ("/unsafe-access/same", test_same);
  return g_test_run ();
}
