/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/finding.h"

#include <glib/gi18n.h>

G_DEFINE_BOXED_TYPE (KpFinding, kp_finding, kp_finding_ref, kp_finding_unref)

/*
 * One row a finding. The phrase is the title as it stands within a sentence,
 * after "Not secured yet: "; what is never said there has none. It is a string
 * of its own, as no rule turns a title into it in every language.
 */
typedef struct
{
  const char *id;
  KpSeverity severity;
  gboolean opens_lock;
  const char *title;
  const char *phrase;
} Row;

#define OPENS TRUE
#define KEEPS FALSE

static const Row rows[KP_FINDING_N] = {
  [KP_FINDING_NAME_INVALID] = { "name.invalid", KP_SEVERITY_WRONG, KEEPS,
                                N_ ("Not a host name"), N_ ("not a host name") },
  [KP_FINDING_NAME_APEX] = { "name.apex", KP_SEVERITY_WRONG, KEEPS,
                             N_ ("Top of a DNS zone"), N_ ("top of a DNS zone") },
  [KP_FINDING_NAME_REFUSED_DOMAIN] = { "name.refused-domain", KP_SEVERITY_WRONG, KEEPS,
                                       N_ ("Domain that the provider refuses"),
                                       N_ ("domain that the provider refuses") },
  [KP_FINDING_NAME_SUSPECTED_UNSAFE] = { "name.suspected-unsafe", KP_SEVERITY_WRONG, KEEPS,
                                         N_ ("On a list of suspected unsafe sites"),
                                         N_ ("on a list of suspected unsafe sites") },
  [KP_FINDING_NAME_UNSAFE_NOT_CHECKED] = { "name.unsafe-not-checked", KP_SEVERITY_NOTE,
                                           KEEPS, N_ ("Unsafe-site list not checked"),
                                           NULL },

  [KP_FINDING_SITE_NO_TARGET] = { "site.no-target", KP_SEVERITY_WRONG, OPENS,
                                  N_ ("No target known"), N_ ("no target known") },
  [KP_FINDING_SITE_NO_PROFILE] = { "site.no-profile", KP_SEVERITY_UNKNOWN, KEEPS,
                                   N_ ("Provider profile missing"), NULL },
  [KP_FINDING_SITE_MOVED_AWAY] = { "site.moved-away", KP_SEVERITY_WRONG, OPENS,
                                   N_ ("CNAME moved away"), N_ ("CNAME moved away") },

  [KP_FINDING_DNS_A_RECORD] = { "dns.a-record", KP_SEVERITY_WRONG, OPENS,
                                N_ ("Address record where a CNAME must be"),
                                N_ ("address record where a CNAME must be") },
  [KP_FINDING_DNS_WRONG_TARGET] = { "dns.wrong-target", KP_SEVERITY_WRONG, OPENS,
                                    N_ ("CNAME to another target"),
                                    N_ ("CNAME to another target") },
  [KP_FINDING_DNS_MISSING] = { "dns.missing", KP_SEVERITY_WRONG, OPENS,
                               N_ ("No DNS record"), N_ ("no DNS record") },
  [KP_FINDING_DNS_LEFTOVER_AAAA] = { "dns.leftover-aaaa", KP_SEVERITY_WRONG, OPENS,
                                     N_ ("IPv6 address record left over"),
                                     N_ ("IPv6 address record left over") },
  [KP_FINDING_DNS_APEX] = { "dns.apex", KP_SEVERITY_WRONG, OPENS,
                            N_ ("Top of a zone can’t have a CNAME"),
                            N_ ("top of a zone can’t have a CNAME") },
  [KP_FINDING_DNS_LOOP] = { "dns.loop", KP_SEVERITY_WRONG, OPENS,
                            N_ ("CNAME that leads back to itself"),
                            N_ ("CNAME that leads back to itself") },
  [KP_FINDING_DNS_BROKEN] = { "dns.broken", KP_SEVERITY_WRONG, OPENS, N_ ("DNS is broken"),
                              N_ ("DNS is broken") },
  [KP_FINDING_DNS_DOUBLED_NAME] = { "dns.doubled-name", KP_SEVERITY_WRONG, OPENS,
                                    N_ ("Record made with the domain twice in its name"),
                                    N_ ("record made with the domain twice in its name") },
  [KP_FINDING_DNS_OTHER_RECORDS] = { "dns.other-records", KP_SEVERITY_WRONG, OPENS,
                                     N_ ("Other records beside it forbid a CNAME"),
                                     N_ ("other records beside it forbid a CNAME") },
  [KP_FINDING_DNS_BOGUS] = { "dns.bogus", KP_SEVERITY_WRONG, OPENS,
                             N_ ("DNSSEC signatures are wrong"),
                             N_ ("DNSSEC signatures are wrong") },
  [KP_FINDING_DNS_CAA_BLOCKS] = { "dns.caa-blocks", KP_SEVERITY_WRONG, KEEPS,
                                  N_ ("CAA record forbids the CA"),
                                  N_ ("CAA record forbids the CA") },
  [KP_FINDING_DNS_PROPAGATING] = { "dns.propagating", KP_SEVERITY_WAITING, OPENS,
                                   N_ ("DNS change is spreading"),
                                   N_ ("DNS change is spreading") },
  [KP_FINDING_DNS_RESOLVER_DIFFERS] = { "dns.resolver-differs", KP_SEVERITY_WAITING, KEEPS,
                                        N_ ("One resolver answers differently"),
                                        N_ ("one resolver answers differently") },
  [KP_FINDING_DNS_NO_ANSWER] = { "dns.no-answer", KP_SEVERITY_UNKNOWN, KEEPS,
                                 N_ ("Resolver could not be asked"), NULL },
  [KP_FINDING_DNS_PROXIED] = { "dns.proxied", KP_SEVERITY_NOTE, KEEPS,
                               N_ ("Behind a proxy"), NULL },
  [KP_FINDING_DNS_FILTERED] = { "dns.filtered", KP_SEVERITY_NOTE, KEEPS,
                                N_ ("One resolver alone denies the name"), NULL },
  [KP_FINDING_DNS_OK] = { "dns.ok", KP_SEVERITY_NOTE, KEEPS,
                          N_ ("DNS leads to the provider"), NULL },
  [KP_FINDING_DNS_CHAIN] = { "dns.chain", KP_SEVERITY_NOTE, KEEPS,
                             N_ ("Target reached through other names"), NULL },
  [KP_FINDING_DNS_FLATTENED] = { "dns.flattened", KP_SEVERITY_NOTE, KEEPS,
                                 N_ ("Addresses of the target without a CNAME"), NULL },
  [KP_FINDING_DNS_LONG_TTL] = { "dns.long-ttl", KP_SEVERITY_NOTE, KEEPS,
                                N_ ("Long time to live"), NULL },
  [KP_FINDING_DNS_WILDCARD] = { "dns.wildcard", KP_SEVERITY_NOTE, KEEPS,
                                N_ ("Answered by a wildcard record"), NULL },
  [KP_FINDING_DNS_SPLIT_HORIZON] = { "dns.split-horizon", KP_SEVERITY_NOTE, KEEPS,
                                     N_ ("This network’s resolver answers differently"),
                                     NULL },

  [KP_FINDING_TLS_UNTRUSTED] = { "tls.untrusted", KP_SEVERITY_WRONG, OPENS,
                                 N_ ("Certificate of a CA that is not trusted"),
                                 N_ ("certificate of a CA that is not trusted") },
  [KP_FINDING_TLS_SELF_SIGNED] = { "tls.self-signed", KP_SEVERITY_WRONG, OPENS,
                                   N_ ("Certificate signed by itself"),
                                   N_ ("certificate signed by itself") },
  [KP_FINDING_TLS_INCOMPLETE_CHAIN] = { "tls.incomplete-chain", KP_SEVERITY_WRONG, OPENS,
                                        N_ ("Intermediate certificate is not served"),
                                        N_ ("intermediate certificate is not served") },
  [KP_FINDING_TLS_NAME_MISMATCH] = { "tls.name-mismatch", KP_SEVERITY_WRONG, OPENS,
                                     N_ ("Certificate of another name"),
                                     N_ ("certificate of another name") },
  [KP_FINDING_TLS_EXPIRED] = { "tls.expired", KP_SEVERITY_WRONG, OPENS,
                               N_ ("Certificate expired"), N_ ("certificate expired") },
  [KP_FINDING_TLS_NOT_YET_VALID] = { "tls.not-yet-valid", KP_SEVERITY_WRONG, OPENS,
                                     N_ ("Certificate is not valid yet"),
                                     N_ ("certificate is not valid yet") },
  [KP_FINDING_TLS_REFUSED] = { "tls.refused", KP_SEVERITY_WRONG, OPENS,
                               N_ ("Server refuses secure connections"),
                               N_ ("server refuses secure connections") },
  [KP_FINDING_TLS_OLD_PROTOCOL] = { "tls.old-protocol", KP_SEVERITY_WRONG, OPENS,
                                    N_ ("Only an outdated TLS version is offered"),
                                    N_ ("only an outdated TLS version is offered") },
  [KP_FINDING_TLS_RENEWAL_LATE] = { "tls.renewal-late", KP_SEVERITY_WRONG, KEEPS,
                                    N_ ("Renewal is late"), N_ ("renewal is late") },
  [KP_FINDING_TLS_NOT_SUBMITTED] = { "tls.not-submitted", KP_SEVERITY_WRONG, KEEPS,
                                     N_ ("Another certificate than the one submitted"),
                                     N_ ("another certificate than the one submitted") },
  [KP_FINDING_TLS_NOT_YET_INSTALLED] = { "tls.not-yet-installed", KP_SEVERITY_WAITING,
                                         KEEPS, N_ ("New certificate is not installed yet"),
                                         N_ ("new certificate is not installed yet") },
  [KP_FINDING_TLS_TARGET_NOT_READY] = { "tls.target-not-ready", KP_SEVERITY_WAITING, KEEPS,
                                        N_ ("Target does not serve the name yet"),
                                        N_ ("target does not serve the name yet") },
  [KP_FINDING_TLS_NO_ANSWER] = { "tls.no-answer", KP_SEVERITY_UNKNOWN, KEEPS,
                                 N_ ("Address could not be asked"), NULL },
  [KP_FINDING_TLS_INTERCEPTED] = { "tls.intercepted", KP_SEVERITY_UNKNOWN, KEEPS,
                                   N_ ("This network intercepts secure connections"),
                                   NULL },
  [KP_FINDING_TLS_OK] = { "tls.ok", KP_SEVERITY_NOTE, KEEPS, N_ ("Certificate is good"),
                          NULL },
  [KP_FINDING_TLS_PRIVATE_ROOT] = { "tls.private-root", KP_SEVERITY_NOTE, KEEPS,
                                    N_ ("Trusted by a root that you added"), NULL },
  [KP_FINDING_TLS_EXPIRING] = { "tls.expiring", KP_SEVERITY_NOTE, KEEPS,
                                N_ ("Certificate ends soon"), NULL },
  [KP_FINDING_TLS_ADDRESSES_DIFFER] = { "tls.addresses-differ", KP_SEVERITY_NOTE, KEEPS,
                                        N_ ("Addresses serve different certificates"),
                                        NULL },
  [KP_FINDING_TLS_ROOT_SERVED] = { "tls.root-served", KP_SEVERITY_NOTE, KEEPS,
                                   N_ ("Root certificate is served needlessly"), NULL },
  [KP_FINDING_TLS_PLAIN_HTTP] = { "tls.plain-http", KP_SEVERITY_NOTE, KEEPS,
                                  N_ ("Plain HTTP is not sent on to HTTPS"), NULL },

  [KP_FINDING_REQUEST_PRIVATE_KEY] = { "request.private-key", KP_SEVERITY_WRONG, KEEPS,
                                       N_ ("Request holds a private key"),
                                       N_ ("request holds a private key") },
  [KP_FINDING_REQUEST_REFUSED] = { "request.refused", KP_SEVERITY_WRONG, KEEPS,
                                   N_ ("Request refused"), N_ ("request refused") },
  [KP_FINDING_REQUEST_ATTACHMENT_LOST] = { "request.attachment-lost", KP_SEVERITY_WRONG,
                                           KEEPS, N_ ("Attachment did not arrive as sent"),
                                           N_ ("attachment did not arrive as sent") },
  [KP_FINDING_REQUEST_FIELD_LOST] = { "request.field-lost", KP_SEVERITY_WRONG, KEEPS,
                                      N_ ("Field did not arrive as sent"),
                                      N_ ("field did not arrive as sent") },
  [KP_FINDING_REQUEST_QUEUED] = { "request.queued", KP_SEVERITY_WAITING, KEEPS,
                                  N_ ("Request is queued"), N_ ("request is queued") },
  [KP_FINDING_REQUEST_UNCERTAIN] = { "request.uncertain", KP_SEVERITY_WAITING, KEEPS,
                                     N_ ("Request is being looked up"),
                                     N_ ("request is being looked up") },
  [KP_FINDING_REQUEST_OFFLINE] = { "request.offline", KP_SEVERITY_UNKNOWN, KEEPS,
                                   N_ ("Helpdesk could not be reached"), NULL },
  [KP_FINDING_REQUEST_SENT] = { "request.sent", KP_SEVERITY_NOTE, KEEPS,
                                N_ ("Request sent"), NULL },
  [KP_FINDING_REQUEST_REPLY] = { "request.reply", KP_SEVERITY_NOTE, KEEPS,
                                 N_ ("Reply to a request"), NULL },

  [KP_FINDING_CSR_NOT_A_CSR] = { "csr.not-a-csr", KP_SEVERITY_WRONG, KEEPS,
                                 N_ ("No certificate signing request in it"),
                                 N_ ("no certificate signing request in it") },
  [KP_FINDING_CSR_PRIVATE_KEY] = { "csr.private-key", KP_SEVERITY_WRONG, KEEPS,
                                   N_ ("A private key came with the signing request"),
                                   N_ ("a private key came with the signing request") },
  [KP_FINDING_CSR_SIGNATURE] = { "csr.signature", KP_SEVERITY_WRONG, KEEPS,
                                 N_ ("Signature of the signing request is wrong"),
                                 N_ ("signature of the signing request is wrong") },
  [KP_FINDING_CSR_MISSING_NAME] = { "csr.missing-name", KP_SEVERITY_WRONG, KEEPS,
                                    N_ ("Signing request lacks the name"),
                                    N_ ("signing request lacks the name") },
  [KP_FINDING_CSR_WEAK_KEY] = { "csr.weak-key", KP_SEVERITY_WRONG, KEEPS,
                                N_ ("Key of the signing request is too weak"),
                                N_ ("key of the signing request is too weak") },
  [KP_FINDING_CSR_WEAK_SIGNATURE] = { "csr.weak-signature", KP_SEVERITY_WRONG, KEEPS,
                                      N_ ("Signing request is signed with a weak hash"),
                                      N_ ("signing request is signed with a weak hash") },
  [KP_FINDING_CSR_KEY_TYPE] = { "csr.key-type", KP_SEVERITY_WRONG, KEEPS,
                                N_ ("Kind of key that public CAs refuse"),
                                N_ ("kind of key that public CAs refuse") },
  [KP_FINDING_CSR_SUBJECT_DIFFERS] = { "csr.subject-differs", KP_SEVERITY_WRONG, KEEPS,
                                       N_ ("Signing request differs from what was asked"),
                                       N_ ("signing request differs from what was asked") },
  [KP_FINDING_CSR_MUST_STAPLE] = { "csr.must-staple", KP_SEVERITY_WRONG, KEEPS,
                                   N_ ("Signing request asks for must-staple"),
                                   N_ ("signing request asks for must-staple") },
  [KP_FINDING_CSR_SEVERAL] = { "csr.several", KP_SEVERITY_WRONG, KEEPS,
                               N_ ("Several signing requests"),
                               N_ ("several signing requests") },
  [KP_FINDING_CSR_COUNTRY] = { "csr.country", KP_SEVERITY_WRONG, KEEPS,
                               N_ ("Signing request names no country of ISO 3166"),
                               N_ ("signing request names no country of ISO 3166") },
  [KP_FINDING_CSR_TOO_LARGE] = { "csr.too-large", KP_SEVERITY_WRONG, KEEPS,
                                 N_ ("Signing request is too large"),
                                 N_ ("signing request is too large") },
  [KP_FINDING_CSR_OK] = { "csr.ok", KP_SEVERITY_NOTE, KEEPS, N_ ("Signing request is good"),
                          NULL },
  [KP_FINDING_CSR_NO_SAN] = { "csr.no-san", KP_SEVERITY_NOTE, KEEPS,
                              N_ ("Signing request has its name in the common name only"),
                              NULL },
  [KP_FINDING_CSR_EXTRA_NAME] = { "csr.extra-name", KP_SEVERITY_NOTE, KEEPS,
                                  N_ ("Signing request has further names"), NULL },
  [KP_FINDING_CSR_HAS_ORGANIZATIONAL_UNIT] = { "csr.has-organizational-unit",
                                               KP_SEVERITY_NOTE, KEEPS,
                                               N_ ("Signing request has an organizational "
                                                   "unit"),
                                               NULL },
  [KP_FINDING_CSR_HAS_EMAIL] = { "csr.has-email", KP_SEVERITY_NOTE, KEEPS,
                                 N_ ("Signing request has an email address"), NULL },
  [KP_FINDING_CSR_SAME_KEY_AS_LIVE] = { "csr.same-key-as-live", KP_SEVERITY_NOTE, KEEPS,
                                        N_ ("Signing request uses the key of the live "
                                            "certificate"),
                                        NULL },
  [KP_FINDING_CSR_NEW_KEY] = { "csr.new-key", KP_SEVERITY_NOTE, KEEPS,
                               N_ ("Signing request has a new key"), NULL },

  [KP_FINDING_BUNDLE_NOT_A_CERTIFICATE] = { "bundle.not-a-certificate", KP_SEVERITY_WRONG,
                                            KEEPS, N_ ("No certificate in it"),
                                            N_ ("no certificate in it") },
  [KP_FINDING_BUNDLE_PRIVATE_KEY] = { "bundle.private-key", KP_SEVERITY_WRONG, KEEPS,
                                      N_ ("A private key came with the certificate"),
                                      N_ ("a private key came with the certificate") },
  [KP_FINDING_BUNDLE_NO_LEAF] = { "bundle.no-leaf", KP_SEVERITY_WRONG, KEEPS,
                                  N_ ("The certificate of the site is missing"),
                                  N_ ("the certificate of the site is missing") },
  [KP_FINDING_BUNDLE_SEVERAL_LEAVES] = { "bundle.several-leaves", KP_SEVERITY_WRONG, KEEPS,
                                         N_ ("Several certificates of sites"),
                                         N_ ("several certificates of sites") },
  [KP_FINDING_BUNDLE_KEY_MISMATCH] = { "bundle.key-mismatch", KP_SEVERITY_WRONG, KEEPS,
                                       N_ ("Certificate does not fit the signing request"),
                                       N_ ("certificate does not fit the signing "
                                           "request") },
  [KP_FINDING_BUNDLE_MISSING_NAME] = { "bundle.missing-name", KP_SEVERITY_WRONG, KEEPS,
                                       N_ ("New certificate is not for this name"),
                                       N_ ("new certificate is not for this name") },
  [KP_FINDING_BUNDLE_LOST_NAME] = { "bundle.lost-name", KP_SEVERITY_WRONG, KEEPS,
                                    N_ ("New certificate lacks a name of the live one"),
                                    N_ ("new certificate lacks a name of the live one") },
  [KP_FINDING_BUNDLE_NO_SAN] = { "bundle.no-san", KP_SEVERITY_WRONG, KEEPS,
                                 N_ ("New certificate has no alternative names"),
                                 N_ ("new certificate has no alternative names") },
  [KP_FINDING_BUNDLE_EXPIRED] = { "bundle.expired", KP_SEVERITY_WRONG, KEEPS,
                                  N_ ("New certificate has expired"),
                                  N_ ("new certificate has expired") },
  [KP_FINDING_BUNDLE_NOT_YET_VALID] = { "bundle.not-yet-valid", KP_SEVERITY_WRONG, KEEPS,
                                        N_ ("New certificate is not valid yet"),
                                        N_ ("new certificate is not valid yet") },
  [KP_FINDING_BUNDLE_TOO_LONG] = { "bundle.too-long", KP_SEVERITY_WRONG, KEEPS,
                                   N_ ("New certificate is valid for longer than allowed"),
                                   N_ ("new certificate is valid for longer than "
                                       "allowed") },
  [KP_FINDING_BUNDLE_WEAK_KEY] = { "bundle.weak-key", KP_SEVERITY_WRONG, KEEPS,
                                   N_ ("Key of the new certificate is too weak"),
                                   N_ ("key of the new certificate is too weak") },
  [KP_FINDING_BUNDLE_WEAK_SIGNATURE] = { "bundle.weak-signature", KP_SEVERITY_WRONG, KEEPS,
                                         N_ ("New certificate is signed with a weak hash"),
                                         N_ ("new certificate is signed with a weak "
                                             "hash") },
  [KP_FINDING_BUNDLE_WRONG_PURPOSE] = { "bundle.wrong-purpose", KP_SEVERITY_WRONG, KEEPS,
                                        N_ ("New certificate is not for web servers"),
                                        N_ ("new certificate is not for web servers") },
  [KP_FINDING_BUNDLE_MISSING_INTERMEDIATE] = { "bundle.missing-intermediate",
                                               KP_SEVERITY_WRONG, KEEPS,
                                               N_ ("An intermediate certificate is "
                                                   "missing"),
                                               N_ ("an intermediate certificate is "
                                                   "missing") },
  [KP_FINDING_BUNDLE_UNTRUSTED] = { "bundle.untrusted", KP_SEVERITY_WRONG, KEEPS,
                                    N_ ("New certificate leads to no trusted root"),
                                    N_ ("new certificate leads to no trusted root") },
  [KP_FINDING_BUNDLE_SELF_SIGNED] = { "bundle.self-signed", KP_SEVERITY_WRONG, KEEPS,
                                      N_ ("New certificate is self-signed"),
                                      N_ ("new certificate is self-signed") },
  [KP_FINDING_BUNDLE_INTERMEDIATE_EXPIRES_FIRST] = { "bundle.intermediate-expires-first",
                                                     KP_SEVERITY_WRONG, KEEPS,
                                                     N_ ("An intermediate ends before the "
                                                         "certificate"),
                                                     N_ ("an intermediate ends before the "
                                                         "certificate") },
  [KP_FINDING_BUNDLE_NOT_NEWER] = { "bundle.not-newer", KP_SEVERITY_WRONG, KEEPS,
                                    N_ ("Certificate is not newer than the live one"),
                                    N_ ("certificate is not newer than the live one") },
  [KP_FINDING_BUNDLE_TOO_LARGE] = { "bundle.too-large", KP_SEVERITY_WRONG, KEEPS,
                                    N_ ("Too large, or too many certificates"),
                                    N_ ("too large, or too many certificates") },
  [KP_FINDING_BUNDLE_ENCRYPTED] = { "bundle.encrypted", KP_SEVERITY_WRONG, KEEPS,
                                    N_ ("Protected with a password"),
                                    N_ ("protected with a password") },
  [KP_FINDING_BUNDLE_OK] = { "bundle.ok", KP_SEVERITY_NOTE, KEEPS,
                             N_ ("New certificate is good"), NULL },
  [KP_FINDING_BUNDLE_REORDERED] = { "bundle.reordered", KP_SEVERITY_NOTE, KEEPS,
                                    N_ ("Certificates were put in order"), NULL },
  [KP_FINDING_BUNDLE_DUPLICATE_REMOVED] = { "bundle.duplicate-removed", KP_SEVERITY_NOTE,
                                            KEEPS, N_ ("Duplicate certificate was removed"),
                                            NULL },
  [KP_FINDING_BUNDLE_ROOT_REMOVED] = { "bundle.root-removed", KP_SEVERITY_NOTE, KEEPS,
                                       N_ ("Root certificate was removed"), NULL },
  [KP_FINDING_BUNDLE_UNRELATED_REMOVED] = { "bundle.unrelated-removed", KP_SEVERITY_NOTE,
                                            KEEPS,
                                            N_ ("Certificate that does not belong to it "
                                                "was removed"),
                                            NULL },
  [KP_FINDING_BUNDLE_INTERMEDIATE_FETCHED] = { "bundle.intermediate-fetched",
                                               KP_SEVERITY_NOTE, KEEPS,
                                               N_ ("Missing intermediate was fetched"),
                                               NULL },
  [KP_FINDING_BUNDLE_EXTRA_NAME] = { "bundle.extra-name", KP_SEVERITY_NOTE, KEEPS,
                                     N_ ("New certificate has further names"), NULL },
  [KP_FINDING_BUNDLE_SUBJECT_DIFFERS] = { "bundle.subject-differs", KP_SEVERITY_NOTE, KEEPS,
                                          N_ ("Details differ from those asked for"),
                                          NULL },
  [KP_FINDING_BUNDLE_CLIENT_PURPOSE] = { "bundle.client-purpose", KP_SEVERITY_NOTE, KEEPS,
                                         N_ ("New certificate is for clients, too"), NULL },
  [KP_FINDING_BUNDLE_NO_SCT] = { "bundle.no-sct", KP_SEVERITY_NOTE, KEEPS,
                                 N_ ("New certificate was not logged publicly"), NULL },
  [KP_FINDING_BUNDLE_NO_CSR] = { "bundle.no-csr", KP_SEVERITY_NOTE, KEEPS,
                                 N_ ("No signing request to compare with"), NULL },
  [KP_FINDING_BUNDLE_FORMAT] = { "bundle.format", KP_SEVERITY_NOTE, KEEPS,
                                 N_ ("What was read"), NULL },
};

KpFinding *
kp_finding_new_full (KpFindingId id, KpSeverity severity, const char *subject,
                     const char *text, const char *fix, gint64 until)
{
  KpFinding *self;

  g_return_val_if_fail ((guint) id < KP_FINDING_N, NULL);

  self = g_atomic_rc_box_new0 (KpFinding);
  self->id = id;
  self->severity = severity;
  self->subject = g_strdup (subject);
  self->text = g_strdup (text != NULL ? text : "");
  self->fix = g_strdup (fix);
  self->until = until;
  return self;
}

KpFinding *
kp_finding_new (KpFindingId id, const char *subject, const char *text, const char *fix)
{
  return kp_finding_new_full (id, kp_finding_id_get_severity (id), subject, text, fix, 0);
}

KpFinding *
kp_finding_ref (KpFinding *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  KpFinding *self = data;

  g_free (self->text);
  g_free (self->fix);
  g_free (self->subject);
}

void
kp_finding_unref (KpFinding *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

const char *
kp_finding_id_to_string (KpFindingId id)
{
  g_return_val_if_fail ((guint) id < KP_FINDING_N, NULL);

  return rows[id].id;
}

gboolean
kp_finding_id_from_string (const char *text, KpFindingId *id)
{
  for (guint i = 0; i < KP_FINDING_N; i++)
    if (g_strcmp0 (text, rows[i].id) == 0)
      {
        *id = i;
        return TRUE;
      }
  return FALSE;
}

const char *
kp_finding_id_get_title (KpFindingId id)
{
  g_return_val_if_fail ((guint) id < KP_FINDING_N, NULL);

  return _ (rows[id].title);
}

const char *
kp_finding_id_get_phrase (KpFindingId id)
{
  g_return_val_if_fail ((guint) id < KP_FINDING_N, NULL);

  return _ (rows[id].phrase != NULL ? rows[id].phrase : rows[id].title);
}

KpSeverity
kp_finding_id_get_severity (KpFindingId id)
{
  g_return_val_if_fail ((guint) id < KP_FINDING_N, KP_SEVERITY_NOTE);

  return rows[id].severity;
}

gboolean
kp_finding_id_opens_lock (KpFindingId id)
{
  g_return_val_if_fail ((guint) id < KP_FINDING_N, FALSE);

  return rows[id].opens_lock;
}

const char *
kp_severity_to_string (KpSeverity severity)
{
  switch (severity)
    {
    case KP_SEVERITY_WRONG:
      return "wrong";
    case KP_SEVERITY_WAITING:
      return "waiting";
    case KP_SEVERITY_UNKNOWN:
      return "unknown";
    case KP_SEVERITY_NOTE:
    default:
      return "note";
    }
}
