/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/finding.h"

/* The ids of the contract that the check of a name and a site can give, with
 * their severity, and whether they open the lock. Written out, not generated:
 * this is what stays stable. */
typedef struct
{
  const char *id;
  KpSeverity severity;
  gboolean opens;
} Row;

static const Row contract[] = {
  { "name.invalid", KP_SEVERITY_WRONG, FALSE },
  { "name.apex", KP_SEVERITY_WRONG, FALSE },
  { "name.refused-domain", KP_SEVERITY_WRONG, FALSE },
  { "name.suspected-unsafe", KP_SEVERITY_WRONG, FALSE },
  { "name.unsafe-not-checked", KP_SEVERITY_NOTE, FALSE },
  { "site.no-target", KP_SEVERITY_WRONG, TRUE },
  { "site.no-profile", KP_SEVERITY_UNKNOWN, FALSE },
  { "site.moved-away", KP_SEVERITY_WRONG, TRUE },
  { "dns.a-record", KP_SEVERITY_WRONG, TRUE },
  { "dns.wrong-target", KP_SEVERITY_WRONG, TRUE },
  { "dns.missing", KP_SEVERITY_WRONG, TRUE },
  { "dns.leftover-aaaa", KP_SEVERITY_WRONG, TRUE },
  { "dns.apex", KP_SEVERITY_WRONG, TRUE },
  { "dns.loop", KP_SEVERITY_WRONG, TRUE },
  { "dns.broken", KP_SEVERITY_WRONG, TRUE },
  { "dns.doubled-name", KP_SEVERITY_WRONG, TRUE },
  { "dns.other-records", KP_SEVERITY_WRONG, TRUE },
  { "dns.bogus", KP_SEVERITY_WRONG, TRUE },
  { "dns.caa-blocks", KP_SEVERITY_WRONG, FALSE },
  { "dns.propagating", KP_SEVERITY_WAITING, TRUE },
  { "dns.resolver-differs", KP_SEVERITY_WAITING, FALSE },
  { "dns.no-answer", KP_SEVERITY_UNKNOWN, FALSE },
  { "dns.proxied", KP_SEVERITY_NOTE, FALSE },
  { "dns.filtered", KP_SEVERITY_NOTE, FALSE },
  { "dns.ok", KP_SEVERITY_NOTE, FALSE },
  { "dns.chain", KP_SEVERITY_NOTE, FALSE },
  { "dns.flattened", KP_SEVERITY_NOTE, FALSE },
  { "dns.long-ttl", KP_SEVERITY_NOTE, FALSE },
  { "dns.wildcard", KP_SEVERITY_NOTE, FALSE },
  { "dns.split-horizon", KP_SEVERITY_NOTE, FALSE },
  { "tls.untrusted", KP_SEVERITY_WRONG, TRUE },
  { "tls.self-signed", KP_SEVERITY_WRONG, TRUE },
  { "tls.incomplete-chain", KP_SEVERITY_WRONG, TRUE },
  { "tls.name-mismatch", KP_SEVERITY_WRONG, TRUE },
  { "tls.expired", KP_SEVERITY_WRONG, TRUE },
  { "tls.not-yet-valid", KP_SEVERITY_WRONG, TRUE },
  { "tls.refused", KP_SEVERITY_WRONG, TRUE },
  { "tls.old-protocol", KP_SEVERITY_WRONG, TRUE },
  { "tls.renewal-late", KP_SEVERITY_WRONG, FALSE },
  { "tls.not-submitted", KP_SEVERITY_WRONG, FALSE },
  { "tls.not-yet-installed", KP_SEVERITY_WAITING, FALSE },
  { "tls.target-not-ready", KP_SEVERITY_WAITING, FALSE },
  { "tls.no-answer", KP_SEVERITY_UNKNOWN, FALSE },
  { "tls.intercepted", KP_SEVERITY_UNKNOWN, FALSE },
  { "tls.ok", KP_SEVERITY_NOTE, FALSE },
  { "tls.private-root", KP_SEVERITY_NOTE, FALSE },
  { "tls.expiring", KP_SEVERITY_NOTE, FALSE },
  { "tls.addresses-differ", KP_SEVERITY_NOTE, FALSE },
  { "tls.root-served", KP_SEVERITY_NOTE, FALSE },
  { "tls.plain-http", KP_SEVERITY_NOTE, FALSE },
  { "request.private-key", KP_SEVERITY_WRONG, FALSE },
  { "request.refused", KP_SEVERITY_WRONG, FALSE },
  { "request.attachment-lost", KP_SEVERITY_WRONG, FALSE },
  { "request.field-lost", KP_SEVERITY_WRONG, FALSE },
  { "request.queued", KP_SEVERITY_WAITING, FALSE },
  { "request.uncertain", KP_SEVERITY_WAITING, FALSE },
  { "request.offline", KP_SEVERITY_UNKNOWN, FALSE },
  { "request.sent", KP_SEVERITY_NOTE, FALSE },
  { "request.reply", KP_SEVERITY_NOTE, FALSE },
  { "csr.not-a-csr", KP_SEVERITY_WRONG, FALSE },
  { "csr.private-key", KP_SEVERITY_WRONG, FALSE },
  { "csr.signature", KP_SEVERITY_WRONG, FALSE },
  { "csr.missing-name", KP_SEVERITY_WRONG, FALSE },
  { "csr.weak-key", KP_SEVERITY_WRONG, FALSE },
  { "csr.weak-signature", KP_SEVERITY_WRONG, FALSE },
  { "csr.key-type", KP_SEVERITY_WRONG, FALSE },
  { "csr.subject-differs", KP_SEVERITY_WRONG, FALSE },
  { "csr.must-staple", KP_SEVERITY_WRONG, FALSE },
  { "csr.several", KP_SEVERITY_WRONG, FALSE },
  { "csr.country", KP_SEVERITY_WRONG, FALSE },
  { "csr.too-large", KP_SEVERITY_WRONG, FALSE },
  { "csr.ok", KP_SEVERITY_NOTE, FALSE },
  { "csr.no-san", KP_SEVERITY_NOTE, FALSE },
  { "csr.extra-name", KP_SEVERITY_NOTE, FALSE },
  { "csr.has-organizational-unit", KP_SEVERITY_NOTE, FALSE },
  { "csr.has-email", KP_SEVERITY_NOTE, FALSE },
  { "csr.same-key-as-live", KP_SEVERITY_NOTE, FALSE },
  { "csr.new-key", KP_SEVERITY_NOTE, FALSE },
  { "bundle.not-a-certificate", KP_SEVERITY_WRONG, FALSE },
  { "bundle.private-key", KP_SEVERITY_WRONG, FALSE },
  { "bundle.no-leaf", KP_SEVERITY_WRONG, FALSE },
  { "bundle.several-leaves", KP_SEVERITY_WRONG, FALSE },
  { "bundle.key-mismatch", KP_SEVERITY_WRONG, FALSE },
  { "bundle.missing-name", KP_SEVERITY_WRONG, FALSE },
  { "bundle.lost-name", KP_SEVERITY_WRONG, FALSE },
  { "bundle.no-san", KP_SEVERITY_WRONG, FALSE },
  { "bundle.expired", KP_SEVERITY_WRONG, FALSE },
  { "bundle.not-yet-valid", KP_SEVERITY_WRONG, FALSE },
  { "bundle.too-long", KP_SEVERITY_WRONG, FALSE },
  { "bundle.weak-key", KP_SEVERITY_WRONG, FALSE },
  { "bundle.weak-signature", KP_SEVERITY_WRONG, FALSE },
  { "bundle.wrong-purpose", KP_SEVERITY_WRONG, FALSE },
  { "bundle.missing-intermediate", KP_SEVERITY_WRONG, FALSE },
  { "bundle.untrusted", KP_SEVERITY_WRONG, FALSE },
  { "bundle.self-signed", KP_SEVERITY_WRONG, FALSE },
  { "bundle.intermediate-expires-first", KP_SEVERITY_WRONG, FALSE },
  { "bundle.not-newer", KP_SEVERITY_WRONG, FALSE },
  { "bundle.too-large", KP_SEVERITY_WRONG, FALSE },
  { "bundle.encrypted", KP_SEVERITY_WRONG, FALSE },
  { "bundle.ok", KP_SEVERITY_NOTE, FALSE },
  { "bundle.reordered", KP_SEVERITY_NOTE, FALSE },
  { "bundle.duplicate-removed", KP_SEVERITY_NOTE, FALSE },
  { "bundle.root-removed", KP_SEVERITY_NOTE, FALSE },
  { "bundle.unrelated-removed", KP_SEVERITY_NOTE, FALSE },
  { "bundle.intermediate-fetched", KP_SEVERITY_NOTE, FALSE },
  { "bundle.extra-name", KP_SEVERITY_NOTE, FALSE },
  { "bundle.subject-differs", KP_SEVERITY_NOTE, FALSE },
  { "bundle.client-purpose", KP_SEVERITY_NOTE, FALSE },
  { "bundle.no-sct", KP_SEVERITY_NOTE, FALSE },
  { "bundle.no-csr", KP_SEVERITY_NOTE, FALSE },
  { "bundle.format", KP_SEVERITY_NOTE, FALSE },
};

static void
test_contract (void)
{
  g_assert_cmpuint (G_N_ELEMENTS (contract), ==, KP_FINDING_N);

  for (guint i = 0; i < G_N_ELEMENTS (contract); i++)
    {
      KpFindingId id = KP_FINDING_N;

      g_assert_true (kp_finding_id_from_string (contract[i].id, &id));
      g_assert_cmpstr (kp_finding_id_to_string (id), ==, contract[i].id);
      g_assert_cmpint (kp_finding_id_get_severity (id), ==, contract[i].severity);
      g_assert_cmpint (kp_finding_id_opens_lock (id), ==, contract[i].opens);
    }
}

/* A title is a fixed phrase in sentence case: no value, no full stop. Said
 * within a sentence it differs in the case of its first letter only. */
static void
test_titles (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < KP_FINDING_N; i++)
    {
      const char *title = kp_finding_id_get_title (i);
      const char *phrase = kp_finding_id_get_phrase (i);

      g_assert_nonnull (title);
      g_assert_true (g_ascii_isupper (title[0]));
      g_assert_false (g_str_has_suffix (title, "."));
      g_assert_null (strchr (title, '%'));
      g_assert_cmpuint (strlen (title), <=, 60);
      g_assert_true (g_hash_table_add (seen, (gpointer) title));
      g_assert_cmpstr (phrase + 1, ==, title + 1);
    }
  g_assert_cmpstr (kp_finding_id_get_title (KP_FINDING_DNS_A_RECORD), ==,
                   "Address record where a CNAME must be");
  g_assert_cmpstr (kp_finding_id_get_phrase (KP_FINDING_DNS_A_RECORD), ==,
                   "address record where a CNAME must be");
  g_assert_cmpstr (kp_finding_id_get_phrase (KP_FINDING_SITE_MOVED_AWAY), ==,
                   "CNAME moved away");
}

static void
test_unknown_id (void)
{
  KpFindingId id = KP_FINDING_DNS_OK;

  g_assert_false (kp_finding_id_from_string ("dns.nothing", &id));
  g_assert_false (kp_finding_id_from_string (NULL, &id));
  g_assert_cmpint (id, ==, KP_FINDING_DNS_OK);
}

static void
test_finding (void)
{
  g_autoptr (KpFinding) plain = kp_finding_new (KP_FINDING_DNS_MISSING, "cp.kite.io",
                                                "cp.kite.io has no record.", NULL);
  g_autoptr (KpFinding) waiting = kp_finding_new_full (
      KP_FINDING_DNS_MISSING, KP_SEVERITY_WAITING, NULL, NULL, "Make one.", 1000);
  g_autoptr (KpFinding) same = kp_finding_ref (plain);

  g_assert_true (same == plain);
  g_assert_cmpint (plain->severity, ==, KP_SEVERITY_WRONG);
  g_assert_cmpstr (plain->subject, ==, "cp.kite.io");
  g_assert_null (plain->fix);
  g_assert_cmpint (waiting->severity, ==, KP_SEVERITY_WAITING);
  g_assert_cmpint (waiting->until, ==, 1000);
  g_assert_cmpstr (waiting->text, ==, "");
  g_assert_cmpstr (kp_severity_to_string (waiting->severity), ==, "waiting");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/finding/contract", test_contract);
  g_test_add_func ("/finding/titles", test_titles);
  g_test_add_func ("/finding/unknown-id", test_unknown_id);
  g_test_add_func ("/finding/new", test_finding);

  return g_test_run ();
}
