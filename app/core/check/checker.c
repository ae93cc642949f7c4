/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/check/checker.h"

#include "core/check/checker-private.h"
#include "core/dns/kept-answer.h"
#include "core/dns/propagation.h"

struct _KpChecker
{
  GObject parent;

  GPtrArray *resolvers;
  KpResolver *system;
  gboolean system_failed;
  KpProber *prober;
  KpClock *clock;
  KpTargetCache *targets;
  guint next_resolver;
};

G_DEFINE_FINAL_TYPE (KpChecker, kp_checker, G_TYPE_OBJECT)

/* The addresses of one name that are probed; what is over this is no branded site. */
#define MAX_ADDRESSES 16

/* One check of one site under way: a counted set of questions. Each answer may
 * ask further ones; the check is over when none is left. */
typedef struct
{
  GTask *task;
  KpObservation *observation;
  guint pending;
  guint answers_pending;
  gboolean target_pending;
  gboolean wants_target;
  gboolean proxied;
  guint n_caa; /* resolvers asked for CAA, or passed over */
  guint first_caa;
  gboolean caa_waits;  /* for the answers */
  gboolean caa_silent; /* one gave no answer to it */
  GHashTable *probed;
  KpObservation *before; /* (nullable) */
  /* Answers of it that can only be repeated, by the place of their resolver; %NULL for who
   * is asked. They count once any resolver was heard: without a network they would stand
   * beside addresses that can't be reached, as if that were the site's fault. */
  GPtrArray *kept;
  guint n_kept;
} Check;

/* Which question of a check an answer belongs to. */
typedef struct
{
  Check *check;
  guint index;
  gboolean of_target;
} Part;

static void
check_free (Check *check)
{
  /* The places of resolvers that did not come to answer before a cancellation. */
  for (guint i = check->observation->answers->len; i > 0; i--)
    if (g_ptr_array_index (check->observation->answers, i - 1) == NULL)
      g_ptr_array_steal_index (check->observation->answers, i - 1);
  kp_observation_unref (check->observation);
  g_clear_pointer (&check->before, kp_observation_unref);
  g_ptr_array_unref (check->kept);
  g_hash_table_unref (check->probed);
  g_free (check);
}

static Part *
part_new (Check *check, guint index, gboolean of_target)
{
  Part *part = g_new0 (Part, 1);

  part->check = check;
  part->index = index;
  part->of_target = of_target;
  check->pending++;
  return part;
}

static int
compare_probes (gconstpointer a, gconstpointer b)
{
  const KpProbe *left = *(KpProbe *const *) a, *right = *(KpProbe *const *) b;

  if (left->of_target != right->of_target)
    return left->of_target ? 1 : -1;
  return g_strcmp0 (left->address, right->address);
}

/* Ends a part; the last one ends the check. */
static void
part_done (Part *part)
{
  Check *check = part->check;
  GTask *task = check->task;

  g_free (part);
  g_assert (check->pending > 0);
  if (--check->pending > 0)
    return;

  if (!g_task_return_error_if_cancelled (task))
    {
      g_ptr_array_sort (check->observation->probes, compare_probes);
      g_task_return_pointer (task, kp_observation_ref (check->observation),
                             (GDestroyNotify) kp_observation_unref);
    }
  g_object_unref (task);
}

static void
probe_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Part *part = data;
  g_autoptr (KpProbe) probe = kp_prober_probe_finish (KP_PROBER (source), result, NULL);

  if (probe != NULL)
    {
      probe->of_target = part->of_target;
      g_ptr_array_add (part->check->observation->probes, g_steal_pointer (&probe));
    }
  part_done (part);
}

static void
probe_addresses (Check *check, GPtrArray *addresses, gboolean of_target)
{
  KpChecker *self = g_task_get_source_object (check->task);

  for (guint i = 0; i < addresses->len; i++)
    {
      const KpRecord *record = g_ptr_array_index (addresses, i);
      g_autofree char *key = g_strdup_printf ("%d %s", of_target, record->data);

      if (g_hash_table_size (check->probed) >= MAX_ADDRESSES * 2)
        break;
      if (!g_hash_table_add (check->probed, g_steal_pointer (&key)))
        continue;
      kp_prober_probe_async (self->prober, record->data, check->observation->port,
                             check->observation->host, g_task_get_cancellable (check->task),
                             probe_cb, part_new (check, i, of_target));
    }
}

static void
extras_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  /* What it found stands in the observation already. */
  kp_checker_ask_more_finish (result, NULL);
  part_done (data);
}

static gboolean
answer_is_usable (const KpResolverAnswer *answer)
{
  return answer != NULL && answer->answered;
}

static gboolean
all_lead (const KpObservation *observation)
{
  for (guint i = 0; i < observation->answers->len; i++)
    {
      const KpResolverAnswer *answer = g_ptr_array_index (observation->answers, i);

      if (answer_is_usable (answer)
          && !kp_answer_leads (answer, observation->target, observation->target_addresses))
        return FALSE;
    }
  return TRUE;
}

/* Once every resolver and the target have been heard: what else is worth asking. */
static void
maybe_ask_more (Check *check)
{
  KpChecker *self = g_task_get_source_object (check->task);
  KpObservation *observation = check->observation;
  KpResolver *resolver = NULL;

  if (check->answers_pending > 0 || check->target_pending
      || g_cancellable_is_cancelled (g_task_get_cancellable (check->task)))
    return;

  for (guint i = 0; i < observation->answers->len && resolver == NULL; i++)
    if (answer_is_usable (g_ptr_array_index (observation->answers, i)))
      resolver = g_ptr_array_index (self->resolvers, i);
  if (resolver == NULL)
    return;

  if (observation->target != NULL && (check->proxied || !all_lead (observation)))
    probe_addresses (check, observation->target_addresses, TRUE);
  if (check->wants_target && !check->proxied
      && (observation->target == NULL || !all_lead (observation)))
    kp_checker_ask_more_async (resolver, observation, g_task_get_cancellable (check->task),
                               extras_cb, part_new (check, 0, FALSE));
}

static void answer_cb (GObject *source, GAsyncResult *result, gpointer data);

static void
ask (Check *check, guint i)
{
  KpChecker *self = g_task_get_source_object (check->task);
  KpObservation *observation = check->observation;
  KpResolver *resolver = g_ptr_array_index (self->resolvers, i);
  const KpResolverAnswer *last = kp_answer_find_last (check->before, observation->host,
                                                      kp_resolver_get_url (resolver));

  if (last != NULL)
    kp_resolver_answer_again_async (
        resolver, last, observation->host, observation->checked_at,
        g_task_get_cancellable (check->task), answer_cb, part_new (check, i, FALSE));
  else
    kp_resolver_answer_async (resolver, observation->host, observation->checked_at,
                              g_task_get_cancellable (check->task), answer_cb,
                              part_new (check, i, FALSE));
}

/* A resolver was heard in this very check: what is kept counts as well. Returns: whether
 * there is any */
static gboolean
take_over_kept (Check *check)
{
  if (check->n_kept == 0)
    return FALSE;
  check->n_kept = 0;
  for (guint i = 0; i < check->kept->len; i++)
    {
      KpResolverAnswer *answer = g_steal_pointer (&check->kept->pdata[i]);

      if (answer == NULL)
        continue;
      check->observation->answers->pdata[i] = answer;
      probe_addresses (check, answer->addresses, FALSE);
    }
  return TRUE;
}

/* Nobody was heard, and nobody is left who might be: only those who were to be spared can
 * tell whether that is the network. They are asked in full. */
static void
ask_kept_if_silent (Check *check)
{
  if (check->n_kept == 0 || check->answers_pending > 0 || !check->caa_silent
      || g_cancellable_is_cancelled (g_task_get_cancellable (check->task)))
    return;
  check->answers_pending = check->n_kept;
  check->n_kept = 0;
  g_clear_pointer (&check->before, kp_observation_unref);
  for (guint i = 0; i < check->kept->len; i++)
    {
      g_autoptr (KpResolverAnswer) answer = g_steal_pointer (&check->kept->pdata[i]);

      if (answer != NULL)
        ask (check, i);
    }
}

static void caa_cb (GObject *source, GAsyncResult *result, gpointer data);

static guint
next_for_caa (Check *check)
{
  return (check->first_caa + check->n_caa++) % check->observation->answers->len;
}

static void
ask_caa (Check *check, guint i)
{
  KpChecker *self = g_task_get_source_object (check->task);

  kp_caa_find_async (g_ptr_array_index (self->resolvers, i), check->observation->host,
                     g_task_get_cancellable (check->task), caa_cb,
                     part_new (check, i, FALSE));
}

/* Only who answered is asked after one who gave none: the time-outs of several silent ones
 * would follow each other. */
static void
ask_caa_elsewhere (Check *check)
{
  GPtrArray *answers = check->observation->answers;

  check->caa_waits = check->answers_pending > 0;
  while (!check->caa_waits && check->n_caa < answers->len)
    {
      guint i = next_for_caa (check);

      if (answer_is_usable (g_ptr_array_index (answers, i)))
        {
          ask_caa (check, i);
          return;
        }
    }
}

static void
caa_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Part *part = data;
  Check *check = part->check;
  KpObservation *observation = check->observation;
  g_autofree char *node = NULL;
  g_autoptr (GPtrArray) records = NULL;

  observation->caa_state = kp_caa_find_finish (result, &node, &records, NULL);
  observation->caa_node = g_steal_pointer (&node);
  for (guint i = 0; records != NULL && i < records->len; i++)
    g_ptr_array_add (observation->caa, kp_record_ref (g_ptr_array_index (records, i)));
  if (observation->caa_state != KP_CAA_UNKNOWN)
    {
      if (take_over_kept (check))
        maybe_ask_more (check);
    }
  else if (!g_cancellable_is_cancelled (g_task_get_cancellable (check->task)))
    {
      check->caa_silent = TRUE;
      ask_kept_if_silent (check);
      ask_caa_elsewhere (check);
    }
  part_done (part);
}

static void
answer_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Part *part = data;
  Check *check = part->check;
  KpResolverAnswer *answer = kp_resolver_answer_finish (KP_RESOLVER (source), result, NULL);

  check->answers_pending--;
  if (answer != NULL)
    {
      g_ptr_array_index (check->observation->answers, part->index) = answer;
      probe_addresses (check, answer->addresses, FALSE);
      if (answer->answered)
        take_over_kept (check);
    }
  ask_kept_if_silent (check);
  maybe_ask_more (check);
  if (check->caa_waits)
    ask_caa_elsewhere (check);
  part_done (part);
}

static void
system_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Part *part = data;
  KpChecker *self = g_task_get_source_object (part->check->task);
  g_autoptr (KpResolverAnswer) answer =
      kp_resolver_answer_finish (KP_RESOLVER (source), result, NULL);

  /* A system without a working resolver must not cost every site its time-out. */
  if (answer != NULL && !answer->answered)
    self->system_failed = TRUE;
  part->check->observation->system_answer = g_steal_pointer (&answer);
  part_done (part);
}

static void
target_cb (GPtrArray *addresses, gboolean answered, gpointer data)
{
  Part *part = data;
  Check *check = part->check;

  for (guint i = 0; i < addresses->len; i++)
    g_ptr_array_add (check->observation->target_addresses,
                     kp_record_ref (g_ptr_array_index (addresses, i)));
  check->observation->target_answered = answered;
  check->target_pending = FALSE;
  maybe_ask_more (check);
  part_done (part);
}

/* An empty place for each resolver, so that the order is that of the settings
 * whoever answers first; one that was cancelled keeps it. */
static void
prepare_answers (KpChecker *self, KpObservation *observation)
{
  for (guint i = 0; i < self->resolvers->len; i++)
    g_ptr_array_add (observation->answers, NULL);
}

static void
unref_kept (gpointer answer)
{
  if (answer != NULL)
    kp_resolver_answer_unref (answer);
}

static void
find_kept (KpChecker *self, Check *check)
{
  check->kept = g_ptr_array_new_full (self->resolvers->len, unref_kept);
  for (guint i = 0; i < self->resolvers->len; i++)
    {
      const char *url = kp_resolver_get_url (g_ptr_array_index (self->resolvers, i));
      KpResolverAnswer *last =
          kp_answer_find_last (check->before, check->observation->host, url);
      gboolean is_kept =
          last != NULL && kp_answer_is_kept (last, check->observation->checked_at);

      g_ptr_array_add (check->kept, is_kept ? kp_resolver_answer_ref (last) : NULL);
      check->n_kept += is_kept;
    }
  check->answers_pending = self->resolvers->len - check->n_kept;
}

/* One resolver is asked for CAA, in turn, so that none carries them all: where answers are
 * kept, one of those who gave them, as they have answered the last time. */
static void
begin_caa (KpChecker *self, Check *check)
{
  guint n = self->resolvers->len;

  check->first_caa = self->next_resolver++ % n;
  for (guint i = 0; i < n && check->n_kept > 0; i++)
    {
      guint index = (check->first_caa + i) % n;

      if (g_ptr_array_index (check->kept, index) == NULL)
        continue;
      check->first_caa = index;
      break;
    }
  ask_caa (check, next_for_caa (check));
}

void
kp_checker_check_async (KpChecker *self, KpSite *site, const char *target,
                        gboolean wants_target, KpObservation *before,
                        GCancellable *cancellable, GAsyncReadyCallback callback,
                        gpointer data)
{
  const char *host;
  Check *check;
  Part *start;

  g_return_if_fail (KP_IS_CHECKER (self));
  g_return_if_fail (KP_IS_SITE (site));

  host = kp_site_get_host (site);
  check = g_new0 (Check, 1);
  check->task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (check->task, kp_checker_check_async);
  check->observation =
      kp_observation_new (host, kp_site_get_port (site), kp_clock_now (self->clock));
  check->observation->target = g_strdup (target);
  check->wants_target = wants_target;
  check->proxied = kp_site_get_proxied (site);
  check->probed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  check->before = before != NULL ? kp_observation_ref (before) : NULL;
  check->target_pending = target != NULL;
  g_task_set_task_data (check->task, check, (GDestroyNotify) check_free);
  prepare_answers (self, check->observation);
  find_kept (self, check);

  /* Holds the check open until everything has been asked. */
  start = part_new (check, 0, FALSE);
  begin_caa (self, check);
  for (guint i = 0; i < self->resolvers->len; i++)
    if (g_ptr_array_index (check->kept, i) == NULL)
      ask (check, i);
  if (target != NULL)
    kp_target_cache_get (self->targets, target, self->resolvers,
                         check->observation->checked_at, cancellable, target_cb,
                         part_new (check, 0, FALSE));
  if (self->system != NULL && !self->system_failed)
    kp_resolver_answer_async (self->system, host, check->observation->checked_at,
                              cancellable, system_cb, part_new (check, 0, FALSE));
  part_done (start);
}

KpObservation *
kp_checker_check_finish (KpChecker *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

gboolean
kp_checker_complete (KpChecker *self, KpObservation *observation)
{
  gboolean any = FALSE;

  g_return_val_if_fail (KP_IS_CHECKER (self), FALSE);

  for (guint i = 0; i < observation->probes->len; i++)
    any |= kp_prober_complete (self->prober, g_ptr_array_index (observation->probes, i));
  return any;
}

void
kp_checker_forget (KpChecker *self)
{
  g_return_if_fail (KP_IS_CHECKER (self));

  kp_target_cache_clear (self->targets);
  self->system_failed = FALSE;
}

static void
kp_checker_dispose (GObject *object)
{
  KpChecker *self = KP_CHECKER (object);

  g_clear_pointer (&self->resolvers, g_ptr_array_unref);
  g_clear_object (&self->system);
  g_clear_object (&self->prober);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->targets, kp_target_cache_free);

  G_OBJECT_CLASS (kp_checker_parent_class)->dispose (object);
}

static void
kp_checker_class_init (KpCheckerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kp_checker_dispose;
}

static void
kp_checker_init (KpChecker *self)
{
  self->targets = kp_target_cache_new ();
}

KpChecker *
kp_checker_new (GPtrArray *resolvers, KpResolver *system, KpProber *prober, KpClock *clock)
{
  KpChecker *self;

  g_return_val_if_fail (resolvers != NULL && resolvers->len > 0, NULL);
  g_return_val_if_fail (KP_IS_PROBER (prober), NULL);

  self = g_object_new (KP_TYPE_CHECKER, NULL);
  self->resolvers = g_ptr_array_ref (resolvers);
  self->system = system != NULL ? g_object_ref (system) : NULL;
  self->prober = g_object_ref (prober);
  self->clock = g_object_ref (clock);
  return self;
}
