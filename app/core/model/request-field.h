/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/** KP_REQUEST_FIELD_MAX: fields of one request */
#define KP_REQUEST_FIELD_MAX 40

/**
 * KpRequestField:
 * @id: as in the profile: "organizational-unit"
 * @label: as the provider calls it, in the provider's own language
 * @value: what it says, "" if nothing
 *
 * One field of a request, kept with it as it was sent: a profile may change later. An owned
 * value.
 */
typedef struct
{
  char *id;
  char *label;
  char *value;
} KpRequestField;

/** kp_request_field_new: Returns: (transfer full): a field with copies of the texts */
KpRequestField *kp_request_field_new (const char *id, const char *label, const char *value);
/** kp_request_field_free: Frees @self; %NULL is fine. */
void kp_request_field_free (KpRequestField *self);
/** kp_request_field_list_new: Returns: (transfer full) (element-type KpRequestField): an
 * empty list that owns its fields */
GPtrArray *kp_request_field_list_new (void);
/** kp_request_field_list_copy: Returns: (transfer full) (element-type KpRequestField): a
 * deep copy of @fields */
GPtrArray *kp_request_field_list_copy (GPtrArray *fields);
/** kp_request_field_list_equal: Returns: whether all fields of @a and @b are the same, in
 * the same order */
gboolean kp_request_field_list_equal (GPtrArray *a, GPtrArray *b);
/** kp_request_field_list_to_json: Returns: (transfer full): @fields as a JSON object, in
 * their order */
char *kp_request_field_list_to_json (GPtrArray *fields);
/** kp_request_field_list_from_json: Returns: (transfer full) (element-type KpRequestField):
 * what kp_request_field_list_to_json() gave; what can't be read in @json (nullable) is left
 * out */
GPtrArray *kp_request_field_list_from_json (const char *json);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpRequestField, kp_request_field_free)

G_END_DECLS
