/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/certificate/bundle.h"
#include "widget/wrap-box.h"

G_BEGIN_DECLS

/**
 * kp_chain_line_show:
 * @box: the box to fill
 * @bundle: (nullable): a bundle; %NULL empties the box
 *
 * Shows the chain of a bundle: "my.globe.org ‹ Example CA 3 ‹ (root, left out)". Each
 * certificate is a button that activates `chain.show` with its place (uint32).
 */
void kp_chain_line_show (KpWrapBox *box, const KpBundle *bundle);

G_END_DECLS
