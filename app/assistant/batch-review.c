/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "assistant/batch-review.h"

#include <glib/gi18n.h>

#include "assistant/batch-request-row.h"
#include "assistant/reply-group.h"
#include "core/helpdesk/reply-address.h"
#include "widget/banner.h"
#include "widget/row-feeder.h"
#include "widget/unlock.h"

struct _KpBatchReview
{
  AdwBin parent_instance;

  KpBanner *banner;
  GtkLabel *sum;
  KpReplyGroup *answer_to;
  AdwPreferencesGroup *rows;
  GtkButton *send;

  KpDesk *desk;
  KpBatch *batch;
  GPtrArray *requests; /* KpBatchRequest, as in the batch */
  GPtrArray *sending;  /* (nullable): those of them that are being sent */
  guint next;          /* of these */
  guint n_sent;
  GtkWidget
      *parent;     /* (nullable) (weak): of the window, which is told once that is closed */
  GString *failed; /* (nullable): which were not, and why */
  GHashTable *asked;   /* (nullable): providers for whose login the vault was opened */
  gboolean typed;      /* where to answer, by the user: it holds for all */
  KpRowFeeder *feeder; /* makes the rows, and with them what they show */
  GHashTable *row_of;  /* KpBatchRequest → KpBatchRequestRow */
  GQueue stale;        /* KpBatchRequests that have changed since their row was made */
  gboolean counted;    /* the sum holds for all that is there */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (KpBatchReview, kp_batch_review, ADW_TYPE_BIN)

static void send_next (KpBatchReview *self);

/* What was not sent can be tried again. */
static gboolean
can_send (KpBatchRequest *request)
{
  KpBatchRequestState state = kp_batch_request_get_state (request);

  return kp_batch_request_get_letter (request) != NULL
         && (state == KP_BATCH_REQUEST_READY || state == KP_BATCH_REQUEST_FAILED);
}

/* The window is open. */
static gboolean
is_there (KpBatchReview *self)
{
  return gtk_widget_get_root (GTK_WIDGET (self)) != NULL;
}

static guint
count (KpBatchReview *self, KpBatchRequestState state)
{
  guint n = 0;

  for (guint i = 0; i < self->requests->len; i++)
    n += kp_batch_request_get_state (self->requests->pdata[i]) == state;
  return n;
}

/* @text: (transfer full) */
static void
add_sentence (GString *sum, char *text)
{
  if (sum->len > 0)
    g_string_append_c (sum, ' ');
  g_string_append (sum, text);
  g_free (text);
}

static char *
describe_sum (KpBatchReview *self, guint ready)
{
  GString *sum = g_string_new (NULL);
  guint incomplete = count (self, KP_BATCH_REQUEST_INCOMPLETE);
  guint by_hand = count (self, KP_BATCH_REQUEST_BY_HAND);

  if (ready > 0)
    add_sentence (
        sum, g_strdup_printf (ngettext ("%u request can be sent: look at it once more; "
                                        "nothing leaves before you send it.",
                                        "%u requests can be sent: look at them once more; "
                                        "nothing leaves before you send them.",
                                        ready),
                              ready));
  if (incomplete > 0)
    add_sentence (sum, g_strdup_printf (ngettext ("%u lacks something.",
                                                  "%u lack something.", incomplete),
                                        incomplete));
  if (by_hand > 0)
    add_sentence (sum, g_strdup_printf (ngettext ("%u is to be done by hand.",
                                                  "%u are to be done by hand.", by_hand),
                                        by_hand));
  if (sum->len == 0)
    g_string_append (sum, _ ("Nothing is to be sent."));
  return g_string_free (sum, FALSE);
}

/* What all letters say is shown; what each says for itself is told in its row. */
static void
show_answer_to (KpBatchReview *self)
{
  const char *common = NULL;
  guint n = 0;

  for (guint i = 0; i < self->requests->len; i++)
    {
      KpRequest *letter = kp_batch_request_get_letter (self->requests->pdata[i]);
      const char *address = letter != NULL ? kp_reply_address_get (letter) : NULL;

      if (!can_send (self->requests->pdata[i]))
        continue;
      common = n++ == 0 || g_strcmp0 (common, address) == 0 ? address : NULL;
      if (common == NULL)
        break;
    }
  if (!self->typed)
    kp_reply_group_set_address (self->answer_to, common);
  gtk_widget_set_visible (GTK_WIDGET (self->answer_to), n > 0 || self->typed);
}

/* Returns: (transfer full) */
static char *
describe_send (KpBatchReview *self, guint ready)
{
  if (self->sending != NULL)
    return g_strdup_printf (
        /* Translators: of which request it is the turn, and of how many */
        _ ("Sending %u of %u…"), MIN (self->next, self->sending->len), self->sending->len);
  if (ready == 0)
    /* Translators: a button, while there is none to send */
    return g_strdup (_ ("Send Requests"));
  /* Translators: a button */
  return g_strdup_printf (ngettext ("Send %u Request", "Send %u Requests", ready), ready);
}

static void
update (KpBatchReview *self)
{
  g_autofree char *sum = NULL;
  g_autofree char *label = NULL;
  guint ready = 0;

  for (guint i = 0; i < self->requests->len; i++)
    ready += can_send (self->requests->pdata[i]);
  show_answer_to (self);
  sum = describe_sum (self, ready);
  gtk_label_set_text (self->sum, sum);
  label = describe_send (self, ready);
  gtk_button_set_label (self->send, label);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "review.send",
                                 ready > 0 && self->sending == NULL
                                     && kp_reply_group_get_ready (self->answer_to));
}

/* @n_left: whose turn did not come. Returns: (transfer full) */
static char *
describe_end (KpBatchReview *self, guint n_left)
{
  GString *text = g_string_new (NULL);

  if (self->n_sent > 0)
    add_sentence (text,
                  g_strdup_printf (ngettext ("%u request waits to be sent, see Requests.",
                                             "%u requests wait to be sent, see Requests.",
                                             self->n_sent),
                                   self->n_sent));
  if (self->failed->len > 0)
    /* Translators: sites that a request was not sent for, and why, after a colon each */
    add_sentence (text, g_strdup_printf (_ ("Not sent: %s"), self->failed->str));
  if (n_left > 0)
    add_sentence (text, g_strdup_printf (ngettext ("The window was closed before %u more "
                                                   "request was sent. Its job waits.",
                                                   "The window was closed before %u more "
                                                   "requests were sent. Their jobs wait.",
                                                   n_left),
                                         n_left));
  return g_string_free (text, FALSE);
}

/* Where the window is closed, what was sent until then is told by its parent. */
static void
tell (KpBatchReview *self, guint n_left)
{
  g_autofree char *text = describe_end (self, n_left);

  if (is_there (self))
    kp_banner_show (
        self->banner,
        self->failed->len > 0 ? "dialog-warning-symbolic" : "object-select-symbolic", text);
  else if (self->parent != NULL)
    gtk_widget_activate_action (self->parent, "win.show-toast", "s", text);
}

static void
end (KpBatchReview *self)
{
  guint n_left = 0;

  for (guint i = self->next; i < self->sending->len; i++)
    n_left += can_send (self->sending->pdata[i]);
  g_clear_pointer (&self->sending, g_ptr_array_unref);
  g_clear_pointer (&self->asked, g_hash_table_unref);
  /* What they were given is in the store now. */
  if (self->n_sent > 0)
    kp_outbox_wake (kp_desk_get_outbox (self->desk));
  tell (self, n_left);
  g_clear_weak_pointer (&self->parent);
  if (is_there (self))
    update (self);
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpBatchReview) self = data;
  KpBatchRequest *request = KP_BATCH_REQUEST (source);
  g_autoptr (GError) error = NULL;

  if (kp_batch_request_send_finish (request, result, &error))
    self->n_sent++;
  else
    g_string_append_printf (self->failed, "%s%s: %s", self->failed->len > 0 ? " " : "",
                            kp_site_get_label (kp_batch_request_get_site (request)),
                            error->message);
  send_next (self);
}

static void
hand_over (KpBatchReview *self, KpBatchRequest *request)
{
  kp_batch_request_send_async (request, sent_cb, g_object_ref (self));
}

/* A vault that stays closed holds nothing up: the request is kept, and tells what it waits
 * for. */
static void
unlocked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpBatchReview) self = data;
  KpBatchRequest *request;

  kp_unlock_finish (result, NULL);
  if (!is_there (self))
    {
      self->next--; /* closed meanwhile: it was not sent */
      end (self);
      return;
    }
  request = self->sending->pdata[self->next - 1];
  if (can_send (request))
    hand_over (self, request);
  else
    send_next (self);
}

/* Nobody is asked for the same vault again for each site, and nothing more is sent once the
 * window is closed. */
static void
send_next (KpBatchReview *self)
{
  KpBatchRequest *request = NULL;
  KpRequest *letter;

  while (request == NULL && is_there (self) && self->next < self->sending->len)
    {
      request = self->sending->pdata[self->next++];
      if (!can_send (request))
        request = NULL;
    }
  if (request == NULL)
    {
      end (self);
      return;
    }
  update (self);
  letter = kp_batch_request_get_letter (request);
  if (!g_hash_table_add (self->asked, g_strdup (kp_request_get_provider (letter))))
    hand_over (self, request);
  else
    kp_unlock_for_request_async (GTK_WIDGET (self), kp_desk_get_vault (self->desk), letter,
                                 self->cancellable, unlocked_cb, g_object_ref (self));
}

static void
send_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpBatchReview *self = KP_BATCH_REVIEW (widget);
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWindow *parent =
      GTK_IS_WINDOW (root) ? gtk_window_get_transient_for (GTK_WINDOW (root)) : NULL;

  g_set_weak_pointer (&self->parent, GTK_WIDGET (parent));
  self->sending = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < self->requests->len; i++)
    if (can_send (self->requests->pdata[i]))
      g_ptr_array_add (self->sending, g_object_ref (self->requests->pdata[i]));
  self->asked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->next = 0;
  self->n_sent = 0;
  g_string_truncate (self->failed, 0);
  kp_banner_set_revealed (self->banner, FALSE);
  send_next (self);
}

static void
answer_to_typed_cb (KpBatchReview *self)
{
  self->typed = TRUE;
  if (!kp_reply_group_get_ready (self->answer_to))
    return;
  for (guint i = 0; i < self->requests->len; i++)
    kp_batch_request_set_answer_to (self->requests->pdata[i],
                                    kp_reply_group_get_address (self->answer_to));
}

/* Many may change at once, and the row of each that does is laid out anew. */
static void
changed_cb (KpBatchRequest *request, KpBatchReview *self)
{
  if (g_queue_find (&self->stale, request) == NULL)
    g_queue_push_tail (&self->stale, request);
  self->counted = FALSE;
  kp_row_feeder_start (self->feeder);
}

static GtkWidget *
add_row (KpBatchReview *self)
{
  KpBatchRequest *request =
      kp_batch_request_new (self->desk, kp_batch_get (self->batch, self->requests->len));
  GtkWidget *row;

  if (self->typed && kp_reply_group_get_ready (self->answer_to))
    kp_batch_request_set_answer_to (request, kp_reply_group_get_address (self->answer_to));
  g_ptr_array_add (self->requests, request);
  g_signal_connect_object (request, "changed", G_CALLBACK (changed_cb), self, 0);
  row = kp_batch_request_row_new (request);
  adw_preferences_group_add (self->rows, row);
  g_hash_table_insert (self->row_of, request, row);
  self->counted = FALSE;
  return row;
}

static GtkWidget *
add_next (gpointer data)
{
  KpBatchReview *self = data;
  KpBatchRequest *request = g_queue_pop_head (&self->stale);

  if (request != NULL)
    {
      GtkWidget *row = g_hash_table_lookup (self->row_of, request);

      kp_batch_request_row_update (KP_BATCH_REQUEST_ROW (row));
      return row;
    }
  if (self->requests->len < kp_batch_get_size (self->batch))
    return add_row (self);
  if (!self->counted)
    {
      self->counted = TRUE;
      update (self);
    }
  return NULL;
}

static void
added_cb (KpBatchReview *self)
{
  kp_row_feeder_start (self->feeder);
}

static void
kp_batch_review_dispose (GObject *object)
{
  KpBatchReview *self = KP_BATCH_REVIEW (object);

  g_clear_pointer (&self->feeder, kp_row_feeder_free);
  g_clear_pointer (&self->sending, g_ptr_array_unref);
  g_clear_weak_pointer (&self->parent);
  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_BATCH_REVIEW);
  g_queue_clear (&self->stale);
  g_hash_table_remove_all (self->row_of);
  for (guint i = 0; i < self->requests->len; i++)
    g_signal_handlers_disconnect_by_func (self->requests->pdata[i], changed_cb, self);
  g_ptr_array_set_size (self->requests, 0);
  g_clear_object (&self->batch);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (kp_batch_review_parent_class)->dispose (object);
}

static void
kp_batch_review_finalize (GObject *object)
{
  KpBatchReview *self = KP_BATCH_REVIEW (object);

  g_clear_pointer (&self->asked, g_hash_table_unref);
  g_ptr_array_unref (self->requests);
  g_hash_table_unref (self->row_of);
  g_string_free (self->failed, TRUE);
  g_object_unref (self->cancellable);

  G_OBJECT_CLASS (kp_batch_review_parent_class)->finalize (object);
}

static void
kp_batch_review_class_init (KpBatchReviewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kp_batch_review_dispose;
  G_OBJECT_CLASS (klass)->finalize = kp_batch_review_finalize;

  g_type_ensure (KP_TYPE_BANNER);
  g_type_ensure (KP_TYPE_REPLY_GROUP);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/assistant/batch-review.ui");
  gtk_widget_class_bind_template_child (widget_class, KpBatchReview, banner);
  gtk_widget_class_bind_template_child (widget_class, KpBatchReview, sum);
  gtk_widget_class_bind_template_child (widget_class, KpBatchReview, rows);
  gtk_widget_class_bind_template_child (widget_class, KpBatchReview, answer_to);
  gtk_widget_class_bind_template_callback (widget_class, answer_to_typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_child (widget_class, KpBatchReview, send);
  gtk_widget_class_install_action (widget_class, "review.send", NULL, send_activated);
}

static void
kp_batch_review_init (KpBatchReview *self)
{
  self->requests = g_ptr_array_new_with_free_func (g_object_unref);
  self->row_of = g_hash_table_new (NULL, NULL);
  g_queue_init (&self->stale);
  self->failed = g_string_new (NULL);
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  self->feeder = kp_row_feeder_new (GTK_WIDGET (self->rows), add_next, self);
}

void
kp_batch_review_set_batch (KpBatchReview *self, KpDesk *desk, KpBatch *batch)
{
  g_return_if_fail (KP_IS_BATCH_REVIEW (self));
  g_return_if_fail (KP_IS_DESK (desk));
  g_return_if_fail (KP_IS_BATCH (batch) && self->batch == NULL);

  self->desk = g_object_ref (desk);
  self->batch = g_object_ref (batch);
  g_signal_connect_object (batch, "items-changed", G_CALLBACK (added_cb), self,
                           G_CONNECT_SWAPPED);
  added_cb (self);
}
