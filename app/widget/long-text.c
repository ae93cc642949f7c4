/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widget/long-text.h"

#include <string.h>

#include "widget/long-label.h"

/* A label's share of a long text, in octets: it is broken, and shown, as one. */
#define PIECE KP_LONG_TEXT_FIRST
#define DATA "keyplate-rest"

typedef struct
{
  GtkBox *labels; /* not owned: the text as far as it is shown */
  char *text;     /* all of it */
  const char *at; /* what is not shown begins here; %NULL if all is */
} Rest;

static void
rest_free (gpointer data)
{
  Rest *rest = data;

  g_free (rest->text);
  g_free (rest);
}

/* A piece ends with a line, where it has more than one. */
static void
add_piece (Rest *rest)
{
  const char *next = NULL;
  g_autofree char *piece = NULL;
  GtkWidget *label;

  if (strlen (rest->at) > PIECE)
    {
      next = g_strrstr_len (rest->at, PIECE, "\n");
      if (next == NULL || next == rest->at)
        next = g_utf8_find_prev_char (rest->at, rest->at + PIECE);
    }
  piece =
      next != NULL ? g_strndup (rest->at, (gsize) (next - rest->at)) : g_strdup (rest->at);
  rest->at = next != NULL && *next == '\n' ? next + 1 : next;
  label = kp_long_label_new (piece, NULL);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_box_append (rest->labels, label);
}

static void
more_cb (GtkWidget *button, Rest *rest)
{
  for (guint i = 0; i < KP_LONG_TEXT_MORE / PIECE && rest->at != NULL; i++)
    add_piece (rest);
  if (rest->at != NULL)
    return;
  /* The focus goes to the end of the text, and not away. */
  gtk_widget_child_focus (GTK_WIDGET (rest->labels), GTK_DIR_TAB_BACKWARD);
  gtk_widget_set_visible (button, FALSE);
}

GtkWidget *
kp_long_text_new (const char *text, const char *more)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *button;
  Rest *rest;

  g_return_val_if_fail (text != NULL && more != NULL, NULL);

  rest = g_new0 (Rest, 1);
  rest->text = g_strdup (text);
  rest->at = rest->text;
  rest->labels = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  g_object_set_data_full (G_OBJECT (box), DATA, rest, rest_free);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (rest->labels));
  add_piece (rest);
  if (rest->at == NULL)
    return box;
  button = gtk_button_new_with_label (more);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  g_signal_connect (button, "clicked", G_CALLBACK (more_cb), rest);
  gtk_box_append (GTK_BOX (box), button);
  return box;
}
