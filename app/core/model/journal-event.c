/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/journal-event.h"

G_DEFINE_BOXED_TYPE (KpJournalEvent, kp_journal_event, kp_journal_event_ref,
                     kp_journal_event_unref)

KpJournalEvent *
kp_journal_event_new (gint64 site_id, gint64 at, const char *kind, const char *text)
{
  KpJournalEvent *self = g_atomic_rc_box_new0 (KpJournalEvent);

  self->site_id = site_id;
  self->at = at;
  self->kind = g_strdup (kind);
  self->text = g_strdup (text);
  return self;
}

KpJournalEvent *
kp_journal_event_ref (KpJournalEvent *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  KpJournalEvent *self = data;

  g_free (self->kind);
  g_free (self->text);
}

void
kp_journal_event_unref (KpJournalEvent *self)
{
  g_atomic_rc_box_release_full (self, clear);
}
