/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ctl/command.h"

G_BEGIN_DECLS

/** kp_ctl_options_common: Returns: those that every command has */
const KpCtlOption *kp_ctl_options_common (void);
/** kp_ctl_option_takes_value: Returns: whether @word is an option of any command whose
 * value is the word after it */
gboolean kp_ctl_option_takes_value (const char *word);
/** kp_ctl_options_have: Returns: whether one of the words @option and @other (nullable)
 * stands in @argv as an option */
gboolean kp_ctl_options_have (char **argv, const char *option, const char *other);
/**
 * kp_ctl_options_parse:
 * @ctl: takes the common options
 * @command: whose options they are
 * @argv: the program's name and what follows, without the words of the command
 * @operands: (out) (transfer container): what is no option, up to %NULL
 *
 * Reads the options. Returns: KP_CTL_FINE, or KP_CTL_USAGE after having said why
 */
KpCtlStatus kp_ctl_options_parse (KpCtl *ctl, const KpCtlCommand *command, char **argv,
                                  char ***operands);
/** kp_ctl_options_print_help: Prints how @command is used. */
void kp_ctl_options_print_help (const KpCtlCommand *command);

G_END_DECLS
