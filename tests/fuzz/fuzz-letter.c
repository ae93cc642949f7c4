/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/helpdesk/letter.h"

#include <string.h>

#include "fuzz.h"

static const KpLetterPlaceholder known[] = {
  { "site", KP_LETTER_OPTIONAL },
  { "fields", KP_LETTER_OPTIONAL | KP_LETTER_LINES },
  { NULL, 0 },
};

static void
check (const char *template, gssize length, const char *site, const char *fields)
{
  const KpLetterValue values[] = { { "site", site }, { "fields", fields }, { NULL, NULL } };
  g_autoptr (GError) error = NULL;
  g_autoptr (KpLetter) letter = kp_letter_expand (template, length, known, values, &error);

  g_assert_true ((letter != NULL) != (error != NULL));
  if (letter == NULL)
    return;
  g_assert_true (g_utf8_validate (letter->subject, -1, NULL));
  g_assert_true (g_utf8_validate (letter->body, -1, NULL));
  g_assert_null (strpbrk (letter->subject, "\r\n"));
}

/* The bytes are a text, and then the values of one. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *value = g_strndup ((const char *) data, size);

  check ((const char *) data, (gssize) size, "cp.kite.example", "A: b\nC: d");
  check ((const char *) data, (gssize) size, "", NULL);
  check ("Site {site} {fields}\n\n{site}\n\n{fields}{ site}", -1, value, value);
  return 0;
}
