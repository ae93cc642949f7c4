/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/model/request.h"

G_BEGIN_DECLS

/* How a request looks wherever it is shown: by icon, word and sentence. */

/** kp_request_look_set_image: Makes @image show the state of @request. */
void kp_request_look_set_image (GtkImage *image, KpRequest *request);
/** kp_request_look_describe_state: Returns: (transfer full): "Sent · 1 new reply": its
 * state and the replies that nobody has seen yet, if any */
char *kp_request_look_describe_state (KpRequest *request);
/** kp_request_look_describe: Returns: (transfer full): what is to be said of @request, and
 * what to do, in the user's language; "" if nothing beside its state */
char *kp_request_look_describe (KpRequest *request);
/** kp_request_look_needs_you: Returns: whether @request waits for its user: it was refused,
 * is to be sent by hand or decided, waits for a login, or has replies nobody has seen */
gboolean kp_request_look_needs_you (KpRequest *request);

G_END_DECLS
