/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page/trust-page.h"

#include "page/roots-group.h"

struct _KpTrustPage
{
  AdwPreferencesPage parent_instance;

  KpRootsGroup *sites;
  KpRootsGroup *connections;
};

G_DEFINE_FINAL_TYPE (KpTrustPage, kp_trust_page, ADW_TYPE_PREFERENCES_PAGE)

static void
kp_trust_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_TRUST_PAGE);

  G_OBJECT_CLASS (kp_trust_page_parent_class)->dispose (object);
}

static void
kp_trust_page_class_init (KpTrustPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kp_trust_page_dispose;

  g_type_ensure (KP_TYPE_ROOTS_GROUP);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/page/trust-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KpTrustPage, sites);
  gtk_widget_class_bind_template_child (widget_class, KpTrustPage, connections);
}

static void
kp_trust_page_init (KpTrustPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
kp_trust_page_set_up (KpTrustPage *self, KpDesk *desk, KpSettingsEditor *editor,
                      gboolean writes)
{
  g_return_if_fail (KP_IS_TRUST_PAGE (self));

  kp_roots_group_follow (self->sites, desk, editor, writes);
  kp_roots_group_follow (self->connections, desk, editor, writes);
}
