/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/certificate/bundle-private.h"

#include <glib/gi18n.h>

#include "core/base/time-text.h"
#include "core/certificate/certificate-text.h"
#include "core/certificate/validity-rules.h"

/* Signed certificate timestamps (RFC 6962 section 3.3) */
#define OID_TIMESTAMPS "1.3.6.1.4.1.11129.2.4.2"
#define PURPOSES_MAX 16
#define OID_SIZE 128

static void
check_begin (KpBundleWork *work)
{
  for (guint i = 0; i < work->path.n_links; i++)
    {
      const KpChainLink *link = work->path.links[i];
      gint64 begin = gnutls_x509_crt_get_activation_time (link->crt);
      g_autofree char *name = NULL;
      g_autofree char *from = NULL;

      if (begin <= work->expected->now)
        continue;
      name = i == 0 ? kp_bundle_name_part (work->leaf) : kp_bundle_name_link (link);
      from = kp_time_format_date (begin);
      kp_bundle_tell (work, KP_FINDING_BUNDLE_NOT_YET_VALID,
                      /* Translators: the name of a certificate; a day */
                      g_strdup_printf (_ ("“%s” is valid from %s on only."), name, from),
                      _ ("Hand it over on that day. If that day has come, set this "
                         "computer’s clock."));
      return;
    }
}

static void
check_end (KpBundleWork *work)
{
  gint64 end = work->leaf->facts->not_after;
  g_autofree char *name = NULL;
  g_autofree char *date = NULL;

  if (end >= work->expected->now)
    return;
  name = kp_bundle_name_part (work->leaf);
  date = kp_time_format_date (end);
  kp_bundle_tell (work, KP_FINDING_BUNDLE_EXPIRED,
                  /* Translators: the name of a certificate; a day */
                  g_strdup_printf (_ ("“%s” ended on %s."), name, date),
                  _ ("Give the new certificate, or buy one."));
}

/* The link above the leaf that ends first, and before it. */
static const KpChainLink *
find_first_end (const KpBundleWork *work)
{
  const KpChainLink *first = NULL;
  gint64 end = work->leaf->link->not_after;

  for (guint i = 1; i < work->path.n_links; i++)
    if (work->path.links[i]->not_after < end)
      {
        first = work->path.links[i];
        end = first->not_after;
      }
  if (work->trusted && work->path.root->not_after < end)
    first = work->path.root;
  return first;
}

static void
check_ends_above (KpBundleWork *work)
{
  const KpChainLink *first = find_first_end (work);
  g_autofree char *name = NULL;
  g_autofree char *end = NULL;
  g_autofree char *leaf_end = NULL;

  if (first == NULL)
    return;
  name = kp_bundle_name_link (first);
  end = kp_time_format_date (first->not_after);
  leaf_end = kp_time_format_date (work->leaf->link->not_after);
  if (first == work->path.root && first->not_after < work->expected->now)
    kp_bundle_tell (work, KP_FINDING_BUNDLE_UNTRUSTED,
                    /* Translators: the name of a root; a day */
                    g_strdup_printf (_ ("The chain ends at the root “%s”, which itself "
                                        "ended on %s."),
                                     name, end),
                    _ ("Ask the CA for a chain that leads to a root of today."));
  else
    kp_bundle_tell (work, KP_FINDING_BUNDLE_INTERMEDIATE_EXPIRES_FIRST,
                    /* Translators: the name of a CA's certificate; two days */
                    g_strdup_printf (_ ("“%s” in the chain ends on %s, before the site’s "
                                        "certificate does (%s)."),
                                     name, end, leaf_end),
                    _ ("Ask the CA for the newer certificate of that name: the site would "
                       "be insecure from that day on."));
}

/* Both ends count, and a part of a day is a day (BR section 6.3.2). */
static guint
count_days (const KpCertificateFacts *facts)
{
  return kp_time_days_between (facts->not_before, facts->not_after) + 1;
}

static void
check_length (KpBundleWork *work)
{
  const KpValidityRules *rules = kp_validity_rules_get_default ();
  const KpCertificateFacts *leaf = work->leaf->facts;
  guint days = count_days (leaf);
  guint most = kp_validity_rules_max_days (rules, leaf->not_before);
  g_autofree char *from = NULL;
  g_autofree char *fix = NULL;

  if (kp_validity_rules_allow (rules, leaf->not_before, leaf->not_after))
    return;
  from = kp_time_format_date (leaf->not_before);
  fix = g_strdup_printf (
      ngettext ("Browsers refuse it: ask the CA for one that is valid for at most %u day.",
                "Browsers refuse it: ask the CA for one that is valid for at most %u days.",
                most),
      most);
  kp_bundle_tell (
      work, KP_FINDING_BUNDLE_TOO_LONG,
      g_strdup_printf (
          /* Translators: days; a day; the most days that are allowed */
          ngettext ("It is valid for %u day, but issued on %s it may be for %u at most.",
                    "It is valid for %u days, but issued on %s it may be for %u at most.",
                    days),
          days, from, most),
      fix);
}

static gboolean
is_taken_by_browsers (gnutls_x509_crt_t crt)
{
  switch (gnutls_x509_crt_get_pk_algorithm (crt, NULL))
    {
    case GNUTLS_PK_RSA:
    case GNUTLS_PK_ECDSA:
      return TRUE;
    default:
      return FALSE;
    }
}

static void
check_keys (KpBundleWork *work)
{
  const char *fix =
      _ ("Browsers take RSA from 2048 bits on and the curves P-256 and P-384: "
         "a new signing request with such a key is needed.");

  for (guint i = 0; i <= work->path.n_links; i++)
    {
      const KpChainLink *link =
          i < work->path.n_links ? work->path.links[i] : work->path.root;
      g_autofree char *name = NULL;
      g_autofree char *key = NULL;

      if (link == NULL
          || !(link->weak_key || (i == 0 && !is_taken_by_browsers (link->crt))))
        continue;
      name = i == 0 ? kp_bundle_name_part (work->leaf) : kp_bundle_name_link (link);
      key = kp_certificate_text_key (link->crt);
      kp_bundle_tell (
          work, KP_FINDING_BUNDLE_WEAK_KEY,
          /* Translators: the name of a certificate; its key: "RSA 1024" */
          g_strdup_printf (_ ("The key of “%s” is %s, which clients refuse."), name, key),
          i == 0 ? fix : _ ("Ask the CA for a chain with stronger keys."));
      return;
    }
}

/* A root's signature on itself proves nothing, so its strength does not matter. */
static void
check_signatures (KpBundleWork *work)
{
  for (guint i = 0; i < work->path.n_links; i++)
    {
      const KpChainLink *link = work->path.links[i];
      g_autofree char *name = NULL;
      g_autofree char *how = NULL;

      if (!link->weak_signature)
        continue;
      name = i == 0 ? kp_bundle_name_part (work->leaf) : kp_bundle_name_link (link);
      how = kp_certificate_text_signature (link->crt);
      kp_bundle_tell (
          work, KP_FINDING_BUNDLE_WEAK_SIGNATURE,
          /* Translators: the name of a certificate; an algorithm: "RSA-SHA1" */
          g_strdup_printf (_ ("“%s” is signed with %s, which clients refuse."), name, how),
          _ ("Ask the CA to sign it with SHA-256 or better."));
      return;
    }
}

static void
read_purposes (gnutls_x509_crt_t crt, gboolean *server, gboolean *client)
{
  *server = *client = FALSE;
  for (guint i = 0; i < PURPOSES_MAX; i++)
    {
      char oid[OID_SIZE];
      gsize size = sizeof oid;

      if (gnutls_x509_crt_get_key_purpose_oid (crt, i, oid, &size, NULL) < 0)
        return;
      *server = *server || g_str_equal (oid, GNUTLS_KP_TLS_WWW_SERVER);
      *client = *client || g_str_equal (oid, GNUTLS_KP_TLS_WWW_CLIENT);
    }
}

/* Without one of these no TLS server can prove that it has the key. */
static gboolean
may_sign_or_decrypt (gnutls_x509_crt_t crt)
{
  unsigned int usage = 0;

  if (gnutls_x509_crt_get_key_usage (crt, &usage, NULL) < 0
      || (usage & GNUTLS_KEY_DIGITAL_SIGNATURE) != 0)
    return TRUE;
  return gnutls_x509_crt_get_pk_algorithm (crt, NULL) == GNUTLS_PK_RSA
         && (usage & GNUTLS_KEY_KEY_ENCIPHERMENT) != 0;
}

static void
check_purpose (KpBundleWork *work)
{
  gnutls_x509_crt_t crt = work->leaf->link->crt;
  g_autofree char *purposes = kp_certificate_text_purposes (crt);
  char *text = NULL;
  gboolean server;
  gboolean client;

  read_purposes (crt, &server, &client);
  if (kp_chain_link_has_extension (work->leaf->link, KP_BUNDLE_OID_POISON))
    text = g_strdup (_ ("It is a precertificate, which a CA makes for the public logs."));
  else if (work->leaf->link->ca)
    text = g_strdup (_ ("It may sign other certificates, as that of a CA does."));
  else if (*purposes == '\0')
    text = g_strdup (_ ("It names no purpose (extended key usage)."));
  else if (!server)
    text =
        /* Translators: %s lists purposes: "TLS client, email" */
        g_strdup_printf (_ ("It is for other purposes (%s) than a TLS server."), purposes);
  else if (!may_sign_or_decrypt (crt))
    text = g_strdup (_ ("Its key usage allows no digital signature, which TLS needs."));
  if (text != NULL)
    kp_bundle_tell (work, KP_FINDING_BUNDLE_WRONG_PURPOSE, text,
                    _ ("Ask the CA for a certificate for a TLS server."));
  else if (client)
    {
      g_autofree char *end = kp_time_format_date (
          kp_validity_rules_client_purpose_ends (kp_validity_rules_get_default ()));
      g_autofree char *fix = g_strdup_printf (
          /* Translators: %s is a day. */
          _ ("Nothing to do for a web site. Certificates that are issued from %s on have "
             "it no longer: a server that proves itself to others with it will need "
             "another one."),
          end);

      kp_bundle_tell (work, KP_FINDING_BUNDLE_CLIENT_PURPOSE,
                      /* Translators: %s lists purposes: "TLS server, TLS client" */
                      g_strdup_printf (_ ("Its purposes are: %s."), purposes), fix);
    }
}

static void
check_logs (KpBundleWork *work)
{
  const gboolean own = work->trusted && !work->path.root->system;

  if (!kp_chain_link_has_extension (work->leaf->link, OID_TIMESTAMPS))
    kp_bundle_tell (
        work, KP_FINDING_BUNDLE_NO_SCT,
        g_strdup (_ ("It carries no timestamp of a public log (certificate "
                     "transparency).")),
        own ? _ ("Nothing to do: certificates of your own CA are in no log.")
            : _ ("Browsers refuse such a certificate of a public CA: ask the CA "
                 "for one that was logged."));
}

void
kp_bundle_check_strength (KpBundleWork *work)
{
  check_begin (work);
  check_end (work);
  check_ends_above (work);
  check_length (work);
  check_keys (work);
  check_signatures (work);
  check_purpose (work);
  check_logs (work);
}
