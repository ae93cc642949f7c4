/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * keyplatectl for tests that call it some hundred times: forks SOCKET
 *
 * Reading its fifty libraries is most of what a call takes, and under the sanitizers nearly
 * all of it. This program has read them: each call is a fork of it that goes through main
 * () as any other. forks.py tells it on SOCKET what to call.
 */
#include <glib.h>

int keyplatectl_main (int argc, char **argv);
#define main keyplatectl_main
#include "ctl/main.c"
#undef main

#include <stdint.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>

/* More than a kernel lets through execve (2), arguments and environment together. */
#define MAX_TEXT (4u * 1024 * 1024)
#define N_STREAMS 3

/* What stands before the texts: the folder, the arguments, the environment, each ended by a
 * NUL. */
typedef struct
{
  uint32_t length;
  uint32_t n_arguments;
  uint32_t n_variables;
} Call;

/* Asked by the sanitizer at the end; a caller that looks for no leaks sets ASAN_OPTIONS as
 * for any other program, which is too late here. */
int __lsan_is_turned_off (void);

int
__lsan_is_turned_off (void)
{
  const char *options = getenv ("ASAN_OPTIONS");

  return options != NULL && strstr (options, "detect_leaks=0") != NULL;
}

static void G_GNUC_NORETURN
fail (const char *what)
{
  perror (what);
  exit (99);
}

static gboolean
read_call (int socket, Call *call, int *streams)
{
  union
  {
    struct cmsghdr header;
    char octets[CMSG_SPACE (N_STREAMS * sizeof (int))];
  } control;
  struct iovec piece = { call, sizeof *call };
  struct msghdr message = { .msg_iov = &piece,
                            .msg_iovlen = 1,
                            .msg_control = &control,
                            .msg_controllen = sizeof control };
  ssize_t length = recvmsg (socket, &message, MSG_WAITALL | MSG_CMSG_CLOEXEC);

  if (length == 0)
    return FALSE;
  if (length != sizeof *call || message.msg_controllen != sizeof control
      || call->length > MAX_TEXT)
    fail ("call");
  memcpy (streams, CMSG_DATA (CMSG_FIRSTHDR (&message)), N_STREAMS * sizeof (int));
  return TRUE;
}

static char *
read_texts (int socket, gsize length)
{
  char *texts = g_malloc (length);

  for (gsize at = 0; at < length;)
    {
      ssize_t more = recv (socket, texts + at, length - at, 0);

      if (more <= 0)
        fail ("recv");
      at += more;
    }
  return texts;
}

/* Returns: (transfer container): @n of the texts from @at on, which moves past them. */
static char **
take_texts (char **at, guint n)
{
  char **texts = g_new0 (char *, n + 1);

  for (guint i = 0; i < n; i++)
    {
      texts[i] = *at;
      *at += strlen (*at) + 1;
    }
  return texts;
}

/* In the fork. */
static void G_GNUC_NORETURN
run_call (int socket, const Call *call, const int *streams, char *texts)
{
  char *at = texts;
  g_autofree char **folder = take_texts (&at, 1);
  g_autofree char **argv = take_texts (&at, call->n_arguments);

  environ = take_texts (&at, call->n_variables);
  close (socket);
  for (int i = 0; i < N_STREAMS; i++)
    if (dup2 (streams[i], i) < 0)
      fail ("dup2");
  for (int i = 0; i < N_STREAMS; i++)
    close (streams[i]);
  if (chdir (*folder) != 0)
    fail (*folder);
  exit (keyplatectl_main (call->n_arguments, argv));
}

static void
tell (int socket, int32_t number)
{
  if (send (socket, &number, sizeof number, MSG_NOSIGNAL) != sizeof number)
    fail ("send");
}

int
main (int argc, char **argv)
{
  int socket = argc == 2 ? (int) g_ascii_strtoll (argv[1], NULL, 10) : -1;
  int streams[N_STREAMS];
  Call call;

  while (read_call (socket, &call, streams))
    {
      g_autofree char *texts = read_texts (socket, call.length);
      int status = 0;
      pid_t pid = fork ();

      if (pid < 0)
        fail ("fork");
      if (pid == 0)
        run_call (socket, &call, streams, texts);
      for (int i = 0; i < N_STREAMS; i++)
        close (streams[i]);
      tell (socket, pid);
      if (waitpid (pid, &status, 0) != pid)
        fail ("waitpid");
      tell (socket, WIFEXITED (status) ? WEXITSTATUS (status) : -WTERMSIG (status));
    }
  return 0;
}
