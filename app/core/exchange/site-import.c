/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/exchange/site-import.h"

#include "core/base/host-name.h"
#include "core/check/name-check.h"

#include <glib/gi18n.h>
#include <string.h>

/* What of a row is shown to a person, in characters. */
#define MAX_TEXT 200
/* A note is a sentence or two. */
#define MAX_NOTE 2000
#define MAX_CUSTOMER 200

struct _KpSiteImport
{
  GObject parent;

  KpCatalogue *catalogue;
  GPtrArray *rows;
  gboolean has_heading;
  guint n_columns;
  KpImportColumn columns[KP_CSV_MAX_COLUMNS + 1];
  GPtrArray *preview;
};

G_DEFINE_FINAL_TYPE (KpSiteImport, kp_site_import, G_TYPE_OBJECT)

/* How people head a column, in English and German; compared without case. */
static const struct
{
  const char *heading;
  KpImportColumn column;
} headings[] = {
  { "host", KP_IMPORT_HOST },
  { "hostname", KP_IMPORT_HOST },
  { "host name", KP_IMPORT_HOST },
  { "address", KP_IMPORT_HOST },
  { "site", KP_IMPORT_HOST },
  { "domain", KP_IMPORT_HOST },
  { "name", KP_IMPORT_HOST },
  { "url", KP_IMPORT_HOST },
  { "fqdn", KP_IMPORT_HOST },
  { "web address", KP_IMPORT_HOST },
  { "adresse", KP_IMPORT_HOST },
  { "provider", KP_IMPORT_PROVIDER },
  { "anbieter", KP_IMPORT_PROVIDER },
  { "customer", KP_IMPORT_CUSTOMER },
  { "client", KP_IMPORT_CUSTOMER },
  { "company", KP_IMPORT_CUSTOMER },
  { "kunde", KP_IMPORT_CUSTOMER },
  { "firma", KP_IMPORT_CUSTOMER },
  { "target", KP_IMPORT_TARGET },
  { "cname", KP_IMPORT_TARGET },
  { "points to", KP_IMPORT_TARGET },
  { "ziel", KP_IMPORT_TARGET },
  { "port", KP_IMPORT_PORT },
  { "note", KP_IMPORT_NOTE },
  { "notes", KP_IMPORT_NOTE },
  { "comment", KP_IMPORT_NOTE },
  { "notiz", KP_IMPORT_NOTE },
  { "bemerkung", KP_IMPORT_NOTE },
  { "proxied", KP_IMPORT_PROXIED },
  { "proxy", KP_IMPORT_PROXIED },
  { "behind a proxy", KP_IMPORT_PROXIED },
};

static KpImportColumn
column_of_heading (const char *text)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);

  for (guint i = 0; i < G_N_ELEMENTS (headings); i++)
    if (g_str_equal (folded, headings[i].heading))
      return headings[i].column;
  return KP_IMPORT_IGNORE;
}

static void
import_row_free (KpImportRow *row)
{
  g_clear_object (&row->site);
  g_free (row->error);
  g_free (row->text);
  g_free (row);
}

static gboolean
column_is_taken (KpSiteImport *self, KpImportColumn column)
{
  for (guint i = 0; i < self->n_columns; i++)
    if (self->columns[i] == column)
      return TRUE;
  return FALSE;
}

/* A first row with a known heading is a heading unless it holds an address itself. */
static void
guess_by_heading (KpSiteImport *self)
{
  const KpCsvRow *first = self->rows->len > 0 ? g_ptr_array_index (self->rows, 0) : NULL;

  if (first == NULL || first->fields == NULL)
    return;
  for (guint i = 0; first->fields[i] != NULL; i++)
    {
      KpImportColumn column = column_of_heading (first->fields[i]);

      if (column == KP_IMPORT_IGNORE || column_is_taken (self, column))
        continue;
      self->columns[i] = column;
      self->has_heading = TRUE;
    }
}

/* Without a heading: the first column whose first filled cells are addresses holds them. */
static void
guess_by_content (KpSiteImport *self)
{
  for (guint i = 0; i < self->n_columns; i++)
    for (guint j = self->has_heading, seen = 0; j < self->rows->len && seen < 5; j++)
      {
        const KpCsvRow *row = g_ptr_array_index (self->rows, j);
        g_autofree char *host = NULL;

        if (row->fields == NULL || g_strv_length (row->fields) <= i
            || *row->fields[i] == '\0')
          continue;
        seen++;
        host = kp_host_name_parse (row->fields[i], NULL, NULL);
        if (host != NULL && self->columns[i] == KP_IMPORT_IGNORE)
          {
            self->columns[i] = KP_IMPORT_HOST;
            return;
          }
      }
}

KpSiteImport *
kp_site_import_new (GBytes *text, KpCatalogue *catalogue, GError **error)
{
  g_autoptr (KpSiteImport) self = NULL;
  GPtrArray *rows;

  g_return_val_if_fail (text != NULL, NULL);

  rows = kp_csv_parse (text, error);
  if (rows == NULL)
    return NULL;
  self = g_object_new (KP_TYPE_SITE_IMPORT, NULL);
  self->catalogue = g_object_ref (catalogue);
  self->rows = rows;
  for (guint i = 0; i < rows->len; i++)
    {
      const KpCsvRow *row = g_ptr_array_index (rows, i);

      if (row->fields != NULL)
        self->n_columns = MAX (self->n_columns, g_strv_length (row->fields));
    }
  guess_by_heading (self);
  if (!column_is_taken (self, KP_IMPORT_HOST))
    guess_by_content (self);
  if (!column_is_taken (self, KP_IMPORT_HOST) && self->n_columns > 0)
    self->columns[0] = KP_IMPORT_HOST;
  return g_steal_pointer (&self);
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
  const KpCsvRow *first;

  g_return_val_if_fail (KP_IS_SITE_IMPORT (self), NULL);

  if (!self->has_heading)
    return NULL;
  first = g_ptr_array_index (self->rows, 0);
  return i < g_strv_length (first->fields) ? first->fields[i] : NULL;
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

  for (guint j = 0; j < self->n_columns; j++)
    if (column != KP_IMPORT_IGNORE && self->columns[j] == column)
      self->columns[j] = KP_IMPORT_IGNORE;
  self->columns[i] = column;
}

static const char *
get_field (KpSiteImport *self, const KpCsvRow *row, KpImportColumn column)
{
  for (guint i = 0; i < self->n_columns && row->fields[i] != NULL; i++)
    if (self->columns[i] == column)
      return row->fields[i];
  return "";
}

static gboolean
parse_port (const char *text, guint16 *port, GError **error)
{
  guint64 value;

  if (*text == '\0')
    return TRUE;
  if (!g_ascii_string_to_unsigned (text, 10, 1, 65535, &value, NULL))
    {
      g_set_error (error, KP_HOST_NAME_ERROR, KP_HOST_NAME_ERROR_PORT,
                   /* Translators: what was given as a port */
                   _ ("“%.40s” is no port from 1 to 65535."), text);
      return FALSE;
    }
  *port = value;
  return TRUE;
}

static gboolean
parse_yes (const char *text, gboolean *yes, GError **error)
{
  static const char *const words[] = { "yes", "true", "1", "ja", "x" };
  static const char *const no_words[] = { "", "no", "false", "0", "nein", "-" };
  g_autofree char *folded = g_utf8_casefold (text, -1);

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (folded, words[i]))
      {
        *yes = TRUE;
        return TRUE;
      }
  for (guint i = 0; i < G_N_ELEMENTS (no_words); i++)
    if (g_str_equal (folded, no_words[i]))
      {
        *yes = FALSE;
        return TRUE;
      }
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
               /* Translators: what was given for "behind a proxy" */
               _ ("“%.40s” is neither yes nor no."), text);
  return FALSE;
}

/* A profile by its id, or by the name people give it. */
static KpProfile *
find_profile (KpSiteImport *self, const char *text)
{
  KpProfile *profile = kp_catalogue_find (self->catalogue, text);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->catalogue));

  for (guint i = 0; i < n && profile == NULL; i++)
    {
      g_autoptr (KpProfile) candidate =
          g_list_model_get_item (G_LIST_MODEL (self->catalogue), i);

      if (g_ascii_strcasecmp (kp_profile_get_name (candidate), text) == 0)
        profile = candidate;
    }
  return profile;
}

static gboolean
set_target (KpSiteImport *self, KpSite *site, KpProfile *profile, const char *text,
            GError **error)
{
  g_autofree char *target = NULL;

  if (*text == '\0')
    return TRUE;
  target = kp_host_name_parse (text, NULL, error);
  if (target == NULL)
    return FALSE;
  if (profile != NULL && !kp_profile_target_matches (profile, target))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                   /* Translators: a host name and the name of a provider */
                   _ ("“%s” is no target of %s."), target, kp_profile_get_name (profile));
      return FALSE;
    }
  kp_site_set_target (site, target);
  return TRUE;
}

static const char *
first_wrong (const KpNameCheck *check)
{
  for (guint i = 0; i < check->findings->len; i++)
    {
      const KpFinding *finding = g_ptr_array_index (check->findings, i);

      if (finding->severity == KP_SEVERITY_WRONG)
        return finding->text;
    }
  return NULL;
}

/* Returns: (transfer full) (nullable): the site of @row */
static KpSite *
make_site (KpSiteImport *self, const KpCsvRow *row, const char *default_provider,
           gboolean *guess, GError **error)
{
  const char *provider = get_field (self, row, KP_IMPORT_PROVIDER);
  const char *customer = get_field (self, row, KP_IMPORT_CUSTOMER);
  const char *note = get_field (self, row, KP_IMPORT_NOTE);
  g_autoptr (KpNameCheck) check = NULL;
  g_autoptr (KpSite) site = NULL;
  KpProfile *profile = NULL;
  guint16 port;
  gboolean proxied = FALSE;

  *guess = *provider == '\0' && default_provider == NULL;
  if (*provider == '\0' && default_provider != NULL)
    provider = default_provider;
  if (*provider != '\0' && (profile = find_profile (self, provider)) == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                   /* Translators: what was given as a provider */
                   _ ("There is no provider “%.80s”."), provider);
      return NULL;
    }
  check = kp_name_check_new (get_field (self, row, KP_IMPORT_HOST), profile);
  if (!check->allowed)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, first_wrong (check));
      return NULL;
    }
  port = check->port != 0 ? check->port : 443;
  if (!parse_port (get_field (self, row, KP_IMPORT_PORT), &port, error)
      || !parse_yes (get_field (self, row, KP_IMPORT_PROXIED), &proxied, error))
    return NULL;
  if (g_utf8_strlen (customer, -1) > MAX_CUSTOMER || g_utf8_strlen (note, -1) > MAX_NOTE)
    {
      g_set_error (
          error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
          /* Translators: two numbers of characters */
          _ ("The customer is longer than %d or the note longer than %d characters."),
          MAX_CUSTOMER, MAX_NOTE);
      return NULL;
    }
  site = kp_site_new (check->host, port,
                      profile != NULL ? kp_profile_get_id (profile) : "own-server");
  if (!set_target (self, site, profile, get_field (self, row, KP_IMPORT_TARGET), error))
    return NULL;
  kp_site_set_customer (site, 0, *customer != '\0' ? customer : NULL);
  kp_site_set_note (site, note);
  kp_site_set_proxied (site, proxied);
  return g_steal_pointer (&site);
}

static char *
row_text (const KpCsvRow *row)
{
  g_autofree char *joined =
      row->fields != NULL ? g_strjoinv (", ", row->fields) : g_strdup ("");
  g_autofree char *valid = g_utf8_make_valid (joined, -1);

  return g_utf8_substring (valid, 0, MIN (g_utf8_strlen (valid, -1), MAX_TEXT));
}

static KpImportRow *
preview_row (KpSiteImport *self, const KpCsvRow *row, const char *default_provider,
             GHashTable *seen, KpImportExists exists, gpointer data)
{
  KpImportRow *preview = g_new0 (KpImportRow, 1);
  g_autoptr (GError) error = NULL;

  preview->line = row->line;
  preview->text = row_text (row);
  if (row->error != NULL)
    {
      preview->error = g_strdup (row->error);
      return preview;
    }
  preview->site = make_site (self, row, default_provider, &preview->guess_provider, &error);
  if (preview->site == NULL)
    preview->error = g_strdup (error->message);
  else
    {
      const char *host = kp_site_get_host (preview->site);
      guint16 port = kp_site_get_port (preview->site);

      preview->exists = !g_hash_table_add (seen, kp_host_name_format_site (host, port))
                        || (exists != NULL && exists (host, port, data));
      if (preview->exists)
        g_clear_object (&preview->site);
    }
  return preview;
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const KpImportRow *left = *(KpImportRow *const *) a, *right = *(KpImportRow *const *) b;

  if ((left->error != NULL) != (right->error != NULL))
    return left->error != NULL ? -1 : 1;
  return left->line < right->line ? -1 : left->line > right->line;
}

GPtrArray *
kp_site_import_preview (KpSiteImport *self, const char *default_provider,
                        KpImportExists exists, gpointer data)
{
  g_autoptr (GHashTable) seen = NULL;

  g_return_val_if_fail (KP_IS_SITE_IMPORT (self), NULL);

  seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_clear_pointer (&self->preview, g_ptr_array_unref);
  self->preview = g_ptr_array_new_with_free_func ((GDestroyNotify) import_row_free);
  for (guint i = self->has_heading; i < self->rows->len; i++)
    g_ptr_array_add (self->preview, preview_row (self, g_ptr_array_index (self->rows, i),
                                                 default_provider, seen, exists, data));
  g_ptr_array_sort (self->preview, compare_rows);
  return self->preview;
}

void
kp_site_import_count (KpSiteImport *self, guint *to_add, guint *existing, guint *bad)
{
  g_return_if_fail (KP_IS_SITE_IMPORT (self));

  *to_add = *existing = *bad = 0;
  for (guint i = 0; self->preview != NULL && i < self->preview->len; i++)
    {
      const KpImportRow *row = g_ptr_array_index (self->preview, i);

      *bad += row->error != NULL;
      *existing += row->exists;
      *to_add += row->site != NULL;
    }
}

static void
kp_site_import_dispose (GObject *object)
{
  KpSiteImport *self = KP_SITE_IMPORT (object);

  g_clear_object (&self->catalogue);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->preview, g_ptr_array_unref);

  G_OBJECT_CLASS (kp_site_import_parent_class)->dispose (object);
}

static void
kp_site_import_class_init (KpSiteImportClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kp_site_import_dispose;
}

static void
kp_site_import_init (KpSiteImport *self)
{
}
