/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/helpdesk/delivery-rules.h"

#include "core/base/retry.h"
#include "core/model/sentence.h"

/* Seconds between tries: at first, and at most. */
#define OFFLINE_FIRST 30
#define OFFLINE_LIMIT 1800
#define BUSY_FIRST 60
#define BUSY_LIMIT 3600
#define MEND_FIRST 300
#define MEND_LIMIT 3600
/* A helpdesk asks for a day at most: what waits longer was put there by another clock. */
#define LONGEST_WAIT 86400
/* Nothing that was sent arrives later: about as long as the look-ups take together. */
#define LATE_ARRIVAL 290

/* Look-ups at 15 s, 1 and 5 minutes after the answer was lost; the gaps between them, so
 * that a clock that jumps ahead does not bring them together. */
static const guint gaps[KP_DELIVERY_LOOKS] = { KP_REQUEST_FIRST_LOOK, 45, 240 };
#define LOOK_LIMIT 3600
/* Reading back is tried so often, then it is told that it could not be. */
#define READ_BACK_TRIES 5
#define READ_BACK_FIRST 10

KpDeliveryStep
kp_delivery_get_step (KpRequest *request, gint64 now, gint64 *due)
{
  gint64 next = kp_request_get_next_at (request);
  gint64 longest = LONGEST_WAIT;
  KpDeliveryStep step = KP_DELIVERY_NOTHING;

  *due = 0;
  if (*kp_request_get_claimed_by (request) != '\0')
    return KP_DELIVERY_NOTHING;
  switch (kp_request_get_state (request))
    {
    case KP_REQUEST_QUEUED:
    case KP_REQUEST_OFFLINE:
      step = KP_DELIVERY_SEND;
      break;
    case KP_REQUEST_UNCERTAIN:
      step = KP_DELIVERY_LOOK_UP;
      longest = LOOK_LIMIT;
      break;
    case KP_REQUEST_SENT:
      if (next == 0)
        return KP_DELIVERY_NOTHING;
      step = KP_DELIVERY_READ_BACK;
      longest = LOOK_LIMIT;
      break;
    case KP_REQUEST_SENDING:
    case KP_REQUEST_REFUSED:
    case KP_REQUEST_WAITING_FOR_YOU:
    case KP_REQUEST_DRAFT:
    case KP_REQUEST_CANCELLED:
    default:
      return KP_DELIVERY_NOTHING;
    }
  *due = next > now + longest || next == 0 ? now : next;
  return step;
}

/* @reason: (transfer full) (nullable): as kp_sentence_keep() keeps it */
static void
set_state (KpRequest *request, KpRequestState state, KpRequestReason code, char *reason)
{
  g_object_set (request, "state", state, "reason-code", code, "reason", reason, "tries", 0,
                "next-at", (gint64) 0, NULL);
  g_free (reason);
}

static char *
keep (KpRequest *request, const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return kp_sentence_keep (KP_SENTENCE_HELPDESK_NO_PROFILE,
                             kp_request_get_provider (request), NULL);
  return kp_channel_error_keep (error);
}

/* Tries again later, each time later than before. */
static void
put_off (KpRequest *request, guint first, guint limit, guint asked, guint tries, gint64 now)
{
  KpRetry retry = { first, limit, tries };
  guint wait = kp_retry_fail (&retry, MIN (asked, LONGEST_WAIT));

  g_object_set (request, "tries", (int) MIN (tries, 1000) + 1, "next-at", now + wait, NULL);
}

static void
try_again (KpRequest *request, KpRequestState state, KpRequestReason code,
           const GError *error, guint first, guint limit, gint64 now)
{
  guint tries = kp_request_get_tries (request);

  set_state (request, state, code, keep (request, error));
  put_off (request, first, limit, kp_channel_error_get_retry_after (error), tries, now);
}

static void
set_uncertain (KpRequest *request, const KpChannel *channel, const GError *error,
               gint64 now)
{
  if (channel != NULL && !kp_channel_can_find (channel))
    {
      set_state (request, KP_REQUEST_WAITING_FOR_YOU, KP_REQUEST_REASON_DECIDE,
                 kp_sentence_keep (KP_SENTENCE_HELPDESK_DECIDE, NULL));
      return;
    }
  set_state (request, KP_REQUEST_UNCERTAIN, KP_REQUEST_REASON_NONE, keep (request, error));
  g_object_set (request, "next-at", now + gaps[0], NULL);
}

void
kp_delivery_sent (KpRequest *request, const KpChannel *channel, const KpReceipt *receipt,
                  gint64 now)
{
  if (receipt->by_hand)
    {
      set_state (request, KP_REQUEST_WAITING_FOR_YOU, KP_REQUEST_REASON_NONE, NULL);
      g_object_set (request, "url", receipt->open_uri, NULL);
      return;
    }
  set_state (request, KP_REQUEST_SENT, KP_REQUEST_REASON_NONE, NULL);
  g_object_set (request, "number", receipt->number, "url", receipt->url, "next-at",
                kp_channel_can_find (channel) ? now : (gint64) 0, NULL);
}

void
kp_delivery_not_sent (KpRequest *request, const KpChannel *channel, const GError *error,
                      gint64 now)
{
  /* The program ends: nothing is wrong. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      set_state (request, KP_REQUEST_QUEUED, KP_REQUEST_REASON_NONE, NULL);
      return;
    }
  if (error->domain != KP_CHANNEL_ERROR)
    {
      try_again (request, KP_REQUEST_QUEUED, KP_REQUEST_REASON_VAULT, error, MEND_FIRST,
                 MEND_LIMIT, now);
      return;
    }
  switch ((KpChannelError) error->code)
    {
    case KP_CHANNEL_ERROR_TOKEN:
    case KP_CHANNEL_ERROR_RIGHT:
      try_again (request, KP_REQUEST_QUEUED, KP_REQUEST_REASON_TOKEN, error, MEND_FIRST,
                 MEND_LIMIT, now);
      break;
    case KP_CHANNEL_ERROR_SETTINGS:
    case KP_CHANNEL_ERROR_QUEUE:
    case KP_CHANNEL_ERROR_NOT_HELPDESK:
    case KP_CHANNEL_ERROR_TLS:
    case KP_CHANNEL_ERROR_BY_HAND:
    case KP_CHANNEL_ERROR_FAILED:
      try_again (request, KP_REQUEST_QUEUED, KP_REQUEST_REASON_CONNECTION, error,
                 MEND_FIRST, MEND_LIMIT, now);
      break;
    case KP_CHANNEL_ERROR_BUSY:
      try_again (request, KP_REQUEST_QUEUED, KP_REQUEST_REASON_BUSY, error, BUSY_FIRST,
                 BUSY_LIMIT, now);
      break;
    case KP_CHANNEL_ERROR_OFFLINE:
      try_again (request, KP_REQUEST_OFFLINE, KP_REQUEST_REASON_NONE, error, OFFLINE_FIRST,
                 OFFLINE_LIMIT, now);
      break;
    case KP_CHANNEL_ERROR_TOO_LARGE:
      set_state (request, KP_REQUEST_REFUSED, KP_REQUEST_REASON_TOO_LARGE,
                 keep (request, error));
      break;
    case KP_CHANNEL_ERROR_REFUSED:
      set_state (request, KP_REQUEST_REFUSED, KP_REQUEST_REASON_REFUSED,
                 keep (request, error));
      break;
    case KP_CHANNEL_ERROR_CANCELLED:
      set_state (request, KP_REQUEST_QUEUED, KP_REQUEST_REASON_NONE, NULL);
      break;
    case KP_CHANNEL_ERROR_UNCERTAIN:
    default:
      /* What is not understood may have left. */
      set_uncertain (request, channel, error, now);
      break;
    }
}

void
kp_delivery_holds_key (KpRequest *request, const char *what)
{
  set_state (request, KP_REQUEST_REFUSED, KP_REQUEST_REASON_PRIVATE_KEY,
             kp_sentence_keep_foreign (what));
}

/* @names: (array zero-terminated=1) */
static void
add_lost (GString *text, KpSentence what, char **names)
{
  g_autofree char *list = g_strjoinv (", ", names);

  kp_sentence_add (text, kp_sentence_keep (what, list, NULL));
}

/* What is not there as it was sent. */
static void
compare (KpRequest *request, const KpOutgoing *sent, const KpReadBack *found)
{
  g_auto (GStrv) fields = kp_read_back_find_lost_fields (found, sent);
  g_auto (GStrv) files = kp_read_back_find_lost_attachments (found, sent);
  g_autoptr (GString) text = g_string_new (NULL);
  KpRequestReason code = KP_REQUEST_REASON_NONE;

  if (fields[0] != NULL || !found->body_found)
    code = KP_REQUEST_REASON_FIELD_LOST;
  if (fields[0] != NULL)
    add_lost (text, KP_SENTENCE_HELPDESK_LOST_FIELDS, fields);
  if (!found->body_found)
    kp_sentence_add (text, kp_sentence_keep (KP_SENTENCE_HELPDESK_LOST_TEXT, NULL));
  if (files[0] != NULL)
    {
      /* A file that is missing stops whoever works on it: it is told first. */
      code = KP_REQUEST_REASON_ATTACHMENT_LOST;
      add_lost (text, KP_SENTENCE_HELPDESK_LOST_FILES, files);
    }
  set_state (request, KP_REQUEST_SENT, code, text->len > 0 ? g_strdup (text->str) : NULL);
}

void
kp_delivery_looked_up (KpRequest *request, const KpOutgoing *sent, const KpReadBack *found,
                       gint64 now)
{
  guint looks = kp_request_get_tries (request) + 1;

  if (found != NULL)
    {
      g_object_set (request, "number", found->number, "url", found->url, NULL);
      compare (request, sent, found);
    }
  /* A user who asks again and again brings the looks together, not the time in which the
   * first may still arrive. */
  else if (looks >= KP_DELIVERY_LOOKS
           && now - kp_request_get_state_at (request) >= LATE_ARRIVAL)
    set_state (request, KP_REQUEST_QUEUED, KP_REQUEST_REASON_NONE, NULL);
  else
    {
      looks = MIN (looks, KP_DELIVERY_LOOKS - 1);
      g_object_set (request, "tries", (int) looks, "next-at", now + gaps[looks], NULL);
    }
}

void
kp_delivery_not_looked_up (KpRequest *request, const KpChannel *channel,
                           const GError *error, gint64 now)
{
  guint looks = kp_request_get_tries (request) + 1;
  g_autofree char *reason = NULL;
  guint wait;

  if (channel != NULL && channel->by_hand)
    {
      /* Nothing leaves by itself there, so nothing can have. */
      set_state (request, KP_REQUEST_QUEUED, KP_REQUEST_REASON_NONE, NULL);
      return;
    }
  if (g_error_matches (error, KP_CHANNEL_ERROR, KP_CHANNEL_ERROR_BY_HAND)
      || (channel != NULL && !kp_channel_can_find (channel)))
    {
      set_uncertain (request, channel, error, now);
      return;
    }
  reason = keep (request, error);
  g_object_set (request, "reason", reason, NULL);
  if (g_error_matches (error, KP_CHANNEL_ERROR, KP_CHANNEL_ERROR_CANCELLED)
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (looks < KP_DELIVERY_LOOKS)
    wait = gaps[looks];
  else
    {
      KpRetry retry = { gaps[KP_DELIVERY_LOOKS - 1], LOOK_LIMIT,
                        looks - KP_DELIVERY_LOOKS };

      wait = kp_retry_fail (&retry, 0);
    }
  wait = MAX (wait, kp_channel_error_get_retry_after (error));
  g_object_set (request, "tries", (int) MIN (looks, 1000), "next-at", now + wait, NULL);
}

void
kp_delivery_read_back (KpRequest *request, const KpOutgoing *sent, const KpReadBack *found)
{
  if (found != NULL)
    compare (request, sent, found);
  else
    set_state (request, KP_REQUEST_SENT, KP_REQUEST_REASON_UNREAD,
               kp_sentence_keep (KP_SENTENCE_HELPDESK_UNSEEN, NULL));
}

void
kp_delivery_not_read_back (KpRequest *request, const GError *error, gint64 now)
{
  guint tries = kp_request_get_tries (request);
  gboolean mends =
      error->domain == KP_CHANNEL_ERROR
      && (error->code == KP_CHANNEL_ERROR_OFFLINE || error->code == KP_CHANNEL_ERROR_BUSY
          || error->code == KP_CHANNEL_ERROR_UNCERTAIN
          || error->code == KP_CHANNEL_ERROR_CANCELLED);

  if (mends || tries + 1 < READ_BACK_TRIES)
    {
      put_off (request, READ_BACK_FIRST, LOOK_LIMIT,
               kp_channel_error_get_retry_after (error), tries, now);
      return;
    }
  set_state (request, KP_REQUEST_SENT, KP_REQUEST_REASON_UNREAD, keep (request, error));
}
