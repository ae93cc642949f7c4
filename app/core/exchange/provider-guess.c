/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/exchange/provider-guess.h"

/* Names asked at once: each resolver has its own bound, this one keeps the memory small. */
#define AT_ONCE 120

typedef struct
{
  KpCatalogue *catalogue;
  GPtrArray *resolvers;
  GPtrArray *sites;
  guint next;
  guint running;
  gboolean answered;
} Guess;

typedef struct
{
  GTask *task;
  KpSite *site;
} One;

static void pump (GTask *task);

static void
guess_free (Guess *guess)
{
  g_object_unref (guess->catalogue);
  g_ptr_array_unref (guess->resolvers);
  g_ptr_array_unref (guess->sites);
  g_free (guess);
}

static void
apply (Guess *guess, KpSite *site, GPtrArray *chain)
{
  g_autoptr (GPtrArray) targets = g_ptr_array_new ();
  g_autofree char *target = NULL;
  KpProfile *profile;

  for (guint i = 0; i < chain->len; i++)
    g_ptr_array_add (targets, ((KpRecord *) g_ptr_array_index (chain, i))->data);
  g_ptr_array_add (targets, NULL);
  profile =
      kp_catalogue_guess (guess->catalogue, (const char *const *) targets->pdata, &target);
  if (profile == NULL)
    return;
  kp_site_set_provider (site, kp_profile_get_id (profile));
  if (kp_site_get_target (site) == NULL && target != NULL
      && kp_profile_get_target_kind (profile) != KP_TARGET_FIXED)
    kp_site_set_target (site, target);
}

static void
reply_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  One *one = data;
  g_autoptr (GTask) task = one->task;
  Guess *guess = g_task_get_task_data (task);
  g_autoptr (KpDnsReply) reply =
      kp_resolver_lookup_finish (KP_RESOLVER (source), result, NULL);

  if (reply != NULL)
    {
      g_autoptr (GPtrArray) chain = NULL;
      g_autoptr (GPtrArray) end = kp_dns_reply_follow (reply, &chain, NULL);

      guess->answered = TRUE;
      apply (guess, one->site, chain);
    }
  g_object_unref (one->site);
  g_free (one);
  guess->running--;
  pump (task);
}

static void
pump (GTask *task)
{
  Guess *guess = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  while (guess->running < AT_ONCE && guess->next < guess->sites->len
         && !g_cancellable_is_cancelled (cancellable))
    {
      One *one = g_new0 (One, 1);
      guint i = guess->next++;

      one->task = g_object_ref (task);
      one->site = g_object_ref (g_ptr_array_index (guess->sites, i));
      guess->running++;
      kp_resolver_lookup_async (
          g_ptr_array_index (guess->resolvers, i % guess->resolvers->len),
          kp_site_get_host (one->site), KP_RECORD_A, KP_LOOKUP_NONE, cancellable, reply_cb,
          one);
    }
  if (guess->running > 0 || g_task_get_completed (task))
    return;
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_boolean (task, guess->answered);
}

void
kp_provider_guess_async (KpCatalogue *catalogue, GPtrArray *resolvers, GPtrArray *sites,
                         GCancellable *cancellable, GAsyncReadyCallback callback,
                         gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  Guess *guess = g_new0 (Guess, 1);

  g_return_if_fail (resolvers->len > 0);

  g_task_set_source_tag (task, kp_provider_guess_async);
  guess->catalogue = g_object_ref (catalogue);
  guess->resolvers = g_ptr_array_ref (resolvers);
  guess->sites = g_ptr_array_ref (sites);
  g_task_set_task_data (task, guess, (GDestroyNotify) guess_free);
  pump (task);
}

gboolean
kp_provider_guess_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
