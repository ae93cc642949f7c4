/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/exchange/site-import-private.h"

#include <glib/gi18n.h>

#include "core/base/plain-text.h"

#define MAX_NAME 40

/* What nobody reads, by the reason. */
typedef struct
{
  GString *unknown;
  GString *doubled;
  guint n_unknown;
  guint n_doubled;
  guint64 beyond; /* columns without a heading, where others have one */
} Unused;

/* The columns in which something stands. */
static guint64
find_filled (KpSiteImport *self)
{
  guint64 filled = 0;

  for (guint i = self->has_heading; i < self->rows->len; i++)
    {
      const KpCsvRow *row = g_ptr_array_index (self->rows, i);

      for (guint j = 0; row->fields != NULL && row->fields[j] != NULL; j++)
        if (*row->fields[j] != '\0')
          filled |= G_GUINT64_CONSTANT (1) << j;
    }
  return filled;
}

static void
append_name (GString *names, const char *name)
{
  g_autofree char *shown = kp_plain_text_shorten (name, MAX_NAME);

  g_string_append_printf (names, "%s“%s”", names->len > 0 ? ", " : "", shown);
}

static void
sort_out (KpSiteImport *self, Unused *unused)
{
  guint64 filled = find_filled (self);

  for (guint i = 0; i < self->n_columns; i++)
    {
      const char *heading = kp_site_import_get_heading (self, i);

      if (self->columns[i] != KP_IMPORT_IGNORE || ((filled >> i) & 1) == 0)
        continue;
      if (!self->has_heading)
        {
          g_autofree char *samples = kp_site_import_get_samples (self, i);

          append_name (unused->unknown, samples);
          unused->n_unknown++;
        }
      else if (heading == NULL)
        unused->beyond |= G_GUINT64_CONSTANT (1) << i;
      else if (kp_site_import_column_of (heading) == KP_IMPORT_IGNORE)
        {
          append_name (unused->unknown, heading);
          unused->n_unknown++;
        }
      else
        {
          append_name (unused->doubled, heading);
          unused->n_doubled++;
        }
    }
}

/* Often it is a note with a comma that lacks its quotes. */
static char *
describe_beyond (KpSiteImport *self, guint64 beyond)
{
  g_autofree char *sample = NULL;
  guint line = 0, n = 0;

  for (guint i = self->has_heading; i < self->rows->len; i++)
    {
      const KpCsvRow *row = g_ptr_array_index (self->rows, i);
      const char *found = NULL;

      for (guint j = 0; row->fields != NULL && row->fields[j] != NULL && found == NULL; j++)
        if (((beyond >> j) & 1) != 0 && *row->fields[j] != '\0')
          found = row->fields[j];
      n += found != NULL;
      if (found == NULL || sample != NULL)
        continue;
      sample = kp_plain_text_shorten (found, MAX_NAME);
      line = row->line;
    }
  if (n == 0)
    return NULL;
  return g_strdup_printf (
      /* Translators: a number of rows, what stands in a cell, the number of a line */
      ngettext ("%u row has cells without a heading, which are left out, such as “%s” in "
                "line %u.",
                "%u rows have cells without a heading, which are left out, such as “%s” in "
                "line %u.",
                n),
      n, sample, line);
}

static char *
describe_unknown (const Unused *unused, gboolean has_heading)
{
  if (!has_heading)
    return g_strdup_printf (
        /* Translators: what stands in one or several columns */
        ngettext ("A column is left out, as nothing tells what it holds: %s.",
                  "Columns are left out, as nothing tells what they hold: %s.",
                  unused->n_unknown),
        unused->unknown->str);
  return g_strdup_printf (
      /* Translators: one or several headings */
      ngettext ("A column is left out, as its heading is not known: %s.",
                "Columns are left out, as their headings are not known: %s.",
                unused->n_unknown),
      unused->unknown->str);
}

char **
kp_site_import_list_unused (KpSiteImport *self)
{
  g_autoptr (GString) unknown = g_string_new (NULL);
  g_autoptr (GString) doubled = g_string_new (NULL);
  g_autoptr (GStrvBuilder) list = g_strv_builder_new ();
  g_autofree char *beyond = NULL;
  Unused unused = { unknown, doubled, 0, 0, 0 };

  g_return_val_if_fail (KP_IS_SITE_IMPORT (self), NULL);

  sort_out (self, &unused);
  if (unused.n_unknown > 0)
    {
      g_autofree char *text = describe_unknown (&unused, self->has_heading);

      g_strv_builder_add (list, text);
    }
  if (unused.n_doubled > 0)
    {
      g_autofree char *text = g_strdup_printf (
          /* Translators: one or several headings */
          ngettext ("A column is left out, as another one holds the same: %s.",
                    "Columns are left out, as others hold the same: %s.", unused.n_doubled),
          doubled->str);

      g_strv_builder_add (list, text);
    }
  beyond = describe_beyond (self, unused.beyond);
  if (beyond != NULL)
    g_strv_builder_add (list, beyond);
  return g_strv_builder_end (list);
}
