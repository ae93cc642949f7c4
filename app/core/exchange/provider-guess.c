/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/exchange/provider-guess.h"

#include "core/check/name-check.h"

/* Names asked at once: each resolver has its own bound, this one keeps the memory small. */
#define AT_ONCE 120
/* So many names in a row of which no resolver says anything: nobody is there. */
#define GIVE_UP 60
/* Milliseconds between two notifications. */
#define TELL_EVERY 100

typedef struct
{
  KpSite *site;
  gboolean is_open;
} Wish;

/* One name on its way through the resolvers. */
typedef struct
{
  GTask *task;
  const Wish *wish;
  guint tried;
} Question;

struct _KpProviderGuess
{
  GObject parent;

  KpCatalogue *catalogue;
  GPtrArray *resolvers;
  GArray *wishes; /* Wish */
  guint next;
  guint running;
  guint done;
  guint found;
  guint silent; /* names in a row without an answer */
  gboolean answered;
  GError *error; /* the last one, while nobody answered */
  guint tell_id;
  guint told;
};

enum
{
  PROP_TOTAL = 1,
  PROP_DONE,
  PROP_FOUND,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (KpProviderGuess, kp_provider_guess, G_TYPE_OBJECT)

static void pump (GTask *task);
static void ask (Question *question);

static void
tell (KpProviderGuess *self)
{
  if (self->told == self->done)
    return;
  self->told = self->done;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FOUND]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DONE]);
}

static gboolean
tell_cb (gpointer data)
{
  tell (data);
  return G_SOURCE_CONTINUE;
}

/* The first name of @chain that is a target of @profile. */
static const char *
find_target (KpProfile *profile, const char *const *chain)
{
  KpTargetKind kind = kp_profile_get_target_kind (profile);

  for (guint i = 0; chain[i] != NULL; i++)
    if (kind == KP_TARGET_PATTERN ? kp_profile_target_matches (profile, chain[i])
                                  : kp_profile_is_own_domain (profile, chain[i]))
      return chain[i];
  return NULL;
}

/* A provider is not guessed for a site that it would refuse. */
static gboolean
may_be_at (KpProfile *profile, KpSite *site)
{
  g_autoptr (KpNameCheck) check = kp_name_check_new (kp_site_get_host (site), profile);
  const char *target = kp_site_get_target (site);

  return check->allowed && (target == NULL || kp_profile_target_matches (profile, target))
         && (!kp_site_get_proxied (site) || kp_profile_get_proxies_allowed (profile));
}

static gboolean
wants_told_target (KpProfile *profile)
{
  KpTargetKind kind = kp_profile_get_target_kind (profile);

  return kind == KP_TARGET_PATTERN || kind == KP_TARGET_TOLD;
}

/* Returns: whether anything was filled in */
static gboolean
fill_in (KpProviderGuess *self, const Wish *wish, const char *const *chain)
{
  KpProfile *profile;
  const char *target = NULL;

  if (wish->is_open)
    profile = kp_catalogue_guess (self->catalogue, chain, NULL);
  else
    profile = kp_catalogue_find (self->catalogue, kp_site_get_provider (wish->site));
  if (profile == NULL || (wish->is_open && !may_be_at (profile, wish->site)))
    return FALSE;
  if (wants_told_target (profile) && kp_site_get_target (wish->site) == NULL)
    target = find_target (profile, chain);
  if (target != NULL)
    kp_site_set_target (wish->site, target);
  if (wish->is_open)
    kp_site_set_provider (wish->site, kp_profile_get_id (profile));
  return wish->is_open || target != NULL;
}

static gboolean
apply (KpProviderGuess *self, const Wish *wish, const KpDnsReply *reply)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autoptr (GPtrArray) chain = NULL;
  g_autoptr (GPtrArray) end = kp_dns_reply_follow (reply, &chain, NULL);

  for (guint i = 0; i < chain->len; i++)
    g_ptr_array_add (names, ((KpRecord *) g_ptr_array_index (chain, i))->data);
  g_ptr_array_add (names, NULL);
  return fill_in (self, wish, (const char *const *) names->pdata);
}

static void
question_end (Question *question)
{
  g_autoptr (GTask) task = question->task;
  KpProviderGuess *self = g_task_get_source_object (task);

  g_free (question);
  self->running--;
  self->done++;
  pump (task);
}

static void
reply_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Question *question = data;
  KpProviderGuess *self = g_task_get_source_object (question->task);
  GCancellable *cancellable = g_task_get_cancellable (question->task);
  g_autoptr (GError) error = NULL;
  g_autoptr (KpDnsReply) reply =
      kp_resolver_lookup_finish (KP_RESOLVER (source), result, &error);

  if (reply != NULL)
    {
      self->answered = TRUE;
      self->silent = 0;
      self->found += apply (self, question->wish, reply);
    }
  else if (question->tried < self->resolvers->len
           && !g_cancellable_is_cancelled (cancellable))
    {
      ask (question);
      return;
    }
  else
    {
      self->silent++;
      g_clear_error (&self->error);
      self->error = g_steal_pointer (&error);
    }
  question_end (question);
}

/* The resolvers share the names, each begins with another. */
static void
ask (Question *question)
{
  KpProviderGuess *self = g_task_get_source_object (question->task);
  guint first = question->wish - (const Wish *) self->wishes->data;
  guint i = (first + question->tried++) % self->resolvers->len;

  kp_resolver_lookup_async (g_ptr_array_index (self->resolvers, i),
                            kp_site_get_host (question->wish->site), KP_RECORD_A,
                            KP_LOOKUP_NONE, g_task_get_cancellable (question->task),
                            reply_cb, question);
}

static void
run_end (GTask *task)
{
  KpProviderGuess *self = g_task_get_source_object (task);

  g_clear_handle_id (&self->tell_id, g_source_remove);
  tell (self);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (self->answered || self->error == NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&self->error));
}

static void
pump (GTask *task)
{
  KpProviderGuess *self = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  while (self->running < AT_ONCE && self->next < self->wishes->len && self->silent < GIVE_UP
         && !g_cancellable_is_cancelled (cancellable))
    {
      Question *question = g_new0 (Question, 1);

      question->task = g_object_ref (task);
      question->wish = &g_array_index (self->wishes, Wish, self->next++);
      self->running++;
      ask (question);
    }
  if (self->running == 0)
    run_end (task);
}

static void
clear_wish (gpointer data)
{
  g_clear_object (&((Wish *) data)->site);
}

static void
kp_provider_guess_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  KpProviderGuess *self = KP_PROVIDER_GUESS (object);

  switch (id)
    {
    case PROP_TOTAL:
      g_value_set_uint (value, self->wishes->len);
      break;
    case PROP_DONE:
      g_value_set_uint (value, self->done);
      break;
    case PROP_FOUND:
      g_value_set_uint (value, self->found);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
kp_provider_guess_finalize (GObject *object)
{
  KpProviderGuess *self = KP_PROVIDER_GUESS (object);

  g_clear_handle_id (&self->tell_id, g_source_remove);
  g_clear_object (&self->catalogue);
  g_clear_pointer (&self->resolvers, g_ptr_array_unref);
  g_clear_pointer (&self->wishes, g_array_unref);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (kp_provider_guess_parent_class)->finalize (object);
}

static void
kp_provider_guess_class_init (KpProviderGuessClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags =
      G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = kp_provider_guess_finalize;
  object_class->get_property = kp_provider_guess_get_property;

  properties[PROP_TOTAL] = g_param_spec_uint ("total", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_DONE] = g_param_spec_uint ("done", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_FOUND] = g_param_spec_uint ("found", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
kp_provider_guess_init (KpProviderGuess *self)
{
  self->wishes = g_array_new (FALSE, FALSE, sizeof (Wish));
  g_array_set_clear_func (self->wishes, clear_wish);
}

KpProviderGuess *
kp_provider_guess_new (KpCatalogue *catalogue, GPtrArray *resolvers)
{
  KpProviderGuess *self;

  g_return_val_if_fail (KP_IS_CATALOGUE (catalogue), NULL);
  g_return_val_if_fail (resolvers != NULL && resolvers->len > 0, NULL);

  self = g_object_new (KP_TYPE_PROVIDER_GUESS, NULL);
  self->catalogue = g_object_ref (catalogue);
  self->resolvers = g_ptr_array_ref (resolvers);
  return self;
}

void
kp_provider_guess_add (KpProviderGuess *self, KpSite *site, gboolean is_open)
{
  Wish wish = { site, is_open };

  g_return_if_fail (KP_IS_PROVIDER_GUESS (self));
  g_return_if_fail (KP_IS_SITE (site));
  g_return_if_fail (self->tell_id == 0);

  if (!is_open)
    {
      KpProfile *profile = kp_catalogue_find (self->catalogue, kp_site_get_provider (site));

      if (profile == NULL || !wants_told_target (profile)
          || kp_site_get_target (site) != NULL)
        return;
    }
  g_object_ref (site);
  g_array_append_val (self->wishes, wish);
}

guint
kp_provider_guess_get_total (KpProviderGuess *self)
{
  g_return_val_if_fail (KP_IS_PROVIDER_GUESS (self), 0);

  return self->wishes->len;
}

guint
kp_provider_guess_get_done (KpProviderGuess *self)
{
  g_return_val_if_fail (KP_IS_PROVIDER_GUESS (self), 0);

  return self->done;
}

guint
kp_provider_guess_get_found (KpProviderGuess *self)
{
  g_return_val_if_fail (KP_IS_PROVIDER_GUESS (self), 0);

  return self->found;
}

void
kp_provider_guess_run_async (KpProviderGuess *self, GCancellable *cancellable,
                             GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KP_IS_PROVIDER_GUESS (self));
  g_return_if_fail (self->next == 0 && self->tell_id == 0);

  task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, kp_provider_guess_run_async);
  self->tell_id = g_timeout_add (TELL_EVERY, tell_cb, self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TOTAL]);
  pump (task);
}

gboolean
kp_provider_guess_run_finish (KpProviderGuess *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
