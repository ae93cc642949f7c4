/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "assistant/chain-line.h"

#include <glib/gi18n.h>

#include "core/base/plain-text.h"
#include "core/certificate/certificate-text.h"
#include "core/certificate/certificate.h"
#include "widget/compat.h"

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

static GtkWidget *
make_label (const char *text)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", text, "wrap", TRUE, "wrap-mode",
                                   PANGO_WRAP_WORD_CHAR, "xalign", 0.0, NULL);

  gtk_widget_add_css_class (label, "dim-label");
  return label;
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
  if (place > 0)
    kp_wrap_box_append (box, make_label ("‹"));
  kp_wrap_box_append (box, button);
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
  kp_wrap_box_append (box, make_label ("‹"));
  kp_wrap_box_append (box, make_label (text));
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
