/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page/requests-page.h"

struct _KpRequestsPage
{
  AdwBin parent_instance;
};

G_DEFINE_FINAL_TYPE (KpRequestsPage, kp_requests_page, ADW_TYPE_BIN)

static void
kp_requests_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_REQUESTS_PAGE);

  G_OBJECT_CLASS (kp_requests_page_parent_class)->dispose (object);
}

static void
kp_requests_page_class_init (KpRequestsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_requests_page_dispose;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/page/requests-page.ui");
}

static void
kp_requests_page_init (KpRequestsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
kp_requests_page_new (void)
{
  return g_object_new (KP_TYPE_REQUESTS_PAGE, NULL);
}
