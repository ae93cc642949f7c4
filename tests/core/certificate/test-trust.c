/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/certificate/trust.h"

#include <glib/gstdio.h>

#include <gnutls/crypto.h>
#include <string.h>

#include "core/certificate/certificate.h"
#include "certificate/mint.h"

#define DAY (24 * 60 * 60)

typedef struct
{
  Mint *root;
  Mint *intermediate;
  Mint *leaf;
  KpTrust *trust;
} World;

static World *
world_new (void)
{
  World *world = g_new0 (World, 1);
  g_autoptr (GError) error = NULL;
  g_autofree char *pem = NULL;

  world->root = mint_ca ("Test Root", NULL);
  world->intermediate = mint_ca ("Test Intermediate", world->root);
  world->leaf = mint_leaf ("cp.example.com", world->intermediate);
  pem = mint_to_pem (world->root);
  world->trust = kp_trust_new (pem, FALSE, &error);
  g_assert_no_error (error);
  return world;
}

static void
world_free (World *world)
{
  mint_free (world->root);
  mint_free (world->intermediate);
  mint_free (world->leaf);
  g_object_unref (world->trust);
  g_free (world);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)

static KpProbe *
judge (KpTrust *trust, GPtrArray *chain)
{
  KpProbe *probe = kp_probe_new ("127.0.0.1");

  g_assert_true (kp_trust_judge (trust, chain, probe));
  g_assert_nonnull (probe->certificate);
  g_assert_cmpuint (g_strv_length (probe->chain_sha256), ==, MIN (chain->len, 16));
  return probe;
}

static KpProbeTrust
trust_of (KpTrust *trust, GPtrArray *chain)
{
  g_autoptr (KpProbe) probe = judge (trust, chain);

  return probe->trust;
}

static void
test_order (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (Mint) second = mint_ca ("Second Intermediate", world->intermediate);
  g_autoptr (Mint) deep = mint_leaf ("my.example.com", second);
  g_autoptr (Mint) stranger = mint_ca ("Stranger", NULL);
  GPtrArray *chains[] = {
    mint_chain (world->leaf, world->intermediate, NULL),
    mint_chain (world->leaf, stranger, world->intermediate, NULL),
    mint_chain (world->leaf, world->root, world->intermediate, NULL),
    mint_chain (world->leaf, world->intermediate, world->intermediate, world->leaf, NULL),
    mint_chain (deep, second, world->intermediate, NULL),
    mint_chain (deep, world->intermediate, second, NULL),
    mint_chain (deep, world->root, stranger, world->intermediate, second, NULL),
  };

  /* Twice: what was verified before is remembered. */
  for (guint round = 0; round < 2; round++)
    for (guint i = 0; i < G_N_ELEMENTS (chains); i++)
      {
        g_autoptr (KpProbe) probe = judge (world->trust, chains[i]);
        g_autofree char *root = kp_certificate_sha256 (world->root->der);

        g_test_message ("chain %u", i);
        g_assert_cmpint (probe->trust, ==, KP_PROBE_TRUST_EXTRA);
        g_assert_cmpstr (probe->root_sha256, ==, root);
        g_assert_cmpstr (probe->root_name, ==, "Test Root");
        g_assert_false (probe->weak);
        g_assert_cmpint (probe->root_served, ==, i == 2 || i == 6);
      }
  for (guint i = 0; i < G_N_ELEMENTS (chains); i++)
    g_ptr_array_unref (chains[i]);
}

/* @i tells which of two follows the leaf in each place. */
static GPtrArray *
make_variant (World *world, Mint *stranger, guint i)
{
  GPtrArray *chain = mint_chain (world->leaf, NULL);

  for (guint bit = 0; bit < 10; bit++)
    g_ptr_array_add (chain, g_bytes_ref ((i >> bit & 1) != 0 ? world->intermediate->der
                                                             : stranger->der));
  return chain;
}

/* More chains than are remembered, each for itself: whether it is whole does not follow
 * from another one with the same leaf. */
static void
test_many (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (Mint) stranger = mint_ca ("Stranger", NULL);

  for (guint i = 0; i < 1 << 10; i++)
    {
      g_autoptr (GPtrArray) chain = make_variant (world, stranger, i);
      g_autoptr (KpProbe) first = judge (world->trust, chain);
      g_autoptr (KpProbe) again = judge (world->trust, chain);

      g_assert_cmpint (first->trust, ==,
                       i == 0 ? KP_PROBE_TRUST_NONE : KP_PROBE_TRUST_EXTRA);
      g_assert_cmpint (again->trust, ==, first->trust);
      g_assert_cmpstr (again->root_sha256, ==, first->root_sha256);
      g_assert_cmpstr (again->root_name, ==, first->root_name);
      g_assert_cmpint (again->chain_not_after, ==, first->chain_not_after);
      g_assert_cmpint (again->root_served, ==, first->root_served);
      g_assert_cmpint (again->weak, ==, first->weak);
      g_assert_cmpstr (again->certificate->sha256, ==, first->certificate->sha256);
      g_assert_true (g_strv_equal ((const char *const *) again->chain_sha256,
                                   (const char *const *) first->chain_sha256));
    }
}

static void
test_unknown (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (Mint) root = mint_ca ("Unknown Root", NULL);
  g_autoptr (Mint) intermediate = mint_ca ("Unknown Intermediate", root);
  g_autoptr (Mint) leaf = mint_leaf ("cp.example.com", intermediate);
  g_autoptr (Mint) other = mint_leaf ("my.example.com", intermediate);
  g_autoptr (GPtrArray) whole = mint_chain (leaf, intermediate, root, NULL);
  g_autoptr (GPtrArray) rootless = mint_chain (leaf, intermediate, NULL);
  g_autoptr (GPtrArray) alone = mint_chain (leaf, NULL);
  g_autoptr (GPtrArray) other_alone = mint_chain (other, NULL);
  g_autoptr (KpProbe) first = judge (world->trust, whole);
  g_autoptr (KpProbe) second = judge (world->trust, rootless);
  g_autoptr (KpProbe) third = judge (world->trust, alone);
  g_autoptr (KpProbe) fourth = judge (world->trust, other_alone);
  g_autofree char *root_sha256 = kp_certificate_sha256 (root->der);

  g_assert_cmpint (first->trust, ==, KP_PROBE_TRUST_NONE);
  g_assert_cmpstr (first->root_sha256, ==, root_sha256);
  g_assert_cmpstr (first->root_name, ==, "Unknown Root");
  g_assert_true (first->root_served);
  g_assert_cmpint (second->trust, ==, KP_PROBE_TRUST_NONE);
  g_assert_cmpstr (second->root_name, ==, "Unknown Root");
  g_assert_false (second->root_served);
  /* Two sites behind one interceptor that serves no chain name the same root. */
  g_assert_cmpstr (third->root_name, ==, "Unknown Intermediate");
  g_assert_cmpstr (third->root_sha256, ==, fourth->root_sha256);
  g_assert_cmpstr (third->root_sha256, !=, third->certificate->sha256);
}

static void
test_self_signed (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (Mint) leaf = mint_leaf ("cp.example.com", NULL);
  g_autofree char *pem = mint_to_pem (leaf);
  g_autoptr (KpTrust) trusting = kp_trust_new (pem, FALSE, NULL);
  g_autoptr (GPtrArray) chain = mint_chain (leaf, NULL);
  g_autoptr (KpProbe) probe = judge (world->trust, chain);

  g_assert_cmpint (probe->trust, ==, KP_PROBE_TRUST_NONE);
  g_assert_true (probe->certificate->self_issued);
  g_assert_cmpstr (probe->root_sha256, ==, probe->certificate->sha256);
  g_assert_false (probe->root_served);
  g_assert_cmpint (probe->chain_not_after, ==, 0);
  g_assert_cmpint (trust_of (trusting, chain), ==, KP_PROBE_TRUST_EXTRA);
}

static void
test_incomplete (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (Mint) stranger = mint_ca ("Stranger", NULL);
  g_autoptr (GPtrArray) chain = mint_chain (world->leaf, NULL);
  g_autoptr (GPtrArray) useless = mint_chain (stranger, world->leaf, NULL);
  g_autoptr (GPtrArray) known = mint_chain (world->intermediate, NULL);
  g_autoptr (GPtrArray) complete = mint_chain (world->leaf, world->intermediate, NULL);
  g_autoptr (KpProbe) probe = NULL;

  g_assert_cmpint (trust_of (world->trust, chain), ==, KP_PROBE_TRUST_NONE);
  kp_trust_learn (world->trust, useless);
  g_assert_cmpint (trust_of (world->trust, chain), ==, KP_PROBE_TRUST_NONE);
  kp_trust_learn (world->trust, known);
  kp_trust_learn (world->trust, known);
  probe = judge (world->trust, chain);
  g_assert_cmpint (probe->trust, ==, KP_PROBE_TRUST_INCOMPLETE);
  g_assert_cmpstr (probe->root_name, ==, "Test Root");
  g_assert_cmpuint (g_strv_length (probe->chain_sha256), ==, 1);
  g_assert_cmpint (trust_of (world->trust, complete), ==, KP_PROBE_TRUST_EXTRA);
}

/* What one site serves completes the chain of another; what leads nowhere does not. */
static void
test_seen (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (Mint) stranger = mint_ca ("Stranger", NULL);
  g_autoptr (Mint) below = mint_ca ("Below", stranger);
  g_autoptr (Mint) other = mint_leaf ("my.example.com", world->intermediate);
  g_autoptr (Mint) lost = mint_leaf ("cp.example.com", below);
  g_autoptr (GPtrArray) alone = mint_chain (world->leaf, NULL);
  g_autoptr (GPtrArray) complete = mint_chain (other, world->intermediate, below, NULL);
  g_autoptr (GPtrArray) untrusted = mint_chain (lost, below, stranger, NULL);
  g_autoptr (GPtrArray) lost_alone = mint_chain (lost, NULL);

  g_assert_cmpint (trust_of (world->trust, alone), ==, KP_PROBE_TRUST_NONE);
  g_assert_cmpint (trust_of (world->trust, untrusted), ==, KP_PROBE_TRUST_NONE);
  g_assert_cmpint (trust_of (world->trust, complete), ==, KP_PROBE_TRUST_EXTRA);
  g_assert_cmpint (trust_of (world->trust, alone), ==, KP_PROBE_TRUST_INCOMPLETE);
  g_assert_cmpint (trust_of (world->trust, lost_alone), ==, KP_PROBE_TRUST_NONE);
}

/* A forged intermediate has the right name and the right key identifier, but not the key.
 */
static void
test_forged (void)
{
  g_autoptr (World) world = world_new ();
  MintSpec spec = { .common_name = "Test Intermediate", .ca = TRUE, .no_key_ids = TRUE };
  MintSpec leaf_spec = { .common_name = "cp.example.com", .no_key_ids = TRUE };
  g_autoptr (Mint) forged = mint_new (&spec, NULL);
  g_autoptr (Mint) fake_root = mint_ca ("Test Root", NULL);
  g_autoptr (Mint) by_forged = mint_new (&leaf_spec, forged);
  g_autoptr (Mint) by_fake_root = mint_new (&leaf_spec, fake_root);
  g_autoptr (Mint) by_leaf = mint_leaf ("my.example.com", world->leaf);
  GPtrArray *chains[] = {
    mint_chain (by_forged, forged, NULL),
    mint_chain (by_forged, world->intermediate, forged, NULL),
    mint_chain (by_fake_root, fake_root, world->root, NULL),
    mint_chain (by_fake_root, NULL),
    mint_chain (by_leaf, world->leaf, world->intermediate, NULL),
  };
  g_autoptr (GPtrArray) good = mint_chain (world->leaf, forged, world->intermediate, NULL);

  for (guint round = 0; round < 2; round++)
    {
      for (guint i = 0; i < G_N_ELEMENTS (chains); i++)
        g_assert_cmpint (trust_of (world->trust, chains[i]), ==, KP_PROBE_TRUST_NONE);
      g_assert_cmpint (trust_of (world->trust, good), ==, KP_PROBE_TRUST_EXTRA);
    }
  for (guint i = 0; i < G_N_ELEMENTS (chains); i++)
    g_ptr_array_unref (chains[i]);
}

static void
test_purpose (void)
{
  g_autoptr (World) world = world_new ();
  MintSpec client = { .common_name = "a", .purpose = GNUTLS_KP_TLS_WWW_CLIENT };
  MintSpec any = { .common_name = "b", .purpose = "" };
  MintSpec ca = { .common_name = "Mail CA",
                  .ca = TRUE,
                  .purpose = GNUTLS_KP_EMAIL_PROTECTION };
  g_autoptr (Mint) for_client = mint_new (&client, world->intermediate);
  g_autoptr (Mint) for_any = mint_new (&any, world->intermediate);
  g_autoptr (Mint) mail_ca = mint_new (&ca, world->root);
  g_autoptr (Mint) by_mail_ca = mint_leaf ("cp.example.com", mail_ca);
  g_autoptr (GPtrArray) first = mint_chain (for_client, world->intermediate, NULL);
  g_autoptr (GPtrArray) second = mint_chain (for_any, world->intermediate, NULL);
  g_autoptr (GPtrArray) third = mint_chain (by_mail_ca, mail_ca, NULL);

  g_assert_cmpint (trust_of (world->trust, first), ==, KP_PROBE_TRUST_NONE);
  g_assert_cmpint (trust_of (world->trust, second), ==, KP_PROBE_TRUST_EXTRA);
  g_assert_cmpint (trust_of (world->trust, third), ==, KP_PROBE_TRUST_NONE);
}

static void
test_path_length (void)
{
  MintSpec root_spec = { .common_name = "Short Root", .ca = TRUE, .limits_path = TRUE };
  MintSpec short_spec = { .common_name = "Short CA", .ca = TRUE, .limits_path = TRUE };
  g_autoptr (World) world = world_new ();
  g_autoptr (Mint) root = mint_new (&root_spec, NULL);
  g_autoptr (Mint) below_root = mint_ca ("One Too Many", root);
  g_autoptr (Mint) leaf_of_root = mint_leaf ("a.example.com", root);
  g_autoptr (Mint) too_deep = mint_leaf ("b.example.com", below_root);
  g_autoptr (Mint) limited = mint_new (&short_spec, world->intermediate);
  g_autoptr (Mint) below_limited = mint_ca ("Also Too Many", limited);
  g_autoptr (Mint) leaf_of_limited = mint_leaf ("c.example.com", limited);
  g_autoptr (Mint) deeper = mint_leaf ("d.example.com", below_limited);
  g_autofree char *pem = mint_to_pem (root);
  g_autoptr (KpTrust) trust = kp_trust_new (pem, FALSE, NULL);
  g_autoptr (GPtrArray) fine = mint_chain (leaf_of_root, NULL);
  g_autoptr (GPtrArray) long_one = mint_chain (too_deep, below_root, NULL);
  g_autoptr (GPtrArray) fine_too =
      mint_chain (leaf_of_limited, limited, world->intermediate, NULL);
  g_autoptr (GPtrArray) long_too =
      mint_chain (deeper, below_limited, limited, world->intermediate, NULL);

  g_assert_cmpint (trust_of (trust, fine), ==, KP_PROBE_TRUST_EXTRA);
  g_assert_cmpint (trust_of (trust, long_one), ==, KP_PROBE_TRUST_NONE);
  g_assert_cmpint (trust_of (world->trust, fine_too), ==, KP_PROBE_TRUST_EXTRA);
  g_assert_cmpint (trust_of (world->trust, long_too), ==, KP_PROBE_TRUST_NONE);
}

/* What was verified for a name inside must not let another one pass. */
static void
test_name_constraints (void)
{
  MintSpec spec = { .common_name = "Bounded CA", .ca = TRUE, .permitted = "example.com" };
  g_autoptr (World) world = world_new ();
  g_autoptr (Mint) bounded = mint_new (&spec, world->root);
  g_autoptr (Mint) inside = mint_leaf ("cp.example.com", bounded);
  g_autoptr (Mint) outside = mint_leaf ("cp.example.net", bounded);
  g_autoptr (GPtrArray) good = mint_chain (inside, bounded, NULL);
  g_autoptr (GPtrArray) bad = mint_chain (outside, bounded, NULL);

  for (guint round = 0; round < 2; round++)
    {
      g_assert_cmpint (trust_of (world->trust, good), ==, KP_PROBE_TRUST_EXTRA);
      g_assert_cmpint (trust_of (world->trust, bad), ==, KP_PROBE_TRUST_NONE);
    }
}

/* Of two certificates of one CA the one that ends last counts, and a root ends a path even
 * where its old cross-signed certificate was served. */
static void
test_cross_signed (void)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr (World) world = world_new ();
  g_autoptr (Mint) gone = mint_ca ("Gone Root", NULL);
  MintSpec cross_spec = { .common_name = "Test Root",
                          .ca = TRUE,
                          .key_of = world->root,
                          .not_after = now - 5 * DAY };
  MintSpec old_spec = { .common_name = "Test Intermediate",
                        .ca = TRUE,
                        .key_of = world->intermediate,
                        .not_after = now - 3 * DAY };
  g_autoptr (Mint) cross = mint_new (&cross_spec, gone);
  g_autoptr (Mint) old = mint_new (&old_spec, world->root);
  g_autoptr (GPtrArray) usual = mint_chain (world->leaf, world->intermediate, cross, NULL);
  g_autoptr (GPtrArray) both = mint_chain (world->leaf, old, world->intermediate, NULL);
  g_autoptr (GPtrArray) only_old = mint_chain (world->leaf, old, NULL);
  g_autoptr (KpProbe) first = judge (world->trust, usual);
  g_autoptr (KpProbe) second = judge (world->trust, both);
  g_autoptr (KpProbe) third = judge (world->trust, only_old);

  g_assert_cmpint (first->trust, ==, KP_PROBE_TRUST_EXTRA);
  g_assert_cmpint (first->chain_not_after, >, now);
  g_assert_cmpint (second->trust, ==, KP_PROBE_TRUST_EXTRA);
  g_assert_cmpint (second->chain_not_after, >, now);
  g_assert_cmpint (third->trust, ==, KP_PROBE_TRUST_EXTRA);
  g_assert_cmpint (third->chain_not_after, ==, now - 3 * DAY);
}

static void
test_weak (void)
{
  g_autoptr (World) world = world_new ();
  MintSpec sha1 = { .common_name = "a", .digest = GNUTLS_DIG_SHA1 };
  MintSpec small = { .common_name = "b", .key = MINT_RSA_1024 };
  MintSpec sha1_ca = { .common_name = "Old CA", .ca = TRUE, .digest = GNUTLS_DIG_SHA1 };
  MintSpec sha1_root = { .common_name = "Old Root", .ca = TRUE, .digest = GNUTLS_DIG_SHA1 };
  g_autoptr (Mint) signed_weakly = mint_new (&sha1, world->intermediate);
  g_autoptr (Mint) small_key = mint_new (&small, world->intermediate);
  g_autoptr (Mint) old_ca = mint_new (&sha1_ca, world->root);
  g_autoptr (Mint) by_old_ca = mint_leaf ("c.example.com", old_ca);
  g_autoptr (Mint) old_root = mint_new (&sha1_root, NULL);
  g_autoptr (Mint) by_old_root = mint_leaf ("d.example.com", old_root);
  g_autofree char *pem = mint_to_pem (old_root);
  g_autoptr (KpTrust) old_trust = kp_trust_new (pem, FALSE, NULL);
  const struct
  {
    KpTrust *trust;
    GPtrArray *chain;
    KpProbeTrust leads;
    gboolean weak;
  } rows[] = {
    { world->trust, mint_chain (signed_weakly, world->intermediate, NULL),
      KP_PROBE_TRUST_EXTRA, TRUE },
    { world->trust, mint_chain (small_key, world->intermediate, NULL), KP_PROBE_TRUST_EXTRA,
      TRUE },
    { world->trust, mint_chain (by_old_ca, old_ca, NULL), KP_PROBE_TRUST_EXTRA, TRUE },
    { world->trust, mint_chain (by_old_root, old_root, NULL), KP_PROBE_TRUST_NONE, FALSE },
    { old_trust, mint_chain (by_old_root, old_root, NULL), KP_PROBE_TRUST_EXTRA, FALSE },
    { old_trust, mint_chain (signed_weakly, world->intermediate, NULL), KP_PROBE_TRUST_NONE,
      TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (KpProbe) probe = judge (rows[i].trust, rows[i].chain);

      g_test_message ("row %u", i);
      g_assert_cmpint (probe->trust, ==, rows[i].leads);
      g_assert_cmpint (probe->weak, ==, rows[i].weak);
      g_ptr_array_unref (rows[i].chain);
    }
}

static void
test_hostile_chain (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (GPtrArray) empty = mint_chain (NULL, NULL);
  g_autoptr (GPtrArray) noise = mint_chain (NULL, NULL);
  g_autoptr (GPtrArray) mixed = mint_chain (world->leaf, NULL);
  g_autoptr (GPtrArray) maze = mint_chain (world->leaf, NULL);
  g_autoptr (GPtrArray) mints = g_ptr_array_new_with_free_func ((GDestroyNotify) mint_free);
  g_autoptr (KpProbe) probe = kp_probe_new ("127.0.0.1");
  MintSpec spec = { .common_name = "Test Intermediate", .ca = TRUE, .no_key_ids = TRUE };

  g_ptr_array_add (noise, g_bytes_new_static ("\x30\x03\x02\x01", 4));
  g_assert_false (kp_trust_judge (world->trust, empty, probe));
  g_assert_false (kp_trust_judge (world->trust, noise, probe));
  g_assert_null (probe->certificate);

  /* All of them may have signed all the others. */
  for (guint i = 0; i < 40; i++)
    {
      Mint *one = mint_new (&spec, NULL);

      g_ptr_array_add (mints, one);
      g_ptr_array_add (maze, g_bytes_ref (one->der));
    }
  g_test_timer_start ();
  g_assert_cmpint (trust_of (world->trust, maze), ==, KP_PROBE_TRUST_NONE);
  g_assert_cmpfloat (g_test_timer_elapsed (), <, 20.0);

  g_ptr_array_add (mixed, g_bytes_new_static ("\xff\xff", 2));
  g_ptr_array_add (mixed, g_bytes_ref (world->intermediate->der));
  g_assert_cmpint (trust_of (world->trust, mixed), ==, KP_PROBE_TRUST_EXTRA);
}

static void
test_extra (void)
{
  g_autoptr (World) world = world_new ();
  g_autofree char *pem = mint_to_pem (world->root);
  g_autofree char *key = mint_key_to_pem (world->root);
  g_autofree char *both = g_strconcat (pem, key, NULL);
  g_autofree char *large = g_strnfill (1024 * 1024 + 1, '#');
  const struct
  {
    const char *pem;
    int code;
  } rows[] = {
    { NULL, KP_TRUST_ERROR_NO_ROOTS },
    { "", KP_TRUST_ERROR_NO_ROOTS },
    { "nothing", KP_TRUST_ERROR_NO_ROOTS },
    { "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
      KP_TRUST_ERROR_NO_ROOTS },
    { both, KP_TRUST_ERROR_PRIVATE_KEY },
    { large, KP_TRUST_ERROR_TOO_LARGE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KpTrust) trust = kp_trust_new (rows[i].pem, FALSE, &error);

      g_assert_error (error, KP_TRUST_ERROR, rows[i].code);
      g_assert_null (trust);
    }
}

/* The system's roots differ by machine: take one of them and give it as the user's, too. */
static void
test_system (void)
{
  g_autoptr (World) world = world_new ();
  g_autofree char *pem = mint_to_pem (world->root);
  g_autoptr (GError) error = NULL;
  g_autoptr (KpTrust) trust = kp_trust_new (pem, TRUE, &error);
  g_autoptr (GPtrArray) chain = mint_chain (world->leaf, world->intermediate, NULL);
  gnutls_x509_trust_list_t list;
  gnutls_x509_trust_list_iter_t iter = NULL;
  gnutls_x509_crt_t crt;
  gnutls_datum_t der;
  guint seen = 0;

  g_assert_no_error (error);
  g_assert_cmpint (trust_of (trust, chain), ==, KP_PROBE_TRUST_EXTRA);
  g_assert_cmpint (gnutls_x509_trust_list_init (&list, 0), ==, 0);
  g_assert_cmpint (gnutls_x509_trust_list_add_system_trust (list, 0, 0), >, 0);
  while (gnutls_x509_trust_list_iter_get_ca (list, &iter, &crt) == 0)
    {
      g_autoptr (GPtrArray) alone =
          g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

      g_assert_cmpint (gnutls_x509_crt_export2 (crt, GNUTLS_X509_FMT_DER, &der), ==, 0);
      g_ptr_array_add (alone, g_bytes_new (der.data, der.size));
      if (gnutls_x509_crt_check_key_purpose (crt, GNUTLS_KP_TLS_WWW_SERVER, 0))
        g_assert_cmpint (trust_of (trust, alone), ==, KP_PROBE_TRUST_SYSTEM);
      g_assert_cmpint (trust_of (world->trust, alone), ==, KP_PROBE_TRUST_NONE);
      gnutls_free (der.data);
      gnutls_x509_crt_deinit (crt);
      seen++;
    }
  gnutls_x509_trust_list_iter_deinit (iter);
  gnutls_x509_trust_list_deinit (list, 1);
  g_assert_cmpuint (seen, >, 0);
}

/* SSL_CERT_FILE stands for the system's file, and nothing else is taken if it is gone. */
static void
test_system_file (void)
{
  g_autoptr (World) world = world_new ();
  g_autofree char *pem = mint_to_pem (world->root);
  g_autofree char *path = NULL;
  g_autoptr (GPtrArray) chain = mint_chain (world->leaf, world->intermediate, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (KpTrust) trust = NULL;
  g_autoptr (KpTrust) without = NULL;
  int file = g_file_open_tmp ("keyplate-roots-XXXXXX", &path, &error);

  g_assert_no_error (error);
  g_close (file, NULL);
  g_file_set_contents (path, pem, -1, &error);
  g_assert_no_error (error);
  g_setenv ("SSL_CERT_FILE", path, TRUE);
  trust = kp_trust_new (NULL, TRUE, &error);
  g_unlink (path);
  without = kp_trust_new (NULL, TRUE, NULL);
  g_unsetenv ("SSL_CERT_FILE");

  g_assert_no_error (error);
  g_assert_cmpint (trust_of (trust, chain), ==, KP_PROBE_TRUST_SYSTEM);
  g_assert_null (without);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trust/order", test_order);
  g_test_add_func ("/trust/many", test_many);
  g_test_add_func ("/trust/unknown", test_unknown);
  g_test_add_func ("/trust/self-signed", test_self_signed);
  g_test_add_func ("/trust/incomplete", test_incomplete);
  g_test_add_func ("/trust/seen", test_seen);
  g_test_add_func ("/trust/forged", test_forged);
  g_test_add_func ("/trust/purpose", test_purpose);
  g_test_add_func ("/trust/path-length", test_path_length);
  g_test_add_func ("/trust/name-constraints", test_name_constraints);
  g_test_add_func ("/trust/cross-signed", test_cross_signed);
  g_test_add_func ("/trust/weak", test_weak);
  g_test_add_func ("/trust/hostile-chain", test_hostile_chain);
  g_test_add_func ("/trust/extra", test_extra);
  g_test_add_func ("/trust/system", test_system);
  g_test_add_func ("/trust/system-file", test_system_file);
  return g_test_run ();
}
