/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/certificate/csr.h"

G_BEGIN_DECLS

/**
 * KpOrder:
 * @host: A-label of the site
 * @csr: its signing request
 * @ca: (nullable): whom it is to be bought from
 * @days: for how long it is to be valid
 *
 * One certificate to buy. A plain value; what it points to need only live during the call.
 */
typedef struct
{
  const char *host;
  const KpCsr *csr;
  const char *ca;
  guint days;
} KpOrder;

/**
 * kp_order_list_write_csv:
 * @orders: what is to be bought
 * @n: how many
 *
 * A table for whoever buys many at once, with the heading host, names, key, ca,
 * validity-days, organization, csr-file, csr-sha256. Several names stand in one cell with a
 * space between them. Nothing in it is a formula to a spreadsheet.
 *
 * Returns: (transfer full): heading and rows
 */
char *kp_order_list_write_csv (const KpOrder *orders, guint n);
/**
 * kp_order_list_write_zip:
 * @orders: what is to be bought
 * @n: how many
 * @now: Unix seconds: when the files were made
 * @error: %G_IO_ERROR_FAILED
 *
 * The signing requests as PEM files, called as the table says: HOST.csr, for another one of
 * the same host HOST-2.csr.
 *
 * Returns: (transfer full) (nullable): the octets of a zip file
 */
GBytes *kp_order_list_write_zip (const KpOrder *orders, guint n, gint64 now,
                                 GError **error);

G_END_DECLS
