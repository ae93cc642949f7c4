/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "assistant/batch-orders.h"

#include <glib/gi18n.h>

#include "core/certificate/validity-rules.h"
#include "core/exchange/order-list.h"
#include "core/store/store-renewals.h"
#include "widget/save-text.h"
#include "widget/wrap-box.h"

struct _KpBatchOrders
{
  AdwBin parent_instance;

  AdwActionRow *count;

  KpDesk *desk;
  KpBatch *batch;      /* (nullable) */
  GPtrArray *renewals; /* (nullable): of all open jobs, once they were read */
  gboolean reading;
  gboolean again; /* something has changed meanwhile */
  gboolean stale; /* or while it was not shown */
};

G_DEFINE_FINAL_TYPE (KpBatchOrders, kp_batch_orders, ADW_TYPE_BIN)

static void load (KpBatchOrders *self);

static const KpRenewal *
find_renewal (KpBatchOrders *self, const KpJob *job)
{
  for (guint i = 0; self->renewals != NULL && i < self->renewals->len; i++)
    if (((KpRenewal *) self->renewals->pdata[i])->job_id == job->id)
      return self->renewals->pdata[i];
  return NULL;
}

/* What was ordered is not ordered once more. */
static gboolean
is_to_order (const KpJob *job)
{
  return job != NULL && !kp_job_is_past (job, KP_JOB_STEP_BUY);
}

/* The orders point into the CSRs, which @csrs owns. Returns: (transfer full) */
static GArray *
make_orders (KpBatchOrders *self, GPtrArray *csrs)
{
  GArray *orders = g_array_new (FALSE, FALSE, sizeof (KpOrder));
  gint64 now = kp_clock_now (kp_desk_get_clock (self->desk));

  for (guint i = 0; i < kp_batch_get_size (self->batch); i++)
    {
      KpBatchSite *site = kp_batch_get (self->batch, i);
      const KpJob *job = kp_batch_site_get_job (site);
      const KpRenewal *renewal = is_to_order (job) ? find_renewal (self, job) : NULL;
      KpCsr *csr = renewal != NULL && renewal->csr != NULL
                       ? kp_csr_new_from_der (renewal->csr, NULL)
                       : NULL;
      const KpOrder order = {
        .host = kp_site_get_host (kp_batch_site_get_site (site)),
        .csr = csr,
        .ca = renewal != NULL ? renewal->ca : NULL,
        .days = kp_validity_rules_max_days (kp_validity_rules_get_default (), now),
      };

      if (csr == NULL)
        continue;
      g_ptr_array_add (csrs, csr);
      g_array_append_val (orders, order);
    }
  return orders;
}

static GPtrArray *
new_csrs (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) kp_csr_free);
}

/* @there: (out): how many there are to save */
static char *
describe (KpBatchOrders *self, guint *there)
{
  guint wanted = 0;
  guint ordered = 0;
  g_autofree char *text = NULL;
  g_autofree char *rest = NULL;

  for (guint i = 0; i < kp_batch_get_size (self->batch); i++)
    {
      const KpJob *job = kp_batch_site_get_job (kp_batch_get (self->batch, i));
      const KpRenewal *renewal = is_to_order (job) ? find_renewal (self, job) : NULL;

      *there += renewal != NULL && renewal->csr != NULL;
      wanted += is_to_order (job);
      ordered += job != NULL && !is_to_order (job);
    }
  /* Translators: how many sites of how many */
  text = g_strdup_printf (ngettext ("%u of %u has a CSR.", "%u of %u have a CSR.", *there),
                          *there, wanted);
  if (ordered == 0)
    return g_steal_pointer (&text);
  rest = g_strdup_printf (
      /* Translators: how many sites; a sentence stands before it */
      ngettext ("%u is ordered already.", "%u are ordered already.", ordered), ordered);
  return g_strjoin (" ", text, rest, NULL);
}

static void
update (KpBatchOrders *self)
{
  guint there = 0;
  g_autofree char *text = describe (self, &there);

  adw_action_row_set_subtitle (self->count, text);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "orders.save-csrs", there > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "orders.save-list", there > 0);
}

static void
save_csrs_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpBatchOrders *self = KP_BATCH_ORDERS (widget);
  g_autoptr (GPtrArray) csrs = new_csrs ();
  g_autoptr (GArray) orders = make_orders (self, csrs);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) zip =
      kp_order_list_write_zip ((const KpOrder *) orders->data, orders->len,
                               kp_clock_now (kp_desk_get_clock (self->desk)), &error);

  if (zip == NULL)
    gtk_widget_activate_action (widget, "win.show-toast", "s", error->message);
  else
    kp_save_octets (widget, _ ("Save All Signing Requests"), "csrs.zip", zip,
                    _ ("Signing requests saved"));
}

static void
save_list_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  KpBatchOrders *self = KP_BATCH_ORDERS (widget);
  g_autoptr (GPtrArray) csrs = new_csrs ();
  g_autoptr (GArray) orders = make_orders (self, csrs);
  g_autofree char *list =
      kp_order_list_write_csv ((const KpOrder *) orders->data, orders->len);

  kp_save_text (widget, _ ("Save Order List"), "orders.csv", list, _ ("Order list saved"));
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (KpBatchOrders) self = data;
  g_autoptr (GError) error = NULL;
  GPtrArray *renewals = kp_store_load_renewals_finish (KP_STORE (source), result, &error);

  self->reading = FALSE;
  if (self->batch == NULL)
    {
      g_clear_pointer (&renewals, g_ptr_array_unref);
      return; /* closed meanwhile */
    }
  if (renewals == NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-toast", "s", error->message);
  else
    {
      g_clear_pointer (&self->renewals, g_ptr_array_unref);
      self->renewals = renewals;
    }
  update (self);
  if (self->again)
    load (self);
}

static void
load (KpBatchOrders *self)
{
  self->again = self->reading;
  if (self->reading)
    return;
  self->reading = TRUE;
  kp_store_load_renewals_async (kp_desk_get_store (self->desk), NULL, loaded_cb,
                                g_object_ref (self));
}

/* Each site of the window has such a page: only the one that is looked at reads. */
static void
changed_cb (KpBatchOrders *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), kp_batch_get_size (self->batch) > 1);
  self->stale = !gtk_widget_get_mapped (GTK_WIDGET (self));
  if (!self->stale)
    load (self);
}

static void
kp_batch_orders_map (GtkWidget *widget)
{
  KpBatchOrders *self = KP_BATCH_ORDERS (widget);

  GTK_WIDGET_CLASS (kp_batch_orders_parent_class)->map (widget);
  if (self->stale)
    changed_cb (self);
}

static void
kp_batch_orders_dispose (GObject *object)
{
  KpBatchOrders *self = KP_BATCH_ORDERS (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_BATCH_ORDERS);
  g_clear_pointer (&self->renewals, g_ptr_array_unref);
  g_clear_object (&self->batch);
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (kp_batch_orders_parent_class)->dispose (object);
}

static void
kp_batch_orders_class_init (KpBatchOrdersClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kp_batch_orders_dispose;
  widget_class->map = kp_batch_orders_map;

  g_type_ensure (KP_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/keyplate_app/Keyplate/assistant/batch-orders.ui");
  gtk_widget_class_bind_template_child (widget_class, KpBatchOrders, count);
  gtk_widget_class_install_action (widget_class, "orders.save-csrs", NULL,
                                   save_csrs_activated);
  gtk_widget_class_install_action (widget_class, "orders.save-list", NULL,
                                   save_list_activated);
}

static void
kp_batch_orders_init (KpBatchOrders *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
kp_batch_orders_show (KpBatchOrders *self, KpJobSheet *sheet)
{
  g_return_if_fail (KP_IS_BATCH_ORDERS (self));
  g_return_if_fail (sheet != NULL);

  if (sheet->batch == NULL)
    return;
  if (self->batch == NULL)
    {
      self->batch = g_object_ref (sheet->batch);
      self->desk = g_object_ref (sheet->desk);
      g_signal_connect_object (self->batch, "changed", G_CALLBACK (changed_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (self->batch, "items-changed", G_CALLBACK (changed_cb), self,
                               G_CONNECT_SWAPPED);
    }
  update (self);
  changed_cb (self);
}
