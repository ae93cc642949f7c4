/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <gnutls/x509.h>
#include <time.h>

#include "core/certificate/certificate.h"
#include "core/certificate/document.h"

/* 50 ms for each KiB that was begun, and so many times that under sanitizers. */
#define MILLISECONDS 50
#define PATIENCE 10

/* Of the processor: a machine may be busy with other things. */
static gint64
get_milliseconds (void)
{
  struct timespec now;

  g_assert_cmpint (clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now), ==, 0);
  return (gint64) now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void
check_part (const KpDocumentPart *part)
{
  gnutls_datum_t datum;
  gsize length = 0;

  g_assert_true (g_utf8_validate (part->source, -1, NULL));
  datum.data = (guint8 *) g_bytes_get_data (part->der, &length);
  datum.size = (unsigned int) length;
  g_assert_cmpuint (length, <=, KP_CERTIFICATE_MAX_SIZE);
  if (part->kind == KP_DOCUMENT_CERTIFICATE)
    {
      gnutls_x509_crt_t crt = kp_certificate_import (part->der, NULL);

      g_assert_nonnull (crt);
      gnutls_x509_crt_deinit (crt);
    }
  else
    {
      gnutls_x509_crq_t crq = NULL;

      g_assert_cmpint (gnutls_x509_crq_init (&crq), ==, 0);
      g_assert_cmpint (gnutls_x509_crq_import (crq, &datum, GNUTLS_X509_FMT_DER), ==, 0);
      gnutls_x509_crq_deinit (crq);
    }
}

/* Whatever the octets are: every part can be read on its own, no limit is passed, and it
 * takes its time and no more. */
int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) octets = g_bytes_new (data, size);
  g_autoptr (KpDocument) document = kp_document_new ();
  g_autofree char *text = NULL;
  gint64 start = get_milliseconds ();

  kp_document_read (document, octets, "file");
  g_assert_cmpint (get_milliseconds () - start, <=,
                   (gint64) (size / 1024 + 1) * MILLISECONDS * PATIENCE);
  g_assert_cmpuint (document->parts->len, <=, KP_DOCUMENT_MAX_PARTS);
  g_assert_cmpuint (document->unpacked, <=, KP_DOCUMENT_MAX_UNPACKED);
  g_assert_cmpuint (document->n_entries, <=, KP_DOCUMENT_MAX_ENTRIES);
  g_assert_cmpint (document->private_key, !=, KP_PRIVATE_KEY_HIDDEN);
  for (guint i = 0; i < document->parts->len; i++)
    check_part (g_ptr_array_index (document->parts, i));
  text = kp_document_describe (document);
  g_assert_true (g_utf8_validate (text, -1, NULL));
  return 0;
}
