/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/check/dial.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

/* Octets thrown away before closing: with some unread, the kernel sends a reset. */
#define DRAIN_SIZE 4096

typedef union
{
  struct sockaddr any;
  struct sockaddr_in four;
  struct sockaddr_in6 six;
} Address;

static socklen_t
parse_address (const char *text, guint16 port, Address *address)
{
  *address = (Address){ 0 };
  if (inet_pton (AF_INET, text, &address->four.sin_addr) == 1)
    {
      address->four.sin_family = AF_INET;
      address->four.sin_port = htons (port);
      return sizeof address->four;
    }
  if (inet_pton (AF_INET6, text, &address->six.sin6_addr) == 1)
    {
      address->six.sin6_family = AF_INET6;
      address->six.sin6_port = htons (port);
      return sizeof address->six;
    }
  return 0;
}

int
kp_dial_start (const char *address, guint16 port, int *number)
{
  const int on = 1;
  Address to;
  socklen_t length = parse_address (address, port, &to);
  int fd;

  *number = EINVAL;
  if (length == 0)
    return -1;
  fd = socket (to.any.sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0)
    {
      *number = errno;
      return -1;
    }
  (void) setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (connect (fd, &to.any, length) < 0 && errno != EINPROGRESS)
    {
      *number = errno;
      close (fd);
      return -1;
    }
  return fd;
}

int
kp_dial_finish (int fd)
{
  int number = 0;
  socklen_t length = sizeof number;

  return getsockopt (fd, SOL_SOCKET, SO_ERROR, &number, &length) < 0 ? errno : number;
}

static KpProbeReason
find_reason (int number)
{
  switch (number)
    {
    case ECONNREFUSED:
      return KP_PROBE_REASON_REFUSED;
    case ECONNRESET:
    case ECONNABORTED:
    case EPIPE:
      return KP_PROBE_REASON_RESET;
    case ETIMEDOUT:
      return KP_PROBE_REASON_SILENT;
    case ENETUNREACH:
    case EHOSTUNREACH:
    case ENETDOWN:
    case EHOSTDOWN:
    case EADDRNOTAVAIL:
    case EAFNOSUPPORT:
    case EACCES:
    case EPERM:
      return KP_PROBE_REASON_NO_ROUTE;
    case EINVAL:
      return KP_PROBE_REASON_NO_ADDRESS;
    default:
      return KP_PROBE_REASON_CONNECTION;
    }
}

KpProbeOutcome
kp_dial_outcome (int number, KpProbeReason *reason)
{
  KpProbeReason found = find_reason (number);

  if (reason != NULL)
    *reason = found;
  switch (found)
    {
    case KP_PROBE_REASON_REFUSED:
    case KP_PROBE_REASON_RESET:
      return KP_PROBE_REFUSED;
    case KP_PROBE_REASON_SILENT:
      return KP_PROBE_TIMED_OUT;
    case KP_PROBE_REASON_NO_ROUTE:
      return KP_PROBE_UNREACHABLE;
    default:
      return KP_PROBE_FAILED;
    }
}

void
kp_dial_close (int fd)
{
  char unread[DRAIN_SIZE];

  (void) shutdown (fd, SHUT_WR);
  (void) !recv (fd, unread, sizeof unread, MSG_DONTWAIT);
  close (fd);
}
