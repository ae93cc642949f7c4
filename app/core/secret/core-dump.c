/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/secret/core-dump.h"

#include <sys/resource.h>

void
kp_core_dump_forbid (void)
{
  static const struct rlimit none = { 0, 0 };

  /* It can only be lowered, which nobody forbids. Being no more dumpable at all (prctl (2))
   * would hide the process from the portals, which look at whose it is. */
  (void) setrlimit (RLIMIT_CORE, &none);
}
