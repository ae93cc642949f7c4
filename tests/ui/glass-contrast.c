/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "glass-contrast.h"

#include <math.h>

#include "glass-look.h"

/* Letters are drawn so many times larger, so that a stroke is as dark as it is meant. */
#define SCALE 2
/* What is looked at around a mark, in pixels of the window. */
#define RING 3

typedef struct
{
  guint32 *pixels; /* 0xAARRGGBB */
  int width;
  int height;
} Picture;

typedef struct
{
  int left, top, right, bottom; /* in pixels of a picture, the last not in it */
} Area;

static void
picture_clear (Picture *picture)
{
  g_clear_pointer (&picture->pixels, g_free);
}

static void
take_picture (GtkWindow *window, int scale, Picture *picture)
{
  g_autoptr (GdkTexture) texture = glass_draw (window, scale);

  if (texture == NULL)
    return;
  picture->width = gdk_texture_get_width (texture);
  picture->height = gdk_texture_get_height (texture);
  picture->pixels = g_new0 (guint32, (gsize) picture->width * (gsize) picture->height);
  gdk_texture_download (texture, (guchar *) picture->pixels, 4 * (gsize) picture->width);
}

static double
linear (guint32 channel)
{
  static double values[256];

  if (values[255] == 0)
    for (int i = 0; i < 256; i++)
      values[i] = i <= 10 ? i / 255.0 / 12.92 : pow ((i / 255.0 + 0.055) / 1.055, 2.4);
  return values[channel & 0xff];
}

static double
luminance (guint32 pixel)
{
  return 0.2126 * linear (pixel >> 16) + 0.7152 * linear (pixel >> 8)
         + 0.0722 * linear (pixel);
}

/* WCAG 2.1, "contrast ratio". */
static double
contrast (guint32 one, guint32 other)
{
  double a = luminance (one), b = luminance (other);

  return (MAX (a, b) + 0.05) / (MIN (a, b) + 0.05);
}

static guint32
get_pixel (const Picture *picture, int x, int y)
{
  return picture->pixels[(gsize) y * (gsize) picture->width + (gsize) x];
}

static gboolean
is_in (const Area *area, int x, int y)
{
  return x >= area->left && x < area->right && y >= area->top && y < area->bottom;
}

/* The commonest pixel of @area but for those of @hole (nullable). Every second line and
 * column tell enough. */
static guint32
find_ground (const Picture *picture, const Area *area, const Area *hole)
{
  g_autoptr (GHashTable) counts = g_hash_table_new (NULL, NULL);
  guint most = 0;
  guint32 ground = 0;

  for (int y = MAX (0, area->top); y < MIN (picture->height, area->bottom); y += 2)
    for (int x = MAX (0, area->left); x < MIN (picture->width, area->right); x += 2)
      {
        gpointer pixel = GUINT_TO_POINTER (get_pixel (picture, x, y));
        guint count;

        if (hole != NULL && is_in (hole, x, y))
          continue;
        count = GPOINTER_TO_UINT (g_hash_table_lookup (counts, pixel)) + 1;
        g_hash_table_insert (counts, pixel, GUINT_TO_POINTER (count));
        if (count > most)
          {
            most = count;
            ground = GPOINTER_TO_UINT (pixel);
          }
      }
  return ground;
}

static double
find_strongest (const Picture *picture, const Area *area, guint32 ground)
{
  guint32 last = ground;
  double most = 1;

  for (int y = MAX (0, area->top); y < MIN (picture->height, area->bottom); y++)
    for (int x = MAX (0, area->left); x < MIN (picture->width, area->right); x++)
      if (get_pixel (picture, x, y) != last)
        {
          last = get_pixel (picture, x, y);
          most = MAX (most, contrast (last, ground));
        }
  return most;
}

/* Returns: whether all of @widget is in sight */
static gboolean
get_area (GtkWindow *window, GtkWidget *widget, Area *area)
{
  graphene_rect_t bounds, sight;

  if (!gtk_widget_compute_bounds (widget, GTK_WIDGET (window), &bounds)
      || bounds.size.width < 1 || bounds.size.height < 1)
    return FALSE;
  for (GtkWidget *above = gtk_widget_get_parent (widget); above != NULL;
       above = gtk_widget_get_parent (above))
    if (gtk_widget_get_overflow (above) == GTK_OVERFLOW_HIDDEN
        || above == GTK_WIDGET (window))
      if (!gtk_widget_compute_bounds (above, GTK_WIDGET (window), &sight)
          || !graphene_rect_contains_rect (&sight, &bounds))
        return FALSE;
  *area = (Area){ (int) (bounds.origin.x * SCALE), (int) (bounds.origin.y * SCALE),
                  (int) ((bounds.origin.x + bounds.size.width) * SCALE),
                  (int) ((bounds.origin.y + bounds.size.height) * SCALE) };
  return TRUE;
}

/* A text that can be read. */
static const char *
get_text (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    return gtk_label_get_text (GTK_LABEL (widget));
  if (GTK_IS_INSCRIPTION (widget))
    return gtk_inscription_get_text (GTK_INSCRIPTION (widget));
  if (GTK_IS_TEXT (widget))
    return gtk_editable_get_text (GTK_EDITABLE (widget));
  return NULL;
}

/* Of the two icons of a switch one lies below its slider, and only high contrast gives the
 * other a colour. Newer libadwaita shows them where the desktop asks for shapes, which is a
 * setting of its own. */
static gboolean
is_hidden (GtkWidget *image, const char *icon)
{
  GtkWidget *parent = gtk_widget_get_parent (image);
  GdkRGBA colour;

  if (!GTK_IS_SWITCH (parent))
    return FALSE;
  if (gtk_check_version (4, 16, 0) == NULL)
    return TRUE;
  gtk_style_context_get_color (gtk_widget_get_style_context (image), &colour);
  return gdk_rgba_is_clear (&colour)
         || g_str_has_prefix (icon, "switch-on")
                != gtk_switch_get_active (GTK_SWITCH (parent));
}

/* An icon of one colour, or a mark of a picture of ours. */
static const char *
get_graphic (GtkWidget *widget)
{
  static const char *const marks[] = { "fill",    "tick",     "today", "end",
                                       "renewal", "progress", NULL };
  const char *name = gtk_widget_get_css_name (widget);

  if (GTK_IS_IMAGE (widget))
    {
      const char *icon = gtk_image_get_icon_name (GTK_IMAGE (widget));

      return icon != NULL && g_str_has_suffix (icon, "-symbolic")
                     && !is_hidden (widget, icon)
                 ? icon
                 : NULL;
    }
  if (g_strv_contains (marks, name) || gtk_widget_has_css_class (widget, "year-end")
      || gtk_widget_has_css_class (widget, "year-renewal"))
    return name;
  return NULL;
}

typedef struct
{
  GtkWindow *window;
  Picture picture;
  GVariantBuilder *found;
} Look;

static void
add (Look *look, const char *kind, GtkWidget *widget, const char *what, double ratio)
{
  g_autofree char *where = glass_describe (widget);

  g_variant_builder_add (look->found, "(sssd)", kind, where, what, ratio);
}

static void
judge (Look *look, GtkWidget *widget)
{
  const char *text = get_text (widget);
  const char *graphic = get_graphic (widget);
  Area area, around;
  guint32 ground;

  if ((text == NULL || *text == '\0') && graphic == NULL)
    return;
  if (!get_area (look->window, widget, &area))
    return;
  if (graphic == NULL)
    {
      ground = find_ground (&look->picture, &area, NULL);
      add (look, "text", widget, text, find_strongest (&look->picture, &area, ground));
      return;
    }
  around = (Area){ area.left - RING * SCALE, area.top - RING * SCALE,
                   area.right + RING * SCALE, area.bottom + RING * SCALE };
  ground = find_ground (&look->picture, &around, &area);
  add (look, "graphic", widget, graphic, find_strongest (&look->picture, &area, ground));
}

static void
walk (Look *look, GtkWidget *widget)
{
  /* What can't be used now is told so by being pale: WCAG asks nothing of it. */
  if (!gtk_widget_get_mapped (widget) || !gtk_widget_is_sensitive (widget))
    return;
  judge (look, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (!GTK_IS_NATIVE (child))
      walk (look, child);
}

void
glass_measure_contrast (GtkWindow *window, GVariantBuilder *found)
{
  Look look = { .window = window, .found = found };

  take_picture (window, SCALE, &look.picture);
  if (look.picture.pixels != NULL)
    walk (&look, GTK_WIDGET (window));
  picture_clear (&look.picture);
}

double
glass_compare (GtkWindow *window)
{
  static Picture before;
  Picture now = { 0 };
  double most = 1;

  take_picture (window, 1, &now);
  if (now.pixels != NULL && before.pixels != NULL && now.width == before.width
      && now.height == before.height)
    for (int i = 0; i < now.width * now.height; i++)
      if (now.pixels[i] != before.pixels[i])
        most = MAX (most, contrast (now.pixels[i], before.pixels[i]));
  picture_clear (&before);
  before = now;
  return most;
}
