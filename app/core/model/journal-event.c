/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/journal-event.h"

#include "core/base/time-text.h"
#include "core/model/finding.h"
#include "core/model/sentence.h"

#include <glib/gi18n.h>

/* Between what is kept of an event: a sentence of an older version has none. */
#define SEPARATOR "\t"

/* Kinds that always say the same. */
static const struct
{
  const char *kind;
  const char *text;
} constant[] = {
  { "added", N_ ("Added to Keyplate.") },
  { "retired", N_ ("Retired: it is not checked any more.") },
  { "removed", N_ ("Removed.") },
  { "restored", N_ ("Restored.") },
};

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

const char *
kp_journal_kind_get_text (const char *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (constant); i++)
    if (g_str_equal (constant[i].kind, kind))
      return constant[i].text;
  return NULL;
}

/* The parts as one text: what is in them is from outside. */
static char *
join (const char *first, const char *second, const char *third)
{
  const char *given[] = { first, second, third, NULL };
  g_auto (GStrv) parts = g_strdupv ((char **) given);

  for (guint i = 0; parts[i] != NULL; i++)
    g_strdelimit (parts[i], SEPARATOR, ' ');
  return g_strjoinv (SEPARATOR, parts);
}

char *
kp_journal_text_of_lock (KpLock lock, const char *finding)
{
  return join (kp_lock_to_string (lock), finding, NULL);
}

char *
kp_journal_text_of_dns (const char *after, const char *before)
{
  return join (after, before, NULL);
}

char *
kp_journal_text_of_certificate (const char *address, gint64 not_after, const char *issuer)
{
  g_autofree char *end = g_strdup_printf ("%" G_GINT64_FORMAT, not_after);

  return join (address, end, issuer);
}

static char *
format_lock (char **parts, guint n)
{
  KpFindingId id;
  KpLock lock;

  if (n == 0 || n > 2 || !kp_lock_from_string (parts[0], &lock))
    return NULL;
  if (n == 1 || !kp_finding_id_from_string (parts[1], &id))
    return g_strdup (kp_lock_get_label (lock));
  return g_strdup_printf (
      /* Translators: the first is a lock ("Unlocked"), the second the title of a finding */
      C_ ("lock", "%s: %s"), kp_lock_get_label (lock), kp_finding_id_get_title (id));
}

static char *
format_dns (char **parts, guint n)
{
  if (n != 2)
    return NULL;
  /* Translators: both are record sets such as "A 192.0.2.1" or "CNAME host.example.com" */
  return g_strdup_printf (_ ("DNS answers %s, before that %s"), parts[0], parts[1]);
}

static char *
format_certificate (char **parts, guint n)
{
  g_autofree char *day = NULL;
  gint64 end;

  if (n != 3 || !g_ascii_string_to_signed (parts[1], 10, 0, G_MAXUINT32, &end, NULL))
    return NULL;
  day = kp_time_format_date (end);
  /* Translators: the name of a certificate authority, an IP address and a date */
  return g_strdup_printf (_ ("New certificate by %s at %s, valid until %s"), parts[2],
                          parts[0], day);
}

char *
kp_journal_event_format (const KpJournalEvent *self)
{
  g_auto (GStrv) parts = g_strsplit (self->text, SEPARATOR, 4);
  const char *text = kp_journal_kind_get_text (self->kind);
  guint n = g_strv_length (parts);
  char *sentence = NULL;

  if (text != NULL)
    return g_strdup (_ (text));
  if (g_str_equal (self->kind, "edited"))
    return kp_sentence_tell_list (self->text, "; ");
  if (g_str_equal (self->kind, "job") || g_str_equal (self->kind, "request"))
    return kp_sentence_tell (self->text);
  if (g_str_equal (self->kind, "lock"))
    sentence = format_lock (parts, n);
  else if (g_str_equal (self->kind, "dns"))
    sentence = format_dns (parts, n);
  else if (g_str_equal (self->kind, "certificate"))
    sentence = format_certificate (parts, n);
  return sentence != NULL ? sentence : g_strdup (self->text);
}
