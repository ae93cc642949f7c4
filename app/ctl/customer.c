/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/command.h"
#include "ctl/input.h"
#include "ctl/message.h"
#include "ctl/refresh.h"
#include "ctl/table.h"
#include "ctl/text.h"

#include <glib/gi18n.h>

static char *option_name;
static char *option_administrator;
static char *option_email;
static char *option_language;
static char *option_host;
static char *option_note;
static char *option_changes;

/* The first one is for a customer that is there already. */
static const KpCtlOption options[] = {
  { "name", KP_CTL_OPTION_TEXT, &option_name, N_ ("Another name"), N_ ("NAME") },
  { "dns-administrator", KP_CTL_OPTION_TEXT, &option_administrator,
    N_ ("Who looks after its DNS"), N_ ("NAME") },
  { "email", KP_CTL_OPTION_TEXT, &option_email, N_ ("Email address of that person"),
    N_ ("ADDRESS") },
  { "language", KP_CTL_OPTION_TEXT, &option_language,
    N_ ("Language of letters to it, such as de or pt-BR"), N_ ("TAG") },
  { "dns-host", KP_CTL_OPTION_TEXT, &option_host, N_ ("Where its zone is hosted"),
    N_ ("NAME") },
  { "changes-dns", KP_CTL_OPTION_CHOICE, &option_changes, N_ ("Who changes its DNS"),
    "customer|you" },
  { "note", KP_CTL_OPTION_TEXT, &option_note, N_ ("A note"), N_ ("TEXT") },
  { NULL },
};

static KpCtlStatus
set_text (KpCtl *ctl, KpCustomer *customer, const char *property, const char *option,
          const char *value)
{
  gboolean is_note = g_str_equal (property, "note");
  g_autofree char *clean = NULL;
  KpCtlStatus status = kp_ctl_read_text (
      ctl, option, value, is_note ? KP_CUSTOMER_MAX_NOTE : KP_CUSTOMER_MAX_NAME, is_note,
      &clean);

  if (status == KP_CTL_FINE && clean != NULL)
    g_object_set (customer, property, clean, NULL);
  return status;
}

static KpCtlStatus
set_name (KpCtl *ctl, KpCustomer *customer, const char *what, const char *name)
{
  KpCtlStatus status = set_text (ctl, customer, "name", what, name);

  if (status == KP_CTL_FINE && *kp_customer_get_name (customer) == '\0')
    return kp_ctl_fail (ctl, KP_CTL_USAGE, "value", what, _ ("the name is empty"));
  return status;
}

static KpCtlStatus
apply (KpCtl *ctl, KpCustomer *customer)
{
  const struct
  {
    const char *property;
    const char *option;
    const char *value;
  } texts[] = { { "dns-administrator", "--dns-administrator", option_administrator },
                { "email", "--email", option_email },
                { "language", "--language", option_language },
                { "dns-host", "--dns-host", option_host },
                { "note", "--note", option_note } };
  KpCtlStatus status = KP_CTL_FINE;

  for (guint i = 0; i < G_N_ELEMENTS (texts) && status == KP_CTL_FINE; i++)
    status = set_text (ctl, customer, texts[i].property, texts[i].option, texts[i].value);
  if (status != KP_CTL_FINE)
    return status;
  if (!kp_customer_is_email (kp_customer_get_email (customer)))
    return kp_ctl_fail (ctl, KP_CTL_USAGE, "value", "--email",
                        _ ("expected one email address, such as dns@kite.example"));
  if (!kp_customer_is_language (kp_customer_get_language (customer)))
    return kp_ctl_fail (ctl, KP_CTL_USAGE, "value", "--language",
                        _ ("expected a language tag, such as de or pt-BR"));
  if (option_changes != NULL)
    kp_customer_set_changes_dns_itself (customer, g_str_equal (option_changes, "customer"));
  return KP_CTL_FINE;
}

static KpCtlStatus
find (KpCtl *ctl, const char *text, KpCustomer **customer)
{
  KpCustomer *found =
      kp_customer_list_find_by_name (kp_desk_get_customers (ctl->desk), text);

  if (found == NULL)
    return kp_ctl_fail (ctl, KP_CTL_USAGE, "unknown-customer", text,
                        _ ("unknown customer; “keyplatectl customer list” shows all"));
  *customer = g_object_ref (found);
  return KP_CTL_FINE;
}

/* Its sites, before they change. @sites: (out) (transfer full): copies of them */
static KpCtlStatus
load_sites_of (KpCtl *ctl, KpCustomer *customer, GPtrArray **sites)
{
  g_autoptr (GPtrArray) all = NULL;
  KpCtlStatus status = kp_ctl_load_sites (ctl);

  if (status != KP_CTL_FINE)
    return status;
  all = kp_ctl_all_sites (ctl);
  *sites = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < all->len; i++)
    if (kp_site_get_customer_id (g_ptr_array_index (all, i))
        == kp_customer_get_id (customer))
      g_ptr_array_add (*sites, kp_site_copy (g_ptr_array_index (all, i)));
  return KP_CTL_FINE;
}

static void
add_json (JsonBuilder *builder, KpCustomer *customer)
{
  json_builder_begin_object (builder);
  kp_ctl_add_string (builder, "name", kp_customer_get_name (customer));
  kp_ctl_add_string (builder, "dns_administrator",
                     kp_customer_get_dns_administrator (customer));
  kp_ctl_add_string (builder, "email", kp_customer_get_email (customer));
  kp_ctl_add_string (builder, "language", kp_customer_get_language (customer));
  kp_ctl_add_string (builder, "dns_host", kp_customer_get_dns_host (customer));
  kp_ctl_add_string (builder, "changes_dns",
                     kp_customer_get_changes_dns_itself (customer) ? "customer" : "you");
  kp_ctl_add_string (builder, "note", kp_customer_get_note (customer));
  json_builder_end_object (builder);
}

static void
print_json (KpCustomer *customer)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  add_json (builder, customer);
  kp_ctl_print_json (builder);
}

static void
print_one (KpCustomer *customer)
{
  g_autoptr (KpTable) table = kp_table_new_plain (2);
  const struct
  {
    const char *label;
    const char *value;
  } rows[] = {
    { _ ("DNS administrator"), kp_customer_get_dns_administrator (customer) },
    { _ ("Email"), kp_customer_get_email (customer) },
    { _ ("Language"), kp_customer_get_language (customer) },
    { _ ("DNS host"), kp_customer_get_dns_host (customer) },
    { _ ("DNS is changed by"), kp_customer_get_changes_dns_itself (customer)
                                   ? C_ ("who changes DNS", "the customer")
                                   : C_ ("who changes DNS", "you") },
    { _ ("Note"), kp_customer_get_note (customer) },
  };
  g_autofree char *name = kp_text_clean (kp_customer_get_name (customer));

  g_print ("%s\n", name);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (*rows[i].value != '\0')
      kp_table_add (table, (const char *const[]){ rows[i].label, rows[i].value, NULL });
  kp_table_print (table);
}

static void
say (KpCtl *ctl, KpCustomer *customer, const char *said)
{
  g_autofree char *name = kp_text_clean (kp_customer_get_name (customer));

  if (ctl->json)
    print_json (customer);
  else
    g_print ("%s: %s\n", name, said);
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
  return KP_CTL_FINE;
}

static KpCtlStatus
run_add (KpCtl *ctl, char **operands)
{
  g_autoptr (KpCustomer) customer = kp_customer_new (NULL);
  KpCtlStatus status = set_name (ctl, customer, "NAME", operands[0]);

  if (status == KP_CTL_FINE)
    status = apply (ctl, customer);
  if (status == KP_CTL_FINE)
    status = kp_ctl_open (ctl);
  if (status == KP_CTL_FINE)
    status = save (ctl, operands[0], customer);
  if (status == KP_CTL_FINE)
    /* Translators: stands after the name of a customer and a colon. */
    say (ctl, customer, _ ("added."));
  return status;
}

static KpCtlStatus
run_set (KpCtl *ctl, char **operands)
{
  g_autoptr (KpCustomer) customer = NULL;
  g_autoptr (KpCustomer) changed = NULL;
  g_autoptr (GPtrArray) sites = NULL;
  KpCtlStatus status;

  if (option_name == NULL && option_administrator == NULL && option_email == NULL
      && option_language == NULL && option_host == NULL && option_note == NULL
      && option_changes == NULL)
    return kp_ctl_fail (ctl, KP_CTL_USAGE, "missing-option", operands[0],
                        _ ("nothing to set; “keyplatectl customer set --help” shows what "
                           "can be set"));
  status = kp_ctl_open (ctl);
  if (status == KP_CTL_FINE)
    status = find (ctl, operands[0], &customer);
  if (status != KP_CTL_FINE)
    return status;
  changed = kp_customer_new (NULL);
  kp_customer_assign (changed, customer);
  kp_customer_set_id (changed, kp_customer_get_id (customer));
  status = set_name (ctl, changed, "--name", option_name);
  if (status == KP_CTL_FINE)
    status = apply (ctl, changed);
  if (status == KP_CTL_FINE)
    status = save (ctl, operands[0], changed);
  if (status != KP_CTL_FINE)
    return status;
  /* Whose turn it is at its sites may be another now. */
  status = option_changes != NULL ? load_sites_of (ctl, changed, &sites) : KP_CTL_FINE;
  if (sites != NULL)
    kp_ctl_rejudge (ctl, sites);
  if (status == KP_CTL_FINE)
    /* Translators: stands after the name of a customer and a colon. */
    say (ctl, changed, _ ("changed."));
  return status;
}

static KpCtlStatus
run_show (KpCtl *ctl, char **operands)
{
  g_autoptr (KpCustomer) customer = NULL;
  KpCtlStatus status = kp_ctl_open (ctl);

  if (status == KP_CTL_FINE)
    status = find (ctl, operands[0], &customer);
  if (status != KP_CTL_FINE)
    return status;
  if (ctl->json)
    print_json (customer);
  else
    print_one (customer);
  return KP_CTL_FINE;
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

static void
list_table (GListModel *customers)
{
  const char *const headings[] = { _ ("NAME"), _ ("DNS ADMINISTRATOR"), _ ("EMAIL"),
                                   _ ("DNS HOST"), NULL };
  g_autoptr (KpTable) table = kp_table_new (headings);
  guint n = g_list_model_get_n_items (customers);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (KpCustomer) one = g_list_model_get_item (customers, i);

      kp_table_add (table, (const char *const[]){ kp_customer_get_name (one),
                                                  kp_customer_get_dns_administrator (one),
                                                  kp_customer_get_email (one),
                                                  kp_customer_get_dns_host (one), NULL });
    }
  if (n > 0)
    kp_table_print (table);
  else
    g_print ("%s\n", _ ("No customers yet. “keyplatectl customer add” adds one."));
}

static KpCtlStatus
run_list (KpCtl *ctl, char **operands)
{
  KpCtlStatus status = kp_ctl_open (ctl);

  if (status != KP_CTL_FINE)
    return status;
  if (ctl->json)
    list_json (G_LIST_MODEL (kp_desk_get_customers (ctl->desk)));
  else
    list_table (G_LIST_MODEL (kp_desk_get_customers (ctl->desk)));
  return KP_CTL_FINE;
}

static void
print_removed (KpCtl *ctl, const char *name)
{
  g_autofree char *clean = kp_text_clean (name);

  if (ctl->json)
    {
      kp_ctl_print_removed ((const char *const[]){ name, NULL });
      return;
    }
  /* Translators: a customer's name */
  g_print (_ ("%s: removed. Its sites stay, without a customer."), clean);
  g_print ("\n");
}

static KpCtlStatus
run_remove (KpCtl *ctl, char **operands)
{
  g_autoptr (KpCustomer) customer = NULL;
  g_autoptr (GPtrArray) sites = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KpStore *store;
  KpCtlStatus status = kp_ctl_open (ctl);

  if (status == KP_CTL_FINE)
    status = find (ctl, operands[0], &customer);
  if (status == KP_CTL_FINE)
    status = load_sites_of (ctl, customer, &sites);
  if (status != KP_CTL_FINE)
    return status;
  store = kp_desk_get_store (ctl->desk);
  kp_store_remove_customer_async (store, kp_customer_get_id (customer), NULL,
                                  kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  if (!kp_store_remove_customer_finish (store, result, NULL, &error))
    return kp_ctl_fail_error (ctl, operands[0], error);
  for (guint i = 0; i < sites->len; i++)
    kp_site_set_customer (g_ptr_array_index (sites, i), 0, NULL);
  kp_ctl_rejudge (ctl, sites);
  print_removed (ctl, kp_customer_get_name (customer));
  return KP_CTL_FINE;
}

const KpCtlCommand kp_ctl_customer_add = {
  .name = "customer add",
  .usage = N_ ("NAME"),
  .summary = N_ ("Adds a customer"),
  .run = run_add,
  .options = options + 1,
  .least = 1,
  .most = 1,
};

const KpCtlCommand kp_ctl_customer_list = {
  .name = "customer list",
  .usage = "",
  .summary = N_ ("Lists the customers"),
  .run = run_list,
  .reads = TRUE,
};

const KpCtlCommand kp_ctl_customer_show = {
  .name = "customer show",
  .usage = N_ ("NAME"),
  .summary = N_ ("Shows a customer"),
  .run = run_show,
  .operand = KP_CTL_OPERAND_CUSTOMER,
  .least = 1,
  .most = 1,
  .reads = TRUE,
};

const KpCtlCommand kp_ctl_customer_set = {
  .name = "customer set",
  .usage = N_ ("NAME"),
  .summary = N_ ("Changes a customer"),
  .run = run_set,
  .options = options,
  .operand = KP_CTL_OPERAND_CUSTOMER,
  .least = 1,
  .most = 1,
};

const KpCtlCommand kp_ctl_customer_remove = {
  .name = "customer remove",
  .usage = N_ ("NAME"),
  .summary = N_ ("Removes a customer; its sites stay"),
  .run = run_remove,
  .operand = KP_CTL_OPERAND_CUSTOMER,
  .least = 1,
  .most = 1,
};
