/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/secret/vault-entries.h"

#include "core/secret/vault-error.h"

#include <glib/gi18n.h>
#include <string.h>

/* Octets of a label of KP_VAULT_MAX_LABEL characters. */
#define MAX_LABEL (4 * KP_VAULT_MAX_LABEL)
/* Three lengths of four octets. */
#define LENGTHS (3 * sizeof (guint32))

/* One of them, within the octets of all. */
typedef struct
{
  const guint8 *whole;
  gsize size;
  const char *name;
  gsize name_length;
  const guint8 *secret;
  gsize secret_length;
} Entry;

typedef struct
{
  const guint8 *octets;
  gsize length;
} Rest;

static void
put_length (guint8 **at, gsize length)
{
  guint32 big = GUINT32_TO_BE ((guint32) length);

  memcpy (*at, &big, sizeof big);
  *at += sizeof big;
}

static void
put_octets (guint8 **at, gconstpointer octets, gsize length)
{
  if (length > 0)
    memcpy (*at, octets, length);
  *at += length;
}

static gsize
take_length (const guint8 *octets)
{
  guint32 big;

  memcpy (&big, octets, sizeof big);
  return GUINT32_FROM_BE (big);
}

static gboolean
take_entry (Rest *rest, Entry *entry)
{
  gsize label_length;
  char name[KP_VAULT_MAX_NAME + 1];

  if (rest->length < LENGTHS)
    return FALSE;
  entry->name_length = take_length (rest->octets);
  label_length = take_length (rest->octets + sizeof (guint32));
  entry->secret_length = take_length (rest->octets + 2 * sizeof (guint32));
  if (entry->name_length > KP_VAULT_MAX_NAME || label_length > MAX_LABEL
      || entry->secret_length > KP_VAULT_MAX_SECRET)
    return FALSE;
  entry->whole = rest->octets;
  entry->size = LENGTHS + entry->name_length + label_length + entry->secret_length;
  if (entry->size > rest->length)
    return FALSE;
  entry->name = (const char *) rest->octets + LENGTHS;
  entry->secret = rest->octets + entry->size - entry->secret_length;
  memcpy (name, entry->name, entry->name_length);
  name[entry->name_length] = '\0';
  if (strlen (name) != entry->name_length || !kp_vault_is_name (name))
    return FALSE;
  rest->octets += entry->size;
  rest->length -= entry->size;
  return TRUE;
}

/* Finds the entry @name (nullable: none). @found: (out): whether it is there. Returns:
 * whether all are entries */
static gboolean
look_through (KpSecret *entries, const char *name, Entry *found, gboolean *is_there,
              GError **error)
{
  Rest rest;

  *is_there = FALSE;
  rest.octets = kp_secret_get_octets (entries, &rest.length);
  while (rest.length > 0)
    {
      Entry entry;

      if (!take_entry (&rest, &entry))
        {
          g_propagate_error (
              error,
              kp_vault_error_new (KP_VAULT_ERROR_DAMAGED,
                                  kp_sentence_keep (KP_SENTENCE_VAULT_UNREADABLE, NULL)));
          return FALSE;
        }
      if (name != NULL && !*is_there && strlen (name) == entry.name_length
          && memcmp (name, entry.name, entry.name_length) == 0)
        {
          *found = entry;
          *is_there = TRUE;
        }
    }
  return TRUE;
}

gboolean
kp_vault_entries_check (KpSecret *entries, GError **error)
{
  gboolean is_there;

  g_return_val_if_fail (entries != NULL, FALSE);

  return look_through (entries, NULL, NULL, &is_there, error);
}

static gboolean
find (KpSecret *entries, const char *name, Entry *entry, GError **error)
{
  gboolean is_there;

  if (!look_through (entries, name, entry, &is_there, error))
    return FALSE;
  if (!is_there)
    kp_vault_set_absent (error, name);
  return is_there;
}

KpSecret *
kp_vault_entries_find (KpSecret *entries, const char *name, GError **error)
{
  Entry entry;

  g_return_val_if_fail (entries != NULL && name != NULL, NULL);

  if (!find (entries, name, &entry, error))
    return NULL;
  return kp_secret_new (entry.secret, entry.secret_length);
}

/* Those before and behind @entry, with room for @more octets. @at: (out): that room. */
static KpSecret *
copy_without (KpSecret *entries, const Entry *entry, gsize more, guint8 **at)
{
  gsize length;
  const guint8 *octets = kp_secret_get_octets (entries, &length);
  const guint8 *end = entry->whole + entry->size;
  KpSecret *copy = kp_secret_new_empty (length - entry->size + more, at);

  put_octets (at, octets, (gsize) (entry->whole - octets));
  put_octets (at, end, (gsize) (octets + length - end));
  return copy;
}

KpSecret *
kp_vault_entries_put (KpSecret *entries, const char *name, const char *label,
                      KpSecret *secret, GError **error)
{
  g_autoptr (KpSecret) none = kp_secret_new (NULL, 0);
  KpSecret *before = entries != NULL ? entries : none;
  gsize name_length = strlen (name), label_length = strlen (label);
  Entry old = { NULL, 0, NULL, 0, NULL, 0 };
  gsize secret_length, length, more;
  const guint8 *octets = kp_secret_get_octets (secret, &secret_length);
  gboolean is_there;
  KpSecret *copy;
  guint8 *at;

  g_return_val_if_fail (kp_vault_is_name (name) && label_length <= MAX_LABEL, NULL);
  g_return_val_if_fail (secret_length <= KP_VAULT_MAX_SECRET, NULL);

  if (!look_through (before, name, &old, &is_there, error))
    return NULL;
  if (!is_there)
    old.whole = kp_secret_get_octets (before, &length);
  kp_secret_get_octets (before, &length);
  more = LENGTHS + name_length + label_length + secret_length;
  if (length - old.size + more > KP_VAULT_ENTRIES_MAX)
    {
      g_set_error_literal (error, KP_VAULT_ERROR, KP_VAULT_ERROR_FULL,
                           _ ("The vault’s file is full."));
      return NULL;
    }
  copy = copy_without (before, &old, more, &at);
  put_length (&at, name_length);
  put_length (&at, label_length);
  put_length (&at, secret_length);
  put_octets (&at, name, name_length);
  put_octets (&at, label, label_length);
  put_octets (&at, octets, secret_length);
  return copy;
}

KpSecret *
kp_vault_entries_take_out (KpSecret *entries, const char *name, GError **error)
{
  Entry entry;
  guint8 *at;

  g_return_val_if_fail (entries != NULL && name != NULL, NULL);

  if (!find (entries, name, &entry, error))
    return NULL;
  return copy_without (entries, &entry, 0, &at);
}
