/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/attachment.h"

#include <string.h>

#include "core/base/plain-text.h"

#define OTHER_TYPE "application/octet-stream"
#define MAX_TYPE 127

G_DEFINE_BOXED_TYPE (KpAttachment, kp_attachment, kp_attachment_ref, kp_attachment_unref)

static gboolean
is_direction (gunichar c)
{
  return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x200e
         || c == 0x200f || c == 0x061c;
}

/* A name from outside becomes the name of a file: what stands before the last slash is none
 * of it, nor what would show it as another ("txt.exe" turned round). */
static char *
clean_name (const char *name)
{
  g_autofree char *valid = kp_plain_text_shorten (name, 4 * KP_ATTACHMENT_MAX_NAME);
  const char *start = valid;
  GString *clean = g_string_new (NULL);
  guint n = 0;

  for (const char *p = valid; *p != '\0'; p++)
    if (*p == '/' || *p == '\\')
      start = p + 1;
  for (const char *p = start; *p != '\0' && n < KP_ATTACHMENT_MAX_NAME;
       p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      /* A file that begins with a dot is hidden. */
      if (is_direction (c) || (n == 0 && (c == '.' || g_unichar_isspace (c))))
        continue;
      g_string_append_unichar (clean, c);
      n++;
    }
  if (clean->len == 0)
    g_string_append (clean, "file");
  return g_string_free (clean, FALSE);
}

/* RFC 6838 section 4.2, so that it can stand in a header. */
static gboolean
is_type (const char *type)
{
  static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "0123456789!#$&-^_.+";
  gsize main_length, length;

  if (type == NULL || (length = strlen (type)) > MAX_TYPE)
    return FALSE;
  main_length = strspn (type, allowed);
  return main_length > 0 && type[main_length] == '/' && length > main_length + 1
         && strspn (type + main_length + 1, allowed) == length - main_length - 1;
}

KpAttachment *
kp_attachment_new_stored (gint64 id, const char *name, const char *type, gsize size,
                          const char *sha256, GBytes *content)
{
  KpAttachment *self = g_atomic_rc_box_new0 (KpAttachment);

  self->id = id;
  self->name = clean_name (name);
  self->type = g_strdup (is_type (type) ? type : OTHER_TYPE);
  self->size = size;
  self->sha256 = g_strdup (sha256);
  self->content = content != NULL ? g_bytes_ref (content) : NULL;
  return self;
}

KpAttachment *
kp_attachment_new (const char *name, const char *type, GBytes *content)
{
  g_autofree char *sha256 = NULL;

  g_return_val_if_fail (name != NULL, NULL);
  g_return_val_if_fail (content != NULL, NULL);

  sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, content);
  return kp_attachment_new_stored (0, name, type, g_bytes_get_size (content), sha256,
                                   content);
}

KpAttachment *
kp_attachment_ref (KpAttachment *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  KpAttachment *self = data;

  g_free (self->name);
  g_free (self->type);
  g_free (self->sha256);
  g_clear_pointer (&self->content, g_bytes_unref);
}

void
kp_attachment_unref (KpAttachment *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

GPtrArray *
kp_attachment_list_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) kp_attachment_unref);
}
