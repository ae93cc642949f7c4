/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page/switch-row.h"

/* The number that a setting gets which had none yet and whose default is 0. */
#define PROPOSED 100

struct _KpSwitchRow
{
  AdwActionRow parent_instance;

  GtkSwitch *toggle;

  char *setting;
  gboolean on_at_zero;
  KpSettingsEditor *editor;
  gboolean loading;
  gint64 number; /* the last that was none of 0 */
};

enum
{
  PROP_SETTING = 1,
  PROP_ON_AT_ZERO,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (KpSwitchRow, kp_switch_row, ADW_TYPE_ACTION_ROW)

static char *
make_value (KpSwitchRow *self)
{
  gboolean zero = gtk_switch_get_active (self->toggle) == self->on_at_zero;
  gint64 min, max;

  if (!kp_settings_get_range (self->setting, &min, &max))
    return g_strdup (zero ? "no" : "yes");
  return g_strdup_printf ("%" G_GINT64_FORMAT, zero ? 0 : self->number);
}

static void
active_cb (KpSwitchRow *self)
{
  g_autofree char *value = NULL;

  if (self->loading)
    return;
  value = make_value (self);
  kp_settings_editor_set (self->editor, self->setting, value, NULL);
}

static void
load (KpSwitchRow *self)
{
  gint64 value = kp_settings_editor_get_int (self->editor, self->setting);

  if (value != 0)
    self->number = value;
  self->loading = TRUE;
  gtk_switch_set_active (self->toggle, (value == 0) == self->on_at_zero);
  self->loading = FALSE;
}

static void
kp_switch_row_dispose (GObject *object)
{
  KpSwitchRow *self = KP_SWITCH_ROW (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_SWITCH_ROW);
  g_clear_object (&self->editor);

  G_OBJECT_CLASS (kp_switch_row_parent_class)->dispose (object);
}

static void
kp_switch_row_finalize (GObject *object)
{
  KpSwitchRow *self = KP_SWITCH_ROW (object);

  g_free (self->setting);

  G_OBJECT_CLASS (kp_switch_row_parent_class)->finalize (object);
}

static void
kp_switch_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  KpSwitchRow *self = KP_SWITCH_ROW (object);

  switch (id)
    {
    case PROP_SETTING:
      g_value_set_string (value, self->setting);
      break;
    case PROP_ON_AT_ZERO:
      g_value_set_boolean (value, self->on_at_zero);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
kp_switch_row_set_property (GObject *object, guint id, const GValue *value,
                            GParamSpec *pspec)
{
  KpSwitchRow *self = KP_SWITCH_ROW (object);

  switch (id)
    {
    case PROP_SETTING:
      self->setting = g_value_dup_string (value);
      break;
    case PROP_ON_AT_ZERO:
      self->on_at_zero = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
kp_switch_row_class_init (KpSwitchRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY
                            | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = kp_switch_row_dispose;
  object_class->finalize = kp_switch_row_finalize;
  object_class->get_property = kp_switch_row_get_property;
  object_class->set_property = kp_switch_row_set_property;

  properties[PROP_SETTING] = g_param_spec_string ("setting", NULL, NULL, NULL, flags);
  properties[PROP_ON_AT_ZERO] =
      g_param_spec_boolean ("on-at-zero", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/page/switch-row.ui");
  gtk_widget_class_bind_template_child (widget_class, KpSwitchRow, toggle);
  gtk_widget_class_bind_template_callback (widget_class, active_cb);
}

static void
kp_switch_row_init (KpSwitchRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
kp_switch_row_follow (KpSwitchRow *self, KpSettingsEditor *editor, gboolean writes)
{
  g_autofree char *signal = NULL;

  g_return_if_fail (KP_IS_SWITCH_ROW (self));
  g_return_if_fail (self->editor == NULL && self->setting != NULL);

  self->editor = g_object_ref (editor);
  gtk_widget_set_sensitive (GTK_WIDGET (self), writes);
  gtk_widget_set_sensitive (GTK_WIDGET (self->toggle), writes);
  self->number = g_ascii_strtoll (kp_settings_get_default (self->setting), NULL, 10);
  if (self->number == 0)
    self->number = PROPOSED;
  signal = g_strconcat ("changed::", self->setting, NULL);
  g_signal_connect_object (editor, signal, G_CALLBACK (load), self, G_CONNECT_SWAPPED);
  load (self);
}
