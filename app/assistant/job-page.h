/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "assistant/job-sheet.h"

G_BEGIN_DECLS

#define KP_TYPE_SECURE_PAGE (kp_secure_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (KpSecurePage, kp_secure_page, KP, SECURE_PAGE, AdwBin)

/**
 * KpSecurePageClass:
 * @show: draws the job of a sheet; what is being typed stays where the job has not changed
 * @give: the user goes on: hands over what the page has by kp_secure_page_send(), at once
 * or after it was saved
 * @dup_draft: (nullable): what was typed and not given, for the draft of the job; %NULL for
 * nothing
 * @forget: (nullable): the next @show fills it in anew: the draft came later than the job
 *
 * A page of the assistant that secures a site. It draws a job and takes what its step
 * needs; what follows from that is for the rules of the job. Properties: "ready" (boolean):
 * it has all that it can be asked for; "button" (string, nullable): label of the page's
 * main button, %NULL where *Next* goes on. Signals: "input" (a #KpJobInput, only during the
 * emission), "failed" (a sentence).
 */
struct _KpSecurePageClass
{
  AdwBinClass parent_class;

  void (*show) (KpSecurePage *self, KpSecureSheet *sheet);
  void (*give) (KpSecurePage *self);
  char *(*dup_draft) (KpSecurePage *self);
  void (*forget) (KpSecurePage *self);
};

/** kp_secure_page_show: Shows the job of @sheet. */
void kp_secure_page_show (KpSecurePage *self, KpSecureSheet *sheet);
/** kp_secure_page_get_sheet: Returns: (transfer none) (nullable): what it shows; %NULL once
 * it is disposed of */
KpSecureSheet *kp_secure_page_get_sheet (KpSecurePage *self);
/** kp_secure_page_give: Goes on with what it has. */
void kp_secure_page_give (KpSecurePage *self);
/** kp_secure_page_dup_draft: Returns: (transfer full) (nullable): what was typed and is not
 * given yet; %NULL for nothing */
char *kp_secure_page_dup_draft (KpSecurePage *self);
/** kp_secure_page_get_ready: Returns: whether it can go on */
gboolean kp_secure_page_get_ready (KpSecurePage *self);
/** kp_secure_page_get_button: Returns: (transfer none) (nullable): label of its main
 * button */
const char *kp_secure_page_get_button (KpSecurePage *self);

/** kp_secure_page_set_ready: For the pages. */
void kp_secure_page_set_ready (KpSecurePage *self, gboolean ready);
/** kp_secure_page_set_button: For the pages; @label: (nullable). */
void kp_secure_page_set_button (KpSecurePage *self, const char *label);
/** kp_secure_page_send: For the pages: gives the job @input. */
void kp_secure_page_send (KpSecurePage *self, const KpJobInput *input);
/** kp_secure_page_fail: For the pages: says @text. */
void kp_secure_page_fail (KpSecurePage *self, const char *text);

G_END_DECLS
