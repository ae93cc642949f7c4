/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/certificate/document.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/base/plain-text.h"
#include "core/certificate/certificate.h"
#include "core/certificate/document-private.h"

/* Characters of a name that are repeated. */
#define MAX_NAME 80
/* Octets that are searched for a private key, unpacked and decoded in every way: at least,
 * so many times the input, and at most. */
#define LEAST_SEARCHED (64 * 1024)
#define SEARCHED_TIMES 200
#define MOST_SEARCHED (48 * 1024 * 1024)

static void
free_part (gpointer data)
{
  KpDocumentPart *part = data;

  g_bytes_unref (part->der);
  g_free (part->source);
  g_free (part);
}

void
kp_document_reader_add_format (KpDocumentReader *self, const char *format)
{
  GPtrArray *formats = self->document->formats;

  if (!g_ptr_array_find_with_equal_func (formats, format, g_str_equal, NULL))
    g_ptr_array_add (formats, g_strdup (format));
}

void
kp_document_reader_add_problem (KpDocumentReader *self, KpDocumentProblem problem)
{
  self->document->problems |= problem;
}

void
kp_document_reader_add (KpDocumentReader *self, KpDocumentKind kind, GBytes *der,
                        const char *source)
{
  KpDocumentPart *part;

  if (self->document->parts->len >= KP_DOCUMENT_MAX_PARTS)
    {
      kp_document_reader_add_problem (self, KP_DOCUMENT_TOO_LARGE);
      return;
    }
  part = g_new0 (KpDocumentPart, 1);
  part->kind = kind;
  part->der = g_bytes_ref (der);
  part->source = g_strdup (source);
  g_ptr_array_add (self->document->parts, part);
}

gboolean
kp_document_reader_count_entry (KpDocumentReader *self)
{
  if (self->document->n_entries >= KP_DOCUMENT_MAX_ENTRIES)
    {
      kp_document_reader_add_problem (self, KP_DOCUMENT_TOO_LARGE);
      return FALSE;
    }
  self->document->n_entries++;
  return TRUE;
}

char *
kp_document_source_enter (const char *source, const char *name)
{
  g_autofree char *shown = NULL;

  if (name == NULL || *name == '\0')
    return g_strdup (source);
  shown = kp_plain_text_shorten (name, MAX_NAME);
  return g_strconcat (source, " › ", shown, NULL);
}

/* Files may stand behind each other, and line ends behind a file. */
static gboolean
read_der (KpDocumentReader *self, const guint8 *data, gsize length, const char *source)
{
  KpDer rest = { data, length };

  if (!kp_document_reader_take_der (self, &rest, "DER", source))
    {
      gsize said = kp_document_der_measure (rest);

      /* A text may begin with “000”. */
      if (said == G_MAXSIZE || said <= length || data[1] < 0x80)
        return FALSE;
      kp_document_reader_add_problem (self, KP_DOCUMENT_DAMAGED);
      return TRUE;
    }
  while (rest.length > 0)
    if (!kp_document_reader_take_der (self, &rest, "DER", source))
      {
        KpDer other = rest;
        guint8 tag;

        /* What OpenSSL keeps behind a certificate that it trusts is none. */
        if (!kp_der_next (&other, &tag, NULL, NULL) || tag != KP_DER_SEQUENCE)
          break;
        rest = other;
      }
  return TRUE;
}

void
kp_document_reader_read_octets (KpDocumentReader *self, GBytes *octets, const char *source)
{
  gsize length = 0;
  const guint8 *data = g_bytes_get_data (octets, &length);

  if (length == 0 || kp_document_reader_read_archive (self, data, length, source)
      || read_der (self, data, length, source)
      || kp_document_reader_read_mail (self, data, length, source))
    return;
  kp_document_reader_read_text (self, data, length, source);
}

KpDocument *
kp_document_new (void)
{
  KpDocument *self = g_new0 (KpDocument, 1);

  self->parts = g_ptr_array_new_with_free_func (free_part);
  self->formats = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
kp_document_read (KpDocument *self, GBytes *octets, const char *name)
{
  KpDocumentReader reader = { .document = self };
  g_autofree char *source = NULL;
  KpPrivateKeyForm form;

  g_return_if_fail (self != NULL && octets != NULL);

  if (g_bytes_get_size (octets) > KP_DOCUMENT_MAX_INPUT)
    {
      self->problems |= KP_DOCUMENT_TOO_LARGE;
      return;
    }
  source = kp_plain_text_shorten (name != NULL ? name : _ ("pasted text"), MAX_NAME);
  form = kp_private_key_find_open (
      octets,
      LEAST_SEARCHED + MIN (SEARCHED_TIMES * g_bytes_get_size (octets), MOST_SEARCHED));
  if (self->private_key == KP_PRIVATE_KEY_NONE && form != KP_PRIVATE_KEY_HIDDEN)
    self->private_key = form;
  kp_document_reader_read_octets (&reader, octets, source);
}

static char *
count_parts (const KpDocument *self)
{
  guint n[2] = { 0, 0 };
  g_autofree char *certificates = NULL;
  g_autofree char *requests = NULL;

  for (guint i = 0; i < self->parts->len; i++)
    {
      const KpDocumentPart *part = g_ptr_array_index (self->parts, i);

      n[part->kind == KP_DOCUMENT_REQUEST]++;
    }
  if (n[0] + n[1] == 0)
    return g_strdup (_ ("no certificate and no signing request"));
  certificates =
      g_strdup_printf (ngettext ("%u certificate", "%u certificates", n[0]), n[0]);
  requests =
      g_strdup_printf (ngettext ("%u signing request", "%u signing requests", n[1]), n[1]);
  if (n[1] == 0)
    return g_steal_pointer (&certificates);
  if (n[0] == 0)
    return g_steal_pointer (&requests);
  /* Translators: "2 certificates", "1 signing request" */
  return g_strdup_printf (_ ("%s and %s"), certificates, requests);
}

/* What things lie in; the first three have a name of their own in a sentence, as have the
 * two archives behind them. */
static const char *const wrappings[] = { "zip",  "tar",   "mail", "7z",   "RAR",
                                         "gzip", "bzip2", "xz",   "zstd", NULL };

/* @contents: the form of what lies in @wrapping: "PEM" */
static char *
format_wrapped (const char *contents, const char *wrapping)
{
  if (g_str_equal (wrapping, "zip"))
    /* Translators: the form of something: "PEM" */
    return g_strdup_printf (_ ("%s in a zip file"), contents);
  if (g_str_equal (wrapping, "tar"))
    /* Translators: the form of something: "PEM" */
    return g_strdup_printf (_ ("%s in a tar file"), contents);
  if (g_str_equal (wrapping, "mail"))
    /* Translators: the form of something: "PEM" */
    return g_strdup_printf (_ ("%s in a mail"), contents);
  if (g_str_equal (wrapping, "7z") || g_str_equal (wrapping, "RAR"))
    /* Translators: the form of something: "PEM" */
    return g_strdup_printf (_ ("%s in an archive"), contents);
  /* Translators: the form of something: "PEM" */
  return g_strdup_printf (_ ("%s in a compressed file"), contents);
}

static void
append_word (GString *list, const char *word)
{
  g_string_append_printf (list, "%s%s", list->len > 0 ? ", " : "", word);
}

/* "PKCS #7", or "PEM in a zip file", or "PEM in mail, zip" */
static char *
name_formats (const KpDocument *self)
{
  g_autoptr (GString) contents = g_string_new (NULL);
  g_autoptr (GString) around = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; i < self->formats->len; i++)
    {
      const char *format = g_ptr_array_index (self->formats, i);
      gboolean wraps = g_strv_contains (wrappings, format);

      append_word (wraps ? around : contents, format);
      n += wraps;
    }
  if (n == 0)
    return g_strdup (contents->str);
  if (contents->len == 0)
    return g_strdup (around->str);
  if (n == 1)
    return format_wrapped (contents->str, around->str);
  /* Translators: the form of something, "PEM", and the forms of what it lies in: "mail,
   * zip" */
  return g_strdup_printf (_ ("%s in %s"), contents->str, around->str);
}

char *
kp_document_describe (const KpDocument *self)
{
  g_autofree char *contents = NULL;
  g_autofree char *formats = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  contents = count_parts (self);
  if (self->formats->len == 0)
    return g_steal_pointer (&contents);
  formats = name_formats (self);
  /* Translators: the form of a file, "PEM", and what is in it, "2 certificates" */
  return g_strdup_printf (C_ ("content of a file", "%s: %s"), formats, contents);
}

void
kp_document_free (KpDocument *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->parts);
  g_ptr_array_unref (self->formats);
  g_free (self);
}
