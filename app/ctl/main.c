/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/message.h"
#include "ctl/option.h"

#include "core/secret/core-dump.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <locale.h>
#include <malloc.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* GCC tells by a macro that it builds for the sanitizer, and Clang by a feature. */
#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif

/* Enough for 10,000 sites, and the smallest page of a system. */
#define ARENA_SIZE (16 * 1024 * 1024)
#define PAGE 4096
/* Than the arena has at the start, so that it grows: by this and the pad. */
#define MORE_THAN_LEFT (512 * 1024)

static KpCtlStatus
refuse_words (KpCtl *ctl, const char *words)
{
  g_autofree char *group = g_strndup (words, strcspn (words, " "));
  g_autofree char *known = kp_ctl_command_list (group);
  g_autofree char *why = NULL;

  if (*words == '\0')
    return kp_ctl_fail_operand (ctl, "missing-command", N_ ("COMMAND"),
                                _ ("missing; “keyplatectl --help” shows all commands"));
  if (known == NULL)
    return kp_ctl_fail (ctl, KP_CTL_USAGE, "unknown-command", group,
                        _ ("unknown command; “keyplatectl --help” shows all"));
  /* Translators: a list of commands */
  why = g_strdup_printf (_ ("unknown command; expected one of %s"), known);
  return kp_ctl_fail (ctl, KP_CTL_USAGE, "unknown-command", words, why);
}

/* What is said where no command is. */
static KpCtlStatus
run_without (KpCtl *ctl, char **argv, const char *words)
{
  if (kp_ctl_options_have (argv, "--version", NULL))
    {
      g_print ("keyplatectl %s\n", VERSION);
      return KP_CTL_FINE;
    }
  if (kp_ctl_options_have (argv, "--help", "-h") && kp_ctl_command_print_all (words))
    return KP_CTL_FINE;
  return refuse_words (ctl, words);
}

static KpCtlStatus
expect (KpCtl *ctl, const KpCtlCommand *command, char **operands)
{
  guint n = g_strv_length (operands);

  if (n < command->least)
    {
      g_autofree char *missing = g_strndup (command->usage, strcspn (command->usage, " …"));
      g_autofree char *why = g_strdup_printf (
          /* Translators: the words of a command */
          _ ("missing; “keyplatectl %s --help” shows what is expected"), command->name);

      return kp_ctl_fail_operand (ctl, "missing-argument", missing, why);
    }
  if (n > command->most)
    {
      g_autofree char *why = g_strdup_printf (
          /* Translators: the words of a command */
          _ ("unexpected; “keyplatectl %s --help” shows what is expected"), command->name);

      return kp_ctl_fail (ctl, KP_CTL_USAGE, "extra-argument", operands[command->most],
                          why);
    }
  return KP_CTL_FINE;
}

static KpCtlStatus
run (KpCtl *ctl, const KpCtlCommand *command, char **argv)
{
  g_autofree char **operands = NULL;
  KpCtlStatus status;

  if (kp_ctl_options_have (argv, "--help", "-h"))
    {
      kp_ctl_options_print_help (command);
      return KP_CTL_FINE;
    }
  ctl->command = command;
  status = kp_ctl_options_parse (ctl, command, argv, &operands);
  if (status == KP_CTL_FINE)
    status = expect (ctl, command, operands);
  if (status == KP_CTL_FINE)
    status = kp_ctl_check_options (ctl);
  if (status == KP_CTL_FINE)
    status = command->run (ctl, operands);
  kp_ctl_close (ctl);
  return status;
}

/* A file that is opened later must not get the number of a stream that was closed: what is
 * printed would go into it. */
static void
keep_streams (void)
{
  for (int fd = 0; fd <= 2; fd++)
    if (fcntl (fd, F_GETFD) < 0 && errno == EBADF)
      (void) !open ("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY);
}

/* Whoever reads what is printed may have enough of it: no error. A full disk is one. */
static KpCtlStatus
end_output (KpCtlStatus status)
{
  struct pollfd item = { .fd = STDOUT_FILENO, .events = POLLOUT };
  gboolean failed = fflush (stdout) != 0;
  int number = errno;

  if (!failed && !ferror (stdout))
    return status;
  if (poll (&item, 1, 0) > 0 && (item.revents & POLLERR) != 0)
    return status;
  /* Translators: stands before a colon and what is wrong with it. */
  kp_ctl_warn (_ ("output"), failed ? g_strerror (number) : _ ("could not be written"));
  return kp_ctl_worse (status, KP_CTL_COULD_NOT);
}

/* Where there is no catalogue gettext looks for one at every text, which takes more than
 * half the time of a long list. The source's own language needs none. */
static void
prefer_source_language (void)
{
  const char *first = g_get_language_names ()[0];
  gsize length = strcspn (first, "_.@");

  if ((length == 2 && strncmp (first, "en", 2) == 0) || (length == 1 && *first == 'C')
      || strcmp (first, "POSIX") == 0)
    setlocale (LC_MESSAGES, "C");
}

/* Sites are made in one thread and freed in another, many of them: from one arena. That the
 * system gives its memory page by page is half of what a long list takes, so the arena
 * begins with huge pages, and arrays that grow stay in it. What is asked for is little: a
 * debugger that fills all it gives out has no need to fill the rest. */
static void
prepare_memory (void)
{
/* The sanitizer has an allocator of its own, to which this is but work. */
#if defined(__GLIBC__) && defined(MADV_HUGEPAGE) && !defined(SANITIZED)
  gsize start, end;
  void *piece;

  mallopt (M_ARENA_MAX, 1);
  mallopt (M_MMAP_THRESHOLD, ARENA_SIZE);
  mallopt (M_TRIM_THRESHOLD, 2 * ARENA_SIZE);
  mallopt (M_TOP_PAD, ARENA_SIZE);
  piece = malloc (MORE_THAN_LEFT);
  start = ((gsize) piece + PAGE - 1) & ~(gsize) (PAGE - 1);
  end = (gsize) sbrk (0) & ~(gsize) (PAGE - 1);
  if (piece != NULL && end > start && end - start < 2 * ARENA_SIZE)
    (void) madvise ((void *) start, end - start, MADV_HUGEPAGE);
  free (piece);
  mallopt (M_TOP_PAD, ARENA_SIZE / 2);
#endif
}

int
main (int argc, char **argv)
{
  g_auto (GStrv) arguments = NULL;
  g_autofree char *words = NULL;
  static KpCtl ctl; /* holds to the end what is not taken apart */
  const KpCtlCommand *command;
  KpCtlStatus status;

  kp_core_dump_forbid ();
  keep_streams ();
  /* Ends the store in order when nobody reads any more. */
  signal (SIGPIPE, SIG_IGN);
  prepare_memory ();
  setlocale (LC_ALL, "");
  prefer_source_language ();
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname ("keyplatectl");

  arguments = g_strdupv (argv);
  command = kp_ctl_command_take (arguments, &words);
  ctl.json = kp_ctl_options_have (arguments, "--json", NULL);
  status = command != NULL ? run (&ctl, command, arguments)
                           : run_without (&ctl, arguments, words);
  return end_output (status);
}
