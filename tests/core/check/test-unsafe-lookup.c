/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/check/name-check.h"
#include "core/check/unsafe-lookup.h"

#include <string.h>

#include "net/loopback.h"
#include "waiting.h"

#define NOW G_GINT64_CONSTANT (1795335000)
#define KEY "AIzaSyExampleExampleExample"

/* A list that suspects one name, and whatever faults a test wants. */
typedef struct
{
  Loopback *server;
  KpNetSession *session;
  KpClock *clock;
  const char *listed; /* (nullable): the name on the list */
  const char *threat;
  const char *duration;
  const char *broken; /* (nullable): what is answered instead */
  const char *type;
  guint status;
  guint requests;
  GString *asked; /* the queries, a line each */
} Fixture;

static char *
encode (const char *name)
{
  KpUnsafeHash hash;

  kp_unsafe_list_hash (name, &hash);
  return g_base64_encode (hash.octets, sizeof hash.octets);
}

static char *
make_browsing (Fixture *fixture)
{
  g_autofree char *hash =
      encode (fixture->listed != NULL ? fixture->listed : "other.example");

  return g_strdup_printf ("{\"fullHashes\":[{\"fullHash\":\"%s\",\"fullHashDetails\":"
                          "[{\"threatType\":\"%s\"}]}],\"cacheDuration\":\"%s\"}",
                          hash, fixture->threat, fixture->duration);
}

static char *
make_web_risk (Fixture *fixture)
{
  g_autofree char *hash =
      encode (fixture->listed != NULL ? fixture->listed : "other.example");

  return g_strdup_printf ("{\"threats\":[{\"threatTypes\":[\"%s\"],\"hash\":\"%s\","
                          "\"expireTime\":\"2026-11-22T08:20:00Z\"}],"
                          "\"negativeExpireTime\":\"2026-11-22T08:20:00Z\"}",
                          fixture->threat, hash);
}

static void
answer_cb (SoupServerMessage *message, const char *path, GHashTable *query, gpointer data)
{
  Fixture *fixture = data;
  const char *asked = g_uri_get_query (soup_server_message_get_uri (message));
  const char *key = soup_message_headers_get_one (
      soup_server_message_get_request_headers (message), "X-Goog-Api-Key");
  g_autofree char *text = NULL;

  fixture->requests++;
  g_string_append_printf (fixture->asked, "%s\n", asked);
  g_assert_cmpstr (key, ==, KEY);
  g_assert_cmpstr (soup_server_message_get_method (message), ==, "GET");
  /* Neither the name nor the key may be found where addresses are written down. */
  g_assert_null (strstr (asked, "kite"));
  g_assert_null (strstr (asked, KEY));
  if (fixture->broken != NULL)
    text = g_strdup (fixture->broken);
  else
    text =
        g_str_has_prefix (path, "/v5/") ? make_browsing (fixture) : make_web_risk (fixture);
  soup_server_message_set_status (message, fixture->status, NULL);
  soup_server_message_set_response (message, fixture->type, SOUP_MEMORY_COPY, text,
                                    strlen (text));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->server = loopback_new (24 * 60 * 60, answer_cb, fixture);
  fixture->session = kp_net_session_new (loopback_get_root (fixture->server), &error);
  g_assert_no_error (error);
  fixture->clock = kp_fixed_clock_new (NOW);
  fixture->threat = "SOCIAL_ENGINEERING";
  fixture->duration = "300s";
  fixture->type = "application/json; charset=UTF-8";
  fixture->status = 200;
  fixture->asked = g_string_new (NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  loopback_free (fixture->server);
  g_clear_object (&fixture->session);
  g_clear_object (&fixture->clock);
  g_string_free (fixture->asked, TRUE);
}

static KpUnsafeLookup *
make_with (Fixture *fixture, KpUnsafeService service, const char *key)
{
  g_autofree char *base = loopback_make_uri (fixture->server, "");
  KpSecret *secret = kp_secret_new (key, strlen (key));
  KpUnsafeLookup *lookup =
      kp_unsafe_lookup_new (service, base, secret, fixture->session, 10, fixture->clock);

  kp_secret_unref (secret);
  return lookup;
}

static KpUnsafeLookup *
make (Fixture *fixture, KpUnsafeService service)
{
  return make_with (fixture, service, KEY);
}

static KpFinding *
check (KpUnsafeLookup *lookup, const char *host)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KpFinding *finding;

  kp_unsafe_lookup_check_async (lookup, host, NULL, take_result, &result);
  wait_for_result (&result);
  finding = kp_unsafe_lookup_check_finish (lookup, result, &error);
  g_assert_no_error (error);
  return finding;
}

/* "none", "suspected" or "not checked". */
static const char *
check_word (KpUnsafeLookup *lookup, const char *host)
{
  g_autoptr (KpFinding) finding = check (lookup, host);

  if (finding == NULL)
    return "none";
  return finding->id == KP_FINDING_NAME_SUSPECTED_UNSAFE ? "suspected" : "not checked";
}

static void
test_nothing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KpUnsafeLookup) browsing = make (fixture, KP_UNSAFE_SAFE_BROWSING);
  g_autoptr (KpUnsafeLookup) web_risk = make (fixture, KP_UNSAFE_WEB_RISK);

  g_assert_cmpstr (check_word (browsing, "cp.kite.example"), ==, "none");
  /* Both names in one question. */
  g_assert_cmpuint (fixture->requests, ==, 1);
  g_assert_nonnull (strstr (fixture->asked->str, "alt=json&hashPrefixes="));
  g_assert_cmpstr (check_word (web_risk, "cp.kite.example"), ==, "none");
  g_assert_cmpuint (fixture->requests, ==, 3);
}

/* A suspicion is told as one, with whose it is. */
static void
test_suspected (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "cp.kite.example", "kite.example" };
  static const KpUnsafeService services[] = { KP_UNSAFE_SAFE_BROWSING, KP_UNSAFE_WEB_RISK };

  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (KpUnsafeLookup) lookup = make (fixture, services[i / 2]);
      g_autoptr (KpFinding) finding = NULL;

      fixture->listed = names[i % 2];
      finding = check (lookup, "cp.kite.example");
      g_assert_cmpint (finding->id, ==, KP_FINDING_NAME_SUSPECTED_UNSAFE);
      g_assert_cmpint (finding->severity, ==, KP_SEVERITY_WRONG);
      g_assert_cmpstr (finding->subject, ==, names[i % 2]);
      g_assert_nonnull (strstr (finding->text, names[i % 2]));
      g_assert_nonnull (strstr (finding->text, "suspected"));
      g_assert_nonnull (strstr (finding->text, "may be deceptive"));
      g_assert_nonnull (strstr (finding->text, "Advisory provided by Google"));
      g_assert_nonnull (strstr (finding->text, "https://developers.google.com/"));
      g_assert_nonnull (strstr (finding->fix, "can be wrong"));
    }
}

/* The prefixes in the question of that number. */
static guint
count_asked (Fixture *fixture, guint question)
{
  g_auto (GStrv) lines = g_strsplit (fixture->asked->str, "\n", -1);
  g_auto (GStrv) parts = g_strsplit (lines[question], "hashPrefixes=", -1);

  return g_strv_length (parts) - 1;
}

/* What was answered is not asked again while it holds, good news for longer than bad. */
static void
test_cache (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KpUnsafeLookup) lookup = make (fixture, KP_UNSAFE_SAFE_BROWSING);
  KpFixedClock *clock = KP_FIXED_CLOCK (fixture->clock);

  fixture->duration = "7200s";
  g_assert_cmpstr (check_word (lookup, "cp.kite.example"), ==, "none");
  kp_fixed_clock_set (clock, NOW + 7199);
  g_assert_cmpstr (check_word (lookup, "cp.kite.example"), ==, "none");
  g_assert_cmpuint (fixture->requests, ==, 1);
  /* Its parent is known by now: only the new name is asked for. */
  g_assert_cmpstr (check_word (lookup, "www.kite.example"), ==, "none");
  g_assert_cmpuint (fixture->requests, ==, 2);
  g_assert_cmpuint (count_asked (fixture, 0), ==, 2);
  g_assert_cmpuint (count_asked (fixture, 1), ==, 1);
  kp_fixed_clock_set (clock, NOW + 7200);
  fixture->listed = "cp.kite.example";
  g_assert_cmpstr (check_word (lookup, "cp.kite.example"), ==, "suspected");
  g_assert_cmpuint (fixture->requests, ==, 3);
  kp_fixed_clock_set (clock, NOW + 7200 + KP_UNSAFE_FRESH - 1);
  g_assert_cmpstr (check_word (lookup, "cp.kite.example"), ==, "suspected");
  g_assert_cmpuint (fixture->requests, ==, 3);
  /* The list has let it go meanwhile: old news calls nobody unsafe. */
  fixture->listed = NULL;
  kp_fixed_clock_set (clock, NOW + 7200 + KP_UNSAFE_FRESH);
  g_assert_cmpstr (check_word (lookup, "cp.kite.example"), ==, "none");
  g_assert_cmpuint (fixture->requests, ==, 4);
  kp_fixed_clock_set (clock, NOW);
  check_word (lookup, "cp.kite.example");
  g_assert_cmpuint (fixture->requests, ==, 5);
}

/* What may not be kept counts once. */
static void
test_no_cache (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KpUnsafeLookup) lookup = make (fixture, KP_UNSAFE_SAFE_BROWSING);

  fixture->duration = "0s";
  fixture->listed = "kite.example";
  for (guint i = 1; i <= 2; i++)
    {
      g_assert_cmpstr (check_word (lookup, "cp.kite.example"), ==, "suspected");
      g_assert_cmpuint (fixture->requests, ==, i);
    }
}

/* Whatever goes wrong, the name is neither called safe nor unsafe, and it is said why. */
static void
test_faults (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    guint status;
    const char *text;
    const char *reason;
  } rows[] = {
    { 400, "{\"error\":{\"message\":\"API key not valid.\"}}", "refuses the key" },
    { 403, "", "refuses the key" },
    { 401, "<html>", "refuses the key" },
    { 429, "", "429" },
    { 500, "", "500" },
    { 503, "", "503" },
    { 204, "", "204" },
    { 404, "", "404" },
    { 200, "", "can’t be read" },
    { 200, "<html>Log in to this network</html>", "can’t be read" },
    { 200, "[]", "can’t be read" },
  };
  g_autoptr (KpUnsafeLookup) lookup = make (fixture, KP_UNSAFE_SAFE_BROWSING);

  fixture->listed = "cp.kite.example";
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (KpFinding) finding = NULL;

      fixture->status = rows[i].status;
      fixture->broken = rows[i].text;
      finding = check (lookup, "cp.kite.example");
      g_test_message ("%s", finding->text);
      g_assert_cmpint (finding->id, ==, KP_FINDING_NAME_UNSAFE_NOT_CHECKED);
      g_assert_cmpint (finding->severity, ==, KP_SEVERITY_NOTE);
      g_assert_nonnull (strstr (finding->text, rows[i].reason));
      g_assert_null (strstr (finding->text, KEY));
    }
  /* None of that was kept. */
  fixture->status = 200;
  fixture->broken = NULL;
  g_assert_cmpstr (check_word (lookup, "cp.kite.example"), ==, "suspected");
}

static void
test_too_large (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KpUnsafeLookup) lookup = make (fixture, KP_UNSAFE_SAFE_BROWSING);
  g_autofree char *longest = g_strnfill (KP_UNSAFE_MAX_ANSWER + 10000, ' ');

  fixture->broken = longest;
  g_assert_cmpstr (check_word (lookup, "cp.kite.example"), ==, "not checked");
}

static void
test_offline (Fixture *fixture, gconstpointer data)
{
  g_autofree char *base =
      g_strdup_printf ("https://localhost:%u", loopback_find_closed_port ());
  g_autoptr (KpSecret) key = kp_secret_new (KEY, strlen (KEY));
  g_autoptr (KpUnsafeLookup) lookup = kp_unsafe_lookup_new (
      KP_UNSAFE_WEB_RISK, base, key, fixture->session, 10, fixture->clock);

  g_assert_cmpstr (check_word (lookup, "cp.kite.example"), ==, "not checked");
}

/* What can't be a key is not sent, and is not shown. */
static void
test_bad_key (Fixture *fixture, gconstpointer data)
{
  static const char *const keys[] = { "", "a b", "a\r\nHost: x", "sch\xc3\xb6n", "\xff" };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (KpUnsafeLookup) lookup =
          make_with (fixture, KP_UNSAFE_SAFE_BROWSING, keys[i]);
      g_autoptr (KpFinding) finding = check (lookup, "cp.kite.example");

      g_assert_cmpint (finding->id, ==, KP_FINDING_NAME_UNSAFE_NOT_CHECKED);
      g_assert_nonnull (strstr (finding->text, "key"));
    }
  g_assert_cmpuint (fixture->requests, ==, 0);
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KpUnsafeLookup) lookup = make (fixture, KP_UNSAFE_SAFE_BROWSING);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kp_unsafe_lookup_check_async (lookup, "cp.kite.example", cancellable, take_result,
                                &result);
  g_cancellable_cancel (cancellable);
  wait_for_result (&result);
  g_assert_null (kp_unsafe_lookup_check_finish (lookup, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Looks @text up as a name that is to be added. */
static KpNameCheck *
check_name (const char *text, KpUnsafeLookup *lookup, const char *why_not)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KpNameCheck *checked;

  kp_name_check_look_up_async (kp_name_check_new (text, NULL), lookup, why_not, NULL,
                               take_result, &result);
  wait_for_result (&result);
  checked = kp_name_check_look_up_finish (result, &error);
  g_assert_no_error (error);
  return checked;
}

/* The suspicion is one reason more to refuse a name; that nobody was asked is none. */
static void
test_name_check (Fixture *fixture, gconstpointer data)
{
  g_autoptr (KpUnsafeLookup) lookup = make (fixture, KP_UNSAFE_SAFE_BROWSING);
  g_autoptr (KpNameCheck) fine = check_name ("cp.kite.example", lookup, NULL);
  g_autoptr (KpNameCheck) unknown = check_name ("cp.kite.example", NULL, "It is off.");
  g_autoptr (KpNameCheck) no_name = check_name ("192.0.2.1", lookup, NULL);
  g_autoptr (KpNameCheck) listed = NULL;
  KpFinding *finding;

  g_assert_true (fine->allowed);
  g_assert_cmpuint (fine->findings->len, ==, 0);
  g_assert_true (unknown->allowed);
  g_assert_cmpuint (unknown->findings->len, ==, 1);
  finding = unknown->findings->pdata[0];
  g_assert_cmpint (finding->id, ==, KP_FINDING_NAME_UNSAFE_NOT_CHECKED);
  g_assert_cmpstr (finding->text, ==, "It is off.");
  /* What is no name is not asked for. */
  g_assert_cmpuint (no_name->findings->len, ==, 1);
  g_assert_cmpuint (fixture->requests, ==, 1);
  fixture->listed = "www.kite.example";
  listed = check_name ("WWW.Kite.example", lookup, NULL);
  g_assert_false (listed->allowed);
  finding = listed->findings->pdata[0];
  g_assert_cmpint (finding->id, ==, KP_FINDING_NAME_SUSPECTED_UNSAFE);
}

int
main (int argc, char **argv)
{
#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

  g_test_init (&argc, &argv, NULL);
  ADD ("/unsafe-lookup/nothing", test_nothing);
  ADD ("/unsafe-lookup/suspected", test_suspected);
  ADD ("/unsafe-lookup/cache", test_cache);
  ADD ("/unsafe-lookup/no-cache", test_no_cache);
  ADD ("/unsafe-lookup/faults", test_faults);
  ADD ("/unsafe-lookup/too-large", test_too_large);
  ADD ("/unsafe-lookup/offline", test_offline);
  ADD ("/unsafe-lookup/bad-key", test_bad_key);
  ADD ("/unsafe-lookup/cancelled", test_cancelled);
  ADD ("/unsafe-lookup/name-check", test_name_check);
  return g_test_run ();
}
