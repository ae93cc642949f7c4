/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page/year-window.h"

#include <glib/gi18n.h>

#include "core/model/site-array.h"
#include "page/year-row.h"
#include "page/year-sites.h"
#include "widget/compat.h"
#include "widget/help.h"
#include "widget/minute.h"
#include "widget/tab-out.h"
#include "widget/wrap-box.h"
#include "widget/year-chart.h"
#include "widget/year-words.h"

/* It is counted again this long after something changed, in seconds. */
#define COUNT_AFTER 1
/* So many sites are named where somebody points. */
#define NAMED 5

struct _KpYearWindow
{
  AdwWindow parent_instance;

  GtkStack *stack;
  KpYearChart *chart;
  GtkLabel *others;
  GtkLabel *heading;
  GtkStack *below;
  GtkListView *list;

  KpDesk *desk;
  KpYearSites *sites;
  KpSiteArray *shown;
  guint count_id;
  gboolean counted; /* at least once */
};

G_DEFINE_FINAL_TYPE (KpYearWindow, kp_year_window, ADW_TYPE_WINDOW)

static gboolean
is_empty (const KpYear *year)
{
  for (guint i = 0; i < KP_YEAR_SPANS; i++)
    if (year->spans[i].ends > 0 || year->spans[i].renewals > 0)
      return FALSE;
  return TRUE;
}

/* What the picture leaves out. */
static void
update_others (KpYearWindow *self, const KpYear *year)
{
  g_autofree char *later = g_strdup_printf (
      /* Translators: %u is a number of certificates. */
      ngettext ("%u certificate ends later", "%u certificates end later", year->later),
      year->later);
  g_autofree char *without = g_strdup_printf (
      /* Translators: %u is a number of sites. */
      ngettext ("no certificate is known of %u site", "no certificate is known of %u sites",
                year->without),
      year->without);
  g_autofree char *text = NULL;

  if (year->later > 0 && year->without > 0)
    text = g_strconcat (later, " · ", without, NULL);
  else
    text = g_strdup (year->later > 0 ? later : year->without > 0 ? without : "");
  gtk_label_set_text (self->others, text);
  gtk_widget_set_visible (GTK_WIDGET (self->others), *text != '\0');
}

static void
show_span (KpYearWindow *self)
{
  guint span = kp_year_chart_get_selected (self->chart);
  GPtrArray *sites = kp_year_sites_list (self->sites, span);
  g_autofree char *text = kp_year_words_span (kp_year_sites_get_year (self->sites), span);

  gtk_label_set_text (self->heading, text);
  gtk_stack_set_visible_child_name (self->below, sites->len > 0 ? "list" : "nothing");
  kp_site_array_set (self->shown, sites);
}

/* The first week with something in it is what is looked for. */
static void
choose_first (KpYearWindow *self, const KpYear *year)
{
  for (guint i = 0; i < KP_YEAR_SPANS; i++)
    if (year->spans[i].ends > 0 || year->spans[i].renewals > 0)
      {
        kp_year_chart_select (self->chart, i);
        return;
      }
}

static void
counted_cb (KpYearWindow *self)
{
  const KpYear *year = kp_year_sites_get_year (self->sites);
  gboolean empty = is_empty (year);
  const char *page = empty ? "empty" : "year";

  kp_year_chart_set (self->chart, year);
  if (!self->counted && !empty)
    {
      choose_first (self, year);
      self->counted = TRUE;
    }
  update_others (self, year);
  show_span (self);
  if (g_str_equal (gtk_stack_get_visible_child_name (self->stack), page))
    return;
  gtk_stack_set_visible_child_name (self->stack, page);
  if (!empty)
    gtk_widget_grab_focus (GTK_WIDGET (self->chart));
}

static gboolean
count_cb (gpointer data)
{
  KpYearWindow *self = data;

  self->count_id = 0;
  kp_year_sites_count (self->sites);
  return G_SOURCE_REMOVE;
}

/* One that is closed for now counts when it is seen again. */
static void
sites_changed_cb (KpYearWindow *self)
{
  if (self->count_id == 0 && gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->count_id = g_timeout_add_seconds (COUNT_AFTER, count_cb, self);
}

/* Days pass. */
static void
minute_cb (gpointer data)
{
  KpYearWindow *self = data;

  if (self->sites != NULL)
    kp_year_sites_count (self->sites);
}

static char *
name_sites (guint span, gpointer data)
{
  KpYearWindow *self = data;
  GPtrArray *sites = kp_year_sites_list (self->sites, span);
  GString *text = g_string_new (NULL);
  guint n = MIN (sites->len, NAMED);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "",
                            kp_site_get_label (g_ptr_array_index (sites, i)));
  if (sites->len > n)
    {
      g_string_append_c (text, '\n');
      g_string_append_printf (
          /* Translators: after some names; %u is how many there are beside them. */
          text, ngettext ("and %u more", "and %u more", sites->len - n), sites->len - n);
    }
  return g_string_free (text, text->len == 0);
}

static void
opened_cb (KpYearWindow *self)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->shown)) > 0)
    gtk_widget_child_focus (GTK_WIDGET (self->list), GTK_DIR_TAB_FORWARD);
}

static void
row_activated_cb (KpYearWindow *self, guint position)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  g_autoptr (KpSite) site = g_list_model_get_item (G_LIST_MODEL (self->shown), position);

  if (site == NULL || parent == NULL)
    return;
  gtk_widget_activate_action (GTK_WIDGET (parent), "win.show-site", "x",
                              kp_site_get_id (site));
  /* It would lie over the page. Opened again, it is where it was. */
  gtk_window_close (GTK_WINDOW (self));
  gtk_window_present (parent);
}

static void
setup_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, kp_year_row_new ());
}

static void
bind_cb (GtkListItemFactory *factory, GtkListItem *item, KpYearWindow *self)
{
  kp_year_row_set_site (KP_YEAR_ROW (gtk_list_item_get_child (item)),
                        gtk_list_item_get_item (item),
                        kp_clock_now (kp_desk_get_clock (self->desk)));
}

static void
unbind_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  kp_year_row_set_site (KP_YEAR_ROW (gtk_list_item_get_child (item)), NULL, 0);
}

static void
kp_year_window_dispose (GObject *object)
{
  KpYearWindow *self = KP_YEAR_WINDOW (object);

  g_clear_handle_id (&self->count_id, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_YEAR_WINDOW);
  g_clear_object (&self->sites);
  g_clear_object (&self->shown);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (kp_year_window_parent_class)->dispose (object);
}

static void
kp_year_window_class_init (KpYearWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kp_year_window_dispose;

  g_type_ensure (KP_TYPE_WRAP_BOX);
  g_type_ensure (KP_TYPE_YEAR_CHART);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/page/year-window.ui");
  gtk_widget_class_bind_template_child (widget_class, KpYearWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, KpYearWindow, chart);
  gtk_widget_class_bind_template_child (widget_class, KpYearWindow, others);
  gtk_widget_class_bind_template_child (widget_class, KpYearWindow, heading);
  gtk_widget_class_bind_template_child (widget_class, KpYearWindow, below);
  gtk_widget_class_bind_template_child (widget_class, KpYearWindow, list);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, opened_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_span);
  gtk_widget_class_bind_template_callback (widget_class, unbind_cb);
  kp_compat_add_window_keys (widget_class);
}

static void
kp_year_window_init (KpYearWindow *self)
{
  g_autoptr (GtkSelectionModel) selection = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  kp_help_set_page (GTK_WIDGET (self), "year");
  kp_compat_hide_other_pages (GTK_WIDGET (self->stack));
  kp_compat_hide_other_pages (GTK_WIDGET (self->below));
  self->shown = kp_site_array_new ();
  selection = GTK_SELECTION_MODEL (
      gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->shown))));
  gtk_list_view_set_model (self->list, selection);
  kp_year_chart_set_names (self->chart, name_sites, self);
  kp_tab_out_of (GTK_WIDGET (self->list));
  kp_minute_follow (GTK_WIDGET (self), minute_cb);
}

GtkWidget *
kp_year_window_new (KpDesk *desk, GtkWindow *parent)
{
  KpYearWindow *self;
  KpPortfolio *portfolio;

  g_return_val_if_fail (KP_IS_DESK (desk), NULL);
  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);

  self = g_object_new (KP_TYPE_YEAR_WINDOW, "transient-for", parent, NULL);
  portfolio = kp_desk_get_portfolio (desk);
  self->desk = g_object_ref (desk);
  self->sites = kp_year_sites_new (G_LIST_MODEL (portfolio), kp_desk_get_clock (desk));
  g_signal_connect_object (self->sites, "changed", G_CALLBACK (counted_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (portfolio, "items-changed", G_CALLBACK (sites_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (portfolio, "edited", G_CALLBACK (sites_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (kp_desk_get_monitor (desk), "notify::done",
                           G_CALLBACK (sites_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (kp_desk_get_monitor (desk), "notify::running",
                           G_CALLBACK (sites_changed_cb), self, G_CONNECT_SWAPPED);
  kp_year_sites_count (self->sites);
  return GTK_WIDGET (self);
}
