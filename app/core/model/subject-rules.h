/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/subject.h"

G_BEGIN_DECLS

/**
 * kp_subject_normalize_field:
 * @field: which detail
 * @text: what was typed, of any octets
 *
 * The form in which a detail is kept and compared: NFC, no white space around it and one
 * space between words; the code of a country in capitals, and for what a country is called
 * its code ("UK", "England" and "GBR" give "GB"). What is wrong with it stays: the rules
 * tell.
 *
 * Returns: (transfer full): the text
 */
char *kp_subject_normalize_field (KpSubjectField field, const char *text);
/**
 * kp_subject_check_field:
 * @field: which detail
 * @text: what was typed, of any octets; outer white space does not count
 * @reason: (out) (transfer full) (optional): what is wrong and what is expected, as a
 *   sentence in the user's language
 *
 * The bounds of X.520 and BR section 7.1.4.2, in characters; the values that BR sections
 * 7.1.2.7.3 and 7.1.2.7.4 refuse; country codes of ISO 3166-1 (their form alone, where the
 * list is not installed). A detail that is not there is not wrong: which are needed the
 * provider's profile says. Pure but for the list of countries; any thread.
 *
 * Returns: whether it can be used
 */
gboolean kp_subject_check_field (KpSubjectField field, const char *text, char **reason);
/** kp_subject_field_get_max: Returns: characters of the longest value */
guint kp_subject_field_get_max (KpSubjectField field);
/** kp_subject_field_in_certificate: Returns: whether the detail goes into a certificate; if
 * not, only the request has it: CAs must leave the organizational unit out (BR section
 * 7.1.2.7.4), and the address is the requester's */
gboolean kp_subject_field_in_certificate (KpSubjectField field);
/** kp_subject_format_visible: Returns: (transfer full): what visitors will see in their
 * browser: "Kite Ltd, London, GB"; "" if nothing */
char *kp_subject_format_visible (KpSubject *subject);
/** kp_subject_get_differences: Returns: the details in which both differ, as bits 1 <<
 * #KpSubjectField; how they are written does not count */
guint kp_subject_get_differences (KpSubject *a, KpSubject *b);

G_END_DECLS
