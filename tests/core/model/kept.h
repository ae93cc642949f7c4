/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/sentence.h"

/** assert_kept: @kept: (transfer full): what is kept of an error that says @message. Holds
 * that it is in no language, and says the same. */
static inline void
assert_kept (char *kept, const char *message)
{
  g_autofree char *owned = kept;
  g_autofree char *told = kp_sentence_tell (kept);

  g_assert_nonnull (kept);
  g_assert_true (*kept == '\t');
  g_assert_cmpstr (told, ==, message);
}
