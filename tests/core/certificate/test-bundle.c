/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/certificate/bundle.h"

#include <string.h>

#include "certificate/authority.h"
#include "certificate/mint.h"
#include "certificate/program.h"

#define HOST "cp.example.com"
#define FAR_LEAF                                                                           \
  "cn = \"" HOST "\"\ndns_name = \"" HOST "\"\nsigning_key\ntls_www_server\n"              \
  "add_extension = \"1.3.6.1.4.1.11129.2.4.2 octet_string(0x0000)\"\n"

static const AuthorityOrder orders[] = {
  { "root", "root", NULL, -100, 3000, NULL, AUTHORITY_CA "cn = \"Test Root\"\n" },
  { "inter", "inter", "root", -50, 900, NULL, AUTHORITY_CA "cn = \"Test CA 1\"\n" },
  { "leaf", "leaf", "inter", -1, 39, NULL, AUTHORITY_LEAF (HOST) },
  { "older", "leaf", "inter", -30, 9, NULL, AUTHORITY_LEAF (HOST) },
  { "rival", "other", "inter", -2, 38, NULL, AUTHORITY_LEAF (HOST) },
  { "elsewhere", "other", "inter", -1, 39, NULL, AUTHORITY_LEAF ("my.example.net") },
  /* A new root that the old one signed, too. */
  { "old-root", "old", NULL, -900, 3000, NULL, AUTHORITY_CA "cn = \"Old Root\"\n" },
  { "root-cross", "root", "old-root", -90, 900, NULL, AUTHORITY_CA "cn = \"Test Root\"\n" },
  { "root-cross-ends", "root", "old-root", -90, 9, NULL,
    AUTHORITY_CA "cn = \"Test Root\"\n" },
  /* A CA's certificate of before, by the old root. */
  { "inter-ends", "inter", "old-root", -90, 9, NULL, AUTHORITY_CA "cn = \"Test CA 1\"\n" },
  /* Somebody else of the same name. */
  { "inter-forged", "other", NULL, -50, 1900, NULL, AUTHORITY_CA "cn = \"Test CA 1\"\n" },
  /* A CA that nobody knows. */
  { "far", "far", NULL, -50, 900, NULL, AUTHORITY_CA "cn = \"Far Root\"\n" },
  { "far-inter", "other", "far", -50, 900, NULL, AUTHORITY_CA "cn = \"Far CA\"\n" },
  { "far-leaf", "leaf", "far-inter", -1, 39, NULL, FAR_LEAF },
};

static GHashTable *ders; /* name => GBytes */

/* Names of certificates whose octets these are. */
static char *
name_chain (GPtrArray *chain)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < chain->len; i++)
    {
      const char *found = "?";
      GHashTableIter iter;
      gpointer name, der;

      g_hash_table_iter_init (&iter, ders);
      while (g_hash_table_iter_next (&iter, &name, &der))
        if (g_bytes_equal (der, chain->pdata[i]))
          found = name;
      g_string_append_printf (names, "%s%s", i > 0 ? " " : "", found);
    }
  return g_string_free (names, FALSE);
}

static char *
name_findings (const KpBundle *bundle)
{
  GString *ids = g_string_new (NULL);

  for (guint i = 0; i < bundle->findings->len; i++)
    {
      const KpFinding *finding = bundle->findings->pdata[i];
      const char *id = kp_finding_id_to_string (finding->id);

      g_test_message ("%s: %s / %s", id, finding->text,
                      finding->fix != NULL ? finding->fix : "-");
      g_assert_true (g_str_has_prefix (id, "bundle."));
      g_assert_cmpstr (finding->text, !=, "");
      g_assert_true (finding->severity != KP_SEVERITY_WRONG || finding->fix != NULL);
      g_string_append_printf (ids, "%s%s", i > 0 ? " " : "", id + strlen ("bundle."));
    }
  return g_string_free (ids, FALSE);
}

static const KpFinding *
find (const KpBundle *bundle, KpFindingId id)
{
  for (guint i = 0; i < bundle->findings->len; i++)
    if (((const KpFinding *) bundle->findings->pdata[i])->id == id)
      return bundle->findings->pdata[i];
  return NULL;
}

static KpBundle *
build (const char *names, const char *roots, const char *key, const char *fetched)
{
  g_autoptr (KpDocument) document = authority_read (names);
  g_autoptr (KpDocument) others = authority_read (fetched != NULL ? fetched : "");
  g_autoptr (KpTrust) trust = authority_trust (roots);
  g_autoptr (KpCertificateFacts) facts = key != NULL ? authority_facts (key) : NULL;
  g_autoptr (GPtrArray) list =
      g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  KpBundleExpectation expected = { .host = HOST,
                                   .spki_sha256 = facts != NULL ? facts->spki_sha256 : NULL,
                                   .fetched = list,
                                   .now = authority_now () };

  for (guint i = 0; i < others->parts->len; i++)
    g_ptr_array_add (list, g_bytes_ref (((KpDocumentPart *) others->parts->pdata[i])->der));
  return kp_bundle_build (document, &expected, trust);
}

typedef struct
{
  const char *given;
  const char *roots;
  const char *key;
  const char *fetched;
  const char *chain;
  const char *root;
  const char *findings;
} Row;

static const Row rows[] = {
  { "leaf inter", "root", "leaf", NULL, "leaf inter", "root", "ok format" },
  { "inter leaf", "root", "leaf", NULL, "leaf inter", "root", "ok reordered format" },
  { "leaf inter root", "root", "leaf", NULL, "leaf inter", "root",
    "ok root-removed format" },
  { "root inter inter leaf leaf", "root", "leaf", NULL, "leaf inter", "root",
    "ok reordered duplicate-removed root-removed format" },
  { "leaf far-inter inter far", "root", "leaf", NULL, "leaf inter", "root",
    "ok unrelated-removed format" },
  /* Without a request the name decides, and the newest of one key. */
  { "elsewhere inter leaf", "root", NULL, NULL, "leaf inter", "root",
    "ok reordered unrelated-removed no-csr format" },
  { "older leaf inter", "root", NULL, NULL, "leaf inter", "root",
    "ok unrelated-removed no-csr format" },
  { "leaf rival inter", "root", NULL, NULL, "leaf inter", "root",
    "several-leaves unrelated-removed no-csr format" },
  { "leaf rival inter", "root", "rival", NULL, "rival inter", "root",
    "ok unrelated-removed format" },
  { "elsewhere inter", "root", "leaf", NULL, "elsewhere inter", "root",
    "key-mismatch missing-name format" },
  { "inter root", "root", "leaf", NULL, "", NULL, "no-leaf format" },
  { "", "root", "leaf", NULL, "", NULL, "not-a-certificate" },
  /* A gap. */
  { "leaf", "root", "leaf", NULL, "leaf", NULL, "missing-intermediate format" },
  { "leaf root", "root", "leaf", NULL, "leaf", NULL,
    "missing-intermediate root-removed format" },
  { "leaf", "root", "leaf", "inter", "leaf inter", "root",
    "ok intermediate-fetched format" },
  { "leaf", "root", "leaf", "far-inter", "leaf", NULL, "missing-intermediate format" },
  { "leaf inter-forged", "root", "leaf", NULL, "leaf", NULL,
    "missing-intermediate unrelated-removed format" },
  { "leaf inter-forged inter", "root", "leaf", NULL, "leaf inter", "root",
    "ok unrelated-removed format" },
  /* Roots that are not known. */
  { "far-leaf far-inter far", "root", "leaf", NULL, "far-leaf far-inter", "far",
    "untrusted root-removed format" },
  { "far-inter far-leaf", "root", "leaf", NULL, "far-leaf far-inter", NULL,
    "untrusted reordered format" },
  { "far-leaf far-inter far", "far root", "leaf", NULL, "far-leaf far-inter", "far",
    "ok root-removed format" },
  /* Two ways up: the one that lasts, and the one that reaches most. */
  { "leaf inter-ends inter", "root old-root", "leaf", NULL, "leaf inter", "root",
    "ok unrelated-removed format" },
  { "leaf inter-ends", "root old-root", "leaf", NULL, "leaf inter-ends", "old-root",
    "intermediate-expires-first format" },
  { "leaf root-cross inter", "root old-root", "leaf", NULL, "leaf inter root-cross",
    "old-root", "ok reordered format" },
  { "leaf inter root-cross", "old-root", "leaf", NULL, "leaf inter root-cross", "old-root",
    "ok format" },
  { "leaf inter root-cross", "root", "leaf", NULL, "leaf inter", "root",
    "ok unrelated-removed format" },
  { "leaf inter root-cross-ends", "root old-root", "leaf", NULL, "leaf inter", "root",
    "ok unrelated-removed format" },
  /* An intermediate that the user trusts is still one for all others. */
  { "leaf inter", "inter", "leaf", NULL, "leaf inter", "inter", "ok format" },
  { "leaf inter root", "inter", "leaf", NULL, "leaf inter", "root",
    "ok root-removed format" },
};

static void
test_chain (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const Row *row = &rows[i];
      g_autoptr (KpBundle) bundle = NULL;
      g_autofree char *chain = NULL;
      g_autofree char *findings = NULL;

      g_test_message ("-- %s, for %s, trusting %s", row->given, row->key, row->roots);
      bundle = build (row->given, row->roots, row->key, row->fetched);
      chain = name_chain (bundle->chain);
      findings = name_findings (bundle);
      g_assert_cmpstr (chain, ==, row->chain);
      g_assert_cmpstr (findings, ==, row->findings);
      g_assert_cmpint (kp_bundle_is_wrong (bundle), ==,
                       find (bundle, KP_FINDING_BUNDLE_OK) == NULL);
      g_assert_true ((bundle->leaf == NULL) == (*row->chain == '\0'));
      g_assert_true ((bundle->root == NULL) == (row->root == NULL));
      if (row->root != NULL)
        g_assert_true (g_bytes_equal (bundle->root, g_hash_table_lookup (ders, row->root)));
    }
}

/* What is written is read again as the same, with nothing to be mended. */
static void
test_pem (void)
{
  g_autoptr (KpBundle) bundle =
      build ("root root-cross inter far leaf", "root", "leaf", "");
  g_autofree char *pem = kp_bundle_to_pem (bundle);
  g_autoptr (GBytes) octets = g_bytes_new (pem, strlen (pem));
  g_autoptr (KpDocument) document = kp_document_new ();
  g_autoptr (KpTrust) trust = authority_trust ("root");
  KpBundleExpectation expected = { .host = HOST, .now = authority_now () };
  g_autoptr (KpBundle) again = NULL;
  g_autofree char *chain = NULL;
  g_autofree char *findings = NULL;

  kp_document_read (document, octets, "bundle.pem");
  again = kp_bundle_build (document, &expected, trust);
  chain = name_chain (again->chain);
  findings = name_findings (again);
  g_assert_cmpstr (chain, ==, "leaf inter");
  g_assert_cmpstr (findings, ==, "ok no-csr format");
}

static void
assert_says (const KpBundle *bundle, KpFindingId id, const char *text)
{
  const KpFinding *finding = find (bundle, id);

  g_assert_nonnull (finding);
  g_test_message ("%s / %s", finding->text, finding->fix);
  g_assert_true (strstr (finding->text, text) != NULL
                 || (finding->fix != NULL && strstr (finding->fix, text) != NULL));
}

/* The concrete names, without which nobody can do anything about it. */
static void
test_words (void)
{
  g_autoptr (KpBundle) gap = build ("leaf", "root", "leaf", NULL);
  g_autoptr (KpBundle) filled = build ("leaf", "root", "leaf", "inter");
  g_autoptr (KpBundle) mixed =
      build ("root leaf leaf inter elsewhere", "root", "leaf", NULL);
  g_autoptr (KpBundle) far = build ("far-leaf far-inter far", "root", "leaf", NULL);
  g_autoptr (KpBundle) cas = build ("inter root", "root", "leaf", NULL);
  g_autoptr (KpBundle) several = build ("leaf rival inter", "root", NULL, NULL);

  g_assert_cmpstr (gap->missing_issuer, ==, "Test CA 1");
  g_assert_cmpstr (gap->missing_uri, ==, AUTHORITY_URI);
  assert_says (gap, KP_FINDING_BUNDLE_MISSING_INTERMEDIATE, "“Test CA 1”");
  assert_says (gap, KP_FINDING_BUNDLE_MISSING_INTERMEDIATE, AUTHORITY_URI);
  g_assert_null (filled->missing_issuer);
  g_assert_null (filled->missing_uri);
  assert_says (filled, KP_FINDING_BUNDLE_INTERMEDIATE_FETCHED, "“Test CA 1”");
  assert_says (filled, KP_FINDING_BUNDLE_OK, "root of your own");
  assert_says (mixed, KP_FINDING_BUNDLE_ROOT_REMOVED, "“Test Root”");
  assert_says (mixed, KP_FINDING_BUNDLE_UNRELATED_REMOVED, "“my.example.net until ");
  assert_says (mixed, KP_FINDING_BUNDLE_DUPLICATE_REMOVED, "“cp.example.com”");
  assert_says (mixed, KP_FINDING_BUNDLE_OK, "“Test Root”");
  assert_says (mixed, KP_FINDING_BUNDLE_FORMAT, "PEM");
  assert_says (far, KP_FINDING_BUNDLE_UNTRUSTED, "“Far Root”");
  assert_says (cas, KP_FINDING_BUNDLE_NO_LEAF, "“Test CA 1” and “Test Root”");
  assert_says (several, KP_FINDING_BUNDLE_SEVERAL_LEAVES, HOST);
}

/* A root that was learned from one site must not end another's chain, and what a bundle
 * teaches is nothing: the same is said of the next one. */
static void
test_order_of_bundles (void)
{
  g_autoptr (KpTrust) trust = authority_trust ("root");
  g_autoptr (KpDocument) whole = authority_read ("leaf inter");
  g_autoptr (KpDocument) gap = authority_read ("elsewhere");
  g_autoptr (GPtrArray) known =
      g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  KpBundleExpectation expected = { .now = authority_now () };
  KpBundle *bundle = kp_bundle_build (whole, &expected, trust);

  g_assert_false (kp_bundle_is_wrong (bundle));
  kp_bundle_free (bundle);
  bundle = kp_bundle_build (gap, &expected, trust);
  g_assert_nonnull (find (bundle, KP_FINDING_BUNDLE_MISSING_INTERMEDIATE));
  kp_bundle_free (bundle);

  /* What probes have seen helps. */
  g_ptr_array_add (known, authority_der ("inter"));
  kp_trust_learn (trust, known);
  bundle = kp_bundle_build (gap, &expected, trust);
  g_assert_nonnull (find (bundle, KP_FINDING_BUNDLE_INTERMEDIATE_FETCHED));
  g_assert_cmpuint (bundle->chain->len, ==, 2);
  kp_bundle_free (bundle);
}

/* One of that name, without anything else that a search could go by. */
static Mint *
make_ca (const char *name, Mint *key_of, int days, Mint *issuer)
{
  MintSpec spec = { .common_name = name,
                    .key_of = key_of,
                    .ca = TRUE,
                    .no_key_ids = TRUE,
                    .not_after = authority_now () + days * 86400 };

  return mint_new (&spec, issuer);
}

static void
add (GPtrArray *all, Mint *made)
{
  g_ptr_array_add (all, made);
}

/* A root and one that it came after, a site of the first, the old root's word for the new
 * one, and on both sides of it CAs that have their names and vouch for each other: 64 in
 * all. @all: (element-type Mint): the site first, the roots last */
static GPtrArray *
make_maze (void)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) mint_free);
  Mint *root = make_ca ("New Root", NULL, 900, NULL);
  Mint *old = make_ca ("Old Root", NULL, 900, NULL);
  Mint *inter = make_ca ("CA", NULL, 900, root);
  g_autoptr (Mint) like_root = make_ca ("New Root", NULL, 900, NULL);
  g_autoptr (Mint) like_ca = make_ca ("Maze", like_root, 900, like_root);

  add (all, mint_leaf (HOST, inter));
  add (all, inter);
  for (int i = 0; i < 30; i++)
    add (all, make_ca ("New Root", root, 200 + i, like_ca));
  for (int i = 0; i < 31; i++)
    add (all, make_ca ("Maze", like_ca, 200 + i, like_root));
  add (all, make_ca ("New Root", root, 900, old));
  add (all, root);
  add (all, old);
  return all;
}

/* @last: of the 64 the old root's word stands last instead of second */
static KpBundle *
build_maze (GPtrArray *all, gboolean last)
{
  g_autofree char *root = mint_to_pem (all->pdata[all->len - 2]);
  g_autofree char *old = mint_to_pem (all->pdata[all->len - 1]);
  g_autofree char *roots = g_strconcat (root, old, NULL);
  g_autoptr (KpTrust) trust = kp_trust_new (roots, FALSE, NULL);
  g_autoptr (KpDocument) document = kp_document_new ();
  KpBundleExpectation expected = { .host = HOST, .now = authority_now () };

  for (guint i = 0; i < 64; i++)
    {
      guint n = last || i == 0 ? i : i == 1 ? 63 : i - 1;

      kp_document_read (document, ((Mint *) all->pdata[n])->der, NULL);
    }
  g_assert_cmpuint (document->parts->len, ==, 64);
  return kp_bundle_build (document, &expected, trust);
}

/* What only makes work is given up after a while: then the chain has what it needs, and no
 * more. */
static void
test_maze (void)
{
  g_autoptr (GPtrArray) all = make_maze ();
  g_autoptr (KpBundle) first = build_maze (all, FALSE);
  g_autoptr (KpBundle) last = build_maze (all, TRUE);

  g_assert_cmpuint (first->chain->len, ==, 3);
  g_assert_true (g_bytes_equal (first->root, ((Mint *) all->pdata[65])->der));
  g_assert_cmpuint (last->chain->len, ==, 2);
  g_assert_true (g_bytes_equal (last->root, ((Mint *) all->pdata[64])->der));
  g_assert_nonnull (find (last, KP_FINDING_BUNDLE_UNRELATED_REMOVED));
}

/* What else a document can be. */
static void
test_document (void)
{
  static const struct
  {
    const char *given;
    KpPrivateKeyForm key;
    guint problems;
    const char *findings;
  } table[] = {
    { "leaf inter", KP_PRIVATE_KEY_PEM, 0, "private-key no-csr format" },
    { "", KP_PRIVATE_KEY_PEM, 0, "private-key" },
    { "", 0, KP_DOCUMENT_ENCRYPTED, "encrypted" },
    { "leaf inter", 0, KP_DOCUMENT_TOO_LARGE, "too-large no-csr format" },
    { "leaf inter", 0, KP_DOCUMENT_DAMAGED, "ok no-csr format" },
    { "", 0, KP_DOCUMENT_DAMAGED, "not-a-certificate" },
  };
  g_autoptr (KpTrust) trust = authority_trust ("root");
  KpBundleExpectation expected = { .host = HOST, .now = authority_now () };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (KpDocument) document = authority_read (table[i].given);
      g_autoptr (KpBundle) bundle = NULL;
      g_autofree char *findings = NULL;

      document->private_key = table[i].key;
      document->problems |= table[i].problems;
      bundle = kp_bundle_build (document, &expected, trust);
      findings = name_findings (bundle);
      g_assert_cmpstr (findings, ==, table[i].findings);
    }
}

static void
test_request (void)
{
  g_autoptr (GBytes) der = authority_request ("leaf", "cn = \"" HOST "\"\n");
  g_autoptr (KpDocument) document = kp_document_new ();
  g_autoptr (KpTrust) trust = authority_trust ("root");
  KpBundleExpectation expected = { .host = HOST, .now = authority_now () };
  g_autoptr (KpBundle) bundle = NULL;

  kp_document_read (document, der, "site.csr");
  bundle = kp_bundle_build (document, &expected, trust);
  assert_says (bundle, KP_FINDING_BUNDLE_NOT_A_CERTIFICATE, "signing request");
}

/* What can never work, or gives a secret away, no reason makes good. */
static void
test_overrule (void)
{
  const char *never = "bundle.private-key bundle.key-mismatch bundle.no-leaf "
                      "bundle.not-a-certificate bundle.encrypted";
  guint n = 0;

  for (KpFindingId id = 0; id < KP_FINDING_N; id++)
    {
      const char *text = kp_finding_id_to_string (id);
      gboolean wrong = g_str_has_prefix (text, "bundle.")
                       && kp_finding_id_get_severity (id) == KP_SEVERITY_WRONG;

      g_assert_cmpint (kp_bundle_can_overrule (id), ==,
                       wrong && strstr (never, text) == NULL);
      n += kp_bundle_can_overrule (id);
    }
  g_assert_cmpuint (n, ==, 16);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  ders =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_bytes_unref);
  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      authority_issue (&orders[i]);
      g_hash_table_insert (ders, (gpointer) orders[i].name, authority_der (orders[i].name));
    }
  g_test_add_func ("/bundle/chain", test_chain);
  g_test_add_func ("/bundle/pem", test_pem);
  g_test_add_func ("/bundle/words", test_words);
  g_test_add_func ("/bundle/order-of-bundles", test_order_of_bundles);
  g_test_add_func ("/bundle/maze", test_maze);
  g_test_add_func ("/bundle/document", test_document);
  g_test_add_func ("/bundle/request", test_request);
  g_test_add_func ("/bundle/overrule", test_overrule);
  status = g_test_run ();
  g_hash_table_unref (ders);
  authority_clean_up ();
  return status;
}
