/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/attachment.h"
#include "core/model/priority.h"
#include "core/model/request-field.h"

G_BEGIN_DECLS

/**
 * KpRequestState:
 * @KP_REQUEST_QUEUED: to be sent
 * @KP_REQUEST_SENDING: being sent by a process
 * @KP_REQUEST_SENT: the provider has it; number and link are known where the channel gives
 * them
 * @KP_REQUEST_REFUSED: the provider refused it, in its own words
 * @KP_REQUEST_UNCERTAIN: the answer was lost: it is looked up by its reference
 * @KP_REQUEST_WAITING_FOR_YOU: the user sends it (a form, a mail) or decides whether it
 * arrived
 * @KP_REQUEST_OFFLINE: nothing left this machine; it is tried again
 * @KP_REQUEST_DRAFT: not handed to the outbox yet
 * @KP_REQUEST_CANCELLED: taken back before it was sent
 *
 * Numbers are stored: never renumber.
 */
typedef enum
{
  KP_REQUEST_QUEUED = 1,
  KP_REQUEST_SENDING = 2,
  KP_REQUEST_SENT = 3,
  KP_REQUEST_REFUSED = 4,
  KP_REQUEST_UNCERTAIN = 5,
  KP_REQUEST_WAITING_FOR_YOU = 6,
  KP_REQUEST_OFFLINE = 7,
  KP_REQUEST_DRAFT = 8,
  KP_REQUEST_CANCELLED = 9,
} KpRequestState;

/** KpRequestReason: why it is not (wholly) well, beside the words. Numbers are stored. */
typedef enum
{
  KP_REQUEST_REASON_NONE = 0,
  KP_REQUEST_REASON_REFUSED = 1,         /* the provider's own words */
  KP_REQUEST_REASON_PRIVATE_KEY = 2,     /* it holds one: it can't be sent */
  KP_REQUEST_REASON_FIELD_LOST = 3,      /* sent, and read back otherwise */
  KP_REQUEST_REASON_ATTACHMENT_LOST = 4, /* likewise */
  KP_REQUEST_REASON_TOKEN = 5,           /* the connection is to be mended, */
  KP_REQUEST_REASON_CONNECTION = 6,      /* then it goes on */
  KP_REQUEST_REASON_VAULT = 7,           /* the vault is locked or refused */
  KP_REQUEST_REASON_BUSY = 8,            /* the helpdesk asked to wait */
  KP_REQUEST_REASON_TOO_LARGE = 9,
  KP_REQUEST_REASON_DECIDE = 10, /* can't be looked up: the user decides */
  KP_REQUEST_REASON_UNREAD = 11, /* sent, but could not be read back */
} KpRequestReason;

/** KP_REQUEST_FIRST_LOOK: seconds after a lost answer until it is first looked up */
#define KP_REQUEST_FIRST_LOOK 15
/** KP_REQUEST_MAX_SUBJECT: characters of a subject */
#define KP_REQUEST_MAX_SUBJECT 250
/** KP_REQUEST_MAX_BODY: octets of a text */
#define KP_REQUEST_MAX_BODY (256 * 1024)

#define KP_TYPE_REQUEST (kp_request_get_type ())
G_DECLARE_FINAL_TYPE (KpRequest, kp_request, KP, REQUEST, GObject)

/**
 * KpRequest:
 *
 * One message to a provider's helpdesk, as it stands in the outbox. Properties, all
 * readable and writable with explicit notify:
 *
 * - int64: "id", "site-id", "job-id" (row ids, 0 for none), "created-at", "state-at" (when
 *   it came to its state), "next-at" (when it is tried or looked up again, 0 for never),
 *   "claimed-at", "received-at" (when replies were last fetched), "revision" (changes with
 *   each writing of the store), "unseen" (replies nobody has seen);
 * - int: "state" (#KpRequestState), "priority" (#KpPriority), "reason-code"
 *   (#KpRequestReason), "tries";
 * - strings, never %NULL: "site" (host and port as shown), "provider" (id of its profile),
 *   "channel", "reference" ("KP-XXXX-XXXX", stands in the subject), "subject", "body",
 *   "ticket" (number of the ticket it is a reply to), "number" and "url" (the ticket it
 *   became), "reason" (as kp_sentence_keep() keeps it), "claimed-by" (process that sends
 * it);
 * - "fields" (#GPtrArray of #KpRequestField), "attachments" (#GPtrArray of #KpAttachment).
 */

/** kp_request_new: Returns: (transfer full): an empty draft of normal priority */
KpRequest *kp_request_new (void);
/** kp_request_copy: Returns: (transfer full): an object of its own with all that @self has
 */
KpRequest *kp_request_copy (KpRequest *self);
/** kp_request_assign: Makes @self equal to @source, notifying what changes. Attachments
 * whose content @self has loaded already stay. */
void kp_request_assign (KpRequest *self, KpRequest *source);

/** kp_request_get_id: Returns: row id, 0 if not in the store */
gint64 kp_request_get_id (KpRequest *self);
/** kp_request_get_site_id: Returns: row id of its site, 0 for none */
gint64 kp_request_get_site_id (KpRequest *self);
/** kp_request_get_job_id: Returns: row id of its job, 0 for none */
gint64 kp_request_get_job_id (KpRequest *self);
/** kp_request_get_created_at: Returns: Unix seconds */
gint64 kp_request_get_created_at (KpRequest *self);
/** kp_request_get_state_at: Returns: Unix seconds; when it came to its state */
gint64 kp_request_get_state_at (KpRequest *self);
/** kp_request_get_next_at: Returns: Unix seconds; when it is tried or looked up again, 0
 * for never */
gint64 kp_request_get_next_at (KpRequest *self);
/** kp_request_get_revision: Returns: what changes with each writing of the store */
gint64 kp_request_get_revision (KpRequest *self);
/** kp_request_get_state: Returns: its state */
KpRequestState kp_request_get_state (KpRequest *self);
/** kp_request_get_priority: Returns: its priority */
KpPriority kp_request_get_priority (KpRequest *self);
/** kp_request_get_reason_code: Returns: why it is not (wholly) well */
KpRequestReason kp_request_get_reason_code (KpRequest *self);
/** kp_request_get_tries: Returns: how often it was tried or looked up in a row */
guint kp_request_get_tries (KpRequest *self);
/** kp_request_get_unseen: Returns: replies that nobody has seen */
guint kp_request_get_unseen (KpRequest *self);
/** kp_request_get_site: Returns: (transfer none): host and port of its site as shown */
const char *kp_request_get_site (KpRequest *self);
/** kp_request_get_provider: Returns: (transfer none): id of its provider's profile */
const char *kp_request_get_provider (KpRequest *self);
/** kp_request_get_channel: Returns: (transfer none): id of its channel */
const char *kp_request_get_channel (KpRequest *self);
/** kp_request_get_reference: Returns: (transfer none): "KP-XXXX-XXXX" */
const char *kp_request_get_reference (KpRequest *self);
/** kp_request_get_subject: Returns: (transfer none): its subject line */
const char *kp_request_get_subject (KpRequest *self);
/** kp_request_get_body: Returns: (transfer none): its text */
const char *kp_request_get_body (KpRequest *self);
/** kp_request_get_ticket: Returns: (transfer none): number of the ticket it is a reply to,
 * "" for a new one */
const char *kp_request_get_ticket (KpRequest *self);
/** kp_request_get_number: Returns: (transfer none): number of the ticket it became, "" if
 * unknown */
const char *kp_request_get_number (KpRequest *self);
/** kp_request_get_url: Returns: (transfer none): link to that ticket, "" if unknown */
const char *kp_request_get_url (KpRequest *self);
/** kp_request_get_reason: Returns: (transfer none): why it is not (wholly) well, as
 * kp_sentence_keep() keeps it, "" if it is */
const char *kp_request_get_reason (KpRequest *self);
/** kp_request_tell_reason: Returns: (transfer full): that in the user's language, "" if it
 * is well */
char *kp_request_tell_reason (KpRequest *self);
/** kp_request_get_claimed_by: Returns: (transfer none): the process that sends it, "" for
 * none */
const char *kp_request_get_claimed_by (KpRequest *self);
/** kp_request_get_fields: Returns: (transfer none) (element-type KpRequestField): its
 * fields, in the provider's order */
GPtrArray *kp_request_get_fields (KpRequest *self);
/** kp_request_get_field: Returns: (transfer none) (nullable): what the field @id says,
 * %NULL if there is none */
const char *kp_request_get_field (KpRequest *self, const char *id);
/** kp_request_get_attachments: Returns: (transfer none) (element-type KpAttachment): what
 * goes with it */
GPtrArray *kp_request_get_attachments (KpRequest *self);
/** kp_request_format_fields: Returns: (transfer full): its fields that say something, a
 * line each: "LABEL: VALUE" */
char *kp_request_format_fields (KpRequest *self);

/** kp_request_state_to_string: Returns: (transfer none): "queued", "waiting-for-you" … */
const char *kp_request_state_to_string (KpRequestState state);
/** kp_request_state_to_text: Returns: (transfer none): the word for people in their
 * language: "Being Looked Up" */
const char *kp_request_state_to_text (KpRequestState state);
/** kp_request_state_is_open: Returns: whether the outbox still has to do something about
 * one in @state */
gboolean kp_request_state_is_open (KpRequestState state);

G_END_DECLS
