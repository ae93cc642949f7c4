/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * patience:
 *
 * Time-outs of a test, and the bounds it holds them to, are multiplied by it: under
 * valgrind and the sanitizers everything takes many times as long. Where it is more than 1
 * a test may also do less of the same.
 *
 * Returns: KEYPLATE_TEST_PATIENCE, 1 if that is not set
 */
static inline guint
patience (void)
{
  const char *text = g_getenv ("KEYPLATE_TEST_PATIENCE");
  guint64 times = 1;

  if (text != NULL)
    g_ascii_string_to_unsigned (text, 10, 1, 100, &times, NULL);
  return (guint) times;
}

/**
 * is_watched:
 *
 * Whether this runs under valgrind, where deriving a key from a passphrase takes ten
 * seconds and what goes over megabytes takes minutes. What is left out there runs under the
 * sanitizers, which are less patient.
 *
 * Returns: as said
 */
static inline gboolean
is_watched (void)
{
  return patience () >= 10;
}

G_END_DECLS
