/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/store-list.h"

G_BEGIN_DECLS

#define KP_TYPE_SUBJECT_LIST (kp_subject_list_get_type ())
G_DECLARE_FINAL_TYPE (KpSubjectList, kp_subject_list, KP, SUBJECT_LIST, KpStoreList)

/**
 * KpSubjectList:
 *
 * The saved certificate details as a #GListModel of #KpSubject, by name, kept equal to the
 * store: it follows the changes of this process and of others. What changed stays the same
 * object (its properties notify). Signal "changed": any of them may have changed. Main
 * thread.
 */

/** kp_subject_list_new: Returns: (transfer full): an empty list of @store */
KpSubjectList *kp_subject_list_new (KpStore *store);
/** kp_subject_list_find: Returns: (transfer none) (nullable): the subject with that row
 * id */
KpSubject *kp_subject_list_find (KpSubjectList *self, gint64 id);
/** kp_subject_list_find_by_name: Returns: (transfer none) (nullable): the subject whose
 * name is the same as @name, see kp_subject_make_key() */
KpSubject *kp_subject_list_find_by_name (KpSubjectList *self, const char *name);

G_END_DECLS
