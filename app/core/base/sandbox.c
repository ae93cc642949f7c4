/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/sandbox.h"

/* flatpak-metadata(5): nobody in a sandbox can write it. */
#define INFO "/.flatpak-info"

gboolean
kp_sandbox_is_here (void)
{
  return g_file_test (INFO, G_FILE_TEST_EXISTS);
}
