/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/** KP_DROP_AREA_MAX_SIZE: octets of the largest file or text that is taken */
#define KP_DROP_AREA_MAX_SIZE (1024 * 1024)
/** KP_DROP_AREA_MAX_FILES: files that are read of those given together, unless the property
 * "max-files" says otherwise */
#define KP_DROP_AREA_MAX_FILES 64

#define KP_TYPE_DROP_AREA (kp_drop_area_get_type ())
G_DECLARE_FINAL_TYPE (KpDropArea, kp_drop_area, KP, DROP_AREA, AdwBin)

/**
 * KpDropArea:
 *
 * Takes files and text that are dropped on it, pasted (also by Ctrl+V anywhere in its
 * window where no text is edited) or opened, and says what could not be read. Properties:
 * "text" (string): what may be given, a sentence; "max-files" (uint, set when it is made).
 * Signals: "octets" (a #GBytes that is
 * wiped in the end, and a string, nullable: the name of the file; hostile both) for each
 * that was read, then "done" once for all that were given together. What was given last is
 * read last. Main thread.
 */

/** kp_drop_area_give_files: Reads @files (#GFile), as if they had been dropped on it. */
void kp_drop_area_give_files (KpDropArea *self, GListModel *files);
/** kp_drop_area_give_text: Takes @text, as if it had been dropped on it. */
void kp_drop_area_give_text (KpDropArea *self, GBytes *text);
/** kp_drop_area_catch: Takes what is dropped anywhere on @widget, too. */
void kp_drop_area_catch (KpDropArea *self, GtkWidget *widget);

G_END_DECLS
