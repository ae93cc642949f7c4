/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "assistant/buy-page.h"

#include <glib/gi18n.h>

#include "assistant/batch-orders.h"
#include "assistant/validation-group.h"
#include "core/certificate/csr.h"
#include "core/certificate/csr-maker.h"
#include "core/job/shop-advice.h"
#include "core/provider/shop-list.h"
#include "core/store/store-renewals.h"
#include "widget/compat.h"
#include "widget/copy-row.h"
#include "widget/copy-text.h"
#include "widget/entry-row.h"
#include "widget/link.h"
#include "widget/save-text.h"

struct _KpBuyPage
{
  KpJobPage parent_instance;

  AdwActionRow *csr_row;
  GtkWidget *copy_csr;
  GtkWidget *save_csr;
  AdwPreferencesGroup *advice;
  GtkMenuButton *shops;
  KpEntryRow *number;
  KpEntryRow *ca;
  GtkMenuButton *cas;
  KpEntryRow *price;
  KpBatchOrders *orders;
  KpValidationGroup *validation;

  GPtrArray *rows;    /* of advice */
  KpRenewal *renewal; /* (nullable): what the job has gathered, once it was read */
  gint64 job;         /* for which the order was filled in; 0: anew */
  gint64 revision;    /* of it, that was read */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (KpBuyPage, kp_buy_page, KP_TYPE_JOB_PAGE)

static KpJobSheet *
get_sheet (KpBuyPage *self)
{
  return kp_job_page_get_sheet (KP_JOB_PAGE (self));
}

static char *
make_csr (KpBuyPage *self)
{
  return self->renewal != NULL && self->renewal->csr != NULL
             ? kp_csr_to_pem (self->renewal->csr)
             : NULL;
}

static void
copy_csr_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autofree char *pem = make_csr (KP_BUY_PAGE (widget));

  kp_copy_text (widget, pem, _ ("Signing request copied"));
}

static void
save_csr_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpBuyPage *self = KP_BUY_PAGE (widget);
  g_autofree char *pem = make_csr (self);
  g_autofree char *suggested = NULL;

  if (get_sheet (self) == NULL)
    return;
  suggested = g_strconcat (kp_site_get_host (get_sheet (self)->site), ".csr", NULL);
  kp_save_text (widget, _ ("Save Signing Request"), suggested, pem,
                _ ("Signing request saved"));
}

static void
copy_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const char *label, *value;
  g_autofree char *said = NULL;

  g_variant_get (parameter, "(&s&s)", &label, &value);
  /* Translators: %s is the label of a field. */
  said = g_strdup_printf (_ ("%s copied"), label);
  kp_copy_text (widget, value, said);
}

static void
set_ca (KpBuyPage *self, const char *name)
{
  gtk_editable_set_text (GTK_EDITABLE (self->ca), name);
}

static void
ca_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  set_ca (KP_BUY_PAGE (widget), g_variant_get_string (parameter, NULL));
}

/* Who opens a shop will most likely order there. */
static void
open_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpBuyPage *self = KP_BUY_PAGE (widget);
  const KpShop *shop = kp_shop_list_find (kp_shop_list_get_default (),
                                          g_variant_get_string (parameter, NULL));
  g_autofree char *ca = kp_entry_row_dup_text (self->ca);

  if (shop == NULL)
    return;
  if (*ca == '\0')
    set_ca (self, shop->name);
  kp_link_open (widget, shop->uri);
}

static GMenuModel *
make_menu (const char *action)
{
  GPtrArray *shops = kp_shop_list_get_default ();
  GMenu *menu = g_menu_new ();

  for (guint i = 0; i < shops->len; i++)
    {
      const KpShop *shop = g_ptr_array_index (shops, i);
      g_autoptr (GMenuItem) item = g_menu_item_new (shop->name, NULL);

      g_menu_item_set_action_and_target (item, action, "s", shop->name);
      g_menu_append_item (menu, item);
    }
  return G_MENU_MODEL (menu);
}

static void
set_up_menu (GtkMenuButton *button, const char *action)
{
  g_autoptr (GMenuModel) menu = make_menu (action);

  gtk_menu_button_set_menu_model (button, menu);
}

static void
add_advice (KpBuyPage *self, const KpShopAdvice *advice)
{
  g_autofree char *text = advice->note != NULL
                              ? g_strjoin ("\n", advice->value, advice->note, NULL)
                              : g_strdup (advice->value);
  GtkWidget *row =
      advice->copyable
          ? kp_copy_row_new (advice->label, text, "buy.copy",
                             g_variant_new ("(ss)", advice->label, advice->value))
          : kp_copy_row_new (advice->label, text, NULL, NULL);

  adw_preferences_group_add (self->advice, row);
  g_ptr_array_add (self->rows, row);
}

static void
show_advice (KpBuyPage *self, KpJobSheet *sheet)
{
  const char *contact = sheet->subject != NULL
                            ? kp_subject_get_field (sheet->subject, KP_SUBJECT_EMAIL)
                            : NULL;
  g_autoptr (GPtrArray) list =
      kp_shop_advice_list (kp_site_get_host (sheet->site), contact,
                           kp_validity_rules_get_default (), sheet->now);

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->advice, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < list->len; i++)
    add_advice (self, g_ptr_array_index (list, i));
}

static void
show_csr (KpBuyPage *self)
{
  g_autoptr (KpCsr) csr = self->renewal != NULL && self->renewal->csr != NULL
                              ? kp_csr_new_from_der (self->renewal->csr, NULL)
                              : NULL;
  g_autofree char *text = NULL;

  if (csr != NULL)
    text = g_strdup_printf (
        /* Translators: of a signing request: a kind of key ("ECDSA P-256"), and how many
         * host names it is for */
        ngettext ("%s, %u name", "%s, %u names", csr->names->len), csr->key,
        csr->names->len);
  adw_action_row_set_subtitle (self->csr_row,
                               text != NULL ? text : C_ ("signing request", "None yet"));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "buy.copy-csr", csr != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "buy.save-csr", csr != NULL);
}

static void
fill (KpEntryRow *row, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (row), text != NULL ? text : "");
}

/* What was typed last, else what is noted of the order. */
static void
fill_order (KpBuyPage *self, KpJobSheet *sheet)
{
  g_auto (GStrv) draft =
      g_strsplit (sheet->job->draft != NULL ? sheet->job->draft : "", "\n", 3);
  gboolean typed = g_strv_length (draft) == 3;

  if (self->job == sheet->job->id)
    return;
  self->job = sheet->job->id;
  fill (self->number, typed ? draft[0] : self->renewal->order_number);
  fill (self->ca, typed ? draft[1] : self->renewal->ca);
  fill (self->price, typed ? draft[2] : self->renewal->price);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpBuyPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpRenewal) renewal =
      kp_store_load_renewal_finish (KP_STORE (source), result, &error);
  KpJobSheet *sheet = get_sheet (self);

  if (sheet == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (renewal == NULL)
    {
      self->revision = -1; /* it is read again */
      kp_job_page_fail (KP_JOB_PAGE (self), error->message);
      return;
    }
  kp_renewal_free (self->renewal);
  self->renewal = g_steal_pointer (&renewal);
  show_csr (self);
  fill_order (self, sheet);
  kp_validation_group_show (self->validation, sheet, self->renewal);
  kp_job_page_set_ready (KP_JOB_PAGE (self), TRUE);
}

static void
load (KpBuyPage *self, KpJobSheet *sheet)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  kp_store_load_renewal_async (kp_desk_get_store (sheet->desk), sheet->job->id,
                               self->cancellable, loaded_cb, g_object_ref (self));
}

/* What another job has gathered is not this one's. */
static void
forget_renewal (KpBuyPage *self, KpJobSheet *sheet)
{
  kp_job_page_set_ready (KP_JOB_PAGE (self), FALSE);
  g_clear_pointer (&self->renewal, kp_renewal_free);
  show_csr (self);
  kp_validation_group_show (self->validation, sheet, NULL);
}

static void
kp_buy_page_show (KpJobPage *page, KpJobSheet *sheet)
{
  KpBuyPage *self = KP_BUY_PAGE (page);

  kp_job_page_set_button (page, _ ("I Ordered It"));
  show_advice (self, sheet);
  kp_batch_orders_show (self->orders, sheet);
  if (self->job == sheet->job->id && self->revision == sheet->job->revision)
    {
      kp_validation_group_follow (self->validation, sheet);
      return;
    }
  self->revision = sheet->job->revision;
  if (self->job != sheet->job->id)
    forget_renewal (self, sheet);
  load (self, sheet);
}

static void
pasted_cb (KpBuyPage *self, const KpValidationRecord *record)
{
  const KpJobInput input = { .validation_name = record->name,
                             .validation_type = record->type,
                             .validation_value = record->value };

  kp_job_page_send (KP_JOB_PAGE (self), &input);
}

static const char *
get_given (const char *text)
{
  return *text != '\0' ? text : NULL;
}

static void
kp_buy_page_give (KpJobPage *page)
{
  KpBuyPage *self = KP_BUY_PAGE (page);
  g_autofree char *number = kp_entry_row_dup_text (self->number);
  g_autofree char *ca = kp_entry_row_dup_text (self->ca);
  g_autofree char *price = kp_entry_row_dup_text (self->price);
  const KpJobInput input = { .ordered = TRUE,
                             .order_number = get_given (number),
                             .ca = get_given (ca),
                             .price = get_given (price) };

  kp_job_page_send (page, &input);
}

static char *
kp_buy_page_dup_draft (KpJobPage *page)
{
  KpBuyPage *self = KP_BUY_PAGE (page);
  g_autofree char *number = kp_entry_row_dup_text (self->number);
  g_autofree char *ca = kp_entry_row_dup_text (self->ca);
  g_autofree char *price = kp_entry_row_dup_text (self->price);

  if (self->renewal == NULL
      || (g_strcmp0 (self->renewal->order_number, get_given (number)) == 0
          && g_strcmp0 (self->renewal->ca, get_given (ca)) == 0
          && g_strcmp0 (self->renewal->price, get_given (price)) == 0))
    return NULL;
  return g_strjoin ("\n", number, ca, price, NULL);
}

static void
kp_buy_page_forget (KpJobPage *page)
{
  KP_BUY_PAGE (page)->job = 0;
}

static void
kp_buy_page_dispose (GObject *object)
{
  KpBuyPage *self = KP_BUY_PAGE (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_ptr_array_set_size (self->rows, 0);
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_BUY_PAGE);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (kp_buy_page_parent_class)->dispose (object);
}

static void
kp_buy_page_finalize (GObject *object)
{
  g_ptr_array_unref (KP_BUY_PAGE (object)->rows);
  kp_renewal_free (KP_BUY_PAGE (object)->renewal);

  G_OBJECT_CLASS (kp_buy_page_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, KpBuyPage, csr_row);
  gtk_widget_class_bind_template_child (widget_class, KpBuyPage, copy_csr);
  gtk_widget_class_bind_template_child (widget_class, KpBuyPage, save_csr);
  gtk_widget_class_bind_template_child (widget_class, KpBuyPage, advice);
  gtk_widget_class_bind_template_child (widget_class, KpBuyPage, shops);
  gtk_widget_class_bind_template_child (widget_class, KpBuyPage, number);
  gtk_widget_class_bind_template_child (widget_class, KpBuyPage, ca);
  gtk_widget_class_bind_template_child (widget_class, KpBuyPage, cas);
  gtk_widget_class_bind_template_child (widget_class, KpBuyPage, price);
  gtk_widget_class_bind_template_child (widget_class, KpBuyPage, orders);
  gtk_widget_class_bind_template_child (widget_class, KpBuyPage, validation);
}

static void
kp_buy_page_class_init (KpBuyPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_buy_page_dispose;
  object_class->finalize = kp_buy_page_finalize;
  KP_JOB_PAGE_CLASS (klass)->show = kp_buy_page_show;
  KP_JOB_PAGE_CLASS (klass)->give = kp_buy_page_give;
  KP_JOB_PAGE_CLASS (klass)->dup_draft = kp_buy_page_dup_draft;
  KP_JOB_PAGE_CLASS (klass)->forget = kp_buy_page_forget;

  gtk_widget_class_install_action (widget_class, "buy.copy-csr", NULL, copy_csr_activated);
  gtk_widget_class_install_action (widget_class, "buy.save-csr", NULL, save_csr_activated);
  gtk_widget_class_install_action (widget_class, "buy.copy", "(ss)", copy_activated);
  gtk_widget_class_install_action (widget_class, "buy.open", "s", open_activated);
  gtk_widget_class_install_action (widget_class, "buy.ca", "s", ca_activated);
  g_type_ensure (KP_TYPE_BATCH_ORDERS);
  g_type_ensure (KP_TYPE_ENTRY_ROW);
  g_type_ensure (KP_TYPE_VALIDATION_GROUP);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/assistant/buy-page.ui");
  bind_children (widget_class);
}

static void
kp_buy_page_init (KpBuyPage *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  set_up_menu (self->shops, "buy.open");
  set_up_menu (self->cas, "buy.ca");
  kp_compat_set_name (self->copy_csr, _ ("Copy Signing Request"));
  kp_compat_set_name (self->save_csr, _ ("Save Signing Request…"));
  kp_compat_set_name (GTK_WIDGET (self->cas), _ ("Choose CA"));
  g_object_set (self->number, "max-length", KP_JOB_MAX_TEXT, NULL);
  g_object_set (self->ca, "max-length", KP_JOB_MAX_TEXT, NULL);
  g_object_set (self->price, "max-length", KP_JOB_MAX_TEXT, NULL);
  g_signal_connect_object (self->validation, "pasted", G_CALLBACK (pasted_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->validation, "failed", G_CALLBACK (kp_job_page_fail), self,
                           G_CONNECT_SWAPPED);
}
