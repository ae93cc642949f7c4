/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/dns/caa.h"
#include "core/dns/table-resolver.h"
#include "waiting.h"

#define LONG_VALUE_LENGTH 4000

static const char *const encrypt[] = { "letsencrypt.org", NULL };
static const char *const several[] = { "sectigo.com", "comodoca.com", NULL };

/* Records are separated by "|". */
static const struct
{
  const char *set;
  const char *const *issuers;
  gboolean wildcard;
  KpCaaJudgement judgement;
} judged[] = {
  /* RFC 8659 section 4.2: issue */
  { "0 issue \"letsencrypt.org\"", encrypt, FALSE, KP_CAA_ALLOWS },
  { "0 issue \"ca.example.net\"", encrypt, FALSE, KP_CAA_FORBIDS },
  { "0 issue \"ca.example.net\"|0 issue \"letsencrypt.org\"", encrypt, FALSE,
    KP_CAA_ALLOWS },
  { "0 issue \"LetsEncrypt.ORG\"", encrypt, FALSE, KP_CAA_ALLOWS },
  { "0 ISSUE \"ca.example.net\"", encrypt, FALSE, KP_CAA_FORBIDS },
  { "0 issue \" \\009letsencrypt.org \"", encrypt, FALSE, KP_CAA_ALLOWS },
  { "0 issue \"  letsencrypt.org \"", encrypt, FALSE, KP_CAA_ALLOWS },
  { "128 issue \"letsencrypt.org\"", encrypt, FALSE, KP_CAA_ALLOWS },
  { "0 issue \"comodoca.com\"", several, FALSE, KP_CAA_ALLOWS },
  { "0 issue \"sub.letsencrypt.org\"", encrypt, FALSE, KP_CAA_FORBIDS },
  { "0 issue \"letsencrypt.org.evil.example\"", encrypt, FALSE, KP_CAA_FORBIDS },

  /* Nobody may */
  { "0 issue \";\"", encrypt, FALSE, KP_CAA_FORBIDS_ALL },
  { "0 issue \"\"", encrypt, FALSE, KP_CAA_FORBIDS_ALL },
  { "0 issue \" ; \"", encrypt, FALSE, KP_CAA_FORBIDS_ALL },
  { "0 issue \"; policy=ev\"", encrypt, FALSE, KP_CAA_FORBIDS_ALL },
  { "0 issue \";\"|0 issue \"letsencrypt.org\"", encrypt, FALSE, KP_CAA_ALLOWS },
  { "0 issue \";\"|0 issue \"ca.example.net\"", encrypt, FALSE, KP_CAA_FORBIDS },
  /* A value that does not follow the grammar names nobody. */
  { "0 issue \"%%%%%\"", encrypt, FALSE, KP_CAA_FORBIDS_ALL },
  { "0 issue \"letsencrypt.org letsencrypt.org\"", encrypt, FALSE, KP_CAA_FORBIDS_ALL },
  { "0 issue \"letsencrypt.org.\"", encrypt, FALSE, KP_CAA_FORBIDS_ALL },
  { "0 issue \"-letsencrypt.org\"", encrypt, FALSE, KP_CAA_FORBIDS_ALL },
  { "0 issue \"letsencrypt-.org\"", encrypt, FALSE, KP_CAA_FORBIDS_ALL },
  { "0 issue \"letsencrypt.org; policy\"", encrypt, FALSE, KP_CAA_FORBIDS_ALL },
  { "0 issue \"letsencrypt.org; a=b;\"", encrypt, FALSE, KP_CAA_FORBIDS_ALL },
  { "0 issue \"letsencrypt.org; a=b c\"", encrypt, FALSE, KP_CAA_FORBIDS_ALL },
  { "0 issue \"letsencrypt.org; -a=b\"", encrypt, FALSE, KP_CAA_FORBIDS_ALL },
  { "0 issue \"letsencrypt.org\\000\"", encrypt, FALSE, KP_CAA_FORBIDS_ALL },
  { "0 issue \"letsencrypt.org\\226\"", encrypt, FALSE, KP_CAA_FORBIDS_ALL },
  { "0 issue \"letsencrypt\\046org\"", encrypt, FALSE, KP_CAA_ALLOWS },

  /* Parameters: the issuer's own business, but for those of RFC 8657 */
  { "0 issue \"letsencrypt.org;\"", encrypt, FALSE, KP_CAA_ALLOWS },
  { "0 issue \"letsencrypt.org; cansignhttpexchanges=yes\"", encrypt, FALSE,
    KP_CAA_ALLOWS },
  { "0 issue \"letsencrypt.org;a=;b=c ; d = e\"", encrypt, FALSE, KP_CAA_ALLOWS },
  { "0 issue \"ca.example.net; account=230123\"", encrypt, FALSE, KP_CAA_FORBIDS },
  { "0 issue \"letsencrypt.org; accounturi=https://ca/acct/1\"", encrypt, FALSE,
    KP_CAA_CANT_TELL },
  { "0 issue \"letsencrypt.org; ValidationMethods=dns-01\"", encrypt, FALSE,
    KP_CAA_CANT_TELL },
  { "0 issue \"letsencrypt.org; accounturi=https://ca/acct/1\"|0 issue \"letsencrypt.org\"",
    encrypt, FALSE, KP_CAA_ALLOWS },
  { "0 issue \"letsencrypt.org\"|0 issue \"letsencrypt.org; accounturi=https://ca/acct/1\"",
    encrypt, FALSE, KP_CAA_ALLOWS },
  { "0 issue \"ca.example.net; accounturi=https://ca/acct/1\"", encrypt, FALSE,
    KP_CAA_FORBIDS },

  /* Section 4.3: issuewild */
  { "0 issuewild \"ca.example.net\"", encrypt, FALSE, KP_CAA_ALLOWS },
  { "0 issuewild \";\"", encrypt, FALSE, KP_CAA_ALLOWS },
  { "0 issuewild \";\"", encrypt, TRUE, KP_CAA_FORBIDS_ALL },
  { "0 issuewild \"ca.example.net\"", encrypt, TRUE, KP_CAA_FORBIDS },
  { "0 issue \"ca.example.net\"|0 issuewild \"letsencrypt.org\"", encrypt, TRUE,
    KP_CAA_ALLOWS },
  { "0 issue \"ca.example.net\"|0 issuewild \"letsencrypt.org\"", encrypt, FALSE,
    KP_CAA_FORBIDS },
  { "0 issue \"letsencrypt.org\"|0 issuewild \";\"", encrypt, TRUE, KP_CAA_FORBIDS_ALL },
  { "0 issue \"letsencrypt.org\"|0 issuewild \";\"", encrypt, FALSE, KP_CAA_ALLOWS },
  { "0 issue \"letsencrypt.org\"", encrypt, TRUE, KP_CAA_ALLOWS },
  { "0 issue \"ca.example.net\"", encrypt, TRUE, KP_CAA_FORBIDS },

  /* Section 4.4: iodef restricts nobody, alone or not */
  { "0 iodef \"mailto:security@example.com\"", encrypt, FALSE, KP_CAA_ALLOWS },
  { "128 iodef \"mailto:security@example.com\"", encrypt, FALSE, KP_CAA_ALLOWS },
  { "0 iodef \"mailto:a@b.example\"|0 issue \"ca.example.net\"", encrypt, FALSE,
    KP_CAA_FORBIDS },
  { "128 issuemail \";\"", encrypt, FALSE, KP_CAA_ALLOWS },

  /* Sections 4.1 and 4.5: tags that a CA does not know */
  { "0 tbs \"Unknown\"", encrypt, FALSE, KP_CAA_ALLOWS },
  { "128 tbs \"Unknown\"", encrypt, FALSE, KP_CAA_FORBIDS },
  { "255 tbs \"Unknown\"", encrypt, FALSE, KP_CAA_FORBIDS },
  { "1 tbs \"Unknown\"", encrypt, FALSE, KP_CAA_ALLOWS },
  { "0 issue \"letsencrypt.org\"|128 tbs \"Unknown\"", encrypt, FALSE, KP_CAA_FORBIDS },
  { "0 issue \";\"|128 tbs \"Unknown\"", encrypt, FALSE, KP_CAA_FORBIDS_ALL },

  /* Not known which CA: only what holds for all */
  { "0 issue \"letsencrypt.org\"", NULL, FALSE, KP_CAA_CANT_TELL },
  { "0 issue \";\"", NULL, FALSE, KP_CAA_FORBIDS_ALL },
  { "128 tbs \"Unknown\"", NULL, FALSE, KP_CAA_CANT_TELL },
  { "0 iodef \"mailto:security@example.com\"", NULL, FALSE, KP_CAA_ALLOWS },
  { "0 issue \"%%%%%\"", NULL, FALSE, KP_CAA_FORBIDS_ALL },

  /* Out of a store that was damaged */
  { "issue letsencrypt.org", encrypt, FALSE, KP_CAA_CANT_TELL },
  { "256 issue \"letsencrypt.org\"", encrypt, FALSE, KP_CAA_CANT_TELL },
  { "0 issue \"", encrypt, FALSE, KP_CAA_CANT_TELL },
  { "0  \"letsencrypt.org\"", encrypt, FALSE, KP_CAA_CANT_TELL },
  { "", encrypt, FALSE, KP_CAA_CANT_TELL },
  { "0 issue \";\"|x", encrypt, FALSE, KP_CAA_CANT_TELL },
};

static GPtrArray *
make_set (const char *text)
{
  GPtrArray *set = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_record_unref);
  g_auto (GStrv) records = g_strsplit (text, "|", -1);

  for (guint i = 0; records[i] != NULL; i++)
    g_ptr_array_add (set, kp_record_new (KP_RECORD_CAA, "customer.com", 300, records[i]));
  if (*text == '\0')
    g_ptr_array_add (set, kp_record_new (KP_RECORD_CAA, "customer.com", 300, ""));
  return set;
}

static void
test_judge (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (judged); i++)
    {
      g_autoptr (GPtrArray) set = make_set (judged[i].set);

      g_test_message ("%s", judged[i].set);
      g_assert_cmpint (kp_caa_judge (set, judged[i].issuers, judged[i].wildcard), ==,
                       judged[i].judgement);
    }
}

static void
test_judge_nothing (void)
{
  g_autoptr (GPtrArray) set =
      g_ptr_array_new_with_free_func ((GDestroyNotify) kp_record_unref);

  g_assert_cmpint (kp_caa_judge (set, encrypt, FALSE), ==, KP_CAA_ALLOWS);
  g_assert_cmpint (kp_caa_judge (set, NULL, TRUE), ==, KP_CAA_ALLOWS);
  /* Other types have nothing to say. */
  g_ptr_array_add (set, kp_record_new (KP_RECORD_TXT, "customer.com", 300,
                                       "0 issue \"ca.example.net\""));
  g_assert_cmpint (kp_caa_judge (set, encrypt, FALSE), ==, KP_CAA_ALLOWS);
}

/* A set as large as a message may hold is judged as a whole, the last record included. */
static void
test_judge_much (void)
{
  g_autoptr (GPtrArray) set =
      g_ptr_array_new_with_free_func ((GDestroyNotify) kp_record_unref);
  g_autofree char *parameter = g_strnfill (LONG_VALUE_LENGTH, 'x');
  g_autofree char *value =
      g_strconcat ("0 issue \"ca.example.net; a=", parameter, "\"", NULL);

  for (guint i = 0; i < KP_DNS_MAX_RECORDS - 1; i++)
    g_ptr_array_add (set, kp_record_new (KP_RECORD_CAA, "customer.com", 300, value));
  g_assert_cmpint (kp_caa_judge (set, encrypt, FALSE), ==, KP_CAA_FORBIDS);
  g_ptr_array_add (set, kp_record_new (KP_RECORD_CAA, "customer.com", 300,
                                       "0 issue \"letsencrypt.org\""));
  g_assert_cmpint (kp_caa_judge (set, encrypt, FALSE), ==, KP_CAA_ALLOWS);
}

static void
add_caa (KpTableResolver *table, const char *owner, const char *value)
{
  g_autofree char *data = g_strconcat ("0 issue \"", value, "\"", NULL);

  kp_table_resolver_add (table, owner, KP_RECORD_CAA, 300, data);
}

static void
add_alias (KpTableResolver *table, const char *owner, const char *target)
{
  kp_table_resolver_add (table, owner, KP_RECORD_CNAME, 300, target);
}

static KpTableResolver *
make_world (void)
{
  KpTableResolver *table = kp_table_resolver_new ("https://dns.example/", "Table");

  add_caa (table, "customer.com", "customer");
  kp_table_resolver_add (table, "www.customer.com", KP_RECORD_A, 300, "192.0.2.1");
  add_caa (table, "own.customer.com", "own");
  add_caa (table, "two.customer.com", "one");
  add_caa (table, "two.customer.com", "two");

  add_caa (table, "provider.net", "provider");
  kp_table_resolver_add (table, "bare.provider.net", KP_RECORD_A, 300, "192.0.2.2");
  add_caa (table, "pl-10.provider.net", "target");
  add_alias (table, "cp.customer.com", "pl-10.provider.net");
  add_alias (table, "chain.customer.com", "step.other.org");
  add_alias (table, "step.other.org", "pl-10.provider.net");
  add_alias (table, "bare.customer.com", "bare.provider.net");
  add_alias (table, "dangling.customer.com", "nothing.provider.net");
  add_alias (table, "middle.customer.com", "provider.net");
  add_alias (table, "loop.customer.com", "loop.other.org");
  add_alias (table, "loop.other.org", "loop.customer.com");

  add_caa (table, "org", "top");
  kp_table_resolver_add (table, "www.free.net", KP_RECORD_A, 300, "192.0.2.3");
  return table;
}

static const struct
{
  const char *host;
  KpCaaState state;
  const char *node;
  const char *value;
  guint n_lookups;
} found[] = {
  { "own.customer.com", KP_CAA_FOUND, "own.customer.com", "own", 1 },
  { "two.customer.com", KP_CAA_FOUND, "two.customer.com", "one two", 1 },
  { "www.customer.com", KP_CAA_FOUND, "customer.com", "customer", 2 },
  { "a.b.c.customer.com", KP_CAA_FOUND, "customer.com", "customer", 4 },
  /* RFC 8659 section 3: CAA(X) follows aliases, at the name and at each parent. */
  { "cp.customer.com", KP_CAA_FOUND, "cp.customer.com", "target", 1 },
  { "chain.customer.com", KP_CAA_FOUND, "chain.customer.com", "target", 1 },
  { "below.cp.customer.com", KP_CAA_FOUND, "cp.customer.com", "target", 2 },
  { "middle.customer.com", KP_CAA_FOUND, "middle.customer.com", "provider", 1 },
  /* Never the parents of where it leads (that was RFC 6844). */
  { "bare.customer.com", KP_CAA_FOUND, "customer.com", "customer", 2 },
  { "dangling.customer.com", KP_CAA_FOUND, "customer.com", "customer", 2 },
  { "cp.nothing.org", KP_CAA_FOUND, "org", "top", 3 },
  { "www.free.net", KP_CAA_NONE, NULL, NULL, 3 },
  { "nobodys.example", KP_CAA_NONE, NULL, NULL, 2 },
  { "loop.customer.com", KP_CAA_FAILED, NULL, NULL, 1 },
};

static KpCaaState
find (KpTableResolver *table, const char *host, char **node, char **values, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  KpCaaState state = KP_CAA_NOT_ASKED;

  kp_caa_find_async (KP_RESOLVER (table), host, NULL, take_result, &result);
  wait_for_result (&result);
  state = kp_caa_find_finish (result, node, &records, error);
  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      g_auto (GStrv) parts =
          g_strsplit (((KpRecord *) g_ptr_array_index (records, i))->data, "\"", -1);

      g_string_append_printf (text, "%s%s", i > 0 ? " " : "", parts[1]);
    }
  if (values != NULL)
    *values = records != NULL ? g_strdup (text->str) : NULL;
  return state;
}

static void
check_found (gconstpointer data)
{
  g_autoptr (KpTableResolver) table = make_world ();
  g_autoptr (GError) error = NULL;
  guint i = GPOINTER_TO_UINT (data);
  g_autofree char *node = NULL;
  g_autofree char *values = NULL;

  g_assert_cmpint (find (table, found[i].host, &node, &values, &error), ==, found[i].state);
  g_assert_no_error (error);
  g_assert_cmpstr (node, ==, found[i].node);
  g_assert_cmpstr (values, ==, found[i].value);
  g_assert_cmpuint (kp_table_resolver_get_n_lookups (table), ==, found[i].n_lookups);
}

static const struct
{
  const char *owner;
  guint rcode;
  KpCaaState state;
} rcodes[] = {
  { "www.customer.com", 2, KP_CAA_FAILED },
  { "customer.com", 2, KP_CAA_FAILED },
  { "www.customer.com", 5, KP_CAA_UNKNOWN },
  { "www.customer.com", 4, KP_CAA_UNKNOWN },
};

static void
test_rcodes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rcodes); i++)
    {
      g_autoptr (KpTableResolver) table = make_world ();
      g_autofree char *node = NULL;
      g_autofree char *values = NULL;

      kp_table_resolver_set_rcode (table, rcodes[i].owner, rcodes[i].rcode, FALSE);
      g_assert_cmpint (find (table, "www.customer.com", &node, &values, NULL), ==,
                       rcodes[i].state);
      g_assert_null (node);
      g_assert_null (values);
    }
}

/* What could not be asked is not "no records", and says why. */
static void
test_errors (void)
{
  static const KpDnsError codes[] = { KP_DNS_ERROR_UNREACHABLE, KP_DNS_ERROR_TIMED_OUT,
                                      KP_DNS_ERROR_MALFORMED };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autoptr (KpTableResolver) table = make_world ();
      g_autoptr (GError) error = NULL;

      kp_table_resolver_set_error (table, (int) codes[i]);
      g_assert_cmpint (find (table, "www.free.net", NULL, NULL, &error), ==,
                       KP_CAA_UNKNOWN);
      g_assert_error (error, KP_DNS_ERROR, (int) codes[i]);
    }
}

static void
test_cancelled (void)
{
  g_autoptr (KpTableResolver) table = make_world ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) records = NULL;
  g_autofree char *node = NULL;
  g_autoptr (GError) error = NULL;

  kp_table_resolver_set_silent (table, TRUE);
  kp_caa_find_async (KP_RESOLVER (table), "www.customer.com", cancellable, take_result,
                     &result);
  g_cancellable_cancel (cancellable);
  wait_for_result (&result);
  g_assert_cmpint (kp_caa_find_finish (result, &node, &records, &error), ==,
                   KP_CAA_UNKNOWN);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (node);
  g_assert_null (records);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/caa/judge", test_judge);
  g_test_add_func ("/caa/judge/nothing", test_judge_nothing);
  g_test_add_func ("/caa/judge/much", test_judge_much);
  for (guint i = 0; i < G_N_ELEMENTS (found); i++)
    {
      g_autofree char *path = g_strconcat ("/caa/found/", found[i].host, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), check_found);
    }
  g_test_add_func ("/caa/rcodes", test_rcodes);
  g_test_add_func ("/caa/errors", test_errors);
  g_test_add_func ("/caa/cancelled", test_cancelled);
  return g_test_run ();
}
