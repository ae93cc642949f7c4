/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "page/read-only.h"

#include <glib/gi18n.h>

void
kp_read_only_tell (KpBanner *banner, KpDesk *desk, const char *of_demo)
{
  g_return_if_fail (KP_IS_BANNER (banner) && KP_IS_DESK (desk));

  kp_banner_show (banner, "changes-prevent-symbolic",
                  kp_desk_is_sample (desk)
                      ? of_demo
                      : _ ("These data can only be read: nothing can be changed here."));
}
