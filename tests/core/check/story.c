/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "check/story.h"

#include <string.h>

#include "core/dns/answer-kind.h"

static const char *
find_word (const Story *self, const char *name)
{
  gsize length = strlen (name);

  for (guint i = 0; self->words[i] != NULL; i++)
    if (g_str_has_prefix (self->words[i], name)
        && (self->words[i][length] == '=' || self->words[i][length] == '\0'))
      return self->words[i] + length + (self->words[i][length] == '=');
  return NULL;
}

static gint64
find_when (const Story *self, const char *name)
{
  const char *word = find_word (self, name);

  return word != NULL ? story_when (word) : 0;
}

gint64
story_when (const char *word)
{
  char *end;
  gint64 n;

  if (g_str_equal (word, "now"))
    return SCENE_NOW;
  n = g_ascii_strtoll (word, &end, 10);
  switch (*end)
    {
    case 'd':
      return SCENE_NOW + n * SCENE_DAY;
    case 'h':
      return SCENE_NOW + n * SCENE_HOUR;
    case 'm':
      return SCENE_NOW + n * SCENE_MINUTE;
    case 's':
      return SCENE_NOW + n;
    default:
      g_error ("when is “%s”?", word);
    }
}

char *
story_format_when (gint64 moment)
{
  gint64 n = moment - SCENE_NOW;

  if (moment == 0)
    return g_strdup ("-");
  if (n == 0)
    return g_strdup ("now");
  if (n % SCENE_DAY == 0)
    return g_strdup_printf ("%+" G_GINT64_FORMAT "d", n / SCENE_DAY);
  if (n % SCENE_HOUR == 0)
    return g_strdup_printf ("%+" G_GINT64_FORMAT "h", n / SCENE_HOUR);
  if (n % SCENE_MINUTE == 0)
    return g_strdup_printf ("%+" G_GINT64_FORMAT "m", n / SCENE_MINUTE);
  return g_strdup_printf ("%+" G_GINT64_FORMAT "s", n);
}

static void
make_job (Story *self)
{
  static const struct
  {
    const char *word;
    KpJobStep step;
  } steps[] = { { "details", KP_JOB_STEP_DETAILS },
                { "review", KP_JOB_STEP_REVIEW },
                { "hand-over", KP_JOB_STEP_HAND_OVER },
                { "wait-provider", KP_JOB_STEP_WAIT_PROVIDER },
                { "buy", KP_JOB_STEP_BUY },
                { "wait-ca", KP_JOB_STEP_WAIT_CA },
                { "submit", KP_JOB_STEP_SUBMIT },
                { "instructions", KP_JOB_STEP_INSTRUCTIONS },
                { "dns", KP_JOB_STEP_DNS },
                { "install", KP_JOB_STEP_INSTALL },
                { "done", KP_JOB_STEP_DONE } };
  const char *word = find_word (self, "job");
  g_auto (GStrv) parts = g_strsplit (word != NULL ? word : "", ":", -1);

  if (word == NULL)
    return;
  g_assert_cmpuint (g_strv_length (parts), ==, 3);
  self->job.kind = g_str_equal (parts[0], "renew") ? KP_JOB_RENEW : KP_JOB_SECURE;
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (g_str_equal (parts[1], steps[i].word))
      self->job.step = steps[i].step;
  g_assert_cmpint (self->job.step, !=, 0);
  self->job.since = story_when (parts[2]);
  self->job.started_at = self->job.since;
  self->job.id = 7;
  self->job.revision = 3;
  self->job.paused_at = find_when (self, "paused");
  self->job.held_up = find_word (self, "held-up") != NULL;
  if (find_word (self, "begun") != NULL)
    self->job.started_at = find_when (self, "begun");
  self->job.submitted_sha256 = g_strdup (find_word (self, "submitted"));
  self->job.said_installed_at = find_when (self, "said");
  self->job.ca = g_strdup (find_word (self, "ca"));
  self->job.validation_at = find_when (self, "record");
  self->job.validation_seen_at = find_when (self, "there");
  self->judgement.job = &self->job;
}

Story *
story_new (const char *words)
{
  Story *self = g_new0 (Story, 1);
  KpJudgement *judgement = &self->judgement;
  const char *host, *target;

  self->words = g_strsplit (words, " ", -1);
  self->catalogue = kp_catalogue_new (NULL);
  self->history = kp_history_new ();
  host = find_word (self, "host");
  target = find_word (self, "target");
  judgement->site = kp_site_new (host != NULL ? host : STORY_HOST, 443, self->words[0]);
  judgement->profile = kp_catalogue_find (self->catalogue, self->words[0]);
  g_assert_true ((judgement->profile == NULL) == g_str_equal (self->words[0], "none"));
  if (target == NULL && g_str_equal (self->words[0], "cloud-office"))
    target = STORY_TARGET;
  if (find_word (self, "told") == NULL && target != NULL)
    kp_site_set_target (judgement->site, target);
  kp_site_set_proxied (judgement->site, find_word (self, "proxied") != NULL);
  self->target = g_strdup (kp_site_get_target (judgement->site));
  if (self->target == NULL && judgement->profile != NULL)
    self->target = g_strdup (kp_profile_effective_target (judgement->profile, NULL));
  judgement->identities = kp_ca_identities_get_default ();
  judgement->customer_changes_dns = find_word (self, "you") == NULL;
  kp_thresholds_init (&judgement->thresholds);
  make_job (self);
  return self;
}

void
story_free (Story *self)
{
  g_object_unref (self->judgement.site);
  g_object_unref (self->catalogue);
  kp_history_free (self->history);
  g_clear_pointer (&self->observation, kp_observation_unref);
  g_strfreev (self->words);
  g_free (self->job.submitted_sha256);
  g_free (self->job.ca);
  g_free (self->target);
  g_free (self);
}

static void
add_caa (KpObservation *seen, const char *node, const char *owner, const char *value)
{
  g_autofree char *data = g_strdup_printf ("0 issue \"%s\"", value);

  seen->caa_state = KP_CAA_FOUND;
  seen->caa_node = g_strdup (node);
  g_ptr_array_add (seen->caa, kp_record_new (KP_RECORD_CAA, owner, 300, data));
}

static void
add_others (const Story *self, KpObservation *seen)
{
  const char *word = find_word (self, "other");
  g_auto (GStrv) types = g_strsplit (word != NULL ? word : "", ",", -1);

  for (guint i = 0; types[i] != NULL; i++)
    if (g_str_equal (types[i], "MX"))
      g_ptr_array_add (seen->other_records, kp_record_new (KP_RECORD_MX, seen->host, 300,
                                                           "10 mail.kite.example"));
    else if (g_str_equal (types[i], "TXT"))
      g_ptr_array_add (seen->other_records,
                       kp_record_new (KP_RECORD_TXT, seen->host, 300, "v=spf1 -all"));
    else if (g_str_equal (types[i], "CAA"))
      g_ptr_array_add (seen->other_records, kp_record_new (KP_RECORD_CAA, seen->host, 300,
                                                           "0 issue \"ca.example\""));
    else
      g_assert_cmpstr (types[i], ==, "");
}

/* What a resolver says is built by the scene, and taken out of it again. */
static void
add_system (const Story *self, KpObservation *seen)
{
  const char *word = find_word (self, "system");
  g_autofree char *words = g_strdelimit (g_strdup (word != NULL ? word : ""), ",", ' ');

  if (word == NULL)
    return;
  scene_answer (seen, "System", words, 300);
  seen->system_answer = g_ptr_array_steal_index (seen->answers, seen->answers->len - 1);
  seen->system_answer->source = KP_RESOLVER_SOURCE_SYSTEM;
}

static void
add_beside (const Story *self, KpObservation *seen)
{
  const char *wildcard = find_word (self, "wildcard");
  const char *caa = find_word (self, "caa"), *at_host = find_word (self, "caa-at-host");
  const char *at_target = find_word (self, "caa-at-target");

  if (find_word (self, "apex") != NULL)
    {
      seen->is_apex = TRUE;
      g_free (seen->zone);
      seen->zone = g_strdup (seen->host);
    }
  if (find_word (self, "doubled") != NULL)
    {
      g_autofree char *owner = g_strconcat (seen->host, ".", seen->zone, NULL);

      seen->doubled = kp_record_new (KP_RECORD_CNAME, owner, 300, self->target);
    }
  if (wildcard != NULL)
    {
      g_autofree char *owner = g_strconcat ("*.", seen->zone, NULL);

      seen->wildcard = kp_record_new (KP_RECORD_A, owner, 300, wildcard);
    }
  if (caa != NULL)
    add_caa (seen, seen->zone, seen->zone, caa);
  if (at_host != NULL)
    add_caa (seen, seen->host, seen->host, at_host);
  if (at_target != NULL)
    add_caa (seen, seen->host, self->target, at_target);
  if (find_word (self, "caa-failed") != NULL)
    seen->caa_state = KP_CAA_FAILED;
  seen->target_answered = self->target != NULL && find_word (self, "unasked") == NULL;
  seen->intercepted = find_word (self, "intercepted") != NULL;
  add_others (self, seen);
}

/* "leads" and "T" in words for the scene. */
static char *
spell (const Story *self, const char *answers)
{
  g_auto (GStrv) words = g_strsplit (answers, " ", -1);
  GString *text = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (words[i], "|", -1);

      for (guint j = 0; parts[j] != NULL; j++)
        {
          gboolean leads = g_str_has_prefix (parts[j], "leads");
          gboolean is_target = g_str_equal (parts[j], "T");

          g_string_append_printf (text, "%s%s%s%s",
                                  j > 0   ? "|"
                                  : i > 0 ? " "
                                          : "",
                                  leads ? "CNAME " : "",
                                  leads || is_target ? self->target : "",
                                  leads       ? parts[j] + strlen ("leads")
                                  : is_target ? ""
                                              : parts[j]);
        }
    }
  return g_string_free (text, FALSE);
}

static void
add_probes (const Story *self, KpObservation *seen, const char *probes)
{
  gboolean good = g_strcmp0 (probes, "good") == 0;

  if (probes == NULL)
    return;
  if (!good && !g_str_equal (probes, "ready"))
    {
      scene_probes (seen, probes);
      return;
    }
  for (guint i = 0; i < seen->target_addresses->len; i++)
    {
      const KpRecord *record = g_ptr_array_index (seen->target_addresses, i);
      g_autofree char *address = g_strconcat (good ? "" : "@", record->data, NULL);

      scene_probe (seen, address, "valid");
    }
}

static KpObservation *
observe (const Story *self, gint64 at, const char *answers, const char *probes)
{
  const char *word = find_word (self, "addresses");
  g_autofree char *addresses =
      g_strdelimit (g_strdup (word != NULL ? word : STORY_ADDRESSES), ",", ' ');
  gboolean none = self->target == NULL || find_word (self, "dangling") != NULL
                  || find_word (self, "unasked") != NULL;
  KpObservation *seen = scene_new (kp_site_get_host (self->judgement.site), self->target,
                                   none ? NULL : addresses, at);
  g_autofree char *spelled = spell (self, answers);

  add_system (self, seen);
  add_beside (self, seen);
  scene_answers (seen, spelled);
  add_probes (self, seen, probes);
  return seen;
}

KpVerdict *
story_judge (Story *self, gint64 now)
{
  self->judgement.observation = self->observation;
  self->judgement.history = self->history;
  self->judgement.now = now;
  return kp_verdict_new (&self->judgement);
}

void
story_remember (Story *self, gint64 now)
{
  g_autoptr (KpVerdict) verdict = story_judge (self, now);
  KpHistory *after = kp_history_advance (self->history, &self->judgement, verdict);

  kp_history_free (self->history);
  self->history = after;
}

KpVerdict *
story_check (Story *self, gint64 at, const char *answers, const char *probes)
{
  KpHistory *seen;
  KpVerdict *verdict;

  g_clear_pointer (&self->observation, kp_observation_unref);
  self->observation = observe (self, at, answers, probes);
  self->judgement.observation = self->observation;
  self->judgement.history = self->history;
  self->judgement.now = at;
  self->judgement.fresh = TRUE;
  seen = kp_history_advance (self->history, &self->judgement, NULL);
  self->judgement.fresh = FALSE;
  kp_history_free (self->history);
  self->history = seen;
  verdict = story_judge (self, at);
  self->history = kp_history_advance (seen, &self->judgement, verdict);
  kp_history_free (seen);
  return verdict;
}

void
story_checks (Story *self, const char *checks)
{
  g_auto (GStrv) all = g_strsplit (checks != NULL ? checks : "", ";", -1);

  for (guint i = 0; all[i] != NULL; i++)
    {
      char *when = g_strstrip (all[i]);
      char *answers = strchr (when, ':');
      char *probes;

      if (*when == '\0')
        continue;
      *answers++ = '\0';
      probes = strchr (answers, '#');
      if (probes != NULL)
        *probes++ = '\0';
      kp_verdict_unref (story_check (self, story_when (when), g_strstrip (answers),
                                     probes != NULL ? g_strstrip (probes) : NULL));
    }
}

char *
story_format_findings (const KpVerdict *verdict)
{
  GString *text = g_string_new (NULL);
  int severity = -1;

  for (guint i = 0; i < verdict->findings->len; i++)
    {
      const KpFinding *finding = g_ptr_array_index (verdict->findings, i);
      gboolean opens = kp_finding_id_opens_lock (finding->id)
                       && (finding->severity == KP_SEVERITY_WRONG
                           || finding->severity == KP_SEVERITY_WAITING);

      if ((int) finding->severity != severity)
        g_string_append_printf (text, "%s%s", i > 0 ? "; " : "",
                                kp_severity_to_string (finding->severity));
      severity = finding->severity;
      g_string_append_printf (text, " %s%s", opens ? "!" : "",
                              kp_finding_id_to_string (finding->id));
      if (finding->until > 0)
        {
          g_autofree char *until = story_format_when (finding->until);

          g_string_append_printf (text, " %s", until);
        }
    }
  return g_string_free (text, FALSE);
}

char *
story_format_status (const KpVerdict *verdict)
{
  static const char *const words[] = {
    [KP_STATUS_NOT_CHECKED] = "not-checked",
    [KP_STATUS_LOCKED] = "locked",
    [KP_STATUS_EXPIRING] = "expiring",
    [KP_STATUS_RENEWING] = "renewing",
    [KP_STATUS_LOCKED_PROXIED] = "locked-proxied",
    [KP_STATUS_LOCKED_PRIVATE_ROOT] = "locked-private-root",
    [KP_STATUS_WAITING_DNS] = "waiting-dns",
    [KP_STATUS_WAITING_CUSTOMER] = "waiting-customer",
    [KP_STATUS_WAITING_PROVIDER] = "waiting-provider",
    [KP_STATUS_OVERDUE] = "overdue",
    [KP_STATUS_EXPIRED] = "expired",
    [KP_STATUS_NO_LONGER_SECURE] = "no-longer-secure",
    [KP_STATUS_NOT_SECURED_YET] = "not-secured-yet",
    [KP_STATUS_COULD_NOT_ASK] = "could-not-ask",
    [KP_STATUS_STALE] = "stale",
  };
  const KpSummary *summary = &verdict->summary;
  g_autofree char *at = story_format_when (summary->status_at);

  if (summary->status_at == 0)
    return g_strdup (words[summary->status]);
  return g_strdup_printf ("%s %s", words[summary->status], at);
}

char *
story_format_next (const KpVerdict *verdict)
{
  static const char *const kinds[] = {
    [KP_ACTION_NONE] = "none",
    [KP_ACTION_CHECK] = "check",
    [KP_ACTION_SECURE] = "secure",
    [KP_ACTION_SET_TARGET] = "set-target",
    [KP_ACTION_CHANGE_DNS] = "change-dns",
    [KP_ACTION_REMOVE_RECORDS] = "remove-records",
    [KP_ACTION_MEND_DNS] = "mend-dns",
    [KP_ACTION_TELL_CUSTOMER] = "tell-customer",
    [KP_ACTION_WAIT_DNS] = "wait-dns",
    [KP_ACTION_WAIT_PROVIDER] = "wait",
    [KP_ACTION_ASK_PROVIDER] = "ask-provider",
    [KP_ACTION_RENEW] = "renew",
    [KP_ACTION_MEND_SERVER] = "mend-server",
    [KP_ACTION_CHECK_NETWORK] = "check-network",
    [KP_ACTION_WAIT_CA] = "wait",
    [KP_ACTION_CONTINUE_JOB] = "continue-job",
    [KP_ACTION_REVIEW] = "review",
    [KP_ACTION_ORDER] = "order",
    [KP_ACTION_SUBMIT] = "submit",
    [KP_ACTION_ADD_RECORD] = "add-record",
    [KP_ACTION_MAKE_CSR] = "make-csr",
    [KP_ACTION_INSTALL] = "install",
  };
  const KpNextAction *next = &verdict->summary.next;
  g_autofree char *since = story_format_when (next->since);
  g_autofree char *due = story_format_when (next->due);
  GString *text = g_string_new (kp_turn_to_string (next->who));

  if (next->kind != KP_ACTION_NONE)
    g_string_append_printf (text, " %s", kinds[next->kind]);
  if (next->since > 0)
    g_string_append_printf (text, " since %s", since);
  if (next->due > 0)
    g_string_append_printf (text, " due %s", due);
  if (next->overdue)
    g_string_append (text, " overdue");
  return g_string_free (text, FALSE);
}

void
story_same (const char *about, const char *what, const char *got, const char *expected)
{
  if (g_strcmp0 (got, expected) == 0)
    return;
  g_test_message ("%s: %s\n      is: %s\n  not as: %s", about, what, got, expected);
  g_test_fail ();
}

static void
run_row (const StoryRow *row)
{
  g_autoptr (Story) story = story_new (row->words);
  gint64 now = row->later != NULL ? story_when (row->later) : SCENE_NOW;
  g_autoptr (KpVerdict) verdict = NULL;
  g_autofree char *findings = NULL, *status = NULL, *next = NULL, *until = NULL;
  g_autofree char *holds = NULL;

  story_checks (story, row->before);
  verdict = story_check (story, SCENE_NOW, row->answers, row->probes);
  if (row->later != NULL)
    {
      kp_verdict_unref (verdict);
      verdict = story_judge (story, now);
    }
  story_prove (story, now);

  findings = story_format_findings (verdict);
  status = story_format_status (verdict);
  next = story_format_next (verdict);
  until = story_format_when (verdict->summary.until);
  holds = story_format_when (verdict->summary.holds_until);
  story_same (row->about, "lock", kp_lock_to_string (verdict->summary.lock), row->lock);
  story_same (row->about, "findings", findings, row->findings);
  if (row->status != NULL)
    story_same (row->about, "status", status, row->status);
  if (row->next != NULL)
    story_same (row->about, "next", next, row->next);
  story_same (row->about, "until", until, row->until != NULL ? row->until : "-");
  if (row->holds != NULL)
    story_same (row->about, "holds", holds, row->holds);
}

void
story_run (const StoryRow *rows, guint n)
{
  for (guint i = 0; i < n; i++)
    run_row (&rows[i]);
}
