/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/helpdesk/request-composer.h"

G_BEGIN_DECLS

#define KP_TYPE_LETTER_EDITOR (kp_letter_editor_get_type ())
G_DECLARE_FINAL_TYPE (KpLetterEditor, kp_letter_editor, KP, LETTER_EDITOR, AdwBin)

/**
 * KpLetterEditor:
 *
 * The letter of a request that is not sent yet, to be looked at and changed: what is typed
 * is written into the request at once, and what keeps it from being sent stands under it.
 * Property: "ready" (boolean, read-only, with notify): it can be sent. Signal "typed": the
 * user has changed it. Signal "language-chosen" (string, #KpRequest, nullable): the user
 * wants it in the language of that tag; the letter as it was left when it stood there in
 * that language. It is to be answered by kp_letter_editor_set_request(), with that letter
 * or a new one.
 */

/** kp_letter_editor_set_request: Shows @request; @profile: of whom it goes to; @language:
 * tag of the one it is written in. Letters in other languages are forgotten unless one was
 * just chosen. */
void kp_letter_editor_set_request (KpLetterEditor *self, KpRequest *request,
                                   KpProfile *profile, const char *language);
/** kp_letter_editor_get_ready: Returns: whether it can be sent */
gboolean kp_letter_editor_get_ready (KpLetterEditor *self);
/** kp_letter_editor_fail: Shows @text in place of a problem: there is no request. */
void kp_letter_editor_fail (KpLetterEditor *self, const char *text);

G_END_DECLS
