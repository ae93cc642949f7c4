/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/desktop-notifier.h"

#include <gio/gio.h>
#include <string.h>

struct _KpDesktopNotifier
{
  GObject parent;
};

static void kp_desktop_notifier_iface_init (KpNotifierInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KpDesktopNotifier, kp_desktop_notifier, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (KP_TYPE_NOTIFIER,
                                                      kp_desktop_notifier_iface_init))

/* The desktop keeps them longer than a process lives: words, not numbers. */
static const char *const pages[] = {
  [KP_NOTICE_LIST] = "list",
  [KP_NOTICE_SITE] = "site",
  [KP_NOTICE_REQUEST] = "request",
  [KP_NOTICE_REQUESTS] = "requests",
};

static void
kp_desktop_notifier_send (KpNotifier *notifier, const KpNotice *notice)
{
  g_autoptr (GNotification) shown = g_notification_new (notice->title);

  g_notification_set_body (shown, notice->body);
  if (notice->page == KP_NOTICE_LIST
      && g_str_has_prefix (notice->id, KP_NOTICE_CAUSE_PREFIX))
    g_notification_set_default_action_and_target (
        shown, "app.open-reason", "s", notice->id + strlen (KP_NOTICE_CAUSE_PREFIX));
  else
    g_notification_set_default_action_and_target (shown, "app.open-notice", "(sx)",
                                                  pages[notice->page], notice->target);
  g_application_send_notification (g_application_get_default (), notice->id, shown);
}

static void
kp_desktop_notifier_withdraw (KpNotifier *notifier, const char *id)
{
  g_application_withdraw_notification (g_application_get_default (), id);
}

static void
kp_desktop_notifier_iface_init (KpNotifierInterface *iface)
{
  iface->send = kp_desktop_notifier_send;
  iface->withdraw = kp_desktop_notifier_withdraw;
}

static void
kp_desktop_notifier_class_init (KpDesktopNotifierClass *klass)
{
}

static void
kp_desktop_notifier_init (KpDesktopNotifier *self)
{
}

KpNotifier *
kp_desktop_notifier_new (void)
{
  return g_object_new (KP_TYPE_DESKTOP_NOTIFIER, NULL);
}
