/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/certificate/bundle.h"
#include "ctl/context.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/** kp_bundle_report_add: Adds the members of the contract to the open object of @builder.
 * @wrong: the verdict */
void kp_bundle_report_add (JsonBuilder *builder, const KpBundle *bundle, gboolean wrong);
/** kp_bundle_report_certificates: Prints each certificate of @bundle in words. */
void kp_bundle_report_certificates (const KpBundle *bundle);

G_END_DECLS
