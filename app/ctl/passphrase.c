/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/passphrase.h"

#include "ctl/message.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* The terminal as it was, for whoever ends the program while nothing is shown. */
static struct termios terminal;

static const int signals[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP };

/* Up to @most octets. Not by stdio, whose buffers keep what went through them. */
static gsize
read_octets (int fd, guint8 *octets, gsize most, gboolean one_line, int *failure)
{
  gsize length = 0;

  *failure = 0;
  while (length < most)
    {
      gssize n = read (fd, octets + length, one_line ? 1 : most - length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        *failure = errno;
      if (n <= 0 || (one_line && octets[length] == '\n'))
        break;
      length += (gsize) n;
    }
  return length;
}

/* Without the end of its line. Returns: why it is none, NULL if it is one */
static const char *
check (KpSecret *secret, gsize length)
{
  const guint8 *octets;
  gsize size;

  octets = kp_secret_get_octets (secret, &size);
  if (length > 0 && octets[length - 1] == '\n')
    length--;
  if (length > 0 && octets[length - 1] == '\r')
    length--;
  if (length > KP_CTL_MAX_PASSPHRASE)
    return _ ("it is longer than 1024 octets");
  kp_secret_shorten (secret, length);
  if (length == 0)
    return _ ("it is empty; one line is expected");
  if (kp_secret_get_text (secret) == NULL)
    return _ ("it is not UTF-8 text");
  if (memchr (octets, '\n', length) != NULL)
    return _ ("it has more than one line; one alone is expected");
  return NULL;
}

KpCtlStatus
kp_ctl_read_secret (KpCtl *ctl, const char *code, const char *path, KpSecret **secret)
{
  guint8 *octets;
  /* Room for the end of the line, and for one octet too many. */
  g_autoptr (KpSecret) read = kp_secret_new_empty (KP_CTL_MAX_PASSPHRASE + 3, &octets);
  gboolean is_input = g_str_equal (path, "-");
  int fd = is_input ? STDIN_FILENO : open (path, O_RDONLY | O_CLOEXEC);
  int failure = errno;
  const char *why;
  gsize length;

  if (fd < 0)
    return kp_ctl_fail (ctl, KP_CTL_COULD_NOT, "file", path, g_strerror (failure));
  length = read_octets (fd, octets, KP_CTL_MAX_PASSPHRASE + 3, FALSE, &failure);
  if (!is_input)
    close (fd);
  if (failure != 0)
    return kp_ctl_fail (ctl, KP_CTL_COULD_NOT, "file", path, g_strerror (failure));
  why = check (read, length);
  if (why != NULL)
    return kp_ctl_fail (ctl, KP_CTL_COULD_NOT, code, path, why);
  *secret = g_steal_pointer (&read);
  return KP_CTL_FINE;
}

KpCtlStatus
kp_ctl_read_passphrase (KpCtl *ctl, KpSecret **passphrase)
{
  const char *path = ctl->passphrase_file;

  *passphrase = NULL;
  if (path == NULL)
    path = g_getenv ("KEYPLATE_PASSPHRASE_FILE");
  if (path == NULL || *path == '\0')
    return KP_CTL_FINE;
  return kp_ctl_read_secret (ctl, "passphrase", path, passphrase);
}

static void
restore_and_end (int number)
{
  tcsetattr (STDIN_FILENO, TCSANOW, &terminal);
  signal (number, SIG_DFL);
  raise (number);
}

static void
hide (struct sigaction *before)
{
  struct sigaction action;
  struct termios quiet = terminal;

  memset (&action, 0, sizeof action);
  action.sa_handler = restore_and_end;
  sigemptyset (&action.sa_mask);
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    sigaction (signals[i], &action, &before[i]);
  quiet.c_lflag &= ~(tcflag_t) ECHO;
  quiet.c_lflag |= ECHONL;
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &quiet);
}

static void
show (const struct sigaction *before)
{
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &terminal);
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    sigaction (signals[i], &before[i], NULL);
}

KpSecret *
kp_ctl_ask_passphrase (const char *question)
{
  struct sigaction before[G_N_ELEMENTS (signals)];
  guint8 *octets;
  g_autoptr (KpSecret) typed = kp_secret_new_empty (KP_CTL_MAX_PASSPHRASE + 3, &octets);
  const char *why;
  gsize length;
  int failure;

  if (tcgetattr (STDIN_FILENO, &terminal) < 0)
    return NULL;
  hide (before);
  g_printerr ("%s ", question);
  length = read_octets (STDIN_FILENO, octets, KP_CTL_MAX_PASSPHRASE + 3, TRUE, &failure);
  show (before);
  if (length == 0)
    return NULL;
  why = check (typed, length);
  if (why == NULL)
    return g_steal_pointer (&typed);
  /* Translators: stands before a colon and what is wrong with it. */
  kp_ctl_warn (_ ("passphrase"), why);
  return NULL;
}

KpSecret *
kp_ctl_ask_new_passphrase (const char *question)
{
  g_autoptr (KpSecret) first = kp_ctl_ask_passphrase (question);
  g_autoptr (KpSecret) again =
      first != NULL ? kp_ctl_ask_passphrase (_ ("The same again:")) : NULL;

  if (again != NULL && kp_secret_equal (first, again))
    return g_steal_pointer (&first);
  if (again != NULL)
    kp_ctl_warn (_ ("passphrase"), _ ("it is not the same both times"));
  return NULL;
}
