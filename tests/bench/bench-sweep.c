/* SPDX-License-Identifier: GPL-3.0-or-later */

/* bench-sweep DIR: checks all sites of the store in DIR, with its settings, as the window
 * and keyplatectl do, and prints what that took: seconds, questions to each resolver,
 * handshakes, locked sites, processor, greatest memory. */
#include <stdlib.h>
#include <sys/resource.h>

#include "core/desk.h"
#include "core/dns/system-resolver.h"
#include "waiting.h"

/* As in core/desk.c. */
#define SYSTEM_TIMEOUT 2

/* Hands on what it is asked, and counts. */
#define TYPE_COUNTER (counter_get_type ())
G_DECLARE_FINAL_TYPE (Counter, counter, BENCH, COUNTER, GObject)

struct _Counter
{
  GObject parent;

  KpResolver *resolver;
  guint n;
};

static void counter_iface_init (KpResolverInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (Counter, counter, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (KP_TYPE_RESOLVER, counter_iface_init))

static const char *
get_url (KpResolver *resolver)
{
  return kp_resolver_get_url (BENCH_COUNTER (resolver)->resolver);
}

static const char *
get_name (KpResolver *resolver)
{
  return kp_resolver_get_name (BENCH_COUNTER (resolver)->resolver);
}

static KpResolverSource
get_source (KpResolver *resolver)
{
  return kp_resolver_get_source (BENCH_COUNTER (resolver)->resolver);
}

static void
replied_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  KpDnsReply *reply = kp_resolver_lookup_finish (KP_RESOLVER (source), result, &error);

  if (reply != NULL)
    g_task_return_pointer (task, reply, (GDestroyNotify) kp_dns_reply_unref);
  else
    g_task_return_error (task, error);
}

static void
lookup_async (KpResolver *resolver, const char *name, KpRecordType type,
              KpLookupFlags flags, GCancellable *cancellable, GAsyncReadyCallback callback,
              gpointer data)
{
  Counter *self = BENCH_COUNTER (resolver);
  GTask *task = g_task_new (self, cancellable, callback, data);

  g_task_set_check_cancellable (task, FALSE);
  self->n++;
  kp_resolver_lookup_async (self->resolver, name, type, flags, cancellable, replied_cb,
                            task);
}

static KpDnsReply *
lookup_finish (KpResolver *resolver, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
counter_iface_init (KpResolverInterface *iface)
{
  iface->get_url = get_url;
  iface->get_name = get_name;
  iface->get_source = get_source;
  iface->lookup_async = lookup_async;
  iface->lookup_finish = lookup_finish;
}

static void
counter_dispose (GObject *object)
{
  g_clear_object (&BENCH_COUNTER (object)->resolver);
  G_OBJECT_CLASS (counter_parent_class)->dispose (object);
}

static void
counter_class_init (CounterClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = counter_dispose;
}

static void
counter_init (Counter *self)
{
}

static Counter *
counter_new (KpResolver *resolver)
{
  Counter *self = g_object_new (TYPE_COUNTER, NULL);

  self->resolver = g_object_ref (resolver);
  return self;
}

typedef struct
{
  KpDesk *desk;
  GPtrArray *counters;
  Counter *system;
  guint sites;
  guint locked;
  guint handshakes;
  guint probes;
} Bench;

static void
check (gboolean fine, const GError *error)
{
  if (fine)
    return;
  g_printerr ("bench-sweep: %s\n", error->message);
  exit (3);
}

static KpChecker *
make_checker (Bench *bench)
{
  KpSettings *settings = kp_desk_get_settings (bench->desk);
  const char *roots = kp_settings_get_string (settings, "trust-sites");
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) resolvers = kp_desk_make_resolvers (bench->desk, &error);
  g_autoptr (KpResolver) system = kp_system_resolver_new (SYSTEM_TIMEOUT);
  g_autoptr (KpTrust) trust = NULL;
  g_autoptr (KpProber) prober = NULL;

  check (resolvers != NULL, error);
  trust = kp_trust_new (*roots != '\0' ? roots : NULL, TRUE, &error);
  check (trust != NULL, error);
  for (guint i = 0; i < resolvers->len; i++)
    g_ptr_array_add (bench->counters, counter_new (g_ptr_array_index (resolvers, i)));
  bench->system = counter_new (system);
  prober = kp_prober_new (trust, kp_desk_get_clock (bench->desk),
                          kp_settings_get_int (settings, "timeout"),
                          kp_settings_get_int (settings, "plain-port"));
  return kp_checker_new (bench->counters, KP_RESOLVER (bench->system), prober,
                         kp_desk_get_clock (bench->desk));
}

static void
results_cb (KpSweep *sweep, GPtrArray *results, Bench *bench)
{
  for (guint i = 0; i < results->len; i++)
    {
      const KpCheckResult *result = g_ptr_array_index (results, i);
      GPtrArray *probes = result->observation->probes;

      bench->sites++;
      bench->locked += result->verdict->summary.lock == KP_LOCK_LOCKED;
      bench->probes += probes->len;
      for (guint j = 0; j < probes->len; j++)
        bench->handshakes +=
            ((KpProbe *) g_ptr_array_index (probes, j))->outcome == KP_PROBE_SERVED;
    }
}

static void
report (Bench *bench, double seconds)
{
  struct rusage usage;
  g_autoptr (GString) questions = g_string_new (NULL);

  for (guint i = 0; i < bench->counters->len; i++)
    g_string_append_printf (questions, " %u",
                            ((Counter *) g_ptr_array_index (bench->counters, i))->n);
  getrusage (RUSAGE_SELF, &usage);
  g_print (
      "%.3f s: %u sites, %u locked; questions%s, to the system %u; %u handshakes of %u; "
      "%.2f s of a processor; %ld KiB at most\n",
      seconds, bench->sites, bench->locked, questions->str, bench->system->n,
      bench->handshakes, bench->probes,
      (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
          + (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6,
      usage.ru_maxrss);
}

static GPtrArray *
get_sites (KpDesk *desk)
{
  GListModel *portfolio = G_LIST_MODEL (kp_desk_get_portfolio (desk));
  GPtrArray *sites = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (portfolio); i++)
    g_ptr_array_add (sites, g_list_model_get_item (portfolio, i));
  return sites;
}

static double
sweep_all (Bench *bench, KpChecker *checker)
{
  g_autoptr (GPtrArray) sites = get_sites (bench->desk);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpSweep) sweep = NULL;
  KpThresholds thresholds;
  gint64 begin;

  kp_desk_get_thresholds (bench->desk, &thresholds);
  sweep = kp_sweep_new (checker, kp_desk_get_catalogue (bench->desk),
                        kp_desk_get_store (bench->desk), &thresholds,
                        kp_desk_get_clock (bench->desk),
                        kp_settings_get_int (kp_desk_get_settings (bench->desk), "jobs"));
  g_signal_connect (sweep, "results", G_CALLBACK (results_cb), bench);
  begin = g_get_monotonic_time ();
  kp_sweep_run_async (sweep, sites, NULL, take_result, &result);
  check (kp_sweep_run_finish (sweep, wait_for_result (&result), &error), error);
  return (double) (g_get_monotonic_time () - begin) / G_USEC_PER_SEC;
}

int
main (int argc, char **argv)
{
  g_autoptr (GAsyncResult) opened = NULL;
  g_autoptr (GAsyncResult) loaded = NULL;
  g_autoptr (GAsyncResult) closed = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpChecker) checker = NULL;
  Bench bench = { 0 };

  if (argc != 2)
    {
      g_printerr ("Usage: bench-sweep DIR\n");
      return 2;
    }
  bench.counters = g_ptr_array_new_with_free_func (g_object_unref);
  bench.desk = kp_desk_new (argv[1], FALSE);
  kp_desk_open_async (bench.desk, NULL, take_result, &opened);
  check (kp_desk_open_finish (bench.desk, wait_for_result (&opened), &error), error);
  kp_portfolio_load_async (kp_desk_get_portfolio (bench.desk), 0, NULL, take_result,
                           &loaded);
  check (kp_portfolio_load_finish (kp_desk_get_portfolio (bench.desk),
                                   wait_for_result (&loaded), &error),
         error);
  checker = make_checker (&bench);
  report (&bench, sweep_all (&bench, checker));
  kp_desk_close_async (bench.desk, take_result, &closed);
  check (kp_desk_close_finish (bench.desk, wait_for_result (&closed), &error), error);
  g_ptr_array_unref (bench.counters);
  g_object_unref (bench.system);
  g_object_unref (bench.desk);
  return 0;
}
