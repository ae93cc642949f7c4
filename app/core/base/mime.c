/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/mime.h"

#include <gmime/gmime.h>

void
kp_mime_init (void)
{
  static gsize once = 0;

  if (g_once_init_enter (&once))
    {
      g_mime_init ();
      g_once_init_leave (&once, 1);
    }
}
