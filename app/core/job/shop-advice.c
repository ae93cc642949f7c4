/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/job/shop-advice.h"

#include <glib/gi18n.h>

#include "core/base/time-text.h"

/* A CA may take weeks over its paperwork, and the day on which it issues is what counts. */
#define CHANGE_IS_NEAR (60 * KP_DAY)

void
kp_shop_advice_free (KpShopAdvice *self)
{
  if (self == NULL)
    return;
  g_free (self->label);
  g_free (self->value);
  g_free (self->note);
  g_free (self);
}

/* @value, @note: (transfer full) */
static void
add (GPtrArray *list, const char *label, char *value, char *note, gboolean copyable)
{
  KpShopAdvice *advice = g_new (KpShopAdvice, 1);

  *advice = (KpShopAdvice){
    .label = g_strdup (label), .value = value, .note = note, .copyable = copyable
  };
  g_ptr_array_add (list, advice);
}

static char *
format_days (guint days)
{
  /* Translators: a number of days */
  return g_strdup_printf (ngettext ("%u day", "%u days", days), days);
}

static char *
explain_validity (const KpValidityRules *rules, gint64 now)
{
  guint days = 0;
  gint64 change = kp_validity_rules_next_change (rules, now, &days);
  g_autofree char *day = NULL;

  if (change == 0 || change - now > CHANGE_IS_NEAR)
    return g_strdup (_ ("The longest that can be bought today."));
  day = kp_time_format_date (change);
  return g_strdup_printf (
      /* Translators: a day ("12 November 2027"), and a number of days */
      ngettext ("The longest that can be bought today. What is issued from %s on is valid "
                "for at most %u day.",
                "The longest that can be bought today. What is issued from %s on is valid "
                "for at most %u days.",
                days),
      day, days);
}

GPtrArray *
kp_shop_advice_list (const char *host, const char *contact, const KpValidityRules *rules,
                     gint64 now)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_shop_advice_free);

  g_return_val_if_fail (host != NULL && rules != NULL, list);

  add (list, _ ("Server software"), g_strdup (_ ("Apache or Nginx")), NULL, TRUE);
  add (list, _ ("Format"), g_strdup ("PEM"), NULL, TRUE);
  add (list, _ ("Hash"), g_strdup ("SHA-2"), NULL, TRUE);
  add (list, _ ("Validity"), format_days (kp_validity_rules_max_days (rules, now)),
       explain_validity (rules, now), TRUE);
  add (list, _ ("Names"), g_strdup (host),
       g_strdup (_ ("This one alone. A www name is not needed, and would need its own "
                    "validation.")),
       TRUE);
  if (contact != NULL && *contact != '\0')
    add (list, _ ("Contacts"), g_strdup (contact),
         g_strdup (_ ("For the bill and for technical questions.")), TRUE);
  else
    add (list, _ ("Contacts"),
         g_strdup (_ ("One for the bill, one for technical questions")), NULL, FALSE);
  add (list, _ ("Payment"), g_strdup (_ ("Up front")),
       g_strdup (_ ("The CA begins when it is paid.")), FALSE);
  return list;
}
