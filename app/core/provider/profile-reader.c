/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/provider/profile-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/model/language.h"
#include "core/provider/profile-values.h"

/*
 * One function an object of the file. data/providers/profile.schema.json says
 * the same for editors; a test holds both against each other.
 */
#define MAX_NAME 60
#define MAX_LABEL 80
#define MAX_FIELDS 40
#define MAX_DAYS 365
#define MAX_LENGTH 4096
#define MAX_LANGUAGES 60

static const char *const target_words[] = { [KP_TARGET_NONE] = "none",
                                            [KP_TARGET_FIXED] = "fixed",
                                            [KP_TARGET_PATTERN] = "pattern",
                                            [KP_TARGET_TOLD] = "told",
                                            NULL };
static const char *const key_words[] = { [KP_KEY_PROVIDER] = "provider",
                                         [KP_KEY_PROVIDER_CSR] = "provider-csr",
                                         [KP_KEY_HERE] = "here",
                                         NULL };
static const char *const order_words[] = { [KP_CERTIFICATE_ORDER_UNKNOWN] = "unknown",
                                           [KP_CERTIFICATE_ORDER_BEFORE_DNS] = "before-dns",
                                           [KP_CERTIFICATE_ORDER_AFTER_DNS] = "after-dns",
                                           NULL };

/* What each object of the file may hold, by what stands before it in messages. */
static const struct
{
  const char *path;
  const char *const members[24];
} known[] = {
  { "", { "$schema",     "id",
          "name",        "noun",
          "language",    "labels",
          "help",        "jobs",
          "target",      "host",
          "own-domains", "refused-domains",
          "key",         "requires-existing",
          "renewal",     "certificate",
          "proxies",     "caa-identity",
          "channel",     "request",
          "bundle",      "days",
          "translations" } },
  { "labels.", { "secure" } },
  { "target.", { "kind", "name", "pattern", "usual" } },
  { "host.", { "pattern", "usual" } },
  { "renewal.", { "by", "days-early" } },
  { "channel.", { "kind", "form" } },
  { "request.", { "priority", "priority-label", "same-ticket", "fields" } },
  { "request.fields.", { "id", "label", "required", "max-length" } },
  { "days.", { "answer", "ca", "install", "margin" } },
  { "translations.", { "name", "noun", "labels", "priority-label", "fields" } },
  { "translations.labels.", { "secure" } },
};

const char *const *
kp_profile_get_known_members (const char *path)
{
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_strcmp0 (known[i].path, path) == 0)
      return known[i].members;
  return NULL;
}

static void
check_members (const KpProfilePlace *place)
{
  kp_profile_values_check_members (place, kp_profile_get_known_members (place->path));
}

static void
read_target (KpProfile *self, const KpProfilePlace *top)
{
  static const char *const needed[] = { [KP_TARGET_NONE] = NULL,
                                        [KP_TARGET_FIXED] = "name",
                                        [KP_TARGET_PATTERN] = "pattern",
                                        [KP_TARGET_TOLD] = NULL };
  KpProfilePlace place = kp_profile_values_object (top, "target", "target.");
  g_autofree char *name = NULL;
  g_autofree char *usual = NULL;

  if (!kp_profile_values_require (top, "target"))
    return;
  check_members (&place);
  kp_profile_values_require (&place, "kind");
  self->target_kind = kp_profile_values_word (&place, "kind", target_words, KP_TARGET_NONE);
  if (needed[self->target_kind] != NULL)
    kp_profile_values_require (&place, needed[self->target_kind]);
  name = kp_profile_values_host (&place, "name");
  usual = kp_profile_values_host (&place, "usual");
  self->target_pattern = kp_profile_values_pattern (&place, "pattern");

  if (name != NULL && self->target_kind != KP_TARGET_FIXED)
    kp_profile_values_fail (&place, "name", KP_PROFILE_ERROR_VALUE,
                            _ ("is for a fixed target only"));
  if (usual != NULL && self->target_kind != KP_TARGET_PATTERN
      && self->target_kind != KP_TARGET_TOLD)
    kp_profile_values_fail (&place, "usual", KP_PROFILE_ERROR_VALUE,
                            _ ("is for a pattern or a target that is told only"));
  if (self->target_pattern != NULL && self->target_kind != KP_TARGET_PATTERN)
    kp_profile_values_fail (&place, "pattern", KP_PROFILE_ERROR_VALUE,
                            _ ("is for a target by pattern only"));
  if (usual != NULL && self->target_pattern != NULL
      && !kp_profile_target_matches (self, usual))
    kp_profile_values_fail (&place, "usual", KP_PROFILE_ERROR_VALUE,
                            _ ("does not fit the pattern"));
  self->target = g_strdup (name != NULL ? name : usual);
}

static void
read_host (KpProfile *self, const KpProfilePlace *top)
{
  KpProfilePlace place = kp_profile_values_object (top, "host", "host.");

  check_members (&place);
  self->host_pattern = kp_profile_values_pattern (&place, "pattern");
  self->usual_host = kp_profile_values_text (&place, "usual", 63);
  if (self->usual_host != NULL
      && strspn (self->usual_host, "abcdefghijklmnopqrstuvwxyz0123456789-")
             != strlen (self->usual_host))
    kp_profile_values_fail (&place, "usual", KP_PROFILE_ERROR_VALUE,
                            _ ("must be one label of a host name in lower case"));
}

static void
read_jobs (KpProfile *self, const KpProfilePlace *top)
{
  guint length;
  JsonArray *array = kp_profile_values_array (top, "jobs", 2, &length);

  kp_profile_values_require (top, "jobs");
  for (guint i = 0; i < length; i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      const char *text =
          JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
              ? json_node_get_string (node)
              : NULL;

      if (g_strcmp0 (text, "secure") == 0)
        self->secure = TRUE;
      else if (g_strcmp0 (text, "renew") == 0)
        self->renew = TRUE;
      else
        kp_profile_values_fail (top, "jobs", KP_PROFILE_ERROR_VALUE,
                                _ ("must be a list of: secure, renew"));
    }
}

static void
read_certificate (KpProfile *self, const KpProfilePlace *top)
{
  static const char *const by_words[] = { "you", "provider", NULL };
  KpProfilePlace place = kp_profile_values_object (top, "renewal", "renewal.");

  kp_profile_values_require (top, "key");
  self->key_maker = kp_profile_values_word (top, "key", key_words, KP_KEY_PROVIDER);
  self->certificate_order = kp_profile_values_word (top, "certificate", order_words,
                                                    KP_CERTIFICATE_ORDER_UNKNOWN);
  self->requires_existing = kp_profile_values_boolean (top, "requires-existing", FALSE);
  self->proxies_allowed = kp_profile_values_boolean (top, "proxies", FALSE);
  self->caa_identity = kp_profile_values_host (top, "caa-identity");

  if (!kp_profile_values_require (top, "renewal"))
    return;
  check_members (&place);
  kp_profile_values_require (&place, "by");
  self->renewed_by_provider = kp_profile_values_word (&place, "by", by_words, 0) == 1;
  self->days_early = kp_profile_values_number (&place, "days-early", MAX_DAYS, 0);
}

static void
read_days (KpProfile *self, const KpProfilePlace *top)
{
  KpProfilePlace place = kp_profile_values_object (top, "days", "days.");

  check_members (&place);
  self->days.answer = kp_profile_values_number (&place, "answer", MAX_DAYS, 0);
  self->days.ca = kp_profile_values_number (&place, "ca", MAX_DAYS, 0);
  self->days.install = kp_profile_values_number (&place, "install", MAX_DAYS, 0);
  self->days.margin = kp_profile_values_number (&place, "margin", MAX_DAYS, 0);
}

static KpProfileField *
read_field (const KpProfilePlace *place)
{
  KpProfileField *field = g_new0 (KpProfileField, 1);

  check_members (place);
  kp_profile_values_require (place, "id");
  kp_profile_values_require (place, "label");
  field->id = kp_profile_values_text (place, "id", MAX_NAME);
  field->label = kp_profile_values_text (place, "label", MAX_LABEL);
  field->name = g_strdup (field->label);
  field->required = kp_profile_values_boolean (place, "required", FALSE);
  field->max_length = kp_profile_values_number (place, "max-length", MAX_LENGTH, 0);
  return field;
}

static gboolean
has_field (KpProfile *self, const char *id)
{
  for (guint i = 0; i < self->fields->len; i++)
    {
      const KpProfileField *field = g_ptr_array_index (self->fields, i);

      if (g_strcmp0 (field->id, id) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
read_fields (KpProfile *self, const KpProfilePlace *request)
{
  guint length;
  JsonArray *array = kp_profile_values_array (request, "fields", MAX_FIELDS, &length);

  for (guint i = 0; i < length && request->values->error == NULL; i++)
    {
      KpProfilePlace place = { request->values, kp_json_array_get_object (array, i),
                               "request.fields.",
                               kp_json_array_get_line (request->values->lines, array, i) };
      KpProfileField *field = read_field (&place);

      if (field->id != NULL && has_field (self, field->id))
        kp_profile_values_fail (&place, "id", KP_PROFILE_ERROR_VALUE,
                                _ ("is the id of another field too"));
      g_ptr_array_add (self->fields, field);
    }
}

static void
read_request (KpProfile *self, const KpProfilePlace *top)
{
  static const char *const priorities[] = { "low", "normal", "high", NULL };
  KpProfilePlace place = kp_profile_values_object (top, "request", "request.");

  check_members (&place);
  self->priority =
      g_strdup (priorities[kp_profile_values_word (&place, "priority", priorities, 1)]);
  self->priority_name = kp_profile_values_text (&place, "priority-label", MAX_LABEL);
  self->priority_label = g_strdup (self->priority_name);
  self->same_ticket = kp_profile_values_boolean (&place, "same-ticket", FALSE);
  read_fields (self, &place);
}

static void
read_channel (KpProfile *self, const KpProfilePlace *top)
{
  static const char *const kinds[] = { "form", "email", "rt", "files", NULL };
  static const char *const bundles[] = { "pem-leaf-first", NULL };
  KpProfilePlace place = kp_profile_values_object (top, "channel", "channel.");

  self->bundle_format =
      g_strdup (bundles[kp_profile_values_word (top, "bundle", bundles, 0)]);
  if (!kp_profile_values_require (top, "channel"))
    return;
  check_members (&place);
  kp_profile_values_require (&place, "kind");
  self->channel = g_strdup (kinds[kp_profile_values_word (&place, "kind", kinds, 0)]);
  self->form_uri = kp_profile_values_uri (&place, "form");
}

/* Whether @tag ("de", "pt-BR", BCP 47) is @language ("pt_BR.UTF-8"). */
static gboolean
is_language (const char *tag, const char *language)
{
  gsize length = strcspn (language, ".@");

  if (strlen (tag) != length)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    {
      char c = language[i] == '_' ? '-' : language[i];

      if (g_ascii_tolower (tag[i]) != g_ascii_tolower (c))
        return FALSE;
    }
  return TRUE;
}

/* The member of @object that fits the user's languages best. */
static const char *
choose_language (JsonObject *object)
{
  const char *const *languages = g_get_language_names ();
  g_autoptr (GList) members = json_object_get_members (object);

  for (guint i = 0; languages[i] != NULL; i++)
    for (GList *l = members; l != NULL; l = l->next)
      if (is_language (l->data, languages[i]))
        return l->data;
  return NULL;
}

static void
replace (char **place, char *text)
{
  if (text == NULL)
    return;
  g_free (*place);
  *place = text;
}

static void
read_labels (char **secure, const KpProfilePlace *outer, const char *path)
{
  KpProfilePlace place = kp_profile_values_object (outer, "labels", path);

  check_members (&place);
  replace (secure, kp_profile_values_text (&place, "secure", MAX_LABEL));
}

static void
read_field_labels (KpProfile *self, const KpProfilePlace *translation, gboolean use)
{
  KpProfilePlace place =
      kp_profile_values_object (translation, "fields", "translations.fields.");
  g_autoptr (GList) members =
      place.object != NULL ? json_object_get_members (place.object) : NULL;

  for (GList *l = members; l != NULL; l = l->next)
    if (!has_field (self, l->data) && !g_str_has_prefix (l->data, "x-"))
      {
        kp_profile_values_fail (&place, l->data, KP_PROFILE_ERROR_VALUE,
                                _ ("names a field that is not there"));
        return;
      }
  for (guint i = 0; i < self->fields->len; i++)
    {
      KpProfileField *field = g_ptr_array_index (self->fields, i);
      char *label = kp_profile_values_text (&place, field->id, MAX_LABEL);

      if (use)
        replace (&field->label, label);
      else
        g_free (label);
    }
}

/* All are checked, whichever is used: a profile is good or not in every
 * language. */
static void
read_translation (KpProfile *self, const KpProfilePlace *place, gboolean use)
{
  g_autofree char *name = NULL;
  g_autofree char *noun = NULL;
  g_autofree char *priority_label = NULL;
  g_autofree char *secure = NULL;

  check_members (place);
  name = kp_profile_values_text (place, "name", MAX_NAME);
  noun = kp_profile_values_text (place, "noun", MAX_NAME);
  priority_label = kp_profile_values_text (place, "priority-label", MAX_LABEL);
  read_labels (&secure, place, "translations.labels.");
  read_field_labels (self, place, use);
  if (!use)
    return;
  replace (&self->name, g_steal_pointer (&name));
  replace (&self->noun, g_steal_pointer (&noun));
  replace (&self->priority_label, g_steal_pointer (&priority_label));
  replace (&self->secure_label, g_steal_pointer (&secure));
}

static void
read_translations (KpProfile *self, const KpProfilePlace *top)
{
  KpProfilePlace place = kp_profile_values_object (top, "translations", "translations.");
  g_autoptr (GList) members = NULL;
  const char *chosen;

  if (place.object == NULL)
    return;
  if (json_object_get_size (place.object) > MAX_LANGUAGES)
    {
      kp_profile_values_fail (top, "translations", KP_PROFILE_ERROR_VALUE,
                              _ ("holds too many languages"));
      return;
    }
  chosen = choose_language (place.object);
  members = json_object_get_members (place.object);
  for (GList *l = members; l != NULL; l = l->next)
    {
      KpProfilePlace inner = kp_profile_values_object (&place, l->data, "translations.");

      read_translation (self, &inner, g_strcmp0 (l->data, chosen) == 0);
    }
}

static void
read_help (KpProfile *self, const KpProfilePlace *top)
{
  KpProfilePlace place = kp_profile_values_object (top, "help", "help.");
  g_autoptr (GList) members = NULL;
  const char *chosen;

  if (place.object == NULL)
    return;
  chosen = choose_language (place.object);
  if (chosen == NULL)
    chosen = "en";
  members = json_object_get_members (place.object);
  for (GList *l = members; l != NULL; l = l->next)
    {
      char *uri = kp_profile_values_uri (&place, l->data);

      /* A page in another language is better than none. */
      if (self->help_uri == NULL || g_strcmp0 (l->data, chosen) == 0)
        replace (&self->help_uri, uri);
      else
        g_free (uri);
    }
}

static void
read_language (KpProfile *self, const KpProfilePlace *top)
{
  self->language = kp_profile_values_text (top, "language", MAX_NAME);
  if (self->language != NULL && !kp_language_is_tag (self->language))
    kp_profile_values_fail (top, "language", KP_PROFILE_ERROR_VALUE,
                            _ ("must be the tag of a language, such as “de” or “pt-BR”"));
}

static void
read_names (KpProfile *self, const KpProfilePlace *top)
{
  kp_profile_values_require (top, "id");
  kp_profile_values_require (top, "name");
  self->id = kp_profile_values_text (top, "id", MAX_NAME);
  if (self->id != NULL
      && strspn (self->id, "abcdefghijklmnopqrstuvwxyz0123456789-") != strlen (self->id))
    kp_profile_values_fail (top, "id", KP_PROFILE_ERROR_VALUE,
                            _ ("must be lower-case letters, digits and hyphens"));
  self->name = kp_profile_values_text (top, "name", MAX_NAME);
  self->noun = kp_profile_values_text (top, "noun", MAX_NAME);
  if (self->noun == NULL)
    self->noun = g_strdup (_ ("Site"));
  self->secure_label = g_strdup (_ ("Secure Site"));
  read_labels (&self->secure_label, top, "labels.");
  self->own_domains = kp_profile_values_domains (top, "own-domains");
  self->refused_domains = kp_profile_values_domains (top, "refused-domains");
}

static GError *
translate_error (GError *error)
{
  int code = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE)
                 ? KP_PROFILE_ERROR_TOO_LARGE
                 : KP_PROFILE_ERROR_SYNTAX;
  GError *translated = g_error_new_literal (KP_PROFILE_ERROR, code, error->message);

  g_error_free (error);
  return translated;
}

gboolean
kp_profile_read (KpProfile *self, const char *json, gssize length, const char *file_name,
                 GError **error)
{
  g_autoptr (GHashTable) lines = NULL;
  g_autoptr (JsonObject) object = NULL;
  GError *local_error = NULL;
  KpProfileValues values = { file_name, NULL, NULL };
  KpProfilePlace top = { &values, NULL, "", 1 };

  object = kp_json_parse_with_lines (json, length, KP_PROFILE_MAX_SIZE, file_name, &lines,
                                     &local_error);
  if (object == NULL)
    {
      g_propagate_error (error, translate_error (local_error));
      return FALSE;
    }
  values.lines = lines;
  top.object = object;

  check_members (&top);
  read_names (self, &top);
  read_language (self, &top);
  read_help (self, &top);
  read_jobs (self, &top);
  read_target (self, &top);
  read_host (self, &top);
  read_certificate (self, &top);
  read_days (self, &top);
  read_request (self, &top);
  read_channel (self, &top);
  read_translations (self, &top);
  if (values.error != NULL)
    {
      g_propagate_error (error, values.error);
      return FALSE;
    }
  return TRUE;
}
