/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/certificate/private-key-finder.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/certificate/archive-reader.h"
#include "core/certificate/private-key-form.h"
#include "core/certificate/wiped-octets.h"

/* How deep one thing may lie in another, how many files all archives may hold, what one of
 * them may have, and what may be looked at in all beside some times the input itself. */
#define MAX_DEPTH 8
#define MAX_ENTRIES 2000
#define MAX_ENTRY (32 * 1024 * 1024)
#define MAX_TOTAL (64 * 1024 * 1024)
#define MAX_TIMES 10
/* Places in one piece that look like the beginning of an archive and are none. */
#define MAX_ATTEMPTS 32
/* Characters of base64 that may hold a key. */
#define MIN_RUN 40
#define LITTLE 1024

typedef struct
{
  guint depth;
  guint n_entries;
  gsize left; /* octets */
  gboolean hidden;
  gboolean stores;   /* whether PKCS #12 is a key, whatever is in it */
  gboolean doubtful; /* what is damaged here may be so by our reading alone */
} Search;

static KpPrivateKeyForm search (Search *self, const guint8 *data, gsize length);

static KpPrivateKeyForm
search_deeper (Search *self, const guint8 *data, gsize length)
{
  KpPrivateKeyForm form;

  if (self->depth >= MAX_DEPTH)
    {
      self->hidden = TRUE;
      return KP_PRIVATE_KEY_NONE;
    }
  self->depth++;
  form = search (self, data, length);
  self->depth--;
  return form;
}

/* Reads one file of an archive. @whole: (out): to its end. Returns: (transfer full): its
 * octets */
static GByteArray *
read_entry (Search *self, struct archive *archive, struct archive_entry *entry,
            gboolean *whole)
{
  KpArchiveEnd end;
  GByteArray *octets = kp_archive_read (archive, entry, MIN (MAX_ENTRY, self->left), &end);

  *whole = end != KP_ARCHIVE_TOO_LARGE && end != KP_ARCHIVE_BROKEN;

  /* Something is in there, and it can't be read to its end. A little comes out of noise too
   * that happens to begin like compressed data. */
  if (end == KP_ARCHIVE_TOO_LARGE
      || (end == KP_ARCHIVE_BROKEN && octets->len > LITTLE && !self->doubtful))
    self->hidden = TRUE;
  return octets;
}

/* @n: (out): files that were read */
static KpPrivateKeyForm
search_archive (Search *self, struct archive *archive, guint *n)
{
  struct archive_entry *entry;
  KpPrivateKeyForm form = KP_PRIVATE_KEY_NONE;
  int status;

  while (form == KP_PRIVATE_KEY_NONE
         && (entry = kp_archive_next (archive, &status)) != NULL)
    {
      gboolean raw = archive_format (archive) == ARCHIVE_FORMAT_RAW;
      gboolean whole;
      GByteArray *octets;

      if (++self->n_entries > MAX_ENTRIES)
        {
          self->hidden = TRUE;
          break;
        }
      if (archive_entry_is_encrypted (entry))
        {
          self->hidden = TRUE;
          (*n)++;
          if (!kp_archive_can_skip (archive))
            break;
          continue;
        }
      octets = read_entry (self, archive, entry, &whole);
      if (!raw || octets->len > LITTLE)
        (*n)++;
      form = search_deeper (self, octets->data, octets->len);
      kp_wiped_octets_free (octets);
      if (!whole && !kp_archive_can_skip (archive))
        break;
    }
  return form;
}

/* Octets of a mark that says what it is. */
#define SURE_MAGIC 6

/* An archive is looked for in the middle too: one that unpacks itself, or a mail whose
 * headers were taken for the beginning of its base64. */
static KpPrivateKeyForm
search_archives (Search *self, const guint8 *data, gsize length)
{
  guint n_marks;
  const KpArchiveMark *marks = kp_archive_marks (&n_marks);

  for (guint i = 0; i < n_marks; i++)
    {
      const guint8 *place = data;
      guint attempts = 0, n = 0;

      while (n == 0 && attempts++ < MAX_ATTEMPTS
             && (place = memmem (place, length - (gsize) (place - data), marks[i].octets,
                                 marks[i].length))
                    != NULL)
        {
          struct archive *archive = NULL;
          gsize at = (gsize) (place - data);
          KpPrivateKeyForm form = KP_PRIVATE_KEY_NONE;

          place++;
          if (at < marks[i].at)
            continue;
          at -= marks[i].at;
          archive = kp_archive_open (&marks[i], data + at, length - at);
          if (archive != NULL)
            {
              form = search_archive (self, archive, &n);
              archive_read_free (archive);
            }
          if (form != KP_PRIVATE_KEY_NONE)
            return form;
          /* With its list of files encrypted too, an archive of 7-Zip or RAR shows none. A
           * mark of six octets does not stand there by chance. */
          if (n == 0 && marks[i].length >= SURE_MAGIC && !self->doubtful)
            self->hidden = TRUE;
        }
    }
  return KP_PRIVATE_KEY_NONE;
}

/* Where in the run a key begins is unknown: a word before it may look like base64 too. One
 * of four ways to read it has it right. */
static KpPrivateKeyForm
search_run (Search *self, const guint8 *run, gsize length)
{
  KpPrivateKeyForm form = KP_PRIVATE_KEY_NONE;

  for (guint start = 0; start < 4 && form == KP_PRIVATE_KEY_NONE; start++)
    {
      GByteArray *octets = kp_wiped_octets_new_sized (length);
      guint32 bits = 0;
      guint n = 0;
      gsize n_octets = 0;

      for (gsize i = start; i < length; i++)
        {
          bits = bits << 6 | run[i];
          n += 6;
          if (n >= 8)
            {
              n -= 8;
              octets->data[n_octets++] = (guint8) (bits >> n);
            }
        }
      form = search_deeper (self, octets->data, n_octets);
      kp_wiped_octets_free (octets);
    }
  return form;
}

static int
get_digit (guint8 c)
{
  if (c >= 'A' && c <= 'Z')
    return c - 'A';
  if (c >= 'a' && c <= 'z')
    return c - 'a' + 26;
  if (c >= '0' && c <= '9')
    return c - '0' + 52;
  if (c == '+' || c == '-')
    return 62;
  return c == '/' || c == '_' ? 63 : -1;
}

/* Base64 goes on over white space, the quotation marks of a mail at the beginning of a
 * line, and what a string of a program has for a line's end or a slash. */
static gboolean
is_passed_over (const guint8 *data, gsize length, gsize i, gboolean *line_start)
{
  guint8 c = data[i];

  if (c == '\n' || c == '\r')
    *line_start = TRUE;
  else if ((c == '>' || c == '|') && *line_start)
    return TRUE;
  else if (c == '\\')
    return i + 1 < length && strchr ("nrt/", data[i + 1]) != NULL && data[i + 1] != '\0';
  else if (c != ' ' && c != '\t')
    *line_start = FALSE;
  return c == '\n' || c == '\r' || c == ' ' || c == '\t';
}

static KpPrivateKeyForm
search_base64 (Search *self, const guint8 *data, gsize length)
{
  GByteArray *run = kp_wiped_octets_new_sized (length);
  gsize n = 0;
  KpPrivateKeyForm form = KP_PRIVATE_KEY_NONE;
  gboolean line_start = TRUE;

  for (gsize i = 0; i <= length && form == KP_PRIVATE_KEY_NONE; i++)
    {
      int digit = -1;

      if (i < length && is_passed_over (data, length, i, &line_start))
        {
          /* The letter of an escape is none of the text, its slash is. */
          i += data[i] == '\\' && data[i + 1] != '/' ? 1 : 0;
          continue;
        }
      digit = i < length ? get_digit (data[i]) : -1;
      if (digit >= 0)
        {
          run->data[n++] = (guint8) digit;
          continue;
        }
      if (n >= MIN_RUN)
        form = search_run (self, run->data, n);
      n = 0;
    }
  kp_wiped_octets_free (run);
  return form;
}

/* RFC 2045 section 6.7. Returns: (transfer full) (nullable): %NULL if there is nothing of
 * it in @data */
static GByteArray *
decode_quoted_printable (const guint8 *data, gsize length)
{
  const guint8 *first = memchr (data, '=', length);
  GByteArray *octets;
  gboolean changed = FALSE;

  if (first == NULL)
    return NULL;
  octets = kp_wiped_octets_new (length);
  for (gsize i = 0; i < length; i++)
    {
      gsize left = length - i;

      if (data[i] == '=' && left > 1 && data[i + 1] == '\n')
        i += 1;
      else if (data[i] == '=' && left > 2 && data[i + 1] == '\r' && data[i + 2] == '\n')
        i += 2;
      else if (data[i] == '=' && left > 2 && g_ascii_isxdigit (data[i + 1])
               && g_ascii_isxdigit (data[i + 2]))
        {
          guint8 octet = (guint8) (g_ascii_xdigit_value ((char) data[i + 1]) << 4
                                   | g_ascii_xdigit_value ((char) data[i + 2]));

          g_byte_array_append (octets, &octet, 1);
          i += 2;
        }
      else
        {
          g_byte_array_append (octets, data + i, 1);
          continue;
        }
      changed = TRUE;
    }
  if (changed)
    return octets;
  kp_wiped_octets_free (octets);
  return NULL;
}

/* UTF-16 and UTF-32 of ASCII is ASCII with zeros between. */
static GByteArray *
drop_zeros (const guint8 *data, gsize length)
{
  GByteArray *octets;

  if (memchr (data, 0, length) == NULL)
    return NULL;
  octets = kp_wiped_octets_new (length);
  for (gsize i = 0; i < length; i++)
    if (data[i] != 0)
      g_byte_array_append (octets, data + i, 1);
  return octets;
}

static KpPrivateKeyForm
search_text (Search *self, const guint8 *data, gsize length)
{
  KpPrivateKeyForm form = kp_private_key_find_marked (data, length);

  return form != KP_PRIVATE_KEY_NONE ? form : search_base64 (self, data, length);
}

/* @opened: whether there was an archive in what is decoded: in its octets too something may
 * look like quoted-printable, and then it comes out damaged */
static KpPrivateKeyForm
search_decoded (Search *self, const guint8 *data, gsize length, gboolean opened)
{
  GByteArray *decoded = decode_quoted_printable (data, length);
  gboolean doubtful = self->doubtful;
  KpPrivateKeyForm form;

  if (decoded == NULL)
    return KP_PRIVATE_KEY_NONE;
  self->doubtful |= opened;
  form = search_deeper (self, decoded->data, decoded->len);
  self->doubtful = doubtful;
  kp_wiped_octets_free (decoded);
  return form;
}

static KpPrivateKeyForm
search (Search *self, const guint8 *data, gsize length)
{
  guint before = self->n_entries;
  KpPrivateKeyForm form;
  GByteArray *other;
  gboolean opened;

  if (length == 0)
    return KP_PRIVATE_KEY_NONE;
  if (length > self->left)
    {
      self->hidden = TRUE;
      return KP_PRIVATE_KEY_NONE;
    }
  self->left -= length;
  form = kp_private_key_find_octets (data, length, self->stores);
  if (form == KP_PRIVATE_KEY_NONE)
    form = search_archives (self, data, length);
  opened = self->n_entries > before;
  if (form == KP_PRIVATE_KEY_NONE)
    form = search_text (self, data, length);
  if (form == KP_PRIVATE_KEY_NONE && (other = drop_zeros (data, length)) != NULL)
    {
      if (other->len > 0)
        form = search_text (self, other->data, other->len);
      kp_wiped_octets_free (other);
    }
  if (form == KP_PRIVATE_KEY_NONE)
    form = search_decoded (self, data, length, opened);
  return form;
}

static KpPrivateKeyForm
search_all (Search *self, GBytes *octets)
{
  gsize length = 0;
  const guint8 *data = g_bytes_get_data (octets, &length);
  KpPrivateKeyForm form = search (self, data, length);

  if (form == KP_PRIVATE_KEY_NONE && self->hidden)
    return KP_PRIVATE_KEY_HIDDEN;
  return form;
}

KpPrivateKeyForm
kp_private_key_find (GBytes *octets)
{
  Search self = { .stores = TRUE };

  self.left = MAX_TOTAL + MIN (g_bytes_get_size (octets), G_MAXINT32) * MAX_TIMES;
  return search_all (&self, octets);
}

KpPrivateKeyForm
kp_private_key_find_open (GBytes *octets, gsize most)
{
  Search self = { .left = most };

  return search_all (&self, octets);
}

KpPrivateKeyForm
kp_private_key_find_in_text (const char *text)
{
  g_autoptr (GBytes) octets = NULL;

  if (text == NULL)
    return KP_PRIVATE_KEY_NONE;
  octets = g_bytes_new_static (text, strlen (text));
  return kp_private_key_find (octets);
}

const char *
kp_private_key_form_describe (KpPrivateKeyForm form)
{
  switch (form)
    {
    case KP_PRIVATE_KEY_HIDDEN:
      return _ ("This can’t be looked into: a private key may be in it.");
    case KP_PRIVATE_KEY_PEM:
      return _ ("This holds a private key in PEM form.");
    case KP_PRIVATE_KEY_DER_ENCRYPTED:
      return _ ("This holds an encrypted private key.");
    case KP_PRIVATE_KEY_STORE:
      return _ ("This holds a key store (PKCS #12 or Java).");
    case KP_PRIVATE_KEY_OPENSSH:
      return _ ("This holds a private key of OpenSSH.");
    case KP_PRIVATE_KEY_PGP:
      return _ ("This holds a secret key of OpenPGP.");
    case KP_PRIVATE_KEY_PUTTY:
      return _ ("This holds a private key of PuTTY.");
    case KP_PRIVATE_KEY_JWK:
      return _ ("This holds a JSON web key with its private part.");
    case KP_PRIVATE_KEY_DER:
    case KP_PRIVATE_KEY_NONE:
    default:
      return _ ("This holds a private key.");
    }
}
