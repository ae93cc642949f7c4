/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ctl/command.h"

G_BEGIN_DECLS

/* Each writes the completion script of one shell from the table of commands. What is
 * completed from the store (sites, customers …) the script asks "keyplatectl completion
 * --list" for, and never hands to the shell as code: names come from outside. */

/** kp_completion_bash: Returns: (transfer full): the script for bash */
char *kp_completion_bash (void);
/** kp_completion_fish: Returns: (transfer full): the script for fish */
char *kp_completion_fish (void);
/** kp_completion_zsh: Returns: (transfer full): the script for zsh */
char *kp_completion_zsh (void);

/** kp_completion_of_operand: Returns: (nullable): the list that an operand is completed
 * from; "file" for files, %NULL where nothing is known */
const char *kp_completion_of_operand (KpCtlOperand operand);
/** kp_completion_of_option: Returns: (nullable): the same for the value of @option;
 * "folder" for folders, "choice" for the words of its placeholder */
const char *kp_completion_of_option (const KpCtlOption *option);

G_END_DECLS
