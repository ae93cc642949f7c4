/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "job/tale.h"

#include <string.h>

#include "core/job/job-rules.h"
#include "core/job/renew-job.h"
#include "core/job/secure-job.h"

static void
lock (KpSite *site)
{
  KpSummary summary;

  kp_summary_init (&summary);
  summary.checked_at = NOW - DAY;
  summary.last_locked_at = NOW - DAY;
  kp_site_set_summary (site, &summary);
}

void
tale_begin (Tale *tale, KpJobKind kind, const char *profile, const char *channel)
{
  gboolean renews = kind == KP_JOB_RENEW;

  memset (tale, 0, sizeof *tale);
  tale->kind = kind;
  tale->catalogue = kp_catalogue_new (NULL);
  tale->site = kp_site_new (renews ? "my.kite.example" : "cp.kite.example", 443, profile);
  kp_site_set_id (tale->site, 5);
  if (renews)
    lock (tale->site);
  tale->facts.site = tale->site;
  tale->facts.profile = kp_catalogue_find (tale->catalogue, profile);
  tale->facts.channel = channel;
  tale->facts.customer_changes_dns = TRUE;
  tale->facts.now = NOW;
  tale->renewal = kp_renewal_new (0);
}

void
tale_end (Tale *tale)
{
  g_clear_pointer (&tale->renewal, kp_renewal_free);
  g_clear_pointer (&tale->job, kp_job_free);
  g_clear_error (&tale->error);
  g_clear_object (&tale->site);
  g_clear_object (&tale->catalogue);
}

void
tale_take (Tale *tale, KpJob *after, KpRenewal *changes)
{
  if (changes != NULL && changes->anew)
    {
      kp_renewal_free (tale->renewal);
      tale->renewal = kp_renewal_new (0);
    }
  if (changes != NULL)
    kp_renewal_apply (tale->renewal, changes);
  kp_renewal_free (changes);
  if (after == NULL)
    {
      g_assert_nonnull (tale->error);
      return;
    }
  g_assert_no_error (tale->error);
  kp_job_free (tale->job);
  tale->job = after;
}

static gboolean
take_verb (Tale *tale, const char *word)
{
  static const char *const words[] = { [KP_JOB_VERB_BACK] = "back",
                                       [KP_JOB_VERB_PAUSE] = "pause",
                                       [KP_JOB_VERB_RESUME] = "resume",
                                       [KP_JOB_VERB_START_OVER] = "over",
                                       [KP_JOB_VERB_ABANDON] = "abandon" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (word, words[i]))
      {
        KpRenewal *changes = NULL;
        KpJob *after = kp_job_do (tale->job, i, &tale->facts, &changes, &tale->error);

        tale_take (tale, after, changes);
        return TRUE;
      }
  return FALSE;
}

/* What is given in one go, and what it points to. */
typedef struct
{
  KpJobInput input;
  KpGivenCsr csr;
  KpGivenBundle bundle;
  GPtrArray *findings;
  GPtrArray *overruled;
  GBytes *der;
} Gift;

static void
add_finding (Gift *gift, const char *word)
{
  KpFindingId id;

  if (!kp_finding_id_from_string (word, &id))
    return;
  g_ptr_array_add (gift->findings, kp_finding_new (id, NULL, "It is so.", "Do that."));
}

static void
fill_flag (KpJobInput *input, const char *word, gint64 now)
{
  input->name_allowed |= g_str_equal (word, "name");
  input->confirmed |= g_str_equal (word, "confirm");
  input->handed_over |= g_str_equal (word, "handed");
  input->answered |= g_str_equal (word, "answered");
  input->finished |= g_str_equal (word, "gotit");
  input->ordered |= g_str_equal (word, "ordered");
  input->reminded |= g_str_equal (word, "reminded");
  input->validation_seen |= g_str_equal (word, "seen");
  if (g_str_equal (word, "copied"))
    input->told = KP_TOLD_COPIED;
  if (g_str_equal (word, "subject"))
    input->subject = "{\"organization\":\"Kite Ltd\"}";
  if (g_str_equal (word, "changed"))
    input->changed_at = now;
  if (g_str_equal (word, "monday"))
    input->ordered_at = now - 3 * DAY;
}

static void
fill_text (KpJobInput *input, const char *word, const char *value)
{
  if (g_str_has_prefix (word, "target="))
    input->target = value;
  else if (g_str_has_prefix (word, "ticket="))
    input->ticket = value;
  else if (g_str_has_prefix (word, "draft="))
    input->draft = value;
  else if (g_str_has_prefix (word, "number="))
    input->order_number = value;
  else if (g_str_has_prefix (word, "ca="))
    input->ca = value;
}

static void
fill_file (Gift *gift, const char *word, const char *value)
{
  KpJobInput *input = &gift->input;

  if (g_str_has_prefix (word, "csr") && word[3] != '.')
    {
      gift->csr = (KpGivenCsr){ gift->der, "c0", value, gift->findings };
      input->csr = &gift->csr;
    }
  else if (g_str_has_prefix (word, "bundle") && word[6] != '.')
    {
      gift->bundle = (KpGivenBundle){ "PEM", "b0", value, NOW + 200 * DAY, gift->findings };
      input->bundle = &gift->bundle;
    }
  else if (g_str_has_prefix (word, "because="))
    g_ptr_array_add (gift->overruled, kp_overrule_new (value, "The CA knows."));
  else if (g_str_has_prefix (word, "record"))
    {
      input->validation_name = "_dnsauth.my.kite.example";
      input->validation_type = strchr (word, '=') != NULL ? value : "txt";
      input->validation_value = "4711";
    }
}

static void
fill (Gift *gift, const char *word, gint64 now)
{
  const char *value = strchr (word, '=') != NULL ? strchr (word, '=') + 1 : "aa";

  fill_flag (&gift->input, word, now);
  fill_text (&gift->input, word, value);
  fill_file (gift, word, value);
  add_finding (gift, word);
}

static void
give (Tale *tale, const char *words)
{
  g_auto (GStrv) given = g_strsplit (words, "+", -1);
  Gift gift = { { FALSE } };
  KpRenewal *changes = NULL;
  KpJob *after;

  gift.findings = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_finding_unref);
  gift.overruled = kp_overrule_list_new ();
  gift.der = g_bytes_new_static ("DER", 3);
  gift.input.overruled = gift.overruled;
  for (guint i = 0; given[i] != NULL; i++)
    fill (&gift, given[i], tale->facts.now);
  after = kp_job_next (tale->job, &tale->facts, &gift.input, &changes, &tale->error);
  tale_take (tale, after, changes);
  g_ptr_array_unref (gift.findings);
  g_ptr_array_unref (gift.overruled);
  g_bytes_unref (gift.der);
}

void
tale_tell (Tale *tale, const char *words)
{
  g_auto (GStrv) parts = g_strsplit (words, " ", -1);

  for (guint i = 0; parts[i] != NULL && tale->error == NULL; i++)
    {
      if (parts[i][0] == '+')
        tale->facts.now += g_ascii_strtoll (parts[i] + 1, NULL, 10) * DAY;
      else if (g_str_equal (parts[i], "start"))
        tale_take (tale,
                   tale->kind == KP_JOB_RENEW
                       ? kp_renew_job_start (&tale->facts, &tale->error)
                       : kp_secure_job_start (&tale->facts, &tale->error),
                   NULL);
      else if (!take_verb (tale, parts[i]))
        give (tale, parts[i]);
    }
}

char *
tale_list_needs (const Tale *tale)
{
  KpJobNeed needs = kp_job_get_needs (tale->job, &tale->facts);
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < KP_JOB_NEEDS; i++)
    if (needs & (1u << i))
      g_string_append_printf (words, "%s%s", words->len > 0 ? " " : "",
                              kp_job_need_to_string (1u << i));
  return g_string_free (g_steal_pointer (&words), FALSE);
}
