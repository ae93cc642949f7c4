/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/context.h"
#include "ctl/table.h"

#include <glib/gi18n.h>
#include <string.h>

static char *option_name;
static char *option_administrator;
static char *option_email;
static char *option_language;
static char *option_host;
static char *option_note;
static char *option_changes;

static const GOptionEntry entries[] = {
  { "name", 0, 0, G_OPTION_ARG_STRING, &option_name, N_ ("Another name"), N_ ("NAME") },
  { "dns-administrator", 0, 0, G_OPTION_ARG_STRING, &option_administrator,
    N_ ("Who looks after its DNS"), N_ ("NAME") },
  { "email", 0, 0, G_OPTION_ARG_STRING, &option_email, N_ ("E-mail address of that person"),
    N_ ("ADDRESS") },
  { "language", 0, 0, G_OPTION_ARG_STRING, &option_language,
    N_ ("Language of letters to it"), N_ ("TAG") },
  { "dns-host", 0, 0, G_OPTION_ARG_STRING, &option_host, N_ ("Where its zone is hosted"),
    N_ ("NAME") },
  { "note", 0, 0, G_OPTION_ARG_STRING, &option_note, N_ ("A note"), N_ ("TEXT") },
  { "changes-dns", 0, 0, G_OPTION_ARG_STRING, &option_changes, N_ ("Who changes its DNS"),
    "customer|you" },
  { NULL },
};

/* What a text of a customer may hold, in characters. */
#define MAX_TEXT 2000
#define MAX_NAME 200

static KpCtlStatus
set_text (KpCtl *ctl, KpCustomer *customer, const char *property, const char *value)
{
  g_autofree char *why = NULL;
  guint most = g_str_equal (property, "note") ? MAX_TEXT : MAX_NAME;

  if (value == NULL)
    return KP_CTL_FINE;
  if (g_utf8_validate (value, -1, NULL) && g_utf8_strlen (value, -1) <= most)
    {
      g_object_set (customer, property, value, NULL);
      return KP_CTL_FINE;
    }
  /* Translators: a number of characters */
  why = g_strdup_printf (_ ("expected at most %u characters of UTF-8"), most);
  return kp_ctl_fail (ctl, KP_CTL_USAGE, "option", property, why);
}

static KpCtlStatus
apply (KpCtl *ctl, KpCustomer *customer)
{
  const struct
  {
    const char *property;
    const char *value;
  } texts[] = { { "name", option_name },     { "dns-administrator", option_administrator },
                { "email", option_email },   { "language", option_language },
                { "dns-host", option_host }, { "note", option_note } };
  KpCtlStatus status = KP_CTL_FINE;

  if (option_email != NULL && *option_email != '\0' && strchr (option_email, '@') == NULL)
    return kp_ctl_fail (ctl, KP_CTL_USAGE, "option", option_email,
                        _ ("expected an e-mail address after --email"));
  if (option_changes != NULL && !g_str_equal (option_changes, "customer")
      && !g_str_equal (option_changes, "you"))
    return kp_ctl_fail (ctl, KP_CTL_USAGE, "option", option_changes,
                        _ ("expected customer or you after --changes-dns"));
  for (guint i = 0; i < G_N_ELEMENTS (texts) && status == KP_CTL_FINE; i++)
    status = set_text (ctl, customer, texts[i].property, texts[i].value);
  if (option_changes != NULL)
    kp_customer_set_changes_dns_itself (customer, g_str_equal (option_changes, "customer"));
  return status;
}

static KpCtlStatus
find (KpCtl *ctl, const char *name, KpCustomer **customer)
{
  GListModel *customers = kp_desk_get_customers (ctl->desk);

  for (guint i = 0; i < g_list_model_get_n_items (customers); i++)
    {
      g_autoptr (KpCustomer) one = g_list_model_get_item (customers, i);

      if (g_str_equal (kp_customer_get_name (one), name))
        {
          *customer = g_steal_pointer (&one);
          return KP_CTL_FINE;
        }
    }
  return kp_ctl_fail (ctl, KP_CTL_USAGE, "unknown-customer", name,
                      _ ("unknown customer; “keyplatectl customer list” shows all"));
}

static void
add_json (JsonBuilder *builder, KpCustomer *customer)
{
  static const char *const members[] = { "name",     "dns-administrator", "email",
                                         "language", "dns-host",          "note" };

  json_builder_begin_object (builder);
  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    {
      g_autofree char *name = g_strdelimit (g_strdup (members[i]), "-", '_');
      g_autofree char *value = NULL;

      g_object_get (customer, members[i], &value, NULL);
      json_builder_set_member_name (builder, name);
      json_builder_add_string_value (builder, value != NULL ? value : "");
    }
  json_builder_set_member_name (builder, "changes_dns");
  json_builder_add_string_value (
      builder, kp_customer_get_changes_dns_itself (customer) ? "customer" : "you");
  json_builder_end_object (builder);
}

static void
print_one (KpCtl *ctl, KpCustomer *customer)
{
  g_autoptr (JsonBuilder) builder = NULL;

  if (ctl->json)
    {
      builder = json_builder_new ();
      add_json (builder, customer);
      kp_ctl_print_json (builder);
      return;
    }
  g_print ("%s\n  %s %s\n  %s %s\n  %s %s\n  %s %s\n", kp_customer_get_name (customer),
           _ ("DNS administrator:"), kp_customer_get_dns_administrator (customer),
           _ ("E-mail:"), kp_customer_get_email (customer), _ ("DNS host:"),
           kp_customer_get_dns_host (customer), _ ("Note:"),
           kp_customer_get_note (customer));
}

static KpCtlStatus
save (KpCtl *ctl, const char *what, KpCustomer *customer)
{
  KpStore *store = kp_desk_get_store (ctl->desk);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kp_store_save_customer_async (store, customer, NULL, kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  if (!kp_store_save_customer_finish (store, result, &error))
    return kp_ctl_fail_error (ctl, what, error);
  if (ctl->json)
    print_one (ctl, customer);
  return KP_CTL_FINE;
}

static KpCtlStatus
run_add (KpCtl *ctl, char **argv)
{
  g_autoptr (KpCustomer) customer = NULL;
  KpCtlStatus status = kp_ctl_expect (ctl, argv, 1, 1, "NAME");

  if (status == KP_CTL_FINE && *argv[0] == '\0')
    status = kp_ctl_fail (ctl, KP_CTL_USAGE, "missing-argument", "NAME",
                          _ ("must not be empty"));
  if (status == KP_CTL_FINE)
    status = kp_ctl_open (ctl);
  if (status != KP_CTL_FINE)
    return status;
  customer = kp_customer_new (NULL);
  status = set_text (ctl, customer, "name", argv[0]);
  if (status == KP_CTL_FINE)
    status = apply (ctl, customer);
  return status != KP_CTL_FINE ? status : save (ctl, argv[0], customer);
}

static KpCtlStatus
run_set (KpCtl *ctl, char **argv)
{
  g_autoptr (KpCustomer) customer = NULL;
  g_autoptr (KpCustomer) changed = NULL;
  KpCtlStatus status = kp_ctl_expect (ctl, argv, 1, 1, "NAME");

  if (status == KP_CTL_FINE)
    status = kp_ctl_open (ctl);
  if (status == KP_CTL_FINE)
    status = find (ctl, argv[0], &customer);
  if (status != KP_CTL_FINE)
    return status;
  changed = kp_customer_new (argv[0]);
  kp_customer_assign (changed, customer);
  kp_customer_set_id (changed, kp_customer_get_id (customer));
  status = apply (ctl, changed);
  return status != KP_CTL_FINE ? status : save (ctl, argv[0], changed);
}

static KpCtlStatus
run_show (KpCtl *ctl, char **argv)
{
  g_autoptr (KpCustomer) customer = NULL;
  KpCtlStatus status = kp_ctl_expect (ctl, argv, 1, 1, "NAME");

  if (status == KP_CTL_FINE)
    status = kp_ctl_open (ctl);
  if (status == KP_CTL_FINE)
    status = find (ctl, argv[0], &customer);
  if (status == KP_CTL_FINE)
    print_one (ctl, customer);
  return status;
}

static void
list_json (GListModel *customers)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "customers");
  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (customers); i++)
    {
      g_autoptr (KpCustomer) one = g_list_model_get_item (customers, i);

      add_json (builder, one);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  kp_ctl_print_json (builder);
}

static KpCtlStatus
run_list (KpCtl *ctl, char **argv)
{
  const char *const headings[] = { _ ("NAME"), _ ("DNS ADMINISTRATOR"), _ ("E-MAIL"),
                                   _ ("DNS HOST"), NULL };
  g_autoptr (KpTable) table = kp_table_new (headings);
  KpCtlStatus status = kp_ctl_expect (ctl, argv, 0, 0, "");
  GListModel *customers;

  if (status == KP_CTL_FINE)
    status = kp_ctl_open (ctl);
  if (status != KP_CTL_FINE)
    return status;
  customers = kp_desk_get_customers (ctl->desk);
  if (ctl->json)
    {
      list_json (customers);
      return KP_CTL_FINE;
    }
  for (guint i = 0; i < g_list_model_get_n_items (customers); i++)
    {
      g_autoptr (KpCustomer) one = g_list_model_get_item (customers, i);
      const char *const cells[] = { kp_customer_get_name (one),
                                    kp_customer_get_dns_administrator (one),
                                    kp_customer_get_email (one),
                                    kp_customer_get_dns_host (one), NULL };

      kp_table_add (table, cells);
    }
  kp_table_print (table);
  return KP_CTL_FINE;
}

static KpCtlStatus
run_remove (KpCtl *ctl, char **argv)
{
  g_autoptr (KpCustomer) customer = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KpStore *store;
  KpCtlStatus status = kp_ctl_expect (ctl, argv, 1, 1, "NAME");

  if (status == KP_CTL_FINE)
    status = kp_ctl_open (ctl);
  if (status == KP_CTL_FINE)
    status = find (ctl, argv[0], &customer);
  if (status != KP_CTL_FINE)
    return status;
  store = kp_desk_get_store (ctl->desk);
  kp_store_remove_customer_async (store, kp_customer_get_id (customer), NULL,
                                  kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  if (!kp_store_remove_customer_finish (store, result, &error))
    return kp_ctl_fail_error (ctl, argv[0], error);
  return KP_CTL_FINE;
}

const KpCtlCommand kp_ctl_customer_add = {
  "customer add", "NAME", N_ ("Adds a customer"), run_add, entries,
};

const KpCtlCommand kp_ctl_customer_set = {
  "customer set", "NAME", N_ ("Changes a customer"), run_set, entries,
};

const KpCtlCommand kp_ctl_customer_show = {
  "customer show", "NAME", N_ ("Shows a customer"), run_show, NULL,
};

const KpCtlCommand kp_ctl_customer_list = {
  "customer list", "", N_ ("Lists the customers"), run_list, NULL,
};

const KpCtlCommand kp_ctl_customer_remove = {
  "customer remove", "NAME", N_ ("Removes a customer; its sites stay"), run_remove, NULL,
};
