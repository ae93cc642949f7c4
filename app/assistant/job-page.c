/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "assistant/job-page.h"

#include "widget/help.h"

typedef struct
{
  KpJobSheet *sheet;
  gboolean ready;
  char *button;
} KpJobPagePrivate;

enum
{
  PROP_READY = 1,
  PROP_BUTTON,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

enum
{
  INPUT,
  FAILED,
  NOTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (KpJobPage, kp_job_page, ADW_TYPE_BIN)

static KpJobPagePrivate *
get_private (KpJobPage *self)
{
  return kp_job_page_get_instance_private (self);
}

/* What comes back later finds that nothing is shown any more. */
static void
kp_job_page_dispose (GObject *object)
{
  g_clear_pointer (&get_private (KP_JOB_PAGE (object))->sheet, kp_job_sheet_unref);

  G_OBJECT_CLASS (kp_job_page_parent_class)->dispose (object);
}

static void
kp_job_page_finalize (GObject *object)
{
  g_free (get_private (KP_JOB_PAGE (object))->button);

  G_OBJECT_CLASS (kp_job_page_parent_class)->finalize (object);
}

static void
kp_job_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  KpJobPagePrivate *priv = get_private (KP_JOB_PAGE (object));

  switch (id)
    {
    case PROP_READY:
      g_value_set_boolean (value, priv->ready);
      break;
    case PROP_BUTTON:
      g_value_set_string (value, priv->button);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
kp_job_page_class_init (KpJobPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags =
      G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = kp_job_page_dispose;
  object_class->finalize = kp_job_page_finalize;
  object_class->get_property = kp_job_page_get_property;

  properties[PROP_READY] = g_param_spec_boolean ("ready", NULL, NULL, FALSE, flags);
  properties[PROP_BUTTON] = g_param_spec_string ("button", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  signals[INPUT] = g_signal_new ("input", KP_TYPE_JOB_PAGE, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[FAILED] = g_signal_new ("failed", KP_TYPE_JOB_PAGE, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[NOTED] = g_signal_new ("noted", KP_TYPE_JOB_PAGE, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
kp_job_page_init (KpJobPage *self)
{
}

/* A window that was just closed may still be keeping what was typed there. What is being
 * typed here goes before it. */
static gboolean
has_new_draft (KpJobPage *self, KpJobSheet *sheet)
{
  KpJobSheet *before = get_private (self)->sheet;
  g_autofree char *typed = NULL;

  if (before == NULL || before->job->id != sheet->job->id
      || g_strcmp0 (before->job->draft, sheet->job->draft) == 0
      || KP_JOB_PAGE_GET_CLASS (self)->forget == NULL)
    return FALSE;
  typed = kp_job_page_dup_draft (self);
  return typed == NULL;
}

void
kp_job_page_show (KpJobPage *self, KpJobSheet *sheet)
{
  KpJobPagePrivate *priv;

  g_return_if_fail (KP_IS_JOB_PAGE (self));
  g_return_if_fail (sheet != NULL);

  priv = get_private (self);
  if (has_new_draft (self, sheet))
    KP_JOB_PAGE_GET_CLASS (self)->forget (self);
  kp_job_sheet_ref (sheet);
  g_clear_pointer (&priv->sheet, kp_job_sheet_unref);
  priv->sheet = sheet;
  kp_help_set_page (GTK_WIDGET (self),
                    sheet->job->kind == KP_JOB_RENEW ? "renew" : "secure");
  KP_JOB_PAGE_GET_CLASS (self)->show (self, sheet);
}

KpJobSheet *
kp_job_page_get_sheet (KpJobPage *self)
{
  g_return_val_if_fail (KP_IS_JOB_PAGE (self), NULL);

  return get_private (self)->sheet;
}

void
kp_job_page_give (KpJobPage *self)
{
  g_return_if_fail (KP_IS_JOB_PAGE (self));

  if (get_private (self)->sheet != NULL && kp_job_page_get_ready (self))
    KP_JOB_PAGE_GET_CLASS (self)->give (self);
}

char *
kp_job_page_dup_draft (KpJobPage *self)
{
  KpJobPageClass *klass;

  g_return_val_if_fail (KP_IS_JOB_PAGE (self), NULL);

  klass = KP_JOB_PAGE_GET_CLASS (self);
  return klass->dup_draft != NULL && get_private (self)->sheet != NULL
             ? klass->dup_draft (self)
             : NULL;
}

gboolean
kp_job_page_get_ready (KpJobPage *self)
{
  g_return_val_if_fail (KP_IS_JOB_PAGE (self), FALSE);

  return get_private (self)->ready;
}

const char *
kp_job_page_get_button (KpJobPage *self)
{
  g_return_val_if_fail (KP_IS_JOB_PAGE (self), NULL);

  return get_private (self)->button;
}

void
kp_job_page_set_ready (KpJobPage *self, gboolean ready)
{
  g_return_if_fail (KP_IS_JOB_PAGE (self));

  if (get_private (self)->ready == ready)
    return;
  get_private (self)->ready = ready;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READY]);
}

void
kp_job_page_set_button (KpJobPage *self, const char *label)
{
  KpJobPagePrivate *priv;

  g_return_if_fail (KP_IS_JOB_PAGE (self));

  priv = get_private (self);
  if (g_strcmp0 (priv->button, label) == 0)
    return;
  g_free (priv->button);
  priv->button = g_strdup (label);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUTTON]);
}

void
kp_job_page_send (KpJobPage *self, const KpJobInput *input)
{
  g_return_if_fail (KP_IS_JOB_PAGE (self));
  g_return_if_fail (input != NULL);

  g_signal_emit (self, signals[INPUT], 0, input);
}

void
kp_job_page_fail (KpJobPage *self, const char *text)
{
  g_return_if_fail (KP_IS_JOB_PAGE (self));

  g_signal_emit (self, signals[FAILED], 0, text);
}

void
kp_job_page_note (KpJobPage *self, const char *text)
{
  g_return_if_fail (KP_IS_JOB_PAGE (self));

  g_signal_emit (self, signals[NOTED], 0, text);
}
