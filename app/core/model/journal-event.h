/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * KpJournalEvent:
 * @at: Unix seconds
 * @site_id: row id of the site
 * @kind: what: a stable word ("added", "edited", "lock", "dns", "certificate", "note",
 * "removed", "restored")
 * @text: one sentence in the user's language of that time
 *
 * One dated event of a site: the history a person reads. Immutable; reference counted.
 */
typedef struct
{
  gint64 at;
  gint64 site_id;
  char *kind;
  char *text;
} KpJournalEvent;

#define KP_TYPE_JOURNAL_EVENT (kp_journal_event_get_type ())
GType kp_journal_event_get_type (void);

/** kp_journal_event_new: Returns: (transfer full): an event */
KpJournalEvent *kp_journal_event_new (gint64 site_id, gint64 at, const char *kind,
                                      const char *text);
/** kp_journal_event_ref: Returns: (transfer full): @self with one more reference */
KpJournalEvent *kp_journal_event_ref (KpJournalEvent *self);
/** kp_journal_event_unref: Drops a reference. */
void kp_journal_event_unref (KpJournalEvent *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpJournalEvent, kp_journal_event_unref)

G_END_DECLS
