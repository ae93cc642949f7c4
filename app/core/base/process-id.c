/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/process-id.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

/* Field 22 of /proc/PID/stat (proc(5)), counted behind the name of the program, which may
 * hold spaces and parentheses. */
#define START_FIELD 19

static char *
read_boot (void)
{
  char *text = NULL;

  if (!g_file_get_contents ("/proc/sys/kernel/random/boot_id", &text, NULL, NULL))
    return g_strdup ("-");
  return g_strstrip (text);
}

static char *
read_namespace (void)
{
  char *text = g_file_read_link ("/proc/self/ns/pid", NULL);

  return text != NULL ? text : g_strdup ("-");
}

/* When it began, in ticks since the boot: a number is given to another process one day. */
static char *
read_start (const char *pid)
{
  g_autofree char *path = g_build_filename ("/proc", pid, "stat", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) fields = NULL;
  const char *behind;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return NULL;
  behind = strrchr (text, ')');
  if (behind == NULL || behind[1] != ' ')
    return NULL;
  fields = g_strsplit (behind + 2, " ", START_FIELD + 2);
  return g_strv_length (fields) > START_FIELD ? g_strdup (fields[START_FIELD]) : NULL;
}

static char *
make_id (void)
{
  g_autofree char *boot = read_boot ();
  g_autofree char *namespace = read_namespace ();
  g_autofree char *pid = g_strdup_printf ("%d", (int) getpid ());
  g_autofree char *start = read_start (pid);

  return g_strjoin ("/", boot, namespace, pid, start != NULL ? start : "-", NULL);
}

const char *
kp_process_id_get (void)
{
  static GMutex mutex;
  static char *id;
  static pid_t made_by;

  g_mutex_lock (&mutex);
  /* A child that was forked is another process. */
  if (id == NULL || made_by != getpid ())
    {
      g_free (id);
      id = make_id ();
      made_by = getpid ();
    }
  g_mutex_unlock (&mutex);
  return id;
}

/* Whether no process has that number at all. */
static gboolean
is_free (const char *pid)
{
  gint64 number = g_ascii_strtoll (pid, NULL, 10);

  /* 0 and less would mean groups of processes. */
  return number <= 0 || number > G_MAXINT
         || (kill ((pid_t) number, 0) != 0 && errno == ESRCH);
}

gboolean
kp_process_id_is_gone (const char *id, gboolean *known)
{
  g_auto (GStrv) given = g_strsplit (id != NULL ? id : "", "/", 5);
  g_auto (GStrv) own = g_strsplit (kp_process_id_get (), "/", 5);
  g_autofree char *start = NULL;

  *known = TRUE;
  if (g_strv_length (given) != 4 || strspn (given[2], "0123456789") != strlen (given[2])
      || *given[2] == '\0' || !g_str_equal (given[0], own[0]))
    return TRUE;
  if (!g_str_equal (given[1], own[1]))
    {
      *known = FALSE;
      return FALSE;
    }
  start = read_start (given[2]);
  /* What is not ours may be hidden (proc(5), hidepid): then it is gone only if there is no
   * process of that number at all. */
  return start != NULL ? !g_str_equal (start, given[3]) : is_free (given[2]);
}
