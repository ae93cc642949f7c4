/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widget/banner.h"

#include "widget/compat.h"
#include "widget/wrap-box.h"

/* A title that is longer than this may wrap rather than send the buttons to a line of their
 * own, in characters. */
#define TITLE_CHARS 28

struct _KpBanner
{
  GtkWidget parent_instance;

  GtkRevealer *revealer;
  GtkImage *icon;
  GtkLabel *title;
  GtkButton *button;
  GtkButton *other;

  char *button_action;
  char *other_action;
};

enum
{
  PROP_REVEALED = 1,
  PROP_TITLE,
  PROP_ICON_NAME,
  PROP_BUTTON_LABEL,
  PROP_BUTTON_ACTION,
  PROP_OTHER_LABEL,
  PROP_OTHER_ACTION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (KpBanner, kp_banner, GTK_TYPE_WIDGET)

/* A revealer hides nothing from assistive technology, and what GTK shows it tells of again.
 */
static void
tell_revealed (KpBanner *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self),
                          gtk_revealer_get_reveal_child (self->revealer)
                              || gtk_revealer_get_child_revealed (self->revealer));
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_HIDDEN,
                               !gtk_revealer_get_reveal_child (self->revealer), -1);
}

static void
set_title (KpBanner *self, const char *title)
{
  title = title != NULL ? title : "";
  if (g_strcmp0 (gtk_label_get_text (self->title), title) == 0)
    return;

  gtk_label_set_text (self->title, title);
  gtk_label_set_width_chars (self->title, MIN (g_utf8_strlen (title, -1), TITLE_CHARS));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title, -1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

static void
set_icon_name (KpBanner *self, const char *icon_name)
{
  if (g_strcmp0 (gtk_image_get_icon_name (self->icon), icon_name) == 0)
    return;

  gtk_image_set_from_icon_name (self->icon, icon_name);
  gtk_widget_set_visible (GTK_WIDGET (self->icon), icon_name != NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ICON_NAME]);
}

static void
set_label (KpBanner *self, GtkButton *button, const char *label, int property)
{
  if (g_strcmp0 (gtk_button_get_label (button), label) == 0)
    return;

  gtk_button_set_label (button, label != NULL ? label : "");
  gtk_widget_set_visible (GTK_WIDGET (button), label != NULL && *label != '\0');
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
set_action (KpBanner *self, GtkButton *button, char **place, const char *action,
            int property)
{
  if (g_strcmp0 (*place, action) == 0)
    return;

  g_free (*place);
  *place = g_strdup (action);
  kp_compat_set_action (GTK_ACTIONABLE (button), action);
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
kp_banner_get_property (GObject *object, guint property_id, GValue *value,
                        GParamSpec *pspec)
{
  KpBanner *self = KP_BANNER (object);

  switch (property_id)
    {
    case PROP_REVEALED:
      g_value_set_boolean (value, gtk_revealer_get_reveal_child (self->revealer));
      break;
    case PROP_TITLE:
      g_value_set_string (value, gtk_label_get_text (self->title));
      break;
    case PROP_ICON_NAME:
      g_value_set_string (value, gtk_image_get_icon_name (self->icon));
      break;
    case PROP_BUTTON_LABEL:
      g_value_set_string (value, gtk_button_get_label (self->button));
      break;
    case PROP_BUTTON_ACTION:
      g_value_set_string (value, self->button_action);
      break;
    case PROP_OTHER_LABEL:
      g_value_set_string (value, gtk_button_get_label (self->other));
      break;
    case PROP_OTHER_ACTION:
      g_value_set_string (value, self->other_action);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
kp_banner_set_property (GObject *object, guint property_id, const GValue *value,
                        GParamSpec *pspec)
{
  KpBanner *self = KP_BANNER (object);

  switch (property_id)
    {
    case PROP_REVEALED:
      kp_banner_set_revealed (self, g_value_get_boolean (value));
      break;
    case PROP_TITLE:
      set_title (self, g_value_get_string (value));
      break;
    case PROP_ICON_NAME:
      set_icon_name (self, g_value_get_string (value));
      break;
    case PROP_BUTTON_LABEL:
      set_label (self, self->button, g_value_get_string (value), PROP_BUTTON_LABEL);
      break;
    case PROP_BUTTON_ACTION:
      set_action (self, self->button, &self->button_action, g_value_get_string (value),
                  PROP_BUTTON_ACTION);
      break;
    case PROP_OTHER_LABEL:
      set_label (self, self->other, g_value_get_string (value), PROP_OTHER_LABEL);
      break;
    case PROP_OTHER_ACTION:
      set_action (self, self->other, &self->other_action, g_value_get_string (value),
                  PROP_OTHER_ACTION);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
kp_banner_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_BANNER);

  G_OBJECT_CLASS (kp_banner_parent_class)->dispose (object);
}

static void
kp_banner_finalize (GObject *object)
{
  KpBanner *self = KP_BANNER (object);

  g_free (self->button_action);
  g_free (self->other_action);

  G_OBJECT_CLASS (kp_banner_parent_class)->finalize (object);
}

static void
kp_banner_class_init (KpBannerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags =
      G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = kp_banner_get_property;
  object_class->set_property = kp_banner_set_property;
  object_class->dispose = kp_banner_dispose;
  object_class->finalize = kp_banner_finalize;

  properties[PROP_REVEALED] = g_param_spec_boolean ("revealed", NULL, NULL, FALSE, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, "", flags);
  properties[PROP_ICON_NAME] = g_param_spec_string ("icon-name", NULL, NULL, NULL, flags);
  properties[PROP_BUTTON_LABEL] =
      g_param_spec_string ("button-label", NULL, NULL, NULL, flags);
  properties[PROP_BUTTON_ACTION] =
      g_param_spec_string ("button-action", NULL, NULL, NULL, flags);
  properties[PROP_OTHER_LABEL] =
      g_param_spec_string ("other-label", NULL, NULL, NULL, flags);
  properties[PROP_OTHER_ACTION] =
      g_param_spec_string ("other-action", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "kpbanner");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT);
  g_type_ensure (KP_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/widget/banner.ui");
  gtk_widget_class_bind_template_child (widget_class, KpBanner, revealer);
  gtk_widget_class_bind_template_child (widget_class, KpBanner, icon);
  gtk_widget_class_bind_template_child (widget_class, KpBanner, title);
  gtk_widget_class_bind_template_child (widget_class, KpBanner, button);
  gtk_widget_class_bind_template_child (widget_class, KpBanner, other);
}

static void
kp_banner_init (KpBanner *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->revealer, "notify::child-revealed",
                           G_CALLBACK (tell_revealed), self, G_CONNECT_SWAPPED);
  tell_revealed (self);
}

void
kp_banner_show (KpBanner *self, const char *icon_name, const char *title)
{
  g_return_if_fail (KP_IS_BANNER (self));
  g_return_if_fail (title != NULL);

  set_icon_name (self, icon_name);
  set_title (self, title);
  kp_banner_set_buttons (self, NULL, NULL, NULL, NULL);
  kp_banner_set_revealed (self, TRUE);
}

void
kp_banner_set_buttons (KpBanner *self, const char *label, const char *action,
                       const char *other_label, const char *other_action)
{
  g_return_if_fail (KP_IS_BANNER (self));

  set_label (self, self->button, label, PROP_BUTTON_LABEL);
  set_action (self, self->button, &self->button_action, action, PROP_BUTTON_ACTION);
  set_label (self, self->other, other_label, PROP_OTHER_LABEL);
  set_action (self, self->other, &self->other_action, other_action, PROP_OTHER_ACTION);
}

void
kp_banner_set_revealed (KpBanner *self, gboolean revealed)
{
  g_return_if_fail (KP_IS_BANNER (self));

  if (gtk_revealer_get_reveal_child (self->revealer) == !!revealed)
    return;

  gtk_revealer_set_reveal_child (self->revealer, revealed);
  tell_revealed (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REVEALED]);
}
