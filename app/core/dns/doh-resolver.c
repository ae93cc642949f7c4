/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/dns/doh-resolver.h"

#include "core/base/retry.h"
#include "core/model/sentence.h"

#include <string.h>

#define MEDIA_TYPE "application/dns-message"
/* libsoup reaches its best between 20 and 50 streams on one connection. */
#define MAX_IN_FLIGHT 40
#define MAX_REDIRECTS 2
#define TIME_OUTS_TO_REST 3
/* One may be the fault of the name: a server in front of a resolver that takes too long for
 * it answers with a 502. So many without an answer between them are its own. */
#define REFUSALS_TO_REST 10
#define REST_SECONDS 1
#define REST_LIMIT 60

typedef struct
{
  GTask *task; /* not owned: it owns this */
  GList link;
  char *name;
  KpRecordType type;
  KpLookupFlags flags;
  gulong cancelled;
  gint64 sent_at;
  gboolean trial;
  gboolean repeated;
} Question;

struct _KpDohResolver
{
  GObject parent;

  KpNetSession *session;
  char *url;
  char *endpoint; /* (nullable): the URL without the "{?dns}" of a URI template (RFC 8484
                     section 4.1), unless it is not https */
  char *name;
  guint timeout;
  const char *protocol; /* (nullable): of the last answer */

  GQueue waiting; /* Question; each keeps its task */
  guint in_flight;

  /* Resting: set while the server is given up; then one question tries it again. Nobody
   * waits for that of a silent one: a time-out would follow another. */
  GError *fault;
  gint64 rest_until;
  gboolean trying;
  guint time_outs;
  guint refusals; /* since a message came */
  KpRetry retry;
};

static void kp_doh_resolver_iface_init (KpResolverInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KpDohResolver, kp_doh_resolver, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (KP_TYPE_RESOLVER,
                                                      kp_doh_resolver_iface_init))

/* A host, or a domain that begins with a dot, and how people call who runs it. */
static const struct
{
  const char *host;
  const char *name;
} known_hosts[] = {
  { "cloudflare-dns.com", "Cloudflare" },
  { ".cloudflare-dns.com", "Cloudflare" },
  { "one.one.one.one", "Cloudflare" },
  { "1.1.1.1", "Cloudflare" },
  { "1.0.0.1", "Cloudflare" },
  { "dns.google", "Google" },
  { "8.8.8.8", "Google" },
  { "8.8.4.4", "Google" },
  { ".quad9.net", "Quad9" },
  { "9.9.9.9", "Quad9" },
  { "9.9.9.10", "Quad9" },
  { ".adguard-dns.com", "AdGuard" },
  { "dns.mullvad.net", "Mullvad" },
  { "dns.alidns.com", "AliDNS" },
  { ".opendns.com", "OpenDNS" },
  { "dns.nextdns.io", "NextDNS" },
  { ".controld.com", "Control D" },
  { "wikimedia-dns.org", "Wikimedia DNS" },
  { "dns.switch.ch", "Switch" },
  { "dns.digitale-gesellschaft.ch", "Digitale Gesellschaft" },
  { ".joindns4.eu", "DNS4EU" },
  { ".dns.sb", "DNS.SB" },
};

char *
kp_doh_resolver_dup_name_of (const char *url)
{
  g_autoptr (GUri) uri = NULL;
  g_autofree char *host = NULL;

  g_return_val_if_fail (url != NULL, NULL);

  uri = g_uri_parse (url, SOUP_HTTP_URI_FLAGS, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    return g_strdup (url);
  host = g_ascii_strdown (g_uri_get_host (uri), -1);
  for (guint i = 0; i < G_N_ELEMENTS (known_hosts); i++)
    {
      const char *known = known_hosts[i].host;

      if (*known == '.' ? g_str_has_suffix (host, known) : g_str_equal (host, known))
        return g_strdup (known_hosts[i].name);
    }
  /* Several servers of one machine are told apart by port. */
  if (g_uri_get_port (uri) > 0 && g_uri_get_port (uri) != 443)
    return g_strdup_printf ("%s:%d", host, g_uri_get_port (uri));
  return g_strdup (host);
}

static void
question_free (gpointer data)
{
  Question *question = data;

  g_free (question->name);
  g_free (question);
}

static void
fail (Question *question, const GError *error)
{
  g_task_return_error (question->task, g_error_copy (error));
}

/* Takes a question out of the queue; the caller owns the task that the queue kept. */
static GTask *
leave_queue (KpDohResolver *self, Question *question)
{
  g_queue_unlink (&self->waiting, &question->link);
  if (question->cancelled != 0)
    g_signal_handler_disconnect (g_task_get_cancellable (question->task),
                                 question->cancelled);
  question->cancelled = 0;
  return question->task;
}

static void
end_cancelled (GTask *task)
{
  g_task_return_error (task, kp_dns_error_new_cancelled ());
}

static void
fail_waiting (KpDohResolver *self, const GError *error)
{
  while (!g_queue_is_empty (&self->waiting))
    {
      Question *question = g_queue_peek_head (&self->waiting);
      g_autoptr (GTask) task = leave_queue (self, question);

      fail (question, error);
    }
}

static void
rest (KpDohResolver *self, const GError *error, guint asked)
{
  guint seconds = kp_retry_fail (&self->retry, asked);
  g_autoptr (GError) fault = g_error_copy (error);

  self->rest_until = g_get_monotonic_time () + (gint64) seconds * G_USEC_PER_SEC;
  self->time_outs = 0;
  g_clear_error (&self->fault);
  self->fault = g_steal_pointer (&fault);
  g_debug ("%s rests for %u seconds: %s", self->url, seconds, self->fault->message);
  fail_waiting (self, self->fault);
}

static void
work_again (KpDohResolver *self)
{
  self->time_outs = 0;
  g_clear_error (&self->fault);
  kp_retry_succeed (&self->retry);
}

static KpDnsError
translate (const GError *error)
{
  switch ((KpNetError) error->code)
    {
    case KP_NET_ERROR_OFFLINE:
    case KP_NET_ERROR_ADDRESS:
      return KP_DNS_ERROR_UNREACHABLE;
    case KP_NET_ERROR_TIMED_OUT:
      return KP_DNS_ERROR_TIMED_OUT;
    case KP_NET_ERROR_TLS:
      return KP_DNS_ERROR_TLS;
    case KP_NET_ERROR_BUSY:
      return KP_DNS_ERROR_BUSY;
    case KP_NET_ERROR_REFUSED:
    case KP_NET_ERROR_REDIRECT:
      return KP_DNS_ERROR_REFUSED;
    case KP_NET_ERROR_TOO_LARGE:
      return KP_DNS_ERROR_MALFORMED;
    case KP_NET_ERROR_CONTENT:
      return KP_DNS_ERROR_NOT_DNS;
    case KP_NET_ERROR_CANCELLED:
      return KP_DNS_ERROR_CANCELLED;
    case KP_NET_ERROR_FAILED:
    default:
      return KP_DNS_ERROR_FAILED;
    }
}

static void send (KpDohResolver *self, Question *question);

static void
pump (KpDohResolver *self)
{
  while (self->in_flight < MAX_IN_FLIGHT && !g_queue_is_empty (&self->waiting))
    {
      Question *question = g_queue_peek_head (&self->waiting);
      g_autoptr (GTask) task = leave_queue (self, question);

      if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
        end_cancelled (task);
      else
        send (self, question);
    }
}

/* A connection that broke off under many questions is no fault of each: ask once more, but
 * not where that would make one time-out two. */
static gboolean
is_worth_repeating (KpDohResolver *self, Question *question, const GError *failure)
{
  gint64 taken = g_get_monotonic_time () - question->sent_at;

  return failure->code == KP_NET_ERROR_FAILED && !question->repeated && self->fault == NULL
         && taken < (gint64) self->timeout * G_USEC_PER_SEC / 4;
}

/* What a failed exchange says of the server itself. */
static void
judge_failure (KpDohResolver *self, Question *question, const GError *failure,
               const GError *error)
{
  /* While it rests only the trial counts: what was sent before says nothing new. */
  if (self->fault != NULL && !question->trial)
    return;
  switch ((KpNetError) failure->code)
    {
    case KP_NET_ERROR_CANCELLED:
      break;
    case KP_NET_ERROR_FAILED:
    case KP_NET_ERROR_OFFLINE:
    case KP_NET_ERROR_ADDRESS:
    case KP_NET_ERROR_TLS:
      rest (self, error, 0);
      break;
    case KP_NET_ERROR_BUSY:
      rest (self, error, kp_net_error_get_retry_after (failure));
      break;
    case KP_NET_ERROR_TIMED_OUT:
      if (++self->time_outs < TIME_OUTS_TO_REST && !question->trial)
        break;
      /* It may be only this connection that is dead, as after a suspend. */
      if (!question->trial)
        kp_net_session_renew (self->session);
      rest (self, error, 0);
      break;
    case KP_NET_ERROR_REFUSED:
    case KP_NET_ERROR_TOO_LARGE:
    case KP_NET_ERROR_CONTENT:
    case KP_NET_ERROR_REDIRECT:
    default:
      /* Somebody is there, but perhaps only the log-in page of a network. */
      if (++self->refusals >= REFUSALS_TO_REST)
        rest (self, error, 0);
      else
        work_again (self);
      break;
    }
}

static void
on_body (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Question *question = g_task_get_task_data (task);
  KpDohResolver *self = KP_DOH_RESOLVER (g_task_get_source_object (task));
  g_autoptr (GError) failure = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = NULL;
  KpDnsReply *reply = NULL;
  const char *protocol = kp_net_session_get_protocol (self->session, result);
  guint age = 0;

  if (protocol != NULL)
    self->protocol = protocol;
  body = kp_net_session_get_finish (self->session, result, &age, &failure);
  self->in_flight--;
  if (question->trial)
    self->trying = FALSE;
  if (body != NULL)
    {
      self->refusals = 0;
      work_again (self);
      reply = kp_dns_reply_decode (body, question->name, question->type, age, &error);
    }
  else
    {
      if (is_worth_repeating (self, question, failure))
        {
          question->repeated = TRUE;
          send (self, question);
          return;
        }
      error = kp_dns_error_new (translate (failure), kp_net_error_keep (failure));
      judge_failure (self, question, failure, error);
    }
  if (reply != NULL)
    g_task_return_pointer (task, reply, (GDestroyNotify) kp_dns_reply_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
  /* After a time-out the next wait until the server is heard again, so that a dead one
   * costs one time-out and not two. */
  if (self->time_outs == 0 || self->in_flight == 0)
    pump (self);
}

/* base64url without padding (RFC 4648 section 5), right behind the URL. */
static char *
make_uri (KpDohResolver *self, const guint8 *query, gsize size)
{
  gsize head = strlen (self->endpoint);
  char *uri = g_malloc (head + sizeof "?dns=" + (size / 3 + 1) * 4 + 4);
  char *text = uri + head + strlen ("?dns=");
  int state = 0;
  int save = 0;
  gsize length = 0;

  memcpy (uri, self->endpoint, head);
  memcpy (uri + head, strchr (self->endpoint, '?') != NULL ? "&dns=" : "?dns=", 5);
  length = g_base64_encode_step (query, size, FALSE, text, &state, &save);
  length += g_base64_encode_close (FALSE, text + length, &state, &save);
  while (length > 0 && text[length - 1] == '=')
    length--;
  text[length] = '\0';
  for (gsize i = 0; i < length; i++)
    if (text[i] == '+')
      text[i] = '-';
    else if (text[i] == '/')
      text[i] = '_';
  return uri;
}

static void
send (KpDohResolver *self, Question *question)
{
  static const char *const fresh[] = { "Cache-Control", "no-cache", NULL };
  g_autofree char *uri = NULL;
  guint8 query[KP_DNS_QUERY_MAX];
  GError *error = NULL;
  gboolean unchecked = (question->flags & KP_LOOKUP_CHECKING_DISABLED) != 0;
  gsize size =
      kp_dns_query_write (query, question->name, question->type, unchecked, &error);
  KpNetRequest request = {
    .accept = MEDIA_TYPE,
    .max_size = KP_DNS_MESSAGE_MAX,
    .timeout = self->timeout,
    .max_redirects = MAX_REDIRECTS,
    .headers = (question->flags & KP_LOOKUP_NO_CACHE) != 0 ? fresh : NULL,
  };

  /* Names of customers are not sent in the clear, whatever a setting says. */
  if (size > 0 && self->endpoint == NULL)
    {
      size = 0;
      error =
          kp_dns_error_new (KP_DNS_ERROR_FAILED,
                            kp_sentence_keep (KP_SENTENCE_DNS_NOT_HTTPS, self->url, NULL));
    }
  if (size == 0)
    {
      g_task_return_error (question->task, error);
      return;
    }
  uri = make_uri (self, query, size);
  request.uri = uri;
  self->in_flight++;
  self->trying = question->trial = self->fault != NULL;
  question->sent_at = g_get_monotonic_time ();
  kp_net_session_send_async (self->session, &request,
                             g_task_get_cancellable (question->task), on_body,
                             g_object_ref (question->task));
}

static gboolean
on_leave (gpointer data)
{
  GTask *task = G_TASK (data);
  KpDohResolver *self = KP_DOH_RESOLVER (g_task_get_source_object (task));
  Question *question = g_task_get_task_data (task);

  /* It may have been sent or failed meanwhile. */
  if (question->cancelled != 0)
    {
      g_autoptr (GTask) kept = leave_queue (self, question);

      end_cancelled (kept);
    }
  return G_SOURCE_REMOVE;
}

/* Any thread, and within g_cancellable_cancel(): the queue is left later. */
static void
on_cancelled (GCancellable *cancellable, gpointer data)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_callback (source, on_leave, g_object_ref (data), g_object_unref);
  g_source_attach (source, g_task_get_context (data));
}

static void
wait (KpDohResolver *self, Question *question)
{
  GCancellable *cancellable = g_task_get_cancellable (question->task);

  g_object_ref (question->task);
  question->link.data = question;
  g_queue_push_tail_link (&self->waiting, &question->link);
  if (cancellable != NULL)
    question->cancelled =
        g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled),
                               g_object_ref (question->task), g_object_unref);
}

static const char *
get_url (KpResolver *resolver)
{
  return KP_DOH_RESOLVER (resolver)->url;
}

static const char *
get_name (KpResolver *resolver)
{
  return KP_DOH_RESOLVER (resolver)->name;
}

static KpResolverSource
get_source (KpResolver *resolver)
{
  return KP_RESOLVER_SOURCE_DOH;
}

static GTask *
make_question (KpDohResolver *self, const char *name, KpRecordType type,
               KpLookupFlags flags, GCancellable *cancellable, GAsyncReadyCallback callback,
               gpointer data)
{
  GTask *task = g_task_new (self, cancellable, callback, data);
  Question *question = g_new0 (Question, 1);

  g_task_set_source_tag (task, make_question);
  g_task_set_check_cancellable (task, FALSE);
  question->task = task;
  question->name = g_strdup (name);
  question->type = type;
  question->flags = flags;
  g_task_set_task_data (task, question, question_free);
  return task;
}

static void
lookup_async (KpResolver *resolver, const char *name, KpRecordType type,
              KpLookupFlags flags, GCancellable *cancellable, GAsyncReadyCallback callback,
              gpointer data)
{
  KpDohResolver *self = KP_DOH_RESOLVER (resolver);
  g_autoptr (GTask) task =
      make_question (self, name, type, flags, cancellable, callback, data);
  Question *question = g_task_get_task_data (task);
  gboolean resting =
      self->fault != NULL && (self->trying || g_get_monotonic_time () < self->rest_until);

  if (g_cancellable_is_cancelled (cancellable))
    end_cancelled (task);
  else if (resting)
    fail (question, self->fault);
  else if (g_error_matches (self->fault, KP_DNS_ERROR, KP_DNS_ERROR_TIMED_OUT))
    {
      g_autoptr (GTask) apart =
          make_question (self, name, type, flags, cancellable, NULL, NULL);

      fail (question, self->fault);
      send (self, g_task_get_task_data (apart));
    }
  else if (self->in_flight < MAX_IN_FLIGHT)
    send (self, question);
  else
    wait (self, question);
}

static KpDnsReply *
lookup_finish (KpResolver *resolver, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, resolver), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
kp_doh_resolver_iface_init (KpResolverInterface *iface)
{
  iface->get_url = get_url;
  iface->get_name = get_name;
  iface->get_source = get_source;
  iface->lookup_async = lookup_async;
  iface->lookup_finish = lookup_finish;
}

static void
kp_doh_resolver_finalize (GObject *object)
{
  KpDohResolver *self = KP_DOH_RESOLVER (object);

  g_clear_object (&self->session);
  g_clear_error (&self->fault);
  g_free (self->url);
  g_free (self->endpoint);
  g_free (self->name);

  G_OBJECT_CLASS (kp_doh_resolver_parent_class)->finalize (object);
}

static void
kp_doh_resolver_class_init (KpDohResolverClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kp_doh_resolver_finalize;
}

static void
kp_doh_resolver_init (KpDohResolver *self)
{
  g_queue_init (&self->waiting);
  self->retry.first = REST_SECONDS;
  self->retry.limit = REST_LIMIT;
}

KpResolver *
kp_doh_resolver_new (KpNetSession *session, const char *url, guint timeout)
{
  KpDohResolver *self = NULL;

  g_return_val_if_fail (KP_IS_NET_SESSION (session), NULL);
  g_return_val_if_fail (url != NULL, NULL);

  self = g_object_new (KP_TYPE_DOH_RESOLVER, NULL);
  self->session = g_object_ref (session);
  self->url = g_strdup (url);
  if (g_ascii_strncasecmp (url, "https://", strlen ("https://")) == 0)
    self->endpoint = g_strndup (url, strcspn (url, "{#"));
  self->name = kp_doh_resolver_dup_name_of (url);
  self->timeout = timeout;
  return KP_RESOLVER (self);
}

const char *
kp_doh_resolver_get_protocol (KpDohResolver *self)
{
  g_return_val_if_fail (KP_IS_DOH_RESOLVER (self), NULL);

  return self->protocol;
}
