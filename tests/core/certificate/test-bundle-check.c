/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/certificate/bundle.h"

#include <string.h>

#include "certificate/authority.h"
#include "certificate/program.h"

#define HOST "cp.example.com"
#define NAMED "cn = \"" HOST "\"\ndns_name = \"" HOST "\"\n"
#define POISON "1.3.6.1.4.1.11129.2.4.3"
#define LOGGED "add_extension = \"1.3.6.1.4.1.11129.2.4.2 octet_string(0x0000)\"\n"

static const AuthorityOrder cas[] = {
  { "root", "root", NULL, -100, 3000, NULL, AUTHORITY_CA "cn = \"Test Root\"\n" },
  { "inter", "inter", "root", -50, 900, NULL, AUTHORITY_CA "cn = \"Test CA 1\"\n" },
  { "short", "inter", "root", -50, 9, NULL, AUTHORITY_CA "cn = \"Short CA\"\n" },
  { "sha1", "inter", "root", -50, 900, "SHA1", AUTHORITY_CA "cn = \"Old CA\"\n" },
  { "late", "inter", "root", 5, 900, NULL, AUTHORITY_CA "cn = \"Late CA\"\n" },
  { "ended", "root", NULL, -900, -2, NULL, AUTHORITY_CA "cn = \"Ended Root\"\n" },
  { "mail", "inter", "root", -50, 900, NULL,
    AUTHORITY_CA "cn = \"Mail CA\"\nemail_protection_key\n" },
};

/* One certificate each for what can be wrong with it, in a chain that is good otherwise. */
typedef struct
{
  AuthorityOrder order;
  const char *findings;
  const char *says; /* a part of the first one's text */
} Row;

static const Row rows[] = {
  { { "good", "leaf", "inter", -1, 39, NULL, AUTHORITY_LEAF (HOST) },
    "ok",
    "“cp.example.com” by Test CA 1" },
  { { "wildcard", "leaf", "inter", -1, 39, NULL, AUTHORITY_LEAF ("*.example.com") },
    "ok extra-name",
    "“*.example.com”" },
  { { "too-wide", "leaf", "inter", -1, 39, NULL, AUTHORITY_LEAF ("*.com") },
    "missing-name",
    "“cp.example.com”" },
  { { "other", "leaf", "inter", -1, 39, NULL, AUTHORITY_LEAF ("my.example.net") },
    "missing-name",
    "“cp.example.com”" },
  { { "cn-only", "leaf", "inter", -1, 39, NULL, AUTHORITY_SERVER "cn = \"" HOST "\"\n" },
    "no-san",
    "CN=cp.example.com" },
  { { "two", "leaf", "inter", -1, 39, NULL,
      AUTHORITY_LEAF (HOST) "dns_name = \"www.cp.example.com\"\n" },
    "ok extra-name",
    NULL },
  { { "expired", "leaf", "inter", -41, -1, NULL, AUTHORITY_LEAF (HOST) },
    "expired",
    "“cp.example.com” ended on" },
  { { "early", "leaf", "inter", 2, 40, NULL, AUTHORITY_LEAF (HOST) },
    "not-yet-valid",
    "“cp.example.com” is valid from" },
  { { "too-long", "leaf", "inter", -1, 449, NULL, AUTHORITY_LEAF (HOST) },
    "too-long",
    "for 451 days" },
  { { "small", "rsa-1024", "inter", -1, 39, NULL, AUTHORITY_LEAF (HOST) },
    "weak-key",
    "RSA 1024" },
  { { "modern", "ed25519", "inter", -1, 39, NULL, AUTHORITY_LEAF (HOST) },
    "weak-key",
    "Ed25519" },
  { { "weakly", "leaf", "inter", -1, 39, "SHA1", AUTHORITY_LEAF (HOST) },
    "weak-signature",
    "SHA1" },
  { { "by-sha1", "leaf", "sha1", -1, 39, NULL, AUTHORITY_LEAF (HOST) },
    "weak-signature",
    "“Old CA”" },
  { { "client", "leaf", "inter", -1, 39, NULL,
      NAMED LOGGED "signing_key\ntls_www_client\n" },
    "wrong-purpose",
    "TLS client" },
  { { "any", "leaf", "inter", -1, 39, NULL, NAMED LOGGED "signing_key\n" },
    "wrong-purpose",
    "no purpose" },
  { { "ca", "leaf", "inter", -1, 39, NULL, AUTHORITY_LEAF (HOST) AUTHORITY_CA },
    "wrong-purpose",
    "may sign other certificates" },
  { { "pre", "leaf", "inter", -1, 39, NULL,
      NAMED "signing_key\ntls_www_server\nadd_extension = \"" POISON " 0x0500\"\n" },
    "wrong-purpose no-sct",
    "precertificate" },
  { { "both", "leaf", "inter", -1, 39, NULL, AUTHORITY_LEAF (HOST) "tls_www_client\n" },
    "ok client-purpose",
    NULL },
  { { "unlogged", "leaf", "inter", -1, 39, NULL, NAMED "signing_key\ntls_www_server\n" },
    "ok no-sct",
    NULL },
  { { "self", "leaf", NULL, -1, 39, NULL, AUTHORITY_LEAF (HOST) },
    "self-signed",
    "“cp.example.com”" },
  { { "self-ca", "leaf", NULL, -1, 39, NULL, AUTHORITY_LEAF (HOST) AUTHORITY_CA },
    "wrong-purpose self-signed",
    NULL },
  { { "by-short", "leaf", "short", -1, 39, NULL, AUTHORITY_LEAF (HOST) },
    "intermediate-expires-first",
    "“Short CA”" },
  { { "by-late", "leaf", "late", -1, 39, NULL, AUTHORITY_LEAF (HOST) },
    "not-yet-valid",
    "“Late CA”" },
  { { "by-ended", "leaf", "ended", -1, 39, NULL, AUTHORITY_LEAF (HOST) },
    "untrusted",
    "“Ended Root”, which itself ended on" },
  { { "by-mail", "leaf", "mail", -1, 39, NULL, AUTHORITY_LEAF (HOST) },
    "untrusted",
    "“Test Root”, but does not verify" },
  /* What a CA makes of details that were asked for. */
  { { "ov", "leaf", "inter", -1, 39, NULL,
      AUTHORITY_LEAF (HOST) "organization = \"Kite Ltd\"\ncountry = GB\n"
                            "locality = \"London\"\nstate = \"Greater London\"\n" },
    "ok",
    NULL },
};

static KpTrust *trust;

static char *
name_findings (const KpBundle *bundle)
{
  GString *ids = g_string_new (NULL);

  for (guint i = 0; i < bundle->findings->len; i++)
    {
      const KpFinding *finding = bundle->findings->pdata[i];
      const char *id = kp_finding_id_to_string (finding->id) + strlen ("bundle.");

      g_test_message ("%s: %s / %s", id, finding->text,
                      finding->fix != NULL ? finding->fix : "-");
      if (finding->id != KP_FINDING_BUNDLE_FORMAT)
        g_string_append_printf (ids, "%s%s", i > 0 ? " " : "", id);
    }
  return g_string_free (ids, FALSE);
}

/* Takes what @expected lacks of a whole expectation from the certificate itself. */
static KpBundle *
build (const char *leaf, const char *ca, const KpBundleExpectation *expected)
{
  g_autofree char *names = g_strdup_printf ("%s %s", leaf, ca != NULL ? ca : "");
  g_autoptr (KpDocument) document = authority_read (names);
  g_autoptr (KpCertificateFacts) facts = authority_facts (leaf);
  KpBundleExpectation whole = *expected;

  whole.host = HOST;
  if (whole.now == 0)
    whole.now = authority_now ();
  if (whole.spki_sha256 == NULL && whole.csr == NULL)
    whole.spki_sha256 = facts->spki_sha256;
  return kp_bundle_build (document, &whole, trust);
}

static const KpFinding *
find (const KpBundle *bundle, KpFindingId id)
{
  for (guint i = 0; i < bundle->findings->len; i++)
    if (((const KpFinding *) bundle->findings->pdata[i])->id == id)
      return bundle->findings->pdata[i];
  return NULL;
}

static void
assert_findings (const KpBundle *bundle, const char *expected)
{
  g_autofree char *findings = name_findings (bundle);

  g_assert_cmpstr (findings, ==, expected);
}

static void
test_certificate (void)
{
  const KpBundleExpectation expected = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const Row *row = &rows[i];
      const char *ca = row->order.issuer;
      g_autoptr (KpBundle) bundle = NULL;
      const KpFinding *first;

      g_test_message ("-- %s", row->order.name);
      bundle = build (row->order.name, g_strcmp0 (ca, "ended") != 0 ? ca : NULL, &expected);
      first = bundle->findings->pdata[0];
      assert_findings (bundle, row->findings);
      if (row->says != NULL)
        {
          const KpFinding *told =
              i == 1 ? find (bundle, KP_FINDING_BUNDLE_EXTRA_NAME) : first;

          g_assert_nonnull (strstr (told->text, row->says));
        }
    }
}

/* certtool lets no server's certificate go without a digital signature; OpenSSL does. */
static void
test_key_usage (void)
{
  const AuthorityOrder order = { "mute",
                                 "leaf",
                                 "inter",
                                 -1,
                                 39,
                                 NULL,
                                 "extendedKeyUsage=serverAuth\nkeyUsage=nonRepudiation\n"
                                 "subjectAltName=DNS:" HOST "\n" };
  g_autoptr (KpCertificateFacts) facts = NULL;
  KpBundleExpectation expected = { 0 };
  g_autoptr (KpBundle) bundle = NULL;

  authority_issue_with_openssl (&order);
  facts = authority_facts ("mute");
  expected.now = facts->not_before;
  bundle = build ("mute", "inter", &expected);
  assert_findings (bundle, "wrong-purpose no-sct");
  g_assert_nonnull (
      strstr (find (bundle, KP_FINDING_BUNDLE_WRONG_PURPOSE)->text, "digital signature"));
}

static void
test_key (void)
{
  g_autoptr (GBytes) der = authority_request ("leaf", NAMED);
  g_autoptr (GBytes) other = authority_request ("root", NAMED);
  g_autoptr (KpCsr) fits = kp_csr_new_from_der (der, NULL);
  g_autoptr (KpCsr) differs = kp_csr_new_from_der (other, NULL);
  g_autoptr (KpCertificateFacts) live = authority_facts ("good");
  KpBundleExpectation expected = { .csr = fits };
  g_autoptr (KpBundle) good = build ("good", "inter", &expected);
  g_autoptr (KpBundle) wrong = NULL;
  g_autoptr (KpBundle) live_key = NULL;
  g_autofree char *digits = g_strndup (differs->spki_sha256, 16);

  assert_findings (good, "ok");
  expected.csr = differs;
  wrong = build ("good", "inter", &expected);
  assert_findings (wrong, "key-mismatch");
  g_assert_nonnull (strstr (((KpFinding *) wrong->findings->pdata[0])->text, digits));
  /* A CA that was sent the signing request of last year. */
  expected.live = live;
  live_key = build ("ov", "inter", &expected);
  g_assert_nonnull (strstr (find (live_key, KP_FINDING_BUNDLE_KEY_MISMATCH)->text,
                            "the certificate that is served now"));
}

static void
test_live (void)
{
  static const struct
  {
    const char *live;
    const char *leaf;
    const char *findings;
    const char *says;
  } table[] = {
    { "expired", "good", "ok", NULL },
    { "good", "good", "not-newer", "is the certificate that is served now" },
    { "good", "expired", "expired not-newer", NULL },
    { "two", "good", "lost-name", "“www.cp.example.com”" },
    { "wildcard", "good", "lost-name", "“*.example.com”" },
    { "good", "two", "ok extra-name", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (KpCertificateFacts) live = authority_facts (table[i].live);
      const KpBundleExpectation expected = { .live = live };
      g_autoptr (KpBundle) bundle = NULL;
      const KpFinding *first;

      g_test_message ("-- %s after %s", table[i].leaf, table[i].live);
      bundle = build (table[i].leaf, "inter", &expected);
      first = bundle->findings->pdata[0];
      assert_findings (bundle, table[i].findings);
      if (table[i].says != NULL)
        g_assert_nonnull (strstr (first->text, table[i].says));
    }
}

static void
test_subject (void)
{
  static const struct
  {
    const char *leaf;
    const char *organization;
    const char *unit;
    const char *state;
    const char *says; /* NULL: nothing to say */
  } table[] = {
    { "ov", "Kite Ltd", "", "Greater London", NULL },
    { "ov", "", "", "", NULL },
    { "ov", "Kite Ltd", "IT", "Greater London", "Organizational unit (without “IT”)" },
    { "ov", "Kite Ltd", "", "Kent", "“Greater London” instead of “Kent”" },
    { "ov", "Kestrel Ltd", "", "", "“Kite Ltd” instead of “Kestrel Ltd”" },
    { "good", "Kite Ltd", "IT", "Kent", "validated the domain alone: “Kite Ltd”" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (KpSubject) asked = kp_subject_new (NULL);
      const KpBundleExpectation expected = { .asked = asked };
      g_autoptr (KpBundle) bundle = NULL;
      const KpFinding *finding;

      kp_subject_set_field (asked, KP_SUBJECT_ORGANIZATION, table[i].organization);
      kp_subject_set_field (asked, KP_SUBJECT_ORGANIZATIONAL_UNIT, table[i].unit);
      kp_subject_set_field (asked, KP_SUBJECT_STATE, table[i].state);
      kp_subject_set_field (asked, KP_SUBJECT_EMAIL, "it@example.com");
      bundle = build (table[i].leaf, "inter", &expected);
      finding = find (bundle, KP_FINDING_BUNDLE_SUBJECT_DIFFERS);
      g_assert_false (kp_bundle_is_wrong (bundle));
      g_assert_cmpint (finding != NULL, ==, table[i].says != NULL);
      if (finding != NULL)
        {
          g_test_message ("%s / %s", finding->text, finding->fix);
          g_assert_nonnull (strstr (finding->text, table[i].says));
        }
    }
}

/* Nothing is looked up in the clock of the machine. */
static void
test_time (void)
{
  g_autoptr (KpDocument) document = authority_read ("good inter");
  g_autoptr (KpCertificateFacts) facts = authority_facts ("good");
  KpBundleExpectation expected = { .host = HOST, .spki_sha256 = facts->spki_sha256 };
  const struct
  {
    gint64 now;
    const char *findings;
  } table[] = {
    { facts->not_before - 1, "not-yet-valid" },
    { facts->not_before, "ok" },
    { facts->not_after, "ok" },
    { facts->not_after + 1, "expired" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (KpBundle) bundle = NULL;

      expected.now = table[i].now;
      bundle = kp_bundle_build (document, &expected, trust);
      assert_findings (bundle, table[i].findings);
    }
}

/* Whether OpenSSL and GnuTLS take the chain as a server's. */
static void
assert_judges (const KpBundle *bundle, gboolean openssl, gboolean certtool)
{
  g_autofree char *pem = kp_bundle_to_pem (bundle);
  g_autofree char *chain = program_write_file ("judged.pem", pem, strlen (pem));
  g_autofree char *root = authority_path ("root");
  g_autofree char *root_pem = NULL;
  g_autofree char *whole = NULL;
  g_autofree char *whole_path = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  g_assert_true (g_file_get_contents (root, &root_pem, NULL, NULL));
  whole = g_strconcat (pem, root_pem, NULL);
  whole_path = program_write_file ("whole.pem", whole, strlen (whole));
  first = program_run ("openssl", "verify", "-CAfile", root, "-purpose", "sslserver",
                       "-verify_hostname", HOST, "-untrusted", chain, chain, NULL);
  second = program_run ("certtool", "--verify-chain", "--infile", whole_path, NULL);
  g_assert_cmpint (first != NULL, ==, openssl);
  g_assert_cmpint (second != NULL, ==, certtool);
}

static void
test_judges (void)
{
  static const struct
  {
    const char *leaf;
    const char *ca;
    gboolean ok;
    gboolean openssl;
    gboolean certtool; /* it looks at no purpose and no name */
  } table[] = {
    { "good", "root inter", TRUE, TRUE, TRUE },  { "good", NULL, FALSE, FALSE, FALSE },
    { "expired", "inter", FALSE, FALSE, FALSE }, { "client", "inter", FALSE, FALSE, TRUE },
    { "other", "inter", FALSE, FALSE, TRUE },
  };
  const KpBundleExpectation expected = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (KpBundle) bundle = build (table[i].leaf, table[i].ca, &expected);

      g_test_message ("-- %s", table[i].leaf);
      g_assert_cmpint (!kp_bundle_is_wrong (bundle), ==, table[i].ok);
      assert_judges (bundle, table[i].openssl, table[i].certtool);
    }
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cas); i++)
    authority_issue (&cas[i]);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    authority_issue (&rows[i].order);
  trust = authority_trust ("root ended");
  g_test_add_func ("/bundle-check/certificate", test_certificate);
  g_test_add_func ("/bundle-check/key-usage", test_key_usage);
  g_test_add_func ("/bundle-check/key", test_key);
  g_test_add_func ("/bundle-check/live", test_live);
  g_test_add_func ("/bundle-check/subject", test_subject);
  g_test_add_func ("/bundle-check/time", test_time);
  g_test_add_func ("/bundle-check/judges", test_judges);
  status = g_test_run ();
  g_object_unref (trust);
  authority_clean_up ();
  return status;
}
