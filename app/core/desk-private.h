/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk.h"

#include "core/net/session.h"

G_BEGIN_DECLS

/* The files of KpDesk: desk.c builds the services and hands them out, desk-open.c opens and
 * closes them in order, desk-intake.c tells an intake of the sites. */

struct _KpDesk
{
  GObject parent;

  char *data_dir;
  gboolean read_only;
  gboolean sample;
  KpClock *clock;
  KpStore *store;
  KpSettings *settings;
  KpPortfolio *portfolio;
  KpCatalogue *catalogue;
  KpCustomerList *customers;
  KpSubjectList *subjects;
  KpUnsafeAccess *unsafe;
  KpJobKeeper *job_keeper;
  KpConnector *connector; /* made when asked for, as the outbox */
  KpOutbox *outbox;
  GHashTable *you_change;
  KpMonitor *monitor;
  KpRecordWatch *record_watch;
  KpNetSession *session;
  KpTrust *trust;
  GPtrArray *intermediates;
  KpVault *vault;
};

G_END_DECLS
