/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gtk/gtk.h>
#include <string.h>

#include "widget/long-text.h"

/* A long text is shown a part at a time, and nothing of it is lost or told twice. */

static GtkWidget *
find_labels (GtkWidget *box)
{
  return gtk_widget_get_first_child (box);
}

/* All that is shown: a line ends between two labels, unless @joined. */
static char *
read_shown (GtkWidget *box, gboolean joined, guint *n)
{
  GString *text = g_string_new (NULL);

  *n = 0;
  for (GtkWidget *label = gtk_widget_get_first_child (find_labels (box)); label != NULL;
       label = gtk_widget_get_next_sibling (label))
    {
      const char *piece = gtk_label_get_text (GTK_LABEL (label));

      g_assert_cmpuint (strlen (piece), <=, KP_LONG_TEXT_FIRST);
      g_assert_true (g_utf8_validate (piece, -1, NULL));
      g_string_append_printf (text, "%s%s", *n > 0 && !joined ? "\n" : "", piece);
      (*n)++;
    }
  return g_string_free (text, FALSE);
}

static void
check (const char *text, gboolean joined)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *box = kp_long_text_new (text, "Show More");
  GtkWidget *button = gtk_widget_get_last_child (box);
  g_autofree char *whole = NULL;
  guint n;

  gtk_window_set_child (GTK_WINDOW (window), box);
  if (strlen (text) <= KP_LONG_TEXT_FIRST)
    g_assert_true (button == find_labels (box));
  else
    {
      g_autofree char *first = read_shown (box, joined, &n);

      g_assert_cmpuint (n, ==, 1);
      g_assert_true (g_str_has_prefix (text, first) && strlen (first) < strlen (text));
      for (guint i = 0; gtk_widget_get_visible (button); i++)
        {
          guint before = n;
          g_autofree char *shown = NULL;

          g_assert_cmpuint (i, <, 100);
          g_signal_emit_by_name (button, "clicked");
          shown = read_shown (box, joined, &n);
          g_assert_cmpuint (n, >, before);
          g_assert_cmpuint (n, <=, before + KP_LONG_TEXT_MORE / KP_LONG_TEXT_FIRST);
        }
    }
  whole = read_shown (box, joined, &n);
  g_assert_cmpstr (whole, ==, text);
  gtk_window_destroy (GTK_WINDOW (window));
}

static char *
repeat (const char *part, guint n)
{
  GString *text = g_string_new (NULL);

  while (n-- > 0)
    g_string_append (text, part);
  return g_string_free (text, FALSE);
}

static void
test_short (void)
{
  check ("", FALSE);
  check ("Hello,\n\nit is done.", FALSE);
}

static void
test_lines (void)
{
  g_autofree char *text = repeat ("We have looked into this, and it goes on.\n", 2000);
  g_autofree char *exact = repeat ("sixteen letters\n", KP_LONG_TEXT_FIRST / 16);

  check (text, FALSE);
  check (exact, FALSE);
}

/* Letters of two octets, in a line that never ends, are not cut in the middle. */
static void
test_one_line (void)
{
  g_autofree char *letters = repeat ("ø", 20000);
  g_autofree char *text = g_strconcat ("x", letters, NULL);

  check (text, TRUE);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  g_test_add_func ("/long-text/short", test_short);
  g_test_add_func ("/long-text/lines", test_lines);
  g_test_add_func ("/long-text/one-line", test_one_line);
  return g_test_run ();
}
