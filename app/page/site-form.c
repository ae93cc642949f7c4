/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page/site-form.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/base/host-name.h"
#include "widget/choice.h"
#include "widget/entry-row.h"
#include "widget/problem-row.h"

/* Characters of a target; a pasted URL may be long, but is not laid out without end. */
#define MAX_TARGET 4096

/* What stands above the customers in their list. */
enum
{
  CUSTOMER_NONE,
  CUSTOMER_NEW,
  N_FIXED,
};

struct _KpSiteForm
{
  AdwBin parent_instance;

  AdwActionRow *provider_row;
  GtkDropDown *provider;
  KpProblemRow *provider_problem;
  KpEntryRow *target;
  KpProblemRow *target_problem;
  GtkWidget *later_row;
  GtkSwitch *later;
  GtkDropDown *customer;
  KpEntryRow *new_customer;

  KpDesk *desk;
  KpSite *site;          /* (nullable): that is edited */
  char *host;            /* (nullable): of the site */
  GListStore *providers; /* of KpChoice */
  GListStore *customers; /* of KpChoice */
  KpProfile *found;      /* (nullable) */
  char *found_target;    /* (nullable) */
  KpProfile *usual;      /* (nullable) */
  char *target_host;     /* (nullable): canonical, if what stands there is one */
  gboolean target_fits;
  gboolean updating; /* what changes now was not changed by the user */
  gboolean provider_chosen;
  gboolean target_typed;
  gboolean later_chosen;
  gboolean customer_chosen;
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KpSiteForm, kp_site_form, ADW_TYPE_BIN)

static KpProfile *
find_profile (KpSiteForm *self, const char *id)
{
  return kp_catalogue_find (kp_desk_get_catalogue (self->desk), id);
}

/* A site keeps a provider whose profile is gone: it has a line without one. */
static void
fill_providers (KpSiteForm *self)
{
  GListModel *catalogue = G_LIST_MODEL (kp_desk_get_catalogue (self->desk));

  self->providers = g_list_store_new (KP_TYPE_CHOICE);
  for (guint i = 0; i < g_list_model_get_n_items (catalogue); i++)
    {
      g_autoptr (KpProfile) profile = g_list_model_get_item (catalogue, i);
      g_autoptr (KpChoice) choice = kp_choice_new (kp_profile_get_name (profile), profile);

      g_list_store_append (self->providers, choice);
    }
  if (self->site != NULL && find_profile (self, kp_site_get_provider (self->site)) == NULL)
    {
      g_autoptr (KpChoice) lost = kp_choice_new (kp_site_get_provider (self->site), NULL);

      kp_choice_set_note (lost, _ ("without a profile"));
      g_list_store_append (self->providers, lost);
    }
  kp_choice_set_up (self->provider, _ ("Provider"));
  gtk_drop_down_set_model (self->provider, G_LIST_MODEL (self->providers));
}

static void
add_customer (GPtrArray *choices, const char *label, KpCustomer *customer)
{
  g_ptr_array_add (choices, kp_choice_new (label, customer));
}

/* Selects @customer; %NULL or one that is gone: none. */
static void
select_customer (KpSiteForm *self, KpCustomer *customer)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->customers));

  for (guint i = N_FIXED; customer != NULL && i < n; i++)
    {
      g_autoptr (KpChoice) choice =
          g_list_model_get_item (G_LIST_MODEL (self->customers), i);

      if (kp_choice_get_item (choice) == customer)
        {
          gtk_drop_down_set_selected (self->customer, i);
          return;
        }
    }
  gtk_drop_down_set_selected (self->customer, CUSTOMER_NONE);
}

static void
fill_customers (KpSiteForm *self)
{
  GListModel *known = G_LIST_MODEL (kp_desk_get_customers (self->desk));
  KpChoice *selected = gtk_drop_down_get_selected_item (self->customer);
  g_autoptr (KpCustomer) before = NULL;
  g_autoptr (GPtrArray) choices = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean is_new = gtk_drop_down_get_selected (self->customer) == CUSTOMER_NEW;

  if (selected != NULL)
    g_set_object (&before, kp_choice_get_item (selected));
  add_customer (choices, C_ ("customer of a site", "None"), NULL);
  add_customer (choices, _ ("New Customer…"), NULL);
  for (guint i = 0; i < g_list_model_get_n_items (known); i++)
    {
      g_autoptr (KpCustomer) customer = g_list_model_get_item (known, i);

      add_customer (choices, kp_customer_get_name (customer), customer);
    }
  g_list_store_splice (self->customers, 0,
                       g_list_model_get_n_items (G_LIST_MODEL (self->customers)),
                       choices->pdata, choices->len);
  if (is_new)
    gtk_drop_down_set_selected (self->customer, CUSTOMER_NEW);
  else
    select_customer (self, before);
}

static void
select_provider (KpSiteForm *self, KpProfile *profile)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->providers)); i++)
    {
      g_autoptr (KpChoice) choice =
          g_list_model_get_item (G_LIST_MODEL (self->providers), i);

      kp_choice_set_note (choice,
                          kp_choice_get_item (choice) == NULL ? _ ("without a profile")
                          : kp_choice_get_item (choice) == self->found ? _ ("found in DNS")
                                                                       : NULL);
      if (!self->provider_chosen && kp_choice_get_item (choice) == profile)
        gtk_drop_down_set_selected (self->provider, i);
    }
}

static void
update_provider (KpSiteForm *self)
{
  KpProfile *profile = self->found != NULL ? self->found : self->usual;

  if (self->site != NULL)
    profile = find_profile (self, kp_site_get_provider (self->site));
  select_provider (self, profile);
  adw_action_row_set_subtitle (self->provider_row,
                               self->found != NULL
                                       && self->found == kp_site_form_get_profile (self)
                                   ? _ ("Found in DNS")
                                   : "");
}

/* Whether the provider that is chosen is the one that the site has. */
static gboolean
is_own_provider (KpSiteForm *self, KpProfile *profile)
{
  return self->site != NULL
         && (profile == NULL
             || g_str_equal (kp_profile_get_id (profile),
                             kp_site_get_provider (self->site)));
}

/* What stands there until the user types another one. */
static const char *
propose_target (KpSiteForm *self, KpProfile *profile)
{
  const char *own = self->site != NULL ? kp_site_get_target (self->site) : NULL;

  if (is_own_provider (self, profile) && (own != NULL || profile == NULL))
    return own;
  if (self->found == profile && self->found_target != NULL
      && kp_profile_target_matches (profile, self->found_target))
    return self->found_target;
  return kp_profile_get_target (profile);
}

static KpTargetKind
get_target_kind (KpProfile *profile)
{
  return profile != NULL ? kp_profile_get_target_kind (profile) : KP_TARGET_NONE;
}

static void
update_target (KpSiteForm *self)
{
  KpProfile *profile = kp_site_form_get_profile (self);
  KpTargetKind kind = get_target_kind (profile);
  gboolean can_be_late = kind == KP_TARGET_PATTERN || kind == KP_TARGET_TOLD;
  const char *proposed = propose_target (self, profile);
  gboolean late;

  /* Only where nobody knows it is it usual to wait for it. */
  if (!self->later_chosen)
    gtk_switch_set_active (self->later,
                           can_be_late
                               && (is_own_provider (self, profile)
                                       ? kp_site_get_target (self->site) == NULL
                                       : proposed == NULL));
  late = can_be_late && gtk_switch_get_active (self->later);
  gtk_widget_set_visible (self->later_row, can_be_late);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->target),
                                 kind == KP_TARGET_NONE ? _ ("Target (optional)")
                                                        : _ ("Target"));
  if (late || proposed == NULL)
    proposed = "";
  if ((kind == KP_TARGET_FIXED || !self->target_typed)
      && !g_str_equal (gtk_editable_get_text (GTK_EDITABLE (self->target)), proposed))
    gtk_editable_set_text (GTK_EDITABLE (self->target), proposed);
  gtk_widget_set_sensitive (GTK_WIDGET (self->target), kind != KP_TARGET_FIXED && !late);
}

static gboolean
is_target_touched (KpSiteForm *self)
{
  return self->site == NULL || self->provider_chosen || self->target_typed
         || self->later_chosen;
}

/* Takes the target that stands there. Returns: (transfer full) (nullable): what is wrong
 * with it */
static char *
read_target (KpSiteForm *self)
{
  KpProfile *profile = kp_site_form_get_profile (self);
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->target));
  g_autofree char *target = NULL;
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->target_host, g_free);
  if (!gtk_widget_get_sensitive (GTK_WIDGET (self->target)) || !is_target_touched (self))
    return NULL;
  if (text[strspn (text, " ")] == '\0')
    return get_target_kind (profile) == KP_TARGET_NONE
               ? NULL
               : g_strdup (_ ("Enter the name that the provider gave, or say that it "
                              "tells it later."));
  target = kp_host_name_parse_target (text, self->host, &error);
  if (target == NULL)
    return g_strconcat (error->message, ".", NULL);
  if (profile != NULL && !kp_profile_target_matches (profile, target))
    /* Translators: a host name and the name of a provider */
    return g_strdup_printf (_ ("“%s” is no target of %s."), target,
                            kp_profile_get_name (profile));
  self->target_host = g_steal_pointer (&target);
  return NULL;
}

static gboolean
is_new_customer (KpSiteForm *self)
{
  return gtk_drop_down_get_selected (self->customer) == CUSTOMER_NEW;
}

/* Its name; %NULL for none, "" if it is missing. */
static char *
dup_customer (KpSiteForm *self)
{
  KpChoice *choice = gtk_drop_down_get_selected_item (self->customer);

  if (is_new_customer (self))
    return kp_entry_row_dup_text (self->new_customer);
  return choice != NULL && kp_choice_get_item (choice) != NULL
             ? g_strdup (kp_choice_get_label (choice))
             : NULL;
}

static void
update_customer (KpSiteForm *self)
{
  if (self->site != NULL && !self->customer_chosen)
    select_customer (self, kp_customer_list_find (kp_desk_get_customers (self->desk),
                                                  kp_site_get_customer_id (self->site)));
  gtk_widget_set_visible (GTK_WIDGET (self->new_customer), is_new_customer (self));
}

/* Everything follows from what stands in the fields and what is proposed. */
static void
update (KpSiteForm *self)
{
  g_autofree char *problem = NULL;

  if (self->updating || self->desk == NULL)
    return;
  self->updating = TRUE;
  update_provider (self);
  update_target (self);
  problem = read_target (self);
  self->target_fits = problem == NULL;
  kp_problem_row_set_text (self->target_problem, problem);
  kp_entry_row_set_problem (self->target, self->target_typed ? problem : NULL);
  update_customer (self);
  self->updating = FALSE;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
provider_selected_cb (KpSiteForm *self)
{
  self->provider_chosen |= !self->updating;
  update (self);
}

static void
target_changed_cb (KpSiteForm *self)
{
  self->target_typed |= !self->updating;
  update (self);
}

static void
later_changed_cb (KpSiteForm *self)
{
  self->later_chosen |= !self->updating;
  update (self);
}

static void
customer_selected_cb (KpSiteForm *self)
{
  if (self->updating)
    return;
  self->customer_chosen = TRUE;
  update (self);
  if (is_new_customer (self))
    gtk_widget_grab_focus (GTK_WIDGET (self->new_customer));
}

static void
new_customer_changed_cb (KpSiteForm *self)
{
  update (self);
}

static void
customers_changed_cb (KpSiteForm *self)
{
  self->updating = TRUE;
  fill_customers (self);
  self->updating = FALSE;
  update (self);
}

static void
kp_site_form_dispose (GObject *object)
{
  KpSiteForm *self = KP_SITE_FORM (object);

  /* Its rows still tell of their end. */
  self->updating = TRUE;
  gtk_widget_dispose_template (GTK_WIDGET (self), KP_TYPE_SITE_FORM);
  g_clear_object (&self->providers);
  g_clear_object (&self->customers);
  g_clear_object (&self->found);
  g_clear_object (&self->usual);
  g_clear_object (&self->site);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (kp_site_form_parent_class)->dispose (object);
}

static void
kp_site_form_finalize (GObject *object)
{
  KpSiteForm *self = KP_SITE_FORM (object);

  g_free (self->host);
  g_free (self->found_target);
  g_free (self->target_host);

  G_OBJECT_CLASS (kp_site_form_parent_class)->finalize (object);
}

static void
kp_site_form_class_init (KpSiteFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_site_form_dispose;
  object_class->finalize = kp_site_form_finalize;

  signals[CHANGED] = g_signal_new ("changed", KP_TYPE_SITE_FORM, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (KP_TYPE_ENTRY_ROW);
  g_type_ensure (KP_TYPE_PROBLEM_ROW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/page/site-form.ui");
  gtk_widget_class_bind_template_child (widget_class, KpSiteForm, provider_row);
  gtk_widget_class_bind_template_child (widget_class, KpSiteForm, provider);
  gtk_widget_class_bind_template_child (widget_class, KpSiteForm, provider_problem);
  gtk_widget_class_bind_template_child (widget_class, KpSiteForm, target);
  gtk_widget_class_bind_template_child (widget_class, KpSiteForm, target_problem);
  gtk_widget_class_bind_template_child (widget_class, KpSiteForm, later_row);
  gtk_widget_class_bind_template_child (widget_class, KpSiteForm, later);
  gtk_widget_class_bind_template_child (widget_class, KpSiteForm, customer);
  gtk_widget_class_bind_template_child (widget_class, KpSiteForm, new_customer);
  gtk_widget_class_bind_template_callback (widget_class, provider_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, target_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, later_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, customer_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, new_customer_changed_cb);
}

static void
kp_site_form_init (KpSiteForm *self)
{
  self->updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  g_object_set (self->target, "max-length", MAX_TARGET, NULL);
  g_object_set (self->new_customer, "max-length", KP_CUSTOMER_MAX_NAME, NULL);
  self->customers = g_list_store_new (KP_TYPE_CHOICE);
  kp_choice_set_up (self->customer, _ ("Customer"));
  gtk_drop_down_set_model (self->customer, G_LIST_MODEL (self->customers));
  self->updating = FALSE;
}

void
kp_site_form_set_desk (KpSiteForm *self, KpDesk *desk, KpSite *site)
{
  g_return_if_fail (KP_IS_SITE_FORM (self));
  g_return_if_fail (self->desk == NULL);

  self->desk = g_object_ref (desk);
  g_set_object (&self->site, site);
  self->host = site != NULL ? g_strdup (kp_site_get_host (site)) : NULL;
  self->updating = TRUE;
  fill_providers (self);
  fill_customers (self);
  self->updating = FALSE;
  g_signal_connect_object (kp_desk_get_customers (desk), "changed",
                           G_CALLBACK (customers_changed_cb), self, G_CONNECT_SWAPPED);
  if (site != NULL)
    g_signal_connect_object (site, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

void
kp_site_form_propose (KpSiteForm *self, const char *host, KpProfile *found,
                      const char *target, KpProfile *usual)
{
  g_return_if_fail (KP_IS_SITE_FORM (self));

  if (self->found == found && self->usual == usual && g_strcmp0 (self->host, host) == 0
      && g_strcmp0 (self->found_target, target) == 0)
    return;
  g_free (self->host);
  self->host = g_strdup (host);
  g_set_object (&self->found, found);
  g_set_object (&self->usual, usual);
  g_free (self->found_target);
  self->found_target = g_strdup (target);
  update (self);
}

KpProfile *
kp_site_form_get_profile (KpSiteForm *self)
{
  KpChoice *choice;

  g_return_val_if_fail (KP_IS_SITE_FORM (self), NULL);

  choice = gtk_drop_down_get_selected_item (self->provider);
  return choice != NULL ? kp_choice_get_item (choice) : NULL;
}

void
kp_site_form_set_provider_problem (KpSiteForm *self, const char *problem)
{
  g_return_if_fail (KP_IS_SITE_FORM (self));

  kp_problem_row_set_text (self->provider_problem, problem);
}

gboolean
kp_site_form_get_ready (KpSiteForm *self)
{
  g_autofree char *customer = NULL;

  g_return_val_if_fail (KP_IS_SITE_FORM (self), FALSE);

  customer = dup_customer (self);
  return self->target_fits && (customer == NULL || *customer != '\0');
}

void
kp_site_form_apply (KpSiteForm *self, KpSite *site)
{
  KpProfile *profile;
  g_autofree char *customer = NULL;

  g_return_if_fail (KP_IS_SITE_FORM (self));
  g_return_if_fail (KP_IS_SITE (site));

  profile = kp_site_form_get_profile (self);
  if (profile != NULL && (self->site == NULL || self->provider_chosen))
    kp_site_set_provider (site, kp_profile_get_id (profile));
  if (is_target_touched (self))
    kp_site_set_target (site, self->target_host);
  if (self->site != NULL && !self->customer_chosen)
    return;
  /* By name: it is found or made, even if somebody removed it a moment ago. */
  customer = dup_customer (self);
  kp_site_set_customer (site, 0, customer);
}
