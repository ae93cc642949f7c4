/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/probe.h"

/* The store has them: none changes. */
static const char *const words[KP_PROBE_REASON_N] = {
  [KP_PROBE_REASON_REFUSED] = "refused",
  [KP_PROBE_REASON_RESET] = "reset",
  [KP_PROBE_REASON_SILENT] = "silent",
  [KP_PROBE_REASON_NO_ROUTE] = "no-route",
  [KP_PROBE_REASON_NO_ADDRESS] = "no-address",
  [KP_PROBE_REASON_CONNECTION] = "connection",
  [KP_PROBE_REASON_TIME] = "time",
  [KP_PROBE_REASON_PROXY] = "proxy",
  [KP_PROBE_REASON_PROXY_OVER_TLS] = "proxy-over-tls",
  [KP_PROBE_REASON_UNREADABLE] = "unreadable",
  [KP_PROBE_REASON_OLD_ONLY] = "old-only",
  [KP_PROBE_REASON_NAME] = "name",
  [KP_PROBE_REASON_VERSION] = "version",
  [KP_PROBE_REASON_NOTHING_COMMON] = "nothing-common",
  [KP_PROBE_REASON_ALERT] = "alert",
  [KP_PROBE_REASON_NOT_TLS] = "not-tls",
  [KP_PROBE_REASON_CLOSED] = "closed",
  [KP_PROBE_REASON_CLOSED_AT_ONCE] = "closed-at-once",
  [KP_PROBE_REASON_TOO_LARGE] = "too-large",
  [KP_PROBE_REASON_KEY_TOO_LARGE] = "key-too-large",
  [KP_PROBE_REASON_LOCAL] = "local",
  [KP_PROBE_REASON_RULES] = "rules",
  [KP_PROBE_REASON_FORBIDDEN] = "forbidden",
};

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
  g_free (self->detail);
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

const char *
kp_probe_reason_to_string (KpProbeReason reason)
{
  g_return_val_if_fail ((guint) reason < KP_PROBE_REASON_N, NULL);

  return words[reason];
}

KpProbeReason
kp_probe_reason_from_string (const char *word)
{
  for (guint i = 0; word != NULL && i < KP_PROBE_REASON_N; i++)
    if (g_strcmp0 (words[i], word) == 0)
      return i;
  return KP_PROBE_REASON_NONE;
}
