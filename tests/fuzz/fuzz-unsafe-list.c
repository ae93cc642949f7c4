/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "core/check/unsafe-list.h"

#define NOW G_GINT64_CONSTANT (1795335000)

/* Whatever a list answers: nothing it says holds for longer than it may. */
static void
check (KpUnsafeService service, GBytes *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KpUnsafeAnswer) answer = kp_unsafe_answer_parse (service, text, NOW, &error);
  KpUnsafeHash hash;
  guint threats;

  g_assert_true ((answer == NULL) == (error != NULL));
  if (answer == NULL)
    return;
  kp_unsafe_list_hash ("cp.kite.example", &hash);
  threats = kp_unsafe_answer_get_threats (answer, &hash);
  g_assert_false (kp_unsafe_answer_holds (answer, &hash, NOW - 1));
  g_assert_false (kp_unsafe_answer_holds (answer, &hash, NOW + 24 * 60 * 60));
  if (threats != KP_THREAT_NONE)
    g_assert_false (kp_unsafe_answer_holds (answer, &hash, NOW + KP_UNSAFE_FRESH));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) text = g_bytes_new (data, size);

  check (KP_UNSAFE_SAFE_BROWSING, text);
  check (KP_UNSAFE_WEB_RISK, text);
  return 0;
}
