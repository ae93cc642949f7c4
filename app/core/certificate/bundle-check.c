/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/certificate/bundle-private.h"

#include <glib/gi18n.h>

#include "core/base/time-text.h"

/* Digits of a fingerprint that tell two keys apart for people. */
#define SHOWN_DIGITS 16

static void
check_key (KpBundleWork *work)
{
  const KpCertificateFacts *leaf = work->leaf->facts;
  const KpCertificateFacts *live = work->expected->live;
  const char *fix =
      _ ("Send the CA the right signing request, or give the certificate that "
         "was made for this one.");

  if (work->spki == NULL)
    {
      kp_bundle_tell (
          work, KP_FINDING_BUNDLE_NO_CSR,
          g_strdup (_ ("There is no signing request to compare its key with.")),
          _ ("Give the signing request to be sure that the provider has its key."));
      return;
    }
  if (g_str_equal (work->spki, leaf->spki_sha256))
    return;
  if (live != NULL && g_str_equal (live->spki_sha256, leaf->spki_sha256))
    kp_bundle_tell (work, KP_FINDING_BUNDLE_KEY_MISMATCH,
                    /* Translators: the first digits of a key's fingerprint */
                    g_strdup_printf (_ ("It is for the key of the certificate that is "
                                        "served now, not for that of the signing request "
                                        "(%.*s…)."),
                                     SHOWN_DIGITS, work->spki),
                    fix);
  else
    kp_bundle_tell (work, KP_FINDING_BUNDLE_KEY_MISMATCH,
                    /* Translators: the first digits of two keys' fingerprints */
                    g_strdup_printf (_ ("Its key (%.*s…) is not that of the signing "
                                        "request (%.*s…)."),
                                     SHOWN_DIGITS, leaf->spki_sha256, SHOWN_DIGITS,
                                     work->spki),
                    fix);
}

static void
tell_list (KpBundleWork *work, KpFindingId id, GPtrArray *names, const char *text,
           const char *fix)
{
  g_autofree char *joined = kp_bundle_join (names);
  g_auto (GStrv) around = g_strsplit (text, "%s", 2);

  kp_bundle_tell (work, id, g_strconcat (around[0], joined, around[1], NULL), fix);
}

static GPtrArray *
list_names (char **names)
{
  GPtrArray *list = g_ptr_array_new ();

  for (guint i = 0; names[i] != NULL; i++)
    g_ptr_array_add (list, names[i]);
  return list;
}

/* The site's name; without a site all that the request asks for. Gives whether the leaf is
 * for it. */
static gboolean
check_names (KpBundleWork *work)
{
  const KpBundleExpectation *expected = work->expected;
  const KpCertificateFacts *leaf = work->leaf->facts;
  g_autoptr (GPtrArray) missing = g_ptr_array_new ();
  g_autoptr (GPtrArray) has = list_names (leaf->names);
  g_autofree char *joined = NULL;
  g_autofree char *fix = NULL;

  if (expected->host != NULL)
    g_ptr_array_add (missing, (gpointer) expected->host);
  else if (expected->csr != NULL)
    g_ptr_array_extend (missing, expected->csr->names, NULL, NULL);
  for (guint i = missing->len; i-- > 0;)
    if (kp_certificate_facts_cover (leaf, missing->pdata[i]))
      g_ptr_array_remove_index (missing, i);
  if (missing->len == 0)
    return TRUE;
  joined = kp_bundle_join (has);
  fix =
      /* Translators: %s is one name in quotation marks, or several */
      g_strdup_printf (_ ("It is for %s: ask the CA for one with the right name."), joined);
  tell_list (work, KP_FINDING_BUNDLE_MISSING_NAME, missing,
             /* Translators: %s is one name in quotation marks, or several */
             _ ("It is not for %s."), fix);
  return FALSE;
}

static void
check_lost (KpBundleWork *work)
{
  const KpCertificateFacts *live = work->expected->live;
  g_autoptr (GPtrArray) lost = g_ptr_array_new ();

  if (live == NULL)
    return;
  for (guint i = 0; live->names[i] != NULL; i++)
    if (!kp_certificate_facts_cover (work->leaf->facts, live->names[i])
        && g_strcmp0 (live->names[i], work->expected->host) != 0)
      g_ptr_array_add (lost, live->names[i]);
  if (lost->len > 0)
    tell_list (work, KP_FINDING_BUNDLE_LOST_NAME, lost,
               /* Translators: %s is one name in quotation marks, or several */
               _ ("The certificate that is served now is also for %s; this one is not."),
               _ ("If that name is in use, ask the CA for one that has it, too."));
}

static gboolean
is_asked_for (const KpBundleExpectation *expected, const char *name)
{
  if (g_strcmp0 (expected->host, name) == 0)
    return TRUE;
  for (guint i = 0; expected->csr != NULL && i < expected->csr->names->len; i++)
    if (g_ascii_strcasecmp (expected->csr->names->pdata[i], name) == 0)
      return TRUE;
  return expected->live != NULL
         && g_strv_contains ((const char *const *) expected->live->names, name);
}

static void
check_extra (KpBundleWork *work)
{
  const KpBundleExpectation *expected = work->expected;
  g_autoptr (GPtrArray) extra = g_ptr_array_new ();
  char **names = work->leaf->facts->names;

  if (expected->host == NULL && expected->csr == NULL)
    return;
  for (guint i = 0; names[i] != NULL; i++)
    if (!is_asked_for (expected, names[i]))
      g_ptr_array_add (extra, names[i]);
  if (extra->len > 0)
    tell_list (work, KP_FINDING_BUNDLE_EXTRA_NAME, extra,
               /* Translators: %s is one name in quotation marks, or several */
               _ ("It is also for %s, which was not asked for."),
               _ ("Nothing to do, if these names are yours: CAs often add one with or "
                  "without “www”."));
}

/* A reissue may begin and end as the one before: only what began earlier is older. */
static void
check_live (KpBundleWork *work)
{
  const KpCertificateFacts *leaf = work->leaf->facts;
  const KpCertificateFacts *live = work->expected->live;
  const char *fix = _ ("Give the certificate that the CA issued last.");
  g_autofree char *begin = kp_time_format_date (leaf->not_before);
  g_autofree char *end = kp_time_format_date (leaf->not_after);
  g_autofree char *live_begin = NULL;

  if (live == NULL)
    return;
  if (g_strcmp0 (leaf->sha256, live->sha256) == 0)
    kp_bundle_tell (work, KP_FINDING_BUNDLE_NOT_NEWER,
                    /* Translators: a day */
                    g_strdup_printf (_ ("It is the certificate that is served now, which "
                                        "ends on %s."),
                                     end),
                    fix);
  else if (leaf->not_before < live->not_before)
    {
      live_begin = kp_time_format_date (live->not_before);
      kp_bundle_tell (
          work, KP_FINDING_BUNDLE_NOT_NEWER,
          /* Translators: two days */
          g_strdup_printf (_ ("It was issued on %s, before the certificate that "
                              "is served now (%s)."),
                           begin, live_begin),
          fix);
    }
}

void
kp_bundle_check_leaf (KpBundleWork *work)
{
  check_key (work);
  check_live (work);
  if (work->leaf->facts->names[0] == NULL)
    {
      kp_bundle_tell (work, KP_FINDING_BUNDLE_NO_SAN,
                      /* Translators: %s is a certificate's subject: "CN=cp.example.com" */
                      g_strdup_printf (_ ("It has no host name among its alternative "
                                          "names; its subject is “%s”, which browsers do "
                                          "not look at."),
                                       work->leaf->facts->subject),
                      _ ("Ask the CA for one with the name among the subject alternative "
                         "names."));
      return;
    }
  check_lost (work);
  if (check_names (work))
    check_extra (work);
}
