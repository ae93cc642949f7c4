/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/add-site-window-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/base/host-name.h"
#include "widget/choice.h"

/* What stands above the customers in their list. */
enum
{
  CUSTOMER_NONE,
  CUSTOMER_NEW,
  N_FIXED,
};

/* A provider proposes itself by DNS, else by the first label that its sites usually have.
 */
static KpProfile *
propose_provider (KpAddSiteWindow *self)
{
  KpProfile *found = kp_address_check_get_found (self->check, NULL);
  const KpNameCheck *name = kp_address_check_get_name (self->check);

  for (guint i = 0; found == NULL && i < g_list_model_get_n_items (self->providers); i++)
    {
      g_autoptr (KpChoice) choice = g_list_model_get_item (self->providers, i);
      KpProfile *profile = kp_choice_get_item (choice);

      if (name != NULL && name->host != NULL && kp_profile_get_usual_host (profile) != NULL
          && kp_profile_host_matches (profile, name->host))
        found = profile;
    }
  return found != NULL
             ? found
             : kp_catalogue_find (kp_desk_get_catalogue (self->desk), KP_OWN_SERVER);
}

/* What stands there until the user types another one. */
static const char *
propose_target (KpAddSiteWindow *self, KpProfile *profile)
{
  const char *found_target;
  KpProfile *found = kp_address_check_get_found (self->check, &found_target);

  if (found == profile && found_target != NULL
      && kp_profile_target_matches (profile, found_target))
    return found_target;
  return kp_profile_get_target (profile);
}

static void
fill_providers (KpAddSiteWindow *self)
{
  GListModel *catalogue = G_LIST_MODEL (kp_desk_get_catalogue (self->desk));
  GListStore *providers = g_list_store_new (KP_TYPE_CHOICE);

  for (guint i = 0; i < g_list_model_get_n_items (catalogue); i++)
    {
      g_autoptr (KpProfile) profile = g_list_model_get_item (catalogue, i);
      g_autoptr (KpChoice) choice = kp_choice_new (kp_profile_get_name (profile), profile);

      g_list_store_append (providers, choice);
    }
  self->providers = G_LIST_MODEL (providers);
  kp_choice_set_up (self->provider, _ ("Provider"));
  gtk_drop_down_set_model (self->provider, self->providers);
}

static void
fill_customers (KpAddSiteWindow *self)
{
  GListModel *known = G_LIST_MODEL (kp_desk_get_customers (self->desk));
  g_autoptr (GListStore) customers = g_list_store_new (KP_TYPE_CHOICE);
  const char *const fixed[N_FIXED] = { _ ("None"), _ ("New Customer…") };

  for (guint i = 0; i < N_FIXED + g_list_model_get_n_items (known); i++)
    {
      g_autoptr (KpCustomer) customer =
          i < N_FIXED ? NULL : g_list_model_get_item (known, i - N_FIXED);
      g_autoptr (KpChoice) choice = kp_choice_new (
          customer != NULL ? kp_customer_get_name (customer) : fixed[i], customer);

      g_list_store_append (customers, choice);
    }
  kp_choice_set_up (self->customer, _ ("Customer"));
  gtk_drop_down_set_model (self->customer, G_LIST_MODEL (customers));
}

void
kp_add_site_window_fill_choices (KpAddSiteWindow *self)
{
  fill_providers (self);
  fill_customers (self);
}

KpProfile *
kp_add_site_window_get_profile (KpAddSiteWindow *self)
{
  KpChoice *choice = gtk_drop_down_get_selected_item (self->provider);

  return choice != NULL ? kp_choice_get_item (choice) : NULL;
}

void
kp_add_site_window_propose_provider (KpAddSiteWindow *self)
{
  KpProfile *found = kp_address_check_get_found (self->check, NULL);
  KpProfile *proposed = self->provider_chosen ? NULL : propose_provider (self);

  for (guint i = 0; i < g_list_model_get_n_items (self->providers); i++)
    {
      g_autoptr (KpChoice) choice = g_list_model_get_item (self->providers, i);
      KpProfile *profile = kp_choice_get_item (choice);

      kp_choice_set_note (choice, profile == found ? _ ("found in DNS") : NULL);
      if (profile == proposed)
        gtk_drop_down_set_selected (self->provider, i);
    }
  adw_action_row_set_subtitle (
      self->provider_row, found != NULL && found == kp_add_site_window_get_profile (self)
                              ? _ ("Found in DNS")
                              : "");
}

void
kp_add_site_window_propose_target (KpAddSiteWindow *self)
{
  KpProfile *profile = kp_add_site_window_get_profile (self);
  KpTargetKind kind = kp_profile_get_target_kind (profile);
  gboolean can_be_late = kind == KP_TARGET_PATTERN || kind == KP_TARGET_TOLD;
  const char *proposed = propose_target (self, profile);
  GtkEditable *entry = GTK_EDITABLE (self->target);

  /* Only where nobody knows it is it usual to wait for it. */
  if (!self->later_chosen)
    gtk_switch_set_active (self->later, kind == KP_TARGET_TOLD && proposed == NULL);
  gtk_widget_set_visible (self->later_row, can_be_late);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->target),
                                 kind == KP_TARGET_NONE ? _ ("Target (optional)")
                                                        : _ ("Target"));
  if ((kind == KP_TARGET_FIXED || !self->target_typed)
      && g_strcmp0 (gtk_editable_get_text (entry), proposed != NULL ? proposed : "") != 0)
    gtk_editable_set_text (entry, proposed != NULL ? proposed : "");
  gtk_widget_set_sensitive (GTK_WIDGET (self->target),
                            kind != KP_TARGET_FIXED
                                && !(can_be_late && gtk_switch_get_active (self->later)));
}

char *
kp_add_site_window_check_target (KpAddSiteWindow *self)
{
  KpProfile *profile = kp_add_site_window_get_profile (self);
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->target));
  KpTargetKind kind = kp_profile_get_target_kind (profile);
  g_autofree char *target = NULL;
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->target_host, g_free);
  if (!gtk_widget_get_sensitive (GTK_WIDGET (self->target)))
    return NULL;
  if (text[strspn (text, " ")] == '\0')
    return kind == KP_TARGET_NONE ? NULL
                                  : g_strdup (_ ("Enter the name that the provider gave, "
                                                 "or say that it tells it later."));
  target = kp_host_name_parse (text, NULL, &error);
  if (target == NULL)
    return g_strconcat (error->message, ".", NULL);
  if (!kp_profile_target_matches (profile, target))
    /* Translators: a host name and the name of a provider */
    return g_strdup_printf (_ ("“%s” is no target of %s."), target,
                            kp_profile_get_name (profile));
  self->target_host = g_steal_pointer (&target);
  return NULL;
}

char *
kp_add_site_window_dup_customer (KpAddSiteWindow *self)
{
  guint selected = gtk_drop_down_get_selected (self->customer);
  KpChoice *choice = gtk_drop_down_get_selected_item (self->customer);

  if (selected == CUSTOMER_NONE || choice == NULL)
    return NULL;
  if (selected == CUSTOMER_NEW)
    return g_strstrip (
        g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->new_customer))));
  return g_strdup (kp_choice_get_label (choice));
}

gboolean
kp_add_site_window_is_new_customer (KpAddSiteWindow *self)
{
  return gtk_drop_down_get_selected (self->customer) == CUSTOMER_NEW;
}
