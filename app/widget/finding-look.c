/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widget/finding-look.h"

#include <glib/gi18n.h>

#include "core/base/time-text.h"

static const struct
{
  const char *icon;
  const char *style;
} looks[] = {
  [KP_SEVERITY_WRONG] = { "dialog-warning-symbolic", "error" },
  [KP_SEVERITY_WAITING] = { "preferences-system-time-symbolic", "warning" },
  [KP_SEVERITY_UNKNOWN] = { "dialog-question-symbolic", "dim-label" },
  [KP_SEVERITY_NOTE] = { "dialog-information-symbolic", "dim-label" },
};

void
kp_finding_look_set_image (GtkImage *image, KpSeverity severity)
{
  g_return_if_fail (GTK_IS_IMAGE (image));

  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    if (i != severity)
      gtk_widget_remove_css_class (GTK_WIDGET (image), looks[i].style);
  gtk_widget_add_css_class (GTK_WIDGET (image), looks[severity].style);
  gtk_image_set_from_icon_name (image, looks[severity].icon);
}

char *
kp_finding_look_describe (const KpFinding *finding, gint64 now)
{
  g_autofree char *moment = NULL;

  g_return_val_if_fail (finding != NULL, NULL);

  switch (finding->severity)
    {
    case KP_SEVERITY_WRONG:
      return g_strdup (C_ ("severity", "wrong"));
    case KP_SEVERITY_WAITING:
      if (finding->until == 0)
        return g_strdup (C_ ("severity", "waiting"));
      moment = kp_time_format_moment (finding->until, now);
      /* Translators: of a finding; %s is a moment ("14:35", "Tuesday 14:35"). */
      return g_strdup_printf (_ ("waiting until %s"), moment);
    case KP_SEVERITY_UNKNOWN:
      return g_strdup (C_ ("severity", "could not ask"));
    case KP_SEVERITY_NOTE:
    default:
      return g_strdup (C_ ("severity", "note"));
    }
}
