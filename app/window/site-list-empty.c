/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "core/base/plain-text.h"
#include "window/site-list-private.h"

/* So many characters of what was searched for are repeated. */
#define MAX_REPEATED 60

static const char *
get_search (KpSiteList *self)
{
  return gtk_editable_get_text (self->search_entry);
}

static void
update_no_results (KpSiteList *self)
{
  g_autofree char *filters = kp_site_strip_describe (self->strip);
  g_autofree char *search = kp_plain_text_shorten (get_search (self), MAX_REPEATED);
  g_autofree char *text = NULL;
  g_autofree char *markup = NULL;

  if (filters == NULL)
    /* Translators: %s is what was searched for */
    text = g_strdup_printf (_ ("No site contains “%s”."), search);
  else
    /* Translators: the first %s is what was searched for, the second the filters that are
     * on: "Unlocked, Your Turn" */
    text = g_strdup_printf (_ ("No site contains “%s” among those filtered by: %s."),
                            search, filters);
  markup = g_markup_escape_text (text, -1);
  adw_status_page_set_description (ADW_STATUS_PAGE (self->no_results), markup);
}

static char *
describe_nothing (KpSiteList *self)
{
  g_autofree char *filters = kp_site_strip_describe (self->strip);
  KpReasonButton *reason = kp_site_strip_get_reason_button (self->strip);
  gboolean any_lock = g_str_equal (self->lock_filter, "all");

  if (kp_reason_button_get_cause (reason) == NULL)
    {
      if (!self->your_turn && !self->overdue && g_str_equal (self->lock_filter, "unlocked"))
        return g_strdup (_ ("No site is unlocked."));
      if (!self->your_turn && !self->overdue && g_str_equal (self->lock_filter, "pending"))
        return g_strdup (_ ("No site is pending."));
      if (!self->your_turn && !self->overdue && g_str_equal (self->lock_filter, "unknown"))
        return g_strdup (_ ("No site is unknown."));
      if (!self->your_turn && !self->overdue && g_str_equal (self->lock_filter, "locked"))
        return g_strdup (_ ("No site is locked."));
      if (any_lock && self->your_turn && !self->overdue)
        return g_strdup (_ ("No site waits for you."));
      if (any_lock && !self->your_turn && self->overdue)
        return g_strdup (_ ("No site is overdue."));
    }
  /* Translators: the filters that are on: "Unlocked, Your Turn" */
  return g_strdup_printf (_ ("No site fits all of: %s."), filters != NULL ? filters : "");
}

void
kp_site_list_update_page (KpSiteList *self)
{
  guint shown = g_list_model_get_n_items (G_LIST_MODEL (self->view));
  g_autofree char *text = NULL;
  g_autofree char *markup = NULL;

  /* A result that is still being made is not empty yet. */
  if (kp_site_view_is_busy (self->view))
    return;
  if (shown > 0 || kp_site_view_get_total (self->view) == 0)
    {
      gtk_stack_set_visible_child_name (self->stack, "list");
      return;
    }
  if (*get_search (self) != '\0')
    {
      update_no_results (self);
      gtk_stack_set_visible_child_name (self->stack, "no-results");
      return;
    }
  text = describe_nothing (self);
  markup = g_markup_escape_text (text, -1);
  adw_status_page_set_description (ADW_STATUS_PAGE (self->nothing), markup);
  gtk_stack_set_visible_child_name (self->stack, "nothing");
}
