/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/certificate/system-roots.h"

#include <gnutls/x509.h>
#include <string.h>

#include "core/base/sandbox.h"

/* Where Debian, Arch, Alpine and SUSE collect them, those that p11-kit gives included. */
#define COLLECTED "/etc/ssl/certs/ca-certificates.crt"

#define BEGIN "-----BEGIN "
#define END "-----END "

static gboolean
is_certificate (const char *label)
{
  return g_str_has_prefix (label, "CERTIFICATE-----")
         || g_str_has_prefix (label, "X509 CERTIFICATE-----");
}

/* Only the base64: GnuTLS would take each certificate to pieces, and one of a hundred is
 * wanted later. */
static void
read_pem (GPtrArray *roots, const char *text)
{
  for (const char *at = strstr (text, BEGIN); at != NULL; at = strstr (at, BEGIN))
    {
      const char *label = at + strlen (BEGIN);
      const char *body = strchr (label, '\n');
      const char *end = body != NULL ? strstr (body, END) : NULL;

      if (end == NULL)
        return;
      if (is_certificate (label))
        {
          g_autofree char *base64 = g_strndup (body, (gsize) (end - body));
          gsize length = 0;
          guchar *octets = g_base64_decode (base64, &length);

          g_ptr_array_add (roots, g_bytes_new_take (octets, length));
        }
      at = end;
    }
}

static void
read_file (GPtrArray *roots, const char *path)
{
  g_autofree char *text = NULL;

  if (g_file_get_contents (path, &text, NULL, NULL))
    read_pem (roots, text);
}

static void
add_crt (GPtrArray *roots, gnutls_x509_crt_t crt)
{
  gnutls_datum_t octets = { NULL, 0 };

  if (gnutls_x509_crt_export2 (crt, GNUTLS_X509_FMT_DER, &octets) < 0)
    return;
  g_ptr_array_add (roots, g_bytes_new (octets.data, octets.size));
  gnutls_free (octets.data);
}

/* The list is walked, not kept: where the system's roots are in PKCS #11 it would ask the
 * module again for each chain. */
static void
read_trust_list (GPtrArray *roots)
{
  gnutls_x509_trust_list_t list = NULL;
  gnutls_x509_trust_list_iter_t iter = NULL;
  gnutls_x509_crt_t crt = NULL;

  if (gnutls_x509_trust_list_init (&list, 0) < 0)
    return;
  if (gnutls_x509_trust_list_add_system_trust (list, 0, 0) >= 0)
    while (gnutls_x509_trust_list_iter_get_ca (list, &iter, &crt) == 0)
      {
        add_crt (roots, crt);
        gnutls_x509_crt_deinit (crt);
      }
  g_clear_pointer (&iter, gnutls_x509_trust_list_iter_deinit);
  gnutls_x509_trust_list_deinit (list, 1);
}

GPtrArray *
kp_system_roots_read (void)
{
  GPtrArray *roots = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  const char *file = g_getenv ("SSL_CERT_FILE");

  if (file != NULL && *file != '\0')
    {
      read_file (roots, file);
      return roots;
    }
  /* In a sandbox that file is the runtime's, while GnuTLS asks the system outside. */
  if (!kp_sandbox_is_here ())
    read_file (roots, COLLECTED);
  if (roots->len == 0)
    read_trust_list (roots);
  return roots;
}
