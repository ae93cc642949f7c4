/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/site-cell.h"

#include <glib/gi18n.h>

#include "widget/host-label.h"
#include "window/site-texts.h"

/* What a narrow row is made of; the row is a box. */
typedef struct
{
  GtkWidget *host;
  GtkWidget *expires;
  GtkWidget *button;
  GtkWidget *status;
  GtkWidget *next;
} Brief;

typedef struct
{
  KpSiteCellKind kind;
  KpExpiry expiry; /* whose style class is set */
  char *named;     /* (nullable): for whom the button has its name */
  Brief brief;
} Cell;

/* How wide a column of text is, in characters as Pango takes them: a third wider than those
 * of most names. */
static const struct
{
  guint min_chars;
  guint nat_chars;
  guint lines;
} sizes[KP_SITE_CELL_N] = {
  [KP_SITE_CELL_SITE] = { 14, 18, 1 },        [KP_SITE_CELL_STATUS] = { 11, 24, 2 },
  [KP_SITE_CELL_NEXT_ACTION] = { 10, 18, 2 }, [KP_SITE_CELL_CUSTOMER] = { 6, 10, 2 },
  [KP_SITE_CELL_PROVIDER] = { 6, 9, 2 },      [KP_SITE_CELL_EXPIRES] = { 6, 6, 1 },
  [KP_SITE_CELL_CHECKED] = { 5, 5, 1 },
};

static GQuark
cell_quark (void)
{
  return g_quark_from_static_string ("keyplate-site-cell");
}

static Cell *
get_cell (GtkWidget *widget)
{
  return g_object_get_qdata (G_OBJECT (widget), cell_quark ());
}

static void
free_cell (gpointer data)
{
  Cell *cell = data;

  g_free (cell->named);
  g_free (cell);
}

static GtkWidget *
new_text (guint min_chars, guint nat_chars, guint lines)
{
  PangoAttrList *attributes = pango_attr_list_new ();
  GtkWidget *text;

  /* A word that is cut has no hyphen in it. */
  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  text = g_object_new (
      GTK_TYPE_INSCRIPTION, "min-chars", min_chars, "nat-chars", nat_chars, "min-lines",
      lines, "nat-lines", lines, "wrap-mode", PANGO_WRAP_WORD_CHAR, "text-overflow",
      GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END, "attributes", attributes, NULL);
  pango_attr_list_unref (attributes);
  return text;
}

/* A button that took the focus on a click would take it from the row, and Tab would stop at
 * each: the keyboard reaches the same menu from the row. */
static GtkWidget *
new_button (void)
{
  GtkWidget *button =
      g_object_new (GTK_TYPE_MENU_BUTTON, "label", _ ("Actions"), "has-frame", FALSE,
                    "can-focus", FALSE, "valign", GTK_ALIGN_CENTER, NULL);

  gtk_widget_add_css_class (button, "slim");
  return button;
}

static GtkWidget *
new_brief (Brief *brief)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *top = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  brief->host = kp_host_label_new (8, 30);
  gtk_widget_set_hexpand (brief->host, TRUE);
  gtk_widget_add_css_class (brief->host, "heading");
  brief->expires = gtk_label_new (NULL);
  gtk_widget_add_css_class (brief->expires, "numeric");
  brief->status = new_text (12, 40, 1);
  brief->next = new_text (12, 40, 1);
  gtk_widget_add_css_class (brief->next, "dim-label");
  brief->button =
      g_object_new (GTK_TYPE_MENU_BUTTON, "icon-name", "view-more-symbolic", "has-frame",
                    FALSE, "can-focus", FALSE, "valign", GTK_ALIGN_CENTER, NULL);
  gtk_box_append (GTK_BOX (top), brief->host);
  gtk_box_append (GTK_BOX (top), brief->expires);
  gtk_box_append (GTK_BOX (lines), top);
  gtk_box_append (GTK_BOX (lines), brief->status);
  gtk_box_append (GTK_BOX (lines), brief->next);
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_box_append (GTK_BOX (box), lines);
  gtk_box_append (GTK_BOX (box), brief->button);
  gtk_widget_add_css_class (box, "brief");
  return box;
}

GtkWidget *
kp_site_cell_new (KpSiteCellKind kind)
{
  Cell *cell = g_new0 (Cell, 1);
  GtkWidget *widget;

  cell->kind = kind;
  if (kind == KP_SITE_CELL_SITE)
    widget = kp_host_label_new (sizes[kind].min_chars, sizes[kind].nat_chars);
  else if (kind == KP_SITE_CELL_ACTIONS)
    widget = new_button ();
  else if (kind == KP_SITE_CELL_BRIEF)
    widget = new_brief (&cell->brief);
  else
    widget = new_text (sizes[kind].min_chars, sizes[kind].nat_chars, sizes[kind].lines);
  if (kind == KP_SITE_CELL_EXPIRES || kind == KP_SITE_CELL_CHECKED)
    gtk_widget_add_css_class (widget, "numeric");
  g_object_set_qdata_full (G_OBJECT (widget), cell_quark (), cell, free_cell);
  return widget;
}

gboolean
kp_site_cell_is (GtkWidget *widget)
{
  return get_cell (widget) != NULL;
}

static const char *
get_provider_name (KpSite *site, KpCatalogue *catalogue)
{
  KpProfile *profile = kp_catalogue_find (catalogue, kp_site_get_provider (site));

  return profile != NULL ? kp_profile_get_name (profile) : kp_site_get_provider (site);
}

static void
set_text (GtkWidget *cell, const char *text)
{
  GtkInscription *inscription = GTK_INSCRIPTION (cell);

  if (g_strcmp0 (gtk_inscription_get_text (inscription), text) != 0)
    gtk_inscription_set_text (inscription, text);
}

static void
set_expiry (Cell *cell, GtkWidget *widget, KpExpiry expiry)
{
  static const char *const classes[] = {
    [KP_EXPIRY_FAR] = NULL,
    [KP_EXPIRY_NEAR] = "warning",
    [KP_EXPIRY_URGENT] = "error",
  };

  if (cell->expiry == expiry)
    return;
  if (classes[cell->expiry] != NULL)
    gtk_widget_remove_css_class (widget, classes[cell->expiry]);
  if (classes[expiry] != NULL)
    gtk_widget_add_css_class (widget, classes[expiry]);
  cell->expiry = expiry;
}

static void
set_host (GtkWidget *widget, KpSite *site)
{
  kp_host_label_set (KP_HOST_LABEL (widget), kp_site_get_label (site),
                     kp_lock_to_string (kp_site_get_summary (site)->lock),
                     kp_site_get_proxied (site));
}

static void
set_button_name (Cell *cell, GtkWidget *button, KpSite *site)
{
  const char *host = kp_site_get_label (site);
  g_autofree char *name = NULL;

  if (g_strcmp0 (cell->named, host) == 0)
    return;
  g_free (cell->named);
  cell->named = g_strdup (host);
  /* Translators: name of a row's menu button for assistive technology; a host name */
  name = g_strdup_printf (_ ("Actions for %s"), host);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
  /* What GTK presents as the button lies within. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_first_child (button)),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
update_brief (Cell *cell, KpSite *site, const char *provider, gint64 now)
{
  const KpSummary *summary = kp_site_get_summary (site);
  g_autofree char *status = kp_summary_format_status (summary, provider, now);
  g_autofree char *next = kp_next_action_format (&summary->next, provider, NULL);
  g_autofree char *expires = kp_site_format_expires (summary->not_after, now);

  set_host (cell->brief.host, site);
  set_text (cell->brief.status, status);
  set_text (cell->brief.next, next);
  gtk_label_set_text (GTK_LABEL (cell->brief.expires),
                      summary->not_after != 0 ? expires : "");
  set_expiry (cell, cell->brief.expires, kp_site_get_expiry (summary, now));
  set_button_name (cell, cell->brief.button, site);
}

void
kp_site_cell_update (GtkWidget *widget, KpSite *site, KpCatalogue *catalogue, gint64 now)
{
  const KpSummary *summary = kp_site_get_summary (site);
  Cell *cell = get_cell (widget);
  g_autofree char *text = NULL;

  g_return_if_fail (cell != NULL);

  switch (cell->kind)
    {
    case KP_SITE_CELL_SITE:
      set_host (widget, site);
      return;
    case KP_SITE_CELL_ACTIONS:
      set_button_name (cell, widget, site);
      return;
    case KP_SITE_CELL_BRIEF:
      update_brief (cell, site, get_provider_name (site, catalogue), now);
      return;
    case KP_SITE_CELL_STATUS:
      text = kp_summary_format_status (summary, get_provider_name (site, catalogue), now);
      break;
    case KP_SITE_CELL_NEXT_ACTION:
      text =
          kp_next_action_format (&summary->next, get_provider_name (site, catalogue), NULL);
      break;
    case KP_SITE_CELL_CUSTOMER:
      set_text (widget, kp_site_get_customer (site) ? kp_site_get_customer (site) : "–");
      return;
    case KP_SITE_CELL_PROVIDER:
      set_text (widget, get_provider_name (site, catalogue));
      return;
    case KP_SITE_CELL_EXPIRES:
      text = kp_site_format_expires (summary->not_after, now);
      set_expiry (cell, widget, kp_site_get_expiry (summary, now));
      break;
    case KP_SITE_CELL_CHECKED:
      text = kp_site_format_checked (summary->checked_at, now);
      break;
    default:
      g_assert_not_reached ();
    }
  set_text (widget, text);
}

GtkMenuButton *
kp_site_cell_get_button (GtkWidget *widget)
{
  Cell *cell = get_cell (widget);

  if (cell != NULL && cell->kind == KP_SITE_CELL_ACTIONS)
    return GTK_MENU_BUTTON (widget);
  if (cell != NULL && cell->kind == KP_SITE_CELL_BRIEF)
    return GTK_MENU_BUTTON (cell->brief.button);
  return NULL;
}

/* What does not fit. An inscription doesn't tell: it is laid out once more. */
static char *
get_cut_text (GtkWidget *widget, guint lines)
{
  const char *text = gtk_inscription_get_text (GTK_INSCRIPTION (widget));
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, text);

  pango_layout_set_width (layout, gtk_widget_get_width (widget) * PANGO_SCALE);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  return pango_layout_get_line_count (layout) > (int) lines ? g_strdup (text) : NULL;
}

char *
kp_site_cell_get_tooltip (GtkWidget *widget, KpSite *site)
{
  Cell *cell = get_cell (widget);

  if (cell == NULL)
    return NULL;
  switch (cell->kind)
    {
    case KP_SITE_CELL_EXPIRES:
      return kp_site_format_expires_date (kp_site_get_summary (site)->not_after);
    case KP_SITE_CELL_STATUS:
    case KP_SITE_CELL_NEXT_ACTION:
    case KP_SITE_CELL_CUSTOMER:
    case KP_SITE_CELL_PROVIDER:
      return get_cut_text (widget, sizes[cell->kind].lines);
    default:
      return NULL;
    }
}
