/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/exchange/import-preview.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/base/host-name.h"
#include "core/base/plain-text.h"
#include "core/check/name-check.h"
#include "core/model/customer.h"

/* What of a row is shown to a person, in characters; and of a cell in a message. */
#define MAX_TEXT 200
#define MAX_CELL 80
/* How long the main loop is held at a time while it is asked what exists, microseconds. */
#define SLICE 4000

/* The list as it was mapped when judging began; read in the thread only. */
typedef struct
{
  GPtrArray *rows;
  gboolean has_heading;
  int columns[KP_IMPORT_N_COLUMNS]; /* which column holds it, -1 if none */
  KpCatalogue *catalogue;
  char *default_provider;
} Mapping;

static void
mapping_free (Mapping *mapping)
{
  g_ptr_array_unref (mapping->rows);
  g_object_unref (mapping->catalogue);
  g_free (mapping->default_provider);
  g_free (mapping);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Mapping, mapping_free)

static Mapping *
mapping_new (KpSiteImport *import, const char *default_provider)
{
  Mapping *mapping = g_new0 (Mapping, 1);

  mapping->rows = g_ptr_array_ref (kp_site_import_get_rows (import));
  mapping->has_heading = kp_site_import_get_has_heading (import);
  mapping->catalogue = g_object_ref (kp_site_import_get_catalogue (import));
  mapping->default_provider = g_strdup (default_provider);
  for (guint i = 0; i < KP_IMPORT_N_COLUMNS; i++)
    mapping->columns[i] = kp_site_import_find_column (import, i);
  return mapping;
}

static void
import_row_free (KpImportRow *row)
{
  g_clear_object (&row->site);
  g_free (row->error);
  g_free (row->text);
  g_free (row);
}

static KpImportPreview *
preview_new (void)
{
  KpImportPreview *self = g_new0 (KpImportPreview, 1);

  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) import_row_free);
  return self;
}

void
kp_import_preview_free (KpImportPreview *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->rows);
  g_free (self);
}

static const char *
get_field (const Mapping *mapping, const KpCsvRow *row, KpImportColumn column)
{
  int wanted = mapping->columns[column];

  for (int i = 0; i <= wanted && row->fields[i] != NULL; i++)
    if (i == wanted)
      return kp_csv_unguard (row->fields[i]);
  return "";
}

/* @format has one "%s": the cell as it can be shown. */
static gboolean G_GNUC_PRINTF (3, 0)
    fail (GError **error, const char *cell, const char *format)
{
  g_autofree char *shown = kp_plain_text_shorten (cell, MAX_CELL);

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, format, shown);
#pragma GCC diagnostic pop
  return FALSE;
}

static gboolean
parse_port (const char *text, guint16 *port, GError **error)
{
  guint64 value;
  guint16 given = *port;

  if (*text == '\0')
    {
      *port = given != 0 ? given : 443;
      return TRUE;
    }
  if (!g_ascii_string_to_unsigned (text, 10, 1, 65535, &value, NULL))
    return fail (error, text,
                 /* Translators: what was given as a port */
                 _ ("“%s” is no port from 1 to 65535."));
  if (given != 0 && given != value)
    {
      g_set_error (error, KP_HOST_NAME_ERROR, KP_HOST_NAME_ERROR_PORT,
                   /* Translators: two ports */
                   _ ("The address has port %u, the column %u."), given, (guint) value);
      return FALSE;
    }
  *port = value;
  return TRUE;
}

/* @words: of the language that is spoken here, with "|" between them */
static gboolean
is_one_of (const char *words, const char *folded)
{
  g_autofree char *known = g_utf8_casefold (words, -1);
  g_auto (GStrv) each = g_strsplit (known, "|", -1);

  return *folded != '\0' && g_strv_contains ((const char *const *) each, folded);
}

static gboolean
parse_yes (const char *text, gboolean *yes, GError **error)
{
  static const char *const words[] = { "yes", "true", "1", "ja", "oui", "x", NULL };
  static const char *const no_words[] = {
    "", "no", "false", "0", "-", "nein", "non", NULL
  };
  g_autofree char *folded = g_utf8_casefold (text, -1);

  *yes = g_strv_contains (words, folded)
         /* Translators: what people may write for yes in a table that is imported, without
          * regard to capitals; several words with "|" between them: "oui|vrai" */
         || is_one_of (C_ ("word in a table", "yes"), folded);
  if (*yes
      || g_strv_contains (no_words, folded)
      /* Translators: likewise for no: "non|faux" */
      || is_one_of (C_ ("word in a table", "no"), folded))
    return TRUE;
  return fail (error, text,
               /* Translators: what was given for "behind a proxy" */
               _ ("“%s” is neither yes nor no."));
}

/* The target of @host (nullable) that was given, and where no provider was, the provider
 * that it belongs to. */
static gboolean
parse_target (const Mapping *mapping, const char *host, const char *text,
              KpProfile **profile, char **target, GError **error)
{
  g_autoptr (GError) why = NULL;

  if (*text == '\0')
    return TRUE;
  *target = kp_host_name_parse_target (text, host, &why);
  if (*target == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                   /* Translators: why it is no host name */
                   _ ("Target: %s."), why->message);
      return FALSE;
    }
  if (*profile == NULL)
    {
      const char *const chain[] = { *target, NULL };
      KpProfile *found = kp_catalogue_guess (mapping->catalogue, chain, NULL);

      if (found != NULL && kp_profile_target_matches (found, *target))
        *profile = found;
    }
  else if (!kp_profile_target_matches (*profile, *target))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                   /* Translators: a host name and the name of a provider */
                   _ ("“%s” is no target of %s."), *target, kp_profile_get_name (*profile));
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_name (const KpNameCheck *check, GError **error)
{
  for (guint i = 0; i < check->findings->len; i++)
    {
      const KpFinding *finding = g_ptr_array_index (check->findings, i);

      if (finding->severity != KP_SEVERITY_WRONG)
        continue;
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, finding->text);
      return FALSE;
    }
  return TRUE;
}

/* What the row says of its provider. @profile: (out) (nullable): %NULL: nobody said */
static gboolean
parse_provider (const Mapping *mapping, const KpCsvRow *row, KpProfile **profile,
                GError **error)
{
  const char *provider = get_field (mapping, row, KP_IMPORT_PROVIDER);

  if (*provider == '\0' && mapping->default_provider != NULL)
    provider = mapping->default_provider;
  *profile = NULL;
  if (*provider == '\0')
    return TRUE;
  *profile = kp_catalogue_find_named (mapping->catalogue, provider);
  if (*profile != NULL)
    return TRUE;
  return fail (error, provider,
               /* Translators: what was given as a provider */
               _ ("There is no provider “%s”."));
}

/* A note has line feeds, however its lines ended. */
static char *
clean_note (const char *note)
{
  g_auto (GStrv) lines = strchr (note, '\r') != NULL ? g_strsplit (note, "\r\n", -1) : NULL;

  return lines != NULL ? g_strdelimit (g_strjoinv ("\n", lines), "\r", '\n')
                       : g_strdup (note);
}

static gboolean
check_texts (const char *customer, const char *note, GError **error)
{
  if (kp_plain_text_has_control (customer, FALSE))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                           _ ("The customer has control characters."));
      return FALSE;
    }
  if (kp_plain_text_has_control (note, TRUE))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                           _ ("The note has control characters."));
      return FALSE;
    }
  if (g_utf8_strlen (customer, -1) <= KP_CUSTOMER_MAX_NAME
      && g_utf8_strlen (note, -1) <= KP_SITE_MAX_NOTE)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
               /* Translators: two numbers of characters */
               _ ("The customer is longer than %d or the note longer than %d characters."),
               KP_CUSTOMER_MAX_NAME, KP_SITE_MAX_NOTE);
  return FALSE;
}

static gboolean
check_proxied (gboolean proxied, KpProfile *profile, GError **error)
{
  if (!proxied || profile == NULL || kp_profile_get_proxies_allowed (profile))
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
               /* Translators: the name of a provider */
               _ ("%s does not allow a proxy before its sites."),
               kp_profile_get_name (profile));
  return FALSE;
}

/* Returns: (transfer full) (nullable): the site of @row */
static KpSite *
make_site (const Mapping *mapping, const KpCsvRow *row, gboolean *is_open, GError **error)
{
  const char *customer = get_field (mapping, row, KP_IMPORT_CUSTOMER);
  g_autofree char *note = clean_note (get_field (mapping, row, KP_IMPORT_NOTE));
  g_autoptr (KpNameCheck) check = NULL;
  g_autofree char *host =
      kp_host_name_parse (get_field (mapping, row, KP_IMPORT_HOST), NULL, NULL);
  g_autofree char *target = NULL;
  KpProfile *profile = NULL;
  gboolean proxied = FALSE;
  guint16 port;
  KpSite *site;

  if (!parse_provider (mapping, row, &profile, error)
      || !parse_target (mapping, host, get_field (mapping, row, KP_IMPORT_TARGET), &profile,
                        &target, error))
    return NULL;
  check = kp_name_check_new (get_field (mapping, row, KP_IMPORT_HOST), profile);
  port = check->port;
  if (!check_name (check, error)
      || !parse_port (get_field (mapping, row, KP_IMPORT_PORT), &port, error)
      || !parse_yes (get_field (mapping, row, KP_IMPORT_PROXIED), &proxied, error)
      || !check_proxied (proxied, profile, error) || !check_texts (customer, note, error))
    return NULL;
  *is_open = profile == NULL;
  site = kp_site_new (check->host, port,
                      profile != NULL ? kp_profile_get_id (profile) : KP_OWN_SERVER);
  kp_site_set_target (site, target);
  kp_site_set_customer (site, 0, *customer != '\0' ? customer : NULL);
  kp_site_set_note (site, note);
  kp_site_set_proxied (site, proxied);
  return site;
}

static char *
row_text (const KpCsvRow *row)
{
  g_autofree char *joined =
      row->fields != NULL ? g_strjoinv (", ", row->fields) : g_strdup (row->text);

  return kp_plain_text_shorten (joined, MAX_TEXT - 1);
}

/* Takes the site away: it will not be added. */
static void
set_exists (KpImportRow *row, guint first_line)
{
  row->exists = TRUE;
  row->first_line = first_line;
  row->text = g_strdup (kp_site_get_label (row->site));
  g_clear_object (&row->site);
}

/* @seen: lines by address of what stood in the list before */
static KpImportRow *
judge_row (const Mapping *mapping, const KpCsvRow *csv, GHashTable *seen)
{
  KpImportRow *row = g_new0 (KpImportRow, 1);
  g_autoptr (GError) error = NULL;

  row->line = csv->line;
  if (csv->error != NULL)
    row->error = g_strdup (csv->error);
  else
    row->site = make_site (mapping, csv, &row->open_provider, &error);
  if (error != NULL)
    row->error = g_strdup (error->message);
  if (row->site == NULL)
    row->text = row_text (csv);
  else
    {
      g_autofree char *key = kp_host_name_format_site (kp_site_get_host (row->site),
                                                       kp_site_get_port (row->site));
      gpointer line = g_hash_table_lookup (seen, key);

      if (line != NULL)
        set_exists (row, GPOINTER_TO_UINT (line));
      else
        g_hash_table_insert (seen, g_steal_pointer (&key), GUINT_TO_POINTER (row->line));
    }
  return row;
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const KpImportRow *left = *(KpImportRow *const *) a, *right = *(KpImportRow *const *) b;

  if ((left->error != NULL) != (right->error != NULL))
    return left->error != NULL ? -1 : 1;
  return left->line < right->line ? -1 : left->line > right->line;
}

/* Returns: (transfer full) (nullable): %NULL only when cancelled */
static KpImportPreview *
judge (const Mapping *mapping, GCancellable *cancellable)
{
  g_autoptr (KpImportPreview) self = preview_new ();
  g_autoptr (GHashTable) seen =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = mapping->has_heading; i < mapping->rows->len; i++)
    {
      if (g_cancellable_is_cancelled (cancellable))
        return NULL;
      g_ptr_array_add (self->rows,
                       judge_row (mapping, g_ptr_array_index (mapping->rows, i), seen));
    }
  g_ptr_array_sort (self->rows, compare_rows);
  return g_steal_pointer (&self);
}

static void
count_row (KpImportPreview *self, KpImportRow *row, KpImportExists exists, gpointer data)
{
  if (row->site != NULL && exists != NULL
      && exists (kp_site_get_host (row->site), kp_site_get_port (row->site), data))
    set_exists (row, 0);
  self->bad += row->error != NULL;
  self->existing += row->exists;
  self->to_add += row->site != NULL;
}

KpImportPreview *
kp_import_preview_new (KpSiteImport *import, const char *default_provider,
                       KpImportExists exists, gpointer data)
{
  g_autoptr (Mapping) mapping = NULL;
  KpImportPreview *self;

  g_return_val_if_fail (KP_IS_SITE_IMPORT (import), NULL);

  mapping = mapping_new (import, default_provider);
  self = judge (mapping, NULL);
  for (guint i = 0; i < self->rows->len; i++)
    count_row (self, g_ptr_array_index (self->rows, i), exists, data);
  return self;
}

typedef struct
{
  Mapping *mapping;
  KpImportExists exists;
  gpointer data;
  KpImportPreview *preview;
  guint next;
} Judging;

static void
judging_free (gpointer data)
{
  Judging *judging = data;

  mapping_free (judging->mapping);
  kp_import_preview_free (judging->preview);
  g_free (judging);
}

/* What exists is known to the main thread only. */
static gboolean
look_cb (gpointer data)
{
  GTask *task = data;
  Judging *judging = g_task_get_task_data (task);
  GPtrArray *rows = judging->preview->rows;
  gint64 end = g_get_monotonic_time () + SLICE;

  if (g_task_return_error_if_cancelled (task))
    return G_SOURCE_REMOVE;
  while (judging->next < rows->len)
    {
      count_row (judging->preview, g_ptr_array_index (rows, judging->next++),
                 judging->exists, judging->data);
      if (judging->next % 64 == 0 && g_get_monotonic_time () >= end)
        return G_SOURCE_CONTINUE;
    }
  g_task_return_pointer (task, g_steal_pointer (&judging->preview),
                         (GDestroyNotify) kp_import_preview_free);
  return G_SOURCE_REMOVE;
}

static void
judged_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Judging *judging = g_task_get_task_data (task);
  g_autoptr (GSource) idle = NULL;

  judging->preview = g_task_propagate_pointer (G_TASK (result), NULL);
  if (judging->preview == NULL)
    {
      g_task_return_error_if_cancelled (task);
      return;
    }
  idle = g_idle_source_new ();
  g_source_set_static_name (idle, "keyplate: look for what exists");
  g_task_attach_source (task, idle, look_cb);
}

static void
judge_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_pointer (task, judge (data, cancellable),
                         (GDestroyNotify) kp_import_preview_free);
}

void
kp_import_preview_new_async (KpSiteImport *import, const char *default_provider,
                             KpImportExists exists, gpointer exists_data,
                             GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer data)
{
  GTask *task;
  Judging *judging;
  g_autoptr (GTask) thread = NULL;

  g_return_if_fail (KP_IS_SITE_IMPORT (import));

  /* libsoup reads the public suffix list at its first use, without a lock. */
  kp_zone_free (kp_zone_new_guess ("example.com"));
  judging = g_new0 (Judging, 1);
  judging->mapping = mapping_new (import, default_provider);
  judging->exists = exists;
  judging->data = exists_data;
  task = g_task_new (import, cancellable, callback, data);
  g_task_set_source_tag (task, kp_import_preview_new_async);
  g_task_set_task_data (task, judging, judging_free);
  /* The window is drawn between two slices. */
  g_task_set_priority (task, G_PRIORITY_DEFAULT_IDLE);
  thread = g_task_new (NULL, cancellable, judged_cb, task);
  /* The outer task keeps the mapping until the inner one has ended. */
  g_task_set_task_data (thread, judging->mapping, NULL);
  g_task_run_in_thread (thread, judge_in_thread);
}

KpImportPreview *
kp_import_preview_new_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, kp_import_preview_new_async),
                        NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

GPtrArray *
kp_import_preview_get_sites (const KpImportPreview *self)
{
  GPtrArray *sites = g_ptr_array_new_full (self->to_add, g_object_unref);

  for (guint i = 0; i < self->rows->len; i++)
    {
      const KpImportRow *row = g_ptr_array_index (self->rows, i);

      if (row->site != NULL)
        g_ptr_array_add (sites, g_object_ref (row->site));
    }
  return sites;
}

char *
kp_import_preview_describe (const KpImportPreview *self, gboolean skipped)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (
      text,
      /* Translators: a number of sites; the beginning of a list of numbers with commas */
      ngettext ("%u site will be added", "%u sites will be added", self->to_add),
      self->to_add);
  if (self->existing > 0)
    {
      g_string_append (text, ", ");
      g_string_append_printf (
          text,
          /* Translators: a number of sites; goes on in a list of numbers with commas */
          ngettext ("%u exists already", "%u exist already", self->existing),
          self->existing);
    }
  if (self->bad > 0)
    g_string_append (text, ", ");
  if (self->bad > 0 && skipped)
    /* Translators: a number of rows; ends a list of numbers with commas */
    g_string_append_printf (
        text, ngettext ("%u bad row is skipped", "%u bad rows are skipped", self->bad),
        self->bad);
  else if (self->bad > 0)
    /* Translators: a number of rows; ends a list of numbers with commas */
    g_string_append_printf (text, ngettext ("%u row is bad", "%u rows are bad", self->bad),
                            self->bad);
  return g_string_free (text, FALSE);
}
