/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "assistant/waiting-page.h"

#include <glib/gi18n.h>

#include "core/base/time-text.h"

struct _KpWaitingPage
{
  KpJobPage parent_instance;

  GtkLabel *what;
  GtkLabel *since;
};

G_DEFINE_FINAL_TYPE (KpWaitingPage, kp_waiting_page, KP_TYPE_JOB_PAGE)

static void
kp_waiting_page_show (KpJobPage *page, KpJobSheet *sheet)
{
  KpWaitingPage *self = KP_WAITING_PAGE (page);
  g_autofree char *day = kp_time_format_near_day (sheet->job->since, sheet->now);
  /* Translators: %s is a day: "today", "12 November". */
  g_autofree char *since = g_strdup_printf (_ ("Since %s"), day);

  gtk_label_set_text (self->what, _ ("It is your turn: make the signing request."));
  gtk_label_set_text (self->since, since);
}

static void
kp_waiting_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_WAITING_PAGE);

  G_OBJECT_CLASS (kp_waiting_page_parent_class)->dispose (object);
}

static void
kp_waiting_page_class_init (KpWaitingPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kp_waiting_page_dispose;
  KP_JOB_PAGE_CLASS (klass)->show = kp_waiting_page_show;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/assistant/waiting-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KpWaitingPage, what);
  gtk_widget_class_bind_template_child (widget_class, KpWaitingPage, since);
}

static void
kp_waiting_page_init (KpWaitingPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
