/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Read once for all files where the build is told to (b_pch): nobody includes it, and each
 * file names what it uses itself, which tests/checks/includes.py sees to. */
#ifndef KP_CORE_LIBRARIES
#define KP_CORE_LIBRARIES

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/x509.h>
#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#endif
