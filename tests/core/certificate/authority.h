/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/certificate/certificate.h"
#include "core/certificate/document.h"
#include "core/certificate/trust.h"

/* A CA that another program is: certtool mints what a test judges. Everything has a name in
 * one folder, which goes away with authority_clean_up (). */

/** AUTHORITY_CA: template of a CA */
#define AUTHORITY_CA "ca\ncert_signing_key\n"
/** AUTHORITY_URI: where AUTHORITY_LEAF says that its issuer's certificate is */
#define AUTHORITY_URI "http://ca.example/intermediate.crt"
/** AUTHORITY_SERVER: template of a TLS server's certificate, logged publicly as it seems */
#define AUTHORITY_SERVER                                                                   \
  "signing_key\ntls_www_server\nca_issuers_uri = \"" AUTHORITY_URI                         \
  "\"\nadd_extension = \"1.3.6.1.4.1.11129.2.4.2 octet_string(0x0000)\"\n"
/** AUTHORITY_LEAF: the same for one host */
#define AUTHORITY_LEAF(host) AUTHORITY_SERVER "cn = \"" host "\"\ndns_name = \"" host "\"\n"

/**
 * AuthorityOrder:
 * @name: how the certificate is called from then on
 * @key: the key it is for; made if there is none of that name: P-256, or what it begins
 *   with ("rsa-1024-old", "ed25519-new")
 * @issuer: (nullable): name of the certificate that signs it; itself if NULL
 * @from: the day on which it begins, counted from today
 * @to: the day on which it ends
 * @hash: (nullable): of the signature, SHA-256 if NULL
 * @template: the rest of what certtool is told
 */
typedef struct
{
  const char *name;
  const char *key;
  const char *issuer;
  int from;
  int to;
  const char *hash;
  const char *template;
} AuthorityOrder;

/** authority_now: Returns: Unix seconds, the same in the whole test */
gint64 authority_now (void);
/** authority_issue: Mints that certificate. */
void authority_issue (const AuthorityOrder *order);
/** authority_issue_with_openssl: Mints what certtool refuses to: valid from now on, with
 * the template as OpenSSL's list of extensions. */
void authority_issue_with_openssl (const AuthorityOrder *order);
/** authority_request: Makes a signing request. Returns: (transfer full): its DER */
GBytes *authority_request (const char *key, const char *template);
/** authority_path: Returns: (transfer full): the file of that certificate, in PEM */
char *authority_path (const char *name);
/** authority_read: Returns: (transfer full): the certificates of these names, a space
 * between two, in that order, as if they had come in one file */
KpDocument *authority_read (const char *names);
/** authority_der: Returns: (transfer full): one certificate */
GBytes *authority_der (const char *name);
/** authority_facts: Returns: (transfer full): what is in one certificate */
KpCertificateFacts *authority_facts (const char *name);
/** authority_trust: Returns: (transfer full): a trust in the roots of these names alone */
KpTrust *authority_trust (const char *names);
/** authority_clean_up: Removes all files. */
void authority_clean_up (void);
