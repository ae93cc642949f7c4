/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/reply.h"

#include "core/certificate/document-input.h"
#include "core/helpdesk/reply-document.h"
#include "core/job/reminder.h"
#include "core/store/store-requests.h"
#include "ctl/intake.h"
#include "ctl/message.h"
#include "ctl/refresh.h"

#include <glib/gi18n.h>
#include <string.h>

/* What a person has taken back a step is not taken again behind their back. */
static gboolean
waits_for_request (const KpJob *job)
{
  return job != NULL && job->kind == KP_JOB_RENEW && job->ended_at == 0
         && job->paused_at == 0 && job->step == KP_JOB_STEP_WAIT_PROVIDER
         && job->csr_spki_sha256 == NULL;
}

/* Prose and pictures are no news. Returns: whether there was something in it */
static gboolean
add_input (KpIntake *intake, const KpDocumentInput *input)
{
  /* Translators: stands before a colon and what is wrong with it. */
  const char *name = input->name != NULL ? input->name : _ ("text of the reply");
  g_autoptr (KpDocument) document = kp_document_new ();

  kp_document_read (document, input->octets, name);
  if (document->parts->len == 0 && document->problems == 0
      && document->private_key == KP_PRIVATE_KEY_NONE)
    return FALSE;
  kp_intake_take_document (intake, g_steal_pointer (&document), name);
  return TRUE;
}

/* @found: (out): whether there is something to be told of it */
static KpCtlStatus
read_message (KpCtl *ctl, KpSite *site, KpIntake *intake, KpMessage *message,
              gboolean *found)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) inputs = NULL;
  g_autoptr (GPtrArray) unread = NULL;
  g_autoptr (GError) error = NULL;

  kp_reply_document_load_async (kp_desk_get_store (ctl->desk), message, NULL,
                                kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  inputs = kp_reply_document_load_finish (result, &unread, &error);
  if (inputs == NULL)
    return kp_ctl_fail_error (ctl, kp_site_get_label (site), error);
  *found = unread->len > 0;
  for (guint i = 0; i < inputs->len; i++)
    *found |= add_input (intake, inputs->pdata[i]);
  for (guint i = 0; i < unread->len; i++)
    {
      const KpReplyUnread *one = unread->pdata[i];

      kp_intake_take_unread (intake, one->name, one->why);
    }
  return KP_CTL_FINE;
}

static gboolean
has_request_for (GPtrArray *offers, KpSite *site)
{
  for (guint i = 0; i < offers->len; i++)
    {
      const KpIntakeOffer *offer = offers->pdata[i];

      if (offer->kind == KP_INTAKE_CSR && offer->site == site)
        return TRUE;
    }
  return FALSE;
}

/* @done: (out): a signing request for @site was in it: older ones are past */
static KpCtlStatus
take_message (KpCtl *ctl, KpSite *site, KpMessage *message, JsonBuilder *builder,
              gboolean *done, gboolean *attention)
{
  g_autoptr (KpIntake) intake = kp_intake_new ();
  g_autoptr (GPtrArray) sites = g_ptr_array_new ();
  GPtrArray *offers = NULL;
  gboolean found = FALSE;
  KpCtlStatus status = read_message (ctl, site, intake, message, &found);

  if (status != KP_CTL_FINE || !found)
    return status;
  g_ptr_array_add (sites, site);
  kp_intake_set_answer_to (intake, site);
  status = kp_ctl_intake_add_sites (ctl, intake, sites);
  if (status == KP_CTL_FINE)
    status = kp_ctl_intake_share (ctl, intake, TRUE, TRUE, &offers);
  if (status != KP_CTL_FINE)
    return status;
  *done = has_request_for (offers, site);
  if (builder != NULL)
    kp_ctl_intake_add_json (builder, offers);
  else
    kp_ctl_intake_print (offers);
  *attention |= kp_intake_needs_attention (intake);
  return KP_CTL_FINE;
}

static KpCtlStatus
take_for (KpCtl *ctl, KpSite *site, KpRequest *first, JsonBuilder *builder,
          gboolean *attention)
{
  KpStore *store = kp_desk_get_store (ctl->desk);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) messages = NULL;
  g_autoptr (GError) error = NULL;
  gboolean done = FALSE;
  KpCtlStatus status = KP_CTL_FINE;

  kp_store_load_messages_async (store, kp_request_get_id (first), NULL, kp_ctl_wait_cb,
                                &result);
  result = kp_ctl_wait (&result);
  messages = kp_store_load_messages_finish (store, result, &error);
  if (messages == NULL)
    return kp_ctl_fail_error (ctl, kp_site_get_label (site), error);
  for (guint i = 0; i < messages->len && !done && status == KP_CTL_FINE; i++)
    if (kp_message_get_incoming (messages->pdata[i]))
      status = take_message (ctl, site, messages->pdata[i], builder, &done, attention);
  return status;
}

KpCtlStatus
kp_ctl_take_replies (KpCtl *ctl, KpOutbox *outbox, KpRequest *only, JsonBuilder *builder,
                     gboolean *attention)
{
  GListModel *requests = G_LIST_MODEL (kp_outbox_get_requests (outbox));
  g_autoptr (GPtrArray) sites = NULL;
  KpCtlStatus status = kp_ctl_load_sites (ctl);

  *attention = FALSE;
  if (status != KP_CTL_FINE)
    return status;
  sites = kp_ctl_all_sites (ctl);
  for (guint i = 0; i < sites->len && status == KP_CTL_FINE; i++)
    {
      KpSite *site = sites->pdata[i];
      g_autoptr (KpRequest) first = NULL;

      if (!waits_for_request (kp_site_get_job (site)))
        continue;
      first = kp_reminder_find_first (requests, kp_site_get_job (site));
      if (first != NULL
          && (only == NULL || kp_request_get_id (only) == kp_request_get_id (first)))
        status = take_for (ctl, site, first, builder, attention);
    }
  return status;
}
