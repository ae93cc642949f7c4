/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/helpdesk/channel.h"
#include "core/helpdesk/form-link.h"

#include <string.h>

static void
test_table (void)
{
  guint n = 0;
  const KpChannel *const *table = kp_channel_get_all (&n);

  g_assert_cmpuint (n, >, 0);
  for (guint i = 0; i < n; i++)
    {
      g_assert_true (kp_channel_get (table[i]->id) == table[i]);
      g_assert_nonnull (kp_channel_get_label (table[i]));
      g_assert_nonnull (table[i]->test);
      g_assert_nonnull (table[i]->send);
      /* What can't be looked for is not fetched from either. */
      g_assert_true (kp_channel_can_find (table[i]) == kp_channel_can_receive (table[i]));
    }
  g_assert_null (kp_channel_get ("pigeon"));
  g_assert_null (kp_channel_get (NULL));
}

static KpOutgoing *
make_outgoing (void)
{
  KpOutgoing *outgoing = kp_outgoing_new ("KP-AAAA-BBBB", "Secure cp.kite.example & more",
                                          "Line one\nLine two");

  g_ptr_array_add (outgoing->fields, kp_request_field_new ("country", "Country", "GB"));
  g_ptr_array_add (outgoing->fields,
                   kp_request_field_new ("organization", "Company", "Käse & Söhne?#%"));
  outgoing->requestor = g_strdup ("ops@kite.example");
  return outgoing;
}

static void
test_links (void)
{
  static const struct
  {
    const char *link, *filled;
  } cases[] = {
    { "https://example.com/form", "https://example.com/form" },
    { "https://example.com/new?c={country}&o={organization}",
      "https://example.com/new?c=GB&o=K%C3%A4se%20%26%20S%C3%B6hne%3F%23%25" },
    { "https://example.com/new?s={subject}&b={body}&r={reference}",
      "https://example.com/new?s=Secure%20cp.kite.example%20%26%20more&"
      "b=Line%20one%0ALine%20two&r=KP-AAAA-BBBB" },
    { "https://example.com/new?a={reply-to}",
      "https://example.com/new?a=ops%40kite.example" },
    { "https://example.com/new?x={nothing}&y=1", "https://example.com/new?x=&y=1" },
    { "https://example.com/new?x={open", "https://example.com/new?x={open" },
    { NULL, NULL },
    { "", NULL },
  };
  g_autoptr (KpOutgoing) outgoing = make_outgoing ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *filled = kp_form_link_fill (cases[i].link, outgoing);

      g_assert_cmpstr (filled, ==, cases[i].filled);
    }
}

static void
test_long_links (void)
{
  g_autofree char *much = g_strnfill (3000, 'x');
  g_autoptr (KpOutgoing) body = kp_outgoing_new ("KP-AAAA-BBBB", "Subject", much);
  g_autoptr (KpOutgoing) subject = kp_outgoing_new ("KP-AAAA-BBBB", much, "Body");
  const char *link = "https://example.com/new?s={subject}&b={body}";
  g_autofree char *without_body = kp_form_link_fill (link, body);
  g_autofree char *bare = kp_form_link_fill (link, subject);

  g_assert_cmpstr (without_body, ==, "https://example.com/new?s=Subject&b=");
  g_assert_cmpstr (bare, ==, "https://example.com/new");
}

typedef struct
{
  gboolean done;
  KpReceipt *receipt;
  KpReadBack *found;
  GError *error;
} Outcome;

static void
on_sent (GObject *source, GAsyncResult *result, gpointer data)
{
  Outcome *outcome = data;

  outcome->receipt = kp_channel_send_finish (result, &outcome->error);
  outcome->done = TRUE;
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer data)
{
  Outcome *outcome = data;

  g_assert_false (kp_channel_find_finish (result, &outcome->found, &outcome->error));
  outcome->done = TRUE;
}

static void
wait_for (Outcome *outcome)
{
  while (!outcome->done)
    g_main_context_iteration (NULL, TRUE);
  outcome->done = FALSE;
}

/* Nothing leaves, nobody can look: both are said, not passed over. */
static void
test_by_hand (void)
{
  const KpChannel *form = kp_channel_get ("form");
  g_autoptr (KpConnection) connection = kp_connection_new ("some-provider", "form");
  g_autoptr (KpNetSession) net = kp_net_session_new (NULL, NULL);
  g_autoptr (KpClock) clock = kp_fixed_clock_new (0);
  g_autoptr (KpChannelContext) context = NULL;
  g_autoptr (KpOutgoing) outgoing = make_outgoing ();
  Outcome outcome = { 0 };

  connection->url = g_strdup ("https://example.com/new?c={country}");
  context = kp_channel_context_new (connection, NULL, net, clock);
  kp_channel_send_async (form, context, outgoing, NULL, on_sent, &outcome);
  wait_for (&outcome);
  g_assert_no_error (outcome.error);
  g_assert_true (outcome.receipt->by_hand);
  g_assert_null (outcome.receipt->number);
  g_assert_cmpstr (outcome.receipt->open_uri, ==, "https://example.com/new?c=GB");
  kp_receipt_free (outcome.receipt);

  g_assert_false (kp_channel_can_find (form));
  kp_channel_find_async (form, context, outgoing, NULL, NULL, on_found, &outcome);
  wait_for (&outcome);
  g_assert_error (outcome.error, KP_CHANNEL_ERROR, KP_CHANNEL_ERROR_BY_HAND);
  g_clear_error (&outcome.error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/form-channel/table", test_table);
  g_test_add_func ("/form-channel/links", test_links);
  g_test_add_func ("/form-channel/long-links", test_long_links);
  g_test_add_func ("/form-channel/by-hand", test_by_hand);
  return g_test_run ();
}
