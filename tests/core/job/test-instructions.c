/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/scene.h"
#include "core/job/instructions.h"

#include <string.h>

#define TARGET "pl-10.admin.emailsrvr.com"

static KpSite *
make_site (void)
{
  return kp_site_new ("cp.kite.example", 443, "cloud-office");
}

static void
assert_says (const char *text, const char *const *words)
{
  for (guint i = 0; words[i] != NULL; i++)
    if (strstr (text, words[i]) == NULL)
      g_error ("“%s” does not say “%s”", text, words[i]);
}

/* Nothing is known of what stands there: what is to be made is told all the same. */
static void
test_never_checked (void)
{
  static const char *const says[] = { "cp.kite.example", TARGET, "“cp”", "kite.example",
                                      NULL };
  g_autoptr (KpSite) site = make_site ();
  KpInstructionsPlan plan = { .site = site, .target = TARGET, .now = SCENE_NOW };
  g_autoptr (KpInstructions) self = kp_instructions_new (&plan);
  g_autoptr (KpLetter) letter = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (self->before->len, ==, 0);
  g_assert_cmpstr (self->after->host, ==, "cp");
  g_assert_cmpstr (self->zone_line, ==, "cp.kite.example. 3600 IN CNAME " TARGET ".");
  letter = kp_instructions_write (self, &plan, KP_LETTER_INSTRUCTIONS, &error);
  g_assert_no_error (error);
  assert_says (letter->body, says);
  g_assert_null (strstr (letter->body, "as it is now"));
}

static void
see (KpObservation *seen, KpRecordType type, const char *data, guint32 ttl)
{
  KpResolverAnswer *answer = kp_resolver_answer_new ("https://one.example/dns-query", "one",
                                                     KP_RESOLVER_SOURCE_DOH);

  answer->answered = TRUE;
  g_ptr_array_add (answer->addresses, kp_record_new (type, seen->host, ttl, data));
  g_ptr_array_add (seen->answers, answer);
}

/* Before, after, what goes first, the TTL and the latest time. */
static void
test_address_record (void)
{
  static const char *const says[] = { "203.0.113.7", "86400 seconds", "Ada",
                                      TARGET,        "300 seconds",   NULL };
  static const char *const german[] = { "Ada", "203.0.113.7", TARGET, NULL };
  g_autoptr (KpSite) site = make_site ();
  g_autoptr (KpCustomer) customer = kp_customer_new ("Kite Ltd");
  g_autoptr (KpObservation) seen =
      kp_observation_new ("cp.kite.example", 443, SCENE_NOW - 60);
  g_autoptr (KpHistory) history = kp_history_new ();
  KpInstructionsPlan plan = { .site = site,
                              .customer = customer,
                              .observation = seen,
                              .history = history,
                              .target = TARGET,
                              .now = SCENE_NOW };
  g_autoptr (KpInstructions) self = NULL;
  g_autoptr (KpLetter) letter = NULL;
  g_autoptr (KpLetter) other = NULL;
  g_autoptr (GError) error = NULL;

  g_object_set (customer, "dns-administrator", "Ada", NULL);
  seen->zone = g_strdup ("kite.example");
  see (seen, KP_RECORD_A, "203.0.113.7", 1200);
  kp_history_see (history, "A 203.0.113.7", FALSE, 86400, SCENE_NOW - 60);
  kp_history_see (history, "CNAME " TARGET, TRUE, 999999, SCENE_NOW - 60);
  self = kp_instructions_new (&plan);
  g_assert_cmpuint (self->before->len, ==, 1);
  g_assert_cmpstr (((KpDnsRow *) self->before->pdata[0])->value, ==, "203.0.113.7");
  g_assert_cmpuint (self->remove->len, ==, 1);
  /* What leads already is nothing that has to leave a cache. */
  g_assert_cmpuint (self->old_ttl, ==, 86400);
  g_assert_cmpint (self->latest, ==, SCENE_NOW + 86400);
  letter = kp_instructions_write (self, &plan, KP_LETTER_INSTRUCTIONS, &error);
  g_assert_no_error (error);
  assert_says (letter->body, says);

  g_object_set (customer, "language", "de-AT", NULL);
  other = kp_instructions_write (self, &plan, KP_LETTER_INSTRUCTIONS, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (other->language, ==, "de");
  assert_says (other->body, german);
  g_assert_cmpstr (other->subject, !=, letter->subject);
}

static void
test_reminder (void)
{
  static const char *const says[] = { "cp.kite.example", TARGET, "2026", NULL };
  g_autoptr (KpSite) site = make_site ();
  KpInstructionsPlan plan = { .site = site,
                              .target = TARGET,
                              .asked_at = SCENE_NOW - 5 * SCENE_DAY,
                              .needed_by = SCENE_NOW + 2 * SCENE_DAY,
                              .now = SCENE_NOW };
  g_autoptr (KpInstructions) self = kp_instructions_new (&plan);
  g_autoptr (KpLetter) letter = NULL;
  g_autoptr (GError) error = NULL;

  letter = kp_instructions_write (self, &plan, KP_LETTER_REMINDER_CUSTOMER, &error);
  g_assert_no_error (error);
  assert_says (letter->body, says);
}

/* It says by when, while that day is still to come. */
static void
test_overdue (void)
{
  g_autoptr (KpSite) site = make_site ();

  for (int days = -2; days <= 2; days++)
    {
      KpInstructionsPlan plan = { .site = site,
                                  .target = TARGET,
                                  .asked_at = SCENE_NOW - 5 * SCENE_DAY,
                                  .needed_by = SCENE_NOW + days * SCENE_DAY,
                                  .now = SCENE_NOW };
      g_autoptr (KpInstructions) self = kp_instructions_new (&plan);
      g_autoptr (KpLetter) letter = NULL;
      g_autoptr (GError) error = NULL;

      letter = kp_instructions_write (self, &plan, KP_LETTER_REMINDER_CUSTOMER, &error);
      g_assert_no_error (error);
      g_assert_true ((strstr (letter->body, "Please change it by") != NULL) == (days > 0));
    }
}

/* What the customer is to remove is what stands there, not what would be made; that nothing
 * can be made there is no obstacle. */
static void
test_retirement (void)
{
  g_autoptr (KpSite) site = make_site ();
  g_autoptr (KpObservation) seen =
      kp_observation_new ("cp.kite.example", 443, SCENE_NOW - 60);
  KpInstructionsPlan plan = {
    .site = site, .observation = seen, .target = TARGET, .now = SCENE_NOW
  };
  g_autoptr (KpInstructions) self = NULL;
  g_autoptr (KpLetter) letter = NULL;
  g_autoptr (GError) error = NULL;

  seen->zone = g_strdup ("cp.kite.example");
  seen->is_apex = TRUE;
  see (seen, KP_RECORD_A, "203.0.113.7", 1200);
  g_ptr_array_add (seen->other_records,
                   kp_record_new (KP_RECORD_MX, seen->host, 1200, "10 mail.kite.example"));
  self = kp_instructions_new (&plan);
  g_assert_nonnull (self->impossible);
  letter = kp_instructions_write (self, &plan, KP_LETTER_RETIRE_CUSTOMER, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (letter->body, "    A      cp.kite.example  203.0.113.7"));
  g_assert_null (strstr (letter->body, "CNAME"));
  g_assert_null (strstr (letter->body, "MX"));
}

/* A DNS record is the host's, whatever the port of the site. */
static void
test_port (void)
{
  static const KpLetterKind kinds[] = { KP_LETTER_INSTRUCTIONS, KP_LETTER_REMINDER_CUSTOMER,
                                        KP_LETTER_RETIRE_CUSTOMER, KP_LETTER_MOVED_AWAY };
  g_autoptr (KpSite) site = kp_site_new ("cp.kite.example", 8443, "cloud-office");
  KpInstructionsPlan plan = {
    .site = site, .target = TARGET, .asked_at = SCENE_NOW - SCENE_DAY, .now = SCENE_NOW
  };
  g_autoptr (KpInstructions) self = kp_instructions_new (&plan);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KpLetter) letter = kp_instructions_write (self, &plan, kinds[i], &error);

      g_assert_no_error (error);
      g_assert_nonnull (strstr (letter->subject, "cp.kite.example"));
      g_assert_null (strstr (letter->subject, "8443"));
      g_assert_null (strstr (letter->body, "8443"));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/instructions/never-checked", test_never_checked);
  g_test_add_func ("/instructions/address-record", test_address_record);
  g_test_add_func ("/instructions/reminder", test_reminder);
  g_test_add_func ("/instructions/overdue", test_overdue);
  g_test_add_func ("/instructions/retirement", test_retirement);
  g_test_add_func ("/instructions/port", test_port);

  return g_test_run ();
}
