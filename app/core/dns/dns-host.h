/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KpDnsHost:
 * @name: how people call it
 * @help_uri: where it explains how a record is made
 *
 * One who runs the DNS of other people's zones (data/rules/dns-hosts.json). Immutable; of
 * the program; any thread.
 */
typedef struct
{
  char *name;
  char *help_uri;
} KpDnsHost;

/**
 * kp_dns_host_find:
 * @name_servers: (array zero-terminated=1) (nullable): NS of a zone, as DNS has them
 *
 * Returns: (transfer none) (nullable): who runs the zone, if more than half of its name
 *   servers are of one that is known
 */
const KpDnsHost *kp_dns_host_find (const char *const *name_servers);

G_END_DECLS
