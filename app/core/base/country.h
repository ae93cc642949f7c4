/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define KP_TYPE_COUNTRY (kp_country_get_type ())
G_DECLARE_FINAL_TYPE (KpCountry, kp_country, KP, COUNTRY, GObject)

/**
 * KpCountry:
 *
 * A country as a drop-down shows it. Never changes. Properties, readable: "code" (ISO
 * 3166-1 alpha-2), "name" (in the user's language), "label" ("United Kingdom (GB)").
 */

/**
 * kp_country_new:
 * @code: ISO 3166-1 alpha-2
 * @name: in the user's language
 * @others: (array zero-terminated=1): what else it is called: in English, in full, in
 *   short, by other codes
 *
 * Returns: (transfer full): a country
 */
KpCountry *kp_country_new (const char *code, const char *name, const char *const *others);
/** kp_country_get_code: Returns: (transfer none): ISO 3166-1 alpha-2: "GB" */
const char *kp_country_get_code (KpCountry *self);
/** kp_country_get_name: Returns: (transfer none): its name in the user's language */
const char *kp_country_get_name (KpCountry *self);
/** kp_country_get_label: Returns: (transfer none): name and code: "United Kingdom (GB)" */
const char *kp_country_get_label (KpCountry *self);

/**
 * KpCountryMatch:
 * @KP_COUNTRY_MATCH_NONE: it is not meant
 * @KP_COUNTRY_MATCH_WORDS: each word begins a word of one of its names
 * @KP_COUNTRY_MATCH_START: one of its names begins so
 * @KP_COUNTRY_MATCH_WHOLE: it is called so, or has that code
 *
 * How well a country fits what was typed; the greater, the better.
 */
typedef enum
{
  KP_COUNTRY_MATCH_NONE,
  KP_COUNTRY_MATCH_WORDS,
  KP_COUNTRY_MATCH_START,
  KP_COUNTRY_MATCH_WHOLE,
} KpCountryMatch;

/** kp_country_make_key: Returns: (transfer full): the form in which names are compared:
 * case, accents and punctuation don't count; any octets are taken */
char *kp_country_make_key (const char *text);
/** kp_country_is_called: @key: by kp_country_make_key(). Returns: whether that is one of
 * its names, or its code: %KP_COUNTRY_MATCH_WHOLE, without looking for less */
gboolean kp_country_is_called (KpCountry *self, const char *key);
/** kp_country_match: @key: what was typed, by kp_country_make_key(); "" fits every country
 * as the words do. Returns: how well it fits */
KpCountryMatch kp_country_match (KpCountry *self, const char *key);

G_END_DECLS
