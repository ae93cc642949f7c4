/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page/requests-page.h"

#include <glib/gi18n.h>

#include "core/base/time-text.h"
#include "widget/compat.h"
#include "widget/minute.h"
#include "widget/request-look.h"

struct _KpRequestsPage
{
  AdwBin parent_instance;

  GtkStack *stack;
  GtkListBox *list;

  KpDesk *desk; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (KpRequestsPage, kp_requests_page, ADW_TYPE_BIN)

/* A row and what it shows. */
typedef struct
{
  KpRequestsPage *page; /* not owned: it has the row */
  KpRequest *request;
  AdwActionRow *row; /* not owned */
  GtkImage *icon;
  gulong notified;
} Line;

#define LINE "keyplate-line"

static void
line_free (gpointer data)
{
  Line *line = data;

  g_clear_signal_handler (&line->notified, line->request);
  g_object_unref (line->request);
  g_free (line);
}

static const char *
get_provider (KpRequestsPage *self, KpRequest *request)
{
  const char *id = kp_request_get_provider (request);
  KpProfile *profile = kp_catalogue_find (kp_desk_get_catalogue (self->desk), id);

  return profile != NULL ? kp_profile_get_name (profile) : id;
}

static void
add (GString *text, const char *part)
{
  if (*part != '\0')
    g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", part);
}

static char *
describe (KpRequestsPage *self, KpRequest *request)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *number = kp_request_get_number (request);
  gint64 now = kp_clock_now (kp_desk_get_clock (self->desk));
  gint64 created = kp_request_get_created_at (request);
  g_autofree char *state = kp_request_look_describe_state (request);
  g_autofree char *age = kp_time_format_ago (created, now);

  add (text, state);
  add (text, kp_request_get_site (request));
  add (text, get_provider (self, request));
  if (*number != '\0')
    {
      /* Translators: the number of a ticket */
      g_autofree char *ticket = g_strdup_printf (_ ("ticket %s"), number);

      add (text, ticket);
    }
  if (created > 0)
    add (text, age);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
update_line (Line *line)
{
  g_autofree char *subtitle = describe (line->page, line->request);
  g_autofree char *name = NULL;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (line->row),
                                 kp_request_get_subject (line->request));
  adw_action_row_set_subtitle (line->row, subtitle);
  kp_request_look_set_image (line->icon, line->request);
  name = g_strdup_printf ("%s, %s", kp_request_get_subject (line->request), subtitle);
  kp_compat_set_name (GTK_WIDGET (line->row), name);
}

static GtkWidget *
make_row (gpointer item, gpointer data)
{
  Line *line = g_new0 (Line, 1);
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title-lines", 2,
                                 "subtitle-lines", 99, "activatable", TRUE, NULL);

  line->page = data;
  line->request = g_object_ref (item);
  line->row = ADW_ACTION_ROW (row);
  line->icon = GTK_IMAGE (g_object_new (GTK_TYPE_IMAGE, "accessible-role",
                                        GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL));
  adw_action_row_add_prefix (line->row, GTK_WIDGET (line->icon));
  g_object_set_data_full (G_OBJECT (row), LINE, line, line_free);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "x",
                                    kp_request_get_id (line->request));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.show-request");
  line->notified =
      g_signal_connect_swapped (line->request, "notify", G_CALLBACK (update_line), line);
  update_line (line);
  return row;
}

static void
update_stack (KpRequestsPage *self)
{
  GListModel *requests =
      G_LIST_MODEL (kp_outbox_get_requests (kp_desk_get_outbox (self->desk)));

  gtk_stack_set_visible_child_name (
      self->stack, g_list_model_get_n_items (requests) > 0 ? "list" : "empty");
}

static void
update_ages (gpointer data)
{
  KpRequestsPage *self = data;

  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    update_line (g_object_get_data (G_OBJECT (row), LINE));
}

static void
kp_requests_page_dispose (GObject *object)
{
  KpRequestsPage *self = KP_REQUESTS_PAGE (object);

  /* The template takes its children out by itself, which a bin would not notice. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_REQUESTS_PAGE);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (kp_requests_page_parent_class)->dispose (object);
}

static void
kp_requests_page_class_init (KpRequestsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_requests_page_dispose;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/page/requests-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KpRequestsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, KpRequestsPage, list);
}

static void
kp_requests_page_init (KpRequestsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kp_compat_hide_other_pages (GTK_WIDGET (self->stack));
  kp_minute_follow (GTK_WIDGET (self), update_ages);
}

void
kp_requests_page_set_desk (KpRequestsPage *self, KpDesk *desk)
{
  GListModel *requests;

  g_return_if_fail (KP_IS_REQUESTS_PAGE (self));
  g_return_if_fail (KP_IS_DESK (desk));
  g_return_if_fail (self->desk == NULL);

  self->desk = g_object_ref (desk);
  requests = G_LIST_MODEL (kp_outbox_get_requests (kp_desk_get_outbox (desk)));
  gtk_list_box_bind_model (self->list, requests, make_row, self, NULL);
  g_signal_connect_object (requests, "items-changed", G_CALLBACK (update_stack), self,
                           G_CONNECT_SWAPPED);
  update_stack (self);
}
