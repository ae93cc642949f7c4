/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/check/caa-line.h"

#include <glib/gi18n.h>

#include "core/base/plain-text.h"
#include "core/dns/caa.h"

/* Characters of a record that are repeated. */
#define MAX_DATA 80

/* Who is meant: its issuer domain names and what it is called. */
typedef struct
{
  const char *const *issuers;
  const char *single[2];
  const char *name;
} Ca;

static void
find_ca (const KpVerdict *verdict, KpProfile *profile, const char *wanted, Ca *ca)
{
  const KpCaIdentities *identities = kp_ca_identities_get_default ();
  const char *identity = profile != NULL ? kp_profile_get_caa_identity (profile) : NULL;

  if (wanted != NULL)
    ca->issuers = kp_ca_identities_find_by_issuer (identities, wanted);
  else if (identity != NULL)
    {
      ca->issuers = kp_ca_identities_expand (identities, identity);
      ca->single[0] = identity;
      if (ca->issuers == NULL)
        ca->issuers = ca->single;
    }
  else if (verdict->shown != NULL && verdict->shown->certificate != NULL)
    ca->issuers =
        kp_ca_identities_find_by_issuer (identities, verdict->shown->certificate->issuer);
  if (ca->issuers != NULL && ca->issuers[0] != NULL)
    ca->name = kp_ca_identities_get_name (identities, ca->issuers[0]);
  if (ca->name == NULL)
    ca->name = wanted != NULL ? wanted : identity;
}

/* Which they are is for the user to compare. */
static char *
describe_records (const KpObservation *seen)
{
  const KpRecord *first = g_ptr_array_index (seen->caa, 0);
  g_autofree char *data = kp_plain_text_shorten (first->data, MAX_DATA);

  return g_strdup_printf (
      /* Translators: a domain name and one of its CAA records */
      _ ("There are CAA records at %s (%s): they must name the CA that you buy from."),
      first->owner, data);
}

static char *
describe_found (const KpObservation *seen, const Ca *ca, gboolean *blocks)
{
  switch (kp_caa_judge (seen->caa, ca->issuers, FALSE))
    {
    case KP_CAA_FORBIDS_ALL:
      *blocks = TRUE;
      return g_strdup (_ ("CAA allows no CA to issue a certificate."));
    case KP_CAA_FORBIDS:
      *blocks = TRUE;
      return ca->name != NULL
                 /* Translators: %s is a CA. */
                 ? g_strdup_printf (_ ("CAA does not allow %s to issue."), ca->name)
                 : g_strdup (_ ("CAA does not allow the CA to issue."));
    case KP_CAA_ALLOWS:
      if (ca->name != NULL && ca->issuers != NULL)
        /* Translators: %s is a CA. */
        return g_strdup_printf (_ ("CAA allows %s to issue."), ca->name);
      return describe_records (seen);
    case KP_CAA_CANT_TELL:
    default:
      return describe_records (seen);
    }
}

char *
kp_caa_line_describe (const KpVerdict *verdict, const KpObservation *seen,
                      KpProfile *profile, const char *ca, gboolean *blocks)
{
  Ca meant = { NULL };

  g_return_val_if_fail (verdict != NULL && seen != NULL && blocks != NULL, NULL);

  *blocks = FALSE;
  switch (seen->caa_state)
    {
    case KP_CAA_NONE:
      return g_strdup (_ ("There is no CAA record: any CA may issue."));
    case KP_CAA_FAILED:
      *blocks = TRUE;
      return g_strdup (_ ("The CAA records can’t be read, which a CA must take as no "
                          "permission."));
    case KP_CAA_FOUND:
      if (seen->caa->len == 0)
        return g_strdup (_ ("There is no CAA record: any CA may issue."));
      find_ca (verdict, profile, ca, &meant);
      return describe_found (seen, &meant, blocks);
    case KP_CAA_NOT_ASKED:
    case KP_CAA_UNKNOWN:
    default:
      return g_strdup (_ ("Whether the CA may issue (CAA) could not be asked."));
    }
}
