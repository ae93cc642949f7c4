/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widget/wrap-box.h"

#include <adwaita.h>

#define WIDEST 900

static GtkWidget *
make_label (const char *text)
{
  return g_object_new (GTK_TYPE_LABEL, "label", text, "hexpand", TRUE, "wrap", TRUE,
                       "xalign", 0.0, "width-chars", 12, NULL);
}

static GtkWidget *
make_box (const char *text, guint n_buttons)
{
  GtkWidget *box = g_object_ref_sink (kp_wrap_box_new ());

  if (text != NULL)
    kp_wrap_box_append (KP_WRAP_BOX (box), make_label (text));
  for (guint i = 0; i < n_buttons; i++)
    {
      g_autofree char *label = g_strnfill (4 + 3 * i, 'm');

      kp_wrap_box_append (KP_WRAP_BOX (box), gtk_button_new_with_label (label));
    }
  return box;
}

static int
measure (GtkWidget *widget, GtkOrientation orientation, int size)
{
  int minimum;

  gtk_widget_measure (widget, orientation, size, &minimum, NULL, NULL, NULL);
  return minimum;
}

static void
test_wider_is_lower (void)
{
  static const char *const texts[] = {
    NULL, "No resolver answered.",
    "What the sites themselves serve can’t be seen from "
    "here, for “Some CA” intercepts secure connections."
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    for (guint n = 1; n < 5; n++)
      {
        g_autoptr (GtkWidget) box = make_box (texts[i], n);
        int last = G_MAXINT;

        for (int width = measure (box, GTK_ORIENTATION_HORIZONTAL, -1); width < WIDEST;
             width++)
          {
            int height = measure (box, GTK_ORIENTATION_VERTICAL, width);

            if (height > last)
              g_test_message ("text %u, %u buttons, %d pixels wide", i, n, width);
            g_assert_cmpint (height, <=, last);
            g_assert_cmpint (height, >=, measure (box, GTK_ORIENTATION_VERTICAL, -1));
            last = height;
          }
      }
}

/* Of equally high lines the first are filled. */
static void
test_lines_are_filled (void)
{
  g_autoptr (GtkWidget) box = make_box (NULL, 3);
  GtkWidget *first = gtk_widget_get_first_child (box);
  GtkWidget *second = gtk_widget_get_next_sibling (first);
  GtkWidget *third = gtk_widget_get_next_sibling (second);
  graphene_rect_t at[3];
  int width = measure (second, GTK_ORIENTATION_HORIZONTAL, -1)
              + measure (third, GTK_ORIENTATION_HORIZONTAL, -1) + 6;

  gtk_widget_allocate (box, width, measure (box, GTK_ORIENTATION_VERTICAL, width), -1,
                       NULL);
  g_assert_true (gtk_widget_compute_bounds (first, box, &at[0]));
  g_assert_true (gtk_widget_compute_bounds (second, box, &at[1]));
  g_assert_true (gtk_widget_compute_bounds (third, box, &at[2]));
  g_assert_cmpfloat (at[0].origin.y, ==, at[1].origin.y);
  g_assert_cmpfloat (at[1].origin.x, >, at[0].origin.x);
  g_assert_cmpfloat (at[2].origin.y, >, at[1].origin.y);
  g_assert_cmpfloat (at[2].origin.x, ==, at[0].origin.x);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/wrap-box/wider-is-lower", test_wider_is_lower);
  g_test_add_func ("/wrap-box/lines-are-filled", test_lines_are_filled);
  return g_test_run ();
}
