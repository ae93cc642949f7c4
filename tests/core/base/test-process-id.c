/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/process-id.h"

#include <string.h>
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/process-id/life", test_life);
  g_test_add_func ("/process-id/others", test_others);
  return g_test_run ();
}
