/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "core/model/history.h"
#include "core/model/observation.h"

static void
check_observation (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KpObservation) read = kp_observation_from_json (text, &error);
  g_autoptr (KpObservation) again = NULL;
  g_autofree char *json = NULL;

  if (read == NULL)
    {
      g_assert_nonnull (error);
      return;
    }
  for (guint i = 0; i < read->answers->len; i++)
    {
      g_autofree char *told =
          kp_resolver_answer_tell_error (g_ptr_array_index (read->answers, i));

      g_assert_true (told == NULL || g_utf8_validate (told, -1, NULL));
    }
  json = kp_observation_to_json (read);
  again = kp_observation_from_json (json, &error);
  g_assert_no_error (error);
  g_assert_true (kp_observation_same_facts (read, again));
}

static void
check_history (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KpHistory) read = kp_history_from_json (text, &error);
  g_autoptr (KpHistory) again = NULL;
  g_autofree char *json = NULL;
  g_autofree char *second = NULL;

  if (read == NULL)
    {
      g_assert_nonnull (error);
      return;
    }
  g_assert_cmpuint (read->sightings->len, <=, KP_HISTORY_MAX_SIGHTINGS);
  json = kp_history_to_json (read);
  again = kp_history_from_json (json, &error);
  g_assert_no_error (error);
  second = kp_history_to_json (again);
  g_assert_cmpstr (second, ==, json);
}

/* What a damaged store may hold is refused, or means the same when it is
 * written and read again. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);

  check_observation (text);
  check_history (text);
  return 0;
}
