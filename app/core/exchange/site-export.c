/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/exchange/site-export.h"

#include "core/check/rejudge.h"
#include "core/exchange/ics.h"
#include "core/exchange/site-csv.h"
#include "core/exchange/site-json.h"
#include "core/exchange/whole-file.h"

/* So many rows or events, and so many verdicts, take some milliseconds. */
#define ROW_CHUNK 512
#define JSON_CHUNK 48

struct _KpSiteExport
{
  GObject parent;

  KpStore *store;
  KpCatalogue *catalogue;
  KpClock *clock;
  KpThresholds thresholds;
  GHashTable *you_change;

  KpExportFormat format;
  GPtrArray *sites;
  KpWholeFile *file;
  guint done;
  gboolean listed; /* a site stands in the JSON, or calendar, already */
  gboolean ended;  /* the last text is on its way */
};

enum
{
  PROP_TOTAL = 1,
  PROP_DONE,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

static void write_next (GTask *task);

G_DEFINE_FINAL_TYPE (KpSiteExport, kp_site_export, G_TYPE_OBJECT)

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (kp_whole_file_keep_finish (KP_WHOLE_FILE (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  KpSiteExport *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!kp_whole_file_write_finish (KP_WHOLE_FILE (source), result, &error))
    g_task_return_error (task, error);
  else if (self->ended)
    kp_whole_file_keep_async (self->file, g_task_get_cancellable (task), kept_cb,
                              g_object_ref (task));
  else
    write_next (g_steal_pointer (&task));
}

/* @text: (transfer full); @n: so many more sites are in it; @task: (transfer full) */
static void
write_text (GTask *task, GString *text, guint n)
{
  KpSiteExport *self = g_task_get_source_object (task);
  g_autoptr (GBytes) bytes = g_string_free_to_bytes (text);

  self->done += n;
  if (n > 0)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DONE]);
  kp_whole_file_write_async (self->file, bytes, g_task_get_cancellable (task), written_cb,
                             task);
}

static void
append_json (KpSiteExport *self, GString *text, KpSite *site, const KpEvidence *evidence)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (KpVerdict) verdict = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *object = NULL;
  KpJudgement judgement;

  kp_judgement_fill (&judgement, site, self->catalogue, &self->thresholds, self->you_change,
                     kp_clock_now (self->clock));
  judgement.observation = evidence->observation;
  judgement.history = evidence->history;
  verdict = kp_verdict_new (&judgement);
  kp_site_json_add (builder, &judgement, verdict);
  root = json_builder_get_root (builder);
  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  object = json_generator_to_data (generator, NULL);
  g_string_append_printf (text, "%s%s", self->listed ? ",\n" : "", object);
  self->listed = TRUE;
}

/* A site that was removed meanwhile has no evidence any more: it is left out. */
static void
evidence_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  KpSiteExport *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (GPtrArray) all =
      kp_store_load_evidence_finish (KP_STORE (source), result, &error);
  guint end = MIN (self->done + JSON_CHUNK, self->sites->len), used = 0;
  GString *text;

  if (all == NULL)
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  text = g_string_new (NULL);
  for (guint i = self->done; i < end && used < all->len; i++)
    {
      KpSite *site = g_ptr_array_index (self->sites, i);
      const KpEvidence *evidence = g_ptr_array_index (all, used);

      if (evidence->site_id != kp_site_get_id (site))
        continue;
      append_json (self, text, site, evidence);
      used++;
    }
  write_text (task, text, end - self->done);
}

static void
write_json (GTask *task)
{
  KpSiteExport *self = g_task_get_source_object (task);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = self->done; i < MIN (self->done + JSON_CHUNK, self->sites->len); i++)
    {
      gint64 id = kp_site_get_id (g_ptr_array_index (self->sites, i));

      g_array_append_val (ids, id);
    }
  kp_store_load_evidence_async (self->store, (const gint64 *) ids->data, ids->len,
                                g_task_get_cancellable (task), evidence_cb, task);
}

static void
append_event (KpSiteExport *self, GString *text, KpSite *site)
{
  KpProfile *profile = kp_catalogue_find (self->catalogue, kp_site_get_provider (site));

  if (kp_ics_append (text, site, profile != NULL ? kp_profile_get_name (profile) : NULL,
                     kp_clock_now (self->clock)))
    self->listed = TRUE;
}

static void
write_rows (GTask *task)
{
  KpSiteExport *self = g_task_get_source_object (task);
  guint end = MIN (self->done + ROW_CHUNK, self->sites->len);
  GString *text = g_string_new (NULL);

  for (guint i = self->done; i < end; i++)
    if (self->format == KP_EXPORT_ICS)
      append_event (self, text, g_ptr_array_index (self->sites, i));
    else
      kp_site_csv_append (text, g_ptr_array_index (self->sites, i));
  write_text (task, text, end - self->done);
}

/* Returns: (transfer full): what stands before all sites */
static GString *
begin_text (KpSiteExport *self)
{
  GString *text = g_string_new (NULL);

  if (self->format == KP_EXPORT_JSON)
    g_string_append (text, "{\n\"sites\" : [\n");
  else if (self->format == KP_EXPORT_ICS)
    kp_ics_append_heading (text);
  else
    kp_site_csv_append_heading (text);
  return text;
}

/* Returns: (transfer full): what stands after them */
static GString *
end_text (KpSiteExport *self)
{
  GString *text = g_string_new (NULL);

  if (self->format == KP_EXPORT_JSON)
    g_string_append (text, "]\n}\n");
  else if (self->format == KP_EXPORT_ICS)
    kp_ics_append_end (text, !self->listed);
  return text;
}

/* @task: (transfer full) */
static void
write_next (GTask *task)
{
  KpSiteExport *self = g_task_get_source_object (task);

  if (self->done == self->sites->len)
    {
      self->ended = TRUE;
      write_text (task, end_text (self), 0);
    }
  else if (self->format == KP_EXPORT_JSON)
    write_json (task);
  else
    write_rows (task);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  KpSiteExport *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!kp_whole_file_open_finish (KP_WHOLE_FILE (source), result, &error))
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  write_text (task, begin_text (self), 0);
}

static void
kp_site_export_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  KpSiteExport *self = KP_SITE_EXPORT (object);

  if (id == PROP_TOTAL)
    g_value_set_uint (value, self->sites != NULL ? self->sites->len : 0);
  else if (id == PROP_DONE)
    g_value_set_uint (value, self->done);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
kp_site_export_dispose (GObject *object)
{
  KpSiteExport *self = KP_SITE_EXPORT (object);

  g_clear_object (&self->file);
  g_clear_object (&self->store);
  g_clear_object (&self->catalogue);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->you_change, g_hash_table_unref);
  g_clear_pointer (&self->sites, g_ptr_array_unref);

  G_OBJECT_CLASS (kp_site_export_parent_class)->dispose (object);
}

static void
kp_site_export_class_init (KpSiteExportClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags =
      G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = kp_site_export_dispose;
  object_class->get_property = kp_site_export_get_property;

  properties[PROP_TOTAL] = g_param_spec_uint ("total", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_DONE] = g_param_spec_uint ("done", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
kp_site_export_init (KpSiteExport *self)
{
}

KpSiteExport *
kp_site_export_new (KpStore *store, KpCatalogue *catalogue, KpClock *clock,
                    const KpThresholds *thresholds, GHashTable *you_change)
{
  KpSiteExport *self;

  g_return_val_if_fail (KP_IS_STORE (store), NULL);
  g_return_val_if_fail (KP_IS_CATALOGUE (catalogue), NULL);
  g_return_val_if_fail (thresholds != NULL, NULL);

  self = g_object_new (KP_TYPE_SITE_EXPORT, NULL);
  self->store = g_object_ref (store);
  self->catalogue = g_object_ref (catalogue);
  self->clock = g_object_ref (clock);
  self->thresholds = *thresholds;
  self->you_change = you_change != NULL ? g_hash_table_ref (you_change) : NULL;
  return self;
}

void
kp_site_export_run_async (KpSiteExport *self, GPtrArray *sites, KpExportFormat format,
                          GFile *file, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer data)
{
  GTask *task;

  g_return_if_fail (KP_IS_SITE_EXPORT (self));
  g_return_if_fail (sites != NULL && self->sites == NULL);
  g_return_if_fail (G_IS_FILE (file));

  task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, kp_site_export_run_async);
  self->format = format;
  self->sites = g_ptr_array_new_full (sites->len, g_object_unref);
  for (guint i = 0; i < sites->len; i++)
    g_ptr_array_add (self->sites, g_object_ref (g_ptr_array_index (sites, i)));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TOTAL]);
  self->file = kp_whole_file_new (file);
  kp_whole_file_open_async (self->file, cancellable, opened_cb, task);
}

gboolean
kp_site_export_run_finish (KpSiteExport *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  /* Where it did not come to its end, nothing of it stays. */
  g_clear_object (&self->file);
  return g_task_propagate_boolean (G_TASK (result), error);
}
