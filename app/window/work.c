/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/work.h"

#include "core/watch/notices.h"
#include "window/desktop-notifier.h"

/* So many sites are read first: more than the tallest screen shows. */
#define FIRST_SITES 50

struct _KpWork
{
  GObject parent;

  KpDesk *desk;
  KpWorkState state;
  GError *error;
  GCancellable *cancellable; /* of opening and loading */
  KpNotices *notices;        /* (nullable): not of a sample */
  gboolean watch;            /* it was asked for */
  gboolean watching;
};

enum
{
  PROP_STATE = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (KpWork, kp_work, G_TYPE_OBJECT)

static void
set_state (KpWork *self, KpWorkState state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

/* A desk that is being closed only wants to end. */
static void
fail (KpWork *self, GError *error)
{
  g_autoptr (GError) mine = error;

  if (self->state != KP_WORK_OPENING && self->state != KP_WORK_OPEN)
    return;
  g_clear_error (&self->error);
  self->error = g_steal_pointer (&mine);
  set_state (self, KP_WORK_FAILED);
}

static void
start_watching (KpWork *self)
{
  if (!self->watch || self->watching || self->state != KP_WORK_OPEN
      || !kp_portfolio_get_loaded (kp_desk_get_portfolio (self->desk)))
    return;
  self->watching = TRUE;
  kp_desk_watch (self->desk);
  kp_notices_start (self->notices);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpWork) self = data;
  GError *error = NULL;

  if (kp_portfolio_load_finish (KP_PORTFOLIO (source), result, &error))
    start_watching (self);
  else
    fail (self, error);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpWork) self = data;
  GError *error = NULL;

  if (!kp_desk_open_finish (KP_DESK (source), result, &error))
    {
      fail (self, error);
      return;
    }
  if (self->state != KP_WORK_OPENING)
    return;
  set_state (self, KP_WORK_OPEN);
  kp_portfolio_load_async (kp_desk_get_portfolio (self->desk), FIRST_SITES,
                           self->cancellable, loaded_cb, g_object_ref (self));
}

static void
kp_work_dispose (GObject *object)
{
  KpWork *self = KP_WORK (object);

  g_cancellable_cancel (self->cancellable);
  if (self->notices != NULL)
    kp_notices_stop (self->notices);
  g_clear_object (&self->notices);

  G_OBJECT_CLASS (kp_work_parent_class)->dispose (object);
}

static void
kp_work_finalize (GObject *object)
{
  KpWork *self = KP_WORK (object);

  g_clear_object (&self->cancellable);
  g_clear_object (&self->desk);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (kp_work_parent_class)->finalize (object);
}

static void
kp_work_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_STATE)
    g_value_set_int (value, (int) KP_WORK (object)->state);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
kp_work_class_init (KpWorkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = kp_work_dispose;
  object_class->finalize = kp_work_finalize;
  object_class->get_property = kp_work_get_property;

  properties[PROP_STATE] = g_param_spec_int (
      "state", NULL, NULL, KP_WORK_CLOSED, KP_WORK_CLOSING, KP_WORK_CLOSED,
      G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
kp_work_init (KpWork *self)
{
  self->cancellable = g_cancellable_new ();
}

KpWork *
kp_work_new (KpDesk *desk)
{
  KpWork *self;
  g_autoptr (KpNotifier) notifier = NULL;

  g_return_val_if_fail (KP_IS_DESK (desk), NULL);

  self = g_object_new (KP_TYPE_WORK, NULL);
  self->desk = g_object_ref (desk);
  if (kp_desk_is_sample (desk))
    return self;
  notifier = kp_desktop_notifier_new ();
  self->notices =
      kp_notices_new (kp_desk_get_portfolio (desk), kp_desk_get_store (desk),
                      kp_desk_get_settings (desk), kp_desk_get_outbox (desk),
                      kp_desk_get_monitor (desk), kp_desk_get_clock (desk), notifier);
  return self;
}

KpDesk *
kp_work_get_desk (KpWork *self)
{
  g_return_val_if_fail (KP_IS_WORK (self), NULL);

  return self->desk;
}

KpWorkState
kp_work_get_state (KpWork *self)
{
  g_return_val_if_fail (KP_IS_WORK (self), KP_WORK_CLOSED);

  return self->state;
}

const GError *
kp_work_get_error (KpWork *self)
{
  g_return_val_if_fail (KP_IS_WORK (self), NULL);

  return self->error;
}

void
kp_work_open (KpWork *self)
{
  g_return_if_fail (KP_IS_WORK (self));

  if (self->state != KP_WORK_CLOSED && self->state != KP_WORK_FAILED)
    return;
  g_clear_error (&self->error);
  set_state (self, KP_WORK_OPENING);
  kp_desk_open_async (self->desk, self->cancellable, opened_cb, g_object_ref (self));
}

void
kp_work_watch (KpWork *self)
{
  g_return_if_fail (KP_IS_WORK (self));
  g_return_if_fail (!kp_desk_is_sample (self->desk));

  self->watch = TRUE;
  start_watching (self);
}

static void
closed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  KpWork *self = g_task_get_source_object (task);
  GError *error = NULL;

  set_state (self, KP_WORK_CLOSED);
  if (kp_desk_close_finish (KP_DESK (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
kp_work_close_async (KpWork *self, GAsyncReadyCallback callback, gpointer data)
{
  GTask *task;

  g_return_if_fail (KP_IS_WORK (self));
  g_return_if_fail (self->state != KP_WORK_CLOSING);

  task = g_task_new (self, NULL, callback, data);
  g_task_set_source_tag (task, kp_work_close_async);
  set_state (self, KP_WORK_CLOSING);
  g_cancellable_cancel (self->cancellable);
  if (self->notices != NULL)
    kp_notices_stop (self->notices);
  kp_desk_close_async (self->desk, closed_cb, task);
}

gboolean
kp_work_close_finish (KpWork *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
