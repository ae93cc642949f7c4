/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** KP_SUBJECT_MAX_NAME: characters of the name under which details are kept */
#define KP_SUBJECT_MAX_NAME 200

/** KpSubjectField: one detail of a certificate's subject, in the order in which they are
 * asked for */
typedef enum
{
  KP_SUBJECT_COUNTRY,
  KP_SUBJECT_STATE,
  KP_SUBJECT_LOCALITY,
  KP_SUBJECT_ORGANIZATION,
  KP_SUBJECT_ORGANIZATIONAL_UNIT,
  KP_SUBJECT_EMAIL,
  KP_SUBJECT_N_FIELDS,
} KpSubjectField;

#define KP_TYPE_SUBJECT (kp_subject_get_type ())
G_DECLARE_FINAL_TYPE (KpSubject, kp_subject, KP, SUBJECT, GObject)

/**
 * KpSubject:
 *
 * The details a certificate is asked for with, kept once per organization. Any text can be
 * in them; core/model/subject-rules.h says what is wrong with it. Properties, all readable
 * and writable with explicit notify: "id" (int64), "name" (under which they are kept),
 * "country" (ISO 3166-1 alpha-2), "state", "locality", "organization",
 * "organizational-unit", "email" (the requester's), "verified-at" (int64: Unix seconds of
 * the day on which they were last found right, 0 if never). Strings are never %NULL.
 */

/** kp_subject_new: Returns: (transfer full): details with id 0 (not in the store yet) under
 * @name (nullable) */
KpSubject *kp_subject_new (const char *name);
/** kp_subject_copy: Returns: (transfer full): another object with the same content: what an
 * editor changes, and what a job keeps */
KpSubject *kp_subject_copy (KpSubject *self);
/** kp_subject_assign: Makes @self equal to @source, notifying what changes. */
void kp_subject_assign (KpSubject *self, KpSubject *source);
/** kp_subject_get_id: Returns: row id, 0 if not in the store */
gint64 kp_subject_get_id (KpSubject *self);
/** kp_subject_set_id: For the store. */
void kp_subject_set_id (KpSubject *self, gint64 id);
/** kp_subject_get_name: Returns: (transfer none): the name under which they are kept */
const char *kp_subject_get_name (KpSubject *self);
/** kp_subject_set_name: Sets that name; %NULL for none. */
void kp_subject_set_name (KpSubject *self, const char *name);
/** kp_subject_get_field: Returns: (transfer none): one detail, "" if it has none */
const char *kp_subject_get_field (KpSubject *self, KpSubjectField field);
/** kp_subject_set_field: Sets one detail; %NULL for none. */
void kp_subject_set_field (KpSubject *self, KpSubjectField field, const char *text);
/** kp_subject_get_verified_at: Returns: Unix seconds, 0 if never */
gint64 kp_subject_get_verified_at (KpSubject *self);
/** kp_subject_set_verified_at: For the store. */
void kp_subject_set_verified_at (KpSubject *self, gint64 at);
/** kp_subject_is_empty: Returns: whether no detail is there */
gboolean kp_subject_is_empty (KpSubject *self);
/** kp_subject_make_key: Returns: (transfer full): by what two names are the same: outer
 * spaces and case don't count */
char *kp_subject_make_key (const char *name);

/** kp_subject_field_to_string: Returns: (transfer none): the field in profiles, JSON and
 * options: "organizational-unit" */
const char *kp_subject_field_to_string (KpSubjectField field);
/** kp_subject_field_from_string: @field: (out): which. Returns: whether @text is one */
gboolean kp_subject_field_from_string (const char *text, KpSubjectField *field);
/** kp_subject_field_get_label: Returns: (transfer none): the field for people, in the
 * user's language: "Organizational unit" */
const char *kp_subject_field_get_label (KpSubjectField field);

/** kp_subject_to_json: Returns: (transfer full): a snapshot as one JSON object, without its
 * row id */
char *kp_subject_to_json (KpSubject *self);
/** kp_subject_from_json: Reads such a snapshot from text of any kind: what is no plain text
 * of bearable length is left out. Returns: (transfer full) (nullable): details with id 0;
 * G_IO_ERROR_INVALID_DATA or G_IO_ERROR_MESSAGE_TOO_LARGE */
KpSubject *kp_subject_from_json (const char *text, GError **error);

G_END_DECLS
