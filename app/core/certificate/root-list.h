/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * The roots of a setting (trust-sites, trust-connections) as a list that can be shown and
 * changed: a #GPtrArray of #GBytes, each the DER of one certificate, none twice. Main
 * thread but for the reading.
 */

/** kp_root_list_parse: Returns: (transfer full) (element-type GBytes): the certificates of
 * @pem in their order, "" for none; what can't be read is left out */
GPtrArray *kp_root_list_parse (const char *pem);
/** kp_root_list_to_pem: Returns: (transfer full): @roots as the value of a setting */
char *kp_root_list_to_pem (GPtrArray *roots);

/**
 * kp_root_list_parse_file:
 * @octets: hostile octets of a file: PEM text or one certificate in DER is expected
 * @error: #KpTrustError, or G_IO_ERROR_INVALID_DATA of a certificate that can't be used
 *
 * Takes only what is of CAs, and all of a file or nothing. Any thread.
 *
 * Returns: (transfer full) (element-type GBytes) (nullable): its certificates, one at least
 */
GPtrArray *kp_root_list_parse_file (GBytes *octets, GError **error);

/**
 * kp_root_list_read_async:
 * @file: what somebody chose, whatever it is
 * @cancellable: (nullable): ends the reading
 *
 * Reads it for kp_root_list_parse_file() beside the main loop, never more than may be kept,
 * and no pipe or device.
 */
void kp_root_list_read_async (GFile *file, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer data);
/** kp_root_list_read_finish: Returns: (transfer full) (element-type GBytes) (nullable): its
 * certificates, one at least; #KpTrustError, or what GIO says of the file */
GPtrArray *kp_root_list_read_finish (GFile *file, GAsyncResult *result, GError **error);

/**
 * kp_root_list_insert:
 * @roots: a list
 * @position: where, from the end if negative or behind it
 * @root: the DER of a certificate
 *
 * Returns: whether it is new; one that is there already stays where it is
 */
gboolean kp_root_list_insert (GPtrArray *roots, int position, GBytes *root);
/** kp_root_list_remove: Returns: where @root was; -1 if it is not there */
int kp_root_list_remove (GPtrArray *roots, GBytes *root);
/** kp_root_list_add_all: Appends those of @more that are new, all or none. @n_added: (out).
 * Returns: whether all can be kept; #KpTrustError TOO_LARGE */
gboolean kp_root_list_add_all (GPtrArray *roots, GPtrArray *more, guint *n_added,
                               GError **error);

G_END_DECLS
