/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/net/net-error.h"

#include "core/base/plain-text.h"
#include "core/model/sentence.h"

#define DAY (24 * 60 * 60)
/* Characters of an address that a message repeats. */
#define MAX_SHOWN 200
/* RFC 6585 section 4; libsoup has no name for it. */
#define TOO_MANY_REQUESTS 429

typedef struct
{
  guint retry_after;
  char *location;
  char *kept; /* (nullable) */
} KpNetErrorPrivate;

static void
kp_net_error_private_init (KpNetErrorPrivate *private)
{
}

static void
kp_net_error_private_copy (const KpNetErrorPrivate *from, KpNetErrorPrivate *to)
{
  to->retry_after = from->retry_after;
  to->location = g_strdup (from->location);
  to->kept = g_strdup (from->kept);
}

static void
kp_net_error_private_clear (KpNetErrorPrivate *private)
{
  g_free (private->location);
  g_free (private->kept);
}

G_DEFINE_EXTENDED_ERROR (KpNetError, kp_net_error)

GError *
kp_net_error_new (KpNetError code, char *kept)
{
  g_autofree char *told = kp_sentence_tell (kept);
  GError *error = g_error_new_literal (KP_NET_ERROR, (int) code, told);

  kp_net_error_get_private (error)->kept = kept;
  return error;
}

char *
kp_net_error_keep (const GError *error)
{
  const char *kept =
      error->domain == KP_NET_ERROR ? kp_net_error_get_private (error)->kept : NULL;

  return kept != NULL ? g_strdup (kept) : kp_sentence_keep_foreign (error->message);
}

guint
kp_net_error_get_retry_after (const GError *error)
{
  return error != NULL && error->domain == KP_NET_ERROR
             ? kp_net_error_get_private (error)->retry_after
             : 0;
}

const char *
kp_net_error_get_location (const GError *error)
{
  return error != NULL && error->domain == KP_NET_ERROR
             ? kp_net_error_get_private (error)->location
             : NULL;
}

/* Retry-After is seconds or a date (RFC 9110 section 10.2.3). The date is measured by the
 * server's own Date, so that no clock of this machine matters. */
guint
kp_net_read_retry_after (SoupMessageHeaders *headers)
{
  const char *text = soup_message_headers_get_one (headers, "Retry-After");
  const char *date = soup_message_headers_get_one (headers, "Date");
  g_autoptr (GDateTime) until = NULL;
  g_autoptr (GDateTime) now = NULL;
  guint64 seconds = 0;

  if (text == NULL)
    return 0;
  if (g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT64, &seconds, NULL))
    return (guint) MIN (seconds, DAY);
  until = soup_date_time_new_from_http_string (text);
  now = date != NULL ? soup_date_time_new_from_http_string (date) : NULL;
  if (until == NULL || now == NULL)
    return 0;
  return (guint) CLAMP (g_date_time_difference (until, now) / G_TIME_SPAN_SECOND, 0, DAY);
}

GError *
kp_net_error_new_for_status (SoupMessage *message)
{
  guint status = soup_message_get_status (message);
  gboolean busy = status == TOO_MANY_REQUESTS || status == SOUP_STATUS_SERVICE_UNAVAILABLE;
  const char *host = g_uri_get_host (soup_message_get_uri (message));
  GError *error = NULL;

  if (!busy)
    return kp_net_error_new (
        KP_NET_ERROR_REFUSED,
        kp_sentence_keep_number (KP_SENTENCE_NET_STATUS, host, status));
  error = kp_net_error_new (KP_NET_ERROR_BUSY,
                            kp_sentence_keep_number (KP_SENTENCE_NET_BUSY, host, status));
  kp_net_error_get_private (error)->retry_after =
      kp_net_read_retry_after (soup_message_get_response_headers (message));
  return error;
}

GError *
kp_net_error_new_for_redirect (SoupMessage *message)
{
  const char *location = soup_message_headers_get_one (
      soup_message_get_response_headers (message), "Location");
  const char *host = g_uri_get_host (soup_message_get_uri (message));
  g_autofree char *shown = NULL;
  GError *error = NULL;

  if (location == NULL || *location == '\0')
    return kp_net_error_new (KP_NET_ERROR_REDIRECT,
                             kp_sentence_keep (KP_SENTENCE_NET_REDIRECT, host, NULL));
  shown = kp_plain_text_shorten (location, MAX_SHOWN);
  error =
      kp_net_error_new (KP_NET_ERROR_REDIRECT,
                        kp_sentence_keep (KP_SENTENCE_NET_REDIRECT_TO, host, shown, NULL));
  kp_net_error_get_private (error)->location = g_strdup (location);
  return error;
}

static KpSentence
judge_certificate (GTlsCertificateFlags faults)
{
  if ((faults & G_TLS_CERTIFICATE_EXPIRED) != 0)
    return KP_SENTENCE_NET_EXPIRED;
  if ((faults & G_TLS_CERTIFICATE_NOT_ACTIVATED) != 0)
    return KP_SENTENCE_NET_NOT_YET;
  if ((faults & G_TLS_CERTIFICATE_BAD_IDENTITY) != 0)
    return KP_SENTENCE_NET_OTHER_NAME;
  return KP_SENTENCE_NET_UNTRUSTED;
}

static KpNetError
classify (const GError *error)
{
  if (error->domain == G_RESOLVER_ERROR)
    return KP_NET_ERROR_OFFLINE;
  if (error->domain == G_TLS_ERROR)
    return error->code == G_TLS_ERROR_EOF ? KP_NET_ERROR_FAILED : KP_NET_ERROR_TLS;
  if (error->domain != G_IO_ERROR)
    return KP_NET_ERROR_FAILED;
  switch (error->code)
    {
    case G_IO_ERROR_HOST_NOT_FOUND:
    case G_IO_ERROR_HOST_UNREACHABLE:
    case G_IO_ERROR_NETWORK_UNREACHABLE:
    case G_IO_ERROR_CONNECTION_REFUSED:
    case G_IO_ERROR_PROXY_FAILED:
    case G_IO_ERROR_PROXY_AUTH_FAILED:
    case G_IO_ERROR_PROXY_NEED_AUTH:
    case G_IO_ERROR_PROXY_NOT_ALLOWED:
      return KP_NET_ERROR_OFFLINE;
    case G_IO_ERROR_TIMED_OUT:
      return KP_NET_ERROR_TIMED_OUT;
    case G_IO_ERROR_CANCELLED:
      return KP_NET_ERROR_CANCELLED;
    default:
      return KP_NET_ERROR_FAILED;
    }
}

/* The texts of GIO and libsoup name neither the host nor what a person can do. */
static KpSentence
choose (const GError *failure, KpNetError code, SoupMessage *message)
{
  if (failure->domain == G_RESOLVER_ERROR)
    return KP_SENTENCE_NET_NO_ADDRESS;
  if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    return KP_SENTENCE_NET_REFUSED;
  if (g_error_matches (failure, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE))
    return judge_certificate (soup_message_get_tls_peer_certificate_errors (message));
  switch (code)
    {
    case KP_NET_ERROR_OFFLINE:
      return KP_SENTENCE_NET_UNREACHABLE;
    case KP_NET_ERROR_TIMED_OUT:
      return KP_SENTENCE_NET_SILENT;
    case KP_NET_ERROR_TLS:
      return KP_SENTENCE_NET_TLS;
    case KP_NET_ERROR_CANCELLED:
      return KP_SENTENCE_CANCELLED;
    default:
      return KP_SENTENCE_NET_BROKE_OFF;
    }
}

GError *
kp_net_error_new_for_failure (const GError *failure, SoupMessage *message)
{
  KpNetError code = classify (failure);
  const char *host = g_uri_get_host (soup_message_get_uri (message));

  return kp_net_error_new (code,
                           kp_sentence_keep (choose (failure, code, message), host, NULL));
}
