/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/dns/record-search.h"

#include <arpa/nameser.h>

/* Who says longer than a day is asked again all the same. */
#define MAX_TTL (24 * 3600)

typedef struct
{
  GPtrArray *sights; /* of KpRecordSight */
  char *name;
  KpRecordType type;
  char *value;
  guint pending;
} Search;

/* Which sight an answer is for. */
typedef struct
{
  GTask *task;
  KpRecordSight *sight;
  KpRecordType asked;
} Question;

static void
search_free (gpointer data)
{
  Search *self = data;

  g_ptr_array_unref (self->sights);
  g_free (self->name);
  g_free (self->value);
  g_free (self);
}

static gboolean
is_there (const Search *self, const KpDnsReply *reply)
{
  g_autoptr (GPtrArray) found =
      self->type == KP_RECORD_CNAME ? NULL : kp_dns_reply_follow (reply, NULL, NULL);
  GPtrArray *records = found != NULL ? found : reply->answers;

  for (guint i = 0; i < records->len; i++)
    {
      const KpRecord *record = g_ptr_array_index (records, i);

      if (self->type == KP_RECORD_TXT && g_str_equal (record->data, self->value))
        return TRUE;
      if (self->type == KP_RECORD_CNAME && record->type == KP_RECORD_CNAME
          && g_ascii_strcasecmp (record->owner, self->name) == 0
          && g_ascii_strcasecmp (record->data, self->value) == 0)
        return TRUE;
    }
  return FALSE;
}

/* How long it keeps to this answer: to the part of it that ends first. That nothing stands
 * at the end of an alias is a part too. */
static guint32
get_ttl (const KpDnsReply *reply)
{
  g_autoptr (GPtrArray) found = kp_dns_reply_follow (reply, NULL, NULL);
  guint32 least = found->len > 0 ? MAX_TTL : MIN (reply->negative_ttl, MAX_TTL);

  for (guint i = 0; i < reply->answers->len; i++)
    least = MIN (least, ((const KpRecord *) g_ptr_array_index (reply->answers, i))->ttl);
  return least;
}

static void
take (const Search *self, KpRecordSight *sight, const KpDnsReply *reply)
{
  guint32 ttl = get_ttl (reply);

  /* Of two answers the first that ends may be another then. */
  sight->ttl = sight->answered && sight->ttl > 0 ? MIN (sight->ttl, ttl) : ttl;
  sight->answered = TRUE;
  sight->there = sight->there || is_there (self, reply);
  for (guint i = 0; i < reply->answers->len; i++)
    {
      const KpRecord *record = g_ptr_array_index (reply->answers, i);

      if (g_ascii_strcasecmp (record->owner, self->name) == 0)
        kp_record_sight_add_found (sight, record->type, record->data);
    }
}

static void ask (KpResolver *resolver, Question *question);

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Question *question = data;
  g_autoptr (GTask) task = g_object_ref (question->task);
  Search *self = g_task_get_task_data (task);
  g_autoptr (KpDnsReply) reply =
      kp_resolver_lookup_finish (KP_RESOLVER (source), result, NULL);

  if (reply != NULL && (reply->rcode == ns_r_noerror || reply->rcode == ns_r_nxdomain))
    take (self, question->sight, reply);
  if (question->asked == KP_RECORD_CNAME && question->sight->answered
      && *question->sight->found == NULL && reply->rcode == ns_r_noerror)
    {
      question->asked = KP_RECORD_TXT;
      ask (KP_RESOLVER (source), question);
      return;
    }
  g_object_unref (question->task);
  g_free (question);
  if (--self->pending == 0 && !g_task_return_error_if_cancelled (task))
    g_task_return_pointer (task, g_ptr_array_ref (self->sights),
                           (GDestroyNotify) g_ptr_array_unref);
}

static void
ask (KpResolver *resolver, Question *question)
{
  Search *self = g_task_get_task_data (question->task);

  kp_resolver_lookup_async (resolver, self->name, question->asked, KP_LOOKUP_NO_CACHE,
                            g_task_get_cancellable (question->task), looked_up_cb,
                            question);
}

void
kp_record_search_async (GPtrArray *resolvers, const char *name, KpRecordType type,
                        const char *value, gint64 now, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  Search *self = g_new0 (Search, 1);

  g_task_set_source_tag (task, kp_record_search_async);
  g_task_set_task_data (task, self, search_free);
  self->sights = kp_record_sights_new ();
  self->name = g_strdup (name);
  self->type = type;
  self->value = g_strdup (value);
  self->pending = resolvers->len;
  if (resolvers->len == 0)
    g_task_return_pointer (task, g_ptr_array_ref (self->sights),
                           (GDestroyNotify) g_ptr_array_unref);
  for (guint i = 0; i < resolvers->len; i++)
    {
      KpResolver *resolver = g_ptr_array_index (resolvers, i);
      Question *question = g_new (Question, 1);

      question->task = g_object_ref (task);
      question->asked = type;
      question->sight = kp_record_sight_new (kp_resolver_get_url (resolver),
                                             kp_resolver_get_name (resolver), now);
      g_ptr_array_add (self->sights, question->sight);
      ask (resolver, question);
    }
}

GPtrArray *
kp_record_search_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
