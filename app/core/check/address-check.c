/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/check/address-check.h"

struct _KpAddressCheck
{
  GObject parent;

  KpCatalogue *catalogue;
  GPtrArray *resolvers; /* (nullable) */
  KpClock *clock;
  char *text;
  KpProfile *profile;

  KpNameCheck *name;
  guint pause_id;
  GCancellable *asking; /* (nullable): of the questions for its answer */
  guint unanswered;     /* resolvers that have not said anything yet */
  GCancellable *zoning; /* (nullable): of the look-up of its zone */
  KpResolverAnswer *answer;
  KpResolver *answerer;
  KpProfile *found;
  char *found_target;
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KpAddressCheck, kp_address_check, G_TYPE_OBJECT)

/* A question that was sent; its answer may come after it was given up. */
typedef struct
{
  KpAddressCheck *self; /* not owned: gone once @cancellable is cancelled */
  GCancellable *cancellable;
} Question;

static Question *
question_new (KpAddressCheck *self, GCancellable *cancellable)
{
  Question *question = g_new0 (Question, 1);

  question->self = self;
  question->cancellable = g_object_ref (cancellable);
  return question;
}

static void
question_free (Question *question)
{
  g_object_unref (question->cancellable);
  g_free (question);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

static void
cancel (GCancellable **cancellable)
{
  if (*cancellable != NULL)
    g_cancellable_cancel (*cancellable);
  g_clear_object (cancellable);
}

/* Ends what is being asked and forgets what was answered. */
static void
forget (KpAddressCheck *self)
{
  g_clear_handle_id (&self->pause_id, g_source_remove);
  cancel (&self->asking);
  cancel (&self->zoning);
  self->unanswered = 0;
  g_clear_pointer (&self->answer, kp_resolver_answer_unref);
  g_clear_object (&self->answerer);
  g_clear_object (&self->found);
  g_clear_pointer (&self->found_target, g_free);
}

static void
tell (KpAddressCheck *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
zone_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Question) question = data;
  KpAddressCheck *self = question->self;
  g_autoptr (KpNameCheck) name = kp_name_check_finish (result, NULL);

  if (name == NULL || g_cancellable_is_cancelled (question->cancellable))
    return;
  g_clear_object (&self->zoning);
  kp_name_check_free (self->name);
  self->name = g_steal_pointer (&name);
  tell (self);
}

/* Where its zone begins, from the resolver that is known to answer. */
static void
find_zone (KpAddressCheck *self)
{
  cancel (&self->zoning);
  self->zoning = g_cancellable_new ();
  kp_name_check_async (self->text, self->profile, self->answerer, self->zoning, zone_cb,
                       question_new (self, self->zoning));
}

static void
guess (KpAddressCheck *self)
{
  g_autoptr (GPtrArray) chain = g_ptr_array_new ();

  for (guint i = 0; i < self->answer->chain->len; i++)
    g_ptr_array_add (chain,
                     ((KpRecord *) g_ptr_array_index (self->answer->chain, i))->data);
  g_ptr_array_add (chain, NULL);
  g_set_object (&self->found,
                kp_catalogue_guess (self->catalogue, (const char *const *) chain->pdata,
                                    &self->found_target));
}

static void
answer_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Question) question = data;
  KpAddressCheck *self = question->self;
  KpResolver *resolver = KP_RESOLVER (source);
  g_autoptr (KpResolverAnswer) answer = kp_resolver_answer_finish (resolver, result, NULL);

  if (answer == NULL || g_cancellable_is_cancelled (question->cancellable))
    return;
  self->unanswered--;
  if (!answer->answered && self->unanswered > 0)
    return;
  /* What the others would say comes too late. */
  cancel (&self->asking);
  self->unanswered = 0;
  self->answer = g_steal_pointer (&answer);
  if (self->answer->answered)
    {
      g_set_object (&self->answerer, resolver);
      guess (self);
      find_zone (self);
    }
  tell (self);
}

static void
ask (KpAddressCheck *self)
{
  guint n = self->resolvers != NULL ? self->resolvers->len : 0;

  if (self->asking != NULL || self->answer != NULL || n == 0)
    return;
  self->asking = g_cancellable_new ();
  self->unanswered = n;
  for (guint i = 0; i < n; i++)
    kp_resolver_answer_async (g_ptr_array_index (self->resolvers, i), self->name->host,
                              kp_clock_now (self->clock), self->asking, answer_cb,
                              question_new (self, self->asking));
}

static void
pause_cb (gpointer data)
{
  KpAddressCheck *self = data;

  self->pause_id = 0;
  if (self->name->allowed)
    ask (self);
  tell (self);
}

static void
kp_address_check_dispose (GObject *object)
{
  KpAddressCheck *self = KP_ADDRESS_CHECK (object);

  forget (self);
  g_clear_pointer (&self->name, kp_name_check_free);
  g_clear_pointer (&self->resolvers, g_ptr_array_unref);
  g_clear_object (&self->catalogue);
  g_clear_object (&self->clock);
  g_clear_object (&self->profile);
  g_clear_pointer (&self->text, g_free);

  G_OBJECT_CLASS (kp_address_check_parent_class)->dispose (object);
}

static void
kp_address_check_class_init (KpAddressCheckClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kp_address_check_dispose;

  signals[CHANGED] = g_signal_new ("changed", KP_TYPE_ADDRESS_CHECK, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kp_address_check_init (KpAddressCheck *self)
{
  self->text = g_strdup ("");
}

KpAddressCheck *
kp_address_check_new (KpCatalogue *catalogue, GPtrArray *resolvers, KpClock *clock)
{
  KpAddressCheck *self;

  g_return_val_if_fail (KP_IS_CATALOGUE (catalogue), NULL);
  g_return_val_if_fail (KP_IS_CLOCK (clock), NULL);

  self = g_object_new (KP_TYPE_ADDRESS_CHECK, NULL);
  self->catalogue = g_object_ref (catalogue);
  self->resolvers = resolvers != NULL ? g_ptr_array_ref (resolvers) : NULL;
  self->clock = g_object_ref (clock);
  return self;
}

void
kp_address_check_set_text (KpAddressCheck *self, const char *text)
{
  g_autofree char *stripped = NULL;

  g_return_if_fail (KP_IS_ADDRESS_CHECK (self));
  g_return_if_fail (text != NULL);

  stripped = g_strstrip (g_strdup (text));
  if (g_str_equal (stripped, self->text))
    return;
  forget (self);
  g_clear_pointer (&self->name, kp_name_check_free);
  g_free (self->text);
  self->text = g_steal_pointer (&stripped);
  if (*self->text != '\0')
    {
      self->name = kp_name_check_new (self->text, self->profile);
      self->pause_id = g_timeout_add_once (KP_ADDRESS_PAUSE, pause_cb, self);
    }
  tell (self);
}

void
kp_address_check_set_profile (KpAddressCheck *self, KpProfile *profile)
{
  g_return_if_fail (KP_IS_ADDRESS_CHECK (self));
  g_return_if_fail (profile == NULL || KP_IS_PROFILE (profile));

  if (!g_set_object (&self->profile, profile) || self->name == NULL)
    return;
  cancel (&self->zoning);
  kp_name_check_free (self->name);
  self->name = kp_name_check_new (self->text, profile);
  if (self->pause_id == 0 && self->name->allowed)
    {
      if (self->answerer != NULL)
        find_zone (self);
      else
        ask (self);
    }
  tell (self);
}

void
kp_address_check_settle (KpAddressCheck *self)
{
  g_return_if_fail (KP_IS_ADDRESS_CHECK (self));

  if (self->pause_id == 0)
    return;
  g_clear_handle_id (&self->pause_id, g_source_remove);
  pause_cb (self);
}

KpAddressState
kp_address_check_get_state (KpAddressCheck *self)
{
  g_return_val_if_fail (KP_IS_ADDRESS_CHECK (self), KP_ADDRESS_EMPTY);

  if (self->name == NULL)
    return KP_ADDRESS_EMPTY;
  if (!self->name->allowed)
    return KP_ADDRESS_REFUSED;
  if (self->pause_id != 0)
    return KP_ADDRESS_TYPED;
  if (self->asking != NULL)
    return KP_ADDRESS_ASKING;
  return self->answer != NULL && self->answer->answered ? KP_ADDRESS_ANSWERED
                                                        : KP_ADDRESS_SILENT;
}

gboolean
kp_address_check_get_settled (KpAddressCheck *self)
{
  g_return_val_if_fail (KP_IS_ADDRESS_CHECK (self), FALSE);

  return self->pause_id == 0;
}

const KpNameCheck *
kp_address_check_get_name (KpAddressCheck *self)
{
  g_return_val_if_fail (KP_IS_ADDRESS_CHECK (self), NULL);

  return self->name;
}

const KpFinding *
kp_address_check_get_problem (KpAddressCheck *self)
{
  g_return_val_if_fail (KP_IS_ADDRESS_CHECK (self), NULL);

  for (guint i = 0; self->name != NULL && i < self->name->findings->len; i++)
    {
      const KpFinding *finding = g_ptr_array_index (self->name->findings, i);

      if (finding->severity == KP_SEVERITY_WRONG)
        return finding;
    }
  return NULL;
}

const KpResolverAnswer *
kp_address_check_get_answer (KpAddressCheck *self)
{
  g_return_val_if_fail (KP_IS_ADDRESS_CHECK (self), NULL);

  return self->answer;
}

KpProfile *
kp_address_check_get_found (KpAddressCheck *self, const char **target)
{
  g_return_val_if_fail (KP_IS_ADDRESS_CHECK (self), NULL);

  if (target != NULL)
    *target = self->found_target;
  return self->found;
}
