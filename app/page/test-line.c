/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page/test-line.h"

#include <glib/gi18n.h>

struct _KpTestLine
{
  AdwBin parent_instance;

  GtkSpinner *spinner;
  GtkImage *icon;
  GtkLabel *label;

  KpResolverTestState state;
  GCancellable *cancellable; /* (nullable): of the test that runs */
};

enum
{
  PROP_ASKING = 1,
  N_PROPS,
};

enum
{
  DONE,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KpTestLine, kp_test_line, ADW_TYPE_BIN)

static const struct
{
  const char *icon;
  const char *style;
} looks[] = {
  [KP_RESOLVER_TEST_WORKS] = { "object-select-symbolic", "success" },
  [KP_RESOLVER_TEST_ODD] = { "dialog-warning-symbolic", "warning" },
  [KP_RESOLVER_TEST_FAILED] = { "dialog-warning-symbolic", "error" },
};

static void
show (KpTestLine *self, const char *words)
{
  gboolean asking = self->cancellable != NULL;

  gtk_spinner_set_spinning (self->spinner, asking);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), asking);
  gtk_widget_set_visible (GTK_WIDGET (self->icon), !asking);
  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    gtk_widget_remove_css_class (GTK_WIDGET (self->icon), looks[i].style);
  gtk_widget_add_css_class (GTK_WIDGET (self->icon), looks[self->state].style);
  gtk_image_set_from_icon_name (self->icon, looks[self->state].icon);
  gtk_label_set_label (self->label, words);
  gtk_widget_set_visible (GTK_WIDGET (self), *words != '\0');
}

/* @cancellable: (transfer full) (nullable) */
static void
set_asking (KpTestLine *self, GCancellable *cancellable)
{
  gboolean before = self->cancellable != NULL;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = cancellable;
  if (before != (cancellable != NULL))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ASKING]);
}

/* Tells the end of the test that runs. */
static void
end (KpTestLine *self, KpResolverTestState state, const char *words)
{
  kp_test_line_tell (self, state, words);
  g_signal_emit (self, signals[DONE], 0);
}

static void
tested_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpTestLine) self = data;
  g_autoptr (KpResolverTest) test =
      kp_resolver_test_finish (KP_RESOLVER (source), result, NULL);

  /* Another may run instead already. */
  if (test == NULL || g_task_get_cancellable (G_TASK (result)) != self->cancellable)
    return;
  end (self, test->state, test->words);
}

static void
kp_test_line_dispose (GObject *object)
{
  KpTestLine *self = KP_TEST_LINE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_TEST_LINE);

  G_OBJECT_CLASS (kp_test_line_parent_class)->dispose (object);
}

static void
kp_test_line_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_ASKING:
      g_value_set_boolean (value, kp_test_line_get_asking (KP_TEST_LINE (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
kp_test_line_class_init (KpTestLineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_test_line_dispose;
  object_class->get_property = kp_test_line_get_property;

  properties[PROP_ASKING] = g_param_spec_boolean ("asking", NULL, NULL, FALSE,
                                                  G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY
                                                      | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[DONE] = g_signal_new ("done", KP_TYPE_TEST_LINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/page/test-line.ui");
  gtk_widget_class_bind_template_child (widget_class, KpTestLine, spinner);
  gtk_widget_class_bind_template_child (widget_class, KpTestLine, icon);
  gtk_widget_class_bind_template_child (widget_class, KpTestLine, label);
}

static void
kp_test_line_init (KpTestLine *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
kp_test_line_ask (KpTestLine *self, KpDesk *desk, const char *url)
{
  g_autoptr (KpResolver) resolver = NULL;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (KP_IS_TEST_LINE (self));
  g_return_if_fail (KP_IS_DESK (desk));

  resolver = kp_desk_make_resolver (desk, url, &error);
  if (resolver == NULL)
    {
      end (self, KP_RESOLVER_TEST_FAILED, error->message);
      return;
    }
  set_asking (self, g_cancellable_new ());
  show (self, _ ("Asking…"));
  kp_resolver_test_async (resolver, self->cancellable, tested_cb, g_object_ref (self));
}

void
kp_test_line_clear (KpTestLine *self)
{
  g_return_if_fail (KP_IS_TEST_LINE (self));

  set_asking (self, NULL);
  show (self, "");
}

void
kp_test_line_tell (KpTestLine *self, KpResolverTestState state, const char *words)
{
  g_return_if_fail (KP_IS_TEST_LINE (self));
  g_return_if_fail (words != NULL);

  set_asking (self, NULL);
  self->state = state;
  show (self, words);
}

gboolean
kp_test_line_get_asking (KpTestLine *self)
{
  g_return_val_if_fail (KP_IS_TEST_LINE (self), FALSE);

  return self->cancellable != NULL;
}

KpResolverTestState
kp_test_line_get_state (KpTestLine *self)
{
  g_return_val_if_fail (KP_IS_TEST_LINE (self), KP_RESOLVER_TEST_FAILED);

  return self->state;
}

const char *
kp_test_line_get_words (KpTestLine *self)
{
  g_return_val_if_fail (KP_IS_TEST_LINE (self), "");

  return gtk_label_get_label (self->label);
}
