/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/model/request.h"

G_BEGIN_DECLS

#define KP_TYPE_REQUEST_ROW (kp_request_row_get_type ())
G_DECLARE_FINAL_TYPE (KpRequestRow, kp_request_row, KP, REQUEST_ROW, GtkBox)

/**
 * KpRequestRow:
 *
 * One request in the list of all: its state as an icon, its subject, and what else is told
 * of it. It follows the request. Main thread.
 */

/** KpRequestDescribe: Returns: (transfer full): what else is told of @request, in a line */
typedef char *(*KpRequestDescribe) (KpRequest *request, gpointer data);

/** kp_request_row_new: @describe: called with @data, which must stay for as long. Returns:
 * (transfer floating): one without a request */
GtkWidget *kp_request_row_new (KpRequestDescribe describe, gpointer data);
/** kp_request_row_set_request: @request: (nullable): what it shows */
void kp_request_row_set_request (KpRequestRow *self, KpRequest *request);
/** kp_request_row_update: Tells it anew: time goes on. */
void kp_request_row_update (KpRequestRow *self);

G_END_DECLS
