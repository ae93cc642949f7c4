/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/watch/notice-policy.h"

#include <glib/gi18n.h>

#include "core/base/time-text.h"

#define SUMMARY_ID "summary"
/* Where a summary says the same as the last one, it is sent again after so many seconds. */
#define SUMMARY_AGAIN (7 * KP_DAY)

/* The notice that tells of several topics of a kind. */
static const char *const group_ids[KP_TOPIC_N_KINDS] = {
  [KP_TOPIC_CAUSE] = "causes",    [KP_TOPIC_SECURED] = "secured",
  [KP_TOPIC_RENEWED] = "renewed", [KP_TOPIC_REPLY] = "replies",
  [KP_TOPIC_REFUSED] = "refused",
};

void
kp_notice_plan_free (KpNoticePlan *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->send);
  g_ptr_array_unref (self->withdraw);
  g_free (self);
}

static KpNotice *
notice_copy (const KpNotice *notice)
{
  return kp_notice_new (notice->id, notice->title, notice->body, notice->page,
                        notice->target);
}

static char *
format_group_title (KpTopicKind kind, guint n)
{
  switch (kind)
    {
    case KP_TOPIC_CAUSE:
      return g_strdup_printf (
          /* Translators: %u is a number of sites. */
          ngettext ("%u site is no longer secure", "%u sites are no longer secure", n), n);
    case KP_TOPIC_SECURED:
      /* Translators: %u is a number of sites. */
      return g_strdup_printf (ngettext ("%u site is locked", "%u sites are locked", n), n);
    case KP_TOPIC_RENEWED:
      return g_strdup_printf (
          /* Translators: %u is a number of sites. */
          ngettext ("%u site is renewed", "%u sites are renewed", n), n);
    case KP_TOPIC_REPLY:
      return g_strdup_printf (
          /* Translators: %u is a number of requests to providers. */
          ngettext ("%u request was answered", "%u requests were answered", n), n);
    case KP_TOPIC_REFUSED:
    default:
      return g_strdup_printf (
          /* Translators: %u is a number of requests to providers. */
          ngettext ("%u request was refused", "%u requests were refused", n), n);
    }
}

static const char *
get_group_body (KpTopicKind kind)
{
  switch (kind)
    {
    case KP_TOPIC_CAUSE:
      return _ ("There are several reasons. The list shows them, the most urgent first.");
    case KP_TOPIC_SECURED:
      return _ ("The last check proves it: their jobs are done.");
    case KP_TOPIC_RENEWED:
      return _ ("The new certificates are served, as the last check proves.");
    case KP_TOPIC_REPLY:
      return _ ("Their replies are under Requests.");
    case KP_TOPIC_REFUSED:
    default:
      return _ ("The providers’ reasons are under Requests.");
    }
}

static KpNotice *
make_group (KpTopicKind kind, GPtrArray *topics)
{
  g_autofree char *title = NULL;
  guint n = 0;

  for (guint i = 0; i < topics->len; i++)
    {
      const KpTopic *topic = g_ptr_array_index (topics, i);

      n += kind == KP_TOPIC_CAUSE ? topic->count : 1;
    }
  title = format_group_title (kind, n);
  return kp_notice_new (group_ids[kind], title, get_group_body (kind),
                        kind == KP_TOPIC_REPLY || kind == KP_TOPIC_REFUSED
                            ? KP_NOTICE_REQUESTS
                            : KP_NOTICE_LIST,
                        0);
}

static gboolean
is_news (const KpTopic *topic, const KpNoticeState *state)
{
  const KpToldTopic *told = g_hash_table_lookup (state->told, topic->notice->id);

  if (told == NULL)
    return TRUE;
  if (topic->kind == KP_TOPIC_CAUSE)
    return topic->count / 2 >= MAX (told->count, 1);
  return topic->kind == KP_TOPIC_REPLY && topic->count > told->count;
}

static gboolean
is_cause (const char *topic)
{
  return g_str_has_prefix (topic, KP_NOTICE_CAUSE_PREFIX);
}

/* A notice goes when nothing that it told of holds any more. */
static void
withdraw (const KpNoticeFacts *facts, KpNoticeState *state, GPtrArray *ids)
{
  g_autoptr (GHashTable) held = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) kept = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) gone =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer key, value;

  for (guint i = 0; i < facts->topics->len; i++)
    g_hash_table_add (held, ((KpTopic *) g_ptr_array_index (facts->topics, i))->notice->id);
  g_hash_table_iter_init (&iter, state->told);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      if (g_hash_table_contains (held, key) || (facts->unsure && is_cause (key)))
        {
          g_hash_table_add (kept, ((KpToldTopic *) value)->notice_id);
          continue;
        }
      g_hash_table_add (gone, g_strdup (((KpToldTopic *) value)->notice_id));
      g_hash_table_iter_remove (&iter);
    }
  g_hash_table_iter_init (&iter, gone);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (!g_hash_table_contains (kept, key))
      g_ptr_array_add (ids, g_strdup (key));
}

static void
send_kind (KpTopicKind kind, const KpNoticeFacts *facts, KpNoticeState *state,
           GPtrArray *send)
{
  g_autoptr (GPtrArray) news = g_ptr_array_new ();
  gboolean together;

  for (guint i = 0; i < facts->topics->len; i++)
    {
      const KpTopic *topic = g_ptr_array_index (facts->topics, i);

      if (topic->kind == kind && is_news (topic, state))
        g_ptr_array_add (news, (gpointer) topic);
    }
  together = news->len > KP_NOTICE_MAX_SINGLE;
  if (together)
    g_ptr_array_add (send, make_group (kind, news));
  for (guint i = 0; i < news->len; i++)
    {
      const KpTopic *topic = g_ptr_array_index (news, i);

      if (!together)
        g_ptr_array_add (send, notice_copy (topic->notice));
      kp_notice_state_tell (state, topic->notice->id,
                            together ? group_ids[kind] : topic->notice->id, topic->count);
    }
}

/* On the day on which there is a state at all nothing is old enough to be summed up. */
static void
send_summary (const KpNoticeFacts *facts, KpNoticeState *state, GPtrArray *send)
{
  const KpNotice *summary = facts->summary;

  if (!facts->summary_ready || state->day == facts->day)
    return;
  if (state->day != 0 && summary != NULL
      && (g_strcmp0 (summary->body, state->summary) != 0
          || facts->now - state->summary_at >= SUMMARY_AGAIN))
    {
      g_ptr_array_add (send, kp_notice_new (SUMMARY_ID, summary->title, summary->body,
                                            summary->page, summary->target));
      g_free (state->summary);
      state->summary = g_strdup (summary->body);
      state->summary_at = facts->now;
    }
  state->day = facts->day;
}

static void
withdraw_summary (const KpNoticeFacts *facts, KpNoticeState *state, GPtrArray *ids)
{
  if (facts->summary != NULL || state->summary == NULL || facts->unsure)
    return;
  g_clear_pointer (&state->summary, g_free);
  g_ptr_array_add (ids, g_strdup (SUMMARY_ID));
}

KpNoticePlan *
kp_notice_policy_plan (const KpNoticeFacts *facts, KpNoticeState *state)
{
  KpNoticePlan *plan = g_new0 (KpNoticePlan, 1);

  plan->send = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_notice_free);
  plan->withdraw = g_ptr_array_new_with_free_func (g_free);
  withdraw (facts, state, plan->withdraw);
  withdraw_summary (facts, state, plan->withdraw);
  if (kp_notice_policy_is_quiet (facts->minute, facts->quiet_from, facts->quiet_to))
    return plan;
  for (guint kind = 0; kind < KP_TOPIC_N_KINDS; kind++)
    send_kind (kind, facts, state, plan->send);
  send_summary (facts, state, plan->send);
  return plan;
}

gboolean
kp_notice_policy_is_quiet (guint minute, guint from, guint to)
{
  if (from <= to)
    return minute >= from && minute < to;
  return minute >= from || minute < to;
}
