/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/certificate/issuer-fetcher.h"

#include <glib/gi18n.h>

#include "core/base/plain-text.h"
#include "core/certificate/certificate.h"
#include "core/certificate/document.h"
#include "core/net/session.h"

#define MAX_REDIRECTS 3
/* Access descriptions that are looked at, and octets of one address. */
#define MAX_DESCRIPTIONS 16
#define MAX_ADDRESS 1024
/* Certificates of one answer whose key is tried: a signature can be made to take
 * milliseconds, and who wrote the address may have written the answer, too. */
#define MAX_TRIED 16
/* Characters of an address that a message repeats. */
#define MAX_SHOWN 200

/* Dates and strength are judged where the bundle is. */
#define VERIFY_FLAGS                                                                       \
  (GNUTLS_VERIFY_DISABLE_TIME_CHECKS | GNUTLS_VERIFY_DISABLE_TRUSTED_TIME_CHECKS           \
   | GNUTLS_VERIFY_ALLOW_BROKEN | GNUTLS_VERIFY_ALLOW_SIGN_WITH_SHA1)

struct _KpIssuerFetcher
{
  GObject parent;

  char *extra_roots;
  KpAddressPolicy *policy;
  KpNetSession *session; /* once something is fetched */
  GHashTable *answers;   /* (nullable): address => Answer */
  guint seconds;
  guint n_asked;
};

/* What came from an address, or why nothing did. */
typedef struct
{
  GBytes *body;
  GError *error;
} Answer;

/* One certificate whose issuer is looked for. */
typedef struct
{
  gnutls_x509_crt_t crt;
  char **addresses;
  guint next;
  GError *error; /* of the first address */
} Search;

/* What came from one address, while it is looked at. */
typedef struct
{
  gnutls_x509_crt_t crt; /* of the search, which waits */
  GBytes *body;
  guint tried; /* certificates with the name of the issuer, as far as they were looked at */
} Look;

G_DEFINE_QUARK (kp - issuer - error - quark, kp_issuer_error)

G_DEFINE_FINAL_TYPE (KpIssuerFetcher, kp_issuer_fetcher, G_TYPE_OBJECT)

static void ask_next (GTask *task);

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_clear_pointer (&answer->body, g_bytes_unref);
  g_clear_error (&answer->error);
  g_free (answer);
}

static void
search_free (gpointer data)
{
  Search *search = data;

  gnutls_x509_crt_deinit (search->crt);
  g_strfreev (search->addresses);
  g_clear_error (&search->error);
  g_free (search);
}

static void
look_free (gpointer data)
{
  Look *look = data;

  g_bytes_unref (look->body);
  g_free (look);
}

/* Of other schemes, too: what is refused is told. */
static char **
read_addresses (gnutls_x509_crt_t crt)
{
  g_autoptr (GStrvBuilder) addresses = g_strv_builder_new ();

  for (guint i = 0; i < MAX_DESCRIPTIONS; i++)
    {
      gnutls_datum_t text = { NULL, 0 };
      int status = gnutls_x509_crt_get_authority_info_access (
          crt, i, GNUTLS_IA_CAISSUERS_URI, &text, NULL);

      if (status == GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE)
        break;
      if (status >= 0 && text.size > 0 && text.size <= MAX_ADDRESS)
        {
          g_autofree char *address = g_strndup ((const char *) text.data, text.size);

          g_strv_builder_add (addresses, address);
        }
      gnutls_free (text.data);
    }
  return g_strv_builder_end (addresses);
}

static gboolean
check_address (const char *address, GError **error)
{
  g_autoptr (GUri) uri = g_uri_parse (address, SOUP_HTTP_URI_FLAGS, NULL);
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : "";
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;
  g_autofree char *shown = NULL;

  if ((g_str_equal (scheme, "http") || g_str_equal (scheme, "https")) && host != NULL
      && *host != '\0' && g_uri_get_user (uri) == NULL)
    return TRUE;
  shown = kp_plain_text_shorten (address, MAX_SHOWN);
  g_set_error (error, KP_ISSUER_ERROR, KP_ISSUER_ERROR_NOT_ALLOWED,
               /* Translators: an address that stands in a certificate */
               _ ("“%s” is no web address that Keyplate fetches from."), shown);
  return FALSE;
}

/* What the net says is kept as it is: it names the host and the reason. */
static GError *
translate (const GError *failure)
{
  KpIssuerError code = KP_ISSUER_ERROR_NO_ANSWER;

  switch ((KpNetError) failure->code)
    {
    case KP_NET_ERROR_CANCELLED:
      code = KP_ISSUER_ERROR_CANCELLED;
      break;
    case KP_NET_ERROR_ADDRESS:
    case KP_NET_ERROR_REDIRECT:
      code = KP_ISSUER_ERROR_NOT_ALLOWED;
      break;
    case KP_NET_ERROR_TOO_LARGE:
    case KP_NET_ERROR_CONTENT:
      code = KP_ISSUER_ERROR_USELESS;
      break;
    case KP_NET_ERROR_OFFLINE:
    case KP_NET_ERROR_TIMED_OUT:
    case KP_NET_ERROR_TLS:
    case KP_NET_ERROR_REFUSED:
    case KP_NET_ERROR_BUSY:
    case KP_NET_ERROR_FAILED:
    default:
      break;
    }
  return g_error_new (KP_ISSUER_ERROR, (int) code, "%s.", failure->message);
}

static gboolean
has_signed (gnutls_x509_crt_t issuer, gnutls_x509_crt_t crt)
{
  unsigned int status = 0;

  return gnutls_x509_crt_verify (crt, &issuer, 1, VERIFY_FLAGS, &status) >= 0
         && status == 0;
}

/* Returns: (transfer full) (nullable): the one among what came */
static GBytes *
find_issuer (Look *look)
{
  KpDocument *document = kp_document_new ();
  GBytes *found = NULL;

  kp_document_read (document, look->body, "");
  for (guint i = 0; i < document->parts->len && found == NULL && look->tried < MAX_TRIED;
       i++)
    {
      const KpDocumentPart *part = g_ptr_array_index (document->parts, i);
      gnutls_x509_crt_t issuer = NULL;

      if (part->kind == KP_DOCUMENT_CERTIFICATE)
        issuer = kp_certificate_import (part->der, NULL);
      if (issuer != NULL && gnutls_x509_crt_check_issuer (look->crt, issuer))
        {
          look->tried++;
          if (has_signed (issuer, look->crt))
            found = g_bytes_ref (part->der);
        }
      g_clear_pointer (&issuer, gnutls_x509_crt_deinit);
    }
  kp_document_free (document);
  return found;
}

/* Takes @error. */
static void
go_on (GTask *task, GError *error)
{
  Search *search = g_task_get_task_data (task);

  if (search->error == NULL)
    search->error = error;
  else
    g_error_free (error);
  ask_next (task);
}

static GError *
describe_useless (const char *address, guint tried)
{
  g_autofree char *shown = kp_plain_text_shorten (address, MAX_SHOWN);

  if (tried == MAX_TRIED)
    return g_error_new (
        KP_ISSUER_ERROR, KP_ISSUER_ERROR_USELESS,
        /* Translators: a web address, and a number */
        _ ("“%s” gives many certificates of one name, and the first %u did not sign this "
           "one."),
        shown, tried);
  return g_error_new (KP_ISSUER_ERROR, KP_ISSUER_ERROR_USELESS,
                      /* Translators: a web address */
                      _ ("What “%s” gives did not sign this certificate."), shown);
}

static void
look_in_thread (GTask *step, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_pointer (step, find_issuer (data), (GDestroyNotify) g_bytes_unref);
}

/* Who gave up meanwhile is told so when the next address is asked, if there is one. */
static void
on_looked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  const Search *search = g_task_get_task_data (task);
  const Look *look = g_task_get_task_data (G_TASK (result));
  GBytes *issuer = g_task_propagate_pointer (G_TASK (result), NULL);

  if (issuer != NULL)
    g_task_return_pointer (task, issuer, (GDestroyNotify) g_bytes_unref);
  else
    go_on (task, describe_useless (search->addresses[search->next - 1], look->tried));
}

/* Parsing and signatures take their time: the window goes on meanwhile.
 * @body: (nullable): what came; @failure: (nullable): why nothing did */
static void
take (GTask *task, GBytes *body, const GError *failure)
{
  const Search *search = g_task_get_task_data (task);
  g_autoptr (GTask) step = NULL;
  Look *look;

  if (body == NULL)
    {
      go_on (task, g_error_copy (failure));
      return;
    }
  look = g_new0 (Look, 1);
  look->crt = search->crt;
  look->body = g_bytes_ref (body);
  step = g_task_new (NULL, NULL, on_looked, g_object_ref (task));
  g_task_set_source_tag (step, take);
  g_task_set_task_data (step, look, look_free);
  g_task_run_in_thread (step, look_in_thread);
}

/* Whether it is of use is another question for each certificate. */
static void
remember (KpIssuerFetcher *self, const char *address, GBytes *body, const GError *failure)
{
  Answer *answer;

  if (self->answers == NULL)
    return;
  answer = g_new0 (Answer, 1);
  answer->body = body != NULL ? g_bytes_ref (body) : NULL;
  answer->error = body == NULL ? g_error_copy (failure) : NULL;
  g_hash_table_insert (self->answers, g_strdup (address), answer);
}

static void
on_body (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Search *search = g_task_get_task_data (task);
  g_autoptr (GError) failure = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body =
      kp_net_session_get_finish (KP_NET_SESSION (source), result, NULL, &failure);

  if (body == NULL)
    error = translate (failure);
  if (g_error_matches (error, KP_ISSUER_ERROR, KP_ISSUER_ERROR_CANCELLED))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  remember (g_task_get_source_object (task), search->addresses[search->next - 1], body,
            error);
  take (task, body, error);
}

static void
ask (GTask *task, const char *address)
{
  KpIssuerFetcher *self = g_task_get_source_object (task);
  const KpNetRequest request = { .uri = address,
                                 .max_size = KP_ISSUER_FETCHER_MAX_SIZE,
                                 .timeout = self->seconds,
                                 .max_redirects = MAX_REDIRECTS,
                                 .any_scheme = TRUE };
  const Answer *known =
      self->answers != NULL ? g_hash_table_lookup (self->answers, address) : NULL;

  /* A chain that leads on and on ends, whoever asked first. */
  self->n_asked++;
  if (known != NULL)
    take (task, known->body, known->error);
  else
    kp_net_session_send_async (self->session, &request, g_task_get_cancellable (task),
                               on_body, g_object_ref (task));
}

static void
ask_next (GTask *task)
{
  KpIssuerFetcher *self = g_task_get_source_object (task);
  Search *search = g_task_get_task_data (task);
  const char *address = search->addresses[search->next];
  g_autoptr (GError) error = NULL;

  if (address == NULL && search->error != NULL)
    g_task_return_error (task, g_steal_pointer (&search->error));
  else if (address == NULL)
    g_task_return_new_error (task, KP_ISSUER_ERROR, KP_ISSUER_ERROR_NO_ADDRESS,
                             _ ("The certificate does not say where its issuer’s is."));
  else if (self->n_asked >= KP_ISSUER_FETCHER_MAX && search->error != NULL)
    g_task_return_error (task, g_steal_pointer (&search->error));
  else if (self->n_asked >= KP_ISSUER_FETCHER_MAX)
    g_task_return_new_error (task, KP_ISSUER_ERROR, KP_ISSUER_ERROR_TOO_MANY,
                             /* Translators: a number */
                             _ ("%u addresses were asked, and the chain still leads on."),
                             self->n_asked);
  else
    {
      search->next++;
      if (check_address (address, &error))
        ask (task, address);
      else
        go_on (task, g_steal_pointer (&error));
    }
}

static void
kp_issuer_fetcher_dispose (GObject *object)
{
  KpIssuerFetcher *self = KP_ISSUER_FETCHER (object);

  g_clear_object (&self->session);
  g_clear_object (&self->policy);
  g_clear_pointer (&self->answers, g_hash_table_unref);
  g_clear_pointer (&self->extra_roots, g_free);

  G_OBJECT_CLASS (kp_issuer_fetcher_parent_class)->dispose (object);
}

static void
kp_issuer_fetcher_class_init (KpIssuerFetcherClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kp_issuer_fetcher_dispose;
}

static void
kp_issuer_fetcher_init (KpIssuerFetcher *self)
{
  self->seconds = KP_ISSUER_FETCHER_SECONDS;
}

KpIssuerFetcher *
kp_issuer_fetcher_new (const char *extra_roots, KpAddressPolicy *policy)
{
  KpIssuerFetcher *self;

  g_return_val_if_fail (KP_IS_ADDRESS_POLICY (policy), NULL);

  self = g_object_new (KP_TYPE_ISSUER_FETCHER, NULL);
  self->extra_roots = g_strdup (extra_roots);
  self->policy = g_object_ref (policy);
  return self;
}

void
kp_issuer_fetcher_set_seconds (KpIssuerFetcher *self, guint seconds)
{
  g_return_if_fail (KP_IS_ISSUER_FETCHER (self));

  self->seconds = seconds;
}

GHashTable *
kp_issuer_answers_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, answer_free);
}

void
kp_issuer_fetcher_share_answers (KpIssuerFetcher *self, GHashTable *answers)
{
  g_return_if_fail (KP_IS_ISSUER_FETCHER (self));
  g_return_if_fail (answers != NULL);

  g_clear_pointer (&self->answers, g_hash_table_unref);
  self->answers = g_hash_table_ref (answers);
}

/* Most bundles are whole, and need no session. */
static gboolean
ensure_session (KpIssuerFetcher *self, GError **error)
{
  const char *roots = self->extra_roots;

  if (self->session == NULL)
    self->session = kp_net_session_new_guarded (
        roots != NULL && *roots != '\0' ? roots : NULL, self->policy, error);
  return self->session != NULL;
}

void
kp_issuer_fetcher_fetch_async (KpIssuerFetcher *self, GBytes *certificate,
                               GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GError) failure = NULL;
  GError *error = NULL;
  gnutls_x509_crt_t crt;
  Search *search;

  g_return_if_fail (KP_IS_ISSUER_FETCHER (self));
  g_return_if_fail (certificate != NULL);

  task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (task, kp_issuer_fetcher_fetch_async);
  /* Cancelled is an error of this domain. */
  g_task_set_check_cancellable (task, FALSE);
  crt = kp_certificate_import (certificate, &error);
  if (crt == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  search = g_new0 (Search, 1);
  search->crt = crt;
  search->addresses = read_addresses (crt);
  g_task_set_task_data (task, search, search_free);
  if (ensure_session (self, &failure))
    ask_next (task);
  else
    g_task_return_error (task, translate (failure));
}

GBytes *
kp_issuer_fetcher_fetch_finish (KpIssuerFetcher *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
