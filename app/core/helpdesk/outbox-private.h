/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/helpdesk/delivery.h"
#include "core/helpdesk/outbox.h"

G_BEGIN_DECLS

/* What the files of the outbox share. */
struct _KpOutbox
{
  GObject parent;

  KpDeliveryTools tools;
  KpRequestList *requests;
  GCancellable *cancellable; /* of all that is under way */
  GHashTable *running;       /* row ids of requests that something is done about */
  GHashTable *providers;     /* ids of providers that are being asked */
  GPtrArray *waiters;        /* tasks that end when nothing is due any more */
  GTask *stopping;           /* (nullable): ends when nothing runs any more */
  GSource *timer;            /* (nullable): wakes it when something will be due */
  gint64 received_at;        /* when all replies were last fetched */
  guint n_receiving;
  gboolean started;
  gboolean stopped;
  gboolean waking;
};

/** kp_outbox_pump: Begins what is due and may run, tells who waits, and sets the timer. */
void kp_outbox_pump (KpOutbox *self);
/** kp_outbox_emit_received: Emits "received". */
void kp_outbox_emit_received (KpOutbox *self, KpRequest *request, guint n);
/** kp_outbox_note_receiving: Counts fetching, @change being 1 or -1. */
void kp_outbox_note_receiving (KpOutbox *self, int change);
/** kp_outbox_find_route: Asks for the way of @request; @callback gets a #GTask that has a
 * #KpRoute. */
void kp_outbox_find_route (KpOutbox *self, KpRequest *request, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer data);

G_END_DECLS
