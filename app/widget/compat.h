/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * The one place for API that the floor (GTK 4.8, libadwaita 1.2) needs and that
 * was deprecated later: message dialog, file chooser, about window; and for what
 * newer ones do by themselves. Opening an address is in launch.h. When the floor
 * rises, only those two change. Main thread only.
 */

/**
 * kp_compat_ask_async:
 * @parent: (nullable): the window the question is about
 * @heading: the question, in Sentence case with a question mark
 * @body: (nullable): what will happen, plain text
 * @cancel_label: label of the answer that changes nothing ("Cancel")
 * @action_label: label of the other answer, a verb in Header Capitals
 * @destructive: whether the action loses something: it is drawn in red, and
 *   Return chooses @cancel_label
 * @extra: (nullable) (transfer floating): a widget under the body (an entry for
 *   a reason, check boxes)
 * @cancellable: (nullable): takes the question away, as if it were cancelled
 * @callback: called with the answer
 * @user_data: for @callback
 *
 * Asks one question with two answers. Escape and closing the window are the
 * first, and so is the end of @parent. The result has no source object: it would
 * keep @parent alive.
 */
void kp_compat_ask_async (GtkWindow *parent, const char *heading, const char *body,
                          const char *cancel_label, const char *action_label,
                          gboolean destructive, GtkWidget *extra, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data);

/**
 * kp_compat_ask_finish:
 * @result: from the callback
 *
 * Asking can't fail, so there is no error.
 *
 * Returns: whether the action was chosen
 */
gboolean kp_compat_ask_finish (GAsyncResult *result);

/** KpAnswer: what came of a question */
typedef enum
{
  KP_ANSWER_NONE, /* it was put off */
  KP_ANSWER_NO,
  KP_ANSWER_YES,
} KpAnswer;

/** kp_compat_decide_async: Asks as kp_compat_ask_async() does, with two answers of which
 * neither is what Escape, and the end of @parent, mean: that is none. */
void kp_compat_decide_async (GtkWindow *parent, const char *heading, const char *body,
                             const char *no_label, const char *yes_label,
                             GAsyncReadyCallback callback, gpointer user_data);
/** kp_compat_decide_finish: Returns: the answer */
KpAnswer kp_compat_decide_finish (GAsyncResult *result);

/**
 * kp_compat_choose_file_async:
 * @parent: (nullable): the window that asks
 * @action: %GTK_FILE_CHOOSER_ACTION_OPEN, _SAVE or _SELECT_FOLDER
 * @title: what is chosen ("Import Sites")
 * @suggested_name: (nullable): for saving, the name proposed
 * @filters: (nullable): a list of #GtkFileFilter; the first is chosen at start
 * @cancellable: (nullable): takes the window away, as if it were cancelled
 * @callback: called with the choice
 * @user_data: for @callback
 *
 * Lets the user choose one file, by the portal where there is one. Saving asks
 * before a file is replaced. The result has no source object.
 */
void kp_compat_choose_file_async (GtkWindow *parent, GtkFileChooserAction action,
                                  const char *title, const char *suggested_name,
                                  GListModel *filters, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data);

/**
 * kp_compat_make_filters:
 * @name: of the files that are meant ("Certificates")
 * @suffixes: (array zero-terminated=1): theirs, without a dot
 *
 * Returns: (transfer full): for kp_compat_choose_file_async(): those files, or all
 */
GListModel *kp_compat_make_filters (const char *name, const char *const *suffixes);

/**
 * kp_compat_choose_file_finish:
 * @result: from the callback
 *
 * Where it fails, which only a portal can, that is said in a dialog, with what to do.
 *
 * Returns: (transfer full) (nullable): the file, %NULL if the user cancelled, or it failed
 */
GFile *kp_compat_choose_file_finish (GAsyncResult *result);

/** kp_compat_choose_files_async: Lets the user choose one file to read, or several, as
 * kp_compat_choose_file_async() does. */
void kp_compat_choose_files_async (GtkWindow *parent, const char *title,
                                   GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer user_data);
/** kp_compat_choose_files_finish: Returns: (transfer full) (nullable): a list of #GFile,
 * %NULL if the user cancelled */
GListModel *kp_compat_choose_files_finish (GAsyncResult *result);

/**
 * kp_compat_show_about:
 * @parent: (nullable): the window it belongs to
 *
 * Opens the About window.
 */
void kp_compat_show_about (GtkWindow *parent);

/**
 * kp_compat_hide_other_pages:
 * @stack: a #GtkStack or #AdwViewStack
 *
 * From now on assistive technology finds only the page of @stack that shows. GTK of the
 * floor tells it of all pages, as if they were one under the other.
 */
void kp_compat_hide_other_pages (GtkWidget *stack);

/**
 * kp_compat_set_action:
 * @actionable: a button
 * @action: (nullable): a detailed action name as in "app.do::it"
 *
 * As gtk_actionable_set_detailed_action_name(), but name and target never meet apart, of
 * which GTK would complain where the button is in a window already.
 */
void kp_compat_set_action (GtkActionable *actionable, const char *action);

/**
 * kp_compat_set_name:
 * @widget: a button, menu button or row that has its label, icon or title already
 * @name: what assistive technology calls it from now on
 *
 * GTK of the floor calls these by what is in them ("GtkImage" where that is an icon), and
 * puts any other name before it instead of in its place.
 */
void kp_compat_set_name (GtkWidget *widget, const char *name);

/**
 * kp_compat_drop_later:
 * @object: (transfer full) (nullable): a row with an entry that was in a question
 *
 * Lets go of @object once what is under way has ended: an entry row of libadwaita 1.2 must
 * not go before its text, which whoever is clicking may still hold.
 */
void kp_compat_drop_later (gpointer object);

/** kp_compat_add_close_keys: For the class of a window: Escape and Ctrl+W close it, as if
 * it were done by its button. */
void kp_compat_add_close_keys (GtkWidgetClass *widget_class);
/** kp_compat_add_window_keys: For the class of a window beside the main one that nobody has
 * to answer first: Escape and Ctrl+W close it, Ctrl+Q quits, Ctrl+Z undoes the latest
 * removal, F1 opens the guide. The program's own keys reach only the main window. */
void kp_compat_add_window_keys (GtkWidgetClass *widget_class);

G_END_DECLS
