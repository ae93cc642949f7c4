/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/certificate/root-list.h"

#include <glib/gi18n.h>
#include <gnutls/x509.h>
#include <string.h>

#include "core/certificate/certificate-text.h"
#include "core/certificate/certificate.h"
#include "core/certificate/private-key-finder.h"
#include "core/certificate/trust.h"
#include "core/net/roots.h"
#include "core/store/setting-value.h"

static gboolean
find (GPtrArray *roots, GBytes *root, guint *position)
{
  return g_ptr_array_find_with_equal_func (roots, root, g_bytes_equal, position);
}

GPtrArray *
kp_root_list_parse (const char *pem)
{
  GPtrArray *roots = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  gnutls_datum_t text = { (unsigned char *) pem, 0 };
  gnutls_x509_crt_t *list = NULL;
  unsigned int n = 0;

  g_return_val_if_fail (pem != NULL, roots);

  text.size = (unsigned int) strlen (pem);
  if (text.size == 0
      || gnutls_x509_crt_list_import2 (&list, &n, &text, GNUTLS_X509_FMT_PEM, 0) < 0)
    return roots;
  for (unsigned int i = 0; i < n; i++)
    {
      gnutls_datum_t octets = { NULL, 0 };

      if (gnutls_x509_crt_export2 (list[i], GNUTLS_X509_FMT_DER, &octets) >= 0)
        {
          g_autoptr (GBytes) root = g_bytes_new (octets.data, octets.size);

          kp_root_list_insert (roots, -1, root);
        }
      gnutls_free (octets.data);
      gnutls_x509_crt_deinit (list[i]);
    }
  gnutls_free (list);
  return roots;
}

char *
kp_root_list_to_pem (GPtrArray *roots)
{
  GString *pem = g_string_new (NULL);

  g_return_val_if_fail (roots != NULL, g_string_free (pem, FALSE));

  for (guint i = 0; i < roots->len; i++)
    {
      g_autofree char *one = kp_certificate_to_pem (g_ptr_array_index (roots, i));

      g_string_append (pem, one);
    }
  return g_string_free (pem, FALSE);
}

gboolean
kp_root_list_insert (GPtrArray *roots, int position, GBytes *root)
{
  g_return_val_if_fail (roots != NULL && root != NULL, FALSE);

  if (find (roots, root, NULL))
    return FALSE;
  if (position > (int) roots->len)
    position = -1;
  g_ptr_array_insert (roots, position, g_bytes_ref (root));
  return TRUE;
}

int
kp_root_list_remove (GPtrArray *roots, GBytes *root)
{
  guint position;

  g_return_val_if_fail (roots != NULL && root != NULL, -1);

  if (!find (roots, root, &position))
    return -1;
  g_ptr_array_remove_index (roots, position);
  return (int) position;
}

gboolean
kp_root_list_add_all (GPtrArray *roots, GPtrArray *more, guint *n_added, GError **error)
{
  guint before = roots->len;
  g_autofree char *pem = NULL;

  *n_added = 0;
  for (guint i = 0; i < more->len; i++)
    kp_root_list_insert (roots, -1, g_ptr_array_index (more, i));
  pem = kp_root_list_to_pem (roots);
  if (roots->len <= KP_ROOTS_MAX && strlen (pem) <= KP_SETTING_MAX_PEM)
    {
      *n_added = roots->len - before;
      return TRUE;
    }
  g_ptr_array_set_size (roots, (int) before);
  g_set_error (error, KP_TRUST_ERROR, KP_TRUST_ERROR_TOO_LARGE,
               /* Translators: %d is the greatest number of root certificates. */
               _ ("More than %d roots, or more than 1 MiB of them, can’t be kept."),
               KP_ROOTS_MAX);
  return FALSE;
}

static gboolean
check_is_file (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInfo) info = g_file_query_info (
      file, G_FILE_ATTRIBUTE_STANDARD_TYPE, G_FILE_QUERY_INFO_NONE, cancellable, error);

  if (info == NULL)
    return FALSE;
  if (g_file_info_get_file_type (info) == G_FILE_TYPE_REGULAR)
    return TRUE;
  g_set_error_literal (error, KP_TRUST_ERROR, KP_TRUST_ERROR_NO_ROOTS,
                       _ ("This is not a file with certificates."));
  return FALSE;
}

/* A key that was given by mistake stays nowhere: not in memory that is used again, and not
 * in a core dump. */
static void
wipe_octets (gpointer octets)
{
  gnutls_memset (octets, 0, KP_SETTING_MAX_PEM + 1);
  g_free (octets);
}

/* One octet more than is accepted, so that too many are noticed. */
static GBytes *
read_octets (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (GBytes) whole = NULL;
  char *octets;
  gsize length;

  if (!check_is_file (file, cancellable, error))
    return NULL;
  stream = g_file_read (file, cancellable, error);
  if (stream == NULL)
    return NULL;
  octets = g_malloc (KP_SETTING_MAX_PEM + 1);
  whole = g_bytes_new_with_free_func (octets, KP_SETTING_MAX_PEM + 1, wipe_octets, octets);
  if (!g_input_stream_read_all (G_INPUT_STREAM (stream), octets, KP_SETTING_MAX_PEM + 1,
                                &length, cancellable, error))
    return NULL;
  if (length <= KP_SETTING_MAX_PEM)
    return g_bytes_new_from_bytes (whole, 0, length);
  g_set_error_literal (error, KP_TRUST_ERROR, KP_TRUST_ERROR_TOO_LARGE,
                       _ ("The file is larger than 1 MiB. Choose one that holds root "
                          "certificates alone."));
  return NULL;
}

/* As text: behind a NUL there may be more, a key for one. */
static char *
make_text (GBytes *octets)
{
  gsize length;
  const char *data = g_bytes_get_data (octets, &length);
  char *text = g_malloc (length + 1);

  for (gsize i = 0; i < length; i++)
    text[i] = data[i] != '\0' ? data[i] : ' ';
  text[length] = '\0';
  return text;
}

/* RFC 5280 section 4.2.1.9; the first version knew no such mark. */
static gboolean
check_is_ca (GBytes *root, GError **error)
{
  gnutls_x509_crt_t crt = kp_certificate_import (root, error);
  g_autofree char *name = NULL;
  g_autofree char *issuer = NULL;
  unsigned int ca = 0;

  if (crt == NULL)
    return FALSE;
  if (gnutls_x509_crt_get_basic_constraints (crt, NULL, &ca, NULL) < 0)
    ca = gnutls_x509_crt_get_version (crt) < 3;
  name = kp_certificate_text_name (crt, FALSE);
  issuer = kp_certificate_text_name (crt, TRUE);
  if (!ca && gnutls_x509_crt_check_issuer (crt, crt))
    g_set_error (error, KP_TRUST_ERROR, KP_TRUST_ERROR_NOT_CA,
                 /* Translators: %s is the name that a certificate is for. */
                 _ ("“%s” has signed itself, but is no certificate of a CA: no other can "
                    "lead to it. Choose the certificate of a CA."),
                 name);
  else if (!ca)
    g_set_error (error, KP_TRUST_ERROR, KP_TRUST_ERROR_NOT_CA,
                 /* Translators: the name that a certificate is for, and that of its CA */
                 _ ("“%s” is no certificate of a CA: no other can lead to it. Choose that "
                    "of the CA which issued it, “%s”."),
                 name, issuer);
  gnutls_x509_crt_deinit (crt);
  return ca != 0;
}

GPtrArray *
kp_root_list_parse_file (GBytes *octets, GError **error)
{
  g_autoptr (GPtrArray) roots = NULL;
  gnutls_x509_crt_t crt;
  KpPrivateKeyForm found;
  gboolean is_key;
  char *text;

  g_return_val_if_fail (octets != NULL, NULL);

  found = kp_private_key_find (octets);
  text = make_text (octets);
  is_key = found != KP_PRIVATE_KEY_NONE && found != KP_PRIVATE_KEY_HIDDEN;
  roots = is_key ? NULL : kp_root_list_parse (text);
  gnutls_memset (text, 0, g_bytes_get_size (octets));
  g_free (text);
  if (is_key)
    {
      g_set_error_literal (error, KP_TRUST_ERROR, KP_TRUST_ERROR_PRIVATE_KEY,
                           _ ("The file holds a private key, and nothing of it was kept. "
                              "Keep the key to yourself and choose a file with "
                              "certificates alone."));
      return NULL;
    }
  crt = roots->len == 0 ? kp_certificate_import (octets, NULL) : NULL;
  if (crt != NULL)
    {
      gnutls_x509_crt_deinit (crt);
      kp_root_list_insert (roots, -1, octets);
    }
  if (roots->len == 0)
    {
      g_set_error_literal (error, KP_TRUST_ERROR, KP_TRUST_ERROR_NO_ROOTS,
                           _ ("The file holds no certificate that can be read. Choose one "
                              "in PEM or DER form."));
      return NULL;
    }
  for (guint i = 0; i < roots->len; i++)
    if (!check_is_ca (g_ptr_array_index (roots, i), error))
      return NULL;
  return g_steal_pointer (&roots);
}

static void
read_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  g_autoptr (GBytes) octets = read_octets (G_FILE (source), cancellable, &error);
  GPtrArray *roots = octets != NULL ? kp_root_list_parse_file (octets, &error) : NULL;

  if (roots == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, roots, (GDestroyNotify) g_ptr_array_unref);
}

void
kp_root_list_read_async (GFile *file, GCancellable *cancellable,
                         GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (G_IS_FILE (file));

  task = g_task_new (file, cancellable, callback, data);
  g_task_set_source_tag (task, kp_root_list_read_async);
  g_task_run_in_thread (task, read_in_thread);
}

GPtrArray *
kp_root_list_read_finish (GFile *file, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, file), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
