/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/net/address-policy.h"
#include "core/net/net-answer.h"

G_BEGIN_DECLS

/** KpNetError: what a person can do about it: check the network, the address, the roots, or
 * wait */
typedef enum
{
  KP_NET_ERROR_OFFLINE, /* no route, name not found, refused */
  KP_NET_ERROR_TIMED_OUT,
  KP_NET_ERROR_TLS,     /* its certificate is not trusted */
  KP_NET_ERROR_REFUSED, /* an HTTP status that is no success; the message has it */
  KP_NET_ERROR_BUSY,    /* 429 or 503; see kp_net_error_get_retry_after() */
  KP_NET_ERROR_TOO_LARGE,
  KP_NET_ERROR_CONTENT,  /* another content type than asked for */
  KP_NET_ERROR_REDIRECT, /* it redirects where it must not */
  KP_NET_ERROR_ADDRESS,  /* its IP address is none that may be connected to */
  KP_NET_ERROR_CANCELLED,
  KP_NET_ERROR_FAILED,
} KpNetError;

#define KP_NET_ERROR (kp_net_error_quark ())
GQuark kp_net_error_quark (void);

#define KP_TYPE_NET_SESSION (kp_net_session_get_type ())
G_DECLARE_FINAL_TYPE (KpNetSession, kp_net_session, KP, NET_SESSION, GObject)

/**
 * KpNetSession:
 *
 * The one HTTP session of Keyplate: verified TLS always, a total deadline, a size limit,
 * the user's proxy, Keyplate's user agent, no cookies, no log. Asynchronous only, in the
 * thread that made it (libsoup shares an HTTP/2 connection only so).
 */

/** kp_net_session_new: @extra_roots: (nullable): PEM text of roots trusted beside the
 * system's; FAILED if it holds none. Returns: (transfer full) (nullable): a session */
KpNetSession *kp_net_session_new (const char *extra_roots, GError **error);

/**
 * kp_net_session_new_guarded:
 * @extra_roots: (nullable): as for kp_net_session_new()
 * @policy: which addresses it connects to; it is asked for each, a redirect's too: ADDRESS
 *
 * For places that somebody else names. A proxy would look up the name itself, so none is
 * used, and nobody logs in.
 *
 * Returns: (transfer full) (nullable): a session
 */
KpNetSession *kp_net_session_new_guarded (const char *extra_roots, KpAddressPolicy *policy,
                                          GError **error);

/**
 * kp_net_session_renew:
 * @self: the session
 *
 * New exchanges go over new connections; those under way end as they can. For who finds
 * that a server fell silent: libsoup would use its dead connection for a minute more.
 */
void kp_net_session_renew (KpNetSession *self);

/** KP_NET_MAX_REDIRECTS: redirects that are followed where nothing else is said */
#define KP_NET_MAX_REDIRECTS 5

/**
 * KpNetRequest:
 * @uri: http or https
 * @method: (nullable): %NULL for GET
 * @accept: (nullable): the only content type that is taken, %NULL for any
 * @max_size: octets of body at most
 * @timeout: seconds for the whole exchange, redirects and body included
 * @max_redirects: redirects that are followed, never to an address with a log-in
 * @any_scheme: they may lead from http to https and back, otherwise to neither
 * @headers: (nullable) (array zero-terminated=1): name, value, name, value … %NULL; they go
 * to the host of @uri alone, never to where it redirects
 * @content_type: (nullable): of @body
 * @body: (nullable): what is sent
 *
 * One exchange. A plain value; what it points to need only live during the call.
 */
typedef struct
{
  const char *uri;
  const char *method;
  const char *accept;
  gsize max_size;
  guint timeout;
  guint max_redirects;
  gboolean any_scheme;
  const char *const *headers;
  const char *content_type;
  GBytes *body;
} KpNetRequest;

/**
 * kp_net_session_send_async:
 * @self: the session
 * @request: what to get
 *
 * As kp_net_session_get_async(), which is this with KP_NET_MAX_REDIRECTS.
 */
void kp_net_session_send_async (KpNetSession *self, const KpNetRequest *request,
                                GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer data);
/**
 * kp_net_session_get_async:
 * @uri: http or https
 * @accept: (nullable): the only content type that is taken, %NULL for any
 * @max_size: octets of body at most
 * @timeout: seconds for the whole exchange
 * @headers: (nullable) (array zero-terminated=1): name, value, name, value … %NULL
 *
 * GET without following redirects to another scheme or more than 5 of them. Finish gives
 * (transfer full) the body, and in its age (out, optional) the seconds of the Age header,
 * 0 if none.
 */
void kp_net_session_get_async (KpNetSession *self, const char *uri, const char *accept,
                               gsize max_size, guint timeout, const char *const *headers,
                               GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer data);
GBytes *kp_net_session_get_finish (KpNetSession *self, GAsyncResult *result, guint *age,
                                   GError **error);
/**
 * kp_net_session_ask_async:
 * @self: the session
 * @request: what to ask; its @accept and @max_redirects count for nothing
 *
 * As kp_net_session_send_async(), for a conversation in which every answer says something
 * and what is sent may only arrive once: a POST is never sent twice, no redirect is
 * followed (REDIRECT, see kp_net_error_get_location()), no login is tried. Finish gives
 * (transfer full) the answer whatever its status is. Its begun (out) (optional) says
 * whether the request had begun to leave: after an error that came before, it has certainly
 * not arrived.
 */
void kp_net_session_ask_async (KpNetSession *self, const KpNetRequest *request,
                               GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer data);
KpNetAnswer *kp_net_session_ask_finish (KpNetSession *self, GAsyncResult *result,
                                        gboolean *begun, GError **error);
/** kp_net_session_get_protocol: Returns: (transfer none) (nullable): "HTTP/2" or "HTTP/1.1"
 * for a @result to be finished; %NULL where no answer began */
const char *kp_net_session_get_protocol (KpNetSession *self, GAsyncResult *result);
/** kp_net_error_get_retry_after: Returns: seconds the server asked to wait (Retry-After as
 * delta or date, at most a day), 0 if it did not */
guint kp_net_error_get_retry_after (const GError *error);
/** kp_net_error_get_location: Returns: (transfer none) (nullable): where a REDIRECT leads,
 * as the server wrote it: hostile text */
const char *kp_net_error_get_location (const GError *error);
/** kp_net_error_keep: Returns: (transfer full): what the store keeps of @error, of this
 * domain or another: as kp_sentence_keep() gives it, or words that are not ours */
char *kp_net_error_keep (const GError *error);

G_END_DECLS
