/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/dns/message.h"

G_DEFINE_BOXED_TYPE (KpDnsReply, kp_dns_reply, kp_dns_reply_ref, kp_dns_reply_unref)

KpDnsReply *
kp_dns_reply_new (const char *name, KpRecordType type)
{
  KpDnsReply *self = g_atomic_rc_box_new0 (KpDnsReply);

  self->name = g_strdup (name);
  self->type = type;
  self->answers = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_record_unref);
  self->authority = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_record_unref);
  return self;
}

static void
clear (gpointer data)
{
  KpDnsReply *self = data;

  g_free (self->name);
  g_ptr_array_unref (self->answers);
  g_ptr_array_unref (self->authority);
}

KpDnsReply *
kp_dns_reply_ref (KpDnsReply *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
kp_dns_reply_unref (KpDnsReply *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

static KpRecord *
find_alias (const KpDnsReply *self, const char *owner)
{
  for (guint i = 0; i < self->answers->len; i++)
    {
      KpRecord *record = g_ptr_array_index (self->answers, i);

      if (record->type == KP_RECORD_CNAME && g_strcmp0 (record->owner, owner) == 0)
        return record;
    }
  return NULL;
}

static gboolean
has_passed (GPtrArray *chain, const char *name)
{
  for (guint i = 0; i < chain->len; i++)
    if (g_strcmp0 (((KpRecord *) g_ptr_array_index (chain, i))->owner, name) == 0)
      return TRUE;
  return FALSE;
}

GPtrArray *
kp_dns_reply_follow (const KpDnsReply *self, GPtrArray **chain, gboolean *loop)
{
  g_autoptr (GPtrArray) aliases = g_ptr_array_new ();
  GPtrArray *found = g_ptr_array_new ();
  const char *name = self->name;
  gboolean endless = FALSE;

  /* Who asks for the CNAME itself gets it, and is led nowhere. */
  while (self->type != KP_RECORD_CNAME && !endless)
    {
      KpRecord *alias = find_alias (self, name);

      if (alias == NULL)
        break;
      g_ptr_array_add (aliases, alias);
      name = alias->data;
      endless = has_passed (aliases, name) || aliases->len > KP_DNS_MAX_CHAIN;
    }
  for (guint i = 0; i < self->answers->len && !endless; i++)
    {
      KpRecord *record = g_ptr_array_index (self->answers, i);

      if (record->type == self->type && g_strcmp0 (record->owner, name) == 0)
        g_ptr_array_add (found, record);
    }
  if (chain != NULL)
    *chain = g_steal_pointer (&aliases);
  if (loop != NULL)
    *loop = endless;
  return found;
}
