/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/model/journal-event.h"

#define END 1801137600 /* 28 January 2027 */

static void
test_format (void)
{
  static const struct
  {
    const char *kind;
    const char *text;
    const char *sentence;
  } rows[] = {
    { "added", "Added to Keyplate.", "Added to Keyplate." },
    { "lock", "locked", "Locked" },
    { "lock", "unlocked\tdns.a-record", "Unlocked: Address record where a CNAME must be" },
    { "dns", "A 192.0.2.1\tA 192.0.2.2",
      "DNS answers A 192.0.2.1, before that A 192.0.2.2" },
    { "certificate", "192.0.2.1\t1801137600\tExample CA",
      "New certificate by Example CA at 192.0.2.1, valid until 28 January 2027" },
    { "note", "They never pay.", "They never pay." },
    { "job", "\tjob.handed-ticket\tPexip\t12", "Handed to Pexip, ticket 12." },
    { "job", "\tjob.order\tExample CA\n\tjob.record\tTXT\t_a.example",
      "Certificate ordered: Example CA. The CA asks for a TXT record at _a.example." },
    { "request", "\trequest.sent\tKP-1", "Request KP-1 sent." },
    { "edited", "\tedit.note\n\tedit.target\t\ta.example",
      "Note changed; Target: – → a.example" },
    /* Kept by an older version, in whatever language that spoke. */
    { "removed", "Entfernt.", "Removed." },
    { "lock", "Ungesichert: Adresseintrag statt CNAME",
      "Ungesichert: Adresseintrag statt CNAME" },
    { "dns", "DNS answers A 192.0.2.1, before that A 192.0.2.2",
      "DNS answers A 192.0.2.1, before that A 192.0.2.2" },
    { "certificate", "New certificate by Example CA", "New certificate by Example CA" },
    { "job", "Der Vorgang wurde pausiert.", "Der Vorgang wurde pausiert." },
    { "edited", "Notiz geändert; Ziel: a → b", "Notiz geändert; Ziel: a → b" },
    { "note", "\tjob.paused", "\tjob.paused" },
    /* A finding of a newer version; a damaged store. */
    { "lock", "unlocked\tdns.of-tomorrow", "Unlocked" },
    { "lock", "", "" },
    { "certificate", "192.0.2.1\t9223372036854775807\tExample CA",
      "192.0.2.1\t9223372036854775807\tExample CA" },
    { "dns", "A\tB\tC\tD\tE", "A\tB\tC\tD\tE" },
    { "of-tomorrow", "a\tb", "a\tb" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (KpJournalEvent) event =
          kp_journal_event_new (1, 1000, rows[i].kind, rows[i].text);
      g_autofree char *sentence = kp_journal_event_format (event);

      g_assert_cmpstr (sentence, ==, rows[i].sentence);
    }
}

static void
check_text (const char *kind, char *text, const char *wanted)
{
  g_autofree char *owned = text;
  g_autoptr (KpJournalEvent) event = kp_journal_event_new (1, 1000, kind, owned);
  g_autofree char *sentence = kp_journal_event_format (event);

  g_assert_cmpstr (sentence, ==, wanted);
}

/* What is kept is what is read, whatever is in the names that others gave. */
static void
test_texts (void)
{
  check_text ("lock", kp_journal_text_of_lock (KP_LOCK_PENDING, NULL), "Pending");
  check_text ("lock", kp_journal_text_of_lock (KP_LOCK_UNLOCKED, "dns.loop"),
              "Unlocked: CNAME that leads back to itself");
  check_text ("dns", kp_journal_text_of_dns ("A 192.0.2.1", "CNAME a\tb"),
              "DNS answers A 192.0.2.1, before that CNAME a b");
  check_text ("certificate", kp_journal_text_of_certificate ("192.0.2.1", END, "A\tCA"),
              "New certificate by A CA at 192.0.2.1, valid until 28 January 2027");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/journal-event/format", test_format);
  g_test_add_func ("/journal-event/texts", test_texts);
  return g_test_run ();
}
