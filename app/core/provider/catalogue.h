/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/provider/profile.h"

G_BEGIN_DECLS

/** KP_OWN_SERVER: id of the shipped profile of sites that nobody else is known to host */
#define KP_OWN_SERVER "own-server"

#define KP_TYPE_CATALOGUE (kp_catalogue_get_type ())
G_DECLARE_FINAL_TYPE (KpCatalogue, kp_catalogue, KP, CATALOGUE, GObject)

/**
 * KpCatalogue:
 *
 * All profiles: those shipped (in core's resource) and the user's own in
 * DIR/providers, which win by id. A broken one is left out and told; the others
 * still load. #GListModel of #KpProfile, by name.
 */

/** kp_catalogue_new: @user_dir: (nullable): folder of the user's own files. Returns:
 * (transfer full): the catalogue, loaded (small local files) */
KpCatalogue *kp_catalogue_new (const char *user_dir);
/** kp_catalogue_find: Returns: (transfer none) (nullable): the profile with that id */
KpProfile *kp_catalogue_find (KpCatalogue *self, const char *id);
/** kp_catalogue_find_named: Returns: (transfer none) (nullable): the profile that @text
 * means: with that id, else with that name, in whatever case */
KpProfile *kp_catalogue_find_named (KpCatalogue *self, const char *text);
/** kp_catalogue_get_file: @shipped: (out) (optional): whether one with that id is shipped,
 * too. Returns: (transfer none) (nullable): the user's own file that @profile was read
 * from, as it is displayed; %NULL for a shipped one */
const char *kp_catalogue_get_file (KpCatalogue *self, KpProfile *profile,
                                   gboolean *shipped);
/** kp_catalogue_get_errors: Returns: (transfer none) (element-type GError): a
 * #KpProfileError for each file that was left out */
GPtrArray *kp_catalogue_get_errors (KpCatalogue *self);
/**
 * kp_catalogue_get_reason:
 * @self: the catalogue
 * @index: of kp_catalogue_get_errors()
 * @file: (out) (transfer none): the file that was left out, as it is displayed
 * @line: (out): the line where it is wrong, 0 if that is not known
 *
 * Parts the message of an error, for where its parts are shown apart.
 *
 * Returns: (transfer none): what is wrong
 */
const char *kp_catalogue_get_reason (KpCatalogue *self, guint index, const char **file,
                                     guint *line);
/** kp_catalogue_find_broken: @index: (out) (optional): which of kp_catalogue_get_errors()
 * it is. Returns: (transfer none) (nullable): of the files that were left out the one that
 * is named for the profile @id, as it is displayed */
const char *kp_catalogue_find_broken (KpCatalogue *self, const char *id, guint *index);
/** kp_catalogue_get_folder: Returns: (transfer none) (nullable): the folder of the user's
 * own files, as it is displayed, be it there or not */
const char *kp_catalogue_get_folder (KpCatalogue *self);
/** kp_catalogue_guess: @chain: (array zero-terminated=1): CNAME targets of the host in
 * order; Returns: (transfer none) (nullable): the profile that they lead to; @target: (out)
 * (transfer full) (optional): the target found */
KpProfile *kp_catalogue_guess (KpCatalogue *self, const char *const *chain, char **target);

G_END_DECLS
