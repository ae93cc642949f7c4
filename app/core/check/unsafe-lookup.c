/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/check/unsafe-lookup.h"

#include <glib/gi18n.h>

#include "core/base/host-name.h"
#include "core/net/net-answer.h"

/* Answers that are kept. */
#define MAX_KEPT 1000

struct _KpUnsafeLookup
{
  GObject parent;

  KpUnsafeService service;
  char *base;
  KpSecret *key;
  KpNetSession *session;
  guint timeout;
  KpClock *clock;
  GHashTable *answers; /* prefix → KpUnsafeAnswer */
};

G_DEFINE_FINAL_TYPE (KpUnsafeLookup, kp_unsafe_lookup, G_TYPE_OBJECT)

static void
kp_unsafe_lookup_finalize (GObject *object)
{
  KpUnsafeLookup *self = KP_UNSAFE_LOOKUP (object);

  g_free (self->base);
  g_clear_pointer (&self->key, kp_secret_unref);
  g_clear_object (&self->session);
  g_clear_object (&self->clock);
  g_clear_pointer (&self->answers, g_hash_table_unref);

  G_OBJECT_CLASS (kp_unsafe_lookup_parent_class)->finalize (object);
}

static void
kp_unsafe_lookup_class_init (KpUnsafeLookupClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kp_unsafe_lookup_finalize;
}

static void
kp_unsafe_lookup_init (KpUnsafeLookup *self)
{
  self->answers =
      g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) kp_unsafe_answer_unref);
}

KpUnsafeLookup *
kp_unsafe_lookup_new (KpUnsafeService service, const char *base, KpSecret *key,
                      KpNetSession *session, guint timeout, KpClock *clock)
{
  KpUnsafeLookup *self;

  g_return_val_if_fail (key != NULL, NULL);
  g_return_val_if_fail (KP_IS_NET_SESSION (session), NULL);
  g_return_val_if_fail (KP_IS_CLOCK (clock), NULL);

  self = g_object_new (KP_TYPE_UNSAFE_LOOKUP, NULL);
  self->service = service;
  self->base = g_strdup (base);
  self->key = kp_secret_ref (key);
  self->session = g_object_ref (session);
  self->timeout = timeout;
  self->clock = g_object_ref (clock);
  return self;
}

/* One site under way: its names, and what was answered about each. */
typedef struct
{
  char **names;
  guint n;
  KpUnsafeHash hashes[KP_UNSAFE_MAX_NAMES];
  KpUnsafeAnswer *answers[KP_UNSAFE_MAX_NAMES];
  guint32 asked[KP_UNSAFE_MAX_NAMES];
  guint n_asked;
} Check;

static void
check_free (gpointer data)
{
  Check *check = data;

  for (guint i = 0; i < check->n; i++)
    g_clear_pointer (&check->answers[i], kp_unsafe_answer_unref);
  g_strfreev (check->names);
  g_free (check);
}

static Check *
check_new (const char *host)
{
  Check *check = g_new0 (Check, 1);

  check->names = kp_unsafe_list_expand (host);
  check->n = g_strv_length (check->names);
  for (guint i = 0; i < check->n; i++)
    kp_unsafe_list_hash (check->names[i], &check->hashes[i]);
  return check;
}

KpFinding *
kp_unsafe_lookup_make_not_checked (const char *reason)
{
  return kp_finding_new (KP_FINDING_NAME_UNSAFE_NOT_CHECKED, NULL, reason, NULL);
}

/* Their terms want a suspicion told as one. */
static char *
describe_suspicion (const char *name, guint threats)
{
  if ((threats & KP_THREAT_DECEPTION) != 0)
    return g_strdup_printf (
        /* Translators: a host name; a web address */
        _ ("“%s” is on a list of suspected unsafe sites. It may be deceptive: visitors "
           "may be tricked into giving passwords away or installing software. Advisory "
           "provided by Google: %s"),
        name, KP_UNSAFE_ADVISORY);
  if ((threats & KP_THREAT_MALWARE) != 0)
    return g_strdup_printf (
        /* Translators: a host name; a web address */
        _ ("“%s” is on a list of suspected unsafe sites. It may be dangerous and install "
           "malicious software. Advisory provided by Google: %s"),
        name, KP_UNSAFE_ADVISORY);
  if ((threats & KP_THREAT_UNWANTED_SOFTWARE) != 0)
    return g_strdup_printf (
        /* Translators: a host name; a web address */
        _ ("“%s” is on a list of suspected unsafe sites. It may be harmful and offer "
           "unwanted software. Advisory provided by Google: %s"),
        name, KP_UNSAFE_ADVISORY);
  return g_strdup_printf (
      /* Translators: a host name; a web address */
      _ ("“%s” is on a list of suspected unsafe sites. It may offer harmful apps. "
         "Advisory provided by Google: %s"),
      name, KP_UNSAFE_ADVISORY);
}

static KpFinding *
make_suspected (const char *name, guint threats)
{
  g_autofree char *shown = kp_host_name_to_unicode (name);
  g_autofree char *text = describe_suspicion (shown, threats);

  return kp_finding_new (
      KP_FINDING_NAME_SUSPECTED_UNSAFE, name, text,
      _ ("Ask whoever runs the site to have it reviewed in Google Search Console, and "
         "check "
         "the name again. The list can be wrong: it may hold sites that are safe, and miss "
         "some that are not."));
}

static KpFinding *
judge (const Check *check)
{
  for (guint i = 0; i < check->n; i++)
    {
      guint threats = kp_unsafe_answer_get_threats (check->answers[i], &check->hashes[i]);

      if (threats != KP_THREAT_NONE)
        return make_suspected (check->names[i], threats);
    }
  return NULL;
}

static gboolean
is_asked (const Check *check, guint32 prefix)
{
  for (guint i = 0; i < check->n_asked; i++)
    if (check->asked[i] == prefix)
      return TRUE;
  return FALSE;
}

/* Takes what is known still, and notes what is to be asked next: as much as one question
 * can have. */
static void
prepare (KpUnsafeLookup *self, Check *check)
{
  gint64 now = kp_clock_now (self->clock);

  check->n_asked = 0;
  for (guint i = 0; i < check->n; i++)
    {
      guint32 prefix = kp_unsafe_hash_get_prefix (&check->hashes[i]);
      KpUnsafeAnswer *known =
          g_hash_table_lookup (self->answers, GUINT_TO_POINTER (prefix));

      if (check->answers[i] != NULL)
        continue;
      if (known != NULL && kp_unsafe_answer_holds (known, &check->hashes[i], now))
        check->answers[i] = kp_unsafe_answer_ref (known);
      else if (!is_asked (check, prefix)
               && check->n_asked < kp_unsafe_list_max_prefixes (self->service))
        check->asked[check->n_asked++] = prefix;
    }
}

/* What was just answered counts now, whether or not it may be kept. */
static void
take_answer (KpUnsafeLookup *self, Check *check, KpUnsafeAnswer *answer)
{
  if (g_hash_table_size (self->answers) >= MAX_KEPT)
    g_hash_table_remove_all (self->answers);
  for (guint i = 0; i < check->n_asked; i++)
    g_hash_table_insert (self->answers, GUINT_TO_POINTER (check->asked[i]),
                         kp_unsafe_answer_ref (answer));
  for (guint i = 0; i < check->n; i++)
    if (check->answers[i] == NULL
        && is_asked (check, kp_unsafe_hash_get_prefix (&check->hashes[i])))
      check->answers[i] = kp_unsafe_answer_ref (answer);
}

/* @reason: (transfer full): a sentence without its end */
static void
give_up (GTask *task, char *reason)
{
  g_autofree char *text =
      /* Translators: why, as a sentence */
      g_strdup_printf (_ ("Whether the site is suspected to be unsafe is not known: %s."),
                       reason);

  g_free (reason);
  g_task_return_pointer (task, kp_unsafe_lookup_make_not_checked (text),
                         (GDestroyNotify) kp_finding_unref);
}

/* Returns: (transfer full) (nullable): what is wrong with an answer that is none */
static char *
find_fault (const KpNetAnswer *answer)
{
  switch (answer->status)
    {
    case SOUP_STATUS_OK:
      return NULL;
    case SOUP_STATUS_BAD_REQUEST:
    case SOUP_STATUS_UNAUTHORIZED:
    case SOUP_STATUS_FORBIDDEN:
      return g_strdup_printf (
          /* Translators: the number of an HTTP status */
          _ ("Google refuses the key (HTTP status %u); see that it is whole, and that the "
             "service is turned on for it"),
          answer->status);
    default:
      return g_strdup_printf (
          /* Translators: the number of an HTTP status */
          _ ("the list answers with the HTTP status %u; try again later"), answer->status);
    }
}

static void ask_next (GTask *task);

static void
on_answer (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  KpUnsafeLookup *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (KpUnsafeAnswer) answer = NULL;
  g_autoptr (KpNetAnswer) got =
      kp_net_session_ask_finish (self->session, result, NULL, &error);
  char *fault = got != NULL ? find_fault (got) : NULL;

  if (g_task_return_error_if_cancelled (task))
    return;
  if (got != NULL && fault == NULL)
    answer = kp_unsafe_answer_parse (self->service, got->body, kp_clock_now (self->clock),
                                     &error);
  if (answer == NULL)
    {
      if (fault == NULL && got != NULL)
        fault = g_strdup_printf (
            /* Translators: what is wrong with its answer */
            _ ("what the list answers can’t be read (%s)"), error->message);
      give_up (task, fault != NULL ? fault : g_strdup (error->message));
      return;
    }
  take_answer (self, g_task_get_task_data (task), answer);
  ask_next (task);
}

/* The key goes into a header, which stands in no address, and so in no message of an error.
 */
static void
ask_next (GTask *task)
{
  KpUnsafeLookup *self = g_task_get_source_object (task);
  Check *check = g_task_get_task_data (task);
  const char *key = kp_secret_get_text (self->key);
  const char *const headers[] = { "X-Goog-Api-Key", key, NULL };
  g_autofree char *uri = NULL;
  KpNetRequest request = { .accept = NULL };

  prepare (self, check);
  if (check->n_asked == 0)
    {
      g_task_return_pointer (task, judge (check), (GDestroyNotify) kp_finding_unref);
      return;
    }
  uri = kp_unsafe_list_make_uri (self->service, self->base, check->asked, check->n_asked);
  request.uri = uri;
  request.headers = headers;
  request.max_size = KP_UNSAFE_MAX_ANSWER;
  request.timeout = self->timeout;
  kp_net_session_ask_async (self->session, &request, g_task_get_cancellable (task),
                            on_answer, g_object_ref (task));
}

/* As a header can carry it (RFC 9110 section 5.5). */
static gboolean
is_key (KpSecret *key)
{
  const char *text = kp_secret_get_text (key);

  if (text == NULL || *text == '\0')
    return FALSE;
  for (; *text != '\0'; text++)
    if (!g_ascii_isgraph (*text))
      return FALSE;
  return TRUE;
}

void
kp_unsafe_lookup_check_async (KpUnsafeLookup *self, const char *host,
                              GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KP_IS_UNSAFE_LOOKUP (self));
  g_return_if_fail (host != NULL);

  task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, kp_unsafe_lookup_check_async);
  g_task_set_task_data (task, check_new (host), check_free);
  if (is_key (self->key))
    ask_next (task);
  else
    give_up (task, g_strdup (_ ("the key has characters that no key has; enter it anew")));
}

KpFinding *
kp_unsafe_lookup_check_finish (KpUnsafeLookup *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
