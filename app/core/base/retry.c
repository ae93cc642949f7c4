/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/retry.h"

guint
kp_retry_fail (KpRetry *self, guint asked)
{
  guint wait = MIN (self->first, self->limit);

  /* Doubling stops at the limit, so it can't overflow however many failures there were. */
  for (guint i = 0; i < self->failures && wait > 0 && wait < self->limit; i++)
    wait = wait > self->limit / 2 ? self->limit : wait * 2;
  if (self->failures < G_MAXUINT)
    self->failures++;
  return MAX (wait, asked);
}

void
kp_retry_succeed (KpRetry *self)
{
  self->failures = 0;
}
