/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "assistant/name-page.h"

#include <glib/gi18n.h>

#include "core/check/name-check.h"
#include "core/check/unsafe-lookup.h"
#include "widget/link.h"
#include "widget/unlock.h"

struct _KpNamePage
{
  KpJobPage parent_instance;

  AdwActionRow *host;
  AdwPreferencesGroup *checks;
  GtkWidget *spinner; /* with words */

  GPtrArray *rows; /* of what was checked */
  char *provider;  /* (nullable): for whom it was checked */
  gboolean set_up; /* the list is perhaps being set up elsewhere */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (KpNamePage, kp_name_page, KP_TYPE_JOB_PAGE)

#define OK_LOOK "object-select-symbolic", "success"
#define WRONG_LOOK "dialog-warning-symbolic", "error"
#define NOTE_LOOK "dialog-information-symbolic", "dim-label"
#define UNKNOWN_LOOK "dialog-question-symbolic", "dim-label"

static GtkWidget *
add_row (KpNamePage *self, const char *icon, const char *style, const char *title,
         const char *subtitle)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title", title,
                                 "subtitle", subtitle != NULL ? subtitle : "",
                                 "title-lines", 99, "subtitle-lines", 99, NULL);
  GtkWidget *image = g_object_new (GTK_TYPE_IMAGE, "icon-name", icon, "accessible-role",
                                   GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  gtk_widget_add_css_class (image, style);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), image);
  adw_preferences_group_add (self->checks, row);
  g_ptr_array_add (self->rows, row);
  return row;
}

static void
remove_rows (KpNamePage *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->checks, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
}

static const KpFinding *
find (const KpNameCheck *check, KpFindingId id)
{
  for (guint i = 0; i < check->findings->len; i++)
    {
      const KpFinding *finding = g_ptr_array_index (check->findings, i);

      if (finding->id == id)
        return finding;
    }
  return NULL;
}

/* What is wrong with the name and has no row of its own. */
static const KpFinding *
find_refusal (const KpNameCheck *check)
{
  for (guint i = 0; i < check->findings->len; i++)
    {
      const KpFinding *finding = g_ptr_array_index (check->findings, i);

      if (finding->severity == KP_SEVERITY_WRONG && finding->id != KP_FINDING_NAME_APEX
          && finding->id != KP_FINDING_NAME_SUSPECTED_UNSAFE)
        return finding;
    }
  return NULL;
}

/* What was found stands in the row of what was looked at. */
static void
add_result (KpNamePage *self, const KpFinding *wrong, const char *title,
            const char *subtitle)
{
  if (wrong != NULL)
    add_row (self, WRONG_LOOK, wrong->text, wrong->fix);
  else
    add_row (self, OK_LOOK, title, subtitle);
}

static void
add_button (GtkWidget *row, const char *label, const char *action)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

/* Whether a list is chosen whose key is locked away. */
static gboolean
is_locked (KpDesk *desk)
{
  const char *list = kp_settings_get_string (kp_desk_get_settings (desk), "unsafe-lookup");

  return !g_str_equal (list, "off")
         && kp_vault_get_state (kp_desk_get_vault (desk)) == KP_VAULT_STATE_LOCKED;
}

/* @asked: whether a list was looked in */
static void
add_list (KpNamePage *self, const KpNameCheck *check, gboolean asked)
{
  KpDesk *desk = kp_job_page_get_sheet (KP_JOB_PAGE (self))->desk;
  const KpFinding *suspected = find (check, KP_FINDING_NAME_SUSPECTED_UNSAFE);
  const KpFinding *not_checked = find (check, KP_FINDING_NAME_UNSAFE_NOT_CHECKED);
  GtkWidget *row;

  if (suspected != NULL)
    add_row (self, WRONG_LOOK, suspected->text, suspected->fix);
  else if (asked && not_checked == NULL)
    {
      row = add_row (self, OK_LOOK, _ ("Unsafe-site list: nothing suspected"),
                     _ ("Advisory provided by Google"));
      add_button (row, _ ("Learn More"), "name.open-advisory");
    }
  else
    {
      row = add_row (self, UNKNOWN_LOOK, _ ("Unsafe-site list: not checked"),
                     not_checked != NULL ? not_checked->text : NULL);
      if (is_locked (desk))
        add_button (row, _ ("Unlock…"), "name.unlock-list");
      else
        add_button (row, _ ("Set Up…"), "name.set-up-list");
    }
}

/* @asked: whether a list of suspected unsafe sites was looked in */
static void
show_check (KpNamePage *self, const KpNameCheck *check, gboolean asked)
{
  KpJobSheet *sheet = kp_job_page_get_sheet (KP_JOB_PAGE (self));
  g_autofree char *allowed = NULL;
  gboolean by_soa = check->zone != NULL && check->zone->by_soa;

  remove_rows (self);
  allowed =
      /* Translators: %s is a provider. */
      g_strdup_printf (_ ("Name allowed at %s"), kp_job_sheet_get_provider (sheet));
  add_result (self, find_refusal (check), allowed, NULL);
  add_result (self, find (check, KP_FINDING_NAME_APEX), _ ("Not the top of a zone"),
              by_soa ? NULL : _ ("By the public suffix list: DNS does not tell"));
  for (guint i = 0; i < check->findings->len; i++)
    {
      const KpFinding *finding = g_ptr_array_index (check->findings, i);

      if (finding->severity != KP_SEVERITY_WRONG
          && finding->id != KP_FINDING_NAME_UNSAFE_NOT_CHECKED)
        add_row (self, NOTE_LOOK, finding->text, finding->fix);
    }
  add_list (self, check, asked);
  kp_job_page_set_ready (KP_JOB_PAGE (self), check->allowed);
}

/* A check on its way: the rules first, then the list. */
typedef struct
{
  KpNamePage *page;
  KpNameCheck *check; /* (nullable) */
  GCancellable *cancellable;
  gboolean asked;
} Checking;

static void
checking_free (Checking *self)
{
  kp_name_check_free (self->check);
  g_object_unref (self->cancellable);
  g_object_unref (self->page);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Checking, checking_free)

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Checking) self = data;

  self->check = kp_name_check_look_up_finish (result, NULL);
  if (self->check == NULL)
    return;
  gtk_widget_set_visible (self->page->spinner, FALSE);
  show_check (self->page, self->check, self->asked);
}

static void
list_found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Checking) self = data;
  g_autofree char *why_not = NULL;
  g_autoptr (KpUnsafeLookup) lookup =
      kp_unsafe_access_get_finish (KP_UNSAFE_ACCESS (source), result, &why_not);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  self->asked = lookup != NULL && self->check->allowed;
  kp_name_check_look_up_async (g_steal_pointer (&self->check), lookup, why_not,
                               self->cancellable, looked_up_cb, self);
  self = NULL;
}

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Checking) self = data;
  KpJobSheet *sheet = kp_job_page_get_sheet (KP_JOB_PAGE (self->page));

  self->check = kp_name_check_finish (result, NULL);
  if (self->check == NULL || sheet == NULL)
    return;
  kp_unsafe_access_get_async (kp_desk_get_unsafe_access (sheet->desk), self->cancellable,
                              list_found_cb, self);
  self = NULL;
}

static void
start_check (KpNamePage *self, KpJobSheet *sheet)
{
  g_autoptr (GPtrArray) resolvers = kp_desk_make_resolvers (sheet->desk, NULL);
  Checking *checking = g_new0 (Checking, 1);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  checking->page = g_object_ref (self);
  checking->cancellable = g_object_ref (self->cancellable);
  gtk_widget_set_visible (self->spinner, TRUE);
  kp_job_page_set_ready (KP_JOB_PAGE (self), FALSE);
  kp_name_check_async (
      kp_site_get_host (sheet->site), sheet->profile,
      resolvers != NULL && resolvers->len > 0 ? g_ptr_array_index (resolvers, 0) : NULL,
      self->cancellable, checked_cb, checking);
}

static void
kp_name_page_show (KpJobPage *page, KpJobSheet *sheet)
{
  KpNamePage *self = KP_NAME_PAGE (page);
  const char *provider = kp_site_get_provider (sheet->site);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->host),
                                 kp_site_get_label (sheet->site));
  adw_action_row_set_subtitle (self->host, kp_job_sheet_get_provider (sheet));
  if (g_strcmp0 (self->provider, provider) == 0)
    return;
  g_free (self->provider);
  self->provider = g_strdup (provider);
  start_check (self, sheet);
}

static void
check_again (KpNamePage *self)
{
  KpJobSheet *sheet = kp_job_page_get_sheet (KP_JOB_PAGE (self));

  self->set_up = FALSE;
  if (sheet != NULL)
    start_check (self, sheet);
}

static void
open_advisory_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{

  kp_link_open (widget, KP_UNSAFE_ADVISORY);
}

static void
set_up_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KP_NAME_PAGE (widget)->set_up = TRUE;
  gtk_widget_activate_action (widget, "win.preferences-page", "s", "general");
}

static void
unlocked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpNamePage) self = data;
  g_autoptr (GError) error = NULL;

  if (kp_unlock_finish (result, &error))
    check_again (self);
  else
    kp_job_page_fail (KP_JOB_PAGE (self), error->message);
}

static void
unlock_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpNamePage *self = KP_NAME_PAGE (widget);
  KpJobSheet *sheet = kp_job_page_get_sheet (KP_JOB_PAGE (self));

  if (sheet != NULL)
    kp_unlock_async (widget, kp_desk_get_vault (sheet->desk), KP_UNSAFE_KEY_NAME,
                     self->cancellable, unlocked_cb, g_object_ref (self));
}

/* Who comes back from setting the list up wants to know what it says. */
static void
active_cb (GtkWindow *window, GParamSpec *pspec, KpNamePage *self)
{
  if (self->set_up && gtk_window_is_active (window))
    check_again (self);
}

static void
kp_name_page_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (kp_name_page_parent_class)->root (widget);
  if (GTK_IS_WINDOW (gtk_widget_get_root (widget)))
    g_signal_connect_object (gtk_widget_get_root (widget), "notify::is-active",
                             G_CALLBACK (active_cb), widget, 0);
}

static void
kp_name_page_give (KpJobPage *page)
{
  const KpJobInput input = { .name_allowed = TRUE };

  kp_job_page_send (page, &input);
}

static void
kp_name_page_dispose (GObject *object)
{
  KpNamePage *self = KP_NAME_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_ptr_array_set_size (self->rows, 0);
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_NAME_PAGE);

  G_OBJECT_CLASS (kp_name_page_parent_class)->dispose (object);
}

static void
kp_name_page_finalize (GObject *object)
{
  KpNamePage *self = KP_NAME_PAGE (object);

  g_ptr_array_unref (self->rows);
  g_free (self->provider);

  G_OBJECT_CLASS (kp_name_page_parent_class)->finalize (object);
}

static void
kp_name_page_class_init (KpNamePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_name_page_dispose;
  object_class->finalize = kp_name_page_finalize;
  widget_class->root = kp_name_page_root;
  KP_JOB_PAGE_CLASS (klass)->show = kp_name_page_show;
  KP_JOB_PAGE_CLASS (klass)->give = kp_name_page_give;

  gtk_widget_class_install_action (widget_class, "name.set-up-list", NULL,
                                   set_up_activated);
  gtk_widget_class_install_action (widget_class, "name.open-advisory", NULL,
                                   open_advisory_activated);
  gtk_widget_class_install_action (widget_class, "name.unlock-list", NULL,
                                   unlock_activated);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/assistant/name-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KpNamePage, host);
  gtk_widget_class_bind_template_child (widget_class, KpNamePage, checks);
  gtk_widget_class_bind_template_child (widget_class, KpNamePage, spinner);
}

static void
kp_name_page_init (KpNamePage *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}
