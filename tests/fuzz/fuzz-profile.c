/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <string.h>

#include "core/provider/profile.h"

/* A profile that is accepted has all that others rely on; a fault is told in
 * one line that names the file. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (KpProfile) profile =
      kp_profile_new_from_json (text, strlen (text), "x.json", &error);
  const char *target;

  if (profile == NULL)
    {
      g_assert_true (error->domain == KP_PROFILE_ERROR);
      g_assert_true (g_str_has_prefix (error->message, "x.json:"));
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return 0;
    }
  g_assert_no_error (error);
  g_assert_nonnull (kp_profile_get_id (profile));
  g_assert_nonnull (kp_profile_get_name (profile));
  g_assert_nonnull (kp_profile_get_noun (profile));
  g_assert_nonnull (kp_profile_get_secure_label (profile));
  g_assert_nonnull (kp_profile_get_channel (profile));
  g_assert_nonnull (kp_profile_get_bundle_format (profile));
  g_assert_nonnull (kp_profile_get_own_domains (profile));
  target = kp_profile_get_target (profile);
  if (target != NULL)
    g_assert_true (kp_profile_target_matches (profile, target));
  if (kp_profile_get_target_kind (profile) == KP_TARGET_FIXED)
    g_assert_cmpstr (kp_profile_effective_target (profile, NULL), ==, target);
  else
    g_assert_null (kp_profile_effective_target (profile, NULL));
  kp_profile_host_matches (profile, "cp.kite.io");
  kp_profile_find_refused (profile, "cp.kite.io");
  return 0;
}
