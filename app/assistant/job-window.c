/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "assistant/job-window.h"

#include <glib/gi18n.h>

#include "assistant/batch-review.h"
#include "assistant/batch-row.h"
#include "assistant/job-view.h"
#include "core/job/batch.h"
#include "widget/choice.h"
#include "widget/compat.h"
#include "widget/list-feeder.h"
#include "widget/side-bin.h"
#include "widget/tab-out.h"

/* With the list at the side. */
#define SEVERAL_WIDTH 900
#define SEVERAL_HEIGHT 640

struct _KpJobWindow
{
  AdwWindow parent_instance;

  AdwWindowTitle *title;
  GtkWidget *back;
  GtkWidget *next;
  KpSideBin *side;
  GtkListView *list;
  GtkDropDown *choice;
  GtkStack *views;
  AdwStatusPage *refused;
  KpBatchReview *review;

  KpDesk *desk;
  KpSite *site;                  /* (nullable): the only one */
  KpBatch *batch;                /* (nullable): else those that are renewed together */
  KpListFeeder *feeder;          /* (nullable): makes its rows */
  GtkSingleSelection *selection; /* (nullable): of it */
  KpJobView *view;               /* (nullable): what shows */
  GSignalGroup *followed;        /* that */
  gboolean closing;              /* nothing is left to be told */
};

G_DEFINE_FINAL_TYPE (KpJobWindow, kp_job_window, ADW_TYPE_WINDOW)

static void
update_header (KpJobWindow *self)
{
  g_autofree char *name = NULL;
  g_autofree char *title = NULL;
  g_autofree char *subtitle = NULL;
  gboolean goes_on = FALSE;

  if (self->view != NULL)
    g_object_get (self->view, "job-name", &name, "title", &title, "subtitle", &subtitle,
                  "goes-on", &goes_on, NULL);
  gtk_widget_set_visible (self->next, goes_on);
  gtk_widget_set_visible (self->back, self->view != NULL);
  if (self->batch != NULL)
    {
      guint n = kp_batch_get_size (self->batch);

      g_free (name);
      name = g_strdup_printf (
          /* Translators: title of a window; how many sites */
          ngettext ("Renew Certificate of %u Site", "Renew Certificates of %u Sites", n),
          n);
    }
  if (name != NULL)
    gtk_window_set_title (GTK_WINDOW (self), name);
  if (self->batch != NULL
      && gtk_stack_get_visible_child (self->views) == GTK_WIDGET (self->review))
    title = g_strdup (_ ("All Requests"));
  adw_window_title_set_title (self->title, title != NULL ? title : name);
  adw_window_title_set_subtitle (self->title, subtitle != NULL ? subtitle : "");
}

static void
set_view (KpJobWindow *self, KpJobView *view)
{
  self->view = view;
  g_signal_group_set_target (self->followed, view);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "job",
                                  view != NULL ? kp_job_view_get_actions (view) : NULL);
  update_header (self);
}

static void
activate_in_parent (KpJobWindow *self, const char *name, GVariant *parameter)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  if (parent != NULL)
    gtk_widget_activate_action_variant (GTK_WIDGET (parent), name, parameter);
  else if (parameter != NULL)
    g_variant_unref (g_variant_ref_sink (parameter));
}

static void
left_cb (KpJobWindow *self, const char *text, KpJobView *view)
{
  KpSite *site = kp_job_view_get_site (view);

  self->closing = TRUE;
  activate_in_parent (self, "win.show-in-list",
                      g_variant_new_int64 (kp_site_get_id (site)));
  activate_in_parent (self, "win.show-toast", g_variant_new_string (text));
  gtk_window_close (GTK_WINDOW (self));
}

/* Returns: (transfer none): what shows the job of @site */
static KpJobView *
ensure_view (KpJobWindow *self, KpSite *site)
{
  g_autofree char *name = g_strdup_printf ("%" G_GINT64_FORMAT, kp_site_get_id (site));
  GtkWidget *view = gtk_stack_get_child_by_name (self->views, name);

  if (view == NULL)
    {
      view = kp_job_view_new (self->desk, site, self->batch);
      g_signal_connect_object (view, "left", G_CALLBACK (left_cb), self, G_CONNECT_SWAPPED);
      gtk_stack_add_named (self->views, view, name);
    }
  return KP_JOB_VIEW (view);
}

static KpJobView *
find_view (KpJobWindow *self, KpSite *site)
{
  g_autofree char *name = g_strdup_printf ("%" G_GINT64_FORMAT, kp_site_get_id (site));
  GtkWidget *view = gtk_stack_get_child_by_name (self->views, name);

  return view != NULL ? KP_JOB_VIEW (view) : NULL;
}

static void
show_refusal (KpJobWindow *self, KpBatchSite *site)
{
  const char *reason = kp_batch_site_get_reason (site);
  const char *host = kp_site_get_label (kp_batch_site_get_site (site));
  g_autofree char *title = g_markup_escape_text (host, -1);
  g_autofree char *text = g_markup_escape_text (
      reason != NULL ? reason : _ ("No job is under way. It has ended, or was abandoned."),
      -1);

  adw_status_page_set_title (self->refused, title);
  adw_status_page_set_description (self->refused, text);
  gtk_stack_set_visible_child_name (self->views, "refused");
  set_view (self, NULL);
}

/* What is shown while its job is being begun comes when it is there. */
static void
show_batch_site (KpJobWindow *self, KpBatchSite *site)
{
  KpSite *shown = kp_batch_site_get_site (site);
  KpJobView *view = find_view (self, shown);

  if (kp_batch_site_get_job (site) != NULL)
    view = ensure_view (self, shown);
  if (kp_batch_site_get_reason (site) != NULL || view == NULL)
    {
      if (kp_batch_site_get_reason (site) == NULL && kp_batch_is_beginning (self->batch))
        {
          gtk_stack_set_visible_child_name (self->views, "empty");
          set_view (self, NULL);
        }
      else
        show_refusal (self, site);
      return;
    }
  gtk_stack_set_visible_child (self->views, GTK_WIDGET (view));
  set_view (self, view);
}

/* Which of them it is: its name says only what it is for. */
static void
describe_choice (KpJobWindow *self, gpointer item)
{
  const char *said = KP_IS_BATCH_SITE (item)
                         ? kp_site_get_label (kp_batch_site_get_site (item))
                         : gtk_string_object_get_string (GTK_STRING_OBJECT (item));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->choice),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, said, -1);
}

static void
selected_cb (KpJobWindow *self)
{
  gpointer item = gtk_single_selection_get_selected_item (self->selection);

  if (self->view != NULL)
    kp_job_view_keep (self->view, gtk_window_get_transient_for (GTK_WINDOW (self)));
  describe_choice (self, item);
  if (KP_IS_BATCH_SITE (item))
    show_batch_site (self, item);
  else
    {
      gtk_stack_set_visible_child (self->views, GTK_WIDGET (self->review));
      set_view (self, NULL);
    }
}

static void
batch_changed_cb (KpJobWindow *self, KpBatchSite *site)
{
  gpointer item = gtk_single_selection_get_selected_item (self->selection);

  if (item == site && (self->view == NULL || kp_batch_site_get_reason (site) != NULL))
    show_batch_site (self, site);
}

static void
select_at (KpJobWindow *self, guint position)
{
  kp_list_feeder_let_through (self->feeder, position + 1);
  gtk_single_selection_set_selected (self->selection, position);
  gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u",
                              position);
}

static void
step_selection (KpJobWindow *self, int by)
{
  guint n, selected;

  if (self->selection == NULL)
    return;
  n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  selected = gtk_single_selection_get_selected (self->selection);
  if (by < 0 ? selected > 0 : selected + 1 < n)
    select_at (self, selected + by);
}

static void
previous_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  step_selection (KP_JOB_WINDOW (widget), -1);
}

static void
next_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  step_selection (KP_JOB_WINDOW (widget), 1);
}

static void
show_site_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpJobWindow *self = KP_JOB_WINDOW (widget);
  KpSite *site = kp_portfolio_find_by_id (kp_desk_get_portfolio (self->desk),
                                          g_variant_get_int64 (parameter));

  if (site != NULL)
    kp_job_window_show_site (self, site);
}

static void
show_toast_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpJobWindow *self = KP_JOB_WINDOW (widget);

  if (self->view != NULL)
    kp_job_view_say (self->view, g_variant_get_string (parameter, NULL));
  else
    activate_in_parent (self, name, parameter);
}

static void
forward_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  activate_in_parent (KP_JOB_WINDOW (widget), name, parameter);
}

static gboolean
is_there (KpJobWindow *self, KpSite *site)
{
  return kp_portfolio_find_by_id (kp_desk_get_portfolio (self->desk), kp_site_get_id (site))
         != NULL;
}

static void
sites_changed_cb (KpJobWindow *self)
{
  if (self->site != NULL && !is_there (self, self->site))
    {
      self->closing = TRUE;
      gtk_window_close (GTK_WINDOW (self));
    }
  for (guint i = 0; self->batch != NULL && i < kp_batch_get_size (self->batch); i++)
    {
      KpSite *site = kp_batch_site_get_site (kp_batch_get (self->batch, i));

      if (!is_there (self, site))
        kp_batch_exclude (self->batch, site, _ ("It was removed or retired meanwhile."));
    }
}

/* Returns: whether nothing that was typed is lost; @any: whether a job goes on */
static gboolean
keep_all (KpJobWindow *self, gboolean *any)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  gboolean kept = TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->views));
       child != NULL; child = gtk_widget_get_next_sibling (child))
    if (KP_IS_JOB_VIEW (child) && kp_job_view_is_open (KP_JOB_VIEW (child)))
      {
        *any = TRUE;
        kept &= kp_job_view_keep (KP_JOB_VIEW (child), parent);
      }
  return kept;
}

static gboolean
kp_job_window_close_request (GtkWindow *window)
{
  KpJobWindow *self = KP_JOB_WINDOW (window);
  gboolean any = FALSE;
  gboolean kept = self->closing || keep_all (self, &any);

  if (any)
    {
      const char *text = kept ? _ ("Kept. Continue from the site’s Actions.")
                              : _ ("Kept, but not what was typed last. Continue from the "
                                   "site’s Actions.");

      activate_in_parent (self, "win.show-toast", g_variant_new_string (text));
    }
  return GTK_WINDOW_CLASS (kp_job_window_parent_class)->close_request (window);
}

static void
kp_job_window_dispose (GObject *object)
{
  KpJobWindow *self = KP_JOB_WINDOW (object);

  g_clear_object (&self->followed);
  self->view = NULL;
  g_clear_pointer (&self->feeder, kp_list_feeder_free);
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_JOB_WINDOW);
  g_clear_object (&self->selection);
  g_clear_object (&self->batch);
  g_clear_object (&self->site);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (kp_job_window_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  g_type_ensure (KP_TYPE_BATCH_REVIEW);
  g_type_ensure (KP_TYPE_SIDE_BIN);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/assistant/job-window.ui");
  gtk_widget_class_bind_template_child (widget_class, KpJobWindow, title);
  gtk_widget_class_bind_template_child (widget_class, KpJobWindow, back);
  gtk_widget_class_bind_template_child (widget_class, KpJobWindow, next);
  gtk_widget_class_bind_template_child (widget_class, KpJobWindow, side);
  gtk_widget_class_bind_template_child (widget_class, KpJobWindow, list);
  gtk_widget_class_bind_template_child (widget_class, KpJobWindow, choice);
  gtk_widget_class_bind_template_child (widget_class, KpJobWindow, views);
  gtk_widget_class_bind_template_child (widget_class, KpJobWindow, refused);
  gtk_widget_class_bind_template_child (widget_class, KpJobWindow, review);
}

static void
kp_job_window_class_init (KpJobWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kp_job_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = kp_job_window_close_request;

  bind_children (widget_class);
  gtk_widget_class_install_action (widget_class, "batch.previous", NULL,
                                   previous_activated);
  gtk_widget_class_install_action (widget_class, "batch.next", NULL, next_activated);
  gtk_widget_class_install_action (widget_class, "batch.show-site", "x",
                                   show_site_activated);
  gtk_widget_class_install_action (widget_class, "win.show-toast", "s",
                                   show_toast_activated);
  gtk_widget_class_install_action (widget_class, "win.preferences-page", "s",
                                   forward_activated);
  gtk_widget_class_install_action (widget_class, "win.remind", "x", forward_activated);
  gtk_widget_class_install_action (widget_class, "win.check-sites", "ax",
                                   forward_activated);
  kp_compat_add_window_keys (widget_class);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "job.back",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Up, GDK_ALT_MASK,
                                       "batch.previous", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Down, GDK_ALT_MASK,
                                       "batch.next", NULL);
}

static void
kp_job_window_init (KpJobWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kp_compat_hide_other_pages (GTK_WIDGET (self->views));
  kp_compat_set_name (self->back, _ ("Back"));
  self->followed = g_signal_group_new (KP_TYPE_JOB_VIEW);
  g_signal_group_connect_swapped (self->followed, "notify", G_CALLBACK (update_header),
                                  self);
}

static KpJobWindow *
make_window (KpDesk *desk, GtkWindow *parent)
{
  KpJobWindow *self = g_object_new (KP_TYPE_JOB_WINDOW, "transient-for", parent, NULL);

  self->desk = g_object_ref (desk);
  g_signal_connect_object (kp_desk_get_portfolio (desk), "items-changed",
                           G_CALLBACK (sites_changed_cb), self, G_CONNECT_SWAPPED);
  return self;
}

GtkWidget *
kp_job_window_new (KpDesk *desk, KpSite *site, GtkWindow *parent)
{
  KpJobWindow *self;
  KpJobView *view;

  g_return_val_if_fail (KP_IS_DESK (desk), NULL);
  g_return_val_if_fail (KP_IS_SITE (site), NULL);
  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);

  self = make_window (desk, parent);
  self->site = g_object_ref (site);
  view = ensure_view (self, site);
  gtk_stack_set_visible_child (self->views, GTK_WIDGET (view));
  set_view (self, view);
  return GTK_WIDGET (self);
}

/* Returns: (transfer full): a line for all of them, then one for each */
static GListModel *
make_places (KpJobWindow *self)
{
  const char *const all[] = { _ ("All Requests"), NULL };
  g_autoptr (GListStore) models = g_list_store_new (G_TYPE_LIST_MODEL);
  g_autoptr (GtkStringList) first = gtk_string_list_new (all);

  g_list_store_append (models, first);
  g_list_store_append (models, self->batch);
  return G_LIST_MODEL (
      gtk_flatten_list_model_new (G_LIST_MODEL (g_steal_pointer (&models))));
}

static void
set_up_list (KpJobWindow *self)
{
  g_autoptr (GtkListItemFactory) factory = kp_batch_row_make_factory (self->desk);
  g_autoptr (GListModel) places = make_places (self);

  /* Its sites are there: a drop-down doesn't stand it that its selection changes before it
   * has heard of new ones. */
  self->feeder = kp_list_feeder_new (self->list, places);
  self->selection =
      gtk_single_selection_new (g_object_ref (kp_list_feeder_get_shown (self->feeder)));
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Sites"), -1);
  kp_tab_out_of (GTK_WIDGET (self->list));
  gtk_drop_down_set_factory (self->choice, factory);
  gtk_drop_down_set_model (self->choice, G_LIST_MODEL (self->selection));
  kp_choice_name_button (self->choice, _ ("Site"));
  g_object_bind_property (self->selection, "selected", self->choice, "selected",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  g_signal_connect_object (self->selection, "notify::selected-item",
                           G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  kp_side_bin_set_revealed (self->side, TRUE);
  kp_list_feeder_start (self->feeder);
}

GtkWidget *
kp_job_window_new_several (KpDesk *desk, GPtrArray *sites, GtkWindow *parent)
{
  KpJobWindow *self;

  g_return_val_if_fail (KP_IS_DESK (desk), NULL);
  g_return_val_if_fail (sites != NULL && sites->len > 0, NULL);
  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);

  self = make_window (desk, parent);
  gtk_window_set_default_size (GTK_WINDOW (self), SEVERAL_WIDTH, SEVERAL_HEIGHT);
  self->batch = kp_batch_new (kp_desk_get_job_keeper (desk));
  g_signal_connect_object (self->batch, "changed", G_CALLBACK (batch_changed_cb), self,
                           G_CONNECT_SWAPPED);
  kp_batch_add (self->batch, sites);
  kp_batch_review_set_batch (self->review, desk, self->batch);
  set_up_list (self);
  selected_cb (self);
  update_header (self);
  return GTK_WIDGET (self);
}

gboolean
kp_job_window_has (KpJobWindow *self, KpSite *site)
{
  KpBatchSite *found;

  g_return_val_if_fail (KP_IS_JOB_WINDOW (self), FALSE);
  g_return_val_if_fail (KP_IS_SITE (site), FALSE);

  if (self->batch == NULL)
    return self->site == site;
  found = kp_batch_find (self->batch, site, NULL);
  return found != NULL && kp_batch_site_get_reason (found) == NULL;
}

gboolean
kp_job_window_is_several (KpJobWindow *self)
{
  g_return_val_if_fail (KP_IS_JOB_WINDOW (self), FALSE);

  return self->batch != NULL;
}

void
kp_job_window_add_sites (KpJobWindow *self, GPtrArray *sites)
{
  g_return_if_fail (KP_IS_JOB_WINDOW (self));
  g_return_if_fail (self->batch != NULL);
  g_return_if_fail (sites != NULL);

  kp_batch_add (self->batch, sites);
  update_header (self);
}

void
kp_job_window_show_site (KpJobWindow *self, KpSite *site)
{
  guint position;

  g_return_if_fail (KP_IS_JOB_WINDOW (self));
  g_return_if_fail (KP_IS_SITE (site));

  /* The first line stands for all. */
  if (self->batch != NULL && kp_batch_find (self->batch, site, &position) != NULL)
    select_at (self, position + 1);
}
