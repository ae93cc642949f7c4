/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "assistant/chain-line.h"

#include <glib/gi18n.h>

#include "core/base/plain-text.h"
#include "core/certificate/certificate-text.h"
#include "core/certificate/certificate.h"
#include "widget/compat.h"
#include "widget/long-label.h"

/* Characters of a name that fit on a button in a narrow window. */
#define MAX_NAME 30

static char *
name_certificate (GBytes *der)
{
  gnutls_x509_crt_t crt = kp_certificate_import (der, NULL);
  char *name;

  if (crt == NULL)
    return g_strdup (_ ("Can’t be read"));
  name = kp_certificate_text_name (crt, FALSE);
  gnutls_x509_crt_deinit (crt);
  return name;
}

/* In the middle of the line, as the words on the buttons beside it are. */
static GtkWidget *
make_words (const char *text)
{
  GtkWidget *label = kp_long_label_new (text, "dim-label");

  gtk_label_set_yalign (GTK_LABEL (label), 0.5f);
  return label;
}

/* The sign stands with what comes after it, also where the line is broken. */
static void
add (KpWrapBox *box, gboolean first, GtkWidget *part)
{
  GtkWidget *both;

  if (first)
    {
      kp_wrap_box_append (box, part);
      return;
    }
  both = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_box_append (GTK_BOX (both), make_words ("‹"));
  gtk_box_append (GTK_BOX (both), part);
  kp_wrap_box_append (box, both);
}

static void
add_certificate (KpWrapBox *box, GBytes *der, guint place)
{
  g_autofree char *name = name_certificate (der);
  g_autofree char *shown = kp_plain_text_shorten_middle (name, MAX_NAME);
  g_autofree char *said = NULL;
  GtkWidget *button = gtk_button_new_with_label (shown);

  gtk_widget_add_css_class (button, "flat");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "u", place);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "chain.show");
  /* Translators: name of a button for assistive technology; %s is what a certificate is
   * for. */
  said = g_strdup_printf (_ ("Show the certificate of %s"), name);
  gtk_widget_set_tooltip_text (button, said);
  add (box, place == 0, button);
}

static void
add_end (KpWrapBox *box, const KpBundle *bundle)
{
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;

  if (bundle->root != NULL)
    {
      name = name_certificate (bundle->root);
      /* Translators: %s is the name of a root certificate, which is not handed over. */
      text = g_strdup_printf (_ ("(%s, root, left out)"), name);
    }
  else if (bundle->missing_issuer != NULL)
    {
      name = kp_plain_text_shorten_middle (bundle->missing_issuer, MAX_NAME);
      /* Translators: %s is a CA whose certificate is not there. */
      text = g_strdup_printf (_ ("(%s, missing)"), name);
    }
  else
    return;
  add (box, FALSE, make_words (text));
}

void
kp_chain_line_show (KpWrapBox *box, const KpBundle *bundle)
{
  GtkWidget *child;

  g_return_if_fail (KP_IS_WRAP_BOX (box));

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_widget_unparent (child);
  if (bundle == NULL || bundle->chain->len == 0)
    return;
  for (guint i = 0; i < bundle->chain->len; i++)
    add_certificate (box, g_ptr_array_index (bundle->chain, i), i);
  add_end (box, bundle);
}
