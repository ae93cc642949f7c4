/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page/welcome.h"

#include "widget/wrap-box.h"

struct _KpWelcome
{
  AdwBin parent_instance;

  GtkWidget *first;
};

G_DEFINE_FINAL_TYPE (KpWelcome, kp_welcome, ADW_TYPE_BIN)

static void
kp_welcome_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_WELCOME);

  G_OBJECT_CLASS (kp_welcome_parent_class)->dispose (object);
}

static gboolean
kp_welcome_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (KP_WELCOME (widget)->first);
}

static void
kp_welcome_class_init (KpWelcomeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_welcome_dispose;
  widget_class->grab_focus = kp_welcome_grab_focus;

  g_type_ensure (KP_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/page/welcome.ui");
  gtk_widget_class_bind_template_child (widget_class, KpWelcome, first);
}

static void
kp_welcome_init (KpWelcome *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
kp_welcome_new (void)
{
  return g_object_new (KP_TYPE_WELCOME, NULL);
}
