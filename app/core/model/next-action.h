/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/** KpTurn: whose turn it is. The numbers are stored: never renumber. */
typedef enum
{
  KP_TURN_NOBODY = 0,
  KP_TURN_YOU = 1,
  KP_TURN_CUSTOMER = 2,
  KP_TURN_PROVIDER = 3,
  KP_TURN_CA = 4,
} KpTurn;

/**
 * KpActionKind:
 *
 * What is to be done next; each has one text in the user's language. The numbers are
 * stored: never renumber, add at the end.
 */
typedef enum
{
  KP_ACTION_NONE = 0,
  KP_ACTION_CHECK = 1,          /* You: check the site (never checked) */
  KP_ACTION_SECURE = 2,         /* You: secure site */
  KP_ACTION_SET_TARGET = 3,     /* You: enter the target */
  KP_ACTION_CHANGE_DNS = 4,     /* You or customer: change the DNS record */
  KP_ACTION_REMOVE_RECORDS = 5, /* You or customer: remove the records beside it */
  KP_ACTION_MEND_DNS = 6,       /* You or customer: mend the zone (broken, bogus, loop) */
  KP_ACTION_TELL_CUSTOMER = 7,  /* You: tell the customer (moved away, apex) */
  KP_ACTION_WAIT_DNS = 8,       /* Nobody: caches run out */
  KP_ACTION_WAIT_PROVIDER = 9,  /* Provider: make or install the certificate */
  KP_ACTION_ASK_PROVIDER = 10,  /* You: ask the provider (wrong certificate served) */
  KP_ACTION_RENEW = 11,         /* You: renew certificate */
  KP_ACTION_MEND_SERVER = 12,   /* You: mend the server (own servers) */
  KP_ACTION_CHECK_NETWORK = 13, /* You: look at this network (intercepted, no resolver) */
  KP_ACTION_WAIT_CA = 14,       /* CA: issue the certificate */
  KP_ACTION_CONTINUE_JOB = 15,  /* You: go on with the job */
  KP_ACTION_REVIEW = 16,        /* You: open the site and look */
  KP_ACTION_ORDER = 17,         /* You: order the certificate */
  KP_ACTION_SUBMIT = 18,        /* You: hand the certificate over */
  KP_ACTION_ADD_RECORD = 19,    /* You or customer: add the record that the CA asks for */
  KP_ACTION_MAKE_CSR = 20,      /* Provider or you: make the signing request */
  KP_ACTION_INSTALL = 21,       /* You: install the certificate (own servers) */
} KpActionKind;

/** KP_ACTION_LAST: the last of them */
#define KP_ACTION_LAST KP_ACTION_INSTALL

/**
 * KpNextAction:
 * @who: whose turn
 * @kind: what
 * @since: Unix seconds, 0 if unknown
 * @due: Unix seconds, 0 if there is no day
 * @overdue: @due is past
 *
 * The one next action of a site. A plain value.
 */
typedef struct
{
  KpTurn who;
  KpActionKind kind;
  gint64 since;
  gint64 due;
  gboolean overdue;
} KpNextAction;

/** kp_turn_to_string: Returns: (transfer none): "you", "customer", "provider", "ca" or
 * "nobody" */
const char *kp_turn_to_string (KpTurn turn);
/** kp_turn_from_string: Returns: whether @text is one of the words; @turn is untouched if
 * not */
gboolean kp_turn_from_string (const char *text, KpTurn *turn);
/** kp_turn_get_text: Returns: (transfer none): who that is in the user's language: "You",
 * @provider_name, "Nobody"; @provider_name, @ca_name: (nullable): how they are called */
const char *kp_turn_get_text (KpTurn turn, const char *provider_name, const char *ca_name);
/** kp_action_kind_get_text: Returns: (transfer none): what to do in the user's language,
 * without who ("change the DNS record"); "" for none */
const char *kp_action_kind_get_text (KpActionKind kind);
/**
 * kp_next_action_format:
 * @self: the action
 * @provider_name: (nullable): how the provider is called
 * @ca_name: (nullable): how the CA is called
 *
 * Returns: (transfer full): "You: secure site", "Customer: change the DNS record", "Pexip:
 * …" or "Nobody"
 */
char *kp_next_action_format (const KpNextAction *self, const char *provider_name,
                             const char *ca_name);
/** kp_next_action_format_when: Returns: (transfer full): since when and by when, in the
 * user's language: "5 days, due Monday", "3 days late", "since today"; "" where neither is
 * known */
char *kp_next_action_format_when (const KpNextAction *self, gint64 now);

G_END_DECLS
