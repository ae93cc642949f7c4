/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/dns/resolver.h"

#include <arpa/nameser.h>

#include "core/dns/kept-answer.h"

#define NONE_REPEATED (-1)

/* kp_resolver_answer_async(): several questions about one name, and the one answer they
 * make. A and AAAA go out together; the others only where a SERVFAIL is to be explained. */
typedef struct
{
  KpResolver *resolver;
  KpResolverAnswer *answer;
  char *name;
  guint pending;
  KpDnsReply *replies[2]; /* A, AAAA */
  int repeated;           /* which of them was not asked for; NONE_REPEATED */
  GError *error;
} Asking;

static void
asking_free (Asking *self)
{
  g_object_unref (self->resolver);
  kp_resolver_answer_unref (self->answer);
  g_free (self->name);
  g_clear_pointer (&self->replies[0], kp_dns_reply_unref);
  g_clear_pointer (&self->replies[1], kp_dns_reply_unref);
  g_clear_error (&self->error);
  g_free (self);
}

static void
done (GTask *task)
{
  Asking *self = g_task_get_task_data (task);

  g_task_return_pointer (task, kp_resolver_answer_ref (self->answer),
                         (GDestroyNotify) kp_resolver_answer_unref);
}

static gboolean
end_if_cancelled (GTask *task)
{
  if (!g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    return FALSE;
  g_task_return_error (task, kp_dns_error_new_cancelled ());
  return TRUE;
}

/* SERVFAIL and its like say less than NXDOMAIN, which says less than an answer. */
static guint
badness (guint rcode)
{
  return rcode == ns_r_noerror ? 0 : rcode == ns_r_nxdomain ? 1 : 2;
}

/* Seconds that the record set at the asked name itself is kept: its CNAME, else what was
 * asked for. */
static gboolean
find_own_ttl (const KpDnsReply *reply, guint32 *ttl)
{
  gboolean found = FALSE;

  for (guint i = 0; i < reply->answers->len; i++)
    {
      const KpRecord *record = g_ptr_array_index (reply->answers, i);

      if (!g_str_equal (record->owner, reply->name))
        continue;
      if (record->type == KP_RECORD_CNAME)
        {
          *ttl = record->ttl;
          return TRUE;
        }
      if (record->type != reply->type)
        continue;
      *ttl = found ? MIN (*ttl, record->ttl) : record->ttl;
      found = TRUE;
    }
  return found;
}

/* Of the A and the AAAA set the one that is kept longer counts: until then a resolver may
 * still give an old record. */
static void
fill_ttl (Asking *self)
{
  KpResolverAnswer *answer = self->answer;

  for (guint i = 0; i < G_N_ELEMENTS (self->replies); i++)
    {
      guint32 ttl = 0;

      if (find_own_ttl (self->replies[i], &ttl))
        {
          answer->ttl = MAX (answer->ttl, ttl);
          answer->ttl_known = TRUE;
        }
    }
  for (guint i = 0; i < G_N_ELEMENTS (self->replies) && !answer->ttl_known; i++)
    answer->ttl = MAX (answer->ttl, self->replies[i]->negative_ttl);
  answer->ttl_known = answer->ttl_known || answer->ttl > 0;
}

static int
compare_records (gconstpointer a, gconstpointer b)
{
  const KpRecord *first = *(const KpRecord *const *) a;
  const KpRecord *second = *(const KpRecord *const *) b;

  return first->type != second->type ? (int) first->type - (int) second->type
                                     : g_strcmp0 (first->data, second->data);
}

static void
fill_addresses (Asking *self)
{
  GPtrArray *addresses = self->answer->addresses;
  gboolean denied = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (self->replies); i++)
    {
      g_autoptr (GPtrArray) chain = NULL;
      g_autoptr (GPtrArray) found = NULL;
      gboolean loop = FALSE;

      found = kp_dns_reply_follow (self->replies[i], &chain, &loop);
      self->answer->loop |= loop;
      if (found->len == 0)
        {
          guint32 ttl = self->replies[i]->negative_ttl;

          self->answer->negative_ttl = denied ? MIN (self->answer->negative_ttl, ttl) : ttl;
          denied = TRUE;
        }
      /* Both go the same way; where one got further, that is the chain. */
      for (guint j = self->answer->chain->len; j < chain->len; j++)
        g_ptr_array_add (self->answer->chain, kp_record_ref (g_ptr_array_index (chain, j)));
      for (guint j = 0; j < found->len; j++)
        g_ptr_array_add (addresses, kp_record_ref (g_ptr_array_index (found, j)));
    }
  g_ptr_array_sort (addresses, compare_records);
  for (guint i = addresses->len; i > 1; i--)
    if (compare_records (&addresses->pdata[i - 1], &addresses->pdata[i - 2]) == 0)
      g_ptr_array_remove_index (addresses, i - 1);
}

static void
fill (Asking *self)
{
  KpResolverAnswer *answer = self->answer;

  answer->answered = TRUE;
  answer->authenticated = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (self->replies); i++)
    {
      const KpDnsReply *reply = self->replies[i];

      if (badness (reply->rcode) > badness (answer->rcode))
        answer->rcode = reply->rcode;
      answer->authenticated &= reply->authenticated;
    }
  fill_addresses (self);
  fill_ttl (self);
  answer->dangling = answer->chain->len > 0 && !answer->loop && answer->addresses->len == 0
                     && badness (answer->rcode) < 2;
}

static void on_alias (GObject *source, GAsyncResult *result, gpointer data);

/* Most resolvers answer a loop, and a chain whose end is broken, with a mere SERVFAIL. The
 * CNAMEs one by one show which of both, and where. */
static void
ask_alias (GTask *task, const char *name)
{
  Asking *self = g_task_get_task_data (task);

  kp_resolver_lookup_async (self->resolver, name, KP_RECORD_CNAME, KP_LOOKUP_NONE,
                            g_task_get_cancellable (task), on_alias, task);
}

static gboolean
has_passed (const KpResolverAnswer *answer, const char *name)
{
  for (guint i = 0; i < answer->chain->len; i++)
    if (g_str_equal (((KpRecord *) g_ptr_array_index (answer->chain, i))->owner, name))
      return TRUE;
  return FALSE;
}

static void
on_alias (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Asking *self = g_task_get_task_data (task);
  g_autoptr (KpDnsReply) reply = NULL;
  g_autoptr (GPtrArray) found = NULL;
  KpRecord *alias = NULL;

  reply = kp_resolver_lookup_finish (self->resolver, result, NULL);
  found = reply != NULL ? kp_dns_reply_follow (reply, NULL, NULL) : NULL;
  if (end_if_cancelled (task))
    return;
  if (found == NULL || found->len == 0)
    {
      done (task);
      return;
    }
  alias = g_ptr_array_index (found, 0);
  g_ptr_array_add (self->answer->chain, kp_record_ref (alias));
  if (!self->answer->ttl_known)
    {
      self->answer->ttl = alias->ttl;
      self->answer->ttl_known = TRUE;
    }
  self->answer->loop =
      has_passed (self->answer, alias->data) || self->answer->chain->len > KP_DNS_MAX_CHAIN;
  if (self->answer->loop)
    done (task);
  else
    ask_alias (g_steal_pointer (&task), alias->data);
}

static void
on_probe (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Asking *self = g_task_get_task_data (task);
  g_autoptr (KpDnsReply) reply = kp_resolver_lookup_finish (self->resolver, result, NULL);

  if (end_if_cancelled (task))
    return;
  self->answer->bogus = reply != NULL && badness (reply->rcode) < 2;
  if (self->answer->bogus || self->answer->chain->len > 0)
    done (task);
  else
    ask_alias (g_steal_pointer (&task), self->name);
}

static void ask (GTask *task);

/* An alias has come up beside what was taken for known. It goes before all other records of
 * its name, in some caches at once: what they make of the other question now shows only
 * when they are asked. */
static gboolean
is_doubtful (const Asking *self)
{
  g_autoptr (GPtrArray) chain = NULL;

  if (self->repeated == NONE_REPEATED)
    return FALSE;
  g_ptr_array_unref (kp_dns_reply_follow (self->replies[1 - self->repeated], &chain, NULL));
  return chain->len > 0;
}

static void
on_all_replied (GTask *owned)
{
  g_autoptr (GTask) task = owned;
  Asking *self = g_task_get_task_data (task);
  KpRecordType failed = KP_RECORD_A;

  if (end_if_cancelled (task))
    return;
  if (self->error != NULL)
    {
      self->answer->error = kp_dns_error_keep (self->error);
      done (task);
      return;
    }
  if (is_doubtful (self))
    {
      g_clear_pointer (&self->replies[self->repeated], kp_dns_reply_unref);
      self->repeated = NONE_REPEATED;
      ask (task);
      return;
    }
  fill (self);
  if (self->answer->rcode != ns_r_servfail)
    {
      done (task);
      return;
    }
  if (self->replies[0]->rcode != ns_r_servfail)
    failed = KP_RECORD_AAAA;
  kp_resolver_lookup_async (self->resolver, self->name, failed, KP_LOOKUP_CHECKING_DISABLED,
                            g_task_get_cancellable (task), on_probe, g_object_ref (task));
}

static void
on_reply (GTask *owned, guint index, GAsyncResult *result)
{
  g_autoptr (GTask) task = owned;
  Asking *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  self->replies[index] = kp_resolver_lookup_finish (self->resolver, result, &error);
  if (error != NULL && self->error == NULL)
    self->error = g_steal_pointer (&error);
  if (--self->pending == 0)
    on_all_replied (g_steal_pointer (&task));
}

static void
on_a (GObject *source, GAsyncResult *result, gpointer data)
{
  on_reply (data, 0, result);
}

static void
on_aaaa (GObject *source, GAsyncResult *result, gpointer data)
{
  on_reply (data, 1, result);
}

static GTask *
begin (KpResolver *self, const char *name, gint64 now, GCancellable *cancellable,
       GAsyncReadyCallback callback, gpointer data)
{
  GTask *task = g_task_new (self, cancellable, callback, data);
  Asking *asking = g_new0 (Asking, 1);

  g_task_set_source_tag (task, kp_resolver_answer_async);
  g_task_set_check_cancellable (task, FALSE);
  asking->resolver = g_object_ref (self);
  asking->answer =
      kp_resolver_answer_new (kp_resolver_get_url (self), kp_resolver_get_name (self),
                              kp_resolver_get_source (self));
  asking->answer->asked_at = now;
  asking->name = g_strdup (name);
  asking->repeated = NONE_REPEATED;
  g_task_set_task_data (task, asking, (GDestroyNotify) asking_free);
  return task;
}

/* Asks what has no reply yet. */
static void
ask (GTask *task)
{
  static const KpRecordType types[] = { KP_RECORD_A, KP_RECORD_AAAA };
  static const GAsyncReadyCallback callbacks[] = { on_a, on_aaaa };
  Asking *self = g_task_get_task_data (task);
  gboolean has[G_N_ELEMENTS (types)];

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      has[i] = self->replies[i] != NULL;
      self->pending += !has[i];
    }
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (!has[i])
      kp_resolver_lookup_async (self->resolver, self->name, types[i], KP_LOOKUP_NONE,
                                g_task_get_cancellable (task), callbacks[i],
                                g_object_ref (task));
}

void
kp_resolver_answer_async (KpResolver *self, const char *name, gint64 now,
                          GCancellable *cancellable, GAsyncReadyCallback callback,
                          gpointer data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KP_IS_RESOLVER (self));
  g_return_if_fail (name != NULL);

  task = begin (self, name, now, cancellable, callback, data);
  ask (task);
}

/* What the resolver would reply now to a question for @type, as it did for @before. */
static KpDnsReply *
repeat (const KpResolverAnswer *before, const char *name, KpRecordType type, gint64 now)
{
  KpDnsReply *reply = kp_dns_reply_new (name, type);
  gint64 age = now - before->asked_at;

  reply->authenticated = before->authenticated;
  for (guint i = 0; i < before->addresses->len; i++)
    {
      const KpRecord *record = g_ptr_array_index (before->addresses, i);

      if (record->type == type)
        g_ptr_array_add (
            reply->answers,
            kp_record_new (type, record->owner, MAX (record->ttl - age, 0), record->data));
    }
  if (reply->answers->len == 0)
    reply->negative_ttl = MAX (before->negative_ttl - age, 0);
  return reply;
}

void
kp_resolver_answer_again_async (KpResolver *self, const KpResolverAnswer *before,
                                const char *name, gint64 now, GCancellable *cancellable,
                                GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = NULL;
  Asking *asking;
  gboolean keeps_a, keeps_aaaa;

  g_return_if_fail (KP_IS_RESOLVER (self));
  g_return_if_fail (name != NULL);

  task = begin (self, name, now, cancellable, callback, data);
  asking = g_task_get_task_data (task);
  keeps_a = now < kp_answer_get_kept_until (before, KP_RECORD_A, now);
  keeps_aaaa = now < kp_answer_get_kept_until (before, KP_RECORD_AAAA, now);
  /* Which of both went through which alias is not known any more. */
  if (keeps_a != keeps_aaaa && before->chain->len == 0 && before->rcode == ns_r_noerror)
    {
      asking->repeated = keeps_a ? 0 : 1;
      asking->replies[asking->repeated] =
          repeat (before, name, keeps_a ? KP_RECORD_A : KP_RECORD_AAAA, now);
    }
  ask (task);
}

KpResolverAnswer *
kp_resolver_answer_finish (KpResolver *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
