/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/exchange/backup-manifest.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/base/plain-text.h"
#include "core/secret/vault-seal.h"
#include "core/store/store-replace.h"
#include "core/store/store.h"

#define FORMAT "keyplate-backup"
/* Octets of the longest name of a file, with its folder. */
#define MAX_NAME 240
#define SHA256_LENGTH 64
/* What of a hostile value is repeated, in characters. */
#define MAX_SHOWN 60

static void
file_free (gpointer data)
{
  KpBackupFile *file = data;

  g_free (file->name);
  g_free (file->sha256);
  g_free (file);
}

KpBackupManifest *
kp_backup_manifest_new (void)
{
  KpBackupManifest *self = g_new0 (KpBackupManifest, 1);

  self->files = g_ptr_array_new_with_free_func (file_free);
  return self;
}

KpBackupFile *
kp_backup_manifest_add (KpBackupManifest *self, const char *name)
{
  KpBackupFile *file = g_new0 (KpBackupFile, 1);

  file->name = g_strdup (name);
  g_ptr_array_add (self->files, file);
  return file;
}

KpBackupFile *
kp_backup_manifest_find (const KpBackupManifest *self, const char *name)
{
  for (guint i = 0; i < self->files->len; i++)
    {
      KpBackupFile *file = g_ptr_array_index (self->files, i);

      if (g_str_equal (file->name, name))
        return file;
    }
  return NULL;
}

gint64
kp_backup_manifest_get_size (const KpBackupManifest *self)
{
  gint64 size = 0;

  for (guint i = 0; i < self->files->len; i++)
    size += ((const KpBackupFile *) g_ptr_array_index (self->files, i))->size;
  return size;
}

static void
add_text (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
add_int (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

static void
add_files (JsonBuilder *builder, const KpBackupManifest *self)
{
  json_builder_set_member_name (builder, "files");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->files->len; i++)
    {
      const KpBackupFile *file = g_ptr_array_index (self->files, i);

      json_builder_begin_object (builder);
      add_text (builder, "name", file->name);
      add_int (builder, "size", file->size);
      add_text (builder, "sha256", file->sha256);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

char *
kp_backup_manifest_to_text (const KpBackupManifest *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *created_at = kp_time_to_rfc3339 (self->created_at);

  json_builder_begin_object (builder);
  add_text (builder, "format", FORMAT);
  add_int (builder, "version", KP_BACKUP_VERSION);
  add_text (builder, "created_at", created_at);
  add_text (builder, "program", self->program);
  add_int (builder, "store_version", self->store_version);
  json_builder_set_member_name (builder, "counts");
  json_builder_begin_object (builder);
  for (guint i = 0; i < KP_STORE_CONTENT_N; i++)
    add_int (builder, kp_store_content_name (i), self->counts[i]);
  json_builder_end_object (builder);
  add_files (builder, self);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, TRUE);
}

static gboolean
refuse (GError **error, const char *why)
{
  g_set_error_literal (error, KP_STORE_ERROR, KP_STORE_ERROR_DAMAGED, why);
  return FALSE;
}

/* @value: (nullable): what stands there */
static gboolean
refuse_value (GError **error, const char *member, const char *value)
{
  g_autofree char *shown = kp_plain_text_shorten (value != NULL ? value : "", MAX_SHOWN);

  g_set_error (error, KP_STORE_ERROR, KP_STORE_ERROR_DAMAGED,
               /* Translators: a member of a JSON file, what stands there */
               _ ("“%s” in its manifest can’t be “%s”"), member, shown);
  return FALSE;
}

/* Octets of the largest file by that name; 0 if none may have it. The catalogue reads no
 * hidden file, and nothing here leads out of the folder. */
gint64
kp_backup_get_bound (const char *name)
{
  const char *base;

  if (g_str_equal (name, KP_STORE_FILE))
    return KP_BACKUP_MAX_STORE;
  if (g_str_equal (name, KP_STORE_VAULT))
    return KP_VAULT_MAX_FILE;
  if (!g_str_has_prefix (name, KP_STORE_PROVIDERS "/") || strlen (name) > MAX_NAME)
    return 0;
  base = name + strlen (KP_STORE_PROVIDERS "/");
  if (!g_str_has_suffix (base, ".json") || *base == '.')
    return 0;
  for (const char *p = base; *p != '\0'; p++)
    if (*p == '/' || *p == '\\' || g_ascii_iscntrl (*p))
      return 0;
  return KP_BACKUP_MAX_PROFILE;
}

static gboolean
is_sha256 (const char *text)
{
  return text != NULL && strlen (text) == SHA256_LENGTH
         && strspn (text, "0123456789abcdef") == SHA256_LENGTH;
}

static gboolean
read_file (KpBackupManifest *self, JsonObject *object, GError **error)
{
  const char *name = kp_json_get_string (object, "name", MAX_NAME);
  const char *sha256 = kp_json_get_string (object, "sha256", SHA256_LENGTH);
  gint64 bound = name != NULL ? kp_backup_get_bound (name) : 0;
  gint64 size = kp_json_get_int (object, "size", 0, bound, -1);
  KpBackupFile *file;

  if (bound == 0 || kp_backup_manifest_find (self, name) != NULL)
    return refuse_value (error, "name", name);
  if (size < 0)
    return refuse_value (error, "size", name);
  if (!is_sha256 (sha256))
    return refuse_value (error, "sha256", sha256);
  file = kp_backup_manifest_add (self, name);
  file->size = size;
  file->sha256 = g_strdup (sha256);
  return TRUE;
}

static gboolean
read_files (KpBackupManifest *self, JsonObject *object, GError **error)
{
  guint length = 0;
  JsonArray *files = kp_json_get_array (object, "files", KP_BACKUP_MAX_FILES + 1, &length);

  if (files == NULL || length > KP_BACKUP_MAX_FILES)
    return refuse (error, files == NULL ? _ ("its manifest names no files")
                                        : _ ("its manifest names too many files"));
  for (guint i = 0; i < length; i++)
    {
      JsonObject *file = kp_json_array_get_object (files, i);

      if (file == NULL)
        return refuse_value (error, "files", NULL);
      if (!read_file (self, file, error))
        return FALSE;
    }
  return kp_backup_manifest_find (self, KP_STORE_FILE) != NULL
         || refuse (error, _ ("there is no store in it"));
}

static gboolean
check_versions (JsonObject *object, guint newest, GError **error)
{
  gint64 version = kp_json_get_int (object, "version", 1, G_MAXINT, 0);
  gint64 store = kp_json_get_int (object, "store_version", 1, G_MAXINT, 0);

  if (g_strcmp0 (kp_json_get_string (object, "format", 100), FORMAT) != 0)
    return refuse_value (error, "format", kp_json_get_string (object, "format", 100));
  if (version == 0)
    return refuse_value (error, "version", NULL);
  if (version <= KP_BACKUP_VERSION && store == 0)
    return refuse_value (error, "store_version", NULL);
  if (version <= KP_BACKUP_VERSION && store <= newest)
    return TRUE;
  g_set_error (error, KP_STORE_ERROR, KP_STORE_ERROR_NEWER,
               /* Translators: the numbers are versions of formats. */
               _ ("it was written by a newer Keyplate (format %d.%d, this one reads up to "
                  "%d.%u); update Keyplate to read it"),
               (int) version, (int) store, KP_BACKUP_VERSION, newest);
  return FALSE;
}

KpBackupManifest *
kp_backup_manifest_parse (const char *text, gsize length, guint newest, GError **error)
{
  g_autoptr (KpBackupManifest) self = kp_backup_manifest_new ();
  g_autoptr (JsonObject) object = NULL;
  g_autoptr (GError) refusal = NULL;
  JsonObject *counts;
  const char *program, *created_at;

  object = kp_json_parse (text, (gssize) length, KP_BACKUP_MAX_MANIFEST, KP_BACKUP_MANIFEST,
                          &refusal);
  if (object == NULL)
    {
      refuse (error, refusal->message);
      return NULL;
    }
  if (!check_versions (object, newest, error) || !read_files (self, object, error))
    return NULL;
  program = kp_json_get_string (object, "program", 100);
  counts = kp_json_get_object (object, "counts");
  self->program = g_strdup (program != NULL ? program : "");
  self->store_version = (guint) kp_json_get_int (object, "store_version", 1, newest, 1);
  for (guint i = 0; i < KP_STORE_CONTENT_N && counts != NULL; i++)
    self->counts[i] = kp_json_get_int (counts, kp_store_content_name (i), 0, G_MAXINT64, 0);
  created_at = kp_json_get_string (object, "created_at", 40);
  if (created_at == NULL || !kp_time_from_rfc3339 (created_at, &self->created_at))
    {
      refuse_value (error, "created_at", created_at);
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
kp_backup_manifest_free (KpBackupManifest *self)
{
  if (self == NULL)
    return;
  g_free (self->program);
  g_ptr_array_unref (self->files);
  g_free (self);
}
