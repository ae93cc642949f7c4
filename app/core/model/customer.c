/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/customer.h"

#include <string.h>

#include "core/model/language.h"

enum
{
  PROP_ID = 1,
  PROP_NAME,
  PROP_DNS_ADMINISTRATOR,
  PROP_EMAIL,
  PROP_LANGUAGE,
  PROP_DNS_HOST,
  PROP_NOTE,
  PROP_CHANGES_DNS_ITSELF,
  N_PROPERTIES,
};

#define FIRST_TEXT PROP_NAME
#define LAST_TEXT PROP_NOTE
#define N_TEXTS (LAST_TEXT - FIRST_TEXT + 1)

struct _KpCustomer
{
  GObject parent;

  gint64 id;
  char *texts[N_TEXTS]; /* by property, from FIRST_TEXT on; never %NULL */
  gboolean changes_dns_itself;
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (KpCustomer, kp_customer, G_TYPE_OBJECT)

static void
kp_customer_finalize (GObject *object)
{
  KpCustomer *self = KP_CUSTOMER (object);

  for (guint i = 0; i < N_TEXTS; i++)
    g_free (self->texts[i]);

  G_OBJECT_CLASS (kp_customer_parent_class)->finalize (object);
}

static void
kp_customer_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  KpCustomer *self = KP_CUSTOMER (object);

  if (id == PROP_ID)
    g_value_set_int64 (value, self->id);
  else if (id == PROP_CHANGES_DNS_ITSELF)
    g_value_set_boolean (value, self->changes_dns_itself);
  else if (id >= FIRST_TEXT && id <= LAST_TEXT)
    g_value_set_string (value, self->texts[id - FIRST_TEXT]);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
set_text (KpCustomer *self, guint property, const char *text)
{
  char **place = &self->texts[property - FIRST_TEXT];

  if (text == NULL)
    text = "";
  if (g_strcmp0 (*place, text) == 0)
    return;
  g_free (*place);
  *place = g_strdup (text);
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static const char *
get_text (KpCustomer *self, guint property)
{
  g_return_val_if_fail (KP_IS_CUSTOMER (self), "");

  return self->texts[property - FIRST_TEXT];
}

static void
kp_customer_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  KpCustomer *self = KP_CUSTOMER (object);

  if (id == PROP_ID)
    kp_customer_set_id (self, g_value_get_int64 (value));
  else if (id == PROP_CHANGES_DNS_ITSELF)
    kp_customer_set_changes_dns_itself (self, g_value_get_boolean (value));
  else if (id >= FIRST_TEXT && id <= LAST_TEXT)
    set_text (self, id, g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
kp_customer_class_init (KpCustomerClass *klass)
{
  static const char *const names[N_TEXTS] = {
    [PROP_NAME - FIRST_TEXT] = "name",
    [PROP_DNS_ADMINISTRATOR - FIRST_TEXT] = "dns-administrator",
    [PROP_EMAIL - FIRST_TEXT] = "email",
    [PROP_LANGUAGE - FIRST_TEXT] = "language",
    [PROP_DNS_HOST - FIRST_TEXT] = "dns-host",
    [PROP_NOTE - FIRST_TEXT] = "note",
  };
  const GParamFlags flags =
      G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = kp_customer_finalize;
  object_class->get_property = kp_customer_get_property;
  object_class->set_property = kp_customer_set_property;

  properties[PROP_ID] = g_param_spec_int64 ("id", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_CHANGES_DNS_ITSELF] =
      g_param_spec_boolean ("changes-dns-itself", NULL, NULL, TRUE, flags);
  for (guint i = 0; i < N_TEXTS; i++)
    properties[FIRST_TEXT + i] = g_param_spec_string (names[i], NULL, NULL, "", flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
kp_customer_init (KpCustomer *self)
{
  self->changes_dns_itself = TRUE;
  for (guint i = 0; i < N_TEXTS; i++)
    self->texts[i] = g_strdup ("");
}

KpCustomer *
kp_customer_new (const char *name)
{
  KpCustomer *self = g_object_new (KP_TYPE_CUSTOMER, NULL);

  set_text (self, PROP_NAME, name);
  return self;
}

void
kp_customer_assign (KpCustomer *self, KpCustomer *source)
{
  g_return_if_fail (KP_IS_CUSTOMER (self));
  g_return_if_fail (KP_IS_CUSTOMER (source));

  if (self == source)
    return;
  g_object_freeze_notify (G_OBJECT (self));
  kp_customer_set_id (self, source->id);
  for (guint i = 0; i < N_TEXTS; i++)
    set_text (self, FIRST_TEXT + i, source->texts[i]);
  kp_customer_set_changes_dns_itself (self, source->changes_dns_itself);
  g_object_thaw_notify (G_OBJECT (self));
}

gboolean
kp_customer_equal (KpCustomer *a, KpCustomer *b)
{
  g_return_val_if_fail (KP_IS_CUSTOMER (a), FALSE);
  g_return_val_if_fail (KP_IS_CUSTOMER (b), FALSE);

  for (guint i = 0; i < N_TEXTS; i++)
    if (!g_str_equal (a->texts[i], b->texts[i]))
      return FALSE;
  return a->changes_dns_itself == b->changes_dns_itself;
}

gint64
kp_customer_get_id (KpCustomer *self)
{
  g_return_val_if_fail (KP_IS_CUSTOMER (self), 0);

  return self->id;
}

void
kp_customer_set_id (KpCustomer *self, gint64 id)
{
  g_return_if_fail (KP_IS_CUSTOMER (self));

  if (self->id == id)
    return;
  self->id = id;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ID]);
}

const char *
kp_customer_get_name (KpCustomer *self)
{
  return get_text (self, PROP_NAME);
}

const char *
kp_customer_get_dns_administrator (KpCustomer *self)
{
  return get_text (self, PROP_DNS_ADMINISTRATOR);
}

const char *
kp_customer_get_email (KpCustomer *self)
{
  return get_text (self, PROP_EMAIL);
}

const char *
kp_customer_get_language (KpCustomer *self)
{
  return get_text (self, PROP_LANGUAGE);
}

const char *
kp_customer_get_dns_host (KpCustomer *self)
{
  return get_text (self, PROP_DNS_HOST);
}

const char *
kp_customer_get_note (KpCustomer *self)
{
  return get_text (self, PROP_NOTE);
}

gboolean
kp_customer_get_changes_dns_itself (KpCustomer *self)
{
  g_return_val_if_fail (KP_IS_CUSTOMER (self), TRUE);

  return self->changes_dns_itself;
}

void
kp_customer_set_changes_dns_itself (KpCustomer *self, gboolean changes)
{
  g_return_if_fail (KP_IS_CUSTOMER (self));

  if (self->changes_dns_itself == !!changes)
    return;
  self->changes_dns_itself = !!changes;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHANGES_DNS_ITSELF]);
}

char *
kp_customer_make_key (const char *name)
{
  g_autofree char *valid = g_strstrip (g_utf8_make_valid (name, -1));
  g_autofree char *normal = g_utf8_normalize (valid, -1, G_NORMALIZE_NFKC);

  return g_utf8_casefold (normal, -1);
}

/* One "@" with something on both sides: more is the mail server's business. */
gboolean
kp_customer_is_email (const char *text)
{
  const char *at = strchr (text, '@');

  return *text == '\0'
         || (at != NULL && at != text && at[1] != '\0' && strchr (at + 1, '@') == NULL
             && strpbrk (text, " \t,;<>") == NULL);
}

gboolean
kp_customer_is_language (const char *text)
{
  return *text == '\0' || kp_language_is_tag (text);
}
