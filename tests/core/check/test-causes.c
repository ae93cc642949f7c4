/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/check/causes.h"

#include <string.h>

static void
add (KpCauses *causes, const char *cause, KpLock lock, gint64 customer)
{
  g_autoptr (KpSite) site = kp_site_new ("cp.kite.example", 443, "cloud-office");
  KpSummary summary;

  kp_summary_init (&summary);
  summary.lock = lock;
  summary.cause = g_strdup (cause);
  kp_site_set_summary (site, &summary);
  if (customer != 0)
    kp_site_set_customer (site, customer, "Kite");
  kp_causes_add (causes, site);
  kp_summary_clear (&summary);
}

static void
add_many (KpCauses *causes, guint n, const char *cause, KpLock lock, gint64 first,
          gint64 step)
{
  for (guint i = 0; i < n; i++)
    add (causes, cause, lock, first + i * step);
}

/* "Address record 203.0.113.7 where a CNAME must be  3" */
static char *
format (GPtrArray *list)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < list->len; i++)
    {
      const KpCause *cause = g_ptr_array_index (list, i);
      g_autofree char *line = kp_cause_format (cause);

      g_string_append_printf (text, "%s%s  %u", i > 0 ? "\n" : "", line, cause->count);
    }
  return g_string_free (text, FALSE);
}

/* A finding about one subject on two sites is a line; what is left of a finding is one line
 * for all its sites; most sites first. */
static void
test_list (void)
{
  g_autoptr (KpCauses) causes = kp_causes_new ();
  g_autoptr (GPtrArray) list = NULL;
  g_autofree char *lines = NULL;

  add_many (causes, 4, "tls.refused mpg.vp.vc", KP_LOCK_UNLOCKED, 1, 1);
  add_many (causes, 2, "tls.refused 192.0.2.9", KP_LOCK_UNLOCKED, 1, 0);
  add (causes, "tls.refused 192.0.2.20", KP_LOCK_UNLOCKED, 0);
  add (causes, "tls.refused 192.0.2.21", KP_LOCK_UNLOCKED, 0);
  add (causes, "dns.a-record 203.0.113.7", KP_LOCK_UNLOCKED, 0);
  add_many (causes, 3, "dns.loop", KP_LOCK_UNLOCKED, 0, 0);
  add_many (causes, 2, "site.moved-away mpg.vp.vc", KP_LOCK_UNLOCKED, 0, 0);
  /* Of a later version. */
  add_many (causes, 9, "dns.of-tomorrow x", KP_LOCK_UNLOCKED, 0, 0);
  add_many (causes, 9, NULL, KP_LOCK_LOCKED, 0, 0);

  list = kp_causes_list (causes);
  lines = format (list);
  g_assert_cmpstr (lines, ==,
                   "mpg.vp.vc refuses connections  4\n"
                   "CNAME that leads back to itself  3\n"
                   "CNAME moved away from mpg.vp.vc  2\n"
                   "Server refuses secure connections  2\n"
                   "192.0.2.9 refuses connections  2\n"
                   "Address record where a CNAME must be  1");
}

static void
test_counts (void)
{
  g_autoptr (KpCauses) causes = kp_causes_new ();
  g_autoptr (GPtrArray) list = NULL;
  const KpCause *cause;

  /* Two sites of one customer, one of another, two of nobody. */
  add_many (causes, 2, "tls.refused mpg.vp.vc", KP_LOCK_UNLOCKED, 7, 0);
  add (causes, "tls.refused mpg.vp.vc", KP_LOCK_PENDING, 8);
  add_many (causes, 2, "tls.refused mpg.vp.vc", KP_LOCK_UNLOCKED, 0, 0);
  list = kp_causes_list (causes);
  g_assert_cmpuint (list->len, ==, 1);
  cause = g_ptr_array_index (list, 0);
  g_assert_cmpuint (cause->count, ==, 5);
  g_assert_cmpuint (cause->unlocked, ==, 4);
  g_assert_cmpuint (cause->customers, ==, 4);
}

static void
test_banner (void)
{
  static const struct
  {
    const char *about;
    guint n;
    const char *cause;
    KpLock lock;
    gint64 first, step;
    gboolean told;
  } rows[] = {
    { "five sites of different customers", 5, "tls.refused mpg.vp.vc", KP_LOCK_UNLOCKED, 1,
      1, TRUE },
    { "four", 4, "tls.refused mpg.vp.vc", KP_LOCK_UNLOCKED, 1, 1, FALSE },
    { "all of one customer", 9, "tls.refused mpg.vp.vc", KP_LOCK_UNLOCKED, 1, 0, FALSE },
    { "sites without a customer are nobody's", 5, "tls.refused mpg.vp.vc", KP_LOCK_UNLOCKED,
      0, 0, TRUE },
    { "none is unlocked", 9, "tls.refused mpg.vp.vc", KP_LOCK_PENDING, 1, 1, FALSE },
    { "the same finding, but nothing that they share", 9, "dns.loop", KP_LOCK_UNLOCKED, 1,
      1, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (KpCauses) causes = kp_causes_new ();
      g_autoptr (GPtrArray) list = NULL;

      g_test_message ("%s", rows[i].about);
      add_many (causes, rows[i].n, rows[i].cause, rows[i].lock, rows[i].first,
                rows[i].step);
      list = kp_causes_list (causes);
      g_assert_cmpint (kp_causes_find_banner (list) != NULL, ==, rows[i].told);
    }
}

/* The one that leaves most sites unlocked, though another has more sites. */
static void
test_greatest_banner (void)
{
  g_autoptr (KpCauses) causes = kp_causes_new ();
  g_autoptr (GPtrArray) list = NULL;

  add_many (causes, 9, "dns.propagating pl-10.example", KP_LOCK_PENDING, 1, 1);
  add_many (causes, 5, "tls.refused mpg.vp.vc", KP_LOCK_UNLOCKED, 1, 1);
  add_many (causes, 6, "dns.bogus kite.example", KP_LOCK_UNLOCKED, 1, 1);
  list = kp_causes_list (causes);
  g_assert_cmpstr (kp_causes_find_banner (list)->subject, ==, "kite.example");
}

/* A filter by a cause lets through the sites that its line counts, and no other. */
static void
test_matches (void)
{
  static const char *const all[] = { "tls.refused a.example", "tls.refused a.example",
                                     "tls.refused b.example", "tls.refused c.example",
                                     "tls.refused",           "dns.loop",
                                     "dns.missing a.example", "dns.of-tomorrow" };
  g_autoptr (KpCauses) causes = kp_causes_new ();
  g_autoptr (GPtrArray) list = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    add (causes, all[i], KP_LOCK_UNLOCKED, 0);
  list = kp_causes_list (causes);
  g_assert_cmpuint (list->len, ==, 4);
  for (guint i = 0; i < list->len; i++)
    {
      const KpCause *cause = g_ptr_array_index (list, i);
      guint n = 0;

      for (guint j = 0; j < G_N_ELEMENTS (all); j++)
        {
          KpSummary summary = { .cause = (char *) all[j] };

          n += kp_cause_matches (cause, &summary);
        }
      g_assert_cmpuint (n, ==, cause->count);
    }
}

static void
test_no_cause (void)
{
  g_autoptr (KpCauses) causes = kp_causes_new ();
  g_autoptr (GPtrArray) list = kp_causes_list (causes);
  KpCause cause = { .id = KP_FINDING_TLS_REFUSED };
  KpSummary summary = { 0 };

  g_assert_cmpuint (list->len, ==, 0);
  g_assert_null (kp_causes_find_banner (list));
  g_assert_false (kp_cause_matches (&cause, &summary));
}

/* A subject comes from DNS and certificates: it is never read as a format. */
static void
test_subject (void)
{
  KpCause cause = { .id = KP_FINDING_TLS_INTERCEPTED, .subject = (char *) "%s%n %d" };
  g_autofree char *line = kp_cause_format (&cause);

  g_assert_nonnull (strstr (line, "“%s%n %d”"));
}

/* Every finding has a line, with or without a subject. */
static void
test_lines (void)
{
  for (guint i = 0; i < KP_FINDING_N; i++)
    {
      KpCause plain = { .id = i }, about = { .id = i, .subject = (char *) "a.example" };
      g_autofree char *first = kp_cause_format (&plain), *second = kp_cause_format (&about);

      g_assert_cmpstr (first, ==, kp_finding_id_get_title (i));
      g_assert_cmpstr (second, !=, "");
      g_assert_null (strstr (second, "%s"));
    }
}

/* What a notice gives names a cause, and what it does not know is none. */
static void
test_key (void)
{
  static const struct
  {
    const char *key;
    int id; /* -1: none */
    const char *subject;
  } rows[] = {
    { "tls.refused mpg.vp.vc", KP_FINDING_TLS_REFUSED, "mpg.vp.vc" },
    { "tls.expired", KP_FINDING_TLS_EXPIRED, NULL },
    { "dns.no-answer Quad9 (unfiltered)", KP_FINDING_DNS_NO_ANSWER, "Quad9 (unfiltered)" },
    { "tls.of-tomorrow mpg.vp.vc", -1, NULL },
    { "", -1, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (KpCause) cause = kp_cause_new_from_key (rows[i].key);

      g_assert_cmpint (cause != NULL ? (int) cause->id : -1, ==, rows[i].id);
      g_assert_cmpstr (cause != NULL ? cause->subject : NULL, ==, rows[i].subject);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/causes/key", test_key);
  g_test_add_func ("/causes/list", test_list);
  g_test_add_func ("/causes/counts", test_counts);
  g_test_add_func ("/causes/banner", test_banner);
  g_test_add_func ("/causes/greatest-banner", test_greatest_banner);
  g_test_add_func ("/causes/matches", test_matches);
  g_test_add_func ("/causes/no-cause", test_no_cause);
  g_test_add_func ("/causes/subject", test_subject);
  g_test_add_func ("/causes/lines", test_lines);
  return g_test_run ();
}
