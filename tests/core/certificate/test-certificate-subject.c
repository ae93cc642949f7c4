/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/certificate/certificate-subject.h"

#include <string.h>

#include "certificate/mint.h"

static Mint *ca;

static KpSubject *
read_for (const char *subject, const char *host)
{
  const char *const names[] = { "cp.kite.example", "www.kite.example", NULL };
  const MintSpec spec = { .subject = subject, .names = names };
  g_autoptr (Mint) leaf = mint_new (&spec, ca);

  return kp_subject_new_from_certificate (leaf->der, host);
}

static KpSubject *
read_subject (const char *subject)
{
  return read_for (subject, "cp.kite.example");
}

/* C/ST/L/O/OU/email, with "-" for none; "none" for no details. */
static char *
describe (KpSubject *subject)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; subject != NULL && i < KP_SUBJECT_N_FIELDS; i++)
    {
      const char *value = kp_subject_get_field (subject, i);

      g_string_append_printf (text, "%s%s", i > 0 ? "/" : "", *value != '\0' ? value : "-");
    }
  if (subject == NULL)
    g_string_append (text, "none");
  return g_string_free (text, FALSE);
}

static void
test_read (void)
{
  static const struct
  {
    const char *subject; /* RFC 4514: the last one comes first */
    const char *details;
  } rows[] = {
    { "CN=cp.kite.example,O=Kite Ltd,L=London,ST=Greater London,C=GB",
      "GB/Greater London/London/Kite Ltd/-/-" },
    { "O=Bücher Söhne,C=DE", "DE/-/-/Bücher Söhne/-/-" },
    /* As it stands there, not as it is written within a name. */
    { "O=Kite\\, Ltd.,C=GB", "GB/-/-/Kite, Ltd./-/-" },
    /* What nobody validates. */
    { "OU=IT,O=Kite Ltd,L=London,C=GB", "GB/-/London/Kite Ltd/-/-" },
    { "EMAIL=dns@kite.example,O=Kite Ltd,C=GB", "GB/-/-/Kite Ltd/-/-" },
    /* For a domain alone. */
    { "CN=cp.kite.example", "none" },
    { "CN=cp.kite.example,C=US", "none" },
    /* What a request could not have. */
    { "O=Kite Ltd,L=-,ST=N/A,C=UK", "-/-/-/Kite Ltd/-/-" },
    { "O=-,L=London,C=GB", "none" },
    { "O=Kite\xe2\x80\xae"
      "dtL,C=GB",
      "none" },
    { "O=Kite Ltd,O=Lake AB,C=GB", "none" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (KpSubject) subject = read_subject (rows[i].subject);
      g_autofree char *details = describe (subject);

      g_test_message ("%s", rows[i].subject);
      g_assert_cmpstr (details, ==, rows[i].details);
    }
}

/* What stands behind a zero octet would be seen by nobody. */
static void
test_zero_octet (void)
{
  const char *const names[] = { "cp.kite.example", NULL };
  const MintSpec spec = { .subject = "O=Kite?Ltd,C=GB", .names = names };
  g_autoptr (Mint) leaf = mint_new (&spec, ca);
  gsize size;
  char *octets = g_bytes_unref_to_data (g_bytes_ref (leaf->der), &size);
  char *mark = memmem (octets, size, "Kite?Ltd", strlen ("Kite?Ltd"));
  g_autoptr (GBytes) der = NULL;

  g_assert_nonnull (mark);
  mark[4] = '\0';
  der = g_bytes_new_take (octets, size);
  g_assert_null (kp_subject_new_from_certificate (der, "cp.kite.example"));
}

static void
test_name (void)
{
  g_autoptr (KpSubject) subject = read_subject ("O=Kite Ltd,C=GB");

  g_assert_cmpstr (kp_subject_get_name (subject), ==, "Kite Ltd");
  g_assert_cmpint (kp_subject_get_id (subject), ==, 0);
  g_assert_cmpint (kp_subject_get_verified_at (subject), ==, 0);
}

/* What is served there before the name is moved is often somebody else's. */
static void
test_other_name (void)
{
  g_autoptr (KpSubject) own = read_for ("O=Kite Ltd,C=GB", "www.kite.example");
  g_autoptr (KpSubject) other = read_for ("O=Provider Inc,C=US", "cp.lake.example");

  g_assert_nonnull (own);
  g_assert_null (other);
}

static void
test_self_signed (void)
{
  const char *const names[] = { "cp.kite.example", NULL };
  const MintSpec spec = { .subject = "O=Kite Ltd,C=GB", .names = names };
  g_autoptr (Mint) alone = mint_new (&spec, NULL);

  g_assert_null (kp_subject_new_from_certificate (alone->der, "cp.kite.example"));
}

/* The longest that a CA may issue fits; what is longer is left out. */
static void
test_bounds (void)
{
  GString *longest = g_string_new (NULL);
  g_autofree char *good = NULL;
  g_autofree char *bad = NULL;
  g_autoptr (KpSubject) fits = NULL;
  g_autoptr (KpSubject) too_long = NULL;

  for (guint i = 0; i < 64; i++)
    g_string_append (longest, "\xf0\xa0\x80\x8b");
  good = g_strdup_printf ("O=%s,C=JP", longest->str);
  bad = g_strdup_printf ("O=%sx,C=JP", longest->str);
  fits = read_subject (good);
  g_assert_cmpstr (kp_subject_get_field (fits, KP_SUBJECT_ORGANIZATION), ==, longest->str);
  too_long = read_subject (bad);
  g_assert_null (too_long);
  g_string_free (longest, TRUE);
}

static void
test_none (void)
{
  g_autoptr (GBytes) empty = g_bytes_new (NULL, 0);
  g_autoptr (GBytes) junk = g_bytes_new ("\x30\x82\xff\xff", 4);

  g_assert_null (kp_subject_new_from_certificate (empty, "cp.kite.example"));
  g_assert_null (kp_subject_new_from_certificate (junk, "cp.kite.example"));
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  ca = mint_ca ("Example CA", NULL);
  g_test_add_func ("/certificate-subject/read", test_read);
  g_test_add_func ("/certificate-subject/zero-octet", test_zero_octet);
  g_test_add_func ("/certificate-subject/name", test_name);
  g_test_add_func ("/certificate-subject/other-name", test_other_name);
  g_test_add_func ("/certificate-subject/self-signed", test_self_signed);
  g_test_add_func ("/certificate-subject/bounds", test_bounds);
  g_test_add_func ("/certificate-subject/none", test_none);
  status = g_test_run ();
  mint_free (ca);
  return status;
}
