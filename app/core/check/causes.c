/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/check/causes.h"

#include <glib/gi18n.h>

/* The sites of one "ID SUBJECT", or what is left of one ID. */
typedef struct
{
  guint count;
  guint unlocked;
  guint without;
  GHashTable *customers;
} Tally;

struct _KpCauses
{
  GHashTable *tallies;
};

static void
tally_free (gpointer data)
{
  Tally *tally = data;

  g_hash_table_unref (tally->customers);
  g_free (tally);
}

static Tally *
get_tally (GHashTable *tallies, const char *key)
{
  Tally *tally = g_hash_table_lookup (tallies, key);

  if (tally == NULL)
    {
      tally = g_new0 (Tally, 1);
      tally->customers = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
      g_hash_table_insert (tallies, g_strdup (key), tally);
    }
  return tally;
}

static void
tally_add_customer (Tally *tally, gint64 id)
{
  if (id == 0)
    tally->without++;
  else if (!g_hash_table_contains (tally->customers, &id))
    g_hash_table_add (tally->customers, g_memdup2 (&id, sizeof id));
}

static void
tally_merge (Tally *into, const Tally *from)
{
  GHashTableIter iter;
  gpointer id;

  into->count += from->count;
  into->unlocked += from->unlocked;
  into->without += from->without;
  g_hash_table_iter_init (&iter, from->customers);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    tally_add_customer (into, *(gint64 *) id);
}

KpCauses *
kp_causes_new (void)
{
  KpCauses *self = g_new0 (KpCauses, 1);

  self->tallies = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, tally_free);
  return self;
}

void
kp_causes_free (KpCauses *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->tallies);
  g_free (self);
}

void
kp_causes_add (KpCauses *self, KpSite *site)
{
  const KpSummary *summary = kp_site_get_summary (site);
  Tally *tally;

  if (summary->cause == NULL)
    return;
  tally = get_tally (self->tallies, summary->cause);
  tally->count++;
  tally->unlocked += summary->lock == KP_LOCK_UNLOCKED;
  tally_add_customer (tally, kp_site_get_customer_id (site));
}

/* "dns.a-record 203.0.113.7" is the finding and the subject; FALSE for an id of a later
 * version. */
static gboolean
parse_key (const char *key, KpFindingId *id, const char **subject)
{
  const char *blank = strchr (key, ' ');
  g_autofree char *word = blank != NULL ? g_strndup (key, blank - key) : g_strdup (key);

  *subject = blank != NULL ? blank + 1 : NULL;
  return kp_finding_id_from_string (word, id);
}

KpCause *
kp_cause_new_from_key (const char *key)
{
  KpFindingId id;
  const char *subject;
  KpCause *cause;

  g_return_val_if_fail (key != NULL, NULL);

  if (!parse_key (key, &id, &subject))
    return NULL;
  cause = g_new0 (KpCause, 1);
  cause->id = id;
  cause->subject = g_strdup (subject);
  return cause;
}

static KpCause *
make_cause (const char *key, const Tally *tally)
{
  KpCause *cause = kp_cause_new_from_key (key);

  if (cause == NULL)
    return NULL;
  cause->count = tally->count;
  cause->unlocked = tally->unlocked;
  cause->customers = g_hash_table_size (tally->customers) + tally->without;
  return cause;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const KpCause *first = *(KpCause *const *) a, *second = *(KpCause *const *) b;

  if (first->count != second->count)
    return first->count < second->count ? 1 : -1;
  if (first->id != second->id)
    return first->id < second->id ? -1 : 1;
  return g_strcmp0 (first->subject, second->subject);
}

static void
take_causes (GHashTable *tallies, GPtrArray *causes)
{
  GHashTableIter iter;
  gpointer key, tally;

  g_hash_table_iter_init (&iter, tallies);
  while (g_hash_table_iter_next (&iter, &key, &tally))
    {
      KpCause *cause = make_cause (key, tally);

      if (cause != NULL)
        g_ptr_array_add (causes, cause);
    }
}

/* What has a line of its own is not meant by the line for the rest. */
static void
note_elsewhere (GPtrArray *causes)
{
  KpCause *rest[KP_FINDING_N] = { NULL };

  for (guint i = 0; i < causes->len; i++)
    {
      KpCause *cause = g_ptr_array_index (causes, i);

      if (cause->subject != NULL)
        continue;
      rest[cause->id] = cause;
      cause->elsewhere = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    }
  for (guint i = 0; i < causes->len; i++)
    {
      KpCause *cause = g_ptr_array_index (causes, i);

      if (cause->subject != NULL && rest[cause->id] != NULL)
        g_hash_table_add (rest[cause->id]->elsewhere, g_strdup (cause->subject));
    }
}

GPtrArray *
kp_causes_list (KpCauses *self)
{
  GPtrArray *causes = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_cause_free);
  g_autoptr (GHashTable) shared =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, tally_free);
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, self->tallies);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      const Tally *tally = value;
      const char *blank = strchr (key, ' ');
      g_autofree char *id =
          blank != NULL ? g_strndup (key, blank - (char *) key) : g_strdup (key);

      tally_merge (get_tally (shared, tally->count > 1 ? (char *) key : id), tally);
    }
  take_causes (shared, causes);
  note_elsewhere (causes);
  g_ptr_array_sort (causes, compare);
  return causes;
}

const KpCause *
kp_causes_find_banner (GPtrArray *causes)
{
  const KpCause *greatest = NULL;

  for (guint i = 0; i < causes->len; i++)
    {
      const KpCause *cause = g_ptr_array_index (causes, i);

      if (cause->subject != NULL && cause->unlocked >= KP_CAUSE_MANY && cause->customers > 1
          && (greatest == NULL || cause->unlocked > greatest->unlocked))
        greatest = cause;
    }
  return greatest;
}

KpCause *
kp_cause_copy (const KpCause *self)
{
  KpCause *copy;

  if (self == NULL)
    return NULL;
  copy = g_memdup2 (self, sizeof *self);
  copy->subject = g_strdup (self->subject);
  if (self->elsewhere != NULL)
    g_hash_table_ref (self->elsewhere);
  return copy;
}

void
kp_cause_free (KpCause *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->elsewhere, g_hash_table_unref);
  g_free (self->subject);
  g_free (self);
}

/* Sentences with the subject in them, by finding. */
static const char *const sentences[KP_FINDING_N] = {
  /* Translators: %s is the name of a provider */
  [KP_FINDING_SITE_NO_TARGET] = N_ ("No target known for a site of %s"),
  /* Translators: %s is a host name, the target */
  [KP_FINDING_SITE_MOVED_AWAY] = N_ ("CNAME moved away from %s"),
  /* Translators: %s is an IP address */
  [KP_FINDING_DNS_A_RECORD] = N_ ("Address record %s where a CNAME must be"),
  /* Translators: %s is a host name */
  [KP_FINDING_DNS_WRONG_TARGET] = N_ ("CNAME to %s, another target"),
  /* Translators: %s is a domain name */
  [KP_FINDING_DNS_MISSING] = N_ ("No DNS record in the zone %s"),
  /* Translators: %s is an IP address */
  [KP_FINDING_DNS_LEFTOVER_AAAA] = N_ ("IPv6 address record %s left over"),
  /* Translators: %s is a domain or host name */
  [KP_FINDING_DNS_BROKEN] = N_ ("DNS of %s is broken"),
  /* Translators: %s is a domain name */
  [KP_FINDING_DNS_DOUBLED_NAME] = N_ ("Record made with the domain %s twice in its name"),
  /* Translators: %s is a domain name */
  [KP_FINDING_DNS_BOGUS] = N_ ("DNSSEC signatures of %s are wrong"),
  /* Translators: %s is a domain name */
  [KP_FINDING_DNS_CAA_BLOCKS] = N_ ("CAA record at %s forbids the CA"),
  /* Translators: %s is a host name, the target */
  [KP_FINDING_DNS_PROPAGATING] = N_ ("DNS change to %s is spreading"),
  /* Translators: %s is the name of a resolver */
  [KP_FINDING_DNS_RESOLVER_DIFFERS] = N_ ("%s alone answers differently"),
  /* Translators: %s is the name of a resolver */
  [KP_FINDING_DNS_NO_ANSWER] = N_ ("%s could not be asked"),
  /* Translators: %s is a host name or IP address */
  [KP_FINDING_TLS_UNTRUSTED] = N_ ("%s serves a certificate of a CA that is not trusted"),
  /* Translators: %s is a host name or IP address */
  [KP_FINDING_TLS_SELF_SIGNED] = N_ ("%s serves a certificate signed by itself"),
  /* Translators: %s is a host name or IP address */
  [KP_FINDING_TLS_INCOMPLETE_CHAIN] = N_ ("%s does not serve the intermediate certificate"),
  /* Translators: %s is a host name or IP address */
  [KP_FINDING_TLS_NAME_MISMATCH] = N_ ("%s serves a certificate of another name"),
  /* Translators: %s is a host name or IP address */
  [KP_FINDING_TLS_EXPIRED] = N_ ("%s serves a certificate that has ended"),
  /* Translators: %s is a host name or IP address */
  [KP_FINDING_TLS_NOT_YET_VALID] = N_ ("%s serves a certificate that is not valid yet"),
  /* Translators: %s is a host name or IP address */
  [KP_FINDING_TLS_REFUSED] = N_ ("%s refuses connections"),
  /* Translators: %s is a host name or IP address */
  [KP_FINDING_TLS_OLD_PROTOCOL] = N_ ("%s offers only an outdated TLS version"),
  /* Translators: %s is the name of a provider */
  [KP_FINDING_TLS_RENEWAL_LATE] = N_ ("Renewal at %s is late"),
  [KP_FINDING_TLS_NOT_SUBMITTED] =
      /* Translators: %s is a host name */
  N_ ("%s serves another certificate than the one submitted"),
  /* Translators: %s is a host name */
  [KP_FINDING_TLS_NOT_YET_INSTALLED] = N_ ("%s does not serve the new certificate yet"),
  /* Translators: %s is a host name */
  [KP_FINDING_TLS_TARGET_NOT_READY] = N_ ("%s does not serve the name yet"),
  /* Translators: %s is a host name or IP address */
  [KP_FINDING_TLS_NO_ANSWER] = N_ ("%s could not be asked"),
  /* Translators: %s is the name of a root certificate */
  [KP_FINDING_TLS_INTERCEPTED] = N_ ("“%s” intercepts secure connections"),
};

char *
kp_cause_format (const KpCause *self)
{
  const char *sentence = sentences[self->id];
  const char *place;

  if (self->subject == NULL || sentence == NULL)
    return g_strdup (kp_finding_id_get_title (self->id));
  sentence = _ (sentence);
  place = strstr (sentence, "%s");
  if (place == NULL)
    return g_strdup (sentence);
  return g_strdup_printf ("%.*s%s%s", (int) (place - sentence), sentence, self->subject,
                          place + strlen ("%s"));
}

gboolean
kp_cause_matches (const KpCause *self, const KpSummary *summary)
{
  const char *subject;
  KpFindingId id;

  if (summary->cause == NULL || !parse_key (summary->cause, &id, &subject)
      || id != self->id)
    return FALSE;
  if (self->subject != NULL)
    return g_strcmp0 (subject, self->subject) == 0;
  return subject == NULL || self->elsewhere == NULL
         || !g_hash_table_contains (self->elsewhere, subject);
}
