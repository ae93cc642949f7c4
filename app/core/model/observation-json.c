/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/json.h"
#include "core/base/json-writer.h"
#include "core/model/observation.h"

#include <gio/gio.h>

/*
 * The form in which the store keeps an observation. Absent members take their
 * default and unknown ones are passed over, so that stores of other versions
 * can be read; every count and text is bounded, as the file may be damaged.
 */
#define MAX_JSON (1024 * 1024)
#define TYPICAL_JSON 8192
#define MAX_NAME 1100 /* a DNS name with every octet as \DDD */
#define MAX_TEXT 4096
#define MAX_DATA 16384 /* TXT of 4,096 characters, control characters as \DDD */
#define MAX_RECORDS 256
#define MAX_ANSWERS 64
#define MAX_PROBES 256
#define MAX_CHAIN 16
#define MAX_SAN 1000
#define MAX_NUMBER 1000000 /* of a reason, either way */

static void
add_string (GString *json, const char *name, const char *value)
{
  if (value != NULL)
    kp_json_write_string (json, name, value);
}

static void
add_int (GString *json, const char *name, gint64 value)
{
  if (value != 0)
    kp_json_write_int (json, name, value);
}

static void
add_boolean (GString *json, const char *name, gboolean value)
{
  if (value)
    kp_json_write_boolean (json, name, TRUE);
}

static void
add_strv (GString *json, const char *name, char **values)
{
  if (values == NULL)
    return;
  kp_json_write_begin (json, name, '[');
  for (char **value = values; *value != NULL; value++)
    kp_json_write_string (json, NULL, *value);
  kp_json_write_end (json, ']');
}

static void
add_record (GString *json, const char *name, const KpRecord *record)
{
  kp_json_write_begin (json, name, '{');
  add_int (json, "type", record->type);
  add_string (json, "owner", record->owner);
  add_int (json, "ttl", record->ttl);
  add_string (json, "data", record->data);
  kp_json_write_end (json, '}');
}

static void
add_records (GString *json, const char *name, GPtrArray *records)
{
  if (records->len == 0)
    return;
  kp_json_write_begin (json, name, '[');
  for (guint i = 0; i < records->len; i++)
    add_record (json, NULL, g_ptr_array_index (records, i));
  kp_json_write_end (json, ']');
}

static void
add_answer (GString *json, const char *name, const KpResolverAnswer *answer)
{
  kp_json_write_begin (json, name, '{');
  add_string (json, "url", answer->url);
  /* The name of this machine's resolver is in a language. */
  if (kp_resolver_source_get_name (answer->source) == NULL)
    add_string (json, "name", answer->name);
  add_int (json, "source", answer->source);
  add_boolean (json, "answered", answer->answered);
  add_string (json, "error", answer->error);
  add_int (json, "rcode", answer->rcode);
  add_boolean (json, "bogus", answer->bogus);
  add_boolean (json, "authenticated", answer->authenticated);
  add_boolean (json, "loop", answer->loop);
  add_boolean (json, "dangling", answer->dangling);
  add_records (json, "chain", answer->chain);
  add_records (json, "addresses", answer->addresses);
  add_int (json, "ttl", answer->ttl);
  add_boolean (json, "ttl-known", answer->ttl_known);
  add_int (json, "negative-ttl", answer->negative_ttl);
  add_int (json, "asked-at", answer->asked_at);
  kp_json_write_end (json, '}');
}

static void
add_certificate (GString *json, const char *name, const KpCertificateFacts *facts)
{
  kp_json_write_begin (json, name, '{');
  add_strv (json, "names", facts->names);
  add_string (json, "subject", facts->subject);
  add_string (json, "issuer", facts->issuer);
  add_string (json, "key", facts->key);
  add_int (json, "not-before", facts->not_before);
  add_int (json, "not-after", facts->not_after);
  add_string (json, "sha256", facts->sha256);
  add_string (json, "spki-sha256", facts->spki_sha256);
  add_boolean (json, "self-issued", facts->self_issued);
  kp_json_write_end (json, '}');
}

static void
add_probe (GString *json, const KpProbe *probe)
{
  kp_json_write_begin (json, NULL, '{');
  add_string (json, "address", probe->address);
  add_boolean (json, "of-target", probe->of_target);
  add_int (json, "outcome", probe->outcome);
  add_string (json, "reason", kp_probe_reason_to_string (probe->reason));
  add_int (json, "number", probe->number);
  add_string (json, "detail", probe->detail);
  add_string (json, "error", probe->error);
  add_string (json, "protocol", probe->protocol);
  if (probe->certificate != NULL)
    add_certificate (json, "certificate", probe->certificate);
  add_strv (json, "chain", probe->chain_sha256);
  add_int (json, "trust", probe->trust);
  add_boolean (json, "weak", probe->weak);
  add_boolean (json, "root-served", probe->root_served);
  add_string (json, "root-sha256", probe->root_sha256);
  add_string (json, "root-name", probe->root_name);
  add_int (json, "chain-not-after", probe->chain_not_after);
  add_int (json, "plain-http", probe->plain_http);
  add_int (json, "probed-at", probe->probed_at);
  kp_json_write_end (json, '}');
}

static void
add_optional_record (GString *json, const char *name, const KpRecord *record)
{
  if (record != NULL)
    add_record (json, name, record);
}

static void
add_dns (GString *json, const KpObservation *self)
{
  kp_json_write_begin (json, "answers", '[');
  for (guint i = 0; i < self->answers->len; i++)
    add_answer (json, NULL, g_ptr_array_index (self->answers, i));
  kp_json_write_end (json, ']');
  if (self->system_answer != NULL)
    add_answer (json, "system-answer", self->system_answer);
  add_records (json, "target-addresses", self->target_addresses);
  add_boolean (json, "target-answered", self->target_answered);
  add_string (json, "zone", self->zone);
  add_boolean (json, "is-apex", self->is_apex);
  add_string (json, "dns-host", self->dns_host);
  add_strv (json, "name-servers", self->name_servers);
  add_records (json, "other-records", self->other_records);
  add_optional_record (json, "doubled", self->doubled);
  add_optional_record (json, "wildcard", self->wildcard);
  add_int (json, "caa-state", self->caa_state);
  add_string (json, "caa-node", self->caa_node);
  add_records (json, "caa", self->caa);
}

char *
kp_observation_to_json (const KpObservation *self)
{
  GString *json = g_string_sized_new (TYPICAL_JSON);

  kp_json_write_begin (json, NULL, '{');
  add_int (json, "checked-at", self->checked_at);
  add_string (json, "host", self->host);
  add_int (json, "port", self->port);
  add_string (json, "target", self->target);
  add_dns (json, self);
  kp_json_write_begin (json, "probes", '[');
  for (guint i = 0; i < self->probes->len; i++)
    add_probe (json, g_ptr_array_index (self->probes, i));
  kp_json_write_end (json, ']');
  add_boolean (json, "intercepted", self->intercepted);
  kp_json_write_end (json, '}');
  return g_string_free (json, FALSE);
}

static char *
dup_string (JsonObject *object, const char *member, gsize max)
{
  return g_strdup (kp_json_get_string (object, member, max));
}

static gint64
get_time (JsonObject *object, const char *member)
{
  return kp_json_get_int (object, member, -KP_JSON_TIME_MAX, KP_JSON_TIME_MAX, 0);
}

static KpRecord *
read_record (JsonObject *object)
{
  const char *owner = kp_json_get_string (object, "owner", MAX_NAME);
  const char *data = kp_json_get_string (object, "data", MAX_DATA);
  gint64 type = kp_json_get_int (object, "type", 1, 65535, 0);

  if (owner == NULL || data == NULL || type == 0)
    return NULL;
  return kp_record_new (type, owner, kp_json_get_int (object, "ttl", 0, G_MAXUINT32, 0),
                        data);
}

static KpRecord *
read_optional_record (JsonObject *object, const char *member)
{
  JsonObject *inner = kp_json_get_object (object, member);

  return inner != NULL ? read_record (inner) : NULL;
}

static void
read_records (JsonObject *object, const char *member, GPtrArray *records)
{
  guint length;
  JsonArray *array = kp_json_get_array (object, member, MAX_RECORDS, &length);

  for (guint i = 0; i < length; i++)
    {
      JsonObject *inner = kp_json_array_get_object (array, i);
      KpRecord *record = inner != NULL ? read_record (inner) : NULL;

      if (record != NULL)
        g_ptr_array_add (records, record);
    }
}

static KpResolverAnswer *
read_answer (JsonObject *object)
{
  const char *url = kp_json_get_string (object, "url", MAX_TEXT);
  const char *name = kp_json_get_string (object, "name", MAX_TEXT);
  KpResolverSource source = kp_json_get_int (object, "source", 0, KP_RESOLVER_SOURCE_SYSTEM,
                                             KP_RESOLVER_SOURCE_DOH);
  KpResolverAnswer *answer;

  if (url == NULL)
    return NULL;
  if (kp_resolver_source_get_name (source) != NULL)
    name = kp_resolver_source_get_name (source);
  answer = kp_resolver_answer_new (url, name != NULL && *name != '\0' ? name : url, source);
  answer->answered = kp_json_get_boolean (object, "answered");
  answer->error = dup_string (object, "error", MAX_TEXT);
  answer->rcode = kp_json_get_int (object, "rcode", 0, 4095, 0);
  answer->bogus = kp_json_get_boolean (object, "bogus");
  answer->authenticated = kp_json_get_boolean (object, "authenticated");
  answer->loop = kp_json_get_boolean (object, "loop");
  answer->dangling = kp_json_get_boolean (object, "dangling");
  read_records (object, "chain", answer->chain);
  read_records (object, "addresses", answer->addresses);
  answer->ttl = kp_json_get_int (object, "ttl", 0, G_MAXUINT32, 0);
  answer->ttl_known = kp_json_get_boolean (object, "ttl-known");
  answer->negative_ttl = kp_json_get_int (object, "negative-ttl", 0, G_MAXUINT32, 0);
  answer->asked_at = get_time (object, "asked-at");
  return answer;
}

/* Whoever shows a certificate relies on its texts: none is ever %NULL. */
static char *
dup_text (JsonObject *object, const char *member)
{
  const char *text = kp_json_get_string (object, member, MAX_TEXT);

  return g_strdup (text != NULL ? text : "");
}

static KpCertificateFacts *
read_certificate (JsonObject *object)
{
  KpCertificateFacts *facts = kp_certificate_facts_new ();

  facts->names = kp_json_get_strv (object, "names", MAX_SAN, MAX_NAME);
  if (facts->names == NULL)
    facts->names = g_new0 (char *, 1);
  facts->subject = dup_text (object, "subject");
  facts->issuer = dup_text (object, "issuer");
  facts->key = dup_text (object, "key");
  facts->not_before = get_time (object, "not-before");
  facts->not_after = get_time (object, "not-after");
  facts->sha256 = dup_text (object, "sha256");
  facts->spki_sha256 = dup_text (object, "spki-sha256");
  facts->self_issued = kp_json_get_boolean (object, "self-issued");
  return facts;
}

static KpProbe *
read_probe (JsonObject *object)
{
  const char *address = kp_json_get_string (object, "address", 64);
  JsonObject *certificate = kp_json_get_object (object, "certificate");
  char **chain;
  KpProbe *probe;

  if (address == NULL)
    return NULL;
  probe = kp_probe_new (address);
  probe->of_target = kp_json_get_boolean (object, "of-target");
  /* 0 is left out when written. */
  if (json_object_has_member (object, "outcome"))
    probe->outcome =
        kp_json_get_int (object, "outcome", 0, KP_PROBE_FAILED, KP_PROBE_FAILED);
  else
    probe->outcome = certificate != NULL ? KP_PROBE_SERVED : KP_PROBE_FAILED;
  probe->reason =
      kp_probe_reason_from_string (kp_json_get_string (object, "reason", MAX_TEXT));
  probe->number = kp_json_get_int (object, "number", -MAX_NUMBER, MAX_NUMBER, 0);
  probe->detail = dup_string (object, "detail", MAX_TEXT);
  probe->error = dup_string (object, "error", MAX_TEXT);
  probe->protocol = dup_string (object, "protocol", 32);
  if (certificate != NULL)
    probe->certificate = read_certificate (certificate);
  /* A certificate is what "served" means; a verdict relies on it. */
  else if (probe->outcome == KP_PROBE_SERVED)
    probe->outcome = KP_PROBE_FAILED;
  chain = kp_json_get_strv (object, "chain", MAX_CHAIN, 64);
  if (chain != NULL)
    {
      g_strfreev (probe->chain_sha256);
      probe->chain_sha256 = chain;
    }
  probe->trust =
      kp_json_get_int (object, "trust", 0, KP_PROBE_TRUST_INCOMPLETE, KP_PROBE_TRUST_NONE);
  probe->weak = kp_json_get_boolean (object, "weak");
  probe->root_served = kp_json_get_boolean (object, "root-served");
  probe->root_sha256 = dup_string (object, "root-sha256", MAX_TEXT);
  probe->root_name = dup_string (object, "root-name", MAX_TEXT);
  probe->chain_not_after = get_time (object, "chain-not-after");
  probe->plain_http = kp_json_get_int (object, "plain-http", 0, KP_PLAIN_HTTP_PLAIN,
                                       KP_PLAIN_HTTP_NOT_ASKED);
  probe->probed_at = get_time (object, "probed-at");
  return probe;
}

static void
read_dns (KpObservation *self, JsonObject *object)
{
  JsonObject *system_answer = kp_json_get_object (object, "system-answer");
  guint length;
  JsonArray *array = kp_json_get_array (object, "answers", MAX_ANSWERS, &length);

  for (guint i = 0; i < length; i++)
    {
      JsonObject *inner = kp_json_array_get_object (array, i);
      KpResolverAnswer *answer = inner != NULL ? read_answer (inner) : NULL;

      if (answer != NULL)
        g_ptr_array_add (self->answers, answer);
    }
  if (system_answer != NULL)
    self->system_answer = read_answer (system_answer);
  read_records (object, "target-addresses", self->target_addresses);
  self->target_answered = kp_json_get_boolean (object, "target-answered");
  self->zone = dup_string (object, "zone", MAX_NAME);
  self->is_apex = kp_json_get_boolean (object, "is-apex");
  self->dns_host = dup_string (object, "dns-host", MAX_NAME);
  self->name_servers = kp_json_get_strv (object, "name-servers", 64, MAX_NAME);
  read_records (object, "other-records", self->other_records);
  self->doubled = read_optional_record (object, "doubled");
  self->wildcard = read_optional_record (object, "wildcard");
  self->caa_state =
      kp_json_get_int (object, "caa-state", 0, KP_CAA_UNKNOWN, KP_CAA_NOT_ASKED);
  self->caa_node = dup_string (object, "caa-node", MAX_NAME);
  read_records (object, "caa", self->caa);
}

KpObservation *
kp_observation_from_json (const char *json, GError **error)
{
  g_autoptr (JsonObject) object = kp_json_parse (json, -1, MAX_JSON, NULL, error);
  KpObservation *self;
  const char *host;
  JsonArray *array;
  guint length;

  if (object == NULL)
    return NULL;
  host = kp_json_get_string (object, "host", MAX_NAME);
  if (host == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "no host name in it");
      return NULL;
    }

  self = kp_observation_new (host, kp_json_get_int (object, "port", 1, 65535, 443),
                             get_time (object, "checked-at"));
  self->target = dup_string (object, "target", MAX_NAME);
  self->intercepted = kp_json_get_boolean (object, "intercepted");
  read_dns (self, object);
  array = kp_json_get_array (object, "probes", MAX_PROBES, &length);
  for (guint i = 0; i < length; i++)
    {
      JsonObject *inner = kp_json_array_get_object (array, i);
      KpProbe *probe = inner != NULL ? read_probe (inner) : NULL;

      if (probe != NULL)
        g_ptr_array_add (self->probes, probe);
    }
  return self;
}
