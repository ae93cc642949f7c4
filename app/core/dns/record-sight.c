/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/dns/record-sight.h"

#include <arpa/nameser.h>
#include <glib/gi18n.h>

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
} Question;

static void
sight_free (gpointer data)
{
  KpRecordSight *self = data;

  g_free (self->resolver);
  g_free (self);
}

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

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Question *question = data;
  g_autoptr (GTask) task = question->task;
  Search *self = g_task_get_task_data (task);
  g_autoptr (KpDnsReply) reply =
      kp_resolver_lookup_finish (KP_RESOLVER (source), result, NULL);

  if (reply != NULL && (reply->rcode == ns_r_noerror || reply->rcode == ns_r_nxdomain))
    {
      question->sight->answered = TRUE;
      question->sight->there = is_there (self, reply);
    }
  g_free (question);
  if (--self->pending == 0 && !g_task_return_error_if_cancelled (task))
    g_task_return_pointer (task, g_ptr_array_ref (self->sights),
                           (GDestroyNotify) g_ptr_array_unref);
}

void
kp_record_sights_async (GPtrArray *resolvers, const char *name, KpRecordType type,
                        const char *value, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  Search *self = g_new0 (Search, 1);

  g_task_set_source_tag (task, kp_record_sights_async);
  g_task_set_task_data (task, self, search_free);
  self->sights = g_ptr_array_new_with_free_func (sight_free);
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
      question->sight = g_new0 (KpRecordSight, 1);
      question->sight->resolver = g_strdup (kp_resolver_get_name (resolver));
      g_ptr_array_add (self->sights, question->sight);
      kp_resolver_lookup_async (resolver, name, type, KP_LOOKUP_NO_CACHE, cancellable,
                                looked_up_cb, question);
    }
}

GPtrArray *
kp_record_sights_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

char *
kp_record_sights_describe (GPtrArray *sights, gboolean *there)
{
  guint n_answered = 0, n_there = 0;

  for (guint i = 0; i < sights->len; i++)
    {
      const KpRecordSight *sight = g_ptr_array_index (sights, i);

      n_answered += sight->answered ? 1 : 0;
      n_there += sight->there ? 1 : 0;
    }
  if (there != NULL)
    *there = n_there > 0 && n_there == n_answered;
  if (n_answered == 0)
    return g_strdup (_ ("No resolver could be asked"));
  return g_strdup_printf (
      /* Translators: of a DNS record: how many resolvers have it, of how many that answered
       */
      ngettext ("Seen by %u of %u resolver", "Seen by %u of %u resolvers", n_answered),
      n_there, n_answered);
}
