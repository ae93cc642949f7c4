/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A desktop starts what has a file in the folder for that when its user logs in (Desktop
 * Application Autostart Specification). For a program that is in no sandbox. */

/** kp_autostart_make_file: @program: path of the program, run without a window; @name: in
 * the user's language. Returns: (transfer full): text of the file */
char *kp_autostart_make_file (const char *program, const char *name);
/** kp_autostart_reads_on: @text: of a file, from outside. Returns: whether the desktop
 * starts the program by it: one that was switched off there is none */
gboolean kp_autostart_reads_on (const char *text, gsize length);
/** kp_autostart_is_on: @path: of the file. Returns: whether it is there and switched on */
gboolean kp_autostart_is_on (const char *path);
/** kp_autostart_set: Writes the file @path, and its folder, or removes it. G_FILE_ERROR or
 * G_IO_ERROR; may be called in any thread. */
gboolean kp_autostart_set (const char *path, const char *program, const char *name,
                           gboolean on, GError **error);

G_END_DECLS
