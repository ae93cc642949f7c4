/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** kp_ctl_can_ask: Returns: whether a person sits there: standard input and error are a
 * terminal */
gboolean kp_ctl_can_ask (void);
/** kp_ctl_ask: Asks for one line on the terminal. Returns: (transfer full) (nullable): the
 * answer without white space around it; %NULL at the end of input */
char *kp_ctl_ask (const char *question);
/** kp_ctl_ask_yes: Asks a question; only a plain yes, in the user's language or in English,
 * is one. Returns: whether it was */
gboolean kp_ctl_ask_yes (const char *question);

G_END_DECLS
