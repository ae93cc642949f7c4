/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/lock.h"

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * KpJournalEvent:
 * @at: Unix seconds
 * @site_id: row id of the site
 * @kind: what: a stable word ("added", "edited", "job", "request", "lock", "dns",
 * "certificate", "note", "retired", "removed", "restored")
 * @text: what is told of it, as it is kept, in no language: for "edited", "job" and
 * "request" as kp_sentence_keep() gives it; kp_journal_event_format() makes it a sentence.
 * Older versions kept that
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
/** kp_journal_event_format: Returns: (transfer full): a sentence in the user's language; of
 * an event that an older version kept, its own */
char *kp_journal_event_format (const KpJournalEvent *self);
/** kp_journal_kind_get_text: Returns: (nullable): the text to keep of a kind that always
 * says the same, in no language but the source's */
const char *kp_journal_kind_get_text (const char *kind);
/** kp_journal_text_of_lock: Returns: (transfer full): the text to keep of the kind "lock":
 * @lock, and @finding (nullable), the id of the one that is to blame */
char *kp_journal_text_of_lock (KpLock lock, const char *finding);
/** kp_journal_text_of_dns: Returns: (transfer full): the text to keep of the kind "dns":
 * two record sets */
char *kp_journal_text_of_dns (const char *after, const char *before);
/** kp_journal_text_of_certificate: Returns: (transfer full): the text to keep of the kind
 * "certificate": where it is served, its end, and who issued it */
char *kp_journal_text_of_certificate (const char *address, gint64 not_after,
                                      const char *issuer);
/** kp_journal_event_ref: Returns: (transfer full): @self with one more reference */
KpJournalEvent *kp_journal_event_ref (KpJournalEvent *self);
/** kp_journal_event_unref: Drops a reference. */
void kp_journal_event_unref (KpJournalEvent *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpJournalEvent, kp_journal_event_unref)

G_END_DECLS
