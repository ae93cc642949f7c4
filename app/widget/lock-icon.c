/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widget/lock-icon.h"

#include <glib/gi18n.h>

typedef struct
{
  const char *nick;
  const char *icon_name;
  const char *style_class;
  const char *label;
} Lock;

/* The last stands for everything that isn't known. */
static const Lock locks[] = {
  { "locked", "keyplate-locked-symbolic", "success", NC_ ("lock", "locked") },
  { "pending", "keyplate-pending-symbolic", "warning", NC_ ("lock", "pending") },
  { "unlocked", "keyplate-unlocked-symbolic", "error", NC_ ("lock", "unlocked") },
  { "unknown", "keyplate-unknown-symbolic", "dim-label", NC_ ("lock", "unknown") },
};

struct _KpLockIcon
{
  GtkWidget parent_instance;

  GtkImage *image;
  const Lock *lock;
};

enum
{
  PROP_LOCK = 1,
  PROP_PIXEL_SIZE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (KpLockIcon, kp_lock_icon, GTK_TYPE_WIDGET)

static const Lock *
find_lock (const char *nick)
{
  for (gsize i = 0; i + 1 < G_N_ELEMENTS (locks); i++)
    if (g_strcmp0 (locks[i].nick, nick) == 0)
      return &locks[i];

  return &locks[G_N_ELEMENTS (locks) - 1];
}

static void
show_lock (KpLockIcon *self)
{
  gtk_image_set_from_icon_name (self->image, self->lock->icon_name);
  gtk_widget_add_css_class (GTK_WIDGET (self), self->lock->style_class);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  g_dpgettext2 (NULL, "lock", self->lock->label), -1);
}

static void
kp_lock_icon_get_property (GObject *object, guint property_id, GValue *value,
                           GParamSpec *pspec)
{
  KpLockIcon *self = KP_LOCK_ICON (object);

  switch (property_id)
    {
    case PROP_LOCK:
      g_value_set_static_string (value, self->lock->nick);
      break;
    case PROP_PIXEL_SIZE:
      g_value_set_int (value, gtk_image_get_pixel_size (self->image));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
kp_lock_icon_set_property (GObject *object, guint property_id, const GValue *value,
                           GParamSpec *pspec)
{
  KpLockIcon *self = KP_LOCK_ICON (object);

  switch (property_id)
    {
    case PROP_LOCK:
      kp_lock_icon_set_lock (self, g_value_get_string (value));
      break;
    case PROP_PIXEL_SIZE:
      if (gtk_image_get_pixel_size (self->image) != g_value_get_int (value))
        {
          gtk_image_set_pixel_size (self->image, g_value_get_int (value));
          g_object_notify_by_pspec (object, pspec);
        }
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
kp_lock_icon_dispose (GObject *object)
{
  KpLockIcon *self = KP_LOCK_ICON (object);

  if (self->image != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->image)));

  G_OBJECT_CLASS (kp_lock_icon_parent_class)->dispose (object);
}

static void
kp_lock_icon_class_init (KpLockIconClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags =
      G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = kp_lock_icon_get_property;
  object_class->set_property = kp_lock_icon_set_property;
  object_class->dispose = kp_lock_icon_dispose;

  properties[PROP_LOCK] = g_param_spec_string ("lock", NULL, NULL, "unknown", flags);
  properties[PROP_PIXEL_SIZE] =
      g_param_spec_int ("pixel-size", NULL, NULL, -1, G_MAXINT, -1, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "lockicon");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
kp_lock_icon_init (KpLockIcon *self)
{
  /* The name is this widget's: its image is only ink. */
  self->image = g_object_new (GTK_TYPE_IMAGE, "accessible-role",
                              GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_widget_set_parent (GTK_WIDGET (self->image), GTK_WIDGET (self));
  self->lock = find_lock (NULL);
  show_lock (self);
}

GtkWidget *
kp_lock_icon_new (void)
{
  return g_object_new (KP_TYPE_LOCK_ICON, NULL);
}

void
kp_lock_icon_set_lock (KpLockIcon *self, const char *nick)
{
  const Lock *lock = find_lock (nick);

  g_return_if_fail (KP_IS_LOCK_ICON (self));

  if (self->lock == lock)
    return;

  gtk_widget_remove_css_class (GTK_WIDGET (self), self->lock->style_class);
  self->lock = lock;
  show_lock (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOCK]);
}

const char *
kp_lock_get_word (const char *nick)
{
  return g_dpgettext2 (NULL, "lock", find_lock (nick)->label);
}
