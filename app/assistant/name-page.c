/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "assistant/name-page.h"

#include <glib/gi18n.h>

#include "core/check/name-check.h"

struct _KpNamePage
{
  KpSecurePage parent_instance;

  AdwActionRow *host;
  AdwPreferencesGroup *checks;
  GtkSpinner *spinner;

  GPtrArray *rows; /* of what was checked */
  char *provider;  /* (nullable): for whom it was checked */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (KpNamePage, kp_name_page, KP_TYPE_SECURE_PAGE)

#define OK_LOOK "object-select-symbolic", "success"
#define WRONG_LOOK "dialog-warning-symbolic", "error"
#define NOTE_LOOK "dialog-information-symbolic", "dim-label"
#define UNKNOWN_LOOK "dialog-question-symbolic", "dim-label"

static void
add_row (KpNamePage *self, const char *icon, const char *style, const char *title,
         const char *subtitle)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title", title,
                                 "subtitle", subtitle != NULL ? subtitle : "",
                                 "title-lines", 0, "subtitle-lines", 0, NULL);
  GtkWidget *image = g_object_new (GTK_TYPE_IMAGE, "icon-name", icon, "accessible-role",
                                   GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  gtk_widget_add_css_class (image, style);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), image);
  adw_preferences_group_add (self->checks, row);
  g_ptr_array_add (self->rows, row);
}

static void
remove_rows (KpNamePage *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->checks, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
}

static const KpFinding *
find (const KpNameCheck *check, gboolean apex)
{
  for (guint i = 0; i < check->findings->len; i++)
    {
      const KpFinding *finding = g_ptr_array_index (check->findings, i);

      if (finding->severity == KP_SEVERITY_WRONG
          && (finding->id == KP_FINDING_NAME_APEX) == apex)
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
show_check (KpNamePage *self, const KpNameCheck *check)
{
  KpSecureSheet *sheet = kp_secure_page_get_sheet (KP_SECURE_PAGE (self));
  g_autofree char *allowed = NULL;
  gboolean asked = check->zone != NULL && check->zone->by_soa;

  remove_rows (self);
  allowed =
      /* Translators: %s is a provider. */
      g_strdup_printf (_ ("Name allowed at %s"), kp_secure_sheet_get_provider (sheet));
  add_result (self, find (check, FALSE), allowed, NULL);
  add_result (self, find (check, TRUE), _ ("Not the top of a zone"),
              asked ? NULL : _ ("By the public suffix list: DNS could not be asked"));
  for (guint i = 0; i < check->findings->len; i++)
    {
      const KpFinding *finding = g_ptr_array_index (check->findings, i);

      if (finding->severity != KP_SEVERITY_WRONG)
        add_row (self, NOTE_LOOK, finding->text, finding->fix);
    }
  add_row (self, UNKNOWN_LOOK, _ ("Unsafe-site list: not checked"), NULL);
  kp_secure_page_set_ready (KP_SECURE_PAGE (self), check->allowed);
}

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpNamePage) self = data;
  g_autoptr (KpNameCheck) check = kp_name_check_finish (result, NULL);

  if (check == NULL)
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), FALSE);
  show_check (self, check);
}

static void
start_check (KpNamePage *self, KpSecureSheet *sheet)
{
  g_autoptr (GPtrArray) resolvers = kp_desk_make_resolvers (sheet->desk, NULL);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), TRUE);
  kp_secure_page_set_ready (KP_SECURE_PAGE (self), FALSE);
  kp_name_check_async (
      kp_site_get_host (sheet->site), sheet->profile,
      resolvers != NULL && resolvers->len > 0 ? g_ptr_array_index (resolvers, 0) : NULL,
      self->cancellable, checked_cb, g_object_ref (self));
}

static void
kp_name_page_show (KpSecurePage *page, KpSecureSheet *sheet)
{
  KpNamePage *self = KP_NAME_PAGE (page);
  const char *provider = kp_site_get_provider (sheet->site);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->host),
                                 kp_site_get_label (sheet->site));
  adw_action_row_set_subtitle (self->host, kp_secure_sheet_get_provider (sheet));
  if (g_strcmp0 (self->provider, provider) == 0)
    return;
  g_free (self->provider);
  self->provider = g_strdup (provider);
  start_check (self, sheet);
}

static void
kp_name_page_give (KpSecurePage *page)
{
  const KpJobInput input = { .name_allowed = TRUE };

  kp_secure_page_send (page, &input);
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
  KP_SECURE_PAGE_CLASS (klass)->show = kp_name_page_show;
  KP_SECURE_PAGE_CLASS (klass)->give = kp_name_page_give;

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
