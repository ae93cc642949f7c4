/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/job/shop-advice.h"

#include <string.h>

#include "core/base/clock.h"

static GPtrArray *
advise (const char *contact, const char *now)
{
  gint64 time = 0;

  g_assert_true (kp_time_from_rfc3339 (now, &time));
  return kp_shop_advice_list ("my.globe.example", contact, kp_validity_rules_get_default (),
                              time);
}

static const KpShopAdvice *
find (GPtrArray *list, const char *label)
{
  for (guint i = 0; i < list->len; i++)
    {
      const KpShopAdvice *advice = g_ptr_array_index (list, i);

      if (g_str_equal (advice->label, label))
        return advice;
    }
  g_assert_not_reached ();
}

static void
test_all (void)
{
  static const struct
  {
    const char *label, *value;
    gboolean copyable;
  } rows[] = {
    { "Server software", "Apache or Nginx", TRUE },
    { "Format", "PEM", TRUE },
    { "Hash", "SHA-2", TRUE },
    { "Validity", "200 days", TRUE },
    { "Names", "my.globe.example", TRUE },
    { "Contacts", "ada@globe.example", TRUE },
    { "Payment", "Up front", FALSE },
  };
  g_autoptr (GPtrArray) list = advise ("ada@globe.example", "2026-11-29T12:00:00Z");

  g_assert_cmpuint (list->len, ==, G_N_ELEMENTS (rows));
  for (guint i = 0; i < list->len; i++)
    {
      const KpShopAdvice *advice = g_ptr_array_index (list, i);

      g_assert_cmpstr (advice->label, ==, rows[i].label);
      g_assert_cmpstr (advice->value, ==, rows[i].value);
      g_assert_cmpint (advice->copyable, ==, rows[i].copyable);
    }
  g_assert_nonnull (strstr (find (list, "Names")->note, "www"));
}

/* The longest of the day on which it is bought; and told in time where the CA may issue it
 * under the next rule. */
static void
test_validity (void)
{
  static const struct
  {
    const char *now, *value, *note;
  } rows[] = {
    { "2026-03-14T12:00:00Z", "398 days", "15 March 2026" },
    { "2026-11-29T12:00:00Z", "200 days", NULL },
    { "2027-01-13T23:59:59Z", "200 days", NULL },
    { "2027-01-14T00:00:00Z", "200 days",
      "15 March 2027 on is valid for at most 100 days" },
    { "2027-03-14T23:59:59Z", "200 days", "15 March 2027" },
    { "2027-03-15T00:00:00Z", "100 days", NULL },
    { "2030-01-01T00:00:00Z", "47 days", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GPtrArray) list = advise (NULL, rows[i].now);
      const KpShopAdvice *validity = find (list, "Validity");

      g_test_message ("%s: %s", rows[i].now, validity->note);
      g_assert_cmpstr (validity->value, ==, rows[i].value);
      if (rows[i].note != NULL)
        g_assert_nonnull (strstr (validity->note, rows[i].note));
      else
        g_assert_cmpstr (validity->note, ==, "The longest that can be bought today.");
    }
}

/* Words are no address: nobody puts them into a field. */
static void
test_no_contact (void)
{
  g_autoptr (GPtrArray) list = advise ("", "2026-11-29T12:00:00Z");

  g_assert_false (find (list, "Contacts")->copyable);
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/shop-advice/all", test_all);
  g_test_add_func ("/shop-advice/validity", test_validity);
  g_test_add_func ("/shop-advice/no-contact", test_no_contact);

  return g_test_run ();
}
