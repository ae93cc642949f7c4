/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/job/validation-record.h"

#include <string.h>

#include "core/job/validation-letter.h"

#define HOST "my.globe.example"
#define ABOVE "_dnsauth.my.globe.example"

typedef struct
{
  const char *what;
  const char *text;
  const char *name, *type, *value;
} Row;

static const Row rows[] = {
  { "zone line", "_dnsauth.my.globe.example. 3600 IN TXT \"abc123\"", ABOVE, "TXT",
    "abc123" },
  { "zone line without TTL", "_dnsauth.my.globe.example TXT abc123=", ABOVE, "TXT",
    "abc123=" },
  { "zone line, class first", "_dnsauth.my IN 1h TXT abc ; from the CA", ABOVE, "TXT",
    "abc" },
  { "zone line, several strings", "_dnsauth.my TXT \"one \" \"two\"", ABOVE, "TXT",
    "one two" },
  { "zone line, escapes", "_dnsauth.my TXT \"a\\\"b\\\\c\\065\"", ABOVE, "TXT",
    "a\"b\\cA" },
  { "zone line in parentheses", "_dnsauth.my IN TXT (\n  \"one\"\n  \"two\" )\n", ABOVE,
    "TXT", "onetwo" },
  { "CNAME with final dots", "_A1B2.My.Globe.Example. CNAME C3D4.Ca.Example.",
    "_a1b2.my.globe.example", "CNAME", "c3d4.ca.example" },
  { "CNAME without", "_a1b2.my CNAME c3d4.ca.example", "_a1b2.my.globe.example", "CNAME",
    "c3d4.ca.example" },
  { "type first, arrow", "CNAME _a1b2.my -> c3d4.ca.example", "_a1b2.my.globe.example",
    "CNAME", "c3d4.ca.example" },
  { "labels",
    "Please add this record:\r\n\r\nHost: _dnsauth.my\r\nType: TXT\r\nTTL: 3600\r\n"
    "Value: \"abc 123\"\r\n\r\nRegards\r\n",
    ABOVE, "TXT", "abc 123" },
  { "other labels", "Record name = _dnsauth.my\nRecord type = txt\nContent = abc=", ABOVE,
    "TXT", "abc=" },
  { "labels in German", "Name:\t_dnsauth.my\nTyp:\tTXT\nWert:\tabc", ABOVE, "TXT", "abc" },
  { "labels in a quoted mail",
    "> * **Host name:** `_dnsauth.my`\n> * **Type:** `TXT`\n> * **Data:** “abc”\n", ABOVE,
    "TXT", "abc" },
  { "type said above", "Add the following TXT record.\nName: _dnsauth.my\nValue: abc",
    ABOVE, "TXT", "abc" },
  { "type in the labels", "CNAME name: _a1b2.my\nCNAME target: c3d4.ca.example.",
    "_a1b2.my.globe.example", "CNAME", "c3d4.ca.example" },
  { "points to", "CNAME\nHost: _a1b2.my\nPoints to: c3d4.ca.example",
    "_a1b2.my.globe.example", "CNAME", "c3d4.ca.example" },
  { "labels on lines of their own",
    "Host\n_dnsauth.my\nCopy\nType\nTXT\nCopy\nTTL\n3600\nValue\nabc=\nCopy", ABOVE, "TXT",
    "abc=" },
  { "labels in a row, then values", "Type\nHost\nValue\nTXT\n_dnsauth.my\nabc", ABOVE,
    "TXT", "abc" },
  { "table with tabs", "Type\tHost\tValue\tTTL\nTXT\t_dnsauth.my\tabc 123\t3600", ABOVE,
    "TXT", "abc 123" },
  { "row with tabs alone", "_dnsauth.my\tTXT\tabc 123", ABOVE, "TXT", "abc 123" },
  { "table with bars",
    "| Name | Type | Value |\n|---|---|---|\n| _dnsauth.my | TXT | abc |\n", ABOVE, "TXT",
    "abc" },
  { "table with spaces", "Host          Type   Value\n_dnsauth.my   TXT    abc", ABOVE,
    "TXT", "abc" },
  { "CSV",
    "Domain Name,Record Name,Record Type,Record Value\n"
    "my.globe.example,_a1b2.my.globe.example.,CNAME,_c3.ca.example.",
    "_a1b2.my.globe.example", "CNAME", "_c3.ca.example" },
  { "at the top", "Host: @\nType: TXT\nValue: ca-verification=abc", "globe.example", "TXT",
    "ca-verification=abc" },
  { "at the site itself", "my.globe.example TXT abc", HOST, "TXT", "abc" },
  { "for the whole domain", "_dnsauth TXT abc", "_dnsauth.globe.example", "TXT", "abc" },
  { "relative to a domain that is named",
    "Domain: my.globe.example\nHost: _dnsauth\nType: TXT\nValue: abc", ABOVE, "TXT",
    "abc" },
  { "a domain alone", "Domain: globe.example\nTXT record: ca-verification=abc",
    "globe.example", "TXT", "ca-verification=abc" },
  { "a label drawn by lot", "k3jd8s9q0p2m4n6b.my CNAME dcv.ca.example",
    "k3jd8s9q0p2m4n6b.my.globe.example", "CNAME", "dcv.ca.example" },
  { "said twice", "_dnsauth.my TXT abc\nHost: _dnsauth.my.globe.example\nValue: abc\n",
    ABOVE, "TXT", "abc" },
  { "another order's is left out", "_dnsauth.shop TXT no\n_dnsauth.my TXT abc", ABOVE,
    "TXT", "abc" },
  { "no break space and zero width",
    "Host:\xc2\xa0_dnsauth.my\xe2\x80\x8b\nTXT record: abc", ABOVE, "TXT", "abc" },
};

static void
test_reads (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KpValidationRecord) record =
          kp_validation_record_parse (rows[i].text, HOST, NULL, &error);

      g_test_message ("%s", rows[i].what);
      g_assert_no_error (error);
      g_assert_cmpstr (record->name, ==, rows[i].name);
      g_assert_cmpstr (record->type, ==, rows[i].type);
      g_assert_cmpstr (record->value, ==, rows[i].value);
    }
}

static void
test_refuses (void)
{
  static const struct
  {
    const char *text;
    KpJobError code;
    const char *says;
  } bad[] = {
    { "", KP_JOB_ERROR_MISSING, "No DNS record" },
    { "Dear Ada,\n\nthank you for your order. Your name, your type, our value.\n\nBob\n",
      KP_JOB_ERROR_MISSING, "No DNS record" },
    { "Type: TXT\nValue: abc", KP_JOB_ERROR_MISSING, "The name of the record is missing" },
    { "Host: _dnsauth.my\nType: TXT", KP_JOB_ERROR_MISSING,
      "The value of the record is missing" },
    { "Host: _dnsauth.my\nValue: abc", KP_JOB_ERROR_MISSING,
      "The type of the record is missing" },
    { "Host: my\nType: A\nValue: 192.0.2.1", KP_JOB_ERROR_REFUSED, "“A”" },
    { "_dnsauth.shop TXT abc", KP_JOB_ERROR_REFUSED,
      "proves nothing for my.globe.example" },
    { "_dnsauth.other.com TXT abc", KP_JOB_ERROR_REFUSED,
      "“_dnsauth.other.com” proves nothing" },
    { "_dnsauth.other.example. TXT abc", KP_JOB_ERROR_REFUSED, "another order" },
    { "my.globe.example CNAME x.ca.example", KP_JOB_ERROR_REFUSED, "underscore" },
    { "_a.my CNAME _a.my.globe.example", KP_JOB_ERROR_REFUSED, "itself" },
    { "_dnsauth.my TXT \"a\\001b\"", KP_JOB_ERROR_REFUSED, "no text" },
    { "_dnsauth.my TXT abc\n_dnsauth.my TXT def", KP_JOB_ERROR_REFUSED, "Paste one" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KpValidationRecord) record =
          kp_validation_record_parse (bad[i].text, HOST, NULL, &error);

      g_test_message ("%s: %s", bad[i].text, error != NULL ? error->message : "taken");
      g_assert_null (record);
      g_assert_error (error, KP_JOB_ERROR, (int) bad[i].code);
      g_assert_nonnull (strstr (error->message, bad[i].says));
    }
}

/* "my" is a country, too; and a zone may begin further down than the name tells. */
static void
test_zones (void)
{
  static const struct
  {
    const char *host, *zone, *text, *name;
  } zones[] = {
    { "my.globe.org", NULL, "_dnsauth.my TXT abc", "_dnsauth.my.globe.org" },
    { "a.b.globe.org", "b.globe.org", "_dnsauth.a TXT abc", "_dnsauth.a.b.globe.org" },
    { "a.b.globe.org", NULL, "_dnsauth.a.b TXT abc", "_dnsauth.a.b.globe.org" },
    { "shop.globe.co.uk", NULL, "_dnsauth.shop TXT abc", "_dnsauth.shop.globe.co.uk" },
    { "my.globe.org", "other.org", "_dnsauth.my TXT abc", "_dnsauth.my.globe.org" },
    { "my.xn--bcher-kva.example", NULL, "_dnsauth.my.bücher.example. TXT abc",
      "_dnsauth.my.xn--bcher-kva.example" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (zones); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KpValidationRecord) record =
          kp_validation_record_parse (zones[i].text, zones[i].host, zones[i].zone, &error);

      g_test_message ("%s of %s", zones[i].text, zones[i].host);
      g_assert_no_error (error);
      g_assert_cmpstr (record->name, ==, zones[i].name);
    }
}

static void
test_bounds (void)
{
  g_autofree char *much = g_strnfill (KP_VALIDATION_RECORD_MAX_TEXT + 1, 'a');
  g_autofree char *value = g_strnfill (KP_VALIDATION_RECORD_MAX_VALUE, 'v');
  g_autofree char *good = g_strconcat ("_a.my TXT ", value, NULL);
  g_autofree char *bad = g_strconcat (good, "v", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (KpValidationRecord) record =
      kp_validation_record_parse (good, HOST, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (record->value, ==, value);
  g_assert_null (kp_validation_record_parse (bad, HOST, NULL, &error));
  g_assert_error (error, KP_JOB_ERROR, KP_JOB_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_null (kp_validation_record_parse (much, HOST, NULL, &error));
  g_assert_error (error, KP_JOB_ERROR, KP_JOB_ERROR_REFUSED);
}

/* What is written for a zone file says the same when it is read again. */
static void
test_zone_line (void)
{
  g_autofree char *value = g_strnfill (600, 'v');
  KpValidationRecord records[] = {
    { (char *) ABOVE, (char *) "TXT", (char *) "a \"b\" \\c; d" },
    { (char *) ABOVE, (char *) "TXT", value },
    { (char *) ABOVE, (char *) "CNAME", (char *) "c3d4.ca.example" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (records); i++)
    {
      g_autofree char *line = kp_validation_record_format_zone_line (&records[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (KpValidationRecord) again =
          kp_validation_record_parse (line, HOST, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (again->name, ==, records[i].name);
      g_assert_cmpstr (again->type, ==, records[i].type);
      g_assert_cmpstr (again->value, ==, records[i].value);
    }
}

/* The letter names the record twice over, says by when where that is to come, and that it
 * was asked before only where it was. */
static void
test_letter (void)
{
  const KpValidationRecord record = { (char *) ABOVE, (char *) "TXT", (char *) "abc" };
  g_autoptr (KpSite) site = kp_site_new (HOST, 443, "pexip");
  KpInstructionsPlan plan = { .site = site, .language = "en", .now = 1795564800 };
  g_autoptr (GError) error = NULL;
  g_autoptr (KpLetter) first =
      kp_validation_letter_write (&record, &plan, NULL, NULL, &error);
  g_autoptr (KpLetter) again = NULL;

  g_assert_no_error (error);
  g_assert_nonnull (strstr (first->body, "TXT    _dnsauth.my.globe.example  abc"));
  g_assert_nonnull (strstr (first->body, "_dnsauth.my.globe.example. IN TXT \"abc\""));
  g_assert_nonnull (strstr (first->body, "only “_dnsauth.my” as the name"));
  g_assert_nonnull (strstr (first->body, "zone globe.example."));
  g_assert_null (strstr (first->body, "we asked you"));
  g_assert_null (strstr (first->body, "The CA is "));
  g_assert_null (strstr (first->body, "add it by"));
  plan.asked_at = plan.now - 5 * 86400;
  plan.needed_by = plan.now + 2 * 86400;
  again = kp_validation_letter_write (&record, &plan, "Example CA", NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (again->body, "we asked you"));
  g_assert_nonnull (strstr (again->body, "The CA is Example CA."));
  g_assert_nonnull (strstr (again->body, "add it by 2026-"));
  g_assert_null (strstr (again->body, "remove"));
  g_assert_null (strstr (again->body, "kept elsewhere"));
}

/* What stands in its way is to be removed first. */
static void
test_in_way (void)
{
  const KpValidationRecord record = { (char *) ABOVE, (char *) "CNAME",
                                      (char *) "x1.ca.example" };
  g_autoptr (KpSite) site = kp_site_new (HOST, 443, "pexip");
  const KpInstructionsPlan plan = { .site = site, .language = "en", .now = 1795564800 };
  g_autoptr (GPtrArray) sights = kp_record_sights_new ();
  KpRecordSight *sight = kp_record_sight_new ("https://one.example", "One", plan.now);
  g_autoptr (GError) error = NULL;
  g_autoptr (KpLetter) letter = NULL;

  g_ptr_array_add (sights, sight);
  sight->answered = TRUE;
  sight->ttl = 3600;
  kp_record_sight_add_found (sight, KP_RECORD_TXT, "old");
  letter = kp_validation_letter_write (&record, &plan, NULL, sights, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (letter->body, "Please remove these records first"));
  g_assert_nonnull (strstr (letter->body, "TXT    _dnsauth.my.globe.example  old\n"));
  g_assert_nonnull (strstr (letter->body, "kept elsewhere for 3600 seconds"));
}

/* What an alias at the name of a text is for is asked, not known; that by which the site
 * is reached stays, and so does what leads to the record. */
static void
test_alias (void)
{
  static const struct
  {
    const char *name;
    const char *type;
    const char *found;
    gboolean there;
    const char *says; /* NULL: there is no letter */
    const char *says_not;
  } cases[] = {
    { ABOVE, "TXT", "old.example", FALSE, "at the name that it leads to", "these records" },
    { ABOVE, "TXT", "old.example", TRUE, "add this record", "alias" },
    { ABOVE, "CNAME", "old.example", FALSE, "remove these records first", "alias" },
    { ABOVE, "CNAME", "x1.ca.example", FALSE, "add this record", "these records" },
    { HOST, "TXT", "mpg.vp.vc", FALSE, NULL, NULL },
    { HOST, "CNAME", "mpg.vp.vc", FALSE, NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const KpValidationRecord record = { (char *) cases[i].name, (char *) cases[i].type,
                                          (char *) "x1.ca.example" };
      g_autoptr (KpSite) site = kp_site_new (HOST, 443, "pexip");
      const KpInstructionsPlan plan = { .site = site, .language = "en", .now = 1795564800 };
      g_autoptr (GPtrArray) sights = kp_record_sights_new ();
      KpRecordSight *sight = kp_record_sight_new ("https://one.example", "One", plan.now);
      g_autofree char *line =
          g_strdup_printf ("    CNAME  %s  %s\n", cases[i].name, cases[i].found);
      g_autoptr (GError) error = NULL;
      g_autoptr (KpLetter) letter = NULL;

      g_test_message ("%s %s, found %s", cases[i].type, cases[i].name, cases[i].found);
      sight->answered = TRUE;
      sight->there = cases[i].there;
      kp_record_sight_add_found (sight, KP_RECORD_CNAME, cases[i].found);
      g_ptr_array_add (sights, sight);
      letter = kp_validation_letter_write (&record, &plan, NULL, sights, &error);
      if (cases[i].says == NULL)
        {
          g_assert_null (letter);
          g_assert_error (error, KP_JOB_ERROR, KP_JOB_ERROR_REFUSED);
          continue;
        }
      g_assert_no_error (error);
      g_assert_nonnull (strstr (letter->body, cases[i].says));
      g_assert_null (strstr (letter->body, cases[i].says_not));
      if (g_str_equal (cases[i].found, "old.example"))
        g_assert_true ((strstr (letter->body, line) == NULL) == cases[i].there);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/validation-record/reads", test_reads);
  g_test_add_func ("/validation-record/refuses", test_refuses);
  g_test_add_func ("/validation-record/zones", test_zones);
  g_test_add_func ("/validation-record/bounds", test_bounds);
  g_test_add_func ("/validation-record/in-way", test_in_way);
  g_test_add_func ("/validation-record/alias", test_alias);
  g_test_add_func ("/validation-record/zone-line", test_zone_line);
  g_test_add_func ("/validation-record/letter", test_letter);

  return g_test_run ();
}
