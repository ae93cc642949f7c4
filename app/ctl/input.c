/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/input.h"

#include "core/base/host-name.h"
#include "core/base/plain-text.h"
#include "ctl/message.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <stdio.h>

GBytes *
kp_ctl_read_file (const char *path, gsize max_size, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guchar buffer[65536];
  gsize n;
  FILE *file = g_str_equal (path, "-") ? stdin : fopen (path, "re");
  int number = errno;
  gboolean failed = file == NULL;

  while (!failed && bytes->len <= max_size
         && (n = fread (buffer, 1, sizeof buffer, file)) > 0)
    g_byte_array_append (bytes, buffer, (guint) n);
  if (!failed && ferror (file))
    {
      number = errno;
      failed = TRUE;
    }
  if (file != NULL && file != stdin)
    fclose (file);
  if (failed)
    g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (number),
                         g_strerror (number));
  else if (bytes->len > max_size)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE,
                 /* Translators: a number of KiB */
                 _ ("it is larger than %u KiB"), (guint) (max_size / 1024));
  else
    return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
  return NULL;
}

KpCtlStatus
kp_ctl_read_document (KpCtl *ctl, const char *path, KpDocument *document)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) octets = kp_ctl_read_file (path, KP_DOCUMENT_MAX_INPUT, &error);
  g_autofree char *shown = g_filename_display_name (path);
  g_autofree char *name = g_path_get_basename (shown);

  if (octets != NULL)
    kp_document_read (document, octets, g_str_equal (path, "-") ? NULL : name);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE))
    document->problems |= KP_DOCUMENT_TOO_LARGE;
  else
    return kp_ctl_fail (ctl, KP_CTL_COULD_NOT, "file", shown, error->message);
  return KP_CTL_FINE;
}

KpCtlStatus
kp_ctl_read_text (KpCtl *ctl, const char *what, const char *text, guint most,
                  gboolean lines, char **clean)
{
  g_autofree char *stripped = text != NULL ? g_strstrip (g_strdup (text)) : NULL;
  g_autofree char *why = NULL;

  if (stripped == NULL)
    return KP_CTL_FINE;
  if (!g_utf8_validate (stripped, -1, NULL))
    return kp_ctl_fail (ctl, KP_CTL_USAGE, "value", what,
                        _ ("the value is not UTF-8 text"));
  if (kp_plain_text_has_control (stripped, lines))
    return kp_ctl_fail (ctl, KP_CTL_USAGE, "value", what,
                        _ ("the value has control characters"));
  if (g_utf8_strlen (stripped, -1) > most)
    {
      /* Translators: a number of characters */
      why = g_strdup_printf (_ ("the value is longer than %u characters"), most);
      return kp_ctl_fail (ctl, KP_CTL_USAGE, "value", what, why);
    }
  g_free (*clean);
  *clean = g_steal_pointer (&stripped);
  return KP_CTL_FINE;
}

KpCtlStatus
kp_ctl_read_target (KpCtl *ctl, KpProfile *profile, const char *host, const char *text,
                    char **target)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *parsed = kp_host_name_parse_target (text, host, &error);

  if (parsed == NULL)
    return kp_ctl_fail (ctl, KP_CTL_USAGE, "target", "--target", error->message);
  if (profile != NULL && !kp_profile_target_matches (profile, parsed))
    {
      g_autofree char *why =
          /* Translators: a host name, the name of a provider */
          g_strdup_printf (_ ("“%s” is no target of %s"), parsed,
                           kp_profile_get_name (profile));

      return kp_ctl_fail (ctl, KP_CTL_USAGE, "target", "--target", why);
    }
  *target = g_steal_pointer (&parsed);
  return KP_CTL_FINE;
}

/* A refused name is no wrong command: it is told as the finding that it is. */
KpCtlStatus
kp_ctl_read_name (KpCtl *ctl, KpProfile *profile, const char *text, gboolean looked_at,
                  KpNameCheck **check)
{
  g_autoptr (KpNameCheck) made = kp_name_check_new (text, profile);

  for (guint i = 0; !made->allowed && i < made->findings->len; i++)
    {
      const KpFinding *finding = g_ptr_array_index (made->findings, i);
      g_autofree char *why = NULL;

      if (finding->severity != KP_SEVERITY_WRONG
          || (looked_at && finding->id == KP_FINDING_NAME_APEX))
        continue;
      why = g_strjoin (" ", finding->text, finding->fix, NULL);
      return kp_ctl_fail (ctl, KP_CTL_ATTENTION, kp_finding_id_to_string (finding->id),
                          text, why);
    }
  *check = g_steal_pointer (&made);
  return KP_CTL_FINE;
}
