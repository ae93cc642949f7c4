/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/check/checker-private.h"

struct _KpTargetCache
{
  gatomicrefcount ref_count;
  GHashTable *entries;
};

typedef struct
{
  KpTargetFunc func;
  gpointer data;
} Waiter;

/* One target: its addresses, or who waits for them. */
typedef struct
{
  gatomicrefcount ref_count;
  guint pending;
  gboolean answered;
  GPtrArray *addresses;
  GArray *waiters;
} Entry;

static void
entry_unref (Entry *entry)
{
  if (!g_atomic_ref_count_dec (&entry->ref_count))
    return;
  g_ptr_array_unref (entry->addresses);
  g_array_unref (entry->waiters);
  g_free (entry);
}

static Entry *
entry_ref (Entry *entry)
{
  g_atomic_ref_count_inc (&entry->ref_count);
  return entry;
}

KpTargetCache *
kp_target_cache_new (void)
{
  KpTargetCache *self = g_new0 (KpTargetCache, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->entries =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) entry_unref);
  return self;
}

void
kp_target_cache_unref (KpTargetCache *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_hash_table_unref (self->entries);
  g_free (self);
}

void
kp_target_cache_clear (KpTargetCache *self)
{
  g_hash_table_remove_all (self->entries);
}

static int
compare_records (gconstpointer a, gconstpointer b)
{
  const KpRecord *left = *(KpRecord *const *) a, *right = *(KpRecord *const *) b;

  if (left->type != right->type)
    return left->type < right->type ? -1 : 1;
  return g_strcmp0 (left->data, right->data);
}

static void
add_addresses (Entry *entry, const KpResolverAnswer *answer)
{
  for (guint i = 0; i < answer->addresses->len; i++)
    {
      KpRecord *record = g_ptr_array_index (answer->addresses, i);
      gboolean known = FALSE;

      for (guint j = 0; j < entry->addresses->len && !known; j++)
        {
          const KpRecord *other = g_ptr_array_index (entry->addresses, j);

          known = other->type == record->type && g_str_equal (other->data, record->data);
        }
      if (!known)
        g_ptr_array_add (entry->addresses, kp_record_ref (record));
    }
}

static void
answer_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpResolverAnswer) answer =
      kp_resolver_answer_finish (KP_RESOLVER (source), result, NULL);
  Entry *entry = data;

  if (answer != NULL && answer->answered)
    {
      entry->answered = TRUE;
      add_addresses (entry, answer);
    }
  if (--entry->pending == 0)
    {
      g_ptr_array_sort (entry->addresses, compare_records);
      for (guint i = 0; i < entry->waiters->len; i++)
        {
          Waiter *waiter = &g_array_index (entry->waiters, Waiter, i);

          waiter->func (entry->addresses, entry->answered, waiter->data);
        }
      g_array_set_size (entry->waiters, 0);
    }
  entry_unref (entry);
}

void
kp_target_cache_get (KpTargetCache *self, const char *target, GPtrArray *resolvers,
                     gint64 now, KpTargetFunc func, gpointer data)
{
  Entry *entry = g_hash_table_lookup (self->entries, target);
  Waiter waiter = { func, data };

  if (entry != NULL && entry->pending == 0)
    {
      func (entry->addresses, entry->answered, data);
      return;
    }
  if (entry != NULL)
    {
      g_array_append_val (entry->waiters, waiter);
      return;
    }

  entry = g_new0 (Entry, 1);
  g_atomic_ref_count_init (&entry->ref_count);
  entry->addresses = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_record_unref);
  entry->waiters = g_array_new (FALSE, FALSE, sizeof (Waiter));
  entry->pending = resolvers->len;
  g_array_append_val (entry->waiters, waiter);
  g_hash_table_insert (self->entries, g_strdup (target), entry);
  for (guint i = 0; i < resolvers->len; i++)
    kp_resolver_answer_async (g_ptr_array_index (resolvers, i), target, now, NULL,
                              answer_cb, entry_ref (entry));
}
