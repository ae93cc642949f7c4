/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/probe.h"

G_DEFINE_BOXED_TYPE (KpProbe, kp_probe, kp_probe_ref, kp_probe_unref)

KpProbe *
kp_probe_new (const char *address)
{
  KpProbe *self = g_atomic_rc_box_new0 (KpProbe);

  self->address = g_strdup (address);
  self->outcome = KP_PROBE_FAILED;
  self->chain = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  self->chain_sha256 = g_new0 (char *, 1);
  return self;
}

KpProbe *
kp_probe_ref (KpProbe *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  KpProbe *self = data;

  g_free (self->address);
  g_free (self->error);
  g_free (self->protocol);
  g_clear_pointer (&self->certificate, kp_certificate_facts_unref);
  g_ptr_array_unref (self->chain);
  g_strfreev (self->chain_sha256);
  g_free (self->root_sha256);
  g_free (self->root_name);
}

void
kp_probe_unref (KpProbe *self)
{
  g_atomic_rc_box_release_full (self, clear);
}
