/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widget/problem-row.h"

struct _KpProblemRow
{
  AdwPreferencesRow parent_instance;

  GtkLabel *label;
};

enum
{
  PROP_TEXT = 1,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (KpProblemRow, kp_problem_row, ADW_TYPE_PREFERENCES_ROW)

static void
kp_problem_row_dispose (GObject *object)
{
  /* GTK of the floor would let go of the child twice. */
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_PROBLEM_ROW);

  G_OBJECT_CLASS (kp_problem_row_parent_class)->dispose (object);
}

static void
kp_problem_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  KpProblemRow *self = KP_PROBLEM_ROW (object);

  if (id == PROP_TEXT)
    g_value_set_string (value, gtk_label_get_label (self->label));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
kp_problem_row_set_property (GObject *object, guint id, const GValue *value,
                             GParamSpec *pspec)
{
  if (id == PROP_TEXT)
    kp_problem_row_set_text (KP_PROBLEM_ROW (object), g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
kp_problem_row_class_init (KpProblemRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_problem_row_dispose;
  object_class->get_property = kp_problem_row_get_property;
  object_class->set_property = kp_problem_row_set_property;

  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL,
                                               G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY
                                                   | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/widget/problem-row.ui");
  gtk_widget_class_bind_template_child (widget_class, KpProblemRow, label);
}

static void
kp_problem_row_init (KpProblemRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
kp_problem_row_set_text (KpProblemRow *self, const char *text)
{
  g_return_if_fail (KP_IS_PROBLEM_ROW (self));

  if (text == NULL)
    text = "";
  if (g_strcmp0 (gtk_label_get_label (self->label), text) == 0)
    return;
  gtk_label_set_label (self->label, text);
  gtk_widget_set_visible (GTK_WIDGET (self), *text != '\0');
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
}
