/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page/providers-page.h"

#include <glib/gi18n.h>

#include "page/connection-window.h"
#include "widget/compat.h"
#include "widget/toast.h"

struct _KpProvidersPage
{
  AdwPreferencesPage parent_instance;

  GtkListBox *list;
  AdwPreferencesGroup *broken_group;
  GtkListBox *broken;
  AdwPreferencesGroup *own;
  AdwActionRow *folder;

  KpDesk *desk; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (KpProvidersPage, kp_providers_page, ADW_TYPE_PREFERENCES_PAGE)

static GtkWidget *
make_row (const char *title, const char *subtitle)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title", title,
                                 "subtitle", subtitle, "activatable", FALSE, NULL);
  g_autofree char *name = g_strdup_printf ("%s, %s", title, subtitle);

  kp_compat_set_name (row, name);
  return row;
}

static char *
describe (KpCatalogue *catalogue, KpProfile *profile)
{
  const char *id = kp_profile_get_id (profile);
  gboolean shipped;
  const char *file = kp_catalogue_get_file (catalogue, profile, &shipped);

  if (file == NULL)
    /* Translators: %s is the id of a provider's profile. */
    return g_strdup_printf (_ ("%s · shipped with Keyplate"), id);
  if (shipped)
    /* Translators: the id of a provider's profile, and a file */
    return g_strdup_printf (_ ("%s · your own, in place of the shipped one: %s"), id, file);
  /* Translators: the id of a provider's profile, and a file */
  return g_strdup_printf (_ ("%s · your own: %s"), id, file);
}

/* Where nothing is sent (files), or only looked at, there is nothing to connect. */
static void
add_connect (KpProvidersPage *self, GtkWidget *row, KpProfile *profile)
{
  GtkWidget *button;
  g_autofree char *name = NULL;

  if (kp_desk_is_sample (self->desk)
      || kp_channel_get (kp_profile_get_channel (profile)) == NULL)
    return;
  button = gtk_button_new_with_label (_ ("Connect…"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s",
                                    kp_profile_get_id (profile));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "providers.connect");
  /* Translators: name of a button for assistive technology; %s is a provider. */
  name = g_strdup_printf (_ ("Connect %s"), kp_profile_get_name (profile));
  kp_compat_set_name (button, name);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

static void
add_profiles (KpProvidersPage *self, KpCatalogue *catalogue)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (catalogue)); i++)
    {
      g_autoptr (KpProfile) profile = g_list_model_get_item (G_LIST_MODEL (catalogue), i);
      g_autofree char *subtitle = describe (catalogue, profile);
      GtkWidget *row = make_row (kp_profile_get_name (profile), subtitle);

      add_connect (self, row, profile);
      gtk_list_box_append (self->list, row);
    }
}

static GtkWidget *
make_broken_row (KpCatalogue *catalogue, guint index)
{
  const char *file;
  guint line;
  const char *reason = kp_catalogue_get_reason (catalogue, index, &file, &line);
  g_autofree char *base = g_path_get_basename (file);
  g_autofree char *title = NULL;
  GtkWidget *row;

  if (line > 0)
    /* Translators: a file, and the number of a line of it */
    title = g_strdup_printf (_ ("%s, line %u"), base, line);
  row = make_row (title != NULL ? title : base, reason);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                             g_object_new (GTK_TYPE_IMAGE, "icon-name",
                                           "dialog-warning-symbolic", "accessible-role",
                                           GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL));
  return row;
}

static void
copy_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget),
                          adw_action_row_get_subtitle (KP_PROVIDERS_PAGE (widget)->folder));
  kp_toast_show (widget, _ ("Folder copied"));
}

static void
connect_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpProvidersPage *self = KP_PROVIDERS_PAGE (widget);
  GtkRoot *root = gtk_widget_get_root (widget);
  KpProfile *profile = kp_catalogue_find (kp_desk_get_catalogue (self->desk),
                                          g_variant_get_string (parameter, NULL));

  if (profile != NULL)
    gtk_window_present (GTK_WINDOW (kp_connection_window_new (
        self->desk, profile, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL)));
}

static void
kp_providers_page_dispose (GObject *object)
{
  g_clear_object (&KP_PROVIDERS_PAGE (object)->desk);
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_PROVIDERS_PAGE);

  G_OBJECT_CLASS (kp_providers_page_parent_class)->dispose (object);
}

static void
kp_providers_page_class_init (KpProvidersPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kp_providers_page_dispose;

  gtk_widget_class_install_action (widget_class, "providers.copy-folder", NULL,
                                   copy_activated);
  gtk_widget_class_install_action (widget_class, "providers.connect", "s",
                                   connect_activated);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/page/providers-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KpProvidersPage, list);
  gtk_widget_class_bind_template_child (widget_class, KpProvidersPage, broken_group);
  gtk_widget_class_bind_template_child (widget_class, KpProvidersPage, broken);
  gtk_widget_class_bind_template_child (widget_class, KpProvidersPage, own);
  gtk_widget_class_bind_template_child (widget_class, KpProvidersPage, folder);
}

static void
kp_providers_page_init (KpProvidersPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
kp_providers_page_set_up (KpProvidersPage *self, KpDesk *desk)
{
  KpCatalogue *catalogue;
  guint n_broken;

  g_return_if_fail (KP_IS_PROVIDERS_PAGE (self));
  g_return_if_fail (KP_IS_DESK (desk));

  self->desk = g_object_ref (desk);
  catalogue = kp_desk_get_catalogue (desk);
  add_profiles (self, catalogue);
  n_broken = kp_catalogue_get_errors (catalogue)->len;
  for (guint i = 0; i < n_broken; i++)
    gtk_list_box_append (self->broken, make_broken_row (catalogue, i));
  gtk_widget_set_visible (GTK_WIDGET (self->broken_group), n_broken > 0);
  /* Nobody's own belong to samples. */
  gtk_widget_set_visible (GTK_WIDGET (self->own), !kp_desk_is_sample (desk));
  adw_action_row_set_subtitle (self->folder, kp_catalogue_get_folder (catalogue));
}
