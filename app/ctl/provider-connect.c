/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/helpdesk/connector.h"
#include "ctl/command.h"
#include "ctl/input.h"
#include "ctl/message.h"
#include "ctl/passphrase.h"
#include "ctl/text.h"
#include "ctl/vault.h"

#include <glib/gi18n.h>

#define MAX_TEXT 2048

static char *option_channel;
static char *option_url;
static char *option_queue;
static char *option_token;
static char *option_to;

static const KpCtlOption options[] = {
  { "channel", KP_CTL_OPTION_CHOICE, &option_channel, N_ ("How requests reach it"),
    "form|email|rt" },
  { "url", KP_CTL_OPTION_TEXT, &option_url, N_ ("Address of its helpdesk"), N_ ("URL") },
  { "queue", KP_CTL_OPTION_TEXT, &option_queue, N_ ("Queue that takes requests there"),
    N_ ("NAME") },
  { "token-file", KP_CTL_OPTION_FILE, &option_token,
    N_ ("Holds the token to log in with; it goes into the vault"), N_ ("FILE") },
  { "to", KP_CTL_OPTION_TEXT, &option_to, N_ ("Email address that takes requests"),
    N_ ("ADDRESS") },
  { NULL },
};

/* White space that was copied along with a token is none of it. */
static KpCtlStatus
read_token (KpCtl *ctl, KpSecret **token)
{
  g_autoptr (KpSecret) line = NULL;
  const char *octets;
  gsize length, start = 0;
  KpCtlStatus status;

  if (option_token == NULL)
    return KP_CTL_FINE;
  status = kp_ctl_read_secret (ctl, "token", option_token, &line);
  if (status != KP_CTL_FINE)
    return status;
  octets = (const char *) kp_secret_get_octets (line, &length);
  while (length > 0 && g_ascii_isspace (octets[length - 1]))
    length--;
  while (start < length && g_ascii_isspace (octets[start]))
    start++;
  if (start == length)
    return kp_ctl_fail (ctl, KP_CTL_USAGE, "value", "--token-file",
                        _ ("expected a file that holds the token on one line"));
  *token = kp_secret_new (octets + start, length - start);
  return KP_CTL_FINE;
}

static KpCtlStatus
read_options (KpCtl *ctl, KpConnection *connection)
{
  KpCtlStatus status =
      kp_ctl_read_text (ctl, "--url", option_url, MAX_TEXT, FALSE, &connection->url);

  if (status == KP_CTL_FINE)
    status = kp_ctl_read_text (ctl, "--queue", option_queue, MAX_TEXT, FALSE,
                               &connection->queue);
  if (status == KP_CTL_FINE)
    status =
        kp_ctl_read_text (ctl, "--to", option_to, MAX_TEXT, FALSE, &connection->address);
  return status;
}

/* Which option a wrong connection is about cannot be told better than by its channel. */
static KpCtlStatus
save (KpCtl *ctl, const KpConnection *connection, KpSecret *token)
{
  KpConnector *connector = kp_desk_get_connector (ctl->desk);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KpVault *vault;
  KpCtlStatus status;

  if (!kp_connector_check (connector, connection, &error))
    return kp_ctl_fail (ctl, KP_CTL_USAGE, "connection", connection->provider,
                        error->message);
  if (token != NULL)
    {
      status = kp_ctl_open_vault (ctl, &vault);
      if (status != KP_CTL_FINE)
        return status;
    }
  kp_connector_save_async (connector, connection, token, NULL, kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  if (kp_connector_save_finish (connector, result, &error))
    return KP_CTL_FINE;
  if (g_error_matches (error, KP_CHANNEL_ERROR, KP_CHANNEL_ERROR_SETTINGS))
    return kp_ctl_fail (ctl, KP_CTL_USAGE, "connection", connection->provider,
                        error->message);
  return kp_ctl_fail_error (ctl, connection->provider, error);
}

static void
say_connected (KpCtl *ctl, KpProfile *profile, const KpConnection *connection)
{
  g_autoptr (JsonBuilder) builder = NULL;
  g_autofree char *name = kp_text_clean (kp_profile_get_name (profile));

  if (!ctl->json)
    {
      /* Translators: a provider, and how requests reach it ("Request Tracker") */
      g_print (_ ("%s: connected by %s."), name,
               kp_channel_get_label (kp_channel_get (connection->channel)));
      g_print ("\n");
      return;
    }
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  kp_ctl_add_string (builder, "provider", connection->provider);
  kp_ctl_add_string (builder, "channel", connection->channel);
  kp_ctl_add_string (builder, "url", connection->url);
  kp_ctl_add_string (builder, "queue", connection->queue);
  kp_ctl_add_string (builder, "address", connection->address);
  json_builder_end_object (builder);
  kp_ctl_print_json (builder);
}

static KpCtlStatus
run_connect (KpCtl *ctl, char **operands)
{
  g_autoptr (KpConnection) connection = NULL;
  g_autoptr (KpSecret) token = NULL;
  KpProfile *profile;
  KpCtlStatus status;

  if (option_channel == NULL)
    return kp_ctl_fail (ctl, KP_CTL_USAGE, "missing-option", "--channel",
                        _ ("missing; expected one of form, email, rt"));
  connection = kp_connection_new (operands[0], option_channel);
  status = read_options (ctl, connection);
  if (status == KP_CTL_FINE)
    status = read_token (ctl, &token);
  if (status == KP_CTL_FINE)
    status = kp_ctl_open (ctl);
  if (status == KP_CTL_FINE)
    status = kp_ctl_find_profile (ctl, operands[0], &profile);
  if (status == KP_CTL_FINE)
    status = save (ctl, connection, token);
  if (status == KP_CTL_FINE)
    say_connected (ctl, profile, connection);
  return status;
}

/* What a right or a setting mends is for the user; that nobody answered is not. */
static KpCtlStatus
judge (const GError *error)
{
  return error->domain == KP_CHANNEL_ERROR
                 && (error->code == KP_CHANNEL_ERROR_SETTINGS
                     || error->code == KP_CHANNEL_ERROR_TOKEN
                     || error->code == KP_CHANNEL_ERROR_RIGHT
                     || error->code == KP_CHANNEL_ERROR_QUEUE
                     || error->code == KP_CHANNEL_ERROR_NOT_HELPDESK)
             ? KP_CTL_ATTENTION
             : KP_CTL_COULD_NOT;
}

static KpCtlStatus
open_vault_if_needed (KpCtl *ctl, const char *provider)
{
  KpConnector *connector = kp_desk_get_connector (ctl->desk);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KpConnection) connection = NULL;
  g_autoptr (GError) error = NULL;
  const KpChannel *channel;
  KpVault *vault;

  kp_connector_load_async (connector, provider, NULL, kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  connection = kp_connector_load_finish (connector, result, &error);
  if (connection == NULL)
    return kp_ctl_fail_error (ctl, provider, error);
  channel = kp_channel_get (connection->channel);
  if (channel == NULL || !channel->needs_token)
    return KP_CTL_FINE;
  return kp_ctl_open_vault (ctl, &vault);
}

static void
say_tested (KpCtl *ctl, const char *provider, const char *summary)
{
  g_autoptr (JsonBuilder) builder = NULL;

  if (!ctl->json)
    {
      g_autofree char *clean = kp_text_clean (summary);

      g_print ("%s: %s\n", provider, clean);
      return;
    }
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  kp_ctl_add_string (builder, "provider", provider);
  kp_ctl_add_string (builder, "summary", summary);
  json_builder_end_object (builder);
  kp_ctl_print_json (builder);
}

static KpCtlStatus
run_test (KpCtl *ctl, char **operands)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *summary = NULL;
  g_autoptr (GError) error = NULL;
  KpConnector *connector;
  KpProfile *profile;
  KpCtlStatus status = kp_ctl_open (ctl);

  if (status == KP_CTL_FINE)
    status = kp_ctl_find_profile (ctl, operands[0], &profile);
  if (status == KP_CTL_FINE)
    status = open_vault_if_needed (ctl, operands[0]);
  if (status != KP_CTL_FINE)
    return status;
  connector = kp_desk_get_connector (ctl->desk);
  kp_connector_test_async (connector, operands[0], NULL, kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  if (!kp_connector_test_finish (connector, result, &summary, &error))
    return kp_ctl_fail (ctl, judge (error), "connection", operands[0], error->message);
  say_tested (ctl, operands[0], summary);
  return KP_CTL_FINE;
}

const KpCtlCommand kp_ctl_provider_connect = {
  .name = "provider connect",
  /* Translators: what a command takes, in capitals; "--channel" is typed as it stands. */
  .usage = N_ ("ID --channel CHANNEL"),
  .summary = N_ ("Says how requests reach a provider"),
  .run = run_connect,
  .options = options,
  .operand = KP_CTL_OPERAND_PROVIDER,
  .least = 1,
  .most = 1,
};

const KpCtlCommand kp_ctl_provider_test = {
  .name = "provider test",
  .usage = N_ ("ID"),
  .summary = N_ ("Tries how a provider is connected, and leaves nothing there"),
  .run = run_test,
  .operand = KP_CTL_OPERAND_PROVIDER,
  .least = 1,
  .most = 1,
};
