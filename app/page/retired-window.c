/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page/retired-window.h"

#include <glib/gi18n.h>

#include "core/base/time-text.h"
#include "core/store/store-retirement.h"
#include "widget/compat.h"
#include "widget/help.h"
#include "widget/toast.h"

struct _KpRetiredWindow
{
  AdwWindow parent_instance;

  GtkStack *stack;
  AdwPreferencesGroup *sites;
  AdwStatusPage *failure;

  KpDesk *desk; /* (nullable) */
  GPtrArray *rows;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (KpRetiredWindow, kp_retired_window, ADW_TYPE_WINDOW)

static void
add_site (KpRetiredWindow *self, KpSite *site)
{
  gint64 now = kp_clock_now (kp_desk_get_clock (self->desk));
  g_autofree char *day = kp_time_format_near_day (kp_site_get_retired_at (site), now);
  g_autofree char *subtitle = NULL;
  g_autofree char *name = NULL;
  GtkWidget *button = gtk_button_new_with_label (_ ("Restore"));
  GtkWidget *row;

  /* Translators: %s is a day ("today", "Tuesday", "12 November"). */
  subtitle = g_strdup_printf (_ ("Retired %s"), day);
  row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title",
                      kp_site_get_label (site), "subtitle", subtitle, "title-lines", 99,
                      "subtitle-lines", 99, NULL);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_sensitive (button,
                            !kp_store_get_read_only (kp_desk_get_store (self->desk)));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "x", kp_site_get_id (site));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "retired.restore");
  /* Translators: name of a button for assistive technology; %s is the address of a site. */
  name = g_strdup_printf (_ ("Restore %s"), kp_site_get_label (site));
  kp_compat_set_name (button, name);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_preferences_group_add (self->sites, row);
  g_ptr_array_add (self->rows, row);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpRetiredWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sites =
      kp_store_load_retired_finish (KP_STORE (source), result, &error);

  if (self->desk == NULL)
    return;
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->sites, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; sites != NULL && i < sites->len; i++)
    add_site (self, g_ptr_array_index (sites, i));
  if (sites == NULL)
    {
      g_autofree char *markup = g_markup_escape_text (error->message, -1);

      adw_status_page_set_description (self->failure, markup);
    }
  gtk_stack_set_visible_child_name (self->stack, sites == NULL     ? "failed"
                                                 : sites->len == 0 ? "empty"
                                                                   : "list");
}

static void
load (KpRetiredWindow *self)
{
  kp_store_load_retired_async (kp_desk_get_store (self->desk), self->cancellable, loaded_cb,
                               g_object_ref (self));
}

static void
restored_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpRetiredWindow) self = data;
  g_autoptr (GError) error = NULL;
  gboolean restored = kp_store_restore_sites_finish (KP_STORE (source), result, &error);

  if (self->desk == NULL)
    return;
  kp_toast_show (GTK_WIDGET (self->stack), restored ? _ ("In use again") : error->message);
  load (self);
}

static void
restore_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpRetiredWindow *self = KP_RETIRED_WINDOW (widget);
  gint64 id = g_variant_get_int64 (parameter);

  kp_store_restore_sites_async (kp_desk_get_store (self->desk), &id, 1, NULL, restored_cb,
                                g_object_ref (self));
}

static void
kp_retired_window_dispose (GObject *object)
{
  KpRetiredWindow *self = KP_RETIRED_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_ptr_array_set_size (self->rows, 0);
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_RETIRED_WINDOW);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (kp_retired_window_parent_class)->dispose (object);
}

static void
kp_retired_window_finalize (GObject *object)
{
  g_ptr_array_unref (KP_RETIRED_WINDOW (object)->rows);
  g_object_unref (KP_RETIRED_WINDOW (object)->cancellable);

  G_OBJECT_CLASS (kp_retired_window_parent_class)->finalize (object);
}

static void
kp_retired_window_class_init (KpRetiredWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_retired_window_dispose;
  object_class->finalize = kp_retired_window_finalize;

  gtk_widget_class_install_action (widget_class, "retired.restore", "x", restore_activated);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/page/retired-window.ui");
  gtk_widget_class_bind_template_child (widget_class, KpRetiredWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, KpRetiredWindow, sites);
  gtk_widget_class_bind_template_child (widget_class, KpRetiredWindow, failure);
  kp_compat_add_window_keys (widget_class);
}

static void
kp_retired_window_init (KpRetiredWindow *self)
{
  self->rows = g_ptr_array_new ();
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  kp_help_set_page (GTK_WIDGET (self), "retire");
  kp_compat_hide_other_pages (GTK_WIDGET (self->stack));
}

GtkWidget *
kp_retired_window_new (KpDesk *desk, GtkWindow *parent)
{
  KpRetiredWindow *self;

  g_return_val_if_fail (KP_IS_DESK (desk), NULL);

  self = g_object_new (KP_TYPE_RETIRED_WINDOW, "transient-for", parent, NULL);
  self->desk = g_object_ref (desk);
  load (self);
  return GTK_WIDGET (self);
}
