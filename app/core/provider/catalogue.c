/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/provider/catalogue.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/provider/profile-private.h"
#include "core-resources.h"

#define RESOURCE_FOLDER "/io/github/keyplate_app/Keyplate/core/providers"
/* More of the user's own than this are no profiles. */
#define MAX_FILES 500

struct _KpCatalogue
{
  GObject parent;

  GPtrArray *profiles; /* element-type KpProfile, by name */
  GHashTable *files;   /* KpProfile → the user's own file it was read from */
  GHashTable *shipped; /* ids of what is shipped */
  GPtrArray *errors;   /* element-type GError */
  GPtrArray *broken;   /* of each error the file, as its message begins */
  char *folder;        /* (nullable): of the user's own, as it is displayed */
};

static GType
get_item_type (GListModel *model)
{
  return KP_TYPE_PROFILE;
}

static guint
get_n_items (GListModel *model)
{
  return KP_CATALOGUE (model)->profiles->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  KpCatalogue *self = KP_CATALOGUE (model);

  return position < self->profiles->len
             ? g_object_ref (g_ptr_array_index (self->profiles, position))
             : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (KpCatalogue, kp_catalogue, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
kp_catalogue_finalize (GObject *object)
{
  KpCatalogue *self = KP_CATALOGUE (object);

  g_hash_table_unref (self->files);
  g_hash_table_unref (self->shipped);
  g_ptr_array_unref (self->profiles);
  g_ptr_array_unref (self->errors);
  g_ptr_array_unref (self->broken);
  g_free (self->folder);

  G_OBJECT_CLASS (kp_catalogue_parent_class)->finalize (object);
}

static void
kp_catalogue_class_init (KpCatalogueClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kp_catalogue_finalize;
}

static void
kp_catalogue_init (KpCatalogue *self)
{
  self->profiles = g_ptr_array_new_with_free_func (g_object_unref);
  self->files = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->shipped = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->errors = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);
  self->broken = g_ptr_array_new_with_free_func (g_free);
}

/* @error: (transfer full): its message begins with @file_name */
static void
add_error (KpCatalogue *self, GError *error, const char *file_name)
{
  g_ptr_array_add (self->errors, error);
  g_ptr_array_add (self->broken, g_strdup (file_name));
}

static void
add (KpCatalogue *self, const char *json, gssize length, const char *file_name,
     gboolean shipped)
{
  GError *error = NULL;
  KpProfile *profile = kp_profile_new_from_json (json, length, file_name, &error);

  if (profile == NULL)
    {
      add_error (self, error, file_name);
      return;
    }
  if (shipped)
    g_hash_table_add (self->shipped, g_strdup (kp_profile_get_id (profile)));
  if (kp_catalogue_find (self, kp_profile_get_id (profile)) != NULL)
    /* Loaded before: the user's own wins over what is shipped. */
    g_object_unref (profile);
  else
    {
      g_ptr_array_add (self->profiles, profile);
      if (!shipped)
        g_hash_table_insert (self->files, profile, g_strdup (file_name));
    }
}

/* Never more than a profile may hold, and never a pipe or device, which could
 * be waited for without end. */
static char *
read_file (const char *path, gsize *length, GError **error)
{
  int file = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  g_autofree char *data = NULL;
  struct stat status;
  gssize got = 0;

  *length = 0;
  if (file < 0 || fstat (file, &status) != 0)
    {
      g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (errno),
                           g_strerror (errno));
      if (file >= 0)
        close (file);
      return NULL;
    }
  if (!S_ISREG (status.st_mode))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE,
                           _ ("not a file"));
      close (file);
      return NULL;
    }

  /* One octet more than is accepted, so that too many are noticed. */
  data = g_malloc (KP_PROFILE_MAX_SIZE + 2);
  do
    {
      got = read (file, data + *length, KP_PROFILE_MAX_SIZE + 1 - *length);
      *length += MAX (got, 0);
    }
  while (got > 0 && *length <= KP_PROFILE_MAX_SIZE);
  if (got < 0)
    g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (errno),
                         g_strerror (errno));
  close (file);
  data[*length] = '\0';
  return got < 0 ? NULL : g_steal_pointer (&data);
}

static void
load_user_file (KpCatalogue *self, const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *shown = g_filename_display_name (path);
  g_autoptr (GError) error = NULL;
  g_autofree char *data = NULL;
  gsize length;

  data = read_file (path, &length, &error);
  if (data == NULL)
    add_error (self,
               g_error_new (KP_PROFILE_ERROR, KP_PROFILE_ERROR_SYNTAX,
                            /* Translators: a file, what is wrong */
                            C_ ("file", "%s: %s"), shown, error->message),
               shown);
  else
    add (self, data, length, shown, FALSE);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
load_user_folder (KpCatalogue *self, const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  if (dir == NULL)
    return;
  while ((name = g_dir_read_name (dir)) != NULL && names->len < MAX_FILES)
    if (g_str_has_suffix (name, ".json") && name[0] != '.')
      g_ptr_array_add (names, g_strdup (name));
  /* Of two with one id the first by name wins, whatever the folder's order. */
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    load_user_file (self, folder, g_ptr_array_index (names, i));
}

static void
load_shipped (KpCatalogue *self)
{
  GResource *resource = kp_core_get_resource ();
  g_auto (GStrv) names = g_resource_enumerate_children (resource, RESOURCE_FOLDER,
                                                        G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      g_autofree char *path = g_build_path ("/", RESOURCE_FOLDER, names[i], NULL);
      g_autoptr (GBytes) data =
          g_resource_lookup_data (resource, path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

      if (data != NULL)
        add (self, g_bytes_get_data (data, NULL), g_bytes_get_size (data), names[i], TRUE);
    }
}

static int
compare_profiles (gconstpointer a, gconstpointer b)
{
  KpProfile *first = *(KpProfile *const *) a;
  KpProfile *second = *(KpProfile *const *) b;
  int order = g_utf8_collate (kp_profile_get_name (first), kp_profile_get_name (second));

  return order != 0 ? order
                    : strcmp (kp_profile_get_id (first), kp_profile_get_id (second));
}

KpCatalogue *
kp_catalogue_new (const char *user_dir)
{
  KpCatalogue *self = g_object_new (KP_TYPE_CATALOGUE, NULL);

  if (user_dir != NULL)
    {
      self->folder = g_filename_display_name (user_dir);
      load_user_folder (self, user_dir);
    }
  load_shipped (self);
  g_ptr_array_sort (self->profiles, compare_profiles);
  return self;
}

KpProfile *
kp_catalogue_find (KpCatalogue *self, const char *id)
{
  g_return_val_if_fail (KP_IS_CATALOGUE (self), NULL);

  for (guint i = 0; i < self->profiles->len; i++)
    {
      KpProfile *profile = g_ptr_array_index (self->profiles, i);

      if (g_strcmp0 (kp_profile_get_id (profile), id) == 0)
        return profile;
    }
  return NULL;
}

KpProfile *
kp_catalogue_find_named (KpCatalogue *self, const char *text)
{
  KpProfile *profile;
  g_autofree char *folded = NULL;

  g_return_val_if_fail (KP_IS_CATALOGUE (self), NULL);
  g_return_val_if_fail (text != NULL, NULL);

  profile = kp_catalogue_find (self, text);
  if (profile != NULL)
    return profile;
  folded = g_utf8_casefold (text, -1);
  for (guint i = 0; i < self->profiles->len; i++)
    {
      KpProfile *candidate = g_ptr_array_index (self->profiles, i);
      g_autofree char *id = g_utf8_casefold (kp_profile_get_id (candidate), -1);
      g_autofree char *name = g_utf8_casefold (kp_profile_get_name (candidate), -1);

      if (g_str_equal (folded, id) || g_str_equal (folded, name))
        return candidate;
    }
  return NULL;
}

const char *
kp_catalogue_get_file (KpCatalogue *self, KpProfile *profile, gboolean *shipped)
{
  g_return_val_if_fail (KP_IS_CATALOGUE (self), NULL);
  g_return_val_if_fail (KP_IS_PROFILE (profile), NULL);

  if (shipped != NULL)
    *shipped = g_hash_table_contains (self->shipped, kp_profile_get_id (profile));
  return g_hash_table_lookup (self->files, profile);
}

GPtrArray *
kp_catalogue_get_errors (KpCatalogue *self)
{
  g_return_val_if_fail (KP_IS_CATALOGUE (self), NULL);

  return self->errors;
}

const char *
kp_catalogue_get_reason (KpCatalogue *self, guint index, const char **file, guint *line)
{
  const GError *error;
  const char *rest;
  char *end = NULL;

  g_return_val_if_fail (KP_IS_CATALOGUE (self), NULL);
  g_return_val_if_fail (index < self->errors->len, NULL);

  error = g_ptr_array_index (self->errors, index);
  *file = g_ptr_array_index (self->broken, index);
  *line = 0;
  rest = error->message;
  if (g_str_has_prefix (rest, *file))
    rest += strlen (*file);
  if (rest[0] == ':' && g_ascii_isdigit (rest[1]))
    {
      *line = (guint) MIN (g_ascii_strtoull (rest + 1, &end, 10), G_MAXUINT);
      rest = end;
    }
  return g_str_has_prefix (rest, ": ") ? rest + 2 : rest;
}

const char *
kp_catalogue_find_broken (KpCatalogue *self, const char *id, guint *index)
{
  g_autofree char *name = g_strconcat (id, ".json", NULL);

  g_return_val_if_fail (KP_IS_CATALOGUE (self), NULL);

  for (guint i = 0; i < self->broken->len; i++)
    {
      const char *file = g_ptr_array_index (self->broken, i);
      const char *slash = strrchr (file, G_DIR_SEPARATOR);

      if (strcmp (slash != NULL ? slash + 1 : file, name) != 0)
        continue;
      if (index != NULL)
        *index = i;
      return file;
    }
  return NULL;
}

const char *
kp_catalogue_get_folder (KpCatalogue *self)
{
  g_return_val_if_fail (KP_IS_CATALOGUE (self), NULL);

  return self->folder;
}

/* How well a name fits: as the target itself, or only as one of the domains of
 * the provider. */
typedef enum
{
  FITS_NOT,
  FITS_OWN_DOMAIN,
  FITS_TARGET,
} Fit;

static Fit
fit (KpProfile *profile, const char *name)
{
  KpTargetKind kind = kp_profile_get_target_kind (profile);
  gboolean own = kp_profile_is_own_domain (profile, name);

  if ((kind == KP_TARGET_FIXED || kind == KP_TARGET_PATTERN)
      && kp_profile_target_matches (profile, name))
    return FITS_TARGET;
  if (own && kind == KP_TARGET_TOLD)
    return FITS_TARGET;
  return own ? FITS_OWN_DOMAIN : FITS_NOT;
}

KpProfile *
kp_catalogue_guess (KpCatalogue *self, const char *const *chain, char **target)
{
  KpProfile *own = NULL;

  g_return_val_if_fail (KP_IS_CATALOGUE (self), NULL);

  if (target != NULL)
    *target = NULL;
  for (guint i = 0; chain != NULL && chain[i] != NULL; i++)
    for (guint j = 0; j < self->profiles->len; j++)
      {
        KpProfile *profile = g_ptr_array_index (self->profiles, j);
        Fit how = fit (profile, chain[i]);

        if (how == FITS_TARGET)
          {
            if (target != NULL)
              *target = g_strdup (chain[i]);
            return profile;
          }
        if (how == FITS_OWN_DOMAIN && own == NULL)
          own = profile;
      }
  return own;
}
