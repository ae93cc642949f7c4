/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/exchange/csv.h"

#include "fuzz.h"

static void
check (GBytes *text, guint64 one_line)
{
  g_autoptr (GPtrArray) rows = kp_csv_parse (text, one_line, NULL);
  guint last = 0;

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const KpCsvRow *row = g_ptr_array_index (rows, i);

      g_assert_true ((row->fields != NULL) != (row->error != NULL));
      g_assert_true ((row->text != NULL) == (row->error != NULL));
      g_assert_true (row->error == NULL || g_utf8_validate (row->error, -1, NULL));
      g_assert_true (row->text == NULL || g_utf8_validate (row->text, -1, NULL));
      g_assert_cmpuint (row->line, >, last);
      last = row->line;
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) text = g_bytes_new (data, size);

  check (text, 0);
  check (text, 1);
  check (text, G_MAXUINT64);
  return 0;
}
