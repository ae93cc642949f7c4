/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* One that is made anew: none lies in the sources. */
const char *private_key_get_pem (void);
