/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/json.h"
#include "core/model/observation.h"

#include <gio/gio.h>

/*
 * The form in which the store keeps an observation. Absent members take their
 * default and unknown ones are passed over, so that stores of other versions
 * can be read; every count and text is bounded, as the file may be damaged.
 */
#define MAX_JSON (1024 * 1024)
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
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  if (value == NULL)
    return;
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
add_int (JsonBuilder *builder, const char *name, gint64 value)
{
  if (value == 0)
    return;
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

static void
add_boolean (JsonBuilder *builder, const char *name, gboolean value)
{
  if (!value)
    return;
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, TRUE);
}

static void
add_strv (JsonBuilder *builder, const char *name, char **values)
{
  if (values == NULL)
    return;
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (char **value = values; *value != NULL; value++)
    json_builder_add_string_value (builder, *value);
  json_builder_end_array (builder);
}

static void
add_record (JsonBuilder *builder, const KpRecord *record)
{
  json_builder_begin_object (builder);
  add_int (builder, "type", record->type);
  add_string (builder, "owner", record->owner);
  add_int (builder, "ttl", record->ttl);
  add_string (builder, "data", record->data);
  json_builder_end_object (builder);
}

static void
add_records (JsonBuilder *builder, const char *name, GPtrArray *records)
{
  if (records->len == 0)
    return;
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; i < records->len; i++)
    add_record (builder, g_ptr_array_index (records, i));
  json_builder_end_array (builder);
}

static void
add_answer (JsonBuilder *builder, const KpResolverAnswer *answer)
{
  json_builder_begin_object (builder);
  add_string (builder, "url", answer->url);
  add_string (builder, "name", answer->name);
  add_int (builder, "source", answer->source);
  add_boolean (builder, "answered", answer->answered);
  add_string (builder, "error", answer->error);
  add_int (builder, "rcode", answer->rcode);
  add_boolean (builder, "bogus", answer->bogus);
  add_boolean (builder, "authenticated", answer->authenticated);
  add_boolean (builder, "loop", answer->loop);
  add_boolean (builder, "dangling", answer->dangling);
  add_records (builder, "chain", answer->chain);
  add_records (builder, "addresses", answer->addresses);
  add_int (builder, "ttl", answer->ttl);
  add_boolean (builder, "ttl-known", answer->ttl_known);
  add_int (builder, "asked-at", answer->asked_at);
  json_builder_end_object (builder);
}

static void
add_certificate (JsonBuilder *builder, const KpCertificateFacts *facts)
{
  json_builder_begin_object (builder);
  add_strv (builder, "names", facts->names);
  add_string (builder, "subject", facts->subject);
  add_string (builder, "issuer", facts->issuer);
  add_string (builder, "key", facts->key);
  add_int (builder, "not-before", facts->not_before);
  add_int (builder, "not-after", facts->not_after);
  add_string (builder, "sha256", facts->sha256);
  add_string (builder, "spki-sha256", facts->spki_sha256);
  add_boolean (builder, "self-issued", facts->self_issued);
  json_builder_end_object (builder);
}

static void
add_probe (JsonBuilder *builder, const KpProbe *probe)
{
  json_builder_begin_object (builder);
  add_string (builder, "address", probe->address);
  add_boolean (builder, "of-target", probe->of_target);
  add_int (builder, "outcome", probe->outcome);
  add_string (builder, "reason", kp_probe_reason_to_string (probe->reason));
  add_int (builder, "number", probe->number);
  add_string (builder, "detail", probe->detail);
  add_string (builder, "error", probe->error);
  add_string (builder, "protocol", probe->protocol);
  if (probe->certificate != NULL)
    {
      json_builder_set_member_name (builder, "certificate");
      add_certificate (builder, probe->certificate);
    }
  add_strv (builder, "chain", probe->chain_sha256);
  add_int (builder, "trust", probe->trust);
  add_boolean (builder, "weak", probe->weak);
  add_boolean (builder, "root-served", probe->root_served);
  add_string (builder, "root-sha256", probe->root_sha256);
  add_string (builder, "root-name", probe->root_name);
  add_int (builder, "chain-not-after", probe->chain_not_after);
  add_int (builder, "plain-http", probe->plain_http);
  add_int (builder, "probed-at", probe->probed_at);
  json_builder_end_object (builder);
}

static void
add_optional_record (JsonBuilder *builder, const char *name, const KpRecord *record)
{
  if (record == NULL)
    return;
  json_builder_set_member_name (builder, name);
  add_record (builder, record);
}

static void
add_dns (JsonBuilder *builder, const KpObservation *self)
{
  json_builder_set_member_name (builder, "answers");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->answers->len; i++)
    add_answer (builder, g_ptr_array_index (self->answers, i));
  json_builder_end_array (builder);
  if (self->system_answer != NULL)
    {
      json_builder_set_member_name (builder, "system-answer");
      add_answer (builder, self->system_answer);
    }
  add_records (builder, "target-addresses", self->target_addresses);
  add_boolean (builder, "target-answered", self->target_answered);
  add_string (builder, "zone", self->zone);
  add_boolean (builder, "is-apex", self->is_apex);
  add_string (builder, "dns-host", self->dns_host);
  add_strv (builder, "name-servers", self->name_servers);
  add_records (builder, "other-records", self->other_records);
  add_optional_record (builder, "doubled", self->doubled);
  add_optional_record (builder, "wildcard", self->wildcard);
  add_int (builder, "caa-state", self->caa_state);
  add_string (builder, "caa-node", self->caa_node);
  add_records (builder, "caa", self->caa);
}

char *
kp_observation_to_json (const KpObservation *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  add_int (builder, "checked-at", self->checked_at);
  add_string (builder, "host", self->host);
  add_int (builder, "port", self->port);
  add_string (builder, "target", self->target);
  add_dns (builder, self);
  json_builder_set_member_name (builder, "probes");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->probes->len; i++)
    add_probe (builder, g_ptr_array_index (self->probes, i));
  json_builder_end_array (builder);
  add_boolean (builder, "intercepted", self->intercepted);
  json_builder_end_object (builder);

  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
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
  KpResolverAnswer *answer;

  if (url == NULL)
    return NULL;
  answer = kp_resolver_answer_new (url, name != NULL && *name != '\0' ? name : url,
                                   kp_json_get_int (object, "source", 0,
                                                    KP_RESOLVER_SOURCE_SYSTEM,
                                                    KP_RESOLVER_SOURCE_DOH));
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
