/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/settings.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/store/setting-value.h"

typedef enum
{
  KIND_NUMBER,
  KIND_BOOLEAN,
  KIND_CHOICE,
  KIND_RESOLVERS,
  KIND_ROOTS,
} Kind;

typedef struct
{
  const char *name;
  Kind kind;
  const char *fallback; /* in canonical form */
  gint64 min;
  gint64 max;
  const char *description;
  const char *words; /* of a choice, with "|" between */
} Setting;

/* All settings there are. The default of Quad9 is its server without a block list: the
 * usual one denies names, which would be taken for what the zone says. */
static const Setting table[] = {
  { "resolvers", KIND_RESOLVERS,
    "https://cloudflare-dns.com/dns-query\nhttps://dns.google/dns-query\n"
    "https://dns10.quad9.net/dns-query",
    0, 0, N_ ("DNS-over-HTTPS servers that are asked, one URL per line") },
  { "system-resolver", KIND_BOOLEAN, "no", 0, 0,
    N_ ("Ask this computer’s own resolver instead of DNS-over-HTTPS servers") },
  { "trust-connections", KIND_ROOTS, "", 0, 0,
    N_ ("Extra trusted roots for resolvers and helpdesks, as PEM") },
  { "trust-sites", KIND_ROOTS, "", 0, 0, N_ ("Extra trusted roots for sites, as PEM") },
  { "timeout", KIND_NUMBER, "10", 1, 120, N_ ("Seconds to wait for an answer") },
  { "jobs", KIND_NUMBER, "0", 0, 1000,
    N_ ("Sites that are checked at once; 0 chooses by itself") },
  { "plain-port", KIND_NUMBER, "80", 0, 65535,
    N_ ("Port that should send people from HTTP to HTTPS; 0 does not look") },
  { "stale-after", KIND_NUMBER, "48", 1, 8760,
    N_ ("Hours after which a check counts no longer") },
  { "check-every", KIND_NUMBER, "24", 1, 8760, N_ ("Hours between two checks of a site") },
  { "check-metered", KIND_BOOLEAN, "no", 0, 0,
    N_ ("Check sites by itself also on a network that is paid by volume") },
  { "background", KIND_CHOICE, "ask", 0, 0,
    N_ ("Whether the window program goes on checking when its window is closed; ask: it "
        "asks then"),
    "ask|yes|no" },
  { "quiet-hours", KIND_BOOLEAN, "no", 0, 0,
    N_ ("Show no notices in certain hours; what still holds is told after them") },
  { "quiet-from", KIND_NUMBER, "20", 1, 24,
    N_ ("Hour of the day from which no notices are shown") },
  { "quiet-to", KIND_NUMBER, "8", 1, 24,
    N_ ("Hour of the day from which notices are shown again") },
  { "customer-days", KIND_NUMBER, "7", 1, 365,
    N_ ("Days a customer has to change its DNS") },
  { "expiring-days", KIND_NUMBER, "30", 1, 365,
    N_ ("Days before its end from which a certificate counts as expiring, if it must not "
        "be renewed earlier") },
  { "letter-language", KIND_CHOICE, "provider", 0, 0,
    N_ ("Language of requests and letters to providers, whatever is spoken here; provider: "
        "the one that its profile names, else English. Customers have their own"),
    "provider|de|en|fr" },
  { "unsafe-lookup", KIND_CHOICE, "off", 0, 0,
    N_ ("List of suspected unsafe sites in which names are looked up, with a key of your "
        "own: web-risk (for business), safe-browsing (not for business), or off"),
    "off|web-risk|safe-browsing" },
};

#define N_SETTINGS G_N_ELEMENTS (table)

struct _KpSettings
{
  GObject parent;

  KpStore *store;
  gboolean follows;
  GHashTable *saved;      /* name of the table → canonical value */
  GHashTable *overridden; /* likewise */
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KpSettings, kp_settings, G_TYPE_OBJECT)
G_DEFINE_QUARK (kp - settings - error - quark, kp_settings_error)

static void
kp_settings_finalize (GObject *object)
{
  KpSettings *self = KP_SETTINGS (object);

  g_clear_object (&self->store);
  g_clear_pointer (&self->saved, g_hash_table_unref);
  g_clear_pointer (&self->overridden, g_hash_table_unref);

  G_OBJECT_CLASS (kp_settings_parent_class)->finalize (object);
}

static void
kp_settings_class_init (KpSettingsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kp_settings_finalize;

  signals[CHANGED] =
      g_signal_new ("changed", KP_TYPE_SETTINGS, G_SIGNAL_RUN_LAST | G_SIGNAL_DETAILED, 0,
                    NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
kp_settings_init (KpSettings *self)
{
  self->saved = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  self->overridden = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
}

KpSettings *
kp_settings_new (KpStore *store)
{
  KpSettings *self = g_object_new (KP_TYPE_SETTINGS, NULL);

  g_set_object (&self->store, store);
  return self;
}

static const Setting *
find (const char *name)
{
  for (guint i = 0; i < N_SETTINGS; i++)
    if (g_strcmp0 (table[i].name, name) == 0)
      return &table[i];
  return NULL;
}

const char *const *
kp_settings_list (void)
{
  static const char *names[N_SETTINGS + 1];
  static gsize made = 0;

  if (g_once_init_enter (&made))
    {
      for (guint i = 0; i < N_SETTINGS; i++)
        names[i] = table[i].name;
      g_once_init_leave (&made, 1);
    }
  return names;
}

const char *
kp_settings_get_description (const char *name)
{
  const Setting *setting = find (name);

  return setting != NULL ? _ (setting->description) : NULL;
}

const char *
kp_settings_get_default (const char *name)
{
  const Setting *setting = find (name);

  g_return_val_if_fail (setting != NULL, "");

  return setting->fallback;
}

gboolean
kp_settings_get_range (const char *name, gint64 *min, gint64 *max)
{
  const Setting *setting = find (name);

  if (setting == NULL || setting->kind != KIND_NUMBER)
    return FALSE;
  *min = setting->min;
  *max = setting->max;
  return TRUE;
}

const char *
kp_settings_error_get_reason (const GError *error)
{
  g_return_val_if_fail (error != NULL, "");

  for (guint i = 0; i < N_SETTINGS && error->domain == KP_SETTINGS_ERROR; i++)
    {
      g_autofree char *prefix = g_strconcat (table[i].name, ": ", NULL);

      if (g_str_has_prefix (error->message, prefix))
        return error->message + strlen (prefix);
    }
  return error->message;
}

static const Setting *
find_or_refuse (const char *name, GError **error)
{
  const Setting *setting = find (name);

  if (setting == NULL)
    {
      g_autofree char *names = g_strjoinv (", ", (char **) kp_settings_list ());

      g_set_error (error, KP_SETTINGS_ERROR, KP_SETTINGS_ERROR_UNKNOWN,
                   /* Translators: the first %s is what was given, the second a list. */
                   _ ("There is no setting “%s”. There are: %s."), name != NULL ? name : "",
                   names);
    }
  return setting;
}

char *
kp_settings_check (const char *name, const char *value, GError **error)
{
  const Setting *setting = find_or_refuse (name, error);

  if (setting == NULL)
    return NULL;
  if (value == NULL)
    value = "";
  switch (setting->kind)
    {
    case KIND_NUMBER:
      return kp_setting_value_check_number (setting->name, value, setting->min,
                                            setting->max, error);
    case KIND_BOOLEAN:
      return kp_setting_value_check_boolean (setting->name, value, error);
    case KIND_CHOICE:
      return kp_setting_value_check_choice (setting->name, value, setting->words, error);
    case KIND_RESOLVERS:
      return kp_setting_value_check_resolvers (setting->name, value, error);
    case KIND_ROOTS:
      return kp_setting_value_check_roots (setting->name, value, error);
    default:
      g_return_val_if_reached (NULL);
    }
}

static const char *
get_value (KpSettings *self, const Setting *setting)
{
  const char *value = g_hash_table_lookup (self->overridden, setting->name);

  if (value == NULL)
    value = g_hash_table_lookup (self->saved, setting->name);
  return value != NULL ? value : setting->fallback;
}

const char *
kp_settings_get_string (KpSettings *self, const char *name)
{
  const Setting *setting = find (name);

  g_return_val_if_fail (KP_IS_SETTINGS (self), "");
  g_return_val_if_fail (setting != NULL, "");

  return get_value (self, setting);
}

gint64
kp_settings_get_int (KpSettings *self, const char *name)
{
  const char *value = kp_settings_get_string (self, name);

  if (strcmp (value, "yes") == 0)
    return 1;
  return g_ascii_strtoll (value, NULL, 10);
}

char **
kp_settings_get_resolvers (KpSettings *self)
{
  return g_strsplit (kp_settings_get_string (self, "resolvers"), "\n", -1);
}

/* @value: (transfer full) (nullable): canonical; tells if another is in force then */
static void
put_value (KpSettings *self, GHashTable *values, const Setting *setting, char *value)
{
  g_autofree char *before = g_strdup (get_value (self, setting));

  if (value != NULL)
    g_hash_table_insert (values, (gpointer) setting->name, value);
  else
    g_hash_table_remove (values, setting->name);
  if (strcmp (before, get_value (self, setting)) != 0)
    g_signal_emit (self, signals[CHANGED], g_quark_from_static_string (setting->name),
                   setting->name);
}

gboolean
kp_settings_override (KpSettings *self, const char *name, const char *value, GError **error)
{
  char *canonical;

  g_return_val_if_fail (KP_IS_SETTINGS (self), FALSE);

  canonical = kp_settings_check (name, value, error);
  if (canonical == NULL)
    return FALSE;
  put_value (self, self->overridden, find (name), canonical);
  return TRUE;
}

/* What can't be read (written by hand, or by another version) is as if it were not set. */
static void
take_saved (KpSettings *self, GHashTable *values)
{
  for (guint i = 0; i < N_SETTINGS; i++)
    {
      const char *value = g_hash_table_lookup (values, table[i].name);
      char *canonical =
          value != NULL ? kp_settings_check (table[i].name, value, NULL) : NULL;

      put_value (self, self->saved, &table[i], canonical);
    }
}

static void
reloaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpSettings) self = data;
  g_autoptr (GHashTable) values =
      kp_store_load_settings_finish (KP_STORE (source), result, NULL);

  if (values != NULL)
    take_saved (self, values);
}

static void
settings_changed_cb (KpStore *store, KpSettings *self)
{
  kp_store_load_settings_async (store, NULL, reloaded_cb, g_object_ref (self));
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  KpSettings *self = g_task_get_source_object (task);
  g_autoptr (GHashTable) values = NULL;
  GError *error = NULL;

  values = kp_store_load_settings_finish (KP_STORE (source), result, &error);
  if (values == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  take_saved (self, values);
  if (!self->follows)
    g_signal_connect_object (self->store, "settings-changed",
                             G_CALLBACK (settings_changed_cb), self, 0);
  self->follows = TRUE;
  g_task_return_boolean (task, TRUE);
}

void
kp_settings_load_async (KpSettings *self, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KP_IS_SETTINGS (self));

  task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, kp_settings_load_async);
  if (self->store == NULL)
    g_task_return_boolean (task, TRUE);
  else
    kp_store_load_settings_async (self->store, cancellable, loaded_cb,
                                  g_steal_pointer (&task));
}

gboolean
kp_settings_load_finish (KpSettings *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* What is being saved. */
typedef struct
{
  const Setting *setting;
  char *value;
} Save;

static void
save_free (gpointer data)
{
  Save *save = data;

  g_free (save->value);
  g_free (save);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  KpSettings *self = g_task_get_source_object (task);
  Save *save = g_task_get_task_data (task);
  GError *error = NULL;

  if (!kp_store_save_setting_finish (KP_STORE (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  put_value (self, self->saved, save->setting, g_steal_pointer (&save->value));
  g_task_return_boolean (task, TRUE);
}

void
kp_settings_set_async (KpSettings *self, const char *name, const char *value,
                       GCancellable *cancellable, GAsyncReadyCallback callback,
                       gpointer data)
{
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;
  Save *save;

  g_return_if_fail (KP_IS_SETTINGS (self));

  task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, kp_settings_set_async);
  g_task_set_check_cancellable (task, FALSE);
  save = g_new0 (Save, 1);
  g_task_set_task_data (task, save, save_free);
  save->setting = find_or_refuse (name, &error);
  if (save->setting != NULL && value != NULL)
    save->value = kp_settings_check (name, value, &error);
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (self->store != NULL)
    {
      kp_store_save_setting_async (self->store, save->setting->name, save->value,
                                   cancellable, saved_cb, g_steal_pointer (&task));
      return;
    }
  put_value (self, self->saved, save->setting, g_steal_pointer (&save->value));
  g_task_return_boolean (task, TRUE);
}

gboolean
kp_settings_set_finish (KpSettings *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
