/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/dns/message.h"

#include "core/model/sentence.h"
#include "core/net/session.h"

typedef struct
{
  char *kept; /* (nullable) */
} KpDnsErrorPrivate;

static void
kp_dns_error_private_init (KpDnsErrorPrivate *private)
{
}

static void
kp_dns_error_private_copy (const KpDnsErrorPrivate *from, KpDnsErrorPrivate *to)
{
  to->kept = g_strdup (from->kept);
}

static void
kp_dns_error_private_clear (KpDnsErrorPrivate *private)
{
  g_free (private->kept);
}

G_DEFINE_EXTENDED_ERROR (KpDnsError, kp_dns_error)

GError *
kp_dns_error_new (KpDnsError code, char *kept)
{
  g_autofree char *told = kp_sentence_tell (kept);
  GError *error = g_error_new_literal (KP_DNS_ERROR, (int) code, told);

  kp_dns_error_get_private (error)->kept = kept;
  return error;
}

GError *
kp_dns_error_new_cancelled (void)
{
  return kp_dns_error_new (KP_DNS_ERROR_CANCELLED,
                           kp_sentence_keep (KP_SENTENCE_CANCELLED, NULL));
}

char *
kp_dns_error_keep (const GError *error)
{
  const char *kept =
      error->domain == KP_DNS_ERROR ? kp_dns_error_get_private (error)->kept : NULL;

  return kept != NULL ? g_strdup (kept) : kp_net_error_keep (error);
}
