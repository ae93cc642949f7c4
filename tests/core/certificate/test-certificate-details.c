/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/certificate/certificate-details.h"

#include <string.h>

#include "certificate/mint.h"
#include "core/certificate/certificate.h"

/* "TITLE" of every part, one a line. */
static char *
list_titles (GPtrArray *sections)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < sections->len; i++)
    g_string_append_printf (text, "%s\n",
                            ((KpDetailSection *) g_ptr_array_index (sections, i))->title);
  return g_string_free (text, FALSE);
}

/* "LABEL: VALUE" of every line of the part with @title. */
static char *
list_fields (GPtrArray *sections, const char *title)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < sections->len; i++)
    {
      const KpDetailSection *section = g_ptr_array_index (sections, i);

      for (guint j = 0; g_str_equal (section->title, title) && j < section->fields->len;
           j++)
        {
          const KpDetailField *field = g_ptr_array_index (section->fields, j);

          g_string_append_printf (text, "%s: %s\n", field->label, field->value);
        }
    }
  return g_string_free (text, FALSE);
}

static void
assert_fields (GPtrArray *sections, const char *title, const char *expected)
{
  g_autofree char *fields = list_fields (sections, title);

  g_assert_cmpstr (fields, ==, expected);
}

static void
test_leaf (void)
{
  const char *names[] = { "cp.fjord.example", "*.fjord.example", NULL };
  /* 2026-11-22 08:10:00 and 2027-02-20 08:10:00 UTC */
  MintSpec spec = { .common_name = "cp.fjord.example",
                    .organization = "Fjord AS",
                    .names = names,
                    .not_before = 1795335000,
                    .not_after = 1803111000 };
  g_autoptr (Mint) ca = mint_ca ("Example CA", NULL);
  g_autoptr (Mint) leaf = mint_new (&spec, ca);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sections = kp_certificate_details_new (leaf->der, &error);
  g_autofree char *titles = NULL;
  g_autofree char *identity = NULL;
  g_autofree char *sha256 = kp_certificate_sha256 (leaf->der);
  g_autofree char *start = NULL;

  g_assert_no_error (error);
  titles = list_titles (sections);
  g_assert_cmpstr (titles, ==,
                   "Issued To\nIssued By\nValidity\nNames\nPublic Key\nUses\n"
                   "Fingerprints and Signature\nExtensions\n");
  assert_fields (sections, "Issued To",
                 "Common name: cp.fjord.example\nOrganization: Fjord AS\n");
  assert_fields (sections, "Issued By", "Common name: Example CA\n");
  assert_fields (sections, "Validity",
                 "Not before: 22 November 2026 08:10:00 UTC\n"
                 "Not after: 20 February 2027 08:10:00 UTC\n");
  assert_fields (sections, "Names",
                 "Host name: cp.fjord.example\nHost name: *.fjord.example\n");

  /* As octets, where facts have it in one piece. */
  identity = list_fields (sections, "Fingerprints and Signature");
  start = g_strdup_printf ("SHA-256: %c%c:%c%c:", g_ascii_toupper (sha256[0]),
                           g_ascii_toupper (sha256[1]), g_ascii_toupper (sha256[2]),
                           g_ascii_toupper (sha256[3]));
  g_assert_true (g_str_has_prefix (identity, start));
  g_assert_nonnull (strstr (identity, "Signed with: ECDSA-SHA256\n"));
  g_assert_nonnull (strstr (identity, "Version: 3\n"));
}

static void
test_uses (void)
{
  g_autoptr (Mint) root = mint_ca ("Root", NULL);
  MintSpec spec = {
    .common_name = "Below", .ca = TRUE, .limits_path = TRUE, .path_length = 0
  };
  g_autoptr (Mint) below = mint_new (&spec, root);
  g_autoptr (Mint) leaf = mint_leaf ("cp.fjord.example", below);
  const struct
  {
    Mint *mint;
    const char *signs;
  } rows[] = {
    { root, "May sign other certificates: yes\n" },
    { below, "May sign other certificates: yes, with 0 CAs below it\n" },
    { leaf, "May sign other certificates: no\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GPtrArray) sections = kp_certificate_details_new (rows[i].mint->der, NULL);
      g_autofree char *uses = list_fields (sections, "Uses");

      g_assert_true (g_str_has_prefix (uses, rows[i].signs));
      g_assert_true ((strstr (uses, "TLS server") != NULL) == (rows[i].mint == leaf));
    }
}

/* How many names there are is told, however many they are. */
static void
test_many (void)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  MintSpec spec = { .common_name = "cp.fjord.example" };
  g_autoptr (Mint) mint = NULL;
  g_autoptr (GPtrArray) sections = NULL;
  g_autofree char *fields = NULL;

  for (guint i = 0; i < 300; i++)
    g_ptr_array_add (names, g_strdup_printf ("cp%u.fjord.example", i));
  g_ptr_array_add (names, NULL);
  spec.names = (const char *const *) names->pdata;
  mint = mint_new (&spec, NULL);
  sections = kp_certificate_details_new (mint->der, NULL);
  fields = list_fields (sections, "Names");
  g_assert_true (g_str_has_prefix (fields, "Host name: cp0.fjord.example\n"));
  g_assert_true (g_str_has_suffix (
      fields, "\nHost name: cp199.fjord.example\nNot shown: 100 more names\n"));
}

/* What turns text round, ends it early or hides in it is shown as what it is. */
static void
test_hostile (void)
{
  static const char hidden[] = "good\xe2\x80\xae"
                               "elpmaxe\nEvil";
  MintSpec spec = { .common_name = hidden };
  g_autoptr (Mint) mint = mint_new (&spec, NULL);
  g_autoptr (GPtrArray) sections = kp_certificate_details_new (mint->der, NULL);

  assert_fields (sections, "Issued To",
                 "Common name: good\xef\xbf\xbd"
                 "elpmaxe\xef\xbf\xbd"
                 "Evil\n");
}

static void
test_no_certificate (void)
{
  static const char *const texts[] = { "", "text", "\x30\x03\x02\x01\x01" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GBytes) der = g_bytes_new_static (texts[i], strlen (texts[i]));
      g_autoptr (GError) error = NULL;

      g_assert_null (kp_certificate_details_new (der, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/certificate-details/leaf", test_leaf);
  g_test_add_func ("/certificate-details/uses", test_uses);
  g_test_add_func ("/certificate-details/many", test_many);
  g_test_add_func ("/certificate-details/hostile", test_hostile);
  g_test_add_func ("/certificate-details/no-certificate", test_no_certificate);
  return g_test_run ();
}
