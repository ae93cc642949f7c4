/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/process-id.h"

#include <sched.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

/* The name of a child that waits on @hold, as it gives it itself. */
static char *
name_child (pid_t *child, int *hold)
{
  int name[2], wait[2];
  char text[256] = "";
  gssize length;

  g_assert_cmpint (pipe (name), ==, 0);
  g_assert_cmpint (pipe (wait), ==, 0);
  *child = fork ();
  if (*child == 0)
    {
      const char *id = kp_process_id_get ();
      char c;

      close (wait[1]);
      (void) !write (name[1], id, strlen (id));
      close (name[1]);
      (void) !read (wait[0], &c, 1);
      _exit (0);
    }
  close (name[1]);
  close (wait[0]);
  length = read (name[0], text, sizeof text - 1);
  g_assert_cmpint (length, >, 0);
  close (name[0]);
  *hold = wait[1];
  return g_strdup (text);
}

static void
test_life (void)
{
  g_autofree char *own = g_strdup (kp_process_id_get ());
  g_autofree char *name = NULL;
  gboolean known;
  pid_t child;
  int hold;

  g_assert_false (kp_process_id_is_gone (own, &known));
  g_assert_true (known);
  name = name_child (&child, &hold);
  g_assert_cmpstr (name, !=, own);
  g_assert_false (kp_process_id_is_gone (name, &known));
  g_assert_true (known);
  close (hold);
  g_assert_cmpint (waitpid (child, NULL, 0), ==, child);
  g_assert_true (kp_process_id_is_gone (name, &known));
  g_assert_true (known);
}

/* Replaces one part of the name of this process. */
static char *
with_part (guint index, const char *part)
{
  g_auto (GStrv) parts = g_strsplit (kp_process_id_get (), "/", -1);

  g_free (parts[index]);
  parts[index] = g_strdup (part);
  return g_strjoinv ("/", parts);
}

/* The same number after a restart of the machine, or given anew, is another process; one in
 * another sandbox can't be seen. */
static void
test_others (void)
{
  static const struct
  {
    guint index;
    const char *part;
    gboolean gone;
    gboolean known;
  } rows[] = {
    { 0, "9b3c6a9e-0000-0000-0000-000000000000", TRUE, TRUE },
    { 1, "pid:[1]", FALSE, FALSE },
    { 2, "0", TRUE, TRUE },
    { 2, "../self", TRUE, TRUE },
    { 2, "", TRUE, TRUE },
    { 3, "1", TRUE, TRUE },
  };
  static const char *const wrong[] = { NULL, "", "a", "a/b/c", "a/b/1/2/3", "////" };
  gboolean known;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *id = with_part (rows[i].index, rows[i].part);

      g_assert_cmpint (kp_process_id_is_gone (id, &known), ==, rows[i].gone);
      g_assert_cmpint (known, ==, rows[i].known);
    }
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_true (kp_process_id_is_gone (wrong[i], &known));
}

/* Returns: what a child ends with where /proc shows no process: 0 if all is right, 77 if it
 * may not hide them */
static int
ask_without_proc (pid_t alive, pid_t dead)
{
  g_autofree char *runs = g_strdup_printf ("-/-/%d/-", (int) alive);
  g_autofree char *ended = g_strdup_printf ("-/-/%d/-", (int) dead);
  gboolean known;

  if (unshare (CLONE_NEWNS) != 0 || mount ("none", "/", "", MS_REC | MS_PRIVATE, NULL) != 0
      || mount ("none", "/proc", "tmpfs", 0, NULL) != 0)
    return 77;
  if (kp_process_id_is_gone (runs, &known) || !known)
    return 1;
  return kp_process_id_is_gone (ended, &known) && known ? 0 : 2;
}

/* Where /proc shows no other process, one that runs is not taken for gone. */
static void
test_hidden (void)
{
  int status;
  pid_t dead = fork ();
  pid_t child;

  if (dead == 0)
    _exit (0);
  g_assert_cmpint (waitpid (dead, NULL, 0), ==, dead);
  child = fork ();
  if (child == 0)
    _exit (ask_without_proc (getppid (), dead));
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status));
  if (WEXITSTATUS (status) == 77)
    g_test_skip ("only root may hide processes");
  else
    g_assert_cmpint (WEXITSTATUS (status), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/process-id/life", test_life);
  g_test_add_func ("/process-id/others", test_others);
  g_test_add_func ("/process-id/hidden", test_hidden);
  return g_test_run ();
}
