/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/certificate-facts.h"

G_BEGIN_DECLS

/**
 * KpProbeOutcome:
 * @KP_PROBE_SERVED: the TLS handshake gave a certificate
 * @KP_PROBE_REFUSED: the address refused, reset or closed: an answer
 * @KP_PROBE_NOT_TLS: something answered that does not speak TLS
 * @KP_PROBE_ALERT: the server ended the handshake with an alert (unrecognized_name …): an
 * answer
 * @KP_PROBE_OLD_PROTOCOL: only TLS 1.1 or older is offered
 * @KP_PROBE_TIMED_OUT: nothing came in time: could not ask
 * @KP_PROBE_UNREACHABLE: no route (no IPv6 here, for one): could not ask
 * @KP_PROBE_FAILED: anything else on our side: could not ask
 */
typedef enum
{
  KP_PROBE_SERVED,
  KP_PROBE_REFUSED,
  KP_PROBE_NOT_TLS,
  KP_PROBE_ALERT,
  KP_PROBE_OLD_PROTOCOL,
  KP_PROBE_TIMED_OUT,
  KP_PROBE_UNREACHABLE,
  KP_PROBE_FAILED,
} KpProbeOutcome;

/**
 * KpProbeReason:
 * @KP_PROBE_REASON_NONE: all is well, or only words were kept
 * @KP_PROBE_REASON_REFUSED: the address refuses connections
 * @KP_PROBE_REASON_RESET: it reset the connection
 * @KP_PROBE_REASON_SILENT: it does not answer, says the system
 * @KP_PROBE_REASON_NO_ROUTE: it can't be reached from here
 * @KP_PROBE_REASON_NO_ADDRESS: it is no IP address
 * @KP_PROBE_REASON_CONNECTION: another failure of the connection; the number is errno
 * @KP_PROBE_REASON_TIME: nothing came in so many seconds: the number
 * @KP_PROBE_REASON_PROXY: the proxy did not connect; the detail is the system's message
 * @KP_PROBE_REASON_PROXY_OVER_TLS: the proxy is itself reached over TLS
 * @KP_PROBE_REASON_UNREADABLE: the certificate can't be read
 * @KP_PROBE_REASON_OLD_ONLY: only @protocol is offered
 * @KP_PROBE_REASON_NAME: the server does not know the name
 * @KP_PROBE_REASON_VERSION: no version of today is offered
 * @KP_PROBE_REASON_NOTHING_COMMON: no common way to encrypt, or no certificate
 * @KP_PROBE_REASON_ALERT: another alert; the number is its own (RFC 8446 section 6)
 * @KP_PROBE_REASON_NOT_TLS: what answers does not speak TLS
 * @KP_PROBE_REASON_CLOSED: closed during the handshake
 * @KP_PROBE_REASON_CLOSED_AT_ONCE: closed without an answer
 * @KP_PROBE_REASON_TOO_LARGE: the answer is too large
 * @KP_PROBE_REASON_KEY_TOO_LARGE: the key is too large to compute with
 * @KP_PROBE_REASON_LOCAL: failed on our side; the number is GnuTLS'
 * @KP_PROBE_REASON_RULES: the answer breaks the rules of TLS; the number is GnuTLS'
 * @KP_PROBE_REASON_FORBIDDEN: this system does not allow the handshake
 * @KP_PROBE_REASON_N: how many there are
 *
 * Why nothing was served. The store keeps it as a word, so that it can be told in the
 * language of whoever reads it.
 */
typedef enum
{
  KP_PROBE_REASON_NONE,
  KP_PROBE_REASON_REFUSED,
  KP_PROBE_REASON_RESET,
  KP_PROBE_REASON_SILENT,
  KP_PROBE_REASON_NO_ROUTE,
  KP_PROBE_REASON_NO_ADDRESS,
  KP_PROBE_REASON_CONNECTION,
  KP_PROBE_REASON_TIME,
  KP_PROBE_REASON_PROXY,
  KP_PROBE_REASON_PROXY_OVER_TLS,
  KP_PROBE_REASON_UNREADABLE,
  KP_PROBE_REASON_OLD_ONLY,
  KP_PROBE_REASON_NAME,
  KP_PROBE_REASON_VERSION,
  KP_PROBE_REASON_NOTHING_COMMON,
  KP_PROBE_REASON_ALERT,
  KP_PROBE_REASON_NOT_TLS,
  KP_PROBE_REASON_CLOSED,
  KP_PROBE_REASON_CLOSED_AT_ONCE,
  KP_PROBE_REASON_TOO_LARGE,
  KP_PROBE_REASON_KEY_TOO_LARGE,
  KP_PROBE_REASON_LOCAL,
  KP_PROBE_REASON_RULES,
  KP_PROBE_REASON_FORBIDDEN,
  KP_PROBE_REASON_N,
} KpProbeReason;

/**
 * KpProbeTrust:
 * @KP_PROBE_TRUST_NONE: chains to no trusted root
 * @KP_PROBE_TRUST_SYSTEM: chains to a root of this system
 * @KP_PROBE_TRUST_EXTRA: chains to a root the user added
 * @KP_PROBE_TRUST_INCOMPLETE: would chain to a root once an intermediate that was not
 * served is added
 *
 * Judged without regard to dates: a verdict compares those with its own now.
 */
typedef enum
{
  KP_PROBE_TRUST_NONE,
  KP_PROBE_TRUST_SYSTEM,
  KP_PROBE_TRUST_EXTRA,
  KP_PROBE_TRUST_INCOMPLETE,
} KpProbeTrust;

/**
 * KpPlainHttp:
 * @KP_PLAIN_HTTP_NOT_ASKED: not looked at
 * @KP_PLAIN_HTTP_CLOSED: nothing answers there
 * @KP_PLAIN_HTTP_REDIRECTS: sends people to HTTPS
 * @KP_PLAIN_HTTP_PLAIN: answers without sending people to HTTPS
 */
typedef enum
{
  KP_PLAIN_HTTP_NOT_ASKED,
  KP_PLAIN_HTTP_CLOSED,
  KP_PLAIN_HTTP_REDIRECTS,
  KP_PLAIN_HTTP_PLAIN,
} KpPlainHttp;

/**
 * KpProbe:
 * @address: IP address as inet_ntop() writes it
 * @of_target: the address was taken from the expected target, not from the site's own name
 * @outcome: how it ended
 * @reason: why nothing was served; the words are kp_probe_describe_reason()'s
 * @number: what goes with @reason
 * @detail: (nullable): likewise
 * @error: (nullable): the reason in words, as older versions kept it
 * @protocol: (nullable): "TLS1.3", "TLS1.2", "TLS1.0"
 * @certificate: (nullable): the leaf that was served
 * @chain: (element-type GBytes): DER of all that was served, leaf first, at most 16; empty
 * when loaded from the store
 * @chain_sha256: (array zero-terminated=1): fingerprints of @chain, in order
 * @trust: where the chain leads
 * @weak: the chain holds a signature or key that is refused today (SHA-1, RSA under 2048)
 * @root_served: a self-signed root was served with it
 * @root_sha256: (nullable): fingerprint of the root or, if untrusted, of the topmost
 * certificate or its issuer's name
 * @root_name: (nullable): the name of that root as people read it
 * @chain_not_after: Unix seconds; the earliest end of the intermediates on the path, 0 if
 * none
 * @plain_http: what the plain port of this address does
 * @probed_at: Unix seconds
 *
 * What one address served for one name. Facts only. Immutable once filled; reference
 * counted.
 */
typedef struct
{
  char *address;
  gboolean of_target;
  KpProbeOutcome outcome;
  KpProbeReason reason;
  int number;
  char *detail;
  char *error;
  char *protocol;
  KpCertificateFacts *certificate;
  GPtrArray *chain;
  char **chain_sha256;
  KpProbeTrust trust;
  gboolean weak;
  gboolean root_served;
  char *root_sha256;
  char *root_name;
  gint64 chain_not_after;
  KpPlainHttp plain_http;
  gint64 probed_at;
} KpProbe;

#define KP_TYPE_PROBE (kp_probe_get_type ())
GType kp_probe_get_type (void);

/** kp_probe_new: Returns: (transfer full): an empty probe of @address, to be filled */
KpProbe *kp_probe_new (const char *address);
/** kp_probe_ref: Returns: (transfer full): @self with one more reference */
KpProbe *kp_probe_ref (KpProbe *self);
/** kp_probe_unref: Drops a reference. */
void kp_probe_unref (KpProbe *self);
/** kp_probe_reason_to_string: Returns: a stable word; %NULL for none */
const char *kp_probe_reason_to_string (KpProbeReason reason);
/** kp_probe_reason_from_string: Returns: the reason of that word (nullable), or none */
KpProbeReason kp_probe_reason_from_string (const char *word);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpProbe, kp_probe_unref)

G_END_DECLS
