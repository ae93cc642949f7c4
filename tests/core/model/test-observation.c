/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/observation.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

#include "core/model/sentence.h"
#include "model/german.h"

#define TARGET "pl-10.admin.emailsrvr.com"

static KpResolverAnswer *
make_answer (const char *url)
{
  KpResolverAnswer *answer = kp_resolver_answer_new (url, "Google", KP_RESOLVER_SOURCE_DOH);

  answer->answered = TRUE;
  answer->authenticated = TRUE;
  answer->ttl = 300;
  answer->ttl_known = TRUE;
  answer->asked_at = 1000;
  g_ptr_array_add (answer->chain,
                   kp_record_new (KP_RECORD_CNAME, "cp.kite.io", 300, TARGET));
  g_ptr_array_add (answer->addresses, kp_record_new (KP_RECORD_A, TARGET, 60, "192.0.2.1"));
  g_ptr_array_add (answer->addresses,
                   kp_record_new (KP_RECORD_AAAA, TARGET, 60, "2001:db8::1"));
  return answer;
}

static KpProbe *
make_probe (const char *address)
{
  KpProbe *probe = kp_probe_new (address);

  probe->outcome = KP_PROBE_SERVED;
  probe->protocol = g_strdup ("TLS1.3");
  probe->trust = KP_PROBE_TRUST_EXTRA;
  probe->root_name = g_strdup ("World Root");
  probe->root_sha256 = g_strdup ("ff00");
  probe->chain_not_after = 5000;
  probe->plain_http = KP_PLAIN_HTTP_REDIRECTS;
  probe->probed_at = 1001;
  probe->root_served = TRUE;
  g_strfreev (probe->chain_sha256);
  probe->chain_sha256 = g_strsplit ("aa bb", " ", -1);
  probe->certificate = kp_certificate_facts_new ();
  probe->certificate->names = g_strsplit ("cp.kite.io www.kite.io", " ", -1);
  probe->certificate->subject = g_strdup ("CN=cp.kite.io");
  probe->certificate->issuer = g_strdup ("Example CA");
  probe->certificate->key = g_strdup ("ECDSA P-256");
  probe->certificate->not_before = 10;
  probe->certificate->not_after = 4000;
  probe->certificate->sha256 = g_strdup ("aa");
  probe->certificate->spki_sha256 = g_strdup ("cc");
  return probe;
}

static KpObservation *
make_observation (void)
{
  KpObservation *self = kp_observation_new ("cp.kite.io", 8443, 1000);
  KpResolverAnswer *silent =
      kp_resolver_answer_new ("https://dns.quad9.net", "Quad9", KP_RESOLVER_SOURCE_DOH);
  KpProbe *timed_out = kp_probe_new ("2001:db8::1");

  self->target = g_strdup (TARGET);
  silent->error = g_strdup ("Timed out");
  g_ptr_array_add (self->answers, make_answer ("https://dns.google/dns-query"));
  g_ptr_array_add (self->answers, silent);
  g_ptr_array_add (self->target_addresses,
                   kp_record_new (KP_RECORD_A, TARGET, 60, "192.0.2.1"));
  self->target_answered = TRUE;
  self->zone = g_strdup ("kite.io");
  self->dns_host = g_strdup ("one.com");
  self->name_servers = g_strsplit ("ns1.one.com ns2.one.com", " ", -1);
  g_ptr_array_add (self->other_records,
                   kp_record_new (KP_RECORD_TXT, "cp.kite.io", 60, "v=\"x\" \\010"));
  self->doubled = kp_record_new (KP_RECORD_CNAME, "cp.kite.io.kite.io", 60, TARGET);
  self->wildcard = kp_record_new (KP_RECORD_A, "*.kite.io", 60, "192.0.2.9");
  self->caa_state = KP_CAA_FOUND;
  self->caa_node = g_strdup ("kite.io");
  g_ptr_array_add (self->caa,
                   kp_record_new (KP_RECORD_CAA, "kite.io", 60, "0 issue \"a.example\""));
  self->system_answer =
      kp_resolver_answer_new ("system", "This system", KP_RESOLVER_SOURCE_SYSTEM);
  self->system_answer->answered = TRUE;
  self->system_answer->rcode = 3;
  self->system_answer->negative_ttl = 90;
  timed_out->outcome = KP_PROBE_TIMED_OUT;
  timed_out->of_target = TRUE;
  timed_out->reason = KP_PROBE_REASON_TIME;
  timed_out->number = 10;
  timed_out->detail = g_strdup ("nobody");
  g_ptr_array_add (self->probes, make_probe ("192.0.2.1"));
  g_ptr_array_add (self->probes, timed_out);
  self->intercepted = TRUE;
  return self;
}

/* The text of what was read again is the text that was read: every member
 * that is written comes back. */
static void
test_round_trip (void)
{
  g_autoptr (KpObservation) made = make_observation ();
  g_autofree char *json = kp_observation_to_json (made);
  g_autoptr (GError) error = NULL;
  g_autoptr (KpObservation) read = kp_observation_from_json (json, &error);
  g_autofree char *again = NULL;
  const KpProbe *probe;
  const KpResolverAnswer *answer;

  g_assert_no_error (error);
  again = kp_observation_to_json (read);
  g_assert_cmpstr (again, ==, json);
  g_assert_true (kp_observation_same_facts (made, read));

  g_assert_cmpuint (read->port, ==, 8443);
  g_assert_cmpint (read->checked_at, ==, 1000);
  g_assert_true (read->intercepted);
  answer = g_ptr_array_index (read->answers, 0);
  g_assert_cmpuint (answer->ttl, ==, 300);
  g_assert_true (answer->ttl_known);
  answer = g_ptr_array_index (read->answers, 1);
  g_assert_false (answer->answered);
  g_assert_cmpstr (answer->error, ==, "Timed out");
  g_assert_cmpuint (read->system_answer->rcode, ==, 3);
  g_assert_cmpuint (read->system_answer->negative_ttl, ==, 90);
  probe = g_ptr_array_index (read->probes, 0);
  g_assert_cmpint (probe->outcome, ==, KP_PROBE_SERVED);
  g_assert_cmpint (probe->certificate->not_after, ==, 4000);
  g_assert_cmpstr (probe->certificate->names[1], ==, "www.kite.io");
  g_assert_cmpuint (probe->chain->len, ==, 0);
  g_assert_cmpstr (probe->chain_sha256[1], ==, "bb");
  probe = g_ptr_array_index (read->probes, 1);
  g_assert_cmpint (probe->outcome, ==, KP_PROBE_TIMED_OUT);
  g_assert_cmpint (probe->reason, ==, KP_PROBE_REASON_TIME);
  g_assert_cmpint (probe->number, ==, 10);
  g_assert_cmpstr (probe->detail, ==, "nobody");
  g_assert_true (probe->of_target);
}

/* Another version's store: what is missing takes its default, what is new or
 * of another type is passed over. */
static void
test_tolerant (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KpObservation) read = kp_observation_from_json (
      "{ \"host\": \"cp.kite.io\", \"port\": 70000, \"invented\": { \"a\": [ 1, 2 ] },"
      "  \"checked-at\": 9223372036854775807,"
      "  \"answers\": [ 1, {}, { \"url\": \"https://a.example\", \"chain\": [ {},"
      "    { \"type\": 5, \"owner\": \"a\", \"data\": 7 },"
      "    { \"type\": 5, \"owner\": \"a\", \"data\": \"b\", \"ttl\": -4 } ] } ],"
      "  \"caa-state\": 99, \"doubled\": 4, \"name-servers\": [ \"a\", 3 ],"
      "  \"probes\": [ null, { \"address\": \"192.0.2.1\", \"outcome\": 0, \"chain\": 1,"
      "    \"reason\": \"of-tomorrow\", \"number\": 1e12, \"error\": \"Old words.\" },"
      "    { \"address\": \"192.0.2.2\", \"certificate\": {} } ] }",
      &error);
  const KpResolverAnswer *answer;
  const KpProbe *probe;

  g_assert_no_error (error);
  g_assert_cmpuint (read->port, ==, 443);
  /* To a time days are added: one that leaves no room for them is none. */
  g_assert_cmpint (read->checked_at, ==, 0);
  g_assert_cmpuint (read->answers->len, ==, 1);
  answer = g_ptr_array_index (read->answers, 0);
  g_assert_cmpstr (answer->name, ==, "https://a.example");
  g_assert_cmpuint (answer->chain->len, ==, 1);
  g_assert_cmpuint (((KpRecord *) g_ptr_array_index (answer->chain, 0))->ttl, ==, 0);
  g_assert_cmpint (read->caa_state, ==, KP_CAA_NOT_ASKED);
  g_assert_null (read->doubled);
  g_assert_cmpuint (g_strv_length (read->name_servers), ==, 1);
  g_assert_cmpuint (read->probes->len, ==, 2);
  /* "served" without a certificate is nothing that was served. */
  probe = g_ptr_array_index (read->probes, 0);
  g_assert_cmpint (probe->outcome, ==, KP_PROBE_FAILED);
  g_assert_nonnull (probe->chain_sha256);
  g_assert_cmpint (probe->reason, ==, KP_PROBE_REASON_NONE);
  g_assert_cmpint (probe->number, ==, 0);
  g_assert_cmpstr (probe->error, ==, "Old words.");
  probe = g_ptr_array_index (read->probes, 1);
  g_assert_cmpint (probe->outcome, ==, KP_PROBE_SERVED);
  g_assert_cmpstr (probe->certificate->sha256, ==, "");
  g_assert_cmpuint (g_strv_length (probe->certificate->names), ==, 0);
}

static void
test_damaged (void)
{
  static const char *const texts[] = {
    "",   "x",        "{}",   "[]",          "{ \"host\": 3 }", "{ \"host\": \"a\"",
    "\"", "{ \"host", "\xff", "{ /* a */ }", "{ 'host': 'a' }",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *shown = g_strescape (texts[i], NULL);
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", shown);
      g_assert_null (kp_observation_from_json (texts[i], &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
    }
}

static char *
repeat (const char *head, const char *part, guint n, const char *tail)
{
  GString *text = g_string_new (head);

  for (guint i = 0; i < n; i++)
    g_string_append (text, part);
  g_string_append (text, tail);
  return g_string_free (text, FALSE);
}

static void
test_bounded (void)
{
  g_autofree char *deep = repeat ("{ \"host\": \"a\", \"x\": ", "[", 100000, "");
  g_autofree char *many = repeat ("{ \"host\": \"a\", \"probes\": [",
                                  "{ \"address\": \"192.0.2.1\" },", 5000, "{}] }");
  g_autofree char *large = repeat ("{ \"host\": \"", "a", 2 * 1024 * 1024, "\" }");
  g_autofree char *text = repeat ("{ \"host\": \"a\", \"zone\": \"", "z", 100000, "\" }");
  g_autoptr (GError) error = NULL;
  g_autoptr (KpObservation) read = NULL;
  g_autoptr (KpObservation) short_of_zone = NULL;

  g_assert_null (kp_observation_from_json (deep, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  g_clear_error (&error);
  g_assert_null (kp_observation_from_json (large, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE);
  g_clear_error (&error);
  read = kp_observation_from_json (many, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (read->probes->len, ==, 256);
  short_of_zone = kp_observation_from_json (text, &error);
  g_assert_no_error (error);
  g_assert_null (short_of_zone->zone);
}

static void
set_times (KpObservation *self)
{
  KpResolverAnswer *answer = g_ptr_array_index (self->answers, 0);
  KpProbe *probe = g_ptr_array_index (self->probes, 0);

  self->checked_at += 500;
  answer->ttl = 12;
  answer->asked_at += 500;
  ((KpRecord *) g_ptr_array_index (answer->chain, 0))->ttl = 12;
  probe->probed_at += 500;
}

static void
turn_addresses (KpObservation *self)
{
  KpResolverAnswer *answer = g_ptr_array_index (self->answers, 0);

  g_ptr_array_add (answer->addresses,
                   kp_record_ref (g_ptr_array_index (answer->addresses, 0)));
  g_ptr_array_remove_index (answer->addresses, 0);
}

static void
change_certificate (KpObservation *self)
{
  KpProbe *probe = g_ptr_array_index (self->probes, 0);

  g_free (probe->certificate->sha256);
  probe->certificate->sha256 = g_strdup ("dd");
}

static void
change_chain (KpObservation *self)
{
  KpResolverAnswer *answer = g_ptr_array_index (self->answers, 0);

  g_ptr_array_set_size (answer->chain, 0);
}

static void
answer_at_last (KpObservation *self)
{
  KpResolverAnswer *answer = g_ptr_array_index (self->answers, 1);

  answer->answered = TRUE;
}

static void
drop_probe (KpObservation *self)
{
  g_ptr_array_set_size (self->probes, 1);
}

static void
drop_caa (KpObservation *self)
{
  g_ptr_array_set_size (self->caa, 0);
}

static void
lift_interception (KpObservation *self)
{
  self->intercepted = FALSE;
}

static void
test_same_facts (void)
{
  static const struct
  {
    void (*change) (KpObservation *);
    gboolean same;
  } rows[] = {
    { set_times, TRUE },     { turn_addresses, TRUE },     { change_certificate, FALSE },
    { change_chain, FALSE }, { answer_at_last, FALSE },    { drop_probe, FALSE },
    { drop_caa, FALSE },     { lift_interception, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (KpObservation) a = make_observation ();
      g_autoptr (KpObservation) b = make_observation ();

      g_assert_true (kp_observation_same_facts (a, b));
      rows[i].change (b);
      g_test_message ("row %u", i);
      g_assert_cmpint (kp_observation_same_facts (a, b), ==, rows[i].same);
      g_assert_cmpint (kp_observation_same_facts (b, a), ==, rows[i].same);
    }
}

static void
test_key (void)
{
  g_autoptr (KpResolverAnswer) answer = make_answer ("https://a.example");
  g_autofree char *cname = kp_resolver_answer_get_key (answer);
  g_autofree char *addresses = NULL;
  g_autofree char *none = NULL;

  g_assert_cmpstr (cname, ==, "CNAME " TARGET);
  g_ptr_array_set_size (answer->chain, 0);
  g_ptr_array_insert (answer->addresses, 0,
                      kp_record_new (KP_RECORD_A, TARGET, 60, "192.0.2.77"));
  addresses = kp_resolver_answer_get_key (answer);
  g_assert_cmpstr (addresses, ==, "A 192.0.2.1,192.0.2.77 AAAA 2001:db8::1");
  g_ptr_array_set_size (answer->addresses, 0);
  none = kp_resolver_answer_get_key (answer);
  g_assert_cmpstr (none, ==, "none");
}

/* What stands at the name itself beside its CNAME, whatever stands at the chain's end. */
static void
test_beside (void)
{
  g_autoptr (KpResolverAnswer) answer = make_answer ("https://a.example");
  const char *host = ((const KpRecord *) g_ptr_array_index (answer->chain, 0))->owner;
  guint32 ttl = 1;
  char *none = kp_resolver_answer_get_beside (answer, &ttl);
  g_autofree char *beside = NULL;

  g_assert_null (none);
  g_assert_cmpuint (ttl, ==, 0);
  g_ptr_array_add (answer->addresses, kp_record_new (KP_RECORD_A, host, 90, "192.0.2.8"));
  g_ptr_array_add (answer->addresses, kp_record_new (KP_RECORD_A, host, 60, "192.0.2.7"));
  g_ptr_array_add (answer->addresses,
                   kp_record_new (KP_RECORD_AAAA, host, 80, "2001:db8::7"));
  beside = kp_resolver_answer_get_beside (answer, &ttl);
  g_assert_cmpstr (beside, ==, "A 192.0.2.7,192.0.2.8 AAAA 2001:db8::7");
  g_assert_cmpuint (ttl, ==, 80);

  g_ptr_array_set_size (answer->chain, 0);
  none = kp_resolver_answer_get_beside (answer, &ttl);
  g_assert_null (none);
}

static void
test_record_type (void)
{
  g_assert_cmpstr (kp_record_type_to_string (KP_RECORD_CAA), ==, "CAA");
  g_assert_cmpstr (kp_record_type_to_string (KP_RECORD_AAAA), ==, "AAAA");
  g_assert_cmpstr (kp_record_type_to_string (99), ==, "TYPE99");
}

/* Whoever wrote it, why nothing came and the name of this machine's resolver are told in
 * the language of whoever reads it. */
static void
test_german (void)
{
  g_autoptr (KpObservation) made = make_observation ();
  KpResolverAnswer *answer = g_ptr_array_index (made->answers, 1);
  g_autoptr (KpObservation) read = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *json = NULL;
  g_autofree char *english = NULL;
  g_autofree char *told = NULL;
  g_autofree char *wanted = NULL;
  g_autofree char *name = NULL;
  German *german;

  g_free (answer->error);
  answer->error = kp_sentence_keep (KP_SENTENCE_NET_SILENT, "dns.quad9.net", NULL);
  english = kp_resolver_answer_tell_error (answer);
  json = kp_observation_to_json (made);
  g_assert_null (strstr (json, "answer in time"));
  g_assert_null (strstr (json, "This system"));

  german = german_begin ();
  read = kp_observation_from_json (json, &error);
  told = kp_resolver_answer_tell_error (g_ptr_array_index (read->answers, 1));
  wanted = g_strdup_printf (_ ("%s does not answer in time"), "dns.quad9.net");
  name = g_strdup (_ ("This system"));
  german_end (german);

  g_assert_no_error (error);
  g_assert_cmpstr (english, ==, "dns.quad9.net does not answer in time");
  g_assert_cmpstr (wanted, !=, english);
  g_assert_cmpstr (told, ==, wanted);
  g_assert_cmpstr (name, !=, "This system");
  g_assert_cmpstr (read->system_answer->name, ==, name);
}

/* An older version kept a sentence, and that name, in its language. */
static void
test_older (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KpObservation) read = kp_observation_from_json (
      "{ \"host\": \"a.example\", \"answers\": [ { \"url\": \"https://dns.google\","
      "  \"error\": \"Keine Antwort\" } ], \"system-answer\": { \"url\": \"system\","
      "  \"name\": \"Dieses System\", \"source\": 1 } }",
      &error);
  g_autofree char *told = NULL;

  g_assert_no_error (error);
  told = kp_resolver_answer_tell_error (g_ptr_array_index (read->answers, 0));
  g_assert_cmpstr (told, ==, "Keine Antwort");
  g_assert_cmpstr (read->system_answer->name, ==, "This system");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/observation/round-trip", test_round_trip);
  g_test_add_func ("/observation/german", test_german);
  g_test_add_func ("/observation/older", test_older);
  g_test_add_func ("/observation/tolerant", test_tolerant);
  g_test_add_func ("/observation/damaged", test_damaged);
  g_test_add_func ("/observation/bounded", test_bounded);
  g_test_add_func ("/observation/same-facts", test_same_facts);
  g_test_add_func ("/observation/key", test_key);
  g_test_add_func ("/observation/beside", test_beside);
  g_test_add_func ("/observation/record-type", test_record_type);

  return g_test_run ();
}
