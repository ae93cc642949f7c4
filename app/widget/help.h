/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * The guide: its pages are those of data/help, each finding's is called by the finding's
 * id. It is installed for the help program of the desktop, and as HTML for where there is
 * none.
 */

/**
 * kp_help_find_uri:
 * @page: "index", "secure", or the id of a finding
 * @viewed: (nullable): folders of data in which the help program looks; %NULL where there
 *   is no such program
 * @html: folders that may hold the HTML
 * @languages: the user's languages, the best first
 *
 * Returns: (transfer full) (nullable): where the guide says it: "help:keyplate/PAGE" if the
 * help program would find it, else a file of HTML; %NULL if it is nowhere
 */
char *kp_help_find_uri (const char *page, const char *const *viewed,
                        const char *const *html, const char *const *languages);

/** kp_help_show: Opens @page of the guide; a toast in the window of @widget says it where
 * that can't be. */
void kp_help_show (GtkWidget *widget, const char *page);
/** kp_help_add_key: F1 in a window of this class, which is none of the program's main ones,
 * opens @page of the guide, a static text. */
void kp_help_add_key (GtkWidgetClass *widget_class, const char *page);
/** kp_help_set_page: F1 in the window that @widget is in opens @page, a static text, from
 * now on. */
void kp_help_set_page (GtkWidget *widget, const char *page);

G_END_DECLS
