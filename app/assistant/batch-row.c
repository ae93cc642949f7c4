/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "assistant/batch-row.h"

#include <glib/gi18n.h>

struct _KpBatchRow
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkImage *icon;
  GtkLabel *title;
  GtkLabel *state;

  KpDesk *desk;
  KpBatchSite *site;     /* (nullable) */
  GSignalGroup *entry;   /* follows it */
  GSignalGroup *watched; /* its site */
};

G_DEFINE_FINAL_TYPE (KpBatchRow, kp_batch_row, GTK_TYPE_WIDGET)

/* The site list has the same words for the next action. */
static char *
describe (KpBatchRow *self)
{
  KpSite *site = kp_batch_site_get_site (self->site);
  const KpJob *job = kp_batch_site_get_job (self->site);
  KpProfile *profile =
      kp_catalogue_find (kp_desk_get_catalogue (self->desk), kp_site_get_provider (site));

  if (kp_batch_site_get_reason (self->site) != NULL)
    return g_strdup (kp_batch_site_get_reason (self->site));
  if (job == NULL)
    return g_strdup (_ ("No job is under way"));
  if (job->paused_at > 0)
    return g_strdup (_ ("Paused"));
  return kp_next_action_format (&kp_site_get_summary (site)->next,
                                profile != NULL ? kp_profile_get_name (profile)
                                                : kp_site_get_provider (site),
                                job->ca);
}

static const char *
choose_icon (KpBatchRow *self)
{
  const KpNextAction *next =
      &kp_site_get_summary (kp_batch_site_get_site (self->site))->next;
  const KpJob *job = kp_batch_site_get_job (self->site);

  if (kp_batch_site_get_reason (self->site) != NULL)
    return "dialog-information-symbolic";
  if (job == NULL)
    return "object-select-symbolic";
  if (job->paused_at > 0)
    return "media-playback-pause-symbolic";
  if (next->overdue)
    return "alarm-symbolic";
  switch (next->who)
    {
    case KP_TURN_YOU:
      return "go-next-symbolic";
    case KP_TURN_PROVIDER:
      return "network-server-symbolic";
    case KP_TURN_CA:
      return "application-certificate-symbolic";
    default:
      return "preferences-system-time-symbolic";
    }
}

static void
name_row (KpBatchRow *self, const char *name)
{
  GtkWidget *row = gtk_widget_get_parent (GTK_WIDGET (self));

  gtk_accessible_update_property (GTK_ACCESSIBLE (row != NULL ? row : GTK_WIDGET (self)),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* Each time it is set GTK asks whether a tooltip shows now. */
static void
set_tooltip (KpBatchRow *self, const char *text)
{
  if (g_strcmp0 (gtk_widget_get_tooltip_text (GTK_WIDGET (self)), text) != 0)
    gtk_widget_set_tooltip_text (GTK_WIDGET (self), text);
}

static void
update (KpBatchRow *self)
{
  const char *host;
  g_autofree char *state = NULL;
  g_autofree char *name = NULL;

  if (self->site == NULL)
    return;
  host = kp_site_get_label (kp_batch_site_get_site (self->site));
  state = describe (self);
  /* Translators: a site, and how its job stands, for a screen reader */
  name = g_strdup_printf (C_ ("row of a site", "%s: %s"), host, state);
  gtk_image_set_from_icon_name (self->icon, choose_icon (self));
  gtk_label_set_text (self->title, host);
  gtk_label_set_text (self->state, state);
  gtk_widget_set_visible (GTK_WIDGET (self->state), TRUE);
  set_tooltip (self, kp_batch_site_get_reason (self->site));
  name_row (self, name);
}

static void
show (KpBatchRow *self, gpointer item)
{
  KpBatchSite *site = KP_IS_BATCH_SITE (item) ? item : NULL;

  g_set_object (&self->site, site);
  g_signal_group_set_target (self->entry, site);
  g_signal_group_set_target (self->watched,
                             site != NULL ? kp_batch_site_get_site (site) : NULL);
  update (self);
  if (!GTK_IS_STRING_OBJECT (item))
    return;
  gtk_image_set_from_icon_name (self->icon, "mail-send-symbolic");
  gtk_label_set_text (self->title, gtk_string_object_get_string (item));
  gtk_widget_set_visible (GTK_WIDGET (self->state), FALSE);
  set_tooltip (self, NULL);
  name_row (self, gtk_string_object_get_string (item));
}

static void
kp_batch_row_dispose (GObject *object)
{
  KpBatchRow *self = KP_BATCH_ROW (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_BATCH_ROW);
  g_clear_object (&self->entry);
  g_clear_object (&self->watched);
  g_clear_object (&self->site);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (kp_batch_row_parent_class)->dispose (object);
}

static void
kp_batch_row_class_init (KpBatchRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kp_batch_row_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/assistant/batch-row.ui");
  gtk_widget_class_bind_template_child (widget_class, KpBatchRow, box);
  gtk_widget_class_bind_template_child (widget_class, KpBatchRow, icon);
  gtk_widget_class_bind_template_child (widget_class, KpBatchRow, title);
  gtk_widget_class_bind_template_child (widget_class, KpBatchRow, state);
}

static void
kp_batch_row_init (KpBatchRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->entry = g_signal_group_new (KP_TYPE_BATCH_SITE);
  g_signal_group_connect_swapped (self->entry, "notify::reason", G_CALLBACK (update), self);
  self->watched = g_signal_group_new (KP_TYPE_SITE);
  g_signal_group_connect_swapped (self->watched, "notify::job-serial", G_CALLBACK (update),
                                  self);
  g_signal_group_connect_swapped (self->watched, "notify::summary-serial",
                                  G_CALLBACK (update), self);
}

static void
setup_cb (GtkListItemFactory *factory, GtkListItem *item, KpDesk *desk)
{
  KpBatchRow *row = g_object_new (KP_TYPE_BATCH_ROW, NULL);

  row->desk = g_object_ref (desk);
  gtk_list_item_set_child (item, GTK_WIDGET (row));
}

static void
bind_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  show (KP_BATCH_ROW (gtk_list_item_get_child (item)), gtk_list_item_get_item (item));
}

static void
unbind_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  show (KP_BATCH_ROW (gtk_list_item_get_child (item)), NULL);
}

GtkListItemFactory *
kp_batch_row_make_factory (KpDesk *desk)
{
  GtkListItemFactory *factory;

  g_return_val_if_fail (KP_IS_DESK (desk), NULL);

  factory = gtk_signal_list_item_factory_new ();
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), desk, 0);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), NULL);
  return factory;
}
