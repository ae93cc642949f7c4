/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/next-action.h"

#include <glib/gi18n.h>

#include "core/base/time-text.h"

static const char *const words[] = {
  [KP_TURN_NOBODY] = "nobody",     [KP_TURN_YOU] = "you", [KP_TURN_CUSTOMER] = "customer",
  [KP_TURN_PROVIDER] = "provider", [KP_TURN_CA] = "ca",
};

/* In the words of the list: they stand after "You: " or "Customer: ". */
static const char *const texts[] = {
  [KP_ACTION_NONE] = NULL,
  [KP_ACTION_CHECK] = N_ ("check the site"),
  [KP_ACTION_SECURE] = N_ ("secure site"),
  [KP_ACTION_SET_TARGET] = N_ ("enter the target"),
  [KP_ACTION_CHANGE_DNS] = N_ ("change the DNS record"),
  [KP_ACTION_REMOVE_RECORDS] = N_ ("remove the records beside it"),
  [KP_ACTION_MEND_DNS] = N_ ("mend the DNS zone"),
  [KP_ACTION_TELL_CUSTOMER] = N_ ("tell the customer"),
  [KP_ACTION_WAIT_DNS] = N_ ("wait until the old record is gone"),
  [KP_ACTION_WAIT_PROVIDER] = N_ ("install the certificate"),
  [KP_ACTION_ASK_PROVIDER] = N_ ("ask the provider"),
  [KP_ACTION_RENEW] = N_ ("renew certificate"),
  [KP_ACTION_MEND_SERVER] = N_ ("mend the server"),
  [KP_ACTION_CHECK_NETWORK] = N_ ("check this network"),
  [KP_ACTION_WAIT_CA] = N_ ("issue the certificate"),
  [KP_ACTION_CONTINUE_JOB] = N_ ("continue the job"),
  [KP_ACTION_REVIEW] = N_ ("look at the site"),
  [KP_ACTION_ORDER] = N_ ("order the certificate"),
  [KP_ACTION_SUBMIT] = N_ ("hand over the certificate"),
  [KP_ACTION_ADD_RECORD] = N_ ("add the record for the CA"),
  [KP_ACTION_MAKE_CSR] = N_ ("make the signing request"),
  [KP_ACTION_INSTALL] = N_ ("install the certificate"),
};

const char *
kp_turn_to_string (KpTurn turn)
{
  g_return_val_if_fail ((guint) turn < G_N_ELEMENTS (words), "nobody");

  return words[turn];
}

gboolean
kp_turn_from_string (const char *text, KpTurn *turn)
{
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_strcmp0 (text, words[i]) == 0)
      {
        *turn = i;
        return TRUE;
      }
  return FALSE;
}

const char *
kp_action_kind_get_text (KpActionKind kind)
{
  /* A store of a later version may hold a kind that is not known here. */
  if ((guint) kind >= G_N_ELEMENTS (texts) || texts[kind] == NULL)
    return "";
  return _ (texts[kind]);
}

const char *
kp_turn_get_text (KpTurn turn, const char *provider_name, const char *ca_name)
{
  switch (turn)
    {
    case KP_TURN_YOU:
      return _ ("You");
    case KP_TURN_CUSTOMER:
      return _ ("Customer");
    case KP_TURN_PROVIDER:
      return provider_name != NULL ? provider_name : _ ("Provider");
    case KP_TURN_CA:
      return ca_name != NULL ? ca_name : _ ("CA");
    case KP_TURN_NOBODY:
    default:
      return _ ("Nobody");
    }
}

char *
kp_next_action_format (const KpNextAction *self, const char *provider_name,
                       const char *ca_name)
{
  const char *who = kp_turn_get_text (self->who, provider_name, ca_name);
  const char *text = kp_action_kind_get_text (self->kind);

  if (self->who == KP_TURN_NOBODY || *text == '\0')
    return g_strdup (who);
  /* Translators: whose turn it is and what they do: "Customer: change the DNS record" */
  return g_strdup_printf (C_ ("whose turn", "%s: %s"), who, text);
}

static char *
format_late (const KpNextAction *self, gint64 now)
{
  guint days = kp_time_days_between (self->due, now);
  g_autofree char *day = kp_time_format_near_day (self->due, now);

  if (days == 0)
    /* Translators: of what was to be done; %s is a day ("today", "12 November") */
    return g_strdup_printf (_ ("late, was due %s"), day);
  return g_strdup_printf (
      /* Translators: of what was to be done; a number of days, and a day ("Monday", "12
       * November") */
      ngettext ("%u day late, was due %s", "%u days late, was due %s", days), days, day);
}

static char *
format_since (const KpNextAction *self, gint64 now)
{
  guint days = kp_time_days_between (self->since, now);

  if (self->since == 0)
    return NULL;
  if (days == 0)
    return g_strdup (kp_time_is_today (self->since, now) ? _ ("since today")
                                                         : _ ("since yesterday"));
  return g_strdup_printf (ngettext ("%u day", "%u days", days), days);
}

char *
kp_next_action_format_when (const KpNextAction *self, gint64 now)
{
  g_autofree char *since = NULL;
  g_autofree char *day = NULL;

  if (self->overdue)
    return format_late (self, now);
  since = format_since (self, now);
  if (self->due == 0)
    return g_strdup (since != NULL ? since : "");
  day = kp_time_format_near_day (self->due, now);
  if (since == NULL)
    /* Translators: of what is to be done; %s is a day ("today", "12 November") */
    return g_strdup_printf (_ ("due %s"), day);
  /* Translators: since when something is to be done ("5 days", "since today"), and a day
   * ("today", "12 November") */
  return g_strdup_printf (_ ("%s, due %s"), since, day);
}
