/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/certificate/document-private.h"

#include <gnutls/gnutls.h>
#include <gnutls/pkcs12.h>

/* Bags that are tried without a password, and rounds by which one may derive its key: a
 * file can ask for hours of them. OpenSSL and GnuTLS write 2,048 to 600,000. */
#define MAX_TRIED 4
#define MAX_ROUNDS 10000
#define MAX_BAGS 64

/* Without a password can mean an empty one or none, which are not the same. */
static gboolean
open_bag (gnutls_pkcs12_bag_t bag)
{
  unsigned int rounds = 0;
  char *oid = NULL;
  int status = gnutls_pkcs12_bag_enc_info (bag, NULL, NULL, NULL, NULL, &rounds, &oid);

  gnutls_free (oid);
  return status >= 0 && rounds <= MAX_ROUNDS
         && (gnutls_pkcs12_bag_decrypt (bag, "") >= 0
             || gnutls_pkcs12_bag_decrypt (bag, NULL) >= 0);
}

static void
read_bag (KpDocumentReader *self, gnutls_pkcs12_bag_t bag, const char *source)
{
  int n = gnutls_pkcs12_bag_get_count (bag);

  for (int i = 0; i < n; i++)
    {
      gnutls_datum_t item = { NULL, 0 };

      if (gnutls_pkcs12_bag_get_data (bag, (unsigned int) i, &item) < 0)
        continue;
      switch (gnutls_pkcs12_bag_get_type (bag, (unsigned int) i))
        {
        case GNUTLS_BAG_CERTIFICATE:
          {
            KpDer der = { item.data, item.size };

            if (!kp_document_reader_take_der (self, &der, "PKCS #12", source))
              kp_document_reader_add_problem (self, KP_DOCUMENT_DAMAGED);
            break;
          }
        case GNUTLS_BAG_PKCS8_KEY:
        case GNUTLS_BAG_PKCS8_ENCRYPTED_KEY:
        case GNUTLS_BAG_SECRET:
          /* It is the bag's own, which would free it as it is. */
          gnutls_memset (item.data, 0, item.size);
          if (self->document->private_key == KP_PRIVATE_KEY_NONE)
            self->document->private_key = KP_PRIVATE_KEY_STORE;
          break;
        default:
          break;
        }
    }
}

static void
read_bags (KpDocumentReader *self, gnutls_pkcs12_t pkcs12, const char *source)
{
  for (int i = 0; i < MAX_BAGS; i++)
    {
      gnutls_pkcs12_bag_t bag = NULL;
      int status;

      if (gnutls_pkcs12_bag_init (&bag) < 0)
        return;
      status = gnutls_pkcs12_get_bag (pkcs12, i, bag);
      if (status < 0 && status != GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE)
        kp_document_reader_add_problem (self, KP_DOCUMENT_DAMAGED);
      if (status >= 0 && gnutls_pkcs12_bag_get_type (bag, 0) == (int) GNUTLS_BAG_ENCRYPTED
          && (self->document->n_tried++ >= MAX_TRIED || !open_bag (bag)))
        kp_document_reader_add_problem (self, KP_DOCUMENT_ENCRYPTED);
      else if (status >= 0)
        read_bag (self, bag, source);
      gnutls_pkcs12_bag_deinit (bag);
      if (status < 0)
        return;
    }
  kp_document_reader_add_problem (self, KP_DOCUMENT_TOO_LARGE);
}

void
kp_document_reader_read_pkcs12 (KpDocumentReader *self, KpDer whole, const char *source)
{
  gnutls_pkcs12_t pkcs12 = NULL;
  gnutls_datum_t datum = { (guint8 *) whole.data, (unsigned int) whole.length };

  if (gnutls_pkcs12_init (&pkcs12) < 0)
    return;
  if (gnutls_pkcs12_import (pkcs12, &datum, GNUTLS_X509_FMT_DER, 0) >= 0)
    read_bags (self, pkcs12, source);
  else
    kp_document_reader_add_problem (self, KP_DOCUMENT_DAMAGED);
  gnutls_pkcs12_deinit (pkcs12);
}
