/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "core/certificate/certificate-details.h"
#include "core/certificate/certificate-subject.h"
#include "core/certificate/certificate.h"
#include "core/model/subject-rules.h"

static void
check_section (const KpDetailSection *section)
{
  g_assert_cmpuint (section->fields->len, >, 0);
  g_assert_cmpuint (section->fields->len, <=, KP_CERTIFICATE_MAX_NAMES);
  for (guint i = 0; i < section->fields->len; i++)
    {
      const KpDetailField *field = g_ptr_array_index (section->fields, i);

      g_assert_true (g_utf8_validate (field->value, -1, NULL));
      g_assert_cmpstr (field->value, !=, "");
      g_assert_null (strpbrk (field->value, "\n\r\t\x1b"));
    }
}

/* What a request would be filled in with passes its rules. */
static void
check_subject (GBytes *der, const KpCertificateFacts *facts)
{
  const char *host = facts != NULL && facts->names[0] != NULL ? facts->names[0] : "a.b";
  g_autoptr (KpSubject) subject = kp_subject_new_from_certificate (der, host);

  if (subject == NULL)
    return;
  for (guint i = 0; i < KP_SUBJECT_N_FIELDS; i++)
    g_assert_true (kp_subject_check_field (i, kp_subject_get_field (subject, i), NULL));
  g_assert_false (kp_subject_is_empty (subject));
}

/* What can be read has facts, and every part of it can be shown. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) der = g_bytes_new_static (data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (KpCertificateFacts) facts = kp_certificate_facts_from_der (der, NULL);
  g_autoptr (GPtrArray) sections = kp_certificate_details_new (der, &error);

  g_assert_true ((sections == NULL) == (error != NULL));
  if (facts != NULL)
    g_assert_nonnull (sections);
  check_subject (der, facts);
  for (guint i = 0; sections != NULL && i < sections->len; i++)
    check_section (g_ptr_array_index (sections, i));
  return 0;
}
