/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page/year-row.h"

#include <glib/gi18n.h>

#include "core/base/time-text.h"
#include "widget/assistive.h"
#include "widget/host-label.h"
#include "widget/lock-icon.h"

/* Characters of a host. */
#define MIN_CHARS 12
#define NAT_CHARS 16

struct _KpYearRow
{
  AdwBin parent_instance;

  GtkWidget *host;
  GtkLabel *days;
  GtkLabel *customer;

  KpSite *site; /* (nullable) */
  GSignalGroup *followed;
  gint64 now;
};

G_DEFINE_FINAL_TYPE (KpYearRow, kp_year_row, ADW_TYPE_BIN)

static char *
describe_end (const KpSummary *summary, gint64 now)
{
  g_autofree char *day = kp_time_format_near_day (summary->not_after, now);

  if (summary->not_after < now)
    /* Translators: %s is a day ("yesterday", "Tuesday", "12 November"). */
    return g_strdup_printf (_ ("Certificate ended %s"), day);
  /* Translators: %s is a day ("tomorrow", "Tuesday", "12 November"). */
  return g_strdup_printf (_ ("Certificate ends %s"), day);
}

static char *
describe_days (const KpSummary *summary, gint64 now)
{
  g_autofree char *end = describe_end (summary, now);
  g_autofree char *day = NULL;
  g_autofree char *renewal = NULL;

  if (summary->renew_by == 0)
    return g_steal_pointer (&end);
  day = kp_time_format_near_day (summary->renew_by, now);
  /* Translators: %s is a day ("tomorrow", "Tuesday", "12 November"). */
  renewal = g_strdup_printf (_ ("start renewing by %s"), day);
  return g_strconcat (end, " · ", renewal, NULL);
}

static void
update (KpYearRow *self)
{
  const KpSummary *summary;
  const char *customer, *lock;
  g_autofree char *days = NULL;
  g_autofree char *name = NULL;

  if (self->site == NULL)
    return;
  summary = kp_site_get_summary (self->site);
  customer = kp_site_get_customer (self->site);
  lock = kp_lock_to_string (summary->lock);
  days = describe_days (summary, self->now);
  kp_host_label_set (KP_HOST_LABEL (self->host), kp_site_get_label (self->site), lock,
                     kp_site_get_proxied (self->site));
  gtk_label_set_text (self->days, days);
  gtk_label_set_text (self->customer, customer != NULL ? customer : "");
  name = g_strdup_printf ("%s, %s: %s%s%s", kp_site_get_label (self->site),
                          kp_lock_get_word (lock), days, customer != NULL ? ", " : "",
                          customer != NULL ? customer : "");
  kp_assistive_name_row (GTK_WIDGET (self), name);
}

static void
kp_year_row_dispose (GObject *object)
{
  KpYearRow *self = KP_YEAR_ROW (object);

  g_clear_object (&self->followed);
  g_clear_object (&self->site);

  G_OBJECT_CLASS (kp_year_row_parent_class)->dispose (object);
}

static void
kp_year_row_class_init (KpYearRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kp_year_row_dispose;
}

static GtkLabel *
add_label (GtkBox *box)
{
  GtkWidget *label =
      g_object_new (GTK_TYPE_LABEL, "xalign", 0.0f, "ellipsize", PANGO_ELLIPSIZE_END, NULL);

  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_box_append (box, label);
  return GTK_LABEL (label);
}

static void
kp_year_row_init (KpYearRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  gtk_widget_set_margin_start (box, 6);
  gtk_widget_set_margin_end (box, 6);
  self->host = kp_host_label_new (MIN_CHARS, NAT_CHARS);
  gtk_widget_set_hexpand (self->host, TRUE);
  gtk_box_append (GTK_BOX (line), self->host);
  self->customer = add_label (GTK_BOX (line));
  gtk_box_append (GTK_BOX (box), line);
  self->days = add_label (GTK_BOX (box));
  adw_bin_set_child (ADW_BIN (self), box);
  self->followed = g_signal_group_new (KP_TYPE_SITE);
  g_signal_group_connect_swapped (self->followed, "notify", G_CALLBACK (update), self);
}

GtkWidget *
kp_year_row_new (void)
{
  return g_object_new (KP_TYPE_YEAR_ROW, NULL);
}

void
kp_year_row_set_site (KpYearRow *self, KpSite *site, gint64 now)
{
  g_return_if_fail (KP_IS_YEAR_ROW (self));
  g_return_if_fail (site == NULL || KP_IS_SITE (site));

  self->now = now;
  g_set_object (&self->site, site);
  g_signal_group_set_target (self->followed, site);
  update (self);
}
