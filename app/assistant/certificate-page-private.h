/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "assistant/certificate-page.h"
#include "assistant/validation-group.h"
#include "core/certificate/bundle.h"
#include "widget/drop-area.h"
#include "widget/finding-list.h"
#include "widget/wrap-box.h"

G_BEGIN_DECLS

/* What certificate-page.c, which shows a bundle, and certificate-page-reading.c, which
 * makes it of what was given, share. */

struct _KpCertificatePage
{
  KpJobPage parent_instance;

  GtkLabel *intro;
  GtkWidget *remind;
  GtkWidget *origin_box;
  GtkLabel *origin;
  GtkWidget *busy;
  GtkSpinner *spinner;
  GtkWidget *chain_box;
  KpDropArea *area;
  KpWrapBox *chain;
  KpFindingList *findings;
  KpValidationGroup *validation;

  gint64 job;                /* what is shown was given for it */
  gint64 revision;           /* of the job, with what it had gathered */
  KpCsr *csr;                /* (nullable): that the job was given */
  GCancellable *loading;     /* (nullable): of that */
  GPtrArray *inputs;         /* of KpDocumentInput: all that was given */
  GCancellable *cancellable; /* (nullable): of what is read or fetched */
  KpBundle *bundle;          /* (nullable) */
  GPtrArray *overruled;
  gboolean shares; /* what is read now is shared out to the sites of the window first */
};

/* certificate-page.c */

/** kp_certificate_page_get_sheet: Returns: (transfer none) (nullable): what is shown; %NULL
 * once it is closed */
KpJobSheet *kp_certificate_page_get_sheet (KpCertificatePage *self);
/** kp_certificate_page_show_bundle: Shows the bundle as it is now, or that there is none.
 */
void kp_certificate_page_show_bundle (KpCertificatePage *self);

/* certificate-page-reading.c */

/** kp_certificate_page_read: Reads all that was given anew, and judges it; @shares: what is
 * for other sites of the window goes there first. */
void kp_certificate_page_read (KpCertificatePage *self, gboolean shares);
/** kp_certificate_page_clear: Forgets what was given, and what became of it. */
void kp_certificate_page_clear (KpCertificatePage *self);
/** kp_certificate_page_stop: Awaits nothing any more. */
void kp_certificate_page_stop (KpCertificatePage *self);

G_END_DECLS
