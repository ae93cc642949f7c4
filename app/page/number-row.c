/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page/number-row.h"

/* While the number is turned it is not saved; in milliseconds. */
#define SAVE_AFTER 500
/* What is proposed for a number whose default is "automatic". */
#define PROPOSED 100

struct _KpNumberRow
{
  AdwActionRow parent_instance;

  GtkSpinButton *spin;

  char *setting;
  KpSettingsEditor *editor;
  gboolean writes;
  gboolean loading;
  guint save_id;
};

enum
{
  PROP_SETTING = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (KpNumberRow, kp_number_row, ADW_TYPE_ACTION_ROW)

static void
save (KpNumberRow *self)
{
  g_autofree char *value = NULL;

  if (self->save_id == 0)
    return;
  g_clear_handle_id (&self->save_id, g_source_remove);
  value = g_strdup_printf ("%d", gtk_spin_button_get_value_as_int (self->spin));
  /* It is within the bounds, so nothing is refused. */
  kp_settings_editor_set (self->editor, self->setting, value, NULL);
}

static gboolean
save_cb (gpointer data)
{
  save (data);
  return G_SOURCE_REMOVE;
}

static void
value_changed_cb (KpNumberRow *self)
{
  if (self->loading)
    return;
  g_clear_handle_id (&self->save_id, g_source_remove);
  self->save_id = g_timeout_add (SAVE_AFTER, save_cb, self);
}

static void
load (KpNumberRow *self)
{
  gint64 value = kp_settings_editor_get_int (self->editor, self->setting);
  gint64 fallback = g_ascii_strtoll (kp_settings_get_default (self->setting), NULL, 10);

  /* What is being turned here is newer. */
  if (self->save_id != 0)
    return;
  /* Assistive technology is told of what is insensitive itself, not by its parent. */
  gtk_widget_set_sensitive (GTK_WIDGET (self), self->writes && value != 0);
  gtk_widget_set_sensitive (GTK_WIDGET (self->spin), self->writes && value != 0);
  if (value == 0 && gtk_spin_button_get_value (self->spin) > 1)
    return;
  if (value == 0)
    value = fallback != 0 ? fallback : PROPOSED;
  self->loading = TRUE;
  gtk_spin_button_set_value (self->spin, (double) value);
  self->loading = FALSE;
}

/* What is typed counts without Enter, too. */
static void
kp_number_row_unmap (GtkWidget *widget)
{
  KpNumberRow *self = KP_NUMBER_ROW (widget);

  if (self->editor != NULL && gtk_widget_is_sensitive (widget))
    gtk_spin_button_update (self->spin);
  save (self);

  GTK_WIDGET_CLASS (kp_number_row_parent_class)->unmap (widget);
}

static void
kp_number_row_dispose (GObject *object)
{
  KpNumberRow *self = KP_NUMBER_ROW (object);

  g_clear_handle_id (&self->save_id, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_NUMBER_ROW);
  g_clear_object (&self->editor);

  G_OBJECT_CLASS (kp_number_row_parent_class)->dispose (object);
}

static void
kp_number_row_finalize (GObject *object)
{
  KpNumberRow *self = KP_NUMBER_ROW (object);

  g_free (self->setting);

  G_OBJECT_CLASS (kp_number_row_parent_class)->finalize (object);
}

static void
kp_number_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  KpNumberRow *self = KP_NUMBER_ROW (object);

  switch (id)
    {
    case PROP_SETTING:
      g_value_set_string (value, self->setting);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
kp_number_row_set_property (GObject *object, guint id, const GValue *value,
                            GParamSpec *pspec)
{
  KpNumberRow *self = KP_NUMBER_ROW (object);

  switch (id)
    {
    case PROP_SETTING:
      self->setting = g_value_dup_string (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
kp_number_row_class_init (KpNumberRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_number_row_dispose;
  object_class->finalize = kp_number_row_finalize;
  object_class->get_property = kp_number_row_get_property;
  object_class->set_property = kp_number_row_set_property;
  widget_class->unmap = kp_number_row_unmap;

  properties[PROP_SETTING] =
      g_param_spec_string ("setting", NULL, NULL, NULL,
                           G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY
                               | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/page/number-row.ui");
  gtk_widget_class_bind_template_child (widget_class, KpNumberRow, spin);
  gtk_widget_class_bind_template_callback (widget_class, value_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, save);
}

static void
kp_number_row_init (KpNumberRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
kp_number_row_follow (KpNumberRow *self, KpSettingsEditor *editor, gboolean writes)
{
  gint64 min, max;
  g_autofree char *signal = NULL;

  g_return_if_fail (KP_IS_NUMBER_ROW (self));
  g_return_if_fail (self->editor == NULL);
  g_return_if_fail (kp_settings_get_range (self->setting, &min, &max));

  self->editor = g_object_ref (editor);
  self->writes = writes;
  self->loading = TRUE;
  gtk_spin_button_set_range (self->spin, (double) MAX (min, 1), (double) max);
  gtk_spin_button_set_increments (self->spin, 1, 10);
  self->loading = FALSE;
  signal = g_strconcat ("changed::", self->setting, NULL);
  g_signal_connect_object (editor, signal, G_CALLBACK (load), self, G_CONNECT_SWAPPED);
  load (self);
}
