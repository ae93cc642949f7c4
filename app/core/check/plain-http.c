/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/check/plain-http.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "core/check/dial.h"

#define HTTP_PORT 80

struct _KpPlainLook
{
  int fd;
  gboolean connected;
  char *request;
  gsize sent;
  GString *answer;
  KpPlainHttp result;
};

/* "HTTP/1.1 301 …": the status, or 0. */
static guint
parse_status (const char *line, gsize length)
{
  static const char begin[] = "HTTP/1.";
  const char *at = line + strlen (begin);

  if (length < strlen ("HTTP/1.1 200") || memcmp (line, begin, strlen (begin)) != 0
      || !g_ascii_isdigit (at[0]) || at[1] != ' ' || !g_ascii_isdigit (at[2])
      || !g_ascii_isdigit (at[3]) || !g_ascii_isdigit (at[4]))
    return 0;
  return (guint) (at[2] - '0') * 100 + (guint) (at[3] - '0') * 10 + (guint) (at[4] - '0');
}

static gboolean
is_redirection (guint status)
{
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

static gboolean
leads_to_https (const char *line, gsize length)
{
  static const char name[] = "location:";
  static const char scheme[] = "https://";
  const gsize name_length = sizeof name - 1;
  const gsize scheme_length = sizeof scheme - 1;
  gsize at = name_length;

  if (length < name_length || g_ascii_strncasecmp (line, name, name_length) != 0)
    return FALSE;
  while (at < length && (line[at] == ' ' || line[at] == '\t'))
    at++;
  return length - at > scheme_length
         && g_ascii_strncasecmp (line + at, scheme, scheme_length) == 0;
}

gboolean
kp_plain_http_parse (const char *data, gsize length, gboolean ended, KpPlainHttp *result)
{
  guint status = 0;
  const char *end;

  *result = KP_PLAIN_HTTP_CLOSED;
  if (length >= KP_PLAIN_HTTP_MAX)
    {
      length = KP_PLAIN_HTTP_MAX;
      ended = TRUE;
    }
  while ((end = length > 0 ? memchr (data, '\n', length) : NULL) != NULL)
    {
      gsize line = (gsize) (end - data);

      if (line > 0 && data[line - 1] == '\r')
        line--;
      if (status == 0)
        {
          status = parse_status (data, line);
          if (status == 0)
            return TRUE;
          *result = KP_PLAIN_HTTP_PLAIN;
        }
      else if (line == 0)
        {
          /* An interim answer (RFC 9110 section 15.2): the real one follows. */
          if (status >= 200)
            return TRUE;
          status = 0;
          *result = KP_PLAIN_HTTP_CLOSED;
        }
      else if (is_redirection (status) && leads_to_https (data, line))
        {
          *result = KP_PLAIN_HTTP_REDIRECTS;
          return TRUE;
        }
      length -= (gsize) (end - data) + 1;
      data = end + 1;
    }
  return ended;
}

KpPlainLook *
kp_plain_look_new (const char *address, guint16 port, const char *host)
{
  KpPlainLook *self = g_new0 (KpPlainLook, 1);
  g_autofree char *suffix =
      port != HTTP_PORT ? g_strdup_printf (":%u", port) : g_strdup ("");
  int number = 0;

  self->request =
      g_strdup_printf ("GET / HTTP/1.1\r\nHost: %s%s\r\nUser-Agent: Keyplate\r\n"
                       "Accept: */*\r\nConnection: close\r\n\r\n",
                       host, suffix);
  self->answer = g_string_new (NULL);
  self->result = KP_PLAIN_HTTP_CLOSED;
  self->fd = kp_dial_start (address, port, &number);
  if (self->fd < 0 && kp_dial_outcome (number, NULL) != KP_PROBE_REFUSED)
    self->result = KP_PLAIN_HTTP_NOT_ASKED;
  return self;
}

void
kp_plain_look_free (KpPlainLook *self)
{
  if (self == NULL)
    return;
  if (self->fd >= 0)
    kp_dial_close (self->fd);
  g_string_free (self->answer, TRUE);
  g_free (self->request);
  g_free (self);
}

int
kp_plain_look_get_fd (KpPlainLook *self)
{
  return self->fd;
}

KpPlainHttp
kp_plain_look_get_result (KpPlainLook *self)
{
  return self->result;
}

static gboolean
is_temporary (int number)
{
  return number == EAGAIN || number == EINTR;
}

static GIOCondition
send_request (KpPlainLook *self)
{
  gsize left = strlen (self->request) - self->sent;
  ssize_t n = send (self->fd, self->request + self->sent, left, MSG_NOSIGNAL);

  if (n < 0)
    return is_temporary (errno) ? G_IO_OUT : 0;
  self->sent += (gsize) n;
  return (gsize) n < left ? G_IO_OUT : G_IO_IN;
}

static GIOCondition
read_answer (KpPlainLook *self)
{
  char buffer[2048];
  ssize_t n = recv (self->fd, buffer, sizeof buffer, 0);

  if (n < 0 && is_temporary (errno))
    return G_IO_IN;
  if (n > 0)
    g_string_append_len (self->answer, buffer, n);
  return kp_plain_http_parse (self->answer->str, self->answer->len, n <= 0, &self->result)
             ? 0
             : G_IO_IN;
}

GIOCondition
kp_plain_look_step (KpPlainLook *self)
{
  if (self->fd < 0)
    return 0;
  if (!self->connected)
    {
      int number = kp_dial_finish (self->fd);

      if (number != 0)
        {
          KpProbeOutcome outcome = kp_dial_outcome (number, NULL);

          if (outcome == KP_PROBE_UNREACHABLE || outcome == KP_PROBE_FAILED)
            self->result = KP_PLAIN_HTTP_NOT_ASKED;
          return 0;
        }
      self->connected = TRUE;
    }
  if (self->sent < strlen (self->request))
    return send_request (self);
  return read_answer (self);
}
