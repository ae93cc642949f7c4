/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/watch/record-watch.h"

#include "core/dns/record-search.h"
#include "core/store/store-renewals.h"

/* How often it looks for what is due, in seconds. */
#define LOOK_EVERY 60
/* Who has just asked for a record may see it soon; who waits for days is in no hurry. */
#define WAIT_LEAST 300
#define WAIT_MOST 3600
#define WAIT_SHARE 10
/* That a record which is there goes again is seldom, and no haste. */
#define SEEN_EVERY (6 * 3600)
/* Records that are looked for at once. */
#define MAX_AT_ONCE 8

struct _KpRecordWatch
{
  GObject parent;

  KpPortfolio *portfolio;
  KpStore *store;
  KpJobKeeper *keeper;
  KpClock *clock;
  KpMakeResolvers make_resolvers;
  gpointer make_data;

  guint look_id;
  gboolean looking; /* by itself */
  gint64 looked_at; /* likewise, the last time */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (KpRecordWatch, kp_record_watch, G_TYPE_OBJECT)

/* What one call looks for. */
typedef struct
{
  KpRecordLook how;
  GPtrArray *sites; /* of KpSite: whose record is to be looked for */
  guint next;       /* of them */
  guint n_running;
  GPtrArray *resolvers;
  GPtrArray *jobs; /* of KpJob */
  GError *error;   /* the first of the store */
} Look;

/* One record that is being looked for. */
typedef struct
{
  GTask *task;
  KpSite *site;
  KpJob *job;
  GPtrArray *asked; /* of KpResolver */
} Hunt;

static void pump (GTask *task);

static void
look_free (gpointer data)
{
  Look *self = data;

  g_ptr_array_unref (self->sites);
  g_ptr_array_unref (self->jobs);
  g_clear_pointer (&self->resolvers, g_ptr_array_unref);
  g_clear_error (&self->error);
  g_free (self);
}

static void
hunt_free (Hunt *self)
{
  g_object_unref (self->task);
  g_object_unref (self->site);
  kp_job_free (self->job);
  g_ptr_array_unref (self->asked);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Hunt, hunt_free)

gint64
kp_record_watch_get_due (const KpJob *job, const KpRecordSight *sight, KpRecordLook how,
                         gint64 now)
{
  gint64 every =
      job->validation_seen_at > 0
          ? SEEN_EVERY
          : CLAMP ((now - job->validation_at) / WAIT_SHARE, WAIT_LEAST, WAIT_MOST);
  gint64 until;

  /* One from a time to come was made while the clock was wrong. */
  if (sight == NULL || how == KP_RECORD_LOOK_NOW || sight->asked_at > now)
    return 0;
  until = kp_record_sight_get_until (sight);
  return how == KP_RECORD_LOOK_DUE ? MAX (until, sight->asked_at + every) : until;
}

/* Returns: (transfer full) (element-type KpResolver): who is to be asked for the record */
static GPtrArray *
list_due (KpRecordWatch *self, const Look *look, const KpJob *job)
{
  GPtrArray *due = g_ptr_array_new_with_free_func (g_object_unref);
  gint64 now = kp_clock_now (self->clock);

  for (guint i = 0; i < MIN (look->resolvers->len, KP_RECORD_SIGHTS_MAX); i++)
    {
      KpResolver *resolver = g_ptr_array_index (look->resolvers, i);
      const KpRecordSight *sight =
          kp_record_sights_find (job->validation_sights, kp_resolver_get_url (resolver));

      if (kp_record_watch_get_due (job, sight, look->how, now) <= now)
        g_ptr_array_add (due, g_object_ref (resolver));
    }
  return due;
}

/* Who does not answer takes nothing back of what it said before. */
static KpRecordSight *
bring_up_to_date (const KpRecordSight *before, const KpRecordSight *now)
{
  KpRecordSight *sight = kp_record_sight_copy (now);

  if (before == NULL || now->answered)
    return sight;
  sight->there = before->there;
  g_strfreev (sight->found);
  sight->found = g_strdupv (before->found);
  return sight;
}

/* What was asked now, and of those who were not, what they said before. */
static GPtrArray *
merge (const Look *look, const KpJob *job, GPtrArray *sights)
{
  GPtrArray *all = kp_record_sights_new ();

  for (guint i = 0; i < MIN (look->resolvers->len, KP_RECORD_SIGHTS_MAX); i++)
    {
      const char *url = kp_resolver_get_url (g_ptr_array_index (look->resolvers, i));
      const KpRecordSight *before = kp_record_sights_find (job->validation_sights, url);
      const KpRecordSight *now = kp_record_sights_find (sights, url);

      if (now != NULL)
        g_ptr_array_add (all, bring_up_to_date (before, now));
      else if (before != NULL)
        g_ptr_array_add (all, kp_record_sight_copy (before));
    }
  return all;
}

/* @hunt: (transfer full) */
static void
end_hunt (Hunt *hunt)
{
  g_autoptr (GTask) task = g_object_ref (hunt->task);
  Look *look = g_task_get_task_data (task);

  hunt_free (hunt);
  look->n_running--;
  pump (task);
}

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Hunt *hunt = data;
  Look *look = g_task_get_task_data (hunt->task);
  g_autoptr (GError) error = NULL;
  KpJob *job = kp_job_keeper_finish (KP_JOB_KEEPER (source), result, &error);

  if (job != NULL)
    g_ptr_array_add (look->jobs, job);
  else if (error->domain == KP_STORE_ERROR
           && !g_error_matches (error, KP_STORE_ERROR, KP_STORE_ERROR_CONFLICT)
           && !g_error_matches (error, KP_STORE_ERROR, KP_STORE_ERROR_NOT_FOUND)
           && look->error == NULL)
    look->error = g_steal_pointer (&error);
  end_hunt (hunt);
}

static void
searched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Hunt *hunt = data;
  KpRecordWatch *self = g_task_get_source_object (hunt->task);
  g_autoptr (GPtrArray) sights = kp_record_search_finish (result, NULL);
  g_autoptr (GPtrArray) all = NULL;
  const KpJob *job = kp_site_get_job (hunt->site);
  KpJobInput input = { FALSE };

  if (sights == NULL || job == NULL || job->id != hunt->job->id)
    {
      end_hunt (hunt);
      return;
    }
  all = merge (g_task_get_task_data (hunt->task), job, sights);
  input.sights = all;
  input.sights_of = hunt->job->validation_at;
  kp_job_keeper_next_async (self->keeper, hunt->site, &input, NULL, kept_cb, hunt);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Hunt *hunt = data;
  KpRecordWatch *self = g_task_get_source_object (hunt->task);
  Look *look = g_task_get_task_data (hunt->task);
  g_autoptr (KpRenewal) renewal = kp_store_load_renewal_finish (
      KP_STORE (source), result, look->error == NULL ? &look->error : NULL);

  if (g_error_matches (look->error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_clear_error (&look->error);
  if (renewal == NULL || renewal->validation_name == NULL)
    {
      end_hunt (hunt);
      return;
    }
  kp_record_search_async (hunt->asked, renewal->validation_name,
                          g_str_equal (renewal->validation_type, "TXT") ? KP_RECORD_TXT
                                                                        : KP_RECORD_CNAME,
                          renewal->validation_value, kp_clock_now (self->clock),
                          g_task_get_cancellable (hunt->task), searched_cb, hunt);
}

/* Looks for the record of @site, unless nobody is to be asked for it. */
static void
hunt (GTask *task, KpSite *site)
{
  KpRecordWatch *self = g_task_get_source_object (task);
  Look *look = g_task_get_task_data (task);
  const KpJob *job = kp_site_get_job (site);
  g_autoptr (GPtrArray) due = NULL;
  Hunt *one;

  if (job == NULL || !kp_job_watches_record (job))
    return;
  due = list_due (self, look, job);
  if (due->len == 0)
    return;
  one = g_new0 (Hunt, 1);
  one->task = g_object_ref (task);
  one->site = g_object_ref (site);
  one->job = kp_job_copy (job);
  one->asked = g_steal_pointer (&due);
  look->n_running++;
  kp_store_load_renewal_async (self->store, job->id, g_task_get_cancellable (task),
                               loaded_cb, one);
}

static void
pump (GTask *task)
{
  Look *look = g_task_get_task_data (task);

  if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    look->next = look->sites->len;
  while (look->n_running < MAX_AT_ONCE && look->next < look->sites->len)
    hunt (task, g_ptr_array_index (look->sites, look->next++));
  if (look->n_running > 0 || g_task_return_error_if_cancelled (task))
    return;
  if (look->error != NULL)
    g_task_return_error (task, g_steal_pointer (&look->error));
  else
    g_task_return_pointer (task, g_ptr_array_ref (look->jobs),
                           (GDestroyNotify) g_ptr_array_unref);
}

static void
add_watched (GPtrArray *watched, KpSite *site)
{
  const KpJob *job = kp_site_get_job (site);

  if (job != NULL && kp_job_watches_record (job))
    g_ptr_array_add (watched, g_object_ref (site));
}

/* Returns: (transfer full) (element-type KpSite): those whose CA asks for a record */
static GPtrArray *
list_watched (KpRecordWatch *self, GPtrArray *sites)
{
  GPtrArray *watched = g_ptr_array_new_with_free_func (g_object_unref);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->portfolio));

  for (guint i = 0; sites != NULL && i < sites->len; i++)
    add_watched (watched, g_ptr_array_index (sites, i));
  for (guint i = 0; sites == NULL && i < n; i++)
    {
      g_autoptr (KpSite) site = g_list_model_get_item (G_LIST_MODEL (self->portfolio), i);

      add_watched (watched, site);
    }
  return watched;
}

void
kp_record_watch_look_async (KpRecordWatch *self, GPtrArray *sites, KpRecordLook how,
                            GCancellable *cancellable, GAsyncReadyCallback callback,
                            gpointer data)
{
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;
  Look *look;

  g_return_if_fail (KP_IS_RECORD_WATCH (self));

  task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, kp_record_watch_look_async);
  look = g_new0 (Look, 1);
  look->how = how;
  look->sites = list_watched (self, sites);
  look->jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_job_free);
  g_task_set_task_data (task, look, look_free);
  if (look->sites->len > 0)
    look->resolvers = self->make_resolvers (self->make_data, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    pump (task);
}

GPtrArray *
kp_record_watch_look_finish (KpRecordWatch *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpRecordWatch) self = KP_RECORD_WATCH (g_object_ref (source));
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) jobs = kp_record_watch_look_finish (self, result, &error);

  self->looking = FALSE;
  if (jobs == NULL)
    g_debug ("The records of CAs could not be looked for: %s", error->message);
}

/* One look at a time: what is due meanwhile is so at the next one. */
static void
look_by_itself (KpRecordWatch *self, KpRecordLook how)
{
  if (self->looking)
    return;
  self->looking = TRUE;
  self->looked_at = kp_clock_now (self->clock);
  kp_record_watch_look_async (self, NULL, how, self->cancellable, looked_cb, NULL);
}

static gboolean
look_cb (gpointer data)
{
  look_by_itself (data, KP_RECORD_LOOK_DUE);
  return G_SOURCE_CONTINUE;
}

void
kp_record_watch_wake (KpRecordWatch *self)
{
  gint64 past;

  g_return_if_fail (KP_IS_RECORD_WATCH (self));

  /* However often something else is checked; the clock may have been set back. */
  past = kp_clock_now (self->clock) - self->looked_at;
  if (self->look_id != 0 && (past < 0 || past >= LOOK_EVERY))
    look_by_itself (self, KP_RECORD_LOOK_EXPIRED);
}

void
kp_record_watch_start (KpRecordWatch *self)
{
  g_return_if_fail (KP_IS_RECORD_WATCH (self));

  if (self->look_id != 0 || kp_store_get_read_only (self->store))
    return;
  self->cancellable = g_cancellable_new ();
  self->look_id = g_timeout_add_seconds (LOOK_EVERY, look_cb, self);
  look_by_itself (self, KP_RECORD_LOOK_DUE);
}

void
kp_record_watch_stop (KpRecordWatch *self)
{
  g_return_if_fail (KP_IS_RECORD_WATCH (self));

  g_clear_handle_id (&self->look_id, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
kp_record_watch_dispose (GObject *object)
{
  KpRecordWatch *self = KP_RECORD_WATCH (object);

  kp_record_watch_stop (self);
  g_clear_object (&self->portfolio);
  g_clear_object (&self->store);
  g_clear_object (&self->keeper);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (kp_record_watch_parent_class)->dispose (object);
}

static void
kp_record_watch_class_init (KpRecordWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kp_record_watch_dispose;
}

static void
kp_record_watch_init (KpRecordWatch *self)
{
}

KpRecordWatch *
kp_record_watch_new (KpPortfolio *portfolio, KpStore *store, KpJobKeeper *keeper,
                     KpClock *clock, KpMakeResolvers make_resolvers, gpointer data)
{
  KpRecordWatch *self;

  g_return_val_if_fail (KP_IS_PORTFOLIO (portfolio), NULL);
  g_return_val_if_fail (KP_IS_STORE (store), NULL);
  g_return_val_if_fail (KP_IS_JOB_KEEPER (keeper), NULL);

  self = g_object_new (KP_TYPE_RECORD_WATCH, NULL);
  self->portfolio = g_object_ref (portfolio);
  self->store = g_object_ref (store);
  self->keeper = g_object_ref (keeper);
  self->clock = g_object_ref (clock);
  self->make_resolvers = make_resolvers;
  self->make_data = data;
  return self;
}
