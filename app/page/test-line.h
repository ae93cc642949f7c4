/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/desk.h"
#include "core/dns/resolver-test.h"

G_BEGIN_DECLS

#define KP_TYPE_TEST_LINE (kp_test_line_get_type ())
G_DECLARE_FINAL_TYPE (KpTestLine, kp_test_line, KP, TEST_LINE, AdwBin)

/**
 * KpTestLine:
 *
 * Tries one resolver and tells in a line what came of it. Nothing shows before. Signal
 * "done": a test has ended (not if it was cancelled). Property #KpTestLine:asking.
 */

/** kp_test_line_ask: Tries the resolver @url of @desk, as kp_desk_make_resolver() has it. A
 * test that runs is cancelled. */
void kp_test_line_ask (KpTestLine *self, KpDesk *desk, const char *url);
/** kp_test_line_clear: Cancels the test that runs, and shows nothing. */
void kp_test_line_clear (KpTestLine *self);
/** kp_test_line_tell: Shows @words with the icon for @state instead. */
void kp_test_line_tell (KpTestLine *self, KpResolverTestState state, const char *words);
/** kp_test_line_get_asking: Returns: whether a test runs */
gboolean kp_test_line_get_asking (KpTestLine *self);
/** kp_test_line_get_state: Returns: of what is told */
KpResolverTestState kp_test_line_get_state (KpTestLine *self);
/** kp_test_line_get_words: Returns: (transfer none): what is told, "" for nothing */
const char *kp_test_line_get_words (KpTestLine *self);

G_END_DECLS
