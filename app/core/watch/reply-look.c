/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/watch/reply-look.h"

#include "core/helpdesk/reply-document.h"

struct _KpReplyLook
{
  GObject parent;

  KpStore *store;
  GHashTable *known;  /* row id → how many replies were unread when it was looked at */
  GHashTable *csrs;   /* row ids */
  GPtrArray *waiting; /* of KpRequest: to be looked at */
  KpRequest *request; /* (nullable): being looked at */
  guint n_unseen;     /* of it */
  GCancellable *cancellable;
};

enum
{
  DONE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KpReplyLook, kp_reply_look, G_TYPE_OBJECT)

static void look_at_next (KpReplyLook *self);

static gint64 *
make_id (KpRequest *request)
{
  gint64 id = kp_request_get_id (request);

  return g_memdup2 (&id, sizeof id);
}

/* What can't be read holds nothing for now: that there is a reply is told all the same. */
static void
note (KpReplyLook *self, gboolean csr)
{
  g_autoptr (KpRequest) request = g_steal_pointer (&self->request);
  gint64 id = kp_request_get_id (request);

  g_hash_table_insert (self->known, make_id (request), GUINT_TO_POINTER (self->n_unseen));
  if (csr)
    g_hash_table_add (self->csrs, make_id (request));
  else
    g_hash_table_remove (self->csrs, &id);
  look_at_next (self);
}

/* One that holds a private key is found too, whatever else is in it. */
static gboolean
has_csr (const KpDocument *document)
{
  for (guint i = 0; document != NULL && i < document->parts->len; i++)
    if (((const KpDocumentPart *) g_ptr_array_index (document->parts, i))->kind
        == KP_DOCUMENT_REQUEST)
      return TRUE;
  return FALSE;
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpReplyLook) self = data;
  g_autoptr (KpMessage) message = NULL;
  g_autoptr (GPtrArray) unread = NULL;
  g_autoptr (KpDocument) document =
      kp_reply_document_find_finish (result, &message, &unread, NULL);

  if (self->request != NULL)
    note (self, has_csr (document));
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpReplyLook) self = data;
  g_autoptr (GPtrArray) messages =
      kp_store_load_messages_finish (KP_STORE (source), result, NULL);
  g_autoptr (GPtrArray) unseen = g_ptr_array_new_with_free_func (g_object_unref);

  if (self->request == NULL)
    return;
  for (guint i = 0; messages != NULL && i < messages->len; i++)
    if (!kp_message_get_seen (g_ptr_array_index (messages, i)))
      g_ptr_array_add (unseen, g_object_ref (g_ptr_array_index (messages, i)));
  kp_reply_document_find_async (self->store, unseen, KP_DOCUMENT_REQUEST, self->cancellable,
                                found_cb, g_object_ref (self));
}

static void
look_at_next (KpReplyLook *self)
{
  if (self->waiting->len == 0)
    {
      g_signal_emit (self, signals[DONE], 0);
      return;
    }
  self->request = g_ptr_array_steal_index (self->waiting, 0);
  self->n_unseen = kp_request_get_unseen (self->request);
  kp_store_load_messages_async (self->store, kp_request_get_id (self->request),
                                self->cancellable, loaded_cb, g_object_ref (self));
}

static void
kp_reply_look_dispose (GObject *object)
{
  KpReplyLook *self = KP_REPLY_LOOK (object);

  kp_reply_look_stop (self);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (kp_reply_look_parent_class)->dispose (object);
}

static void
kp_reply_look_finalize (GObject *object)
{
  KpReplyLook *self = KP_REPLY_LOOK (object);

  g_hash_table_unref (self->known);
  g_hash_table_unref (self->csrs);
  g_ptr_array_unref (self->waiting);
  g_object_unref (self->cancellable);

  G_OBJECT_CLASS (kp_reply_look_parent_class)->finalize (object);
}

static void
kp_reply_look_class_init (KpReplyLookClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = kp_reply_look_dispose;
  object_class->finalize = kp_reply_look_finalize;

  signals[DONE] = g_signal_new ("done", KP_TYPE_REPLY_LOOK, G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 0);
}

static void
kp_reply_look_init (KpReplyLook *self)
{
  self->known = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->csrs = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  self->cancellable = g_cancellable_new ();
}

KpReplyLook *
kp_reply_look_new (KpStore *store)
{
  KpReplyLook *self;

  g_return_val_if_fail (KP_IS_STORE (store), NULL);

  self = g_object_new (KP_TYPE_REPLY_LOOK, NULL);
  self->store = g_object_ref (store);
  return self;
}

gboolean
kp_reply_look_is_awaited (KpRequest *request, KpPortfolio *portfolio)
{
  KpSite *site = kp_portfolio_find_by_id (portfolio, kp_request_get_site_id (request));
  const KpJob *job = site != NULL ? kp_site_get_job (site) : NULL;

  return job != NULL && job->kind == KP_JOB_RENEW && job->step == KP_JOB_STEP_WAIT_PROVIDER;
}

static gboolean
is_known (KpReplyLook *self, KpRequest *request)
{
  gint64 id = kp_request_get_id (request);
  gpointer n_unseen;

  return g_hash_table_lookup_extended (self->known, &id, NULL, &n_unseen)
         && GPOINTER_TO_UINT (n_unseen) == kp_request_get_unseen (request);
}

gboolean
kp_reply_look_update (KpReplyLook *self, GListModel *requests, KpPortfolio *portfolio)
{
  g_return_val_if_fail (KP_IS_REPLY_LOOK (self), TRUE);

  if (self->request != NULL)
    return FALSE;
  for (guint i = 0; i < g_list_model_get_n_items (requests); i++)
    {
      g_autoptr (KpRequest) request = g_list_model_get_item (requests, i);

      if (kp_request_get_unseen (request) > 0 && !is_known (self, request)
          && kp_reply_look_is_awaited (request, portfolio))
        g_ptr_array_add (self->waiting, g_steal_pointer (&request));
    }
  if (self->waiting->len == 0)
    return TRUE;
  look_at_next (self);
  return FALSE;
}

GHashTable *
kp_reply_look_get_csrs (KpReplyLook *self)
{
  g_return_val_if_fail (KP_IS_REPLY_LOOK (self), NULL);

  return self->csrs;
}

void
kp_reply_look_stop (KpReplyLook *self)
{
  g_return_if_fail (KP_IS_REPLY_LOOK (self));

  g_cancellable_cancel (self->cancellable);
  g_ptr_array_set_size (self->waiting, 0);
  g_clear_object (&self->request);
}
