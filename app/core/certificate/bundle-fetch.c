/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/certificate/bundle-fetch.h"

#include <glib/gi18n.h>

typedef struct
{
  const KpDocument *document;
  KpBundleExpectation expected; /* its fetched is our own */
  KpTrust *trust;               /* the thread's own */
  KpIssuerFetcher *fetcher;
  KpBundle *bundle;
} Work;

static void build (GTask *task);

static void
work_free (gpointer data)
{
  Work *work = data;

  g_clear_pointer (&work->expected.fetched, g_ptr_array_unref);
  g_clear_pointer (&work->bundle, kp_bundle_free);
  g_clear_object (&work->trust);
  g_clear_object (&work->fetcher);
  g_free (work);
}

static void
end (GTask *task)
{
  Work *work = g_task_get_task_data (task);

  g_task_return_pointer (task, g_steal_pointer (&work->bundle),
                         (GDestroyNotify) kp_bundle_free);
}

/* What can be done now that this machine could not get it. */
static char *
advise (const KpBundle *bundle, const GError *failure)
{
  switch ((KpIssuerError) failure->code)
    {
    case KP_ISSUER_ERROR_NO_ANSWER:
      return g_strdup_printf (
          /* Translators: why something could not be fetched (a sentence), a web address */
          _ ("It could not be fetched: %s Try again later, or get %s yourself and add it."),
          failure->message, bundle->missing_uri);
    case KP_ISSUER_ERROR_NOT_ALLOWED:
      return g_strdup_printf (
          /* Translators: why something was not fetched (a sentence), a web address */
          _ ("It was not fetched: %s If you trust it, get %s yourself and add it."),
          failure->message, bundle->missing_uri);
    case KP_ISSUER_ERROR_NO_ADDRESS:
    case KP_ISSUER_ERROR_USELESS:
    case KP_ISSUER_ERROR_TOO_MANY:
    case KP_ISSUER_ERROR_CANCELLED:
    default:
      return g_strdup_printf (
          /* Translators: why something could not be fetched (a sentence), name of a CA */
          _ ("It could not be fetched: %s Ask the CA for the certificate of “%s” and add "
             "it."),
          failure->message, bundle->missing_issuer);
    }
}

static void
tell_failure (KpBundle *bundle, const GError *failure)
{
  for (guint i = 0; i < bundle->findings->len; i++)
    {
      KpFinding *finding = bundle->findings->pdata[i];
      g_autofree char *fix = NULL;

      if (finding->id != KP_FINDING_BUNDLE_MISSING_INTERMEDIATE)
        continue;
      fix = advise (bundle, failure);
      bundle->findings->pdata[i] =
          kp_finding_new (finding->id, finding->subject, finding->text, fix);
      kp_finding_unref (finding);
      return;
    }
}

static void
on_fetched (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Work *work = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  GBytes *issuer =
      kp_issuer_fetcher_fetch_finish (KP_ISSUER_FETCHER (source), result, &error);

  if (issuer != NULL)
    {
      g_ptr_array_add (work->expected.fetched, issuer);
      build (task);
    }
  else if (g_error_matches (error, KP_ISSUER_ERROR, KP_ISSUER_ERROR_CANCELLED))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    {
      tell_failure (work->bundle, error);
      end (task);
    }
}

static void
build_in_thread (GTask *step, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Work *work = data;

  g_task_return_pointer (step,
                         kp_bundle_build (work->document, &work->expected, work->trust),
                         (GDestroyNotify) kp_bundle_free);
}

/* It ends, as the fetcher asks only so many addresses. */
static void
on_built (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Work *work = g_task_get_task_data (task);
  GPtrArray *chain;

  work->bundle = g_task_propagate_pointer (G_TASK (result), NULL);
  chain = work->bundle->chain;
  if (work->fetcher != NULL && work->bundle->missing_uri != NULL && chain->len > 0)
    kp_issuer_fetcher_fetch_async (work->fetcher, chain->pdata[chain->len - 1],
                                   g_task_get_cancellable (task), on_fetched,
                                   g_object_ref (task));
  else
    end (task);
}

/* Signatures take their time: the window goes on meanwhile. */
static void
build (GTask *task)
{
  Work *work = g_task_get_task_data (task);
  g_autoptr (GTask) step = g_task_new (NULL, NULL, on_built, g_object_ref (task));

  g_clear_pointer (&work->bundle, kp_bundle_free);
  g_task_set_source_tag (step, build);
  g_task_set_task_data (step, work, NULL);
  g_task_run_in_thread (step, build_in_thread);
}

void
kp_bundle_fetch_async (const KpDocument *document, const KpBundleExpectation *expected,
                       KpTrust *trust, KpIssuerFetcher *fetcher, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = NULL;
  Work *work;

  g_return_if_fail (document != NULL && expected != NULL);
  g_return_if_fail (KP_IS_TRUST (trust));

  task = g_task_new (NULL, cancellable, callback, data);
  g_task_set_source_tag (task, kp_bundle_fetch_async);
  /* Cancelled is an error of the fetcher's domain. */
  g_task_set_check_cancellable (task, FALSE);
  work = g_new0 (Work, 1);
  work->document = document;
  work->expected = *expected;
  work->expected.fetched = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  for (guint i = 0; expected->fetched != NULL && i < expected->fetched->len; i++)
    g_ptr_array_add (work->expected.fetched, g_bytes_ref (expected->fetched->pdata[i]));
  work->trust = kp_trust_copy (trust);
  g_set_object (&work->fetcher, fetcher);
  g_task_set_task_data (task, work, work_free);
  build (task);
}

KpBundle *
kp_bundle_fetch_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
