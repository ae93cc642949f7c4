/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/desk.h"

G_BEGIN_DECLS

#define KP_TYPE_REQUEST_VIEW (kp_request_view_get_type ())
G_DECLARE_FINAL_TYPE (KpRequestView, kp_request_view, KP, REQUEST_VIEW, AdwBin)

/**
 * KpRequestView:
 *
 * The page of one request: how it stands and what can be done, the conversation, its
 * fields, its text and its files. It follows the request. Main thread.
 */

/** kp_request_view_new: Returns: (transfer floating): the page of @request, one of the
 * outbox of @desk */
GtkWidget *kp_request_view_new (KpDesk *desk, KpRequest *request);
/** kp_request_view_get_request: Returns: (transfer none): what it shows */
KpRequest *kp_request_view_get_request (KpRequestView *self);

G_END_DECLS
