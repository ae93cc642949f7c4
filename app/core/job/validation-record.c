/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/job/validation-record.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/base/host-name.h"
#include "core/base/plain-text.h"
#include "core/dns/zone.h"
#include "core/job/validation-text.h"

/* Characters of what a message repeats. */
#define MAX_SHOWN 80
/* Octets of one string of a TXT record (RFC 1035 section 3.3). */
#define MAX_STRING 255
/* A label before the domain that is as long as this was drawn by lot: some CAs use it
 * without the underscore. */
#define DRAWN_BY_LOT 16

void
kp_validation_record_free (KpValidationRecord *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->type);
  g_free (self->value);
  g_free (self);
}

static KpValidationRecord *
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, KP_JOB_ERROR, KP_JOB_ERROR_REFUSED, message);
  return NULL;
}

static KpValidationRecord *
miss (GError **error, const char *message)
{
  g_set_error_literal (error, KP_JOB_ERROR, KP_JOB_ERROR_MISSING, message);
  return NULL;
}

/* Whether a name that has no final dot ends with the domain all the same, or with that of
 * somebody else. "_dnsauth.my" is in the zone of my.globe.org, though "my" is a country. */
static gboolean
is_whole (const char *name, const char *host, const char *zone)
{
  const char *last = strrchr (name, '.');
  g_autofree char *within = NULL;

  if (kp_host_name_is_below (name, zone))
    return TRUE;
  if (last == NULL || !kp_zone_is_public_suffix (last + 1))
    return FALSE;
  if (!kp_host_name_is_below (host, zone) || strlen (host) == strlen (zone))
    return TRUE;
  within = g_strndup (host, strlen (host) - strlen (zone) - 1);
  return !kp_host_name_is_below (within, last + 1);
}

static char *
complete_name (const KpValidationNote *note, const char *host, const char *zone)
{
  const char *written = note->name != NULL ? note->name : note->domain;
  g_autofree char *name = g_utf8_strdown (written, -1);
  g_autofree char *origin =
      note->domain != NULL ? g_utf8_strdown (note->domain, -1) : g_strdup (zone);

  if (g_str_has_suffix (name, "."))
    return g_steal_pointer (&name);
  /* A relative domain is one of the zone. */
  if (!is_whole (origin, host, zone))
    {
      g_autofree char *whole = g_strconcat (origin, ".", zone, NULL);

      g_free (origin);
      origin = g_steal_pointer (&whole);
    }
  if (g_str_equal (name, "@"))
    return g_steal_pointer (&origin);
  if (is_whole (name, host, zone))
    return g_steal_pointer (&name);
  return g_strconcat (name, ".", note->name != NULL ? origin : zone, NULL);
}

/* Whether a record at @name can speak for @host: at it or a domain above it in its zone,
 * or below that by labels that only a CA would choose. */
static gboolean
proves (const char *name, const char *host, const char *zone)
{
  const char *dot;

  while (*name == '_' && (dot = strchr (name, '.')) != NULL)
    name = dot + 1;
  if (!kp_host_name_is_below (name, zone))
    return FALSE;
  if (kp_host_name_is_below (host, name))
    return TRUE;
  dot = strchr (name, '.');
  return dot != NULL && dot - name >= DRAWN_BY_LOT && kp_host_name_is_below (dot + 1, zone)
         && kp_host_name_is_below (host, dot + 1);
}

static char *
read_name (const KpValidationNote *note, const char *host, const char *zone, GError **error)
{
  g_autofree char *whole = complete_name (note, host, zone);
  g_autoptr (GError) reason = NULL;
  g_autofree char *name = kp_host_name_parse_target (whole, NULL, &reason);
  g_autofree char *message = NULL;
  g_autofree char *shown = NULL;

  if (name == NULL)
    {
      message = g_strconcat (reason->message, ".", NULL);
      refuse (error, message);
      return NULL;
    }
  if (proves (name, host, zone))
    return g_steal_pointer (&name);
  shown = kp_plain_text_shorten_middle (name, MAX_SHOWN);
  message = g_strdup_printf (
      /* Translators: the name of a DNS record, and of a site */
      _ ("A record at “%s” proves nothing for %s. Look whether it is of another order."),
      shown, host);
  refuse (error, message);
  return NULL;
}

static char *
read_alias (const char *value, const char *name, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autofree char *alias = kp_host_name_parse_target (value, NULL, &reason);
  g_autofree char *message = NULL;

  if (g_strcmp0 (alias, name) == 0)
    {
      refuse (error, _ ("The CNAME leads to itself. Copy the value that the CA gives once "
                        "more."));
      return NULL;
    }
  if (alias != NULL)
    return g_steal_pointer (&alias);
  /* Translators: a reason, which begins with a capital letter */
  message = g_strdup_printf (_ ("The CNAME leads to no name. %s."), reason->message);
  refuse (error, message);
  return NULL;
}

static char *
read_text (const char *value, GError **error)
{
  g_autofree char *message = NULL;

  if (kp_plain_text_has_control (value, FALSE))
    {
      refuse (error,
              _ ("The value of the record holds characters that are no text. Copy it "
                 "once more."));
      return NULL;
    }
  if (g_utf8_strlen (value, -1) <= KP_VALIDATION_RECORD_MAX_VALUE)
    return g_strdup (value);
  message = g_strdup_printf (
      /* Translators: a number of characters */
      ngettext (
          "The value of the record has over %u character: it can’t be what a CA asks "
          "for.",
          "The value of the record has over %u characters: it can’t be what a CA asks "
          "for.",
          KP_VALIDATION_RECORD_MAX_VALUE),
      KP_VALIDATION_RECORD_MAX_VALUE);
  refuse (error, message);
  return NULL;
}

static KpValidationRecord *
read_note (const KpValidationNote *note, const char *host, const char *zone, GError **error)
{
  g_autoptr (KpValidationRecord) self = g_new0 (KpValidationRecord, 1);
  g_autofree char *message = NULL;

  self->type = g_ascii_strup (note->type, -1);
  if (!g_str_equal (self->type, "TXT") && !g_str_equal (self->type, "CNAME"))
    {
      g_autofree char *shown = kp_plain_text_shorten (note->type, MAX_SHOWN);

      message = g_strdup_printf (
          /* Translators: a type of DNS record */
          _ ("A CA asks for a TXT or a CNAME record, and this says “%s”."), shown);
      return refuse (error, message);
    }
  self->name = read_name (note, host, zone, error);
  if (self->name == NULL)
    return NULL;
  if (g_str_equal (self->type, "TXT"))
    self->value = read_text (note->value, error);
  else if (g_str_equal (self->name, host))
    {
      message = g_strdup_printf (
          /* Translators: a host name */
          _ ("A CNAME at %s would take the site away from its provider. Ask the CA for a "
             "record whose name begins with an underscore."),
          host);
      return refuse (error, message);
    }
  else
    self->value = read_alias (note->value, self->name, error);
  return self->value != NULL ? g_steal_pointer (&self) : NULL;
}

static gboolean
is_complete (const KpValidationNote *note)
{
  return note->type != NULL && note->value != NULL
         && (note->name != NULL || note->domain != NULL);
}

/* Of what a text tells in part, the one that tells most. */
static KpValidationRecord *
name_missing (GPtrArray *notes, GError **error)
{
  const KpValidationNote *best = NULL;
  guint most = 0;

  for (guint i = 0; i < notes->len; i++)
    {
      const KpValidationNote *note = g_ptr_array_index (notes, i);
      guint n = (note->name != NULL ? 1u : 0u) + (note->value != NULL ? 1u : 0u)
                + (note->type != NULL ? 1u : 0u);

      if (n > most)
        best = note;
      most = MAX (most, n);
    }
  if (best == NULL)
    return miss (error,
                 _ ("No DNS record is in this text. Copy what the CA says to put into "
                    "DNS: a name, TXT or CNAME, and a value."));
  if (best->value == NULL)
    return miss (error,
                 _ ("The value of the record is missing: what it is to say, or where "
                    "it is to lead."));
  if (best->name == NULL && best->domain == NULL)
    return miss (error,
                 _ ("The name of the record is missing: where it is to be made, such "
                    "as “_dnsauth”."));
  return miss (error, _ ("The type of the record is missing: it is TXT or CNAME."));
}

static gboolean
equal (const KpValidationRecord *a, const KpValidationRecord *b)
{
  return g_str_equal (a->name, b->name) && g_str_equal (a->type, b->type)
         && g_str_equal (a->value, b->value);
}

static KpValidationRecord *
choose (GPtrArray *notes, const char *host, const char *zone, GError **error)
{
  g_autoptr (KpValidationRecord) found = NULL;
  g_autoptr (GError) first = NULL;
  gboolean any = FALSE;

  for (guint i = 0; i < notes->len; i++)
    {
      const KpValidationNote *note = g_ptr_array_index (notes, i);
      g_autoptr (KpValidationRecord) record = NULL;
      g_autofree char *message = NULL;

      if (!is_complete (note))
        continue;
      any = TRUE;
      record = read_note (note, host, zone, first == NULL ? &first : NULL);
      if (record == NULL || (found != NULL && equal (record, found)))
        continue;
      if (found == NULL)
        {
          found = g_steal_pointer (&record);
          continue;
        }
      message = g_strdup_printf (
          /* Translators: a type and name of a DNS record, and another's */
          _ ("There are several records in this text: %s %s and %s %s. Paste one of them."),
          found->type, found->name, record->type, record->name);
      return refuse (error, message);
    }
  if (!any)
    return name_missing (notes, error);
  if (found == NULL)
    g_propagate_error (error, g_steal_pointer (&first));
  return g_steal_pointer (&found);
}

KpValidationRecord *
kp_validation_record_parse (const char *text, const char *host, const char *zone,
                            GError **error)
{
  g_autoptr (KpZone) guess = NULL;
  g_autoptr (GPtrArray) notes = NULL;
  g_autofree char *valid = NULL;

  g_return_val_if_fail (text != NULL && host != NULL, NULL);

  if (strnlen (text, KP_VALIDATION_RECORD_MAX_TEXT + 1) > KP_VALIDATION_RECORD_MAX_TEXT)
    return refuse (error, _ ("The text is too long. Copy only what the CA says to put into "
                             "DNS."));
  if (zone == NULL || !kp_host_name_is_below (host, zone))
    {
      guess = kp_zone_new_guess (host);
      zone = guess->apex;
    }
  valid = g_utf8_make_valid (text, -1);
  notes = kp_validation_text_read (valid);
  return choose (notes, host, zone, error);
}

/* As RFC 1035 section 5.1 writes text: what has a meaning of its own is escaped, and what
 * is no ASCII too. */
static void
add_strings (GString *line, const char *value)
{
  gsize n = 0;

  g_string_append_c (line, '"');
  for (const char *at = value; *at != '\0'; at++, n++)
    {
      if (n > 0 && n % MAX_STRING == 0)
        g_string_append (line, "\" \"");
      if (*at == '"' || *at == '\\')
        g_string_append_printf (line, "\\%c", *at);
      else if ((guchar) *at < 0x20 || (guchar) *at >= 0x7f)
        g_string_append_printf (line, "\\%03u", (guchar) *at);
      else
        g_string_append_c (line, *at);
    }
  g_string_append_c (line, '"');
}

char *
kp_validation_record_format_zone_line (const KpValidationRecord *self)
{
  GString *line = g_string_new (NULL);

  g_string_append_printf (line, "%s. IN %s ", self->name, self->type);
  if (g_str_equal (self->type, "TXT"))
    add_strings (line, self->value);
  else
    g_string_append_printf (line, "%s.", self->value);
  return g_string_free (line, FALSE);
}
