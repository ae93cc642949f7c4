/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/check/verdict-private.h"

#include <glib/gi18n.h>

static gboolean
is_judged (const KpJudge *self, guint i, const KpProbe **probe)
{
  *probe = g_ptr_array_index (self->seen->probes, i);
  return g_array_index (self->verdict->judged, guint8, i)
         && (*probe)->outcome == KP_PROBE_SERVED && (*probe)->certificate != NULL;
}

static void
note_ok (KpJudge *self)
{
  const KpProbe *shown = self->verdict->shown;
  g_autofree char *day = NULL;

  if (self->verdict->certificate != KP_OUTCOME_OK || shown == NULL)
    return;
  day = kp_time_format_near_day (shown->certificate->not_after, self->in->now);
  kp_judge_add (
      self, KP_FINDING_TLS_OK, NULL,
      g_strdup_printf (
          /* Translators: the name of a CA, a day ("12 November"), how many addresses, and
           * of how many: the plural is that of the last number. */
          ngettext ("A good certificate of %s, valid until %s, is served by %u of %u "
                    "address.",
                    "A good certificate of %s, valid until %s, is served by %u of %u "
                    "addresses.",
                    self->verdict->n_addresses),
          shown->certificate->issuer, day, self->verdict->n_addresses_answered,
          self->verdict->n_addresses),
      NULL);
}

static void
note_private_root (KpJudge *self)
{
  const KpProbe *probe;

  for (guint i = 0; i < self->seen->probes->len; i++)
    if (is_judged (self, i, &probe) && probe->trust == KP_PROBE_TRUST_EXTRA)
      {
        kp_judge_add (
            self, KP_FINDING_TLS_PRIVATE_ROOT, probe->root_name,
            g_strdup_printf (
                /* Translators: %s is the name of a root certificate */
                _ ("The certificate is trusted because of “%s”, a root that you "
                   "added."),
                probe->root_name != NULL ? probe->root_name : "–"),
            g_strdup (_ ("Only those who have added this root as well see the site as "
                         "secure.")));
        return;
      }
}

static void
note_differ (KpJudge *self)
{
  const char *first = NULL;
  gboolean differ = FALSE;
  const KpProbe *probe;

  if (self->verdict->certificate != KP_OUTCOME_OK)
    return;
  for (guint i = 0; i < self->seen->probes->len; i++)
    if (is_judged (self, i, &probe))
      {
        differ |= first != NULL && g_strcmp0 (first, probe->certificate->sha256) != 0;
        if (first == NULL)
          first = probe->certificate->sha256;
      }
  if (differ)
    kp_judge_add (
        self, KP_FINDING_TLS_ADDRESSES_DIFFER, NULL,
        g_strdup (_ ("The addresses serve different certificates, all valid.")),
        g_strdup (_ ("This is usual while one is renewed. If it lasts, one address "
                     "was forgotten.")));
}

static void
note_root_served (KpJudge *self)
{
  const KpProbe *probe;

  for (guint i = 0; i < self->seen->probes->len; i++)
    if (is_judged (self, i, &probe) && probe->root_served)
      {
        kp_judge_add (
            self, KP_FINDING_TLS_ROOT_SERVED, NULL,
            /* Translators: %s is an IP address */
            g_strdup_printf (_ ("%s serves the root certificate as well."), probe->address),
            g_strdup (_ ("This does no harm; every connection carries it for "
                         "nothing.")));
        return;
      }
}

static void
note_plain_http (KpJudge *self)
{
  g_autoptr (GPtrArray) addresses = g_ptr_array_new ();
  g_autofree char *joined = NULL;

  for (guint i = 0; i < self->seen->probes->len; i++)
    {
      const KpProbe *probe = g_ptr_array_index (self->seen->probes, i);

      if (g_array_index (self->verdict->judged, guint8, i)
          && probe->plain_http == KP_PLAIN_HTTP_PLAIN)
        g_ptr_array_add (addresses, probe->address);
    }
  if (addresses->len == 0)
    return;
  joined = kp_judge_join (addresses);
  kp_judge_add (
      self, KP_FINDING_TLS_PLAIN_HTTP, self->target,
      g_strdup_printf (
          /* Translators: IP addresses */
          ngettext ("%s answers plain HTTP without sending people on to HTTPS.",
                    "%s answer plain HTTP without sending people on to HTTPS.",
                    addresses->len),
          joined),
      g_strdup (_ ("Ask whoever runs the server for a redirect: who types the name "
                   "alone stays unprotected.")));
}

/* What the gap is like depends on when the provider makes the certificate. */
static char *
describe_order (KpJudge *self)
{
  guint hours = MAX (kp_judge_days (self)->install, 1) * 24;
  KpCertificateOrder order = self->in->profile != NULL
                                 ? kp_profile_get_certificate_order (self->in->profile)
                                 : KP_CERTIFICATE_ORDER_UNKNOWN;

  switch (order)
    {
    case KP_CERTIFICATE_ORDER_BEFORE_DNS:
      return g_strdup (_ ("This provider makes the certificate before the change: wait, it "
                          "is not ready."));
    case KP_CERTIFICATE_ORDER_AFTER_DNS:
      return g_strdup_printf (
          /* Translators: %u is a number of hours, at least 24. */
          _ ("This provider makes the certificate after the change: expect a gap of up to "
             "%u hours."),
          hours);
    case KP_CERTIFICATE_ORDER_UNKNOWN:
    default:
      return g_strdup_printf (
          /* Translators: %u is a number of hours, at least 24. */
          _ ("If this provider makes the certificate before the change, wait: it is not "
             "ready. If it makes it after the change, expect a gap of up to %u hours."),
          hours);
    }
}

/* The target as it is before any resolver leads to it: whether the provider has made the
 * site ready there. */
static void
note_target_not_ready (KpJudge *self)
{
  const KpJob *job = self->in->job;

  if (job == NULL || job->kind != KP_JOB_SECURE || !self->judges_dns
      || self->count.n_lead > 0 || self->count.n_answered == 0
      || g_strcmp0 (self->seen->target, self->target) != 0)
    return;
  for (guint i = 0; i < self->seen->probes->len; i++)
    {
      const KpProbe *probe = g_ptr_array_index (self->seen->probes, i);

      if (!probe->of_target || !kp_probe_answered (probe)
          || kp_probe_is_good (self, probe, self->seen->host))
        continue;
      kp_judge_add (
          self, KP_FINDING_TLS_TARGET_NOT_READY, self->target,
          /* Translators: the target, and a host name */
          g_strdup_printf (_ ("%s does not serve %s yet."), self->target, self->seen->host),
          describe_order (self));
      return;
    }
}

void
kp_judge_tls_notes (KpJudge *self)
{
  if (self->seen->intercepted)
    return;
  note_ok (self);
  note_private_root (self);
  note_differ (self);
  note_root_served (self);
  note_plain_http (self);
  note_target_not_ready (self);
}
