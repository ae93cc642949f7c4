/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/overrule.h"

#include "core/job/renew-job.h"
#include "ctl/input.h"
#include "ctl/message.h"

#include <glib/gi18n.h>

KpCtlStatus
kp_ctl_check_overruled (KpCtl *ctl, const char *text)
{
  KpFindingId id;

  if (!kp_finding_id_from_string (text, &id))
    return kp_ctl_fail (ctl, KP_CTL_USAGE, "value", text,
                        _ ("no finding; “keyplatectl bundle check” names them"));
  if (!kp_renew_job_can_overrule (id))
    return kp_ctl_fail (ctl, KP_CTL_USAGE, "value", text,
                        _ ("it can’t be overruled: such a file is never of use"));
  return KP_CTL_FINE;
}

KpCtlStatus
kp_ctl_read_overrules (KpCtl *ctl, GPtrArray *texts, GPtrArray **list)
{
  *list = kp_overrule_list_new ();
  for (guint i = 0; texts != NULL && i < texts->len; i++)
    {
      g_auto (GStrv) parts = g_strsplit (texts->pdata[i], "=", 2);
      g_autofree char *reason = NULL;
      KpCtlStatus status = kp_ctl_check_overruled (ctl, parts[0]);

      if (status == KP_CTL_FINE)
        status = kp_ctl_read_text (ctl, "--overrule", parts[1], KP_RENEWAL_MAX_REASON,
                                   FALSE, &reason);
      if (status != KP_CTL_FINE)
        return status;
      if (reason == NULL || *reason == '\0')
        return kp_ctl_fail (ctl, KP_CTL_USAGE, "value", texts->pdata[i],
                            _ ("no reason; ID=REASON is expected, which goes into the "
                               "journal"));
      g_ptr_array_add (*list, kp_overrule_new (parts[0], reason));
    }
  return KP_CTL_FINE;
}

static const KpFinding *
find_first (GPtrArray *findings, GPtrArray *overruled, guint *n)
{
  const KpFinding *first = NULL;

  *n = 0;
  for (guint i = 0; i < findings->len; i++)
    {
      const KpFinding *finding = findings->pdata[i];

      if (finding->severity != KP_SEVERITY_WRONG
          || (kp_renew_job_can_overrule (finding->id)
              && kp_overrule_list_find (overruled, kp_finding_id_to_string (finding->id))
                     != NULL))
        continue;
      first = first != NULL ? first : finding;
      ++*n;
    }
  return first;
}

KpCtlStatus
kp_ctl_refuse_wrong (KpCtl *ctl, GPtrArray *findings, GPtrArray *overruled,
                     const char *command)
{
  guint n;
  const KpFinding *first = find_first (findings, overruled, &n);
  g_autofree char *why = NULL;
  g_autofree char *more = NULL;

  if (first == NULL)
    return KP_CTL_FINE;
  if (n > 1)
    more = g_strdup_printf (
        /* Translators: how many more findings there are, and a command */
        ngettext ("%u more: see “keyplatectl %s”.", "%u more: see “keyplatectl %s”.",
                  n - 1),
        n - 1, command);
  why = g_strjoin (" ", first->text, first->fix != NULL ? first->fix : more,
                   first->fix != NULL ? more : NULL, NULL);
  return kp_ctl_fail (ctl, KP_CTL_ATTENTION, kp_finding_id_to_string (first->id),
                      kp_finding_id_to_string (first->id), why);
}
