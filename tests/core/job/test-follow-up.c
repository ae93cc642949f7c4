/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is written to a provider about a job: the request, reminders of it, the end of it.
 */
#include "core/job/job-request.h"
#include "core/job/reminder.h"
#include "core/job/retirement.h"

#include <string.h>

#include "certificate/mint.h"
#include "core/provider/catalogue.h"

/* 2026-11-22T08:10:00Z */
#define NOW G_GINT64_CONSTANT (1795335000)
#define DAY G_GINT64_CONSTANT (86400)
#define JOB 7

typedef struct
{
  KpCatalogue *catalogue;
  KpSite *site;
  KpJob *job;
  KpJobFacts facts;
  GListStore *requests; /* the newest first */
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->catalogue = kp_catalogue_new (NULL);
  self->site = kp_site_new ("cp.kite.example", 443, "cloud-office");
  kp_site_set_id (self->site, 5);
  self->job = kp_job_new (5, KP_JOB_SECURE, NOW);
  self->job->id = JOB;
  self->job->subject = g_strdup ("{\"organization\":\"Kite Ltd\"}");
  self->facts.site = self->site;
  self->facts.profile = kp_catalogue_find (self->catalogue, "cloud-office");
  self->facts.channel = "rt";
  self->facts.now = NOW;
  self->requests = g_list_store_new (KP_TYPE_REQUEST);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_object (&self->requests);
  g_clear_pointer (&self->job, kp_job_free);
  g_clear_object (&self->site);
  g_clear_object (&self->catalogue);
}

static void
take_sent (Fixture *self, KpRequest *request, const char *number)
{
  g_object_set (request, "job-id", (gint64) JOB, "site-id", (gint64) 5, "state",
                KP_REQUEST_SENT, "number", number, NULL);
  g_list_store_insert (self->requests, 0, request);
}

static KpRequest *
remind (Fixture *self, gint64 due)
{
  g_autoptr (KpRequest) first =
      kp_reminder_find_first (G_LIST_MODEL (self->requests), self->job);
  g_autoptr (GError) error = NULL;
  KpRequest *reminder;

  g_assert_nonnull (first);
  reminder = kp_reminder_compose (self->job, &self->facts, first, due, NULL, &error);
  g_assert_no_error (error);
  return reminder;
}

/* However often it is reminded: each time of the request that handed it over. */
static void
test_first (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KpRequest) request =
      kp_job_compose_request (self->job, &self->facts, NULL, NULL, &error);
  const char *reference = kp_request_get_reference (request);

  g_assert_no_error (error);
  g_assert_null (kp_reminder_find_first (G_LIST_MODEL (self->requests), self->job));
  take_sent (self, request, "12");
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (KpRequest) reminder = remind (self, 0);

      g_assert_cmpstr (kp_request_get_ticket (reminder), ==, "12");
      g_assert_nonnull (strstr (kp_request_get_body (reminder), reference));
      g_assert_cmpint (kp_request_get_priority (reminder), ==,
                       kp_request_get_priority (request));
      take_sent (self, reminder, "12");
    }
  self->job->id++;
  g_assert_null (kp_reminder_find_first (G_LIST_MODEL (self->requests), self->job));
  self->job->id--;
  /* One that never arrived is nothing to remind of. */
  g_object_set (request, "state", KP_REQUEST_REFUSED, NULL);
  g_assert_null (kp_reminder_find_first (G_LIST_MODEL (self->requests), self->job));
}

/* A mail has no ticket that it could stand in. */
static void
test_first_by_mail (Fixture *self, gconstpointer data)
{
  g_autoptr (KpRequest) request = NULL;
  g_autoptr (KpRequest) reminder = NULL;
  g_autoptr (KpRequest) found = NULL;

  self->facts.channel = "email";
  request = kp_job_compose_request (self->job, &self->facts, NULL, NULL, NULL);
  take_sent (self, request, NULL);
  reminder = remind (self, 0);
  g_assert_cmpstr (kp_request_get_ticket (reminder), ==, "");
  take_sent (self, reminder, NULL);
  found = kp_reminder_find_first (G_LIST_MODEL (self->requests), self->job);
  g_assert_true (found == request);
}

/* What went by the provider's own form is reminded of by it, with the number that the user
 * gave and when it was. Where a request has not arrived there is nothing to remind of. */
static void
test_by_form (Fixture *self, gconstpointer data)
{
  g_autoptr (KpRequest) reminder = NULL;
  g_autoptr (GError) error = NULL;

  self->facts.channel = NULL;
  self->job->channel = g_strdup ("form");
  self->job->ticket = g_strdup ("#5");
  self->job->step_at[KP_JOB_STEP_HAND_OVER] = NOW - 5 * DAY;
  reminder = kp_reminder_compose (self->job, &self->facts, NULL, 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kp_request_get_channel (reminder), ==, "form");
  g_assert_nonnull (strstr (kp_request_get_body (reminder), "On 2026-11-17 we asked"));
  g_assert_nonnull (strstr (kp_request_get_body (reminder), "Your number for it is #5."));
  g_assert_null (strstr (kp_request_get_body (reminder), "reference for it"));

  g_free (self->job->channel);
  self->job->channel = g_strdup ("rt");
  g_assert_null (kp_reminder_compose (self->job, &self->facts, NULL, 0, NULL, &error));
  g_assert_error (error, KP_JOB_ERROR, KP_JOB_ERROR_NOT_NOW);
}

/* A day of the provider's own is two days after its turn came (its "install"): urgent once
 * it is over, not before, and never asked for when it is. */
static void
test_overdue (Fixture *self, gconstpointer data)
{
  g_autoptr (KpRequest) request =
      kp_job_compose_request (self->job, &self->facts, NULL, NULL, NULL);

  take_sent (self, request, "12");
  for (gint64 since = NOW - 3 * DAY; since <= NOW; since += DAY)
    {
      gint64 due = since + 2 * DAY;
      g_autoptr (KpRequest) reminder = remind (self, due);

      g_assert_cmpint (kp_request_get_priority (reminder), ==,
                       due < NOW ? KP_PRIORITY_HIGH : KP_PRIORITY_NORMAL);
      g_assert_null (strstr (kp_request_get_body (reminder), "needed by"));
    }
}

/* Where the certificate that is served until then ends sooner than the provider usually
 * takes (two days), it is urgent, and says by when. */
static void
test_raised (Fixture *self, gconstpointer data)
{
  static const struct
  {
    gint64 not_after;
    gint64 locked_at;
    gboolean raised;
  } rows[] = {
    { NOW + 1 * DAY, NOW - 90 * DAY, TRUE },
    { NOW + 3 * DAY, NOW - 90 * DAY, FALSE },
    { NOW - 1 * DAY, NOW - 90 * DAY, FALSE },
    /* It never was good. */
    { NOW + 1 * DAY, 0, FALSE },
  };
  g_autoptr (KpRequest) request =
      kp_job_compose_request (self->job, &self->facts, NULL, NULL, NULL);

  take_sent (self, request, "12");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (KpRequest) reminder = NULL;
      KpSummary summary;

      kp_summary_init (&summary);
      summary.not_after = rows[i].not_after;
      summary.last_locked_at = rows[i].locked_at;
      kp_site_set_summary (self->site, &summary);
      kp_summary_clear (&summary);
      /* Cloud Office answers at once: while it does there is no day by which. */
      reminder = remind (self, 0);
      g_assert_cmpint (kp_request_get_priority (reminder), ==,
                       rows[i].raised ? KP_PRIORITY_HIGH : KP_PRIORITY_NORMAL);
      g_assert_true ((strstr (kp_request_get_body (reminder), "by 2026-11-23") != NULL)
                     == rows[i].raised);
    }
}

/* The file of the profile is gone while the job is under way. */
static void
test_no_profile (Fixture *self, gconstpointer data)
{
  g_autoptr (KpRequest) first = kp_request_new ();
  g_autoptr (KpSubject) subject = kp_subject_new (NULL);
  g_autoptr (GError) error = NULL;

  self->facts.profile = NULL;
  g_assert_false (kp_job_check_subject (&self->facts, subject, &error));
  g_assert_error (error, KP_JOB_ERROR, KP_JOB_ERROR_NOT_OFFERED);
  g_assert_nonnull (strstr (error->message, "cloud-office"));
  g_clear_error (&error);
  g_assert_null (kp_job_compose_request (self->job, &self->facts, NULL, NULL, &error));
  g_assert_error (error, KP_JOB_ERROR, KP_JOB_ERROR_NOT_OFFERED);
  g_clear_error (&error);
  g_assert_null (kp_reminder_compose (self->job, &self->facts, first, 0, NULL, &error));
  g_assert_error (error, KP_JOB_ERROR, KP_JOB_ERROR_NOT_OFFERED);
  g_clear_error (&error);
  g_assert_null (kp_retirement_compose_request (&self->facts, NULL, NULL, &error));
  g_assert_error (error, KP_JOB_ERROR, KP_JOB_ERROR_NOT_OFFERED);
}

/* The site becomes one that is renewed by request. */
static void
begin_renewal (Fixture *self)
{
  KpSummary summary;

  g_object_unref (self->site);
  self->site = kp_site_new ("my.kite.example", 443, "pexip");
  kp_site_set_id (self->site, 5);
  kp_summary_init (&summary);
  summary.last_locked_at = NOW - 90 * DAY;
  summary.not_after = NOW + 20 * DAY;
  kp_site_set_summary (self->site, &summary);
  kp_summary_clear (&summary);
  self->job->kind = KP_JOB_RENEW;
  self->facts.site = self->site;
  self->facts.profile = kp_catalogue_find (self->catalogue, "pexip");
}

/* Two requests: one asks for the CSR, the other brings the certificate, and each is what is
 * reminded of while its answer is waited for. */
static void
test_renewal (Fixture *self, gconstpointer data)
{
  g_autoptr (Mint) leaf = mint_leaf ("my.kite.example", NULL);
  g_autoptr (KpRenewal) renewal = kp_renewal_new (JOB);
  g_autoptr (KpRequest) asked = NULL;
  g_autoptr (KpRequest) none = NULL;
  g_autoptr (KpRequest) submitted = NULL;
  g_autoptr (KpRequest) first = NULL;
  g_autoptr (KpRequest) second = NULL;
  g_autoptr (GError) error = NULL;
  const KpAttachment *file;
  const char *body;

  begin_renewal (self);
  asked = kp_job_compose_request (self->job, &self->facts, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (kp_request_get_subject (asked), "signing request"));
  g_assert_nonnull (strstr (kp_request_get_body (asked), "ends on 2026-12-12"));
  take_sent (self, asked, "12");

  none = kp_job_compose_submission (self->job, &self->facts, renewal, asked, NULL, NULL,
                                    &error);
  g_assert_null (none);
  g_assert_error (error, KP_JOB_ERROR, KP_JOB_ERROR_MISSING);
  g_clear_error (&error);
  renewal->bundle = mint_to_pem (leaf);
  submitted = kp_job_compose_submission (self->job, &self->facts, renewal, asked, NULL,
                                         NULL, &error);
  g_assert_no_error (error);
  body = kp_request_get_body (submitted);
  g_assert_nonnull (strstr (body, "my.kite.example.pem"));
  g_assert_nonnull (strstr (body, kp_request_get_reference (asked)));
  g_assert_nonnull (strstr (body, "Your number for it is 12."));
  g_assert_cmpuint (kp_request_get_attachments (submitted)->len, ==, 1);
  file = kp_request_get_attachments (submitted)->pdata[0];
  g_assert_cmpmem (g_bytes_get_data (file->content, NULL), file->size, renewal->bundle,
                   strlen (renewal->bundle));
  take_sent (self, submitted, "13");

  self->job->step = KP_JOB_STEP_WAIT_PROVIDER;
  first = kp_reminder_find_first (G_LIST_MODEL (self->requests), self->job);
  g_assert_true (first == asked);
  self->job->step = KP_JOB_STEP_INSTALL;
  second = kp_reminder_find_first (G_LIST_MODEL (self->requests), self->job);
  g_assert_true (second == submitted);
}

/* Who is reminded of a renewal, step by step. */
static void
test_renewal_turns (Fixture *self, gconstpointer data)
{
  static const struct
  {
    KpJobStep step;
    KpTurn who;
    gint64 record_at;
    gint64 seen_at;
    KpReminderTo to;
  } rows[] = {
    { KP_JOB_STEP_HAND_OVER, KP_TURN_YOU, 0, 0, KP_REMINDER_NOBODY },
    { KP_JOB_STEP_WAIT_PROVIDER, KP_TURN_PROVIDER, 0, 0, KP_REMINDER_PROVIDER },
    { KP_JOB_STEP_WAIT_PROVIDER, KP_TURN_YOU, 0, 0, KP_REMINDER_NOBODY },
    { KP_JOB_STEP_BUY, KP_TURN_YOU, 0, 0, KP_REMINDER_NOBODY },
    { KP_JOB_STEP_WAIT_CA, KP_TURN_CA, 0, 0, KP_REMINDER_NOBODY },
    { KP_JOB_STEP_WAIT_CA, KP_TURN_CUSTOMER, NOW, 0, KP_REMINDER_CUSTOMER },
    { KP_JOB_STEP_WAIT_CA, KP_TURN_CA, NOW, NOW, KP_REMINDER_NOBODY },
    { KP_JOB_STEP_INSTALL, KP_TURN_PROVIDER, 0, 0, KP_REMINDER_PROVIDER },
  };

  begin_renewal (self);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      self->job->step = rows[i].step;
      self->job->validation_at = rows[i].record_at;
      self->job->validation_seen_at = rows[i].seen_at;
      g_assert_cmpint (kp_reminder_to (self->job, rows[i].who), ==, rows[i].to);
    }
}

/* What a site was last handled under: the newest ticket of its provider, else the number
 * that the user gave. */
static void
test_retirement (Fixture *self, gconstpointer data)
{
  g_autoptr (KpRequest) older =
      kp_job_compose_request (self->job, &self->facts, NULL, NULL, NULL);
  g_autoptr (KpRequest) newer =
      kp_job_compose_request (self->job, &self->facts, NULL, NULL, NULL);
  g_autoptr (KpRequest) draft = NULL;
  g_autofree char *none = NULL;
  g_autofree char *given = NULL;
  g_autofree char *last = NULL;

  none = kp_retirement_find_number (G_LIST_MODEL (self->requests), self->site);
  g_assert_null (none);
  self->job->ticket = g_strdup ("#5");
  kp_site_set_job (self->site, self->job);
  given = kp_retirement_find_number (G_LIST_MODEL (self->requests), self->site);
  g_assert_cmpstr (given, ==, "#5");
  take_sent (self, older, "12");
  take_sent (self, newer, "13");
  last = kp_retirement_find_number (G_LIST_MODEL (self->requests), self->site);
  g_assert_cmpstr (last, ==, "13");
  draft = kp_retirement_compose_request (&self->facts, last, "Ada", NULL);
  g_assert_nonnull (strstr (kp_request_get_body (draft), "your number 13"));
  g_assert_nonnull (strstr (kp_request_get_body (draft), "Ada"));
}

/* What belongs to the host is given up with its last site only. */
static void
test_last (Fixture *self, gconstpointer data)
{
  static const struct
  {
    const char *host;
    guint16 port;
    gboolean last;
  } rows[] = { { "cp.kite.example", 8443, FALSE }, { "my.kite.example", 443, TRUE } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GListStore) sites = g_list_store_new (KP_TYPE_SITE);
      g_autoptr (KpSite) other = kp_site_new (rows[i].host, rows[i].port, "cloud-office");

      kp_site_set_id (other, 6);
      g_assert_true (kp_retirement_is_last (G_LIST_MODEL (sites), self->site));
      g_list_store_append (sites, self->site);
      g_list_store_append (sites, other);
      g_assert_true (kp_retirement_is_last (G_LIST_MODEL (sites), self->site)
                     == rows[i].last);
    }
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*run) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "/follow-up/first", test_first },
    { "/follow-up/first-by-mail", test_first_by_mail },
    { "/follow-up/by-form", test_by_form },
    { "/follow-up/overdue", test_overdue },
    { "/follow-up/raised", test_raised },
    { "/follow-up/no-profile", test_no_profile },
    { "/follow-up/renewal", test_renewal },
    { "/follow-up/renewal-turns", test_renewal_turns },
    { "/follow-up/retirement", test_retirement },
    { "/follow-up/last", test_last },
  };

  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].run, tear_down);
  return g_test_run ();
}
