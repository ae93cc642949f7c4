/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/exchange/import-preview.h"
#include "core/base/host-name.h"

#include "patience.h"
#include "waiting.h"

#include <string.h>

#define N_ROWS (patience () > 1 ? 10000u : 100000u)

static KpCatalogue *catalogue;

static KpSiteImport *
read_list (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  KpSiteImport *import = kp_site_import_new (bytes, catalogue, &error);

  g_assert_no_error (error);
  return import;
}

/* One letter a column: Host, Provider, Customer, Target, port (#), Note, proXied, "." for
 * none; "=" in front if the first row is a heading. */
static char *
describe_mapping (KpSiteImport *import)
{
  GString *text = g_string_new (kp_site_import_get_has_heading (import) ? "=" : "");

  for (guint i = 0; i < kp_site_import_get_n_columns (import); i++)
    g_string_append_c (text, ".HPCT#NX"[kp_site_import_get_column (import, i)]);
  return g_string_free (text, FALSE);
}

static const struct
{
  const char *text;
  const char *mapping;
} mappings[] = {
  /* The contract's heading, in any order, and what people write instead. */
  { "host,provider,customer,target,port,note\n", "=HPCT#N" },
  { "note,port,target,customer,provider,host,proxied\n", "=N#TCPHX" },
  { "Customer;Web address;Comment\nKite;cp.kite.io;x\n", "=CHN" },
  { "FIRMA\tDomain\nKite\tcp.kite.io\n", "=CH" },
  { "DNS_Target, Host-Name: ,Behind a proxy\n", "=THX" },
  { "Address,Provider,Customer,Target,Port,Note,Behind a proxy\n", "=HPCT#NX" },
  { "host,host\ncp.kite.io,cp.lake.se\n", "=H." },
  { "customer,number\nKite,7\n", "=CH" },
  { "customer,where\nKite,cp.kite.io\n", "=CH" },
  /* Of several headings for addresses the column that has some, then the surest. */
  { "name,domain\nKite,cp.kite.io\n", "=.H" },
  { "domain,name\ncp.kite.io,Kite\n", "=H." },
  { "site,url\nKite's,https://cp.kite.io/\n", "=.H" },
  { "name,host\ncp.kite.io,cp.lake.se\n", "=.H" },
  { "name,customer\ncp.kite.io,Kite\n", "=HC" },
  { "name,where\nKite,cp.kite.io\n", "=.H" },
  { "name,where\nKite,Oslo\n", "=H." },
  /* A sure heading stays where its cells are bad. */
  { "host,where\nbad_name,cp.kite.io\n", "=H." },
  { "where,domain\nOslo,bad_name\n", "=.H" },
  /* What has some addresses, if only a few. */
  { "customer,a,b\nKite,x,y\nLake,x,cp.lake.se\nOak,x,y\n", "=C.H" },
  /* What is an address is no heading. */
  { "note,cp.kite.io\n", "CH" },
  { "cp.kite.io,url\n", "HC" },
  /* A word that nobody knows is a bad address, which is told, not a heading. */
  { "Seitenname\ncp.kite.io\n", "H" },
  /* Without one, by what is there. */
  { "cp.kite.io\ncp.lake.se\n", "H" },
  { "bad_name\ncp.kite.io\ncp.lake.se\n", "H" },
  { "Kite Ltd,cp.kite.io\nLake AB,cp.lake.se\n", "CH" },
  { "Kite Ltd,Oslo,cp.kite.io\n", "..H" },
  { "443,cp.kite.io\n8443,cp.lake.se\n", "#H" },
  { "pexip,my.kite.io\nPexip,my.lake.se\n", "PH" },
  { "mpg.vp.vc,my.kite.io,Kite\nmpg.vp.vc,my.lake.se,Lake\n", "THC" },
  { "my.kite.io,mpg.vp.vc\nmy.lake.se,mpg.vp.vc\n", "HT" },
  { "cp.kite.io,www.kite.io\n", "H." },
  { "yes,cp.kite.io\nno,cp.lake.se\n", "XH" },
  { "https://cp.kite.io/login,x\n", "HC" },
  { "nothing,that helps\n", "HC" },
  { "", "" },
};

static void
test_mapping (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (mappings); i++)
    {
      g_autoptr (KpSiteImport) import = read_list (mappings[i].text);
      g_autofree char *mapping = describe_mapping (import);

      g_test_message ("%s", mappings[i].text);
      g_assert_cmpstr (mapping, ==, mappings[i].mapping);
    }
}

static const struct
{
  const char *text;
  const char *unused; /* the sentences, joined by newline */
  gboolean blind;
} unused_table[] = {
  { "host,provider,customer,target,port,note,proxied\ncp.kite.io,pexip,,,443,x,no\n", "" },
  { "cp.kite.io\n", "" },
  { "bad_name\nworse_name\n", "" },
  { "host,where,who\ncp.kite.io,Oslo,\n",
    "A column is left out, as its heading is not known: “where”." },
  { "host,where,who\ncp.kite.io,Oslo,Ann\n",
    "Columns are left out, as their headings are not known: “where”, “who”." },
  { "host,customer,Client,host\ncp.kite.io,Kite,Lake,cp.lake.se\n",
    "Columns are left out, as others hold the same: “Client”, “host”." },
  { "name,domain\nKite,cp.kite.io\n",
    "A column is left out, as another one holds the same: “name”." },
  { "host,note\ncp.kite.io,asked, in May\ncp.lake.se,x,,\ncp.oak.de,x,,y\n",
    "2 rows have cells without a heading, which are left out, such as “in May” in line "
    "2." },
  { "host,note\ncp.kite.io,x\ncp.lake.se,x,\x1b[0m\n",
    "1 row has cells without a heading, which are left out, such as “ [0m” in line 3." },
  { "Kite,Oslo,cp.kite.io\n",
    "Columns are left out, as nothing tells what they hold: “Kite”, “Oslo”." },
  { "Kite,Oslo\nLake,Rome\n", "", TRUE },
  { "customer,where\nKite,Oslo\n", "", TRUE },
  { "name,where\nKite,Oslo\n",
    "A column is left out, as its heading is not known: “where”.", TRUE },
  { "customer,where\n", "" },
  { "domain,where\nbad_name,\n", "" },
  { "", "" },
};

static void
test_unused (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (unused_table); i++)
    {
      g_autoptr (KpSiteImport) import = read_list (unused_table[i].text);
      g_auto (GStrv) unused = kp_site_import_list_unused (import);
      g_autofree char *joined = g_strjoinv ("\n", unused);

      g_test_message ("%s", unused_table[i].text);
      g_assert_cmpint (kp_site_import_get_has_hosts (import), !=, unused_table[i].blind);
      g_assert_cmpstr (joined, ==, unused_table[i].unused);
      if (!unused_table[i].blind)
        continue;
      kp_site_import_set_column (import, 0, KP_IMPORT_HOST);
      g_assert_true (kp_site_import_get_has_hosts (import));
    }
}

/* What is dropped may be any text: that there is an address in it makes it no list. */
static void
test_is_list (void)
{
  static const struct
  {
    const char *text;
    gboolean is_list;
  } table[] = {
    { "cp.kite.io\n", TRUE },
    { "cp.kite.io\nbad_name\ncp.lake.se\n", TRUE },
    { "Kite,Oslo,cp.kite.io\n", TRUE },
    { "domain,where\nbad_name,\n", TRUE },
    { "Dear all,\nplease renew cp.kite.io\nwithin a week.\n", FALSE },
    { "Good morning\ncp.kite.io\nThank you\n", FALSE },
    { "Good morning\n", FALSE },
    { "Kite,Oslo\nLake,Rome\n", FALSE },
    { "", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (KpSiteImport) import = read_list (table[i].text);

      g_test_message ("%s", table[i].text);
      g_assert_cmpint (kp_site_import_get_is_list (import), ==, table[i].is_list);
    }
}

static void
test_change_mapping (void)
{
  g_autoptr (KpSiteImport) import =
      read_list ("customer,number,where\nKite,7,cp.kite.io\nKite,8,cp.lake.se\n");
  g_autofree char *first = kp_site_import_get_samples (import, 0);
  g_autofree char *second = kp_site_import_get_samples (import, 1);
  g_autofree char *mapping = NULL;

  g_assert_cmpstr (kp_site_import_get_heading (import, 1), ==, "number");
  g_assert_cmpstr (first, ==, "Kite");
  g_assert_cmpstr (second, ==, "7, 8");
  /* What another column held is nobody's then. */
  kp_site_import_set_column (import, 1, KP_IMPORT_CUSTOMER);
  mapping = describe_mapping (import);
  g_assert_cmpstr (mapping, ==, "=.CH");
  g_assert_cmpint (kp_site_import_find_column (import, KP_IMPORT_CUSTOMER), ==, 1);
  g_assert_cmpint (kp_site_import_find_column (import, KP_IMPORT_NOTE), ==, -1);
  kp_site_import_set_column (import, 1, KP_IMPORT_IGNORE);
  g_assert_cmpint (kp_site_import_find_column (import, KP_IMPORT_CUSTOMER), ==, -1);
  /* The first row counts as any other if the user says so. */
  kp_site_import_set_has_heading (import, FALSE);
  g_assert_null (kp_site_import_get_heading (import, 1));
  g_assert_cmpuint (kp_site_import_get_rows (import)->len, ==, 3);
}

static gboolean
exists (const char *host, guint16 port, gpointer data)
{
  return g_str_equal (host, "cp.there.se") && port == 443;
}

static void
append_row (GString *text, const KpImportRow *row)
{
  KpSite *site = row->site;

  g_string_append_printf (text, "%s%u", text->len > 0 ? "\n" : "", row->line);
  g_assert_true ((row->error != NULL) + row->exists + (site != NULL) == 1);
  if (row->error != NULL)
    g_string_append_printf (text, "! %s", row->error);
  else if (row->exists && row->first_line != 0)
    g_string_append_printf (text, "=%u %s", row->first_line, row->text);
  else if (row->exists)
    g_string_append_printf (text, "= %s", row->text);
  else
    g_string_append_printf (
        text, "+ %s %s%s %s|%s|%s%s", kp_site_get_label (site), kp_site_get_provider (site),
        row->open_provider ? "?" : "",
        kp_site_get_target (site) != NULL ? kp_site_get_target (site) : "",
        kp_site_get_customer (site) != NULL ? kp_site_get_customer (site) : "",
        kp_site_get_note (site), kp_site_get_proxied (site) ? "|proxied" : "");
}

static char *
flatten (const KpImportPreview *preview)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < preview->rows->len; i++)
    append_row (text, g_ptr_array_index (preview->rows, i));
  return g_string_free (text, FALSE);
}

static const struct
{
  const char *text;
  const char *rows;
} rows[] = {
  { "host,provider,customer,target,port,note,proxied\n"
    "cp.kite.io,cloud-office,Kite Ltd,pl-10.admin.emailsrvr.com,443,\"call, then\",yes\n",
    "2+ cp.kite.io cloud-office pl-10.admin.emailsrvr.com|Kite Ltd|call, then|proxied" },
  /* In another order, as another program writes it. */
  { "\xef\xbb\xbfNote;Customer;Host;Provider\r\nold;Kite;CP.Kite.io.;Cloud Office\r\n",
    "2+ cp.kite.io cloud-office |Kite|old" },
  /* Only the address is needed. */
  { "cp.kite.io\n\nhttps://my.lake.se:8443/x?y\nbücher.example\n",
    "1+ cp.kite.io own-server? ||\n3+ my.lake.se:8443 own-server? ||\n"
    "4+ bücher.example own-server? ||" },
  { "host,port\ncp.kite.io,8443\ncp.lake.se:8443,\ncp.sea.no:8443,8443\n"
    "cp.oak.de:8443,443\ncp.elm.de,70000\ncp.ash.de,x\n",
    "5! The address has port 8443, the column 443.\n"
    "6! “70000” is no port from 1 to 65535.\n7! “x” is no port from 1 to 65535.\n"
    "2+ cp.kite.io:8443 own-server? ||\n3+ cp.lake.se:8443 own-server? ||\n"
    "4+ cp.sea.no:8443 own-server? ||" },
  /* What is there, and what stands twice; another port is another site. */
  { "cp.there.se\ncp.kite.io\nCP.KITE.IO\ncp.kite.io:443\ncp.there.se:8443\n",
    "1= cp.there.se\n2+ cp.kite.io own-server? ||\n3=2 cp.kite.io\n4=2 cp.kite.io\n"
    "5+ cp.there.se:8443 own-server? ||" },
  /* A target alone tells whose it is; one that does not belong is told. */
  { "host,target\nmy.kite.io,mpg.vp.vc\nmy.lake.se,web.lake.se\n",
    "2+ my.kite.io pexip mpg.vp.vc||\n3+ my.lake.se own-server? web.lake.se||" },
  { "host,provider,target\nmy.kite.io,pexip,web.kite.io\nmy.lake.se,nobody,\n"
    "my.sea.no,pexip,not a name\n",
    "2! “web.kite.io” is no target of Pexip.\n3! There is no provider “nobody”.\n"
    "4! Target: “not a name” holds a space; a host name has none." },
  /* A name that the provider refuses is bad there only. */
  { "host,provider\nx.mymailsrvr.com,cloud-office\nx.mymailsrvr.com:444,own-server\n"
    "kite.io,cloud-office\nkite.io,own-server\n",
    "2! “x.mymailsrvr.com” is in the domain “mymailsrvr.com”, for which Cloud Office "
    "secures no site.\n4! “kite.io” is probably the top of its DNS zone, where there can’t "
    "be a "
    "CNAME.\n3+ x.mymailsrvr.com:444 own-server ||\n5+ kite.io own-server ||" },
  { "host,proxied\ncp.kite.io,X\ncp.lake.se,-\ncp.sea.no,maybe\n",
    "4! “maybe” is neither yes nor no.\n2+ cp.kite.io own-server? |||proxied\n"
    "3+ cp.lake.se own-server? ||" },
  { "host,proxied\ncp.kite.io,Oui\ncp.lake.se,NON\ncp.sea.no,ja\ncp.bay.io,nein\n",
    "2+ cp.kite.io own-server? |||proxied\n3+ cp.lake.se own-server? ||\n"
    "4+ cp.sea.no own-server? |||proxied\n5+ cp.bay.io own-server? ||" },
  /* Broken quoting is one bad row; a short row lacks its last fields. */
  { "host,customer,note\ncp.kite.io,\"Kite,x\ncp.lake.se,Lake\n",
    "2! The quotes are broken.\n3+ cp.lake.se own-server? |Lake|" },
  /* An open quote takes no other row in, nor does it where only the column tells. */
  { "host,provider,customer\na.kite.io,own-server,\"Acme\nb.kite.io,own-server,\"\n"
    "c.kite.io,own-server,Cee\n",
    "2! The quotes are not closed in this line.\n3! The quotes are broken.\n"
    "4+ c.kite.io own-server |Cee|" },
  { "host,provider,customer\na.kite.io,own-server,\"Acme\nb_b,own-server,\"\n"
    "c.kite.io,own-server,Cee\n",
    "2! The quotes are not closed in this line.\n3! The quotes are broken.\n"
    "4+ c.kite.io own-server |Cee|" },
  { "\"a.kite.io\nb.kite.io\"\nc.kite.io\n",
    "1! The quotes are not closed in this line.\n2! The quotes are broken.\n"
    "3+ c.kite.io own-server? ||" },
  { "host,note,street\na.kite.io,\"two\nlines\",\"Main Street\nOslo\"\n",
    "2+ a.kite.io own-server? ||two\nlines" },
  { "host,note\na.kite.io,\"one\r\ntwo\rthree\"\n",
    "2+ a.kite.io own-server? ||one\ntwo\nthree" },
  /* What "site set" refuses. */
  { "host,customer,note\na.kite.io,K\x1b[31mred,\nb.kite.io,,no\x1b]0;t\x07\n"
    "c.kite.io,Kite,\"a\tb\nc\"\nd.kite.io,\"Kite\tx\",\ne.kite.io,\xc2\x9bKite,\n",
    "2! The customer has control characters.\n3! The note has control characters.\n"
    "6! The customer has control characters.\n7! The customer has control characters.\n"
    "4+ c.kite.io own-server? |Kite|a\tb\nc" },
  { "host,customer\r\na.kite.io,\"Kite\nTravel\"\r\nb.kite.io,Bee\r\n",
    "2! The customer has control characters.\n4+ b.kite.io own-server? |Bee|" },
  { "host,provider,proxied\ncp.kite.io,pexip,yes\ncp.lake.se,pexip,no\n",
    "2! Pexip does not allow a proxy before its sites.\n3+ cp.lake.se pexip ||" },
  { "host,target,proxied\ncp.kite.io,mpg.vp.vc,yes\n",
    "2! Pexip does not allow a proxy before its sites." },
  /* What is repeated is cut between characters. */
  { "host,provider,port,proxied\n"
    "a.kite.io,"
    "aéééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé"
    "éééé,,\nb.kite.io,,"
    "aéééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé"
    "éééé,\n",
    "2! There is no provider “"
    "aéééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé"
    "ééé…”.\n3! “"
    "aéééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé"
    "ééé…” is no port from 1 to 65535." },
  /* What export guarded comes back. */
  { "host,customer,note\ncp.kite.io,'=Kite,'+47 1\ncp.lake.se,'Lake,''-x\n",
    "2+ cp.kite.io own-server? |=Kite|+47 1\n3+ cp.lake.se own-server? |'Lake|'-x" },
};

static void
test_rows (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (KpSiteImport) import = read_list (rows[i].text);
      g_autoptr (KpImportPreview) preview =
          kp_import_preview_new (import, NULL, exists, NULL);
      g_autofree char *flat = flatten (preview);

      g_test_message ("%s", rows[i].text);
      g_assert_cmpstr (flat, ==, rows[i].rows);
    }
}

/* What stands in every row must not be asked of people in every row. */
static void
test_default_provider (void)
{
  g_autoptr (KpSiteImport) import =
      read_list ("host,provider\nmy.kite.io,\nmy.lake.se,own-server\nkite.io,\n");
  g_autoptr (KpImportPreview) preview = kp_import_preview_new (import, "pexip", NULL, NULL);
  g_autofree char *flat = flatten (preview);
  g_autoptr (GPtrArray) sites = kp_import_preview_get_sites (preview);

  g_assert_cmpstr (
      flat, ==,
      "4! “kite.io” is probably the top of its DNS zone, where there can’t be a CNAME.\n"
      "2+ my.kite.io pexip ||\n3+ my.lake.se own-server ||");
  g_assert_cmpuint (sites->len, ==, 2);
  g_assert_cmpstr (kp_site_get_host (g_ptr_array_index (sites, 1)), ==, "my.lake.se");
}

static void
test_bounds (void)
{
  g_autofree char *long_name = g_strnfill (201, 'x');
  g_autofree char *long_note = g_strnfill (2001, 'x');
  g_autofree char *long_host = g_strnfill (300, 'x');
  g_autofree char *text = g_strconcat (
      "host,customer,note\ncp.a.io,", long_name, ",\ncp.b.io,,", long_note, "\n", long_host,
      ".io,,\ncp.c.io,", long_name + 1, ",", long_note + 1, "\n", NULL);
  g_autoptr (KpSiteImport) import = read_list (text);
  g_autoptr (KpImportPreview) preview = kp_import_preview_new (import, NULL, NULL, NULL);

  g_assert_cmpuint (preview->bad, ==, 3);
  g_assert_cmpuint (preview->to_add, ==, 1);
  for (guint i = 0; i < preview->bad; i++)
    {
      const KpImportRow *row = g_ptr_array_index (preview->rows, i);

      g_assert_cmpuint (row->line, ==, i + 2);
      g_assert_cmpint (g_utf8_strlen (row->text, -1), <=, 200);
    }
}

static void
test_describe (void)
{
  const struct
  {
    KpImportPreview preview;
    gboolean skipped;
    const char *text;
  } cases[] = {
    { { NULL, 596, 3, 1 },
      FALSE,
      "596 sites will be added, 3 exist already, 1 row is bad" },
    { { NULL, 1, 1, 2 }, FALSE, "1 site will be added, 1 exists already, 2 rows are bad" },
    { { NULL, 596, 3, 1 },
      TRUE,
      "596 sites will be added, 3 exist already, "
      "1 bad row is skipped" },
    { { NULL, 2, 0, 0 }, TRUE, "2 sites will be added" },
    { { NULL, 0, 0, 2 }, TRUE, "0 sites will be added, 2 bad rows are skipped" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text =
          kp_import_preview_describe (&cases[i].preview, cases[i].skipped);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static gboolean
count_asked (const char *host, guint16 port, gpointer data)
{
  ++*(guint *) data;
  return g_str_has_prefix (host, "h5.");
}

/* 100,000 rows of which every hundredth is broken, judged away from the main loop: each bad
 * row by its number, and nothing lost. */
static void
test_many (void)
{
  g_autoptr (GString) text = g_string_new ("host,customer,note\n");
  g_autoptr (GAsyncResult) read = NULL;
  g_autoptr (GAsyncResult) judged = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (KpSiteImport) import = NULL;
  g_autoptr (KpImportPreview) preview = NULL;
  guint asked = 0;

  for (guint i = 0; i < N_ROWS; i++)
    g_string_append_printf (text, "h%u.kite.io,Kite,%s\n", i,
                            i % 100 == 0 ? "a \"broken\" quote" : "fine");
  bytes = g_string_free_to_bytes (g_steal_pointer (&text));
  kp_site_import_new_async (bytes, catalogue, NULL, take_result, &read);
  import = kp_site_import_new_finish (wait_for_result (&read), &error);
  g_assert_no_error (error);
  kp_import_preview_new_async (import, NULL, count_asked, &asked, NULL, take_result,
                               &judged);
  /* What is mapped from now on is for the next preview. */
  kp_site_import_set_column (import, 1, KP_IMPORT_NOTE);
  preview = kp_import_preview_new_finish (wait_for_result (&judged), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (preview->bad, ==, N_ROWS / 100);
  g_assert_cmpuint (preview->existing, ==, 1);
  g_assert_cmpuint (preview->to_add, ==, N_ROWS - N_ROWS / 100 - 1);
  g_assert_cmpuint (asked, ==, N_ROWS - N_ROWS / 100);
  for (guint i = 0; i < N_ROWS / 100; i++)
    {
      const KpImportRow *row = g_ptr_array_index (preview->rows, i);

      g_assert_cmpstr (row->error, ==, "The quotes are broken.");
      g_assert_cmpuint (row->line, ==, i * 100 + 2);
    }
  for (guint i = N_ROWS / 100 + 1; i < preview->rows->len; i++)
    {
      const KpImportRow *row = g_ptr_array_index (preview->rows, i);
      const KpImportRow *before = g_ptr_array_index (preview->rows, i - 1);

      g_assert_cmpuint (row->line, >, before->line);
      if (row->site != NULL)
        g_assert_cmpstr (kp_site_get_customer (row->site), ==, "Kite");
    }
}

static void
test_cancel (void)
{
  g_autoptr (KpSiteImport) import = read_list ("cp.kite.io\n");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) judged = NULL;
  g_autoptr (GError) error = NULL;

  kp_import_preview_new_async (import, NULL, NULL, NULL, cancellable, take_result, &judged);
  g_cancellable_cancel (cancellable);
  g_assert_null (kp_import_preview_new_finish (wait_for_result (&judged), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_refused (void)
{
  g_autoptr (GBytes) sheet = g_bytes_new_static ("PK\3\4\0\0", 6);
  g_autoptr (GAsyncResult) read = NULL;
  g_autoptr (GError) error = NULL;

  kp_site_import_new_async (sheet, catalogue, NULL, take_result, &read);
  g_assert_null (kp_site_import_new_finish (wait_for_result (&read), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  g_assert_nonnull (strstr (error->message, "CSV"));
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  catalogue = kp_catalogue_new (NULL);
  g_test_add_func ("/site-import/mapping", test_mapping);
  g_test_add_func ("/site-import/unused", test_unused);
  g_test_add_func ("/site-import/is-list", test_is_list);
  g_test_add_func ("/site-import/change-mapping", test_change_mapping);
  g_test_add_func ("/site-import/rows", test_rows);
  g_test_add_func ("/site-import/default-provider", test_default_provider);
  g_test_add_func ("/site-import/bounds", test_bounds);
  g_test_add_func ("/site-import/describe", test_describe);
  g_test_add_func ("/site-import/many", test_many);
  g_test_add_func ("/site-import/cancel", test_cancel);
  g_test_add_func ("/site-import/refused", test_refused);
  status = g_test_run ();
  g_object_unref (catalogue);
  return status;
}
