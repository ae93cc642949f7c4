/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For the window what core/pch/libraries.h is for the core. */
#ifndef KP_WINDOW_LIBRARIES
#define KP_WINDOW_LIBRARIES

#include <adwaita.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

#endif
