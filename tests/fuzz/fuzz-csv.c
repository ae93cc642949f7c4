/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/exchange/csv.h"

#include "fuzz.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) text = g_bytes_new (data, size);
  g_autoptr (GPtrArray) rows = kp_csv_parse (text, NULL);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const KpCsvRow *row = g_ptr_array_index (rows, i);

      g_assert_true ((row->fields != NULL) != (row->error != NULL));
      g_assert_true ((row->text != NULL) == (row->error != NULL));
    }
  return 0;
}
