/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/store/customer-list.h"

#include "store/store-test.h"

typedef struct
{
  StoreTest store;
  KpCustomerList *list;
  GString *told; /* each change of items as "POSITION-REMOVED+ADDED " */
  guint changed;
} Fixture;

static void
items_changed_cb (GListModel *model, guint position, guint removed, guint added,
                  Fixture *fixture)
{
  g_string_append_printf (fixture->told, "%u-%u+%u ", position, removed, added);
}

static void
changed_cb (KpCustomerList *list, Fixture *fixture)
{
  fixture->changed++;
}

static gint64
save (KpStore *store, KpCustomer *customer)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kp_store_save_customer_async (store, customer, NULL, store_test_take, &result);
  kp_store_save_customer_finish (store, store_test_wait (&result), &error);
  g_assert_no_error (error);
  return kp_customer_get_id (customer);
}

static gint64
add (KpStore *store, const char *name)
{
  g_autoptr (KpCustomer) customer = kp_customer_new (name);

  return save (store, customer);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;

  store_test_set_up (&fixture->store, data);
  add (fixture->store.store, "Bee");
  add (fixture->store.store, "Ant");
  add (fixture->store.store, "Dog");
  fixture->list = kp_customer_list_new (fixture->store.store);
  fixture->told = g_string_new (NULL);
  g_signal_connect (fixture->list, "items-changed", G_CALLBACK (items_changed_cb), fixture);
  g_signal_connect (fixture->list, "changed", G_CALLBACK (changed_cb), fixture);
  kp_store_list_load_async (KP_STORE_LIST (fixture->list), NULL, store_test_take, &result);
  g_assert_true (kp_store_list_load_finish (KP_STORE_LIST (fixture->list),
                                            store_test_wait (&result), NULL));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->list);
  g_string_free (fixture->told, TRUE);
  store_test_tear_down (&fixture->store, data);
}

/* The names in order, with a space behind each. */
static char *
describe (Fixture *fixture)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (fixture->list)); i++)
    {
      g_autoptr (KpCustomer) customer =
          g_list_model_get_item (G_LIST_MODEL (fixture->list), i);

      g_string_append_printf (names, "%s ", kp_customer_get_name (customer));
    }
  return g_string_free (names, FALSE);
}

static gboolean
was_told (gpointer data)
{
  return ((Fixture *) data)->changed > 0;
}

/* Waits for one change. */
static void
expect (Fixture *fixture, const char *names, const char *told)
{
  g_autofree char *described = NULL;

  g_assert_true (store_test_wait_for (was_told, fixture));
  described = describe (fixture);
  g_assert_cmpstr (described, ==, names);
  g_assert_cmpstr (fixture->told->str, ==, told);
  g_assert_cmpuint (fixture->changed, ==, 1);
  fixture->changed = 0;
  g_string_truncate (fixture->told, 0);
}

static void
rename_to (Fixture *fixture, KpCustomer *customer, const char *name)
{
  g_autoptr (KpCustomer) copy = kp_customer_new (NULL);

  kp_customer_assign (copy, customer);
  g_object_set (copy, "name", name, NULL);
  save (fixture->store.store, copy);
}

static void
notify_cb (GObject *object, GParamSpec *pspec, gpointer data)
{
  g_string_append_printf (data, "%s ", pspec->name);
}

/* What changes keeps its object and tells no more than what differs. */
static void
test_follows (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) notified = g_string_new (NULL);
  g_autoptr (GAsyncResult) result = NULL;
  KpCustomer *bee;

  expect (fixture, "Ant Bee Dog ", "0-0+3 ");
  add (fixture->store.store, "Cat");
  expect (fixture, "Ant Bee Cat Dog ", "2-0+1 ");
  bee = kp_customer_list_find_by_name (fixture->list, " BEE ");
  g_signal_connect (bee, "notify", G_CALLBACK (notify_cb), notified);
  rename_to (fixture, bee, "Bear");
  expect (fixture, "Ant Bear Cat Dog ", "");
  g_assert_cmpstr (notified->str, ==, "name ");
  rename_to (fixture, bee, "Cow");
  expect (fixture, "Ant Cat Cow Dog ", "1-2+2 ");
  g_assert_true (kp_customer_list_find_by_name (fixture->list, "cow") == bee);
  g_assert_null (kp_customer_list_find_by_name (fixture->list, "Bear"));
  g_assert_true (kp_customer_list_find (fixture->list, kp_customer_get_id (bee)) == bee);
  kp_store_remove_customer_async (fixture->store.store, kp_customer_get_id (bee), NULL,
                                  store_test_take, &result);
  expect (fixture, "Ant Cat Dog ", "2-1+0 ");
  g_assert_null (kp_customer_list_find_by_name (fixture->list, "Cow"));
  store_test_wait (&result);
}

static void
test_other_process (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KpStore) other = store_test_new (&fixture->store, FALSE);

  expect (fixture, "Ant Bee Dog ", "0-0+3 ");
  kp_store_watch (fixture->store.store, TRUE);
  g_assert_true (store_test_open (other, NULL));
  add (other, "Eel");
  expect (fixture, "Ant Bee Dog Eel ", "3-0+1 ");
  store_test_close (other);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/customer-list/follows", Fixture, NULL, set_up, test_follows, tear_down);
  g_test_add ("/customer-list/other-process", Fixture, NULL, set_up, test_other_process,
              tear_down);
  return g_test_run ();
}
