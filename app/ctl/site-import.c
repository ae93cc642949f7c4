/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/command.h"
#include "ctl/input.h"
#include "ctl/message.h"

#include "core/exchange/import-preview.h"
#include "core/exchange/provider-guess.h"

#include <glib/gi18n.h>

static gboolean option_skip_bad;

static const KpCtlOption options[] = {
  { "skip-bad", KP_CTL_OPTION_FLAG, &option_skip_bad,
    N_ ("Import the good rows although others are bad"), NULL },
  { NULL },
};

static gboolean
exists (const char *host, guint16 port, gpointer data)
{
  KpSite *site = kp_portfolio_find (data, host, port, NULL);

  return site != NULL;
}

/* A line per bad row with its number. */
static void
print_bad (const char *path, GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const KpImportRow *row = g_ptr_array_index (rows, i);
      g_autofree char *what = NULL;

      if (row->error == NULL)
        continue;
      what = g_strdup_printf ("%s:%u", path, row->line);
      kp_ctl_warn (what, row->error);
    }
}

static void
print_unused (const char *path, char **unused)
{
  for (guint i = 0; unused[i] != NULL; i++)
    kp_ctl_warn (path, unused[i]);
}

static KpCtlStatus
guess_providers (KpCtl *ctl, const char *path, const KpImportPreview *preview)
{
  g_autoptr (KpProviderGuess) guess = NULL;
  g_autoptr (GPtrArray) resolvers = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *why = NULL;
  guint open = 0;

  resolvers = kp_desk_make_resolvers (ctl->desk, &error);
  if (resolvers == NULL)
    return kp_ctl_fail_error (ctl, _ ("resolvers"), error);
  guess = kp_provider_guess_new (kp_desk_get_catalogue (ctl->desk), resolvers);
  for (guint i = 0; i < preview->rows->len; i++)
    {
      const KpImportRow *row = g_ptr_array_index (preview->rows, i);

      if (row->site == NULL)
        continue;
      kp_provider_guess_add (guess, row->site, row->open_provider);
      open += row->open_provider;
    }
  if (kp_provider_guess_get_total (guess) == 0)
    return KP_CTL_FINE;
  kp_provider_guess_run_async (guess, NULL, kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  if (kp_provider_guess_run_finish (guess, result, NULL) || open == 0)
    return KP_CTL_FINE;
  /* Nothing is wrong, but the user thinks that something was guessed. */
  why = g_strdup_printf (
      /* Translators: a number of sites, and the id of a provider, which is not translated
       */
      ngettext ("no resolver answered; %u site without a provider is taken as %s",
                "no resolver answered; %u sites without a provider are taken as %s", open),
      open, KP_OWN_SERVER);
  kp_ctl_warn (path, why);
  return KP_CTL_FINE;
}

static void
add_bad_rows (JsonBuilder *builder, GPtrArray *rows)
{
  json_builder_set_member_name (builder, "bad_rows");
  json_builder_begin_array (builder);
  for (guint i = 0; i < rows->len; i++)
    {
      const KpImportRow *row = g_ptr_array_index (rows, i);

      if (row->error == NULL)
        continue;
      json_builder_begin_object (builder);
      kp_ctl_add_int (builder, "line", row->line);
      kp_ctl_add_string (builder, "message", row->error);
      kp_ctl_add_string (builder, "text", row->text);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_unused (JsonBuilder *builder, char **unused)
{
  json_builder_set_member_name (builder, "unused");
  json_builder_begin_array (builder);
  for (guint i = 0; unused[i] != NULL; i++)
    json_builder_add_string_value (builder, unused[i]);
  json_builder_end_array (builder);
}

/* @refused: (nullable): why nothing was imported */
static void
print_result (KpCtl *ctl, const char *path, const KpImportPreview *preview, char **unused,
              const char *refused)
{
  g_autoptr (JsonBuilder) builder = NULL;

  if (refused != NULL)
    kp_ctl_warn (path, refused);
  if (!ctl->json && refused == NULL)
    {
      /* Translators: three numbers of sites and rows of a list */
      g_print (_ ("%u added, %u there already, %u bad"), preview->to_add, preview->existing,
               preview->bad);
      g_print ("\n");
    }
  if (!ctl->json)
    return;
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  if (refused != NULL)
    kp_ctl_add_error (builder, "bad-rows", path, refused);
  kp_ctl_add_int (builder, "added", refused != NULL ? 0 : preview->to_add);
  kp_ctl_add_int (builder, "existing", preview->existing);
  kp_ctl_add_int (builder, "bad", preview->bad);
  add_bad_rows (builder, preview->rows);
  add_unused (builder, unused);
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
run (KpCtl *ctl, char **operands)
{
  g_autoptr (KpSiteImport) import = NULL;
  g_autoptr (KpImportPreview) preview = NULL;
  g_autoptr (GBytes) text = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_filename_display_name (operands[0]);
  g_auto (GStrv) unused = NULL;
  KpCtlStatus status = kp_ctl_load_sites (ctl);

  if (status != KP_CTL_FINE)
    return status;
  text = kp_ctl_read_file (operands[0], KP_CSV_MAX_SIZE, &error);
  if (text == NULL)
    return kp_ctl_fail (ctl, KP_CTL_COULD_NOT, "file", path, error->message);
  import = kp_site_import_new (text, kp_desk_get_catalogue (ctl->desk), &error);
  if (import == NULL)
    return kp_ctl_fail (ctl, KP_CTL_ATTENTION, "list", path, error->message);
  if (!kp_site_import_get_has_hosts (import))
    return kp_ctl_fail (ctl, KP_CTL_ATTENTION, "list", path,
                        _ ("no column holds addresses of sites; write “host” above the one "
                           "that does"));

  unused = kp_site_import_list_unused (import);
  print_unused (path, unused);
  preview = kp_import_preview_new (import, NULL, exists, kp_desk_get_portfolio (ctl->desk));
  print_bad (path, preview->rows);
  if (preview->bad > 0 && !option_skip_bad)
    {
      print_result (ctl, path, preview, unused,
                    _ ("nothing was imported; mend these rows, or say --skip-bad"));
      return KP_CTL_ATTENTION;
    }
  status = guess_providers (ctl, path, preview);
  if (status == KP_CTL_FINE)
    status = add (ctl, path, preview);
  if (status != KP_CTL_FINE)
    return status;
  print_result (ctl, path, preview, unused, NULL);
  return preview->bad > 0 ? KP_CTL_ATTENTION : KP_CTL_FINE;
}

const KpCtlCommand kp_ctl_site_import = {
  .name = "site import",
  /* Translators: what a command takes; ".csv" stays. */
  .usage = N_ ("FILE.csv"),
  .summary = N_ ("Adds the sites of a list; “-” reads standard input"),
  .run = run,
  .options = options,
  .operand = KP_CTL_OPERAND_FILE,
  .least = 1,
  .most = 1,
};
