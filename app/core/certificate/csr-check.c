/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/certificate/csr-check.h"

#include <glib/gi18n.h>

#include "core/base/plain-text.h"
#include "core/model/certificate-facts.h"
#include "core/model/subject-rules.h"

#define RSA_MIN 2048
#define RSA_MAX 8192
/* So much of a value, and so many names, are repeated in a finding. */
#define MAX_SHOWN 80
#define NAMES_SHOWN 4

/* Takes @text. */
static void
add (GPtrArray *findings, KpFindingId id, const char *subject, char *text, const char *fix)
{
  g_ptr_array_add (findings, kp_finding_new (id, subject, text, fix));
  g_free (text);
}

/* Returns: (transfer full): @names but @but (nullable), with commas */
static char *
list_names (const GPtrArray *names, const char *but)
{
  g_autoptr (GString) list = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);

      if (g_strcmp0 (name, but) != 0 && n++ < NAMES_SHOWN)
        g_string_append_printf (list, "%s%s", list->len > 0 ? ", " : "", name);
    }
  if (n <= NAMES_SHOWN)
    return g_string_free (g_steal_pointer (&list), FALSE);
  return g_strdup_printf (
      /* Translators: the first names of a list, and how many are left */
      ngettext ("%s and %u more", "%s and %u more", n - NAMES_SHOWN), list->str,
      n - NAMES_SHOWN);
}

/* Returns: (transfer none) (nullable): the name that makes it one for @host: itself, or
 * else a wildcard */
static const char *
find_name (const KpCsr *csr, const char *host)
{
  const char *found = NULL;

  for (guint i = 0; i < csr->names->len; i++)
    {
      const char *name = g_ptr_array_index (csr->names, i);

      if (g_ascii_strcasecmp (name, host) == 0)
        return name;
      if (found == NULL && kp_certificate_name_covers (name, host))
        found = name;
    }
  return found;
}

static gboolean
is_bearable (const KpCsr *csr)
{
  return csr->key_kind != KP_CSR_KEY_OTHER && csr->key_bits <= RSA_MAX;
}

/* Of a key that no CA takes nobody needs to know more. */
static void
check_signature (const KpCsr *csr, GPtrArray *findings)
{
  const char *fix = _ ("Ask for a signing request that is signed with SHA-256, with RSA as "
                       "in PKCS #1 v1.5 or with ECDSA: every CA takes that.");

  if (csr->signature == KP_CSR_SIGNATURE_WRONG)
    add (findings, KP_FINDING_CSR_SIGNATURE, NULL,
         g_strdup (_ ("It was not signed with its own key: it was changed or damaged after "
                      "it was made.")),
         _ ("Ask for the same file again, as an attachment. If it is no better, ask for a "
            "new one."));
  else if (csr->signature == KP_CSR_SIGNATURE_UNKNOWN && is_bearable (csr)
           && !csr->weak_exponent)
    add (findings, KP_FINDING_CSR_SIGNATURE, NULL,
         csr->is_pss ? g_strdup (_ ("It is signed by RSA-PSS with unsupported parameters. "
                                    "That can’t be checked here; it need not be forged."))
                     : g_strdup_printf (
                         /* Translators: a way to sign: "SHA3-256", or its number */
                         _ ("It is signed with %s, which can’t be checked here."),
                         csr->signed_with),
         fix);
  if (csr->weak_hash)
    add (findings, KP_FINDING_CSR_WEAK_SIGNATURE, NULL,
         /* Translators: "SHA-1" or "MD5" */
         g_strdup_printf (_ ("It is signed with %s, which CAs refuse."), csr->signed_with),
         fix);
}

static void
check_name (const KpCsr *csr, const char *host, GPtrArray *findings)
{
  g_autofree char *names = list_names (csr->names, NULL);
  g_autofree char *fix = NULL;
  char *text;

  if (host != NULL ? find_name (csr, host) != NULL : csr->names->len > 0)
    return;
  fix = host != NULL
            /* Translators: a host name */
            ? g_strdup_printf (_ ("Ask for a signing request for %s."), host)
            : g_strdup (_ ("Ask for a signing request with the name of the site."));
  if (csr->names->len == 0)
    text = g_strdup (_ ("It is for no host name."));
  else if (csr->common_name != NULL && g_ascii_strcasecmp (csr->common_name, host) == 0)
    text = g_strdup_printf (
        /* Translators: a host name, and a list of them */
        _ ("%s is its common name, yet is not among its alternative names, which alone "
           "count: %s."),
        host, names);
  else
    /* Translators: a list of host names, and the one that was expected */
    text = g_strdup_printf (_ ("It is for %s, not for %s."), names, host);
  add (findings, KP_FINDING_CSR_MISSING_NAME, host, text, fix);
}

static void
check_key (const KpCsr *csr, GPtrArray *findings)
{
  const char *fix = _ ("Ask for a signing request with a new key: ECDSA P-256 or P-384, or "
                       "RSA with 2048, 3072 or 4096 bits.");

  if (!is_bearable (csr))
    add (findings, KP_FINDING_CSR_KEY_TYPE, NULL,
         /* Translators: "Ed25519" or "RSA 16384" */
         g_strdup_printf (_ ("Its key is %s, which no public CA takes."), csr->key), fix);
  else if (csr->key_kind != KP_CSR_KEY_RSA)
    return;
  else if (csr->key_bits < RSA_MIN)
    add (findings, KP_FINDING_CSR_WEAK_KEY, NULL,
         /* Translators: a number of bits */
         g_strdup_printf (_ ("Its RSA key has %u bits; at least 2048 are needed."),
                          csr->key_bits),
         fix);
  else if (csr->key_bits % 8 != 0)
    add (findings, KP_FINDING_CSR_WEAK_KEY, NULL,
         /* Translators: a number of bits */
         g_strdup_printf (_ ("Its RSA key has %u bits, which can’t be divided by 8."),
                          csr->key_bits),
         fix);
  else if (csr->weak_exponent)
    add (
        findings, KP_FINDING_CSR_WEAK_KEY, NULL,
        g_strdup (_ ("Its RSA key has another public exponent than 65537, and one that CAs "
                     "refuse.")),
        fix);
}

/* In capitals: how a code is written is mended by the CA. */
static void
check_country (const KpCsr *csr, GPtrArray *findings)
{
  const char *found = kp_subject_get_field (csr->subject, KP_SUBJECT_COUNTRY);
  g_autofree char *code = g_ascii_strup (found, -1);
  g_autofree char *reason = NULL;

  if (kp_subject_check_field (KP_SUBJECT_COUNTRY, code, &reason))
    return;
  add (findings, KP_FINDING_CSR_COUNTRY, found, g_steal_pointer (&reason),
       _ ("Ask for a signing request with the code of ISO 3166-1."));
}

static gboolean
has_details (KpSubject *subject)
{
  for (guint i = 0; i < KP_SUBJECT_N_FIELDS; i++)
    if (kp_subject_field_in_certificate (i) && *kp_subject_get_field (subject, i) != '\0')
      return TRUE;
  return FALSE;
}

static char *
describe_difference (const char *label, const char *asked, const char *found)
{
  g_autofree char *one = kp_plain_text_shorten (asked, MAX_SHOWN);
  g_autofree char *other = kp_plain_text_shorten (found, MAX_SHOWN);

  if (*asked == '\0')
    return g_strdup_printf (
        /* Translators: "Locality", and what is there */
        _ ("%s: nothing was asked for, “%s” is in it."), label, other);
  if (*found == '\0')
    return g_strdup_printf (
        /* Translators: "Locality", and what was asked for */
        _ ("%s: “%s” was asked for and is not in it."), label, one);
  return g_strdup_printf (
      /* Translators: "Locality", what was asked for, and what is there */
      _ ("%s: “%s” was asked for, “%s” is in it."), label, one, other);
}

static guint
get_differences (const KpCsr *csr, KpSubject *asked)
{
  guint differences = 0;

  if (asked == NULL || !has_details (asked))
    return 0;
  differences = kp_subject_get_differences (csr->subject, asked);
  for (guint i = 0; i < KP_SUBJECT_N_FIELDS; i++)
    if (!kp_subject_field_in_certificate (i))
      differences &= ~(1u << i);
  return differences;
}

static void
check_subject (const KpCsr *csr, KpSubject *asked, GPtrArray *findings)
{
  guint differences = get_differences (csr, asked);

  for (guint i = 0; i < KP_SUBJECT_N_FIELDS; i++)
    if ((differences & 1u << i) != 0)
      add (findings, KP_FINDING_CSR_SUBJECT_DIFFERS, kp_subject_field_to_string (i),
           describe_difference (kp_subject_field_get_label (i),
                                kp_subject_get_field (asked, i),
                                kp_subject_get_field (csr->subject, i)),
           _ ("Ask for a signing request with what was asked for. If this is right after "
              "all, correct the details instead."));
}

static const char *
advise_key (const KpCsr *csr)
{
  if (csr->key_kind == KP_CSR_KEY_P521)
    return _ ("Some CAs, Let’s Encrypt among them, take no key of P-521: ask yours before "
              "you pay.");
  if (csr->key_kind == KP_CSR_KEY_RSA && csr->key_bits != 2048 && csr->key_bits != 3072
      && csr->key_bits != 4096)
    return _ ("Some CAs, Let’s Encrypt among them, take RSA with 2048, 3072 or 4096 bits "
              "only: ask yours before you pay.");
  return NULL;
}

static void
note_ok (const KpCsr *csr, const char *host, GPtrArray *findings)
{
  const char *name = host != NULL ? host : g_ptr_array_index (csr->names, 0);

  add (findings, KP_FINDING_CSR_OK, NULL,
       g_strdup_printf (
           /* Translators: a host name, a kind of key ("ECDSA P-256") and a hash
            * ("SHA-256") */
           _ ("It is for %s, has a key of %s and is signed with %s."), name, csr->key,
           csr->signed_with),
       advise_key (csr));
}

static void
note_names (const KpCsr *csr, const char *host, GPtrArray *findings)
{
  const char *own = host != NULL ? find_name (csr, host) : NULL;
  g_autofree char *names = list_names (csr->names, own);

  if (!csr->has_san && csr->names->len > 0)
    add (findings, KP_FINDING_CSR_NO_SAN, NULL,
         g_strdup_printf (
             /* Translators: a host name */
             _ ("It has no alternative names; %s is its common name."),
             (const char *) g_ptr_array_index (csr->names, 0)),
         _ ("Most CAs put it among the alternative names of the certificate by themselves. "
            "Check that the order names it."));
  if (own != NULL && *names != '\0')
    add (findings, KP_FINDING_CSR_EXTRA_NAME, NULL,
         /* Translators: a list of host names */
         g_strdup_printf (_ ("It is also for %s."), names),
         _ ("A CA validates each of them, and may charge for it."));
  if (csr->n_other > 0)
    add (findings, KP_FINDING_CSR_EXTRA_NAME, NULL,
         g_strdup_printf (
             /* Translators: a number of entries */
             ngettext ("It has %u alternative name more that is no host name.",
                       "It has %u alternative names more that are no host names.",
                       csr->n_other),
             csr->n_other),
         _ ("A CA leaves that out, or refuses the request."));
}

static void
note_details (const KpCsr *csr, GPtrArray *findings)
{
  g_autofree char *unit = kp_plain_text_shorten (
      kp_subject_get_field (csr->subject, KP_SUBJECT_ORGANIZATIONAL_UNIT), MAX_SHOWN);
  g_autofree char *email = kp_plain_text_shorten (
      kp_subject_get_field (csr->subject, KP_SUBJECT_EMAIL), MAX_SHOWN);

  if (*unit != '\0')
    add (findings, KP_FINDING_CSR_HAS_ORGANIZATIONAL_UNIT, NULL,
         /* Translators: an organizational unit */
         g_strdup_printf (_ ("It names the organizational unit “%s”."), unit),
         _ ("Public CAs leave it out of the certificate."));
  if (*email != '\0')
    add (findings, KP_FINDING_CSR_HAS_EMAIL, NULL,
         /* Translators: an email address */
         g_strdup_printf (_ ("It has the email address “%s”."), email),
         _ ("Public CAs leave it out of the certificate; some refuse the request."));
}

static void
note_key (const KpCsr *csr, const char *live, GPtrArray *findings)
{
  if (live == NULL)
    return;
  if (g_ascii_strcasecmp (live, csr->spki_sha256) == 0)
    add (findings, KP_FINDING_CSR_SAME_KEY_AS_LIVE, NULL,
         g_strdup (_ ("It has the key of the certificate that the site serves now.")),
         _ ("That works. A new key is safer: ask for one where the old one may be known to "
            "others."));
  else
    add (findings, KP_FINDING_CSR_NEW_KEY, NULL,
         g_strdup (_ ("It has another key than the certificate that the site serves now.")),
         NULL);
}

GPtrArray *
kp_csr_check (const KpCsr *csr, const KpCsrExpectation *expected)
{
  static const KpCsrExpectation nothing = { NULL, NULL, NULL };
  GPtrArray *findings = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_finding_unref);

  g_return_val_if_fail (csr != NULL, findings);

  if (expected == NULL)
    expected = &nothing;
  check_signature (csr, findings);
  check_name (csr, expected->host, findings);
  check_key (csr, findings);
  check_subject (csr, expected->asked, findings);
  check_country (csr, findings);
  if (csr->must_staple)
    add (findings, KP_FINDING_CSR_MUST_STAPLE, NULL,
         g_strdup (_ ("It asks for must-staple (the TLS feature extension), which CAs "
                      "without OCSP refuse, such as Let’s Encrypt.")),
         _ ("Ask for a signing request without must-staple."));
  if (findings->len == 0)
    note_ok (csr, expected->host, findings);
  note_names (csr, expected->host, findings);
  note_details (csr, findings);
  note_key (csr, expected->live_spki_sha256, findings);
  return findings;
}

gboolean
kp_csr_findings_are_wrong (const GPtrArray *findings)
{
  g_return_val_if_fail (findings != NULL, FALSE);

  for (guint i = 0; i < findings->len; i++)
    if (((const KpFinding *) g_ptr_array_index (findings, i))->severity
        == KP_SEVERITY_WRONG)
      return TRUE;
  return FALSE;
}

static void
row_free (gpointer data)
{
  KpCsrRow *row = data;

  g_free (row->label);
  g_free (row->asked);
  g_free (row->found);
  g_free (row);
}

GPtrArray *
kp_csr_compare (const KpCsr *csr, KpSubject *asked)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (row_free);
  guint differences;

  g_return_val_if_fail (csr != NULL, rows);
  g_return_val_if_fail (asked == NULL || KP_IS_SUBJECT (asked), rows);

  differences = get_differences (csr, asked);
  for (guint i = 0; i < KP_SUBJECT_N_FIELDS; i++)
    {
      const char *found = kp_subject_get_field (csr->subject, i);
      const char *wanted = asked != NULL ? kp_subject_get_field (asked, i) : "";
      KpCsrRow *row;

      if (*found == '\0' && *wanted == '\0')
        continue;
      row = g_new0 (KpCsrRow, 1);
      row->label = g_strdup (kp_subject_field_get_label (i));
      row->asked = g_strdup (wanted);
      row->found = g_strdup (found);
      row->same = (differences & 1u << i) == 0;
      g_ptr_array_add (rows, row);
    }
  return rows;
}
