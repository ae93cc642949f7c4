/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/check/probe-text.h"

#include <glib/gi18n.h>
#include <gnutls/gnutls.h>

static char *
describe_alert (int number)
{
  const char *name = gnutls_alert_get_name (number);

  return g_strdup_printf (
      /* Translators: %s is the name of an alert, %d its number. */
      _ ("The server ended the handshake: %s (TLS alert %d)."), name != NULL ? name : "–",
      number);
}

/* Reasons of which more is known than themselves. */
static char *
describe_with_detail (const KpProbe *probe)
{
  const char *detail = probe->detail != NULL ? probe->detail : "–";
  int number = probe->number;

  switch (probe->reason)
    {
    case KP_PROBE_REASON_CONNECTION:
      /* Translators: %s is a message of the operating system. */
      return g_strdup_printf (_ ("The connection failed: %s"), g_strerror (number));
    case KP_PROBE_REASON_TIME:
      return g_strdup_printf (
          /* Translators: %u is a number of seconds. */
          ngettext ("Nothing came within %u second.", "Nothing came within %u seconds.",
                    (guint) number),
          (guint) number);
    case KP_PROBE_REASON_PROXY:
      /* Translators: %s is a message of the system. */
      return g_strdup_printf (_ ("The proxy did not connect: %s"), detail);
    case KP_PROBE_REASON_OLD_ONLY:
      /* Translators: %s is a version such as "TLS1.0". */
      return g_strdup_printf (_ ("The server offers only %s."),
                              probe->protocol != NULL ? probe->protocol : "–");
    case KP_PROBE_REASON_ALERT:
      return describe_alert (number);
    case KP_PROBE_REASON_LOCAL:
      /* Translators: %s is a message of the TLS library. */
      return g_strdup_printf (_ ("The handshake failed on this machine: %s"),
                              gnutls_strerror (number));
    case KP_PROBE_REASON_RULES:
      /* Translators: %s is a message of the TLS library. */
      return g_strdup_printf (_ ("The server’s answer breaks the rules of TLS: %s"),
                              gnutls_strerror (number));
    default:
      return NULL;
    }
}

static const char *const sentences[KP_PROBE_REASON_N] = {
  [KP_PROBE_REASON_REFUSED] = N_ ("The address refuses connections."),
  [KP_PROBE_REASON_RESET] = N_ ("The address reset the connection."),
  [KP_PROBE_REASON_SILENT] = N_ ("The address does not answer."),
  [KP_PROBE_REASON_NO_ROUTE] = N_ ("The address can’t be reached from this machine."),
  [KP_PROBE_REASON_NO_ADDRESS] = N_ ("This is not an IP address."),
  [KP_PROBE_REASON_PROXY_OVER_TLS] =
      N_ ("The proxy did not connect: one that is itself reached over TLS can’t be used."),
  [KP_PROBE_REASON_UNREADABLE] = N_ ("The certificate that is served can’t be read."),
  [KP_PROBE_REASON_NAME] = N_ ("The server does not know this name (TLS alert 112)."),
  [KP_PROBE_REASON_VERSION] = N_ ("The server offers no TLS version that is used today."),
  [KP_PROBE_REASON_NOTHING_COMMON] =
      N_ ("The server found no common way to encrypt, or has no certificate for this name "
          "(TLS alert 40)."),
  [KP_PROBE_REASON_NOT_TLS] = N_ ("What answers there does not speak TLS."),
  [KP_PROBE_REASON_CLOSED] = N_ ("The server closed the connection during the handshake."),
  [KP_PROBE_REASON_CLOSED_AT_ONCE] =
      N_ ("The server closed the connection without an answer."),
  [KP_PROBE_REASON_TOO_LARGE] = N_ ("The server’s answer is too large to be read."),
  [KP_PROBE_REASON_KEY_TOO_LARGE] =
      N_ ("The certificate’s key is too large to be checked."),
  [KP_PROBE_REASON_FORBIDDEN] = N_ ("This system does not allow the handshake."),
};

char *
kp_probe_describe_reason (const KpProbe *probe)
{
  g_return_val_if_fail (probe != NULL, NULL);
  g_return_val_if_fail ((guint) probe->reason < KP_PROBE_REASON_N, NULL);

  if (sentences[probe->reason] != NULL)
    return g_strdup (_ (sentences[probe->reason]));
  if (probe->reason != KP_PROBE_REASON_NONE)
    return describe_with_detail (probe);
  return g_strdup (probe->error);
}
