/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/bundle-report.h"

#include "core/base/clock.h"
#include "core/certificate/certificate-details.h"
#include "core/certificate/certificate-subject.h"
#include "core/certificate/certificate.h"
#include "core/exchange/site-json.h"
#include "ctl/message.h"
#include "ctl/table.h"

#include <glib/gi18n.h>

#define COMMON_NAME_SIZE 512

static void
add_dates (JsonBuilder *builder, const KpCertificateFacts *facts)
{
  g_autofree char *not_before = kp_time_to_rfc3339 (facts->not_before);
  g_autofree char *not_after = kp_time_to_rfc3339 (facts->not_after);

  json_builder_set_member_name (builder, "dates");
  json_builder_begin_object (builder);
  kp_ctl_add_string (builder, "not_before", not_before);
  kp_ctl_add_string (builder, "not_after", not_after);
  json_builder_end_object (builder);
}

static char *
read_common_name (gnutls_x509_crt_t crt)
{
  char text[COMMON_NAME_SIZE];
  gsize size = sizeof text;

  if (gnutls_x509_crt_get_dn_by_oid (crt, GNUTLS_OID_X520_COMMON_NAME, 0, 0, text, &size)
      < 0)
    return NULL;
  return g_utf8_make_valid (text, (gssize) size);
}

/* As a signing request tells it. */
static void
add_subject (JsonBuilder *builder, GBytes *der)
{
  gnutls_x509_crt_t crt = kp_certificate_import (der, NULL);
  g_autoptr (KpSubject) subject = NULL;
  g_autofree char *common_name = NULL;

  if (crt != NULL)
    {
      subject = kp_subject_new_from_crt (crt);
      common_name = read_common_name (crt);
      gnutls_x509_crt_deinit (crt);
    }
  json_builder_set_member_name (builder, "subject");
  json_builder_begin_object (builder);
  for (guint i = 0; i < KP_SUBJECT_N_FIELDS; i++)
    {
      const char *text = subject != NULL ? kp_subject_get_field (subject, i) : "";
      g_autofree char *member =
          g_strdelimit (g_strdup (kp_subject_field_to_string (i)), "-", '_');

      kp_ctl_add_string (builder, member, *text != '\0' ? text : NULL);
    }
  kp_ctl_add_string (builder, "common_name", common_name);
  json_builder_end_object (builder);
}

static void
add_certificate (JsonBuilder *builder, const KpBundle *bundle)
{
  const KpCertificateFacts *leaf = bundle->leaf;

  json_builder_set_member_name (builder, "certificate");
  if (leaf == NULL || bundle->chain->len == 0)
    {
      json_builder_add_null_value (builder);
      return;
    }
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "names");
  json_builder_begin_array (builder);
  for (guint i = 0; leaf->names[i] != NULL; i++)
    json_builder_add_string_value (builder, leaf->names[i]);
  json_builder_end_array (builder);
  kp_ctl_add_string (builder, "key", leaf->key);
  add_subject (builder, bundle->chain->pdata[0]);
  kp_ctl_add_string (builder, "issuer", leaf->issuer);
  add_dates (builder, leaf);
  kp_ctl_add_string (builder, "sha256", leaf->sha256);
  kp_ctl_add_string (builder, "spki_sha256", leaf->spki_sha256);
  json_builder_end_object (builder);
}

static void
add_chain (JsonBuilder *builder, const KpBundle *bundle)
{
  json_builder_set_member_name (builder, "chain");
  json_builder_begin_array (builder);
  for (guint i = 0; i < bundle->chain->len; i++)
    {
      g_autoptr (KpCertificateFacts) facts =
          kp_certificate_facts_from_der (bundle->chain->pdata[i], NULL);

      if (facts == NULL)
        continue;
      json_builder_begin_object (builder);
      kp_ctl_add_string (builder, "subject", facts->subject);
      kp_ctl_add_string (builder, "issuer", facts->issuer);
      add_dates (builder, facts);
      kp_ctl_add_string (builder, "sha256", facts->sha256);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

void
kp_bundle_report_add (JsonBuilder *builder, const KpBundle *bundle, gboolean wrong)
{
  kp_ctl_add_string (builder, "verdict", wrong ? "wrong" : "ok");
  json_builder_set_member_name (builder, "findings");
  json_builder_begin_array (builder);
  for (guint i = 0; i < bundle->findings->len; i++)
    kp_finding_json_add (builder, bundle->findings->pdata[i]);
  json_builder_end_array (builder);
  add_certificate (builder, bundle);
  add_chain (builder, bundle);
}

static void
print_certificate (GBytes *der)
{
  g_autoptr (GPtrArray) sections = kp_certificate_details_new (der, NULL);
  g_autoptr (KpTable) table = kp_table_new_plain (2);

  for (guint i = 0; sections != NULL && i < sections->len; i++)
    {
      const KpDetailSection *section = sections->pdata[i];

      kp_table_add (table, (const char *const[]){ section->title, "", NULL });
      for (guint j = 0; j < section->fields->len; j++)
        {
          const KpDetailField *field = section->fields->pdata[j];
          g_autofree char *label = g_strconcat ("  ", field->label, NULL);

          kp_table_add (table, (const char *const[]){ label, field->value, NULL });
        }
    }
  kp_table_set_indent (table, 2);
  kp_table_print (table);
}

void
kp_bundle_report_certificates (const KpBundle *bundle)
{
  for (guint i = 0; i < bundle->chain->len; i++)
    {
      /* Translators: the number of a certificate, and how many there are */
      g_print (_ ("Certificate %u of %u"), i + 1, bundle->chain->len);
      g_print ("\n");
      print_certificate (bundle->chain->pdata[i]);
    }
}
