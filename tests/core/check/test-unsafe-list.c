/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/check/unsafe-list.h"

#include <string.h>

/* 2026-11-22T08:10:00Z */
#define NOW G_GINT64_CONSTANT (1795335000)
#define DAY (24 * 60 * 60)

static void
test_expand (void)
{
  static const struct
  {
    const char *host;
    const char *names;
  } rows[] = {
    { "kite.example", "kite.example" },
    { "cp.kite.example", "cp.kite.example kite.example" },
    /* The top, and what domains are registered under, is nobody's own. */
    { "cp.kite.co.uk", "cp.kite.co.uk kite.co.uk" },
    { "co.uk", "co.uk" },
    { "a.b.c.d.kite.example",
      "a.b.c.d.kite.example kite.example d.kite.example c.d.kite.example "
      "b.c.d.kite.example" },
    { "a.b.c.d.e.f.g.h.i", "a.b.c.d.e.f.g.h.i h.i g.h.i f.g.h.i e.f.g.h.i" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (GStrv) names = kp_unsafe_list_expand (rows[i].host);
      g_autofree char *joined = g_strjoinv (" ", names);

      g_assert_cmpstr (joined, ==, rows[i].names);
    }
}

/* Of SHA-256 ("cp.kite.example/"): no octet of the name, and only 4 of the hash, leave. */
static void
test_uri (void)
{
  KpUnsafeHash hash;
  guint32 prefixes[2];
  g_autofree char *digest =
      g_compute_checksum_for_string (G_CHECKSUM_SHA256, "cp.kite.example/", -1);
  g_autofree char *start = NULL;
  g_autofree char *browsing = NULL;
  g_autofree char *web_risk = NULL;

  kp_unsafe_list_hash ("cp.kite.example", &hash);
  prefixes[0] = kp_unsafe_hash_get_prefix (&hash);
  prefixes[1] = 0xfbf0ffffu;
  start = g_strdup_printf ("%08x", prefixes[0]);
  g_assert_true (g_str_has_prefix (digest, start));
  prefixes[0] = 0x00010203u;
  browsing = kp_unsafe_list_make_uri (KP_UNSAFE_SAFE_BROWSING, NULL, prefixes, 2);
  g_assert_cmpstr (browsing, ==,
                   "https://safebrowsing.googleapis.com/v5/hashes:search?alt=json"
                   "&hashPrefixes=AAECAw%3D%3D&hashPrefixes=-_D__w%3D%3D");
  web_risk =
      kp_unsafe_list_make_uri (KP_UNSAFE_WEB_RISK, "https://localhost:1", prefixes + 1, 1);
  g_assert_cmpstr (web_risk, ==,
                   "https://localhost:1/v1/hashes:search?alt=json&threatTypes=MALWARE"
                   "&threatTypes=SOCIAL_ENGINEERING&threatTypes=UNWANTED_SOFTWARE"
                   "&hashPrefix=-_D__w%3D%3D");
}

static KpUnsafeAnswer *
parse (KpUnsafeService service, const char *text, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  return kp_unsafe_answer_parse (service, bytes, NOW, error);
}

/* @text with HASH for the hash of cp.kite.example in base64. */
static char *
fill (const char *text, gboolean web)
{
  g_auto (GStrv) parts = g_strsplit (text, "HASH", -1);
  g_autofree char *hash = NULL;
  KpUnsafeHash own;

  kp_unsafe_list_hash ("cp.kite.example", &own);
  hash = g_base64_encode (own.octets, sizeof own.octets);
  if (web)
    {
      g_strdelimit (g_strdelimit (hash, "+", '-'), "/", '_');
      hash[strcspn (hash, "=")] = '\0';
    }
  return g_strjoinv (hash, parts);
}

#define ENTRY(details)                                                                     \
  "{\"fullHashes\":[{\"fullHash\":\"HASH\",\"fullHashDetails\":[" details "]}],"           \
  "\"cacheDuration\":\"300s\"}"

static const struct
{
  KpUnsafeService service;
  const char *text;
  guint threats;
  int holds;
} answers[] = {
  { KP_UNSAFE_SAFE_BROWSING, "{}", 0, 0 },
  { KP_UNSAFE_SAFE_BROWSING, "{\"cacheDuration\":\"300s\"}", 0, 300 },
  { KP_UNSAFE_SAFE_BROWSING, "{\"cacheDuration\":\"299.9s\"}", 0, 299 },
  { KP_UNSAFE_SAFE_BROWSING, "{\"cacheDuration\":\"9999999s\"}", 0, DAY },
  { KP_UNSAFE_SAFE_BROWSING, "{\"cacheDuration\":\"99999999999999999999999s\"}", 0, DAY },
  { KP_UNSAFE_SAFE_BROWSING, "{\"cacheDuration\":\"-5s\"}", 0, 0 },
  { KP_UNSAFE_SAFE_BROWSING, "{\"cacheDuration\":300}", 0, 0 },
  { KP_UNSAFE_SAFE_BROWSING, "{\"cacheDuration\":\"5m\"}", 0, 0 },
  { KP_UNSAFE_SAFE_BROWSING, ENTRY ("{\"threatType\":\"MALWARE\"}"), KP_THREAT_MALWARE,
    300 },
  { KP_UNSAFE_SAFE_BROWSING,
    ENTRY ("{\"threatType\":\"SOCIAL_ENGINEERING\"},"
           "{\"threatType\":\"UNWANTED_SOFTWARE\"}"),
    KP_THREAT_DECEPTION | KP_THREAT_UNWANTED_SOFTWARE, 300 },
  { KP_UNSAFE_SAFE_BROWSING, ENTRY ("{\"threatType\":\"POTENTIALLY_HARMFUL_APPLICATION\"}"),
    KP_THREAT_HARMFUL_APP, 300 },
  /* A test of the list, what is for frames alone, and what nobody knows yet. */
  { KP_UNSAFE_SAFE_BROWSING,
    ENTRY ("{\"threatType\":\"MALWARE\",\"attributes\":[\"CANARY\"]}"), 0, 300 },
  { KP_UNSAFE_SAFE_BROWSING,
    ENTRY ("{\"threatType\":\"MALWARE\",\"attributes\":[\"FRAME_ONLY\"]}"), 0, 300 },
  { KP_UNSAFE_SAFE_BROWSING,
    ENTRY ("{\"threatType\":\"MALWARE\",\"attributes\":[\"CANARY\"]},"
           "{\"threatType\":\"SOCIAL_ENGINEERING\"}"),
    KP_THREAT_DECEPTION, 300 },
  { KP_UNSAFE_SAFE_BROWSING, ENTRY ("{\"threatType\":\"TELEPATHY\"}"), 0, 300 },
  { KP_UNSAFE_SAFE_BROWSING, ENTRY ("{\"threatType\":7},null,[]"), 0, 300 },
  /* The bad news of an hour ago is none. */
  { KP_UNSAFE_SAFE_BROWSING,
    "{\"fullHashes\":[{\"fullHash\":\"HASH\",\"fullHashDetails\":"
    "[{\"threatType\":\"MALWARE\"}]}],\"cacheDuration\":\"7200s\"}",
    KP_THREAT_MALWARE, KP_UNSAFE_FRESH },
  /* Another name with the same prefix. */
  { KP_UNSAFE_SAFE_BROWSING,
    "{\"fullHashes\":[{\"fullHash\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\","
    "\"fullHashDetails\":[{\"threatType\":\"MALWARE\"}]}],\"cacheDuration\":\"60s\"}",
    0, 60 },
  { KP_UNSAFE_SAFE_BROWSING,
    "{\"fullHashes\":[{\"fullHash\":\"HASHA\",\"fullHashDetails\":"
    "[{\"threatType\":\"MALWARE\"}]},{\"fullHash\":7},null,{}]}",
    0, 0 },
  { KP_UNSAFE_WEB_RISK, "{\"negativeExpireTime\":\"2026-11-22T08:20:00.5Z\"}", 0, 600 },
  { KP_UNSAFE_WEB_RISK, "{\"negativeExpireTime\":\"2027-11-22T08:20:00Z\"}", 0, DAY },
  { KP_UNSAFE_WEB_RISK, "{\"negativeExpireTime\":\"soon\"}", 0, 0 },
  { KP_UNSAFE_WEB_RISK,
    "{\"threats\":[{\"threatTypes\":[\"MALWARE\",\"TELEPATHY\"],\"hash\":\"HASH\","
    "\"expireTime\":\"2026-11-22T08:15:00Z\"}],"
    "\"negativeExpireTime\":\"2026-11-22T09:10:00Z\"}",
    KP_THREAT_MALWARE, 300 },
  { KP_UNSAFE_WEB_RISK,
    "{\"threats\":[{\"threatTypes\":[\"SOCIAL_ENGINEERING_EXTENDED_COVERAGE\"],"
    "\"hash\":\"HASH\",\"expireTime\":\"2026-11-22T12:10:00Z\"}]}",
    KP_THREAT_DECEPTION, KP_UNSAFE_FRESH },
  { KP_UNSAFE_WEB_RISK,
    "{\"threats\":[{\"threatTypes\":[\"MALWARE\"],\"hash\":\"HASH\"},"
    "{\"threatTypes\":[\"UNWANTED_SOFTWARE\"],\"hash\":\"HASH\","
    "\"expireTime\":\"2026-11-22T08:15:00Z\"}]}",
    KP_THREAT_MALWARE | KP_THREAT_UNWANTED_SOFTWARE, 0 },
  { KP_UNSAFE_WEB_RISK,
    "{\"threats\":[{\"threatTypes\":[\"TELEPATHY\"],\"hash\":\"HASH\"}],"
    "\"negativeExpireTime\":\"2026-11-22T08:11:00Z\"}",
    0, 60 },
};

/* What is said of cp.kite.example, what that means, and for how many seconds. */
static void
test_answers (void)
{
  KpUnsafeHash own;

  kp_unsafe_list_hash ("cp.kite.example", &own);
  for (guint i = 0; i < 2 * G_N_ELEMENTS (answers); i++)
    {
      g_autofree char *text = fill (answers[i / 2].text, i % 2 == 1);
      g_autoptr (GError) error = NULL;
      g_autoptr (KpUnsafeAnswer) answer = parse (answers[i / 2].service, text, &error);
      int holds = answers[i / 2].holds;

      g_test_message ("%s", text);
      g_assert_no_error (error);
      g_assert_cmpuint (kp_unsafe_answer_get_threats (answer, &own), ==,
                        answers[i / 2].threats);
      g_assert_cmpint (kp_unsafe_answer_holds (answer, &own, NOW), ==, holds > 0);
      g_assert_false (kp_unsafe_answer_holds (answer, &own, NOW + holds));
      if (holds > 0)
        g_assert_true (kp_unsafe_answer_holds (answer, &own, NOW + holds - 1));
      /* The clock was set back: nobody knows how old it is. */
      g_assert_false (kp_unsafe_answer_holds (answer, &own, NOW - 1));
    }
}

static void
test_none (void)
{
  static const char *const texts[] = {
    "", "[]", "null", "<html>", "{", "\xff", "{\"fullHashes\":"
  };
  g_autofree char *longest = g_strnfill (KP_UNSAFE_MAX_ANSWER + 1, ' ');
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) bad = NULL;

      g_assert_null (parse (KP_UNSAFE_SAFE_BROWSING, texts[i], &bad));
      g_assert_error (bad, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
    }
  g_assert_null (parse (KP_UNSAFE_WEB_RISK, longest, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/unsafe-list/expand", test_expand);
  g_test_add_func ("/unsafe-list/uri", test_uri);
  g_test_add_func ("/unsafe-list/answers", test_answers);
  g_test_add_func ("/unsafe-list/none", test_none);
  return g_test_run ();
}
