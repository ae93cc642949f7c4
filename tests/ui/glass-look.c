/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "glass-look.h"

#include <adwaita.h>

/* What rounding takes. */
#define SLACK 1.5f
/* What letters twice as large take from a line that is measured before they are. */
#define LEADING 6
/* What a telephone has. */
#define NARROWEST 360

typedef struct
{
  GtkWindow *window;
  GVariantBuilder *flaws;
  GVariantBuilder *texts;
} Look;

/* "GtkLabel < KpBanner < KpWindow": enough to find it by. */
char *
glass_describe (GtkWidget *widget)
{
  GString *path = g_string_new (G_OBJECT_TYPE_NAME (widget));
  const char *id = gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget));
  GtkWidget *above = gtk_widget_get_parent (widget);

  if (id != NULL)
    g_string_append_printf (path, " “%s”", id);
  for (guint named = 0; above != NULL && named < 3; above = gtk_widget_get_parent (above))
    if (g_str_has_prefix (G_OBJECT_TYPE_NAME (above), "Kp")
        || g_str_has_prefix (G_OBJECT_TYPE_NAME (above), "Adw"))
      {
        g_string_append_printf (path, " < %s", G_OBJECT_TYPE_NAME (above));
        named++;
      }
  return g_string_free (path, FALSE);
}

static void
add_flaw (Look *look, GtkWidget *widget, const char *what, const char *text)
{
  g_autofree char *where = glass_describe (widget);

  g_variant_builder_add (look->flaws, "(sss)", what, where, text);
}

static void
add_text (Look *look, GtkWidget *widget, const char *text)
{
  g_autofree char *where = NULL;

  if (text == NULL || *text == '\0')
    return;
  where = glass_describe (widget);
  g_variant_builder_add (look->texts, "(ss)", where, text);
}

/* Whoever points at it can read the whole, or opens the row that it stands in; the title of
 * a window stands where the desktop lists them. */
static gboolean
can_be_read (GtkWidget *widget)
{
  for (; widget != NULL; widget = gtk_widget_get_parent (widget))
    if (gtk_widget_get_has_tooltip (widget) || GTK_IS_LIST_VIEW (widget)
        || ADW_IS_HEADER_BAR (widget))
      return TRUE;
  return FALSE;
}

static void
judge_label (Look *look, GtkLabel *label)
{
  GtkWidget *widget = GTK_WIDGET (label);
  PangoLayout *layout = gtk_label_get_layout (label);
  const char *text = gtk_label_get_text (label);
  int width, height;

  if (*text == '\0')
    return;
  add_text (look, widget, text);
  if (pango_layout_is_ellipsized (layout))
    {
      if (!can_be_read (widget))
        add_flaw (look, widget, "ellipsized", text);
      return;
    }
  pango_layout_get_pixel_size (layout, &width, &height);
  if (width > gtk_widget_get_width (widget) + SLACK
      || height > gtk_widget_get_height (widget) + LEADING)
    {
      g_autofree char *sizes = g_strdup_printf ("%d × %d in %d × %d: %s", width, height,
                                                gtk_widget_get_width (widget),
                                                gtk_widget_get_height (widget), text);

      add_flaw (look, widget, "no room", sizes);
    }
}

static void
judge_inscription (Look *look, GtkInscription *inscription)
{
  GtkWidget *widget = GTK_WIDGET (inscription);
  const char *text = gtk_inscription_get_text (inscription);
  g_autoptr (PangoLayout) layout = NULL;
  int height;

  if (text == NULL || *text == '\0')
    return;
  add_text (look, widget, text);
  layout = gtk_widget_create_pango_layout (widget, text);
  pango_layout_set_width (layout, gtk_widget_get_width (widget) * PANGO_SCALE);
  pango_layout_set_wrap (layout, gtk_inscription_get_wrap_mode (inscription));
  pango_layout_get_pixel_size (layout, NULL, &height);
  if (height > gtk_widget_get_height (widget) + SLACK && !can_be_read (widget))
    add_flaw (look, widget, "ellipsized", text);
}

static gboolean
scrolls (GtkWidget *widget, GtkOrientation orientation)
{
  GtkAdjustment *adjustment;

  if (!GTK_IS_SCROLLABLE (widget))
    return FALSE;
  adjustment = orientation == GTK_ORIENTATION_HORIZONTAL
                   ? gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (widget))
                   : gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (widget));
  return adjustment != NULL
         && gtk_adjustment_get_upper (adjustment)
                > gtk_adjustment_get_page_size (adjustment) + 1;
}

/* Whether something above lets nobody see all of @widget, ever. */
static gboolean
is_cut_off (GtkWidget *widget, char **by)
{
  gboolean sideways = FALSE, downwards = FALSE;

  /* The title of an entry moves, and fades where there is no room for both. */
  if (gtk_widget_get_ancestor (widget, ADW_TYPE_ENTRY_ROW) != NULL)
    return FALSE;
  for (GtkWidget *above = gtk_widget_get_parent (widget); above != NULL;
       above = gtk_widget_get_parent (above))
    {
      graphene_rect_t bounds;
      float right, bottom;

      sideways = sideways || scrolls (above, GTK_ORIENTATION_HORIZONTAL);
      downwards = downwards || scrolls (above, GTK_ORIENTATION_VERTICAL);
      if (gtk_widget_get_overflow (above) == GTK_OVERFLOW_HIDDEN || GTK_IS_NATIVE (above))
        {
          if (!gtk_widget_compute_bounds (widget, above, &bounds))
            return FALSE;
          right = bounds.origin.x + bounds.size.width;
          bottom = bounds.origin.y + bounds.size.height;
          if ((!sideways
               && (bounds.origin.x < -SLACK
                   || right > (float) gtk_widget_get_width (above) + SLACK))
              || (!downwards
                  && (bounds.origin.y < -SLACK
                      || bottom > (float) gtk_widget_get_height (above) + SLACK)))
            {
              *by = g_strdup_printf (
                  "%s at %.0f, %.0f, %.0f × %.0f of %d × %d", G_OBJECT_TYPE_NAME (above),
                  bounds.origin.x, bounds.origin.y, bounds.size.width, bounds.size.height,
                  gtk_widget_get_width (above), gtk_widget_get_height (above));
              return TRUE;
            }
        }
      if (GTK_IS_NATIVE (above))
        return FALSE;
    }
  return FALSE;
}

/* An icon that stands alone says in words what it means; one in a button or beside a text
 * that says the same is there for the eye only, and must say so. */
static void
judge_icon (Look *look, GtkWidget *icon)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (icon);
  const char *name = gtk_image_get_icon_name (GTK_IMAGE (icon));

  if (name == NULL || g_str_has_prefix (name, "adw-")
      || gtk_accessible_get_accessible_role (accessible) == GTK_ACCESSIBLE_ROLE_PRESENTATION
      || gtk_test_accessible_has_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL)
      || gtk_test_accessible_has_relation (accessible, GTK_ACCESSIBLE_RELATION_LABELLED_BY)
      || gtk_widget_get_ancestor (icon, GTK_TYPE_BUTTON) != NULL
      || gtk_widget_get_ancestor (icon, GTK_TYPE_MENU_BUTTON) != NULL
      || gtk_widget_get_ancestor (icon, GTK_TYPE_DROP_DOWN) != NULL
      || gtk_widget_get_ancestor (icon, GTK_TYPE_SWITCH) != NULL
      || gtk_widget_get_ancestor (icon, GTK_TYPE_EDITABLE) != NULL)
    return;
  add_flaw (look, icon, "icon without words", name != NULL ? name : "");
}

/* Only what a person looks at: what holds others is judged by them. */
static gboolean
is_seen (GtkWidget *widget)
{
  return GTK_IS_LABEL (widget) || GTK_IS_INSCRIPTION (widget) || GTK_IS_IMAGE (widget)
         || GTK_IS_BUTTON (widget) || GTK_IS_TEXT (widget) || GTK_IS_SWITCH (widget)
         || GTK_IS_CHECK_BUTTON (widget);
}

static void
judge (Look *look, GtkWidget *widget)
{
  g_autofree char *by = NULL;

  if (GTK_IS_LABEL (widget))
    judge_label (look, GTK_LABEL (widget));
  else if (GTK_IS_INSCRIPTION (widget))
    judge_inscription (look, GTK_INSCRIPTION (widget));
  else if (GTK_IS_IMAGE (widget))
    judge_icon (look, widget);
  if (GTK_IS_TEXT (widget))
    add_text (look, widget, gtk_text_get_placeholder_text (GTK_TEXT (widget)));
  add_text (look, widget, gtk_widget_get_tooltip_text (widget));
  /* A page that is wider than its window is one that nobody meant. */
  if (GTK_IS_VIEWPORT (widget) && scrolls (widget, GTK_ORIENTATION_HORIZONTAL))
    add_flaw (look, widget, "scrolls sideways", "");
  if (is_seen (widget) && is_cut_off (widget, &by))
    add_flaw (look, widget, "cut off", by);
}

static void
walk (Look *look, GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget) || !gtk_widget_get_child_visible (widget))
    return;
  judge (look, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    walk (look, child);
}

/* Whose width it is that makes @widget so wide. */
static char *
find_widest (GtkWidget *widget)
{
  GtkWidget *widest = NULL;
  int most = 0, min;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_get_mapped (child) && !GTK_IS_NATIVE (child))
      {
        gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &min, NULL, NULL, NULL);
        if (min > most)
          widest = child;
        most = MAX (most, min);
      }
  if (widest != NULL && most > 180)
    return find_widest (widest);
  return glass_describe (widget);
}

int
glass_frame (GtkWindow *window)
{
  return gtk_widget_get_allocated_width (GTK_WIDGET (window))
         - gtk_widget_get_width (GTK_WIDGET (window));
}

int
glass_measure (GtkWindow *window)
{
  int min;

  gtk_widget_measure (GTK_WIDGET (window), GTK_ORIENTATION_HORIZONTAL, -1, &min, NULL, NULL,
                      NULL);
  return min - glass_frame (window);
}

void
glass_look (GtkWindow *window, GVariantBuilder *flaws, GVariantBuilder *texts)
{
  Look look = { window, flaws, texts };
  g_autofree char *size = NULL;
  int min = glass_measure (window);

  add_text (&look, GTK_WIDGET (window), gtk_window_get_title (window));
  if (min > NARROWEST)
    {
      g_autofree char *by = find_widest (GTK_WIDGET (window));

      size = g_strdup_printf ("%d: %s", min, by);
      add_flaw (&look, GTK_WIDGET (window), "too wide", size);
    }
  walk (&look, GTK_WIDGET (window));
}

GdkTexture *
glass_draw (GtkWindow *window, int scale)
{
  GtkWidget *widget = GTK_WIDGET (window);
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  int width = gdk_paintable_get_intrinsic_width (paintable);
  int height = gdk_paintable_get_intrinsic_height (paintable);
  float frame = (float) glass_frame (window), times = (float) scale;
  graphene_rect_t inside = GRAPHENE_RECT_INIT (times * frame / 2, times * frame / 2,
                                               times * ((float) width - frame),
                                               times * ((float) height - frame));

  gtk_snapshot_scale (snapshot, times, times);
  gdk_paintable_snapshot (paintable, GDK_SNAPSHOT (snapshot), width, height);
  node = gtk_snapshot_free_to_node (snapshot);
  if (node == NULL)
    return NULL;
  return gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (window)), node,
                                      &inside);
}

gboolean
glass_save_picture (GtkWindow *window, const char *path)
{
  g_autoptr (GdkTexture) texture = glass_draw (window, 1);

  return texture != NULL && gdk_texture_save_to_png (texture, path);
}

void
glass_unfold (GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  if (ADW_IS_EXPANDER_ROW (widget)
      && adw_expander_row_get_enable_expansion (ADW_EXPANDER_ROW (widget)))
    adw_expander_row_set_expanded (ADW_EXPANDER_ROW (widget), TRUE);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    glass_unfold (child);
}

static const char *
find_label (GtkWidget *widget)
{
  const char *text = NULL;

  if (GTK_IS_LABEL (widget))
    return gtk_label_get_text (GTK_LABEL (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL && text == NULL; child = gtk_widget_get_next_sibling (child))
    text = gtk_widget_get_visible (child) ? find_label (child) : NULL;
  return text;
}

/* Its type and what a person calls it: the title of the row that it is the entry or the
 * switch of, its label, or its tooltip. */
static char *
name_of (GtkWidget *widget)
{
  GtkWidget *row = gtk_widget_get_ancestor (widget, ADW_TYPE_PREFERENCES_ROW);
  const char *name = gtk_widget_get_tooltip_text (widget);

  if (row != NULL
      && (GTK_IS_TEXT (widget) || gtk_widget_get_ancestor (widget, GTK_TYPE_DROP_DOWN)))
    name = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row));
  else if (name == NULL)
    name = find_label (widget);
  return g_strdup_printf ("%s %s", G_OBJECT_TYPE_NAME (widget), name != NULL ? name : "");
}

char *
glass_judge_focus (GtkWindow *window, char **where)
{
  GtkWidget *widget = gtk_window_get_focus (window);
  graphene_rect_t bounds;
  g_autofree char *by = NULL;
  float x, y;

  if (widget == NULL)
    return g_strdup ("nothing has the focus");
  *where = name_of (widget);
  if (!gtk_widget_get_mapped (widget))
    return g_strdup ("what has the focus does not show");
  if (!gtk_widget_compute_bounds (widget, GTK_WIDGET (window), &bounds))
    return g_strdup ("what has the focus is in no window");
  /* Something taller than what scrolls is in sight as soon as a part of it is. */
  x = bounds.origin.x + bounds.size.width / 2;
  y = bounds.size.height > (float) gtk_widget_get_height (GTK_WIDGET (window))
          ? CLAMP (bounds.origin.y, 1,
                   (float) gtk_widget_get_height (GTK_WIDGET (window)) - 1)
          : bounds.origin.y + bounds.size.height / 2;
  if (x < 0 || y < 0 || x > (float) gtk_widget_get_width (GTK_WIDGET (window))
      || y > (float) gtk_widget_get_height (GTK_WIDGET (window)))
    return g_strdup_printf ("what has the focus is out of sight, at %.0f, %.0f", x, y);
  if (!gtk_window_get_focus_visible (window))
    return g_strdup ("the focus is not visible");
  return NULL;
}
