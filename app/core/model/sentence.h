/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** KpSentence: the sentences that are kept. What the store keeps of one is its word in the
 * table of sentence-table.c and what goes in it, so that whoever reads it is told it in
 * their own language. */
typedef enum
{
  /* What became of a job. */
  KP_SENTENCE_JOB_SECURE,
  KP_SENTENCE_JOB_RENEW,
  KP_SENTENCE_JOB_ABANDONED,
  KP_SENTENCE_JOB_PAUSED,
  KP_SENTENCE_JOB_RESUMED,
  KP_SENTENCE_JOB_BACK,
  KP_SENTENCE_JOB_OVER,
  KP_SENTENCE_JOB_REMINDED_CUSTOMER,
  KP_SENTENCE_JOB_REMINDED_PROVIDER,
  KP_SENTENCE_JOB_CONFIRMED,
  KP_SENTENCE_JOB_HANDED,        /* provider */
  KP_SENTENCE_JOB_HANDED_TICKET, /* provider, number of a ticket */
  KP_SENTENCE_JOB_WRITTEN,       /* provider */
  KP_SENTENCE_JOB_TARGET,        /* provider, host name */
  KP_SENTENCE_JOB_TOLD_CUSTOMER,
  KP_SENTENCE_JOB_YOURS,
  KP_SENTENCE_JOB_CHANGED, /* time */
  KP_SENTENCE_JOB_SECURED,
  KP_SENTENCE_JOB_ORDERED,
  KP_SENTENCE_JOB_ORDER,       /* CA, number, price */
  KP_SENTENCE_JOB_ORDER_NOTED, /* likewise */
  KP_SENTENCE_JOB_RECORD,      /* type, name */
  KP_SENTENCE_JOB_RECORD_THERE,
  KP_SENTENCE_JOB_RECORD_GONE,
  KP_SENTENCE_JOB_CSR,              /* fingerprint */
  KP_SENTENCE_JOB_CERTIFICATE,      /* time, fingerprint */
  KP_SENTENCE_JOB_SET_ASIDE,        /* finding, reason */
  KP_SENTENCE_JOB_SAVED,            /* files for a server of the user's */
  KP_SENTENCE_JOB_SUBMITTED,        /* provider */
  KP_SENTENCE_JOB_SUBMITTED_TICKET, /* provider, number of a ticket */
  KP_SENTENCE_JOB_SUBMITTED_BY,     /* provider; by a request */
  KP_SENTENCE_JOB_INSTALLED_HERE,
  KP_SENTENCE_JOB_INSTALLED, /* provider */
  KP_SENTENCE_JOB_RENEWED,

  /* What became of a request. */
  KP_SENTENCE_REQUEST_SENT,        /* reference */
  KP_SENTENCE_REQUEST_SENT_TICKET, /* reference, number of a ticket */
  KP_SENTENCE_REQUEST_REFUSED,     /* reference, sentence */
  KP_SENTENCE_REQUEST_BY_HAND,     /* reference */
  KP_SENTENCE_REQUEST_TAKEN_BACK,  /* reference */
  KP_SENTENCE_REQUEST_REPLY,       /* reference, who answered */

  /* What of a site became another: before and after. */
  KP_SENTENCE_EDIT_PROVIDER,
  KP_SENTENCE_EDIT_CUSTOMER,
  KP_SENTENCE_EDIT_TARGET,
  KP_SENTENCE_EDIT_NOTE,
  KP_SENTENCE_EDIT_PROXIED,
  KP_SENTENCE_EDIT_NOT_PROXIED,
  KP_SENTENCE_EDIT_RETIRED,
  KP_SENTENCE_EDIT_IN_USE,

  /* Why nothing came from a server: @host first. */
  KP_SENTENCE_NET_STATUS, /* number of an HTTP status */
  KP_SENTENCE_NET_BUSY,   /* likewise */
  KP_SENTENCE_NET_REDIRECT,
  KP_SENTENCE_NET_REDIRECT_TO, /* web address */
  KP_SENTENCE_NET_EXPIRED,
  KP_SENTENCE_NET_NOT_YET,
  KP_SENTENCE_NET_OTHER_NAME,
  KP_SENTENCE_NET_UNTRUSTED,
  KP_SENTENCE_NET_NO_ADDRESS,
  KP_SENTENCE_NET_REFUSED,
  KP_SENTENCE_NET_UNREACHABLE,
  KP_SENTENCE_NET_SILENT,
  KP_SENTENCE_NET_TLS,
  KP_SENTENCE_NET_BROKE_OFF,
  KP_SENTENCE_NET_TOO_LARGE,     /* number of bytes */
  KP_SENTENCE_NET_CONTENT,       /* two content types */
  KP_SENTENCE_NET_NOT_PUBLIC,    /* an address itself */
  KP_SENTENCE_NET_NOT_PUBLIC_AT, /* IP address */
  KP_SENTENCE_NET_NOT_WEB,       /* no host, but what should be a web address */
  KP_SENTENCE_CANCELLED,
  KP_SENTENCE_SYSTEM, /* errno */

  /* Why no DNS answer came. */
  KP_SENTENCE_DNS_NOT_HTTPS, /* what should be a web address */
  KP_SENTENCE_DNS_MALFORMED, /* technical detail */
  KP_SENTENCE_DNS_SHORT,     /* number of bytes */
  KP_SENTENCE_DNS_CUT,
  KP_SENTENCE_DNS_NAME, /* name */
  KP_SENTENCE_DNS_OTHER_QUESTION,
  KP_SENTENCE_DNS_OTHER_ID, /* number */
  KP_SENTENCE_DNS_SILENT,
  KP_SENTENCE_DNS_ENDED,
  KP_SENTENCE_DNS_NO_SERVER,
  KP_SENTENCE_DNS_ALL_SILENT,

  /* Why a request is not (wholly) well. */
  KP_SENTENCE_HELPDESK_SAYS,    /* sentence, its words */
  KP_SENTENCE_HELPDESK_BUSY,    /* host, number of an HTTP status */
  KP_SENTENCE_HELPDESK_FAILED,  /* likewise */
  KP_SENTENCE_HELPDESK_ABSENT,  /* likewise */
  KP_SENTENCE_HELPDESK_REFUSED, /* likewise */
  KP_SENTENCE_HELPDESK_UNCLEAR, /* host */
  KP_SENTENCE_HELPDESK_OTHER,   /* host */
  KP_SENTENCE_HELPDESK_TOKEN,
  KP_SENTENCE_HELPDESK_LOGIN,
  KP_SENTENCE_HELPDESK_NO_TOKEN,
  KP_SENTENCE_HELPDESK_NOT_A_TOKEN,
  KP_SENTENCE_HELPDESK_TOO_LARGE,
  KP_SENTENCE_HELPDESK_RIGHT,
  KP_SENTENCE_HELPDESK_RIGHT_CREATE, /* queue */
  KP_SENTENCE_HELPDESK_RIGHT_REPLY,  /* number of a ticket */
  KP_SENTENCE_HELPDESK_QUEUE,        /* queue */
  KP_SENTENCE_HELPDESK_NO_NUMBER,    /* what should be one */
  KP_SENTENCE_HELPDESK_MOVED,        /* sentence */
  KP_SENTENCE_HELPDESK_LOST,         /* sentence */
  KP_SENTENCE_HELPDESK_SILENT,       /* number of an HTTP status */
  KP_SENTENCE_HELPDESK_NO_TICKET,
  KP_SENTENCE_HELPDESK_UNREADABLE,
  KP_SENTENCE_HELPDESK_NO_LIST,
  KP_SENTENCE_HELPDESK_LOOK,
  KP_SENTENCE_HELPDESK_FILES,      /* provider */
  KP_SENTENCE_HELPDESK_ANOTHER,    /* provider, a way to reach it */
  KP_SENTENCE_HELPDESK_NO_WAY,     /* word */
  KP_SENTENCE_HELPDESK_NO_PROFILE, /* id of a provider */
  KP_SENTENCE_HELPDESK_DECIDE,
  KP_SENTENCE_HELPDESK_UNSEEN,
  KP_SENTENCE_HELPDESK_LOST_FIELDS, /* names */
  KP_SENTENCE_HELPDESK_LOST_TEXT,
  KP_SENTENCE_HELPDESK_LOST_FILES, /* names */
  KP_SENTENCE_CONNECTION_NO_QUEUE,
  KP_SENTENCE_CONNECTION_QUEUE,
  KP_SENTENCE_CONNECTION_NO_URL,
  KP_SENTENCE_CONNECTION_LONG_URL,
  KP_SENTENCE_CONNECTION_URL,
  KP_SENTENCE_CONNECTION_USER,
  KP_SENTENCE_CONNECTION_QUERY,
  KP_SENTENCE_CONNECTION_HTTPS,
  KP_SENTENCE_CONNECTION_NO_ADDRESS,
  KP_SENTENCE_CONNECTION_LONG_ADDRESS,
  KP_SENTENCE_CONNECTION_ADDRESS,
  KP_SENTENCE_CONNECTION_SEVERAL,

  /* Why a secret can't be had. */
  KP_SENTENCE_VAULT_LOCKED,
  KP_SENTENCE_VAULT_PASSPHRASE,
  KP_SENTENCE_VAULT_BUSY,
  KP_SENTENCE_VAULT_NONE, /* file */
  KP_SENTENCE_VAULT_UNREADABLE,
  KP_SENTENCE_VAULT_DAMAGED,
  KP_SENTENCE_VAULT_NEWER,
  KP_SENTENCE_VAULT_FILE, /* file, errno */
  KP_SENTENCE_KEYRING_LOCKED,
  KP_SENTENCE_KEYRING_REFUSED,
  KP_SENTENCE_KEYRING_ABSENT,
  KP_SENTENCE_KEYRING_NO_PORTAL,
  KP_SENTENCE_KEYRING_NEW,
  KP_SENTENCE_KEYRING_CHANGED,
  KP_SENTENCE_KEYRING_FULL,
  KP_SENTENCE_KEYRING_SAYS, /* its words */

  KP_SENTENCE_N,
} KpSentence;

/** KP_SENTENCE_MAX_VALUE: characters that are kept of what goes in a sentence */
#define KP_SENTENCE_MAX_VALUE 500
/** KP_SENTENCE_MAX_FOREIGN: characters that are kept of words that are not ours */
#define KP_SENTENCE_MAX_FOREIGN 1000

/**
 * kp_sentence_keep:
 * @sentence: which one
 * @...: (nullable): what goes in it, as strings, a number or a time (Unix seconds) in
 *   decimal digits; at the end %NULL. What is from outside may hold anything; a sentence
 *   that is kept itself becomes part of this one
 *
 * Pure; any thread.
 *
 * Returns: (transfer full): what to keep: it begins with a tab, which nothing does that
 *   people read, and has one line
 */
char *kp_sentence_keep (KpSentence sentence, ...) G_GNUC_NULL_TERMINATED;

/** kp_sentence_keep_number: Returns: (transfer full): as kp_sentence_keep(), of one that
 * has @text (nullable: it has none) before its only number */
char *kp_sentence_keep_number (KpSentence sentence, const char *text, gint64 number);

/** kp_sentence_keep_foreign: Returns: (transfer full): what to keep of words that are not
 * ours: themselves, on one line and of bounded length. Pure; any thread */
char *kp_sentence_keep_foreign (const char *text);

/** kp_sentence_add: Adds @kept (transfer full) to @text, for what is told in several
 * sentences. */
void kp_sentence_add (GString *text, char *kept);

/**
 * kp_sentence_tell:
 * @kept: (nullable): from kp_sentence_keep(), perhaps several, or by another version,
 *   which may have kept a finished text; or damaged
 *
 * Any thread.
 *
 * Returns: (transfer full) (nullable): that in the user's language, as far as it is
 *   understood; %NULL for %NULL
 */
char *kp_sentence_tell (const char *kept);
/** kp_sentence_tell_list: Returns: (transfer full) (nullable): as kp_sentence_tell(), with
 * @separator between several */
char *kp_sentence_tell_list (const char *kept, const char *separator);

G_END_DECLS
