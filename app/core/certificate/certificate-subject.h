/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <gnutls/x509.h>

#include "core/model/subject.h"

G_BEGIN_DECLS

/**
 * kp_subject_new_from_certificate:
 * @der: hostile octets of one certificate, as kp_certificate_facts_from_der() takes them
 * @host: canonical host name of the site that serves it
 *
 * The details that a CA has validated: only certificates for organizations (OV, EV) have
 * them (BR section 7.1.2.7.1). One that is for another name belongs to somebody else, often
 * the provider, and one that signed itself says what it likes: neither is taken. What the
 * rules of a request refuse is left out, and so is what nobody validates: the
 * organizational unit and the email address. Pure; any thread.
 *
 * Returns: (transfer full) (nullable): details named for the organization, with id 0; %NULL
 * if there are none
 */
KpSubject *kp_subject_new_from_certificate (GBytes *der, const char *host);

/**
 * kp_subject_new_from_crt:
 * @crt: a certificate
 *
 * The details that stand in its subject, whoever they were validated by: country, state,
 * locality, organization and organizational unit. What the rules of a request refuse is
 * left out. Pure; any thread.
 *
 * Returns: (transfer full): details with id 0 and no name
 */
KpSubject *kp_subject_new_from_crt (gnutls_x509_crt_t crt);

G_END_DECLS
