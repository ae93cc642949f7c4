/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/reply.h"

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
add_octets (KpIntake *intake, GBytes *octets, const char *name)
{
  g_autoptr (KpDocument) document = kp_document_new ();

  kp_document_read (document, octets, name);
  if (document->parts->len == 0 && document->problems == 0
      && document->private_key == KP_PRIVATE_KEY_NONE)
    return FALSE;
  kp_intake_take_document (intake, g_steal_pointer (&document), name);
  return TRUE;
}

static KpCtlStatus
add_attachment (KpCtl *ctl, KpSite *site, KpIntake *intake, const KpAttachment *attachment,
                gboolean *found)
{
  KpStore *store = kp_desk_get_store (ctl->desk);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) octets = NULL;
  g_autoptr (GError) error = NULL;

  /* A picture, or whatever: nothing that is waited for is that large. */
  if (attachment->size > KP_DOCUMENT_MAX_INPUT)
    return KP_CTL_FINE;
  kp_store_load_attachment_async (store, attachment->id, NULL, kp_ctl_wait_cb, &result);
  result = kp_ctl_wait (&result);
  octets = kp_store_load_attachment_finish (store, result, &error);
  if (octets == NULL)
    return kp_ctl_fail_error (ctl, kp_site_get_label (site), error);
  *found |= add_octets (intake, octets, attachment->name);
  return KP_CTL_FINE;
}

static KpCtlStatus
read_message (KpCtl *ctl, KpSite *site, KpIntake *intake, KpMessage *message,
              gboolean *found)
{
  const char *body = kp_message_get_body (message);
  g_autoptr (GBytes) octets = g_bytes_new (body, strlen (body));
  GPtrArray *attachments = kp_message_get_attachments (message);
  KpCtlStatus status = KP_CTL_FINE;

  *found = add_octets (intake, octets, _ ("text of the reply"));
  for (guint i = 0; i < attachments->len && status == KP_CTL_FINE; i++)
    status = add_attachment (ctl, site, intake, attachments->pdata[i], found);
  return status;
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
