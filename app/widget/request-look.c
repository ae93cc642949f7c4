/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "widget/request-look.h"

#include <glib/gi18n.h>

#include "core/helpdesk/channel.h"
#include "core/helpdesk/request-findings.h"

/* By state; icon and class tell the same, each enough by itself. */
static const struct
{
  const char *icon;
  const char *style;
} looks[] = {
  [KP_REQUEST_QUEUED] = { "preferences-system-time-symbolic", "warning" },
  [KP_REQUEST_SENDING] = { "mail-send-symbolic", "dim-label" },
  [KP_REQUEST_SENT] = { "object-select-symbolic", "success" },
  [KP_REQUEST_REFUSED] = { "dialog-warning-symbolic", "error" },
  [KP_REQUEST_UNCERTAIN] = { "system-search-symbolic", "warning" },
  [KP_REQUEST_WAITING_FOR_YOU] = { "dialog-information-symbolic", "warning" },
  [KP_REQUEST_OFFLINE] = { "dialog-question-symbolic", "warning" },
  [KP_REQUEST_DRAFT] = { "edit-copy-symbolic", "dim-label" },
  [KP_REQUEST_CANCELLED] = { "process-stop-symbolic", "dim-label" },
};

static const char *
get_icon (KpRequestState state)
{
  if ((guint) state >= G_N_ELEMENTS (looks) || looks[state].icon == NULL)
    return "dialog-question-symbolic";
  return looks[state].icon;
}

static const char *
get_class (KpRequestState state)
{
  if ((guint) state >= G_N_ELEMENTS (looks) || looks[state].style == NULL)
    return "dim-label";
  return looks[state].style;
}

void
kp_request_look_set_image (GtkImage *image, KpRequest *request)
{
  KpRequestState state = kp_request_get_state (request);
  const char *classes[] = { get_class (state), NULL };

  g_return_if_fail (GTK_IS_IMAGE (image));

  gtk_image_set_from_icon_name (image, get_icon (state));
  gtk_widget_set_css_classes (GTK_WIDGET (image), classes);
}

char *
kp_request_look_describe_state (KpRequest *request)
{
  const char *state = kp_request_state_to_text (kp_request_get_state (request));
  guint unseen = kp_request_get_unseen (request);
  g_autofree char *replies = NULL;

  if (unseen == 0)
    return g_strdup (state);
  /* Translators: %u is how many replies nobody has seen yet. */
  replies = g_strdup_printf (ngettext ("%u new reply", "%u new replies", unseen), unseen);
  return g_strdup_printf ("%s · %s", state, replies);
}

static char *
describe_waiting (KpRequest *request)
{
  const KpChannel *channel = kp_channel_get (kp_request_get_channel (request));

  if (kp_request_get_reason_code (request) == KP_REQUEST_REASON_DECIDE)
    return g_strdup (
        _ ("It may have arrived, and can’t be looked up. Ask the provider: then "
           "say that it did, or send it again."));
  if (channel != NULL && g_str_equal (channel->id, "email"))
    return g_strdup (_ ("Send it with your mail program, and say so here."));
  return g_strdup (_ ("Fill in the provider’s form with it, and say so here."));
}

char *
kp_request_look_describe (KpRequest *request)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GPtrArray) findings = NULL;

  g_return_val_if_fail (KP_IS_REQUEST (request), NULL);

  if (kp_request_get_state (request) == KP_REQUEST_WAITING_FOR_YOU)
    return describe_waiting (request);
  findings = kp_request_findings (request);
  for (guint i = 0; i < findings->len; i++)
    {
      const KpFinding *finding = g_ptr_array_index (findings, i);

      /* Replies stand beside it. */
      if (finding->id == KP_FINDING_REQUEST_REPLY)
        continue;
      g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", finding->text);
      if (finding->fix != NULL)
        g_string_append_printf (text, " %s", finding->fix);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

gboolean
kp_request_look_needs_you (KpRequest *request)
{
  KpRequestReason reason;

  g_return_val_if_fail (KP_IS_REQUEST (request), FALSE);

  reason = kp_request_get_reason_code (request);
  switch (kp_request_get_state (request))
    {
    case KP_REQUEST_WAITING_FOR_YOU:
    case KP_REQUEST_REFUSED:
      return TRUE;
    case KP_REQUEST_QUEUED:
      /* It goes on only once somebody has mended that. */
      return reason == KP_REQUEST_REASON_TOKEN || reason == KP_REQUEST_REASON_CONNECTION
             || reason == KP_REQUEST_REASON_VAULT;
    case KP_REQUEST_SENT:
      return kp_request_get_unseen (request) > 0;
    case KP_REQUEST_SENDING:
    case KP_REQUEST_UNCERTAIN:
    case KP_REQUEST_OFFLINE:
    case KP_REQUEST_DRAFT:
    case KP_REQUEST_CANCELLED:
    default:
      return FALSE;
    }
}
