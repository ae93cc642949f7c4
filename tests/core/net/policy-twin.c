/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "policy-twin.h"

struct _PolicyTwin
{
  GObject parent;

  GString *asked;
};

static void iface_init (KpAddressPolicyInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PolicyTwin, policy_twin, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (KP_TYPE_ADDRESS_POLICY, iface_init))

static gboolean
allows (KpAddressPolicy *policy, GInetAddress *address)
{
  PolicyTwin *self = POLICY_TWIN (policy);
  g_autofree char *text = g_inet_address_to_string (address);

  g_string_append_printf (self->asked, "%s ", text);
  return !g_str_equal (text, "127.0.0.2");
}

static void
iface_init (KpAddressPolicyInterface *iface)
{
  iface->allows = allows;
}

static void
policy_twin_finalize (GObject *object)
{
  g_string_free (POLICY_TWIN (object)->asked, TRUE);

  G_OBJECT_CLASS (policy_twin_parent_class)->finalize (object);
}

static void
policy_twin_class_init (PolicyTwinClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = policy_twin_finalize;
}

static void
policy_twin_init (PolicyTwin *self)
{
  self->asked = g_string_new (NULL);
}

KpAddressPolicy *
policy_twin_new (void)
{
  return g_object_new (POLICY_TYPE_TWIN, NULL);
}

const char *
policy_twin_get_asked (PolicyTwin *self)
{
  return self->asked->str;
}
