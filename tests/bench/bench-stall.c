/* SPDX-License-Identifier: GPL-3.0-or-later */

/* bench-stall SCENE DIR FILE…: does what a user does with Keyplate's window on the store in
 * DIR, and prints how long it does not answer at each of these parts (stall.h):
 *
 * renewal: a bare window with a header bar and a label, to compare; the window of a job
 *   whose site, the first, waits for the certificate of its CA; each FILE dropped there
 * intake: Check Certificate Files; each FILE dropped there, of a folder all that is in it;
 *   the first thing that was found then
 * certificate: the certificates in each FILE in the certificate viewer
 * conversation: the newest request, and its window made narrower
 * requests: the list of requests
 * batch: the window that renews all sites, and All Requests in it, answered to an address
 * year: the year ahead, its 13th week, and what is overdue
 */
#include <adwaita.h>

#include "assistant/batch-review.h"
#include "assistant/job-window.h"
#include "core/certificate/document.h"
#include "page/intake-window.h"
#include "page/year-window.h"
#include "stall.h"
#include "widget/certificate-window.h"
#include "widget/drop-area.h"
#include "widget/entry-row.h"
#include "widget/year-chart.h"

typedef struct
{
  const char *name;
  void (*add) (GArray *steps, char **files);
} Scene;

static void
add (GArray *steps, const char *part, void (*run) (KpWindow *, gpointer), gpointer data)
{
  StallStep step = { part, run, data, NULL };

  g_array_append_val (steps, step);
}

/* A folder stands for what is in it, in the order of the names. */
static GListModel *
list_files (const char *path)
{
  GListStore *files = g_list_store_new (G_TYPE_FILE);
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  if (folder == NULL)
    g_ptr_array_add (names, g_strdup (path));
  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    g_ptr_array_add (names, g_build_filename (path, name, NULL));
  g_ptr_array_sort (names, (GCompareFunc) g_strcmp0);
  for (guint i = 0; i < names->len; i++)
    {
      g_autoptr (GFile) file = g_file_new_for_path (names->pdata[i]);

      g_list_store_append (files, file);
    }
  return G_LIST_MODEL (files);
}

static void
close_windows_but (GtkWindow *kept)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    if (l->data != kept)
      gtk_window_destroy (l->data);
}

static void
close_others (KpWindow *window, gpointer data)
{
  close_windows_but (GTK_WINDOW (window));
}

/* What a window costs that has nothing to say. */
static void
open_bare (KpWindow *main_window, gpointer data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *window =
      g_object_new (ADW_TYPE_WINDOW, "transient-for", main_window, "default-width", 640,
                    "default-height", 640, "content", box, NULL);

  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), gtk_label_new ("Bare"));
  gtk_window_present (GTK_WINDOW (window));
}

static void
open_renewal (KpWindow *window, gpointer data)
{
  GListModel *sites = G_LIST_MODEL (kp_desk_get_portfolio (kp_window_get_desk (window)));
  g_autoptr (KpSite) site = g_list_model_get_item (sites, 0);

  if (site == NULL)
    stall_fail ("no site is there");
  g_action_group_activate_action (G_ACTION_GROUP (window), "renew-site",
                                  g_variant_new_int64 (kp_site_get_id (site)));
}

static void
drop (KpWindow *window, gpointer path)
{
  KpDropArea *area = stall_find (stall_find_window (KP_TYPE_JOB_WINDOW), KP_TYPE_DROP_AREA);
  g_autoptr (GListModel) files = list_files (path);

  if (area == NULL)
    stall_fail ("no job that waits for a certificate is shown");
  kp_drop_area_give_files (area, files);
}

static void
add_renewal (GArray *steps, char **files)
{
  add (steps, "bare window", open_bare, NULL);
  add (steps, NULL, close_others, NULL);
  add (steps, "open", open_renewal, NULL);
  for (; *files != NULL; files++)
    add (steps, *files, drop, *files);
}

static void
open_intake (KpWindow *window, gpointer data)
{
  g_action_group_activate_action (G_ACTION_GROUP (window), "check-files", NULL);
}

static void
drop_on_intake (KpWindow *window, gpointer path)
{
  g_autoptr (GListModel) files = list_files (path);

  kp_intake_window_give_files (KP_INTAKE_WINDOW (stall_find_window (KP_TYPE_INTAKE_WINDOW)),
                               files);
}

static void
clear_intake (KpWindow *window, gpointer data)
{
  gtk_widget_activate_action (stall_find_window (KP_TYPE_INTAKE_WINDOW), "intake.clear",
                              NULL);
}

static void
look_at_first (KpWindow *window, gpointer data)
{
  GtkWidget *list =
      stall_find (stall_find_window (KP_TYPE_INTAKE_WINDOW), GTK_TYPE_LIST_VIEW);

  if (list == NULL)
    stall_fail ("nothing was found");
  g_signal_emit_by_name (list, "activate", 0);
}

static void
add_intake (GArray *steps, char **files)
{
  add (steps, "open", open_intake, NULL);
  for (char **file = files; *file != NULL; file++)
    {
      if (file > files)
        add (steps, NULL, clear_intake, NULL);
      add (steps, *file, drop_on_intake, *file);
    }
  add (steps, "look", look_at_first, NULL);
}

static void
open_viewer (KpWindow *window, gpointer path)
{
  g_autoptr (KpDocument) document = kp_document_new ();
  g_autoptr (GPtrArray) chain = g_ptr_array_new ();
  g_autoptr (GBytes) octets = NULL;
  g_autofree char *text = NULL;
  gsize size;

  if (!g_file_get_contents (path, &text, &size, NULL))
    stall_fail ("a file can’t be read");
  octets = g_bytes_new (text, size);
  kp_document_read (document, octets, NULL);
  for (guint i = 0; i < document->parts->len; i++)
    g_ptr_array_add (chain, ((KpDocumentPart *) document->parts->pdata[i])->der);
  if (chain->len == 0)
    stall_fail ("no certificate is in a file");
  gtk_window_present (
      GTK_WINDOW (kp_certificate_window_new_given (NULL, chain, 0, GTK_WINDOW (window))));
}

static void
open_sections (KpWindow *window, gpointer data)
{
  g_autoptr (GQueue) queue = g_queue_new ();

  g_queue_push_tail (queue, stall_find_window (KP_TYPE_CERTIFICATE_WINDOW));
  while (!g_queue_is_empty (queue))
    {
      GtkWidget *widget = g_queue_pop_head (queue);

      if (ADW_IS_EXPANDER_ROW (widget))
        adw_expander_row_set_expanded (ADW_EXPANDER_ROW (widget), TRUE);
      for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
           child = gtk_widget_get_next_sibling (child))
        g_queue_push_tail (queue, child);
    }
}

static void
narrow_viewer (KpWindow *window, gpointer data)
{
  gtk_window_set_default_size (GTK_WINDOW (stall_find_window (KP_TYPE_CERTIFICATE_WINDOW)),
                               360, 640);
}

static void
add_certificate (GArray *steps, char **files)
{
  for (; *files != NULL; files++)
    {
      add (steps, NULL, close_others, NULL);
      add (steps, *files, open_viewer, *files);
    }
  add (steps, "sections", open_sections, NULL);
  add (steps, "narrow", narrow_viewer, NULL);
}

static void
show_request (KpWindow *window, gpointer data)
{
  KpOutbox *outbox = kp_desk_get_outbox (kp_window_get_desk (window));
  g_autoptr (KpRequest) request =
      g_list_model_get_item (G_LIST_MODEL (kp_outbox_get_requests (outbox)), 0);

  if (request == NULL)
    stall_fail ("no request is there");
  g_action_group_activate_action (G_ACTION_GROUP (window), "show-request",
                                  g_variant_new_int64 (kp_request_get_id (request)));
}

static void
narrow (KpWindow *window, gpointer data)
{
  gtk_window_set_default_size (GTK_WINDOW (window), 500, 700);
}

static void
add_conversation (GArray *steps, char **files)
{
  add (steps, "open", show_request, NULL);
  add (steps, "narrow", narrow, NULL);
}

static void
show_requests (KpWindow *window, gpointer data)
{
  g_action_group_activate_action (G_ACTION_GROUP (window), "show-requests", NULL);
}

static void
add_requests (GArray *steps, char **files)
{
  add (steps, "show", show_requests, NULL);
  add (steps, "narrow", narrow, NULL);
}

static void
open_batch (KpWindow *window, gpointer data)
{
  GListModel *sites = G_LIST_MODEL (kp_desk_get_portfolio (kp_window_get_desk (window)));
  GVariantBuilder ids;

  g_variant_builder_init (&ids, G_VARIANT_TYPE ("ax"));
  for (guint i = 0; i < g_list_model_get_n_items (sites); i++)
    {
      g_autoptr (KpSite) site = g_list_model_get_item (sites, i);

      g_variant_builder_add (&ids, "x", kp_site_get_id (site));
    }
  g_action_group_activate_action (G_ACTION_GROUP (window), "renew-sites",
                                  g_variant_builder_end (&ids));
}

static void
answer_to (KpWindow *window, gpointer data)
{
  GtkWidget *review =
      stall_find (stall_find_window (KP_TYPE_JOB_WINDOW), KP_TYPE_BATCH_REVIEW);
  GtkWidget *entry = review != NULL ? stall_find (review, KP_TYPE_ENTRY_ROW) : NULL;

  if (entry == NULL)
    stall_fail ("All Requests does not ask whom to answer");
  gtk_editable_set_text (GTK_EDITABLE (entry), "you@reseller.example");
}

static void
add_batch (GArray *steps, char **files)
{
  add (steps, "open", open_batch, NULL);
  add (steps, "address", answer_to, NULL);
}

/* Once all sites are loaded. */
static gboolean
can_open_year (KpWindow *window)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (window), "year-ahead");
}

static void
open_year (KpWindow *window, gpointer data)
{
  g_action_group_activate_action (G_ACTION_GROUP (window), "year-ahead", NULL);
}

static void
choose_week (KpWindow *window, gpointer week)
{
  KpYearChart *chart =
      stall_find (stall_find_window (KP_TYPE_YEAR_WINDOW), KP_TYPE_YEAR_CHART);

  if (chart == NULL)
    stall_fail ("no picture of the year is shown");
  kp_year_chart_select (chart, GPOINTER_TO_UINT (week));
}

static void
add_year (GArray *steps, char **files)
{
  StallStep open = { "open", open_year, NULL, can_open_year };

  g_array_append_val (steps, open);
  add (steps, "week", choose_week, GUINT_TO_POINTER (13));
  add (steps, "overdue", choose_week, GUINT_TO_POINTER (0));
}

static const Scene scenes[] = {
  { "renewal", add_renewal },
  { "intake", add_intake },
  { "certificate", add_certificate },
  { "requests", add_requests },
  { "conversation", add_conversation },
  { "batch", add_batch },
  { "year", add_year },
};

int
main (int argc, char **argv)
{
  g_autoptr (GArray) steps = g_array_new (FALSE, FALSE, sizeof (StallStep));

  for (guint i = 0; argc >= 3 && i < G_N_ELEMENTS (scenes); i++)
    if (g_str_equal (argv[1], scenes[i].name))
      scenes[i].add (steps, argv + 3);
  if (steps->len == 0)
    {
      g_printerr ("Usage: bench-stall SCENE DIR FILE…\n");
      return 2;
    }
  return stall_run (argv[2], steps);
}
