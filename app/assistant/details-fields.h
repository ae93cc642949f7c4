/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/model/subject.h"
#include "core/provider/profile.h"

G_BEGIN_DECLS

#define KP_TYPE_DETAILS_FIELDS (kp_details_fields_get_type ())
G_DECLARE_FINAL_TYPE (KpDetailsFields, kp_details_fields, KP, DETAILS_FIELDS, AdwBin)

/**
 * KpDetailsFields:
 *
 * The fields of certificate details that a provider asks for, each with what is wrong with
 * it as it is typed, in characters. Those that no certificate shows stand apart. Signal
 * "changed": something else stands in them.
 */

/** kp_details_fields_set_profile: Shows what @profile (nullable) asks for: all where it
 * does not say. */
void kp_details_fields_set_profile (KpDetailsFields *self, KpProfile *profile);
/** kp_details_fields_show_certificate: Shows what a certificate can hold and nothing else,
 * all of it optional. */
void kp_details_fields_show_certificate (KpDetailsFields *self);
/** kp_details_fields_set_subject: Puts in what @subject (nullable) has. */
void kp_details_fields_set_subject (KpDetailsFields *self, KpSubject *subject);
/** kp_details_fields_dup_subject: Returns: (transfer full): what stands in them, in normal
 * form, without a name */
KpSubject *kp_details_fields_dup_subject (KpDetailsFields *self);
/** kp_details_fields_is_right: Returns: whether nothing is wrong with what stands there */
gboolean kp_details_fields_is_right (KpDetailsFields *self);
/** kp_details_fields_dup_missing: Returns: (transfer full) (nullable): which fields the
 * provider still needs, as a list; %NULL for none */
char *kp_details_fields_dup_missing (KpDetailsFields *self);

G_END_DECLS
