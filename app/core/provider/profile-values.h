/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/json.h"
#include "core/provider/profile.h"

G_BEGIN_DECLS

/**
 * KpProfileValues:
 * @file_name: how messages call the file
 * @lines: where everything stood
 * @error: (nullable): the first fault; once there is one, reading does nothing more
 *
 * What reads one value after the other out of a profile file. On the stack of whoever reads
 * one file.
 */
typedef struct
{
  const char *file_name;
  GHashTable *lines;
  GError *error;
} KpProfileValues;

/**
 * KpProfilePlace:
 * @values: the reader
 * @object: (nullable): the object whose members are read; %NULL: all are absent
 * @path: what stands before a member's name in messages: "target."
 * @line: where the object ended, 0 if unknown
 */
typedef struct
{
  KpProfileValues *values;
  JsonObject *object;
  const char *path;
  guint line;
} KpProfilePlace;

/** kp_profile_values_fail: Notes a fault of @member; @reason ends the sentence. */
void kp_profile_values_fail (const KpProfilePlace *place, const char *member, int code,
                             const char *reason);
/** kp_profile_values_check_members: Refuses members that are not in @known, but those that
 * begin with "x-". */
void kp_profile_values_check_members (const KpProfilePlace *place,
                                      const char *const *known);
/** kp_profile_values_require: Notes a fault if @member is absent. Returns: whether it is
 * there */
gboolean kp_profile_values_require (const KpProfilePlace *place, const char *member);
/** kp_profile_values_object: Returns: the place of an object that is a member; its object
 * is %NULL if it is absent or none. @path: as in #KpProfilePlace */
KpProfilePlace kp_profile_values_object (const KpProfilePlace *place, const char *member,
                                         const char *path);
/** kp_profile_values_text: Returns: (transfer full) (nullable): a text of 1 to @max
 * characters in one line; %NULL if it is absent */
char *kp_profile_values_text (const KpProfilePlace *place, const char *member, guint max);
/** kp_profile_values_word: @words: (array zero-terminated=1). Returns: which of @words it
 * is; @fallback if it is absent */
guint kp_profile_values_word (const KpProfilePlace *place, const char *member,
                              const char *const *words, guint fallback);
/** kp_profile_values_boolean: Returns: the truth value; @fallback if it is absent */
gboolean kp_profile_values_boolean (const KpProfilePlace *place, const char *member,
                                    gboolean fallback);
/** kp_profile_values_number: Returns: a whole number from 0 to @max; @fallback if it is
 * absent */
guint kp_profile_values_number (const KpProfilePlace *place, const char *member, guint max,
                                guint fallback);
/** kp_profile_values_host: Returns: (transfer full) (nullable): a host name in canonical
 * form; %NULL if it is absent */
char *kp_profile_values_host (const KpProfilePlace *place, const char *member);
/** kp_profile_values_pattern: Returns: (transfer full) (nullable): a pattern: host name
 * labels with one "*" first or last; %NULL if it is absent */
char *kp_profile_values_pattern (const KpProfilePlace *place, const char *member);
/** kp_profile_values_uri: Returns: (transfer full) (nullable): an https link; %NULL if it
 * is absent */
char *kp_profile_values_uri (const KpProfilePlace *place, const char *member);
/** kp_profile_values_domains: Returns: (transfer full) (array zero-terminated=1): domains
 * in canonical form; empty if absent */
char **kp_profile_values_domains (const KpProfilePlace *place, const char *member);
/** kp_profile_values_array: @length: (out): its elements. Returns: (transfer none)
 * (nullable): an array of at most @max elements, %NULL if it is absent or none */
JsonArray *kp_profile_values_array (const KpProfilePlace *place, const char *member,
                                    guint max, guint *length);

G_END_DECLS
