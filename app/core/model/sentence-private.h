/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/sentence.h"

G_BEGIN_DECLS

/**
 * KpSentenceForm:
 * @sentence: which one
 * @word: by which it is kept: never another for the same, never the same for another
 * @values: what goes in @text, a letter each: 's' a text, 'k' a sentence as it is kept,
 * 'u' a number, 'd' a day, 'e' an errno; '>' alone for a thing before and after, of which
 * @text is the name, '+' alone for a list that @text begins
 * @text: as printf() would take it, but filled in only by kp_sentence_tell()
 *
 * A sentence as people read it.
 */
typedef struct
{
  KpSentence sentence;
  const char *word;
  const char *values;
  const char *text;
} KpSentenceForm;

extern const KpSentenceForm kp_sentence_forms[KP_SENTENCE_N];

G_END_DECLS
