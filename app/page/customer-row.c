/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page/customer-row.h"

#include <glib/gi18n.h>

#include "core/base/plain-text.h"
#include "widget/assistive.h"

struct _KpCustomerRow
{
  AdwBin parent_instance;

  GtkLabel *name;
  GtkLabel *details;
  GtkLabel *sites;
  GtkMenuButton *menu;

  KpCustomer *customer; /* (nullable) */
  GSignalGroup *followed;
  guint n_sites;
};

G_DEFINE_FINAL_TYPE (KpCustomerRow, kp_customer_row, ADW_TYPE_BIN)

static char *
describe (KpCustomer *customer)
{
  const char *const parts[] = {
    kp_customer_get_dns_administrator (customer),
    kp_customer_get_email (customer),
    kp_customer_get_dns_host (customer),
    kp_customer_get_changes_dns_itself (customer) ? "" : _ ("You change its DNS"),
  };
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *part = kp_plain_text_isolate (parts[i]);

      if (*part != '\0')
        g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", part);
    }
  return g_string_free (text, FALSE);
}

/* GTK 4.8 gives no way to name a row but from within. */
static void
name_row (KpCustomerRow *self, const char *details, const char *sites)
{
  const char *name = kp_customer_get_name (self->customer);
  g_autofree char *all = *details != '\0' ? g_strjoin (", ", name, sites, details, NULL)
                                          : g_strjoin (", ", name, sites, NULL);

  kp_assistive_name_row (GTK_WIDGET (self), all);
}

static void
update (KpCustomerRow *self)
{
  g_autofree char *details = NULL;
  g_autofree char *sites = NULL;
  g_autofree char *actions = NULL;

  if (self->customer == NULL)
    return;
  details = describe (self->customer);
  /* Translators: %u is the number of sites of a customer. */
  sites = g_strdup_printf (ngettext ("%u site", "%u sites", self->n_sites), self->n_sites);
  gtk_label_set_label (self->name, kp_customer_get_name (self->customer));
  gtk_label_set_label (self->details, details);
  gtk_widget_set_visible (GTK_WIDGET (self->details), *details != '\0');
  gtk_label_set_label (self->sites, sites);
  name_row (self, details, sites);
  /* Translators: of a menu; %s is the name of a customer. */
  actions = g_strdup_printf (_ ("Actions for %s"), kp_customer_get_name (self->customer));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->menu), actions);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, actions, -1);
}

static void
append_item (GMenu *menu, const char *label, const char *action, gint64 id)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "x", id);
  g_menu_append_item (menu, item);
}

static void
make_menu_cb (GtkMenuButton *button, gpointer data)
{
  KpCustomerRow *self = data;
  g_autoptr (GMenu) menu = g_menu_new ();
  gint64 id = self->customer != NULL ? kp_customer_get_id (self->customer) : 0;

  append_item (menu, _ ("Edit…"), "customers.edit", id);
  append_item (menu, _ ("Remove"), "customers.remove", id);
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
}

static void
kp_customer_row_dispose (GObject *object)
{
  KpCustomerRow *self = KP_CUSTOMER_ROW (object);

  g_clear_object (&self->followed);
  g_clear_object (&self->customer);
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_CUSTOMER_ROW);

  G_OBJECT_CLASS (kp_customer_row_parent_class)->dispose (object);
}

static void
kp_customer_row_class_init (KpCustomerRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kp_customer_row_dispose;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/page/customer-row.ui");
  gtk_widget_class_bind_template_child (widget_class, KpCustomerRow, name);
  gtk_widget_class_bind_template_child (widget_class, KpCustomerRow, details);
  gtk_widget_class_bind_template_child (widget_class, KpCustomerRow, sites);
  gtk_widget_class_bind_template_child (widget_class, KpCustomerRow, menu);
  gtk_widget_class_bind_template_callback (widget_class, kp_customer_row_open_menu);
}

static void
kp_customer_row_init (KpCustomerRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->followed = g_signal_group_new (KP_TYPE_CUSTOMER);
  g_signal_group_connect_swapped (self->followed, "notify", G_CALLBACK (update), self);
  gtk_menu_button_set_create_popup_func (self->menu, make_menu_cb, self, NULL);
}

GtkWidget *
kp_customer_row_new (void)
{
  return g_object_new (KP_TYPE_CUSTOMER_ROW, NULL);
}

void
kp_customer_row_set_customer (KpCustomerRow *self, KpCustomer *customer)
{
  g_return_if_fail (KP_IS_CUSTOMER_ROW (self));

  g_set_object (&self->customer, customer);
  g_signal_group_set_target (self->followed, customer);
  update (self);
}

KpCustomer *
kp_customer_row_get_customer (KpCustomerRow *self)
{
  g_return_val_if_fail (KP_IS_CUSTOMER_ROW (self), NULL);

  return self->customer;
}

void
kp_customer_row_set_sites (KpCustomerRow *self, guint n)
{
  g_return_if_fail (KP_IS_CUSTOMER_ROW (self));

  if (self->n_sites == n)
    return;
  self->n_sites = n;
  update (self);
}

void
kp_customer_row_open_menu (KpCustomerRow *self)
{
  g_return_if_fail (KP_IS_CUSTOMER_ROW (self));

  gtk_menu_button_popup (self->menu);
}
