/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/net/address-policy.h"

G_BEGIN_DECLS

/**
 * KpIssuerError:
 * @KP_ISSUER_ERROR_NO_ADDRESS: the certificate names none: the CA has its issuer's
 * @KP_ISSUER_ERROR_NOT_ALLOWED: it names one that is not asked: it is to be got by hand
 * @KP_ISSUER_ERROR_NO_ANSWER: nothing came: try again later
 * @KP_ISSUER_ERROR_USELESS: what came is not its issuer's: the CA has the right one
 * @KP_ISSUER_ERROR_TOO_MANY: so long is no chain: the CA has the whole one
 * @KP_ISSUER_ERROR_CANCELLED: somebody wants it no more
 *
 * Why an issuer's certificate could not be fetched, by what can be done.
 */
typedef enum
{
  KP_ISSUER_ERROR_NO_ADDRESS,
  KP_ISSUER_ERROR_NOT_ALLOWED,
  KP_ISSUER_ERROR_NO_ANSWER,
  KP_ISSUER_ERROR_USELESS,
  KP_ISSUER_ERROR_TOO_MANY,
  KP_ISSUER_ERROR_CANCELLED,
} KpIssuerError;

#define KP_ISSUER_ERROR (kp_issuer_error_quark ())
GQuark kp_issuer_error_quark (void);

/** KP_ISSUER_FETCHER_MAX: addresses that are asked for one bundle */
#define KP_ISSUER_FETCHER_MAX 4
/** KP_ISSUER_FETCHER_SECONDS: an address is waited for so long */
#define KP_ISSUER_FETCHER_SECONDS 10
/** KP_ISSUER_FETCHER_MAX_SIZE: octets that are taken of an answer */
#define KP_ISSUER_FETCHER_MAX_SIZE (64 * 1024)

#define KP_TYPE_ISSUER_FETCHER (kp_issuer_fetcher_get_type ())
G_DECLARE_FINAL_TYPE (KpIssuerFetcher, kp_issuer_fetcher, KP, ISSUER_FETCHER, GObject)

/**
 * KpIssuerFetcher:
 *
 * Fetches intermediates that somebody forgot, for one bundle, from where a certificate says
 * that its issuer's lies (caIssuers, RFC 5280 section 4.2.2.1). Who asked for a certificate
 * may have written that address, so only public ones are asked, by http or https, and what
 * comes is only taken if it really signed. Main thread.
 */

/** kp_issuer_fetcher_new: @extra_roots: (nullable): PEM of roots that a server may have
 * beside the system's; @policy: which addresses are asked. Returns: (transfer full): a
 * fetcher */
KpIssuerFetcher *kp_issuer_fetcher_new (const char *extra_roots, KpAddressPolicy *policy);
/** kp_issuer_fetcher_set_seconds: Waits for each address so long instead of
 * %KP_ISSUER_FETCHER_SECONDS. */
void kp_issuer_fetcher_set_seconds (KpIssuerFetcher *self, guint seconds);
/** kp_issuer_answers_new: Returns: (transfer full) (element-type utf8 gpointer): what the
 * addresses answered that were asked so far, for kp_issuer_fetcher_share_answers(): none
 * yet. Its size says how many they are. */
GHashTable *kp_issuer_answers_new (void);
/** kp_issuer_fetcher_share_answers: Asks no address again that is in @answers, and adds
 * what comes: for the fetchers of several bundles that are looked at together. Whether an
 * answer is of use is found out for each certificate. */
void kp_issuer_fetcher_share_answers (KpIssuerFetcher *self, GHashTable *answers);

/**
 * kp_issuer_fetcher_fetch_async:
 * @self: the fetcher
 * @certificate: hostile octets of one certificate
 * @cancellable: (nullable): ends it
 *
 * Fetches the certificate that signed @certificate. The addresses it names are asked in
 * their order; DER, PEM and PKCS #7 are read, and of several certificates the right one is
 * taken.
 */
void kp_issuer_fetcher_fetch_async (KpIssuerFetcher *self, GBytes *certificate,
                                    GCancellable *cancellable, GAsyncReadyCallback callback,
                                    gpointer data);
/** kp_issuer_fetcher_fetch_finish: Returns: (transfer full) (nullable): DER of the issuer's
 * certificate; #KpIssuerError, of several addresses the first one's;
 * G_IO_ERROR_INVALID_DATA where @certificate is none */
GBytes *kp_issuer_fetcher_fetch_finish (KpIssuerFetcher *self, GAsyncResult *result,
                                        GError **error);

G_END_DECLS
