/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/certificate/csr-check.h"

#include <glib/gi18n.h>

#define NAMES_SHOWN 4

/* A mail often has the same one in its text and attached. */
static GPtrArray *
find_requests (const KpDocument *document, guint *n_certificates)
{
  GPtrArray *found = g_ptr_array_new ();

  *n_certificates = 0;
  for (guint i = 0; i < document->parts->len; i++)
    {
      const KpDocumentPart *part = g_ptr_array_index (document->parts, i);

      if (part->kind != KP_DOCUMENT_REQUEST)
        ++*n_certificates;
      else if (!g_ptr_array_find_with_equal_func (found, part->der, g_bytes_equal, NULL))
        g_ptr_array_add (found, part->der);
    }
  return found;
}

static void
tell_key (KpPrivateKeyForm form, GPtrArray *findings)
{
  g_ptr_array_add (
      findings, kp_finding_new (
                    KP_FINDING_CSR_PRIVATE_KEY, NULL, kp_private_key_form_describe (form),
                    _ ("Nothing of it was kept. Whoever saw it can pretend to be the site: "
                       "delete the message and the file, and ask the provider to make a "
                       "new key and a signing request for that one. A signing request has "
                       "no private key in it.")));
}

static void
tell_nothing (const KpDocument *document, guint n_certificates, GPtrArray *findings)
{
  const char *fix = _ (
      "Ask for the text from “BEGIN CERTIFICATE REQUEST” to “END CERTIFICATE REQUEST”, or "
      "for the file that holds it.");
  g_autofree char *text = NULL;

  if ((document->problems & KP_DOCUMENT_TOO_LARGE) != 0)
    {
      g_ptr_array_add (findings,
                       kp_finding_new (KP_FINDING_CSR_TOO_LARGE, NULL,
                                       _ ("It is larger than any signing request, and was "
                                          "not read to its end."),
                                       fix));
      return;
    }
  if ((document->problems & KP_DOCUMENT_ENCRYPTED) != 0)
    text = g_strdup (_ ("It is protected with a password, so that it can’t be read. A "
                        "signing request needs none."));
  else if ((document->problems & KP_DOCUMENT_DAMAGED) != 0)
    text = g_strdup (_ ("It is damaged, and no signing request can be read in it."));
  else if (n_certificates > 0)
    text = g_strdup_printf (
        /* Translators: a number of certificates */
        ngettext ("It holds %u certificate and no signing request.",
                  "It holds %u certificates and no signing request.", n_certificates),
        n_certificates);
  else
    text = g_strdup (_ ("There is no signing request in it."));
  g_ptr_array_add (findings, kp_finding_new (KP_FINDING_CSR_NOT_A_CSR, NULL, text, fix));
}

static void
tell_several (const GPtrArray *requests, GPtrArray *findings)
{
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *text = NULL;
  guint n = 0;

  for (guint i = 0; i < requests->len && n < NAMES_SHOWN; i++)
    {
      g_autoptr (KpCsr) csr = kp_csr_new_from_der (g_ptr_array_index (requests, i), NULL);

      if (csr != NULL && csr->names->len > 0)
        g_string_append_printf (names, "%s%s", n++ > 0 ? ", " : "",
                                (const char *) g_ptr_array_index (csr->names, 0));
    }
  text = g_strdup_printf (
      /* Translators: a number of signing requests, and host names they are for */
      ngettext ("It holds %u different signing request, for %s.",
                "It holds %u different signing requests, for %s.", requests->len),
      requests->len, n > 0 ? names->str : "–");
  g_ptr_array_add (
      findings,
      kp_finding_new (KP_FINDING_CSR_SEVERAL, NULL, text,
                      _ ("Give the one that was asked for alone. If it is not plain which "
                         "that is, ask: the key of another one does not fit.")));
}

static KpCsr *
read_request (GBytes *der, GPtrArray *findings)
{
  g_autoptr (GError) error = NULL;
  KpCsr *csr = kp_csr_new_from_der (der, &error);
  gboolean is_large = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE);

  if (csr == NULL)
    g_ptr_array_add (
        findings, kp_finding_new (
                      is_large ? KP_FINDING_CSR_TOO_LARGE : KP_FINDING_CSR_NOT_A_CSR, NULL,
                      error->message,
                      is_large ? _ ("Ask for one with fewer names: a usual one has 1 KiB.")
                               : _ ("Ask for the file again, as an attachment.")));
  return csr;
}

KpCsr *
kp_csr_take (const KpDocument *document, const KpCsrExpectation *expected,
             GPtrArray **findings)
{
  g_autoptr (GPtrArray) requests = NULL;
  g_autoptr (KpCsr) csr = NULL;
  guint n_certificates = 0;

  g_return_val_if_fail (document != NULL, NULL);
  g_return_val_if_fail (findings != NULL, NULL);

  *findings = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_finding_unref);
  requests = find_requests (document, &n_certificates);
  if (document->private_key != KP_PRIVATE_KEY_NONE
      && document->private_key != KP_PRIVATE_KEY_HIDDEN)
    tell_key (document->private_key, *findings);
  else if (requests->len == 0)
    tell_nothing (document, n_certificates, *findings);
  else if (requests->len > 1)
    tell_several (requests, *findings);
  else
    csr = read_request (g_ptr_array_index (requests, 0), *findings);
  if (csr == NULL)
    return NULL;
  g_ptr_array_unref (*findings);
  *findings = kp_csr_check (csr, expected);
  return g_steal_pointer (&csr);
}
