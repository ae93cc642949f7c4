/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/renewal-table.h"

/* In the order of take_renewal() and put_renewal(). */
#define COLUMNS                                                                            \
  "job_id, csr, csr_sha256, csr_spki_sha256, csr_at, order_number, ca, price, ordered_at," \
  " validation_name, validation_type, validation_value, bundle, leaf_sha256,"              \
  " leaf_spki_sha256, leaf_not_after, bundle_at, overruled"

static char *
take_text (KpStatement *statement)
{
  return g_strdup (kp_statement_take_text (statement));
}

static KpRenewal *
take_renewal (KpStatement *statement)
{
  KpRenewal *renewal = kp_renewal_new (kp_statement_take_int (statement));

  renewal->csr = kp_statement_take_blob (statement);
  if (g_bytes_get_size (renewal->csr) == 0)
    g_clear_pointer (&renewal->csr, g_bytes_unref);
  renewal->csr_sha256 = take_text (statement);
  renewal->csr_spki_sha256 = take_text (statement);
  renewal->csr_at = kp_statement_take_int (statement);
  renewal->order_number = take_text (statement);
  renewal->ca = take_text (statement);
  renewal->price = take_text (statement);
  renewal->ordered_at = kp_statement_take_int (statement);
  renewal->validation_name = take_text (statement);
  renewal->validation_type = take_text (statement);
  renewal->validation_value = take_text (statement);
  renewal->bundle = take_text (statement);
  renewal->leaf_sha256 = take_text (statement);
  renewal->leaf_spki_sha256 = take_text (statement);
  renewal->leaf_not_after = kp_statement_take_int (statement);
  renewal->bundle_at = kp_statement_take_int (statement);
  g_ptr_array_unref (renewal->overruled);
  renewal->overruled = kp_overrule_list_from_json (kp_statement_take_text (statement));
  return renewal;
}

KpRenewal *
kp_renewal_table_load (KpDatabase *database, gint64 job_id, GError **error)
{
  g_autoptr (KpStatement) statement = kp_database_prepare (
      database, "SELECT " COLUMNS " FROM renewal WHERE job_id = ?", error);
  gboolean row;

  if (statement == NULL)
    return NULL;
  kp_statement_put_int (statement, job_id);
  if (!kp_statement_step (statement, &row, error))
    return NULL;
  return row ? take_renewal (statement) : kp_renewal_new (job_id);
}

GPtrArray *
kp_renewal_table_load_open (KpDatabase *database, GError **error)
{
  g_autoptr (GPtrArray) renewals =
      g_ptr_array_new_with_free_func ((GDestroyNotify) kp_renewal_free);
  g_autoptr (KpStatement) statement =
      kp_database_prepare (database,
                           "SELECT " COLUMNS " FROM renewal WHERE job_id IN"
                           " (SELECT id FROM job WHERE ended_at = 0) ORDER BY job_id",
                           error);

  if (statement == NULL)
    return NULL;
  for (;;)
    {
      gboolean row;

      if (!kp_statement_step (statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&renewals);
      g_ptr_array_add (renewals, take_renewal (statement));
    }
}

/* @overruled: must live until the statement has run */
static void
put_renewal (KpStatement *statement, const KpRenewal *renewal, const char *overruled)
{
  kp_statement_put_int (statement, renewal->job_id);
  if (renewal->csr != NULL)
    kp_statement_put_blob (statement, renewal->csr);
  else
    kp_statement_put_null (statement);
  kp_statement_put_text (statement, renewal->csr_sha256);
  kp_statement_put_text (statement, renewal->csr_spki_sha256);
  kp_statement_put_int (statement, renewal->csr_at);
  kp_statement_put_text (statement, renewal->order_number);
  kp_statement_put_text (statement, renewal->ca);
  kp_statement_put_text (statement, renewal->price);
  kp_statement_put_int (statement, renewal->ordered_at);
  kp_statement_put_text (statement, renewal->validation_name);
  kp_statement_put_text (statement, renewal->validation_type);
  kp_statement_put_text (statement, renewal->validation_value);
  kp_statement_put_text (statement, renewal->bundle);
  kp_statement_put_text (statement, renewal->leaf_sha256);
  kp_statement_put_text (statement, renewal->leaf_spki_sha256);
  kp_statement_put_int (statement, renewal->leaf_not_after);
  kp_statement_put_int (statement, renewal->bundle_at);
  kp_statement_put_text (statement, overruled);
}

static gboolean
forget (KpDatabase *database, gint64 job_id, GError **error)
{
  g_autoptr (KpStatement) statement =
      kp_database_prepare (database, "DELETE FROM renewal WHERE job_id = ?", error);

  if (statement == NULL)
    return FALSE;
  kp_statement_put_int (statement, job_id);
  return kp_statement_run (statement, error);
}

gboolean
kp_renewal_table_apply (KpDatabase *database, gint64 job_id, const KpRenewal *changes,
                        GError **error)
{
  g_autoptr (KpRenewal) renewal = NULL;
  g_autofree char *overruled = NULL;
  g_autoptr (KpStatement) statement = NULL;

  renewal = changes->anew ? kp_renewal_new (job_id)
                          : kp_renewal_table_load (database, job_id, error);
  if (renewal == NULL || !forget (database, job_id, error))
    return FALSE;
  kp_renewal_apply (renewal, changes);
  if (kp_renewal_is_empty (renewal))
    return TRUE;
  overruled = kp_overrule_list_to_json (renewal->overruled);
  statement = kp_database_prepare (
      database,
      "INSERT INTO renewal (" COLUMNS
      ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      error);
  if (statement == NULL)
    return FALSE;
  put_renewal (statement, renewal, overruled);
  return kp_statement_run (statement, error);
}
