/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "core/helpdesk/channels.h"
#include "core/helpdesk/rt-channel-private.h"

const KpChannel kp_rt_channel = {
  .id = "rt",
  .label = N_ ("Request Tracker"),
  .needs_url = TRUE,
  .needs_queue = TRUE,
  .needs_token = TRUE,
  .test = kp_rt_test,
  .send = kp_rt_send,
  .find = kp_rt_find,
  .receive = kp_rt_receive,
};
