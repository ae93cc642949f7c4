/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/dns/resolver-test.h"

#include <arpa/nameser.h>
#include <glib/gi18n.h>

#include "core/dns/doh-resolver.h"

void
kp_resolver_test_free (KpResolverTest *self)
{
  if (self == NULL)
    return;
  g_free (self->words);
  g_free (self);
}

static char *
describe_time (const KpResolverTest *self)
{
  if (self->protocol == NULL)
    /* Translators: of a DNS server; %u is a number of milliseconds. */
    return g_strdup_printf (_ ("Answered in %u ms"), self->milliseconds);
  /* Translators: of a DNS server; %u is a number of milliseconds, %s is "HTTP/2" or
   * "HTTP/1.1". */
  return g_strdup_printf (_ ("Answered in %u ms over %s"), self->milliseconds,
                          self->protocol);
}

/* @time: "Answered in 12 ms". Returns: (transfer full) (nullable): the same, and what is
 * odd about the answer; %NULL if nothing is */
static char *
describe_oddity (const KpDnsReply *reply, const char *time)
{
  g_autoptr (GPtrArray) addresses = kp_dns_reply_follow (reply, NULL, NULL);

  if (reply->rcode == ns_r_refused)
    /* Translators: of a DNS server; %s is "Answered in 12 ms over HTTP/2". */
    return g_strdup_printf (_ ("%s, but refuses the question"), time);
  if (reply->rcode != ns_r_noerror && reply->rcode != ns_r_nxdomain)
    /* Translators: of a DNS server; %s is "Answered in 12 ms over HTTP/2". */
    return g_strdup_printf (_ ("%s, but can’t look names up now"), time);
  if (addresses->len == 0)
    /* Translators: of a DNS server; %s is "Answered in 12 ms over HTTP/2"; it knows a few
     * names only, as one within a company does. */
    return g_strdup_printf (_ ("%s, but does not know the names of the Internet"), time);
  if (g_str_equal (((const KpRecord *) g_ptr_array_index (addresses, 0))->data, "0.0.0.0"))
    /* Translators: of a DNS server; %s is "Answered in 12 ms over HTTP/2"; it gives wrong
     * answers on purpose. */
    return g_strdup_printf (_ ("%s, but filters names"), time);
  return NULL;
}

static void
judge (KpResolverTest *self, const KpDnsReply *reply)
{
  g_autofree char *time = describe_time (self);
  g_autofree char *odd = describe_oddity (reply, time);

  self->state = odd != NULL ? KP_RESOLVER_TEST_ODD : KP_RESOLVER_TEST_WORKS;
  self->words = odd != NULL ? g_steal_pointer (&odd) : g_steal_pointer (&time);
}

static gint64 *
get_start (GTask *task)
{
  return g_task_get_task_data (task);
}

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  KpResolver *resolver = KP_RESOLVER (source);
  gint64 taken = g_get_monotonic_time () - *get_start (task);
  g_autoptr (KpResolverTest) test = g_new0 (KpResolverTest, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (KpDnsReply) reply = kp_resolver_lookup_finish (resolver, result, &error);

  if (g_error_matches (error, KP_DNS_ERROR, KP_DNS_ERROR_CANCELLED))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (reply != NULL)
    {
      test->milliseconds = (guint) MAX (taken / 1000, 1);
      if (KP_IS_DOH_RESOLVER (resolver))
        test->protocol = kp_doh_resolver_get_protocol (KP_DOH_RESOLVER (resolver));
      judge (test, reply);
    }
  else
    {
      test->state = KP_RESOLVER_TEST_FAILED;
      test->words = g_strdup (error->message);
    }
  g_task_return_pointer (task, g_steal_pointer (&test),
                         (GDestroyNotify) kp_resolver_test_free);
}

void
kp_resolver_test_async (KpResolver *resolver, GCancellable *cancellable,
                        GAsyncReadyCallback callback, gpointer data)
{
  GTask *task;
  gint64 now = g_get_monotonic_time ();

  g_return_if_fail (KP_IS_RESOLVER (resolver));

  task = g_task_new (resolver, cancellable, callback, data);
  g_task_set_source_tag (task, kp_resolver_test_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, g_memdup2 (&now, sizeof now), g_free);
  kp_resolver_lookup_async (resolver, KP_RESOLVER_TEST_NAME, KP_RECORD_A,
                            KP_LOOKUP_NO_CACHE, cancellable, looked_up_cb, task);
}

KpResolverTest *
kp_resolver_test_finish (KpResolver *resolver, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, resolver), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
