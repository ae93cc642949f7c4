/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/output.h"

#include "ctl/message.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

struct _KpCtlOutput
{
  char *option;
  char *path;
  char *part;       /* (nullable): once it is in its place */
  int fd;           /* -1: standard output, or closed */
  GString *printed; /* (nullable): what goes to standard output when it is kept */
};

static KpCtlStatus
fail (KpCtl *ctl, const KpCtlOutput *self, int number)
{
  g_autofree char *shown = g_filename_display_name (self->path);
  g_autofree char *why = NULL;

  if (number != EEXIST)
    return kp_ctl_fail (ctl, KP_CTL_COULD_NOT, "file", shown, g_strerror (number));
  /* Translators: the name of a file */
  why = g_strdup_printf (_ ("“%s” is there already; choose another name"), shown);
  return kp_ctl_fail (ctl, KP_CTL_USAGE, "exists", self->option, why);
}

static gboolean
is_stdout (const char *path)
{
  return g_str_equal (path, "-");
}

/* Beside its place, so that it can be put there at once. */
static gboolean
open_part (KpCtlOutput *self, gboolean private)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  g_autofree char *name =
      g_strdup_printf (".keyplate.%08x%08x.part", g_random_int (), g_random_int ());

  self->part = g_build_filename (folder, name, NULL);
  self->fd = open (self->part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
                   private ? 0600 : 0666);
  return self->fd >= 0;
}

KpCtlStatus
kp_ctl_output_begin (KpCtl *ctl, const char *option, const char *path, gboolean private,
                     KpCtlOutput **output)
{
  g_autoptr (KpCtlOutput) self = g_new0 (KpCtlOutput, 1);
  GStatBuf info;

  self->fd = -1;
  self->option = g_strdup (option);
  self->path = g_strdup (path);
  if (!is_stdout (path))
    {
      if (g_lstat (path, &info) == 0)
        return fail (ctl, self, EEXIST);
      if (!open_part (self, private))
        {
          int number = errno;

          g_clear_pointer (&self->part, g_free);
          return fail (ctl, self, number);
        }
    }
  *output = g_steal_pointer (&self);
  return KP_CTL_FINE;
}

KpCtlStatus
kp_ctl_output_write (KpCtl *ctl, KpCtlOutput *self, gconstpointer octets, gsize length)
{
  const guint8 *rest = octets;

  if (is_stdout (self->path))
    {
      self->printed = g_string_new_len (octets, (gssize) length);
      return KP_CTL_FINE;
    }
  while (length > 0)
    {
      gssize n = write (self->fd, rest, length);

      if (n < 0 && errno != EINTR)
        return fail (ctl, self, errno);
      rest += n > 0 ? n : 0;
      length -= n > 0 ? (gsize) n : 0;
    }
  return fsync (self->fd) == 0 ? KP_CTL_FINE : fail (ctl, self, errno);
}

/* Neither of the two puts it over another file; some file systems know only one of them. */
static gboolean
move (const char *from, const char *to)
{
  if (renameat2 (AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
    return TRUE;
  if (errno != EINVAL && errno != ENOSYS)
    return FALSE;
  return link (from, to) == 0 && g_unlink (from) == 0;
}

KpCtlStatus
kp_ctl_output_keep (KpCtl *ctl, KpCtlOutput *self)
{
  if (is_stdout (self->path))
    {
      /* Whether that was possible is looked at when the program ends. */
      if (self->printed != NULL)
        fwrite (self->printed->str, 1, self->printed->len, stdout);
      return KP_CTL_FINE;
    }
  if (close (self->fd) < 0)
    {
      self->fd = -1;
      return fail (ctl, self, errno);
    }
  self->fd = -1;
  if (!move (self->part, self->path))
    return fail (ctl, self, errno);
  g_clear_pointer (&self->part, g_free);
  return KP_CTL_FINE;
}

void
kp_ctl_output_take_back (KpCtlOutput *self)
{
  if (!is_stdout (self->path) && self->part == NULL)
    (void) g_unlink (self->path);
}

void
kp_ctl_output_free (KpCtlOutput *self)
{
  if (self->fd >= 0)
    close (self->fd);
  if (self->part != NULL)
    (void) g_unlink (self->part);
  if (self->printed != NULL)
    g_string_free (self->printed, TRUE);
  g_free (self->option);
  g_free (self->path);
  g_free (self->part);
  g_free (self);
}
