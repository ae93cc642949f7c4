/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/helpdesk/letter.h"
#include "core/model/certificate-facts.h"
#include "core/model/request.h"
#include "core/model/site.h"
#include "core/model/subject.h"
#include "core/provider/profile.h"

G_BEGIN_DECLS

/**
 * KpFieldProblem:
 * @field: id of the field
 * @label: the field in the user's language
 * @text: what is wrong and what is expected, a sentence in the user's language that names
 * the field
 *
 * Why a request can't be sent so. An owned value.
 */
typedef struct
{
  char *field;
  char *label;
  char *text;
} KpFieldProblem;

/** kp_field_problem_free: Frees @self; %NULL is fine. */
void kp_field_problem_free (KpFieldProblem *self);

/**
 * KpRequestPlan:
 * @profile: of the provider; says which fields, in which order, and how urgent
 * @kind: which letter
 * @site: what it is about; its field is the host name alone, and the letter names the port
 *   where it is not 443
 * @job_id: row id, 0 for none
 * @subject: (nullable): the certificate details; %NULL for a letter without fields
 * @channel: (nullable): id of the channel; %NULL for the profile's own
 * @target: (nullable): the target that is expected
 * @ticket: (nullable): number of the ticket it is a reply to; %NULL for a new one. That of
 *   the signing request, for %KP_LETTER_CERTIFICATE: where the profile wants a new ticket
 *   for the certificate, the letter only names it
 * @raised: it is more urgent than usual
 * @language: (nullable): BCP 47 tag of the letter's language; otherwise as
 *   kp_request_find_language()
 * @sender: (nullable): who signs
 * @values: (nullable): what else the letter is filled with
 * @attachment: (nullable): a file that goes with it, with its content
 * @certificate: (nullable): the certificate that is handed over, whose fingerprint, names
 *   and validity %KP_LETTER_CERTIFICATE states; @attachment is its bundle
 *
 * What a request is made of. A plain value; what it points to need only live during the
 * call.
 */
typedef struct
{
  KpProfile *profile;
  KpLetterKind kind;
  KpSite *site;
  gint64 job_id;
  KpSubject *subject;
  const char *channel;
  const char *target;
  const char *ticket;
  gboolean raised;
  const char *language;
  const char *sender;
  const KpLetterValue *values;
  KpAttachment *attachment;
  const KpCertificateFacts *certificate;
} KpRequestPlan;

/** kp_request_make_reference: Returns: (transfer full): a new "KP-XXXX-XXXX" out of letters
 * and digits that nobody mistakes for others; from the system's random numbers */
char *kp_request_make_reference (void);
/** kp_request_is_reference: Returns: whether @text has that form */
gboolean kp_request_is_reference (const char *text);

/** kp_request_find_language: @language: (nullable): BCP 47 tag of the one that is wanted.
 * Pure. Returns: (transfer full): the tag of the language in which a letter of that kind is
 * written to the provider: @language, else the one that its profile names, else English;
 * the first in which there are letters. What is spoken here counts for nothing */
char *kp_request_find_language (KpProfile *profile, KpLetterKind kind,
                                const char *language);

/**
 * kp_request_compose:
 * @plan: what it is made of
 * @problems: (out) (transfer full) (element-type KpFieldProblem) (optional): what is to be
 *   mended before it can be sent; empty if nothing
 * @error: #KpLetterError
 *
 * Writes a request: fields in the profile's order, the letter, a reference of its own that
 * stands in the subject. It is a draft: not saved, and to be looked at.
 *
 * Returns: (transfer full) (nullable): the draft
 */
KpRequest *kp_request_compose (const KpRequestPlan *plan, GPtrArray **problems,
                               GError **error);

/**
 * kp_request_find_problems:
 * @request: a request, perhaps changed by the user
 * @profile: of its provider
 *
 * Pure.
 *
 * Returns: (transfer full) (element-type KpFieldProblem): what is wrong with its fields,
 *   subject and text by the profile's rules and those of certificates
 */
GPtrArray *kp_request_find_problems (KpRequest *request, KpProfile *profile);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpFieldProblem, kp_field_problem_free)

G_END_DECLS
