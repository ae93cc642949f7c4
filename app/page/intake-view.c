/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page/intake-view.h"

#include <glib/gi18n.h>

#include "assistant/chain-line.h"
#include "core/base/plain-text.h"
#include "core/certificate/csr-check.h"
#include "widget/certificate-window.h"
#include "widget/compat.h"
#include "widget/finding-list.h"
#include "widget/long-label.h"

/* Characters of a detail that are shown. */
#define MAX_DETAIL 500
/* Host names of a signing request that are listed. */
#define MAX_NAMES 20

struct _KpIntakeView
{
  AdwBin parent_instance;

  GtkLabel *title;
  GtkLabel *source;
  GtkLabel *result;
  GtkCheckButton *give;
  GtkWidget *chain_box;
  KpWrapBox *chain;
  GtkGrid *details;
  KpFindingList *findings;
  GtkWidget *show;
  GtkButton *open;

  gboolean gives;
  gboolean updating;
  KpIntakeItem *item;
};

G_DEFINE_FINAL_TYPE (KpIntakeView, kp_intake_view, ADW_TYPE_BIN)

static void
add_detail (KpIntakeView *self, int row, const char *label, const char *value)
{
  g_autofree char *shown = kp_plain_text_shorten (value, MAX_DETAIL);
  GtkWidget *cell = kp_long_label_new (shown, NULL);

  gtk_label_set_selectable (GTK_LABEL (cell), TRUE);
  gtk_widget_set_hexpand (cell, TRUE);
  gtk_grid_attach (self->details, kp_long_label_new (label, "dim-label"), 0, row, 1, 1);
  gtk_grid_attach (self->details, cell, 1, row, 1, 1);
}

static char *
list_names (const KpCsr *csr)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < MIN (csr->names->len, MAX_NAMES); i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "",
                            (const char *) g_ptr_array_index (csr->names, i));
  if (csr->names->len > MAX_NAMES)
    g_string_append (text, "…");
  return g_string_free (text, FALSE);
}

static void
show_details (KpIntakeView *self, const KpCsr *csr)
{
  g_autoptr (GPtrArray) rows = NULL;
  g_autofree char *names = NULL;
  GtkWidget *child;
  int at = 0;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->details))) != NULL)
    gtk_grid_remove (self->details, child);
  gtk_widget_set_visible (GTK_WIDGET (self->details), csr != NULL);
  if (csr == NULL)
    return;
  names = list_names (csr);
  add_detail (self, at++, _ ("Names"), names);
  add_detail (self, at++, _ ("Key"), csr->key);
  rows = kp_csr_compare (csr, NULL);
  for (guint i = 0; i < rows->len; i++)
    {
      const KpCsrRow *row = g_ptr_array_index (rows, i);

      if (*row->found != '\0')
        add_detail (self, at++, row->label, row->found);
    }
}

static void
update_open (KpIntakeView *self)
{
  KpSite *site = kp_intake_item_get_site (self->item);
  g_autofree char *action = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->open), site != NULL);
  if (site == NULL)
    return;
  action =
      g_strdup_printf ("intake.open(int64 %" G_GINT64_FORMAT ")", kp_site_get_id (site));
  gtk_button_set_label (self->open,
                        kp_site_get_job (site) != NULL ? _ ("Open Job") : _ ("Open Site"));
  kp_compat_set_action (GTK_ACTIONABLE (self->open), action);
}

static void
update_give (KpIntakeView *self, const KpIntakeOffer *offer)
{
  gboolean fits = self->gives && offer->state == KP_INTAKE_FITS;

  gtk_widget_set_visible (GTK_WIDGET (self->give), fits);
  if (fits)
    {
      g_autofree char *label =
          /* Translators: a host name */
          g_strdup_printf (_ ("Give it to the job of %s"), kp_site_get_label (offer->site));

      gtk_check_button_set_label (self->give, label);
    }
  self->updating = TRUE;
  gtk_check_button_set_active (self->give, kp_intake_item_get_chosen (self->item));
  self->updating = FALSE;
}

static void
update (KpIntakeView *self)
{
  const KpIntakeOffer *offer = kp_intake_item_get_offer (self->item);
  g_autofree char *title = kp_intake_item_dup_title (self->item);
  g_autofree char *source = kp_intake_item_dup_source (self->item);
  g_autofree char *result = kp_intake_item_dup_result (self->item);

  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->source, source);
  gtk_label_set_label (self->result, result);
  update_give (self, offer);
  kp_chain_line_show (self->chain, offer->bundle);
  gtk_widget_set_visible (self->chain_box,
                          offer->bundle != NULL && offer->bundle->chain->len > 0);
  show_details (self, offer->csr);
  kp_finding_list_set_findings (self->findings, offer->findings);
  gtk_widget_set_visible (self->show,
                          offer->kind == KP_INTAKE_CERTIFICATE && offer->der != NULL);
  update_open (self);
}

static void
give_toggled_cb (KpIntakeView *self)
{
  if (!self->updating && self->item != NULL)
    kp_intake_item_set_chosen (self->item, gtk_check_button_get_active (self->give));
}

static void
show_certificate (KpIntakeView *self, guint place)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autoptr (GPtrArray) alone = g_ptr_array_new ();
  const KpIntakeOffer *offer;
  GPtrArray *chain = alone;

  if (self->item == NULL)
    return;
  offer = kp_intake_item_get_offer (self->item);
  if (offer->bundle != NULL && offer->bundle->chain->len > 0)
    chain = offer->bundle->chain;
  else if (offer->der != NULL)
    g_ptr_array_add (alone, offer->der);
  if (place < chain->len)
    gtk_window_present (GTK_WINDOW (kp_certificate_window_new_given (
        offer->site, chain, place, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL)));
}

static void
chain_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  show_certificate (KP_INTAKE_VIEW (widget), g_variant_get_uint32 (parameter));
}

static void
show_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  show_certificate (KP_INTAKE_VIEW (widget), 0);
}

static void
kp_intake_view_dispose (GObject *object)
{
  KpIntakeView *self = KP_INTAKE_VIEW (object);

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_func (self->item, update, self);
  g_clear_object (&self->item);
  gtk_widget_dispose_template (GTK_WIDGET (self), KP_TYPE_INTAKE_VIEW);

  G_OBJECT_CLASS (kp_intake_view_parent_class)->dispose (object);
}

static void
kp_intake_view_class_init (KpIntakeViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kp_intake_view_dispose;

  g_type_ensure (KP_TYPE_FINDING_LIST);
  g_type_ensure (KP_TYPE_WRAP_BOX);
  gtk_widget_class_install_action (widget_class, "chain.show", "u", chain_activated);
  gtk_widget_class_install_action (widget_class, "intake.show-certificate", NULL,
                                   show_activated);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/page/intake-view.ui");
  gtk_widget_class_bind_template_child (widget_class, KpIntakeView, title);
  gtk_widget_class_bind_template_child (widget_class, KpIntakeView, source);
  gtk_widget_class_bind_template_child (widget_class, KpIntakeView, result);
  gtk_widget_class_bind_template_child (widget_class, KpIntakeView, give);
  gtk_widget_class_bind_template_child (widget_class, KpIntakeView, chain_box);
  gtk_widget_class_bind_template_child (widget_class, KpIntakeView, chain);
  gtk_widget_class_bind_template_child (widget_class, KpIntakeView, details);
  gtk_widget_class_bind_template_child (widget_class, KpIntakeView, findings);
  gtk_widget_class_bind_template_child (widget_class, KpIntakeView, show);
  gtk_widget_class_bind_template_child (widget_class, KpIntakeView, open);
  gtk_widget_class_bind_template_callback (widget_class, give_toggled_cb);
}

static void
kp_intake_view_init (KpIntakeView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
kp_intake_view_set_item (KpIntakeView *self, KpIntakeItem *item, gboolean gives)
{
  g_return_if_fail (KP_IS_INTAKE_VIEW (self));
  g_return_if_fail (item == NULL || KP_IS_INTAKE_ITEM (item));

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_func (self->item, update, self);
  self->gives = gives;
  g_set_object (&self->item, item);
  if (item == NULL)
    return;
  g_signal_connect_object (item, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

/* Not where GTK would begin: it goes by places, which what was never shown has not got. */
void
kp_intake_view_take_focus (KpIntakeView *self)
{
  GtkWidget *const widgets[] = { GTK_WIDGET (self->give), self->show,
                                 GTK_WIDGET (self->open) };

  g_return_if_fail (KP_IS_INTAKE_VIEW (self));

  for (guint i = 0; i < G_N_ELEMENTS (widgets); i++)
    if (gtk_widget_get_visible (widgets[i]) && gtk_widget_grab_focus (widgets[i]))
      return;
  gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}
