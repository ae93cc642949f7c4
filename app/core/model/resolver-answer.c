/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/resolver-answer.h"

#include <glib/gi18n.h>

#include "core/model/sentence.h"

G_DEFINE_BOXED_TYPE (KpResolverAnswer, kp_resolver_answer, kp_resolver_answer_ref,
                     kp_resolver_answer_unref)

const char *
kp_resolver_source_get_name (KpResolverSource source)
{
  /* Translators: the DNS resolver of this machine, in a list of resolvers */
  return source == KP_RESOLVER_SOURCE_SYSTEM ? _ ("This system") : NULL;
}

KpResolverAnswer *
kp_resolver_answer_new (const char *url, const char *name, KpResolverSource source)
{
  KpResolverAnswer *self = g_atomic_rc_box_new0 (KpResolverAnswer);

  self->url = g_strdup (url);
  self->name = g_strdup (name);
  self->source = source;
  self->chain = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_record_unref);
  self->addresses = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_record_unref);
  return self;
}

KpResolverAnswer *
kp_resolver_answer_ref (KpResolverAnswer *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  KpResolverAnswer *self = data;

  g_free (self->url);
  g_free (self->name);
  g_free (self->error);
  g_ptr_array_unref (self->chain);
  g_ptr_array_unref (self->addresses);
}

void
kp_resolver_answer_unref (KpResolverAnswer *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

char *
kp_resolver_answer_tell_error (const KpResolverAnswer *self)
{
  return kp_sentence_tell (self->error);
}

static int
compare_data (gconstpointer a, gconstpointer b)
{
  const KpRecord *first = *(const KpRecord *const *) a;
  const KpRecord *second = *(const KpRecord *const *) b;

  return g_strcmp0 (first->data, second->data);
}

/* @owner: (nullable): only those at that name */
static void
append_addresses (const KpResolverAnswer *self, KpRecordType type, const char *owner,
                  GString *key)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new ();

  for (guint i = 0; i < self->addresses->len; i++)
    {
      KpRecord *record = g_ptr_array_index (self->addresses, i);

      if (record->type == type && (owner == NULL || g_strcmp0 (record->owner, owner) == 0))
        g_ptr_array_add (records, record);
    }
  /* A resolver turns the order of a set at every answer (RFC 1794). */
  g_ptr_array_sort (records, compare_data);

  for (guint i = 0; i < records->len; i++)
    {
      const KpRecord *record = g_ptr_array_index (records, i);

      if (i > 0)
        g_string_append_c (key, ',');
      else
        g_string_append_printf (key, "%s%s ", key->len > 0 ? " " : "",
                                kp_record_type_to_string (type));
      g_string_append (key, record->data);
    }
}

guint32
kp_resolver_answer_get_ttl_at (const KpResolverAnswer *self, gint64 moment)
{
  gint64 left = self->asked_at + self->ttl - moment;

  return (guint32) CLAMP (left, 0, self->ttl);
}

char *
kp_resolver_answer_get_key (const KpResolverAnswer *self)
{
  GString *key = g_string_new (NULL);

  if (self->chain->len > 0)
    {
      const KpRecord *first = g_ptr_array_index (self->chain, 0);

      g_string_append_printf (key, "CNAME %s", first->data);
    }
  else
    {
      append_addresses (self, KP_RECORD_A, NULL, key);
      append_addresses (self, KP_RECORD_AAAA, NULL, key);
    }
  if (key->len == 0)
    g_string_append (key, "none");
  return g_string_free (key, FALSE);
}

static guint32
find_ttl (const KpResolverAnswer *self, KpRecordType type, const char *owner)
{
  guint32 ttl = 0;
  gboolean found = FALSE;

  for (guint i = 0; i < self->addresses->len; i++)
    {
      const KpRecord *record = g_ptr_array_index (self->addresses, i);

      if (record->type != type || g_strcmp0 (record->owner, owner) != 0)
        continue;
      ttl = found ? MIN (ttl, record->ttl) : record->ttl;
      found = TRUE;
    }
  return ttl;
}

char *
kp_resolver_answer_get_beside (const KpResolverAnswer *self, guint32 *ttl)
{
  g_autoptr (GString) key = g_string_new (NULL);
  const char *owner;

  *ttl = 0;
  if (self->chain->len == 0)
    return NULL;
  owner = ((const KpRecord *) g_ptr_array_index (self->chain, 0))->owner;
  append_addresses (self, KP_RECORD_A, owner, key);
  append_addresses (self, KP_RECORD_AAAA, owner, key);
  if (key->len == 0)
    return NULL;
  *ttl = MAX (find_ttl (self, KP_RECORD_A, owner), find_ttl (self, KP_RECORD_AAAA, owner));
  return g_string_free (g_steal_pointer (&key), FALSE);
}
