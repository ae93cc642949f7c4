/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page/site-actions.h"

#include <glib/gi18n.h>

#include "core/base/host-name.h"
#include "page/site-history.h"
#include "widget/link.h"

struct _KpSiteActions
{
  GObject parent;

  KpDesk *desk;
  GPtrArray *sites;
  GSimpleActionGroup *group;
  GSignalGroup *followed; /* of the single site */
  GtkWidget *widget;      /* (weak) */

  /* The DNS plan of the single site, once its evidence was judged. */
  GCancellable *judging;
  guint judge_source;
  gboolean has_record;
  gboolean has_instructions;
};

G_DEFINE_FINAL_TYPE (KpSiteActions, kp_site_actions, G_TYPE_OBJECT)

static KpSite *
get_single (KpSiteActions *self)
{
  return self->sites->len == 1 ? g_ptr_array_index (self->sites, 0) : NULL;
}

static gboolean
has_job (KpSite *site)
{
  return kp_site_get_job (site) != NULL;
}

static gboolean
offers (KpSiteActions *self, KpSite *site, gboolean (*job) (KpProfile *profile))
{
  KpProfile *profile =
      kp_catalogue_find (kp_desk_get_catalogue (self->desk), kp_site_get_provider (site));

  return profile != NULL && !has_job (site) && job (profile);
}

/* Where the provider offers it, nobody has begun, and there is something to secure. */
static gboolean
can_secure (KpSiteActions *self, KpSite *site)
{
  return offers (self, site, kp_profile_offers_secure)
         && kp_site_get_summary (site)->lock != KP_LOCK_LOCKED;
}

/* Where the key is made here, with a server of one's own for one. */
static gboolean
makes_key (KpSiteActions *self, KpSite *site)
{
  KpProfile *profile =
      kp_catalogue_find (kp_desk_get_catalogue (self->desk), kp_site_get_provider (site));

  return profile != NULL && kp_profile_get_key_maker (profile) == KP_KEY_HERE;
}

static gboolean
any_offers (KpSiteActions *self, gboolean (*job) (KpProfile *profile))
{
  for (guint i = 0; i < self->sites->len; i++)
    if (offers (self, g_ptr_array_index (self->sites, i), job))
      return TRUE;
  return FALSE;
}

/* Several are renewed together; those that can't be are told of with the reason. One job
 * that is under way is continued. */
static gboolean
can_renew (KpSiteActions *self)
{
  gboolean renews = FALSE;

  for (guint i = 0; self->sites->len > 1 && i < self->sites->len; i++)
    {
      const KpJob *job = kp_site_get_job (g_ptr_array_index (self->sites, i));

      renews |= job != NULL && job->kind == KP_JOB_RENEW;
    }
  return renews || any_offers (self, kp_profile_offers_renew);
}

static void
enable (KpSiteActions *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->group), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

static void
update_enabled (KpSiteActions *self)
{
  gboolean any = self->sites->len > 0;
  gboolean one = self->sites->len == 1;
  KpSite *single = get_single (self);
  gboolean writes = !kp_store_get_read_only (kp_desk_get_store (self->desk));

  enable (self, "secure", one && writes && can_secure (self, single));
  enable (self, "renew", any && writes && can_renew (self));
  enable (self, "continue-job", one && writes && has_job (single));
  enable (self, "create-csr", one && writes && makes_key (self, single));
  enable (self, "check", any && writes);
  enable (self, "open", one);
  enable (self, "copy-address", any);
  enable (self, "copy-dns-record", one && self->has_record);
  enable (self, "copy-instructions", one && self->has_instructions);
  enable (self, "save-history", one);
  enable (self, "edit", one && writes);
  enable (self, "retire", one && writes);
  enable (self, "remove", any && writes);
}

static void
set_plan (KpSiteActions *self, const KpDnsPlan *plan)
{
  self->has_record = plan != NULL && plan->needed && plan->set != NULL;
  self->has_instructions = plan != NULL && plan->needed;
  update_enabled (self);
}

static void
judged_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpSiteActions) self = data;
  g_autoptr (GError) error = NULL;
  KpEvidence *evidence = NULL;
  g_autoptr (KpVerdict) verdict =
      kp_desk_judge_finish (KP_DESK (source), result, &evidence, &error);

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    set_plan (self, verdict != NULL ? verdict->plan : NULL);
  g_clear_pointer (&verdict, kp_verdict_unref);
  kp_evidence_free (evidence);
}

/* Only when nothing else is to do: whoever walks through the list with the arrow keys does
 * not want each site judged. */
static gboolean
judge_cb (gpointer data)
{
  KpSiteActions *self = data;
  KpSite *site = get_single (self);

  self->judge_source = 0;
  if (site == NULL)
    return G_SOURCE_REMOVE;
  self->judging = g_cancellable_new ();
  kp_desk_judge_async (self->desk, site, self->judging, judged_cb, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static void
cancel_judging (KpSiteActions *self)
{
  if (self->judging != NULL)
    g_cancellable_cancel (self->judging);
  g_clear_object (&self->judging);
  g_clear_handle_id (&self->judge_source, g_source_remove);
}

static void
judge_again (KpSiteActions *self)
{
  cancel_judging (self);
  self->judge_source = g_idle_add_full (G_PRIORITY_LOW, judge_cb, self, NULL);
  update_enabled (self);
}

static void
tell (KpSiteActions *self, const char *text)
{
  if (self->widget != NULL)
    gtk_widget_activate_action (self->widget, "win.show-toast", "s", text);
}

static void
copy (KpSiteActions *self, const char *text)
{
  GdkClipboard *clipboard;

  if (self->widget != NULL)
    clipboard = gtk_widget_get_clipboard (self->widget);
  else
    clipboard = gdk_display_get_clipboard (gdk_display_get_default ());
  gdk_clipboard_set_text (clipboard, text);
}

/* A text of the DNS plan on its way to the clipboard. It is made of what the store knows
 * when it is copied, not of what it knew when the menu opened. */
typedef struct
{
  KpSiteActions *self;
  gboolean whole; /* the instructions, else the record as a line of a zone file */
} CopyPlan;

static char *
format_plan (const CopyPlan *request, const KpDnsPlan *plan,
             const KpObservation *observation)
{
  if (plan == NULL || !plan->needed)
    return NULL;
  return request->whole ? kp_dns_plan_format_instructions (plan, observation)
                        : kp_dns_plan_format_zone_line (plan);
}

static void
plan_judged_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree CopyPlan *request = data;
  g_autoptr (KpSiteActions) self = request->self;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  KpEvidence *evidence = NULL;
  g_autoptr (KpVerdict) verdict =
      kp_desk_judge_finish (KP_DESK (source), result, &evidence, &error);

  if (verdict != NULL && evidence->observation != NULL)
    text = format_plan (request, verdict->plan, evidence->observation);
  if (text != NULL)
    {
      copy (self, text);
      tell (self, request->whole ? _ ("Instructions copied") : _ ("DNS record copied"));
    }
  else
    tell (self, error != NULL ? error->message : _ ("Nothing is to be changed"));
  /* The verdict points into the evidence. */
  g_clear_pointer (&verdict, kp_verdict_unref);
  kp_evidence_free (evidence);
}

static void
copy_plan (KpSiteActions *self, gboolean whole)
{
  KpSite *site = get_single (self);
  CopyPlan *request;

  if (site == NULL)
    return;
  request = g_new0 (CopyPlan, 1);
  request->self = g_object_ref (self);
  request->whole = whole;
  kp_desk_judge_async (self->desk, site, NULL, plan_judged_cb, request);
}

static void
copy_dns_record_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  copy_plan (data, FALSE);
}

static void
copy_instructions_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  copy_plan (data, TRUE);
}

/* Several: one a line, which an import reads again. */
static void
copy_address_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KpSiteActions *self = data;
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < self->sites->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "",
                            kp_site_get_label (g_ptr_array_index (self->sites, i)));
  copy (self, text->str);
  tell (self, ngettext ("Address copied", "Addresses copied", self->sites->len));
}

static void
open_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KpSiteActions *self = data;
  KpSite *site = get_single (self);
  g_autofree char *address = NULL;
  g_autofree char *uri = NULL;

  if (site == NULL || self->widget == NULL)
    return;
  address = kp_host_name_format_site (kp_site_get_host (site), kp_site_get_port (site));
  uri = g_strdup_printf ("https://%s/", address);
  kp_link_open (self->widget, uri);
}

static GVariant *
get_ids (KpSiteActions *self)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("ax"));
  for (guint i = 0; i < self->sites->len; i++)
    g_variant_builder_add (&builder, "x",
                           kp_site_get_id (g_ptr_array_index (self->sites, i)));
  return g_variant_builder_end (&builder);
}

static void
check_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KpSiteActions *self = data;

  if (self->widget != NULL)
    gtk_widget_activate_action_variant (self->widget, "win.check-sites", get_ids (self));
}

static void
remove_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KpSiteActions *self = data;

  if (self->widget != NULL)
    gtk_widget_activate_action_variant (self->widget, "win.remove-sites", get_ids (self));
}

/* What concerns the whole window, for the single site. */
static void
activate_for_single (KpSiteActions *self, const char *name)
{
  KpSite *site = get_single (self);

  if (site != NULL && self->widget != NULL)
    gtk_widget_activate_action (self->widget, name, "x", kp_site_get_id (site));
}

static void
secure_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  activate_for_single (data, "win.secure-site");
}

static void
renew_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KpSiteActions *self = data;

  if (self->sites->len == 1)
    activate_for_single (self, "win.renew-site");
  else if (self->widget != NULL)
    gtk_widget_activate_action_variant (self->widget, "win.renew-sites", get_ids (self));
}

static void
continue_job_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  activate_for_single (data, "win.continue-job");
}

static void
create_csr_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  activate_for_single (data, "win.create-csr");
}

static void
edit_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  activate_for_single (data, "win.edit-site");
}

static void
retire_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  activate_for_single (data, "win.retire-site");
}

static void
save_history_activated (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  KpSiteActions *self = data;
  KpSite *site = get_single (self);

  if (site != NULL && self->widget != NULL)
    kp_site_history_save (self->desk, site, self->widget);
}

static const GActionEntry actions[] = {
  { .name = "secure", .activate = secure_activated },
  { .name = "renew", .activate = renew_activated },
  { .name = "continue-job", .activate = continue_job_activated },
  { .name = "create-csr", .activate = create_csr_activated },
  { .name = "check", .activate = check_activated },
  { .name = "open", .activate = open_activated },
  { .name = "copy-address", .activate = copy_address_activated },
  { .name = "copy-dns-record", .activate = copy_dns_record_activated },
  { .name = "copy-instructions", .activate = copy_instructions_activated },
  { .name = "save-history", .activate = save_history_activated },
  { .name = "edit", .activate = edit_activated },
  { .name = "retire", .activate = retire_activated },
  { .name = "remove", .activate = remove_activated },
};

static void
kp_site_actions_dispose (GObject *object)
{
  KpSiteActions *self = KP_SITE_ACTIONS (object);

  cancel_judging (self);
  g_clear_object (&self->followed);
  g_clear_weak_pointer (&self->widget);
  g_clear_pointer (&self->sites, g_ptr_array_unref);
  g_clear_object (&self->group);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (kp_site_actions_parent_class)->dispose (object);
}

static void
kp_site_actions_class_init (KpSiteActionsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kp_site_actions_dispose;
}

static void
kp_site_actions_init (KpSiteActions *self)
{
  self->sites = g_ptr_array_new_with_free_func (g_object_unref);
  self->group = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->group), actions,
                                   G_N_ELEMENTS (actions), self);
  self->followed = g_signal_group_new (KP_TYPE_SITE);
  g_signal_group_connect_swapped (self->followed, "notify", G_CALLBACK (judge_again), self);
}

KpSiteActions *
kp_site_actions_new (KpDesk *desk)
{
  KpSiteActions *self;

  g_return_val_if_fail (KP_IS_DESK (desk), NULL);

  self = g_object_new (KP_TYPE_SITE_ACTIONS, NULL);
  self->desk = g_object_ref (desk);
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    enable (self, actions[i].name, FALSE);
  return self;
}

void
kp_site_actions_set_sites (KpSiteActions *self, GPtrArray *sites)
{
  g_return_if_fail (KP_IS_SITE_ACTIONS (self));

  cancel_judging (self);
  g_ptr_array_set_size (self->sites, 0);
  for (guint i = 0; sites != NULL && i < sites->len; i++)
    g_ptr_array_add (self->sites, g_object_ref (g_ptr_array_index (sites, i)));
  self->has_record = FALSE;
  self->has_instructions = FALSE;
  g_signal_group_set_target (self->followed, get_single (self));
  if (get_single (self) != NULL)
    judge_again (self);
  else
    update_enabled (self);
}

void
kp_site_actions_set_site (KpSiteActions *self, KpSite *site)
{
  g_autoptr (GPtrArray) sites = g_ptr_array_new ();

  if (site != NULL)
    g_ptr_array_add (sites, site);
  kp_site_actions_set_sites (self, sites);
}

void
kp_site_actions_attach (KpSiteActions *self, GtkWidget *widget)
{
  g_return_if_fail (KP_IS_SITE_ACTIONS (self));
  g_return_if_fail (GTK_IS_WIDGET (widget));

  if (self->widget == widget)
    return;
  if (self->widget != NULL)
    gtk_widget_insert_action_group (self->widget, "site", NULL);
  g_set_weak_pointer (&self->widget, widget);
  gtk_widget_insert_action_group (widget, "site", G_ACTION_GROUP (self->group));
}

static void
append_section (GMenu *menu, GMenu *section)
{
  if (g_menu_model_get_n_items (G_MENU_MODEL (section)) > 0)
    g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
}

static GMenu *
make_jobs_section (KpSiteActions *self)
{
  GMenu *section = g_menu_new ();
  gboolean job = FALSE;
  gboolean key = FALSE;

  for (guint i = 0; i < self->sites->len; i++)
    {
      job |= has_job (g_ptr_array_index (self->sites, i));
      key |= makes_key (self, g_ptr_array_index (self->sites, i));
    }
  if (any_offers (self, kp_profile_offers_secure))
    g_menu_append (section, _ ("Secure Site…"), "site.secure");
  if (can_renew (self))
    g_menu_append (section, _ ("Renew Certificate…"), "site.renew");
  if (key)
    g_menu_append (section, _ ("Create Signing Request…"), "site.create-csr");
  if (job)
    g_menu_append (section, _ ("Continue Job…"), "site.continue-job");
  return section;
}

GMenuModel *
kp_site_actions_make_menu (KpSiteActions *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) jobs = NULL;
  g_autoptr (GMenu) look = g_menu_new ();
  g_autoptr (GMenu) copies = g_menu_new ();
  g_autoptr (GMenu) changes = g_menu_new ();

  g_return_val_if_fail (KP_IS_SITE_ACTIONS (self), NULL);

  jobs = make_jobs_section (self);
  g_menu_append (look, _ ("Check Now"), "site.check");
  g_menu_append (look, _ ("Open Site"), "site.open");
  g_menu_append (copies, _ ("Copy Address"), "site.copy-address");
  g_menu_append (copies, _ ("Copy DNS Record"), "site.copy-dns-record");
  g_menu_append (copies, _ ("Copy Instructions"), "site.copy-instructions");
  g_menu_append (copies, _ ("Save History…"), "site.save-history");
  g_menu_append (changes, _ ("Edit…"), "site.edit");
  g_menu_append (changes, _ ("Retire Site…"), "site.retire");
  g_menu_append (changes, _ ("Remove"), "site.remove");
  append_section (menu, jobs);
  append_section (menu, look);
  append_section (menu, copies);
  append_section (menu, changes);
  return G_MENU_MODEL (g_steal_pointer (&menu));
}
