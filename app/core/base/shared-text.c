/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/shared-text.h"

#include <string.h>

typedef struct
{
  guint holders;
  char text[];
} Entry;

/* Counting and finding are one step, under the lock. */
G_LOCK_DEFINE_STATIC (entries);
static GHashTable *entries; /* text, within its Entry => Entry */

static Entry *
entry_new (const char *text)
{
  gsize size = strlen (text) + 1;
  Entry *self = g_malloc (sizeof *self + size);

  self->holders = 0;
  memcpy (self->text, text, size);
  return self;
}

char *
kp_shared_text_new (const char *text)
{
  Entry *entry;

  if (text == NULL || *text == '\0')
    return NULL;
  G_LOCK (entries);
  if (entries == NULL)
    entries = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  entry = g_hash_table_lookup (entries, text);
  if (entry == NULL)
    {
      entry = entry_new (text);
      g_hash_table_insert (entries, entry->text, entry);
    }
  entry->holders++;
  G_UNLOCK (entries);
  return entry->text;
}

void
kp_shared_text_release (char *shared)
{
  Entry *entry = (Entry *) (shared - G_STRUCT_OFFSET (Entry, text));

  g_return_if_fail (shared != NULL);

  G_LOCK (entries);
  if (--entry->holders == 0)
    g_hash_table_remove (entries, entry->text);
  G_UNLOCK (entries);
}
