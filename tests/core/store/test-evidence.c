/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gnutls/x509.h>
#include <string.h>

#include "core/model/sentence.h"
#include "store/store-test.h"

static GBytes *
mint_certificate (const char *name, gboolean ca)
{
  gnutls_x509_privkey_t key;
  gnutls_x509_crt_t crt;
  gnutls_datum_t der;
  GBytes *bytes;

  g_assert_cmpint (gnutls_x509_privkey_init (&key), ==, 0);
  g_assert_cmpint (
      gnutls_x509_privkey_generate (key, GNUTLS_PK_ECDSA,
                                    GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0),
      ==, 0);
  g_assert_cmpint (gnutls_x509_crt_init (&crt), ==, 0);
  gnutls_x509_crt_set_version (crt, 3);
  gnutls_x509_crt_set_serial (crt, "\x01", 1);
  gnutls_x509_crt_set_dn_by_oid (crt, GNUTLS_OID_X520_COMMON_NAME, 0, name,
                                 (unsigned int) strlen (name));
  gnutls_x509_crt_set_activation_time (crt, NOW - 86400);
  gnutls_x509_crt_set_expiration_time (crt, NOW + 86400);
  gnutls_x509_crt_set_key (crt, key);
  gnutls_x509_crt_set_basic_constraints (crt, ca, -1);
  g_assert_cmpint (gnutls_x509_crt_sign2 (crt, crt, key, GNUTLS_DIG_SHA256, 0), ==, 0);
  g_assert_cmpint (gnutls_x509_crt_export2 (crt, GNUTLS_X509_FMT_DER, &der), ==, 0);
  bytes = g_bytes_new (der.data, der.size);
  gnutls_free (der.data);
  gnutls_x509_crt_deinit (crt);
  gnutls_x509_privkey_deinit (key);
  return bytes;
}

static char *
fingerprint (GBytes *der)
{
  return g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, der);
}

/* Adds a probe that served @leaf and @ca. */
static void
add_probe (KpObservation *observation, KpProbeTrust trust, GBytes *leaf, GBytes *ca)
{
  KpProbe *probe = kp_probe_new ("192.0.2.1");

  g_ptr_array_add (probe->chain, g_bytes_ref (leaf));
  g_ptr_array_add (probe->chain, g_bytes_ref (ca));
  g_free (probe->chain_sha256);
  probe->chain_sha256 = g_new0 (char *, 3);
  probe->chain_sha256[0] = fingerprint (leaf);
  probe->chain_sha256[1] = fingerprint (ca);
  probe->outcome = KP_PROBE_SERVED;
  probe->trust = trust;
  probe->probed_at = observation->checked_at;
  g_ptr_array_add (observation->probes, probe);
}

static KpObservation *
observe (gint64 at, const char *address)
{
  return store_test_observe ("one.example.com", at, address);
}

static void
save (KpStore *store, KpCheckRecord *record)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (store_test_save (store, &error, record, NULL));
  g_assert_no_error (error);
}

static const char *
get_address (const KpObservation *observation)
{
  const KpResolverAnswer *answer;

  if (observation == NULL)
    return NULL;
  answer = g_ptr_array_index (observation->answers, 0);
  return ((const KpRecord *) g_ptr_array_index (answer->addresses, 0))->data;
}

static void
assert_evidence (KpStore *store, gint64 id, gint64 at, const char *address,
                 const char *previous)
{
  KpEvidence *evidence = store_test_load_evidence (store, id);

  g_assert_nonnull (evidence);
  g_assert_nonnull (evidence->history);
  g_assert_cmpint (evidence->site_id, ==, id);
  g_assert_cmpint (evidence->observation != NULL ? evidence->observation->checked_at : 0,
                   ==, at);
  g_assert_cmpstr (get_address (evidence->observation), ==, address);
  g_assert_cmpstr (get_address (kp_evidence_get_previous (evidence)), ==, previous);
  kp_evidence_free (evidence);
}

static void
test_never_checked (StoreTest *test, gconstpointer data)
{
  gint64 id = store_test_add_host (test->store, "one.example.com");

  assert_evidence (test->store, id, 0, NULL, NULL);
  g_assert_null (store_test_load_evidence (test->store, 4711));
}

/* The latest, and the last that saw something else. */
static void
test_previous (StoreTest *test, gconstpointer data)
{
  gint64 id = store_test_add_host (test->store, "one.example.com");

  save (test->store, store_test_record (id, observe (NOW, "192.0.2.1")));
  assert_evidence (test->store, id, NOW, "192.0.2.1", NULL);
  save (test->store, store_test_record (id, observe (NOW + 1, "192.0.2.1")));
  assert_evidence (test->store, id, NOW + 1, "192.0.2.1", NULL);
  save (test->store, store_test_record (id, observe (NOW + 2, "192.0.2.2")));
  assert_evidence (test->store, id, NOW + 2, "192.0.2.2", "192.0.2.1");
  save (test->store, store_test_record (id, observe (NOW + 3, "192.0.2.2")));
  assert_evidence (test->store, id, NOW + 3, "192.0.2.2", "192.0.2.1");
  store_test_reopen (test);
  save (test->store, store_test_record (id, observe (NOW + 4, "192.0.2.3")));
  assert_evidence (test->store, id, NOW + 4, "192.0.2.3", "192.0.2.2");
}

/* What whoever checks has read, for what it writes. */
static KpCheckRecord *
record_after (gint64 id, const KpEvidence *read, KpObservation *observation)
{
  KpCheckRecord *record = store_test_record (id, observation);

  record->before = kp_observation_ref (read->observation);
  record->before_text = g_ref_string_acquire (read->text);
  return record;
}

/* That spares reading it again, unless another process has written meanwhile. */
static void
test_read_before (StoreTest *test, gconstpointer data)
{
  gint64 id = store_test_add_host (test->store, "one.example.com");
  g_autoptr (KpEvidence) first = NULL;
  g_autoptr (KpEvidence) second = NULL;

  save (test->store, store_test_record (id, observe (NOW, "192.0.2.1")));
  first = store_test_load_evidence (test->store, id);
  save (test->store, record_after (id, first, observe (NOW + 1, "192.0.2.2")));
  assert_evidence (test->store, id, NOW + 1, "192.0.2.2", "192.0.2.1");
  save (test->store, record_after (id, first, observe (NOW + 2, "192.0.2.1")));
  assert_evidence (test->store, id, NOW + 2, "192.0.2.1", "192.0.2.2");
  second = store_test_load_evidence (test->store, id);
  save (test->store, record_after (id, second, observe (NOW + 3, "192.0.2.1")));
  assert_evidence (test->store, id, NOW + 3, "192.0.2.1", "192.0.2.2");
}

/* Two checks may fall into one second; one that is judged again is one. */
static void
test_same_second (StoreTest *test, gconstpointer data)
{
  gint64 id = store_test_add_host (test->store, "one.example.com");
  KpCheckRecord *again = store_test_record (id, observe (NOW, "192.0.2.3"));

  save (test->store, store_test_record (id, observe (NOW, "192.0.2.1")));
  save (test->store, store_test_record (id, observe (NOW, "192.0.2.2")));
  assert_evidence (test->store, id, NOW, "192.0.2.2", "192.0.2.1");
  again->again = TRUE;
  save (test->store, again);
  assert_evidence (test->store, id, NOW, "192.0.2.3", "192.0.2.1");
}

/* Nobody answered: what was known before is kept, however often that happens. */
static void
test_nobody_answered (StoreTest *test, gconstpointer data)
{
  gint64 id = store_test_add_host (test->store, "one.example.com");

  save (test->store, store_test_record (id, observe (NOW, "192.0.2.1")));
  for (guint i = 1; i <= 3; i++)
    {
      g_autofree char *error = g_strdup_printf ("Reason %u", i % 2);
      KpObservation *silent = observe (NOW + i, "192.0.2.1");
      KpResolverAnswer *answer = g_ptr_array_index (silent->answers, 0);

      answer->answered = FALSE;
      answer->error = g_strdup (error);
      g_ptr_array_set_size (answer->addresses, 0);
      save (test->store, store_test_record (id, silent));
    }
  {
    KpEvidence *evidence = store_test_load_evidence (test->store, id);

    g_assert_cmpint (evidence->observation->checked_at, ==, NOW + 3);
    g_assert_false (kp_observation_is_evidence (evidence->observation));
    g_assert_cmpstr (get_address (kp_evidence_get_previous (evidence)), ==, "192.0.2.1");
    kp_evidence_free (evidence);
  }
}

/* Another process was quicker: nothing of the older check is written. */
static void
test_stale (StoreTest *test, gconstpointer data)
{
  gint64 id = store_test_add_host (test->store, "one.example.com");
  KpCheckRecord *stale = store_test_record (id, observe (NOW - 1, "192.0.2.9"));
  KpCheckRecord *judged = store_test_record (id, NULL);
  KpCheckRecord *fresh = store_test_record (id, observe (NOW, "192.0.2.1"));
  g_autoptr (GPtrArray) sites = NULL;
  g_autoptr (GPtrArray) events = NULL;

  fresh->summary.lock = KP_LOCK_LOCKED;
  save (test->store, fresh);
  stale->summary.lock = KP_LOCK_UNLOCKED;
  stale->events = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_journal_event_unref);
  g_ptr_array_add (stale->events, kp_journal_event_new (id, NOW - 1, "lock", "Stale."));
  save (test->store, stale);
  judged->summary.checked_at = NOW - 1;
  judged->summary.lock = KP_LOCK_UNLOCKED;
  save (test->store, judged);

  assert_evidence (test->store, id, NOW, "192.0.2.1", NULL);
  sites = store_test_load (test->store, 0);
  g_assert_cmpint (kp_site_get_summary (sites->pdata[0])->lock, ==, KP_LOCK_LOCKED);
  events = store_test_load_journal (test->store, id, 10);
  g_assert_cmpuint (events->len, ==, 1);
}

/* Only the judgement changed: the observation stays. */
static void
test_judged (StoreTest *test, gconstpointer data)
{
  gint64 id = store_test_add_host (test->store, "one.example.com");
  KpCheckRecord *record = store_test_record (id, NULL);
  KpEvidence *evidence;
  g_autoptr (GPtrArray) sites = NULL;

  save (test->store, store_test_record (id, observe (NOW, "192.0.2.1")));
  record->summary.checked_at = NOW;
  record->summary.lock = KP_LOCK_PENDING;
  kp_history_see (record->history, "A 192.0.2.1", TRUE, 300, NOW);
  save (test->store, record);
  assert_evidence (test->store, id, NOW, "192.0.2.1", NULL);
  evidence = store_test_load_evidence (test->store, id);
  g_assert_nonnull (kp_history_find (evidence->history, "A 192.0.2.1"));
  kp_evidence_free (evidence);
  sites = store_test_load (test->store, 0);
  g_assert_cmpint (kp_site_get_summary (sites->pdata[0])->lock, ==, KP_LOCK_PENDING);
}

/* A site removed while it was checked: the others of the batch are written. */
static void
test_removed_meanwhile (StoreTest *test, gconstpointer data)
{
  gint64 one = store_test_add_host (test->store, "one.example.com");
  gint64 two = store_test_add_host (test->store, "two.example.com");
  g_autoptr (GError) error = NULL;

  g_assert_true (store_test_remove (test->store, one, &error));
  g_assert_true (store_test_save (
      test->store, &error, store_test_record (one, observe (NOW, "192.0.2.1")),
      store_test_record (4711, observe (NOW, "192.0.2.1")),
      store_test_record (two, observe (NOW, "192.0.2.2")), NULL));
  g_assert_null (store_test_load_evidence (test->store, one));
  assert_evidence (test->store, two, NOW, "192.0.2.2", NULL);
}

static GBytes *
load_certificate (KpStore *store, const char *sha256, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kp_store_load_certificate_async (store, sha256, NULL, store_test_take, &result);
  return kp_store_load_certificate_finish (store, store_test_wait (&result), error);
}

static GPtrArray *
load_intermediates (KpStore *store)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *found;

  kp_store_load_intermediates_async (store, NULL, store_test_take, &result);
  found = kp_store_load_intermediates_finish (store, store_test_wait (&result), &error);
  g_assert_no_error (error);
  return found;
}

static void
test_certificates (StoreTest *test, gconstpointer data)
{
  g_autoptr (GBytes) leaf = mint_certificate ("leaf", FALSE);
  g_autoptr (GBytes) ca = mint_certificate ("ca", TRUE);
  g_autofree char *leaf_sha256 = fingerprint (leaf);
  g_autoptr (GBytes) loaded = NULL;
  g_autoptr (GPtrArray) intermediates = NULL;
  g_autoptr (GError) error = NULL;
  KpEvidence *evidence;
  const KpProbe *probe;

  for (int i = 0; i < 2; i++)
    {
      g_autofree char *host = g_strdup_printf ("%d.example.com", i);
      gint64 id = store_test_add_host (test->store, host);
      KpObservation *observation = observe (NOW, "192.0.2.1");

      add_probe (observation, KP_PROBE_TRUST_SYSTEM, leaf, ca);
      save (test->store, store_test_record (id, observation));
      evidence = store_test_load_evidence (test->store, id);
      probe = g_ptr_array_index (evidence->observation->probes, 0);
      g_assert_cmpstr (probe->chain_sha256[0], ==, leaf_sha256);
      kp_evidence_free (evidence);
    }
  loaded = load_certificate (test->store, leaf_sha256, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (loaded, leaf));
  intermediates = load_intermediates (test->store);
  g_assert_cmpuint (intermediates->len, ==, 1);
  g_assert_true (g_bytes_equal (intermediates->pdata[0], ca));
  g_assert_null (load_certificate (test->store, "00", &error));
  g_assert_error (error, KP_STORE_ERROR, KP_STORE_ERROR_NOT_FOUND);
}

/* A name that is not that of the bytes, bytes that are none, too many bytes. */
static void
test_bad_certificates (StoreTest *test, gconstpointer data)
{
  g_autoptr (GBytes) leaf = mint_certificate ("leaf", FALSE);
  g_autoptr (GBytes) junk = g_bytes_new ("junk", 4);
  g_autofree char *much = g_strnfill (100 * 1024, 'x');
  g_autoptr (GBytes) huge = g_bytes_new (much, 100 * 1024);
  g_autofree char *huge_sha256 = fingerprint (huge);
  g_autofree char *leaf_sha256 = fingerprint (leaf);
  g_autoptr (GPtrArray) intermediates = NULL;
  gint64 id = store_test_add_host (test->store, "one.example.com");
  KpObservation *observation = observe (NOW, "192.0.2.1");
  KpProbe *probe;

  add_probe (observation, KP_PROBE_TRUST_NONE, leaf, junk);
  add_probe (observation, KP_PROBE_TRUST_NONE, huge, junk);
  probe = g_ptr_array_index (observation->probes, 0);
  probe->chain_sha256[0][0] ^= 1;
  save (test->store, store_test_record (id, observation));
  g_assert_null (load_certificate (test->store, leaf_sha256, NULL));
  g_assert_null (load_certificate (test->store, huge_sha256, NULL));
  intermediates = load_intermediates (test->store);
  g_assert_cmpuint (intermediates->len, ==, 0);
}

/* Intermediates of trusted chains come first, whatever else is served. */
static void
test_trusted_first (StoreTest *test, gconstpointer data)
{
  g_autoptr (GBytes) leaf = mint_certificate ("leaf", FALSE);
  g_autoptr (GBytes) good = mint_certificate ("good", TRUE);
  g_autoptr (GBytes) bad = mint_certificate ("bad", TRUE);
  g_autoptr (GPtrArray) intermediates = NULL;
  gint64 id = store_test_add_host (test->store, "one.example.com");
  KpObservation *observation = observe (NOW, "192.0.2.1");

  add_probe (observation, KP_PROBE_TRUST_NONE, leaf, good);
  save (test->store, store_test_record (id, observation));
  observation = observe (NOW + 1, "192.0.2.1");
  add_probe (observation, KP_PROBE_TRUST_NONE, leaf, bad);
  save (test->store, store_test_record (id, observation));
  observation = observe (NOW + 2, "192.0.2.1");
  add_probe (observation, KP_PROBE_TRUST_EXTRA, leaf, good);
  save (test->store, store_test_record (id, observation));
  intermediates = load_intermediates (test->store);
  g_assert_cmpuint (intermediates->len, ==, 2);
  g_assert_true (g_bytes_equal (intermediates->pdata[0], good));
}

/* What no evidence names any more goes with the next purge; what one names stays. */
static void
test_forgotten (StoreTest *test, gconstpointer data)
{
  g_autoptr (GPtrArray) leaves =
      g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_autoptr (GBytes) ca = mint_certificate ("ca", TRUE);
  g_autoptr (GPtrArray) intermediates = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id = store_test_add_host (test->store, "one.example.com");
  gint64 gone = store_test_add_host (test->store, "gone.example.com");

  for (int i = 0; i < 3; i++)
    {
      KpObservation *observation = observe (NOW + i, "192.0.2.1");

      g_ptr_array_add (leaves, mint_certificate ("leaf", FALSE));
      add_probe (observation, KP_PROBE_TRUST_SYSTEM, leaves->pdata[i], ca);
      save (test->store, store_test_record (id, observation));
    }
  g_assert_true (store_test_remove (test->store, gone, &error));
  kp_fixed_clock_set (KP_FIXED_CLOCK (test->clock), NOW + 2 * 86400);
  store_test_reopen (test);
  for (int i = 0; i < 3; i++)
    {
      g_autofree char *sha256 = fingerprint (leaves->pdata[i]);
      g_autoptr (GBytes) der = load_certificate (test->store, sha256, NULL);

      g_assert_true ((der != NULL) == (i > 0));
    }
  intermediates = load_intermediates (test->store);
  g_assert_cmpuint (intermediates->len, ==, 1);
}

/* Newest first, bounded, in the order they happened. */
static void
test_journal (StoreTest *test, gconstpointer data)
{
  gint64 id = store_test_add_host (test->store, "one.example.com");
  gint64 other = store_test_add_host (test->store, "two.example.com");
  KpCheckRecord *record = store_test_record (id, observe (NOW, "192.0.2.1"));
  g_autofree char *endless = g_strnfill (5000, 'x');
  g_autoptr (GPtrArray) events = NULL;
  g_autoptr (GPtrArray) few = NULL;
  g_autoptr (GPtrArray) others = NULL;

  record->events = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_journal_event_unref);
  for (int i = 1; i <= 1200; i++)
    {
      g_autofree char *text = g_strdup_printf ("Event %d.", i);

      g_ptr_array_add (record->events, kp_journal_event_new (id, NOW + i, "dns", text));
    }
  g_ptr_array_add (record->events, kp_journal_event_new (id, NOW + 2000, "dns", endless));
  save (test->store, record);
  events = store_test_load_journal (test->store, id, 5000);
  g_assert_cmpuint (events->len, ==, 1000);
  g_assert_cmpuint (strlen (((KpJournalEvent *) events->pdata[0])->text), ==, 2000);
  g_assert_cmpstr (((KpJournalEvent *) events->pdata[1])->text, ==, "Event 1200.");
  g_assert_cmpstr (((KpJournalEvent *) events->pdata[999])->text, ==, "Event 202.");
  few = store_test_load_journal (test->store, id, 2);
  g_assert_cmpuint (few->len, ==, 2);
  others = store_test_load_journal (test->store, other, 5000);
  g_assert_cmpuint (others->len, ==, 1);
}

/* Of many sentences the last ones go, none is cut. */
static void
test_journal_sentences (StoreTest *test, gconstpointer data)
{
  gint64 id = store_test_add_host (test->store, "one.example.com");
  KpCheckRecord *record = store_test_record (id, observe (NOW, "192.0.2.1"));
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GPtrArray) events = NULL;
  g_autofree char *told = NULL;
  guint n;

  for (guint i = 0; i < 300; i++)
    kp_sentence_add (text, kp_sentence_keep (KP_SENTENCE_JOB_HANDED, "Pexip", NULL));
  record->events = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_journal_event_unref);
  g_ptr_array_add (record->events, kp_journal_event_new (id, NOW, "job", text->str));
  save (test->store, record);
  events = store_test_load_journal (test->store, id, 1);
  told = kp_journal_event_format (events->pdata[0]);
  n = strlen (told) / strlen ("Handed to Pexip. ");
  g_assert_cmpuint (n, >, 90);
  g_assert_cmpuint (strlen (told), ==, (n + 1) * strlen ("Handed to Pexip. ") - 1);
  g_assert_true (g_str_has_suffix (told, " Handed to Pexip."));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function)                                                                \
  g_test_add ("/evidence/" name, StoreTest, NULL, store_test_set_up, function,             \
              store_test_tear_down)
  ADD ("never-checked", test_never_checked);
  ADD ("previous", test_previous);
  ADD ("read-before", test_read_before);
  ADD ("same-second", test_same_second);
  ADD ("nobody-answered", test_nobody_answered);
  ADD ("stale", test_stale);
  ADD ("judged", test_judged);
  ADD ("removed-meanwhile", test_removed_meanwhile);
  ADD ("certificates", test_certificates);
  ADD ("bad-certificates", test_bad_certificates);
  ADD ("trusted-first", test_trusted_first);
  ADD ("forgotten", test_forgotten);
  ADD ("journal", test_journal);
  ADD ("journal-sentences", test_journal_sentences);
  return g_test_run ();
}
