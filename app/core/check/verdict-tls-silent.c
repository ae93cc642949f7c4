/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/check/verdict-private.h"

#include "core/check/probe-text.h"

#include <glib/gi18n.h>

static const KpProbe *
get_probe (const KpJudge *self, guint i)
{
  return g_ptr_array_index (self->seen->probes, i);
}

static gboolean
was_probed (const KpJudge *self, const char *address)
{
  for (guint i = 0; i < self->seen->probes->len; i++)
    if (g_str_equal (get_probe (self, i)->address, address))
      return TRUE;
  return FALSE;
}

static void
add_unasked (KpJudge *self, GPtrArray *records)
{
  for (guint i = 0; i < records->len; i++)
    {
      const KpRecord *record = g_ptr_array_index (records, i);

      if (!was_probed (self, record->data)
          && !g_ptr_array_find_with_equal_func (self->unasked, record->data, g_str_equal,
                                                NULL))
        g_ptr_array_add (self->unasked, record->data);
    }
}

void
kp_judge_find_unasked (KpJudge *self)
{
  const KpObservation *seen = self->seen;

  self->unasked = g_ptr_array_new ();
  for (guint i = 0; i < seen->answers->len; i++)
    {
      const KpResolverAnswer *answer = g_ptr_array_index (seen->answers, i);

      if (self->judges_dns ? kp_answer_kind_leads (kp_judge_kind (self, i))
                           : !self->wants_target || self->proxied)
        add_unasked (self, answer->addresses);
    }
  if (!self->proxied || self->target == NULL)
    return;

  /* A proxied site is judged at both ends: what was seen of another target is nothing. */
  self->lacks_target = g_strcmp0 (seen->target, self->target) != 0;
  if (self->lacks_target || seen->target_addresses->len == 0)
    return;
  self->lacks_target = TRUE;
  for (guint i = 0; i < seen->target_addresses->len; i++)
    if (was_probed (self,
                    ((KpRecord *) g_ptr_array_index (seen->target_addresses, i))->data))
      self->lacks_target = FALSE;
  add_unasked (self, seen->target_addresses);
}

/* What could not be asked, and the first reason that is known. */
static GPtrArray *
list_silent (const KpJudge *self, char **error)
{
  GPtrArray *addresses = g_ptr_array_new ();

  *error = NULL;
  for (guint i = 0; i < self->seen->probes->len; i++)
    if (g_array_index (self->verdict->judged, guint8, i)
        && !kp_probe_answered (get_probe (self, i)))
      {
        g_ptr_array_add (addresses, get_probe (self, i)->address);
        if (*error == NULL)
          *error = kp_probe_describe_reason (get_probe (self, i));
      }
  g_ptr_array_extend (addresses, self->unasked, NULL, NULL);
  if (*error == NULL)
    *error = g_strdup (self->unasked->len > 0 ? _ ("It was not tried.") : "–");
  return addresses;
}

static char *
advise (void)
{
  return g_strdup (
      _ ("This counts for nothing: the address may be slow, or not reached from "
         "this network."));
}

/* The end behind the proxy, where not even its addresses are known. */
static void
judge_silent_target (KpJudge *self)
{
  const KpObservation *seen = self->seen;
  gboolean other = g_strcmp0 (seen->target, self->target) != 0;

  if (!self->proxied || self->target == NULL || seen->target_addresses->len > 0
      || (!other && seen->target_answered))
    return;
  kp_judge_add (self, KP_FINDING_TLS_NO_ANSWER, self->target,
                /* Translators: a host name, the target */
                g_strdup_printf (_ ("%s could not be asked: its addresses are not known."),
                                 self->target),
                advise ());
}

void
kp_judge_silent (KpJudge *self)
{
  const KpVerdict *verdict = self->verdict;
  g_autofree char *error = NULL;
  char *text;
  g_autoptr (GPtrArray) addresses = list_silent (self, &error);
  g_autofree char *joined = kp_judge_join (addresses);

  judge_silent_target (self);
  if (addresses->len == 0)
    return;
  text = g_strdup_printf (
      /* Translators: IP addresses, why (a sentence), how many addresses were checked, and
       * of how many: the plural is that of the last number. */
      ngettext ("%s could not be asked: %s %u of %u address checked.",
                "%s could not be asked: %s %u of %u addresses checked.",
                verdict->n_addresses),
      joined, error, verdict->n_addresses_answered, verdict->n_addresses);
  kp_judge_add (self, KP_FINDING_TLS_NO_ANSWER,
                self->target != NULL && !self->proxied
                        && addresses->len == verdict->n_addresses
                    ? self->target
                    : g_ptr_array_index (addresses, 0),
                text, advise ());
}
