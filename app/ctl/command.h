/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ctl/context.h"

G_BEGIN_DECLS

/** KpCtlOptionKind: what an option takes, and where its value goes */
typedef enum
{
  KP_CTL_OPTION_FLAG,     /* nothing; a gboolean */
  KP_CTL_OPTION_TEXT,     /* UTF-8; a char * */
  KP_CTL_OPTION_CHOICE,   /* one of the words of its placeholder; a char * */
  KP_CTL_OPTION_PROVIDER, /* the id of a profile; a char * */
  KP_CTL_OPTION_CUSTOMER, /* a customer's name; a char * */
  KP_CTL_OPTION_SUBJECT,  /* the name of saved details; a char * */
  KP_CTL_OPTION_FILE,     /* octets of a path; a char * */
  KP_CTL_OPTION_FOLDER,   /* likewise */
  KP_CTL_OPTION_LIST,     /* UTF-8, each time it is given; a GPtrArray * */
} KpCtlOptionKind;

/**
 * KpCtlOption:
 * @name: without the dashes
 * @kind: what it takes
 * @value: where that goes; %NULL : accepted and not used
 * @description: one line, translated when shown; %NULL: not shown
 * @placeholder: (nullable): how its value is called, or the words of a choice with "|"
 *
 * One option. Tables of them end with one without a name.
 */
typedef struct
{
  const char *name;
  KpCtlOptionKind kind;
  gpointer value;
  const char *description;
  const char *placeholder;
} KpCtlOption;

/** KpCtlOperand: what follows a command */
typedef enum
{
  KP_CTL_OPERAND_NONE,
  KP_CTL_OPERAND_HOST,
  KP_CTL_OPERAND_SITE,
  KP_CTL_OPERAND_CUSTOMER,
  KP_CTL_OPERAND_SUBJECT,
  KP_CTL_OPERAND_PROVIDER,
  KP_CTL_OPERAND_REQUEST,
  KP_CTL_OPERAND_SETTING,
  KP_CTL_OPERAND_FILE,
  KP_CTL_OPERAND_SHELL,
} KpCtlOperand;

/**
 * KpCtlCommand:
 * @name: its words, "site add"
 * @usage: what follows, for the usage line; translated when shown, but for words to type
 * @summary: one line, translated when shown
 * @run: does it; its operands are octets as they were given, %NULL-terminated
 * @options: (nullable): its own
 * @operand: what follows
 * @least: so many operands at least
 * @most: so many at most
 * @reads: it only reads the store, so it also works where that can't be written
 *
 * One command; commands.c has the table of all.
 */
struct _KpCtlCommand
{
  const char *name;
  const char *usage;
  const char *summary;
  KpCtlStatus (*run) (KpCtl *ctl, char **operands);
  const KpCtlOption *options;
  KpCtlOperand operand;
  guint least;
  guint most;
  gboolean reads;
};

/** kp_ctl_commands: Returns: (array zero-terminated=1): all commands, in the order of the
 * help */
const KpCtlCommand *const *kp_ctl_commands (void);
/** kp_ctl_command_take: Finds the words of a command in @argv (owned strings), takes
 * them out and frees them. @words: (out) (transfer full): what stood there, "" if nothing.
 * Returns: (nullable): the command
 */
const KpCtlCommand *kp_ctl_command_take (char **argv, char **words);
/** kp_ctl_command_list: Returns: (transfer full) (nullable): the names of the commands that
 * begin with the word @group, with commas; %NULL if none does */
char *kp_ctl_command_list (const char *group);
/** kp_ctl_command_print_all: Prints the help of the program, or of the commands that begin
 * with the word @group. Returns: whether there are any */
gboolean kp_ctl_command_print_all (const char *group);

extern const KpCtlCommand kp_ctl_site_add;
extern const KpCtlCommand kp_ctl_site_list;
extern const KpCtlCommand kp_ctl_site_show;
extern const KpCtlCommand kp_ctl_site_set;
extern const KpCtlCommand kp_ctl_site_remove;
extern const KpCtlCommand kp_ctl_site_retire;
extern const KpCtlCommand kp_ctl_site_restore;
extern const KpCtlCommand kp_ctl_site_import;
extern const KpCtlCommand kp_ctl_site_export;
extern const KpCtlCommand kp_ctl_customer_add;
extern const KpCtlCommand kp_ctl_customer_list;
extern const KpCtlCommand kp_ctl_customer_show;
extern const KpCtlCommand kp_ctl_customer_set;
extern const KpCtlCommand kp_ctl_customer_remove;
extern const KpCtlCommand kp_ctl_csr_create;
extern const KpCtlCommand kp_ctl_csr_check;
extern const KpCtlCommand kp_ctl_subject_add;
extern const KpCtlCommand kp_ctl_subject_list;
extern const KpCtlCommand kp_ctl_subject_show;
extern const KpCtlCommand kp_ctl_subject_remove;
extern const KpCtlCommand kp_ctl_secure;
extern const KpCtlCommand kp_ctl_renew;
extern const KpCtlCommand kp_ctl_intake;
extern const KpCtlCommand kp_ctl_job_list;
extern const KpCtlCommand kp_ctl_job_show;
extern const KpCtlCommand kp_ctl_job_next;
extern const KpCtlCommand kp_ctl_job_back;
extern const KpCtlCommand kp_ctl_job_pause;
extern const KpCtlCommand kp_ctl_job_resume;
extern const KpCtlCommand kp_ctl_job_abandon;
extern const KpCtlCommand kp_ctl_job_remind;
extern const KpCtlCommand kp_ctl_bundle_check;
extern const KpCtlCommand kp_ctl_bundle_write;
extern const KpCtlCommand kp_ctl_check;
extern const KpCtlCommand kp_ctl_watch;
extern const KpCtlCommand kp_ctl_name_check;
extern const KpCtlCommand kp_ctl_request_list;
extern const KpCtlCommand kp_ctl_request_show;
extern const KpCtlCommand kp_ctl_request_send;
extern const KpCtlCommand kp_ctl_request_receive;
extern const KpCtlCommand kp_ctl_request_cancel;
extern const KpCtlCommand kp_ctl_provider_list;
extern const KpCtlCommand kp_ctl_provider_check;
extern const KpCtlCommand kp_ctl_provider_connect;
extern const KpCtlCommand kp_ctl_provider_test;
extern const KpCtlCommand kp_ctl_settings_get;
extern const KpCtlCommand kp_ctl_settings_set;
extern const KpCtlCommand kp_ctl_settings_list;
extern const KpCtlCommand kp_ctl_backup;
extern const KpCtlCommand kp_ctl_restore;
extern const KpCtlCommand kp_ctl_completion;

G_END_DECLS
