/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/check/unsafe-list.h"

#include <string.h>

#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/dns/zone.h"

#define MAX_ENTRIES 1000
#define MAX_DETAILS 20
#define MAX_WORD 64
#define DAY (24 * 60 * 60)

typedef struct
{
  KpUnsafeHash hash;
  guint threats;
  gint64 until; /* Unix seconds */
} Entry;

struct _KpUnsafeAnswer
{
  GArray *entries; /* Entry */
  gint64 at;
  gint64 until; /* for what has no entry */
};

/* Suffixes of @host, the longest first, that are somebody's own. */
static GPtrArray *
list_suffixes (const char *host)
{
  GPtrArray *suffixes = g_ptr_array_new ();

  for (const char *dot = strchr (host, '.'); dot != NULL; dot = strchr (dot + 1, '.'))
    if (strchr (dot + 1, '.') != NULL && !kp_zone_is_public_suffix (dot + 1))
      g_ptr_array_add (suffixes, (gpointer) (dot + 1));
  return suffixes;
}

char **
kp_unsafe_list_expand (const char *host)
{
  g_autoptr (GPtrArray) suffixes = NULL;
  g_autoptr (GStrvBuilder) names = NULL;
  guint n;

  g_return_val_if_fail (host != NULL, NULL);

  suffixes = list_suffixes (host);
  names = g_strv_builder_new ();
  n = MIN (suffixes->len, KP_UNSAFE_MAX_NAMES - 1);
  g_strv_builder_add (names, host);
  for (guint i = 1; i <= n; i++)
    g_strv_builder_add (names, g_ptr_array_index (suffixes, suffixes->len - i));
  return g_strv_builder_end (names);
}

void
kp_unsafe_list_hash (const char *name, KpUnsafeHash *hash)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize size = sizeof hash->octets;

  g_checksum_update (checksum, (const guchar *) name, -1);
  g_checksum_update (checksum, (const guchar *) "/", 1);
  g_checksum_get_digest (checksum, hash->octets, &size);
}

guint32
kp_unsafe_hash_get_prefix (const KpUnsafeHash *hash)
{
  return (guint32) hash->octets[0] << 24 | (guint32) hash->octets[1] << 16
         | (guint32) hash->octets[2] << 8 | hash->octets[3];
}

guint
kp_unsafe_list_max_prefixes (KpUnsafeService service)
{
  return service == KP_UNSAFE_SAFE_BROWSING ? KP_UNSAFE_MAX_NAMES : 1;
}

/* Base64 for URIs (RFC 4648 section 5), its padding escaped. */
static void
append_prefix (GString *uri, const char *name, guint32 prefix)
{
  const guchar octets[4] = { prefix >> 24, prefix >> 16, prefix >> 8, prefix };
  g_autofree char *text = g_base64_encode (octets, sizeof octets);

  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  text[strcspn (text, "=")] = '\0';
  g_string_append_printf (uri, "&%s=%s%%3D%%3D", name, text);
}

char *
kp_unsafe_list_make_uri (KpUnsafeService service, const char *base, const guint32 *prefixes,
                         guint n)
{
  GString *uri = g_string_new (base);
  gboolean browsing = service == KP_UNSAFE_SAFE_BROWSING;

  g_return_val_if_fail (n > 0 && n <= kp_unsafe_list_max_prefixes (service), NULL);

  if (base == NULL)
    g_string_append (uri, browsing ? "https://safebrowsing.googleapis.com"
                                   : "https://webrisk.googleapis.com");
  g_string_append (uri, browsing ? "/v5/hashes:search?alt=json"
                                 : "/v1/hashes:search?alt=json&threatTypes=MALWARE"
                                   "&threatTypes=SOCIAL_ENGINEERING"
                                   "&threatTypes=UNWANTED_SOFTWARE");
  for (guint i = 0; i < n; i++)
    append_prefix (uri, browsing ? "hashPrefixes" : "hashPrefix", prefixes[i]);
  return g_string_free (uri, FALSE);
}

static guint
read_threat (const char *text)
{
  static const struct
  {
    const char *name;
    KpThreat threat;
  } names[] = {
    { "MALWARE", KP_THREAT_MALWARE },
    { "SOCIAL_ENGINEERING", KP_THREAT_DECEPTION },
    { "SOCIAL_ENGINEERING_EXTENDED_COVERAGE", KP_THREAT_DECEPTION },
    { "UNWANTED_SOFTWARE", KP_THREAT_UNWANTED_SOFTWARE },
    { "POTENTIALLY_HARMFUL_APPLICATION", KP_THREAT_HARMFUL_APP },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_strcmp0 (text, names[i].name) == 0)
      return names[i].threat;
  return KP_THREAT_NONE;
}

/* Either alphabet of RFC 4648, with its padding or without. */
static gboolean
read_hash (JsonObject *object, const char *member, KpUnsafeHash *hash)
{
  const char *text = kp_json_get_string (object, member, MAX_WORD);
  g_autofree char *plain = NULL;
  g_autofree char *whole = NULL;
  g_autofree guchar *octets = NULL;
  gsize length = text != NULL ? strcspn (text, "=") : 0;
  gsize size;

  /* 43 characters and one "=" are 32 octets. */
  if (length != 43 || (text[length] != '\0' && !g_str_equal (text + length, "="))
      || strspn (text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_")
             != length)
    return FALSE;
  plain = g_strdup (text);
  plain[length] = '\0';
  g_strdelimit (plain, "-", '+');
  g_strdelimit (plain, "_", '/');
  whole = g_strconcat (plain, "=", NULL);
  octets = g_base64_decode (whole, &size);
  if (size != sizeof hash->octets)
    return FALSE;
  memcpy (hash->octets, octets, size);
  return TRUE;
}

static gboolean
has_word (JsonObject *object, const char *member, const char *word)
{
  g_auto (GStrv) words = kp_json_get_strv (object, member, MAX_DETAILS, MAX_WORD);

  return words != NULL && g_strv_contains ((const char *const *) words, word);
}

/* One kind of threat, unless it is not meant to be acted on here. */
static guint
read_detail (JsonObject *detail)
{
  if (has_word (detail, "attributes", "CANARY")
      || has_word (detail, "attributes", "FRAME_ONLY"))
    return KP_THREAT_NONE;
  return read_threat (kp_json_get_string (detail, "threatType", MAX_WORD));
}

/* "300s" or "300.5s", of which only whole seconds count; 0 if it is none. */
static gint64
read_duration (JsonObject *object, const char *member)
{
  const char *text = kp_json_get_string (object, member, MAX_WORD);
  guint64 seconds;
  char *end;

  if (text == NULL || !g_ascii_isdigit (*text))
    return 0;
  seconds = g_ascii_strtoull (text, &end, 10);
  if (*end == '.')
    end += 1 + strspn (end + 1, "0123456789");
  return g_str_equal (end, "s") ? (gint64) MIN (seconds, DAY) : 0;
}

static gint64
read_time (JsonObject *object, const char *member)
{
  const char *text = kp_json_get_string (object, member, MAX_WORD);
  gint64 time = 0;

  return text != NULL && kp_time_from_rfc3339 (text, &time) ? time : 0;
}

static Entry *
find (const KpUnsafeAnswer *self, const KpUnsafeHash *hash)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = &g_array_index (self->entries, Entry, i);

      if (memcmp (entry->hash.octets, hash->octets, sizeof hash->octets) == 0)
        return entry;
    }
  return NULL;
}

/* What is there twice is suspected of both. */
static void
add_entry (KpUnsafeAnswer *self, const KpUnsafeHash *hash, guint threats, gint64 until)
{
  Entry *known = find (self, hash);
  Entry entry = { *hash, threats, MIN (until, self->at + KP_UNSAFE_FRESH) };

  if (threats == KP_THREAT_NONE)
    return;
  if (known == NULL)
    {
      g_array_append_val (self->entries, entry);
      return;
    }
  known->threats |= threats;
  known->until = MIN (known->until, entry.until);
}

static void
read_browsing (KpUnsafeAnswer *self, JsonObject *root)
{
  guint n, n_details;
  JsonArray *hashes = kp_json_get_array (root, "fullHashes", MAX_ENTRIES, &n);

  self->until = self->at + read_duration (root, "cacheDuration");
  for (guint i = 0; i < n; i++)
    {
      JsonObject *entry = kp_json_array_get_object (hashes, i);
      JsonArray *details = NULL;
      KpUnsafeHash hash;
      guint threats = KP_THREAT_NONE;

      if (entry == NULL || !read_hash (entry, "fullHash", &hash))
        continue;
      details = kp_json_get_array (entry, "fullHashDetails", MAX_DETAILS, &n_details);
      for (guint j = 0; j < n_details; j++)
        {
          JsonObject *detail = kp_json_array_get_object (details, j);

          if (detail != NULL)
            threats |= read_detail (detail);
        }
      add_entry (self, &hash, threats, self->until);
    }
}

static void
read_web_risk (KpUnsafeAnswer *self, JsonObject *root)
{
  guint n;
  JsonArray *list = kp_json_get_array (root, "threats", MAX_ENTRIES, &n);

  self->until = MIN (read_time (root, "negativeExpireTime"), self->at + DAY);
  for (guint i = 0; i < n; i++)
    {
      JsonObject *entry = kp_json_array_get_object (list, i);
      g_auto (GStrv) types = NULL;
      KpUnsafeHash hash;
      guint threats = KP_THREAT_NONE;

      if (entry == NULL || !read_hash (entry, "hash", &hash))
        continue;
      types = kp_json_get_strv (entry, "threatTypes", MAX_DETAILS, MAX_WORD);
      for (guint j = 0; types != NULL && types[j] != NULL; j++)
        threats |= read_threat (types[j]);
      add_entry (self, &hash, threats, read_time (entry, "expireTime"));
    }
}

KpUnsafeAnswer *
kp_unsafe_answer_parse (KpUnsafeService service, GBytes *text, gint64 now, GError **error)
{
  g_autoptr (JsonObject) root = NULL;
  KpUnsafeAnswer *self;

  g_return_val_if_fail (text != NULL, NULL);

  root =
      kp_json_parse (g_bytes_get_size (text) > 0 ? g_bytes_get_data (text, NULL) : "",
                     (gssize) g_bytes_get_size (text), KP_UNSAFE_MAX_ANSWER, NULL, error);
  if (root == NULL)
    return NULL;
  self = g_atomic_rc_box_new0 (KpUnsafeAnswer);
  self->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  self->at = now;
  if (service == KP_UNSAFE_SAFE_BROWSING)
    read_browsing (self, root);
  else
    read_web_risk (self, root);
  return self;
}

KpUnsafeAnswer *
kp_unsafe_answer_ref (KpUnsafeAnswer *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  g_array_unref (((KpUnsafeAnswer *) data)->entries);
}

void
kp_unsafe_answer_unref (KpUnsafeAnswer *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

guint
kp_unsafe_answer_get_threats (const KpUnsafeAnswer *self, const KpUnsafeHash *hash)
{
  const Entry *entry;

  g_return_val_if_fail (self != NULL && hash != NULL, KP_THREAT_NONE);

  entry = find (self, hash);
  return entry != NULL ? entry->threats : KP_THREAT_NONE;
}

gboolean
kp_unsafe_answer_holds (const KpUnsafeAnswer *self, const KpUnsafeHash *hash, gint64 now)
{
  const Entry *entry;

  g_return_val_if_fail (self != NULL && hash != NULL, FALSE);

  entry = find (self, hash);
  return now >= self->at && now < (entry != NULL ? entry->until : self->until);
}
