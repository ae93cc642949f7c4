/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/store-private.h"

#include "core/store/certificate-table.h"
#include "core/store/evidence-table.h"
#include "core/store/journal-table.h"

void
kp_evidence_free (KpEvidence *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->observation, kp_observation_unref);
  g_clear_pointer (&self->text, g_ref_string_release);
  g_free (self->older);
  g_clear_pointer (&self->previous, kp_observation_unref);
  g_clear_pointer (&self->history, kp_history_free);
  g_free (self);
}

KpObservation *
kp_evidence_get_previous (KpEvidence *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->older != NULL)
    self->previous = kp_evidence_table_parse (self->older);
  g_clear_pointer (&self->older, g_free);
  return self->previous;
}

void
kp_check_record_free (KpCheckRecord *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->observation, kp_observation_unref);
  g_clear_pointer (&self->history, kp_history_free);
  kp_summary_clear (&self->summary);
  g_clear_pointer (&self->events, g_ptr_array_unref);
  g_clear_pointer (&self->before, kp_observation_unref);
  g_clear_pointer (&self->before_text, g_ref_string_release);
  g_free (self);
}

static gboolean
load_evidence (KpStoreCall *call, GError **error)
{
  call->result = kp_evidence_table_load (call->database, call->data, error);
  return call->result != NULL;
}

void
kp_store_load_evidence_async (KpStore *self, const gint64 *ids, guint n_ids,
                              GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer data)
{
  g_return_if_fail (KP_IS_STORE (self));

  kp_store_read (self, kp_store_load_evidence_async, load_evidence,
                 kp_store_copy_ids (ids, n_ids), (GDestroyNotify) g_array_unref,
                 (GDestroyNotify) g_ptr_array_unref, cancellable, callback, data);
}

GPtrArray *
kp_store_load_evidence_finish (KpStore *self, GAsyncResult *result, GError **error)
{
  return kp_store_finish_pointer (self, result, kp_store_load_evidence_async, error);
}

static gboolean
save_checks (KpStoreCall *call, GError **error)
{
  GPtrArray *records = call->data;

  for (guint i = 0; i < records->len; i++)
    if (!kp_evidence_table_save (call->database, g_ptr_array_index (records, i),
                                 call->changes, error))
      return FALSE;
  return TRUE;
}

void
kp_store_save_checks_async (KpStore *self, GPtrArray *records, GCancellable *cancellable,
                            GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (KP_IS_STORE (self));
  g_return_if_fail (records != NULL);

  kp_store_write (self, kp_store_save_checks_async, save_checks, records,
                  (GDestroyNotify) g_ptr_array_unref, cancellable, callback, data);
}

gboolean
kp_store_save_checks_finish (KpStore *self, GAsyncResult *result, GError **error)
{
  return kp_store_finish_boolean (self, result, kp_store_save_checks_async, error);
}

static gboolean
load_certificate (KpStoreCall *call, GError **error)
{
  call->result = kp_certificate_table_load (call->database, call->data, error);
  return call->result != NULL;
}

void
kp_store_load_certificate_async (KpStore *self, const char *sha256,
                                 GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer data)
{
  g_return_if_fail (KP_IS_STORE (self));
  g_return_if_fail (sha256 != NULL);

  kp_store_read (self, kp_store_load_certificate_async, load_certificate, g_strdup (sha256),
                 g_free, (GDestroyNotify) g_bytes_unref, cancellable, callback, data);
}

GBytes *
kp_store_load_certificate_finish (KpStore *self, GAsyncResult *result, GError **error)
{
  return kp_store_finish_pointer (self, result, kp_store_load_certificate_async, error);
}

static gboolean
load_intermediates (KpStoreCall *call, GError **error)
{
  call->result = kp_certificate_table_load_intermediates (call->database, error);
  return call->result != NULL;
}

void
kp_store_load_intermediates_async (KpStore *self, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (KP_IS_STORE (self));

  kp_store_read (self, kp_store_load_intermediates_async, load_intermediates, NULL, NULL,
                 (GDestroyNotify) g_ptr_array_unref, cancellable, callback, data);
}

GPtrArray *
kp_store_load_intermediates_finish (KpStore *self, GAsyncResult *result, GError **error)
{
  return kp_store_finish_pointer (self, result, kp_store_load_intermediates_async, error);
}

typedef struct
{
  gint64 site_id;
  guint limit;
} JournalQuery;

static gboolean
load_journal (KpStoreCall *call, GError **error)
{
  const JournalQuery *query = call->data;

  call->result =
      kp_journal_table_load (call->database, query->site_id, query->limit, error);
  return call->result != NULL;
}

void
kp_store_load_journal_async (KpStore *self, gint64 site_id, guint limit,
                             GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer data)
{
  JournalQuery *query;

  g_return_if_fail (KP_IS_STORE (self));

  query = g_new0 (JournalQuery, 1);
  query->site_id = site_id;
  query->limit = limit;
  kp_store_read (self, kp_store_load_journal_async, load_journal, query, g_free,
                 (GDestroyNotify) g_ptr_array_unref, cancellable, callback, data);
}

GPtrArray *
kp_store_load_journal_finish (KpStore *self, GAsyncResult *result, GError **error)
{
  return kp_store_finish_pointer (self, result, kp_store_load_journal_async, error);
}
