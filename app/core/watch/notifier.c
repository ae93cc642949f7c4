/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/watch/notifier.h"

G_DEFINE_INTERFACE (KpNotifier, kp_notifier, G_TYPE_OBJECT)

static void
kp_notifier_default_init (KpNotifierInterface *iface)
{
}

void
kp_notifier_send (KpNotifier *self, const KpNotice *notice)
{
  g_return_if_fail (KP_IS_NOTIFIER (self));
  g_return_if_fail (notice != NULL);

  KP_NOTIFIER_GET_IFACE (self)->send (self, notice);
}

void
kp_notifier_withdraw (KpNotifier *self, const char *id)
{
  g_return_if_fail (KP_IS_NOTIFIER (self));
  g_return_if_fail (id != NULL);

  KP_NOTIFIER_GET_IFACE (self)->withdraw (self, id);
}

struct _KpMemoryNotifier
{
  GObject parent;

  GString *lines;
};

static void kp_memory_notifier_iface_init (KpNotifierInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KpMemoryNotifier, kp_memory_notifier, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (KP_TYPE_NOTIFIER,
                                                      kp_memory_notifier_iface_init))

static void
kp_memory_notifier_send (KpNotifier *notifier, const KpNotice *notice)
{
  g_string_append_printf (KP_MEMORY_NOTIFIER (notifier)->lines, "+%s: %s\n", notice->id,
                          notice->title);
}

static void
kp_memory_notifier_withdraw (KpNotifier *notifier, const char *id)
{
  g_string_append_printf (KP_MEMORY_NOTIFIER (notifier)->lines, "-%s\n", id);
}

static void
kp_memory_notifier_iface_init (KpNotifierInterface *iface)
{
  iface->send = kp_memory_notifier_send;
  iface->withdraw = kp_memory_notifier_withdraw;
}

static void
kp_memory_notifier_finalize (GObject *object)
{
  g_string_free (KP_MEMORY_NOTIFIER (object)->lines, TRUE);

  G_OBJECT_CLASS (kp_memory_notifier_parent_class)->finalize (object);
}

static void
kp_memory_notifier_class_init (KpMemoryNotifierClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kp_memory_notifier_finalize;
}

static void
kp_memory_notifier_init (KpMemoryNotifier *self)
{
  self->lines = g_string_new (NULL);
}

KpNotifier *
kp_memory_notifier_new (void)
{
  return g_object_new (KP_TYPE_MEMORY_NOTIFIER, NULL);
}

char *
kp_memory_notifier_describe (KpMemoryNotifier *self)
{
  char *lines;

  g_return_val_if_fail (KP_IS_MEMORY_NOTIFIER (self), NULL);

  lines = g_strdup (self->lines->str);
  g_string_set_size (self->lines, 0);
  return lines;
}
