/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/site-search.h"

#include <string.h>

#include "core/base/time-text.h"
#include "window/site-texts.h"

/* Ages are looked up by their minutes, hours or days, so far; what is older is formatted
 * each time. */
#define MAX_DAYS 1024
#define N_AGES (60 + 24 + MAX_DAYS)

/*
 * What was found in a text that many sites have: a bit for each word, and one that says
 * that it was looked at. Two bytes, so that those of thousands of texts stay in the nearest
 * cache.
 */
typedef guint16 Memo;
#define KNOWN ((Memo) (1u << KP_SEARCH_MAX_WORDS))

struct _KpSiteSearch
{
  KpSiteKeys *keys;
  guint generation; /* of @keys, for which @shared holds */
  char *words[KP_SEARCH_MAX_WORDS];
  guint n_words;
  guint all; /* a bit for each word */
  gint64 now;
  GArray *shared[KP_SHARED_N]; /* of Memo, by number */
  Memo expires[MAX_DAYS];
  Memo checked[N_AGES];
};

KpSiteSearch *
kp_site_search_new (KpSiteKeys *keys, const char *text, gint64 now)
{
  g_autofree char *folded = kp_site_keys_fold (text);
  g_auto (GStrv) words = g_strsplit_set (folded, " \t\n\r", -1);
  KpSiteSearch *self = g_new0 (KpSiteSearch, 1);

  for (guint i = 0; words[i] != NULL && self->n_words < KP_SEARCH_MAX_WORDS; i++)
    if (*words[i] != '\0')
      self->words[self->n_words++] = g_strdup (words[i]);
  self->all = (1u << self->n_words) - 1;
  self->now = now;
  self->keys = keys;
  self->generation = kp_site_keys_get_generation (keys);
  for (guint i = 0; i < KP_SHARED_N; i++)
    self->shared[i] = g_array_new (FALSE, TRUE, sizeof (Memo));
  if (self->n_words == 0)
    g_clear_pointer (&self, kp_site_search_free);
  return self;
}

void
kp_site_search_free (KpSiteSearch *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->n_words; i++)
    g_free (self->words[i]);
  for (guint i = 0; i < KP_SHARED_N; i++)
    g_array_unref (self->shared[i]);
  g_free (self);
}

static guint
look (const KpSiteSearch *self, const char *text, guint found)
{
  for (guint i = 0; i < self->n_words; i++)
    if ((found & 1u << i) == 0 && strstr (text, self->words[i]) != NULL)
      found |= 1u << i;
  return found;
}

/* Texts that came since have numbers of their own, or those of texts that went. */
static void
prepare_shared (KpSiteSearch *self, KpSharedKind kind)
{
  guint generation = kp_site_keys_get_generation (self->keys);

  for (guint i = 0; self->generation != generation && i < KP_SHARED_N; i++)
    g_array_set_size (self->shared[i], 0);
  self->generation = generation;
  g_array_set_size (self->shared[kind], kp_site_keys_get_n_shared (self->keys, kind));
}

static guint
look_shared (KpSiteSearch *self, KpSharedKind kind, guint32 number)
{
  Memo *memo;

  if (number >= self->shared[kind]->len)
    prepare_shared (self, kind);
  memo = &g_array_index (self->shared[kind], Memo, number);
  if ((*memo & KNOWN) == 0)
    *memo = KNOWN | look (self, kp_site_keys_get_shared (self->keys, kind, number), 0);
  return *memo;
}

static guint
look_formatted (const KpSiteSearch *self, char *text)
{
  g_autofree char *shown = text;
  g_autofree char *folded = kp_site_keys_fold (shown);

  return look (self, folded, 0);
}

static guint
look_expires (KpSiteSearch *self, gint64 not_after)
{
  guint days = kp_time_days_between (self->now, not_after);
  Memo *memo = days > 0 && days < MAX_DAYS ? &self->expires[days] : NULL;
  guint found;

  if (memo != NULL && (*memo & KNOWN) != 0)
    return *memo;
  found = look_formatted (self, kp_site_format_expires (not_after, self->now));
  if (memo != NULL)
    *memo = KNOWN | found;
  return found;
}

static Memo *
get_age (KpSiteSearch *self, gint64 checked_at)
{
  gint64 age = CLAMP (self->now - checked_at, 0, G_MAXINT);
  guint minutes = age / 60;
  guint hours = minutes / 60;
  guint days = hours / 24;

  if (hours == 0)
    return &self->checked[minutes];
  if (days == 0)
    return &self->checked[60 + hours];
  return days < MAX_DAYS ? &self->checked[60 + 24 + days] : NULL;
}

static guint
look_checked (KpSiteSearch *self, gint64 checked_at)
{
  Memo *memo = checked_at > 0 ? get_age (self, checked_at) : NULL;
  guint found;

  if (memo != NULL && (*memo & KNOWN) != 0)
    return *memo;
  found = look_formatted (self, kp_site_format_checked (checked_at, self->now));
  if (memo != NULL)
    *memo = KNOWN | found;
  return found;
}

gboolean
kp_site_search_matches (KpSiteSearch *self, const KpSiteEntry *entry)
{
  guint found = 0;

  if (self->generation != kp_site_keys_get_generation (self->keys))
    prepare_shared (self, KP_SHARED_STATE);
  for (guint i = 0; i < KP_SHARED_N; i++)
    if (entry->shared[i] != 0)
      found |= look_shared (self, i, entry->shared[i]);
  found &= self->all;
  if (found != self->all)
    found = look (self, entry->own, found);
  if (found != self->all && entry->not_after != 0)
    found |= look_expires (self, entry->not_after);
  if ((found & self->all) != self->all && entry->checked_at != 0)
    found |= look_checked (self, entry->checked_at);
  return (found & self->all) == self->all;
}
