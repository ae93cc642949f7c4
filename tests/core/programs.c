/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Every test of core in one program:
 *   core-tests NAME [OPTION of g_test…]   runs that one: base-clock is base/test-clock.c
 *   core-tests --all JOBS SECONDS FOLDER  runs every one, each in a process of its own that
 * has SECONDS, and writes into FOLDER/NAME.out; prints how many there are, and a line "NAME
 * PID STATUS SECONDS" for each that has ended
 *
 * With --all they begin as forks of this process: what a debugger of memory needs a second
 * for, to read the libraries and to translate what all of them begin with, it does only
 * once.
 */
#include "program.h"

#undef main

#include <fcntl.h>
#include <glib.h>
#include <sys/wait.h>
#include <unistd.h>

/* What tells g_test_trap_subprocess (), which starts us anew, whose test it is. */
#define NAME_VARIABLE "KEYPLATE_TEST_PROGRAM"
#define MAX_JOBS 64

typedef struct
{
  TestProgram *program;
  pid_t pid;
  gint64 begun;
} Job;

static TestProgram *programs = NULL;

void
test_program_add (TestProgram *program)
{
  program->next = programs;
  programs = program;
}

static char *
name_of (TestProgram *program)
{
  g_autofree char *folder = g_path_get_dirname (program->file);
  g_autofree char *above = g_path_get_basename (folder);
  g_autofree char *file = g_path_get_basename (program->file);
  char *dot = strrchr (file, '.');

  *dot = '\0';
  return g_strdup_printf ("%s-%s", above,
                          g_str_has_prefix (file, "test-") ? file + 5 : file);
}

static TestProgram *
find (const char *name)
{
  for (TestProgram *program = programs; program != NULL; program = program->next)
    {
      g_autofree char *its = name_of (program);

      if (g_str_equal (its, name))
        return program;
    }
  return NULL;
}

static void G_GNUC_NORETURN
run_apart (TestProgram *program, char *self, const char *folder, guint seconds)
{
  g_autofree char *name = name_of (program);
  g_autofree char *path = g_strdup_printf ("%s/%s.out", folder, name);
  int output = open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  char *argv[] = { self, NULL };

  if (output < 0 || dup2 (output, STDOUT_FILENO) < 0 || dup2 (output, STDERR_FILENO) < 0)
    _exit (99);
  close (output);
  g_setenv (NAME_VARIABLE, name, TRUE);
  g_clear_pointer (&name, g_free);
  g_clear_pointer (&path, g_free);
  alarm (seconds);
  exit (program->run (1, argv));
}

static void
wait_for_one (Job *jobs, guint n_jobs)
{
  int status = 0;
  pid_t pid = waitpid (-1, &status, 0);

  if (pid < 0)
    g_error ("waitpid: %s", g_strerror (errno));
  for (guint i = 0; i < n_jobs; i++)
    if (jobs[i].pid == pid)
      {
        g_autofree char *name = name_of (jobs[i].program);

        g_print ("%s %d %d %.2f\n", name, (int) pid,
                 WIFEXITED (status) ? WEXITSTATUS (status) : -WTERMSIG (status),
                 (g_get_monotonic_time () - jobs[i].begun) / (double) G_USEC_PER_SEC);
        jobs[i].pid = 0;
      }
}

static gboolean
is_wanted (TestProgram *program, const char *const *names)
{
  g_autofree char *name = name_of (program);

  return names[0] == NULL || g_strv_contains (names, name);
}

static guint
count (const char *const *names)
{
  guint n = 0;

  for (TestProgram *program = programs; program != NULL; program = program->next)
    n += is_wanted (program, names) ? 1 : 0;
  return n;
}

/* The jobs are static: what only the stack knows is a leak to the forks. */
static int
run_all (char *self, guint n_jobs, guint seconds, const char *folder,
         const char *const *names)
{
  static Job jobs[MAX_JOBS];
  TestProgram *program = programs;
  guint running = 0;

  n_jobs = MIN (n_jobs, MAX_JOBS);
  g_print ("%u\n", count (names));
  while (program != NULL || running > 0)
    {
      guint at = 0;

      if (program != NULL && !is_wanted (program, names))
        {
          program = program->next;
          continue;
        }
      if (program == NULL || running == n_jobs)
        {
          wait_for_one (jobs, n_jobs);
          running--;
          continue;
        }
      while (jobs[at].pid != 0)
        at++;
      jobs[at] = (Job){ program, fork (), g_get_monotonic_time () };
      if (jobs[at].pid < 0)
        g_error ("fork: %s", g_strerror (errno));
      if (jobs[at].pid == 0)
        run_apart (program, self, folder, seconds);
      program = program->next;
      running++;
    }
  return 0;
}

static guint
number_of (const char *text)
{
  guint64 number = 0;

  if (!g_ascii_string_to_unsigned (text, 10, 1, 100000, &number, NULL))
    g_error ("%s is no number", text);
  return (guint) number;
}

int
main (int argc, char **argv)
{
  const char *name = argc > 1 ? argv[1] : "";
  TestProgram *program = find (name);

  if (argc >= 5 && g_str_equal (name, "--all"))
    return run_all (argv[0], number_of (argv[2]), number_of (argv[3]), argv[4],
                    (const char *const *) argv + 5);
  if (program != NULL)
    {
      g_setenv (NAME_VARIABLE, name, TRUE);
      argv[1] = argv[0];
      argc--, argv++;
    }
  else if (g_str_has_prefix (name, "-"))
    program = find (g_getenv (NAME_VARIABLE) != NULL ? g_getenv (NAME_VARIABLE) : "");
  if (program == NULL)
    {
      g_printerr ("core-tests: %s is no test of core\n", name);
      return 2;
    }
  return program->run (argc, argv);
}
