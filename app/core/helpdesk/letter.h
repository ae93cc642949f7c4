/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** KpLetterKind: the letters of data/letters/, by what they are for */
typedef enum
{
  KP_LETTER_REQUEST,           /* to the provider: a certificate for a site whose DNS will
                                  point there */
  KP_LETTER_REMINDER_PROVIDER, /* to the provider, in the same ticket where there is one */
  KP_LETTER_REMINDER_CUSTOMER, /* to the customer's DNS administrator */
  KP_LETTER_INSTRUCTIONS,      /* likewise: what to change */
  KP_LETTER_RETIRE_PROVIDER,   /* to the provider: a site is not needed any more */
  KP_LETTER_RETIRE_CUSTOMER,   /* to the customer: remove the record that stayed behind */
  KP_LETTER_MOVED_AWAY,        /* to the customer: was it meant to lead elsewhere? */
  KP_LETTER_CSR,               /* to the provider: renew a certificate whose key it keeps:
                                  send the signing request */
  KP_LETTER_CERTIFICATE,       /* to the provider: the certificate to that request */
  KP_LETTER_VALIDATION,        /* to the customer: add the record that a CA asks for */
  KP_LETTER_N,
} KpLetterKind;

/** KpLetterError: TEMPLATE: the text has a placeholder that is not known, or a stray brace;
 * VALUE: what the letter can't do without was not given, or is too long */
typedef enum
{
  KP_LETTER_ERROR_TEMPLATE,
  KP_LETTER_ERROR_VALUE,
} KpLetterError;

#define KP_LETTER_ERROR (kp_letter_error_quark ())
GQuark kp_letter_error_quark (void);

/** KP_LETTER_MAX_TEMPLATE: octets of a letter's text with its placeholders */
#define KP_LETTER_MAX_TEMPLATE (64 * 1024)
/** KP_LETTER_MAX_VALUE: characters of a value of one line */
#define KP_LETTER_MAX_VALUE 500
/** KP_LETTER_MAX_LINES: octets of a value of several lines */
#define KP_LETTER_MAX_LINES (32 * 1024)

/** KpLetterNeed: how a placeholder is filled */
typedef enum
{
  KP_LETTER_REQUIRED = 0,      /* one line, never empty */
  KP_LETTER_OPTIONAL = 1 << 0, /* may be empty or absent */
  KP_LETTER_LINES = 1 << 1,    /* may have several lines */
} KpLetterNeed;

/** KpLetterPlaceholder: the name of a placeholder and how it is filled (#KpLetterNeed);
 * tables of them end with one without a name */
typedef struct
{
  const char *name;
  guint need;
} KpLetterPlaceholder;

/** KpLetterValue: what stands for the placeholder @name; tables of them end with one
 * without a name */
typedef struct
{
  const char *name;
  const char *value;
} KpLetterValue;

/**
 * KpLetter:
 * @language: BCP 47 tag of the language it is in, "" where its text came from elsewhere
 * @subject: one line without control characters
 * @body: its text
 *
 * A letter ready to be read, changed and sent. An owned value.
 */
typedef struct
{
  char *language;
  char *subject;
  char *body;
} KpLetter;

/** kp_letter_free: Frees @self; %NULL is fine. */
void kp_letter_free (KpLetter *self);
/** kp_letter_get_placeholders: Returns: (transfer none) (array zero-terminated=1): what
 * letters of that kind are filled with */
const KpLetterPlaceholder *kp_letter_get_placeholders (KpLetterKind kind);
/** kp_letter_get_languages: Returns: (transfer full) (array zero-terminated=1): BCP 47 tags
 * of the languages that letters of that kind are there in */
char **kp_letter_get_languages (KpLetterKind kind);

/** kp_letter_find_language: Returns: (transfer full) (nullable): the tag of the language in
 * which letters of that kind are there for who wants @language (a BCP 47 tag, or the name
 * of a locale): "de" for "de-AT"; %NULL if there is none */
char *kp_letter_find_language (KpLetterKind kind, const char *language);

/**
 * kp_letter_new:
 * @kind: which letter
 * @language: (nullable): BCP 47 tag of the reader's language; %NULL or "" for the user's
 * @values: what stands for the placeholders of that kind; others are passed over
 * @error: #KpLetterError
 *
 * Writes a letter in the reader's language, else in the user's, else in English. A
 * paragraph in which an optional placeholder stays empty is left out.
 *
 * Returns: (transfer full) (nullable): the letter
 */
KpLetter *kp_letter_new (KpLetterKind kind, const char *language,
                         const KpLetterValue *values, GError **error);

/**
 * kp_letter_expand:
 * @template: a text: the first line is the subject. "{name}" is a placeholder; in "{ name}"
 *   the space goes with the value, and the paragraph stays if there is none
 * @length: its octets, or -1
 * @known: the placeholders that it may have
 * @values: what stands for them
 * @error: #KpLetterError
 *
 * Pure. A value is only ever text: it makes no placeholder, and no second line where one is
 * meant.
 *
 * Returns: (transfer full) (nullable): the letter
 */
KpLetter *kp_letter_expand (const char *template, gssize length,
                            const KpLetterPlaceholder *known, const KpLetterValue *values,
                            GError **error);

/** kp_letter_get_sender: Returns: (transfer none) (nullable): who signs: what the system
 * calls its user, where it knows more than the name of an account */
const char *kp_letter_get_sender (void);
/** kp_letter_format_port: Returns: (transfer full) (nullable): @port as it stands in a
 * letter to those who serve the site; %NULL for 443, which nobody has to be told */
char *kp_letter_format_port (guint16 port);
/** kp_letter_format_day: Returns: (transfer full): a day as it stands in a letter, whose
 * reader's language is not the user's: "2026-11-29", in the user's time zone */
char *kp_letter_format_day (gint64 time);
/** kp_letter_format_moment: Returns: (transfer full): likewise a moment: "2026-11-29 14:35
 * UTC" */
char *kp_letter_format_moment (gint64 time);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpLetter, kp_letter_free)

G_END_DECLS
