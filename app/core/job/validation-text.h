/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KpValidationNote:
 * @name: (nullable): where the record is to be made, as it is written
 * @type: (nullable): its type, as it is written
 * @value: (nullable): what it is to say, without quotes
 * @domain: (nullable): the domain that is spoken of
 *
 * One record as a text tells it, whole or in part; nothing of it is checked. An owned
 * value.
 */
typedef struct
{
  char *name;
  char *type;
  char *value;
  char *domain;
} KpValidationNote;

/**
 * kp_validation_text_read:
 * @text: UTF-8
 *
 * Finds what a text says of DNS records: lines of a zone file, labelled lines, tables with
 * a heading or without. Where no line tells the type, it is the one that the text speaks
 * of. Pure; any thread.
 *
 * Returns: (transfer full) (element-type KpValidationNote): in the order of the text, at
 *   most 50
 */
GPtrArray *kp_validation_text_read (const char *text);

G_END_DECLS
