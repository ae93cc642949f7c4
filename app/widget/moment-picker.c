/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widget/moment-picker.h"

struct _KpMomentPicker
{
  AdwBin parent_instance;

  GtkCalendar *day;
  GtkSpinButton *hour;
  GtkSpinButton *minute;
};

G_DEFINE_FINAL_TYPE (KpMomentPicker, kp_moment_picker, ADW_TYPE_BIN)

/* "09", not "9". */
static gboolean
show_two_digits_cb (GtkSpinButton *button)
{
  g_autofree char *text =
      g_strdup_printf ("%02d", gtk_spin_button_get_value_as_int (button));

  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (button)), text) != 0)
    gtk_editable_set_text (GTK_EDITABLE (button), text);
  return TRUE;
}

static void
kp_moment_picker_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_MOMENT_PICKER);

  G_OBJECT_CLASS (kp_moment_picker_parent_class)->dispose (object);
}

static void
kp_moment_picker_class_init (KpMomentPickerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kp_moment_picker_dispose;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/widget/moment-picker.ui");
  gtk_widget_class_bind_template_child (widget_class, KpMomentPicker, day);
  gtk_widget_class_bind_template_child (widget_class, KpMomentPicker, hour);
  gtk_widget_class_bind_template_child (widget_class, KpMomentPicker, minute);
  gtk_widget_class_bind_template_callback (widget_class, show_two_digits_cb);
}

static void
kp_moment_picker_init (KpMomentPicker *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
kp_moment_picker_new (gint64 moment)
{
  KpMomentPicker *self = g_object_new (KP_TYPE_MOMENT_PICKER, NULL);
  g_autoptr (GDateTime) shown = g_date_time_new_from_unix_local (moment);

  g_return_val_if_fail (shown != NULL, GTK_WIDGET (self));

  gtk_calendar_select_day (self->day, shown);
  gtk_spin_button_set_value (self->hour, g_date_time_get_hour (shown));
  gtk_spin_button_set_value (self->minute, g_date_time_get_minute (shown));
  return GTK_WIDGET (self);
}

gint64
kp_moment_picker_get_moment (KpMomentPicker *self)
{
  g_autoptr (GDateTime) day = NULL;
  g_autoptr (GDateTime) moment = NULL;

  g_return_val_if_fail (KP_IS_MOMENT_PICKER (self), 0);

  /* What is typed counts without leaving the field. */
  gtk_spin_button_update (self->hour);
  gtk_spin_button_update (self->minute);
  day = gtk_calendar_get_date (self->day);
  moment = g_date_time_new_local (g_date_time_get_year (day), g_date_time_get_month (day),
                                  g_date_time_get_day_of_month (day),
                                  gtk_spin_button_get_value_as_int (self->hour),
                                  gtk_spin_button_get_value_as_int (self->minute), 0);
  return moment != NULL ? g_date_time_to_unix (moment) : g_date_time_to_unix (day);
}
