/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/customer-table.h"

#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>

#include "core/store/store.h"

/* The text columns, in the order of every statement here; also the properties' names with
 * "_" for "-". */
static const char *const texts[] = { "dns-administrator", "email", "language", "dns-host",
                                     "note" };

static KpCustomer *
take_customer (KpStatement *statement)
{
  gint64 id = kp_statement_take_int (statement);
  const char *name = kp_statement_take_text (statement);
  KpCustomer *customer = kp_customer_new (name != NULL ? name : "");

  g_object_freeze_notify (G_OBJECT (customer));
  g_object_set (customer, "id", id, "changes-dns-itself",
                (gboolean) (kp_statement_take_int (statement) != 0), NULL);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      const char *text = kp_statement_take_text (statement);

      g_object_set (customer, texts[i], text != NULL ? text : "", NULL);
    }
  g_object_thaw_notify (G_OBJECT (customer));
  return customer;
}

typedef struct
{
  char *key;
  KpCustomer *customer;
} Keyed;

static int
compare_keys (gconstpointer a, gconstpointer b)
{
  return strcmp (((const Keyed *) a)->key, ((const Keyed *) b)->key);
}

/* As the user's language orders them, which SQL can't. */
static void
sort_by_name (GPtrArray *customers)
{
  g_autofree Keyed *keyed = g_new (Keyed, customers->len);

  /* No array is none for qsort (). */
  if (customers->len == 0)
    return;
  for (guint i = 0; i < customers->len; i++)
    {
      keyed[i].customer = g_ptr_array_index (customers, i);
      keyed[i].key = g_utf8_collate_key (kp_customer_get_name (keyed[i].customer), -1);
    }
  qsort (keyed, customers->len, sizeof *keyed, compare_keys);
  for (guint i = 0; i < customers->len; i++)
    {
      customers->pdata[i] = keyed[i].customer;
      g_free (keyed[i].key);
    }
}

GPtrArray *
kp_customer_table_load (KpDatabase *database, GError **error)
{
  g_autoptr (GPtrArray) customers = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (KpStatement) statement = NULL;

  statement = kp_database_prepare (
      database,
      "SELECT id, name, changes_dns_itself, dns_administrator, email, language, dns_host,"
      " note FROM customer",
      error);
  if (statement == NULL)
    return NULL;
  for (;;)
    {
      gboolean row;

      if (!kp_statement_step (statement, &row, error))
        return NULL;
      if (!row)
        break;
      g_ptr_array_add (customers, take_customer (statement));
    }
  sort_by_name (customers);
  return g_steal_pointer (&customers);
}

static gboolean
find (KpDatabase *database, const char *key, gint64 *id, GError **error)
{
  g_autoptr (KpStatement) statement = NULL;
  gboolean row;

  statement =
      kp_database_prepare (database, "SELECT id FROM customer WHERE name_key = ?", error);
  if (statement == NULL)
    return FALSE;
  kp_statement_put_text (statement, key);
  if (!kp_statement_step (statement, &row, error))
    return FALSE;
  *id = row ? kp_statement_take_int (statement) : 0;
  return TRUE;
}

static void
set_not_found (GError **error)
{
  g_set_error (error, KP_STORE_ERROR, KP_STORE_ERROR_NOT_FOUND, "%s",
               _ ("That customer isn’t there any more."));
}

/* The sites of a customer, in use or not. */
static gboolean
find_sites (KpDatabase *database, gint64 id, GArray *sites, GError **error)
{
  g_autoptr (KpStatement) statement = NULL;

  statement =
      kp_database_prepare (database, "SELECT id FROM site WHERE customer_id = ?", error);
  if (statement == NULL)
    return FALSE;
  kp_statement_put_int (statement, id);
  for (;;)
    {
      gboolean row;
      gint64 site;

      if (!kp_statement_step (statement, &row, error))
        return FALSE;
      if (!row)
        return TRUE;
      site = kp_statement_take_int (statement);
      g_array_append_val (sites, site);
    }
}

/* Notes every site of a customer: its name stands in their rows. */
static gboolean
note_sites (KpDatabase *database, gint64 id, KpChanges *changes, GError **error)
{
  g_autoptr (GArray) sites = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (!find_sites (database, id, sites, error))
    return FALSE;
  for (guint i = 0; i < sites->len; i++)
    kp_changes_add_site (changes, g_array_index (sites, gint64, i));
  return TRUE;
}

static gboolean
write_customer (KpDatabase *database, KpCustomer *customer, const char *key,
                const char *sql, GError **error)
{
  g_autoptr (KpStatement) statement = kp_database_prepare (database, sql, error);
  g_autofree char *name = g_strstrip (g_strdup (kp_customer_get_name (customer)));
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);

  if (statement == NULL)
    return FALSE;
  kp_statement_put_text (statement, name);
  kp_statement_put_text (statement, key);
  kp_statement_put_int (statement, kp_customer_get_changes_dns_itself (customer));
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      char *value = NULL;

      g_object_get (customer, texts[i], &value, NULL);
      g_ptr_array_add (values, value);
      kp_statement_put_text (statement, value != NULL ? value : "");
    }
  if (kp_customer_get_id (customer) != 0)
    kp_statement_put_int (statement, kp_customer_get_id (customer));
  return kp_statement_run (statement, error);
}

static gboolean
update (KpDatabase *database, KpCustomer *customer, const char *key, KpChanges *changes,
        GError **error)
{
  if (!write_customer (database, customer, key,
                       "UPDATE customer SET name = ?, name_key = ?, changes_dns_itself = ?,"
                       " dns_administrator = ?, email = ?, language = ?, dns_host = ?,"
                       " note = ? WHERE id = ?",
                       error))
    return FALSE;
  if (kp_database_get_n_changed (database) == 0)
    {
      set_not_found (error);
      return FALSE;
    }
  return note_sites (database, kp_customer_get_id (customer), changes, error);
}

gboolean
kp_customer_table_save (KpDatabase *database, KpCustomer *customer, KpChanges *changes,
                        gint64 *id, GError **error)
{
  g_autofree char *key = kp_customer_make_key (kp_customer_get_name (customer));
  gint64 own = kp_customer_get_id (customer);
  gint64 taken;

  if (!find (database, key, &taken, error))
    return FALSE;
  if (taken != 0 && taken != own)
    {
      g_set_error (error, KP_STORE_ERROR, KP_STORE_ERROR_EXISTS,
                   /* Translators: %s is a customer's name. */
                   _ ("There is a customer called “%s” already."),
                   kp_customer_get_name (customer));
      return FALSE;
    }
  if (own != 0)
    {
      if (!update (database, customer, key, changes, error))
        return FALSE;
      *id = own;
    }
  else
    {
      if (!write_customer (database, customer, key,
                           "INSERT INTO customer (name, name_key, changes_dns_itself,"
                           " dns_administrator, email, language, dns_host, note)"
                           " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                           error))
        return FALSE;
      *id = kp_database_get_last_id (database);
    }
  changes->customers = TRUE;
  return TRUE;
}

gboolean
kp_customer_table_find_or_add (KpDatabase *database, const char *name, KpChanges *changes,
                               gint64 *id, GError **error)
{
  g_autofree char *key = kp_customer_make_key (name);
  g_autoptr (KpCustomer) customer = NULL;

  if (!find (database, key, id, error))
    return FALSE;
  if (*id != 0)
    return TRUE;
  customer = kp_customer_new (name);
  return kp_customer_table_save (database, customer, changes, id, error);
}

gboolean
kp_customer_table_remove (KpDatabase *database, gint64 id, KpChanges *changes,
                          GArray *sites, GError **error)
{
  g_autoptr (KpStatement) statement = NULL;

  if (!note_sites (database, id, changes, error)
      || !find_sites (database, id, sites, error))
    return FALSE;
  statement = kp_database_prepare (database, "DELETE FROM customer WHERE id = ?", error);
  if (statement == NULL)
    return FALSE;
  kp_statement_put_int (statement, id);
  if (!kp_statement_run (statement, error))
    return FALSE;
  if (kp_database_get_n_changed (database) == 0)
    {
      set_not_found (error);
      return FALSE;
    }
  changes->customers = TRUE;
  return TRUE;
}

/* What was given to another customer meanwhile stays with it. */
static gboolean
give_site (KpDatabase *database, gint64 site, gint64 customer, KpChanges *changes,
           GError **error)
{
  g_autoptr (KpStatement) statement = kp_database_prepare (
      database, "UPDATE site SET customer_id = ? WHERE id = ? AND customer_id IS NULL",
      error);

  if (statement == NULL)
    return FALSE;
  kp_statement_put_int (statement, customer);
  kp_statement_put_int (statement, site);
  if (!kp_statement_run (statement, error))
    return FALSE;
  if (kp_database_get_n_changed (database) > 0)
    kp_changes_add_site (changes, site);
  return TRUE;
}

gboolean
kp_customer_table_restore (KpDatabase *database, KpCustomer *customer, GArray *sites,
                           KpChanges *changes, gint64 *id, GError **error)
{
  /* Its old row id may be another's by now. */
  kp_customer_set_id (customer, 0);
  if (!kp_customer_table_save (database, customer, changes, id, error))
    return FALSE;
  for (guint i = 0; i < sites->len; i++)
    if (!give_site (database, g_array_index (sites, gint64, i), *id, changes, error))
      return FALSE;
  return TRUE;
}

GHashTable *
kp_customer_table_load_names (KpDatabase *database, GError **error)
{
  g_autoptr (GHashTable) names =
      g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  g_autoptr (KpStatement) statement = NULL;

  statement = kp_database_prepare (database, "SELECT id, name FROM customer", error);
  if (statement == NULL)
    return NULL;
  for (;;)
    {
      gboolean row;
      gint64 id;

      if (!kp_statement_step (statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&names);
      id = kp_statement_take_int (statement);
      g_hash_table_insert (names, g_memdup2 (&id, sizeof id),
                           g_strdup (kp_statement_take_text (statement)));
    }
}
