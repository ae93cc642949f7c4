/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/context.h"

#include "core/base/host-name.h"
#include "core/certificate/trust.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

/* Codes of errors that say "the command is wrong" rather than "could not". */
static gboolean
is_usage (const GError *error)
{
  return error->domain == KP_HOST_NAME_ERROR || error->domain == KP_SETTINGS_ERROR
         || g_error_matches (error, KP_STORE_ERROR, KP_STORE_ERROR_EXISTS)
         || g_error_matches (error, KP_STORE_ERROR, KP_STORE_ERROR_NOT_FOUND)
         || g_error_matches (error, KP_TRUST_ERROR, KP_TRUST_ERROR_NO_ROOTS)
         || g_error_matches (error, KP_TRUST_ERROR, KP_TRUST_ERROR_PRIVATE_KEY);
}

KpCtlStatus
kp_ctl_fail (KpCtl *ctl, KpCtlStatus status, const char *code, const char *what,
             const char *why)
{
  g_printerr ("keyplatectl: %s: %s\n", what, why);
  if (ctl->json)
    {
      g_autoptr (JsonBuilder) builder = json_builder_new ();

      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "error");
      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "code");
      json_builder_add_string_value (builder, code);
      json_builder_set_member_name (builder, "message");
      json_builder_add_string_value (builder, why);
      json_builder_set_member_name (builder, "argument");
      json_builder_add_string_value (builder, what);
      json_builder_end_object (builder);
      json_builder_end_object (builder);
      kp_ctl_print_json (builder);
    }
  return status;
}

KpCtlStatus
kp_ctl_fail_error (KpCtl *ctl, const char *what, const GError *error)
{
  return kp_ctl_fail (ctl, is_usage (error) ? KP_CTL_USAGE : KP_CTL_COULD_NOT,
                      g_quark_to_string (error->domain), what, error->message);
}

KpCtlStatus
kp_ctl_worse (KpCtlStatus a, KpCtlStatus b)
{
  static const KpCtlStatus order[] = { KP_CTL_USAGE, KP_CTL_ATTENTION, KP_CTL_COULD_NOT };

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    if (a == order[i] || b == order[i])
      return order[i];
  return KP_CTL_FINE;
}

void
kp_ctl_wait_cb (GObject *source, GAsyncResult *result, gpointer slot)
{
  *(GAsyncResult **) slot = g_object_ref (result);
}

GAsyncResult *
kp_ctl_wait (GAsyncResult **slot)
{
  while (*slot == NULL)
    g_main_context_iteration (NULL, TRUE);
  return g_steal_pointer (slot);
}

GBytes *
kp_ctl_read_file (const char *path, gsize max_size, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guchar buffer[65536];
  gsize n;
  FILE *file = g_str_equal (path, "-") ? stdin : fopen (path, "re");

  if (file == NULL)
    {
      int code = errno;

      g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (code),
                           g_strerror (code));
      return NULL;
    }
  while ((n = fread (buffer, 1, sizeof buffer, file)) > 0 && bytes->len <= max_size)
    g_byte_array_append (bytes, buffer, n);
  if (ferror (file))
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, _ ("It can't be read."));
  else if (bytes->len > max_size)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                 /* Translators: a number of octets */
                 _ ("It is larger than %" G_GSIZE_FORMAT " octets."), max_size);
  else
    {
      if (file != stdin)
        fclose (file);
      return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
    }
  if (file != stdin)
    fclose (file);
  return NULL;
}

static KpCtlStatus
override (KpCtl *ctl, const char *option, const char *name, const char *value)
{
  g_autoptr (GError) error = NULL;

  if (kp_settings_override (kp_desk_get_settings (ctl->desk), name, value, &error))
    return KP_CTL_FINE;
  return kp_ctl_fail (ctl, KP_CTL_USAGE, "option", option, error->message);
}

static KpCtlStatus
override_int (KpCtl *ctl, const char *option, const char *name, int value)
{
  g_autofree char *text = g_strdup_printf ("%d", value);

  /* -1 is "not given". */
  return value == -1 ? KP_CTL_FINE : override (ctl, option, name, text);
}

static KpCtlStatus
override_trust (KpCtl *ctl)
{
  g_autoptr (GBytes) pem = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  KpCtlStatus status;

  if (ctl->trust == NULL)
    return KP_CTL_FINE;
  pem = kp_ctl_read_file (ctl->trust, 4 * 1024 * 1024, &error);
  if (pem == NULL)
    return kp_ctl_fail (ctl, KP_CTL_COULD_NOT, "file", ctl->trust, error->message);
  text = g_strndup (g_bytes_get_data (pem, NULL), g_bytes_get_size (pem));
  status = override (ctl, "--trust", "trust-connections", text);
  return status != KP_CTL_FINE ? status : override (ctl, "--trust", "trust-sites", text);
}

static KpCtlStatus
apply_options (KpCtl *ctl)
{
  KpCtlStatus status = KP_CTL_FINE;

  if (ctl->resolvers != NULL)
    {
      g_autofree char *urls = g_strjoinv ("\n", ctl->resolvers);

      status = override (ctl, "--resolver", "resolvers", urls);
    }
  if (status == KP_CTL_FINE)
    status = override_trust (ctl);
  if (status == KP_CTL_FINE)
    status = override_int (ctl, "--timeout", "timeout", ctl->timeout);
  if (status == KP_CTL_FINE)
    status = override_int (ctl, "--jobs", "jobs", ctl->jobs);
  if (status == KP_CTL_FINE)
    status = override_int (ctl, "--plain-port", "plain-port", ctl->plain_port);
  return status;
}

KpCtlStatus
kp_ctl_open (KpCtl *ctl)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  if (ctl->desk != NULL)
    return KP_CTL_FINE;
  ctl->desk = kp_desk_new (ctl->data_dir, FALSE);
  kp_desk_open_async (ctl->desk, NULL, kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  if (!kp_desk_open_finish (ctl->desk, result, &error))
    return kp_ctl_fail (ctl, KP_CTL_COULD_NOT, "store",
                        kp_store_get_data_dir (kp_desk_get_store (ctl->desk)),
                        error->message);
  return apply_options (ctl);
}

KpCtlStatus
kp_ctl_load_sites (KpCtl *ctl)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KpCtlStatus status = kp_ctl_open (ctl);
  KpPortfolio *portfolio;

  if (status != KP_CTL_FINE)
    return status;
  portfolio = kp_desk_get_portfolio (ctl->desk);
  kp_portfolio_load_async (portfolio, 0, NULL, kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  if (!kp_portfolio_load_finish (portfolio, result, &error))
    return kp_ctl_fail_error (ctl, "store", error);
  return KP_CTL_FINE;
}

void
kp_ctl_close (KpCtl *ctl)
{
  g_autoptr (GAsyncResult) result = NULL;

  if (ctl->desk == NULL)
    return;
  kp_desk_close_async (ctl->desk, kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  kp_desk_close_finish (ctl->desk, result, NULL);
  g_clear_object (&ctl->desk);
}

KpCtlStatus
kp_ctl_find_site (KpCtl *ctl, const char *text, KpSite **site)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *host = NULL;
  gboolean several = FALSE;
  guint16 port = 0;

  host = kp_host_name_parse (text, &port, &error);
  if (host == NULL)
    return kp_ctl_fail (ctl, KP_CTL_USAGE, "name.invalid", text, error->message);
  *site = kp_portfolio_find (kp_desk_get_portfolio (ctl->desk), host, port, &several);
  if (*site != NULL)
    return KP_CTL_FINE;
  if (several)
    return kp_ctl_fail (ctl, KP_CTL_USAGE, "several", text,
                        _ ("there are several sites of that name; say which as HOST:PORT"));
  return kp_ctl_fail (ctl, KP_CTL_USAGE, "unknown-site", text,
                      _ ("unknown site; “keyplatectl site list” shows all"));
}

KpCtlStatus
kp_ctl_find_profile (KpCtl *ctl, const char *id, KpProfile **profile)
{
  KpCatalogue *catalogue = kp_desk_get_catalogue (ctl->desk);
  g_autoptr (GString) known = g_string_new (NULL);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (catalogue));
  g_autofree char *why = NULL;

  *profile = kp_catalogue_find (catalogue, id);
  if (*profile != NULL)
    return KP_CTL_FINE;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (KpProfile) one = g_list_model_get_item (G_LIST_MODEL (catalogue), i);

      g_string_append_printf (known, "%s%s", i > 0 ? ", " : "", kp_profile_get_id (one));
    }
  /* Translators: a list of provider ids */
  why = g_strdup_printf (_ ("unknown provider; expected one of %s"), known->str);
  return kp_ctl_fail (ctl, KP_CTL_USAGE, "unknown-provider", id, why);
}

void
kp_ctl_print_json (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autofree char *text = NULL;
  gsize length = 0;

  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  text = json_generator_to_data (generator, &length);
  fwrite (text, 1, length, stdout);
  fputc ('\n', stdout);
}

KpCtlStatus
kp_ctl_expect (KpCtl *ctl, char **argv, guint least, guint most, const char *missing)
{
  guint n = g_strv_length (argv);

  if (n < least)
    return kp_ctl_fail (ctl, KP_CTL_USAGE, "missing-argument", missing,
                        _ ("missing; “--help” shows what is expected"));
  if (n > most)
    return kp_ctl_fail (ctl, KP_CTL_USAGE, "extra-argument", argv[most],
                        _ ("unexpected; “--help” shows what is expected"));
  return KP_CTL_FINE;
}
