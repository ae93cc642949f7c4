/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/file-words.h"

#include <glib/gi18n.h>

#include "core/base/plain-text.h"

/* Characters of a name that are repeated. */
#define MAX_NAME 60
/* Characters of what the system says: it may name a path in it. */
#define MAX_DETAIL 200

/* Returns: (nullable): why a file could not be read, and what to do; %NULL for what seldom
 * happens */
static const char *
explain_unread (const GError *error)
{
  if (error->domain != G_IO_ERROR)
    return error->message;
  switch (error->code)
    {
    case G_IO_ERROR_NOT_FOUND:
    case G_IO_ERROR_NOT_DIRECTORY:
      /* Translators: why a file could not be read */
      return _ ("There is no such file. Choose it where it lies now.");
    case G_IO_ERROR_PERMISSION_DENIED:
      /* Translators: why a file could not be read */
      return _ ("You are not allowed to read it. Ask whoever owns it.");
    case G_IO_ERROR_NOT_REGULAR_FILE:
      /* Translators: why a file could not be read */
      return _ ("It is no ordinary file. Choose another.");
    case G_IO_ERROR_NOT_SUPPORTED:
    case G_IO_ERROR_NOT_MOUNTED:
    case G_IO_ERROR_HOST_NOT_FOUND:
    case G_IO_ERROR_HOST_UNREACHABLE:
    case G_IO_ERROR_NETWORK_UNREACHABLE:
      /* Translators: why a file could not be read, of one on the network, or on a drive */
      return _ ("The place where it lies can’t be reached. Save it on this computer "
                "first.");
    case G_IO_ERROR_TIMED_OUT:
      /* Translators: why a file could not be read, of one on the network */
      return _ ("The place where it lies did not answer in time. Try again, or save it on "
                "this computer first.");
    default:
      return NULL;
    }
}

/* As explain_unread(), of one that was to be written. */
static const char *
explain_unsaved (const GError *error)
{
  if (error->domain != G_IO_ERROR)
    return error->message;
  switch (error->code)
    {
    case G_IO_ERROR_NOT_FOUND:
    case G_IO_ERROR_NOT_DIRECTORY:
      /* Translators: why a file was not saved */
      return _ ("There is no such folder any more. Choose another.");
    case G_IO_ERROR_PERMISSION_DENIED:
    case G_IO_ERROR_READ_ONLY:
      /* Translators: why a file was not saved */
      return _ ("You are not allowed to write there. Choose another folder.");
    case G_IO_ERROR_NO_SPACE:
      /* Translators: why a file was not saved */
      return _ ("There is no room left on that disk. Make some, or choose another place.");
    case G_IO_ERROR_IS_DIRECTORY:
    case G_IO_ERROR_NOT_REGULAR_FILE:
      /* Translators: why a file was not saved: a folder or a device has the name */
      return _ ("Something that is no file has that name. Choose another name.");
    case G_IO_ERROR_FILENAME_TOO_LONG:
    case G_IO_ERROR_INVALID_FILENAME:
      /* Translators: why a file was not saved */
      return _ ("No file can have that name there. Choose a shorter one, of plain "
                "letters.");
    case G_IO_ERROR_NOT_SUPPORTED:
    case G_IO_ERROR_NOT_MOUNTED:
    case G_IO_ERROR_HOST_NOT_FOUND:
    case G_IO_ERROR_HOST_UNREACHABLE:
    case G_IO_ERROR_NETWORK_UNREACHABLE:
      /* Translators: why a file was not saved: it was to lie on the network, or a drive */
      return _ ("That place can’t be reached. Choose a folder of this computer.");
    case G_IO_ERROR_TIMED_OUT:
      /* Translators: why a file was not saved: it was to lie on the network */
      return _ ("That place did not answer in time. Try again, or choose a folder of this "
                "computer.");
    default:
      return NULL;
    }
}

char *
kp_file_words_name (GFile *file)
{
  g_autofree char *base = NULL;
  g_autofree char *name = NULL;

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  base = g_file_get_basename (file);
  name = base != NULL ? g_filename_display_name (base) : g_file_get_uri (file);
  return kp_plain_text_shorten (name, MAX_NAME);
}

char *
kp_file_words_unread (GFile *file, const GError *error)
{
  g_autofree char *name = NULL;
  g_autofree char *detail = NULL;
  const char *why;

  g_return_val_if_fail (G_IS_FILE (file) && error != NULL, NULL);

  name = kp_file_words_name (file);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY))
    /* Translators: %s is the name of a folder. */
    return g_strdup_printf (_ ("“%s” is a folder: choose the files in it."), name);
  why = explain_unread (error);
  if (why != NULL)
    /* Translators: the name of a file, and why as a sentence */
    return g_strdup_printf (_ ("“%s” could not be read: %s"), name, why);
  detail = kp_plain_text_shorten (error->message, MAX_DETAIL);
  return g_strdup_printf (
      /* Translators: the name of a file, and the words of the system */
      _ ("“%s” could not be read. Try again, or copy it to another place first. The system "
         "says: %s"),
      name, detail);
}

char *
kp_file_words_unsaved (GFile *file, const GError *error)
{
  g_autofree char *name = NULL;
  g_autofree char *detail = NULL;
  const char *why;

  g_return_val_if_fail (G_IS_FILE (file) && error != NULL, NULL);

  name = kp_file_words_name (file);
  why = explain_unsaved (error);
  if (why != NULL)
    /* Translators: the name of a file, and why as a sentence */
    return g_strdup_printf (_ ("“%s” was not saved: %s"), name, why);
  detail = kp_plain_text_shorten (error->message, MAX_DETAIL);
  return g_strdup_printf (
      /* Translators: the name of a file, and the words of the system */
      _ ("“%s” was not saved. Try again, or choose another place. The system says: %s"),
      name, detail);
}
