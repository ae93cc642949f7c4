/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/check/name-check.h"
#include "core/dns/table-resolver.h"
#include "core/provider/catalogue.h"
#include "waiting.h"

#include <string.h>

#define SOA "ns1.dnshost.net hostmaster.dnshost.net 1 7200 900 1209600 300"
#define LABEL_63 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

/* What is typed for a control panel, and what becomes of it by the rules alone.
 * @ids: finding ids, separated by blanks; without one all is well */
typedef struct
{
  const char *text;
  const char *host;
  const char *unicode;
  guint port;
  const char *ids;
  const char *says; /* a part of the first finding's text */
} Row;

static const Row rows[] = {
  { "cp.customer.com", "cp.customer.com", "cp.customer.com", 0, "", NULL },
  { "CP.Customer.COM", "cp.customer.com", "cp.customer.com", 0, "", NULL },
  { "cp.customer.com.", "cp.customer.com", "cp.customer.com", 0, "", NULL },
  { " cp.customer.com\n", "cp.customer.com", "cp.customer.com", 0, "", NULL },
  { "cp.customer.com:8443", "cp.customer.com", "cp.customer.com", 8443, "", NULL },
  { "https://cp.customer.com/login?next=%2F#top", "cp.customer.com", "cp.customer.com", 0,
    "", NULL },
  { "HTTPS://User:Secret@CP.Customer.com.:8443/", "cp.customer.com", "cp.customer.com",
    8443, "", NULL },
  { "cp.Bücher.example", "cp.xn--bcher-kva.example", "cp.bücher.example", 0, "", NULL },
  { "cp.xn--bcher-kva.example", "cp.xn--bcher-kva.example", "cp.bücher.example", 0, "",
    NULL },
  { "a.b.c.customer.co.uk", "a.b.c.customer.co.uk", "a.b.c.customer.co.uk", 0, "", NULL },

  /* Refused domains: the name and everything under it, by whole labels. */
  { "cp.mymailsrvr.com", "cp.mymailsrvr.com", "cp.mymailsrvr.com", 0, "name.refused-domain",
    "“cp.mymailsrvr.com” is in the domain “mymailsrvr.com”" },
  { "A.B.MyCPsrvr.COM.", "a.b.mycpsrvr.com", "a.b.mycpsrvr.com", 0, "name.refused-domain",
    "“mycpsrvr.com”" },
  { "https://cp.mycpsrvr.com:444/x", "cp.mycpsrvr.com", "cp.mycpsrvr.com", 444,
    "name.refused-domain", "Cloud Office" },
  { "mymailsrvr.com", "mymailsrvr.com", "mymailsrvr.com", 0,
    "name.refused-domain name.apex", "“mymailsrvr.com” is in the domain" },
  { "cp.notmymailsrvr.com", "cp.notmymailsrvr.com", "cp.notmymailsrvr.com", 0, "", NULL },
  { "mymailsrvr.com.customer.com", "mymailsrvr.com.customer.com",
    "mymailsrvr.com.customer.com", 0, "", NULL },

  /* A top of a zone, as the public suffix list has it. */
  { "customer.com", "customer.com", "customer.com", 0, "name.apex", "“customer.com” is" },
  { "customer.co.uk", "customer.co.uk", "customer.co.uk", 0, "name.apex", NULL },
  { "co.uk", "co.uk", "co.uk", 0, "name.apex", NULL },
  { "bücher.de", "xn--bcher-kva.de", "bücher.de", 0, "name.apex", "“bücher.de” is" },
  { "customer.test", "customer.test", "customer.test", 0, "name.apex", NULL },

  { "", NULL, NULL, 0, "name.invalid", "No host name was given." },
  { "   ", NULL, NULL, 0, "name.invalid", "No host name was given." },
  { "https://", NULL, NULL, 0, "name.invalid", NULL },
  { "*.customer.com", NULL, NULL, 0, "name.invalid", "is a wildcard" },
  { "cp_1.customer.com", NULL, NULL, 0, "name.invalid", "holds an underscore" },
  { "_dmarc.customer.com", NULL, NULL, 0, "name.invalid", "holds an underscore" },
  { "192.0.2.1", NULL, NULL, 0, "name.invalid", "is an IP address" },
  { "https://192.0.2.1:8443/", NULL, NULL, 0, "name.invalid", "is an IP address" },
  { "2001:db8::1", NULL, NULL, 0, "name.invalid", "is an IP address" },
  { "[2001:db8::1]:443", NULL, NULL, 0, "name.invalid", "is an IP address" },
  { "cp.cus\ttomer.com", NULL, NULL, 0, "name.invalid", NULL },
  { "cp.cus\x1b[31mtomer.com", NULL, NULL, 0, "name.invalid", NULL },
  { "cp.cus\x7ftomer.com", NULL, NULL, 0, "name.invalid", NULL },
  { "cp.customer.com\x01", NULL, NULL, 0, "name.invalid", NULL },
  { "cp.\xe2\x80\xae"
    "customer.com",
    NULL, NULL, 0, "name.invalid", "holds a hidden character" },
  { "cp.\xff\xfe.com", NULL, NULL, 0, "name.invalid", "no valid text" },
  { "cp customer.com", NULL, NULL, 0, "name.invalid", "holds a space" },
  { "cp..customer.com", NULL, NULL, 0, "name.invalid", "nothing before or between" },
  { ".customer.com", NULL, NULL, 0, "name.invalid", "nothing before or between" },
  { "-cp.customer.com", NULL, NULL, 0, "name.invalid", "hyphen" },
  { "intranet", NULL, NULL, 0, "name.invalid", "only one word" },
  /* "раураl" with five Cyrillic letters */
  { "cp.\xd1\x80\xd0\xb0\xd1\x83\xd1\x80\xd0\xb0l.com", NULL, NULL, 0, "name.invalid",
    "mixes alphabets" },
  { "cp.customer.com:0", NULL, NULL, 0, "name.invalid", "is no port" },
  { "cp.customer.com:65536", NULL, NULL, 0, "name.invalid", "is no port" },
  { "cp.customer.com:https", NULL, NULL, 0, "name.invalid", "is no port" },
  { "ann@customer.com", NULL, NULL, 0, "name.invalid", "is an email address" },
  { LABEL_63 "a.customer.com", NULL, NULL, 0, "name.invalid", "at most 63 characters" },
  { LABEL_63 "." LABEL_63 "." LABEL_63 "." LABEL_63 ".customer.com", NULL, NULL, 0,
    "name.invalid", "at most 253 characters" },
};

static KpProfile *
find_profile (const char *id)
{
  static KpCatalogue *catalogue = NULL;
  KpProfile *profile = NULL;

  if (catalogue == NULL)
    catalogue = kp_catalogue_new (NULL);
  profile = kp_catalogue_find (catalogue, id);
  g_assert_nonnull (profile);
  return profile;
}

static char *
join_ids (const KpNameCheck *check)
{
  GString *ids = g_string_new (NULL);

  for (guint i = 0; i < check->findings->len; i++)
    {
      const KpFinding *finding = g_ptr_array_index (check->findings, i);

      g_string_append_printf (ids, "%s%s", i > 0 ? " " : "",
                              kp_finding_id_to_string (finding->id));
      /* Whoever reads it is told what is wrong and what to do. */
      g_assert_true (g_str_has_suffix (finding->text, "."));
      g_assert_true (g_str_has_suffix (finding->fix, "."));
      g_assert_true (g_utf8_validate (finding->text, -1, NULL));
      for (const char *p = finding->text; *p != '\0'; p++)
        g_assert_false (g_ascii_iscntrl (*p));
    }
  return g_string_free (ids, FALSE);
}

static void
check_row (const Row *row, const KpNameCheck *check)
{
  g_autofree char *ids = join_ids (check);
  g_autofree char *shown = g_strescape (row->text, NULL);

  g_test_message ("%s", shown);
  g_assert_cmpstr (ids, ==, row->ids);
  g_assert_cmpstr (check->host, ==, row->host);
  g_assert_cmpstr (check->unicode, ==, row->unicode);
  g_assert_cmpuint (check->port, ==, row->port);
  g_assert_cmpint (check->allowed, ==, *row->ids == '\0');
  g_assert_cmpint (check->zone != NULL, ==, row->host != NULL);
  if (row->says != NULL)
    g_assert_nonnull (
        strstr (((KpFinding *) g_ptr_array_index (check->findings, 0))->text, row->says));
}

static void
test_offline (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (KpNameCheck) check =
          kp_name_check_new (rows[i].text, find_profile ("cloud-office"));

      check_row (&rows[i], check);
      if (check->zone != NULL)
        g_assert_false (check->zone->by_soa);
    }
}

/* 300 characters, however they are spread, and a million, are refused without being
 * repeated to the reader in full. */
static void
test_long (void)
{
  static const gsize lengths[] = { 300, 5000, 1000000 };

  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autofree char *text = g_strnfill (lengths[i], 'a');
      g_autoptr (KpNameCheck) check = NULL;
      const KpFinding *finding = NULL;

      for (gsize at = 10; at < lengths[i] - 1; at += 10)
        text[at] = '.';
      check = kp_name_check_new (text, NULL);
      g_assert_null (check->host);
      g_assert_false (check->allowed);
      g_assert_cmpuint (check->findings->len, ==, 1);
      finding = g_ptr_array_index (check->findings, 0);
      g_assert_cmpint (finding->id, ==, KP_FINDING_NAME_INVALID);
      g_assert_cmpuint (g_utf8_strlen (finding->text, -1), <, 400);
    }
}

static const struct
{
  const char *text;
  const char *fix;
} fixes[] = {
  { "192.0.2.1", "Enter the full host name of the site, such as “cp.example.com”." },
  { "*.customer.com", "Add each host name as a site of its own." },
  { "cp.customer.com:0", "Enter a port from 1 to 65535, or none for 443." },
  { "cp.\xd1\x80\xd0\xb0\xd1\x83\xd1\x80\xd0\xb0l.com",
    "Type the name anew, in letters of one alphabet." },
  { "customer.com", "Use a name below it, such as “cp.customer.com”." },
  { "bücher.de", "Use a name below it, such as “cp.bücher.de”." },
  { "cp.mymailsrvr.com", "Use a name in the customer’s own domain." },
};

static void
test_fixes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (fixes); i++)
    {
      g_autoptr (KpNameCheck) check =
          kp_name_check_new (fixes[i].text, find_profile ("cloud-office"));

      g_assert_cmpuint (check->findings->len, ==, 1);
      g_assert_cmpstr (((KpFinding *) g_ptr_array_index (check->findings, 0))->fix, ==,
                       fixes[i].fix);
    }
}

/* The rules are the provider's: another refuses other domains, and on one's own server a
 * site may be at the top of its zone. */
static void
test_other_providers (void)
{
  static const struct
  {
    const char *provider;
    const char *text;
    const char *ids;
  } others[] = {
    { "pexip", "my.mymailsrvr.com", "" },
    { "pexip", "customer.com", "name.apex" },
    { "own-server", "customer.com", "" },
    { "own-server", "cp.mymailsrvr.com", "" },
    { "own-server", "192.0.2.1", "name.invalid" },
    { NULL, "customer.com", "" },
    { NULL, "cp.mymailsrvr.com", "" },
    { NULL, "cp..customer.com", "name.invalid" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      KpProfile *profile =
          others[i].provider != NULL ? find_profile (others[i].provider) : NULL;
      g_autoptr (KpNameCheck) check = kp_name_check_new (others[i].text, profile);
      g_autofree char *ids = join_ids (check);

      g_assert_cmpstr (ids, ==, others[i].ids);
    }
}

static KpNameCheck *
ask (const char *text, KpTableResolver *table)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KpNameCheck *check = NULL;

  kp_name_check_async (text, find_profile ("cloud-office"),
                       table != NULL ? KP_RESOLVER (table) : NULL, NULL, take_result,
                       &result);
  wait_for_result (&result);
  check = kp_name_check_finish (result, &error);
  g_assert_no_error (error);
  g_assert_nonnull (check);
  return check;
}

static KpTableResolver *
make_world (void)
{
  KpTableResolver *table = kp_table_resolver_new ("https://dns.example/", "Table");

  kp_table_resolver_add (table, "customer.com", KP_RECORD_SOA, 300, SOA);
  kp_table_resolver_add (table, "customer.com", KP_RECORD_NS, 300, "ns1.dnshost.net");
  kp_table_resolver_add (table, "shop.customer.com", KP_RECORD_SOA, 300, SOA);
  kp_table_resolver_add (table, "github.io", KP_RECORD_SOA, 300, SOA);
  kp_table_resolver_add (table, "customer.github.io", KP_RECORD_A, 300, "192.0.2.1");
  return table;
}

/* The zone is asked for: its top may be anywhere. */
static void
test_by_soa (void)
{
  static const struct
  {
    const char *text;
    const char *ids;
    const char *apex;
  } asked[] = {
    { "cp.customer.com", "", "customer.com" },
    { "https://CP.Customer.com:8443/x", "", "customer.com" },
    { "customer.com", "name.apex", "customer.com" },
    /* Delegated: a top that the public suffix list can't know of … */
    { "shop.customer.com", "name.apex", "shop.customer.com" },
    { "cp.shop.customer.com", "", "shop.customer.com" },
    /* … and a name under a suffix that is no top. */
    { "customer.github.io", "", "github.io" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (asked); i++)
    {
      g_autoptr (KpTableResolver) table = make_world ();
      g_autoptr (KpNameCheck) check = ask (asked[i].text, table);
      g_autofree char *ids = join_ids (check);

      g_test_message ("%s", asked[i].text);
      g_assert_cmpstr (ids, ==, asked[i].ids);
      g_assert_true (check->zone->by_soa);
      g_assert_cmpstr (check->zone->apex, ==, asked[i].apex);
    }
}

/* Without an answer the rules are those of the public suffix list; what is no host name is
 * not asked for at all. */
static void
test_unanswered (void)
{
  g_autoptr (KpTableResolver) table = make_world ();

  kp_table_resolver_set_error (table, KP_DNS_ERROR_UNREACHABLE);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      guint before = kp_table_resolver_get_n_lookups (table);
      g_autoptr (KpNameCheck) offline = ask (rows[i].text, table);
      g_autoptr (KpNameCheck) without = ask (rows[i].text, NULL);

      check_row (&rows[i], offline);
      check_row (&rows[i], without);
      g_assert_cmpuint (kp_table_resolver_get_n_lookups (table) - before, ==,
                        rows[i].host != NULL ? 1 : 0);
    }
}

static void
test_cancelled (void)
{
  g_autoptr (KpTableResolver) table = make_world ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kp_table_resolver_set_silent (table, TRUE);
  kp_name_check_async ("cp.customer.com", NULL, KP_RESOLVER (table), cancellable,
                       take_result, &result);
  g_cancellable_cancel (cancellable);
  wait_for_result (&result);
  g_assert_null (kp_name_check_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/name-check/offline", test_offline);
  g_test_add_func ("/name-check/long", test_long);
  g_test_add_func ("/name-check/fixes", test_fixes);
  g_test_add_func ("/name-check/other-providers", test_other_providers);
  g_test_add_func ("/name-check/by-soa", test_by_soa);
  g_test_add_func ("/name-check/unanswered", test_unanswered);
  g_test_add_func ("/name-check/cancelled", test_cancelled);
  return g_test_run ();
}
