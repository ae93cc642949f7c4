/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/check/checker-private.h"

struct _KpTargetCache
{
  GHashTable *entries;
};

/* One target: its addresses, or who waits for them. */
typedef struct
{
  gatomicrefcount ref_count;
  guint pending;
  gboolean answered;
  GPtrArray *answers;
  GPtrArray *addresses;
  GQueue waiters; /* of Waiter */
  GCancellable *cancellable;
} Entry;

typedef struct
{
  Entry *entry;
  KpTargetFunc func;
  gpointer data;
  GSource *cancelled;
  GList link;
} Waiter;

static void
entry_unref (Entry *entry)
{
  if (!g_atomic_ref_count_dec (&entry->ref_count))
    return;
  g_assert (g_queue_is_empty (&entry->waiters));
  g_ptr_array_unref (entry->answers);
  g_ptr_array_unref (entry->addresses);
  g_object_unref (entry->cancellable);
  g_free (entry);
}

static Entry *
entry_ref (Entry *entry)
{
  g_atomic_ref_count_inc (&entry->ref_count);
  return entry;
}

static Entry *
entry_new (guint pending)
{
  Entry *entry = g_new0 (Entry, 1);

  g_atomic_ref_count_init (&entry->ref_count);
  entry->answers =
      g_ptr_array_new_with_free_func ((GDestroyNotify) kp_resolver_answer_unref);
  entry->addresses = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_record_unref);
  entry->cancellable = g_cancellable_new ();
  entry->pending = pending;
  g_queue_init (&entry->waiters);
  return entry;
}

KpTargetCache *
kp_target_cache_new (void)
{
  KpTargetCache *self = g_new0 (KpTargetCache, 1);

  self->entries =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) entry_unref);
  return self;
}

void
kp_target_cache_free (KpTargetCache *self)
{
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

static gboolean
has_record (GPtrArray *records, const KpRecord *record)
{
  for (guint i = 0; i < records->len; i++)
    if (compare_records (&records->pdata[i], &record) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
share_address (const KpResolverAnswer *a, const KpResolverAnswer *b)
{
  for (guint i = 0; i < a->addresses->len; i++)
    if (has_record (b->addresses, g_ptr_array_index (a->addresses, i)))
      return TRUE;
  return FALSE;
}

static gboolean
shares_with_other (GPtrArray *answers, guint i)
{
  for (guint j = 0; j < answers->len; j++)
    if (j != i
        && share_address (g_ptr_array_index (answers, i), g_ptr_array_index (answers, j)))
      return TRUE;
  return FALSE;
}

/* What any resolver says, but for one alone where others agree: a resolver that answers
 * every name with an address of its own must not have that taken for the provider's. */
static void
fill_addresses (Entry *entry)
{
  gboolean any_agree = FALSE;

  for (guint i = 0; i < entry->answers->len; i++)
    any_agree |= shares_with_other (entry->answers, i);
  for (guint i = 0; i < entry->answers->len; i++)
    {
      const KpResolverAnswer *answer = g_ptr_array_index (entry->answers, i);

      if (any_agree && !shares_with_other (entry->answers, i))
        continue;
      for (guint j = 0; j < answer->addresses->len; j++)
        {
          KpRecord *record = g_ptr_array_index (answer->addresses, j);

          if (!has_record (entry->addresses, record))
            g_ptr_array_add (entry->addresses, kp_record_ref (record));
        }
    }
  g_ptr_array_sort (entry->addresses, compare_records);
}

/* Tells a waiter and frees it. */
static void
tell (Waiter *waiter)
{
  Entry *entry = waiter->entry;

  g_queue_unlink (&entry->waiters, &waiter->link);
  if (waiter->cancelled != NULL)
    {
      g_source_destroy (waiter->cancelled);
      g_source_unref (waiter->cancelled);
    }
  waiter->func (entry->addresses, entry->answered, waiter->data);
  g_free (waiter);
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
      g_ptr_array_add (entry->answers, g_steal_pointer (&answer));
    }
  if (--entry->pending == 0)
    {
      fill_addresses (entry);
      while (!g_queue_is_empty (&entry->waiters))
        tell (g_queue_peek_head (&entry->waiters));
    }
  entry_unref (entry);
}

/* Who is cancelled waits no more; when nobody is left, nobody needs the answer, and who
 * comes later asks anew. */
static gboolean
cancelled_cb (GCancellable *cancellable, gpointer data)
{
  Waiter *waiter = data;
  Entry *entry = entry_ref (waiter->entry);

  tell (waiter);
  if (g_queue_is_empty (&entry->waiters))
    g_cancellable_cancel (entry->cancellable);
  entry_unref (entry);
  return G_SOURCE_REMOVE;
}

static void
add_waiter (Entry *entry, GCancellable *cancellable, KpTargetFunc func, gpointer data)
{
  Waiter *waiter = g_new0 (Waiter, 1);

  waiter->entry = entry;
  waiter->func = func;
  waiter->data = data;
  waiter->link.data = waiter;
  g_queue_push_tail_link (&entry->waiters, &waiter->link);
  if (cancellable == NULL)
    return;
  waiter->cancelled = g_cancellable_source_new (cancellable);
  g_source_set_callback (waiter->cancelled, G_SOURCE_FUNC (cancelled_cb), waiter, NULL);
  g_source_attach (waiter->cancelled, g_main_context_get_thread_default ());
}

void
kp_target_cache_get (KpTargetCache *self, const char *target, GPtrArray *resolvers,
                     gint64 now, GCancellable *cancellable, KpTargetFunc func,
                     gpointer data)
{
  Entry *entry = g_hash_table_lookup (self->entries, target);

  if (entry != NULL && g_cancellable_is_cancelled (entry->cancellable))
    entry = NULL;
  if (entry != NULL && entry->pending == 0)
    {
      func (entry->addresses, entry->answered, data);
      return;
    }
  if (entry != NULL)
    {
      add_waiter (entry, cancellable, func, data);
      return;
    }

  entry = entry_new (resolvers->len);
  add_waiter (entry, cancellable, func, data);
  g_hash_table_insert (self->entries, g_strdup (target), entry);
  for (guint i = 0; i < resolvers->len; i++)
    kp_resolver_answer_async (g_ptr_array_index (resolvers, i), target, now,
                              entry->cancellable, answer_cb, entry_ref (entry));
}
