/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/certificate/bundle-private.h"

#include <glib/gi18n.h>

#include "core/certificate/certificate-subject.h"
#include "core/model/subject-rules.h"

/* The details that were asked for and could stand in a certificate: the email address is
 * the requester's. */
static guint
list_asked (KpSubject *asked)
{
  guint fields = 0;

  for (guint i = 0; i < KP_SUBJECT_N_FIELDS; i++)
    if (i != KP_SUBJECT_EMAIL && *kp_subject_get_field (asked, i) != '\0')
      fields |= 1u << i;
  return fields;
}

/* "state or province (“Kent” instead of “Surrey”)" */
static char *
describe (KpSubject *asked, KpSubject *found, KpSubjectField field)
{
  const char *label = kp_subject_field_get_label (field);
  const char *value = kp_subject_get_field (found, field);

  if (*value == '\0')
    /* Translators: a detail's name, and what was asked for: "State or province (not
     * “Kent”)" */
    return g_strdup_printf (_ ("%s (without “%s”)"), label,
                            kp_subject_get_field (asked, field));
  /* Translators: a detail's name, what the certificate has, and what was asked for */
  return g_strdup_printf (_ ("%s (“%s” instead of “%s”)"), label, value,
                          kp_subject_get_field (asked, field));
}

static char *
join_differences (KpSubject *asked, KpSubject *found, guint differences)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < KP_SUBJECT_N_FIELDS; i++)
    if ((differences & (1u << i)) != 0)
      {
        g_autofree char *one = describe (asked, found, i);

        g_string_append_printf (text, "%s%s", text->len > 0 ? _ (", ") : "", one);
      }
  return g_string_free (text, FALSE);
}

void
kp_bundle_check_subject (KpBundleWork *work)
{
  KpSubject *asked = work->expected->asked;
  g_autoptr (KpSubject) found = NULL;
  g_autofree char *joined = NULL;
  guint differences;

  if (asked == NULL)
    return;
  found = kp_subject_new_from_crt (work->leaf->link->crt);
  differences = kp_subject_get_differences (asked, found) & list_asked (asked);
  if (differences == 0)
    return;
  if ((differences & (1u << KP_SUBJECT_ORGANIZATION)) != 0
      && *kp_subject_get_field (found, KP_SUBJECT_ORGANIZATION) == '\0')
    {
      kp_bundle_tell (
          work, KP_FINDING_BUNDLE_SUBJECT_DIFFERS,
          g_strdup_printf (
              /* Translators: the name of an organization */
              _ ("The CA validated the domain alone: “%s” and the other details "
                 "are not in it."),
              kp_subject_get_field (asked, KP_SUBJECT_ORGANIZATION)),
          _ ("Nothing to do, unless visitors must see the organization: then buy one with "
             "organization validation (OV)."));
      return;
    }
  joined = join_differences (asked, found, differences);
  kp_bundle_tell (
      work, KP_FINDING_BUNDLE_SUBJECT_DIFFERS,
      /* Translators: %s lists details of the certificate */
      g_strdup_printf (_ ("Other than asked for: %s."), joined),
      differences == 1u << KP_SUBJECT_ORGANIZATIONAL_UNIT
          ? _ ("Nothing to do: CAs must leave the organizational unit out since 2022.")
          : _ ("Ask the CA if that is not right."));
}
