/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/** KpDetailField: one line of a certificate's view: label and value in words; @monospace
 * for fingerprints and keys */
typedef struct
{
  char *label;
  char *value;
  gboolean monospace;
} KpDetailField;

/** KpDetailSection: one part of a certificate's view: title and fields (element-type
 * KpDetailField) */
typedef struct
{
  char *title;
  GPtrArray *fields;
} KpDetailSection;

/** kp_certificate_details_new: The view model that the viewer draws and the command line
 * prints. Returns: (transfer full) (element-type KpDetailSection) (nullable): parts in
 * order; G_IO_ERROR_INVALID_DATA */
GPtrArray *kp_certificate_details_new (GBytes *der, GError **error);

G_END_DECLS
