/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/certificate/csr.h"

G_BEGIN_DECLS

/** kp_csr_words_describe_names: Returns: (transfer full): the first names in @csr, and how
 * many more there are */
char *kp_csr_words_describe_names (const KpCsr *csr);
/** kp_csr_words_describe_key: @findings: (element-type KpFinding): of its check. Returns:
 * (transfer full): its kind of key, and whether the site has it already */
char *kp_csr_words_describe_key (const KpCsr *csr, const GPtrArray *findings);
/** kp_csr_words_describe_search: @origin: (nullable): where it was found, a sentence;
 * @unread: (element-type KpReplyUnread): what was passed over. Returns: (transfer full)
 * (nullable): both, a line each; %NULL for nothing */
char *kp_csr_words_describe_search (const char *origin, const GPtrArray *unread);

G_END_DECLS
