/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/helpdesk/request-findings.h"

#include <glib/gi18n.h>

static void
add (GPtrArray *findings, KpFindingId id, KpRequest *request, const char *text,
     const char *fix)
{
  KpSeverity severity = kp_finding_id_get_severity (id);

  if (*text == '\0')
    text = kp_finding_id_get_title (id);
  g_ptr_array_add (
      findings,
      kp_finding_new_full (
          id, severity, kp_request_get_reference (request), text, fix,
          severity == KP_SEVERITY_WAITING ? kp_request_get_next_at (request) : 0));
}

static void
add_refused (GPtrArray *findings, KpRequest *request)
{
  g_autofree char *reason = kp_request_tell_reason (request);

  if (kp_request_get_reason_code (request) == KP_REQUEST_REASON_PRIVATE_KEY)
    add (findings, KP_FINDING_REQUEST_PRIVATE_KEY, request, reason,
         _ ("Take the private key out, and send the request again."));
  else
    add (findings, KP_FINDING_REQUEST_REFUSED, request,
         *reason != '\0' ? reason : _ ("The provider refused it without a reason."),
         _ ("Mend what the provider names, and send it again or write another."));
}

static void
add_sent (GPtrArray *findings, KpRequest *request)
{
  const char *number = kp_request_get_number (request);
  g_autofree char *reason = kp_request_tell_reason (request);
  g_autofree char *text = NULL;

  if (*number != '\0')
    /* Translators: the number of a ticket */
    text = g_strdup_printf (_ ("The provider has it as ticket %s."), number);
  else
    text = g_strdup (_ ("The provider has it."));
  if (kp_request_get_reason_code (request) == KP_REQUEST_REASON_FIELD_LOST)
    add (
        findings, KP_FINDING_REQUEST_FIELD_LOST, request, reason,
        _ ("Write what is missing into the ticket as a reply, and ask the provider why its "
           "helpdesk drops it."));
  if (kp_request_get_reason_code (request) == KP_REQUEST_REASON_ATTACHMENT_LOST)
    add (findings, KP_FINDING_REQUEST_ATTACHMENT_LOST, request, reason,
         _ ("Send the file again in a reply, or in another way the provider names."));
  add (findings, KP_FINDING_REQUEST_SENT, request, text,
       kp_request_get_reason_code (request) == KP_REQUEST_REASON_UNREAD ? reason : NULL);
}

static void
add_queued (GPtrArray *findings, KpRequest *request)
{
  g_autofree char *reason = kp_request_tell_reason (request);
  gboolean mend = kp_request_get_reason_code (request) == KP_REQUEST_REASON_TOKEN
                  || kp_request_get_reason_code (request) == KP_REQUEST_REASON_CONNECTION;

  add (findings, KP_FINDING_REQUEST_QUEUED, request,
       *reason != '\0' ? reason : _ ("It is saved, and goes out next."),
       mend ? _ ("Mend the connection settings of the provider; then it goes on by itself.")
            : NULL);
}

GPtrArray *
kp_request_findings (KpRequest *request)
{
  GPtrArray *findings = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_finding_unref);
  g_autofree char *reason = NULL;

  g_return_val_if_fail (KP_IS_REQUEST (request), findings);

  reason = kp_request_tell_reason (request);
  switch (kp_request_get_state (request))
    {
    case KP_REQUEST_REFUSED:
      add_refused (findings, request);
      break;
    case KP_REQUEST_SENT:
      add_sent (findings, request);
      break;
    case KP_REQUEST_QUEUED:
    case KP_REQUEST_SENDING:
      add_queued (findings, request);
      break;
    case KP_REQUEST_UNCERTAIN:
      add (findings, KP_FINDING_REQUEST_UNCERTAIN, request,
           _ ("The answer was lost: it may have arrived. It is looked up by its reference, "
              "and sent again only if it is certain that it did not."),
           *reason != '\0' ? reason : NULL);
      break;
    case KP_REQUEST_OFFLINE:
      add (findings, KP_FINDING_REQUEST_OFFLINE, request,
           *reason != '\0' ? reason : _ ("The helpdesk could not be reached."),
           _ ("Nothing has left. It is tried again by itself."));
      break;
    case KP_REQUEST_WAITING_FOR_YOU:
    case KP_REQUEST_DRAFT:
    case KP_REQUEST_CANCELLED:
    default:
      break;
    }
  if (kp_request_get_unseen (request) > 0)
    {
      g_autofree char *text = g_strdup_printf (
          /* Translators: %u is how many replies nobody has seen yet. */
          ngettext ("%u new reply.", "%u new replies.", kp_request_get_unseen (request)),
          kp_request_get_unseen (request));

      add (findings, KP_FINDING_REQUEST_REPLY, request, text, NULL);
    }
  return findings;
}
