/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/exchange/site-import.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/base/plain-text.h"
#include "core/exchange/site-import-private.h"

#define MAX_SAMPLES 3
#define MAX_SAMPLE 40

G_DEFINE_FINAL_TYPE (KpSiteImport, kp_site_import, G_TYPE_OBJECT)

static const char *const labels[KP_IMPORT_N_COLUMNS] = {
  [KP_IMPORT_IGNORE] = N_ ("Nothing"),    [KP_IMPORT_HOST] = N_ ("Address"),
  [KP_IMPORT_PROVIDER] = N_ ("Provider"), [KP_IMPORT_CUSTOMER] = N_ ("Customer"),
  [KP_IMPORT_TARGET] = N_ ("Target"),     [KP_IMPORT_PORT] = N_ ("Port"),
  [KP_IMPORT_NOTE] = N_ ("Note"),         [KP_IMPORT_PROXIED] = N_ ("Behind a proxy"),
};

const char *
kp_import_column_get_label (KpImportColumn column)
{
  g_return_val_if_fail (column < KP_IMPORT_N_COLUMNS, NULL);

  return _ (labels[column]);
}

static void
kp_site_import_finalize (GObject *object)
{
  KpSiteImport *self = KP_SITE_IMPORT (object);

  g_clear_object (&self->catalogue);
  g_clear_pointer (&self->rows, g_ptr_array_unref);

  G_OBJECT_CLASS (kp_site_import_parent_class)->finalize (object);
}

static void
kp_site_import_class_init (KpSiteImportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kp_site_import_finalize;
}

static void
kp_site_import_init (KpSiteImport *self)
{
}

static void
take_rows (KpSiteImport *self, GPtrArray *rows)
{
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  self->rows = rows;
  self->n_columns = 0;
  for (guint i = 0; i < rows->len; i++)
    {
      const KpCsvRow *row = g_ptr_array_index (rows, i);

      if (row->fields != NULL)
        self->n_columns = MAX (self->n_columns, g_strv_length (row->fields));
    }
  kp_site_import_guess (self);
}

/* Only a note has several lines, or what is not imported. */
static guint64
find_one_line (KpSiteImport *self)
{
  guint64 one_line = 0;

  for (guint i = 0; i < self->n_columns; i++)
    if (self->columns[i] != KP_IMPORT_IGNORE && self->columns[i] != KP_IMPORT_NOTE)
      one_line |= G_GUINT64_CONSTANT (1) << i;
  return one_line;
}

static gboolean
has_lines (KpSiteImport *self, guint64 columns)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      const KpCsvRow *row = g_ptr_array_index (self->rows, i);

      for (guint j = 0; row->fields != NULL && row->fields[j] != NULL; j++)
        if (((columns >> j) & 1) != 0 && strpbrk (row->fields[j], "\r\n") != NULL)
          return TRUE;
    }
  return FALSE;
}

KpSiteImport *
kp_site_import_new (GBytes *text, KpCatalogue *catalogue, GError **error)
{
  KpSiteImport *self;
  GPtrArray *rows;
  guint64 one_line;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (KP_IS_CATALOGUE (catalogue), NULL);

  rows = kp_csv_parse (text, 0, error);
  if (rows == NULL)
    return NULL;
  self = g_object_new (KP_TYPE_SITE_IMPORT, NULL);
  self->catalogue = g_object_ref (catalogue);
  take_rows (self, rows);
  /* Now that it is known which column holds what, other quotes turn out to be broken. */
  one_line = find_one_line (self);
  rows = has_lines (self, one_line) ? kp_csv_parse (text, one_line, NULL) : NULL;
  if (rows != NULL)
    take_rows (self, rows);
  return self;
}

typedef struct
{
  GBytes *text;
  KpCatalogue *catalogue;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_bytes_unref (reading->text);
  g_object_unref (reading->catalogue);
  g_free (reading);
}

static void
read_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Reading *reading = data;
  GError *error = NULL;
  KpSiteImport *self = kp_site_import_new (reading->text, reading->catalogue, &error);

  if (self != NULL)
    g_task_return_pointer (task, self, g_object_unref);
  else
    g_task_return_error (task, error);
}

void
kp_site_import_new_async (GBytes *text, KpCatalogue *catalogue, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  Reading *reading;

  g_return_if_fail (text != NULL);
  g_return_if_fail (KP_IS_CATALOGUE (catalogue));

  reading = g_new0 (Reading, 1);
  reading->text = g_bytes_ref (text);
  reading->catalogue = g_object_ref (catalogue);
  g_task_set_source_tag (task, kp_site_import_new_async);
  g_task_set_task_data (task, reading, reading_free);
  /* Nobody waits for what was cancelled: it ends by itself. */
  g_task_set_return_on_cancel (task, TRUE);
  g_task_run_in_thread (task, read_in_thread);
}

KpSiteImport *
kp_site_import_new_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, kp_site_import_new_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

const char *
kp_site_import_get_cell (KpSiteImport *self, guint row, guint column)
{
  const KpCsvRow *csv = g_ptr_array_index (self->rows, row);

  if (csv->fields == NULL || column >= g_strv_length (csv->fields))
    return "";
  return csv->fields[column];
}

void
kp_site_import_map (KpSiteImport *self, guint i, KpImportColumn column)
{
  for (guint j = 0; j < self->n_columns; j++)
    if (column != KP_IMPORT_IGNORE && self->columns[j] == column)
      self->columns[j] = KP_IMPORT_IGNORE;
  self->columns[i] = column;
}

KpCatalogue *
kp_site_import_get_catalogue (KpSiteImport *self)
{
  g_return_val_if_fail (KP_IS_SITE_IMPORT (self), NULL);

  return self->catalogue;
}

GPtrArray *
kp_site_import_get_rows (KpSiteImport *self)
{
  g_return_val_if_fail (KP_IS_SITE_IMPORT (self), NULL);

  return self->rows;
}

gboolean
kp_site_import_get_has_heading (KpSiteImport *self)
{
  g_return_val_if_fail (KP_IS_SITE_IMPORT (self), FALSE);

  return self->has_heading;
}

void
kp_site_import_set_has_heading (KpSiteImport *self, gboolean has_heading)
{
  g_return_if_fail (KP_IS_SITE_IMPORT (self));

  self->has_heading = has_heading && self->rows->len > 0;
}

guint
kp_site_import_get_n_columns (KpSiteImport *self)
{
  g_return_val_if_fail (KP_IS_SITE_IMPORT (self), 0);

  return self->n_columns;
}

const char *
kp_site_import_get_heading (KpSiteImport *self, guint i)
{
  const char *heading;

  g_return_val_if_fail (KP_IS_SITE_IMPORT (self), NULL);

  heading = self->has_heading ? kp_site_import_get_cell (self, 0, i) : "";
  return *heading != '\0' ? heading : NULL;
}

char *
kp_site_import_get_samples (KpSiteImport *self, guint i)
{
  const char *seen[MAX_SAMPLES + 1] = { NULL };
  GString *samples = g_string_new (NULL);
  guint n = 0;

  g_return_val_if_fail (KP_IS_SITE_IMPORT (self), NULL);

  for (guint j = self->has_heading;
       j < MIN (self->rows->len, KP_IMPORT_LOOK_IN) && n < MAX_SAMPLES; j++)
    {
      const char *cell = kp_site_import_get_cell (self, j, i);
      g_autofree char *sample = NULL;

      if (*cell == '\0' || g_strv_contains (seen, cell))
        continue;
      sample = kp_plain_text_shorten (cell, MAX_SAMPLE);
      g_string_append_printf (samples, "%s%s", n > 0 ? ", " : "", sample);
      seen[n++] = cell;
    }
  return g_string_free (samples, FALSE);
}

gboolean
kp_site_import_get_has_hosts (KpSiteImport *self)
{
  g_return_val_if_fail (KP_IS_SITE_IMPORT (self), FALSE);

  return !self->is_blind;
}

KpImportColumn
kp_site_import_get_column (KpSiteImport *self, guint i)
{
  g_return_val_if_fail (KP_IS_SITE_IMPORT (self), KP_IMPORT_IGNORE);

  return i < self->n_columns ? self->columns[i] : KP_IMPORT_IGNORE;
}

void
kp_site_import_set_column (KpSiteImport *self, guint i, KpImportColumn column)
{
  g_return_if_fail (KP_IS_SITE_IMPORT (self));
  g_return_if_fail (i < self->n_columns);
  g_return_if_fail (column < KP_IMPORT_N_COLUMNS);

  if (column == KP_IMPORT_HOST)
    self->is_blind = FALSE;
  kp_site_import_map (self, i, column);
}

int
kp_site_import_find_column (KpSiteImport *self, KpImportColumn column)
{
  g_return_val_if_fail (KP_IS_SITE_IMPORT (self), -1);

  for (guint i = 0; i < self->n_columns && column != KP_IMPORT_IGNORE; i++)
    if (self->columns[i] == column)
      return i;
  return -1;
}
