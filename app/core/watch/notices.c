/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/watch/notices.h"

#include "core/watch/notice-facts.h"
#include "core/watch/notice-policy.h"
#include "core/watch/reply-look.h"

/* Beside the settings, which know it not. */
#define STATE "notices"
/* What changes comes in batches: it is looked at so many milliseconds after the first. */
#define UPDATE_AFTER 500
/* Quiet hours end, days begin, other processes check: looked at so often, in seconds. */
#define LOOK_EVERY 60

struct _KpNotices
{
  GObject parent;

  KpPortfolio *portfolio;
  KpStore *store;
  KpSettings *settings;
  KpOutbox *outbox;
  KpMonitor *monitor;
  KpClock *clock;
  KpNotifier *notifier;
  KpReplyLook *replies;

  GCancellable *cancellable; /* from start to stop */
  KpNoticeState *state;      /* once it was read */
  KpNoticeState *early;      /* what has come to pass before that */
  char *saved;
  guint update_id;
  guint look_id;
};

G_DEFINE_FINAL_TYPE (KpNotices, kp_notices, G_TYPE_OBJECT)

static guint
get_hour (KpNotices *self, const char *name)
{
  return kp_settings_get_int (self->settings, name) % 24 * 60;
}

static void
fill_time (KpNotices *self, KpNoticeFacts *facts)
{
  g_autoptr (GDateTime) local = NULL;
  g_autoptr (GDate) date = NULL;

  facts->now = kp_clock_now (self->clock);
  local = g_date_time_new_from_unix_local (facts->now);
  if (local != NULL)
    {
      date = g_date_new_dmy (g_date_time_get_day_of_month (local),
                             (GDateMonth) g_date_time_get_month (local),
                             (GDateYear) g_date_time_get_year (local));
      facts->day = g_date_get_julian (date);
      facts->minute = g_date_time_get_hour (local) * 60 + g_date_time_get_minute (local);
    }
  if (!kp_settings_get_int (self->settings, "quiet-hours"))
    return;
  facts->quiet_from = get_hour (self, "quiet-from");
  facts->quiet_to = get_hour (self, "quiet-to");
}

/* Nobody is told of what nobody could see: then all that was told still stands. */
static gboolean
is_cut_off (KpNotices *self)
{
  g_autofree char *problem = NULL;
  g_autofree char *intercepted = NULL;

  g_object_get (self->monitor, "problem", &problem, "intercepted", &intercepted, NULL);
  return problem != NULL || intercepted != NULL;
}

static void
save (KpNotices *self)
{
  g_autofree char *json = kp_notice_state_to_json (self->state);

  if (g_strcmp0 (json, self->saved) == 0)
    return;
  g_free (self->saved);
  self->saved = g_steal_pointer (&json);
  kp_store_save_setting_async (self->store, STATE, self->saved, NULL, NULL, NULL);
}

static void
carry_out (KpNotices *self, const KpNoticePlan *plan)
{
  for (guint i = 0; i < plan->withdraw->len; i++)
    kp_notifier_withdraw (self->notifier, g_ptr_array_index (plan->withdraw, i));
  for (guint i = 0; i < plan->send->len; i++)
    kp_notifier_send (self->notifier, g_ptr_array_index (plan->send, i));
}

static void
update (KpNotices *self)
{
  GListModel *sites = G_LIST_MODEL (self->portfolio);
  GListModel *requests = G_LIST_MODEL (kp_outbox_get_requests (self->outbox));
  g_autoptr (GPtrArray) topics =
      g_ptr_array_new_with_free_func ((GDestroyNotify) kp_topic_free);
  g_autoptr (KpNotice) summary = NULL;
  g_autoptr (KpNoticePlan) plan = NULL;
  KpNoticeFacts facts = { .topics = topics };
  gboolean running;

  /* What a reply brings decides what is told of it: that comes first. */
  if (self->state == NULL
      || !kp_reply_look_update (self->replies, requests, self->portfolio))
    return;
  g_object_get (self->monitor, "running", &running, NULL);
  fill_time (self, &facts);
  facts.unsure = kp_notice_facts_add_causes (sites, topics) || is_cut_off (self);
  kp_notice_facts_add_events (self->portfolio, self->state, facts.now, topics);
  kp_notice_facts_add_requests (requests, self->portfolio,
                                kp_reply_look_get_csrs (self->replies), topics);
  facts.summary = summary = kp_notice_facts_make_summary (sites, facts.now);
  facts.summary_ready = !running;
  plan = kp_notice_policy_plan (&facts, self->state);
  carry_out (self, plan);
  save (self);
}

static gboolean
update_cb (gpointer data)
{
  KpNotices *self = data;

  self->update_id = 0;
  update (self);
  return G_SOURCE_REMOVE;
}

static gboolean
look_cb (gpointer data)
{
  update (data);
  return G_SOURCE_CONTINUE;
}

static void
queue (KpNotices *self)
{
  if (self->state != NULL && self->update_id == 0)
    self->update_id = g_timeout_add (UPDATE_AFTER, update_cb, self);
}

static void
add_events (KpNotices *self, KpTopicKind kind, GPtrArray *sites)
{
  KpNoticeState *state = self->state != NULL ? self->state : self->early;

  for (guint i = 0; state != NULL && i < sites->len; i++)
    kp_notice_state_add_event (state, kind, kp_site_get_id (g_ptr_array_index (sites, i)),
                               kp_clock_now (self->clock));
  queue (self);
}

static void
secured_cb (KpNotices *self, GPtrArray *sites)
{
  add_events (self, KP_TOPIC_SECURED, sites);
}

static void
renewed_cb (KpNotices *self, GPtrArray *sites)
{
  add_events (self, KP_TOPIC_RENEWED, sites);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpNotices) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) values =
      kp_store_load_settings_finish (KP_STORE (source), result, &error);

  if (values == NULL || self->cancellable == NULL)
    return;
  g_free (self->saved);
  self->saved = g_strdup (g_hash_table_lookup (values, STATE));
  self->state = kp_notice_state_from_json (self->saved);
  for (guint i = 0; i < self->early->events->len; i++)
    {
      const KpNoticeEvent *event = &g_array_index (self->early->events, KpNoticeEvent, i);

      kp_notice_state_add_event (self->state, event->kind, event->site_id, event->at);
    }
  g_clear_pointer (&self->early, kp_notice_state_free);
  self->look_id = g_timeout_add_seconds (LOOK_EVERY, look_cb, self);
  queue (self);
}

/* Before its requests are there, all of them would seem to be gone. */
static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpNotices) self = data;

  if (kp_outbox_open_finish (KP_OUTBOX (source), result, NULL) && self->cancellable != NULL)
    kp_store_load_settings_async (self->store, self->cancellable, loaded_cb,
                                  g_object_ref (self));
}

void
kp_notices_start (KpNotices *self)
{
  g_return_if_fail (KP_IS_NOTICES (self));

  if (self->cancellable != NULL)
    return;
  self->cancellable = g_cancellable_new ();
  self->early = kp_notice_state_new ();
  kp_outbox_open_async (self->outbox, self->cancellable, opened_cb, g_object_ref (self));
}

void
kp_notices_stop (KpNotices *self)
{
  g_return_if_fail (KP_IS_NOTICES (self));

  g_clear_handle_id (&self->update_id, g_source_remove);
  g_clear_handle_id (&self->look_id, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->state, kp_notice_state_free);
  g_clear_pointer (&self->early, kp_notice_state_free);
}

static void
kp_notices_dispose (GObject *object)
{
  KpNotices *self = KP_NOTICES (object);

  kp_notices_stop (self);
  if (self->replies != NULL)
    kp_reply_look_stop (self->replies);
  g_clear_object (&self->replies);
  g_clear_object (&self->portfolio);
  g_clear_object (&self->store);
  g_clear_object (&self->settings);
  g_clear_object (&self->outbox);
  g_clear_object (&self->monitor);
  g_clear_object (&self->clock);
  g_clear_object (&self->notifier);

  G_OBJECT_CLASS (kp_notices_parent_class)->dispose (object);
}

static void
kp_notices_finalize (GObject *object)
{
  g_free (KP_NOTICES (object)->saved);

  G_OBJECT_CLASS (kp_notices_parent_class)->finalize (object);
}

static void
kp_notices_class_init (KpNoticesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = kp_notices_dispose;
  object_class->finalize = kp_notices_finalize;
}

static void
kp_notices_init (KpNotices *self)
{
}

static void
follow (KpNotices *self, gpointer object, const char *signal, GCallback callback)
{
  g_signal_connect_object (object, signal, callback, self, G_CONNECT_SWAPPED);
}

KpNotices *
kp_notices_new (KpPortfolio *portfolio, KpStore *store, KpSettings *settings,
                KpOutbox *outbox, KpMonitor *monitor, KpClock *clock, KpNotifier *notifier)
{
  KpNotices *self;
  KpRequestList *requests;

  g_return_val_if_fail (KP_IS_PORTFOLIO (portfolio), NULL);
  g_return_val_if_fail (KP_IS_OUTBOX (outbox), NULL);
  g_return_val_if_fail (KP_IS_NOTIFIER (notifier), NULL);

  self = g_object_new (KP_TYPE_NOTICES, NULL);
  self->portfolio = g_object_ref (portfolio);
  self->store = g_object_ref (store);
  self->settings = g_object_ref (settings);
  self->outbox = g_object_ref (outbox);
  self->monitor = g_object_ref (monitor);
  self->clock = g_object_ref (clock);
  self->notifier = g_object_ref (notifier);
  self->replies = kp_reply_look_new (store);
  requests = kp_outbox_get_requests (outbox);
  follow (self, self->replies, "done", G_CALLBACK (queue));
  follow (self, portfolio, "secured", G_CALLBACK (secured_cb));
  follow (self, portfolio, "renewed", G_CALLBACK (renewed_cb));
  follow (self, portfolio, "items-changed", G_CALLBACK (queue));
  follow (self, monitor, "finished", G_CALLBACK (queue));
  follow (self, requests, "changed", G_CALLBACK (queue));
  follow (self, requests, "items-changed", G_CALLBACK (queue));
  follow (self, outbox, "settled", G_CALLBACK (queue));
  follow (self, settings, "changed", G_CALLBACK (queue));
  return self;
}
