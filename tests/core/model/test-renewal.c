/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/renewal.h"

static KpRenewal *
make (void)
{
  KpRenewal *self = kp_renewal_new (3);

  self->csr = g_bytes_new_static ("one", 3);
  self->csr_spki_sha256 = g_strdup ("aa");
  self->csr_at = 10;
  self->ca = g_strdup ("Example CA");
  self->validation_name = g_strdup ("_dnsauth.my.kite.example");
  self->validation_type = g_strdup ("TXT");
  self->validation_value = g_strdup ("4711");
  g_ptr_array_add (self->overruled, kp_overrule_new ("csr.country", "It is so."));
  return self;
}

static void
test_equal (void)
{
  g_autoptr (KpRenewal) self = make ();
  g_autoptr (KpRenewal) copy = kp_renewal_copy (self);
  g_autoptr (KpRenewal) nothing = kp_renewal_new (3);

  g_assert_true (kp_renewal_equal (self, copy));
  g_assert_false (kp_renewal_equal (self, nothing));
  g_assert_false (kp_renewal_equal (self, NULL));
  g_assert_true (kp_renewal_equal (NULL, NULL));
  g_assert_true (kp_renewal_is_empty (nothing));
  g_assert_false (kp_renewal_is_empty (self));
  g_free (copy->ca);
  copy->ca = g_strdup ("Other CA");
  g_assert_false (kp_renewal_equal (self, copy));
  g_free (copy->ca);
  copy->ca = g_strdup ("Example CA");
  g_ptr_array_add (copy->overruled, kp_overrule_new ("csr.weak-key", "It is so."));
  g_assert_false (kp_renewal_equal (self, copy));
}

/* What is new replaces what it is instead of, and nothing else. */
static void
test_apply (void)
{
  g_autoptr (KpRenewal) self = make ();
  g_autoptr (KpRenewal) changes = kp_renewal_new (0);

  changes->csr = g_bytes_new_static ("two", 3);
  changes->csr_spki_sha256 = g_strdup ("bb");
  changes->csr_at = 20;
  changes->order_number = g_strdup ("12");
  changes->ordered_at = 21;
  g_ptr_array_add (changes->overruled, kp_overrule_new ("csr.weak-key", "No."));
  kp_renewal_apply (self, changes);
  g_assert_cmpint (self->job_id, ==, 3);
  g_assert_cmpmem (g_bytes_get_data (self->csr, NULL), 3, "two", 3);
  g_assert_cmpstr (self->csr_spki_sha256, ==, "bb");
  g_assert_cmpint (self->csr_at, ==, 20);
  g_assert_cmpstr (self->ca, ==, "Example CA");
  g_assert_cmpstr (self->order_number, ==, "12");
  g_assert_cmpint (self->ordered_at, ==, 21);
  g_assert_cmpstr (self->validation_value, ==, "4711");
  g_assert_cmpuint (self->overruled->len, ==, 2);
}

/* Reasons are any text; what is no list is an empty one. */
static void
test_overruled (void)
{
  static const char *const bad[] = { NULL, "", "[]", "{\"overruled\": 7}",
                                     "{\"overruled\": [7, {\"finding\": \"a\"}]}" };
  g_autoptr (GPtrArray) list = kp_overrule_list_new ();
  g_autoptr (GPtrArray) again = NULL;
  g_autofree char *json = NULL;

  g_ptr_array_add (list, kp_overrule_new ("csr.country", "“Ja”, said\n\"Kité\""));
  g_ptr_array_add (list, kp_overrule_new ("csr.country", "Because."));
  json = kp_overrule_list_to_json (list);
  again = kp_overrule_list_from_json (json);
  g_assert_cmpuint (again->len, ==, 2);
  g_assert_cmpstr (((KpOverrule *) again->pdata[0])->reason, ==, "“Ja”, said\n\"Kité\"");
  g_assert_cmpstr (kp_overrule_list_find (again, "csr.country"), ==, "Because.");
  g_assert_null (kp_overrule_list_find (again, "csr.weak-key"));
  g_assert_null (kp_overrule_list_find (NULL, "csr.country"));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GPtrArray) none = kp_overrule_list_from_json (bad[i]);

      g_assert_cmpuint (none->len, ==, 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/model/renewal/equal", test_equal);
  g_test_add_func ("/model/renewal/apply", test_apply);
  g_test_add_func ("/model/renewal/overruled", test_overruled);

  return g_test_run ();
}
