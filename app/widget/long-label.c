/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widget/long-label.h"

/* Letters that a line has room for in any case, of a text that is long. */
#define MIN_CHARS 8
/* A letter can be so many times narrower than the others: GTK complains where a text can't
 * fill the least width. */
#define NARROW 4

GtkWidget *
kp_long_label_new (const char *text, const char *style)
{
  GtkWidget *label;

  g_return_val_if_fail (text != NULL, NULL);

  label =
      g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "yalign", 0.0, "wrap", TRUE, "wrap-mode",
                    PANGO_WRAP_WORD_CHAR, "natural-wrap-mode", GTK_NATURAL_WRAP_NONE, NULL);
  kp_long_label_set_text (GTK_LABEL (label), text);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return label;
}

void
kp_long_label_set_text (GtkLabel *label, const char *text)
{
  g_return_if_fail (GTK_IS_LABEL (label));

  if (text == NULL)
    text = "";
  gtk_label_set_width_chars (label,
                             (int) MIN (MIN_CHARS, g_utf8_strlen (text, -1) / NARROW));
  gtk_label_set_text (label, text);
}
