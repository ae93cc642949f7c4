/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/context.h"

#include "core/exchange/provider-guess.h"
#include "core/exchange/import-preview.h"

#include <glib/gi18n.h>

static gboolean option_skip_bad;

static const GOptionEntry entries[] = {
  { "skip-bad", 0, 0, G_OPTION_ARG_NONE, &option_skip_bad,
    N_ ("Import the good rows although others are bad"), NULL },
  { NULL },
};

static gboolean
exists (const char *host, guint16 port, gpointer data)
{
  KpSite *site = kp_portfolio_find (data, host, port, NULL);

  return site != NULL;
}

/* A line per bad row with its number. Returns: whether there is none */
static gboolean
print_bad (const char *path, GPtrArray *rows)
{
  gboolean good = TRUE;

  for (guint i = 0; i < rows->len; i++)
    {
      const KpImportRow *row = g_ptr_array_index (rows, i);

      if (row->error == NULL)
        continue;
      g_printerr ("keyplatectl: %s:%u: %s\n", path, row->line, row->error);
      good = FALSE;
    }
  return good;
}

static KpCtlStatus
guess_providers (KpCtl *ctl, GPtrArray *rows)
{
  g_autoptr (GPtrArray) resolvers = NULL;
  g_autoptr (KpProviderGuess) guess = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  resolvers = kp_desk_make_resolvers (ctl->desk, &error);
  if (resolvers == NULL)
    return kp_ctl_fail_error (ctl, "resolvers", error);
  guess = kp_provider_guess_new (kp_desk_get_catalogue (ctl->desk), resolvers);
  for (guint i = 0; i < rows->len; i++)
    {
      const KpImportRow *row = g_ptr_array_index (rows, i);

      if (row->site != NULL)
        kp_provider_guess_add (guess, row->site, row->open_provider);
    }
  kp_provider_guess_run_async (guess, NULL, kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  /* Offline the sites are taken for those of own servers. */
  kp_provider_guess_run_finish (guess, result, NULL);
  return KP_CTL_FINE;
}

static void
print_counts (KpCtl *ctl, guint added, guint existing, guint bad)
{
  g_autoptr (JsonBuilder) builder = NULL;

  if (!ctl->json)
    {
      /* Translators: three numbers of rows */
      g_print (_ ("%u added, %u existed already, %u bad"), added, existing, bad);
      g_print ("\n");
      return;
    }
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "added");
  json_builder_add_int_value (builder, added);
  json_builder_set_member_name (builder, "existing");
  json_builder_add_int_value (builder, existing);
  json_builder_set_member_name (builder, "bad");
  json_builder_add_int_value (builder, bad);
  json_builder_end_object (builder);
  kp_ctl_print_json (builder);
}

static KpCtlStatus
add (KpCtl *ctl, const char *path, const KpImportPreview *preview)
{
  KpStore *store = kp_desk_get_store (ctl->desk);
  g_autoptr (GPtrArray) sites = kp_import_preview_get_sites (preview);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  if (sites->len == 0)
    return KP_CTL_FINE;
  kp_store_add_sites_async (store, sites, NULL, kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  if (!kp_store_add_sites_finish (store, result, &error))
    return kp_ctl_fail_error (ctl, path, error);
  return KP_CTL_FINE;
}

static KpCtlStatus
run (KpCtl *ctl, char **argv)
{
  g_autoptr (KpSiteImport) import = NULL;
  g_autoptr (KpImportPreview) preview = NULL;
  g_autoptr (GBytes) text = NULL;
  g_autoptr (GError) error = NULL;
  KpCtlStatus status = kp_ctl_expect (ctl, argv, 1, 1, "FILE.csv");

  if (status == KP_CTL_FINE)
    status = kp_ctl_load_sites (ctl);
  if (status != KP_CTL_FINE)
    return status;
  text = kp_ctl_read_file (argv[0], KP_CSV_MAX_SIZE, &error);
  if (text == NULL)
    return kp_ctl_fail (ctl, KP_CTL_COULD_NOT, "file", argv[0], error->message);
  import = kp_site_import_new (text, kp_desk_get_catalogue (ctl->desk), &error);
  if (import == NULL)
    return kp_ctl_fail (ctl, KP_CTL_ATTENTION, "list", argv[0], error->message);

  preview = kp_import_preview_new (import, NULL, exists, kp_desk_get_portfolio (ctl->desk));
  if (!print_bad (argv[0], preview->rows) && !option_skip_bad)
    {
      if (ctl->json)
        print_counts (ctl, 0, preview->existing, preview->bad);
      g_printerr ("keyplatectl: %s: %s\n", argv[0],
                  _ ("nothing was imported; mend these rows, or say --skip-bad"));
      return KP_CTL_ATTENTION;
    }
  status = guess_providers (ctl, preview->rows);
  if (status == KP_CTL_FINE)
    status = add (ctl, argv[0], preview);
  if (status != KP_CTL_FINE)
    return status;
  print_counts (ctl, preview->to_add, preview->existing, preview->bad);
  return preview->bad > 0 ? KP_CTL_ATTENTION : KP_CTL_FINE;
}

const KpCtlCommand kp_ctl_site_import = {
  "site import", "FILE.csv", N_ ("Adds the sites of a list; “-” reads standard input"),
  run,           entries,
};
