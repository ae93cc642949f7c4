/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/site.h"

G_BEGIN_DECLS

/*
 * Sites as metrics in the text format of Prometheus, version 0.0.4, such as the textfile
 * collector of its node exporter reads. Names and labels stay as they are: rules of others
 * hang on them. Each metric of a site has the labels site (HOST, with :PORT unless that is
 * 443), provider and customer ("" for none).
 */

/** kp_prometheus_export: @sites: (element-type KpSite): retired ones are left out. Returns:
 * (transfer full): the metrics */
char *kp_prometheus_export (GPtrArray *sites);

G_END_DECLS
