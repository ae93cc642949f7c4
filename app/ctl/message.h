/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ctl/context.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/** kp_ctl_warn: Says on one line of stderr what is wrong and why. */
void kp_ctl_warn (const char *what, const char *why);
/** kp_ctl_fail: The same, as the JSON document too if that was asked for. Returns: @status
 */
KpCtlStatus kp_ctl_fail (KpCtl *ctl, KpCtlStatus status, const char *code, const char *what,
                         const char *why);
/** kp_ctl_fail_operand: The same of an operand by its name in the help, which is translated
 * for people and stays as it is for scripts. Returns: KP_CTL_USAGE */
KpCtlStatus kp_ctl_fail_operand (KpCtl *ctl, const char *code, const char *operand,
                                 const char *why);
/** kp_ctl_fail_error: The same from an error, whose domain gives status and code. Returns:
 * the status */
KpCtlStatus kp_ctl_fail_error (KpCtl *ctl, const char *what, const GError *error);
/** kp_ctl_fail_setting: The same from the error of a value for the setting @name. Returns:
 * KP_CTL_USAGE */
KpCtlStatus kp_ctl_fail_setting (KpCtl *ctl, const char *what, const char *name,
                                 const GError *error);
/** kp_ctl_add_error: Adds the member "error" of the contract to the object of @builder. */
void kp_ctl_add_error (JsonBuilder *builder, const char *code, const char *what,
                       const char *why);
/** kp_ctl_worse: Returns: the one of two statuses that the contract puts first */
KpCtlStatus kp_ctl_worse (KpCtlStatus a, KpCtlStatus b);

/** kp_ctl_add_string: Adds a member; %NULL is null. */
void kp_ctl_add_string (JsonBuilder *builder, const char *name, const char *value);
/** kp_ctl_add_int: Adds a member. */
void kp_ctl_add_int (JsonBuilder *builder, const char *name, gint64 value);
/** kp_ctl_print_json: Prints the one document on stdout, with nothing that steers a
 * terminal if that is one. */
void kp_ctl_print_json (JsonBuilder *builder);
/** kp_ctl_print_removed: Prints the JSON document that says what was removed: @names. */
void kp_ctl_print_removed (const char *const *names);
/** kp_ctl_print_text: Prints @text on stdout as it is; on a terminal without what steers
 * it. */
void kp_ctl_print_text (const char *text);

G_END_DECLS
