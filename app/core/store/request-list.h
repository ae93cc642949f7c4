/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/store-list.h"
#include "core/store/store-requests.h"

G_BEGIN_DECLS

#define KP_TYPE_REQUEST_LIST (kp_request_list_get_type ())
G_DECLARE_FINAL_TYPE (KpRequestList, kp_request_list, KP, REQUEST_LIST, KpStoreList)

/**
 * KpRequestList:
 *
 * The requests as a #GListModel of #KpRequest, the newest first, kept equal to the store:
 * it follows the changes of this process and of others. A changed request stays the same
 * object (its properties notify). Signal "changed": any of them may have changed. Main
 * thread.
 */

/** kp_request_list_new: Returns: (transfer full): an empty list of @store */
KpRequestList *kp_request_list_new (KpStore *store);
/** kp_request_list_find: Returns: (transfer none) (nullable): the request with that row id
 */
KpRequest *kp_request_list_find (KpRequestList *self, gint64 id);
/** kp_request_list_find_by_reference: Returns: (transfer none) (nullable): the request with
 * that @reference, in any case */
KpRequest *kp_request_list_find_by_reference (KpRequestList *self, const char *reference);

G_END_DECLS
