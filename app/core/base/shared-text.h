/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * kp_shared_text_new:
 * @text: (nullable): a text that many have in common
 *
 * Holds each text once, however many ask for it, until the last of them has released it.
 * Any thread: GLib's interned GRefString may be found by one thread while another frees it
 * (seen in GLib 2.74), and sites are made in one thread and go away in another.
 *
 * Returns: (transfer full) (nullable): the text, to be released; %NULL for %NULL and ""
 */
char *kp_shared_text_new (const char *text);
/** kp_shared_text_release: Releases what kp_shared_text_new() gave. */
void kp_shared_text_release (char *shared);

G_END_DECLS
