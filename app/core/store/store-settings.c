/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/store-private.h"

#include "core/store/setting-table.h"

typedef struct
{
  char *name;
  char *value;
} Setting;

static void
setting_free (gpointer data)
{
  Setting *setting = data;

  g_free (setting->name);
  g_free (setting->value);
  g_free (setting);
}

static gboolean
load_settings (KpStoreCall *call, GError **error)
{
  call->result = kp_setting_table_load (call->database, error);
  return call->result != NULL;
}

void
kp_store_load_settings_async (KpStore *self, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer data)
{
  g_return_if_fail (KP_IS_STORE (self));

  kp_store_read (self, kp_store_load_settings_async, load_settings, NULL, NULL,
                 (GDestroyNotify) g_hash_table_unref, cancellable, callback, data);
}

GHashTable *
kp_store_load_settings_finish (KpStore *self, GAsyncResult *result, GError **error)
{
  return kp_store_finish_pointer (self, result, kp_store_load_settings_async, error);
}

static gboolean
save_setting (KpStoreCall *call, GError **error)
{
  const Setting *setting = call->data;

  return kp_setting_table_save (call->database, setting->name, setting->value,
                                &call->changes->settings, error);
}

void
kp_store_save_setting_async (KpStore *self, const char *name, const char *value,
                             GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer data)
{
  Setting *setting;

  g_return_if_fail (KP_IS_STORE (self));
  g_return_if_fail (name != NULL);

  setting = g_new0 (Setting, 1);
  setting->name = g_strdup (name);
  setting->value = g_strdup (value);
  kp_store_write (self, kp_store_save_setting_async, save_setting, setting, setting_free,
                  cancellable, callback, data);
}

gboolean
kp_store_save_setting_finish (KpStore *self, GAsyncResult *result, GError **error)
{
  return kp_store_finish_boolean (self, result, kp_store_save_setting_async, error);
}
