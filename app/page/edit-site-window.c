/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page/edit-site-window.h"

#include <glib/gi18n.h>

#include "core/check/name-check.h"
#include "page/site-form.h"
#include "widget/banner.h"
#include "widget/compat.h"
#include "widget/help.h"
#include "widget/note-row.h"
#include "widget/problem-row.h"

struct _KpEditSiteWindow
{
  AdwWindow parent_instance;

  AdwWindowTitle *title;
  KpBanner *banner;
  GtkWidget *form;
  KpSiteForm *wanted;
  GtkSwitch *proxied;
  KpProblemRow *proxied_problem;
  KpNoteRow *note;

  KpDesk *desk;
  KpSite *site;
  gboolean updating; /* what changes now was not changed by the user */
  gboolean saving;
  gboolean proxied_chosen;
  gboolean note_typed;
};

G_DEFINE_FINAL_TYPE (KpEditSiteWindow, kp_edit_site_window, ADW_TYPE_WINDOW)

/* The site as the list has it now; %NULL if it was removed. */
static KpSite *
find_site (KpEditSiteWindow *self)
{
  return kp_portfolio_find_by_id (kp_desk_get_portfolio (self->desk),
                                  kp_site_get_id (self->site));
}

/* A copy of @site with what the user changed. */
static KpSite *
make_edited (KpEditSiteWindow *self, KpSite *site)
{
  KpSite *copy = kp_site_copy (site);
  g_autofree char *note = kp_note_row_dup_text (self->note);

  kp_site_form_apply (self->wanted, copy);
  if (self->proxied_chosen)
    kp_site_set_proxied (copy, gtk_switch_get_active (self->proxied));
  if (self->note_typed)
    kp_site_set_note (copy, note);
  return copy;
}

static gboolean
differs (KpSite *edited, KpSite *site)
{
  return kp_site_get_provider (edited) != kp_site_get_provider (site)
         || g_strcmp0 (kp_site_get_target (edited), kp_site_get_target (site)) != 0
         || g_strcmp0 (kp_site_get_customer (edited), kp_site_get_customer (site)) != 0
         || kp_site_get_proxied (edited) != kp_site_get_proxied (site)
         || !g_str_equal (kp_site_get_note (edited), kp_site_get_note (site));
}

/* Why @profile hosts no site of that name. Returns: (transfer full) (nullable): sentences
 */
static char *
check_name (KpSite *site, KpProfile *profile)
{
  g_autoptr (KpNameCheck) check = kp_name_check_new (kp_site_get_host (site), profile);

  for (guint i = 0; !check->allowed && i < check->findings->len; i++)
    {
      const KpFinding *finding = g_ptr_array_index (check->findings, i);

      if (finding->severity == KP_SEVERITY_WRONG)
        return g_strjoin (" ", finding->text, finding->fix, NULL);
    }
  return NULL;
}

static char *
check_proxied (KpSite *edited, KpProfile *profile)
{
  if (!kp_site_get_proxied (edited) || kp_profile_get_proxies_allowed (profile))
    return NULL;
  /* Translators: %s is the name of a provider. */
  return g_strdup_printf (_ ("%s does not allow a proxy before its sites."),
                          kp_profile_get_name (profile));
}

/* What was so before is not found fault with: it can't be what keeps a note from being
 * saved. Returns: whether it can be saved */
static gboolean
check (KpEditSiteWindow *self, KpSite *edited, KpSite *site)
{
  KpProfile *profile = kp_site_form_get_profile (self->wanted);
  gboolean moves = kp_site_get_provider (edited) != kp_site_get_provider (site);
  g_autofree char *name = NULL;
  g_autofree char *proxied = NULL;

  if (profile != NULL && moves)
    name = check_name (site, profile);
  if (profile != NULL
      && (moves || kp_site_get_proxied (edited) != kp_site_get_proxied (site)))
    proxied = check_proxied (edited, profile);
  kp_site_form_set_provider_problem (self->wanted, name);
  kp_problem_row_set_text (self->proxied_problem, proxied);
  return name == NULL && proxied == NULL;
}

static void
update (KpEditSiteWindow *self)
{
  KpSite *site;
  g_autoptr (KpSite) edited = NULL;
  gboolean fits;

  if (self->updating || self->desk == NULL)
    return;
  site = find_site (self);
  edited = make_edited (self, site != NULL ? site : self->site);
  fits = check (self, edited, self->site);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "edit.save",
                                 site != NULL && !self->saving && fits
                                     && kp_site_form_get_ready (self->wanted)
                                     && differs (edited, site));
}

/* What was not changed here is as the site has it. */
static void
load (KpEditSiteWindow *self)
{
  self->updating = TRUE;
  if (!self->proxied_chosen)
    gtk_switch_set_active (self->proxied, kp_site_get_proxied (self->site));
  if (!self->note_typed)
    kp_note_row_set_text (self->note, kp_site_get_note (self->site));
  adw_window_title_set_subtitle (self->title, kp_site_get_label (self->site));
  self->updating = FALSE;
  update (self);
}

static void
proxied_changed_cb (KpEditSiteWindow *self)
{
  self->proxied_chosen |= !self->updating;
  update (self);
}

static void
note_changed_cb (KpEditSiteWindow *self)
{
  self->note_typed |= !self->updating;
  update (self);
}

static void
sites_changed_cb (KpEditSiteWindow *self)
{
  if (find_site (self) == NULL)
    kp_banner_show (
        self->banner, "dialog-information-symbolic",
        _ ("This site was removed. Nothing can be saved unless it is restored."));
  else
    kp_banner_set_revealed (self->banner, FALSE);
  update (self);
}

static void
set_saving (KpEditSiteWindow *self, gboolean saving)
{
  self->saving = saving;
  gtk_widget_set_sensitive (self->form, !saving);
  update (self);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpEditSiteWindow) self = data;
  g_autoptr (GError) error = NULL;
  gboolean saved = kp_store_update_sites_finish (KP_STORE (source), result, &error);

  if (self->form == NULL)
    return; /* closed meanwhile */
  if (saved)
    {
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  kp_banner_show (self->banner, "dialog-warning-symbolic", error->message);
  set_saving (self, FALSE);
}

static void
save_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpEditSiteWindow *self = KP_EDIT_SITE_WINDOW (widget);
  KpSite *site = find_site (self);
  g_autoptr (GPtrArray) sites = g_ptr_array_new_with_free_func (g_object_unref);

  if (site == NULL)
    return;
  g_ptr_array_add (sites, make_edited (self, site));
  kp_banner_set_revealed (self->banner, FALSE);
  set_saving (self, TRUE);
  kp_store_update_sites_async (kp_desk_get_store (self->desk), sites, NULL, saved_cb,
                               g_object_ref (self));
}

static void
kp_edit_site_window_dispose (GObject *object)
{
  KpEditSiteWindow *self = KP_EDIT_SITE_WINDOW (object);

  /* Its rows still tell of their end. */
  self->updating = TRUE;
  gtk_widget_dispose_template (GTK_WIDGET (self), KP_TYPE_EDIT_SITE_WINDOW);
  g_clear_object (&self->site);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (kp_edit_site_window_parent_class)->dispose (object);
}

static void
kp_edit_site_window_class_init (KpEditSiteWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kp_edit_site_window_dispose;

  g_type_ensure (KP_TYPE_BANNER);
  g_type_ensure (KP_TYPE_NOTE_ROW);
  g_type_ensure (KP_TYPE_PROBLEM_ROW);
  g_type_ensure (KP_TYPE_SITE_FORM);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/page/edit-site-window.ui");
  gtk_widget_class_bind_template_child (widget_class, KpEditSiteWindow, title);
  gtk_widget_class_bind_template_child (widget_class, KpEditSiteWindow, banner);
  gtk_widget_class_bind_template_child (widget_class, KpEditSiteWindow, form);
  gtk_widget_class_bind_template_child (widget_class, KpEditSiteWindow, wanted);
  gtk_widget_class_bind_template_child (widget_class, KpEditSiteWindow, proxied);
  gtk_widget_class_bind_template_child (widget_class, KpEditSiteWindow, proxied_problem);
  gtk_widget_class_bind_template_child (widget_class, KpEditSiteWindow, note);
  gtk_widget_class_bind_template_callback (widget_class, note_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, proxied_changed_cb);
  gtk_widget_class_install_action (widget_class, "edit.save", NULL, save_activated);
  kp_help_add_key (widget_class, "adding");
  kp_compat_add_close_keys (widget_class);
}

static void
kp_edit_site_window_init (KpEditSiteWindow *self)
{
  self->updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  g_object_set (self->note, "max-length", KP_SITE_MAX_NOTE, NULL);
  self->updating = FALSE;
}

GtkWidget *
kp_edit_site_window_new (KpDesk *desk, KpSite *site, GtkWindow *parent)
{
  KpEditSiteWindow *self;

  g_return_val_if_fail (KP_IS_DESK (desk), NULL);
  g_return_val_if_fail (KP_IS_SITE (site), NULL);
  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);

  self = g_object_new (KP_TYPE_EDIT_SITE_WINDOW, "transient-for", parent, NULL);
  self->desk = g_object_ref (desk);
  self->site = g_object_ref (site);
  kp_site_form_set_desk (self->wanted, desk, site);
  load (self);
  g_signal_connect_object (self->wanted, "changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (site, "notify", G_CALLBACK (load), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (kp_desk_get_portfolio (desk), "items-changed",
                           G_CALLBACK (sites_changed_cb), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
