/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** kp_plain_text_shorten: Returns: (transfer full): @text (of any octets) as a message can
 * repeat it: valid UTF-8 on one line, control characters as spaces, cut after @most
 * characters with an ellipsis */
char *kp_plain_text_shorten (const char *text, guint most);
/** kp_plain_text_shorten_middle: Returns: (transfer full): @text (UTF-8) cut to @most
 * characters and an ellipsis in its middle, so that both ends of a name stay */
char *kp_plain_text_shorten_middle (const char *text, guint most);
/** kp_plain_text_isolate: Returns: (transfer full): @text (UTF-8) as it may stand within
 * another line: whatever direction it is written in, it reorders only itself (UAX 9) */
char *kp_plain_text_isolate (const char *text);
/** kp_plain_text_has_control: Returns: whether @text (UTF-8) has control characters; line
 * feeds and tabs are none where it may have several @lines */
gboolean kp_plain_text_has_control (const char *text, gboolean lines);

G_END_DECLS
