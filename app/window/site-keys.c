/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/site-keys.h"

#include <string.h>

#include "core/model/finding.h"

/* The times in a text are told to the minute, or by the day: within a quarter of an hour
 * all time zones have the same one. */
#define MINUTE 60
#define QUARTER (15 * MINUTE)
#define HOUR (60 * MINUTE)
#define CACHE_LINE 64

/* What of the words of states is remembered. */
#define MAX_STATES 8192

/*
 * What the words of a state are made of. Formatting them costs microseconds, much of it for
 * the time zone, and most of 100,000 sites share a few hundred: they are remembered for an
 * hour, within which they stay the same.
 */
typedef struct
{
  const char *provider;     /* interned */
  const char *main_finding; /* interned */
  char *findings;
  gint64 time;
  guint8 status;
  guint8 lock;
  guint8 last_lock;
  guint8 who;
  guint8 kind;
} StateKey;

/* A text that many sites have: folded once, and searched once a search. */
typedef struct
{
  char *text; /* as people read it */
  char *folded;
  char *collated; /* as it is sorted; made when first needed */
  guint32 number;
  guint refs;
} Shared;

struct _KpSiteKeys
{
  KpCatalogue *catalogue;
  GHashTable *by_text[KP_SHARED_N];  /* text => Shared */
  GPtrArray *by_number[KP_SHARED_N]; /* of Shared; number 0 is none */
  GArray *free_numbers[KP_SHARED_N]; /* of guint32 */
  guint generation;
  GHashTable *states; /* StateKey => Shared, which it holds a reference on */
  gint64 hour;        /* for which they hold */
  GString *buffer;
};

static guint
hash_state (gconstpointer key)
{
  const StateKey *state = key;
  guint hash = state->findings != NULL ? g_str_hash (state->findings) : 0;

  hash = hash * 31 + g_direct_hash (state->provider);
  hash = hash * 31 + g_direct_hash (state->main_finding);
  hash = hash * 31 + (guint) state->time;
  hash = hash * 31 + (state->status << 8 | state->lock << 4 | state->last_lock);
  return hash * 31 + (state->who << 8 | state->kind);
}

static gboolean
equal_states (gconstpointer a, gconstpointer b)
{
  const StateKey *first = a, *second = b;

  return first->provider == second->provider && first->main_finding == second->main_finding
         && first->time == second->time && first->status == second->status
         && first->lock == second->lock && first->last_lock == second->last_lock
         && first->who == second->who && first->kind == second->kind
         && g_strcmp0 (first->findings, second->findings) == 0;
}

static void
free_state (gpointer key)
{
  g_free (((StateKey *) key)->findings);
  g_free (key);
}

static void
shared_free (gpointer data)
{
  Shared *shared = data;

  g_free (shared->text);
  g_free (shared->folded);
  g_free (shared->collated);
  g_free (shared);
}

/* Host names, which are most of it, are ASCII and cost nothing. */
char *
kp_site_keys_fold (const char *text)
{
  g_autofree char *valid = NULL;
  g_autofree char *decomposed = NULL;
  g_autofree char *folded = NULL;
  GString *plain;

  if (g_str_is_ascii (text))
    return g_ascii_strdown (text, -1);

  valid = g_utf8_make_valid (text, -1);
  decomposed = g_utf8_normalize (valid, -1, G_NORMALIZE_ALL);
  folded = g_utf8_casefold (decomposed, -1);
  plain = g_string_sized_new (strlen (folded));
  for (const char *p = folded; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar letter = g_utf8_get_char (p);

      if (!g_unichar_ismark (letter))
        g_string_append_unichar (plain, letter);
    }
  return g_string_free (plain, FALSE);
}

static Shared *
get_shared (KpSiteKeys *self, KpSharedKind kind, guint32 number)
{
  return g_ptr_array_index (self->by_number[kind], number);
}

static void
drop_shared (KpSiteKeys *self, KpSharedKind kind, guint32 number)
{
  Shared *shared = get_shared (self, kind, number);

  if (--shared->refs > 0)
    return;
  g_array_append_val (self->free_numbers[kind], number);
  g_ptr_array_index (self->by_number[kind], number) = NULL;
  g_hash_table_remove (self->by_text[kind], shared->text);
}

static void
take_shared (KpSiteKeys *self, KpSiteEntry *entry, KpSharedKind kind, Shared *shared)
{
  guint32 old = entry->shared[kind];

  if (shared != NULL)
    shared->refs++;
  entry->shared[kind] = shared != NULL ? shared->number : 0;
  if (old != 0)
    drop_shared (self, kind, old);
}

static void
give_number (KpSiteKeys *self, KpSharedKind kind, Shared *shared)
{
  GArray *numbers = self->free_numbers[kind];

  if (numbers->len == 0)
    {
      shared->number = self->by_number[kind]->len;
      g_ptr_array_add (self->by_number[kind], shared);
      return;
    }
  shared->number = g_array_index (numbers, guint32, numbers->len - 1);
  g_array_set_size (numbers, numbers->len - 1);
  g_ptr_array_index (self->by_number[kind], shared->number) = shared;
  self->generation++;
}

static Shared *
find_shared (KpSiteKeys *self, KpSharedKind kind, const char *text)
{
  Shared *shared = g_hash_table_lookup (self->by_text[kind], text);

  if (shared != NULL)
    return shared;
  shared = g_new0 (Shared, 1);
  shared->text = g_strdup (text);
  shared->folded = kp_site_keys_fold (text);
  give_number (self, kind, shared);
  g_hash_table_insert (self->by_text[kind], shared->text, shared);
  return shared;
}

static void
set_shared (KpSiteKeys *self, KpSiteEntry *entry, KpSharedKind kind, const char *text)
{
  gboolean any = text != NULL && *text != '\0';

  take_shared (self, entry, kind, any ? find_shared (self, kind, text) : NULL);
}

static const char *
get_provider_name (KpSiteKeys *self, KpSite *site)
{
  KpProfile *profile = kp_catalogue_find (self->catalogue, kp_site_get_provider (site));

  return profile != NULL ? kp_profile_get_name (profile) : kp_site_get_provider (site);
}

static void
append_titles (GString *text, const char *findings)
{
  char word[64];

  for (const char *p = findings; p != NULL && *p != '\0';)
    {
      gsize length = strcspn (p, " ");
      KpFindingId id;

      if (length > 0 && length < sizeof word)
        {
          memcpy (word, p, length);
          word[length] = '\0';
          if (kp_finding_id_from_string (word, &id))
            {
              g_string_append_c (text, '\n');
              g_string_append (text, kp_finding_id_get_title (id));
            }
        }
      p += length;
      p += strspn (p, " ");
    }
}

/* The time that the words of a status tell, as exactly as they tell it; 0 for none. */
static gint64
get_told_time (const KpSummary *summary)
{
  switch (summary->status)
    {
    case KP_STATUS_EXPIRING:
      return summary->not_after / QUARTER;
    case KP_STATUS_WAITING_DNS:
      return (summary->until > 0 ? summary->until : summary->status_at) / MINUTE;
    case KP_STATUS_OVERDUE:
      return summary->next.due / QUARTER;
    case KP_STATUS_COULD_NOT_ASK:
      return summary->last_lock_at / MINUTE;
    case KP_STATUS_STALE:
      return summary->checked_at / QUARTER;
    case KP_STATUS_WAITING_CUSTOMER:
    case KP_STATUS_WAITING_PROVIDER:
      return summary->status_at / QUARTER;
    case KP_STATUS_NO_LONGER_SECURE:
      return summary->status_at / MINUTE;
    default:
      return 0;
    }
}

static Shared *
make_state (KpSiteKeys *self, const KpSummary *summary, const char *provider, gint64 now)
{
  g_autofree char *status = kp_summary_format_status (summary, provider, now);
  g_autofree char *next = kp_next_action_format (&summary->next, provider, NULL);

  g_string_assign (self->buffer, status);
  g_string_append_c (self->buffer, '\n');
  g_string_append (self->buffer, next);
  append_titles (self->buffer, summary->findings);
  return find_shared (self, KP_SHARED_STATE, self->buffer->str);
}

static void
forget_states (KpSiteKeys *self)
{
  GHashTableIter iter;
  gpointer shared;

  g_hash_table_iter_init (&iter, self->states);
  while (g_hash_table_iter_next (&iter, NULL, &shared))
    drop_shared (self, KP_SHARED_STATE, ((Shared *) shared)->number);
  g_hash_table_remove_all (self->states);
}

static void
remember_state (KpSiteKeys *self, const StateKey *state, Shared *shared)
{
  StateKey *key = g_memdup2 (state, sizeof *state);

  key->findings = g_strdup (state->findings);
  shared->refs++;
  g_hash_table_insert (self->states, key, shared);
}

static void
fill_state (KpSiteKeys *self, KpSiteEntry *entry, const char *provider, gint64 now)
{
  const KpSummary *summary = kp_site_get_summary (entry->site);
  const StateKey state = { .provider = kp_site_get_provider (entry->site),
                           .main_finding = summary->main_finding,
                           .findings = summary->findings,
                           .time = get_told_time (summary),
                           .status = summary->status,
                           .lock = summary->lock,
                           .last_lock = summary->last_lock,
                           .who = summary->next.who,
                           .kind = summary->next.kind };
  Shared *shared;

  if (self->hour != now / HOUR || g_hash_table_size (self->states) >= MAX_STATES)
    forget_states (self);
  self->hour = now / HOUR;
  shared = g_hash_table_lookup (self->states, &state);
  if (shared == NULL)
    {
      shared = make_state (self, summary, provider, now);
      remember_state (self, &state, shared);
    }
  take_shared (self, entry, KP_SHARED_STATE, shared);
}

static void
set_own (KpSiteEntry *entry, char *own)
{
  if (entry->own != entry->space)
    g_free (entry->own);
  entry->own = own;
  if (own == NULL || strlen (own) >= sizeof entry->space)
    return;
  g_strlcpy (entry->space, own, sizeof entry->space);
  g_free (own);
  entry->own = entry->space;
}

static void
fill_own (KpSiteEntry *entry)
{
  const char *label = kp_site_get_label (entry->site);
  const char *host = kp_site_get_host (entry->site);
  const char *note = kp_site_get_note (entry->site);
  gboolean foreign = kp_site_get_unicode (entry->site) != host;
  g_autofree char *all = NULL;

  if (*note != '\0' || foreign)
    all = g_strjoin ("\n", label, foreign ? host : note, foreign ? note : NULL, NULL);
  set_own (entry, kp_site_keys_fold (all != NULL ? all : label));
}

void
kp_site_keys_fill (KpSiteKeys *self, KpSiteEntry *entry, gint64 now)
{
  const KpSummary *summary = kp_site_get_summary (entry->site);
  const char *provider = get_provider_name (self, entry->site);
  const char *subject = summary->cause != NULL ? strchr (summary->cause, ' ') : NULL;

  entry->text = NULL;
  entry->not_after = summary->not_after;
  entry->checked_at = summary->checked_at;
  fill_own (entry);
  fill_state (self, entry, provider, now);
  set_shared (self, entry, KP_SHARED_CUSTOMER, kp_site_get_customer (entry->site));
  set_shared (self, entry, KP_SHARED_PROVIDER, provider);
  set_shared (self, entry, KP_SHARED_TARGET, kp_site_get_target (entry->site));
  set_shared (self, entry, KP_SHARED_CAUSE, subject != NULL ? subject + 1 : NULL);
}

void
kp_site_keys_clear (KpSiteKeys *self, KpSiteEntry *entry)
{
  set_own (entry, NULL);
  for (guint i = 0; i < KP_SHARED_N; i++)
    take_shared (self, entry, i, NULL);
  entry->text = NULL;
}

/* The first letters as a number, so that most comparisons follow no pointer. */
static guint64
get_prefix (const char *text)
{
  guint64 prefix = 0;

  for (guint i = 0; i < sizeof prefix; i++)
    {
      prefix = prefix << 8 | (guint8) *text;
      if (*text != '\0')
        text++;
    }
  return prefix;
}

/* A site without such a text comes after all that have one. */
static void
rank_by_text (KpSiteKeys *self, KpSiteEntry *entry, KpSharedKind kind)
{
  Shared *shared = get_shared (self, kind, entry->shared[kind]);

  entry->rank = G_MAXUINT64;
  if (shared == NULL)
    return;
  if (shared->collated == NULL)
    shared->collated = g_utf8_collate_key (shared->text, -1);
  entry->text = shared->collated;
  entry->rank = get_prefix (shared->collated);
}

/* A time in the bits below @bits; none comes last. */
static guint64
get_time_rank (gint64 time, guint bits)
{
  const guint64 last = (G_GUINT64_CONSTANT (1) << bits) - 1;

  return time > 0 ? MIN ((guint64) time, last - 1) : last;
}

/* Sites with the same words stand together, what is open first. */
static guint64
get_status_rank (const KpSummary *summary)
{
  static const guint8 lock_ranks[KP_LOCK_N] = {
    [KP_LOCK_UNLOCKED] = 0,
    [KP_LOCK_PENDING] = 1,
    [KP_LOCK_UNKNOWN] = 2,
    [KP_LOCK_LOCKED] = 3,
  };
  KpFindingId finding = KP_FINDING_N;

  if (summary->main_finding != NULL)
    kp_finding_id_from_string (summary->main_finding, &finding);
  return (guint64) lock_ranks[summary->lock] << 56 | (guint64) summary->status << 48
         | (guint64) finding << 40 | get_time_rank (summary->status_at, 40);
}

static guint64
get_turn_rank (const KpNextAction *next)
{
  static const guint8 turn_ranks[] = {
    [KP_TURN_YOU] = 0, [KP_TURN_CUSTOMER] = 1, [KP_TURN_PROVIDER] = 2,
    [KP_TURN_CA] = 3,  [KP_TURN_NOBODY] = 4,
  };

  return (guint64) turn_ranks[next->who] << 56 | get_time_rank (next->due, 48) << 8
         | (guint64) (next->kind & 0xff);
}

void
kp_site_keys_rank (KpSiteKeys *self, KpSiteEntry *entry, KpSiteOrder order)
{
  const KpSummary *summary = kp_site_get_summary (entry->site);

  entry->text = NULL;
  switch (order)
    {
    case KP_SITE_ORDER_SITE:
      entry->rank = get_prefix (entry->own);
      entry->text = entry->own;
      break;
    case KP_SITE_ORDER_STATUS:
      entry->rank = get_status_rank (summary);
      break;
    case KP_SITE_ORDER_NEXT_ACTION:
      entry->rank = get_turn_rank (&summary->next);
      break;
    case KP_SITE_ORDER_CUSTOMER:
      rank_by_text (self, entry, KP_SHARED_CUSTOMER);
      break;
    case KP_SITE_ORDER_PROVIDER:
      rank_by_text (self, entry, KP_SHARED_PROVIDER);
      break;
    case KP_SITE_ORDER_EXPIRES:
      entry->rank = get_time_rank (summary->not_after, 63);
      break;
    case KP_SITE_ORDER_CHECKED:
      /* As it is shown: the shortest time ago first. */
      entry->rank = summary->checked_at > 0 ? G_MAXINT64 - summary->checked_at : G_MAXINT64;
      break;
    case KP_SITE_ORDER_ATTENTION:
    default:
      entry->rank = summary->attention;
      break;
    }
}

KpSiteEntry *
kp_site_entry_new (KpSite *site, gpointer owner)
{
  KpSiteEntry *self = g_aligned_alloc0 (1, sizeof *self, CACHE_LINE);

  G_STATIC_ASSERT (sizeof *self <= 2 * CACHE_LINE || sizeof (gpointer) != 8);
  self->site = site;
  self->owner = owner;
  return self;
}

void
kp_site_entry_free (KpSiteEntry *self)
{
  g_object_unref (self->site);
  g_aligned_free (self);
}

KpSiteKeys *
kp_site_keys_new (KpCatalogue *catalogue)
{
  KpSiteKeys *self = g_new0 (KpSiteKeys, 1);

  self->catalogue = g_object_ref (catalogue);
  self->buffer = g_string_new (NULL);
  self->states = g_hash_table_new_full (hash_state, equal_states, free_state, NULL);
  for (guint i = 0; i < KP_SHARED_N; i++)
    {
      self->by_text[i] = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, shared_free);
      self->by_number[i] = g_ptr_array_new ();
      g_ptr_array_add (self->by_number[i], NULL);
      self->free_numbers[i] = g_array_new (FALSE, FALSE, sizeof (guint32));
    }
  return self;
}

void
kp_site_keys_free (KpSiteKeys *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->states);
  for (guint i = 0; i < KP_SHARED_N; i++)
    {
      g_hash_table_unref (self->by_text[i]);
      g_ptr_array_unref (self->by_number[i]);
      g_array_unref (self->free_numbers[i]);
    }
  g_string_free (self->buffer, TRUE);
  g_object_unref (self->catalogue);
  g_free (self);
}

guint
kp_site_keys_get_n_shared (KpSiteKeys *self, KpSharedKind kind)
{
  return self->by_number[kind]->len;
}

const char *
kp_site_keys_get_shared (KpSiteKeys *self, KpSharedKind kind, guint number)
{
  return get_shared (self, kind, number)->folded;
}

guint
kp_site_keys_get_generation (KpSiteKeys *self)
{
  return self->generation;
}

static int
compare_names (const KpSiteEntry *a, const KpSiteEntry *b)
{
  int order = strcmp (a->own, b->own);
  gint64 first, second;

  if (order != 0)
    return order;
  first = kp_site_get_id (a->site);
  second = kp_site_get_id (b->site);
  if (first != second)
    return first < second ? -1 : 1;
  return a < b ? -1 : a > b;
}

int
kp_site_entry_compare (const KpSiteEntry *a, const KpSiteEntry *b, gboolean descending)
{
  int order = 0;

  if (a->rank != b->rank)
    order = a->rank < b->rank ? -1 : 1;
  else if (a->text != b->text)
    order = a->text == NULL ? 1 : b->text == NULL ? -1 : strcmp (a->text, b->text);
  if (order != 0)
    return descending ? -order : order;
  return compare_names (a, b);
}
