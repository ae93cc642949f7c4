/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/certificate/certificate-subject.h"

#include <gnutls/x509.h>
#include "core/certificate/certificate-text.h"
#include "core/certificate/certificate.h"
#include "core/model/subject-rules.h"

/* Returns: (transfer full) (nullable): the only value there is; which of several was meant
 * nobody knows */
static char *
read_part (gnutls_x509_crt_t crt, const char *oid, KpSubjectField field)
{
  g_autofree char *value = kp_certificate_text_part (crt, FALSE, oid, 0);
  g_autofree char *other = kp_certificate_text_part (crt, FALSE, oid, 1);
  g_autofree char *text = NULL;

  if (value == NULL || other != NULL)
    return NULL;
  text = kp_subject_normalize_field (field, value);
  return kp_subject_check_field (field, text, NULL)
                 && kp_subject_check_field (field, value, NULL)
             ? g_steal_pointer (&text)
             : NULL;
}

static gboolean
is_of_site (gnutls_x509_crt_t crt, GBytes *der, const char *host)
{
  g_autoptr (KpCertificateFacts) facts = kp_certificate_facts_from_crt (crt, der, NULL);

  return facts != NULL && !facts->self_issued && kp_certificate_facts_cover (facts, host);
}

KpSubject *
kp_subject_new_from_certificate (GBytes *der, const char *host)
{
  g_autoptr (KpSubject) subject = NULL;
  gnutls_x509_crt_t crt;

  g_return_val_if_fail (der != NULL, NULL);
  g_return_val_if_fail (host != NULL, NULL);

  crt = kp_certificate_import (der, NULL);
  if (crt == NULL)
    return NULL;
  if (is_of_site (crt, der, host))
    subject = kp_subject_new_from_crt (crt);
  gnutls_x509_crt_deinit (crt);
  /* A certificate for a domain alone may name a country, which was not validated with it.
   */
  if (subject == NULL || *kp_subject_get_field (subject, KP_SUBJECT_ORGANIZATION) == '\0')
    return NULL;
  kp_subject_set_field (subject, KP_SUBJECT_ORGANIZATIONAL_UNIT, NULL);
  kp_subject_set_name (subject, kp_subject_get_field (subject, KP_SUBJECT_ORGANIZATION));
  return g_steal_pointer (&subject);
}

KpSubject *
kp_subject_new_from_crt (gnutls_x509_crt_t crt)
{
  static const struct
  {
    KpSubjectField field;
    const char *oid;
  } parts[] = {
    { KP_SUBJECT_COUNTRY, GNUTLS_OID_X520_COUNTRY_NAME },
    { KP_SUBJECT_STATE, GNUTLS_OID_X520_STATE_OR_PROVINCE_NAME },
    { KP_SUBJECT_LOCALITY, GNUTLS_OID_X520_LOCALITY_NAME },
    { KP_SUBJECT_ORGANIZATION, GNUTLS_OID_X520_ORGANIZATION_NAME },
    { KP_SUBJECT_ORGANIZATIONAL_UNIT, GNUTLS_OID_X520_ORGANIZATIONAL_UNIT_NAME },
  };
  KpSubject *subject = kp_subject_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *text = read_part (crt, parts[i].oid, parts[i].field);

      kp_subject_set_field (subject, parts[i].field, text);
    }
  return subject;
}
