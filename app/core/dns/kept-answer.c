/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/dns/kept-answer.h"

#include <arpa/nameser.h>

#include "core/dns/propagation.h"

/* SERVFAIL and its like are kept too (RFC 9520), but nobody says for how long. */
static gboolean
may_be_kept (const KpResolverAnswer *answer, gint64 now)
{
  return answer->source == KP_RESOLVER_SOURCE_DOH && answer->answered && !answer->bogus
         && !answer->loop
         && (answer->rcode == ns_r_noerror || answer->rcode == ns_r_nxdomain)
         && answer->ttl_known && answer->asked_at <= now;
}

/* Of the part of the answer to a question for @type that ends first; 0 if unknown. */
static guint32
find_least_ttl (const KpResolverAnswer *answer, KpRecordType type)
{
  guint32 least = KP_GREATEST_TTL;
  gboolean found = FALSE;

  for (guint i = 0; i < answer->chain->len; i++)
    least = MIN (least, ((const KpRecord *) g_ptr_array_index (answer->chain, i))->ttl);
  for (guint i = 0; i < answer->addresses->len; i++)
    {
      const KpRecord *record = g_ptr_array_index (answer->addresses, i);

      if (record->type != type)
        continue;
      least = MIN (least, record->ttl);
      found = TRUE;
    }
  return found ? least : MIN (least, answer->negative_ttl);
}

gint64
kp_answer_get_kept_until (const KpResolverAnswer *answer, KpRecordType type, gint64 now)
{
  guint32 least = may_be_kept (answer, now) ? find_least_ttl (answer, type) : 0;

  return least > 0 ? answer->asked_at + least + KP_KEPT_MARGIN : 0;
}

gboolean
kp_answer_is_kept (const KpResolverAnswer *answer, gint64 now)
{
  return now < kp_answer_get_kept_until (answer, KP_RECORD_A, now)
         && now < kp_answer_get_kept_until (answer, KP_RECORD_AAAA, now);
}

KpResolverAnswer *
kp_answer_find_last (const KpObservation *before, const char *host, const char *url)
{
  if (before == NULL || g_strcmp0 (before->host, host) != 0)
    return NULL;
  for (guint i = 0; i < before->answers->len; i++)
    {
      KpResolverAnswer *answer = g_ptr_array_index (before->answers, i);

      if (g_strcmp0 (answer->url, url) == 0)
        return answer;
    }
  return NULL;
}
