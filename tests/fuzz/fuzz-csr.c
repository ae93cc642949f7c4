/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <string.h>

#include "core/base/plain-text.h"
#include "core/certificate/csr-check.h"

static void
check_text (const char *text)
{
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_false (kp_plain_text_has_control (text, FALSE));
}

/* What is wrong comes first, has a way out, and is told or else that all is well. */
static void
check_findings (const KpCsr *csr, const KpCsrExpectation *expected)
{
  g_autoptr (GPtrArray) findings = kp_csr_check (csr, expected);
  gboolean ok = FALSE;
  guint last = KP_SEVERITY_WRONG;

  for (guint i = 0; i < findings->len; i++)
    {
      const KpFinding *finding = g_ptr_array_index (findings, i);

      check_text (finding->text);
      g_assert_cmpstr (finding->text, !=, "");
      g_assert_cmpuint (strlen (finding->text), <, 4096);
      g_assert_true (g_str_has_prefix (kp_finding_id_to_string (finding->id), "csr."));
      g_assert_cmpuint (finding->severity, >=, last);
      g_assert_true (finding->severity != KP_SEVERITY_WRONG || finding->fix != NULL);
      last = finding->severity;
      ok = ok || finding->id == KP_FINDING_CSR_OK;
    }
  g_assert_true (ok != kp_csr_findings_are_wrong (findings));
}

static void
check_csr (const KpCsr *csr)
{
  g_autoptr (KpSubject) asked = kp_subject_new (NULL);
  const KpCsrExpectation expected = { "cp.kite.example", asked, csr->spki_sha256 };
  g_autoptr (GPtrArray) rows = NULL;

  kp_subject_set_field (asked, KP_SUBJECT_ORGANIZATION, "Kite Ltd");
  check_findings (csr, NULL);
  check_findings (csr, &expected);
  g_assert_cmpuint (csr->names->len, <=, KP_CSR_MAX_READ_NAMES);
  for (guint i = 0; i < csr->names->len; i++)
    for (const char *at = g_ptr_array_index (csr->names, i); *at != '\0'; at++)
      g_assert_true (g_ascii_isgraph (*at) && !g_ascii_isupper (*at));
  rows = kp_csr_compare (csr, asked);
  for (guint i = 0; i < rows->len; i++)
    check_text (((KpCsrRow *) g_ptr_array_index (rows, i))->found);
  if (csr->common_name != NULL)
    check_text (csr->common_name);
  check_text (csr->key);
  check_text (csr->signed_with);
}

static void
check_der (GBytes *der)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KpCsr) csr = kp_csr_new_from_der (der, &error);

  g_assert_true ((csr == NULL) == (error != NULL));
  if (csr != NULL)
    check_csr (csr);
}

static void
append (GByteArray *out, guint8 tag, const guint8 *data, gsize length)
{
  const guint8 header[] = { tag, 0x83, (guint8) (length >> 16), (guint8) (length >> 8),
                            (guint8) length };

  g_byte_array_append (out, header, sizeof header);
  g_byte_array_append (out, data, (guint) length);
}

/* Lengths that fit are rare in what chance makes: here it is the subject or the attributes
 * of a request that is well formed around it. */
static GBytes *
wrap (const uint8_t *data, size_t size, gboolean is_subject)
{
  static const guint8 version[] = { 0x02, 0x01, 0x00 };
  static const guint8 ed25519[] = { 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70 };
  static const guint8 bits[64] = { 0 };
  g_autoptr (GByteArray) key = g_byte_array_new ();
  g_autoptr (GByteArray) info = g_byte_array_new ();
  g_autoptr (GByteArray) request = g_byte_array_new ();
  GByteArray *whole = g_byte_array_new ();

  g_byte_array_append (key, ed25519, sizeof ed25519);
  append (key, 0x03, bits, 33);
  g_byte_array_append (info, version, sizeof version);
  append (info, 0x30, data, is_subject ? size : 0);
  append (info, 0x30, key->data, key->len);
  append (info, 0xa0, data, is_subject ? 0 : size);
  append (request, 0x30, info->data, info->len);
  g_byte_array_append (request, ed25519, sizeof ed25519);
  append (request, 0x03, bits, sizeof bits);
  append (whole, 0x30, request->data, request->len);
  return g_byte_array_free_to_bytes (whole);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) der = g_bytes_new_static (data, size);
  g_autoptr (GBytes) subject = wrap (data, size, TRUE);
  g_autoptr (GBytes) attributes = wrap (data, size, FALSE);

  check_der (der);
  check_der (subject);
  check_der (attributes);
  return 0;
}
