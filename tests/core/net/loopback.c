/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loopback.h"

#include <glib/gstdio.h>
#include <gnutls/x509.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct _Loopback
{
  SoupServer *soup;
  GSocketService *script;
  const char *octets;
  gsize length;
  gboolean drip;
  gboolean keep; /* the connection, for another request */
  GTlsCertificate *certificate;
  char *root;
  guint16 port;
  LoopbackHandler handler;
  gpointer data;
  GHashTable *peers; /* remote ports that libsoup saw */
  int n_connections; /* atomic; of the script */
  int n_answers;     /* atomic */
};

static char *
export_certificate (gnutls_x509_crt_t certificate)
{
  gnutls_datum_t text = { NULL, 0 };
  char *copy = NULL;

  g_assert_cmpint (gnutls_x509_crt_export2 (certificate, GNUTLS_X509_FMT_PEM, &text), ==,
                   0);
  copy = g_strndup ((const char *) text.data, text.size);
  gnutls_free (text.data);
  return copy;
}

/* A certificate for "localhost" that signs itself. Returns it with its key, as PEM. */
static char *
mint (const char *name, int valid, char **root)
{
  gnutls_x509_privkey_t key = NULL;
  gnutls_x509_crt_t certificate = NULL;
  gnutls_datum_t text = { NULL, 0 };
  time_t now = time (NULL);
  char *both = NULL;

  g_assert_cmpint (gnutls_x509_privkey_init (&key), ==, 0);
  g_assert_cmpint (
      gnutls_x509_privkey_generate (key, GNUTLS_PK_ECDSA,
                                    GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0),
      ==, 0);
  g_assert_cmpint (gnutls_x509_crt_init (&certificate), ==, 0);
  gnutls_x509_crt_set_version (certificate, 3);
  gnutls_x509_crt_set_serial (certificate, "\1", 1);
  gnutls_x509_crt_set_dn (certificate, name, NULL);
  gnutls_x509_crt_set_subject_alt_name (certificate, GNUTLS_SAN_DNSNAME, "localhost", 9,
                                        GNUTLS_FSAN_SET);
  gnutls_x509_crt_set_basic_constraints (certificate, 1, -1);
  gnutls_x509_crt_set_activation_time (certificate, now - 24 * 60 * 60);
  gnutls_x509_crt_set_expiration_time (certificate, now + valid);
  gnutls_x509_crt_set_key (certificate, key);
  g_assert_cmpint (
      gnutls_x509_crt_sign2 (certificate, certificate, key, GNUTLS_DIG_SHA256, 0), ==, 0);
  *root = export_certificate (certificate);
  g_assert_cmpint (gnutls_x509_privkey_export2 (key, GNUTLS_X509_FMT_PEM, &text), ==, 0);
  both = g_strdup_printf ("%s%.*s", *root, (int) text.size, text.data);
  gnutls_free (text.data);
  gnutls_x509_crt_deinit (certificate);
  gnutls_x509_privkey_deinit (key);
  return both;
}

static char *root_path = NULL;

static void
forget_root (void)
{
  g_unlink (root_path);
}

/* GIO reads all roots of the system anew for each connection, also for the server's end,
 * which trusts nobody: more than half of what a test takes. The system of these tests knows
 * one root, which is nobody's. */
static void
know_one_root (void)
{
  static gsize known = 0;
  g_autofree char *root = NULL;
  g_autofree char *key = NULL;
  g_autoptr (GTlsDatabase) database = NULL;
  g_autoptr (GError) error = NULL;
  int file;

  if (!g_once_init_enter (&known))
    return;
  key = mint ("CN=root of nobody", 60, &root);
  file = g_file_open_tmp ("keyplate-root-XXXXXX", &root_path, &error);
  g_assert_no_error (error);
  close (file);
  atexit (forget_root);
  g_file_set_contents (root_path, root, -1, &error);
  g_assert_no_error (error);
  database = g_tls_file_database_new (root_path, &error);
  g_assert_no_error (error);
  g_tls_backend_set_default_database (g_tls_backend_get_default (), database);
  g_once_init_leave (&known, 1);
}

static Loopback *
make (int valid)
{
  Loopback *self = g_new0 (Loopback, 1);
  g_autofree char *pem = mint ("CN=loopback of a test", valid, &self->root);
  g_autoptr (GError) error = NULL;

  know_one_root ();
  self->certificate = g_tls_certificate_new_from_pem (pem, -1, &error);
  g_assert_no_error (error);
  self->peers = g_hash_table_new (NULL, NULL);
  return self;
}

static void
on_request (SoupServer *server, SoupServerMessage *message, const char *path,
            GHashTable *query, gpointer data)
{
  Loopback *self = data;
  GSocketAddress *peer = soup_server_message_get_remote_address (message);
  guint port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (peer));

  g_hash_table_add (self->peers, GUINT_TO_POINTER (port));
  self->handler (message, path, query, self->data);
}

static Loopback *
serve (Loopback *self, SoupServerListenOptions options, LoopbackHandler handler,
       gpointer data)
{
  g_autoptr (GError) error = NULL;
  GSList *uris = NULL;

  self->handler = handler;
  self->data = data;
  self->soup = soup_server_new ("tls-certificate", self->certificate, NULL);
  soup_server_add_handler (self->soup, NULL, on_request, self, NULL);
  soup_server_listen_local (self->soup, 0, options | SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (self->soup);
  self->port = (guint16) g_uri_get_port (uris->data);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  return self;
}

Loopback *
loopback_new (int valid, LoopbackHandler handler, gpointer data)
{
  return serve (make (valid), SOUP_SERVER_LISTEN_HTTPS, handler, data);
}

Loopback *
loopback_new_plain (LoopbackHandler handler, gpointer data)
{
  Loopback *self = g_new0 (Loopback, 1);

  self->peers = g_hash_table_new (NULL, NULL);
  return serve (self, 0, handler, data);
}

static gboolean
read_head (GInputStream *stream)
{
  char head[4096];
  gsize length = 0;

  while (length < sizeof head - 1)
    {
      gssize n =
          g_input_stream_read (stream, head + length, sizeof head - 1 - length, NULL, NULL);

      if (n <= 0)
        return FALSE;
      length += (gsize) n;
      head[length] = '\0';
      if (strstr (head, "\r\n\r\n") != NULL)
        break;
    }
  return TRUE;
}

/* Reads the head of the request, writes, and closes if that is wanted. */
static void
answer (Loopback *self, GIOStream *stream)
{
  GOutputStream *out = g_io_stream_get_output_stream (stream);

  do
    {
      if (!read_head (g_io_stream_get_input_stream (stream)))
        return;
      g_output_stream_write_all (out, self->octets, self->length, NULL, NULL, NULL);
      g_atomic_int_inc (&self->n_answers);
    }
  while (self->keep);
  while (self->drip && g_output_stream_write (out, "x", 1, NULL, NULL) == 1)
    g_usleep (50 * 1000);
  g_io_stream_close (stream, NULL, NULL);
}

/* Of LeakSanitizer, where the program is built with it. */
extern void __lsan_disable (void) __attribute__ ((weak));
extern void __lsan_enable (void) __attribute__ ((weak));

/* In a thread of the service. */
static gboolean
on_run (GThreadedSocketService *service, GSocketConnection *connection, GObject *source,
        gpointer data)
{
  Loopback *self = data;
  g_autoptr (GIOStream) stream = NULL;

  g_atomic_int_inc (&self->n_connections);
  g_socket_set_timeout (g_socket_connection_get_socket (connection), 10);
  stream =
      self->certificate != NULL
          ? g_tls_server_connection_new (G_IO_STREAM (connection), self->certificate, NULL)
          : g_object_ref (G_IO_STREAM (connection));
  /* glib-networking 2.80 loses why it could not write to who has gone. */
  if (__lsan_disable != NULL)
    __lsan_disable ();
  answer (self, stream);
  if (__lsan_enable != NULL)
    __lsan_enable ();
  return TRUE;
}

static void
destroy (Loopback *self)
{
  g_clear_object (&self->certificate);
  g_hash_table_unref (self->peers);
  g_free (self->root);
  g_free (self);
}

static void
destroy_script (gpointer data, GClosure *closure)
{
  destroy (data);
}

static Loopback *
serve_script (Loopback *self, const char *octets, gsize length, gboolean drip)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GInetAddress) local = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new (local, 0);
  g_autoptr (GSocketAddress) effective = NULL;

  self->octets = octets;
  self->length = length;
  self->drip = drip;
  self->script = g_threaded_socket_service_new (8);
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->script), wanted,
                                 G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL,
                                 &effective, &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (effective));
  /* Each thread keeps the service, and so what it reads here. */
  g_signal_connect_data (self->script, "run", G_CALLBACK (on_run), self, destroy_script, 0);
  g_socket_service_start (self->script);
  return self;
}

Loopback *
loopback_new_script (const char *octets, gsize length, gboolean drip)
{
  return serve_script (make (3600), octets, length, drip);
}

Loopback *
loopback_new_plain_script (const char *octets, gsize length)
{
  Loopback *self = g_new0 (Loopback, 1);

  self->keep = TRUE;
  self->peers = g_hash_table_new (NULL, NULL);
  return serve_script (self, octets, length, FALSE);
}

static gboolean
let_go (gpointer soup)
{
  soup_server_disconnect (soup);
  return G_SOURCE_REMOVE;
}

/* libsoup 3.6 is told of a handshake that failed even where the server has let go of the
 * connection: until all have ended the server stays, and answers nothing. */
static void
retire (SoupServer *soup)
{
  soup_server_remove_handler (soup, NULL);
  g_timeout_add_seconds_full (G_PRIORITY_LOW, 5, let_go, soup, g_object_unref);
}

void
loopback_free (Loopback *self)
{
  g_clear_pointer (&self->soup, retire);
  if (self->script != NULL)
    {
      g_autoptr (GSocketService) script = g_steal_pointer (&self->script);

      g_socket_service_stop (script);
      g_socket_listener_close (G_SOCKET_LISTENER (script));
      return;
    }
  destroy (self);
}

const char *
loopback_get_root (Loopback *self)
{
  return self->root;
}

char *
loopback_make_uri (Loopback *self, const char *path)
{
  return g_strdup_printf ("%s://localhost:%u%s",
                          self->certificate != NULL ? "https" : "http", self->port, path);
}

guint
loopback_count_connections (Loopback *self)
{
  return self->soup != NULL ? g_hash_table_size (self->peers)
                            : (guint) g_atomic_int_get (&self->n_connections);
}

guint
loopback_count_answers (Loopback *self)
{
  return (guint) g_atomic_int_get (&self->n_answers);
}

guint16
loopback_find_closed_port (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);

  g_socket_listener_close (listener);
  return port;
}
