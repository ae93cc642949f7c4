/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/add-site-window.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/check/address-check.h"
#include "page/site-form.h"
#include "widget/assistive.h"
#include "widget/banner.h"
#include "widget/compat.h"
#include "widget/help.h"
#include "widget/toast.h"
#include "window/newcomers.h"

/* Characters of an address; a pasted URL may be long, but is not laid out without end. */
#define MAX_ADDRESS 4096

struct _KpAddSiteWindow
{
  AdwWindow parent_instance;

  AdwEntryRow *address;
  GtkLabel *name_words;
  GtkLabel *answer_words;
  GtkWidget *problem;
  GtkLabel *problem_words;
  GtkWidget *existing;
  GtkLabel *existing_words;
  KpSiteForm *wanted;
  GtkWidget *form;
  KpBanner *banner;

  KpDesk *desk;
  KpAddressCheck *check;
  gboolean updating;
};

G_DEFINE_FINAL_TYPE (KpAddSiteWindow, kp_add_site_window, ADW_TYPE_WINDOW)

static void update (KpAddSiteWindow *self);

static guint16
get_port (KpAddSiteWindow *self)
{
  guint16 port = kp_address_check_get_name (self->check)->port;

  return port != 0 ? port : 443;
}

/* The site that has that address already. */
static KpSite *
find_existing (KpAddSiteWindow *self)
{
  const KpNameCheck *name = kp_address_check_get_name (self->check);

  if (name == NULL || name->host == NULL)
    return NULL;
  return kp_portfolio_find (kp_desk_get_portfolio (self->desk), name->host, get_port (self),
                            NULL);
}

static void
set_words (GtkLabel *label, const char *words)
{
  gtk_label_set_label (label, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (label), words != NULL);
}

static void
update_address (KpAddSiteWindow *self, KpSite *existing)
{
  const KpFinding *problem = kp_address_check_get_problem (self->check);
  g_autofree char *name = kp_address_check_describe_name (self->check);
  g_autofree char *answer = kp_address_check_describe_answer (self->check);
  g_autofree char *words = NULL;

  /* Who is typing is not found fault with. */
  if (!kp_address_check_get_settled (self->check))
    problem = NULL;
  if (problem != NULL)
    words = g_strjoin (" ", problem->text, problem->fix, NULL);
  set_words (self->name_words, name);
  set_words (self->answer_words, existing == NULL ? answer : NULL);
  gtk_label_set_label (self->problem_words, words != NULL ? words : "");
  gtk_widget_set_visible (self->problem, problem != NULL);
  kp_assistive_set_problem (GTK_WIDGET (self->address), words);
  gtk_widget_set_visible (self->existing, existing != NULL);
  if (existing != NULL)
    {
      g_autofree char *there =
          /* Translators: a host name */
          g_strdup_printf (_ ("“%s” is in the list already."),
                           kp_site_get_label (existing));

      gtk_label_set_label (self->existing_words, there);
    }
}

/* Who is proposed where DNS leads to nobody: by the first label that its sites usually
 * have, else the user's own server. */
static KpProfile *
find_usual (KpAddSiteWindow *self)
{
  KpCatalogue *catalogue = kp_desk_get_catalogue (self->desk);
  const KpNameCheck *name = kp_address_check_get_name (self->check);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (catalogue));

  for (guint i = 0; name != NULL && name->host != NULL && i < n; i++)
    {
      g_autoptr (KpProfile) profile = g_list_model_get_item (G_LIST_MODEL (catalogue), i);

      /* The catalogue keeps it. */
      if (kp_profile_get_usual_host (profile) != NULL
          && kp_profile_host_matches (profile, name->host))
        return profile;
    }
  return kp_catalogue_find (catalogue, KP_OWN_SERVER);
}

/* Everything follows from what stands in the entries and what is known of the address. */
static void
update (KpAddSiteWindow *self)
{
  const KpNameCheck *name = kp_address_check_get_name (self->check);
  KpProfile *found;
  const char *target;
  KpSite *existing;
  KpAddressState state;

  if (self->updating)
    return;
  self->updating = TRUE;
  existing = find_existing (self);
  found = kp_address_check_get_found (self->check, &target);
  kp_site_form_propose (self->wanted, name != NULL ? name->host : NULL, found, target,
                        find_usual (self));
  kp_address_check_set_profile (self->check, kp_site_form_get_profile (self->wanted));
  update_address (self, existing);
  state = kp_address_check_get_state (self->check);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "add.add",
                                 state != KP_ADDRESS_EMPTY && state != KP_ADDRESS_REFUSED
                                     && existing == NULL
                                     && kp_site_form_get_ready (self->wanted)
                                     && gtk_widget_get_sensitive (self->form));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "add.show", existing != NULL);
  self->updating = FALSE;
}

static void
address_changed_cb (KpAddSiteWindow *self)
{
  kp_banner_set_revealed (self->banner, FALSE);
  kp_address_check_set_text (self->check,
                             gtk_editable_get_text (GTK_EDITABLE (self->address)));
}

static void
address_activated_cb (KpAddSiteWindow *self)
{
  kp_address_check_settle (self->check);
}

static gboolean
has_several_lines (const char *text)
{
  g_auto (GStrv) lines = g_strsplit_set (text, "\r\n", -1);
  guint filled = 0;

  for (guint i = 0; lines[i] != NULL && filled < 2; i++)
    filled += *g_strstrip (lines[i]) != '\0';
  return filled > 1;
}

/* A list that is pasted is not one address: it goes where lists go. A line end behind the
 * only line is no list. */
static void
insert_text_cb (GtkEditable *text, const char *inserted, int length, int *position,
                KpAddSiteWindow *self)
{
  g_autofree char *all =
      length < 0 ? g_strdup (inserted) : g_strndup (inserted, (gsize) length);
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  if (strpbrk (all, "\r\n") == NULL)
    return;
  g_signal_stop_emission_by_name (text, "insert-text");
  if (has_several_lines (all) && parent != NULL)
    {
      gtk_widget_activate_action (GTK_WIDGET (parent), "win.import-text", "s", all);
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  g_strstrip (all);
  g_strdelimit (all, "\r\n", ' ');
  gtk_editable_insert_text (text, all, -1, position);
}

/* A site on its way into the store. */
typedef struct
{
  KpAddSiteWindow *self;
  GPtrArray *sites;
} Adding;

static void
adding_free (Adding *adding)
{
  g_object_unref (adding->self);
  g_ptr_array_unref (adding->sites);
  g_free (adding);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Adding, adding_free)

static void
added_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Adding) adding = data;
  KpAddSiteWindow *self = adding->self;
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  KpSite *site = g_ptr_array_index (adding->sites, 0);
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;
  g_autofree char *toast = NULL;

  if (!kp_store_add_sites_finish (KP_STORE (source), result, &error))
    {
      gtk_widget_set_sensitive (self->form, TRUE);
      kp_banner_show (self->banner, "dialog-warning-symbolic", error->message);
      update (self);
      return;
    }
  kp_newcomers_follow (self->desk, adding->sites, parent);
  name = kp_toast_name (kp_site_get_label (site));
  /* Translators: a host name */
  toast = g_strdup_printf (_ ("“%s” added"), name);
  if (parent != NULL)
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.show-toast", "s", toast);
  gtk_window_close (GTK_WINDOW (self));
}

static KpSite *
make_site (KpAddSiteWindow *self)
{
  KpSite *site = kp_site_new (kp_address_check_get_name (self->check)->host,
                              get_port (self), KP_OWN_SERVER);

  kp_site_form_apply (self->wanted, site);
  return site;
}

static void
add_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpAddSiteWindow *self = KP_ADD_SITE_WINDOW (widget);
  Adding *adding = g_new0 (Adding, 1);

  adding->self = g_object_ref (self);
  adding->sites = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (adding->sites, make_site (self));
  gtk_widget_set_sensitive (self->form, FALSE);
  update (self);
  kp_store_add_sites_async (kp_desk_get_store (self->desk), adding->sites, NULL, added_cb,
                            adding);
}

static void
show_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpAddSiteWindow *self = KP_ADD_SITE_WINDOW (widget);
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  KpSite *existing = find_existing (self);

  if (existing == NULL || parent == NULL)
    return;
  gtk_widget_activate_action (GTK_WIDGET (parent), "win.show-site", "x",
                              kp_site_get_id (existing));
  gtk_window_close (GTK_WINDOW (self));
}

static void
set_desk (KpAddSiteWindow *self, KpDesk *desk)
{
  g_autoptr (GPtrArray) resolvers = NULL;

  self->desk = g_object_ref (desk);
  /* Without resolvers it goes on as without a network. */
  resolvers = kp_desk_make_resolvers (desk, NULL);
  self->check = kp_address_check_new (kp_desk_get_catalogue (desk), resolvers,
                                      kp_desk_get_clock (desk));
  self->updating = TRUE;
  kp_site_form_set_desk (self->wanted, desk, NULL);
  self->updating = FALSE;
  g_signal_connect_object (self->check, "changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->wanted, "changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (kp_desk_get_portfolio (desk), "items-changed",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

static void
kp_add_site_window_dispose (GObject *object)
{
  KpAddSiteWindow *self = KP_ADD_SITE_WINDOW (object);

  /* Its rows still tell of their end. */
  self->updating = TRUE;
  gtk_widget_dispose_template (GTK_WIDGET (self), KP_TYPE_ADD_SITE_WINDOW);
  g_clear_object (&self->check);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (kp_add_site_window_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, KpAddSiteWindow, address);
  gtk_widget_class_bind_template_child (widget_class, KpAddSiteWindow, name_words);
  gtk_widget_class_bind_template_child (widget_class, KpAddSiteWindow, answer_words);
  gtk_widget_class_bind_template_child (widget_class, KpAddSiteWindow, problem);
  gtk_widget_class_bind_template_child (widget_class, KpAddSiteWindow, problem_words);
  gtk_widget_class_bind_template_child (widget_class, KpAddSiteWindow, existing);
  gtk_widget_class_bind_template_child (widget_class, KpAddSiteWindow, existing_words);
  gtk_widget_class_bind_template_child (widget_class, KpAddSiteWindow, wanted);
  gtk_widget_class_bind_template_child (widget_class, KpAddSiteWindow, form);
  gtk_widget_class_bind_template_child (widget_class, KpAddSiteWindow, banner);
  gtk_widget_class_bind_template_callback (widget_class, address_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, address_activated_cb);
}

static void
kp_add_site_window_class_init (KpAddSiteWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kp_add_site_window_dispose;

  g_type_ensure (KP_TYPE_BANNER);
  g_type_ensure (KP_TYPE_SITE_FORM);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/window/add-site-window.ui");
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "add.add", NULL, add_activated);
  gtk_widget_class_install_action (widget_class, "add.show", NULL, show_activated);
  kp_help_add_key (widget_class, "adding");
  kp_compat_add_close_keys (widget_class);
}

static void
kp_add_site_window_init (KpAddSiteWindow *self)
{
  GtkEditable *text;

  self->updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->updating = FALSE;
  text = gtk_editable_get_delegate (GTK_EDITABLE (self->address));
  gtk_text_set_max_length (GTK_TEXT (text), MAX_ADDRESS);
  g_signal_connect (text, "insert-text", G_CALLBACK (insert_text_cb), self);
  gtk_window_set_focus (GTK_WINDOW (self), GTK_WIDGET (self->address));
}

GtkWidget *
kp_add_site_window_new (KpDesk *desk, GtkWindow *parent)
{
  KpAddSiteWindow *self;

  g_return_val_if_fail (KP_IS_DESK (desk), NULL);
  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);

  self = g_object_new (KP_TYPE_ADD_SITE_WINDOW, "transient-for", parent, NULL);
  set_desk (self, desk);
  return GTK_WIDGET (self);
}

void
kp_add_site_window_set_text (KpAddSiteWindow *self, const char *text)
{
  g_return_if_fail (KP_IS_ADD_SITE_WINDOW (self));
  g_return_if_fail (text != NULL);

  gtk_editable_set_text (GTK_EDITABLE (self->address), text);
  kp_address_check_settle (self->check);
}
